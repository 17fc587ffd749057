import Domain
import SQL

/// A mentor as kept.
struct StoredMentor: Sendable {
    let id: ID<Mentor>
    let programme: String
    let name: String
    let keeper: RequestOwner
    let endedAt: Instant?

    /// Over `m`.
    static let columns: SQL = "m.id AS id, m.programme_id AS programme_id, m.name AS name, m.station_id AS station_id, m.office AS office, m.ended_at AS ended_at"

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        name = try row("name")
        keeper = try RequestOwner(row)
        endedAt = try row("ended_at")
    }

    var receipt: Receipt { Receipt(.mentor, id.rawValue) }
}

extension Act {
    /// Loads a mentor, locked until the end of the transaction, for the people who keep them. - Throws: `Refusal.notFound`.
    func loadMentor(_ id: ID<Mentor>, where condition: SQL) throws -> StoredMentor {
        _ = try tx.row("SELECT id FROM mentors WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT \(StoredMentor.columns) FROM mentors m WHERE m.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return try StoredMentor(row)
    }

    /// A booking ends: given back, held, or nobody came.
    ///
    /// Effects: the state (compare-and-swap); its reminder falls due no more; an audit record on the mentor.
    func end(_ id: ID<MentorBooking>, _ step: MentorBookingState.Step, also: SQL = .empty, detail: [String: String] = [:]) throws {
        guard let row = try tx.row("SELECT b.state AS state, h.mentor_id AS mentor_id FROM mentor_bookings b JOIN mentor_hours h ON h.id = b.hour_id WHERE b.id = \(id)") else { throw Refusal.notFound }
        let state: MentorBookingState = try row("state"), mentor: String = try row("mentor_id")
        _ = try tx.row("SELECT id FROM mentors WHERE id = \(mentor)\(dialect.lock)")
        guard let after = state.after(step) else { throw Refusal(.conflict, "booking_over", Words("这次预约已经结束", "This booking is over")) }
        let changed = try tx.run("UPDATE mentor_bookings SET state = \(after), ended_at = \(now)\(also) WHERE id = \(id) AND state = \(state)")
        guard changed == 1 else { throw Casework.changedMeanwhile }
        try nothingDue([.remindMentorHour], id.rawValue)
        audit("mentor", mentor, "hour_\(step.rawValue)", detail: detail.merging(["booking": id.rawValue]) { given, _ in given })
    }
}

/// A station or an office puts a mentor into the directory; the mentor has agreed to that.
///
/// Effects: the mentor, published at once; an audit record.
public struct AddMentor: Codable, Sendable {
    public let name: String
    public let organisation: String
    /// Fields of the programme, by id.
    public let fields: [String]?
    /// What they help with, in words.
    public let helps: String
    /// Who keeps the entry; the only one if left out.
    public let keeper: RequestOwner?
    /// On which day the mentor agreed to be published.
    public let consentOn: Day?

    public init(name: String, organisation: String, fields: [String]? = nil, helps: String, keeper: RequestOwner? = nil, consentOn: Day?) {
        self.name = name
        self.organisation = organisation
        self.fields = fields
        self.helps = helps
        self.keeper = keeper
        self.consentOn = consentOn
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        guard let programme = house.library.programmes.first, programme.requests != nil else { throw Refusal.notFound }
        return try await house.perform(by: actor, once: once) { act in
            let own = try RequestReader.own(act.tx, house, actor, programme)
            guard let only = own.first else { throw Refusal(.forbidden, "keeps_no_mentors", Words("导师名录由驿站或部门维护", "Stations and offices keep the mentors")) }
            var fields: [Refusal.Field] = []
            let chosen = keeper ?? only.owner, areas = self.fields ?? []
            if !own.contains(where: { $0.owner == chosen }) { fields.append(.init("keeper", Words("请从列表中选择", "Choose one of the list"))) }
            if !(1...40).contains(name.trimmed.count) { fields.append(.init("name", Words("请填写姓名（最多 40 字）", "Please give the name (at most 40 characters)"))) }
            if !(1...60).contains(organisation.trimmed.count) { fields.append(.init("organisation", Words("请填写单位（最多 60 字）", "Please give the organisation (at most 60 characters)"))) }
            if !(2...500).contains(helps.trimmed.count) { fields.append(.init("helps", Words("请写明能帮助什么（2 至 500 字）", "Please say what they help with (2 to 500 characters)"))) }
            if areas.contains(where: { id in !programme.fields.contains { $0.id == id } }) { fields.append(.init("fields", Words("请从列表中选择", "Choose of the list"))) }
            if consentOn.map({ $0 > act.today || $0 < act.today.adding(-3660) }) ?? true { fields.append(.init("consentOn", Words("请填写导师本人同意公开的日期", "The day on which the mentor agreed to be published"))) }
            guard fields.isEmpty, let consentOn else { throw Refusal.invalid(fields) }
            let id = try act.newID(Mentor.self)
            try act.tx.run("""
                INSERT INTO mentors (id, programme_id, name, organisation, fields, helps, station_id, office, consent_on, by_account, created_at)
                VALUES (\(id), \(programme.id), \(name.trimmed), \(organisation.trimmed), \(try Stored.json(Array(Set(areas)).sorted())),
                    \(helps.trimmed), \(chosen.station), \(chosen.office), \(consentOn), \(account), \(act.now))
                """)
            act.audit("mentor", id.rawValue, "mentor_added", clause: programme.requests?.clause, detail: ["keeper": chosen.rawValue], isFirst: true)
            return Receipt(.mentor, id.rawValue)
        }
    }
}

/// A mentor does not help any more, or withdrew their consent.
///
/// Effects: they leave the directory; hours that nobody booked are out of use; bookings to come are given back and the people told; an audit record.
public struct EndMentor: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Mentor>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let mentor = try act.loadMentor(id, where: "m.ended_at IS NULL AND \(RequestAccess.held("m", actor))")
            try act.tx.run("UPDATE mentors SET ended_at = \(act.now) WHERE id = \(id) AND ended_at IS NULL")
            let open = try act.tx.rows("""
                SELECT b.id AS id, b.account_id AS account_id, b.request_id AS request_id FROM mentor_bookings b JOIN mentor_hours h ON h.id = b.hour_id
                WHERE h.mentor_id = \(id) AND h.starts_at > \(act.now) AND b.state = 'booked' ORDER BY b.id
                """)
            for row in open {
                let account: ID<Account> = try row("account_id"), request: String = try row("request_id")
                try act.end(try row("id"), .cancel)
                try act.tell(account, Words("导师预约取消：\(mentor.name)", "A mentor's hour is cancelled: \(mentor.name)"), Words("导师不再提供辅导，请另约。", "The mentor helps no more; please book another."),
                    link: Receipt(.request, request))
            }
            try act.tx.run("UPDATE mentor_hours SET withdrawn_at = \(act.now) WHERE mentor_id = \(id) AND withdrawn_at IS NULL AND starts_at > \(act.now)")
            act.audit("mentor", id.rawValue, "mentor_ended")
            return Receipt(.mentor)
        }
    }
}

