/// What ids of stories name: a case 典型案例, a policy explained, a visit to a station 走进驿站 (三(三)).
public enum Story {}

public enum StoryKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// 典型案例
    case typicalCase = "case"
    /// 政策解读
    case policy
    /// 走进驿站
    case visit
    /// 先进站点
    case advanced
}

extension StoryKind {
    public var words: Words {
        switch self {
        case .typicalCase: Words("典型案例", "Case")
        case .policy: Words("政策解读", "Policy explained")
        case .visit: Words("走进驿站", "Visit to a station")
        case .advanced: Words("先进站点", "Advanced station")
        }
    }

    /// Whether it is about one station and cannot be written without naming it.
    public var isAboutStation: Bool {
        switch self {
        case .visit, .advanced: true
        case .typicalCase, .policy: false
        }
    }
}

/// What a story may hold, in characters.
public enum StoryRules {
    public static let title = 4...80
    public static let summary = 10...200
    public static let body = 30...20_000
    /// A picture's words for those who do not see it.
    public static let pictureWords = 2...120
    public static let pictures = 6
    /// The longest side of a picture, in pixels: on its own page, and in lists.
    public static let large = 1600
    public static let small = 480
}
