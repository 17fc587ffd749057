import Domain
import SQL

/// An entry in a directory's list.
public struct EntrySummary: Codable, Sendable, Hashable {
    public let id: ID<DirectoryEntry>
    public let lane: Find
    public let name: String
    public let summary: String
    public let field: Words?
    public let area: Words?
    /// Kind, stage or stages, as the lane has them.
    public let line: Words?
    public let checkedOn: Day
    /// Nobody checked it for as long as the programme says 待核对.
    public let isStale: Bool
}

public struct DirectoryView: Codable, Sendable, Hashable {
    public let lane: Find
    public let field: String?
    public let area: String?
    /// Only entries to be checked; for those who keep them.
    public let stale: Bool
    /// From 1.
    public let page: Int
    public let perPage: Int
    public let total: Int
    public let entries: [EntrySummary]
    public let fields: [FilterValue]
    public let areas: [FilterValue]
    /// Whether the actor's office keeps entries.
    public let mayKeep: Bool
    /// How many of the actor's own offices' entries of this lane are to be checked.
    public let toCheck: Int
}

/// A line of an entry's page beside the common ones.
public struct EntryLine: Codable, Sendable, Hashable {
    public let name: Words
    public let value: Words
}

public struct EntryView: Codable, Sendable, Hashable {
    public let summary: EntrySummary
    public let address: String
    /// WGS84.
    public let latitude: Double?
    public let longitude: Double?
    /// `http://` or `https://`, or empty.
    public let url: String
    public let contact: String
    public let lines: [EntryLine]
    public let office: Words
    public let checkedOn: Day
    public let version: Int
    /// Why it was taken out; for its office alone.
    public let withdrawnBecause: String?
    public let isWithdrawn: Bool
    public let mayKeep: Bool
}

/// What the form of an entry needs.
public struct EntryFormView: Codable, Sendable, Hashable {
    public let lane: Find
    /// Nil for a new one.
    public let entry: ID<DirectoryEntry>?
    public let name: String
    public let version: Int?
    public let offices: [EntryChoice]
    public let fields: [EntryChoice]
    public let areas: [EntryChoice]
    /// The answers as a form has them, by the fields' names.
    public let answers: [EntryAnswer]
}

public struct EntryChoice: Codable, Sendable, Hashable {
    public let id: String
    public let name: Words
}

public struct EntryAnswer: Codable, Sendable, Hashable {
    public let field: String
    public let values: [String]
}

enum EntryReader {
    static func summary(_ entry: StoredEntry, _ programme: Programme, today: Day) -> EntrySummary {
        let lead: EntryDetail? = switch entry.lane {
        case .platforms: .kind
        case .projects: .stage
        case .funds: .stages
        case .policies, .talents, .jobs: nil
        }
        return EntrySummary(
            id: entry.id, lane: entry.lane, name: entry.name, summary: entry.summary, field: entry.field.flatMap { id in programme.fields.first { $0.id == id }?.name },
            area: entry.area.flatMap(programme.area)?.name, line: lead.flatMap { EntryWords.value(of: $0, entry, programme) }, checkedOn: entry.checkedOn,
            isStale: entry.staleFrom(programme.finds).map { $0 <= today } ?? false)
    }

    static func answers(_ entry: StoredEntry) -> [EntryAnswer] {
        var answers = [
            EntryAnswer(field: "name", values: [entry.name]), EntryAnswer(field: "summary", values: [entry.summary]), EntryAnswer(field: "field", values: [entry.field ?? ""]),
            EntryAnswer(field: "area", values: [entry.area ?? ""]), EntryAnswer(field: "address", values: [entry.address]), EntryAnswer(field: "url", values: [entry.url]),
            EntryAnswer(field: "contact", values: [entry.contact]), EntryAnswer(field: "version", values: [String(entry.version)]),
        ]
        if let point = entry.point { answers += [EntryAnswer(field: "latitude", values: ["\(point.latitude)"]), EntryAnswer(field: "longitude", values: ["\(point.longitude)"])] }
        for detail in EntryDetail.of(entry.lane) {
            switch detail {
            case .fields, .stages: answers.append(EntryAnswer(field: detail.rawValue, values: entry.list(detail)))
            case .least, .most: answers.append(EntryAnswer(field: detail.rawValue, values: entry.money(detail).map { [yuan($0)] } ?? []))
            case .kind, .services, .stage, .seeks: answers.append(EntryAnswer(field: detail.rawValue, values: entry.detail(detail).map { [$0] } ?? []))
            }
        }
        return answers
    }

    /// As forms take it: `1200000`, `1200.50`.
    private static func yuan(_ money: Fen) -> String {
        let rest = money.amount % 100
        return rest == 0 ? "\(money.amount / 100)" : "\(money.amount / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// Why an entry was withdrawn, from its last record.
    static func reason(_ tx: any Transaction, _ house: House, _ id: ID<DirectoryEntry>) throws -> String? {
        guard let row = try tx.row("""
            SELECT r.id AS id, r.body AS body FROM audit_records a JOIN reasons r ON r.id = a.reason WHERE a.kind = 'entry' AND a.subject = \(id) AND a.verb = 'entry_withdrawn' ORDER BY a.number DESC LIMIT 1
            """) else { return nil }
        return try house.secrets.text(try row("body"), table: "reasons", column: "body", row: try row("id"))
    }
}

extension House {
    /// How many entries a directory's page shows.
    public static let entriesPerPage = 20

