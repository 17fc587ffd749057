import Domain
import SQL

/// What a fair may know of a talent: what they look for and can do. Sex, age, ethnicity and birthplace have no place here.
struct FairPerson: Sendable {
    let id: ID<FairTalent>
    let account: ID<Account>
    /// Wanted work, wishes at the sign-up, field of study.
    let words: Set<String>
    let occupation: TreeCode?
    let industry: TreeCode?
    let places: [TreeCode]
    /// 0…5 as `DegreeDemand.rank`; nil where it was not said.
    let degree: Int?
    /// A month.
    let pay: Fen?
    /// Employers that they wish to meet.
    let employers: Set<String>
}

/// Why two meet: what fits, what does not, what is not known.
public struct FairReason: Codable, Sendable, Hashable {
    public enum Criterion: String, Codable, Sendable, Hashable, CaseIterable { case occupation, skills, industry, place, pay, degree, wish }
    public enum Answer: String, Codable, Sendable, Hashable, CaseIterable {
        case yes, no
        /// One of the two did not say.
        case unknown
    }

    public let criterion: Criterion
    public let answer: Answer
    /// What both have in common, in words.
    public let shared: [String]
}

/// How well a talent and an employer's jobs fit.
enum FairFit {
    struct Result: Sendable {
        let job: ID<Job>
        /// 1…130.
        let weight: Int
        let reasons: [FairReason]
    }

    /// A job with its words, which are found once.
    struct Offer: Sendable {
        let job: StoredJob
        let title: Set<String>
        let skills: Set<String>

        init(_ job: StoredJob) {
            self.job = job
            title = FairFit.words(job.terms.title)
            skills = FairFit.words(job.terms.skills.joined(separator: " ") + " " + String(job.terms.description.prefix(500)))
        }
    }

    /// The one door through which fairs weigh: the best of an employer's jobs for a talent. A job whose must-haves the talent is known not to meet does not
    /// count.
    /// - Parameter wished: the talent named this employer.
    /// - Returns: nil where nothing fits; the two do not meet then.
    static func weight(talent: FairPerson, jobs: [Offer], wished: Bool) -> Result? {
        var best: Result?
        for offer in jobs {
            guard let (weight, reasons) = weigh(talent, offer) else { continue }
            let total = weight + (wished ? 30 : 0)
            guard total > best?.weight ?? 0 else { continue }
            best = Result(job: offer.job.id, weight: total, reasons: wished ? reasons + [FairReason(criterion: .wish, answer: .yes, shared: [])] : reasons)
        }
        return best
    }

    private static func weigh(_ talent: FairPerson, _ offer: Offer) -> (Int, [FairReason])? {
        let terms = offer.job.terms
        var reasons: [FairReason] = [], weight = 0
        /// - Parameter fits: nil where one of the two did not say.
        func judge(_ criterion: FairReason.Criterion, _ fits: Bool?, _ worth: Int, must: Bool = false, _ shared: [String] = []) -> Bool {
            reasons.append(FairReason(criterion: criterion, answer: fits.map { $0 ? .yes : .no } ?? .unknown, shared: shared))
            if fits == true { weight += worth }
            return !(must && fits == false)
        }
        let inTitle = talent.words.intersection(offer.title).sorted()
        let sameCode: Bool? = terms.occupation.flatMap { code in talent.occupation.map { $0.lies(in: code) == .yes || code.lies(in: $0) == .yes || $0.text.prefix(3) == code.text.prefix(3) } }
        _ = judge(.occupation, talent.words.isEmpty && sameCode == nil ? nil : !inTitle.isEmpty || sameCode == true, min(30 + 4 * inTitle.count, 50), runs(of: terms.title, sharing: talent.words))
        let skilled = talent.words.intersection(offer.skills).sorted()
        _ = judge(.skills, talent.words.isEmpty || offer.skills.isEmpty ? nil : !skilled.isEmpty, min(4 * skilled.count, 20), Array(terms.skills.filter { !words($0).isDisjoint(with: talent.words) }.prefix(5)))
        _ = judge(.industry, terms.industry.flatMap { own in talent.industry.map { $0.text.prefix(2) == own.text.prefix(2) } }, 5)
        let near: Bool? = talent.places.isEmpty ? nil : terms.division.map { own in talent.places.contains { own.lies(in: $0) == .yes || $0.lies(in: own) == .yes } }
        guard judge(.place, near, 15, must: terms.musts.contains(.place)) else { return nil }
        let paid: Bool? = terms.pay.flatMap { pay in talent.pay.map { pay.monthly.upperBound >= Int($0.amount / 100) } }
        _ = judge(.pay, paid, 5)
        let taught: Bool? = terms.degree.flatMap { asked in asked == .any ? true : talent.degree.map { $0 >= asked.rank } }
        guard judge(.degree, taught, 5, must: terms.musts.contains(.degree)) else { return nil }
        // Place, pay and degree alone make nobody meet: something of the work itself has to fit, or the wish has to be unknown.
        let ofWork = reasons.prefix(2)
        guard ofWork.contains(where: { $0.answer == .yes }) || ofWork.allSatisfy({ $0.answer == .unknown }), weight > 0 else { return nil }
        return (weight, reasons)
    }

