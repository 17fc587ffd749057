/// A month of the calendar, written `2020-12`.
public struct ReportMonth: Sendable, Hashable, Comparable, Codable, RawRepresentable, CustomStringConvertible {
    public let year: Int
    /// 1…12.
    public let month: Int

    public init(of day: Day) { (year, month, _) = day.parts }

    /// Reads `2020-12` and nothing else; years 1…9998.
    public init?(rawValue: String) {
        guard rawValue.utf8.count == 7, let day = Day(rawValue + "-01"), day.year <= 9998 else { return nil }
        self.init(of: day)
    }

    public var rawValue: String { String(first.description.prefix(7)) }
    public var description: String { rawValue }
    public var first: Day { Day(year: year, month: month, day: 1) ?? Day(number: 0) }
    public var last: Day { next.first.adding(-1) }
    /// The month after this one.
    public var next: ReportMonth { ReportMonth(of: first.adding(months: 1)) }
    /// The month before this one.
    public var previous: ReportMonth { ReportMonth(of: first.adding(months: -1)) }
    /// `2020年12月`
    public var words: Words { Words("\(year)年\(month)月", rawValue) }

    public static func < (left: ReportMonth, right: ReportMonth) -> Bool { (left.year, left.month) < (right.year, right.month) }
}