    /// One directory, by field and area. Everybody's.
    /// - Parameter stale: only what the actor's own offices have to check.
    public func directory(_ lane: Find, field: String? = nil, area: String? = nil, stale: Bool = false, page: Int = 1, for actor: Actor) async throws -> DirectoryView {
        guard lane.isDirectory, let programme = library.programmes.first else { throw Refusal.notFound }
        guard (1...500).contains(page) else { throw Refusal.invalid([.init("page", Words("没有这一页", "There is no such page"))]) }
        let perPage = Self.entriesPerPage, mayKeep = actor.posts.contains { $0.programme == programme.id }
        return try await read { tx, now in
            let today = Zone.china.day(of: now), lanes: SQL = "d.programme_id = \(programme.id) AND d.lane = \(lane) AND d.withdrawn_at IS NULL"
            let old: SQL = programme.finds.map { "d.checked_on <= \(today.adding(-$0.staleAfter))" } ?? "1 = 0"
            let own: SQL = "(\(old) AND \(EntryRules.kept(by: actor)))"
            let whose: SQL = stale ? own : "1 = 1"
            let inField: SQL = field.map { "d.field = \($0)" } ?? "1 = 1", inArea: SQL = area.map { "d.area = \($0)" } ?? "1 = 1"
            func counts(_ column: SQL, _ others: SQL) throws -> [String: Int] {
                try tx.rows("SELECT \(column) AS value, COUNT(*) AS n FROM directory_entries d WHERE \(lanes) AND \(whose) AND \(others) AND \(column) IS NOT NULL GROUP BY \(column) ORDER BY \(column)")
                    .reduce(into: [:]) { $0[try $1("value")] = try $1("n") }
            }
            let fields = try counts("d.field", inArea), areas = try counts("d.area", inField)
            let total: Int = try tx.value("SELECT COUNT(*) FROM directory_entries d WHERE \(lanes) AND \(whose) AND \(inField) AND \(inArea)") ?? 0
            let entries = try tx.rows("""
                SELECT \(StoredEntry.columns) FROM directory_entries d WHERE \(lanes) AND \(whose) AND \(inField) AND \(inArea) ORDER BY d.name, d.id LIMIT \(perPage) OFFSET \((page - 1) * perPage)
                """).map { EntryReader.summary(try StoredEntry($0), programme, today: today) }
            return DirectoryView(
                lane: lane, field: field, area: area, stale: stale, page: page, perPage: perPage, total: total, entries: entries,
                fields: programme.fields.map { FilterValue(value: $0.id, name: $0.name, count: fields[$0.id] ?? 0, depth: 0) },
                areas: programme.areas.map { FilterValue(value: $0.id, name: $0.name, count: areas[$0.id] ?? 0, depth: 0) }, mayKeep: mayKeep,
                toCheck: mayKeep ? try tx.value("SELECT COUNT(*) FROM directory_entries d WHERE \(lanes) AND \(own)") ?? 0 : 0)
        }
    }

    /// One entry. One that was withdrawn is its office's alone.
    public func entry(_ id: ID<DirectoryEntry>, for actor: Actor) async throws -> EntryView {
        let house = self
        return try await read { tx, now in
            let kept = EntryRules.kept(by: actor)
            guard let row = try tx.row("""
                SELECT \(StoredEntry.columns), d.withdrawn_at AS withdrawn_at, \(kept) AS own FROM directory_entries d
                WHERE d.id = \(id) AND (d.withdrawn_at IS NULL OR \(kept))
                """) else { throw Refusal.notFound }
            let entry = try StoredEntry(row), programme = try house.library.programme(entry.programme), own: Bool = try row("own"), withdrawn: Instant? = try row("withdrawn_at")
            return EntryView(
                summary: EntryReader.summary(entry, programme, today: Zone.china.day(of: now)), address: entry.address, latitude: entry.point?.latitude, longitude: entry.point?.longitude,
                url: entry.url, contact: entry.contact,
                lines: EntryDetail.of(entry.lane).compactMap { detail in EntryWords.value(of: detail, entry, programme).map { EntryLine(name: detail.words, value: $0) } },
                office: programme.office(entry.office)?.name ?? Words(entry.office, entry.office), checkedOn: entry.checkedOn, version: entry.version,
                withdrawnBecause: withdrawn == nil ? nil : try EntryReader.reason(tx, house, id), isWithdrawn: withdrawn != nil, mayKeep: own && withdrawn == nil)
        }
    }

    /// The form of a new entry.
    public func newEntry(_ lane: Find, for actor: Actor) throws -> EntryFormView {
        guard lane.isDirectory else { throw Refusal.notFound }
        let (programme, _) = try EntryRules.office(nil, actor, library)
        return form(lane, programme, actor, nil)
    }

    /// The form of an entry that is there, for its office.
    public func entryForm(_ id: ID<DirectoryEntry>, for actor: Actor) async throws -> EntryFormView {
        let entry = try await database.read { tx in
            guard let row = try tx.row("SELECT \(StoredEntry.columns) FROM directory_entries d WHERE d.id = \(id) AND d.withdrawn_at IS NULL AND \(EntryRules.kept(by: actor))") else { throw Refusal.notFound }
            return try StoredEntry(row)
        }
        return form(entry.lane, try library.programme(entry.programme), actor, entry)
    }

    private func form(_ lane: Find, _ programme: Programme, _ actor: Actor, _ entry: StoredEntry?) -> EntryFormView {
        let offices = Set(actor.posts.filter { $0.programme == programme.id }.map(\.office)).sorted()
        return EntryFormView(
            lane: lane, entry: entry?.id, name: entry?.name ?? "", version: entry?.version, offices: offices.compactMap { id in programme.office(id).map { EntryChoice(id: id, name: $0.name) } },
            fields: programme.fields.map { EntryChoice(id: $0.id, name: $0.name) }, areas: programme.areas.map { EntryChoice(id: $0.id, name: $0.name) }, answers: entry.map(EntryReader.answers) ?? [])
    }
}
