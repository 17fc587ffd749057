/// The states of a stay.
public enum StayState: String, Sendable, Hashable, Codable, CaseIterable {
    /// The bed is kept until a moment: for an open question, a proof, or an offer.
    case held
    case booked
    case checkedIn = "checked_in"
    case checkedOut = "checked_out"
    case cancelled
    case noShow = "no_show"
    /// A hold that nobody confirmed in time.
    case expired

    /// The bed is this person's.
    public static let live: Set<StayState> = [.held, .booked, .checkedIn]
    /// Not arrived yet.
    public static let awaited: Set<StayState> = [.held, .booked]
    public static let ended: Set<StayState> = [.checkedOut, .cancelled, .noShow, .expired]
}

/// What happens to a stay.
public enum StayEvent: String, Sendable, Hashable, Codable, CaseIterable {
    /// What the hold waited for is there.
    case confirm
    /// The hold's time is over.
    case expire
    case cancel
    /// Other nights, or another place, before arrival.
    case change
    /// More nights at the end.
    case extend
    case checkIn = "check_in"
    /// Into another bed.
    case moveRoom = "move_room"
    /// Fewer nights, said by somebody who has arrived.
    case leaveEarly = "leave_early"
    case checkOut = "check_out"
    /// Nobody came, and nobody telephoned.
    case markNoShow = "mark_no_show"
    /// They came after all, or the mark was a mistake.
    case undoNoShow = "undo_no_show"
    /// Somebody telephoned: it will be late.
    case phoneIn = "phone_in"
}

extension StayState {
    /// The state after an event.
    /// - Throws: a conflict that says what the stay is now.
    public func after(_ event: StayEvent) throws(Refusal) -> StayState {
        switch (self, event) {
        case (.held, .confirm): .booked
        case (.held, .expire): .expired
        case (.held, .cancel), (.booked, .cancel): .cancelled
        case (.booked, .change): .booked
        case (.booked, .extend): .booked
        case (.checkedIn, .extend): .checkedIn
        case (.booked, .checkIn): .checkedIn
        case (.booked, .moveRoom): .booked
        case (.checkedIn, .moveRoom): .checkedIn
        case (.checkedIn, .leaveEarly): .checkedIn
        case (.checkedIn, .checkOut): .checkedOut
        case (.booked, .markNoShow): .noShow
        case (.booked, .phoneIn): .booked
        case (.noShow, .undoNoShow): .booked
        case (.held, .change), (.held, .extend), (.held, .checkIn), (.held, .moveRoom), (.held, .leaveEarly), (.held, .checkOut),
             (.held, .markNoShow), (.held, .phoneIn), (.held, .undoNoShow): throw Self.isHeld
        case (.booked, .confirm), (.booked, .expire), (.booked, .undoNoShow): throw Self.isConfirmed
        case (.booked, .leaveEarly), (.booked, .checkOut): throw Self.notArrived
        case (.checkedIn, .confirm), (.checkedIn, .expire), (.checkedIn, .cancel), (.checkedIn, .change), (.checkedIn, .checkIn),
             (.checkedIn, .markNoShow), (.checkedIn, .phoneIn), (.checkedIn, .undoNoShow): throw Self.hasArrived
        case (.checkedOut, .confirm), (.checkedOut, .expire), (.checkedOut, .cancel), (.checkedOut, .change), (.checkedOut, .extend),
             (.checkedOut, .checkIn), (.checkedOut, .moveRoom), (.checkedOut, .leaveEarly), (.checkedOut, .checkOut),
             (.checkedOut, .markNoShow), (.checkedOut, .phoneIn), (.checkedOut, .undoNoShow): throw Self.isOver
        case (.cancelled, .confirm), (.cancelled, .expire), (.cancelled, .cancel), (.cancelled, .change), (.cancelled, .extend),
             (.cancelled, .checkIn), (.cancelled, .moveRoom), (.cancelled, .leaveEarly), (.cancelled, .checkOut),
             (.cancelled, .markNoShow), (.cancelled, .phoneIn), (.cancelled, .undoNoShow): throw Self.isCancelled
        case (.noShow, .confirm), (.noShow, .expire), (.noShow, .cancel), (.noShow, .change), (.noShow, .extend), (.noShow, .checkIn),
             (.noShow, .moveRoom), (.noShow, .leaveEarly), (.noShow, .checkOut), (.noShow, .markNoShow), (.noShow, .phoneIn): throw Self.wasMissed
        case (.expired, .confirm), (.expired, .expire), (.expired, .cancel), (.expired, .change), (.expired, .extend), (.expired, .checkIn),
             (.expired, .moveRoom), (.expired, .leaveEarly), (.expired, .checkOut), (.expired, .markNoShow), (.expired, .phoneIn), (.expired, .undoNoShow): throw Self.hasExpired
        }
    }

