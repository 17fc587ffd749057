/// What ids of reward claims name: one hire, or one event grant (二(三)3).
public enum RewardClaim {}
/// What ids of introductions name: a station writes down that it introduced somebody, before the contract 引荐备案.
public enum Introduction {}

/// What a programme says of rewards (二(三)3). From the file's section `rewards`.
public struct RewardRules: Sendable, Hashable {
    public let clause: Clause?

    public init(clause: Clause?) { self.clause = clause }
}
