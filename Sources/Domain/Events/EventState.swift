/// What ids of events name: an event that brings talents and the city together 引才聚才活动.
public enum Event {}

/// Where an event stands. The diagram in docs/states.md is drawn from `EventState.after`.
public enum EventState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Written, and shown to nobody else.
    case draft
    /// Announced: it stands in the public calendar.
    case open
    /// Its last hour has passed; its record is due.
    case over
    /// Its record stands, with evidence: it counts.
    case held
    /// It does not take place; it stays visible with its reason.
    case cancelled

    public enum Step: String, Sendable, Hashable, Codable, CaseIterable {
        case open, end, record, cancel
        /// What counted does not any more: its record was withdrawn or turned out to be another's.
        case reopen
    }

    /// - Returns: nil where the step cannot happen.
    public func after(_ step: Step) -> EventState? {
        switch (self, step) {
        case (.draft, .open): .open
        case (.open, .end): .over
        case (.over, .record): .held
        case (.held, .reopen): .over
        case (.draft, .cancel), (.open, .cancel), (.over, .cancel): .cancelled
        case (.draft, .end), (.draft, .record), (.draft, .reopen), (.open, .open), (.open, .record), (.open, .reopen), (.over, .open), (.over, .end), (.over, .reopen),
            (.held, .open), (.held, .end), (.held, .record), (.held, .cancel), (.cancelled, .open), (.cancelled, .end), (.cancelled, .record), (.cancelled, .cancel), (.cancelled, .reopen):
            nil
        }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        let arrows = allCases.flatMap { from in Step.allCases.compactMap { step in from.after(step).map { (from.rawValue, $0.rawValue, step.rawValue) } } }
        return StateDiagram.text(of: "an event", starts: ["draft"], arrows: arrows, ends: ["cancelled"])
    }

    public var words: Words {
        switch self {
        case .draft: Words("草稿", "Draft")
        case .open: Words("已发布", "Announced")
        case .over: Words("待登记成效", "Record due")
        case .held: Words("已举办", "Held")
        case .cancelled: Words("已取消", "Cancelled")
        }
    }
}

/// What ids of seats name: one registration to an event.
public enum Seat {}
