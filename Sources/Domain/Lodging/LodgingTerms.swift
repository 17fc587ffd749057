/// What the rules mean for one stay: times of a day, and who may have what.
extension LodgingRules {
    /// Nobody books further ahead.
    public var aheadDays: Int { 90 }
    public var leadDays: Int { 0 }
    /// Minutes after midnight.
    var lateArrivalMinute: Int { 22 * 60 }
    var freeUntilMinute: Int { 18 * 60 }
    public var holdMinutes: Int { 15 }
    public var offerMinutes: Int { 30 }
    public var ladder: MissLadder { MissLadder(warnings: 1, banDays: 30) }

    public var entitlement: Entitlement { Entitlement(staysPerYear: staysPerYear, nightsPerYear: nightsPerYear, nightsPerStay: nightsPerStay) }

    /// What a stay costs its guest: nothing for the free nights, the place's special price for each further one.
    public func price(paid: Int, special: Fen) -> Fen { StayPrice(ladder: [special]).total(paid: paid) }

    /// The first and the last night that can be booked today.
    public func bookable(on today: Day) -> ClosedRange<Day> { today.adding(leadDays)...today.adding(max(leadDays, aheadDays)) }

    /// Until when a booking is cancelled without consequence: a time of the day before the first night.
    public func freeUntil(_ first: Day) -> Instant { Zone.china.instant(first.adding(-1), hour: freeUntilMinute / 60, minute: freeUntilMinute % 60) }

    /// When a bed that nobody came for is given up, unless somebody telephoned.
    public func givenUp(_ first: Day) -> Instant { Zone.china.instant(first, hour: lateArrivalMinute / 60, minute: lateArrivalMinute % 60) }
}
