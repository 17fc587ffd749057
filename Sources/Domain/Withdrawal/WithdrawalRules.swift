/// What ids of withdrawals name: a station ends 撤站摘牌 (二(二)3).
public enum Withdrawal {}

/// Why a station ends.
public enum WithdrawalCause: String, Sendable, Hashable, Codable, CaseIterable {
    /// It failed its evaluation 考核评估不合格.
    case failing
    /// Records were falsified 弄虚作假.
    case fraud
    /// A serious accident.
    case accident
    /// The host wishes to leave 主动退出.
    case wish

    public var words: Words {
        switch self {
        case .failing: Words("考核评估不合格", "It failed its evaluation")
        case .fraud: Words("弄虚作假", "Falsified records")
        case .accident: Words("重大安全责任事故", "A serious accident")
        case .wish: Words("主动申请退出", "The host wishes to leave")
        }
    }
}

/// What a programme says of the end of a station (二(二)3). From the file's section `withdrawal`.
public struct WithdrawalRules: Sendable, Hashable {
    public let clause: Clause?
    /// The procedure by which it is decided.
    public let procedure: String

    public init(clause: Clause?, procedure: String) {
        self.clause = clause
        self.procedure = procedure
    }
}
