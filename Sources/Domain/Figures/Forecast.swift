/// How a count goes on if it keeps the pace of the last months: a straight line, no more.
public struct Forecast: Sendable, Hashable, Codable {
    /// The pace is taken from this day on …
    public let from: Day
    /// … over so many days, today among them …
    public let days: Int
    /// … in which so many were counted.
    public let counted: Int
    /// What the count comes to on the target's last day, rounded down.
    public let expected: Int
    /// The day on which the goal is reached at this pace; nil where it is reached already, nothing moves, or it is more than a hundred years away.
    public let reachedOn: Day?

    /// The first day whose records say how fast it goes: so many whole months before this one, and no day before the beginning.
    public static func window(today: Day, begin: Day, months: Int) -> Day {
        min(max(today.monthStart.adding(months: -max(months, 1)), begin), today)
    }

    /// - Parameters:
    ///   - count: of now.
    ///   - from: the window's first day.
    ///   - counted: in the window.
    public init(count: Int, goal: Int, by: Day, today: Day, from: Day, counted: Int) {
        let count = Self.bounded(count), goal = Self.bounded(goal), counted = Self.bounded(counted), days = max(today.number - from.number + 1, 1)
        self.from = from
        self.days = days
        self.counted = counted
        let left = min(max(by.number - today.number, 0), Self.longest)
        expected = count + counted * left / days
        guard count < goal, counted > 0 else {
            reachedOn = nil
            return
        }
        let wait = ((goal - count) * min(days, Self.longest) + counted - 1) / counted
        reachedOn = wait <= Self.longest ? today.adding(wait) : nil
    }

    /// Counts are nowhere near this; beyond it nothing is reckoned, so that nothing can overflow.
    private static let most = 1_000_000_000
    private static let longest = 36_525
    private static func bounded(_ number: Int) -> Int { min(max(number, 0), most) }

    /// What an even pace from the first day to the last would have reached at the end of a day, rounded down.
    public static func even(goal: Int, from: Day, by: Day, on day: Day) -> Int {
        let goal = bounded(goal), length = by.number - from.number + 1
        guard length > 0, length <= longest else { return goal }
        return goal * min(max(day.number - from.number + 1, 0), length) / length
    }
}
