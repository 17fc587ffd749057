import Domain
import Markup
import Services

/// An office person's morning: what waits for them, oldest due first; what their offices have besides; and what rounds ask of them.
struct WorkPage: ModelPage {
    struct Model: Codable, Sendable {
        let queue: WorkQueue
        /// Planned rounds that may be called now.
        let callable: [CallableRound]
        /// Whether one's office checks the proofs of talents.
        let checksProofs: Bool
    }

    let model: Model

    init(_ model: Model) { self.model = model }

    private var queue: WorkQueue { model.queue }

    func title(in language: Language) -> String { Words("工作台", "My work")(language) }

    func body(_ view: View) -> HTML {
        let first = queue.mine.first.map { Button(view("办理最早到期的一件", "Open the one that is due first"), href: Paths.case($0.summary.id)) }
        return """
            \(view(PageHeader(title(in: view.language), lead: lead(view), aside: queue.overdue > 0 ? overdue(view) : .empty,
                actions: first.map { view($0) } ?? .empty)))\(view(Columns(main: main(view), side: side(view))))
            """
    }

    private func lead(_ view: View) -> String {
        if queue.mine.isEmpty {
            return queue.rounds.isEmpty ? view("现在没有等您办理的事项。", "Nothing waits for you now.")
                : view("没有等您办理的案件，另有 \(queue.rounds.count) 项批次工作。", "No case waits for you; rounds ask for \(queue.rounds.count).")
        }
        return view("\(queue.mineCount) 件等您办理，按到期先后排列。", "\(queue.mineCount) for you, those due first on top.")
    }

    private func overdue(_ view: View) -> HTML {
        """
        <a href="\(Paths.cases().with("overdue", true))">\(view(Tag(view("超期 \(queue.overdue) 件", "\(queue.overdue) overdue"), .bad)))</a>
        """
    }

    private func main(_ view: View) -> HTML {
        """
        <section class="stack" aria-labelledby="mine"><h2 id="mine">\(view("等我办理", "For me"))（\(queue.mineCount)）</h2>\(table(queue.mine, view("等我办理", "For me"), view,
            EmptyState(view("没有等您办理的案件", "No case waits for you"), view("案件到您这一环节时会排在这里，同时给您发消息。", "A case that comes to your place stands here, and you get a message."),
                action: Button(view("查看全部案件", "All cases"), .secondary, href: Paths.cases()))))\(rest(queue.mine.count, of: queue.mineCount, view))</section>\
        <section class="stack" aria-labelledby="others"><h2 id="others">\(view("本部门其他事项", "Others in my offices"))（\(queue.othersCount)）</h2>\
        \(table(queue.others, view("本部门其他事项", "Others in my offices"), view,
            EmptyState(view("没有其他事项", "Nothing else"), view("同事手上的案件会列在这里。", "What is with your colleagues stands here."))))\(rest(queue.others.count, of: queue.othersCount, view))</section>
        """
    }

    /// Says so where a list does not hold all.
    private func rest(_ shown: Int, of all: Int, _ view: View) -> HTML {
        guard shown < all else { return .empty }
        return """
            <p class="hint">\(view("这里列出最早到期的 \(shown) 件，其余 \(all - shown) 件见", "These are the \(shown) due first; for the other \(all - shown) see ")) \(view(Link(view("全部案件", "all cases"), to: Paths.cases())))</p>
            """
    }

    private func table(_ items: [QueueItem], _ caption: String, _ view: View, _ empty: EmptyState) -> HTML {
        view(Table(caption, columns: [.main(view("案件", "Case")), .init(view("环节", "Step")), .init(view("时限", "Due"))], rows: items.map { item in
            [
                view.heading(of: item.summary),
                """
                \(view(item.summary.stepName)) · \(view(item.place.words))<br><span class="hint">\(view(item.officeName))\(with: item.assignee, { "，\($0.name)" })</span>
                """,
                view.clock(of: item.summary),
            ]
        }, empty: empty))
    }

