import Domain
import SQL

/// A station, or an office that supervises it, reports a serious event: a safety accident, fraud.
///
/// Effects: the report, with what happened (sealed); the supervising offices of the station are told; where an office reports it, the station learns nothing until it is ruled on;
/// an audit record. It suspends nothing by itself: a second person rules.
public struct ReportSeriousEvent: Codable, Sendable {
    public let station: ID<Station>?
    /// A kind by the programme's id.
    public let kind: String?
    public let day: Day?
    /// How many persons were hurt; 0 if left out.
    public let hurt: Int?
    public let text: String

    public init(station: ID<Station>? = nil, kind: String?, day: Day?, hurt: Int? = nil, text: String) {
        self.station = station
        self.kind = kind
        self.day = day
        self.hurt = hurt
        self.text = text
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        var fields: [Refusal.Field] = []
        let text = text.trimmed, hurt = hurt ?? 0, (programme, rules) = try house.supervisionProgramme()
        let kind = self.kind.flatMap { rules.seriousKind($0) }
        if kind == nil { fields.append(.init("kind", Words("请选择情形", "Choose what kind it is"))) }
        if day == nil { fields.append(.init("day", Words("请填写发生日期", "Say when it was"))) }
        if !SeriousEventLimits.hurt.contains(hurt) {
            fields.append(.init("hurt", Words("请填写 \(SeriousEventLimits.hurt.lowerBound) 至 \(SeriousEventLimits.hurt.upperBound)", "\(SeriousEventLimits.hurt.lowerBound) to \(SeriousEventLimits.hurt.upperBound)")))
        }
        if !(10...4000).contains(text.count) { fields.append(.init("text", Words("请写明经过（10 至 4000 字）", "Say what happened (10 to 4000 characters)"))) }
        guard fields.isEmpty, let kind, let day else { throw Refusal.invalid(fields) }
        return try await house.perform(by: actor, once: once) { act in
            guard let account = actor.account else { throw Refusal.unauthenticated }
            guard day <= act.today, day >= act.today.adding(-SeriousEventLimits.daysBack) else { throw Refusal.invalid([.init("day", Words("请填写近两年之内、不晚于今天的日期", "Within two years, today or before"))]) }
            let own = try Tickets.stations(act.tx, actor, programme.id), side: SupervisionSide = actor.isStaff ? .office : .station
            let chosen = station ?? (side == .station && own.count == 1 ? own.first?.id : nil)
            let condition: SQL = side == .office ? SupervisionAccess.supervises(actor, house.library) : SupervisionAccess.isOwn(actor)
            guard let chosen, let row = try act.tx.row("SELECT s.name AS name, s.area AS area FROM stations s JOIN plaques p ON p.station_id = s.id WHERE s.id = \(chosen) AND s.programme_id = \(programme.id) AND p.state <> 'withdrawn' AND \(condition)") else {
                throw Refusal.invalid([.init("station", Words("请从列表中选择驿站", "Choose a station of the list"))])
            }
            let area: String = try row("area"), name: String = try row("name")
            let office = side == .station ? nil : SupervisionAccess.offices(actor, house.library).first { $0.programme.id == programme.id && ($0.office.area == nil || $0.office.area == area) }?.office
            if side == .office, office == nil { throw SupervisionRefusals.noOffice }
            let id: ID<SeriousEvent> = try act.newID()
            try act.tx.run("""
                INSERT INTO serious_events (id, programme_id, station_id, veto, happened_on, hurt, body, state, side, office, reported_by, created_at, changed_at)
                VALUES (\(id), \(programme.id), \(chosen), \(kind.id), \(day), \(hurt), \(try house.secrets.seal(text: text, table: "serious_events", column: "body", row: id.rawValue)),
                    'reported', \(side), \(office?.id), \(account), \(act.now), \(act.now))
                """)
            act.audit("serious_event", id.rawValue, "serious_event_reported", to: SeriousEventState.reported.rawValue, post: office?.id ?? "", clause: kind.clause ?? rules.clause,
                detail: ["station": chosen.rawValue, "kind": kind.id, "day": day.description, "hurt": String(hurt), "side": side.rawValue, "sha256": house.secrets.sha256(Array(text.utf8))], isFirst: true)
            for office in programme.offices where office.powers.contains(.supervise) && (office.area == nil || office.area == area) {
                try act.tell(office: office.id, programme: programme.id, Words("严重情形待认定：\(name)", "A serious event is reported: \(name)"), Words("\(kind.name.zh)，请尽快认定。", "\(kind.name.en): please rule on it."),
                    link: Receipt(.seriousEvent, id.rawValue))
            }
            return Receipt(.seriousEvent, id.rawValue)
        }
    }
}

