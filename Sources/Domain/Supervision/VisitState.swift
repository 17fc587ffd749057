/// What ids of findings name: what a visit found wrong.
public enum VisitFinding {}

/// Where a visit stands. The diagram in docs/states.md is drawn from `VisitState.after`.
public enum VisitState: String, Sendable, Hashable, Codable, CaseIterable {
    case planned
    /// Somebody was there; its checklist is filled in.
    case made
    /// Everything that was found is mended.
    case closed
    case cancelled

    public enum Step: String, Sendable, Hashable, Codable, CaseIterable { case make, close, cancel }

    /// - Returns: nil where the step cannot happen.
    public func after(_ step: Step) -> VisitState? {
        switch (self, step) {
        case (.planned, .make): .made
        case (.planned, .cancel): .cancelled
        case (.made, .close): .closed
        case (.planned, .close), (.made, .make), (.made, .cancel): nil
        case (.closed, .make), (.closed, .close), (.closed, .cancel), (.cancelled, .make), (.cancelled, .close), (.cancelled, .cancel): nil
        }
    }

    /// Every arrow of the machine.
    public static var transitions: [(from: VisitState, step: Step, to: VisitState)] {
        allCases.flatMap { from in Step.allCases.compactMap { step in from.after(step).map { (from, step, $0) } } }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        StateDiagram.text(of: "a visit", starts: ["planned"], arrows: transitions.map { ($0.from.rawValue, $0.to.rawValue, $0.step.rawValue) }, ends: ["closed", "cancelled"])
    }

    public var words: Words {
        switch self {
        case .planned: Words("已计划", "Planned")
        case .made: Words("已调研", "Made")
        case .closed: Words("已办结", "Closed")
        case .cancelled: Words("已取消", "Cancelled")
        }
    }
}

/// Where a finding stands. The diagram in docs/states.md is drawn from `FindingState.after`.
public enum FindingState: String, Sendable, Hashable, Codable, CaseIterable {
    /// The station has to mend it and say so.
    case open
    /// The station says what it did; the office looks again.
    case answered
    case mended

    public enum Step: String, Sendable, Hashable, Codable, CaseIterable {
        case answer
        /// The office looked again, or the first time where the station never answers: it is mended.
        case accept
        /// The office looked again: it is not, and there is a new deadline.
        case sendBack = "send_back"

        public var words: Words {
            switch self {
            case .answer: Words("驿站答复", "The station answered")
            case .accept: Words("复查：已整改", "Looked at again: mended")
            case .sendBack: Words("复查：未整改到位", "Looked at again: not mended")
            }
        }
    }

    /// - Returns: nil where the step cannot happen.
    public func after(_ step: Step) -> FindingState? {
        switch (self, step) {
        case (.open, .answer): .answered
        case (.answered, .accept), (.open, .accept): .mended
        case (.answered, .sendBack): .open
        case (.open, .sendBack), (.answered, .answer), (.mended, .answer), (.mended, .accept), (.mended, .sendBack): nil
        }
    }

    /// Every arrow of the machine.
    public static var transitions: [(from: FindingState, step: Step, to: FindingState)] {
        allCases.flatMap { from in Step.allCases.compactMap { step in from.after(step).map { (from, step, $0) } } }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        StateDiagram.text(of: "a finding of a visit", starts: ["open"], arrows: transitions.map { ($0.from.rawValue, $0.to.rawValue, $0.step.rawValue) }, ends: ["mended"])
    }

    public var words: Words {
        switch self {
        case .open: Words("待整改", "To be mended")
        case .answered: Words("待复查", "To be looked at again")
        case .mended: Words("已整改", "Mended")
        }
    }
}

/// What a visit says of one thing of its checklist.
public enum CheckResult: String, Sendable, Hashable, Codable, CaseIterable {
    case met
    case notMet = "not_met"
    case notLooked = "not_looked"

    public var words: Words {
        switch self {
        case .met: Words("符合", "Met")
        case .notMet: Words("不符合", "Not met")
        case .notLooked: Words("未查看", "Not looked at")
        }
    }
}

/// Which side of a visit or of a serious event somebody acts for.
public enum SupervisionSide: String, Sendable, Hashable, Codable, CaseIterable {
    case office, station

    public var words: Words {
        switch self {
        case .office: Words("主管部门", "Office")
        case .station: Words("驿站", "Station")
        }
    }
}
