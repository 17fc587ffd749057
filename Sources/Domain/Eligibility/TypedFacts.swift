extension Fact {
    /// The answer of a form: one text, or a list where several may be chosen; `none` alone says that there is none of them.
    /// - Returns: nil for what is no answer to this question.
    public func value(_ answers: Answers) -> FactValue? {
        var texts = answers.texts()
        if texts.isEmpty, case .text = answers { texts = [answers.plain].filter { !$0.isEmpty } }
        guard let first = texts.first else { return nil }
        let isNone = texts == ["none"] && rank("none") == nil
        let value: FactValue? = switch kind {
        case .yesNo: Form.Question.saysYes(first).map { .flag($0) }
        case .choice(_, let several): .choice(isNone && several ? [] : texts)
        case .scale: .choice(texts)
        case .number: Int(first).map { .number($0) }
        case .money: Fen(typed: first).map { .money($0) }
        case .day: Day(first).map { .day($0) }
        case .divisions(let several):
            if isNone, several { .divisions([]) } else { codes(texts).map { .divisions($0) } }
        case .code: TreeCode(first).map { .code($0) }
        }
        let takesOne = if case .choice(_, true) = kind { false } else if case .divisions(true) = kind { false } else { true }
        guard let value, accepts(value), !takesOne || texts.count == 1 else { return nil }
        return value
    }

    private func codes(_ texts: [String]) -> [TreeCode]? {
        let codes = texts.compactMap { TreeCode(division: $0) }
        return codes.count == texts.count ? codes : nil
    }
}
