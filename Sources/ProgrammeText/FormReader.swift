import Domain

/// Reads a form: the conditions of the notice, each with its questions.
enum FormReader {
    static func read(_ entry: Entry, id: String) -> Form {
        let conditions = entry.list("conditions").map(condition)
        entry.done()
        return Form(id: id, conditions: conditions)
    }

    private static func condition(_ entry: Entry) -> Form.Condition {
        let id = entry.id()
        let name = entry.words("name")
        let says = entry.text("says")
        let judges = entry.texts("judged_by").map(\.text)
        entry.state("judged_by", judges.map { entry.reading.officeNames[$0] ?? $0 }.joined(separator: "、"))
        let source = entry.source(name.zh)
        let questions = entry.list("asks").compactMap { question($0, source.source) }
        entry.done()
        return Form.Condition(id: id, clause: source.clause, name: name, says: says, questions: questions, judgedBy: judges)
    }

    private enum Kind: String, CaseIterable {
        case text, number, money, date, phone, choice, table, files
        case longText = "long_text"
        case yesNo = "yes_no"
    }

    /// A question of a condition. Its limits upwards only keep input in bounds; they are no rule of the programme and need no source.
    private static func question(_ entry: Entry, _ source: Programme.Provision.Source?) -> Form.Question? {
        read(entry) { name, required in
            entry.state("required", required ? "必填" : "选填")
            entry.source(name.zh, inherited: source)
        }
    }

    /// A column rests on what its table rests on.
    private static func column(_ entry: Entry) -> Form.Question? { read(entry) { _, _ in } }

    private static func read(_ entry: Entry, source: (Words, Bool) -> Void) -> Form.Question? {
        let id = entry.id()
        let name = entry.words("name")
        let hint = entry.wordsIfGiven("hint")
        let required = entry.flagIfGiven("required") ?? true
        let kind = entry.one("type", of: Kind.self).map { read(entry, $0) }
        source(name, required)
        entry.reading.fieldNames[id] = name.zh
        // An unknown type leaves its own keys unread; they are no mistakes of their own.
        guard let kind else { return nil }
        entry.done()
        return Form.Question(id: id, name: name, hint: hint, kind: kind, required: required)
    }

    private static func read(_ entry: Entry, _ kind: Kind) -> Form.Question.Kind {
        switch kind {
        case .text:
            return .text(atMost: entry.whole("at_most", in: 1...1000))
        case .longText:
            let (least, most) = bounds(entry, "字", 0...20_000)
            return .longText(atLeast: least, atMost: most)
        case .number:
            let least = entry.wholeIfGiven("at_least", in: -1_000_000_000...1_000_000_000)
            let most = entry.wholeIfGiven("at_most", in: -1_000_000_000...1_000_000_000)
            let unit = entry.wordsIfGiven("unit")
            cross(entry, least, most)
            if let least { entry.state("at_least", "至少 \(least)" + (unit.map { " \($0.zh)" } ?? "")) }
            return .number(atLeast: least, atMost: most, unit: unit)
        case .money:
            let least = entry.wholeIfGiven("at_least", in: 0...1_000_000_000)
            let most = entry.wholeIfGiven("at_most", in: 0...1_000_000_000)
            cross(entry, least, most)
            return .money(atLeast: least.map { Int64($0) * 100 }, atMost: most.map { Int64($0) * 100 })
        case .date: return .day
        case .phone: return .phone
        case .yesNo:
            let must = entry.flagIfGiven("must")
            if let must { entry.state("must", must ? "须为“是”" : "须为“否”") }
            return .yesNo(must: must)
        case .choice: return choice(entry)
        case .table:
            let (least, most) = bounds(entry, "行", 0...200)
            let columns = entry.list("columns").compactMap(column)
            return .table(columns, atLeast: least, atMost: most)
        case .files:
            let (least, most) = bounds(entry, "个文件", 0...50)
            return .files(atLeast: least, atMost: most)
        }
    }

    private static func choice(_ entry: Entry) -> Form.Question.Kind {
        let several = entry.flagIfGiven("several") ?? false
        let least = entry.wholeIfGiven("at_least", in: 0...50) ?? 1
        let options = ProgrammeReader.choices(entry.list("options"), sourced: false)
        entry.state("options", options.map(\.name.zh).joined(separator: "、"))
        entry.state("at_least", "至少选 \(least) 项")
        if least > (several ? options.count : 1), !options.isEmpty {
            entry.report("at_least", Words("至少选 \(least) 项，多于可选的项数", "At least \(least) are wanted, more than can be chosen"))
        }
        return .choice(options, several: several, atLeast: least)
    }

    private static func bounds(_ entry: Entry, _ unit: String, _ range: ClosedRange<Int>) -> (Int, Int) {
        let least = entry.wholeIfGiven("at_least", in: range) ?? 0
        let most = entry.whole("at_most", in: range)
        cross(entry, least, most)
        if least > 0 { entry.state("at_least", "至少 \(least) \(unit)") }
        return (least, most)
    }

    private static func cross(_ entry: Entry, _ least: Int?, _ most: Int?) {
        guard let least, let most, least > most else { return }
        entry.report("at_most", Words("至多 \(most)，却少于至少 \(least)", "At most \(most) is less than at least \(least)"),
                     instead: Words("应不小于 \(least)", "\(least) or more"))
    }
}
