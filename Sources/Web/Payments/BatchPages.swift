import Domain
import Markup
import Services

/// For the office that pays: what is due, to be put on a batch; what failed; and the batches.
struct BatchesPage: ModelPage {
    /// Which form came back with what is wrong.
    enum Form: Sendable, Hashable { case batch, retry(ID<PaymentOrder>) }

    let model: BatchList
    private let form: Form?
    private let filled: Filled

    init(_ model: BatchList) { self.init(model, nil, .nothing) }

    init(_ model: BatchList, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("拨付", "Payments to make")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("待拨付 \(model.dueCount) 笔，共 \(view(model.dueTotal))。经办制单，另一人复核放行；审批过的人不能拨付。",
            "\(model.dueCount) due, \(view(model.dueTotal)) in all. A handler makes a batch and another person releases it; nobody pays what they approved."), aside: "\(with: model.clause, { "\(view(ClauseChip($0)))" })",
            actions: "\(view(Button(view("追回款项（\(model.demands)）", "To come back (\(model.demands))"), .secondary, href: Paths.repayments())))\(view(Button(view("预算", "Budgets"), .quiet, href: Paths.budgets())))")))\
        \(due(view))\(if: !model.failed.isEmpty, failed(view))\(batches(view))
        """
    }

    private func about(_ order: OrderView, _ view: View) -> String {
        let promise = order.isLate ? view("已超过承诺 \(order.promisedBy)", "later than \(order.promisedBy)") : view("承诺 \(order.promisedBy) 前", "promised by \(order.promisedBy)")
        let account = order.account ?? view("未填写收款账户", "no bank account"), shared = order.isShared ? view("，与其他单位账号相同，请核实", ", which another organisation has too: please look into it") : ""
        return [view(order.purpose.words), order.stationName, view("\(order.approvedBy) \(order.approvedOn) 批准", "approved by \(order.approvedBy) on \(order.approvedOn)"), promise, account + shared].joined(separator: view("；", "; "))
    }

    private func due(_ view: View) -> HTML {
        let ready = model.due.filter(\.mayTake), rest = model.due.filter { !$0.mayTake }
        var shown = Filled(["orders": ready.map(\.id.rawValue)])
        if form == .batch { shown = filled }
        return view(Panel(view("待拨付", "Due"), id: "due", aside: "<span class=\"count\">\(view.number(model.dueCount))</span>") {
            guard !model.due.isEmpty else { return view(EmptyState(view("没有待拨付的款项", "Nothing is due"), view("奖励和奖补批准后显示在这里。", "Rewards and grants appear here once they are approved."))) }
            return """
                \(if: model.mayMake && !ready.isEmpty, view(FormFrame(Paths.batches(), in: shown, small: true, buttons: [Button(view("制作批次", "Make the batch"))]) {
                    view(Field("orders", view("列入批次", "On the batch"), .checkboxes(ready.map { Option($0.id.rawValue, "\($0.payeeName)　\(view($0.amount))", hint: about($0, view)) }), in: shown))
                }))\(if: !model.mayMake && !ready.isEmpty, list(ready, view))\
                \(if: !rest.isEmpty, "<h3>\(view("暂不能由您列入", "Not for you to take now"))</h3>\(list(rest, view))")\
                \(if: model.dueCount > model.due.count, "<p class=\"hint\">\(view("先显示最早的 \(model.due.count) 笔", "The oldest \(model.due.count) are shown"))</p>")
                """
        })
    }

    private func list(_ orders: [OrderView], _ view: View) -> HTML {
        """
        <ul class="plain">\(each: orders, { order in
            "<li><strong>\(order.payeeName)　\(view(order.amount))</strong> \(if: order.isLate, view(Tag(view("超期", "Late"), .bad)))<br><span class=\"hint\">\(about(order, view))\(if: order.account != nil && !order.mayTake && model.mayMake, "\(view("；您审核或批准过", "; you had a hand in its approval"))")</span></li>"
        })</ul>
        """
    }

    private func failed(_ view: View) -> HTML {
        view(Panel(view("拨付失败", "Failed"), id: "failed") {
            """
            <p class="hint">\(view("收款单位更正账户后自动恢复待付；确属银行原因的，可以直接重新拨付。", "An order is due again once the payee mends the account; where the bank was wrong, try it again."))</p>\
            <ul class="plain">\(each: model.failed, { order in
                """
                <li><strong>\(order.payeeName)　\(view(order.amount))</strong><br><span class="hint">\(about(order, view))</span>\(with: order.reason, { "<p>\($0)</p>" })\
                \(retry(order, view))</li>
                """
            })</ul>
            """
        })
    }

    private func retry(_ order: OrderView, _ view: View) -> HTML {
        let isOpen = form == .retry(order.id), shown = isOpen ? filled : .nothing
        return """
            <details\(if: isOpen, " open")><summary>\(view("重新拨付", "Try it again"))</summary>\(view(SideForm(Paths.paymentRetry(order.id), in: shown, button: Button(view("恢复待付", "Make it due"), .secondary)) {
                view(Field("reason", view("理由", "Reason"), width: .middle, prefix: order.id.rawValue, in: shown))
            }))</details>
            """
    }

    private func batches(_ view: View) -> HTML {
        """
        <h2 id="batches">\(view("批次", "Batches"))</h2>\(view(Table(view("批次", "Batches"), columns: [
            .main(view("批次", "Batch")), .init(view("状态", "State")), .number(view("笔数", "Orders")), .number(view("金额", "Amount")), .init(view("制单", "Made by")), .init(view("放行", "Released by")),
        ], rows: model.batches.map { batch in
            [
                view(Link(view("第 \(batch.number) 批", "Batch \(batch.number)"), to: Paths.batch(batch.id))), view(Tag(batch.state, isTurn: false, view)), "\(view.number(batch.orders))", "\(view(batch.total))",
                "\(batch.maker)<br><span class=\"hint\">\(view.time(batch.madeAt))</span>", "\(with: batch.releaser, { "\($0)" })\(with: batch.releasedAt, { "<br><span class=\"hint\">\(view.time($0))</span>" })\(if: batch.releaser == nil, "—")",
            ]
        }, empty: EmptyState(view("还没有批次", "No batches yet")))))\(view(Pager(previous: nil, next: model.next.map { Paths.batches().with("after", $0).at("batches") })))
        """
    }
}

/// One batch: its orders, its release, the bank's file, and what became of each order.
struct BatchPage: ModelPage {
    enum Form: Sendable { case dropping, outcome }

    let model: BatchView
    private let form: Form?
    private let filled: Filled

    init(_ model: BatchView) { self.init(model, nil, .nothing) }

    init(_ model: BatchView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    private var summary: BatchSummary { model.summary }
    private var id: ID<PaymentBatch> { summary.id }

    func title(in language: Language) -> String { Words("拨付第 \(summary.number) 批", "Batch \(summary.number)")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("\(summary.orders) 笔，共 \(view(summary.total))", "\(summary.orders) orders, \(view(summary.total)) in all"), trail: [Link(view("拨付", "Payments to make"), to: Paths.batches())],
            aside: view(Tag(summary.state, isTurn: model.mayRelease, view)), actions: file(view))))\
        \(now(view))\(lines(view))\(if: model.mayRecord, outcome(view))\(facts(view))
        """
    }

    private func file(_ view: View) -> HTML {
        guard model.mayRecord else { return .empty }
        return view(Button(view("下载银行文件", "The bank's file"), .secondary, href: Paths.bankFile(id)))
    }

    private func now(_ view: View) -> HTML {
        switch summary.state {
        case .drafted:
            return view(Panel(view("复核放行", "Release"), id: "now") {
                """
                \(if: model.mayRelease, "<p>\(view("请核对收款单位、账户和金额；放行后可以下载银行文件。", "Check payees, accounts and amounts; once released, the bank's file is ready."))</p>\(view(PostButton(view("放行", "Release"), to: Paths.batchRelease(id))))")\
                \(if: !model.mayRelease, "<p>\(model.isOwn ? view("您制单、审核或批准过其中的款项，由另一位复核或签发人员放行。", "You made it, or had a hand in an approval: another person who checks or signs releases it.") : view("由复核或签发人员放行。", "Whoever checks or signs releases it."))</p>")\
                \(if: model.mayDrop, dropping(view))
                """
            })
        case .released:
            return view(Banner(.info, view("已放行，等待银行结果", "Released: waits for the bank"), "<p>\(view("下载银行文件会留下记录；结果出来后请逐笔登记。", "Taking the bank's file is recorded; please record what becomes of each payment."))</p>"))
        case .dropped: return view(Banner(.info, view("批次已退回，款项恢复待拨付", "It was dropped; its orders are due again"), "\(with: model.reason, { "<p>\($0)</p>" })"))
        case .done: return .empty
        }
    }

    private func dropping(_ view: View) -> HTML {
        var filled = Filled.nothing, isOpen = false
        if form == .dropping { (filled, isOpen) = (self.filled, true) }
        return """
            <details\(if: isOpen, " open")><summary>\(view("退回批次", "Drop the batch"))</summary>\(view(SideForm(Paths.batchDropping(id), in: filled, button: Button(view("退回", "Drop it"), .danger)) {
                view(Field("reason", view("理由", "Reason"), .longText(rows: 2), in: filled))
            }))</details>
            """
    }

    private func lines(_ view: View) -> HTML {
        view(Panel(view("明细", "Orders"), id: "orders") {
            view(Table(view("明细", "Orders"), columns: [
                .number(view("序号", "No.")), .main(view("收款单位", "Payee")), .init(view("用途", "Purpose")), .number(view("金额", "Amount")), .init(view("账户", "Account")), .init(view("结果", "Outcome")),
            ], rows: model.lines.map { line in
                let day: HTML = line.day.map { "<br><span class=\"hint\">\(view.time($0))</span>" } ?? .empty
                return [
                    "\(line.n)", "\(line.payeeName)", "\(view(line.purpose.words))<br><span class=\"hint\">\(line.stationName)</span>", "\(view(line.amount))",
                    "\(line.account)\(if: line.isShared, "<br>\(view(Tag(view("与其他单位相同", "Shared"), .bad)))")", "\(view(Tag(line.outcome, dropped: summary.state == .dropped, view)))\(day)\(with: line.reason, { "<p class=\"hint\">\($0)</p>" })",
                ]
            }, empty: EmptyState(view("没有款项", "No orders"))))
        })
    }

    private func outcome(_ view: View) -> HTML {
        let waiting = model.lines.filter { $0.outcome == nil }, paid = model.lines.filter(\.mayReturn)
        guard !waiting.isEmpty || !paid.isEmpty else { return .empty }
        let first: PaymentOutcome = waiting.isEmpty ? .returned : .paid
        var shown = Filled(["orders": waiting.map(\.order.rawValue), "outcome": waiting.isEmpty ? [] : [first.rawValue], "day": [model.today.description]])
        if form == .outcome { shown = filled }
        let outcomes = PaymentOutcome.allCases.filter { $0 == .returned ? !paid.isEmpty : !waiting.isEmpty }
        return view(FormFrame(Paths.batchOutcomes(id), in: shown, small: true, buttons: [Button(view("登记结果", "Record it"))]) {
            view(Panel(view("登记拨付结果", "What became of it"), id: "outcome") {
                """
                \(view(Field("orders", view("款项", "Payments"), .checkboxes((waiting + paid).map { Option($0.order.rawValue, "\($0.n). \($0.payeeName)　\(view($0.amount))", hint: $0.outcome.map { view($0.words) }) }), in: shown)))\
                \(view(Field("outcome", view("结果", "Outcome"), .radios(outcomes.map { Option($0.rawValue, view($0.words)) }), in: shown)))\
                \(view(Field("day", view("日期", "Day"), .date, hint: view("到账日，或银行退回日", "When it was paid, or came back"), in: shown)))\
                \(view(Field("reason", view("原因", "Reason"), hint: view("失败或退回时填写，收款单位可见", "Where it failed or came back; the payee reads it"), optional: true, in: shown)))
                """
            })
        })
    }

    private func facts(_ view: View) -> HTML {
        var facts = [Fact(view("制单", "Made by"), "\(summary.maker)，\(view.time(summary.madeAt))")]
        if let releaser = summary.releaser, let at = summary.releasedAt { facts.append(Fact(view("放行", "Released by"), "\(releaser)，\(view.time(at))")) }
        if let clause = model.clause { facts.append(Fact(view("依据", "Rule"), view(ClauseChip(clause)))) }
        return view(Panel(view("经办", "Who"), id: "about") { view(Facts(facts)) })
    }
}

