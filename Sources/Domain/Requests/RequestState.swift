/// What ids of requests name: somebody looks for something 我要找.
public enum Request {}

/// What a request is about.
public enum RequestTopic: Sendable, Hashable, Codable {
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
}
