import Domain
import SQL

/// What an office writes of a platform, a project or a fund: as a form or a row of a file says it.
public struct EntryDraft: Codable, Sendable {
    public let name: String
    public let summary: String
    /// One of the programme's fields.
    public let field: String?
    /// One of the programme's areas.
    public let area: String?
    public let address: String?
    /// WGS84, degrees.
    public let latitude: Double?
    public let longitude: Double?
    public let url: String?
    /// How to reach it, as it may be published.
    public let contact: String
    public let kind: PlatformKind?
    public let services: String?
    public let stage: ProjectStage?
    public let seeks: String?
    public let fields: [String]?
    public let stages: [ProjectStage]?
    public let least: Fen?
    public let most: Fen?
    /// Which office keeps it; the actor's own where it is one.
    public let office: String?
    /// The version that was changed; nil for a new one.
    public let version: Int?

    public init(
        name: String, summary: String, field: String? = nil, area: String? = nil, address: String? = nil, latitude: Double? = nil, longitude: Double? = nil, url: String? = nil, contact: String,
        kind: PlatformKind? = nil, services: String? = nil, stage: ProjectStage? = nil, seeks: String? = nil, fields: [String]? = nil, stages: [ProjectStage]? = nil, least: Fen? = nil, most: Fen? = nil,
        office: String? = nil, version: Int? = nil
    ) {
        self.name = name
        self.summary = summary
        self.field = field
        self.area = area
        self.address = address
        self.latitude = latitude
        self.longitude = longitude
        self.url = url
        self.contact = contact
        self.kind = kind
        self.services = services
        self.stage = stage
        self.seeks = seeks
        self.fields = fields
        self.stages = stages
        self.least = least
        self.most = most
        self.office = office
        self.version = version
    }

    /// The draft as it may be kept.
    struct Checked: Sendable, Equatable {
        let name: String
        let summary: String
        let field: String?
        let area: String?
        let address: String
        let point: JobTerms.Point?
        let url: String
        let contact: String
        let details: [String: String]
    }

    /// - Throws: invalid fields, all at once.
    func checked(_ lane: Find, _ programme: Programme) throws(Refusal) -> Checked {
        var problems: [Refusal.Field] = []
        func text(_ value: String?, _ field: String, _ range: ClosedRange<Int>) -> String {
            let text = (value ?? "").trimmed
            if !range.contains(text.count) {
                problems.append(.init(field, range.lowerBound > 0
                    ? Words("请填写 \(range.lowerBound) 至 \(range.upperBound) 字", "\(range.lowerBound) to \(range.upperBound) characters, please")
                    : Words("最多 \(range.upperBound) 字", "At most \(range.upperBound) characters")))
            }
            return text
        }
        func known(_ value: String?, _ field: String, _ all: [String]) -> String? {
            guard let value, !value.isEmpty else { return nil }
            if !all.contains(value) { problems.append(.init(field, Words("请从列表中选择", "Please choose from the list"))) }
            return value
        }
        let name = text(self.name, "name", 2...80), summary = text(self.summary, "summary", 4...1000), contact = text(self.contact, "contact", 2...200)
        let address = text(self.address, "address", 0...200), url = text(self.url, "url", 0...500)
        if !url.isEmpty, !Self.isAddress(url) { problems.append(.init("url", Words("请填写以 http:// 或 https:// 开头的网址", "An address that begins with http:// or https://, please"))) }
        let field = known(self.field, "field", programme.fields.map(\.id)), area = known(self.area, "area", programme.areas.map(\.id))
        var point: JobTerms.Point?
        if let latitude, let longitude {
            if !(3...54).contains(latitude) { problems.append(.init("latitude", Words("纬度在 3 至 54 之间（WGS84）", "A latitude of 3 to 54 (WGS84)"))) }
            if !(73...136).contains(longitude) { problems.append(.init("longitude", Words("经度在 73 至 136 之间（WGS84）", "A longitude of 73 to 136 (WGS84)"))) }
            point = JobTerms.Point(latitude: latitude, longitude: longitude)
        } else if latitude != nil || longitude != nil {
            problems.append(.init(latitude == nil ? "latitude" : "longitude", Words("经度和纬度须同时填写", "Latitude and longitude go together")))
        }
        var details: [EntryDetail: String] = [:]
        switch lane {
        case .platforms:
            details[.kind] = kind?.rawValue
            details[.services] = text(services, "services", 0...500)
        case .projects:
            details[.stage] = stage?.rawValue
            details[.seeks] = text(seeks, "seeks", 0...500)
        case .funds:
            for field in fields ?? [] { _ = known(field, "fields", programme.fields.map(\.id)) }
            details[.fields] = (fields ?? []).joined(separator: ",")
            details[.stages] = (stages ?? []).map(\.rawValue).joined(separator: ",")
            let limit: Int64 = 100_000_000_000_000
            for (value, field) in [(least, "least"), (most, "most")] {
                if let value, !(0...limit).contains(value.amount) { problems.append(.init(field, Words("请填写合理的金额", "A sensible amount, please"))) }
            }
            if let least, let most, least.amount > most.amount { problems.append(.init("most", Words("最高投资额不能低于最低投资额", "At most is not less than at least"))) }
            details[.least] = least.map { String($0.amount) }
            details[.most] = most.map { String($0.amount) }
        case .policies, .talents, .jobs: throw .notFound
        }
        guard problems.isEmpty else { throw .invalid(problems) }
        let kept = details.filter { !$0.value.isEmpty }
        return Checked(
            name: name, summary: summary, field: field, area: area, address: address, point: point, url: url, contact: contact,
            details: Dictionary(kept.map { ($0.key.rawValue, $0.value) }, uniquingKeysWith: { first, _ in first }))
    }

