/// What ids of runs name that offer policies without an application.
public enum OfferRun {}
/// What ids of messages of a mandate name.
public enum MandateMessage {}

/// How somebody came to a policy.
public enum MandateWay: String, Sendable, Hashable, Codable, CaseIterable {
    /// The talent lets a station do the papers 政策代办.
    case agency
    /// The programme found them entitled and offered it 免申即享.
    case offer

    public var words: Words {
        switch self {
        case .agency: Words("政策代办", "Done by a station")
        case .offer: Words("免申即享", "Offered without applying")
        }
    }
}

/// Who acts on a mandate.
public enum MandateSide: String, Sendable, Hashable, Codable, CaseIterable {
    case talent, station, office
    /// What falls due by itself.
    case system

    public var words: Words {
        switch self {
        case .talent: Words("本人", "talent")
        case .station: Words("驿站", "station")
        case .office: Words("部门", "office")
        case .system: Words("系统", "system")
        }
    }
}

/// What happens to a mandate.
public enum MandateEvent: String, Sendable, Hashable, Codable, CaseIterable {
    /// The talent agrees to the text that they were shown.
    case sign
    /// Somebody of the station takes it on.
    case take
    /// The papers go to the office.
    case handIn = "hand_in"
    /// The talent takes up an offer; it goes to the office as it is.
    case confirm
    /// The talent does not want an offer.
    case decline
    /// The office wants something corrected.
    case sendBack = "send_back"
    /// The office grants money.
    case grant
    /// The office grants what is no money.
    case grantService = "grant_service"
    case refuse
    case pay
    /// Money that was paid came back.
    case bounce
    /// The talent ends it.
    case revoke
    /// Its last day is over.
    case lapse

    public var words: Words {
        switch self {
        case .sign: Words("签署委托", "sign")
        case .take: Words("驿站接办", "take on")
        case .handIn: Words("递交部门", "hand in")
        case .confirm: Words("本人确认", "confirm")
        case .decline: Words("本人谢绝", "decline")
        case .sendBack: Words("退回补正", "return for correction")
        case .grant: Words("审核通过", "grant")
        case .grantService: Words("审核通过并办结", "grant and complete")
        case .refuse: Words("审核不通过", "refuse")
        case .pay: Words("已拨付", "pay")
        case .bounce: Words("款项退回", "the money comes back")
        case .revoke: Words("撤销委托", "revoke")
        case .lapse: Words("到期失效", "lapse")
        }
    }
}

/// Where a mandate stands, or a policy that was offered without an application. The diagram in docs/states.md is drawn from `MandateState.after`.
public enum MandateState: String, Sendable, Hashable, Codable, CaseIterable {
    /// The programme offers it; nobody has answered.
    case offered
    /// The text is written and waits for the signature.
    case asked
    /// Signed; nobody of the station has it yet.
    case signed
    /// An agent works through the papers.
    case working
    /// With the offices.
    case handedIn = "handed_in"
    /// Granted; the money is not paid yet.
    case granted
    case refused
    case paid
    /// Granted, with nothing to be paid.
    case done
    case declined
    case revoked
    case lapsed

    public static let ended: Set<MandateState> = [.refused, .paid, .done, .declined, .revoked, .lapsed]
    /// The talent has, or is about to have, what the policy gives.
    public static let holding: Set<MandateState> = [.handedIn, .granted, .paid, .done]
    /// A station may have it in hand.
    public static let atStation: Set<MandateState> = [.signed, .working]
    /// The talent's word alone ends it.
    public static let revocable: Set<MandateState> = [.asked, .signed, .working, .handedIn]

