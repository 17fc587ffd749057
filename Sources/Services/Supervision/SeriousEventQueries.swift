import Domain
import SQL

/// A report in a list.
public struct SeriousEventSummary: Codable, Sendable, Hashable {
    public let id: ID<SeriousEvent>
    public let station: ID<Station>
    public let stationName: String
    public let kind: Words
    public let day: Day
    public let hurt: Int
    public let state: SeriousEventState
    public let side: SupervisionSide
    public let reportedAt: Instant
}

public struct SeriousEventFilter: Codable, Sendable, Hashable {
    public let state: SeriousEventState?
    public let station: ID<Station>?
    /// The last report of the page before.
    public let after: ID<SeriousEvent>?

    public init(state: SeriousEventState? = nil, station: ID<Station>? = nil, after: ID<SeriousEvent>? = nil) {
        self.state = state
        self.station = station
        self.after = after
    }
}

public struct SeriousEventList: Codable, Sendable, Hashable {
    public let filter: SeriousEventFilter
    public let side: SupervisionSide
    public let events: [SeriousEventSummary]
    public let total: Int
    public let stations: [StationChoice]
    public let mayReport: Bool
    public let next: ID<SeriousEvent>?
}

/// What the form for a report offers.
public struct NewSeriousEventView: Codable, Sendable, Hashable {
    public let side: SupervisionSide
    public let stations: [StationChoice]
    public let kinds: [ConditionName]
    public let today: Day
}

public struct SeriousEventView: Codable, Sendable, Hashable {
    public let summary: SeriousEventSummary
    public let text: String
    /// The office that reported it.
    public let office: Words?
    public let files: [FileView]
    /// What the ruling says; of a confirmed one it is public.
    public let reason: String?
    public let ruledAt: Instant?
    public let clause: Clause?
    public let mayAttach: Bool
    public let mayRule: Bool
}

enum SeriousEventReader {
    static func summary(_ row: Row, _ library: Library) throws -> SeriousEventSummary {
        let event = try StoredSeriousEvent(row)
        return SeriousEventSummary(
            id: event.id, station: event.station, stationName: event.stationName, kind: try library.programme(event.programme).supervision?.seriousKind(event.kind)?.name ?? Words(event.kind, event.kind),
            day: event.day, hurt: event.hurt, state: event.state, side: event.side, reportedAt: try row("created_at"))
    }

    static func filtered(_ filter: SeriousEventFilter, _ actor: Actor, _ library: Library) -> SQL {
        var condition = actor.isStaff ? SupervisionAccess.supervises(actor, library) : SeriousEventAccess.asStation(actor)
        if let state = filter.state { condition += " AND e.state = \(state)" }
        if let station = filter.station { condition += " AND e.station_id = \(station)" }
        return condition
    }
}

extension House {
    /// Reports that one's offices supervise, or of one's stations; the newest first.
    public func seriousEvents(_ filter: SeriousEventFilter = SeriousEventFilter(), for actor: Actor, pageSize: Int = 50) async throws -> SeriousEventList {
        let library = library, (programme, _) = try supervisionProgramme()
        guard actor.isStaff || !actor.organisations.isEmpty else { throw Refusal.notFound }
        return try await read { tx, _ in
            let all = SeriousEventReader.filtered(filter, actor, library)
            var page = all
            if let after = filter.after, let last = try tx.row("SELECT e.created_at AS at FROM \(StoredSeriousEvent.tables) WHERE e.id = \(after) AND \(all)") {
                let at: Instant = try last("at")
                page += " AND (e.created_at < \(at) OR (e.created_at = \(at) AND e.id < \(after)))"
            }
            let found = try tx.rows("SELECT \(StoredSeriousEvent.columns), e.created_at AS created_at FROM \(StoredSeriousEvent.tables) WHERE \(page) ORDER BY e.created_at DESC, e.id DESC LIMIT \(pageSize + 1)").map {
                try SeriousEventReader.summary($0, library)
            }
            let stations = actor.isStaff ? try VisitReader.stations(tx, actor, library) : try Tickets.stations(tx, actor, programme.id)
            return SeriousEventList(
                filter: filter, side: actor.isStaff ? .office : .station, events: Array(found.prefix(pageSize)), total: try tx.value("SELECT COUNT(*) FROM \(StoredSeriousEvent.tables) WHERE \(all)") ?? 0,
                stations: stations, mayReport: !stations.isEmpty, next: found.count > pageSize ? found.prefix(pageSize).last?.id : nil)
        }
    }

