import Domain
import SQL

extension EventRecordState: Bindable {}

/// The organiser records what became of an event: after its last hour, or again after a return.
///
/// Effects: the record, once for each event, its text sealed; the office that receives it is told; an audit record. It wants the sign-in sheet, and photographs of an
/// event on site.
public struct WriteEventRecord: Codable, Sendable {
    /// How many people came.
    public let people: Int?
    /// Inputs: people who worked for it, and money.
    public let staff: Int?
    public let money: Fen?
    /// What came of it: 10 to 3000 characters.
    public let outcome: String?
    /// Reports about it, as addresses.
    public let links: [String]?

    public init(people: Int?, staff: Int?, money: Fen?, outcome: String?, links: [String]? = nil) {
        self.people = people
        self.staff = staff
        self.money = money
        self.outcome = outcome
        self.links = links
    }

    public func callAsFunction(_ house: House, of id: ID<Event>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            guard let account = actor.account else { throw Refusal.unauthenticated }
            let event = try act.loadEvent(id, where: EventAccess.organised(by: actor))
            let (programme, rules) = try house.eventRules(event.programme)
            let before = try act.tx.row("SELECT id, state FROM event_records WHERE event_id = \(id)")
            let state: EventRecordState? = try before.map { try $0("state") }
            guard event.state == .over, event.endsAt <= act.now else { throw event.state == .held ? EventRecordRules.withOffice : EventRecordRules.notOver }
            guard state == nil || state?.after(.handIn) != nil else { throw EventRecordRules.withOffice }
            if state == nil, let days = rules.recordDays, act.today > Zone.china.day(of: event.endsAt).adding(days) {
                throw Refusal(.conflict, "record_too_late", Words("活动结束已超过 \(days) 天，不能再登记成效", "The event ended more than \(days) days ago; it cannot be recorded any more"), clause: rules.clause,
                    next: Words("请联系市人才服务中心", "Ask the talent service centre"))
            }
            let (people, staff, links) = try checked()
            try mustHavePapers(act.tx, event)
            let record: ID<EventRecord> = try before.map { try $0("id") } ?? act.newID()
            let sealed = try house.secrets.seal(text: (outcome ?? "").trimmed, table: "event_records", column: "outcome", row: record.rawValue)
            if before == nil {
                let made = try act.tx.rows("""
                    INSERT INTO event_records (id, event_id, state, people, staff, money, outcome, links, by_account, handed_in_at)
                    VALUES (\(record), \(id), 'handed_in', \(people), \(staff), \((money ?? Fen(0)).amount), \(sealed), \(try Stored.json(links)), \(account), \(act.now))
                    ON CONFLICT DO NOTHING RETURNING id
                    """)
                guard !made.isEmpty else { throw Casework.changedMeanwhile }
            } else {
                let changed = try act.tx.run("""
                    UPDATE event_records SET state = 'handed_in', people = \(people), staff = \(staff), money = \((money ?? Fen(0)).amount), outcome = \(sealed), links = \(try Stored.json(links)),
                        by_account = \(account), handed_in_at = \(act.now), office = \(nil as String?), ruled_by = \(nil as String?), ruled_at = \(nil as Instant?), duplicate_of = \(nil as String?)
                    WHERE id = \(record) AND state = \(state)
                    """)
                guard changed == 1 else { throw Casework.changedMeanwhile }
            }
            act.audit("event", id.rawValue, "event_recorded", from: event.state.rawValue, to: event.state.rawValue, detail: ["record": record.rawValue, "people": String(people)])
            let area: String? = try event.station.flatMap { try act.tx.value("SELECT area FROM stations WHERE id = \($0)") } ?? event.area
            if let office = EventDesk.desk(programme, area: area) {
                try act.tell(office: office.id, [office.signOff.first ?? .handler], programme: programme.id, Words("活动成效待确认：\(event.title)", "A held event to confirm: \(event.title)"),
                    Words("请核对照片、签到表和可能的重复填报。", "Please check its evidence, and whether it was reported twice."), link: event.deskReceipt)
            }
            return event.deskReceipt
        }
    }

    private func checked() throws(Refusal) -> (people: Int, staff: Int, links: [String]) {
        var fields: [Refusal.Field] = []
        if !(0...1_000_000).contains(people ?? -1) { fields.append(.init("people", Words("请填写到场人数", "How many people came, please"))) }
        if !(0...10_000).contains(staff ?? -1) { fields.append(.init("staff", Words("请填写投入人数", "How many people worked for it, please"))) }
        if (money ?? Fen(-1)) < Fen(0) || (money ?? Fen(0)) > EventPlanRules.mostMoney { fields.append(.init("money", Words("请填写投入资金，没有的填 0", "The money that went into it; 0 for none"))) }
        if !(10...3000).contains((outcome ?? "").trimmed.count) { fields.append(.init("outcome", Words("请写明成效（10 至 3000 字）", "What came of it, in 10 to 3000 characters"))) }
        let links = (links ?? []).map(\.trimmed).filter { !$0.isEmpty }
        if links.count > 10 || links.contains(where: { !($0.hasPrefix("https://") || $0.hasPrefix("http://")) || $0.count > 300 || $0.contains(where: \.isWhitespace) }) {
            fields.append(.init("links", Words("链接以 https:// 开头，最多 10 个", "Links begin with https://, 10 at most")))
        }
        guard fields.isEmpty, let people, let staff else { throw .invalid(fields) }
        return (people, staff, links)
    }

    private func mustHavePapers(_ tx: any Transaction, _ event: StoredEvent) throws {
        let there = Set(try tx.rows("SELECT DISTINCT kind FROM event_papers WHERE event_id = \(event.id) AND removed_at IS NULL").map { try $0("kind") as EventPaperKind })
        let needed: [EventPaperKind] = event.onSite ? [.signInSheet, .photo] : [.signInSheet]
        let missing = needed.filter { !there.contains($0) }
        guard missing.isEmpty else { throw Refusal.invalid(missing.map { .init("file", Words("请先上传\($0.words.zh)", "\($0.words.en): please add it first")) }) }
    }
}

