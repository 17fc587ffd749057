/// Where an evaluation period stands. The diagram in docs/states.md is drawn from `EvaluationState.after`.
public enum EvaluationState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Records are being made; everybody may follow their own score.
    case open
    /// The days are over; experts score.
    case scoring
    /// The scores are known to the offices and frozen.
    case revealed
    /// The grades are in public notice; stations may object.
    case published
    /// The results stand, and what comes of them has begun.
    case closed
    /// Opened by mistake, and given up before there were results.
    case cancelled

    public enum Step: String, Sendable, Hashable, Codable, CaseIterable {
        case score, reveal, publish, close, cancel
    }

    /// Nothing more happens.
    public static let ended: [EvaluationState] = [.closed, .cancelled]

    /// - Returns: nil where the step cannot happen.
    public func after(_ step: Step) -> EvaluationState? {
        switch (self, step) {
        case (.open, .score): .scoring
        case (.scoring, .reveal): .revealed
        case (.revealed, .publish): .published
        case (.published, .close): .closed
        case (.open, .cancel), (.scoring, .cancel): .cancelled
        case (.open, .reveal), (.open, .publish), (.open, .close), (.scoring, .score), (.scoring, .publish), (.scoring, .close), (.revealed, .score), (.revealed, .reveal),
            (.revealed, .close), (.published, .score), (.published, .reveal), (.published, .publish), (.closed, .score), (.closed, .reveal), (.closed, .publish), (.closed, .close),
            (.revealed, .cancel), (.published, .cancel), (.closed, .cancel), (.cancelled, .score), (.cancelled, .reveal), (.cancelled, .publish), (.cancelled, .close), (.cancelled, .cancel):
            nil
        }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        let arrows = allCases.flatMap { from in Step.allCases.compactMap { step in from.after(step).map { (from.rawValue, $0.rawValue, step.rawValue) } } }
        return StateDiagram.text(of: "an evaluation period", starts: ["open"], arrows: arrows, ends: ["closed", "cancelled"])
    }

    public var words: Words {
        switch self {
        case .open: Words("评估期内", "Open")
        case .scoring: Words("专家评议", "Experts score")
        case .revealed: Words("已汇总", "Results computed")
        case .published: Words("结果公示", "In public notice")
        case .closed: Words("已办结", "Closed")
        case .cancelled: Words("已取消", "Cancelled")
        }
    }
}

/// Where a best practice stands.
public enum PracticeState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Written by an office; a second person has not published it.
    case draft
    case published
    /// Taken away; it stays so.
    case withdrawn

    public enum Step: String, Sendable, Hashable, Codable, CaseIterable { case publish, withdraw }

    /// - Returns: nil where the step cannot happen.
    public func after(_ step: Step) -> PracticeState? {
        switch (self, step) {
        case (.draft, .publish): .published
        case (.draft, .withdraw), (.published, .withdraw): .withdrawn
        case (.published, .publish), (.withdrawn, .publish), (.withdrawn, .withdraw): nil
        }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        let arrows = allCases.flatMap { from in Step.allCases.compactMap { step in from.after(step).map { (from.rawValue, $0.rawValue, step.rawValue) } } }
        return StateDiagram.text(of: "a best practice", starts: ["draft"], arrows: arrows, ends: ["withdrawn"])
    }

    public var words: Words {
        switch self {
        case .draft: Words("待发布", "Not published")
        case .published: Words("已发布", "Published")
        case .withdrawn: Words("已撤下", "Withdrawn")
        }
    }
}
