/// An answer in three values. `unknown` means that what is known so far decides neither way (Kleene's strong logic).
public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
    case yes, no, unknown

    public init(_ truth: Bool) { self = truth ? .yes : .no }

    public var inverse: Verdict {
        switch self {
        case .yes: .no
        case .no: .yes
        case .unknown: .unknown
        }
    }

    /// One no decides; `yes` for nothing at all.
    public static func all(_ verdicts: some Sequence<Verdict>) -> Verdict {
        var result = Verdict.yes
        for verdict in verdicts {
            if verdict == .no { return .no }
            if verdict == .unknown { result = .unknown }
        }
        return result
    }

    /// One yes decides; `no` for nothing at all.
    public static func any(_ verdicts: some Sequence<Verdict>) -> Verdict {
        var result = Verdict.no
        for verdict in verdicts {
            if verdict == .yes { return .yes }
            if verdict == .unknown { result = .unknown }
        }
        return result
    }
}