    /// What of a text is in somebody's words too, in whole stretches: of 后端开发工程师（青岛） with 后端 and 开发, 后端开发.
    static func runs(of text: String, sharing words: Set<String>) -> [String] {
        let characters = Array(text)
        var runs: [String] = [], at = 0
        while at < characters.count {
            var end = at + 1
            while end < characters.count, isShared(characters[end - 1], characters[end], words) { end += 1 }
            let run = String(characters[at..<end])
            if end > at + 1, !Self.words(run).isDisjoint(with: words) { runs.append(run) }
            at = end
        }
        return runs + text.lowercased().split { !$0.isASCII || $0.isWhitespace }.map(String.init).filter { $0.first?.isLetter == true && words.contains($0) }
    }

    private static func isShared(_ first: Character, _ second: Character, _ words: Set<String>) -> Bool {
        let pair = String([first, second])
        return words.contains(pair) || empty.contains(pair)
    }

    /// Pairs of Chinese characters and whole Latin words, without those that say nothing.
    static func words(_ text: String) -> Set<String> {
        var words: Set<String> = [], latin = "", last: Character?
        for character in text.lowercased() {
            if character.isASCII, character.isLetter || character.isNumber || "+#.".contains(character) {
                latin.append(character)
                last = nil
                continue
            }
            if latin.count > 1 { words.insert(latin) }
            latin = ""
            guard character.isLetter else {
                last = nil
                continue
            }
            if let last { words.insert(String([last, character])) }
            last = character
        }
        if latin.count > 1 { words.insert(latin) }
        return words.subtracting(empty)
    }

    private static let empty: Set<String> = ["工程", "程师", "岗位", "人员", "工作", "相关", "专业", "以上", "能力", "负责", "经验", "优先", "公司", "要求", "具有", "熟悉", "and", "the", "of"]
}

enum FairPeople {
    /// Those who have signed up, with what a fair may know of them: one pass over the facts, decrypted once each.
    static func read(_ tx: any Transaction, _ house: House, _ fair: ID<Fair>) throws -> [FairPerson] {
        let secrets = house.secrets
        let facts = try facts(tx, house, "f.account_id IN (SELECT t.account_id FROM fair_talents t WHERE t.fair_id = \(fair) AND t.left_at IS NULL)")
        return try tx.rows("SELECT id, account_id, wishes FROM fair_talents WHERE fair_id = \(fair) AND left_at IS NULL ORDER BY place").map { row in
            let id: ID<FairTalent> = try row("id"), account: ID<Account> = try row("account_id")
            let wishes: SignUpForFair.Wishes = try Stored.read(try secrets.text(try row("wishes"), table: "fair_talents", column: "wishes", row: id.rawValue))
            return person(id, account, facts[account] ?? [:], wishes)
        }
    }

    static let asked = ["wanted_occupation", "wanted_places", "wanted_pay", "occupation", "industry", "education", "degree", "major"]

    /// By account and fact. - Parameter condition: whose, over `f`.
    static func facts(_ tx: any Transaction, _ house: House, _ condition: SQL) throws -> [ID<Account>: [String: Profile.Value]] {
        var found: [ID<Account>: [String: Profile.Value]] = [:]
        try tx.each("SELECT f.account_id AS account_id, f.fact AS fact, f.value AS value FROM talent_facts f WHERE f.fact IN (\(list: asked)) AND \(condition)") { row in
            let account: ID<Account> = try row("account_id"), fact: String = try row("fact")
            let json = try house.secrets.text(try row("value"), table: "talent_facts", column: "value", row: "\(account)/\(fact)")
            found[account, default: [:]][fact] = try? Stored.read(json, as: Profile.Value.self)
        }
        return found
    }

    private static func person(_ id: ID<FairTalent>, _ account: ID<Account>, _ facts: [String: Profile.Value], _ wishes: SignUpForFair.Wishes) -> FairPerson {
        let own = PersonFacts(facts)
        return FairPerson(
            id: id, account: account, words: FairFit.words([own.text("wanted_occupation"), own.text("major"), wishes.text].joined(separator: " ")), occupation: own.code("occupation"),
            industry: own.code("industry"), places: own.divisions("wanted_places"), degree: own.degree, pay: own.money("wanted_pay"), employers: Set(wishes.employers))
    }
}

/// Answers of a profile, as types.
struct PersonFacts {
    private let facts: [String: Profile.Value]

    init(_ facts: [String: Profile.Value]) { self.facts = facts }

    func text(_ id: String) -> String {
        guard case .text(let text)? = facts[id] else { return "" }
        return text
    }

    func code(_ id: String) -> TreeCode? {
        guard case .fact(.code(let code))? = facts[id] else { return nil }
        return code
    }

    func divisions(_ id: String) -> [TreeCode] {
        guard case .fact(.divisions(let codes))? = facts[id] else { return [] }
        return codes
    }

    func money(_ id: String) -> Fen? {
        guard case .fact(.money(let fen))? = facts[id] else { return nil }
        return fen
    }

    private func choice(_ id: String) -> String? {
        guard case .fact(.choice(let ids))? = facts[id] else { return nil }
        return ids.first
    }

    /// The higher of degree and education, as `DegreeDemand.rank`.
    var degree: Int? {
        let byDegree: [String: Int] = ["bachelor": 3, "master": 4, "doctor": 5]
        let byEducation: [String: Int] = ["junior_secondary": 0, "senior_secondary": 1, "college": 2, "undergraduate": 3, "postgraduate": 4]
        return [choice("degree").flatMap { byDegree[$0] }, choice("education").flatMap { byEducation[$0] }].compactMap(\.self).max()
    }
}