    /// The state after an event.
    /// - Throws: a conflict that says what the mandate is now.
    public func after(_ event: MandateEvent) throws(Refusal) -> MandateState {
        switch (self, event) {
        case (.offered, .confirm): .handedIn
        case (.offered, .decline): .declined
        case (.offered, .lapse), (.asked, .lapse), (.signed, .lapse), (.working, .lapse), (.handedIn, .lapse): .lapsed
        case (.asked, .sign): .signed
        case (.signed, .take), (.working, .take): .working
        case (.working, .handIn): .handedIn
        case (.handedIn, .sendBack): .working
        case (.handedIn, .grant): .granted
        case (.handedIn, .grantService): .done
        case (.handedIn, .refuse): .refused
        case (.granted, .pay): .paid
        case (.paid, .bounce): .granted
        case (.asked, .revoke), (.signed, .revoke), (.working, .revoke), (.handedIn, .revoke): .revoked
        case (.offered, .sign), (.offered, .take), (.offered, .handIn), (.offered, .sendBack), (.offered, .grant), (.offered, .grantService), (.offered, .refuse),
             (.offered, .pay), (.offered, .bounce), (.offered, .revoke): throw Self.isOffered
        case (.asked, .take), (.asked, .handIn), (.asked, .confirm), (.asked, .decline), (.asked, .sendBack), (.asked, .grant), (.asked, .grantService), (.asked, .refuse),
             (.asked, .pay), (.asked, .bounce): throw Self.notSigned
        case (.signed, .sign), (.working, .sign), (.handedIn, .sign), (.granted, .sign): throw Self.isSigned
        case (.signed, .handIn), (.signed, .confirm), (.signed, .decline), (.signed, .sendBack), (.signed, .grant), (.signed, .grantService), (.signed, .refuse),
             (.signed, .pay), (.signed, .bounce): throw Self.notTaken
        case (.working, .confirm), (.working, .decline), (.working, .sendBack), (.working, .grant), (.working, .grantService), (.working, .refuse), (.working, .pay),
             (.working, .bounce): throw Self.notHandedIn
        case (.handedIn, .take), (.handedIn, .handIn), (.handedIn, .confirm), (.handedIn, .decline), (.handedIn, .pay), (.handedIn, .bounce): throw Self.isWithOffice
        case (.granted, .take), (.granted, .handIn), (.granted, .confirm), (.granted, .decline), (.granted, .sendBack), (.granted, .grant), (.granted, .grantService),
             (.granted, .refuse), (.granted, .bounce), (.granted, .revoke), (.granted, .lapse): throw Self.isGranted
        case (.paid, .sign), (.paid, .take), (.paid, .handIn), (.paid, .confirm), (.paid, .decline), (.paid, .sendBack), (.paid, .grant), (.paid, .grantService),
             (.paid, .refuse), (.paid, .pay), (.paid, .revoke), (.paid, .lapse): throw Self.isPaid
        case (.refused, _), (.done, _), (.declined, _), (.revoked, _), (.lapsed, _): throw Self.isOver
        }
    }

    /// Every arrow of the machine.
    public static var transitions: [(from: MandateState, event: MandateEvent, to: MandateState)] {
        allCases.flatMap { from in MandateEvent.allCases.compactMap { event in (try? from.after(event)).map { (from, event, $0) } } }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        StateDiagram.text(
            of: "a mandate", starts: ["offered", "asked"], arrows: transitions.map { ($0.from.rawValue, $0.to.rawValue, $0.event.words.en) }, ends: ended.map(\.rawValue).sorted())
    }

    public var words: Words {
        switch self {
        case .offered: Words("待本人确认", "Waits for your word")
        case .asked: Words("待签署", "To be signed")
        case .signed: Words("待驿站接办", "Waits for an agent")
        case .working: Words("代办中", "In work")
        case .handedIn: Words("部门审核中", "With the office")
        case .granted: Words("待拨付", "To be paid")
        case .refused: Words("审核未通过", "Refused")
        case .paid: Words("已拨付", "Paid")
        case .done: Words("已办结", "Done")
        case .declined: Words("已谢绝", "Declined")
        case .revoked: Words("已撤销", "Revoked")
        case .lapsed: Words("已到期", "Lapsed")
        }
    }

