import Domain

/// Reads what a programme says of events.
enum EventReader {
    static func read(_ entry: Entry) -> EventRules {
        let plan = entry.text("plan")
        let large = entry.whole("large_from", in: 1...100_000)
        entry.state("large_from", Words("\(large) 人以上的活动须附应急预案和安全方案", "Events of \(large) or more need an emergency plan and a safety plan"))
        let source = entry.source(Words("引才聚才活动", "Events"))
        let types = ProgrammeReader.choices(entry.list("types"), inherited: source.source)
        entry.done()
        return EventRules(clause: source.clause, types: types, plan: plan, largeFrom: large)
    }
}

extension ProgrammeCheck {
    /// The procedure of a plan is there, and targets count kinds that the section has.
    func events() {
        guard let rules = programme.events else { return }
        Self.known(rules.plan, in: programme.procedures.map(\.id), at: "events.plan", reading, "程序", "procedure")
    }
}
