/// What ids of budgets name: the money of one year for one purpose.
public enum Budget {}
/// What ids of payment orders name: one amount that is owed to one payee.
public enum PaymentOrder {}
/// What ids of payment batches name.
public enum PaymentBatch {}
/// What ids of versions of an organisation's bank account name.
public enum PayeeAccount {}

/// What money is for; each purpose has a budget of its own each year.
public enum PaymentPurpose: String, Sendable, Hashable, Codable, CaseIterable {
    /// 中介引才奖励
    case agencyReward = "agency_reward"
    /// 活动奖补
    case eventGrant = "event_grant"

    public var words: Words {
        switch self {
        case .agencyReward: Words("中介引才奖励", "Agency rewards")
        case .eventGrant: Words("活动奖补", "Event grants")
        }
    }
}

/// What a programme says of budgets and payments (二(三)3, 三(二)). From the file's section `payments`.
public struct PaymentRules: Sendable, Hashable {
    public let clause: Clause?
    /// Working days from the approval until which the money is promised to be paid.
    public let payWithin: Int
    /// Working days from a demand until which money has to be paid back.
    public let repayWithin: Int
    /// The office that allocates, and the one that pays.
    public let allocates: String
    public let pays: String

    public init(clause: Clause?, payWithin: Int, repayWithin: Int = 20, allocates: String, pays: String) {
        self.clause = clause
        self.payWithin = payWithin
        self.repayWithin = repayWithin
        self.allocates = allocates
        self.pays = pays
    }
}
