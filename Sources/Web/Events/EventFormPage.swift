import Domain
import Markup
import Services

/// The form of an event, new or kept.
struct EventFormPage: ModelPage {
    let model: EventForm
    private let filled: Filled

    init(_ model: EventForm) { self.init(model, nil) }

    init(_ model: EventForm, _ filled: Filled?) {
        self.model = model
        // Who works for one station has nothing to choose.
        let station = !model.isOffice && model.stations.count == 1 ? model.stations.map(\.id) : []
        self.filled = filled ?? Filled(model.id == nil ? ["groupMost": ["1"], "station": station] : model.values)
    }

    func title(in language: Language) -> String { (model.id == nil ? Words("筹办活动", "Plan an event") : Words("修改活动", "Change the event"))(language) }

    func body(_ view: View) -> HTML {
        let lead = model.state == .open ? view("活动已发布：时间或地点有变时，已报名的人会收到通知；问题不能再改。", "It is announced: whoever registered is told of another time or place, and the questions stay.")
            : view("先保存草稿，核对后再发布；发布前只有本单位可以看到。", "Keep it as a draft first. Until it is announced, you alone see it.")
        return """
            \(view(PageHeader(title(in: view.language), lead: lead, trail: EventPieces.trail(view))))\
            \(view(FormFrame(model.id.map { Paths.eventForm($0) } ?? Paths.events(), in: filled,
                buttons: [Button(model.state == .open ? view("保存", "Save") : view("保存草稿", "Save the draft"))]) { "\(what(view))\(whenAndWhere(view))\(registration(view))\(questions(view))" }))
            """
    }

    private func what(_ view: View) -> HTML {
        view(FieldGroup(view("活动", "The event")) {
            """
            \(if: model.id == nil && !model.stations.isEmpty, view(Field("station", view("举办驿站", "Station"), .select(EventPieces.options(model.stations, view)),
                hint: model.isOffice ? view("部门举办的不填", "Leave out for an event of your office") : nil, optional: model.isOffice, width: .middle, in: filled)))\
            \(view(Field("type", view("类型", "Kind"), .select(EventPieces.options(model.types, view)), width: .middle, in: filled)))\
            \(view(Field("title", view("名称", "Title"), hint: view("例：人工智能人才项目对接沙龙", "For example: projects and people in artificial intelligence"), in: filled)))\
            \(view(Field("summary", view("介绍", "What it is about"), .longText(rows: 6), hint: view("内容、嘉宾、适合谁参加，10 至 3000 字", "Content, guests, for whom; 10 to 3000 characters"), in: filled)))\
            \(view(Field("field", view("领域", "Field"), .select(EventPieces.options(model.fields, view)), optional: true, width: .middle, in: filled)))\
            \(if: !model.fairs.isEmpty, view(Field("fair", view("其中的招聘会", "The job fair within it"), .select(EventPieces.options(model.fairs, view)), optional: true, width: .middle, in: filled)))
            """
        })
    }

    private func whenAndWhere(_ view: View) -> HTML {
        view(FieldGroup(view("时间和地点", "When and where")) {
            """
            \(view(Field("begins", view("开始", "Begins"), .moment, in: filled)))\(view(Field("ends", view("结束", "Ends"), .moment, in: filled)))\
            \(view(Field("online", view("线上活动，不到现场", "Online only"), .checkbox, in: filled)))\
            \(view(Field("place", view("地点", "Place"), hint: view("线上活动填会议号或进入方式", "For an online event: the meeting number or link"), in: filled)))\
            \(view(Field("area", view("区域", "District"), .select(EventPieces.options(model.areas, view)), optional: true, width: .middle, in: filled)))\
            \(view(Field("latitude", view("纬度", "Latitude"), hint: view("WGS84，用于地图，例：36.1262", "WGS84, for the map: 36.1262"), optional: true, width: .narrow, in: filled)))\
            \(view(Field("longitude", view("经度", "Longitude"), optional: true, width: .narrow, in: filled)))
            """
        })
    }

    private func registration(_ view: View) -> HTML {
        view(FieldGroup(view("报名", "Registration")) {
            """
            \(view(Field("seats", view("名额", "Seats"), .number(unit: view("人", "people")), in: filled)))\
            \(view(Field("opens", view("报名开始", "Registration opens"), .moment, hint: view("不填为发布即可报名", "At once if left out"), optional: true, in: filled)))\
            \(view(Field("closes", view("报名截止", "Registration ends"), .moment, hint: view("不填为活动开始时", "When the event begins if left out"), optional: true, in: filled)))\
            \(view(Field("groupMost", view("每次报名最多", "One registration is for at most"), .number(unit: view("人", "people")), in: filled)))\
            \(view(Field("approval", view("报名须经审核", "Each registration is approved"), .checkbox, in: filled)))\
            \(view(Field("waitlist", view("满员后可以候补", "Who comes later may wait in line"), .checkbox, in: filled)))
            """
        })
    }

    private func questions(_ view: View) -> HTML {
        view(FieldGroup(view("报名时的问题", "Questions"), says: view("只问办会需要的；回答加密保存，只有主办方看到。", "Ask only what you need. Answers are kept encrypted, for you alone.")) {
            view(Field("questions", view("问题", "Questions"), .rows([
                Field("label", view("问题", "Question")), Field("kind", view("回答方式", "Answer"), .select(EventQuestion.Kind.allCases.map { Option($0.rawValue, view($0.words)) })),
                Field("options", view("选项（单选，用逗号分隔）", "Options, with commas"), optional: true), Field("required", view("必答", "Required"), .checkbox, optional: true),
            ], atLeast: 0, atMost: EventQuestion.most), optional: true, in: filled))
        })
    }
}
