/// What ids of placements name: records of 人才资源配置 (一(三)).
public enum Placement {}

/// What kind of placement a record is.
public enum PlacementType: String, Sendable, Hashable, Codable, CaseIterable {
    case employment
    /// 柔性引才
    case flexible
    case internship, project
    case startUp = "start_up"

    /// The kind that a job leads to.
    public init(_ kind: JobKind) {
        switch kind {
        case .fullTime, .partTime: self = .employment
        case .internship: self = .internship
        case .flexible: self = .flexible
        case .project: self = .project
        }
    }

    public var words: Words {
        switch self {
        case .employment: Words("就业", "employment")
        case .flexible: Words("柔性引才", "flexible engagement")
        case .internship: Words("实习见习", "internship")
        case .project: Words("项目合作", "project")
        case .startUp: Words("创业", "start-up")
        }
    }
}

/// What proves a placement.
public enum PlacementEvidence: String, Sendable, Hashable, Codable, CaseIterable {
    case contract, insurance, agreement
    case businessLicence = "business_licence"
    /// The employer's own word: given on the page, or a stamped letter.
    case employerConfirmation = "employer_confirmation"
    /// The person's own word, given on the page.
    case personConfirmation = "person_confirmation"

    public var words: Words {
        switch self {
        case .contract: Words("劳动合同", "labour contract")
        case .insurance: Words("社会保险缴纳证明", "proof of social insurance")
        case .agreement: Words("协议", "agreement")
        case .businessLicence: Words("营业执照", "business licence")
        case .employerConfirmation: Words("用人单位确认", "the employer's confirmation")
        case .personConfirmation: Words("本人确认", "the person's own confirmation")
        }
    }

    /// Whether it comes as a file; what is not is given by the side itself.
    public var isFile: Bool {
        switch self {
        case .contract, .insurance, .agreement, .businessLicence, .employerConfirmation: true
        case .personConfirmation: false
        }
    }
}

/// What happens to the record of a placement.
public enum PlacementEvent: String, Sendable, Hashable, Codable, CaseIterable {
    /// All the evidence that its type needs is there.
    case prove
    /// Its first day has come, and its type counts.
    case count
    /// Two stations claim it, or one of its sides contests it.
    case dispute
    /// The office rules that this record stands.
    case uphold
    /// It was entered by mistake, or the office rules against it.
    case void

    public var words: Words {
        switch self {
        case .prove: Words("证明齐备", "evidence is complete")
        case .count: Words("计入", "counted")
        case .dispute: Words("提出争议", "disputed")
        case .uphold: Words("裁定有效", "upheld")
        case .void: Words("作废", "made void")
        }
    }
}

/// Where the record of a placement stands. The diagram in docs/states.md is drawn from `PlacementState.after`.
public enum PlacementState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Written down; evidence is missing.
    case recorded
    /// Proven; it begins later, or its type does not count.
    case evidenced
    /// Counted towards 一(三), once.
    case counted
    /// A case decides about it; it does not count meanwhile.
    case disputed
    case void

    /// Those that hold their occurrence: no other record of it counts beside them.
    public static let live: Set<PlacementState> = [.recorded, .evidenced, .counted]

    /// - Throws: a conflict that says why the event cannot happen.
    public func after(_ event: PlacementEvent) throws(Refusal) -> PlacementState {
        switch (self, event) {
        case (.recorded, .prove): return .evidenced
        case (.evidenced, .count): return .counted
        case (.recorded, .dispute), (.evidenced, .dispute), (.counted, .dispute): return .disputed
        case (.disputed, .uphold): return .recorded
        case (.recorded, .void), (.evidenced, .void), (.counted, .void), (.disputed, .void): return .void
        case (.disputed, .prove), (.disputed, .count), (.disputed, .dispute):
            throw Refusal(.conflict, "placement_disputed", Words("这条记录有争议，正由部门裁定", "This record is disputed, and an office decides about it"))
        case (.recorded, .count): throw Refusal(.conflict, "not_proven", Words("证明材料尚未齐备", "Evidence is still missing"))
        case (.evidenced, .prove), (.counted, .prove), (.counted, .count): throw Refusal(.conflict, "proven_already", Words("证明已经齐备", "It is proven already"))
        case (.recorded, .uphold), (.evidenced, .uphold), (.counted, .uphold): throw Refusal(.conflict, "not_disputed", Words("这条记录没有争议", "This record is not disputed"))
        case (.void, .prove), (.void, .count), (.void, .dispute), (.void, .uphold), (.void, .void):
            throw Refusal(.conflict, "placement_void", Words("这条记录已经作废", "This record is void"))
        }
    }

    /// Every arrow of the machine.
    public static var transitions: [(from: PlacementState, event: PlacementEvent, to: PlacementState)] {
        allCases.flatMap { from in PlacementEvent.allCases.compactMap { event in (try? from.after(event)).map { (from, event, $0) } } }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        StateDiagram.text(of: "a placement", starts: ["recorded", "disputed: claimed by a second station"], arrows: transitions.map { ($0.from.rawValue, $0.to.rawValue, $0.event.words.en) }, ends: ["void"])
    }

    public var words: Words {
        switch self {
        case .recorded: Words("待补证明", "Evidence missing")
        case .evidenced: Words("证明齐备", "Proven")
        case .counted: Words("已计入", "Counted")
        case .disputed: Words("有争议", "Disputed")
        case .void: Words("已作废", "Void")
        }
    }
}

/// Counts of few people say who they are: they are not shown.
public enum SmallCells {
    /// Counts below it are hidden.
    public static let least = 5

    /// Which counts of one row or column may be shown beside their total. Where just one would be hidden, the total would give it away: the next
    /// smallest is hidden with it.
    public static func shown(_ counts: [Int]) -> [Int?] {
        var hidden = Set(counts.indices.filter { counts[$0] > 0 && counts[$0] < least })
        if hidden.count == 1, let next = counts.indices.filter({ !hidden.contains($0) && counts[$0] > 0 }).min(by: { counts[$0] < counts[$1] }) { hidden.insert(next) }
        return counts.indices.map { hidden.contains($0) ? nil : counts[$0] }
    }
}
