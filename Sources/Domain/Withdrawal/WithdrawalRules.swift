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

    /// Whether the station is to end against its host's will: the host is heard first, and may appeal.
    public var isAgainstTheHost: Bool { self != .wish }
}

/// What a programme says of the end of a station (二(二)3). From the file's section `withdrawal`.
public struct WithdrawalRules: Sendable, Hashable {
    public let clause: Clause?
    /// The procedure by which it is decided.
    public let procedure: String
    /// Where stations of a level go through another procedure, by id of the level.
    public let byLevel: [String: String]
    /// The procedure of an appeal; nil where the programme has none, and a decision takes effect at once.
    public let appeal: String?
    /// How long the host may appeal after the decision, in working days.
    public let appealWithin: Int
    /// So many days before a hearing at the least the host is told when and where it is.
    public let hearingNotice: Int
    /// Nights that begin within so many days after a station has ended are honoured.
    public let honourNights: Int

    public init(
        clause: Clause?, procedure: String, byLevel: [String: String] = [:], appeal: String? = nil, appealWithin: Int = 10, hearingNotice: Int = 7, honourNights: Int = 7
    ) {
        self.clause = clause
        self.procedure = procedure
        self.byLevel = byLevel
        self.appeal = appeal
        self.appealWithin = appealWithin
        self.hearingNotice = hearingNotice
        self.honourNights = honourNights
    }

    /// The procedure for a station of this level.
    public func procedure(level: String) -> String { byLevel[level] ?? procedure }

    /// All procedures that are about the end of a station.
    public var procedures: [String] { [procedure] + byLevel.values.sorted() + [appeal].compactMap(\.self) }
}
