import Domain

/// Reads what a programme says of the service log.
enum ServiceLogReader {
    static func read(_ entry: Entry) -> ServiceLogRules {
        let counts = entry.flagIfGiven("unconfirmed_counts") ?? false
        entry.state("unconfirmed_counts", counts ? Words("本人未确认的也计入", "Contacts count before the person confirms them") : Words("本人确认后才计入", "A contact counts when the person has confirmed it"))
        for key in ["confirm_within", "void_within"] { _ = entry.text(key) }   // a missing one is named
        let days = entry.counted("confirm_within", "days", in: 1...365) ?? 1
        entry.state("confirm_within", Words("\(days) 天内可以确认", "It may be confirmed for \(days) days"))
        let void = entry.counted("void_within", "days", in: 1...365) ?? 1
        entry.state("void_within", Words("驿站 \(void) 天内可以说明原因作废", "A station may take it back, with a reason, for \(void) days"))
        var services: [String] = []
        for (text, path) in entry.texts("services") {
            if services.contains(text) { entry.reading.report(path, Words("\(text) 写了两次", "\(text) is there twice")) } else { services.append(text) }
        }
        entry.state("services", Words("登记 \(services.count) 项服务和六找", "Contacts about \(services.count) services and the six finds"))
        let source = entry.source(Words("服务台账", "Service log"))
        entry.done()
        return ServiceLogRules(clause: source.clause, unconfirmedCounts: counts, confirmWithin: days, services: services, voidWithin: void)
    }
}

extension ProgrammeCheck {
    /// The services of the log are services of the programme.
    func serviceLog() {
        for (index, service) in (programme.serviceLog?.services ?? []).enumerated() {
            Self.known(service, in: programme.services.map(\.id), at: "service_log.services.\(index + 1)", reading, "服务", "service")
        }
    }
}
