import Domain

/// Reads what a programme says of supervision.
enum SupervisionReader {
    static func read(_ entry: Entry) -> SupervisionRules {
        let source = entry.source(Words("监督指导", "Supervision"))
        entry.done()
        return SupervisionRules(clause: source.clause)
    }
}

extension ProgrammeCheck {
    /// What supervision names is there.
    func supervision() {}
}
