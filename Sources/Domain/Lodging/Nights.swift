/// The nights of a stay: from the first night to the day of leaving, which is not slept any more.
public struct Nights: Sendable, Hashable {
    public let first: Day
    public let end: Day

    /// - Returns: nil without a night, and for more nights than anybody books at once.
    public init?(_ first: Day, _ end: Day) {
        guard end > first, end.number - first.number <= Self.most else { return nil }
        self.first = first
        self.end = end
    }

    public static let most = 366

    public var count: Int { end.number - first.number }
    public var days: [Day] { (0..<count).map { first.adding($0) } }

    public func contains(_ night: Day) -> Bool { night >= first && night < end }
    public func overlaps(_ other: Nights) -> Bool { first < other.end && other.first < end }
}

/// Whose bed or room it is.
public enum BedGender: String, Sendable, Hashable, Codable, CaseIterable {
    /// A room of one's own, for anybody.
    case any
    case male
    case female

    /// - Parameter sex: nil where no document says it: then only a room of one's own.
    public func admits(_ sex: Sex?) -> Bool {
        switch (self, sex) {
        case (.any, _), (.male, .male), (.female, .female): true
        case (.male, .female), (.male, nil), (.female, .male), (.female, nil): false
        }
    }

    /// The genders that admit a person.
    public static func admitting(_ sex: Sex?) -> [BedGender] { allCases.filter { $0.admits(sex) } }

    public var words: Words {
        switch self {
        case .any: Words("不限", "anybody")
        case .male: Words("男", "men")
        case .female: Words("女", "women")
        }
    }
}
