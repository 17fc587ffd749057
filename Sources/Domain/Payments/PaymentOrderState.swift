/// What happens to a payment order.
public enum PaymentOrderEvent: String, Sendable, Hashable, Codable, CaseIterable {
    /// A handler puts it on a batch.
    case batch
    /// The batch is dropped before the bank had it.
    case unbatch
    case pay
    /// The bank did not take it.
    case fail
    /// The account was mended: it is due once more.
    case retry
    /// The bank gave back what had been paid.
    case bounce
    /// What was promised is promised no more.
    case cancel

    public var words: Words {
        switch self {
        case .batch: Words("列入批次", "put on a batch")
        case .unbatch: Words("退出批次", "the batch is dropped")
        case .pay: Words("已拨付", "pay")
        case .fail: Words("拨付失败", "the bank refuses")
        case .retry: Words("重新待付", "the account is mended")
        case .bounce: Words("银行退款", "the bank gives it back")
        case .cancel: Words("撤销", "cancel")
        }
    }
}

/// Where a payment order stands. The diagram in docs/states.md is drawn from `PaymentOrderState.after`.
public enum PaymentOrderState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Approved, and waits for a batch.
    case due
    /// On a batch: being checked, or at the bank.
    case batched
    case paid
    /// The bank did not take it; waits until the account is mended.
    case failed
    case cancelled

    /// Money is owed.
    public static let open: Set<PaymentOrderState> = [.due, .batched, .failed]

    /// The state after an event.
    /// - Throws: a conflict that says what the order is now.
    public func after(_ event: PaymentOrderEvent) throws(Refusal) -> PaymentOrderState {
        switch (self, event) {
        case (.due, .batch): return .batched
        case (.batched, .unbatch): return .due
        case (.batched, .pay): return .paid
        case (.batched, .fail): return .failed
        case (.failed, .retry): return .due
        case (.paid, .bounce): return .due
        case (.due, .cancel), (.failed, .cancel): return .cancelled
        case (.due, .unbatch), (.due, .pay), (.due, .fail), (.due, .retry), (.due, .bounce): throw Self.isDue
        case (.batched, .batch), (.batched, .retry), (.batched, .bounce), (.batched, .cancel): throw Self.isBatched
        case (.failed, .batch), (.failed, .unbatch), (.failed, .pay), (.failed, .fail), (.failed, .bounce): throw Self.hasFailed
        case (.paid, .batch), (.paid, .unbatch), (.paid, .pay), (.paid, .fail), (.paid, .retry), (.paid, .cancel): throw Self.isPaid
        case (.cancelled, .batch), (.cancelled, .unbatch), (.cancelled, .pay), (.cancelled, .fail), (.cancelled, .retry), (.cancelled, .bounce), (.cancelled, .cancel): throw Self.isCancelled
        }
    }

    /// Every arrow of the machine.
    public static var transitions: [(from: PaymentOrderState, event: PaymentOrderEvent, to: PaymentOrderState)] {
        allCases.flatMap { from in PaymentOrderEvent.allCases.compactMap { event in (try? from.after(event)).map { (from, event, $0) } } }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        StateDiagram.text(of: "a payment order", starts: ["due"], arrows: transitions.map { ($0.from.rawValue, $0.to.rawValue, $0.event.words.en) }, ends: ["paid", "cancelled"])
    }

    private static let isDue = Refusal(.conflict, "order_due", Words("这笔款项尚未列入批次", "It is on no batch yet"))
    private static let isBatched = Refusal(.conflict, "order_batched", Words("这笔款项正在拨付批次中", "It is on a batch"), next: Words("登记拨付结果，或退回该批次后再办理", "Record what became of it, or drop the batch first"))
    private static let hasFailed = Refusal(.conflict, "order_failed", Words("这笔款项拨付失败，尚未重新待付", "The bank did not take it, and it is not due again yet"), next: Words("收款单位更正账户后自动恢复待付", "It is due again once the payee mends the account"))
    private static let isPaid = Refusal(.conflict, "order_paid", Words("这笔款项已经拨付", "It was paid"))
    private static let isCancelled = Refusal(.conflict, "order_cancelled", Words("这笔款项已经撤销", "It was cancelled"))

    public var words: Words {
        switch self {
        case .due: Words("待拨付", "To be paid")
        case .batched: Words("拨付中", "Being paid")
        case .paid: Words("已拨付", "Paid")
        case .failed: Words("拨付失败", "Failed")
        case .cancelled: Words("已撤销", "Cancelled")
        }
    }
}

/// What happens to a batch.
public enum PaymentBatchEvent: String, Sendable, Hashable, Codable, CaseIterable {
    /// Another person than its maker lets it go to the bank.
    case release
    case drop
    /// Each order on it has come to something.
    case finish

    public var words: Words {
        switch self {
        case .release: Words("复核放行", "release")
        case .drop: Words("退回", "drop")
        case .finish: Words("全部有结果", "each order has come to something")
        }
    }
}

