import Domain
import SQL

/// Which employers a list shows.
public struct EmployerFilter: Codable, Sendable, Hashable {
    /// A part of the name, or the whole credit code.
    public let text: String?
    public let standing: StandingKind?
    public let after: ID<Organisation>?

    public init(text: String? = nil, standing: StandingKind? = nil, after: ID<Organisation>? = nil) {
        self.text = text
        self.standing = standing
        self.after = after
    }
}

public struct EmployerList: Codable, Sendable, Hashable {
    public let filter: EmployerFilter
    public let employers: [Row]
    public let total: Int
    /// The `after` of the next page.
    public let next: String?
    /// Whether the actor may bring files of jobs.
    public let mayImport: Bool

    public struct Row: Codable, Sendable, Hashable {
        public let id: ID<Organisation>
        public let name: String
        public let creditCode: String
        public let standing: StandingKind
        public let barredUntil: Day?
        public let openJobs: Int
    }
}

/// An employer, as the person who looks may see it.
public struct EmployerView: Codable, Sendable, Hashable {
    public let id: ID<Organisation>
    public let name: String
    public let standing: StandingKind
    public let barredUntil: Day?
    /// What everybody sees; none while the employer is barred.
    public let jobs: [HiringView.Row]
    /// For its own people, offices, and hosts who may vouch.
    public let inside: Inside?

    public struct Inside: Codable, Sendable, Hashable {
        public let creditCode: String
        public let address: String
        public let isOwn: Bool
        public let history: [Entry]
        /// Stations of the person that may vouch for it now.
        public let vouchers: [Voucher]
        /// As an office of an area.
        public let mayVouchAsOffice: Bool
        public let mayVerify: Bool
        public let mayBar: Bool
        /// The furthest last day of a bar.
        public let furthest: Day
    }

    public struct Voucher: Codable, Sendable, Hashable {
        public let station: ID<Station>
        public let name: String
    }

    /// Who said what of it, when and why.
    public struct Entry: Codable, Sendable, Hashable {
        public let id: ID<Standing>
        public let kind: StandingKind
        public let by: Words
        public let since: Instant
        public let until: Day?
        public let why: String?
        public let endedAt: Instant?
        public let endedBecause: String?
        public let mayEnd: Bool
    }
}

extension House {
    /// Employers by name and standing, for offices and for hosts, who may vouch.
    public func employers(_ filter: EmployerFilter, for actor: Actor, pageSize: Int = 50) async throws -> EmployerList {
        let (programme, _) = try jobProgramme()
        let mayImport = importsJobs(actor)
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            guard try EmployerReader.mayLookInside(tx, actor, programme) else { throw Refusal.notFound }
            var wanted: SQL = "1 = 1"
            if let text = filter.text?.trimmed, !text.isEmpty { wanted += " AND (o.name LIKE \("%" + EmployerReader.escaped(text) + "%") ESCAPE '!' OR o.credit_code = \(text.uppercased()))" }
            if let standing = filter.standing { wanted += " AND \(EmployerStanding.kind(of: "o.id", programme: programme.id, today: today)) = \(standing.rawValue)" }
            var page = wanted
            if let after = filter.after, let last = try tx.row("SELECT created_at FROM organisations WHERE id = \(after)") {
                let at: Instant = try last("created_at")
                page += " AND (o.created_at < \(at) OR (o.created_at = \(at) AND o.id < \(after)))"
            }
            let rows = try tx.rows("""
                SELECT o.id AS id, o.name AS name, o.credit_code AS credit_code, \(EmployerStanding.columns("o.id", programme: programme.id, today: today)),
                    (SELECT COUNT(*) FROM jobs j WHERE j.organisation_id = o.id AND j.programme_id = \(programme.id) AND \(JobReader.isShown(today: today))) AS open_jobs
                FROM organisations o WHERE \(page) ORDER BY o.created_at DESC, o.id DESC LIMIT \(pageSize + 1)
                """)
            let employers = try rows.prefix(pageSize).map { row in
                EmployerList.Row(
                    id: try row("id"), name: try row("name"), creditCode: try row("credit_code"), standing: try EmployerStanding(row).kind, barredUntil: try row("barred_until"), openJobs: try row("open_jobs"))
            }
            return EmployerList(
                filter: filter, employers: employers, total: (try tx.value("SELECT COUNT(*) FROM organisations o WHERE \(wanted)")) ?? 0, next: rows.count > pageSize ? employers.last?.id.rawValue : nil,
                mayImport: mayImport)
        }
    }

    /// One employer. Everybody sees one that has a job to show or that somebody stands behind; its own people, offices and hosts see more.
    public func employer(_ id: ID<Organisation>, for actor: Actor) async throws -> EmployerView {
        let (programme, rules) = try jobProgramme()
        let house = self
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            guard let row = try tx.row("""
                SELECT o.name AS name, o.credit_code AS credit_code, o.address AS address, \(EmployerStanding.columns("o.id", programme: programme.id, today: today)) FROM organisations o WHERE o.id = \(id)
                """) else { throw Refusal.notFound }
            let standing = try EmployerStanding(row), isOwn = actor.organisations.contains(id)
            let jobs = try tx.rows("""
                SELECT \(StoredJob.columns) FROM jobs j WHERE j.organisation_id = \(id) AND j.programme_id = \(programme.id) AND \(JobReader.isShown(today: today)) ORDER BY j.opened_at DESC, j.id DESC LIMIT 200
                """).map { try JobReader.hiringRow($0, rules) }
            let looksInside = try isOwn || EmployerReader.mayLookInside(tx, actor, programme)
            guard looksInside || !jobs.isEmpty || standing.mayHire else { throw Refusal.notFound }
            var inside: EmployerView.Inside?
            if looksInside {
                let reader = EmployerReader(tx: tx, house: house, programme: programme, rules: rules, actor: actor, employer: id, standing: standing, isOwn: isOwn)
                inside = try reader.inside(creditCode: try row("credit_code"), address: try row("address"), today: today)
            }
            return EmployerView(id: id, name: try row("name"), standing: standing.kind, barredUntil: try row("barred_until"), jobs: jobs, inside: inside)
        }
    }
}

