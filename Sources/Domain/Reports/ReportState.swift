/// What happens to a report.
public enum ReportEvent: String, Sendable, Hashable, Codable, CaseIterable {
    /// The station hands it in.
    case handIn = "hand_in"
    /// An office gives it back with a reason.
    case giveBack = "give_back"
    /// An office takes note of it.
    case accept

    public var words: Words {
        switch self {
        case .handIn: Words("报送", "hand in")
        case .giveBack: Words("退回", "give back")
        case .accept: Words("确认收到", "take note")
        }
    }
}

/// Where a report stands. The diagram in docs/states.md is drawn from `ReportState.after`.
public enum ReportState: String, Sendable, Hashable, Codable, CaseIterable {
    case draft
    case handedIn = "handed_in"
    case returned
    case accepted

    /// The station writes on it.
    public static let open: Set<ReportState> = [.draft, .returned]

    /// - Throws: a conflict that says why the event cannot happen.
    public func after(_ event: ReportEvent) throws(Refusal) -> ReportState {
        switch (self, event) {
        case (.draft, .handIn), (.returned, .handIn): return .handedIn
        case (.handedIn, .giveBack): return .returned
        case (.handedIn, .accept): return .accepted
        case (.handedIn, .handIn): throw Self.isHandedIn
        case (.draft, .giveBack), (.draft, .accept), (.returned, .giveBack), (.returned, .accept): throw Self.isWritten
        case (.accepted, .handIn), (.accepted, .giveBack), (.accepted, .accept): throw Self.isAccepted
        }
    }

    /// Every arrow of the machine.
    public static var transitions: [(from: ReportState, event: ReportEvent, to: ReportState)] {
        allCases.flatMap { from in ReportEvent.allCases.compactMap { event in (try? from.after(event)).map { (from, event, $0) } } }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        StateDiagram.text(of: "a report", starts: ["draft"], arrows: transitions.map { ($0.from.rawValue, $0.to.rawValue, $0.event.words.en) }, ends: ["accepted"])
    }

    static let isHandedIn = Refusal(.conflict, "report_handed_in", Words("报告已经报送，不能再改", "It was handed in and does not change"), next: Words("需要更正的，请联系监督部门退回", "Ask an office to give it back"))
    static let isWritten = Refusal(.conflict, "report_not_handed_in", Words("报告还没有报送", "It was not handed in yet"))
    static let isAccepted = Refusal(.conflict, "report_accepted", Words("报告已经确认收到", "It was taken note of"))

    public var words: Words {
        switch self {
        case .draft: Words("待报送", "To be handed in")
        case .handedIn: Words("已报送", "Handed in")
        case .returned: Words("已退回", "Given back")
        case .accepted: Words("已确认", "Taken note of")
        }
    }
}
