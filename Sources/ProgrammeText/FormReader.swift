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
        entry.state("judged_by", judges.map { entry.reading.officeNames[$0] ?? Words(same: $0) }.listed())
        let source = entry.source(name)
        let asks = entry.list("asks")
        let names = names(asks)
        let questions = asks.compactMap { question($0, source.source, names) }
        limits(questions, of: asks)
        entry.done()
        return Form.Condition(id: id, clause: source.clause, name: name, says: says, questions: questions, judgedBy: judges)
    }

    private enum Kind: String, CaseIterable {
        case text, number, money, date, phone, choice, table, files
        case longText = "long_text"
        case yesNo = "yes_no"
    }

    /// A question of a condition. Its limits upwards only keep input in bounds; they are no rule of the programme and need no source.
    private static func question(_ entry: Entry, _ source: Programme.Provision.Source?, _ names: [String: Words]) -> Form.Question? {
        read(entry) { name, required, limit in
            entry.state("required", required ? Words("必填", "Required") : Words("选填", "Optional"))
            if let limit { entry.state("not_above", Words("不高于\(names[limit]?.zh ?? limit)", "Not above: \(names[limit]?.en ?? limit)")) }
            entry.source(name, inherited: source)
        }
    }

    /// A column rests on what its table rests on.
    private static func column(_ entry: Entry) -> Form.Question? { read(entry) { _, _, _ in } }

    private static func read(_ entry: Entry, source: (Words, Bool, String?) -> Void) -> Form.Question? {
        let id = entry.id()
        let name = entry.words("name")
        let hint = entry.wordsIfGiven("hint")
        let required = entry.flagIfGiven("required") ?? true
        let kind = entry.one("type", of: Kind.self).map { read(entry, $0) }
        let limited = kind.map(\.isAmount) ?? true
        let limit = limited ? entry.textIfGiven("not_above") : nil
        source(name, required, limit)
        entry.reading.fieldNames[id] = name
        // An unknown type leaves its own keys unread; they are no mistakes of their own.
        guard let kind else { return nil }
        entry.done()
        return Form.Question(id: id, name: name, hint: hint, kind: kind, required: required, notAbove: limit)
    }

    // MARK: amounts that others limit

    private static func names(_ entries: [Entry]) -> [String: Words] {
        Dictionary(entries.map { ($0.text("id"), $0.words("name")) }) { first, _ in first }
    }

    /// Whether each question that may not exceed another names one beside it, of its own type.
    private static func limits(_ questions: [Form.Question], of entries: [Entry]) {
        for question in questions {
            guard let limit = question.notAbove, !limit.isEmpty, let entry = entries.first(where: { $0.path.hasSuffix(".\(question.id)") }) else { continue }
            let fitting = questions.filter { $0.id != question.id && $0.kind.isSameType(as: question.kind) }.map(\.id)
            // One whose type could not be read is no second mistake.
            if fitting.contains(limit) || entries.count > questions.count { continue }
            let words = questions.contains { $0.id == limit && $0.id != question.id }
                ? Words("\(limit) 与 \(question.id) 类型不同，不能比较", "\(limit) is of another type than \(question.id), and cannot be compared")
                : Words("旁边没有 \(limit)", "There is no \(limit) beside it")
            entry.report("not_above", words, instead: advice(limit, among: fitting))
        }
    }

    private static func read(_ entry: Entry, _ kind: Kind) -> Form.Question.Kind {
        switch kind {
        case .text:
            return .text(atMost: entry.whole("at_most", in: 1...1000))
        case .longText:
            let (least, most) = bounds(entry, Words("字", "characters"), 0...20_000)
            return .longText(atLeast: least, atMost: most)
        case .number:
            let least = entry.wholeIfGiven("at_least", in: -1_000_000_000...1_000_000_000)
            let most = entry.wholeIfGiven("at_most", in: -1_000_000_000...1_000_000_000)
            let unit = entry.wordsIfGiven("unit")
            cross(entry, least, most)
            if let least { entry.state("at_least", Words("至少 \(least)" + (unit.map { " \($0.zh)" } ?? ""), "At least \(least)" + (unit.map { " \($0.en)" } ?? ""))) }
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
            if let must { entry.state("must", must ? Words("须为“是”", "Must be yes") : Words("须为“否”", "Must be no")) }
            return .yesNo(must: must)
        case .choice: return choice(entry)
        case .table:
            let (least, most) = bounds(entry, Words("行", "rows"), 0...200)
            let entries = entry.list("columns")
            let columns = entries.compactMap(column)
            limits(columns, of: entries)
            let limited = columns.compactMap { column in
                column.notAbove.map { limit in
                    let other = columns.first { $0.id == limit }?.name ?? Words(same: limit)
                    return Words("\(column.name.zh)不高于\(other.zh)", "\(column.name.en) not above: \(other.en)")
                }
            }
            if !limited.isEmpty { entry.state("columns", limited.listed("，", "; ")) }
            return .table(columns, atLeast: least, atMost: most)
        case .files:
            let (least, most) = bounds(entry, Words("个文件", "files"), 0...50)
            return .files(atLeast: least, atMost: most)
        }
    }

    private static func choice(_ entry: Entry) -> Form.Question.Kind {
        let several = entry.flagIfGiven("several") ?? false
        let least = entry.wholeIfGiven("at_least", in: 0...50) ?? 1
        let options = ProgrammeReader.choices(entry.list("options"), sourced: false)
        entry.state("options", options.map(\.name).listed())
        entry.state("at_least", Words("至少选 \(least) 项", "Choose at least \(least)"))
        if least > (several ? options.count : 1), !options.isEmpty {
            entry.report("at_least", Words("至少选 \(least) 项，多于可选的项数", "At least \(least) are wanted, more than can be chosen"))
        }
        return .choice(options, several: several, atLeast: least)
    }

    private static func bounds(_ entry: Entry, _ unit: Words, _ range: ClosedRange<Int>) -> (Int, Int) {
        let least = entry.wholeIfGiven("at_least", in: range) ?? 0
        let most = entry.whole("at_most", in: range)
        cross(entry, least, most)
        if least > 0 { entry.state("at_least", Words("至少 \(least) \(unit.zh)", "At least \(least) \(unit.en)")) }
        return (least, most)
    }

    private static func cross(_ entry: Entry, _ least: Int?, _ most: Int?) {
        guard let least, let most, least > most else { return }
        entry.report("at_most", Words("至多 \(most)，却少于至少 \(least)", "At most \(most) is less than at least \(least)"),
                     instead: Words("应不小于 \(least)", "\(least) or more"))
    }
}

extension Form.Question.Kind {
    /// Whether one answer can be more than another.
    fileprivate var isAmount: Bool {
        switch self {
        case .number, .money: true
        case .text, .longText, .day, .phone, .yesNo, .choice, .table, .files: false
        }
    }

    fileprivate func isSameType(as other: Form.Question.Kind) -> Bool {
        switch (self, other) {
        case (.number, .number), (.money, .money): true
        default: false
        }
    }
}
