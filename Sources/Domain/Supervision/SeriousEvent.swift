/// What ids of serious events name: a safety accident, fraud (二(二)2).
public enum SeriousEvent {}

/// Where the report of a serious event stands. The diagram in docs/states.md is drawn from `SeriousEventState.after`.
public enum SeriousEventState: String, Sendable, Hashable, Codable, CaseIterable {
    case reported
    /// A second person ruled that it happened: the station is suspended.
    case confirmed
    case dismissed

    public enum Step: String, Sendable, Hashable, Codable, CaseIterable { case confirm, dismiss }

    /// - Returns: nil where the step cannot happen.
    public func after(_ step: Step) -> SeriousEventState? {
        switch (self, step) {
        case (.reported, .confirm): .confirmed
        case (.reported, .dismiss): .dismissed
        case (.confirmed, .confirm), (.confirmed, .dismiss), (.dismissed, .confirm), (.dismissed, .dismiss): nil
        }
    }

    /// Every arrow of the machine.
    public static var transitions: [(from: SeriousEventState, step: Step, to: SeriousEventState)] {
        allCases.flatMap { from in Step.allCases.compactMap { step in from.after(step).map { (from, step, $0) } } }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        StateDiagram.text(of: "a serious event", starts: ["reported"], arrows: transitions.map { ($0.from.rawValue, $0.to.rawValue, $0.step.rawValue) }, ends: ["confirmed", "dismissed"])
    }

    public var words: Words {
        switch self {
        case .reported: Words("待认定", "To be ruled on")
        case .confirmed: Words("已认定", "Confirmed")
        case .dismissed: Words("不予认定", "Dismissed")
        }
    }
}

/// What a report may hold.
public enum SeriousEventLimits {
    /// Persons hurt.
    public static let hurt = 0...1000
    /// How long ago it may have been, in days.
    public static let daysBack = 730
    public static let files = 10
}
