/// Where an item of an annual work plan stands. The diagram in docs/states.md is drawn from `WorkItemState.after`.
public enum WorkItemState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Being worked on.
    case open
    /// Its office says that it is done.
    case done
    /// Taken out of the plan, with a reason.
    case dropped

    public enum Step: String, Sendable, Hashable, Codable, CaseIterable {
        /// By the office that owns it.
        case finish
        /// By the office that writes the plan: it is not done after all, or belongs to the plan again.
        case reopen
        /// By the office that writes the plan, with a reason.
        case drop
    }

    /// - Returns: nil where the step cannot happen.
    public func after(_ step: Step) -> WorkItemState? {
        switch (self, step) {
        case (.open, .finish): .done
        case (.open, .drop): .dropped
        case (.done, .reopen), (.dropped, .reopen): .open
        case (.open, .reopen), (.done, .finish), (.done, .drop), (.dropped, .finish), (.dropped, .drop): nil
        }
    }

    public static var transitions: [(from: WorkItemState, step: Step, to: WorkItemState)] {
        allCases.flatMap { from in Step.allCases.compactMap { step in from.after(step).map { (from, step, $0) } } }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        StateDiagram.text(of: "an item of a work plan", starts: ["open"], arrows: transitions.map { ($0.from.rawValue, $0.to.rawValue, $0.step.rawValue) }, ends: [])
    }

    public var words: Words {
        switch self {
        case .open: Words("推进中", "In work")
        case .done: Words("已完成", "Done")
        case .dropped: Words("已调出", "Dropped")
        }
    }
}

/// The days over which an official report is written.
public enum ReportSpan: String, Sendable, Hashable, Codable, CaseIterable {
    case week, month, year

    /// The first day, and the day after the last, of the span in which a day lies. Weeks begin on Monday.
    public func days(of day: Day) -> (from: Day, until: Day) {
        switch self {
        case .week:
            let monday = day.adding(1 - day.weekday)
            return (monday, monday.adding(7))
        case .month: return (day.monthStart, day.monthStart.adding(months: 1))
        case .year:
            let first = Day(year: day.year, month: 1, day: 1) ?? day.monthStart
            return (first, first.adding(months: 12))
        }
    }

    public var words: Words {
        switch self {
        case .week: Words("周报", "Weekly report")
        case .month: Words("月报", "Monthly report")
        case .year: Words("年报", "Yearly report")
        }
    }
}