/// An office that supervises confirms a record 确认: the event counts.
///
/// Effects: the record is confirmed by somebody who did not write it, and the event is held; the organiser is told; audit records. Where other events look like this one
/// the officer says that they are not the same.
public struct ConfirmEventRecord: Codable, Sendable {
    /// Wanted where there are candidates for duplicates: they were looked at, and are other events.
    public let distinct: Bool?

    public init(distinct: Bool? = nil) { self.distinct = distinct }

    public func callAsFunction(_ house: House, of id: ID<Event>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let record = try act.loadEventRecord(of: id)
            let candidates = try EventDuplicates.of(record.event, act.tx, house.library)
            if !candidates.isEmpty, distinct != true {
                throw Refusal.invalid([.init("distinct", Words("请核对可能重复的 \(candidates.count) 场活动，确认不是同一场", "Look at the \(candidates.count) events that may be the same, and say that they are not"))])
            }
            try act.rule(record, .confirm, reason: nil, detail: ["candidates": candidates.map(\.event.rawValue).joined(separator: ",")])
            try act.move(record, .record, "event_held")
            try act.tellOrganiser(record, Words("活动成效已确认：\(record.event.title)", "Confirmed: \(record.event.title)"), Words("已计入活动统计。", "The event counts."))
            return record.event.deskReceipt
        }
    }
}

/// An office gives a record back, with a reason; also one that was confirmed or marked as a duplicate before.
///
/// Effects: the record is with the organiser, who is told; an event that counted does not any more; audit records.
public struct ReturnEventRecord: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, of id: ID<Event>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try EventPlanRules.reason(reason)
        return try await house.perform(by: actor, once: once) { act in
            let record = try act.loadEventRecord(of: id), kept = try act.keepReason(text, audience: .applicant)
            try act.rule(record, .sendBack, reason: kept)
            if record.event.state == .held { try act.move(record, .reopen, "event_reopened") }
            try act.tellOrganiser(record, Words("活动成效退回修改：\(record.event.title)", "Returned: \(record.event.title)"), Words("理由：\(text)", "The reason: \(text)"))
            return record.event.deskReceipt
        }
    }
}

/// An office finds that a record tells of an event that another one tells of 重复填报.
///
/// Effects: it does not count, and says of which event it is a duplicate; the organiser is told; audit records.
public struct MarkDuplicateEvent: Codable, Sendable {
    /// The event that counts instead.
    public let of: ID<Event>
    public let reason: String

    public init(of: ID<Event>, reason: String) {
        self.of = of
        self.reason = reason
    }

