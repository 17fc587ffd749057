import Domain
import Markup
import Services

/// Budgets by year and purpose; who allocates opens one here.
struct BudgetsPage: ModelPage {
    let model: BudgetList
    private let filled: Filled

    init(_ model: BudgetList) { self.init(model, .nothing) }

    init(_ model: BudgetList, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("预算", "Budgets")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("每年每项用途一本台账：安排、批准占用、拨付和退回逐笔在账，不能超支。", "A ledger for each year and purpose; each line says who, when and why, and none can be overspent."),
            aside: "\(with: model.clause, { "\(view(ClauseChip($0)))" })", actions: buttons(view))))\
        \(view(Table(title(in: view.language), columns: [
            .main(view("预算", "Budget")), .number(view("预算安排", "Allocated")), .number(view("已批准待拨付", "Promised")), .number(view("已拨付", "Paid")), .number(view("可用", "Free")), .number(view("笔数", "Orders")),
        ], rows: model.budgets.map { budget in
            [
                view(Link(view(budget), to: Paths.budget(budget.id))), "\(view(budget.sums.allocated))", "\(view(budget.sums.promised))", "\(view(budget.sums.paid))", "<strong>\(view(budget.sums.free))</strong>",
                "\(view.number(budget.orders))",
            ]
        }, empty: EmptyState(view("还没有预算", "No budgets yet"), view("财政部门设立预算后，才能批准奖励和奖补。", "Rewards and grants can be approved once finance has opened one.")))))\
        \(if: model.mayAllocate, form(view))
        """
    }

    private func buttons(_ view: View) -> HTML {
        """
        \(if: model.mayPay, view(Button(view("拨付", "Pay"), .secondary, href: Paths.batches())))\(view(Button(view("公开的拨付进度", "What the public sees"), .quiet, href: Paths.paymentTracker())))
        """
    }

    private func form(_ view: View) -> HTML {
        let shown = filled.values.isEmpty ? Filled(["year": [String(model.year)]]) : filled
        return view(FormFrame(Paths.budgets(), in: shown, small: true, buttons: [Button(view("设立预算", "Open the budget"))]) {
            view(Panel(view("设立预算", "Open a budget"), id: "new") {
                """
                \(view(Field("year", view("年度", "Year"), .number(unit: nil), width: .narrow, in: shown)))\
                \(view(Field("purpose", view("用途", "Purpose"), .radios(PaymentPurpose.allCases.map { Option($0.rawValue, view($0.words)) }), in: shown)))\
                \(view(Field("amount", view("预算金额", "Amount"), .money, in: shown)))\(view(AllocationFields(filled: shown)))
                """
            })
        })
    }
}

/// The document and the reason of an allocation.
private struct AllocationFields: Component {
    let filled: Filled

    func html(_ view: View) -> HTML {
        """
        \(view(Field("document", view("文号", "Number of the document"), hint: view("如 青财预〔2021〕12号", "Such as 青财预〔2021〕12号"), width: .middle, in: filled)))\
        \(view(Field("reason", view("理由", "Reason"), .longText(rows: 2), in: filled)))
        """
    }
}

/// One ledger: what it comes to, each line, and the form that changes it.
struct BudgetPage: ModelPage {
    let model: BudgetView
    private let filled: Filled

    init(_ model: BudgetView) { self.init(model, .nothing) }

    init(_ model: BudgetView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    private var id: ID<Budget> { model.summary.id }

    func title(in language: Language) -> String { Words("\(model.summary.year) 年\(model.summary.purpose.words.zh)预算", "Budget: \(model.summary.purpose.words.en), \(model.summary.year)")(language) }

    func body(_ view: View) -> HTML {
        let sums = model.summary.sums
        return """
            \(view(PageHeader(title(in: view.language), lead: view("可用 \(view(sums.free))", "\(view(sums.free)) free"), trail: [Link(view("预算", "Budgets"), to: Paths.budgets())], aside: "\(with: model.clause, { "\(view(ClauseChip($0)))" })")))\
            \(view(Columns(main: "\(ledger(view))\(view(Panel(nil) { view(BudgetChart(title: view("执行情况", "How it stands"), sums: sums)) }))", side: """
                \(view(Panel(view("执行情况", "How it stands"), id: "sums") {
                    view(Facts([
                        Fact(view("预算安排", "Allocated"), "\(view(sums.allocated))"), Fact(view("已批准待拨付", "Promised"), "\(view(sums.promised))"), Fact(view("已拨付", "Paid"), "\(view(sums.paid))"), Fact(view("可用", "Free"), "\(view(sums.free))"),
                    ]))
                }))\(if: model.mayAllocate, form(view))
                """)))
            """
    }

    private func ledger(_ view: View) -> HTML {
        view(Panel(view("台账", "Ledger"), id: "ledger", aside: "<span>\(view(Link(view("导出 Excel", "Excel"), to: Paths.budgetWorkbook(id))))</span>") {
            """
            \(view(Table(view("台账", "Ledger"), columns: [
                .number(view("序号", "No.")), .main(view("事项", "What")), .number(view("金额", "Amount")), .number(view("余额", "Balance")), .init(view("依据", "Why")), .init(view("经办", "By")),
            ], rows: model.lines.map { row($0, view) }, empty: EmptyState(view("还没有记账", "No lines yet")))))\
            \(view(Pager(previous: nil, next: model.next.map { Paths.budget(id).with("below", $0).at("ledger") })))
            """
        })
    }

    private func row(_ line: BudgetLineView, _ view: View) -> [HTML] {
        [
            "\(line.seq)", "\(view(line.kind.words))\(with: line.stationName, { "<br><span class=\"hint\">\($0)</span>" })", "\(if: line.amount > Fen(0), "+")\(view(line.amount))", "\(view(line.balanceAfter))",
            "\(line.document ?? "")\(with: line.reason, { "<p class=\"hint\">\($0)</p>" })\(if: line.document == nil && line.reason == nil, "—")", "\(line.by ?? view("系统", "system"))<br><span class=\"hint\">\(view.time(line.at))</span>",
        ]
    }

    private func form(_ view: View) -> HTML {
        view(Panel(view("追加或调减", "Raise or lower"), id: "allocation") {
            view(SideForm(Paths.budgetAllocations(id), in: filled, button: Button(view("记入台账", "Enter it"))) {
                """
                \(view(Field("way", view("方向", "Which way"), .radios([
                    Option(AllocateBudget.Way.raise.rawValue, view("追加", "Raise")), Option(AllocateBudget.Way.lower.rawValue, view("调减", "Lower"), hint: view("最多 \(view(model.summary.sums.free))", "At most \(view(model.summary.sums.free))")),
                ]), in: filled)))\(view(Field("amount", view("金额", "Amount"), .money, in: filled)))\(view(AllocationFields(filled: filled)))
                """
            })
        })
    }
}
