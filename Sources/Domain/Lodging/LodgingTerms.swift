/// What the rules mean for one stay.
extension LodgingRules {
    public var entitlement: Entitlement { Entitlement(stay, mayPay: !afterFree.isEmpty) }

    /// The first and the last night that can be booked today.
    public func bookable(on today: Day) -> ClosedRange<Day> { today.adding(stay.leadDays)...today.adding(max(stay.leadDays, stay.bookAheadDays)) }

    /// When a bed that nobody came for is given up, unless somebody telephoned.
    public func givenUp(_ first: Day, _ zone: Zone) -> Instant { zone.instant(first, hour: stay.lateArrival.hour, minute: stay.lateArrival.minute) }

    /// What a stay costs its guest: the free nights nothing, the others by the rules' steps, and never more than the place's special price.
    public func price(nights: Int, free: Int, list: Fen, special: Fen) -> Fen {
        guard nights > free else { return Fen(0) }
        let (cap, overflow) = special.amount.multipliedReportingOverflow(by: Int64(nights - free))
        let charge = charge(nights: 1...nights, free: free, list: list)
        return overflow ? charge : min(charge, Fen(cap))
    }

    /// Whether a night goes by draw alone at this moment: until requests for it are closed.
    public func isForDraw(_ night: Day, at now: Instant, _ zone: Zone) -> Bool {
        guard let draw = release.draw, draw.dates.contains(where: { $0.contains(night) }) else { return false }
        return now < zone.instant(night.adding(-draw.daysBefore), hour: draw.requestsUntil.hour, minute: draw.requestsUntil.minute)
    }
}

extension LodgingRules.NoShow {
    /// What follows when somebody does not come, or cancels late.
    /// - Parameter before: the days of earlier misses that stand, in any order.
    public func consequence(after before: [Day], on today: Day) -> Consequence? {
        var times = 1, last = today
        for day in before.sorted(by: >) where day <= today {
            if let forgottenAfterDays, day.adding(forgottenAfterDays) <= last { break }
            times += 1
            last = day
        }
        return consequence(times)
    }
}
