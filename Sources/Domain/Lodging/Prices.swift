extension LodgingRules {
    /// What nights of one stay cost the guest: the free ones nothing, then the steps in order, then the list price.
    /// - Parameters:
    ///   - nights: counted from 1, the first night of the stay.
    ///   - free: how many nights of this stay are free; never more than `nightsPerStay`.
    ///   - list: the list price of one night, up to ten million yuan.
    public func charge(nights: ClosedRange<Int>, free: Int, list: Fen) -> Fen {
        var from = min(max(free, 0), stay.nightsPerStay) + 1
        let list = Fen(min(max(list.amount, 0), 1_000_000_000))
        var sum: Int64 = 0
        for step in afterFree.map(Optional.some) + [nil] {
            let last = step.map { from + max($0.nights, 0) - 1 } ?? Int.max
            let count = Int64(min(max(0, min(last, nights.upperBound) - max(from, nights.lowerBound, 1) + 1), 100_000))
            sum += step?.price.cost(nights: count, list: list) ?? count * list.amount
            guard last < nights.upperBound else { break }
            from = last + 1
        }
        return Fen(sum)
    }
}

extension LodgingRules.PriceStep.Price {
    /// Never below nothing; half a fen is rounded up.
    func cost(nights: Int64, list: Fen) -> Int64 {
        switch self {
        case .percent(let percent): (list.amount * nights * Int64(percent) + 50) / 100
        case .less(let fen): max(list.amount - fen.amount, 0) * nights
        case .perNight(let fen): fen.amount * nights
        case .perMonth(let fen): (fen.amount * nights * 2 + 30) / 60
        }
    }
}
