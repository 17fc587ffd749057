/// What a person may still have in a calendar year, from the ledger: numbers taken, never a counter.
public struct Entitlement: Sendable, Hashable {
    /// What the ledger holds for one person.
    public struct Taken: Sendable, Hashable {
        /// Numbers of nights by year.
        public var nights: [Int: Set<Int>]
        /// Numbers of stays by year.
        public var stays: [Int: Set<Int>]
        /// Nights on which the person has a bed, of the entitlement or not.
        public var days: Set<Day>

        public init(nights: [Int: Set<Int>] = [:], stays: [Int: Set<Int>] = [:], days: Set<Day> = []) {
            self.nights = nights
            self.stays = stays
            self.days = days
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

        public let nights: [Night]
        /// The stay counts in the year in which it begins.
        public let stay: Stay

        public struct Stay: Sendable, Hashable {
            public let year: Int
            public let n: Int
        }
    }

    public let staysPerYear: Int
    public let nightsPerYear: Int
    public let nightsPerStay: Int
    /// How many paid nights may follow the free ones in one stay.
    public let paidNightsPerStay: Int

    public init(staysPerYear: Int, nightsPerYear: Int, nightsPerStay: Int, paidNightsPerStay: Int = 0) {
        self.staysPerYear = staysPerYear
        self.nightsPerYear = nightsPerYear
        self.nightsPerStay = nightsPerStay
        self.paidNightsPerStay = paidNightsPerStay
    }

    /// The lines for a stay of these nights. A stay over New Year takes nights of both years.
    /// - Parameter own: nights that the same stay holds already (it is being extended): they count towards its length.
    /// - Throws: what is used up, with the figures.
    public func lines(for nights: Nights, taken: Taken, own: Int = 0, ownFree: Int = 0) throws(Refusal) -> Lines {
        if let twice = nights.days.first(where: taken.days.contains) { throw Self.elsewhere(twice) }
        let year = nights.first.year
        var number = 0
        if own == 0 {
            guard let free = Self.lowest(1...max(staysPerYear, 1), not: taken.stays[year] ?? []), staysPerYear > 0 else {
                throw Self.staysUsed(year, staysPerYear)
            }
            number = free
        }
        guard own + nights.count <= nightsPerStay + paidNightsPerStay else { throw Self.tooLong(nightsPerStay + paidNightsPerStay) }
        var used = taken.nights
        var free = ownFree, lines: [Lines.Night] = []
        for night in nights.days {
            let year = night.year
            var n: Int?
            if free < nightsPerStay, nightsPerYear > 0 { n = Self.lowest(1...nightsPerYear, not: used[year] ?? []) }
            if let n {
                used[year, default: []].insert(n)
                free += 1
            } else if paidNightsPerStay == 0 {
                throw Self.nightsUsed(year, used: (taken.nights[year] ?? []).count, of: nightsPerYear)
            }
            lines.append(Lines.Night(night: night, year: year, n: n))
        }
        guard own + lines.count - free <= paidNightsPerStay else { throw Self.nightsUsed(year, used: (taken.nights[year] ?? []).count, of: nightsPerYear) }
        return Lines(nights: lines, stay: Lines.Stay(year: year, n: number))
    }

    private static func lowest(_ numbers: ClosedRange<Int>, not taken: Set<Int>) -> Int? { numbers.first { !taken.contains($0) } }

    static func elsewhere(_ night: Day) -> Refusal {
        Refusal(.conflict, "bed_elsewhere", Words("您在 \(night) 这一晚已有床位", "You have a bed for the night of \(night) already"),
            next: Words("可以修改或取消已有的预订", "Change or cancel that booking"))
    }

    static func staysUsed(_ year: Int, _ most: Int) -> Refusal {
        Refusal(.conflict, "stays_used", Words("\(year) 年的 \(most) 次住宿已用完", "All \(most) stays of \(year) are used"), next: Words("可在下一年度再预订", "Book again next year"))
    }

    static func nightsUsed(_ year: Int, used: Int, of most: Int) -> Refusal {
        Refusal(.conflict, "nights_used", Words("\(year) 年的 \(most) 晚额度剩余 \(max(most - used, 0)) 晚，不够本次预订", "\(max(most - used, 0)) of \(most) nights of \(year) are left, too few for this booking"),
            next: Words("请缩短天数", "Choose fewer nights"))
    }

    static func tooLong(_ most: Int) -> Refusal {
        Refusal(.invalid, "stay_too_long", Words("每次最多住 \(most) 晚", "A stay has at most \(most) nights"), fields: [.init("end", Words("最多 \(most) 晚", "At most \(most) nights"))])
    }
}