    private static let isOffered = Refusal(.conflict, "mandate_offered", Words("这是免申即享的提示，尚待本人确认", "It was offered and waits for an answer"), next: Words("请确认领取或谢绝", "Confirm it or decline"))
    private static let notSigned = Refusal(.conflict, "mandate_unsigned", Words("委托书尚未签署", "The mandate is not signed yet"))
    private static let isSigned = Refusal(.conflict, "mandate_signed", Words("委托书已经签署", "The mandate is signed already"))
    private static let notTaken = Refusal(.conflict, "mandate_not_taken", Words("驿站尚未接办", "Nobody of the station has taken it on yet"))
    private static let notHandedIn = Refusal(.conflict, "mandate_in_work", Words("材料还在准备，尚未递交部门", "The papers are being prepared and are not with the office"))
    private static let isWithOffice = Refusal(.conflict, "mandate_handed_in", Words("已递交部门审核", "It is with the office"), next: Words("需要补正时部门会退回", "The office returns it if something is missing"))
    private static let isGranted = Refusal(.conflict, "mandate_granted", Words("已审核通过，等待拨付", "It was granted and waits to be paid"))
    private static let isPaid = Refusal(.conflict, "mandate_paid", Words("款项已经拨付", "It was paid already"))
    private static let isOver = Refusal(.conflict, "mandate_over", Words("这件代办已经结束", "This has ended"), next: Words("需要时可以重新委托", "A new mandate can be signed"))
}

/// What became of one paper that a policy asks for.
public enum MaterialState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Nothing yet.
    case open
    /// The agent asked the talent for it.
    case asked
    /// From the talent's wallet.
    case proof
    /// Uploaded for this mandate.
    case file
    /// Not needed, with the reason.
    case unneeded

    public var isSettled: Bool { self == .proof || self == .file || self == .unneeded }

    public var words: Words {
        switch self {
        case .open: Words("待准备", "To do")
        case .asked: Words("待本人补充", "Asked for")
        case .proof: Words("取自证明夹", "From the wallet")
        case .file: Words("已上传", "Uploaded")
        case .unneeded: Words("无需提供", "Not needed")
        }
    }
}

/// What became of money that was granted.
public enum PaymentState: String, Sendable, Hashable, Codable, CaseIterable {
    case payable, paid
    /// The bank did not take it.
    case failed
    /// It came back after it was paid.
    case returned

    public var words: Words {
        switch self {
        case .payable: Words("待拨付", "To be paid")
        case .paid: Words("已拨付", "Paid")
        case .failed: Words("拨付失败", "Failed")
        case .returned: Words("款项退回", "Came back")
        }
    }
}

/// The text that a talent signs. Whoever changes a word gives it a new version.
public enum MandateText {
    public static let version = "mandate-2"

    /// - Parameter kinds: the kinds of proofs that may be used; none if empty.
    public static func text(policy: Words, version: Int, number: String, station: String, kinds: [Words], until: Day) -> Words {
        let (year, month, day) = until.parts
        let papers = kinds.isEmpty ? Words("不使用证明夹中的材料", "none") : Words(kinds.map(\.zh).joined(separator: "、"), kinds.map(\.en).joined(separator: ", "))
        return Words(
            """
            本人委托\(station)代为办理“\(policy.zh)”（\(number)，第 \(version) 版）的申请。委托事项：准备和核对材料、向主管部门递交、接收补正通知并补正；\
            向主管部门提供本人资料中与申请条件有关的内容。驿站经办人在委托期内为此可以查看的证明夹材料：\(papers.zh)；每次查看都有记录。\
            委托期自签署之日起至\(year)年\(month)月\(day)日止。本人可随时撤销，撤销后驿站立即不能再查看上述材料。办理免费，款项由部门直接付给本人。
            """,
            """
            I let \(station) apply for “\(policy.en)” (\(number), version \(version)) in my name: prepare and check the papers, hand them in at the office, receive what is returned and correct it, and tell the office what my profile says about the conditions. \
            For this its agent may look at these documents of my wallet until the mandate ends, each look being recorded: \(papers.en). \
            The mandate runs from today to \(until). I may revoke it at any time; the agent cannot look from that moment on. It is free of charge, and the office pays me directly.
            """)
    }
}