    private func side(_ view: View) -> HTML {
        """
        \(view(Panel(view("批次工作", "Rounds"), aside: "<span class=\"count\">\(view("\(queue.rounds.count) 项", "\(queue.rounds.count)"))</span>") {
            queue.rounds.isEmpty
                ? "<p>\(view("现在没有需要发布、公示或审定的批次。", "No round to call, publish or determine now."))</p>"
                : "<ul class=\"stack\">\(each: queue.rounds, { "<li><div class=\"prose\">\(task($0, view))</div></li>" })</ul>"
        }))\(view(Panel(view("查询", "Look up")) {
            """
            <ul class="plain"><li>\(view(Link(view("全部案件", "All cases"), to: Paths.cases())))</li>\
            <li>\(view(Link(view("超期案件", "Overdue cases"), to: Paths.cases().with("overdue", true))))</li>\
            \(if: model.checksProofs, "<li>\(view(Link(view("资料核验", "Proofs to check"), to: Paths.proofChecks())))</li>")\
            <li>\(view(Link(view("申报批次", "Rounds"), to: Paths.rounds())))</li></ul>
            """
        }))
        """
    }

    private func task(_ task: RoundTask, _ view: View) -> HTML {
        let count = task.cases > 0 ? view("，\(task.cases) 件", ", \(task.cases) cases") : ""
        let act: HTML = if task.kind == .callRound { call(task, view) } else { "<p>\(view(Button(Self.words(task.kind, view), .secondary, href: Self.href(task))))</p>" }
        return """
            <p><strong>\(view(task.words))</strong><br><span class="hint">\(view(task.roundName))\(count)</span></p>\(with: task.due, { "<p>\(view(DueClock($0)))</p>" })\(act)
            """
    }

    /// A planned round is called by its number in the programme file; the notice's own number may be given.
    private func call(_ task: RoundTask, _ view: View) -> HTML {
        let planned = model.callable.first { round in
            let id = round.area.map { "\(round.plan).\($0)" } ?? round.plan
            return id == task.round.rawValue
        }
        guard let round = planned else {
            return "<p>\(view(Button(Self.words(.callRound, view), .secondary, href: Paths.rounds())))</p>"
        }
        let id = "number-\(task.round.rawValue)"
        return """
            <form class="prose" method="post" action="\(Paths.rounds())">\(view.formFields())<input type="hidden" name="plan" value="\(round.plan)">\
            <input type="hidden" name="programme" value="\(round.programme)">\(with: round.area, { "<input type=\"hidden\" name=\"area\" value=\"\($0)\">" })\
            <p class="filter"><label for="\(id)">\(view("通知文号（选填）", "Number of the notice (optional)"))</label><input type="text" id="\(id)" name="number"></p>\
            <p>\(view(Button(Self.words(.callRound, view), .secondary, confirm: view("发布后即公开，申报单位可以开始申报。确定发布吗？", "It becomes public at once. Publish it?"))))</p></form>
            """
    }

    static func words(_ kind: RoundTask.Kind, _ view: View) -> String {
        switch kind {
        case .callRound: view("发布申报通知", "Call the round")
        case .prepareNotice: view("准备公示", "Prepare the notice")
        case .publishNotice: view("核对并发布公示", "Check and publish")
        case .recordMeeting: view("记录审定会议", "Record the meeting")
        case .signMeeting: view("核对并签发审定", "Check and sign")
        case .issueDocument: view("印发认定文件", "Issue the document")
        }
    }

    /// Where the task is done.
    static func href(_ task: RoundTask) -> Href {
        switch task.kind {
        case .callRound: Paths.rounds()
        case .prepareNotice: Paths.newNotice(task.round)
        case .publishNotice: task.notice.map { Paths.notice($0) } ?? Paths.round(task.round)
        case .recordMeeting: Paths.newMeeting(task.round)
        case .signMeeting, .issueDocument: task.meeting.map { Paths.meeting($0) } ?? Paths.comparison(task.round)
        }
    }
}
