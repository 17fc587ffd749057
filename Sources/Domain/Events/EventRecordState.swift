/// Where the record of a held event stands. The diagram is drawn from `EventRecordState.after`.
public enum EventRecordState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Written by the organiser; an office looks at it.
    case handedIn = "handed_in"
    /// Back with the organiser, with a reason.
    case returned
    /// An office has confirmed it: the event counts.
    case confirmed
    /// It tells of an event that another record tells of: it does not count.
    case duplicate

    public enum Step: String, Sendable, Hashable, Codable, CaseIterable {
        case handIn = "hand_in"
        case sendBack = "send_back"
        case confirm
        case findDuplicate = "find_duplicate"
    }

    /// - Returns: nil where the step cannot happen.
    public func after(_ step: Step) -> EventRecordState? {
        switch (self, step) {
        case (.handedIn, .handIn), (.returned, .handIn): .handedIn
        case (.handedIn, .sendBack), (.confirmed, .sendBack), (.duplicate, .sendBack): .returned
        case (.handedIn, .confirm): .confirmed
        case (.handedIn, .findDuplicate), (.confirmed, .findDuplicate): .duplicate
        case (.returned, .sendBack), (.returned, .confirm), (.returned, .findDuplicate), (.confirmed, .handIn), (.confirmed, .confirm), (.duplicate, .handIn), (.duplicate, .confirm),
            (.duplicate, .findDuplicate):
            nil
        }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        let arrows = allCases.flatMap { from in Step.allCases.compactMap { step in from.after(step).map { (from.rawValue, $0.rawValue, step.rawValue) } } }
        return StateDiagram.text(of: "the record of a held event", starts: ["handed_in"], arrows: arrows, ends: ["confirmed"])
    }

    public var words: Words {
        switch self {
        case .handedIn: Words("待确认", "To be confirmed")
        case .returned: Words("退回修改", "Returned")
        case .confirmed: Words("已确认", "Confirmed")
        case .duplicate: Words("重复填报", "Duplicate")
        }
    }
}

/// Where the consent to an authority's name for an event stands.
public enum EventConsentState: String, Sendable, Hashable, Codable, CaseIterable {
    case asked, granted, refused, revoked

    public enum Step: String, Sendable, Hashable, Codable, CaseIterable { case grant, refuse, revoke }

    /// - Returns: nil where the step cannot happen.
    public func after(_ step: Step) -> EventConsentState? {
        switch (self, step) {
        case (.asked, .grant): .granted
        case (.asked, .refuse): .refused
        case (.granted, .revoke): .revoked
        case (.asked, .revoke), (.granted, .grant), (.granted, .refuse), (.refused, .grant), (.refused, .refuse), (.refused, .revoke), (.revoked, .grant), (.revoked, .refuse), (.revoked, .revoke):
            nil
        }
    }

    public var words: Words {
        switch self {
        case .asked: Words("待答复", "Asked for")
        case .granted: Words("已同意", "Granted")
        case .refused: Words("未同意", "Refused")
        case .revoked: Words("已撤回", "Revoked")
        }
    }
}

/// Where the offer of an office's event to one station stands.
public enum EventOfferState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Others are asked first.
    case waiting
    case asked, accepted, declined, lapsed
    /// Another station has taken it, or it is not offered any more.
    case ended

    public enum Step: String, Sendable, Hashable, Codable, CaseIterable { case ask, accept, decline, lapse, end }

    /// - Returns: nil where the step cannot happen.
    public func after(_ step: Step) -> EventOfferState? {
        switch (self, step) {
        case (.waiting, .ask): .asked
        case (.asked, .accept): .accepted
        case (.asked, .decline): .declined
        case (.asked, .lapse): .lapsed
        case (.waiting, .end), (.asked, .end): .ended
        case (.waiting, .accept), (.waiting, .decline), (.waiting, .lapse), (.asked, .ask), (.accepted, _), (.declined, _), (.lapsed, _), (.ended, _): nil
        }
    }

    public var words: Words {
        switch self {
        case .waiting: Words("候补", "Waiting")
        case .asked: Words("待答复", "Asked")
        case .accepted: Words("承办", "Accepted")
        case .declined: Words("谢绝", "Declined")
        case .lapsed: Words("逾期未答复", "Lapsed")
        case .ended: Words("已结束", "Ended")
        }
    }
}

/// A paper of an event.
public enum EventPaperKind: String, Sendable, Hashable, Codable, CaseIterable {
    case emergencyPlan = "emergency_plan"
    case safetyPlan = "safety_plan"
    case photo
    case signInSheet = "sign_in_sheet"

    /// What a large or on-site event needs before it is announced.
    public static let before: [EventPaperKind] = [.emergencyPlan, .safetyPlan]

    public var words: Words {
        switch self {
        case .emergencyPlan: Words("应急预案", "Emergency plan")
        case .safetyPlan: Words("安全方案", "Safety plan")
        case .photo: Words("活动照片", "Photograph")
        case .signInSheet: Words("签到表", "Sign-in sheet")
        }
    }
}

/// What ids of lines of yearly plans name.
public enum EventPlanLine {}
/// What ids of consents to an authority's name name.
public enum EventConsent {}
/// What ids of offers of events name.
public enum EventOffer {}
/// What ids of records of held events name.
public enum EventRecord {}