    public func callAsFunction(_ house: House, _ id: ID<Event>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try EventPlanRules.reason(reason)
        guard of != id else { throw Refusal.invalid([.init("of", Words("不能与自己重复", "Not of itself"))]) }
        return try await house.perform(by: actor, once: once) { act in
            // Both, always in the same order: nobody makes each the other's duplicate.
            for event in [id, of].sorted() { _ = try act.tx.row("SELECT id FROM events WHERE id = \(event)\(act.dialect.lock)") }
            let record = try act.loadEventRecord(of: id)
            guard let other = try act.tx.row("SELECT e.programme_id AS programme, r.state AS state FROM events e LEFT JOIN event_records r ON r.event_id = e.id WHERE e.id = \(of) AND e.state IN ('over', 'held')"),
                  try other("programme") == record.event.programme else { throw Refusal.invalid([.init("of", Words("没有这场已举办的活动", "There is no such event"))]) }
            if try other("state") as EventRecordState? == .duplicate { throw Refusal.invalid([.init("of", Words("那一场本身也是重复填报", "That one is a duplicate itself"))]) }
            guard try act.tx.row("SELECT id FROM event_records WHERE duplicate_of = \(id) LIMIT 1") == nil else {
                throw Refusal(.conflict, "has_duplicates", Words("其他记录是这一场的重复填报，不能再标记它", "Others are duplicates of this one"))
            }
            let kept = try act.keepReason(text, audience: .applicant)
            try act.rule(record, .findDuplicate, reason: kept, duplicateOf: of, detail: ["of": of.rawValue])
            if record.event.state == .held { try act.move(record, .reopen, "event_reopened") }
            try act.tellOrganiser(record, Words("活动为重复填报：\(record.event.title)", "A duplicate: \(record.event.title)"), Words("不计入统计。理由：\(text)", "It does not count. The reason: \(text)"))
            return record.event.deskReceipt
        }
    }
}

enum EventRecordRules {
    static let notOver = Refusal(.conflict, "event_not_over", Words("活动尚未结束，不能登记成效", "The event is not over yet"), next: Words("请在活动结束后登记", "Record it afterwards"))
    static let withOffice = Refusal(.conflict, "record_with_office", Words("成效已提交，现在不能修改", "The record is with the office and cannot be changed"), next: Words("确需修改的，请部门退回", "Ask the office to return it"))

    static func wrongState(_ state: EventRecordState) -> Refusal {
        Refusal(.conflict, "record_\(state.rawValue)", Words("记录现在是“\(state.words.zh)”状态，不能这样办理", "The record is “\(state.words.en)” now; this cannot be done"), next: Words("请刷新页面查看", "Reload the page"))
    }
}

/// The record of an event for somebody who rules on it.
struct LoadedEventRecord {
    let id: ID<EventRecord>
    let event: StoredEvent
    let state: EventRecordState
    let writer: ID<Account>
    /// The ruling office.
    let office: String
}

extension Act {
    /// Loads the record of an event for an office that supervises, both locked.
    /// - Throws: `notFound` for everybody else; `forbidden` for one's own station's, and for one's own record.
    func loadEventRecord(of id: ID<Event>) throws -> LoadedEventRecord {
        let event = try loadEvent(id, where: EventDesk.readers(actor, house.library))
        let (programme, _) = try house.eventRules(event.programme)
        let station = try event.station.flatMap { try tx.row("SELECT area, organisation_id FROM stations WHERE id = \($0)") }
        guard let office = EventDesk.supervising(actor, programme, area: try station?("area") ?? event.area) else { throw Refusal.notFound }
        if let station, actor.organisations.contains(try station("organisation_id") as ID<Organisation>) { throw EventDeskRules.ownStation }
        guard let row = try tx.row("SELECT id, state, by_account FROM event_records WHERE event_id = \(id)\(dialect.lock)") else { throw Refusal.notFound }
        let writer: ID<Account> = try row("by_account")
        guard writer != actor.account else { throw Refusal(.forbidden, "own_record", Words("不能确认本人登记的成效，请由他人办理", "Nobody rules on their own record; somebody else does")) }
        return LoadedEventRecord(id: try row("id"), event: event, state: try row("state"), writer: writer, office: office)
    }

    fileprivate func rule(_ record: LoadedEventRecord, _ step: EventRecordState.Step, reason: KeptReason?, duplicateOf: ID<Event>? = nil, detail: [String: String] = [:]) throws {
        guard let next = record.state.after(step) else { throw EventRecordRules.wrongState(record.state) }
        let changed = try tx.run("""
            UPDATE event_records SET state = \(next), office = \(record.office), ruled_by = \(actor.account), ruled_at = \(now), reason_id = \(reason?.id), duplicate_of = \(duplicateOf)
            WHERE id = \(record.id) AND state = \(record.state)
            """)
        guard changed == 1 else { throw Casework.changedMeanwhile }
        audit("event", record.event.id.rawValue, "event_record_\(step.rawValue)", from: record.event.state.rawValue, to: record.event.state.rawValue, post: record.office, reason: reason,
            detail: detail.merging(["record": record.id.rawValue]) { given, _ in given })
    }

