import Domain
import Markup
import Services

/// The organiser's page: invitations, counts, and the schedule as a grid of employers and slots.
struct FairSchedulePage: ModelPage {
    let model: FairScheduleView
    private let filled: Filled

    init(_ model: FairScheduleView) { self.init(model, .nothing) }

    init(_ model: FairScheduleView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    private var fair: FairSummary { model.summary }

    func title(in language: Language) -> String { Words("\(fair.title)：邀请与排期", "\(fair.title): invitations and schedule")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), trail: [Link(view("招聘会", "Job fairs"), to: Paths.fairs()), Link(fair.title, to: Paths.fair(fair.id))], aside: view(Tag(fair.state, view)))))\
        \(counts(view))\(steps(view))\(grid(view))\(invited(view))\(invite(view))\(cancel(view))
        """
    }

    private func counts(_ view: View) -> HTML {
        var facts = [
            Fact(view("已报名人才", "Talents signed up"), "\(view.number(model.talents))"), Fact(view("洽谈桌场次", "Table slots"), "\(view.number(model.seats))"),
            Fact(view("已排面谈", "Meetings"), "\(view.number(model.meetings.count))"), Fact(view("尚无面谈的人才", "Talents without a meeting"), "\(view.number(model.unmet))"),
        ]
        if let total = model.total, let bound = model.bound {
            let best = total == bound ? view("已证明为最优", "proven to be the best")
                : view("与理论上限 \(view.number(bound)) 相差 \(view.number(bound - total))", "at most \(view.number(bound - total)) below any other (bound \(view.number(bound)))")
            facts.append(Fact(view("匹配总分", "Sum of fits"), "\(view.number(total)) · \(best)"))
        }
        if let at = model.scheduledAt { facts.append(Fact(view("排期时间", "Scheduled"), view.time(at))) }
        return view(Facts(facts))
    }

    private func steps(_ view: View) -> HTML {
        switch fair.state {
        case .draft: view(PostButton(view("开放报名", "Open the sign-up"), to: Paths.fairOpening(fair.id)))
        case .open: view(PostButton(view("截止报名并排期", "End the sign-up and schedule"), to: Paths.fairClosing(fair.id), confirm: view("截止后不能再报名。确定吗？", "Nobody can sign up any more. Go on?")))
        case .closed, .scheduled, .over, .cancelled: .empty
        }
    }

    private func grid(_ view: View) -> HTML {
        guard !model.meetings.isEmpty else { return .empty }
        let there = model.employers.filter { employer in employer.answer == .accepted || model.meetings.contains { $0.employer == employer.id } }
        let byCell = Dictionary(grouping: model.meetings) { "\($0.employer)/\($0.slot.number)" }
        let rows: [[HTML]] = there.map { employer in
            ["\(employer.name)"] + model.slots.map { slot in
                let cell = byCell["\(employer.id)/\(slot.number)"] ?? []
                if cell.isEmpty { return employer.absent.contains(slot.number) ? "<span class=\"hint\">\(view("不在", "Away"))</span>" : .empty }
                let sitting = cell.map { view("\($0.desk) 号桌 \($0.talent)（\(($0.weight + 5) / 10)）", "\($0.desk): \($0.talent) (\(($0.weight + 5) / 10))") }
                return "\(each: sitting.enumerated(), { index, words in "\(if: index > 0, "<br>")\(words)" })"
            }
        }
        return view(Panel(view("排期", "Schedule"), id: "schedule", aside: "<span class=\"hint\">\(view("括号内为排期时的匹配度，含指名加分", "In brackets the fit as it counted, with what a wish adds"))</span>") {
            "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"\(view("排期", "Schedule"))\">\(view(Table(view("排期", "Schedule"), columns: [.main(view("单位", "Employer"))] + model.slots.map { Table.Column("\(view.clock($0.begins))") }, rows: rows, empty: EmptyState(view("没有单位参加", "No employers")))))</div>"
        })
    }

    private func invited(_ view: View) -> HTML {
        view(Panel(view("受邀单位", "Invited employers"), id: "employers") {
            view(Table(view("受邀单位", "Invited employers"), columns: [
                .main(view("单位", "Employer")), Table.Column(view("岗位", "Jobs")), .number(view("洽谈桌", "Tables")), Table.Column(view("答复", "Answer")), .action(view("时间表", "Timetable")),
            ], rows: model.employers.map { employer in [
                "\(employer.name)", FairPieces.jobs(employer.jobs, view), "\(employer.tables)", view(Tag(employer.answer, view)), view(Link(view("查看", "Open"), to: Paths.fairEmployer(employer.id))),
            ] }, empty: EmptyState(view("还没有邀请单位", "Nobody is invited yet"), view("在下面选择单位。", "Choose employers below."))))
        })
    }

    private func invite(_ view: View) -> HTML {
        guard FairState.gathering.contains(fair.state) else { return .empty }
        return view(FormFrame(Paths.fairInvitations(fair.id), in: filled, small: true, buttons: [Button(view("发出邀请", "Invite"), .secondary)]) {
            view(Panel(view("邀请单位", "Invite an employer"), id: "invite") {
                model.candidates.isEmpty
                    ? "<p>\(view("没有可以再邀请的单位：须有驿站、区市担保或部门核验，并有招聘中的岗位。", "Nobody else can be invited: somebody has to stand behind an employer, and it needs open jobs."))</p>"
                    : view(Field("organisation", view("单位", "Employer"),
                        .select(model.candidates.map { Option($0.id.rawValue, view("\($0.name)（\($0.jobs) 个岗位）", "\($0.name) (\($0.jobs) jobs)")) }), width: .middle, in: filled))
            })
        })
    }

    private func cancel(_ view: View) -> HTML {
        guard fair.state.after(.cancel) != nil else { return .empty }
        return view(FormFrame(Paths.fairCancellation(fair.id), in: filled, small: true, buttons: [Button(view("取消招聘会", "Call the fair off"), .danger)]) {
            view(Panel(view("取消招聘会", "Call the fair off"), id: "cancellation") { view(Field("reason", view("原因（公开）", "Reason, which everybody can read"), .longText(rows: 2), in: filled)) })
        })
    }
}

/// An employer's timetable: whom it meets, when and why; after a meeting, what became of it.
struct FairTimetablePage: ModelPage {
    let model: FairEmployerTimetable

    init(_ model: FairEmployerTimetable) { self.model = model }

    func title(in language: Language) -> String { Words("\(model.employer.name)：面谈时间表", "\(model.employer.name): timetable")(language) }

    func body(_ view: View) -> HTML {
        let fair = model.summary, meetings = model.meetings.filter { $0.state != .cancelled }
        let leave = PostButton(view("退出招聘会", "Leave the fair"), .danger, to: Paths.fairEmployerLeaving(model.employer.id),
            confirm: view("退出后，本单位的面谈全部取消。确定吗？", "All your meetings are cancelled. Go on?"))
        return """
            \(view(PageHeader(title(in: view.language), lead: fair.title,
                trail: [Link(view("招聘会", "Job fairs"), to: Paths.fairs()), Link(fair.title, to: Paths.fair(fair.id))], aside: view(Tag(model.employer.answer, view)))))\
            \(FairPieces.facts(fair, view))\
            \(view(Table(view("面谈时间表", "Timetable"), columns: [
                .main(view("时间", "When")), Table.Column(view("洽谈桌", "Table")), Table.Column(view("人才", "Talent")), Table.Column(view("岗位", "Job")),
                    Table.Column(view("为什么", "Why")), Table.Column(view("结果", "Outcome")), .action(view("登记", "Mark")),
            ], rows: meetings.map { row($0, view) }, empty: EmptyState(view("还没有面谈", "No meetings yet"), view("报名截止后统一排期。", "They are set when sign-up ends.")))))\(if: model.mayLeave, view(leave))
            """
    }

    private func row(_ meeting: FairMeetingView, _ view: View) -> [HTML] {
        let begun = meeting.slot.begins <= model.now
        func mark(_ outcome: MarkMeeting.Outcome, _ words: String) -> HTML { view(PostButton(words, .secondary, to: Paths.fairMeetingMark(meeting.id), fields: [("outcome", outcome.rawValue)])) }
        return [
            "\(FairPieces.slot(meeting.slot, view))", "\(view("\(meeting.desk) 号桌", "Table \(meeting.desk)"))", "\(meeting.talent)",
                FairPieces.job(meeting.job, view), FairPieces.reasons(meeting.reasons, for: .employer, view), view(Tag(meeting.state, view)),
            "\(if: begun && meeting.state != .held, mark(.held, view("已面谈", "Held")))\(if: begun && meeting.state != .absent, mark(.absent, view("未到", "Absent")))",
        ]
    }
}
