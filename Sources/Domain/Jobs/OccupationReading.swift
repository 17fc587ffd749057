/// The occupation that a job's title most likely means: titles are written freely, so this is a guess, the same for the same title every time. What somebody
/// chose stands before it.
public enum OccupationReading {
    /// - Returns: the code of 职业分类大典 (three to seven digits) that the title most likely means; nil where nothing in it is known.
    public static func code(ofTitle title: String) -> TreeCode? {
        let plain = Array(normalised(title))
        if let found = word(in: plain) ?? name(like: plain) { return TreeCode(found) }
        // What is meant may stand in the brackets: `急招【人事专员】`.
        return word(in: Array(title.lowercased().prefix(60).filter { !$0.isWhitespace })).flatMap { TreeCode($0) }
    }

    /// Small letters, half width; without what stands in brackets, behind a plus or a slash, and without levels, places and promises.
    static func normalised(_ title: String) -> String {
        var text: [Character] = [], depth = 0
        for scalar in title.unicodeScalars {
            let half = (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
            let character = Character(String(half).lowercased())
            if "([【〔<《".contains(character) { depth += 1; continue }
            if ")]】〕>》".contains(character) { depth = max(depth - 1, 0); continue }
            if depth == 0, !half.properties.isWhitespace { text.append(character) }
        }
        if text.isEmpty { text = Array(title.lowercased().filter { !$0.isWhitespace && !"()（）[]【】<>《》".contains($0) }) }
        var plain = String(text.prefix(60))
        for end in ["+", "|", "｜", "★", "*", "!", "~"] {
            if let at = plain.firstIndex(of: Character(end)), plain.distance(from: plain.startIndex, to: at) >= 2, !plain.hasPrefix("c+") { plain = String(plain[..<at]) }
        }
        for word in noise { plain = plain.replacing(word, with: "") }
        return wanted(plain)
    }

    /// `某某酒店招聘服务员` wants what stands behind the word; `招聘专员` recruits.
    private static func wanted(_ title: String) -> String {
        let parts = title.split(separator: "招聘", omittingEmptySubsequences: false)
        guard parts.count > 1, let last = parts.last, last.count >= 2, !["专员", "主管", "经理", "顾问", "师", "助理", "官", "总监", "运营"].contains(where: last.hasPrefix) else { return title }
        return String(last)
    }

    private static let noise = [
        "高薪诚聘", "高薪急聘", "诚聘", "急聘", "急招", "高薪", "直招", "五险一金", "六险一金", "五险", "包吃包住", "包吃住", "包住宿", "包食宿", "双休", "周末", "带薪", "无责", "底薪", "提成", "可实习", "应届生", "应届", "实习生", "储备",
        "高级", "资深", "中级", "初级", "首席", "兼职", "全职", "长期", "青岛", "北京", "上海", "广州", "深圳", "杭州", "成都", "武汉", "南京", "济南",
    ]

    /// The longest word that is known; of equally long ones the last, since titles end in what they mean.
    private static func word(in title: [Character]) -> String? {
        var best: (score: Int, code: String)?
        guard title.count >= 2 else { return nil }
        for length in stride(from: min(longest, title.count), through: 2, by: -1) {
            for start in 0...(title.count - length) {
                guard let code = codes[String(title[start..<(start + length)])] else { continue }
                let score = length * 100 + start
                if best.map({ score > $0.score }) ?? true { best = (score, code) }
            }
            if best != nil { break }
        }
        return best?.code
    }

    /// The occupation whose name shares most pairs of characters with the title, if it is most of the name.
    private static func name(like title: [Character]) -> String? {
        let pairs = Set(zip(title, title.dropFirst()).map { [$0, $1] })
        guard !pairs.isEmpty else { return nil }
        var best: (score: Int, code: String)?
        for candidate in candidates {
            let shared = candidate.pairs.filter(pairs.contains).count
            let score = shared * 1000 / (candidate.pairs.count + 1)
            if score > 550, best.map({ score > $0.score }) ?? true { best = (score, candidate.code) }
        }
        return best?.code
    }

    private struct Candidate: Sendable {
        let code: String
        let pairs: [[Character]]
    }

    /// Names without what all of them end in.
    private static let candidates: [Candidate] = Occupation.all.filter { $0.code.count >= 5 }.map { occupation in
        var name = occupation.name
        for end in ["工程技术人员", "专业人员", "技术人员", "服务人员", "制造人员", "人员"] where name.hasSuffix(end) && name.count >= end.count + 2 {
            name.removeLast(end.count)
            break
        }
        let letters = Array(name)
        return Candidate(code: occupation.code, pairs: zip(letters, letters.dropFirst()).map { [$0, $1] })
    }.filter { !$0.pairs.isEmpty }

    private static let codes: [String: String] = {
        var codes: [String: String] = [:]
        for line in synonyms.split(separator: "\n") {
            let parts = line.split(separator: " ").map(String.init)
            guard let code = parts.first else { continue }
            for word in parts.dropFirst() { codes[word] = code }
        }
        // Names of occupations are known as they are.
        for occupation in Occupation.all where occupation.code.count == 7 && occupation.name.count >= 2 { codes[occupation.name] = codes[occupation.name] ?? occupation.code }
        return codes
    }()

    private static let longest = codes.keys.map(\.count).max() ?? 0
}
