import Domain

/// Reads what a programme says of the end of a station.
enum WithdrawalReader {
    static func read(_ entry: Entry) -> WithdrawalRules {
        let procedure = entry.text("procedure")
        let source = entry.source(Words("撤站摘牌", "Withdrawal"))
        entry.done()
        return WithdrawalRules(clause: source.clause, procedure: procedure)
    }
}

extension ProgrammeCheck {
    /// The procedure is there.
    func withdrawal() {}
}
