/// What follows when somebody does not come, or cancels late: first a warning, then a ban that ends by itself.
public struct MissLadder: Sendable, Hashable {
    /// How many misses have a warning only.
    public let warnings: Int
    public let banDays: Int
    /// A miss counts for so long.
    public let withinDays: Int

    public init(warnings: Int, banDays: Int, withinDays: Int = 365) {
        self.warnings = warnings
        self.banDays = banDays
        self.withinDays = withinDays
    }

    public enum Consequence: Sendable, Hashable {
        case warning
        /// The last day is not included.
        case ban(until: Day)
    }

    /// - Parameter before: the days of earlier misses that stand.
    public func next(after before: [Day], on today: Day) -> Consequence {
        let counted = before.count { $0.adding(withinDays) > today && $0 <= today }
        return counted < warnings || banDays <= 0 ? .warning : .ban(until: today.adding(banDays))
    }
}

/// The price of a stay: free nights first, then what each further night costs.
public struct StayPrice: Sendable, Hashable {
    /// From the first paid night on: the price of each in fen; the last holds for all that follow.
    public let ladder: [Fen]

    public init(ladder: [Fen]) { self.ladder = ladder }

    /// - Parameter paid: the number of paid nights.
    public func total(paid: Int) -> Fen {
        guard let last = ladder.last, paid > 0 else { return Fen(0) }
        var sum: Int64 = 0
        for index in 0..<min(paid, ladder.count) { sum = sum.addingReportingOverflow(ladder[index].amount).partialValue }
        let (rest, _) = last.amount.multipliedReportingOverflow(by: Int64(max(paid - ladder.count, 0)))
        return Fen(sum.addingReportingOverflow(rest).partialValue)
    }
}
