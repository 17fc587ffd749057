/// A date by which something is due.
public struct Deadline: Sendable, Hashable, Codable {
    public let day: Day
    /// Whether a counted day lies in a year without official data: the date may still move.
    public let provisional: Bool

    public init(day: Day, provisional: Bool) {
        self.day = day
        self.provisional = provisional
    }
}

/// Which days are working days: weekdays that are no holiday, and weekends that are made up (调休上班).
///
/// The State Council announces the holidays of a year late in the year before. A year that has not been announced counts its plain
/// weekdays, and what is counted through it is provisional until the data comes.
public struct WorkCalendar: Sendable {
    public let id: String
    public let name: Words
    /// SHA-256 of the calendar's text in hex.
    public let hash: String
    /// The years whose holidays have been announced.
    public let officialYears: Set<Int>
    /// Each day off by its holiday's name, weekends inside a holiday included.
    public let holidays: [Day: Words]
    /// Weekend days worked in place of a day off, by the holiday they belong to.
    public let makeUpDays: [Day: Words]

    /// The days that differ from the plain week, in order, and beside each how much all up to and including it add to the count of weekdays.
    private let exceptions: [Int]
    private let sums: [Int]

    public init(id: String, name: Words, hash: String, officialYears: Set<Int>, holidays: [Day: Words], makeUpDays: [Day: Words]) {
        self.id = id
        self.name = name
        self.hash = hash
        self.officialYears = officialYears
        self.holidays = holidays
        self.makeUpDays = makeUpDays
        var changes: [(day: Int, by: Int)] = []
        for day in holidays.keys where day.weekday <= 5 { changes.append((day.number, -1)) }
        for day in makeUpDays.keys where day.weekday > 5 { changes.append((day.number, 1)) }
        changes.sort { $0.day < $1.day }
        exceptions = changes.map(\.day)
        var sum = 0
        sums = changes.map { change in
            sum += change.by
            return sum
        }
    }

    public func isWorkday(_ day: Day) -> Bool {
        if makeUpDays[day] != nil { return true }
        return day.weekday <= 5 && holidays[day] == nil
    }

    /// Whether this year's holidays have been announced.
    public func isOfficial(_ year: Int) -> Bool { officialYears.contains(year) }

    /// The date that is `workdays` working days after this one. The day itself is not counted (民法典 201); with 0 or less it is the day itself.
    /// Ends at 9999-12-31 at the latest.
    public func adding(_ workdays: Int, to start: Day) -> Deadline {
        let first = Day(number: WorkCalendar.clamp(start.number))
        guard workdays > 0 else { return Deadline(day: first, provisional: !isOfficial(first.year)) }
        let goal = workdaysThrough(first.number) + min(workdays, WorkCalendar.last - WorkCalendar.first)
        // The count grows with the date, so the first date that reaches the goal is found by halving.
        var low = first.number
        var high = WorkCalendar.last
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if workdaysThrough(middle) < goal { low = middle } else { high = middle }
        }
        let day = Day(number: high)
        return Deadline(day: day, provisional: !(min(first.number + 1, high)...high).isCovered(by: officialYears))
    }

    /// The working days after one date, up to and including another; 0 if the second is not later.
    public func count(after start: Day, through end: Day) -> Int {
        guard start < end else { return 0 }
        return workdaysThrough(WorkCalendar.clamp(end.number)) - workdaysThrough(WorkCalendar.clamp(start.number))
    }

    /// The name of the holiday on this day, or what the day is made up for.
    public func name(of day: Day) -> Words? {
        if let holiday = holidays[day] { return holiday }
        return makeUpDays[day].map { Words("\($0.zh)调休上班", "make-up working day for \($0.en)") }
    }

    /// 0001-01-01 and 9999-12-31, the dates that can be written.
    private static let first = -719_162
    private static let last = 2_932_896

    private static func clamp(_ number: Int) -> Int { min(max(number, first), last) }

    /// Working days from an arbitrary Monday long ago up to and including this day.
    private func workdaysThrough(_ number: Int) -> Int {
        let days = number - WorkCalendar.first + 1    // 0001-01-01 was a Monday
        let plain = days / 7 * 5 + min(days % 7, 5)
        var low = 0
        var high = exceptions.count
        while low < high {
            let middle = (low + high) / 2
            if exceptions[middle] <= number { low = middle + 1 } else { high = middle }
        }
        return plain + (low == 0 ? 0 : sums[low - 1])
    }
}

extension ClosedRange<Int> {
    /// Whether each year that these days touch is one of the given.
    fileprivate func isCovered(by years: Set<Int>) -> Bool {
        (Day(number: lowerBound).year...Day(number: upperBound).year).allSatisfy(years.contains)
    }
}
