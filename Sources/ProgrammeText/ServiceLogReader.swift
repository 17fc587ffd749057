import Domain

/// Reads what a programme says of the service log.
enum ServiceLogReader {
    static func read(_ entry: Entry) -> ServiceLogRules {
        let counts = entry.flagIfGiven("unconfirmed_counts") ?? false
        entry.state("unconfirmed_counts", counts ? Words("本人未确认的也计入", "Contacts count before the person confirms them") : Words("本人确认后才计入", "A contact counts when the person has confirmed it"))
        let days = entry.counted("confirm_within", "days", in: 1...365) ?? 1
        entry.state("confirm_within", Words("\(days) 天内可以确认", "It may be confirmed for \(days) days"))
        let source = entry.source(Words("服务台账", "Service log"))
        entry.done()
        return ServiceLogRules(clause: source.clause, unconfirmedCounts: counts, confirmWithin: days)
    }
}
