import Domain
import SQL

/// A station or an office plans a job fair 招聘会.
///
/// Effects: the fair as a draft that its organiser alone sees; an audit record.
public struct PlanFair: Codable, Sendable {
    public let title: String
    public let place: String
    public let begins: Instant
    /// How long a meeting is: 5…120.
    public let minutes: Int
    /// How many meetings one after the other: 1…48.
    public let slots: Int
    /// Tables that an employer may have at most, so many meetings of it at once: 1…20.
    public let tables: Int
    /// How many talents may sign up: 1…2000.
    public let places: Int
    /// When sign-up ends; noon of the day before where nothing is said.
    public let closes: Instant?
    /// The station that plans it; an office of the actor's where none is named.
    public let station: ID<Station>?

    public init(title: String, place: String, begins: Instant, minutes: Int, slots: Int, tables: Int, places: Int, closes: Instant? = nil, station: ID<Station>? = nil) {
        self.title = title
        self.place = place
        self.begins = begins
        self.minutes = minutes
        self.slots = slots
        self.tables = tables
        self.places = places
        self.closes = closes
        self.station = station
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            guard let account = actor.account else { throw Refusal.unauthenticated }
            let (programme, office) = try organiser(act)
            let close = closes ?? Self.usualClose(begins, now: act.now)
            try check(act.now, close)
            let id: ID<Fair> = try act.newID()
            try act.tx.run("""
                INSERT INTO fairs (id, programme_id, station_id, office, title, place, begins_at, slot_minutes, slots, tables_most, places, closes_at, state, revision, by_account, created_at)
                VALUES (\(id), \(programme), \(station), \(office), \(title.trimmed), \(place.trimmed), \(begins), \(minutes), \(slots), \(tables), \(places), \(close), 'draft', \(1), \(account), \(act.now))
                """)
            act.audit("fair", id.rawValue, "fair_planned", to: FairState.draft.rawValue, detail: ["station": station?.rawValue ?? "", "office": office ?? "", "begins": begins.description], isFirst: true)
            return Receipt(.fair, id.rawValue)
        }
    }

    /// Noon of the day before, or an hour before it begins where that has passed.
    static func usualClose(_ begins: Instant, now: Instant) -> Instant {
        let noon = Zone.china.instant(Zone.china.day(of: begins).adding(-1), hour: 12)
        return noon > now ? noon : begins.adding(seconds: -3600)
    }

    /// The programme, and the office where no station is named. A station needs its plaque.
    private func organiser(_ act: Act) throws -> (programme: String, office: String?) {
        if let station {
            guard let row = try act.tx.row("""
                SELECT s.programme_id AS programme FROM stations s JOIN plaques p ON p.station_id = s.id
                WHERE s.id = \(station) AND s.organisation_id IN (\(list: act.actor.organisations.sorted())) AND p.state = 'valid'
                """) else { throw Refusal.notFound }
            return (try row("programme"), nil)
        }
        guard let post = act.actor.posts.min(by: { ($0.programme, $0.office) < ($1.programme, $1.office) }) else {
            throw Refusal(.forbidden, "no_organiser", Words("招聘会由驿站或部门举办", "Stations and offices hold job fairs"), fields: [.init("station", Words("请选择举办的驿站", "Choose the station that holds it"))])
        }
        return (post.programme, post.office)
    }

    private func check(_ now: Instant, _ close: Instant) throws(Refusal) {
        var fields: [Refusal.Field] = []
        if !(2...60).contains(title.trimmed.count) { fields.append(.init("title", Words("请填写名称（2 至 60 字）", "A title of 2 to 60 characters, please"))) }
        if !(4...120).contains(place.trimmed.count) { fields.append(.init("place", Words("请填写地点（4 至 120 字）", "A place of 4 to 120 characters, please"))) }
        if !(5...120).contains(minutes) { fields.append(.init("minutes", Words("每次面谈 5 至 120 分钟", "A meeting lasts 5 to 120 minutes"))) }
        if !(1...48).contains(slots) { fields.append(.init("slots", Words("时段为 1 至 48 个", "1 to 48 slots"))) }
        if !(1...20).contains(tables) { fields.append(.init("tables", Words("每家单位 1 至 20 张洽谈桌", "1 to 20 tables for an employer"))) }
        if !(1...2000).contains(places) { fields.append(.init("places", Words("名额为 1 至 2000 人", "1 to 2,000 places"))) }
        let latest = Zone.china.instant(Zone.china.day(of: now).adding(FairRules.furthest))
        if begins < now.adding(seconds: 7200) || begins > latest {
            fields.append(.init("begins", Words("开始时间须在两小时之后、\(FairRules.furthest) 天之内", "It begins in two hours at the earliest, within \(FairRules.furthest) days")))
        } else if fields.isEmpty, FairSlots(begins: begins, minutes: minutes, count: slots) == nil {
            fields.append(.init("slots", Words("招聘会须在当天结束", "The fair has to end on its own day")))
        }
        if close <= now || close > begins { fields.append(.init("closes", Words("截止时间须在现在之后、开始之前", "Sign-up ends after now and before the fair begins"))) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
    }
}