/// Hours of a mentor are published for a day: one after the other, each for one person.
///
/// Effects: the hours; an audit record. An hour that overlaps another of the same mentor is refused.
public struct PublishHours: Codable, Sendable {
    public let from: Instant?
    /// 30 to 60.
    public let minutes: Int?
    /// So many one after the other; one if left out.
    public let count: Int?
    public let place: String

    public init(from: Instant?, minutes: Int?, count: Int? = nil, place: String) {
        self.from = from
        self.minutes = minutes
        self.count = count
        self.place = place
    }

    public func callAsFunction(_ house: House, _ id: ID<Mentor>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let mentor = try act.loadMentor(id, where: "m.ended_at IS NULL AND \(RequestAccess.held("m", actor))")
            var fields: [Refusal.Field] = []
            let minutes = minutes ?? 0, count = count ?? 1
            if !(30...60).contains(minutes) { fields.append(.init("minutes", Words("每次 30 至 60 分钟", "From 30 to 60 minutes each"))) }
            if !(1...12).contains(count) { fields.append(.init("count", Words("一次发布 1 至 12 个时段", "One to twelve at a time"))) }
            if !(1...120).contains(place.trimmed.count) { fields.append(.init("place", Words("请填写地点或线上方式（最多 120 字）", "Please give the place (at most 120 characters)"))) }
            if from.map({ $0 <= act.now || $0 > act.now.adding(seconds: 180 * 86_400) }) ?? true { fields.append(.init("from", Words("请填写从现在起 180 天内的时间", "A time from now on, within 180 days"))) }
            guard fields.isEmpty, let from, let account = actor.account else { throw Refusal.invalid(fields) }
            let end = from.adding(seconds: minutes * 60 * count)
            let near = try act.tx.rows("""
                SELECT starts_at, minutes FROM mentor_hours WHERE mentor_id = \(id) AND withdrawn_at IS NULL AND starts_at < \(end) AND starts_at > \(from.adding(seconds: -3600)) ORDER BY starts_at
                """)
            for row in near {
                let start: Instant = try row("starts_at"), length: Int = try row("minutes")
                if start.adding(seconds: length * 60) > from { throw Refusal.invalid([.init("from", Words("与已发布的 \(Zone.china.minute(start)) 重叠", "It overlaps the hour of \(Zone.china.minute(start))"))]) }
            }
            for index in 0..<count {
                try act.tx.run("""
                    INSERT INTO mentor_hours (id, mentor_id, starts_at, minutes, place, by_account, created_at)
                    VALUES (\(try act.newID(MentorHour.self)), \(id), \(from.adding(seconds: minutes * 60 * index)), \(minutes), \(place.trimmed), \(account), \(act.now))
                    """)
            }
            act.audit("mentor", id.rawValue, "hours_published", detail: ["count": String(count)])
            return mentor.receipt
        }
    }
}

/// An hour that nobody has booked is taken back.
///
/// Effects: the hour is out of use; an audit record.
public struct WithdrawHour: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<MentorHour>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            guard let owner: ID<Mentor> = try act.tx.value("SELECT mentor_id FROM mentor_hours WHERE id = \(id)") else { throw Refusal.notFound }
            let mentor = try act.loadMentor(owner, where: RequestAccess.held("m", actor))
            _ = try act.tx.row("SELECT id FROM mentor_hours WHERE id = \(id)\(act.dialect.lock)")
            guard try act.tx.row("SELECT id FROM mentor_bookings WHERE hour_id = \(id) AND state <> 'cancelled'") == nil else {
                throw Refusal(.conflict, "hour_taken", Words("这个时段已有人预约", "Somebody has booked this hour"), next: Words("请先取消预约", "Cancel the booking first"))
            }
            let changed = try act.tx.run("UPDATE mentor_hours SET withdrawn_at = \(act.now) WHERE id = \(id) AND withdrawn_at IS NULL")
            guard changed == 1 else { throw Casework.changedMeanwhile }
            act.audit("mentor", owner.rawValue, "hour_withdrawn", detail: ["hour": id.rawValue])
            return mentor.receipt
        }
    }
}