struct EmployerReader {
    let tx: any Transaction
    let house: House
    let programme: Programme
    let rules: JobRules
    let actor: Actor
    let employer: ID<Organisation>
    let standing: EmployerStanding
    let isOwn: Bool

    /// Offices of the programme, and people of hosts whose plaque is valid.
    static func mayLookInside(_ tx: any Transaction, _ actor: Actor, _ programme: Programme) throws -> Bool {
        if actor.posts.contains(where: { $0.programme == programme.id }) { return true }
        return try tx.row("""
            SELECT s.id FROM stations s JOIN plaques p ON p.station_id = s.id AND p.state = 'valid'
            WHERE s.programme_id = \(programme.id) AND s.organisation_id IN (\(list: actor.organisations.sorted())) LIMIT 1
            """) != nil
    }

    /// For LIKE, with `!` before what would mean something.
    static func escaped(_ text: String) -> String { text.replacing("!", with: "!!").replacing("%", with: "!%").replacing("_", with: "!_") }

    func inside(creditCode: String, address: String, today: Day) throws -> EmployerView.Inside {
        let supervises = EmployerRules.supervises(actor, programme), offices = Set(actor.posts.filter { $0.programme == programme.id }.map(\.office))
        let own = try ownStations(), history = try history(supervises: supervises, offices: offices, stations: Set(own.map(\.station)))
        let isBarred = standing.kind == .barred
        let vouching = history.filter { $0.entry.kind == .vouched && $0.entry.endedAt == nil }
        let free = isOwn || isBarred || !rules.vouching.contains(.station) ? [] : own.filter { voucher in !vouching.contains { $0.station == voucher.station } }
        let areaOffice = offices.compactMap(programme.office).first { $0.area != nil }
        let mayVouch = areaOffice.map { office in !isOwn && !isBarred && rules.vouching.contains(.area) && !vouching.contains { $0.office == office.id } } ?? false
        return EmployerView.Inside(
            creditCode: creditCode, address: address, isOwn: isOwn, history: history.map(\.entry), vouchers: free, mayVouchAsOffice: mayVouch,
            mayVerify: supervises && !isOwn && !isBarred && standing != .verified, mayBar: supervises && !isOwn && !isBarred, furthest: today.adding(BarEmployer.longest))
    }

    private func ownStations() throws -> [EmployerView.Voucher] {
        try tx.rows("""
            SELECT s.id AS id, s.name AS name FROM stations s JOIN plaques p ON p.station_id = s.id AND p.state = 'valid'
            WHERE s.programme_id = \(programme.id) AND s.organisation_id IN (\(list: actor.organisations.sorted())) ORDER BY s.id
            """).map { EmployerView.Voucher(station: try $0("id"), name: try $0("name")) }
    }

    private func history(supervises: Bool, offices: Set<String>, stations: Set<ID<Station>>) throws -> [(entry: EmployerView.Entry, station: ID<Station>?, office: String?)] {
        var endings: [String: String] = [:]
        for row in try tx.rows("""
            SELECT r.detail AS detail, x.id AS id, x.body AS body FROM audit_records r JOIN reasons x ON x.id = r.reason
            WHERE r.kind = 'organisation' AND r.subject = \(employer) AND r.verb = 'standing_ended' ORDER BY r.number
            """) {
            let detail: [String: String] = try Stored.read(try row("detail"))
            if let standing = detail["standing"] { endings[standing] = try house.secrets.text(try row("body"), table: "reasons", column: "body", row: try row("id")) }
        }
        return try tx.rows("""
            SELECT e.id AS id, e.kind AS kind, e.station_id AS station, e.office AS office, e.since AS since, e.until AS until, e.ended_at AS ended_at, s.name AS station_name, x.id AS reason, x.body AS body
            FROM employer_standings e LEFT JOIN stations s ON s.id = e.station_id LEFT JOIN reasons x ON x.id = e.reason_id
            WHERE e.organisation_id = \(employer) AND e.programme_id = \(programme.id) ORDER BY e.since DESC, e.id DESC
            """).map { row in
            let id: ID<Standing> = try row("id"), station: ID<Station>? = try row("station"), office: String? = try row("office"), name: String? = try row("station_name")
            let kind = StandingKind(rawValue: try row("kind")) ?? .unknown, ended: Instant? = try row("ended_at"), sealed: [UInt8]? = try row("body")
            let gave = station.map(stations.contains) ?? office.map(offices.contains) ?? false
            let entry = EmployerView.Entry(
                id: id, kind: kind, by: office.flatMap { programme.office($0)?.name } ?? Words(name ?? "", name ?? ""), since: try row("since"), until: try row("until"),
                why: !isOwn && offices.isEmpty && !gave ? nil : try sealed.map { try house.secrets.text($0, table: "reasons", column: "body", row: try row("reason")) },
                    endedAt: ended, endedBecause: !isOwn && offices.isEmpty && !gave ? nil : endings[id.rawValue],
                mayEnd: ended == nil && !isOwn && (supervises || (gave && kind != .barred)))
            return (entry, station, office)
        }
    }
}
