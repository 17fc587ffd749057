/// The states of a line of the service log.
public enum ContactState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Written down by the station; the person has not said anything yet.
    case recorded
    /// The person says: that was me, and it is right. So is what they registered themselves.
    case confirmed
    /// The person says: that was not so. It never counts.
    case disputed
    /// The station took it back, with a reason.
    case void
    /// The station took it back within minutes: a slip of the finger.
    case undone

    /// Can count, where the programme's rules let it.
    public static let standing: Set<ContactState> = [.recorded, .confirmed]
    public static let ended: Set<ContactState> = [.void, .undone]
}

/// What happens to a line of the service log.
public enum ContactEvent: String, Sendable, Hashable, Codable, CaseIterable {
    case confirm
    case dispute
    case void
    case undo
}

extension ContactState {
    /// The state after an event. A person may change their mind; a station takes back within minutes only what nobody has answered.
    /// - Throws: a conflict that says what the line is now.
    public func after(_ event: ContactEvent) throws(Refusal) -> ContactState {
        switch (self, event) {
        case (.recorded, .confirm), (.disputed, .confirm): .confirmed
        case (.recorded, .dispute), (.confirmed, .dispute): .disputed
        case (.recorded, .void), (.confirmed, .void), (.disputed, .void): .void
        case (.recorded, .undo): .undone
        case (.confirmed, .confirm): throw Self.isConfirmed
        case (.confirmed, .undo), (.disputed, .undo): throw Self.isAnswered
        case (.disputed, .dispute): throw Self.isDisputed
        case (.void, .confirm), (.void, .dispute), (.void, .void), (.void, .undo), (.undone, .confirm), (.undone, .dispute), (.undone, .void), (.undone, .undo): throw Self.isGone
        }
    }

    /// Every arrow of the machine.
    public static var transitions: [(from: ContactState, event: ContactEvent, to: ContactState)] {
        allCases.flatMap { from in ContactEvent.allCases.compactMap { event in (try? from.after(event)).map { (from, event, $0) } } }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        StateDiagram.text(
            of: "a line of the service log", starts: ["recorded", "confirmed"], arrows: transitions.map { ($0.from.rawValue, $0.to.rawValue, $0.event.words.en) }, ends: ended.map(\.rawValue).sorted())
    }

    private static let isConfirmed = Refusal(.conflict, "contact_confirmed", Words("这次服务已经确认过", "This contact is confirmed already"), next: Words("如有不符，可以改为“情况不符”", "If it is not right after all, say so"))
    private static let isDisputed = Refusal(.conflict, "contact_disputed", Words("已经反映过“情况不符”", "It is disputed already"), next: Words("如确有其事，可以改为确认", "If it is right after all, confirm it"))
    private static let isAnswered = Refusal(.conflict, "contact_answered", Words("本人已经答复，不能直接撤销", "The person has answered; it cannot simply be undone"), next: Words("请写明原因作废", "Take it back with a reason"))
    private static let isGone = Refusal(.conflict, "contact_gone", Words("这条记录已由驿站撤销或作废", "The station has taken this line back"))

    public var words: Words {
        switch self {
        case .recorded: Words("待本人确认", "Not confirmed yet")
        case .confirmed: Words("本人已确认", "Confirmed")
        case .disputed: Words("本人有异议", "Disputed")
        case .void: Words("已作废", "Taken back")
        case .undone: Words("已撤销", "Undone")
        }
    }
}

extension ContactEvent {
    public var words: Words {
        switch self {
        case .confirm: Words("确认", "confirm")
        case .dispute: Words("反映不符", "dispute")
        case .void: Words("作废", "take back")
        case .undo: Words("撤销", "undo")
        }
    }
}
