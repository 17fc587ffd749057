import Domain

/// A budget with what it comes to.
public struct BudgetSummary: Codable, Sendable, Hashable {
    public let id: ID<Budget>
    public let year: Int
    public let purpose: PaymentPurpose
    public let sums: BudgetSums
    public let orders: Int
}

public struct BudgetList: Codable, Sendable, Hashable {
    public let budgets: [BudgetSummary]
    /// Whether the person who looks opens budgets, and changes them.
    public let mayAllocate: Bool
    public let mayPay: Bool
    /// This year, for a new one.
    public let year: Int
    public let clause: Clause?
}

/// One line of a ledger.
public struct BudgetLineView: Codable, Sendable, Hashable {
    public let seq: Int
    public let kind: BudgetLineKind
    public let amount: Fen
    public let balanceAfter: Fen
    public let order: ID<PaymentOrder>?
    /// The station that the order is for.
    public let stationName: String?
    public let document: String?
    public let reason: String?
    /// Nil for what fell due by itself.
    public let by: String?
    public let at: Instant
}

/// A ledger, a page of it, the newest line first.
public struct BudgetView: Codable, Sendable, Hashable {
    public let summary: BudgetSummary
    public let lines: [BudgetLineView]
    public let total: Int
    /// The line to go on below; nil on the last page.
    public let next: Int?
    public let mayAllocate: Bool
    public let clause: Clause?
}

/// An order as the office that pays sees it.
public struct OrderView: Codable, Sendable, Hashable {
    public let id: ID<PaymentOrder>
    public let purpose: PaymentPurpose
    public let part: Int
    /// What it is for, by its kind and id.
    public let thing: Receipt
    public let stationName: String
    public let payeeName: String
    public let amount: Fen
    public let state: PaymentOrderState
    public let approvedOn: Day
    public let approvedBy: String
    public let promisedBy: Day
    /// Working days since the approval.
    public let waiting: Int
    public let isLate: Bool
    /// Masked; nil where none is known.
    public let account: String?
    /// Another organisation has, or had, the same account.
    public let isShared: Bool
    /// Whether the person who looks may put it on a batch: there is an account, and they had no hand in the approval.
    public let mayTake: Bool
    /// The batch on which it failed, and why.
    public let reason: String?
}

public struct BatchSummary: Codable, Sendable, Hashable {
    public let id: ID<PaymentBatch>
    public let number: Int
    public let state: PaymentBatchState
    public let orders: Int
    public let total: Fen
    public let maker: String
    public let madeAt: Instant
    public let releaser: String?
    public let releasedAt: Instant?
}

/// What is due, what failed, and a page of the batches.
public struct BatchList: Codable, Sendable, Hashable {
    /// Due orders, the oldest promise first.
    public let due: [OrderView]
    public let dueCount: Int
    public let dueTotal: Fen
    public let failed: [OrderView]
    public let batches: [BatchSummary]
    public let total: Int
    public let next: ID<PaymentBatch>?
    /// Whether the person who looks makes batches.
    public let mayMake: Bool
    /// Demands that are not met.
    public let demands: Int
    public let clause: Clause?
}

/// An order on a batch.
public struct BatchLine: Codable, Sendable, Hashable {
    public let n: Int
    public let order: ID<PaymentOrder>
    public let purpose: PaymentPurpose
    public let stationName: String
    public let payeeName: String
    public let amount: Fen
    public let account: String
    public let isShared: Bool
    public let outcome: PaymentOutcome?
    public let day: Day?
    public let reason: String?
    /// It is paid by this batch, and may still come back.
    public let mayReturn: Bool
}

public struct BatchView: Codable, Sendable, Hashable {
    public let summary: BatchSummary
    public let lines: [BatchLine]
    public let reason: String?
    /// Whether the person who looks lets it go, or gives it up.
    public let mayRelease: Bool
    public let mayDrop: Bool
    public let mayRecord: Bool
    /// Why they may not, where they would by their place.
    public let isOwn: Bool
    public let today: Day
    public let clause: Clause?
}

/// Money that has to come back.
public struct DemandView: Codable, Sendable, Hashable {
    public let id: ID<PaymentDemand>
    public let payeeName: String
    public let stationName: String
    public let purpose: PaymentPurpose
    public let amount: Fen
    public let state: PaymentDemandState
    public let demandedAt: Instant
    public let dueBy: Day
    public let repaidOn: Day?
    public let isLate: Bool
    public let reason: String?
    public let mayRecord: Bool
}

public struct DemandList: Codable, Sendable, Hashable {
    public let demands: [DemandView]
    public let total: Int
    public let next: ID<PaymentDemand>?
    public let today: Day
}

/// A payee's own view: where the money goes, and what became of each payment.
public struct PayeeView: Codable, Sendable, Hashable {
    public struct Own: Codable, Sendable, Hashable {
        public let id: ID<Organisation>
        public let name: String
        /// Masked.
        public let account: String?
        public let bank: String?
        public let since: Instant?
        /// A payment is on its way.
        public let isFrozen: Bool
        public let mayKeep: Bool
        public let payments: [OwnPayment]
        public let demands: [DemandView]
    }

    public struct OwnPayment: Codable, Sendable, Hashable {
        public let id: ID<PaymentOrder>
        public let purpose: PaymentPurpose
        public let stationName: String
        public let amount: Fen
        public let state: PaymentOrderState
        public let approvedOn: Day
        public let promisedBy: Day
        public let paidOn: Day?
        /// Why the bank did not take it, or why it was cancelled.
        public let reason: String?
    }

    public let organisations: [Own]
}

/// Which payments the public looks at.
public struct TrackerFilter: Codable, Sendable, Hashable {
    public enum Which: String, Codable, Sendable, Hashable, CaseIterable {
        case waiting, late, paid, cancelled

        public var words: Words {
            switch self {
            case .waiting: Words("待拨付", "To be paid")
            case .late: Words("超过承诺期限", "Later than promised")
            case .paid: Words("已拨付", "Paid")
            case .cancelled: Words("已撤销", "Cancelled")
            }
        }
    }

    public var year: Int?
    public var purpose: PaymentPurpose?
    public var which: Which?
    public var after: ID<PaymentOrder>?

    public init(year: Int? = nil, purpose: PaymentPurpose? = nil, which: Which? = nil, after: ID<PaymentOrder>? = nil) {
        self.year = year
        self.purpose = purpose
        self.which = which
        self.after = after
    }
}

/// One payment as everybody sees it: no names of people, no account.
public struct TrackedPayment: Codable, Sendable, Hashable {
    public let id: ID<PaymentOrder>
    public let purpose: PaymentPurpose
    public let station: ID<Station>
    public let stationName: String
    public let amount: Fen
    public let state: PaymentOrderState
    public let approvedOn: Day
    public let promisedBy: Day
    public let paidOn: Day?
    /// Working days from the approval to the payment, or until today.
    public let waiting: Int
    /// Paid later than promised, or not paid though the day is over.
    public let isLate: Bool
}

public struct TrackerView: Codable, Sendable, Hashable {
    public let filter: TrackerFilter
    public let payments: [TrackedPayment]
    public let total: Int
    public let next: ID<PaymentOrder>?
    /// Budgets under the filter of year and purpose.
    public let budgets: [BudgetSummary]
    public let years: [Int]
    /// Of all payments under year and purpose, cancelled ones left out.
    public let counts: Counts
    /// Working days that are promised.
    public let payWithin: Int?
    public let clause: Clause?

    public struct Counts: Codable, Sendable, Hashable {
        public let paid: Int
        public let paidInTime: Int
        public let waiting: Int
        public let late: Int
    }
}
