import Domain
import SQL
@testable import Services
import Testing

/// What the tests of budgets and payments begin with.
extension TestHouse {
    /// The budget of 2020 for agency rewards, opened by finance.
    func openBudget(_ yuan: Int64 = 100_000, purpose: PaymentPurpose = .agencyReward) async throws -> ID<Budget> {
        let open = OpenBudget(year: 2020, purpose: purpose, amount: Fen(yuan * 100), document: "青财预〔2020〕12号", reason: "年度预算安排")
        return try #require(ID<Budget>(rawValue: try await open(house, by: try await staff("finance.handler")).id))
    }

    /// Something is approved, as whoever decides on claims does it within a verb of their own.
    func approve(
        _ yuan: Int64, _ subject: String, part: Int = 1, to number: Int = 1, by login: String = "hrss.signer", purpose: PaymentPurpose = .agencyReward, year: Int = 2020, examiners: Set<ID<Account>> = []
    ) async throws -> ID<PaymentOrder> {
        let actor = try await staff(login), payee = try await organisation(number), programme = programme, station = try #require(ID<Station>(rawValue: "station\(number)"))
        let receipt = try await house.perform(by: actor, once: nil) { act in
            Receipt(.home, try act.orderPayment(Fen(yuan * 100), for: Receipt(.event, subject), part: part, purpose: purpose, year: year, to: payee, station: station, programme, examiners: examiners).rawValue)
        }
        return try #require(ID<PaymentOrder>(rawValue: receipt.id))
    }

    func takeBack(_ yuan: Int64, _ subject: String) async throws {
        _ = try await house.perform(by: try await staff("hrss.signer"), once: nil) { act in
            try act.takeBack(Fen(yuan * 100), of: Receipt(.event, subject), reason: try act.keepReason("提前离职", audience: .applicant))
            return Receipt(.home)
        }
    }

    func giveAccount(_ number: Int = 1, _ account: String = "6222020200112233445") async throws {
        _ = try await KeepPayeeAccount(bank: "示例银行青岛崂山支行", number: account)(house, try await organisation(number), by: try await applicant(number))
    }

    func batch(_ orders: [ID<PaymentOrder>]) async throws -> ID<PaymentBatch> {
        try #require(ID<PaymentBatch>(rawValue: try await MakeBatch(orders: orders)(house, by: try await staff("centre.handler")).id))
    }

    /// Made by the handler and let go by the signer.
    func released(_ orders: [ID<PaymentOrder>]) async throws -> ID<PaymentBatch> {
        let id = try await batch(orders)
        _ = try await ReleaseBatch()(house, id, by: try await staff("centre.signer"))
        return id
    }

    /// - Parameter outcome: paid on the day of the test; otherwise with a reason.
    func record(_ outcome: PaymentOutcome, _ orders: [ID<PaymentOrder>], of batch: ID<PaymentBatch>) async throws {
        let today = Zone.china.day(of: try await house.now()), reason = outcome == .paid ? nil : "账号与户名不符"
        _ = try await RecordPaymentOutcome(orders: orders, outcome: outcome, day: today, reason: reason)(house, batch, by: try await staff("centre.handler"))
    }

    func state(_ id: ID<PaymentOrder>) async throws -> String { try await database.read { tx in try #require(try tx.value("SELECT state FROM payment_orders WHERE id = \(id)")) } }
    func state(_ id: ID<PaymentBatch>) async throws -> String { try await database.read { tx in try #require(try tx.value("SELECT state FROM payment_batches WHERE id = \(id)")) } }

    func sums(_ id: ID<Budget>) async throws -> BudgetSums { try await house.budget(id, for: try await staff("finance.handler")).summary.sums }

    /// Each line of a ledger, the oldest first: `allocated 100000`, in yuan.
    func ledger(_ id: ID<Budget>) async throws -> [String] {
        try await house.budget(id, for: try await staff("finance.handler"), pageSize: 1000).lines.reversed().map { "\($0.kind.rawValue) \($0.amount.amount / 100)" }
    }

    /// What is wrong in the ledgers: a gap, a balance that is not the one before and the amount, less than nothing, or money that is in no place or in two.
    func wrongBudgets() async throws -> [String] {
        try await database.read { tx in
            var wrong: [String] = []
            for budget in try BudgetReader.list(tx, "1 = 1") {
                var last: (seq: Int64, balance: Int64) = (0, 0)
                for row in try tx.rows("SELECT seq, amount, balance_after FROM budget_lines WHERE budget_id = \(budget.id) ORDER BY seq") {
                    let seq: Int64 = try row("seq"), amount: Int64 = try row("amount"), balance: Int64 = try row("balance_after")
                    if seq != last.seq + 1 { wrong.append("\(budget.id) gap at \(seq)") }
                    if balance != last.balance + amount || balance < 0 { wrong.append("\(budget.id) balance at \(seq)") }
                    last = (seq, balance)
                }
                if budget.sums.free.amount != last.balance || !budget.sums.isWhole { wrong.append("\(budget.id) \(budget.sums)") }
            }
            return wrong
        }
    }
}
