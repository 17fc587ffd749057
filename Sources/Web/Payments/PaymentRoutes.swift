import Domain
import Markup
import Services

extension PaymentPurpose: PathParameter {}
extension TrackerFilter.Which: PathParameter {}

extension Rooms {
    /// Budgets, batches, payees' accounts, and the public tracker.
    func addPaymentRoutes(to site: inout Site) {
        addBudgetRoutes(to: &site)
        addBatchRoutes(to: &site)
        addPayeeRoutes(to: &site)
        let house = house
        let fields = [
            QueryField("year", Words("预算年度", "Year of the budget"), Int.self), QueryField("purpose", Words("用途", "Purpose"), PaymentPurpose.self),
            QueryField("which", Words("状态", "Which"), TrackerFilter.Which.self),
        ]
        let after = QueryField("after", Words("上一页最后一条", "The last one of the page before"), ID<PaymentOrder>.self)
        site.get(Paths.paymentTracker, access: .everyone, page: TrackerPage.self, query: fields + [after], summary: Words("拨付进度", "Payments against the promise")) { ask in
            TrackerPage(try await house.paymentTracker(try TrackerFilter(ask)))
        }
        site.download(Paths.paymentTrackerWorkbook, access: .everyone, type: Workbooks.type, query: fields, summary: Words("拨付进度，Excel", "Payments as a spreadsheet")) { ask in
            let file = try await house.paymentTrackerWorkbook(try TrackerFilter(ask))
            return try Workbooks.attachment("\(Words("拨付进度", "payments")(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: file)
        }
    }

    private func addBudgetRoutes(to site: inout Site) {
        let house = house
        site.get(Paths.budgets, access: .staff, page: BudgetsPage.self, summary: Words("预算", "Budgets")) { ask in BudgetsPage(try await house.budgets(for: ask.actor)) }
        site.post(Paths.budgets, access: .power(.allocate), input: OpenBudget.self, receipt: ReceiptPage.self, summary: Words("设立预算", "Open a budget"),
            form: { ask, filled in BudgetsPage(try await house.budgets(for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.get(Paths.budget, access: .staff, page: BudgetPage.self, query: [QueryField("below", Words("上一页最后一条的序号", "The number of the last line of the page before"), Int.self)], summary: Words("预算台账", "The ledger of a budget")) { ask, id in
            BudgetPage(try await house.budget(id, below: try ask.query.value("below"), for: ask.actor))
        }
        site.download(Paths.budgetWorkbook, access: .staff, type: Workbooks.type, summary: Words("预算台账，Excel", "The ledger as a spreadsheet")) { ask, id in
            let file = try await house.budgetWorkbook(id, for: ask.actor)
            return try Workbooks.attachment("\(Words("预算台账", "ledger")(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: file)
        }
        site.post(Paths.budgetAllocations, access: .power(.allocate), input: AllocateBudget.self, receipt: ReceiptPage.self, summary: Words("追加或调减预算", "Raise or lower a budget"),
            form: { ask, filled, id in BudgetPage(try await house.budget(id, for: ask.actor), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func addBatchRoutes(to site: inout Site) {
        let house = house
        site.get(Paths.batches, access: .power(.pay), page: BatchesPage.self, query: [QueryField("after", Words("上一页最后一批", "The last batch of the page before"), ID<PaymentBatch>.self)], summary: Words("拨付", "What is due, and the batches")) { ask in
            BatchesPage(try await house.batches(after: try ask.query.value("after"), for: ask.actor))
        }
        site.post(Paths.batches, access: .power(.pay), input: MakeBatch.self, receipt: ReceiptPage.self, summary: Words("制作拨付批次", "Make a batch"),
            form: { ask, filled in BatchesPage(try await house.batches(for: ask.actor), .batch, filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.get(Paths.batch, access: .power(.pay), page: BatchPage.self, summary: Words("一个拨付批次", "A batch")) { ask, id in BatchPage(try await house.batch(id, for: ask.actor)) }
        site.post(Paths.batchRelease, access: .power(.pay), input: ReleaseBatch.self, receipt: ReceiptPage.self, summary: Words("放行批次", "Release a batch")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.batchDropping, access: .power(.pay), input: DropBatch.self, receipt: ReceiptPage.self, summary: Words("退回批次", "Drop a batch"),
            form: { ask, filled, id in BatchPage(try await house.batch(id, for: ask.actor), .dropping, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.batchOutcomes, access: .power(.pay), input: RecordPaymentOutcome.self, receipt: ReceiptPage.self, summary: Words("登记拨付结果", "Say what became of payments"),
            form: { ask, filled, id in BatchPage(try await house.batch(id, for: ask.actor), .outcome, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.download(Paths.bankFile, access: .power(.pay), type: Workbooks.type, summary: Words("银行文件", "The bank's file of a batch; each time it is taken is recorded")) { ask, id in
            let (file, number) = try await house.bankFile(id, for: ask.actor)
            return try Workbooks.attachment("\(Words("拨付批次", "batch")(ask.language))-\(number).xlsx", temporary: file)
        }
        site.post(Paths.paymentRetry, access: .power(.pay), input: RetryPayment.self, receipt: ReceiptPage.self, summary: Words("重新拨付", "Try a payment once more"),
            form: { ask, filled, id in BatchesPage(try await house.batches(for: ask.actor), .retry(id), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.get(Paths.repayments, access: .power(.pay), page: RepaymentsPage.self, query: [QueryField("after", Words("上一页最后一条", "The last one of the page before"), ID<PaymentDemand>.self)], summary: Words("追回款项", "Money that has to come back")) { ask in
            RepaymentsPage(try await house.demands(after: try ask.query.value("after"), for: ask.actor))
        }
        site.post(Paths.repayment, access: .power(.pay), input: RecordRepayment.self, receipt: ReceiptPage.self, summary: Words("登记退缴", "Say that money has come back"),
            form: { ask, filled, id in RepaymentsPage(try await house.demands(for: ask.actor), id, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func addPayeeRoutes(to site: inout Site) {
        let house = house
        site.get(Paths.payeeAccounts, access: .organisation, page: PayeePage.self, summary: Words("收款账户和款项", "Where one's money goes, and what became of it")) { ask in PayeePage(try await house.payeeAccounts(for: ask.actor)) }
        site.post(Paths.payeeAccount, access: .organisation, input: KeepPayeeAccount.self, receipt: ReceiptPage.self, summary: Words("填写收款账户", "Say where money goes"),
            form: { ask, filled, id in PayeePage(try await house.payeeAccounts(for: ask.actor), id, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }
}

extension TrackerFilter {
    /// - Throws: `Refusal.invalid` naming the value that is not understood.
    init(_ ask: Ask) throws {
        self.init(year: try ask.query.value("year"), purpose: try ask.query.value("purpose"), which: try ask.query.value("which"), after: try ask.query.value("after"))
    }

    /// The same filter at another address; a page within is left aside.
    func href(_ path: Href) -> Href { path.with("year", year).with("purpose", purpose).with("which", which) }
}
