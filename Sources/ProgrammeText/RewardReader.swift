import Domain

/// Reads what a programme says of rewards.
enum RewardReader {
    static func read(_ entry: Entry) -> RewardRules {
        let source = entry.source(Words("奖励支持", "Rewards"))
        entry.done()
        return RewardRules(clause: source.clause)
    }
}

extension ProgrammeCheck {
    /// What rewards name is there.
    func rewards() {}
}
