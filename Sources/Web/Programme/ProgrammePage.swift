import Domain
import Markup
import Services

/// The notice clause by clause, each with the values that carry it out: what an officer reads beside the paper.
struct ProgrammePage: Page {
    let programme: ProgrammeView

    func title(in language: Language) -> String { Words("办理规则", "The rules")(language) }

    func body(_ view: View) -> HTML {
        let names = ProvisionNames(programme)
        return """
            \(view(PageHeader(view("办理规则：\(programme.summary.name.zh)", "The rules: \(programme.summary.name.en)"),
                lead: view("通知逐条在前，系统据以办理的规则在后，可逐项核对。", "Each clause of the notice, followed by the rules that carry it out."),
                trail: [Link(view("首页", "Home"), to: Paths.home())])))\
            \(view(Columns(main: clauses(view, names) + assumed(view, names) + procedures(view), side: about(view) + contents(view))))
            """
    }

    private func about(_ view: View) -> HTML {
        view(Panel(view("规则文本", "This text")) {
            view(Facts([
                Fact(view("依据", "Notice"), "《\(programme.summary.title)》"),
                Fact(view("发文单位", "Issued by"), "\(programme.issuedBy.joined(separator: view("、", ", ")))"),
                Fact(view("试点时间", "Trial"), "\(view.formal(programme.summary.trialFrom))\(view("至", " to "))\(view.formal(programme.summary.trialTo))"),
                Fact(view("规则版本", "Version"), view.time(programme.summary.version)),
                Fact(view("文本校验码", "SHA-256"), "<code>\(programme.hash.prefix(16))…</code>"),
            ])) + """
            <p>\(source(nil, view)) \(view("通知中有明文规定", "The notice says so"))</p>\
            <p>\(source("", view)) \(view("通知未作规定，暂按所列理由设定，主管部门可以调整", "The notice leaves it open; set for the reason given, and open to change"))</p>
            """
        })
    }

    /// A part of this page.
    private func here(_ anchor: String) -> Href { Paths.programme(programme.summary.id).at(anchor) }

    private func contents(_ view: View) -> HTML {
        view(Panel(view("目录", "Contents")) {
            """
            <ul class="plain">\(each: programme.clauses, { "<li><a href=\"\(here($0.clause.anchor))\">\(view("通知", "Notice")) \($0.clause.text)</a></li>" })\
            \(if: !programme.assumed.isEmpty, "<li><a href=\"\(here("assumed"))\">\(view("其他设定", "Other assumptions"))</a></li>")\
            \(each: programme.procedures, { "<li><a href=\"\(here("procedure-\($0.id)"))\">\(view($0.name))</a></li>" })</ul>
            """
        })
    }

    private func clauses(_ view: View, _ names: ProvisionNames) -> HTML {
        "\(each: programme.clauses, { view(clause($0, view, names)) })"
    }

    private func clause(_ clause: ClauseView, _ view: View, _ names: ProvisionNames) -> Panel {
        Panel(view("通知 \(clause.clause.text)", "Notice \(clause.clause.text)"), id: clause.clause.anchor) {
            "<p class=\"says\">\(view(clause.says))</p>\(rules(clause.provisions, of: clause.clause.text, view, names))"
        }
    }

    /// The rules behind their counts: the page is read clause by clause, and opened where somebody wants to know.
    private func rules(_ provisions: [ProvisionView], of what: String, _ view: View, _ names: ProvisionNames) -> HTML {
        guard !provisions.isEmpty else {
            return "<p class=\"hint\">\(view("本条暂无系统规则，由主管部门按通知直接组织实施。", "No rules of the software; the offices carry it out themselves."))</p>"
        }
        let open = provisions.count { $0.assumed != nil }
        let count = view("通知规定 \(provisions.count - open) 项，暂定 \(open) 项", "\(provisions.count - open) from the notice, \(open) assumed")
        return "<details><summary>\(view("系统规则：", "Rules: "))\(count)</summary>\(table(provisions, of: what, view, names))</details>"
    }

