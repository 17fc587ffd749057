/// What ids of requests name: somebody looks for something 我要找.
public enum Request {}

/// What a request is about.
public enum RequestTopic: Sendable, Hashable, Codable, RawRepresentable {
    case find(Find)
    /// Start-up help 创业赋能.
    case startUp
    /// One of the programme's services, or anything else that somebody needs help with.
    case help

    public init?(rawValue: String) {
        if let find = Find(rawValue: rawValue) {
            self = .find(find)
        } else if rawValue == "start_up" {
            self = .startUp
        } else if rawValue == "help" {
            self = .help
        } else {
            return nil
        }
    }

    public var rawValue: String {
        switch self {
        case .find(let find): find.rawValue
        case .startUp: "start_up"
        case .help: "help"
        }
    }

    public static let all: [RequestTopic] = Find.allCases.map(RequestTopic.find) + [.startUp, .help]

    public var words: Words {
        switch self {
        case .find(let find): find.words
        case .startUp: Words("创业赋能", "Start-up help")
        case .help: Words("其他帮助", "Other help")
        }
    }

    /// Whether a project's profile may go with it, for which funds are ranked.
    public var takesProject: Bool {
        switch self {
        case .find(.projects), .find(.funds), .startUp: true
        case .find(.policies), .find(.platforms), .find(.talents), .find(.jobs), .help: false
        }
    }
}

/// Who writes in a request.
public enum RequestSide: String, Sendable, Hashable, Codable, CaseIterable {
    case asker
    /// The people of the station or office that has it.
    case owner
    /// What falls due by itself.
    case system

    public var words: Words {
        switch self {
        case .asker: Words("提出方", "who asks")
        case .owner: Words("承办方", "who has it")
        case .system: Words("系统", "system")
        }
    }
}

/// What happens to a request.
public enum RequestEvent: String, Sendable, Hashable, Codable, CaseIterable {
    /// The owner writes for the first time.
    case answer
    /// The owner gives it to another, with a reason; its clock goes on.
    case handOn = "hand_on"
    /// The owner says what came of it.
    case close
    /// The asker says that it is not done.
    case reopen
    /// The asker does not need it any more.
    case withdraw

    public var words: Words {
        switch self {
        case .answer: Words("首次答复", "first answer")
        case .handOn: Words("转办", "hand on")
        case .close: Words("办结", "close")
        case .reopen: Words("重新打开", "reopen")
        case .withdraw: Words("撤回", "withdraw")
        }
    }
}

/// Where a request stands. The diagram in docs/states.md is drawn from `RequestState.after`.
public enum RequestState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Nobody has answered yet.
    case open
    /// The owner works on it.
    case answered
    case closed
    case withdrawn

    /// Somebody still has to do something.
    public static let live: Set<RequestState> = [.open, .answered]

    /// - Throws: a conflict that says why the event cannot happen.
    public func after(_ event: RequestEvent) throws(Refusal) -> RequestState {
        switch (self, event) {
        case (.open, .answer): return .answered
        case (.open, .handOn): return .open
        case (.answered, .handOn): return .answered
        case (.open, .close), (.answered, .close): return .closed
        case (.open, .withdraw), (.answered, .withdraw): return .withdrawn
        case (.closed, .reopen): return .open
        case (.answered, .answer): throw Self.isAnswered
        case (.open, .reopen), (.answered, .reopen): throw Self.goesOn
        case (.closed, .answer), (.closed, .handOn), (.closed, .close), (.closed, .withdraw): throw Self.isClosed
        case (.withdrawn, .answer), (.withdrawn, .handOn), (.withdrawn, .close), (.withdrawn, .reopen), (.withdrawn, .withdraw): throw Self.isWithdrawn
        }
    }

    /// Every arrow of the machine.
    public static var transitions: [(from: RequestState, event: RequestEvent, to: RequestState)] {
        allCases.flatMap { from in RequestEvent.allCases.compactMap { event in (try? from.after(event)).map { (from, event, $0) } } }
    }

    /// The arrows as a diagram (Mermaid), for docs/states.md.
    public static var diagram: String {
        StateDiagram.text(of: "a request", starts: ["open"], arrows: transitions.map { ($0.from.rawValue, $0.to.rawValue, $0.event.words.en) }, ends: ["closed", "withdrawn"])
    }

    private static let isAnswered = Refusal(.conflict, "request_answered", Words("已经答复过", "It was answered already"))
    private static let goesOn = Refusal(.conflict, "request_goes_on", Words("诉求正在办理中", "It is being dealt with"))
    private static let isClosed = Refusal(.conflict, "request_closed", Words("诉求已经办结", "It is closed"), next: Words("没有解决的，提出方可以重新打开", "Whoever asked may reopen it if it is not done"))
    private static let isWithdrawn = Refusal(.conflict, "request_withdrawn", Words("诉求已经撤回", "It was withdrawn"), next: Words("需要时可以重新提出", "Make a new one when you need it"))

    public var words: Words {
        switch self {
        case .open: Words("待答复", "To be answered")
        case .answered: Words("办理中", "In hand")
        case .closed: Words("已办结", "Closed")
        case .withdrawn: Words("已撤回", "Withdrawn")
        }
    }
}

/// What came of a request.
public enum RequestOutcome: String, Sendable, Hashable, Codable, CaseIterable {
    case solved, partly
    case notSolved = "not_solved"

    public var words: Words {
        switch self {
        case .solved: Words("已解决", "Solved")
        case .partly: Words("部分解决", "Partly solved")
        case .notSolved: Words("未解决", "Not solved")
        }
    }
}

/// What an outcome can point to.
public enum RequestLink: String, Sendable, Hashable, Codable, CaseIterable {
    case policy, job, entry, event

    public var words: Words {
        switch self {
        case .policy: Words("政策", "Policy")
        case .job: Words("岗位", "Job")
        case .entry: Words("平台、项目、资金", "Platform, project or fund")
        case .event: Words("活动", "Event")
        }
    }
}
