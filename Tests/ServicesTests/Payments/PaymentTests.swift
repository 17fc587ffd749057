import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct PaymentTests {
    @Test(arguments: Engine.allCases) func moneyGoesFromTheBudgetToThePayee(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), budget = try await test.openBudget(), handler = try await test.staff("centre.handler"), payee = try await test.applicant(1)
            let order = try await test.approve(50_000, "c1")
            #expect(try await test.messages(payee).contains("请填写收款账户"))
            #expect(try await test.ledger(budget) == ["allocated 100000", "promised -50000"])
            #expect(try await test.sums(budget) == BudgetSums(allocated: Fen(10_000_000), promised: Fen(5_000_000), paid: Fen(0), free: Fen(5_000_000)))
            await refused("no_account", .conflict) { try await test.batch([order]) }
            #expect(try await house.batches(for: handler).due.map(\.mayTake) == [false])
            try await test.giveAccount()
            let due = try #require(try await house.batches(for: handler).due.first), promised = try day("2020-11-27")
            // Ten working days after Friday the 13th.
            #expect(due.mayTake && due.account == "6222 •••• 3445" && due.promisedBy == promised && !due.isLate)
            let batch = try await test.batch([order])
            #expect(try await test.state(order) == "batched")
            #expect(try await test.messages(try await test.staff("centre.signer")).contains("拨付批次待复核"))
            await refused("batch_drafted", .conflict) { try await house.bankFile(batch, for: handler) }
            await refused("batch_drafted", .conflict) { try await test.record(.paid, [order], of: batch) }
            _ = try await ReleaseBatch()(house, batch, by: try await test.staff("centre.signer"))
            #expect(try await house.bankFile(batch, for: handler).path == "拨付批次 1")
            try await test.record(.paid, [order], of: batch)
            #expect(try await test.state(order) == "paid")
            #expect(try await test.state(batch) == "done")
            #expect(try await test.sums(budget) == BudgetSums(allocated: Fen(10_000_000), promised: Fen(0), paid: Fen(5_000_000), free: Fen(5_000_000)))
            #expect(try await test.verbs("payment", order.rawValue) == ["payment_ordered", "payment_batch", "payment_pay"])
            #expect(try await test.verbs("batch", batch.rawValue) == ["batch_made", "batch_release", "bank_file_taken", "batch_finish"])
            #expect(try await test.verbs("budget", budget.rawValue) == ["budget_allocated", "budget_promised"])
            #expect(try await test.due(order.rawValue).isEmpty)
            let own = try #require(try await house.payeeAccounts(for: payee).organisations.first)
            #expect(own.payments.map(\.state) == [.paid] && own.account == "6222 •••• 3445" && !own.isFrozen)
            let seen = try await house.paymentTracker()
            #expect(seen.payments.map(\.station) == [station] && seen.payments.map(\.isLate) == [false] && seen.counts == .init(paid: 1, paidInTime: 1, waiting: 0, late: 0) && seen.payWithin == 10)
            #expect(try await house.budgetWorkbook(budget, for: try await test.staff("finance.handler")) == "预算台账 2")
            #expect(try await test.wrongBudgets() == [])
        }
    }

    @Test(arguments: Engine.allCases) func whoApprovedOrExaminedDoesNotPay(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            _ = try await test.station(1)
            _ = try await test.openBudget()
            try await test.giveAccount()
            let signer = try await test.staff("centre.signer"), second = try await test.staff("centre.handler2"), checker = try await test.staff("centre.checker")
            let order = try await test.approve(1000, "c1", by: "centre.handler", examiners: [try #require(checker.account)])
            await refused("own_approval", .forbidden) { try await test.batch([order]) }
            #expect(try await house.batches(for: try await test.staff("centre.handler")).due.map(\.mayTake) == [false])
            await refused("not_handler", .forbidden) { try await MakeBatch(orders: [order])(house, by: signer) }
            await refused("not_found", .notFound) { try await MakeBatch(orders: [order])(house, by: try await test.staff("finance.handler")) }
            let batch = try #require(ID<PaymentBatch>(rawValue: try await MakeBatch(orders: [order])(house, by: second).id))
            await refused("not_checker", .forbidden) { try await ReleaseBatch()(house, batch, by: second) }
            await refused("own_approval", .forbidden) { try await ReleaseBatch()(house, batch, by: checker) }
            await refused("not_found", .notFound) { try await ReleaseBatch()(house, batch, by: try await test.staff("hrss.signer")) }
            await refused("not_found", .notFound) { try await house.batch(batch, for: try await test.staff("hrss.signer")) }
            await refused("not_found", .notFound) { try await house.batches(for: try await test.applicant(1)) }
            _ = try await ReleaseBatch()(house, batch, by: signer)
            await refused("batch_released", .conflict) { try await ReleaseBatch()(house, batch, by: signer) }
            await refused("own_approval", .forbidden) { try await house.bankFile(batch, for: checker) }
            await refused("own_approval", .forbidden) { try await test.record(.paid, [order], of: batch) }
            _ = try await RecordPaymentOutcome(orders: [order], outcome: .paid, day: try day("2020-11-13"))(house, batch, by: second)
            #expect(try await test.state(order) == "paid")
        }
    }

    /// Somebody with two places, or a payer who acts for the payee.
    @Test(arguments: Engine.allCases) func nobodyReleasesTheirOwnBatchNorPaysTheirOwnOrganisation(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            _ = try await test.station(1)
            _ = try await test.openBudget()
            try await test.giveAccount()
            let order = try await test.approve(1000, "c1"), handler = try await test.staff("centre.handler"), account = try #require(handler.account), programme = test.programme.id
            let batch = try await test.batch([order])
            try await test.database.write { tx in
                _ = try tx.run("INSERT INTO posts (account_id, programme_id, office, place, since) VALUES (\(account), \(programme), 'centre', 'checker', \(0))")
            }
            await refused("own_batch", .forbidden) { try await ReleaseBatch()(house, batch, by: try await test.staff("centre.handler")) }
            let payee = try await test.organisation(1), signer = try #require(try await test.staff("centre.signer").account)
            try await test.database.write { tx in _ = try tx.run("INSERT INTO members (organisation_id, account_id, since, role) VALUES (\(payee), \(signer), \(0), 'handler')") }
            await refused("own_approval", .forbidden) { try await ReleaseBatch()(house, batch, by: try await test.staff("centre.signer")) }
            _ = try await ReleaseBatch()(house, batch, by: try await test.staff("centre.signer2"))
            #expect(try await test.state(batch) == "released")
        }
    }

    @Test(arguments: Engine.allCases) func whatFailsOrComesBackIsDueAgain(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            _ = try await test.station(1)
            let budget = try await test.openBudget(), handler = try await test.staff("centre.handler"), payee = try await test.applicant(1)
            try await test.giveAccount()
            let first = try await test.approve(1000, "c1"), second = try await test.approve(2000, "c2"), third = try await test.approve(3000, "c3")
            let batch = try await test.released([first, second, third])
            await refused("account_frozen", .conflict) { try await test.giveAccount(1, "6222020200119999999") }
            await refused("invalid", .invalid) { try await RecordPaymentOutcome(orders: [first], outcome: .failed)(house, batch, by: handler) }
            await refused("invalid", .invalid) { try await RecordPaymentOutcome(orders: [first], outcome: .paid)(house, batch, by: handler) }
            await refused("invalid", .invalid) { try await RecordPaymentOutcome(orders: [first], outcome: .paid, day: try day("2020-11-14"))(house, batch, by: handler) }
            await refused("order_batched", .conflict) { try await test.record(.returned, [first], of: batch) }
            try await test.record(.failed, [first, second], of: batch)
            try await test.record(.paid, [third], of: batch)
            #expect(try await test.state(batch) == "done")
            #expect(try await house.batches(for: handler).failed.map(\.reason) == ["账号与户名不符", "账号与户名不符"])
            #expect(try await house.payeeAccounts(for: payee).organisations.first?.payments.filter { $0.state == .failed }.map(\.reason) == ["账号与户名不符", "账号与户名不符"])
            _ = try await RetryPayment(reason: "银行系统故障")(house, second, by: handler)
            #expect(try await test.state(second) == "due")
            // A better account makes due what the bank refused.
            try await test.giveAccount(1, "6222020200119999999")
            #expect(try await test.state(first) == "due")
            await refused("order_due", .conflict) { try await RetryPayment(reason: "银行系统故障")(house, first, by: handler) }
            // What was paid comes back: in its budget again, and promised again.
            try await test.record(.returned, [third], of: batch)
            #expect(try await test.state(third) == "due")
            #expect(try await test.ledger(budget).suffix(2) == ["returned 3000", "promised -3000"])
            #expect(try await test.sums(budget) == BudgetSums(allocated: Fen(10_000_000), promised: Fen(600_000), paid: Fen(0), free: Fen(9_400_000)))
            let again = try await test.released([first, second, third])
            try await test.record(.paid, [first, second, third], of: again)
            #expect(try await test.sums(budget).paid == Fen(600_000))
            #expect(try await house.batch(batch, for: handler).lines.compactMap(\.outcome?.rawValue).sorted() == ["failed", "failed", "returned"])
            #expect(try await house.batches(for: handler).batches.map(\.number) == [2, 1])
            #expect(try await test.wrongBudgets() == [])
        }
    }

    @Test(arguments: Engine.allCases) func aBatchThatIsDroppedFreesItsOrders(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            _ = try await test.station(1)
            _ = try await test.openBudget()
            try await test.giveAccount()
            let order = try await test.approve(1000, "c1"), batch = try await test.batch([order])
            await refused("order_batched", .conflict) { try await test.batch([order]) }
            await refused("invalid", .invalid) { try await DropBatch(reason: " ")(house, batch, by: try await test.staff("centre.signer")) }
            await refused("not_checker", .forbidden) { try await DropBatch(reason: "金额待核实")(house, batch, by: try await test.staff("centre.handler2")) }
            #expect(try await house.batch(batch, for: try await test.staff("centre.handler2")).mayDrop == false)
            _ = try await DropBatch(reason: "金额待核实")(house, batch, by: try await test.staff("centre.signer"))
            #expect(try await test.state(order) == "due")
            #expect(try await test.messages(try await test.staff("centre.handler")).contains("第 1 批被退回"))
            await refused("batch_dropped", .conflict) { try await ReleaseBatch()(house, batch, by: try await test.staff("centre.signer")) }
            #expect(try await house.batch(batch, for: try await test.staff("centre.handler")).reason == "金额待核实")
            _ = try await test.released([order])
            #expect(try await test.state(order) == "batched")
        }
    }

    @Test(arguments: Engine.allCases) func whatIsLateIsSaidToThePayersAndTheTracker(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            _ = try await test.station(1)
            _ = try await test.openBudget()
            let order = try await test.approve(1000, "c1"), handler = try await test.staff("centre.handler")
            try await test.move(to: Zone.china.instant(try day("2020-11-27"), hour: 10))
            #expect(try await test.messages(handler).filter { $0.hasPrefix("今天到期") }.count == 1)
            #expect(try await test.house.paymentTracker().counts == .init(paid: 0, paidInTime: 0, waiting: 1, late: 0))
            try await RemindPayment()(test.house, order, at: nil)
            #expect(try await test.verbs("payment", order.rawValue) == ["payment_ordered", "reminded"])
            try await test.move(to: Zone.china.instant(try day("2020-11-30"), hour: 10))
            let seen = try await test.house.paymentTracker(TrackerFilter(which: .late))
            #expect(seen.payments.map(\.id) == [order] && seen.payments.map(\.waiting) == [11] && seen.counts.late == 1)
            #expect(try await test.house.paymentTracker(TrackerFilter(year: 2021)).payments.isEmpty)
            #expect(try await test.house.paymentTracker(TrackerFilter(purpose: .eventGrant)).total == 0)
        }
    }

    @Test(arguments: Engine.allCases) func theTrackerIsPaged(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            _ = try await test.station(1)
            _ = try await test.openBudget()
            var orders: Set<ID<PaymentOrder>> = []
            for n in 1...5 { orders.insert(try await test.approve(10, "c\(n)")) }
            var seen: [ID<PaymentOrder>] = [], after: ID<PaymentOrder>?
            repeat {
                let page = try await test.house.paymentTracker(TrackerFilter(after: after), pageSize: 2)
                #expect(page.total == 5 && page.payments.count <= 2)
                seen += page.payments.map(\.id)
                after = page.next
            } while after != nil
            #expect(Set(seen) == orders && seen.count == 5)
            #expect(try await test.house.paymentTrackerWorkbook(TrackerFilter(which: .waiting)) == "拨付进度 5")
        }
    }
}
