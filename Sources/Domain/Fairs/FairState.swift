/// What ids of job fairs 招聘会 name.
public enum Fair {}

/// Where a job fair stands. The diagram in docs/states.md is drawn from `FairState.after`.
public enum FairState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Being planned: employers are invited, and only its organiser sees it.
    case draft
    /// Talents sign up, until its time.
    case open
    /// Nobody signs up any more; the schedule is being computed.
    case closed
    /// Everybody has a timetable.
    case scheduled
    case over
    case cancelled

    public enum Event: String, Sendable, Hashable, Codable, CaseIterable {
        /// Sign-up begins.
        case open
        /// Sign-up ends.
        case close
        /// The schedule is there.
        case schedule
        /// The last slot has passed.
        case end
        case cancel
    }

    /// Sign-up or an answer still counts for the schedule.
    public static let gathering: Set<FairState> = [.draft, .open]
    /// Anybody may read of it.
    public static let shown: Set<FairState> = [.open, .closed, .scheduled, .over]

    /// - Returns: nil where the event cannot happen.
    public func after(_ event: Event) -> FairState? {
        switch (self, event) {
        case (.draft, .open): .open
        case (.open, .close): .closed
        case (.closed, .schedule): .scheduled
        case (.scheduled, .end): .over
        case (.draft, .cancel), (.open, .cancel), (.closed, .cancel), (.scheduled, .cancel): .cancelled
        case (.draft, .close), (.draft, .schedule), (.draft, .end), (.open, .open), (.open, .schedule), (.open, .end), (.closed, .open), (.closed, .close), (.closed, .end): nil
        case (.scheduled, .open), (.scheduled, .close), (.scheduled, .schedule): nil
        case (.over, .open), (.over, .close), (.over, .schedule), (.over, .end), (.over, .cancel): nil
        case (.cancelled, .open), (.cancelled, .close), (.cancelled, .schedule), (.cancelled, .end), (.cancelled, .cancel): nil
        }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        let arrows = allCases.flatMap { state in Event.allCases.compactMap { event in state.after(event).map { (state.rawValue, $0.rawValue, event.rawValue) } } }
        return StateDiagram.text(of: "a job fair", starts: ["draft"], arrows: arrows, ends: ["over", "cancelled"])
    }

    public var words: Words {
        switch self {
        case .draft: Words("筹备中", "Being planned")
        case .open: Words("报名中", "Sign-up open")
        case .closed: Words("排期中", "Being scheduled")
        case .scheduled: Words("已排期", "Scheduled")
        case .over: Words("已结束", "Over")
        case .cancelled: Words("已取消", "Cancelled")
        }
    }
}

/// What an invited employer has said.
public enum FairAnswer: String, Sendable, Hashable, Codable, CaseIterable {
    case invited, accepted, declined
    /// Accepted, and left later.
    case left
}

/// What became of one meeting of a fair.
public enum FairMeetingState: String, Sendable, Hashable, Codable, CaseIterable {
    case planned
    /// One of the two left before.
    case cancelled
    case held
    /// The talent did not come.
    case absent
}

/// When the slots of a fair are: equally long, one after the other, from its beginning.
public struct FairSlots: Sendable, Hashable, Codable {
    public let begins: Instant
    public let minutes: Int
    public let count: Int

    /// Nil unless a slot lasts 5…120 minutes, there are 1…48, and the fair ends on its own day (China Standard Time).
    public init?(begins: Instant, minutes: Int, count: Int) {
        guard (5...120).contains(minutes), (1...48).contains(count) else { return nil }
        self.begins = begins
        self.minutes = minutes
        self.count = count
        guard Zone.china.day(of: begins) == Zone.china.day(of: end.adding(seconds: -1)) else { return nil }
    }

    public func begin(_ slot: Int) -> Instant { begins.adding(seconds: min(max(slot, 0), count) * minutes * 60) }
    public func end(_ slot: Int) -> Instant { begin(slot + 1) }
    public var end: Instant { begin(count) }
}
