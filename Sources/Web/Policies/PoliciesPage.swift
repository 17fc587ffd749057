import Domain
import Markup
import Services

/// The library of policies: what is in force, for whom, how much, and where it stands.
struct PoliciesPage: Page {
    let list: PolicyListView

    init(_ list: PolicyListView) { self.list = list }

    func title(in language: Language) -> String { Words("政策库", "Policies")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("每项政策都写明对象、金额、依据和有效期，并保留历次版本。", "Each policy with whom it is for, how much it gives, its source and its days; all versions are kept."),
            actions: actions(view))))\
        \(if: !list.drafts.isEmpty, keeping(view))\(filters(view))\(table(view, list.policies, view("现行政策", "In force")))\
        \(if: !list.past.isEmpty, view(Panel(view("已失效", "No longer in force")) { table(view, list.past, view("已失效", "No longer in force")) }))
        """
    }

    private func actions(_ view: View) -> HTML {
        """
        \(view(Button(view("我能享受哪些政策", "What am I entitled to?"), href: Paths.entitlements())))\
        \(if: !view.actor.organisations.isEmpty, view(Button(view("单位能享受哪些政策", "What is my organisation entitled to?"), .secondary, href: Paths.employerEntitlements())))\
        \(if: list.mayKeep, view(Button(view("新增政策", "New policy"), .secondary, href: Paths.newPolicy())))
        """
    }

    private func filters(_ view: View) -> HTML {
        let kinds = [Option("", view("全部种类", "All kinds"))] + list.kinds.map { Option($0.id, view($0.name)) }
        let audiences = [Option("", view("个人和单位", "People and organisations"))] + PolicyTerms.Audience.allCases.map { Option($0.rawValue, view($0.words)) }
        return view(Filters(Paths.policies(), [
            .search("q", view("查找政策", "Search"), value: list.search), .choice("kind", view("种类", "Kind"), kinds, value: list.kind),
            .choice("audience", view("对象", "For whom"), audiences, value: list.audience?.rawValue ?? ""),
        ], count: list.policies.count))
    }

    private func table(_ view: View, _ policies: [PolicySummary], _ caption: String) -> HTML {
        view(Table(caption, columns: [
            Table.Column(view("政策", "Policy"), .main), Table.Column(view("种类", "Kind")), Table.Column(view("对象", "For whom")), Table.Column(view("金额", "Amount")), Table.Column(view("有效期", "In force")),
        ], rows: policies.map { row(view, $0) }, empty: EmptyState(view("没有找到政策", "No policies found"), view("换个词语，或清除条件再试", "Try other words, or clear the filters"))))
    }

    private func row(_ view: View, _ policy: PolicySummary) -> [HTML] {
        [
            "\(view(Link(view(policy.title), to: Paths.policy(policy.id))))\(if: policy.wantsMark, " \(view(Tag(view("示例", "Example"))))")\(if: policy.state != .now, " \(view(Tag(policy.state, view)))")",
            "\(view(policy.kind.name))<br><span class=\"hint\">\(view(policy.audience.words))</span>", "\(view(policy.who))",
            policy.amount.zh.isEmpty ? "\(view("不发放资金", "No money"))" : "\(view(policy.amount))", "\(policy.days(view))",
        ]
    }

    private func keeping(_ view: View) -> HTML {
        view(Panel(view("待发布的版本", "Versions to be published"), id: "drafts") {
            view(Table(view("待发布的版本", "Versions to be published"), columns: [
                Table.Column(view("政策", "Policy"), .main), Table.Column(view("部门", "Office")), Table.Column(view("撰写", "Written by")), Table.Column(view("状态", "State")),
            ], rows: list.drafts.map { draft in
                [
                    "\(view(Link(view("\(draft.title.zh) 第 \(draft.version) 版", "\(draft.title.en), version \(draft.version)"), to: Paths.policyVersion(draft.id, draft.version))))", "\(view(draft.office))",
                    "\(draft.writtenBy)<br>\(view.time(draft.writtenAt))", view(draft.mayPublish ? Tag(view("待您复核", "For you to check"), .action) : Tag(view("待他人复核", "For somebody else to check"), .active)),
                ]
            }, empty: EmptyState(view("没有待发布的版本", "Nothing waits to be published"))))
        })
    }
}

extension PolicySummary {
    /// An example whose title does not say so itself.
    var wantsMark: Bool { isExample && !title.zh.contains("示例") }

    func days(_ view: View) -> String { view.days(from, to) }
}

extension PolicyVersionView {
    func days(_ view: View) -> String { view.days(from, to) }
}

extension View {
    /// `2020年1月1日至2022年12月31日`
    fileprivate func days(_ from: Day, _ to: Day?) -> String {
        let first = formal(from)
        guard let last = to.map(formal) else { return self("\(first)起", "from \(first)") }
        return self("\(first)至\(last)", "\(first) to \(last)")
    }
}

extension PolicyTerms.Audience {
    var words: Words {
        switch self {
        case .talent: Words("个人", "people")
        case .employer: Words("单位", "organisations")
        }
    }
}

extension Tag {
    init(_ force: PolicyForce, _ view: View) {
        let kind: Kind = switch force {
        case .now: .good
        case .later: .active
        case .over: .idle
        case .draft: .action
        case .withdrawn: .bad
        }
        self.init(view(force.words), kind)
    }

    init(_ standing: PolicyStanding, _ view: View) {
        let kind: Kind = switch standing {
        case .entitled: .good
        case .provable: .active
        case .unknown, .nearly: .action
        case .not: .idle
        }
        self.init(view(standing.words), kind)
    }
}
