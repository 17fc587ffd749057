/// Where a registration to an event stands. The diagram in docs/states.md is drawn from `SeatState.after`.
public enum SeatState: String, Sendable, Hashable, Codable, CaseIterable {
    /// All seats are taken; it is in line.
    case waiting
    /// It holds its seats until the organiser has said yes or no.
    case requested
    case registered
    /// Somebody was at the door.
    case came
    /// Nobody was.
    case missed
    /// The organiser said no, with a reason.
    case refused
    case cancelled
    /// The event came before a seat, or before an answer.
    case over

    public enum Step: String, Sendable, Hashable, Codable, CaseIterable {
        /// A seat has become free for it.
        case seat
        /// The same, where each registration is approved.
        case ask
        case approve, refuse, cancel
        case checkIn = "check_in"
        /// The event is over.
        case end
    }

    /// It holds seats.
    public static let seated: Set<SeatState> = [.requested, .registered, .came]
    /// A person has one of these at most for an event.
    public static let live: Set<SeatState> = [.waiting, .requested, .registered, .came]

    /// - Returns: nil where the step cannot happen.
    public func after(_ step: Step) -> SeatState? {
        switch (self, step) {
        case (.waiting, .seat): .registered
        case (.waiting, .ask): .requested
        case (.requested, .approve): .registered
        case (.requested, .refuse): .refused
        case (.waiting, .cancel), (.requested, .cancel), (.registered, .cancel): .cancelled
        case (.registered, .checkIn): .came
        // What was scanned without a network comes in later.
        case (.missed, .checkIn): .came
        case (.waiting, .end), (.requested, .end): .over
        case (.registered, .end): .missed
        case (.waiting, .approve), (.waiting, .refuse), (.waiting, .checkIn): nil
        case (.requested, .seat), (.requested, .ask), (.requested, .checkIn): nil
        case (.registered, .seat), (.registered, .ask), (.registered, .approve), (.registered, .refuse): nil
        case (.came, .seat), (.came, .ask), (.came, .approve), (.came, .refuse), (.came, .cancel), (.came, .checkIn), (.came, .end): nil
        case (.missed, .seat), (.missed, .ask), (.missed, .approve), (.missed, .refuse), (.missed, .cancel), (.missed, .end): nil
        case (.refused, .seat), (.refused, .ask), (.refused, .approve), (.refused, .refuse), (.refused, .cancel), (.refused, .checkIn), (.refused, .end): nil
        case (.cancelled, .seat), (.cancelled, .ask), (.cancelled, .approve), (.cancelled, .refuse), (.cancelled, .cancel), (.cancelled, .checkIn), (.cancelled, .end): nil
        case (.over, .seat), (.over, .ask), (.over, .approve), (.over, .refuse), (.over, .cancel), (.over, .checkIn), (.over, .end): nil
        }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        let arrows = allCases.flatMap { from in Step.allCases.compactMap { step in from.after(step).map { (from.rawValue, $0.rawValue, step.rawValue) } } }
        return StateDiagram.text(of: "a registration to an event", starts: ["waiting", "requested", "registered", "came"], arrows: arrows, ends: ["came", "refused", "cancelled", "over"])
    }

    public var words: Words {
        switch self {
        case .waiting: Words("候补中", "Waiting")
        case .requested: Words("待审核", "To be approved")
        case .registered: Words("已报名", "Registered")
        case .came: Words("已签到", "Came")
        case .missed: Words("未到场", "Did not come")
        case .refused: Words("未通过", "Refused")
        case .cancelled: Words("已取消", "Cancelled")
        case .over: Words("已结束", "Over")
        }
    }
}

/// A question that the form of an event asks.
public struct EventQuestion: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case text, choice
        case yesNo = "yes_no"

        public var words: Words {
            switch self {
            case .text: Words("文字", "Text")
            case .choice: Words("单选", "One of several")
            case .yesNo: Words("是或否", "Yes or no")
            }
        }
    }

    /// `q1`, by its place.
    public let id: String
    public let label: String
    public let kind: Kind
    /// Of a choice.
    public let options: [String]
    public let required: Bool

    public init(id: String, label: String, kind: Kind, options: [String] = [], required: Bool) {
        self.id = id
        self.label = label
        self.kind = kind
        self.options = options
        self.required = required
    }

    public static let most = 10

    /// Why an answer does not do; nil where it does.
    public func fault(_ answer: String) -> Words? {
        if answer.isEmpty { return required ? Words("请回答这个问题", "Please answer this question") : nil }
        switch kind {
        case .text: return answer.count > 500 ? Words("最多 500 字", "At most 500 characters") : nil
        case .choice: return options.contains(answer) ? nil : Words("请从选项中选择", "Choose one of the options")
        case .yesNo: return ["yes", "no"].contains(answer) ? nil : Words("请选择是或否", "Yes or no, please")
        }
    }
}

/// Which seats a registration asks for: numbers that nobody has, from a place of its own so that many who come at once rarely ask for the same.
public enum SeatChoice {
    /// - Parameters:
    ///   - taken: numbers that are taken, among those looked at.
    ///   - range: the numbers looked at.
    ///   - start: where to begin, any number.
    /// - Returns: so many numbers in ascending order, all of `range` and none taken; nil where there are not so many.
    public static func numbers(_ count: Int, of range: ClosedRange<Int>, taken: Set<Int>, from start: Int) -> [Int]? {
        let free = range.filter { !taken.contains($0) }
        guard count > 0, free.count >= count else { return nil }
        let first = Int(UInt(bitPattern: start) % UInt(free.count))
        return (0..<count).map { free[(first + $0) % free.count] }.sorted()
    }
}
