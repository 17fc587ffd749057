import Domain
import SQL

/// Money of the demonstration: finance opens the year's budgets, hosts say where their money goes, and what was approved is paid. What is already there is left as it is.
struct DemoPayments {
    let house: House
    let finance: Actor
    /// Makes batches.
    let handler: Actor
    /// Lets them go.
    let signer: Actor
    /// People of hosts, each a manager of theirs.
    let hosts: [Actor]

    /// Before anything is approved.
    func begin() async throws {
        let year = Zone.china.day(of: try await house.now()).year, known = try await house.budgets(for: finance).budgets
        let plans: [(PaymentPurpose, Int64, String)] = [(.agencyReward, 100_000_000, "年度中介引才奖励预算"), (.eventGrant, 30_000_000, "年度活动奖补预算")]
        for (purpose, amount, reason) in plans where !known.contains(where: { $0.year == year && $0.purpose == purpose }) {
            _ = try await OpenBudget(year: year, purpose: purpose, amount: Fen(amount), document: "青财预〔\(year)〕12号", reason: reason)(house, by: finance)
        }
        for (index, host) in hosts.enumerated() {
            guard let organisation = host.organisations.sorted().first, try await house.payeeAccounts(for: host).organisations.first(where: { $0.id == organisation })?.account == nil else { continue }
            let number = "62000000000000\(10_001 + index)"
            _ = try await KeepPayeeAccount(bank: "示例银行青岛分行营业部", number: number)(house, organisation, by: host)
        }
    }

    /// The older half of what is due goes to the bank and is paid; the rest waits, for everybody to see.
    func pay() async throws {
        let due = try await house.batches(for: handler).due.filter(\.mayTake), orders = due.prefix((due.count + 1) / 2).map(\.id)
        guard !orders.isEmpty, let batch = ID<PaymentBatch>(rawValue: try await MakeBatch(orders: orders)(house, by: handler).id) else { return }
        _ = try await ReleaseBatch()(house, batch, by: signer)
        _ = try await RecordPaymentOutcome(orders: orders, outcome: .paid, day: Zone.china.day(of: try await house.now()))(house, batch, by: handler)
    }
}
