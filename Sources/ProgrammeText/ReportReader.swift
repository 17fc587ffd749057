import Domain

/// Reads what a programme says of regular reports and of a station's own rules.
enum ReportReader {
    static func read(_ entry: Entry) -> ReportRules {
        let due = entry.counted("due_within", "workdays", in: 1...60) ?? 1
        entry.state("due_within", Words("期满后 \(due) 个工作日内报送", "Handed in within \(due) working days after the period"))
        let source = entry.source(Words("日常调度", "Regular reports"))
        entry.done()
        return ReportRules(clause: source.clause, dueWithin: due)
    }
}

extension ProgrammeCheck {
    /// What reports name is there.
    func reports() {}
}
