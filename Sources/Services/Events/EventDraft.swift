import Domain
import SQL

/// An event as somebody types it.
public struct EventDraft: Codable, Sendable {
    /// One of the programme's kinds, by id.
    public let type: String
    public let title: String
    public let summary: String
    public let field: String?
    public let area: String?
    /// The address, or for one on the screen where it is to be found there.
    public let place: String
    /// WGS84.
    public let latitude: Double?
    public let longitude: Double?
    /// On the screen alone: nobody comes to a place.
    public let online: Bool?
    public let begins: Instant
    public let ends: Instant
    public let seats: Int
    /// Registration begins at once where nothing is said.
    public let opens: Instant?
    /// Registration ends when the event begins where nothing is said.
    public let closes: Instant?
    /// The organiser approves each registration.
    public let approval: Bool?
    /// How many one registration may be for; 1 where nothing is said.
    public let groupMost: Int?
    public let waitlist: Bool?
    public let questions: [Question]?
    /// The station that runs it; an office of the actor's where none is named. Of a new event alone.
    public let station: ID<Station>?
    /// The job fair that takes place within it.
    public let fair: ID<Fair>?

    public struct Question: Codable, Sendable {
        public let label: String
        public let kind: EventQuestion.Kind
        /// Of a choice, with commas between.
        public let options: String?
        public let required: Bool?

        public init(label: String, kind: EventQuestion.Kind, options: String? = nil, required: Bool? = nil) {
            self.label = label
            self.kind = kind
            self.options = options
            self.required = required
        }
    }

    public init(
        type: String, title: String, summary: String, field: String? = nil, area: String? = nil, place: String, latitude: Double? = nil, longitude: Double? = nil, online: Bool? = nil,
        begins: Instant, ends: Instant, seats: Int, opens: Instant? = nil, closes: Instant? = nil, approval: Bool? = nil, groupMost: Int? = nil, waitlist: Bool? = nil,
        questions: [Question]? = nil, station: ID<Station>? = nil, fair: ID<Fair>? = nil
    ) {
        self.type = type
        self.title = title
        self.summary = summary
        self.field = field
        self.area = area
        self.place = place
        self.latitude = latitude
        self.longitude = longitude
        self.online = online
        self.begins = begins
        self.ends = ends
        self.seats = seats
        self.opens = opens
        self.closes = closes
        self.approval = approval
        self.groupMost = groupMost
        self.waitlist = waitlist
        self.questions = questions
        self.station = station
        self.fair = fair
    }

    /// What is kept of it, once it is in order.
    struct Terms {
        let opensAt: Instant
        let closesAt: Instant
        let groupMost: Int
        /// JSON.
        let questions: String
    }

    /// Days ahead that an event may begin.
    static let furthest = 400
    static let mostSeats = 20_000

    /// - Throws: `invalid` with a word for each field.
    func terms(_ programme: Programme, now: Instant, isNew: Bool) throws -> Terms {
        guard let rules = programme.events else { throw EventRefusals.none }
        var fields: [Refusal.Field] = []
        func want(_ good: Bool, _ field: String, _ words: Words) { if !good { fields.append(.init(field, words)) } }
        want(rules.type(type) != nil, "type", Words("请选择活动类型", "Choose a kind of event"))
        want((2...60).contains(title.trimmed.count), "title", Words("请填写名称（2 至 60 字）", "A title of 2 to 60 characters, please"))
        want((10...3000).contains(summary.trimmed.count), "summary", Words("请填写介绍（10 至 3000 字）", "A description of 10 to 3000 characters, please"))
        want((2...120).contains(place.trimmed.count), "place", Words("请填写地点（2 至 120 字）", "A place of 2 to 120 characters, please"))
        if let field, !field.isEmpty { want(programme.fields.contains { $0.id == field }, "field", Words("请从列表中选择", "Choose one of the list")) }
        if let area, !area.isEmpty { want(programme.area(area) != nil, "area", Words("请从列表中选择", "Choose one of the list")) }
        want((latitude == nil) == (longitude == nil), "latitude", Words("经纬度须同时填写", "Latitude and longitude go together"))
        if let latitude { want((-90...90).contains(latitude), "latitude", Words("纬度为 -90 至 90", "-90 to 90")) }
        if let longitude { want((-180...180).contains(longitude), "longitude", Words("经度为 -180 至 180", "-180 to 180")) }
        want((1...Self.mostSeats).contains(seats), "seats", Words("名额为 1 至 \(Self.mostSeats)", "1 to \(Self.mostSeats) seats"))
        let group = groupMost ?? 1
        want((1...100).contains(group) && group <= max(seats, 1), "groupMost", Words("每次报名 1 至 100 人，不超过名额", "1 to 100, and no more than the seats"))
        let latest = Zone.china.instant(Zone.china.day(of: now).adding(Self.furthest))
        want(begins <= latest && (!isNew || begins > now), "begins", Words("开始时间须在现在之后、\(Self.furthest) 天之内", "After now and within \(Self.furthest) days"))
        want(ends > begins && ends <= begins.adding(seconds: 14 * 86_400), "ends", Words("结束时间须在开始之后、14 天之内", "After it begins, within 14 days"))
        let opensAt = opens ?? min(now, begins), closesAt = closes ?? begins
        want(closesAt > opensAt && closesAt <= ends, "closes", Words("报名截止须在报名开始之后、活动结束之前", "After registration begins, before the event ends"))
        let asked = Self.questions(questions ?? [], &fields)
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        return Terms(opensAt: opensAt, closesAt: closesAt, groupMost: group, questions: try Stored.json(asked))
    }

    private static func questions(_ typed: [Question], _ fields: inout [Refusal.Field]) -> [EventQuestion] {
        if typed.count > EventQuestion.most { fields.append(.init("questions", Words("最多 \(EventQuestion.most) 个问题", "At most \(EventQuestion.most) questions"))) }
        return typed.prefix(EventQuestion.most).enumerated().map { index, question in
            let options = question.kind == .choice ? JobDraft.list(question.options ?? "") : []
            if !(2...100).contains(question.label.trimmed.count) { fields.append(.init("questions.\(index).label", Words("问题为 2 至 100 字", "2 to 100 characters"))) }
            if question.kind == .choice, !(2...20).contains(options.count) || options.contains(where: { $0.count > 60 }) {
                fields.append(.init("questions.\(index).options", Words("请填写 2 至 20 个选项，用逗号分隔，每项不超过 60 字", "2 to 20 options of at most 60 characters, with commas between")))
            }
            return EventQuestion(id: "q\(index + 1)", label: question.label.trimmed, kind: question.kind, options: options, required: question.required ?? false)
        }
    }
}

enum EventRefusals {
    static let none = Refusal(.conflict, "no_events", Words("本方案没有活动管理", "This programme has no events"))
    static let noOrganiser = Refusal(.forbidden, "no_organiser", Words("活动由驿站或部门举办", "Stations and offices hold events"), fields: [.init("station", Words("请选择举办的驿站", "Choose the station that runs it"))])

    /// What an event is now stands against a step.
    static func wrongState(_ state: EventState) -> Refusal {
        Refusal(.conflict, "event_\(state.rawValue)", Words("活动目前为“\(state.words.zh)”，不能这样办理", "The event is “\(state.words.en)” at present"))
    }

    static func hindered(_ why: [Words]) -> Refusal {
        Refusal(.conflict, "event_hindered", Words("发布前还需要：\(why.map(\.zh).joined(separator: "；"))", "Wanted before it is announced: \(why.map(\.en).joined(separator: "; "))"),
            next: Words("补齐后再发布", "Complete these, then announce it"))
    }
}
