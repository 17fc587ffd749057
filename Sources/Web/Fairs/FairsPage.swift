import Domain
import Markup
import Services

/// Job fairs 招聘会: the next ones first.
struct FairsPage: ModelPage {
    let model: FairList

    init(_ model: FairList) { self.model = model }

    func title(in language: Language) -> String { Words("招聘会", "Job fairs")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("报名后，系统按各方的时间和意向统一排期，每场面谈都说明匹配理由。", "Sign up, and everybody’s meetings are scheduled together; each says why the two fit."),
            actions: model.mayPlan ? view(Button(view("筹办招聘会", "Plan a fair"), href: Paths.newFair())) : .empty)))\
        \(view(Table(title(in: view.language), columns: [
            .main(view("名称", "Fair")), Table.Column(view("时间", "When")), Table.Column(view("地点", "Where")), .number(view("参会单位", "Employers")), .number(view("岗位", "Jobs")),
            .number(view("剩余名额", "Places left")), Table.Column(view("状态", "State")),
        ], rows: model.fairs.map { row($0, view) }, empty: EmptyState(view("近期没有招聘会", "No fairs at present"), view("可先查看驿站和岗位。", "Have a look at the stations meanwhile.")))))\
        \(view(Pager(previous: nil, next: model.next.map { Paths.fairs().with("after", $0) })))
        """
    }

    private func row(_ fair: FairSummary, _ view: View) -> [HTML] {
        [
            "<a href=\"\(Paths.fair(fair.id))\">\(fair.title)</a><br><span class=\"hint\">\(view(fair.organiser))</span>", view.time(fair.begins), "\(fair.place)", "\(fair.employers)", "\(fair.jobs)",
            "\(fair.free)", view(Tag(fair.state, view)),
        ]
    }
}

/// The form of a new fair.
struct NewFairPage: Page {
    let stations: [FairStation]
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case stations }

    init(_ stations: [FairStation], _ filled: Filled = .nothing) {
        self.stations = stations
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("筹办招聘会", "Plan a fair")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("先填写时间和规模，再邀请单位；开放报名前只有举办方和受邀单位可以看到。", "Say when and how large; then invite employers. Until you open it, only you and those invited see it."),
            trail: [Link(view("招聘会", "Job fairs"), to: Paths.fairs())])))\
        \(view(FormFrame(Paths.fairs(), in: filled, buttons: [Button(view("保存，去邀请单位", "Save and invite employers"))]) { "\(what(view))\(size(view))" }))
        """
    }

    private func what(_ view: View) -> HTML {
        view(FieldGroup(view("招聘会", "The fair")) {
            """
            \(if: !stations.isEmpty, view(Field("station", view("举办驿站", "Station"), .select(stations.map { Option($0.id.rawValue, $0.name) }),
                hint: view("部门举办的不填", "Leave out for a fair of your office"), optional: true, width: .middle, in: filled)))\
            \(view(Field("title", view("名称", "Title"), hint: view("例：人工智能人才专场招聘会", "For example: AI talents’ fair"), in: filled)))\
            \(view(Field("place", view("地点", "Place"), in: filled)))\(view(Field("begins", view("开始时间", "Begins"), .moment, in: filled)))\
            \(view(Field("closes", view("报名截止", "Sign-up ends"), .moment, hint: view("不填为前一天 12:00", "Noon of the day before if left out"), optional: true, in: filled)))
            """
        })
    }

    private func size(_ view: View) -> HTML {
        view(FieldGroup(view("规模", "Size")) {
            """
            \(view(Field("minutes", view("每次面谈", "A meeting lasts"), .number(unit: view("分钟", "minutes")), in: filled)))\
            \(view(Field("slots", view("时段", "Slots"), .number(unit: view("个", "slots")), hint: view("一个接一个，1 至 48 个", "One after the other, 1 to 48"), in: filled)))\
            \(view(Field("tables", view("每家单位最多洽谈桌", "Tables of an employer at most"), .number(unit: view("张", "tables")), hint: view("同一时段可同时面谈的人数", "How many it can meet at once"), in: filled)))\
            \(view(Field("places", view("人才名额", "Places for talents"), .number(unit: view("人", "people")), in: filled)))
            """
        })
    }
}

extension Tag {
    init(_ state: FairState, _ view: View) {
        let kind: Kind = switch state {
        case .draft: .idle
        case .open: .action
        case .closed: .active
        case .scheduled: .active
        case .over: .good
        case .cancelled: .bad
        }
        self.init(view(state.words), kind)
    }

    init(_ answer: FairAnswer, _ view: View) {
        switch answer {
        case .invited: self.init(view("待答复", "Invited"), .action)
        case .accepted: self.init(view("参加", "Takes part"), .good)
        case .declined: self.init(view("谢绝", "Declined"), .idle)
        case .left: self.init(view("已退出", "Left"), .bad)
        }
    }

    init(_ state: FairMeetingState, _ view: View) {
        switch state {
        case .planned: self.init(view("待面谈", "Planned"), .active)
        case .cancelled: self.init(view("已取消", "Cancelled"), .idle)
        case .held: self.init(view("已面谈", "Held"), .good)
        case .absent: self.init(view("未到", "Absent"), .bad)
        }
    }
}
