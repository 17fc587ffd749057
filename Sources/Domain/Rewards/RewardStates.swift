/// Where an introduction 引荐备案 stands. The diagram in docs/states.md is drawn from `IntroductionState.after`.
public enum IntroductionState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Written down by the station; one side or both have not confirmed.
    case registered
    /// Employer and talent have both confirmed.
    case confirmed
    /// One side says that it is not so.
    case declined
    /// The station took it back.
    case withdrawn

    public enum Step: String, Sendable, Hashable, Codable, CaseIterable { case confirm, decline, withdraw }

    /// Those beside which no other introduction of the same talent to the same employer may stand.
    public static let live: Set<IntroductionState> = [.registered, .confirmed]

    /// - Returns: nil where the step cannot happen. `confirm` is the second of the two confirmations.
    public func after(_ step: Step) -> IntroductionState? {
        switch (self, step) {
        case (.registered, .confirm): .confirmed
        case (.registered, .decline): .declined
        case (.registered, .withdraw): .withdrawn
        case (.confirmed, .confirm), (.confirmed, .decline), (.confirmed, .withdraw), (.declined, .confirm), (.declined, .decline), (.declined, .withdraw),
            (.withdrawn, .confirm), (.withdrawn, .decline), (.withdrawn, .withdraw):
            nil
        }
    }

    public static var transitions: [(from: IntroductionState, step: Step, to: IntroductionState)] {
        allCases.flatMap { from in Step.allCases.compactMap { step in from.after(step).map { (from, step, $0) } } }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        StateDiagram.text(of: "an introduction", starts: ["registered"], arrows: transitions.map { ($0.from.rawValue, $0.to.rawValue, $0.step.rawValue) }, ends: ["confirmed", "declined", "withdrawn"])
    }

    public var words: Words {
        switch self {
        case .registered: Words("待双方确认", "To be confirmed")
        case .confirmed: Words("双方已确认", "Confirmed")
        case .declined: Words("不予确认", "Declined")
        case .withdrawn: Words("已撤回", "Taken back")
        }
    }
}

/// Where a claim stands. The diagram in docs/states.md is drawn from `ClaimState.after`.
public enum ClaimState: String, Sendable, Hashable, Codable, CaseIterable {
    /// The offices have it.
    case handedIn = "handed_in"
    /// It came back for correction.
    case returned
    /// Granted; the money is owed, in parts as the rules say.
    case approved
    /// Every part is paid, or will not be.
    case paid
    case refused, withdrawn
    /// What was granted was taken back, whole or in part.
    case clawedBack = "clawed_back"

    public enum Step: String, Sendable, Hashable, Codable, CaseIterable {
        case `return`
        case handIn = "hand_in"
        case approve, refuse, withdraw, pay
        case clawBack = "claw_back"
    }

    /// Those beside which nobody may claim the same hire.
    public static let live: Set<ClaimState> = [.handedIn, .returned, .approved, .paid, .clawedBack]

    /// - Returns: nil where the step cannot happen.
    public func after(_ step: Step) -> ClaimState? {
        switch (self, step) {
        case (.handedIn, .return): .returned
        case (.handedIn, .approve): .approved
        case (.handedIn, .refuse): .refused
        case (.handedIn, .withdraw), (.returned, .withdraw): .withdrawn
        case (.returned, .handIn): .handedIn
        case (.approved, .pay): .paid
        case (.approved, .clawBack), (.paid, .clawBack): .clawedBack
        case (.handedIn, .handIn), (.handedIn, .pay), (.handedIn, .clawBack), (.returned, .return), (.returned, .approve), (.returned, .refuse), (.returned, .pay), (.returned, .clawBack),
            (.approved, .return), (.approved, .handIn), (.approved, .approve), (.approved, .refuse), (.approved, .withdraw),
            (.paid, .return), (.paid, .handIn), (.paid, .approve), (.paid, .refuse), (.paid, .withdraw), (.paid, .pay),
            (.refused, .return), (.refused, .handIn), (.refused, .approve), (.refused, .refuse), (.refused, .withdraw), (.refused, .pay), (.refused, .clawBack),
            (.withdrawn, .return), (.withdrawn, .handIn), (.withdrawn, .approve), (.withdrawn, .refuse), (.withdrawn, .withdraw), (.withdrawn, .pay), (.withdrawn, .clawBack),
            (.clawedBack, .return), (.clawedBack, .handIn), (.clawedBack, .approve), (.clawedBack, .refuse), (.clawedBack, .withdraw), (.clawedBack, .pay), (.clawedBack, .clawBack):
            nil
        }
    }

    public static var transitions: [(from: ClaimState, step: Step, to: ClaimState)] {
        allCases.flatMap { from in Step.allCases.compactMap { step in from.after(step).map { (from, step, $0) } } }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        StateDiagram.text(of: "a claim", starts: ["handed_in"], arrows: transitions.map { ($0.from.rawValue, $0.to.rawValue, $0.step.rawValue) }, ends: ["paid", "refused", "withdrawn", "clawed_back"])
    }

    public var words: Words {
        switch self {
        case .handedIn: Words("审核中", "In review")
        case .returned: Words("待补正", "To be corrected")
        case .approved: Words("已核定，待拨付", "Granted, to be paid")
        case .paid: Words("已拨付", "Paid")
        case .refused: Words("未通过", "Refused")
        case .withdrawn: Words("已撤回", "Taken back")
        case .clawedBack: Words("已追回", "Clawed back")
        }
    }
}

/// Where one part of a claim's payment stands.
public enum ClaimPartState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Its day has not come, or the answers about the person are awaited.
    case waiting
    /// An order for it stands.
    case ordered
    case paid
    /// The bank did not take it; the paying office tries again.
    case failed
    /// It is not paid any more, or it was demanded back.
    case lapsed

    public var words: Words {
        switch self {
        case .waiting: Words("待核验留任", "Waits for the checkpoint")
        case .ordered: Words("待拨付", "To be paid")
        case .paid: Words("已拨付", "Paid")
        case .failed: Words("拨付未成功", "The payment failed")
        case .lapsed: Words("不再拨付", "Not paid any more")
        }
    }
}

/// What about a claim may look like fraud: each is a fact with its numbers, which people judge. None refuses anything by itself.
public enum ClaimDoubt: String, Sendable, Hashable, Codable, CaseIterable {
    /// Several claims of this year name one employer.
    case manyAtOneEmployer = "many_at_one_employer"
    /// The placement ended within a month.
    case endedSoon = "ended_soon"
    /// The talent's number stands behind another claim, or belongs to somebody of the station's host.
    case samePhone = "same_phone"
    /// Another station's claim names the same bank account.
    case sameBank = "same_bank"
    /// The introduction was written down on the day of the contract.
    case lateIntroduction = "late_introduction"
    /// Social insurance was paid for at most one month.
    case shortInsurance = "short_insurance"
    /// Somebody acts for both the station's host and the employer.
    case samePeople = "same_people"

    public var words: Words {
        switch self {
        case .manyAtOneEmployer: Words("同一用人单位多次申领", "Many claims at one employer")
        case .endedSoon: Words("一个月内离职", "Left within a month")
        case .samePhone: Words("电话号码重复", "The same telephone number")
        case .sameBank: Words("收款账户重复", "The same bank account")
        case .lateIntroduction: Words("签约当日才备案", "Introduced on the day of the contract")
        case .shortInsurance: Words("社会保险仅缴一个月", "Insured for one month only")
        case .samePeople: Words("驿站与用人单位有相同人员", "The same people at station and employer")
        }
    }
}
