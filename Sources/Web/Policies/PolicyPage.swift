import Domain
import Markup
import Services

/// One version of a policy, laid out so that an officer can check it against the original: each condition with its clause, the source, the days, the versions.
struct PolicyPage: Page {
    let policy: PolicyView
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case policy }

    init(_ policy: PolicyView, _ filled: Filled = .nothing) {
        self.policy = policy
        self.filled = filled
    }

    private var summary: PolicySummary { policy.summary }

    func title(in language: Language) -> String { summary.title(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view(summary.gives), trail: [Link(view("政策库", "Policies"), to: Paths.policies())], aside: view(Tag(summary.state, view)), actions: actions(view))))\
        \(if: summary.isExample, view(Banner(.info, view("示例政策", "An example"), "<p>\(view("文号、条款和数额均为虚构，仅供演示。", "Its number, clauses and sums are made up for the demonstration."))</p>")))\
        \(with: policy.reason, { reason in view(Banner(.bad, view("这一版已撤下", "This version was withdrawn"), "<p>\(reason)</p>")) })\
        \(view(Panel(view("要点", "At a glance")) { facts(view) }))\(conditions(view))\(handling(view))\(versions(view))\(if: policy.mayKeep, keeping(view))
        """
    }

    private func facts(_ view: View) -> HTML {
        let amount: HTML = policy.amounts.isEmpty ? "\(view("不发放资金", "No money"))" : "\(each: policy.amounts, { "<p>\(view($0))</p>" })"
        var facts = [
            Fact(view("对象", "For"), "\(view(summary.audience.words))"), Fact(view("金额", "Amount"), amount),
            Fact(view("依据", "Source"), "\(policy.source.number) <a href=\"\(policy.source.url)\" rel=\"noopener nofollow\">\(policy.source.title)</a> <span class=\"clause\">\(policy.source.clause)</span>"),
            Fact(view("有效期", "In force"), "\(summary.days(view))"), Fact(view("办理部门", "Office"), "\(view(summary.office))"),
        ]
        if let deadline = policy.deadline { facts.append(Fact(view("申请期限", "When to apply"), "\(view(deadline))")) }
        if let last = summary.lastDay { facts.append(Fact(view("最后申请日", "Last day"), view.time(last))) }
        if summary.offered { facts.append(Fact(view("免申即享", "Without applying"), "\(view("经核验符合条件的，由部门主动告知，确认即可享受", "Offered to those whose proofs show it; one confirms"))")) }
        if !policy.excludes.isEmpty { facts.append(Fact(view("不同时享受", "Not together with"), Self.links(policy.excludes, view))) }
        if let day = summary.checkedOn {
            facts.append(Fact(view("最近核对", "Last checked"), "\(view.time(day))\(with: policy.checkedBy, { "\(view("，\($0.zh)", ", \($0.en)"))" })"))
        }
        return view(Facts(facts))
    }

    static func links(_ links: [PolicyLinkView], _ view: View) -> HTML {
        "\(each: links.enumerated(), { place, link in "\(if: place > 0, "\(view("、", ", "))")\(link.id.map { view(Link(view(link.name), to: Paths.policy($0))) } ?? "\(view(link.name))")" })"
    }

    private func conditions(_ view: View) -> HTML {
        view(Panel(view("条件（与原文逐条对照）", "Conditions, to be read against the original")) {
            """
            <ol class="numbered">\(each: policy.conditions, { condition in "<li>\(view(condition.words))\(with: condition.clause, { " <span class=\"clause\">\($0)</span>" })</li>" })</ol>
            """
        })
    }

    /// To the page that judges by one's own answers, and to somebody who applies in one's name.
    private func actions(_ view: View) -> HTML {
        guard summary.state == .now, !view.actor.isStaff else { return .empty }
        switch summary.audience {
        case .talent:
            return """
                \(view(Button(view("看看我是否符合", "See whether I am entitled"), href: Paths.entitlements())))\
                \(if: view.actor.organisations.isEmpty, view(Button(view("委托驿站代办", "Ask a station to apply for me"), .secondary, href: Paths.newMandate().with("policy", summary.id))))
                """
        case .employer: return view(Button(view("看看本单位是否符合", "See whether my organisation is entitled"), href: Paths.employerEntitlements()))
        }
    }

    private func handling(_ view: View) -> HTML {
        view(Panel(view("材料和步骤", "Papers and steps")) {
            """
            \(if: !policy.materials.isEmpty, "<h3>\(view("材料", "Papers"))</h3><ul class=\"points\">\(each: policy.materials, { material in """
                <li>\(view(material.name))\(with: material.proof.flatMap(Proof.Kind.init), { " <span class=\"hint\">\(view("（证明夹：\($0.words.zh)）", "(in the wallet: \($0.words.en))"))</span>" })</li>
                """ })</ul>")\
            \(if: !policy.steps.isEmpty, "<h3>\(view("办理步骤", "Steps"))</h3><ol class=\"numbered\">\(each: policy.steps, { "<li>\(view($0))</li>" })</ol>")
            """
        })
    }

    private func versions(_ view: View) -> HTML {
        view(Panel(view("版本", "Versions")) {
            """
            \(view(Table(view("版本", "Versions"), columns: [Table.Column(view("版本", "Version"), .main), Table.Column(view("起止", "In force")), Table.Column(view("发布", "Published")), Table.Column(view("状态", "State"))],
                rows: policy.versions.map { version in
                    let name = view("第 \(version.version) 版", "Version \(version.version)")
                    return [
                        version.version == summary.version ? "\(name)" : view(Link(name, to: Paths.policyVersion(summary.id, version.version))),
                        "\(version.days(view))", "\(with: version.publishedAt, { "\(view.time($0))" })", view(Tag(version.state, view)),
                    ]
                }, empty: EmptyState(view("没有版本", "No versions")))))\(differences(view))
            """
        })
    }

    private func differences(_ view: View) -> HTML {
        guard let before = policy.comparedWith else { return .empty }
        func list(_ lines: [PolicyTerms.Line]) -> HTML { "<ul class=\"points\">\(each: lines, { "<li><strong>\(view($0.label))</strong>\(view("：", ": "))\(view($0.text))</li>" })</ul>" }
        guard !policy.gone.isEmpty || !policy.added.isEmpty else { return "<p>\(view("内容与第 \(before) 版相同。", "It says the same as version \(before)."))</p>" }
        return """
            <h3>\(view("与第 \(before) 版相比", "Compared with version \(before)"))</h3>\
            \(if: !policy.gone.isEmpty, "<p>\(view("删去", "No longer there"))</p>\(list(policy.gone))")\(if: !policy.added.isEmpty, "<p>\(view("新增", "New"))</p>\(list(policy.added))")
            """
    }

    // MARK: for those who keep it

    private func keeping(_ view: View) -> HTML {
        view(Panel(view("维护", "Keeping it"), id: "keeping") {
            """
            \(view(ErrorSummary(filled)))\
            \(if: summary.state == .draft && !policy.mayPublish, "<p class=\"hint\">\(view("您参与撰写了这一版，请同事复核后发布。", "You wrote at this version: a colleague checks and publishes it."))</p>")\
            <div class="buttons">\(if: policy.mayPublish, view(PostButton(view("复核无误，发布", "Checked: publish"), to: Paths.policyPublication(summary.id, summary.version))))\
            \(if: policy.versions.contains { $0.publishedAt != nil && $0.state != .withdrawn }, view(PostButton(view("今日核对无变化", "Checked today, unchanged"), .secondary,
                to: Paths.policyCheck(summary.id))))\
            \(view(Button(view("编写新版本", "Write a new version"), .secondary, href: Paths.policyText(summary.id))))</div>\
            \(if: summary.state != .withdrawn, view(FormFrame(Paths.policyWithdrawal(summary.id, summary.version), in: Filled(filled.values), small: true,
                buttons: [Button(view("撤下这一版", "Withdraw this version"), .danger)]) {
                view(Field("reason", view("撤下的原因", "Why it is withdrawn"), hint: summary.state == .draft ? nil : view("向公众公开", "Shown to the public"), in: filled))
            }))\
            \(with: policy.text, { text in "<details><summary>\(view("文本", "The text"))</summary><pre><code>\(text)</code></pre></details>" })
            """
        })
    }
}
