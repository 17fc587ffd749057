import Domain
import Markup
import Services

extension Tag {
    init(_ state: PaymentOrderState, isLate: Bool, _ view: View) {
        let kind: Kind = switch state {
        case .due, .batched: isLate ? .bad : .active
        case .paid: .good
        case .failed: .bad
        case .cancelled: .idle
        }
        self.init(view(state.words), kind)
    }

    init(_ state: PaymentBatchState, isTurn: Bool, _ view: View) {
        let kind: Kind = switch state {
        case .drafted: isTurn ? .action : .active
        case .released: .active
        case .done: .good
        case .dropped: .idle
        }
        self.init(view(state.words), kind)
    }

    init(_ outcome: PaymentOutcome?, dropped: Bool, _ view: View) {
        switch outcome {
        case .paid: self.init(view(PaymentOutcome.paid.words), .good)
        case .failed: self.init(view(PaymentOutcome.failed.words), .bad)
        case .returned: self.init(view(PaymentOutcome.returned.words), .bad)
        case nil: self.init(dropped ? view("未拨付", "Not paid") : view("待结果", "Waits"), dropped ? .idle : .active)
        }
    }
}

/// What a budget comes to, drawn: allocated, promised, paid, free.
struct BudgetChart: Component {
    let title: String
    let sums: BudgetSums

    func html(_ view: View) -> HTML {
        view(Chart(.rows, title, unit: view("元", "yuan"), points: [
            .init(view("预算安排", "Allocated"), yuan(sums.allocated)), .init(view("已批准待拨付", "Promised"), yuan(sums.promised)), .init(view("已拨付", "Paid"), yuan(sums.paid)), .init(view("可用", "Free"), yuan(sums.free)),
        ]))
    }

    /// Whole yuan; the exact amounts stand in the table beside it.
    private func yuan(_ money: Fen) -> Int { Int(money.amount / 100) }
}

extension View {
    /// `2020 年中介引才奖励`, `Agency rewards, 2020`
    func callAsFunction(_ budget: BudgetSummary) -> String { self("\(budget.year) 年\(budget.purpose.words.zh)", "\(budget.purpose.words.en), \(budget.year)") }

    /// `3 个工作日`
    func workdays(_ count: Int) -> String { self("\(count) 个工作日", count == 1 ? "1 working day" : "\(count) working days") }
}
