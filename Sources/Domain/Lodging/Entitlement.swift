/// What a person may still have, from the ledger: lines taken, never a counter.
///
/// Limits of a calendar year are numbers under a unique index: night n and stay n of the year. Limits over all years, or over the 365 nights up
/// to each night, are counted from the lines; a verb holds the person's row locked then (`needsLock`).
public struct Entitlement: Sendable, Hashable {
    /// What the ledger holds for one person.
    public struct Taken: Sendable, Hashable {
        /// Numbers of nights of the entitlement, by year.
        public var nights: [Int: Set<Int>]
        /// Numbers of stays, by year.
        public var stays: [Int: Set<Int>]
        /// Nights on which the person has a bed, of the entitlement or not.
        public var days: Set<Day>
        /// Those of the entitlement.
        public var free: Set<Day>
        /// First nights of stays.
        public var starts: [Day]

        public init(nights: [Int: Set<Int>] = [:], stays: [Int: Set<Int>] = [:], days: Set<Day> = [], free: Set<Day> = [], starts: [Day] = []) {
            self.nights = nights
            self.stays = stays
            self.days = days
            self.free = free
            self.starts = starts
        }
    }

    /// The lines that a stay takes.
    public struct Lines: Sendable, Hashable {
        public struct Night: Sendable, Hashable {
            public let night: Day
            public let year: Int
            /// Which night of the year's entitlement it is; nil for a paid night beyond it.
            public let n: Int?
        }

        /// The stay counts in the year in which it begins.
        public struct Stay: Sendable, Hashable {
            public let year: Int
            public let n: Int
        }

        public let nights: [Night]
        public let stay: Stay
    }

    public let rules: LodgingRules.Stay
    /// Whether nights beyond the free ones can be had for money.
    public let mayPay: Bool

    public init(_ rules: LodgingRules.Stay, mayPay: Bool) {
        self.rules = rules
        self.mayPay = mayPay
    }

    /// Whether numbers alone do not hold the limits: the person is locked then, one booking after the other.
    public var needsLock: Bool { rules.year == .rolling || rules.staysInAll != nil || rules.nightsInAll != nil }

    /// How far back lines count for a stay from this day on; nil for all of them.
    public func counted(from first: Day) -> Day? {
        if rules.staysInAll != nil || rules.nightsInAll != nil { return nil }
        return rules.year == .rolling ? first.adding(-364) : Day(year: first.year, month: 1, day: 1)
    }

    /// The lines for a stay of these nights. A stay over New Year takes nights of both years.
    /// - Parameters:
    ///   - own: how many nights the same stay holds already (it is being extended): they count towards its length.
    ///   - ownFree: how many of them are of the entitlement.
    /// - Throws: what is used up, with the figures.
    public func lines(for nights: Nights, taken: Taken, own: Int = 0, ownFree: Int = 0) throws(Refusal) -> Lines {
        if let twice = nights.days.first(where: taken.days.contains) { throw Self.elsewhere(twice) }
        guard mayPay || own + nights.count <= rules.nightsPerStay else { throw Self.tooLong(rules.nightsPerStay) }
        let stay = try stayLine(nights.first, taken, isNew: own == 0)
        var numbers = taken.nights, days = taken.free, free = ownFree
        var lines: [Lines.Night] = []
        for night in nights.days {
            let year = night.year
            var n: Int?
            if free < rules.nightsPerStay, mayHave(night, days) { n = Self.lowest(numbers[year] ?? [], most: rules.year == .calendar ? rules.nightsPerYear : nil) }
            if let n {
                numbers[year, default: []].insert(n)
                days.insert(night)
                free += 1
            } else if !mayPay {
                throw used(night, taken)
            }
            lines.append(Lines.Night(night: night, year: year, n: n))
        }
        return Lines(nights: lines, stay: stay)
    }

    private func stayLine(_ first: Day, _ taken: Taken, isNew: Bool) throws(Refusal) -> Lines.Stay {
        let year = first.year
        guard isNew else { return Lines.Stay(year: year, n: 0) }
        if let most = rules.staysInAll, taken.starts.count >= most { throw Self.staysInAllUsed(most) }
        if rules.year == .rolling, let most = rules.staysPerYear, Self.exceeds(most, adding: first, to: taken.starts) { throw Self.staysUsed(year, most) }
        guard let n = Self.lowest(taken.stays[year] ?? [], most: rules.year == .calendar ? rules.staysPerYear : nil) else { throw Self.staysUsed(year, rules.staysPerYear ?? 0) }
        return Lines.Stay(year: year, n: n)
    }

    /// Whether one more night of the entitlement keeps the limits that are no numbers.
    private func mayHave(_ night: Day, _ days: Set<Day>) -> Bool {
        if let most = rules.nightsInAll, days.count >= most { return false }
        if rules.year == .rolling, let most = rules.nightsPerYear, Self.exceeds(most, adding: night, to: Array(days)) { return false }
        return true
    }

    /// Whether with one more day some 365 days in a row hold more than so many. Days that were booked ahead count too.
    private static func exceeds(_ most: Int, adding day: Day, to days: [Day]) -> Bool {
        let all = days + [day]
        return all.filter { $0 >= day && $0 < day.adding(365) }.contains { end in all.count { $0 > end.adding(-365) && $0 <= end } > most }
    }

    /// The lowest number that is not taken, from 1; nil where there is none.
    private static func lowest(_ taken: Set<Int>, most: Int?) -> Int? {
        var n = 1
        while taken.contains(n) { n += 1 }
        return most.map { n <= $0 } ?? true ? n : nil
    }

    private func used(_ night: Day, _ taken: Taken) -> Refusal {
        if rules.year == .calendar, let most = rules.nightsPerYear {
            let left = max(most - (taken.nights[night.year] ?? []).count, 0)
            return Self.nightsUsed(Words("\(night.year) 年的 \(most) 晚额度剩余 \(left) 晚，不够本次预订", "\(left) of \(most) nights of \(night.year) are left, too few for this booking"))
        }
        return Self.nightsUsed(Words("剩余额度不够本次预订", "Too few nights are left for this booking"))
    }

    static func elsewhere(_ night: Day) -> Refusal {
        Refusal(.conflict, "bed_elsewhere", Words("您在 \(night) 这一晚已有床位", "You have a bed for the night of \(night) already"),
            next: Words("可以修改或取消已有的预订", "Change or cancel that booking"))
    }

    static func staysUsed(_ year: Int, _ most: Int) -> Refusal {
        Refusal(.conflict, "stays_used", Words("\(year) 年的 \(most) 次住宿已用完", "All \(most) stays of \(year) are used"), next: Words("可在下一年度再预订", "Book again next year"))
    }

    static func staysInAllUsed(_ most: Int) -> Refusal {
        Refusal(.conflict, "stays_used", Words("\(most) 次住宿已用完", "All \(most) stays are used"), next: Words("可查看其他住宿", "Look at other lodging"))
    }

    static func nightsUsed(_ words: Words) -> Refusal { Refusal(.conflict, "nights_used", words, next: Words("请缩短天数", "Choose fewer nights")) }

    static func tooLong(_ most: Int) -> Refusal {
        Refusal(.invalid, "stay_too_long", Words("每次最多住 \(most) 晚", "A stay has at most \(most) nights"), fields: [.init("end", Words("最多 \(most) 晚", "At most \(most) nights"))])
    }
}