    /// A plain web address: nothing that a browser would run.
    private static func isAddress(_ text: String) -> Bool {
        let lower = text.lowercased()
        return (lower.hasPrefix("https://") && lower.count > 8 || lower.hasPrefix("http://") && lower.count > 7)
            && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && !"\"'<>\\`".unicodeScalars.contains($0) }
    }
}

extension StoredEntry {
    /// What of it an office writes.
    var written: EntryDraft.Checked {
        EntryDraft.Checked(name: name, summary: summary, field: field, area: area, address: address, point: point, url: url, contact: contact, details: details)
    }

    var receipt: Receipt { Receipt(.entry, id.rawValue) }

    /// The day from which it counts as stale; nil where the programme sets no number of days.
    func staleFrom(_ rules: FindRules?) -> Day? { rules.map { checkedOn.adding($0.staleAfter) } }

    func detail(_ detail: EntryDetail) -> String? { details[detail.rawValue].flatMap { $0.isEmpty ? nil : $0 } }
    func list(_ detail: EntryDetail) -> [String] { (details[detail.rawValue] ?? "").split(separator: ",").map(String.init) }
    func money(_ detail: EntryDetail) -> Fen? { details[detail.rawValue].flatMap(Int64.init).map { Fen($0) } }
}

enum EntryRules {
    static let changedMeanwhile = Refusal(.conflict, "entry_changed", Words("这条信息刚被他人修改", "Somebody has changed this entry meanwhile"), next: Words("请刷新页面，核对后再提交", "Load the page again, look at it and send it again"))
    static let taken = Refusal.invalid([.init("name", Words("目录中已有同名信息", "The directory has an entry of this name"))])
    static let mayNotKeep = Refusal(.forbidden, "may_not_keep", Words("目录由责任部门维护", "Offices keep the directories"), next: Words("如需更新，请联系页面所列部门", "Ask the office that the entry names"))

    /// That the actor is one of the people of the entry's office, over `d`.
    static func kept(by actor: Actor) -> SQL {
        let ways = actor.posts.sorted { ($0.programme, $0.office, $0.place.rawValue) < ($1.programme, $1.office, $1.place.rawValue) }.map { post -> SQL in
            "(d.programme_id = \(post.programme) AND d.office = \(post.office))"
        }
        return ways.isEmpty ? "1 = 0" : "(\(SQL.joined(ways, by: " OR ")))"
    }

