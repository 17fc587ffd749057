/// In which parts of a posting a word stands, as one byte: title, skills, body, company.
enum Marks {
    /// Whatever is learned about a word counts in 63rds.
    static let full = 63

    /// - Parameters:
    ///   - title: how many words the title has; nil where the word does not stand in it.
    ///   - skills: the same of the skills.
    ///   - inBody: how often the word stands in the body, which has `body` words.
    static func byte(title: Int?, skills: Int?, inBody: Int, body: Int, inCompany: Bool) -> UInt8 {
        let titled: UInt8 = title.map { $0 <= 12 ? 2 : 1 } ?? 0
        let skilled: UInt8 = skills.map { $0 <= 30 ? 2 : 1 } ?? 0
        let often = Double(inBody), share = inBody > 0 ? often / (often + 0.5 + Double(body) / 100) : 0
        let bodied = inBody > 0 ? UInt8(min(max(1, (share * 8).rounded()), 7)) : 0
        return titled << 6 | skilled << 4 | bodied << 1 | (inCompany ? 1 : 0)
    }

    static func inTitle(_ byte: UInt8) -> Bool { byte >> 6 != 0 }
    static func inSkills(_ byte: UInt8) -> Bool { byte >> 4 & 3 != 0 }

    /// By mark: how much a word there says about the occupation, about a skill, and to one who searches for it, in 63rds.
    static let occupation = table(title: (0.6, 0.75), skills: (0.5, 0.65), body: 0.15, company: 0.05)
    static let skill = table(title: (0.35, 0.45), skills: (0.65, 0.8), body: 0.25, company: 0)
    static let search = table(title: (0.75, 0.85), skills: (0.4, 0.5), body: 0.35, company: 0.15)

    /// Each part that holds the word takes its share of what the others left open.
    private static func table(title: (Double, Double), skills: (Double, Double), body: Double, company: Double) -> [UInt16] {
        (0..<256).map { mark in
            let titled = [0, title.0, title.1, title.1][mark >> 6], skilled = [0, skills.0, skills.1, skills.1][mark >> 4 & 3]
            let open = (1 - titled) * (1 - skilled) * (1 - body * Double(mark >> 1 & 7) / 7) * (1 - (mark & 1 == 1 ? company : 0))
            return UInt16(((1 - open) * Double(full)).rounded())
        }
    }
}