/// Where a batch of payments stands. The diagram in docs/states.md is drawn from `PaymentBatchState.after`.
public enum PaymentBatchState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Made, and waits for another person.
    case drafted
    /// With the bank.
    case released
    case done
    case dropped

    /// - Throws: a conflict that says what the batch is now.
    public func after(_ event: PaymentBatchEvent) throws(Refusal) -> PaymentBatchState {
        switch (self, event) {
        case (.drafted, .release): return .released
        case (.drafted, .drop): return .dropped
        case (.released, .finish): return .done
        case (.drafted, .finish): throw Self.isDrafted
        case (.released, .release), (.released, .drop): throw Self.isReleased
        case (.done, .release), (.done, .drop), (.done, .finish): throw Self.isDone
        case (.dropped, .release), (.dropped, .drop), (.dropped, .finish): throw Self.isDropped
        }
    }

    /// Every arrow of the machine.
    public static var transitions: [(from: PaymentBatchState, event: PaymentBatchEvent, to: PaymentBatchState)] {
        allCases.flatMap { from in PaymentBatchEvent.allCases.compactMap { event in (try? from.after(event)).map { (from, event, $0) } } }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        StateDiagram.text(of: "a payment batch", starts: ["drafted"], arrows: transitions.map { ($0.from.rawValue, $0.to.rawValue, $0.event.words.en) }, ends: ["done", "dropped"])
    }

    private static let isDrafted = Refusal(.conflict, "batch_drafted", Words("批次尚未复核放行", "The batch is not released yet"), next: Words("由另一位复核或签发人员放行", "Another person, who checks or signs, releases it"))
    private static let isReleased = Refusal(.conflict, "batch_released", Words("批次已经放行，银行文件可能已发出", "The batch was released; the bank may have it"))
    private static let isDone = Refusal(.conflict, "batch_done", Words("批次已经办结", "The batch is done"))
    private static let isDropped = Refusal(.conflict, "batch_dropped", Words("批次已经退回", "The batch was dropped"))

    public var words: Words {
        switch self {
        case .drafted: Words("待复核", "To be released")
        case .released: Words("已放行", "With the bank")
        case .done: Words("已办结", "Done")
        case .dropped: Words("已退回", "Dropped")
        }
    }
}

/// What became of one order at the bank.
public enum PaymentOutcome: String, Sendable, Hashable, Codable, CaseIterable {
    case paid
    /// The bank did not take it.
    case failed
    /// It was paid, and came back.
    case returned

    public var words: Words {
        switch self {
        case .paid: Words("已拨付", "Paid")
        case .failed: Words("拨付失败", "Failed")
        case .returned: Words("银行退回", "Came back")
        }
    }
}

/// What ids of demands name: money that was paid and has to come back.
public enum PaymentDemand {}

public enum PaymentDemandState: String, Sendable, Hashable, Codable, CaseIterable {
    case demanded, repaid

    public var words: Words {
        switch self {
        case .demanded: Words("待退缴", "To be paid back")
        case .repaid: Words("已退缴", "Paid back")
        }
    }
}

/// What a line of a budget's ledger says.
public enum BudgetLineKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// The office that allocates gives money, or takes free money away.
    case allocated
    /// An order was approved.
    case promised
    /// An order, or part of it, was cancelled before it was paid.
    case released
    /// The bank gave back what had been paid.
    case returned
    /// The payee paid back what was too much.
    case clawedBack = "clawed_back"

    public var words: Words {
        switch self {
        case .allocated: Words("预算安排", "Allocated")
        case .promised: Words("批准占用", "Promised")
        case .released: Words("撤销释放", "Released")
        case .returned: Words("银行退回", "Came back")
        case .clawedBack: Words("追回入账", "Clawed back")
        }
    }
}

/// What a budget comes to, from its lines and orders.
public struct BudgetSums: Sendable, Hashable, Codable {
    public let allocated: Fen
    /// Owed and not paid yet.
    public let promised: Fen
    /// Paid, less what came back from payees.
    public let paid: Fen
    /// Neither promised nor paid.
    public let free: Fen

    public init(allocated: Fen, promised: Fen, paid: Fen, free: Fen) {
        self.allocated = allocated
        self.promised = promised
        self.paid = paid
        self.free = free
    }

    /// Whether each fen is in one place: allocated is promised, paid or free.
    public var isWhole: Bool {
        let (spent, first) = promised.amount.addingReportingOverflow(paid.amount)
        let (all, second) = spent.addingReportingOverflow(free.amount)
        return !first && !second && all == allocated.amount
    }
}

/// The most that one budget, one line or one order can be: a thousand million yuan.
public enum PaymentLimits {
    public static let most: Int64 = 100_000_000_000
    /// Orders on one batch.
    public static let batch = 500
}
