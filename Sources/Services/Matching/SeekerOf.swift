import Domain
import Matching
import SQL

/// What matching may know of a talent: wishes, education and abilities. Nothing else of the profile is even read.
enum SeekerOf {
    /// The facts that are read. Sex, birth date, household, birthplace and whatever else a profile holds are not among them.
    static let facts = ["wanted_occupation", "skills", "work_years", "wanted_places", "wanted_pay", "industry", "occupation", "degree", "education", "major", "major_class"]

    /// - Parameter known: answers by fact; those that matching may not know are left aside.
    static func profile(_ id: ID<Account>, _ known: [String: Profile.Value]) -> Seeker {
        var seeker = Seeker(id: id.rawValue)
        seeker.occupations = list(known["wanted_occupation"])
        seeker.skills = list(known["skills"])
        seeker.background = [text(known["major"]), choice(known["major_class"]).flatMap { code in MajorClass.all.first { $0.code == code }?.name.zh }].compactMap(\.self).joined(separator: " ")
        if case .fact(.code(let code))? = known["occupation"] { seeker.occupationCodes = [code.text] }
        if case .fact(.code(let code))? = known["industry"] { seeker.industries = [String(code.text.prefix(2))] }
        if case .fact(.divisions(let codes))? = known["wanted_places"] { seeker.places = codes.map(\.text) }
        seeker.degree = degree(known)
        if case .fact(.number(let years))? = known["work_years"] { seeker.years = min(max(years, 0), 60) }
        if case .fact(.money(let fen))? = known["wanted_pay"], fen.amount >= 100 {
            // As with an open end of a job's pay: half as much again.
            let yuan = Int(fen.amount / 100)
            seeker.pay = yuan...(yuan + yuan / 2)
        }
        return seeker
    }

    /// 0…5 as indexes count: the higher of degree and education.
    static func degree(_ known: [String: Profile.Value]) -> UInt8? {
        let degree: UInt8? = switch choice(known["degree"]) {
        case "bachelor": 3
        case "master": 4
        case "doctor": 5
        default: nil   // "none" says nothing about the education
        }
        let education: UInt8? = switch choice(known["education"]) {
        case "junior_secondary": 0
        case "senior_secondary": 1
        case "college": 2
        case "undergraduate": 3
        case "postgraduate": 4
        default: nil
        }
        return [degree, education].compactMap(\.self).max()
    }

    /// Typed with any comma between.
    static func list(_ value: Profile.Value?) -> [String] {
        (text(value) ?? "").split(whereSeparator: { "、，,;；\n".contains($0) }).map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    private static func text(_ value: Profile.Value?) -> String? {
        guard case .text(let text)? = value else { return nil }
        return text
    }

    private static func choice(_ value: Profile.Value?) -> String? {
        guard case .fact(.choice(let ids))? = value else { return nil }
        return ids.first
    }
}

extension SeekerOf {
    /// The answers of several people that matching may know, opened.
    static func answers(_ tx: any Transaction, _ secrets: any Secrets, _ accounts: [ID<Account>]) throws -> [ID<Account>: [String: Profile.Value]] {
        var answers: [ID<Account>: [String: Profile.Value]] = [:]
        for row in try tx.rows("SELECT account_id, fact, value FROM talent_facts WHERE account_id IN (\(list: accounts)) AND fact IN (\(list: facts)) ORDER BY account_id, fact") {
            let account: ID<Account> = try row("account_id"), fact: String = try row("fact")
            answers[account, default: [:]][fact] = try Stored.read(try secrets.text(try row("value"), table: "talent_facts", column: "value", row: "\(account)/\(fact)"))
        }
        return answers
    }

    static func seeker(_ tx: any Transaction, _ secrets: any Secrets, _ account: ID<Account>) throws -> Seeker {
        profile(account, try answers(tx, secrets, [account])[account] ?? [:])
    }
}
