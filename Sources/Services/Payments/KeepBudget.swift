import Domain
import SQL

/// The office that allocates opens the budget of a year for a purpose, with its first money (三(二)).
///
/// Effects: the budget; the first line of its ledger with who, when, the document and the reason; audit records.
public struct OpenBudget: Codable, Sendable {
    public let year: Int
    public let purpose: PaymentPurpose
    public let amount: Fen
    /// The number of the document that allocates it 文号.
    public let document: String
    public let reason: String
    /// Wanted where the actor allocates for more than one programme.
    public let programme: String?

    public init(year: Int, purpose: PaymentPurpose, amount: Fen, document: String, reason: String, programme: String? = nil) {
        self.year = year
        self.purpose = purpose
        self.amount = amount
        self.document = document
        self.reason = reason
        self.programme = programme
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let mine = PaymentAccess.allocated(by: actor, house.library)
        guard let programme = programme.map({ id in mine.first { $0.id == id } }) ?? mine.first, let rules = programme.payments else { throw Refusal.notFound }
        var fields = BudgetInput.mistakes(amount, document, reason)
        if !(2000...2200).contains(year) { fields.append(.init("year", Words("请填写四位年份", "A year of four digits, please"))) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        return try await house.perform(by: actor, once: once) { act in
            let id: ID<Budget> = try act.newID()
            let made = try act.tx.rows("""
                INSERT INTO budgets (id, programme_id, year, purpose, opened_at) VALUES (\(id), \(programme.id), \(year), \(purpose), \(act.now)) ON CONFLICT (programme_id, year, purpose) DO NOTHING RETURNING id
                """)
            guard !made.isEmpty, let budget = try act.lockBudget(id) else {
                throw Refusal(.conflict, "budget_known", Words("\(year) 年“\(purpose.words.zh)”预算已经设立", "There is a budget of \(year) for \(purpose.words.en.lowercased()) already"), next: Words("请在该预算中追加或调减", "Raise or lower that one"))
            }
            try act.enter(.allocated, amount, in: budget, document: document.trimmed, reason: try act.keepReason(reason.trimmed, audience: .office), clause: rules.clause, isFirst: true)
            return Receipt(.budget, id.rawValue)
        }
    }
}

/// The office that allocates raises a budget, or lowers it, down to what is free.
///
/// Effects: a line of the ledger with who, when, the document and the reason; an audit record.
public struct AllocateBudget: Codable, Sendable {
    public enum Way: String, Codable, Sendable, CaseIterable { case raise, lower }

    public let way: Way
    public let amount: Fen
    /// The number of the document that says so 文号.
    public let document: String
    public let reason: String

    public init(way: Way, amount: Fen, document: String, reason: String) {
        self.way = way
        self.amount = amount
        self.document = document
        self.reason = reason
    }

    public func callAsFunction(_ house: House, _ id: ID<Budget>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let mine = PaymentAccess.allocated(by: actor, house.library), fields = BudgetInput.mistakes(amount, document, reason)
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        return try await house.perform(by: actor, once: once) { act in
            guard let budget = try act.lockBudget(id), let programme = mine.first(where: { $0.id == budget.programme }) else { throw Refusal.notFound }
            let free = try act.free(budget)
            if way == .lower, free < amount { throw Refusal.invalid([.init("amount", Words("最多可调减 \(free.text)，其余已批准或已拨付", "At most \(free.text) is free; the rest is promised or paid"))]) }
            let change = Fen(way == .raise ? amount.amount : -amount.amount), kept = try act.keepReason(reason.trimmed, audience: .office)
            try act.enter(.allocated, change, in: budget, document: document.trimmed, reason: kept, clause: programme.payments?.clause)
            return Receipt(.budget, id.rawValue)
        }
    }
}

private enum BudgetInput {
    static func mistakes(_ amount: Fen, _ document: String, _ reason: String) -> [Refusal.Field] {
        var fields: [Refusal.Field] = []
        if !(1...PaymentLimits.most).contains(amount.amount) { fields.append(.init("amount", Words("请填写大于零、不超过 10 亿元的金额", "More than nothing, and at most a thousand million yuan"))) }
        if !(2...100).contains(document.trimmed.count) { fields.append(.init("document", Words("请填写文号（2 至 100 字）", "The number of the document (2 to 100 characters)"))) }
        if !(2...500).contains(reason.trimmed.count) { fields.append(.init("reason", Words("请写明理由（2 至 500 字）", "Please give a reason (2 to 500 characters)"))) }
        return fields
    }
}
