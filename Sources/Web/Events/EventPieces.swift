import Domain
import Markup
import Services

extension EventFilter.Span: PathParameter {}

/// What pages of events are made of.
enum EventPieces {
    /// `12月10日 14:00 — 17:00`, or with both days where it is longer.
    static func when(_ event: EventSummary, _ view: View) -> HTML { when(event.begins, event.ends, view) }

    static func when(_ begins: Instant, _ ends: Instant, _ view: View) -> HTML {
        let sameDay = view.zone.day(of: begins) == view.zone.day(of: ends)
        return "\(view.time(begins)) — \(sameDay ? view.clock(ends) : view(ends))"
    }

    /// Seats in words: what somebody who wants to come finds.
    static func seats(_ event: EventSummary, _ view: View) -> String {
        switch event.registration {
        case .notYet: view("报名尚未开始，共 \(event.seats) 个名额", "Registration is not open yet; \(event.seats) seats")
        case .open: event.left <= 10 ? view("仅剩 \(event.left) 个名额", event.left == 1 ? "One seat left" : "Only \(event.left) seats left") : view("余 \(event.left) 个名额", "\(event.left) seats left")
        case .waitlist: view("名额已满，可候补", "Full; you can wait in line")
        case .full: view("名额已满", "Full")
        case .closed: view("报名已截止", "Registration has ended")
        }
    }

    static func facts(_ event: EventSummary, _ view: View) -> [Fact] {
        let station: HTML? = event.stationName.flatMap { name in event.station.map { "<a href=\"\(Paths.station($0))\">\(name)</a>" } }
        // A station that runs its own event in its own name is named once.
        let isOwn = event.naming == nil && event.stationName == event.organiser.zh
        return [
            Fact(view("时间", "When"), when(event, view)), Fact(view("地点", "Where"), "\(event.place)\(if: !event.onSite, " \(view(Tag(view("线上", "Online"), .idle)))")"),
            event.naming.map { Fact(view("主办和承办", "Held by"), "\($0)") } ?? Fact(view("主办", "Held by"), isOwn ? station ?? "\(view(event.organiser))" : "\(view(event.organiser))"),
            isOwn ? nil : station.map { Fact(event.naming == nil ? view("承办驿站", "Run by") : view("驿站", "Station"), $0) },
            Fact(view("类型", "Kind"), "\(view(event.type))"), event.field.map { Fact(view("领域", "Field"), "\(view($0))") }, event.area.map { Fact(view("区域", "District"), "\(view($0))") },
        ].compactMap(\.self)
    }

    static func link(_ event: EventSummary) -> HTML { "<a href=\"\(Paths.event(event.id))\">\(event.title)</a>" }

    static func trail(_ view: View, _ event: EventSummary? = nil) -> [Link] {
        [Link(view("活动", "Events"), to: Paths.events())] + (event.map { [Link($0.title, to: Paths.event($0.id))] } ?? [])
    }

    static func options(_ choices: [EventChoice], _ view: View) -> [Option] { choices.map { Option($0.id, view($0.name)) } }

    /// People by how they came.
    static func attendance(_ attendance: EventAttendance, _ view: View) -> HTML {
        view(Facts([
            Fact(view("已报名", "Registered"), "\(view.number(attendance.registered)) \(view("人", "people"))"), Fact(view("已签到", "Came"), "\(view.number(attendance.came)) \(view("人", "people"))"),
            Fact(view("现场加入", "Walk-ins"),
                "\(view.number(attendance.walkIns)) \(view("人", "people"))\(if: attendance.beyond > 0, "\(view("（其中超出名额 \(attendance.beyond) 人）", " (\(attendance.beyond) beyond the seats)"))")"),
        ]))
    }

    /// Where an event stands, for those who do not organise it: that its record is due is the organiser's business.
    static func state(_ state: EventState, _ view: View) -> Tag { state == .over ? Tag(view("已结束", "Over"), .idle) : Tag(state, view) }

    static func answer(_ answer: SeatView.Answer, _ view: View) -> String {
        guard answer.kind == .yesNo else { return answer.answer }
        return answer.answer == "yes" ? view("是", "Yes") : view("否", "No")
    }
}

extension Tag {
    init(_ state: EventState, _ view: View) {
        let kind: Kind = switch state {
        case .draft: .idle
        case .open: .active
        case .over: .action
        case .held: .good
        case .cancelled: .bad
        }
        self.init(view(state.words), kind)
    }

    init(_ state: SeatState, _ view: View) {
        let kind: Kind = switch state {
        case .waiting, .requested: .active
        case .registered, .came: .good
        case .missed, .refused: .bad
        case .cancelled, .over: .idle
        }
        self.init(view(state.words), kind)
    }
}
