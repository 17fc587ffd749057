import Domain

/// Reads what a programme says of figures, work plans and open data.
enum FigureReader {
    static func read(_ entry: Entry) -> FigureRules {
        let source = entry.source(Words("数据和工作计划", "Figures and work plan"))
        entry.done()
        return FigureRules(clause: source.clause)
    }
}

extension ProgrammeCheck {
    /// What figures name is there.
    func figures() {}
}