/// The organiser opens the sign-up.
///
/// Effects: everybody sees the fair; its closing, a reminder the day before and its end fall due; an audit record.
public struct OpenFair: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Fair>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let fair = try act.loadFair(id, where: FairReader.organised(by: actor))
            guard fair.closesAt > act.now else { throw FairRules.closed }
            try act.move(fair, .open, "fair_opened")
            act.due(.scheduleFair, id.rawValue, at: fair.closesAt)
            let reminder = Zone.china.instant(fair.day.adding(-1), hour: 18)
            if reminder > act.now { act.due(.remindFair, id.rawValue, at: reminder) }
            act.due(.endFair, id.rawValue, at: fair.slots.end)
            return fair.receipt
        }
    }
}

/// The organiser calls the fair off, with a reason.
///
/// Effects: meetings that are planned are cancelled; whoever takes part gets a message with the reason; nothing falls due any more; an audit record.
public struct CancelFair: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Fair>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = reason.trimmed
        guard (2...500).contains(text.count) else { throw Refusal.invalid([.init("reason", Words("请填写原因（2 至 500 字）", "Please give a reason (2 to 500 characters)"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let fair = try act.loadFair(id, where: FairReader.organised(by: actor))
            let kept = try act.keepReason(text, audience: .public)
            try act.move(fair, .cancel, "fair_cancelled", reason: kept)
            try act.nothingDue([.scheduleFair, .remindFair, .endFair], id.rawValue)
            try act.tx.run("UPDATE fair_meetings SET state = 'cancelled', changed_by = \(actor.account), changed_at = \(act.now) WHERE fair_id = \(id) AND state = 'planned'")
            let people = try act.tx.rows("SELECT account_id FROM fair_talents WHERE fair_id = \(id) AND left_at IS NULL ORDER BY place").map { try $0("account_id") as ID<Account> }
            let members = try act.tx.rows("""
                SELECT DISTINCT m.account_id AS account_id FROM fair_employers e JOIN members m ON m.organisation_id = e.organisation_id
                WHERE e.fair_id = \(id) AND e.answer IN ('invited', 'accepted') ORDER BY m.account_id
                """).map { try $0("account_id") as ID<Account> }
            try act.tell(people + members, Words("招聘会取消", "A job fair is called off"), Words("\(fair.words.zh)取消。原因：\(text)", "\(fair.words.en) is called off: \(text)"), link: fair.receipt)
            return fair.receipt
        }
    }
}

/// The organiser ends the sign-up before its time.
///
/// Effects: nobody signs up any more; the schedule is computed at once (`ScheduleFair`); an audit record.
public struct CloseSignUp: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Fair>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let receipt = try await house.perform(by: actor, once: once) { act in
            let fair = try act.loadFair(id, where: FairReader.organised(by: actor))
            try act.move(fair, .close, "sign_up_closed")
            // Should the process end before the schedule is there, the worker computes it.
            act.due(.scheduleFair, id.rawValue, at: act.now)
            return fair.receipt
        }
        _ = try await ScheduleFair().attempt(house, id)
        return receipt
    }
}

/// The day before a fair, in the evening. By the worker; harmless when repeated.
///
/// Effects: messages to whoever has meetings; an audit record, once.
struct RemindFair {
    func callAsFunction(_ house: House, _ id: ID<Fair>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let fair = try act.loadFair(id, where: "1 = 1")
            guard fair.state == .scheduled, fair.day == act.today.adding(1),
                  try act.tx.row("SELECT number FROM audit_records WHERE kind = 'fair' AND subject = \(id) AND verb = 'fair_reminded'") == nil else { return fair.receipt }
            let people = try act.tx.rows("""
                SELECT t.account_id AS account_id, MIN(m.slot) AS first, COUNT(*) AS n FROM fair_meetings m JOIN fair_talents t ON t.id = m.talent_id
                WHERE m.fair_id = \(id) AND m.state = 'planned' GROUP BY t.account_id ORDER BY t.account_id
                """)
            for row in people {
                let count: Int = try row("n"), first: Int = try row("first"), begin = Zone.china.text(fair.slots.begin(first)).dropFirst(11).prefix(5)
                try act.tell(try row("account_id") as ID<Account>, Words("明天参加招聘会", "Tomorrow: a job fair"),
                    Words("\(fair.words.zh)：您有 \(count) 场面谈，第一场 \(begin) 开始。", "\(fair.words.en): you have \(count) meetings, the first at \(begin)."), link: fair.receipt)
            }
            let members = try act.tx.rows("""
                SELECT DISTINCT b.account_id AS account_id FROM fair_employers e JOIN members b ON b.organisation_id = e.organisation_id
                WHERE e.fair_id = \(id) AND e.answer = 'accepted' ORDER BY b.account_id
                """).map { try $0("account_id") as ID<Account> }
            try act.tell(members, Words("明天参加招聘会", "Tomorrow: a job fair"), Words("\(fair.words.zh)，请查看贵单位的面谈时间表。", "\(fair.words.en): see your timetable."), link: fair.receipt)
            act.audit("fair", id.rawValue, "fair_reminded", from: fair.state.rawValue, to: fair.state.rawValue)
            return fair.receipt
        }
    }
}

/// The last slot has passed. By the worker; harmless when repeated.
///
/// Effects: the fair is over; an audit record. Meetings can still be marked.
struct EndFair {
    func callAsFunction(_ house: House, _ id: ID<Fair>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let fair = try act.loadFair(id, where: "1 = 1")
            guard fair.state == .scheduled, fair.slots.end <= act.now else { return fair.receipt }
            try act.move(fair, .end, "fair_over")
            return fair.receipt
        }
    }
}
