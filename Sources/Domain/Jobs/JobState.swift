/// Where a job stands. The diagram in docs/states.md is drawn from `JobState.after`.
public enum JobState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Written, and shown to nobody.
    case draft
    /// Anybody may find it, until its last day.
    case open
    /// Its employer ended it, or its last day has passed; it may open again.
    case closed
    /// An office took it away, with a reason. It stays so.
    case removed

    public enum Event: String, Sendable, Hashable, Codable, CaseIterable {
        case open, close, remove
    }

    /// - Returns: nil where the event cannot happen.
    public func after(_ event: Event) -> JobState? {
        switch (self, event) {
        case (.draft, .open), (.closed, .open): .open
        case (.open, .close): .closed
        case (.draft, .remove), (.open, .remove), (.closed, .remove): .removed
        case (.open, .open), (.draft, .close), (.closed, .close), (.removed, .open), (.removed, .close), (.removed, .remove): nil
        }
    }

    /// Every arrow of the machine.
    public static var transitions: [(from: JobState, event: Event, to: JobState)] {
        allCases.flatMap { from in Event.allCases.compactMap { event in from.after(event).map { (from, event, $0) } } }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        StateDiagram.text(of: "a job", starts: ["draft"], arrows: transitions.map { ($0.from.rawValue, $0.to.rawValue, $0.event.rawValue) }, ends: ["removed"])
    }

    public var words: Words {
        switch self {
        case .draft: Words("草稿", "Draft")
        case .open: Words("招聘中", "Open")
        case .closed: Words("已结束", "Closed")
        case .removed: Words("已下架", "Taken away")
        }
    }
}
