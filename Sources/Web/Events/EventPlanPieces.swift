import Domain
import Markup
import Services

extension Tag {
    init(_ state: EventConsentState, _ view: View) {
        let kind: Kind = switch state {
        case .asked: .action
        case .granted: .good
        case .refused, .revoked: .bad
        }
        self.init(view(state.words), kind)
    }

    init(_ state: EventOfferState, _ view: View) {
        let kind: Kind = switch state {
        case .waiting, .ended: .idle
        case .asked: .action
        case .accepted: .good
        case .declined, .lapsed: .bad
        }
        self.init(view(state.words), kind)
    }

    init(_ state: EventRecordState, _ view: View) {
        let kind: Kind = switch state {
        case .handedIn: .active
        case .returned: .action
        case .confirmed: .good
        case .duplicate: .bad
        }
        self.init(view(state.words), kind)
    }
}

/// What pages about events share.
enum EventPlanPieces {
    static func lines(_ lines: [PlanLineView], _ view: View, action: ((PlanLineView) -> HTML)? = nil) -> HTML {
        let caption = view("计划的活动", "Events of the plan")
        var columns: [Table.Column] = [
            .number(view("序号", "No.")), .main(view("活动", "Event")), Table.Column(view("种类", "Kind")), .number(view("月份", "Month")), .number(view("人数", "People")), .number(view("预算", "Budget")),
            Table.Column(view("名义", "Name")), Table.Column(view("进展", "Progress")),
        ]
        if action != nil { columns.append(.action(view("办理", "Action"))) }
        return view(Table(caption, columns: columns, rows: lines.map { line in
            let progress: HTML = if let event = line.event, let state = line.eventState { "\(view(Link(view(state.words), to: Paths.eventOrganising(event))))" } else { view(Tag(view("未筹办", "Not begun"), .idle)) }
            return [
                "\(line.number)", "\(line.title)", "\(view(line.typeName))", "\(line.month)", "\(view.number(line.people))", "\(view(line.budget))",
                "\(line.inName ? view("审批单位名义", "The authority’s") : view("本站名义", "The station’s own"))", progress,
            ] + (action.map { [$0(line)] } ?? [])
        }, empty: EmptyState(view("还没有列入活动", "No events yet"))))
    }

    /// Yuan, as an input takes them.
    static func yuan(_ money: Fen) -> String {
        let rest = money.amount % 100
        return rest == 0 ? "\(money.amount / 100)" : "\(money.amount / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// The last day for something that is due at a moment: one that is due at midnight is due on the day before.
    static func lastDay(_ until: Instant, _ view: View) -> HTML { view.time(view.zone.day(of: until.adding(seconds: -1))) }

    static func reasons(_ reasons: [Words], _ view: View) -> HTML { "<span class=\"hint\">\(reasons.map { view($0) }.joined(separator: view("；", "; ")))</span>" }
}

/// The yearly plan that a case is about, beside the one in force.
struct EventPlanCasePanel: Component {
    let about: EventPlanCaseView

    func html(_ view: View) -> HTML {
        """
        \(view(Panel(view("\(about.plan.stationName)：\(about.plan.year)年度活动计划（第 \(about.plan.version) 版）", "\(about.plan.stationName): events of \(about.plan.year), version \(about.plan.version)"), id: "plan") {
            """
            \(EventPlanPieces.lines(about.lines, view))\(with: about.authority, { "<p class=\"hint\">\(view("同意后，标明“审批单位名义”的活动可以\($0.zh)名义举办。", "Once consented to, the events so marked may run in the name of \($0.en)."))</p>" })
            """
        }))\(if: !about.before.isEmpty, view(Panel(view("现行计划（将被替换）", "The plan in force, which it would replace"), id: "before") { EventPlanPieces.lines(about.before, view) }))
        """
    }
}
