/// What ids of pursuits name.
public enum Pursuit {}
/// What ids of times proposed for an interview name.
public enum PursuitSlot {}
/// What ids of offers name.
public enum JobOffer {}

/// Who is party to a pursuit.
public enum PursuitSide: String, Sendable, Hashable, Codable, CaseIterable {
    case talent, employer
    /// A station's broker, who recommends somebody or accompanies them.
    case station
    /// What falls due by itself.
    case system

    public var words: Words {
        switch self {
        case .talent: Words("求职者", "talent")
        case .employer: Words("用人单位", "employer")
        case .station: Words("驿站", "station")
        case .system: Words("系统", "system")
        }
    }
}

/// What happens in a pursuit.
public enum PursuitEvent: String, Sendable, Hashable, Codable, CaseIterable {
    /// The talent takes up an invitation or a recommendation, and shows who they are.
    case accept
    /// The talent does not take up an invitation or a recommendation.
    case decline
    /// The employer proposes times for an interview, again or for the first time.
    case proposeSlots = "propose_slots"
    /// None of them suits the talent.
    case askOthers = "ask_others"
    case chooseSlot = "choose_slot"
    case offer
    case acceptOffer = "accept_offer"
    case declineOffer = "decline_offer"
    /// Nobody answered the offer in time.
    case lapseOffer = "lapse_offer"
    /// The employer says that the person has begun.
    case hire
    /// The employer ends it, with a reason.
    case refuse
    /// The talent ends it.
    case withdraw

    public var words: Words {
        switch self {
        case .accept: Words("接受邀请或推荐", "accept")
        case .decline: Words("谢绝邀请或推荐", "decline")
        case .proposeSlots: Words("提出面试时间", "propose times")
        case .askOthers: Words("请求另约时间", "ask for other times")
        case .chooseSlot: Words("选定面试时间", "choose a time")
        case .offer: Words("发出录用通知", "offer")
        case .acceptOffer: Words("接受录用", "accept the offer")
        case .declineOffer: Words("谢绝录用", "decline the offer")
        case .lapseOffer: Words("录用通知过期", "the offer lapses")
        case .hire: Words("确认入职", "confirm the start")
        case .refuse: Words("不予录用", "not taken")
        case .withdraw: Words("本人撤回", "withdraw")
        }
    }
}

/// Where one talent and one job stand with each other. The diagram in docs/states.md is drawn from `PursuitState.after`.
public enum PursuitState: String, Sendable, Hashable, Codable, CaseIterable {
    /// By the employer; the talent stays unnamed.
    case invited
    /// By a station's broker; the talent stays unnamed.
    case recommended
    /// The talent applied, or took up what was offered to them: both sides are in touch.
    case inTouch = "in_touch"
    case slotsProposed = "slots_proposed"
    case interviewSet = "interview_set"
    case offered
    case accepted
    case hired
    case notTaken = "not_taken"
    case declined
    case withdrawn
    case lapsed

    public static let ended: Set<PursuitState> = [.hired, .notTaken, .declined, .withdrawn, .lapsed]
    /// The employer does not know yet who it is.
    public static let unnamed: Set<PursuitState> = [.invited, .recommended]