    /// The event follows its record.
    fileprivate func move(_ record: LoadedEventRecord, _ step: EventState.Step, _ verb: String) throws {
        guard let next = record.event.state.after(step) else { throw EventRecordRules.wrongState(record.state) }
        let changed = try tx.run("UPDATE events SET state = \(next), version = version + 1 WHERE id = \(record.event.id) AND state = \(record.event.state)")
        guard changed == 1 else { throw Casework.changedMeanwhile }
        audit("event", record.event.id.rawValue, verb, from: record.event.state.rawValue, to: next.rawValue, post: record.office, detail: ["record": record.id.rawValue])
    }

    fileprivate func tellOrganiser(_ record: LoadedEventRecord, _ title: Words, _ body: Words) throws {
        let people = try record.event.station.map { try self.people(of: $0) } ?? []
        try tell(people.contains(record.writer) ? people : people + [record.writer], title, body, link: record.event.deskReceipt)
    }
}

/// How held events count towards a target: each by its own confirmed record.
enum HeldEventCount {
    /// Over `e` with `r`, the event's record.
    static func condition(_ programme: Programme, _ target: Programme.Target) -> SQL {
        var condition: SQL = "e.programme_id = \(programme.id) AND e.state = 'held' AND r.state = 'confirmed'"
        if !target.types.isEmpty { condition += " AND e.type IN (\(list: target.types))" }
        if let level = target.level { condition += " AND EXISTS (SELECT 1 FROM stations l WHERE l.id = e.station_id AND l.level = \(level))" }
        return condition
    }

    static func count(_ tx: any Transaction, _ programme: Programme, _ target: Programme.Target) throws -> Int {
        try tx.value("SELECT COUNT(*) FROM events e JOIN event_records r ON r.event_id = e.id WHERE \(condition(programme, target))") ?? 0
    }
}

/// Another event that may be the same, and why.
public struct DuplicateCandidate: Codable, Sendable, Hashable {
    public let event: ID<Event>
    public let title: String
    public let place: String
    public let beginsAt: Instant
    public let station: String?
    public let state: EventState
    public let record: EventRecordState?
    public let reasons: [Words]
}

enum EventDuplicates {
    /// Events of the programme on the same days that look like this one, the most alike first. Drafts and cancelled ones are none; nor is what was found a duplicate of this one already.
    static func of(_ event: StoredEvent, _ tx: any Transaction, _ library: Library) throws -> [DuplicateCandidate] {
        let subject = EventLikeness.Subject(title: event.title, place: event.place, station: event.station?.rawValue, begins: event.beginsAt, ends: event.endsAt)
        let day: Int = 86_400
        let rows = try tx.rows("""
            SELECT \(StoredEvent.columns), s.name AS station_name, r.state AS record_state FROM events e LEFT JOIN stations s ON s.id = e.station_id LEFT JOIN event_records r ON r.event_id = e.id
            WHERE e.programme_id = \(event.programme) AND e.state <> 'draft' AND e.state <> 'cancelled' AND e.id <> \(event.id) AND e.begins_at < \(event.endsAt.adding(seconds: day))
                AND e.ends_at > \(event.beginsAt.adding(seconds: -day)) AND (r.duplicate_of IS NULL OR r.duplicate_of <> \(event.id))
            ORDER BY e.begins_at, e.id
            """)
        let found = try rows.compactMap { row -> (DuplicateCandidate, Int)? in
            let other = try StoredEvent(row)
            let likeness = EventLikeness(subject, .init(title: other.title, place: other.place, station: other.station?.rawValue, begins: other.beginsAt, ends: other.endsAt), zone: .china)
            guard let likeness else { return nil }
            return (DuplicateCandidate(
                event: other.id, title: other.title, place: other.place, beginsAt: other.beginsAt, station: try row("station_name"), state: other.state, record: try row("record_state"),
                    reasons: likeness.reasons), likeness.weight)
        }
        return found.sorted { ($1.1, $0.0.event) < ($0.1, $1.0.event) }.map(\.0)
    }
}
