/// What ids of a mentor's hours name: a time that one person can book.
public enum MentorHour {}
/// What ids of bookings of a mentor's hours name.
public enum MentorBooking {}

/// Where a booking of a mentor's hour stands. The diagram in docs/states.md is drawn from `MentorBookingState.after`.
public enum MentorBookingState: String, Sendable, Hashable, Codable, CaseIterable {
    case booked
    /// The person or the keeper gave the hour back.
    case cancelled
    /// The hour took place.
    case held
    case noShow = "no_show"

    public enum Step: String, Sendable, Hashable, Codable, CaseIterable {
        case cancel, hold
        case miss
    }

    /// - Returns: nil where the step cannot happen.
    public func after(_ step: Step) -> MentorBookingState? {
        switch (self, step) {
        case (.booked, .cancel): .cancelled
        case (.booked, .hold): .held
        case (.booked, .miss): .noShow
        case (.cancelled, .cancel), (.cancelled, .hold), (.cancelled, .miss), (.held, .cancel), (.held, .hold), (.held, .miss), (.noShow, .cancel), (.noShow, .hold), (.noShow, .miss): nil
        }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        let arrows = allCases.flatMap { from in Step.allCases.compactMap { step in from.after(step).map { (from.rawValue, $0.rawValue, step.rawValue) } } }
        return StateDiagram.text(of: "a booking of a mentor's hour", starts: ["booked"], arrows: arrows, ends: ["cancelled", "held", "no_show"])
    }

    public var words: Words {
        switch self {
        case .booked: Words("已预约", "Booked")
        case .cancelled: Words("已取消", "Cancelled")
        case .held: Words("已辅导", "Held")
        case .noShow: Words("未到", "Not there")
        }
    }
}