    /// - Throws: a conflict that says why the event cannot happen.
    public func after(_ event: PursuitEvent) throws(Refusal) -> PursuitState {
        switch self {
        case .invited, .recommended:
            switch event {
            case .accept: return .inTouch
            case .decline, .withdraw: return .declined
            case .refuse: return .notTaken
            case .proposeSlots, .askOthers, .chooseSlot, .offer, .acceptOffer, .declineOffer, .lapseOffer, .hire: throw Self.awaitsTalent
            }
        case .inTouch:
            switch event {
            case .proposeSlots: return .slotsProposed
            case .offer: return .offered
            case .refuse: return .notTaken
            case .withdraw: return .withdrawn
            case .accept, .decline: throw Self.isInTouch
            case .askOthers, .chooseSlot: throw Self.noSlots
            case .acceptOffer, .declineOffer, .lapseOffer, .hire: throw Self.noOffer
            }
        case .slotsProposed:
            switch event {
            case .proposeSlots: return .slotsProposed
            case .askOthers: return .inTouch
            case .chooseSlot: return .interviewSet
            case .offer: return .offered
            case .refuse: return .notTaken
            case .withdraw: return .withdrawn
            case .accept, .decline: throw Self.isInTouch
            case .acceptOffer, .declineOffer, .lapseOffer, .hire: throw Self.noOffer
            }
        case .interviewSet:
            switch event {
            case .proposeSlots: return .slotsProposed
            case .askOthers: return .inTouch
            case .offer: return .offered
            case .refuse: return .notTaken
            case .withdraw: return .withdrawn
            case .accept, .decline: throw Self.isInTouch
            case .chooseSlot: throw Self.isSet
            case .acceptOffer, .declineOffer, .lapseOffer, .hire: throw Self.noOffer
            }
        case .offered:
            switch event {
            case .acceptOffer: return .accepted
            case .declineOffer: return .declined
            case .lapseOffer: return .lapsed
            case .refuse: return .notTaken
            case .withdraw: return .withdrawn
            case .accept, .decline, .proposeSlots, .askOthers, .chooseSlot, .offer, .hire: throw Self.isOffered
            }
        case .accepted:
            switch event {
            case .hire: return .hired
            case .refuse: return .notTaken
            case .withdraw: return .withdrawn
            case .accept, .decline, .proposeSlots, .askOthers, .chooseSlot, .offer, .acceptOffer, .declineOffer, .lapseOffer: throw Self.isAccepted
            }
        case .hired, .notTaken, .declined, .withdrawn, .lapsed:
            switch event {
            case .accept, .decline, .proposeSlots, .askOthers, .chooseSlot, .offer, .acceptOffer, .declineOffer, .lapseOffer, .hire, .refuse, .withdraw: throw Self.isOver
            }
        }
    }

    /// Every arrow of the machine.
    public static var transitions: [(from: PursuitState, event: PursuitEvent, to: PursuitState)] {
        allCases.flatMap { from in PursuitEvent.allCases.compactMap { event in (try? from.after(event)).map { (from, event, $0) } } }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        StateDiagram.text(of: "a pursuit", starts: ["in_touch: apply", "invited", "recommended"], arrows: transitions.map { ($0.from.rawValue, $0.to.rawValue, $0.event.words.en) }, ends: ended.map(\.rawValue).sorted())
    }

    private static let awaitsTalent = Refusal(.conflict, "awaits_talent", Words("对方还没有接受，请等待答复", "The person has not taken it up yet"))
    private static let isInTouch = Refusal(.conflict, "in_touch", Words("双方已经在联系中", "Both sides are in touch already"))
    private static let noSlots = Refusal(.conflict, "no_slots", Words("用人单位还没有提出面试时间", "The employer has not proposed a time yet"))
    private static let isSet = Refusal(.conflict, "interview_set", Words("面试时间已经选定", "The time of the interview is chosen already"))
    private static let noOffer = Refusal(.conflict, "no_offer", Words("还没有录用通知", "There is no offer yet"))
    private static let isOffered = Refusal(.conflict, "offered", Words("录用通知已发出，等待答复", "An offer was made and awaits its answer"))
    private static let isAccepted = Refusal(.conflict, "offer_accepted", Words("录用已经接受，等待入职", "The offer was accepted; the start is awaited"))
    private static let isOver = Refusal(.conflict, "pursuit_over", Words("这次求职已经结束", "This has ended"), next: Words("岗位仍在招聘的，可以重新投递", "While the job is open, apply anew"))

    public var words: Words {
        switch self {
        case .invited: Words("已邀请", "Invited")
        case .recommended: Words("已推荐", "Recommended")
        case .inTouch: Words("沟通中", "In touch")
        case .slotsProposed: Words("待选面试时间", "Interview times proposed")
        case .interviewSet: Words("已约面试", "Interview set")
        case .offered: Words("待答复录用", "Offer open")
        case .accepted: Words("待入职", "Offer accepted")
        case .hired: Words("已入职", "Hired")
        case .notTaken: Words("未录用", "Not taken")
        case .declined: Words("已谢绝", "Declined")
        case .withdrawn: Words("已撤回", "Withdrawn")
        case .lapsed: Words("录用过期", "Offer lapsed")
        }
    }
}
