import Domain
import Markup
import Services

/// A round with all its cases side by side, for the offices that examine and determine them.
struct ComparisonPage: ModelPage {
    let model: RoundView

    init(_ model: RoundView) { self.model = model }

    func title(in language: Language) -> String { Words("\(model.round.name.zh)比较", "\(model.round.name.en): comparison")(language) }

    func body(_ view: View) -> HTML {
        let round = model.round
        let lead = view("申报 \(view.short(round.opens))至\(view.short(round.closes))，计划认定 \(round.places) 个左右，现有 \(model.cases.count) 件。",
            "Open \(view.short(round.opens)) to \(view.short(round.closes)); about \(round.places) places, \(model.cases.count) cases.")
        return """
            \(view(PageHeader(title(in: view.language), lead: lead, trail: [Link(view("工作台", "My work"), to: Paths.work()), Link(view(round.name), to: Paths.round(round.id))],
                aside: view(Tag(round.isOpen ? view("申报中", "Open") : view("申报已截止", "Closed"), round.isOpen ? .active : .idle)))))\
            \(each: model.tasks, { task($0, view) })\(steps(view))\
            <div class="comparison">\(view(Table(title(in: view.language), columns: columns(view), rows: model.cases.map { row($0, view) }, empty: empty(view))))</div>\
            \(legend(view))\(figures(view))<div class="tiles">\(notices(view))\(meetings(view))</div>
            """
    }

    private func task(_ task: RoundTask, _ view: View) -> HTML {
        view(Banner(.action, view(task.words), "\(with: task.due, { "<p>\(view(DueClock($0)))</p>" })", actions: [
            Button(WorkPage.words(task.kind, view), .secondary, href: task.kind == .callRound ? Paths.work() : WorkPage.href(task)),
        ]))
    }

    /// How many stand at each step; each count opens to its cases.
    private func steps(_ view: View) -> HTML {
        let counted = model.steps.map { step in (step, model.cases.filter { $0.summary.step == step.id && $0.summary.state == .open }.count) }.filter { $0.1 > 0 }
        let ended = CaseState.allCases.filter { $0 != .open && $0 != .draft }.map { state in (state, model.cases.filter { $0.summary.state == state }.count) }.filter { $0.1 > 0 }
        guard !counted.isEmpty || !ended.isEmpty else { return .empty }
        let list = Paths.cases().with("round", model.round.id)
        return """
            <ul class="contents">\(each: counted, { step, count in
                "<li>\(view(step.name)) <a href=\"\(list.with("step", step.id).with("state", CaseState.open))\">\(view("\(count) 件", "\(count)"))</a></li>"
            })\(each: ended, { state, count in
                "<li>\(view(Tag(state, view))) <a href=\"\(list.with("state", state))\">\(view("\(count) 件", "\(count)"))</a></li>"
            })</ul>
            """
    }