    private func table(_ provisions: [ProvisionView], of what: String, _ view: View, _ names: ProvisionNames) -> HTML {
        view(Table(
            view("落实 \(what) 的规则", "Rules that carry out \(what)"),
            columns: [.main(view("事项", "Matter")), .init(view("规则", "Rule")), .init(view("来源", "Source")), .number(view("文本行号", "Line"))],
            rows: provisions.map { provision in
                ["\(names.name(of: provision, view))", "\(view(provision.value))", source(provision.assumed, view), "\(provision.line)"]
            },
            empty: EmptyState(view("本条暂无系统规则", "No rules of the software yet"), view("由主管部门按通知直接组织实施。", "The offices carry it out themselves."))))
    }

    /// - Parameter assumed: the reason why a value is assumed; nil where the notice says it; empty for the mark alone.
    private func source(_ assumed: String?, _ view: View) -> HTML {
        guard let assumed else { return view(Tag(view("通知规定", "In the notice"), .good)) }
        return "\(view(Tag(view("暂定", "Assumed"), .action)))\(if: !assumed.isEmpty, "<p class=\"hint\">\(assumed)</p>")"
    }

    private func assumed(_ view: View, _ names: ProvisionNames) -> HTML {
        guard !programme.assumed.isEmpty else { return .empty }
        return view(Panel(view("其他设定", "Other assumptions"), id: "assumed") {
            """
            <p class="says">\(view("通知没有涉及，系统运行需要先行设定的内容。", "What the notice does not speak of, and the software needs."))</p>\
            \(rules(programme.assumed, of: view("其他设定", "other assumptions"), view, names))
            """
        })
    }

    private func procedures(_ view: View) -> HTML {
        let assumed = Set((programme.clauses.flatMap(\.provisions) + programme.assumed).filter { $0.assumed != nil }.map(\.path))
        return "\(each: programme.procedures, { view(ProcedurePanel(programme: programme.summary.id, procedure: $0, assumed: assumed)) })"
    }
}

/// A procedure as its steps: who acts, within how many working days, and what may come out.
struct ProcedurePanel: Component {
    let programme: String
    let procedure: ProcedureView
    /// The paths of values that are assumed.
    let assumed: Set<String>

    func html(_ view: View) -> HTML {
        view(Panel(view("办理程序：\(procedure.name.zh)", "Procedure: \(procedure.name.en)"), id: "procedure-\(procedure.id)", aside: "\(with: procedure.clause, { view(ClauseChip($0)) })") {
            view(Table(
                view("\(procedure.name.zh)的步骤", "Steps: \(procedure.name.en)"),
                columns: [.number(view("步骤", "Step")), .main(view("环节", "Name")), .init(view("办理单位", "Office")), .init(view("时限", "Clock")), .init(view("可作决定", "May")),
                    .init(view("条款", "Clause"))],
                rows: procedure.steps.enumerated().map { index, step in
                    [
                        "\(index + 1)", "\(view(step.name))", "\(offices(step, view))", clock(step, view), "\(choices(step, view))",
                        "\(with: step.clause, { view(ClauseChip($0, href: $0.href(in: programme))) })",
                    ]
                },
                empty: EmptyState(view("没有步骤", "No steps"))))
        })
    }

    private func offices(_ step: ProcedureStepView, _ view: View) -> String {
        if step.kind == .submit { return view("申请人", "The applicant") }
        return step.offices.map { view($0) }.joined(separator: view("、", ", "))
    }

    private func clock(_ step: ProcedureStepView, _ view: View) -> HTML {
        guard let days = step.within else { return "\(view("不计时", "None"))" }
        return """
            \(view("\(days) 个工作日", "\(days) working days"))\(if: assumed.contains("procedures.\(procedure.id).steps.\(step.id).within"), """
             \(view(Tag(view("暂定", "Assumed"), .action)))
            """)
            """
    }

    private func choices(_ step: ProcedureStepView, _ view: View) -> String {
        var choices: [String] = []
        if step.mayReturn > 0 { choices.append(view("退回补正（至多 \(step.mayReturn) 次）", "return for correction (\(step.mayReturn) times at most)")) }
        if step.mayRefuse { choices.append(view("不予通过", "refuse")) }
        return choices.isEmpty ? view("—", "—") : choices.joined(separator: view("、", ", "))
    }
}
