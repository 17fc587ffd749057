/// Where an expert's task stands: one expert scores one station in one evaluation period (二(二)3). The diagram in docs/states.md is drawn from `ExpertTaskState.after`.
public enum ExpertTaskState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Drawn; the expert has not said yet whether there is a conflict.
    case assigned
    /// The expert said that there is none.
    case declared
    /// Scores have been begun; nobody but the expert sees them.
    case drafted
    /// The scores are sealed and do not change any more; a conflict that shows before the reveal takes them out.
    case handedIn = "handed_in"
    /// Revealed together with all others of the period.
    case revealed
    /// There is a conflict, found or declared: this expert does not score this station.
    case recused
    /// The secretariat let the expert off, with a reason.
    case released

    public enum Step: String, Sendable, Hashable, Codable, CaseIterable {
        case declare, save
        case handIn = "hand_in"
        case reveal, recuse, release
    }

    /// - Returns: nil where the step cannot happen.
    public func after(_ step: Step) -> ExpertTaskState? {
        switch (self, step) {
        case (.assigned, .declare): .declared
        case (.declared, .save), (.drafted, .save): .drafted
        case (.declared, .handIn), (.drafted, .handIn): .handedIn
        case (.handedIn, .reveal): .revealed
        case (.assigned, .recuse), (.declared, .recuse), (.drafted, .recuse), (.handedIn, .recuse): .recused
        case (.assigned, .release), (.declared, .release), (.drafted, .release): .released
        case (.assigned, .save), (.assigned, .handIn), (.assigned, .reveal), (.declared, .declare), (.declared, .reveal), (.drafted, .declare), (.drafted, .reveal),
            (.handedIn, .declare), (.handedIn, .save), (.handedIn, .handIn), (.handedIn, .release),
            (.revealed, .declare), (.revealed, .save), (.revealed, .handIn), (.revealed, .reveal), (.revealed, .recuse), (.revealed, .release),
            (.recused, .declare), (.recused, .save), (.recused, .handIn), (.recused, .reveal), (.recused, .recuse), (.recused, .release),
            (.released, .declare), (.released, .save), (.released, .handIn), (.released, .reveal), (.released, .recuse), (.released, .release):
            nil
        }
    }

    /// The expert still has it: anything but recused and released.
    public static let held: [ExpertTaskState] = [.assigned, .declared, .drafted, .handedIn, .revealed]
    /// Held, and not handed in yet.
    public static let open: [ExpertTaskState] = [.assigned, .declared, .drafted]

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        let arrows = allCases.flatMap { from in Step.allCases.compactMap { step in from.after(step).map { (from.rawValue, $0.rawValue, step.rawValue) } } }
        return StateDiagram.text(of: "an expert's task", starts: ["assigned"], arrows: arrows, ends: ["revealed", "recused", "released"])
    }

    public var words: Words {
        switch self {
        case .assigned: Words("待声明", "To be declared")
        case .declared: Words("待评分", "To be scored")
        case .drafted: Words("评分中", "Being scored")
        case .handedIn: Words("已提交", "Handed in")
        case .revealed: Words("已揭晓", "Revealed")
        case .recused: Words("已回避", "Recused")
        case .released: Words("已免除", "Released")
        }
    }
}

/// Where the expert group of a period stands. Scores can be read from `revealed` on; they do not change any more from `settled` on.
public enum ExpertPanelState: String, Sendable, Hashable, Codable, CaseIterable {
    case assigned, revealed, settled

    public var words: Words {
        switch self {
        case .assigned: Words("盲评中", "Being scored blind")
        case .revealed: Words("已揭晓，合议中", "Revealed, under discussion")
        case .settled: Words("已定分", "Settled")
        }
    }
}

/// Why an expert must not score a station.
public enum ExpertConflict: String, Sendable, Hashable, Codable, CaseIterable {
    /// The expert works for the station's host, or was placed there.
    case employer
    /// The expert's account acts for the host.
    case member
    /// The expert was placed through the station.
    case hired
    /// The expert applied for something together with the host.
    case coApplicant = "co_applicant"
    /// The expert advised the station or its host.
    case consultant
    case relative
    /// The expert declared a conflict with the station in an earlier period.
    case declaredBefore = "declared_before"
    case other

    /// What an expert can declare; the rest the records say.
    public static let declarable: [ExpertConflict] = [.employer, .coApplicant, .consultant, .relative, .other]

    public var words: Words {
        switch self {
        case .employer: Words("在建站单位任职（含曾任职）", "Works or worked for the station's host")
        case .member: Words("代表建站单位办事", "Acts for the station's host")
        case .hired: Words("经该驿站就业", "Was placed through the station")
        case .coApplicant: Words("与建站单位共同申报过项目", "Applied together with the host before")
        case .consultant: Words("担任过该站或建站单位顾问", "Advised the station or its host")
        case .relative: Words("与该站人员有亲属关系", "Is related to people of the station")
        case .declaredBefore: Words("以往评估中已声明利害关系", "Declared in an earlier evaluation")
        case .other: Words("其他可能影响公正的关系", "Another tie that may sway the score")
        }
    }

    public enum Source: String, Sendable, Hashable, Codable, CaseIterable { case found, declared }
}
