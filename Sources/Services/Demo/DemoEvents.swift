import Domain
import SQL

/// Events of the demonstration: one of last week with its attendance and what people said of it, one of this week with seats left, one that is full with a waitlist, and one of an office that approves
/// each registration. Where something stands against announcing one, it stays a draft.
struct DemoEvents {
    let house: House
    /// The station's people.
    let park: Actor
    /// Somebody in an office.
    let office: Actor

    /// Who registers, by phone number of the demonstration.
    private static let people = [("13800000021", "李雪"), ("13800000022", "王航"), ("13800000023", "Emma Fischer"), ("13800000024", "周凯")]

    /// A week before the story stops: the event of the next morning.
    func announceFirst(guests: [Actor]) async throws -> ID<Event>? {
        let tomorrow = Zone.china.day(of: try await house.now()).adding(1)
        guard let event = try await announced(by: park, at: try await station(), type: "salon", on: tomorrow, hour: 11, hours: 2, seats: 30, title: "海洋大数据早餐会（示例）",
            summary: "十家企业的技术负责人谈正在做的项目和缺的人。\n面向近三年毕业和有意来青的数据方向人才。", field: "big_data") else { return nil }
        for guest in guests { _ = try await TakeSeat()(house, event, by: guest) }
        return event
    }

    /// At its door: all but the last come, and somebody without a registration.
    func receive(_ event: ID<Event>?, guests: [Actor]) async throws {
        guard let event else { return }
        for guest in guests.dropLast() {
            guard let seat = try await house.event(event, for: guest).own, let token = try await house.seat(seat.id, for: guest).token else { continue }
            _ = try await CheckInSeat(code: token)(house, event, by: park)
        }
        _ = try await TakeWalkIn(name: "孙女士", phone: "13800004999", people: 2)(house, event, by: park)
    }

    /// After its end some of those who came say how it was.
    func answer(_ event: ID<Event>?, guests: [Actor]) async throws {
        guard let event else { return }
        for (guest, answer) in zip(guests.dropLast(), [(5, "企业讲得很具体，当场约了两次面谈。"), (4, "时间再长一些更好。")]) {
            guard let seat = try await house.event(event, for: guest).own else { continue }
            _ = try await AnswerSurvey(stars: answer.0, comment: answer.1)(house, seat.id, by: guest)
        }
    }

    /// The week in which the story stops.
    func play() async throws {
        let today = Zone.china.day(of: try await house.now()), thursday = today.adding((4 - today.weekday + 7) % 7), station = try await station()
        var talents: [(actor: Actor, name: String)] = []
        for (phone, name) in Self.people { if let actor = try await talent(phone) { talents.append((actor, name)) } }

        if let salon = try await announced(by: park, at: station, type: "salon", on: thursday, hour: 14, hours: 3, seats: 40, title: "人工智能项目对接沙龙（示例）",
            summary: "五个在研项目路演，每个项目三十分钟，随后自由交流。\n适合算法、产品和机器人方向的人才；可带同事一起来。", field: "ai", group: 4, waitlist: true,
            questions: [.init(label: "您的研究或工作方向", kind: .text), .init(label: "是否需要停车位", kind: .yesNo, required: true)]) {
            for talent in talents.prefix(2) { _ = try await TakeSeat(name: talent.name, answers: ["q1": ["人工智能"], "q2": ["no"]])(house, salon, by: talent.actor) }
        }
        if let small = try await announced(by: park, at: station, type: "training", on: thursday.adding(1), hour: 9, hours: 2, seats: 2, title: "创业第一课：股权和融资（小班，示例）",
            summary: "律师和投资人各一位，逐个看学员的方案。\n名额两人，满员后可以候补。", field: nil, waitlist: true) {
            for talent in talents { _ = try await TakeSeat(name: talent.name, wait: true)(house, small, by: talent.actor) }
        }
        if let visit = try await announced(by: office, at: nil, type: "exchange", on: today.adding(10), hour: 9, hours: 8, seats: 60, title: "走进驿站：高层次人才青岛行（示例）",
            summary: "一天走访三家驿站和五家企业，大巴接送，午餐由主办方提供。\n报名须经审核，优先安排有来青意向的人才。", field: "software", approval: true,
            questions: [.init(label: "最关心的方向", kind: .choice, options: "人工智能，集成电路，软件开发，其他", required: true)]) {
            for talent in talents.dropFirst(2) { _ = try await TakeSeat(name: talent.name, answers: ["q1": ["软件开发"]])(house, visit, by: talent.actor) }
        }
    }

    /// - Returns: nil where it stays a draft.
    private func announced(
        by actor: Actor, at station: ID<Station>?, type: String, on day: Day, hour: Int, hours: Int, seats: Int, title: String, summary: String, field: String?, group: Int = 1, approval: Bool = false,
        waitlist: Bool = false, questions: [EventDraft.Question] = []
    ) async throws -> ID<Event>? {
        guard let programme = house.library.programmes.first, let rules = programme.events, let kind = rules.type(type) ?? rules.types.first else { return nil }
        let begins = Zone.china.instant(day, hour: hour)
        let draft = EventDraft(
            type: kind.id, title: title, summary: summary, field: field, area: "laoshan", place: "青岛市崂山区松岭路示例1号 A 座多功能厅", latitude: 36.1262, longitude: 120.4676, begins: begins,
            ends: begins.adding(seconds: hours * 3600), seats: seats, approval: approval, groupMost: group, waitlist: waitlist, questions: questions, station: station)
        guard let id = ID<Event>(rawValue: try await KeepEvent(draft)(house, by: actor).id) else { throw Unexpected("event") }
        do { _ = try await OpenEvent()(house, id, by: actor) } catch let refusal as Refusal where refusal.code == "event_hindered" { return nil }
        return id
    }

    private func station() async throws -> ID<Station>? {
        let organisations = park.organisations.sorted()
        return try await house.database.read { tx in try tx.value("SELECT id FROM stations WHERE organisation_id IN (\(list: organisations)) ORDER BY id LIMIT 1") }
    }

    private func talent(_ phone: String) async throws -> Actor? {
        let indexes = try house.secrets.blindIndexes(phone, table: "accounts", column: "phone")
        let account: ID<Account>? = try await house.database.read { tx in
            try tx.value("SELECT t.account_id FROM accounts a JOIN talents t ON t.account_id = a.id WHERE a.phone_index IN (\(list: indexes)) AND t.closed_at IS NULL")
        }
        return account.map { Actor(kind: .person($0), name: "") }
    }
}