    /// What a new report begins with. - Throws: `forbidden` for somebody with neither a station nor one to supervise.
    public func newSeriousEvent(for actor: Actor) async throws -> NewSeriousEventView {
        let library = library, (programme, rules) = try supervisionProgramme()
        return try await read { tx, now in
            let stations = actor.isStaff ? try VisitReader.stations(tx, actor, library) : try Tickets.stations(tx, actor, programme.id)
            guard !stations.isEmpty else { throw SupervisionRefusals.noOffice }
            return NewSeriousEventView(
                side: actor.isStaff ? .office : .station, stations: stations, kinds: rules.serious.map { ConditionName(id: $0.id, name: $0.name, clause: $0.clause) }, today: Zone.china.day(of: now))
        }
    }

    /// One report for those who may read it. - Throws: `notFound` for everybody else.
    public func seriousEvent(_ id: ID<SeriousEvent>, for actor: Actor) async throws -> SeriousEventView {
        let house = self, library = library
        return try await read { tx, _ in
            guard let row = try tx.row("""
                SELECT \(StoredSeriousEvent.columns), e.created_at AS created_at, e.body AS body, e.ruled_at AS ruled_at, e.reason_id AS reason_id FROM \(StoredSeriousEvent.tables)
                WHERE e.id = \(id) AND \(SeriousEventAccess.reads(actor, library))
                """) else { throw Refusal.notFound }
            func isOne(_ condition: SQL) throws -> Bool { try tx.row("SELECT e.id FROM \(StoredSeriousEvent.tables) WHERE e.id = \(id) AND \(condition)") != nil }
            let event = try StoredSeriousEvent(row), programme = try library.programme(event.programme), body: [UInt8] = try row("body")
            let isOpen = event.state == .reported
            let isReporter = try isOne(SeriousEventAccess.reported(by: actor, library)), supervises = try isOne(SupervisionAccess.supervises(actor, library))
            // What an office wrote of a station is for offices; the station reads the ruling.
            let readsAll = supervises || event.side == .station
            let files: [FileView] = !readsAll ? [] : try tx.rows("""
                SELECT f.id AS id, f.name AS name, f.type AS type, f.size AS size FROM serious_event_files x JOIN files f ON f.id = x.file_id WHERE x.event_id = \(id) ORDER BY x.at, f.id
                """).map { try ApplicationStore.file($0, house) }
            return SeriousEventView(
                summary: try SeriousEventReader.summary(row, library), text: readsAll ? try house.secrets.text(body, table: "serious_events", column: "body", row: id.rawValue) : "",
                office: event.office.flatMap { programme.office($0)?.name }, files: files, reason: try PlacementReader.reason(row, tx, house), ruledAt: try row("ruled_at") as Instant?,
                clause: programme.supervision?.seriousKind(event.kind)?.clause ?? programme.supervision?.clause, mayAttach: isReporter && isOpen && files.count < SeriousEventLimits.files,
                mayRule: supervises && isOpen && event.reportedBy != actor.account)
        }
    }

    /// A file of a report: for the offices that supervise the station, and for the station where it reported it.
    public func seriousEventFile(_ file: ID<StoredFile>, of id: ID<SeriousEvent>, for actor: Actor) async throws -> (view: FileView, bytes: [UInt8]) {
        let library = library
        return try await openFile { tx in
            try tx.row("""
                SELECT f.id AS id, f.name AS name, f.type AS type, f.size AS size, f.sha256 AS sha256 FROM serious_event_files x JOIN files f ON f.id = x.file_id JOIN serious_events e ON e.id = x.event_id
                    JOIN stations s ON s.id = e.station_id
                WHERE e.id = \(id) AND f.id = \(file) AND (\(SupervisionAccess.supervises(actor, library)) OR (e.side = 'station' AND \(SupervisionAccess.isOwn(actor))))
                """)
        }
    }
}