/// Who reported it adds a file, until it is ruled on.
///
/// Effects: the file, encrypted and synced before its row is committed; an audit record.
public struct AttachToSeriousEvent: Sendable {
    public let name: String
    public let bytes: [UInt8]

    public init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    public func callAsFunction(_ house: House, to id: ID<SeriousEvent>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let type = try Uploads.type(of: bytes, name: name)
        try await house.database.read { tx in   // nothing is stored for what would be refused anyway
            guard try tx.row("SELECT e.id FROM \(StoredSeriousEvent.tables) WHERE e.id = \(id) AND \(SeriousEventAccess.reported(by: actor, house.library))") != nil else { throw Refusal.notFound }
        }
        let file = try Uploads.newName(house)
        try await house.files.write(try house.secrets.sealFile(bytes, id: file), name: file)
        return try await house.perform(by: actor, once: once) { act in
            let event = try act.loadSeriousEvent(id, where: SeriousEventAccess.reported(by: actor, house.library))
            guard event.state == .reported else { throw SupervisionRefusals.eventRuled }
            let there: Int = try act.tx.value("SELECT COUNT(*) FROM serious_event_files WHERE event_id = \(id)") ?? 0
            guard there < SeriousEventLimits.files else { throw Refusal.invalid([.init("file", Words("最多 \(SeriousEventLimits.files) 份", "At most \(SeriousEventLimits.files)"))]) }
            try Uploads.keep(act, file: file, programme: event.programme, caseID: nil, question: "serious_event", name: name, type: type, bytes: bytes, by: actor)
            try act.tx.run("INSERT INTO serious_event_files (event_id, file_id, at) VALUES (\(id), \(file), \(act.now))")
            act.audit("serious_event", id.rawValue, "file_added", detail: ["file": file, "sha256": house.secrets.sha256(bytes)])
            return Receipt(.seriousEvent, id.rawValue)
        }
    }
}

/// A second person of an office that supervises rules that it happened.
///
/// Effects: the event is confirmed, and from now on bars the station in evaluations; the station is suspended at once, with the reason given, which is public; the station and who reported it are told;
/// audit records. Refused for whoever reported it, and for the station of one's own organisation.
public struct ConfirmSeriousEvent: Codable, Sendable {
    /// Public: it stands on the plaque's page.
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<SeriousEvent>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try SupervisionRefusals.needed(reason, "reason", 4...500)
        if Redaction.findsContacts(in: text) {
            throw Refusal.invalid([.init("reason", Words("理由向社会公开，请勿写电话、身份证号或邮箱", "The reason is public: no telephone numbers, ids or mail addresses, please"))])
        }
        return try await house.perform(by: actor, once: once) { act in
            let (event, office) = try act.rule(id, .confirm), kind = try house.library.programme(event.programme).supervision?.seriousKind(event.kind), kept = try act.keepReason(text, audience: .public)
            try act.settle(event, .confirm, reason: kept, clause: kind?.clause, post: office)
            try act.suspendStation(event.station, reason: kept, clause: kind?.clause, post: office)
            try act.tell(organisation: event.host, Words("严重情形已认定，驿站暂停", "A serious event is confirmed; the station is suspended"), Words("理由见页面。", "The reason is on the page."), link: Receipt(.seriousEvent, id.rawValue))
            return Receipt(.seriousEvent, id.rawValue)
        }
    }
}

/// A second person of an office that supervises rules that it did not happen, or is not serious.
///
/// Effects: the event is dismissed, with the reason kept; who reported it is told; an audit record. Refused for whoever reported it, and for the station of one's own organisation.
public struct DismissSeriousEvent: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<SeriousEvent>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try SupervisionRefusals.needed(reason, "reason", 4...500)
        return try await house.perform(by: actor, once: once) { act in
            let (event, office) = try act.rule(id, .dismiss), kept = try act.keepReason(text, audience: .applicant)
            try act.settle(event, .dismiss, reason: kept, clause: nil, post: office)
            if event.side == .station {
                try act.tell(organisation: event.host, Words("上报的情形不予认定", "What was reported is dismissed"), Words("理由见页面。", "The reason is on the page."), link: Receipt(.seriousEvent, id.rawValue))
            }
            return Receipt(.seriousEvent, id.rawValue)
        }
    }
}

