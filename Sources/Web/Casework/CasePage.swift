import Domain
import Markup
import Services

/// One case on one page, for its applicant and for the offices: where it stands, what was handed in, and what the person who looks can do.
struct CasePage: ModelPage {
    /// Which form came back with something to correct.
    enum Form: Sendable { case decision, assignment, note, reopening, withdrawal, amount }

    let model: CaseView
    private let returned: Form?
    private let filled: Filled
    /// An opinion was just given, and this is the page after it.
    private let done: Bool

    init(_ model: CaseView) { self.init(model, done: false) }

    init(_ model: CaseView, done: Bool) {
        self.model = model
        self.done = done
        returned = nil
        filled = .nothing
    }

    init(_ model: CaseView, _ returned: Form, _ filled: Filled) {
        self.model = model
        self.returned = returned
        self.filled = filled
        done = false
    }

    private var summary: CaseSummary { model.summary }

    /// The task that the person who looks is to act on; with several, one after the other.
    private var mine: TaskView? { model.tasks.first { $0.mayPropose || $0.mayAgree } }

    func filled(_ form: Form) -> Filled { returned == form ? filled : .nothing }

    func title(in language: Language) -> String { summary.title.isEmpty ? summary.number : summary.title }

    func body(_ view: View) -> HTML {
        let trail = model.asApplicant ? [Link(view("我的申报", "My applications"), to: Paths.applications())]
            : [Link(view("工作台", "My work"), to: Paths.work()), Link(view("案件", "Cases"), to: Paths.cases())]
        return """
            \(view(PageHeader(title(in: view.language), lead: lead(view), trail: trail, aside: "\(view(Tag(summary, view)))<span class=\"hint\">\(summary.number)</span>",
                actions: action(view))))\(said(view))\(lost(view))\(view(Columns(main: main(view), side: side(view))))
            """
    }