/// Money that was paid and has to come back.
struct RepaymentsPage: ModelPage {
    let model: DemandList
    private let form: ID<PaymentDemand>?
    private let filled: Filled

    init(_ model: DemandList) { self.init(model, nil, .nothing) }

    init(_ model: DemandList, _ form: ID<PaymentDemand>?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("追回款项", "Money that has to come back")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("已拨付又被撤销的款项；退缴到账后登记，金额回到当年预算。", "What was paid and is taken back; once it has arrived it is in its budget again."), trail: [Link(view("拨付", "Payments to make"), to: Paths.batches())])))\
        \(view(DemandTable(demands: model.demands) { demand in record(demand, view) }))\
        \(view(Pager(previous: nil, next: model.next.map { Paths.repayments().with("after", $0) })))
        """
    }

    private func record(_ demand: DemandView, _ view: View) -> HTML {
        guard demand.mayRecord else { return .empty }
        let isOpen = form == demand.id, shown = isOpen ? filled : Filled(["repaidOn": [model.today.description]])
        return """
            <details\(if: isOpen, " open")><summary>\(view("登记退缴", "It has arrived"))</summary>\(view(SideForm(Paths.repayment(demand.id), in: shown, button: Button(view("登记", "Record it"), .secondary)) {
                view(Field("repaidOn", view("到账日期", "Arrived on"), .date, prefix: demand.id.rawValue, in: shown))
            }))</details>
            """
    }
}
