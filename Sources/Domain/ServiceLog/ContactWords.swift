/// How somebody and a station came together.
public enum ContactChannel: String, Sendable, Hashable, Codable, CaseIterable {
    /// 来站
    case cameIn = "came_in"
    case telephone
    case wechat
    case event
    case mail
    /// The person registered themselves by the code on the station's poster 入站登记.
    case own = "self"

    /// What staff choose from.
    public static let recorded: [ContactChannel] = [.cameIn, .telephone, .wechat, .event, .mail]

    public var words: Words {
        switch self {
        case .cameIn: Words("来站", "Came in")
        case .telephone: Words("电话", "Telephone")
        case .wechat: Words("微信", "WeChat")
        case .event: Words("活动", "Event")
        case .mail: Words("邮件", "Mail")
        case .own: Words("扫码登记", "By the poster")
        }
    }
}

/// What became of a contact at once.
public enum ContactResult: String, Sendable, Hashable, Codable, CaseIterable {
    case helped
    /// A request was opened of it.
    case handedOn = "handed_on"
    case noted

    public var words: Words {
        switch self {
        case .helped: Words("当场办结", "Helped at once")
        case .handedOn: Words("转办", "Handed on")
        case .noted: Words("已记录", "Noted")
        }
    }
}

/// What a contact is about: one of the programme's services, or one of the six finds.
public enum ContactSubject: Sendable, Hashable {
    /// By its id in the programme.
    case service(String)
    case find(Find)

    /// - Parameter rawValue: `service.lodging` or `find.jobs`.
    public init?(rawValue: String) {
        let parts = rawValue.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "service":
            guard !parts[1].isEmpty, parts[1].utf8.count <= 60, parts[1].utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }) else { return nil }
            self = .service(parts[1])
        case "find":
            guard let find = Find(rawValue: parts[1]) else { return nil }
            self = .find(find)
        default: return nil
        }
    }

    public var rawValue: String {
        switch self {
        case .service(let id): "service.\(id)"
        case .find(let find): "find.\(find.rawValue)"
        }
    }

    /// What a request is about that is opened of such a contact.
    public var topic: RequestTopic {
        switch self {
        case .find(let find): .find(find)
        case .service("start_up_help"): .startUp
        case .service: .help
        }
    }

    /// As the programme calls it.
    public func words(in programme: Programme) -> Words {
        switch self {
        case .find(let find): find.words
        case .service(let id): programme.services.first { $0.id == id }?.name ?? Words(id, id)
        }
    }

    /// What a station may write down under a programme, in order: its services, then the six finds.
    public static func choices(in programme: Programme) -> [ContactSubject] {
        (programme.serviceLog?.services ?? []).map { .service($0) } + Find.allCases.map { .find($0) }
    }
}
