/// What ids of reward claims name: one hire, or one event grant (二(三)3).
public enum RewardClaim {}
/// What ids of introductions name: a station writes down that it introduced somebody, before the contract 引荐备案.
public enum Introduction {}

/// What a programme says of rewards (二(三)3). From the file's section `rewards`.
public struct RewardRules: Sendable, Hashable {
    public let clause: Clause?
    public let rewards: [Reward]

    public init(clause: Clause?, rewards: [Reward] = []) {
        self.clause = clause
        self.rewards = rewards
    }

    public func reward(_ id: String) -> Reward? { rewards.first { $0.id == id } }
    /// The one of a purpose; the file has at most one of each.
    public func reward(for purpose: PaymentPurpose) -> Reward? { rewards.first { $0.purpose == purpose } }

    /// One thing that is rewarded.
    public struct Reward: Sendable, Hashable {
        public let id: String
        public let name: Words
        public let clause: Clause?
        public let purpose: PaymentPurpose
        /// The code of the policy of the library that it rests on; the version in force on the day that counts is kept with the claim. Nil: on the notice alone.
        public let policy: String?
        /// The procedure by which a claim is decided.
        public let procedure: String
        /// Claims are handed in within so many days of the contract, or of the publication of the evaluation. Nil: at any time.
        public let claimWithin: Int?
        public let formula: RewardFormula

        public init(id: String, name: Words, clause: Clause?, purpose: PaymentPurpose, policy: String?, procedure: String, claimWithin: Int?, formula: RewardFormula) {
            self.id = id
            self.name = name
            self.clause = clause
            self.purpose = purpose
            self.policy = policy
            self.procedure = procedure
            self.claimWithin = claimWithin
            self.formula = formula
        }
    }
}