    private func lead(_ view: View) -> String {
        let about = [view(summary.procedureName), summary.roundName.map { view($0) } ?? "", summary.organisation ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
        guard !summary.with.isEmpty, !CaseState.ended.contains(summary.state) else { return about }
        return view("\(about)。现由\(view.list(summary.with))办理。", "\(about). Now with \(view.list(summary.with)).")
    }

    /// The one thing to do: for the applicant the form, for an office its opinion, further down on this page.
    private func action(_ view: View) -> HTML {
        if model.mayHandIn {
            let words = summary.state == .correction ? view("按意见补正", "Correct and hand in again") : view("继续填写申报", "Continue the application")
            return view(Button(words, href: Paths.application(summary.id)))
        }
        guard let mine else { return .empty }
        let what = mine.mayPropose ? view("请您提出意见", "Your opinion is wanted") : view("请您核对意见", "Please check the opinion")
        return """
            \(view(Tag(what, .action)))<a class="button button-secondary to-decision" href="#decision">\(view("填写“\(view(summary.stepName))”意见", "Go to the form"))</a>
            """
    }

    private func said(_ view: View) -> HTML {
        guard done else { return .empty }
        return view(Banner(.good, view("意见已提交", "Your opinion was submitted"), "<p>\(view(model.next))</p>"))
    }

    /// What was wrong with a form that is no longer there, because somebody was faster.
    private func lost(_ view: View) -> HTML {
        let isShown = switch returned {
        case nil: true
        case .decision?: mine != nil
        case .assignment?: model.tasks.contains(where: \.mayAssign)
        case .note?: model.mayNote
        case .reopening?: model.mayReopen
        case .withdrawal?: model.mayWithdraw
        case .amount?: model.mandate?.maySetAmount ?? false
        }
        guard !isShown, let error = filled.errors.first else { return .empty }
        return view(Banner(.bad, view(error.words)))
    }

    private func main(_ view: View) -> HTML {
        let course = view(Panel(view("办理进度", "Progress"), id: "progress") { view(Timeline(model, view)) })
        let what: HTML = """
            \(with: model.objection, { view(ObjectionPanel(objection: $0)) })\(with: model.lodging, { view(LodgingCasePanel(id: summary.id, lodging: $0)) })\
            \(with: model.jobReport, { view(JobReportPanel(report: $0)) })\(with: model.placement, { view(PlacementCasePanel(about: $0)) })\
            \(with: model.eventPlan, { view(EventPlanCasePanel(about: $0)) })\(with: model.mandate, { view(MandateCasePanel($0, filled(.amount))) })\
            \(with: model.application, { view(ApplicationSheet(application: $0)) })
            """
        // Who has to decide reads what was handed in, with the form beside it; everybody else came to see where it stands.
        return mine == nil ? course + what + reopening(view) : what + course
    }

    private func decision(_ view: View) -> HTML {
        guard let mine else { return .empty }
        return view(DecisionForm(
            id: summary.id, task: mine, visit: model.visit, step: model.currentStep, objection: model.objection != nil, lodging: model.lodging != nil, jobReport: model.jobReport != nil,
            mandate: model.mandate != nil, filled: filled(.decision)))
    }

    private func reopening(_ view: View) -> HTML {
        guard model.mayReopen else { return .empty }
        let filled = filled(.reopening)
        return view(Panel(view("重新受理", "Take up again"), id: "reopening") {
            view(SideForm(Paths.reopening(summary.id), in: filled, button: Button(
                view("重新受理这件申报", "Take it up again"), .secondary, confirm: view("案件将回到受理环节重新办理。确定吗？", "The case goes back to intake. Are you sure?")
            )) { view(Field("reason", view("理由", "Reason"), .longText(rows: 3), hint: view("申报单位会看到", "The applicant reads it"), in: filled)) })
        })
    }

    private func side(_ view: View) -> HTML {
        """
        \(decision(view))\(view(Panel(view("案件信息", "About the case")) { facts(view) }))\
        \(if: !model.tasks.isEmpty, view(TaskPanel(id: summary.id, tasks: model.tasks, step: model.currentStep, objection: model.objection != nil, mine: mine?.office, filled: filled(.assignment))))\
        \(if: !model.objections.isEmpty, objections(view))\(if: !model.asApplicant, notes(view))\(if: model.mayWithdraw, withdrawal(view))
        """
    }

    private func facts(_ view: View) -> HTML {
        var facts = [Fact(view("当前环节", "Step"), "\(view(summary.stepName))"), Fact(view("时限", "Due"), view.clock(of: summary))]
        if let area = summary.areaName { facts.append(Fact(view("区市、功能区", "Area"), "\(view(area))")) }
        if let at = summary.handedInAt { facts.append(Fact(view("提交时间", "Handed in"), view.time(at))) }
        facts.append(Fact(view("适用方案", "Judged under"), "\(view("\(view(model.programmeVersion)) 版", "version of \(view(model.programmeVersion))"))<br><code>\(model.programmeHash.prefix(12))</code>"))
        var links: [Link] = []
        if let station = model.station { links.append(Link(view("查看驿站", "The station"), to: Paths.station(station))) }
        if let plaque = model.plaque { links.append(Link(view("查看牌匾 \(plaque)", "The plaque \(plaque)"), to: Paths.plaque(plaque))) }
        if let round = summary.round {
            links.append(model.asApplicant ? Link(view("本批次", "The round"), to: Paths.round(round)) : Link(view("本批次比较", "Compare the round"), to: Paths.comparison(round)))
        }
        links.append(Link(view("办理记录（可核验）", "Trail of records"), to: Paths.trail(summary.id)))
        return "\(view(Facts(facts)))<ul class=\"plain\">\(each: links, { "<li>\(view($0))</li>" })</ul>"
    }

    private func objections(_ view: View) -> HTML {
        view(Panel(view("对本件的异议（\(model.objections.count)）", "Objections (\(model.objections.count))"), id: "objections") {
            """
            <ul class="plain">\(each: model.objections, { objection in
                let number: HTML = model.asApplicant ? "\(objection.number)" : view(Link(objection.number, to: Paths.case(objection.id)))
                return "<li>\(number) \(view(Tag(objection, view)))<br>\(view.clock(of: objection))</li>"
            })</ul>
            """
        })
    }

    private func notes(_ view: View) -> HTML {
        let filled = filled(.note)
        return view(Panel(view("内部备注（\(model.notes.count)）", "Private notes (\(model.notes.count))"), id: "notes") {
            """
            <p class="hint">\(view("只有办理部门可以看到，\(about.zh)看不到。", "For offices alone; the \(about.en) never sees them."))</p>\
            \(if: !model.notes.isEmpty, "<ul class=\"entries\">\(each: model.notes, { note($0, view) })</ul>")\
            \(if: model.mayNote, view(SideForm(Paths.notes(summary.id), in: filled, button: Button(view("添加备注", "Add note"), .secondary)) {
                view(Field("text", view("新备注", "New note"), .longText(rows: 3), in: filled))
            }))
            """
        })
    }

    /// Whose case it is.
    private var about: Words {
        if model.mandate != nil { return Words("代办驿站或本人", "agent or talent") }
        if model.eventPlan != nil { return Words("驿站", "station") }
        if model.jobReport != nil { return Words("举报人", "person who reports") }
        if model.lodging != nil { return Words("本人", "guest") }
        return summary.isObjection ? Words("异议人", "objector") : Words("申报单位", "applicant")
    }

    private func note(_ note: NoteView, _ view: View) -> HTML {
        "<li><p class=\"entry-head\"><span class=\"entry-who\">\(note.by)，\(view(note.officeName))</span> \(view.time(note.at))</p><p>\(note.text)</p></li>"
    }

    private func withdrawal(_ view: View) -> HTML {
        let filled = filled(.withdrawal)
        return view(Panel(view("撤回申报", "Withdraw")) {
            view(SideForm(Paths.withdrawal(summary.id), in: filled, button: Button(
                view("撤回申报", "Withdraw the application"), .danger,
                confirm: view("撤回后，这件申报不再办理，也不能恢复。确定撤回吗？", "It will not be dealt with any more and cannot be brought back. Withdraw it?")
            )) { view(Field("reason", view("撤回原因", "Why"), .longText(rows: 2), optional: true, in: filled)) })
        })
    }
}

extension CaseView {
    /// The step at which the case stands, or at which it ended.
    var currentStep: StepKind? {
        (steps.first { $0.progress == .current || $0.progress == .returned || $0.progress == .refused } ?? steps.first { $0.id == summary.step })?.kind
    }
}

extension Timeline {
    /// Steps that the case passed by are left out.
    init(_ model: CaseView, _ view: View) {
        self.init(model.steps.filter { $0.progress != .skipped }.map { Step($0, of: model.summary, view) }, next: view(model.next))
    }
}

extension Timeline.Step {
    init(_ step: TimelineStep, of summary: CaseSummary, _ view: View) {
        let state: State = switch step.progress {
        case .done: .done
        case .current: .current
        case .waiting, .skipped: .next
        case .returned: .returned
        case .refused: summary.isObjection ? .done : .refused   // an objection that is not upheld was answered all the same
        }
        let allowed = step.within.map { view("时限 \($0) 个工作日", "\($0) working days allowed") }
        let offices = [view.list(step.offices), allowed ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
        let due: DueClock? = if let due = step.due { DueClock(due) } else if step.progress == .returned {
            DueClock(due: nil, .resting(view("退回补正期间不计时", "The clock rests during correction")))
        } else if step.progress == .current, summary.heldByObjection { DueClock(due: nil, .resting(view.heldByObjection)) } else { nil }
        self.init(state, view(step.name), office: offices.isEmpty ? nil : offices, clause: step.clause, due: due, entries: step.entries.map { entry in
            Timeline.Entry(at: entry.at, who: entry.who, what: view(entry.words),
                why: entry.conditions.isEmpty ? entry.reason : [entry.reason, view("不符合：", "Not met: ") + view.list(entry.conditions.map(\.name))].compactMap { $0 }.joined(separator: " "),
                clause: entry.clause)
        })
    }
}
