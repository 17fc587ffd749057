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
    let until: Day?

    var name: Words { item.name }
    var words: Words { value.words(of: item) }

    func state(on today: Day) -> Facts.State {
        guard acceptedAt != nil else { return .stated }
        return until.map { $0 < today } ?? false ? .expired : .proven
    }
}

enum ProfileReader {
    static func profile(_ tx: any Transaction, _ secrets: any Secrets, _ account: ID<Account>) throws -> StoredProfile? {
        guard let row = try tx.row("SELECT name, document, registered_at FROM talents WHERE account_id = \(account) AND closed_at IS NULL") else { return nil }
        let name: [UInt8]? = try row("name"), document: [UInt8]? = try row("document"), id = account.rawValue
        return StoredProfile(
            name: try name.map { try secrets.text($0, table: "talents", column: "name", row: id) } ?? "",
            document: try document.map { try Stored.read(try secrets.text($0, table: "talents", column: "document", row: id)) }, registeredAt: try row("registered_at"),
            facts: try facts(tx, secrets, account))
    }

    private static let order = Dictionary(
        uniqueKeysWithValues: ([Profile.sex.id, "birth_date", "interview_proof"] + Profile.sections.flatMap { $0.items.map(\.id) }).enumerated().map { ($1, $0) })

    static func facts(_ tx: any Transaction, _ secrets: any Secrets, _ account: ID<Account>) throws -> [StoredFact] {
        try tx.rows("SELECT fact, value, stated_at, accepted_at, accepted_by, interview_id, until FROM talent_facts WHERE account_id = \(account)").compactMap { row -> StoredFact? in
            let fact: String = try row("fact"), interview: String? = try row("interview_id")
            // What a newer release keeps is left to it.
            guard let item = Profile.item(fact) else { return nil }
            let value: Profile.Value = try Stored.read(try secrets.text(try row("value"), table: "talent_facts", column: "value", row: "\(account)/\(fact)"))
            return StoredFact(
                item: item, value: value, statedAt: try row("stated_at"), acceptedAt: try row("accepted_at"), acceptedBy: try row("accepted_by"), isFromInterview: interview != nil,
                until: try row("until"))
        }.sorted { order[$0.item.id, default: 0] < order[$1.item.id, default: 0] }
    }
}

extension TalentReader {
    /// What rules may know of a talent. Sex is not among it.
    /// - Parameter only: the ids of the facts that are asked for; nil for all.
    public static func facts(_ tx: any Transaction, _ secrets: any Secrets, _ account: ID<Account>, only: [String]? = nil) throws -> Facts {
        var facts = Facts()
        let wanted: SQL = only.map { "AND fact IN (\(list: $0))" } ?? ""
        for row in try tx.rows("SELECT fact, value, accepted_at, until FROM talent_facts WHERE account_id = \(account) \(wanted)") {
            let fact: String = try row("fact")
            guard FactCatalogue.profile.fact(fact) != nil else { continue }
            let value: Profile.Value = try Stored.read(try secrets.text(try row("value"), table: "talent_facts", column: "value", row: "\(account)/\(fact)"))
            guard case .fact(let known) = value else { continue }
            let accepted: Instant? = try row("accepted_at"), until: Day? = try row("until")
            facts.known[fact] = .init(known, proof: accepted == nil ? nil : .init(until: until))
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
            guard let stored = try ProfileReader.profile(tx, house.secrets, account) else { return nil }
            let today = Zone.china.day(of: now)
            let known = Dictionary(stored.facts.map { ($0.item.id, $0) }, uniquingKeysWith: { first, _ in first })
            let offices = try house.offices(of: stored.facts.compactMap(\.acceptedBy), tx)
            func view(_ item: Profile.Item) -> ProfileFactView { Self.view(item, known[item.id], offices, today) }
            return ProfileView(
                name: stored.name, document: stored.document.map { IdentityView(kind: $0.kind, number: $0.masked, country: $0.country) },
                identity: ([Profile.sex, Profile.birthDate].compactMap(\.self).map { view(.fact($0)) }),
                sections: Profile.sections.map { section in
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
            id: item.id, name: item.name, words: stored?.words, typed: stored.map { typed($0.value) } ?? [], state: state, provenBy: by, until: stored?.until,
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