/// A report as it is kept.
struct StoredSeriousEvent: Sendable {
    let id: ID<SeriousEvent>
    let programme: String
    let station: ID<Station>
    let stationName: String
    let area: String
    let host: ID<Organisation>
    let kind: String
    let day: Day
    let hurt: Int
    let state: SeriousEventState
    let side: SupervisionSide
    let office: String?
    let reportedBy: ID<Account>

    static let tables: SQL = "serious_events e JOIN stations s ON s.id = e.station_id"
    static let columns: SQL = """
        e.id AS id, e.programme_id AS programme_id, e.station_id AS station_id, s.name AS station_name, s.area AS area, s.organisation_id AS host, e.veto AS veto, e.happened_on AS happened_on,
        e.hurt AS hurt, e.state AS state, e.side AS side, e.office AS office, e.reported_by AS reported_by
        """

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        station = try row("station_id")
        stationName = try row("station_name")
        area = try row("area")
        host = try row("host")
        kind = try row("veto")
        day = try row("happened_on")
        hurt = try row("hurt")
        state = try row("state")
        side = try row("side")
        office = try row("office")
        reportedBy = try row("reported_by")
    }
}

/// Who reads a report, over `e` and `s`.
enum SeriousEventAccess {
    /// The station's people: what they reported, and what was confirmed.
    static func asStation(_ actor: Actor) -> SQL { "(\(SupervisionAccess.isOwn(actor)) AND (e.side = 'station' OR e.state = 'confirmed'))" }

    static func reads(_ actor: Actor, _ library: Library) -> SQL { "(\(SupervisionAccess.supervises(actor, library)) OR \(asStation(actor)))" }

    /// The station, or the office, that reported it.
    static func reported(by actor: Actor, _ library: Library) -> SQL {
        let offices = SupervisionAccess.offices(actor, library).map(\.office.id)
        return "((e.side = 'station' AND \(SupervisionAccess.isOwn(actor))) OR (e.side = 'office' AND e.office IN (\(list: offices)) AND \(SupervisionAccess.supervises(actor, library))))"
    }
}

extension Act {
    /// Loads a report, locked until the end of the transaction. - Throws: `Refusal.notFound`.
    func loadSeriousEvent(_ id: ID<SeriousEvent>, where condition: SQL) throws -> StoredSeriousEvent {
        _ = try tx.row("SELECT id FROM serious_events WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT \(StoredSeriousEvent.columns) FROM \(StoredSeriousEvent.tables) WHERE e.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return try StoredSeriousEvent(row)
    }

    /// A report for somebody who may rule on it, and the office for which they do.
    fileprivate func rule(_ id: ID<SeriousEvent>, _ step: SeriousEventState.Step) throws -> (event: StoredSeriousEvent, post: String) {
        let event = try loadSeriousEvent(id, where: SupervisionAccess.supervises(actor, house.library))
        guard event.reportedBy != actor.account else {
            throw Refusal(.forbidden, "second_person", Words("上报人不能认定，请由另一人办理", "Whoever reported it does not rule on it"), next: Words("由其他人员认定", "Somebody else rules"))
        }
        guard event.state.after(step) != nil else { throw SupervisionRefusals.eventRuled }
        let offices = SupervisionAccess.offices(actor, house.library)
        guard let office = offices.first(where: { $0.programme.id == event.programme && ($0.office.area == nil || $0.office.area == event.area) })?.office else { throw Refusal.notFound }
        return (event, office.id)
    }

    fileprivate func settle(_ event: StoredSeriousEvent, _ step: SeriousEventState.Step, reason: KeptReason, clause: Clause?, post: String) throws {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        guard let after = event.state.after(step) else { throw SupervisionRefusals.eventRuled }
        let changed = try tx.run("""
            UPDATE serious_events SET state = \(after), ruled_by = \(account), ruled_at = \(now), reason_id = \(reason.id), changed_at = \(now) WHERE id = \(event.id) AND state = \(event.state)
            """)
        guard changed == 1 else { throw Casework.changedMeanwhile }
        audit("serious_event", event.id.rawValue, "serious_event_\(after.rawValue)", from: event.state.rawValue, to: after.rawValue, post: post, reason: reason, clause: clause, detail: ["station": event.station.rawValue, "kind": event.kind])
        if event.side == .office, event.reportedBy != actor.account {
            try tell(event.reportedBy, Words("严重情形：\(after.words.zh)", "A serious event: \(after.words.en)"), Words(event.stationName, event.stationName), link: Receipt(.seriousEvent, event.id.rawValue))
        }
    }
}
