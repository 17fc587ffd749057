import Domain
import Markup
import Services

/// "What am I entitled to?": a few questions at a time, as long as one matters; and what every policy comes to so far.
struct EntitlementsPage: Page {
    let entitlements: EntitlementsView
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case entitlements }

    init(_ entitlements: EntitlementsView, _ filled: Filled = .nothing) {
        self.entitlements = entitlements
        self.filled = filled
    }

    private var isEmployer: Bool { entitlements.audience == .employer }

    func title(in language: Language) -> String {
        (isEmployer ? Words("单位能享受哪些政策", "What is my organisation entitled to?") : Words("我能享受哪些政策", "What am I entitled to?"))(language)
    }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: lead(view), trail: [Link(view("政策库", "Policies"), to: Paths.policies())])))\(choice(view))\
        \(if: !entitlements.questions.isEmpty, ask(view))\(with: entitlements.best, { best($0, view) })\(results(view))\(again(view))
        """
    }

    private func lead(_ view: View) -> String {
        if isEmployer { return view("回答保存在本单位名下，同事可以接着填写。", "The answers are kept for your organisation; colleagues can go on with them.") }
        return entitlements.isOwn ? view("按您“我的资料”判断；新的回答会保存到资料里。", "Judged by your profile; what you answer here is kept there.")
            : view("不用登录，回答只用于本次判断，不会保存。", "No need to sign in. Your answers serve this page alone and are not kept.")
    }

    /// Which organisation, for whoever acts for several.
    private func choice(_ view: View) -> HTML {
        guard isEmployer, let name = entitlements.organisationName else { return .empty }
        let others = entitlements.organisations.filter { $0.id != entitlements.organisation }
        return """
            <p>\(view("单位：\(name)", "Organisation: \(name)"))\(each: others, { " · \(view(Link($0.name, to: Paths.employerEntitlements().with("organisation", $0.id))))" })</p>
            """
    }

    private func ask(_ view: View) -> HTML {
        let address = isEmployer ? Paths.employerEntitlements() : Paths.entitlements()
        let heading = view("还有 \(entitlements.open) 个问题可能影响结果", entitlements.open == 1 ? "One question can still matter" : "\(entitlements.open) questions can still matter")
        return view(Panel(heading) {
            """
            <p class="hint">\(view("答得越多，结果越准；不清楚的可以先空着。", "The more you answer, the surer it gets; leave open what you do not know."))</p>\
            \(view(FormFrame(address, in: filled, buttons: [Button(view("继续", "Go on"))]) { "\(kept)\(each: entitlements.questions, { view(FactQuestion(question: $0, filled: filled)) })" }))
            """
        })
    }

    /// What was answered before travels along, in the form and nowhere else.
    private var kept: HTML {
        let asked = entitlements.questions.map(\.fact)
        let pairs = entitlements.isOwn && filled.errors.isEmpty ? [] : entitlements.answers.sorted { $0.key < $1.key }.filter { !asked.contains($0.key) }.flatMap { fact, values in values.map { ("answers.\(fact)", $0) } }
        return """
            \(with: entitlements.organisation, { "<input type=\"hidden\" name=\"organisation\" value=\"\($0.rawValue)\">" })\
            \(each: pairs, { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" })\(each: asked, { "<input type=\"hidden\" name=\"asked\" value=\"\($0)\">" })\
            \(each: entitlements.skipped, { "<input type=\"hidden\" name=\"skipped\" value=\"\($0)\">" })
            """
    }

    private func best(_ best: BestSetView, _ view: View) -> HTML {
        let sum = view(best.worth), isMoney = best.worth > Fen(0)
        let title = isMoney ? view("合计\(best.isAtLeast ? "至少" : "") \(sum)", "\(sum)\(best.isAtLeast ? " at least" : "") in all") : view("您符合 \(best.policies.count) 项政策", "You are entitled to \(best.policies.count)")
        return view(Banner(.good, title, """
            <p>\(view("可同时享受：", "Together: "))\(PolicyPage.links(best.policies, view))</p>\
            \(if: !best.conflicts.isEmpty, """
                <p>\(view("以下政策不能同时享受，已按总额最高选择：", "These exclude each other; the set above is worth most: "))\(each: best.conflicts.enumerated(), { place, pair in
                    "\(if: place > 0, "\(view("；", "; "))")\(PolicyPage.links([pair.one], view))\(view(" 与 ", " and "))\(PolicyPage.links([pair.other], view))"
                })</p>
                """)
            """))
    }

    /// What is due first, one by one, then what is near; what is not known or not met only in lists.
    private func results(_ view: View) -> HTML {
        let lines = entitlements.policies
        guard !lines.isEmpty else { return view(EmptyState(view("还没有政策", "No policies yet"), view("政策发布后可在这里查询", "They show here once they are published"))) }
        let unknown = lines.filter { $0.standing == .unknown }, not = lines.filter { $0.standing == .not }
        return """
            \(each: lines.filter { $0.standing == .entitled || $0.standing == .provable }, { line in view(Panel(view(line.policy.title), aside: view(Tag(line.standing, view))) { due(line, view) }) })\
            \(each: lines.filter { $0.standing == .nearly }, { line in view(Panel(view(line.policy.title), aside: view(Tag(line.standing, view))) { near(line, view) }) })\
            \(if: !unknown.isEmpty, view(Panel(view("待确认的 \(unknown.count) 项", "\(unknown.count) not known yet"), id: "unknown") { list(unknown, view) }))\
            \(if: !not.isEmpty, "<details class=\"panel fold\" id=\"not\"><summary>\(view("不符合的 \(not.count) 项", "\(not.count) that you are not entitled to"))</summary>\(list(not, view))</details>")
            """
    }

    private func due(_ line: EntitlementLineView, _ view: View) -> HTML {
        """
        <p>\(view(line.policy.gives))\(mark(line, view))</p>\
        \(with: line.amount, { amount in "<p><strong>\(line.isAmountOpen ? view("至少 \(view(amount))", "\(view(amount)) at least") : view(amount))</strong></p>" })\
        \(if: line.standing == .provable, "<p>\(view(line.summary))</p>")\
        \(if: !line.excludedBy.isEmpty, "<p>\(view("不能同时享受：", "Not together with: "))\(PolicyPage.links(line.excludedBy, view))</p>")\
        \(conditions(line, view))\
        <div class="buttons">\(if: mayAsk(view), view(Button(entitlements.isOwn ? view("委托驿站代办", "Ask a station to apply for me") : view("登录后委托驿站代办", "Sign in and ask a station to apply"), .secondary,
            href: Paths.newMandate().with("policy", line.policy.id))))\(view(Link(view("查看政策全文和依据", "Read the policy and its source"), to: Paths.policy(line.policy.id))))</div>
        """
    }

    /// Only talents let somebody apply for them; a visitor may become one.
    private func mayAsk(_ view: View) -> Bool { !isEmployer && (entitlements.isOwn || view.actor.account == nil) }

    private func near(_ line: EntitlementLineView, _ view: View) -> HTML {
        let open = line.reasons.count { $0.verdict == .unknown }
        return """
            <p>\(view(line.policy.gives))\(mark(line, view))</p>\(worth(line, view))\
            <p>\(view(line.summary))\(open > 0 ? view("，另有 \(open) 项待确认", "; \(open) more not known yet") : "")\
            \(with: line.comes, { "\(view("，\(view.formal($0))起自然符合", "; met by itself from \(view.formal($0))"))" })</p>\
            <ul class="points">\(each: line.reasons.filter { $0.verdict == .no }, { reason in
                "<li>\(view(reason.requirement))\(with: reason.change, { "<br><span class=\"hint\">\(view($0))</span>" })</li>"
            })</ul>\(conditions(line, view))<p>\(view(Link(view("查看政策全文和依据", "Read the policy and its source"), to: Paths.policy(line.policy.id))))</p>
            """
    }

    private func list(_ lines: [EntitlementLineView], _ view: View) -> HTML {
        """
        <ul class="todo">\(each: lines, { line in """
            <li><div class="todo-head"><h3>\(view(Link(view(line.policy.title), to: Paths.policy(line.policy.id))))</h3><span class="hint">\(view(line.summary))</span></div>\
            <p>\(view(line.policy.gives))\(mark(line, view))</p>\(worth(line, view))\(conditions(line, view))</li>
            """ })</ul>
        """
    }

    private func worth(_ line: EntitlementLineView, _ view: View) -> HTML { line.policy.amount.zh.isEmpty ? .empty : "<p class=\"hint\">\(view(line.policy.amount))</p>" }

    private func mark(_ line: EntitlementLineView, _ view: View) -> HTML { line.policy.wantsMark ? " \(view(Tag(view("示例", "Example"))))" : .empty }

    private func conditions(_ line: EntitlementLineView, _ view: View) -> HTML {
        "<details><summary>\(view("逐项条件", "Each condition"))</summary>\(view(Reasons(line.reasons, view, ofOwnDocument: true)))</details>"
    }

    private func again(_ view: View) -> HTML {
        if isEmployer { return .empty }
        if entitlements.isOwn { return "<p>\(view(Link(view("修改我的资料", "Change my profile"), to: Paths.me())))</p>" }
        return entitlements.answers.isEmpty ? .empty : "<p>\(view(Link(view("重新回答", "Start again"), to: Paths.entitlements())))</p>"
    }
}
