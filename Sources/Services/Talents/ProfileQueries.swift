import Domain
import SQL

/// A profile as it is kept. Not Encodable: pages show masks, the person's own export shows all.
struct StoredProfile: Sendable {
    let name: String
    let document: IdentityDocument?
    let registeredAt: Instant
    /// In the order of the page.
    let facts: [StoredFact]
}

struct StoredFact: Sendable {
    let item: Profile.Item
    let value: Profile.Value
    let statedAt: Instant
    let acceptedAt: Instant?
    let acceptedBy: ID<Account>?
    let isFromInterview: Bool
    /// The first day on which the proof holds; nil if it does from the beginning.
    let from: Day?
    let until: Day?

    var name: Words { item.name }
    var words: Words { value.words(of: item) }

    func state(on today: Day) -> Facts.State {
        guard acceptedAt != nil, from.map({ $0 <= today }) ?? true else { return .stated }
        return until.map { $0 < today } ?? false ? .expired : .proven
    }
}

enum ProfileReader {
    /// Facts with the first day of an interview that proves one.
    static let factTables: SQL = "talent_facts f LEFT JOIN interviews i ON i.id = f.interview_id"

    /// - Parameter whole: with what no programme asks any more, as it is kept.
    static func profile(_ tx: any Transaction, _ house: House, _ account: ID<Account>, whole: Bool = false) throws -> StoredProfile? {
        let secrets = house.secrets
        guard let row = try tx.row("SELECT name, document, registered_at FROM talents WHERE account_id = \(account) AND closed_at IS NULL") else { return nil }
        let name: [UInt8]? = try row("name"), document: [UInt8]? = try row("document"), id = account.rawValue
        return StoredProfile(
            name: try name.map { try secrets.text($0, table: "talents", column: "name", row: id) } ?? "",
            document: try document.map { try Stored.read(try secrets.text($0, table: "talents", column: "document", row: id)) }, registeredAt: try row("registered_at"),
            facts: try facts(tx, house, account, whole: whole))
    }

    static func facts(_ tx: any Transaction, _ house: House, _ account: ID<Account>, whole: Bool = false) throws -> [StoredFact] {
        let catalogue = house.library.profile
        return try tx.rows("""
            SELECT f.fact AS fact, f.value AS value, f.stated_at AS stated_at, f.accepted_at AS accepted_at, f.accepted_by AS accepted_by, f.interview_id AS interview_id, f.until AS until,
                i.first_day AS first_day FROM \(factTables) WHERE f.account_id = \(account)
            """).compactMap { row -> StoredFact? in
                let fact: String = try row("fact"), interview: String? = try row("interview_id"), first: Day? = try row("first_day")
                let json = try house.secrets.text(try row("value"), table: "talent_facts", column: "value", row: "\(account)/\(fact)")
                guard let (item, value) = try read(json, of: fact, catalogue.item(fact), whole: whole) else { return nil }
                return StoredFact(
                    item: item, value: value, statedAt: try row("stated_at"), acceptedAt: try row("accepted_at"), acceptedBy: try row("accepted_by"), isFromInterview: interview != nil,
                    from: first.map(InterviewProof.from), until: try row("until"))
            }.sorted { catalogue.place($0.item.id) < catalogue.place($1.item.id) }
    }

    /// What a newer release or a programme of another day keeps, and what is no answer to the question as it is asked now, is left as it is.
    private static func read(_ json: String, of fact: String, _ item: Profile.Item?, whole: Bool) throws -> (Profile.Item, Profile.Value)? {
        if let item {
            let value: Profile.Value = try Stored.read(json)
            guard case .fact(let known) = value, case .fact(let asked) = item, !asked.accepts(known) else { return (item, value) }
        }
        guard whole else { return nil }
        return (Profile.Item.text(id: fact, name: Words(fact, fact), hint: nil), Profile.Value.text(json))
    }
}

extension TalentReader {
    /// What rules may know of a talent. Sex is not among it.
    /// - Parameter only: the ids of the facts that are asked for; nil for all.
    public static func facts(_ tx: any Transaction, _ secrets: any Secrets, _ account: ID<Account>, only: [String]? = nil) throws -> Facts {
        var facts = Facts()
        let wanted: SQL = only.map { "AND f.fact IN (\(list: $0))" } ?? ""
        for row in try tx.rows("""
            SELECT f.fact AS fact, f.value AS value, f.accepted_at AS accepted_at, f.until AS until, i.first_day AS first_day FROM \(ProfileReader.factTables)
            WHERE f.account_id = \(account) \(wanted)
            """) {
            let fact: String = try row("fact")
            // The catalogue's, or a programme's own: none of those that only rooms and matching use.
            guard FactCatalogue.profile.fact(fact) != nil || Profile.item(fact) == nil else { continue }
            let value: Profile.Value = try Stored.read(try secrets.text(try row("value"), table: "talent_facts", column: "value", row: "\(account)/\(fact)"))
            guard case .fact(let known) = value else { continue }
            let accepted: Instant? = try row("accepted_at"), until: Day? = try row("until"), first: Day? = try row("first_day")
            facts.known[fact] = .init(known, proof: accepted == nil ? nil : .init(from: first.map(InterviewProof.from), until: until))
        }
        return facts
    }
}