    /// The programme and the office for which the actor keeps directories: the one that is named, or the first of the actor's.
    static func office(_ named: String?, _ actor: Actor, _ library: Library) throws(Refusal) -> (programme: Programme, office: String) {
        let posts = actor.posts.sorted { ($0.programme, $0.office) < ($1.programme, $1.office) }
        guard !posts.isEmpty else { throw mayNotKeep }
        guard let post = named.map({ named in posts.first { $0.office == named } }) ?? posts.first else {
            throw .invalid([.init("office", Words("请选择您所在的部门", "Choose one of your own offices"))])
        }
        return (try library.programme(post.programme), post.office)
    }
}

extension Act {
    /// An entry that stands in the directory, locked, for the people of its office.
    /// - Throws: `Refusal.notFound`; `entry_changed` where it is not the given version any more.
    func loadEntry(_ id: ID<DirectoryEntry>, version: Int? = nil) throws -> StoredEntry {
        _ = try tx.row("SELECT id FROM directory_entries WHERE id = \(id)\(dialect.lock)")
        let allowed: SQL = actor.kind == .system ? "1 = 1" : EntryRules.kept(by: actor)
        guard let row = try tx.row("SELECT \(StoredEntry.columns) FROM directory_entries d WHERE d.id = \(id) AND d.withdrawn_at IS NULL AND \(allowed)") else { throw Refusal.notFound }
        let entry = try StoredEntry(row)
        if let version, version != entry.version { throw EntryRules.changedMeanwhile }
        return entry
    }

    /// An entry that is new: its row, its first check, its reminder and its record.
    func addEntry(_ draft: EntryDraft.Checked, _ lane: Find, programme: Programme, office: String) throws -> ID<DirectoryEntry> {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        let id: ID<DirectoryEntry> = try newID()
        later("""
            INSERT INTO directory_entries (id, programme_id, lane, name, summary, field, area, address, latitude, longitude, url, contact, details, office, checked_on, checked_by, version, created_at, changed_at)
            VALUES (\(id), \(programme.id), \(lane), \(draft.name), \(draft.summary), \(draft.field), \(draft.area), \(draft.address), \(draft.point?.latitude), \(draft.point?.longitude),
                \(draft.url), \(draft.contact), \(try Stored.json(draft.details)), \(office), \(today), \(account), \(1), \(now), \(now))
            """)
        remindOfEntry(id, programme.finds)
        audit("entry", id.rawValue, "entry_added", detail: ["lane": lane.rawValue, "office": office], isFirst: true)
        return id
    }

    /// An entry's next version, which is checked too.
    func changeEntry(_ entry: StoredEntry, _ draft: EntryDraft.Checked, _ programme: Programme, verb: String) throws {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        later("""
            UPDATE directory_entries SET name = \(draft.name), summary = \(draft.summary), field = \(draft.field), area = \(draft.area), address = \(draft.address), latitude = \(draft.point?.latitude),
                longitude = \(draft.point?.longitude), url = \(draft.url), contact = \(draft.contact), details = \(try Stored.json(draft.details)), checked_on = \(today), checked_by = \(account),
                version = version + 1, changed_at = \(now)
            WHERE id = \(entry.id) AND version = \(entry.version) AND withdrawn_at IS NULL
            """, changing: 1, otherwise: EntryRules.changedMeanwhile)
        try nothingDue([.remindEntry], entry.id.rawValue)
        remindOfEntry(entry.id, programme.finds)
        audit("entry", entry.id.rawValue, verb, detail: ["version": String(entry.version + 1)])
    }

    private func remindOfEntry(_ id: ID<DirectoryEntry>, _ rules: FindRules?) {
        guard let rules else { return }
        due(.remindEntry, id.rawValue, at: Zone.china.instant(today.adding(rules.staleAfter), hour: 9))
    }

    /// - Throws: invalid `name` where another entry of the lane has it.
    func mustBeFree(_ name: String, _ lane: Find, programme: String, but own: ID<DirectoryEntry>? = nil) throws {
        let other: ID<DirectoryEntry>? = try tx.value("""
            SELECT d.id FROM directory_entries d WHERE d.programme_id = \(programme) AND d.lane = \(lane) AND d.name = \(name) AND d.withdrawn_at IS NULL ORDER BY d.id LIMIT 1
            """)
        if let other, other != own { throw EntryRules.taken }
    }
}