    /// Every arrow of the machine.
    public static var transitions: [(from: StayState, event: StayEvent, to: StayState)] {
        allCases.flatMap { from in StayEvent.allCases.compactMap { event in (try? from.after(event)).map { (from, event, $0) } } }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        StateDiagram.text(of: "a stay", starts: ["held", "booked"], arrows: transitions.map { ($0.from.rawValue, $0.to.rawValue, $0.event.words.en) }, ends: ended.map(\.rawValue).sorted())
    }

    private static let isHeld = Refusal(.conflict, "stay_held", Words("床位只是暂时保留，尚未确认", "The bed is only held so far"), next: Words("请先确认预订", "Confirm the booking first"))
    private static let isConfirmed = Refusal(.conflict, "stay_booked", Words("这次住宿已经预订成功", "This stay is booked already"))
    private static let notArrived = Refusal(.conflict, "not_arrived", Words("客人尚未入住", "The guest has not checked in"), next: Words("可以取消或修改预订", "The booking can be cancelled or changed"))
    private static let hasArrived = Refusal(.conflict, "arrived", Words("客人已经入住", "The guest has checked in already"), next: Words("可以办理提前离店或退房", "Leaving early and checking out are possible"))
    private static let isOver = Refusal(.conflict, "stay_over", Words("这次住宿已经结束", "This stay is over"))
    private static let isCancelled = Refusal(.conflict, "stay_cancelled", Words("这次预订已经取消", "This booking was cancelled"), next: Words("可以重新预订", "Book again"))
    private static let wasMissed = Refusal(.conflict, "stay_missed", Words("这次预订因未到店已经失效", "This booking lapsed because nobody came"), next: Words("如有异议可以申诉", "You can appeal"))
    private static let hasExpired = Refusal(.conflict, "hold_over", Words("保留时间已过，床位已释放", "The hold is over and the bed was released"), next: Words("请重新预订", "Please book again"))
}

extension StayState {
    public var words: Words {
        switch self {
        case .held: Words("已保留待确认", "Held")
        case .booked: Words("已预订", "Booked")
        case .checkedIn: Words("已入住", "Checked in")
        case .checkedOut: Words("已退房", "Checked out")
        case .cancelled: Words("已取消", "Cancelled")
        case .noShow: Words("未到店", "No-show")
        case .expired: Words("保留过期", "Hold expired")
        }
    }
}

extension StayEvent {
    public var words: Words {
        switch self {
        case .confirm: Words("确认", "confirm")
        case .expire: Words("保留过期", "expire")
        case .cancel: Words("取消", "cancel")
        case .change: Words("修改", "change")
        case .extend: Words("延住", "extend")
        case .checkIn: Words("入住", "check in")
        case .moveRoom: Words("换房", "move room")
        case .leaveEarly: Words("提前离店", "leave early")
        case .checkOut: Words("退房", "check out")
        case .markNoShow: Words("记未到店", "mark no-show")
        case .undoNoShow: Words("撤销未到店", "undo no-show")
        case .phoneIn: Words("电话告知晚到", "phone in")
        }
    }
}
