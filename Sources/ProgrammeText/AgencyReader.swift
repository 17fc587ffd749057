import Domain

/// Reads what a programme says of doing somebody's papers.
enum AgencyReader {
    static func read(_ entry: Entry) -> AgencyRules {
        let procedure = entry.text("procedure")
        let days = entry.whole("longest_days", in: 1...1000)
        entry.state("longest_days", Words("委托至多 \(days) 天", "A mandate lasts at most \(days) days"))
        let source = entry.source(Words("政策代办", "Help with applications"))
        entry.done()
        return AgencyRules(clause: source.clause, procedure: procedure, longestDays: days)
    }
}

extension ProgrammeCheck {
    /// The procedure is there.
    func agency() {
        guard let rules = programme.agency else { return }
        Self.known(rules.procedure, in: programme.procedures.map(\.id), at: "agency.procedure", reading, "程序", "procedure")
    }
}
