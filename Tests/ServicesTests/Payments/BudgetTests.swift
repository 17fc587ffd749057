import Cluster
import Domain
import Foundation
import SQL
@testable import Services
import Testing

@Suite struct BudgetTests {
    @Test(arguments: Engine.allCases) func financeAllocatesAndNobodyElse(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, finance = try await test.staff("finance.handler")
            let open = OpenBudget(year: 2020, purpose: .eventGrant, amount: Fen(100), document: "青财预〔2020〕12号", reason: "年度预算")
            for login in ["centre.handler", "hrss.signer", "laoshan.finance.handler"] { await refused("not_found", .notFound) { try await open(house, by: try await test.staff(login)) } }
            await refused("not_found", .notFound) { try await open(house, by: try await test.applicant(1)) }
            let wrong = await refused("invalid", .invalid) { try await OpenBudget(year: 20, purpose: .eventGrant, amount: Fen(0), document: "", reason: " ")(house, by: finance) }
            #expect(wrong?.fields.map(\.field).sorted() == ["amount", "document", "reason", "year"])
            await refused("invalid", .invalid) { try await OpenBudget(year: 2020, purpose: .eventGrant, amount: Fen(Int64.max), document: "文号", reason: "年度预算")(house, by: finance) }
            let id = try #require(ID<Budget>(rawValue: try await open(house, by: finance).id))
            await refused("budget_known", .conflict) { try await open(house, by: finance) }
            let raise = AllocateBudget(way: .raise, amount: Fen(50), document: "青财预〔2020〕20号", reason: "追加"), lower = AllocateBudget(way: .lower, amount: Fen(151), document: "青财预〔2020〕21号", reason: "调减")
            await refused("not_found", .notFound) { try await raise(house, id, by: try await test.staff("centre.handler")) }
            _ = try await raise(house, id, by: finance)
            let much = await refused("invalid", .invalid) { try await lower(house, id, by: finance) }
            #expect(much?.fields.map(\.field) == ["amount"])
            _ = try await AllocateBudget(way: .lower, amount: Fen(150), document: "青财预〔2020〕21号", reason: "全部收回")(house, id, by: finance)
            let view = try await house.budget(id, for: try await test.staff("leading.handler"))
            #expect(view.lines.map(\.amount) == [Fen(-150), Fen(50), Fen(100)] && view.lines.map(\.balanceAfter) == [Fen(0), Fen(150), Fen(100)] && !view.mayAllocate)
            #expect(view.lines.first?.reason == "全部收回" && view.lines.first?.document == "青财预〔2020〕21号" && view.lines.first?.by == "人员finance.handler")
            await refused("not_found", .notFound) { try await house.budget(id, for: try await test.applicant(1)) }
            await refused("not_found", .notFound) { try await house.budgets(for: try await test.staff("laoshan.finance.handler")) }
            let page = try await house.budget(id, below: 3, for: finance, pageSize: 1)
            #expect(page.lines.map(\.seq) == [2] && page.next == 2 && page.total == 3)
        }
    }

    /// What was to be paid back is not paid a second time when the bank itself gives it back.
    @Test(arguments: Engine.allCases) func whatTheBankGivesBackIsDemandedNoMoreAndNotPaidAgain(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, handler = try await test.staff("centre.handler"), payee = try await test.applicant(1)
            _ = try await test.station(1)
            let budget = try await test.openBudget()
            try await test.giveAccount()
            let whole = try await test.approve(1000, "c1"), partly = try await test.approve(2000, "c2"), batch = try await test.released([whole, partly])
            try await test.record(.paid, [whole, partly], of: batch)
            try await test.takeBack(1000, "c1")
            try await test.takeBack(500, "c2")
            let demands = try await house.demands(for: handler).demands
            #expect(demands.map(\.state) == [.demanded, .demanded])
            try await test.record(.returned, [whole, partly], of: batch)
            #expect([try await test.state(whole), try await test.state(partly)] == ["cancelled", "due"])
            #expect(try await house.demands(for: handler).total == 0)
            for demand in demands { #expect(try await test.due(demand.id.rawValue).isEmpty) }
            #expect(try await test.sums(budget) == BudgetSums(allocated: Fen(10_000_000), promised: Fen(150_000), paid: Fen(0), free: Fen(9_850_000)))
            #expect(try await test.messages(payee).contains("款项已由银行退回，无需退缴"))
            #expect(try await test.verbs("payment", whole.rawValue) == ["payment_ordered", "payment_batch", "payment_pay", "payment_demanded", "payment_bounce", "payment_demand_dropped", "payment_cancel"])
            let again = try await test.released([partly])
            try await test.record(.paid, [partly], of: again)
            #expect(try await test.sums(budget).paid == Fen(150_000))
            #expect(try await test.wrongBudgets() == [])
        }
    }

    @Test(arguments: Engine.allCases) func aBudgetCannotBeOverspent(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            _ = try await test.station(1)
            await refused("no_budget", .conflict) { try await test.approve(100, "c1") }
            let budget = try await test.openBudget(1000), finance = try await test.staff("finance.handler")
            let first = try await test.approve(600, "c1")
            let short = await refused("budget_short", .conflict) { try await test.approve(401, "c2") }
            #expect(short?.words.zh == "预算不足：可用 ¥400.00，需要 ¥401.00")
            // Asked for once more nothing is promised twice.
            #expect(try await test.approve(600, "c1") == first)
            await refused("order_differs", .conflict) { try await test.approve(601, "c1") }
            _ = try await test.approve(400, "c1", part: 2)
            #expect(try await test.ledger(budget) == ["allocated 1000", "promised -600", "promised -400"])
            await refused("invalid", .invalid) { try await AllocateBudget(way: .lower, amount: Fen(1), document: "文号", reason: "调减")(test.house, budget, by: finance) }
            await refused("no_budget", .conflict) { try await test.approve(1, "c3", year: 2021) }
            await refused("budget_most", .invalid) { try await test.approve(-5, "c3") }
            // The table itself refuses what no verb would do.
            await #expect(throws: (any Error).self) {
                try await test.database.write { tx in
                    _ = try tx.run("INSERT INTO budget_lines (budget_id, seq, kind, amount, balance_after, order_id, by_account, at) VALUES (\(budget), \(4), 'promised', \(-1), \(-1), 'x', 'x', \(0))")
                }
            }
            #expect(try await test.wrongBudgets() == [])
        }
    }

    @Test(arguments: Engine.allCases) func twoHundredApprovalsAtOnceSpendNoMoreThanThereIs(_ engine: Engine) async throws {
        try await withHouse(engine, connections: 16) { test in
            _ = try await test.station(1)
            let budget = try await test.openBudget(5000)
            var dice = Seeded(7)
            // 200 approvals of 10 to 90 yuan are wanted, some of them twice, while money is raised, lowered and taken back.
            let amounts = (0..<200).map { _ in Int64.random(in: 1...9, using: &dice) * 10 }
            let finance = try await test.staff("finance.handler")
            let runs: [@Sendable () async throws -> String] = amounts.enumerated().map { index, amount in
                { @Sendable in
                    let subject = "c\(index % 180)"
                    let id = try await test.approve(index < 180 ? amount : amounts[index - 180], subject)
                    if index.isMultiple(of: 9) { try await test.takeBack(5, subject) }
                    if index.isMultiple(of: 31) {
                        let way: AllocateBudget.Way = index.isMultiple(of: 2) ? .raise : .lower
                        _ = try await AllocateBudget(way: way, amount: Fen(1000), document: "文号", reason: "调整")(test.house, budget, by: finance)
                    }
                    return id.rawValue
                }
            }
            let results = await together(runs), outcomes = Dictionary(grouping: results.map(outcome), by: { $0 }).mapValues(\.count)
            // `order_differs`: the second request came after money had been taken back; `invalid`: nothing was free to be lowered.
            #expect(Set(outcomes.keys).isSubset(of: ["ok", "budget_short", "order_differs", "invalid"]), "\(outcomes)")
            #expect((outcomes["ok"] ?? 0) > 50 && (outcomes["budget_short"] ?? 0) > 10, "\(outcomes)")
            #expect(try await test.wrongBudgets() == [])
            let sums = try await test.sums(budget)
            #expect(sums.free >= Fen(0) && sums.isWhole)
            let orders = try await test.count("SELECT COUNT(*) FROM payment_orders"), promised = try await test.count("SELECT COUNT(*) FROM budget_lines WHERE kind = 'promised'")
            #expect(orders == promised)
        }
    }

    @Test(arguments: Engine.allCases) func whatIsTakenBackIsFreeOrDemanded(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            _ = try await test.station(1)
            let budget = try await test.openBudget(), payee = try await test.applicant(1), handler = try await test.staff("centre.handler")
            try await test.giveAccount()
            let first = try await test.approve(1000, "c1"), second = try await test.approve(500, "c1", part: 2), other = try await test.approve(300, "c2")
            try await test.record(.paid, [first], of: try await test.released([first]))
            // The part that is not paid goes first, the rest is demanded.
            try await test.takeBack(700, "c1")
            #expect(try await test.state(second) == "cancelled")
            #expect(try await test.ledger(budget).last == "released 500")
            let demand = try #require(try await house.demands(for: handler).demands.first), last = try day("2020-12-11")
            #expect(demand.amount == Fen(20_000) && demand.state == .demanded && demand.reason == "提前离职" && demand.dueBy == last)
            await refused("order_cancelled", .conflict) { try await test.approve(500, "c1", part: 2) }
            // Never more than was ordered.
            try await test.takeBack(5000, "c1")
            #expect(try await house.demands(for: handler).demands.map(\.amount).reduce(0) { $0 + $1.amount } == 100_000)
            // Part of what is not paid: the order is lowered.
            try await test.takeBack(100, "c2")
            #expect(try await test.ledger(budget).last == "released 100")
            #expect(try await test.house.paymentTracker().payments.first { $0.id == other }?.amount == Fen(20_000))
            await refused("not_found", .notFound) { try await RecordRepayment(repaidOn: try day("2020-11-13"))(house, demand.id, by: try await test.staff("finance.handler")) }
            await refused("invalid", .invalid) { try await RecordRepayment(repaidOn: try day("2020-11-14"))(house, demand.id, by: handler) }
            _ = try await RecordRepayment(repaidOn: try day("2020-11-13"))(house, demand.id, by: handler)
            await refused("demand_met", .conflict) { try await RecordRepayment(repaidOn: try day("2020-11-13"))(house, demand.id, by: handler) }
            #expect(try await test.ledger(budget).last == "clawed_back 200")
            #expect(try await test.sums(budget) == BudgetSums(allocated: Fen(10_000_000), promised: Fen(20_000), paid: Fen(80_000), free: Fen(9_900_000)))
            #expect(try await house.payeeAccounts(for: payee).organisations.first?.demands.map(\.state) == [.demanded, .repaid])
            // The other demand is reminded of on its day, and a month later.
            try await test.move(to: Zone.china.instant(try day("2021-01-12"), hour: 10))
            #expect(try await test.messages(payee).filter { $0.hasPrefix("到期未退缴") }.count == 2)
            #expect(try await test.wrongBudgets() == [])
        }
    }

    @Test(arguments: Engine.allCases) func whatIsWithTheBankCannotBeTakenBackYet(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            _ = try await test.station(1)
            _ = try await test.openBudget()
            try await test.giveAccount()
            let order = try await test.approve(1000, "c1"), batch = try await test.released([order])
            await refused("order_batched", .conflict) { try await test.takeBack(1000, "c1") }
            try await test.record(.failed, [order], of: batch)
            try await test.takeBack(1000, "c1")
            #expect(try await test.state(order) == "cancelled")
        }
    }

    @Test(arguments: Engine.allCases) func anAccountIsItsPayeesOwn(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, payee = try await test.applicant(1), own = try await test.organisation(1), other = try await test.organisation(2)
            let good = KeepPayeeAccount(bank: "示例银行青岛崂山支行", number: "6222 0202 0011 2233 445")
            await refused("not_found", .notFound) { try await good(house, other, by: payee) }
            await refused("not_found", .notFound) { try await good(house, own, by: try await test.staff("centre.handler")) }
            let wrong = await refused("invalid", .invalid) { try await KeepPayeeAccount(bank: "银", number: "12ab")(house, own, by: payee) }
            #expect(wrong?.fields.map(\.field) == ["bank", "number"])
            _ = try await good(house, own, by: payee)
            _ = try await good(house, own, by: payee)
            #expect(try await test.count("SELECT COUNT(*) FROM payee_accounts") == 1)
            #expect(try await test.messages(try await test.staff("centre.handler")).filter { $0.hasPrefix("收款账户已填写") }.count == 1)
            try await test.giveAccount(1, "6222020200119999999")
            #expect(try await test.count("SELECT COUNT(*) FROM payee_accounts WHERE ended_at IS NULL") == 1)
            #expect(try await test.messages(try await test.staff("centre.handler")).filter { $0.hasPrefix("收款账户已更改") }.count == 1)
            // An account that another has, or had, is found without being read.
            try await test.giveAccount(2, "6222020200112233445")
            let (sharing, holders) = try await test.database.read { tx in (try PayeeAccounts.sharing(tx, other), try PayeeAccounts.holders(of: "6222020200112233445", tx, house.secrets)) }
            #expect(sharing == [own] && Set(holders) == [own, other])
            let kept: [[UInt8]] = try await test.database.read { tx in try tx.rows("SELECT number FROM payee_accounts ORDER BY id").map { try $0("number") } }
            #expect(!kept.contains { String(decoding: $0, as: UTF8.self).contains("6222") })
            #expect(try await test.verbs("organisation", own.rawValue).suffix(2) == ["account_given", "account_changed"])
        }
    }
}