// MARK: the page

public struct ProfileView: Codable, Sendable, Hashable {
    public let name: String
    public let document: IdentityView?
    /// From the number, or stated.
    public let identity: [ProfileFactView]
    public let sections: [ProfileSectionView]
    public let interviews: [InterviewView]
    /// Whether looking for fitting jobs was agreed to.
    public let agreesToMatching: Bool
    public let proofs: Int
    public let today: Day
}

public struct IdentityView: Codable, Sendable, Hashable {
    public let kind: IdentityDocument.Kind
    public let number: Masked
    public let country: String
}

public struct ProfileSectionView: Codable, Sendable, Hashable {
    public let id: String
    public let name: Words
    public let why: Words
    public let facts: [ProfileFactView]
}

public struct ProfileFactView: Codable, Sendable, Hashable {
    public let id: String
    public let name: Words
    /// Nil while it is not answered.
    public let words: Words?
    /// As a form takes it back; several where there may be several.
    public let typed: [String]
    public let state: Facts.State?
    /// Who says so, where it is proven: `市人才服务中心`, 面试码.
    public let provenBy: Words?
    /// The day from which the proof holds, while that is still to come.
    public let from: Day?
    public let until: Day?
    /// A university that is in the list, for instance.
    public let isListed: Bool?
}

extension House {
    /// One's own profile. - Returns: nil for an account that is not a talent's yet.
    public func profile(for actor: Actor) async throws -> ProfileView? {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let house = self
        return try await read { tx, now -> ProfileView? in
            guard let stored = try ProfileReader.profile(tx, house, account) else { return nil }
            let today = Zone.china.day(of: now)
            let known = Dictionary(stored.facts.map { ($0.item.id, $0) }, uniquingKeysWith: { first, _ in first })
            let offices = try house.offices(of: stored.facts.compactMap(\.acceptedBy), tx)
            func view(_ item: Profile.Item) -> ProfileFactView { Self.view(item, known[item.id], offices, today) }
            return ProfileView(
                name: stored.name, document: stored.document.map { IdentityView(kind: $0.kind, number: $0.masked, country: $0.country) },
                identity: ([Profile.sex, Profile.birthDate].compactMap(\.self).map { view(.fact($0)) }),
                sections: house.library.profile.sections.map { section in
                    ProfileSectionView(id: section.id, name: section.name, why: section.why, facts: section.items.map(view))
                },
                interviews: try InterviewReader.claimed(tx, house, account),
                agreesToMatching: try tx.row("SELECT id FROM consents WHERE account_id = \(account) AND purpose = 'matching' AND withdrawn_at IS NULL") != nil,
                proofs: (try tx.value("SELECT COUNT(*) FROM proofs WHERE account_id = \(account) AND removed_at IS NULL")) ?? 0, today: today)
        }
    }

    private static func view(_ item: Profile.Item, _ stored: StoredFact?, _ offices: [ID<Account>: Words], _ today: Day) -> ProfileFactView {
        let state = stored?.state(on: today)
        let by: Words? = stored.flatMap { fact in
            guard fact.acceptedAt != nil else { return nil }
            return fact.isFromInterview ? Words("面试码", "interview code") : fact.acceptedBy.flatMap { offices[$0] }
        }
        return ProfileFactView(
            id: item.id, name: item.name, words: stored?.words, typed: stored.map { typed($0.value) } ?? [], state: state, provenBy: by, from: stored?.from.flatMap { $0 > today ? $0 : nil }, until: stored?.until,
            isListed: item.id == "university" ? stored.map { University.isListed($0.words.zh) } : nil)
    }

    private static func typed(_ value: Profile.Value) -> [String] {
        switch value {
        case .text(let text): [text]
        case .fact(.flag(let flag)): [flag ? "yes" : "no"]
        case .fact(.choice(let ids)): ids
        case .fact(.number(let number)): [String(number)]
        case .fact(.money(let fen)): [fen.text.filter { $0 != "¥" && $0 != "," }]
        case .fact(.day(let day)): [day.description]
        case .fact(.divisions(let codes)): codes.isEmpty ? [Profile.none] : codes.map { Division.of($0.text)?.fullName ?? $0.text }
        case .fact(.code(let code)): [code.text]
        }
    }

    /// What the offices are called in which people hold places now.
    func offices(of accounts: [ID<Account>], _ tx: any Transaction) throws -> [ID<Account>: Words] {
        var offices: [ID<Account>: Words] = [:]
        for row in try tx.rows("SELECT account_id, programme_id, office FROM posts WHERE account_id IN (\(list: accounts)) AND ended_at IS NULL ORDER BY account_id, programme_id DESC, office DESC") {
            let programme: String = try row("programme_id"), name: String = try row("office")
            guard let office = (try? library.programme(programme))?.office(name) else { continue }
            offices[try row("account_id")] = office.name
        }
        return offices
    }
}