    /// The figures that any of the cases has, in the order in which they come.
    private var figures: [Words] {
        model.cases.flatMap(\.figures).map(\.name).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private func columns(_ view: View) -> [Table.Column] {
        [.main(view("驿站", "Station")), .init(view("环节", "Step"))] + model.conditions.map { .init(view($0.name)) }
            + [.init(view("部门意见", "Rulings")), .init(view("异议", "Objections"))]
    }

    private func row(_ item: RoundCase, _ view: View) -> [HTML] {
        let about = [item.kindName, item.fieldName, item.summary.areaName].compactMap { $0.map { view($0) } }.joined(separator: " · ")
        var cells: [HTML] = [
            view.heading(of: item.summary, more: about.isEmpty ? nil : about),
            item.summary.state == .open ? "\(view(item.summary.stepName))<br>\(view.clock(of: item.summary))" : view(Tag(item.summary.state, view)),
        ]
        // Checks stand in the order of the form's conditions; a case without one has no answer there yet.
        cells += model.conditions.indices.map { mark(item.checks.indices.contains($0) ? item.checks[$0] : .unknown, view) }
        cells.append(rulings(item, view))
        cells.append(objections(item, view))
        return cells
    }

    /// The same cases again with their figures, so that both tables fit on a screen.
    private func figures(_ view: View) -> HTML {
        guard !figures.isEmpty else { return .empty }
        return """
            <h2>\(view("数据对比", "Figures"))</h2>\(view(Table(view("数据对比", "Figures"), columns: [.main(view("驿站", "Station"))] + figures.map { .number(view($0)) }, rows: model.cases.map { item in
                ["<a href=\"\(Paths.case(item.summary.id))\">\(item.summary.title)</a>"] + figures.map { name in "\(item.figures.first { $0.name == name }?.text ?? "—")" }
            }, empty: empty(view))))
            """
    }

    /// A small shape with its word for those who do not see it.
    private func mark(_ verdict: Verdict, _ view: View) -> HTML {
        let (glyph, words): (HTML, String) = switch verdict {
        case .yes: (Glyph.tick, view("符合", "Met"))
        case .no: (Glyph.cross, view("不符合", "Not met"))
        case .unknown: (Glyph.question, view("待确认", "Not known yet"))
        }
        return "<span class=\"reason-\(verdict.rawValue)\"><span class=\"reason-answer\">\(glyph)<span class=\"hidden\">\(words)</span></span></span>"
    }

    /// What offices said at the last step that any was asked at, and whatever was not a pass before.
    private func rulings(_ item: RoundCase, _ view: View) -> HTML {
        let shown = item.rulings.filter { $0.step == item.rulings.last?.step || ($0.ruling != nil && $0.ruling != .pass) }
        guard !shown.isEmpty else { return "—" }
        return """
            <ul class="marks">\(each: shown, { ruling in
                let glyph = Glyph.of(ruling.ruling?.tagKind ?? .idle)
                let words = ruling.ruling.map { view($0.words(at: nil)) } ?? view("未提出", "None yet")
                // A pass and nothing yet are told by the mark; what stands in the way is said.
                let said = ruling.ruling == nil || ruling.ruling == .pass ? "<span class=\"hidden\">\(words)</span>" as HTML : "<strong>\(words)</strong>"
                return "<li class=\"mark-\(ruling.ruling?.rawValue ?? "none")\">\(glyph)\(view(ruling.officeName)) \(said)</li>"
            })</ul>
            """
    }

    private func objections(_ item: RoundCase, _ view: View) -> HTML {
        guard item.openObjections + item.upheldObjections > 0 else { return "\(view("无", "None"))" }
        let link = Paths.case(item.summary.id).at("objections")
        return """
            <a href="\(link)">\(if: item.openObjections > 0, "\(view("\(item.openObjections) 件未答复", "\(item.openObjections) open"))")\
            \(if: item.openObjections > 0 && item.upheldObjections > 0, "\(view("，", ", "))")\
            \(if: item.upheldObjections > 0, "\(view("\(item.upheldObjections) 件成立", "\(item.upheldObjections) upheld"))")</a>
            """
    }

    private func empty(_ view: View) -> EmptyState {
        EmptyState(view("本批次还没有申报", "Nothing handed in yet"), view("申报单位提交后，会逐行列在这里，便于横向比较。", "Each application stands here in a row once it is handed in."),
            action: Button(view("查看批次", "The round"), .secondary, href: Paths.round(model.round.id)))
    }

    private func legend(_ view: View) -> HTML {
        guard !model.conditions.isEmpty, !model.cases.isEmpty else { return .empty }
        return """
            <p class="hint">\(view("条件是否符合由所填材料自动对照，以部门意见为准；部门意见中 ✓ 为通过，○ 为尚未提出。条款：", "Marks come from the answers; offices decide: a tick is a pass, a ring nothing yet. Clauses: "))\(each: model.conditions, { condition in
                "\(view(condition.name))\(with: condition.clause, { " \(view(ClauseChip($0)))" }) "
            })</p>
            """
    }

    private func notices(_ view: View) -> HTML {
        view(Panel(view("公示与文件（\(model.notices.count + model.documents.count)）", "Notices and documents (\(model.notices.count + model.documents.count))")) {
            guard !model.notices.isEmpty || !model.documents.isEmpty else { return "<p>\(view("还没有公示和文件。", "None yet."))</p>" }
            return """
                <ul class="plain">\(each: model.notices, { notice in
                    "<li><a href=\"\(Paths.notice(notice.id))\">\(notice.title)</a>\(with: notice.publishedOn, { " <span class=\"hint\">\(view($0))</span>" })\(with: notice.state == .published ? notice.ends : nil, { "<br>\(view(DueClock($0)))" })</li>"
                })\(each: model.documents, { document in
                    "<li><a href=\"\(Paths.document(document.id))\">\(document.name) \(document.number)</a> <span class=\"hint\">\(view(document.issuedOn))</span></li>"
                })</ul>
                """
        })
    }

    private func meetings(_ view: View) -> HTML {
        view(Panel(view("审定会议（\(model.meetings.count)）", "Meetings (\(model.meetings.count))")) {
            guard !model.meetings.isEmpty else { return "<p>\(view("还没有审定会议。公示期满、没有未答复异议的申报可以审定。", "None yet. Cases whose notice is over, without open objections, can be determined."))</p>" }
            return """
                <ul class="plain">\(each: model.meetings, { meeting in
                    "<li><a href=\"\(Paths.meeting(meeting.id))\">\(view(meeting.heldOn))，\(view(meeting.officeName))</a> \(view(MeetingPage.tag(meeting.state, view)))</li>"
                })</ul>
                """
        })
    }
}
