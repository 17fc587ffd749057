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
    /// The procedure is there, and city offices carry it out: what is offered to somebody belongs to no area.
    func agency() {
        guard let rules = programme.agency else { return }
        Self.known(rules.procedure, in: programme.procedures.map(\.id), at: "agency.procedure", reading, "程序", "procedure")
        guard let steps = programme.procedure(rules.procedure)?.steps, !reading.mistakes.contains(where: { $0.path.hasPrefix("procedures.\(rules.procedure)") }),
            let ofArea = steps.first(where: { $0.by.contains { if case .ofArea = $0 { true } else { false } } }) else { return }
        reading.report("procedures.\(rules.procedure).steps.\(ofArea.id).by", Words("免申即享的申请不属于某个区域，不能由区域的部门办理", "What is offered belongs to no area, so that an area's office cannot decide"),
                       instead: Words("写市级部门", "name an office of the city"))
    }
}
