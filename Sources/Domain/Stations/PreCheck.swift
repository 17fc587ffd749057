/// Whether one condition is met as far as the answers show, and if not, what is missing.
public struct ConditionCheck: Sendable, Hashable, Codable {
    public let condition: String
    public let name: Words
    public let says: String
    public let clause: Clause?
    /// `unknown` while nothing has been answered yet.
    public let verdict: Verdict
    /// What would change the answer, field by field.
    public let missing: [Refusal.Field]

    public init(condition: String, name: Words, says: String, clause: Clause?, verdict: Verdict, missing: [Refusal.Field]) {
        self.condition = condition
        self.name = name
        self.says = says
        self.clause = clause
        self.verdict = verdict
        self.missing = missing
    }
}

extension Form {
    /// Checks all conditions against what was answered.
    /// - Parameter files: how many files are attached to each question, by `condition.question`.
    public func check(_ answers: Answers, files: [String: Int]) -> [ConditionCheck] {
        conditions.map { condition in
            let group = answers[[condition.id]] ?? .none
            let missing = condition.questions.check(group, at: condition.id, files: files)
            let untouched = group.isBlank && condition.questions.allSatisfy { files["\(condition.id).\($0.id)", default: 0] == 0 }
            return ConditionCheck(
                condition: condition.id, name: condition.name, says: condition.says, clause: condition.clause,
                verdict: missing.isEmpty ? .yes : untouched ? .unknown : .no, missing: missing)
        }
    }
}

extension [Form.Question] {
    /// Checks each question of a condition or row, and then those that are right by themselves against the ones beside them.
    fileprivate func check(_ answers: Answers, at path: String, files: [String: Int]) -> [Refusal.Field] {
        flatMap { question in
            let at = "\(path).\(question.id)"
            let found = question.check(answers[[question.id]], at: at, files: files)
            guard found.isEmpty, let limit = first(where: { $0.id == question.notAbove }) else { return found }
            return question.check(answers, notAbove: limit, at: at)
        }
    }
}

extension Form.Question {
    /// What is wrong if this answer exceeds that to another question. Where one of the two is no amount, there is nothing to compare.
    fileprivate func check(_ answers: Answers, notAbove limit: Form.Question, at path: String) -> [Refusal.Field] {
        guard let mine = amount(answers), let most = limit.amount(answers), mine.value > most.value else { return [] }
        return [Refusal.Field(path, Words(
            "\(name.zh)不能高于\(limit.name.zh)：\(name.zh) \(mine.words.zh)，\(limit.name.zh) \(most.words.zh)",
            "\(name.en) must not be above \(limit.name.en): \(name.en) \(mine.words.en), \(limit.name.en) \(most.words.en)"))]
    }

    /// The amount (in fen) or number that was typed, with how it is written.
    private func amount(_ answers: Answers) -> (value: Int64, words: Words)? {
        let text = answers[[id]]?.plain ?? ""
        switch kind {
        case .money: return Fen(typed: text).map { ($0.amount, Words($0.text, $0.text)) }
        case .number(_, _, let unit): return Int64(text).map { ($0, Words("\($0)" + (unit?.zh ?? ""), "\($0)" + (unit.map { " \($0.en)" } ?? ""))) }
        case .text, .longText, .day, .phone, .yesNo, .choice, .table, .files: return nil
        }
    }

    func check(_ answer: Answers?, at path: String, files: [String: Int]) -> [Refusal.Field] {
        let text = answer?.plain ?? ""
        func wrong(_ zh: String, _ en: String) -> [Refusal.Field] { [Refusal.Field(path, Words(zh, en))] }
        func absent() -> [Refusal.Field] { required ? wrong("请填写\(name.zh)", "Please give: \(name.en)") : [] }

        switch kind {
        case .text(let most):
            if text.isEmpty { return absent() }
            return text.count > most ? wrong("\(name.zh)最多 \(most) 个字", "\(name.en): at most \(most) characters") : []
        case .longText(let least, let most):
            if text.isEmpty { return absent() }
            if text.count < least { return wrong("\(name.zh)至少 \(least) 个字，还差 \(least - text.count) 个字", "\(name.en): at least \(least) characters, \(least - text.count) to go") }
            return text.count > most ? wrong("\(name.zh)最多 \(most) 个字", "\(name.en): at most \(most) characters") : []
        case .number(let least, let most, let unit):
            if text.isEmpty { return absent() }
            guard let number = Int(text) else { return wrong("\(name.zh)请填整数", "\(name.en): a whole number, please") }
            let zhUnit = unit.map(\.zh) ?? "", enUnit = unit.map { " " + $0.en } ?? ""
            if let least, number < least { return wrong("\(name.zh)至少 \(least)\(zhUnit)，现填 \(number)", "\(name.en): at least \(least)\(enUnit), now \(number)") }
            if let most, number > most { return wrong("\(name.zh)最多 \(most)\(zhUnit)，现填 \(number)", "\(name.en): at most \(most)\(enUnit), now \(number)") }
            return []
        case .money(let least, let most):
            if text.isEmpty { return absent() }
            guard let fen = Fen(typed: text) else { return wrong("\(name.zh)请填金额，最多两位小数", "\(name.en): an amount with at most two decimals") }
            if let least, fen.amount < least { return wrong("\(name.zh)至少 \(Fen(least).text)", "\(name.en): at least \(Fen(least).text)") }
            if let most, fen.amount > most { return wrong("\(name.zh)最多 \(Fen(most).text)", "\(name.en): at most \(Fen(most).text)") }
            return []
        case .day:
            if text.isEmpty { return absent() }
            return Day(text) == nil ? wrong("\(name.zh)请填日期，例如 2020-11-16", "\(name.en): a date such as 2020-11-16") : []
        case .phone:
            if text.isEmpty { return absent() }
            return Phone.isPlausible(text) ? [] : wrong("\(name.zh)请填手机号或带区号的座机号", "\(name.en): a mobile number, or a landline with area code")
        case .yesNo(let must):
            if text.isEmpty { return absent() }
            guard let says = Self.saysYes(text) else { return wrong("\(name.zh)请选择是或否", "\(name.en): yes or no") }
            if let must, says != must { return wrong("\(name.zh)须为“\(must ? "是" : "否")”", "\(name.en): must be \(must ? "yes" : "no")") }
            return []
        case .choice(let choices, let several, let least):
            let chosen = Set(answer.map { Self.chosen($0) } ?? [])
            if chosen.isEmpty { return absent() }
            let known = Set(choices.map(\.id))
            if !chosen.allSatisfy(known.contains) { return wrong("\(name.zh)请从列出的选项中选择", "\(name.en): choose from the list") }
            if !several, chosen.count > 1 { return wrong("\(name.zh)只能选一项", "\(name.en): choose only one") }
            return chosen.count < least ? wrong("\(name.zh)至少选 \(least) 项，现选 \(chosen.count) 项", "\(name.en): choose at least \(least), now \(chosen.count)") : []
        case .table(let columns, let least, let most):
            let rows = answer?.rows() ?? []
            var found: [Refusal.Field] = []
            if rows.count < least { found += wrong("\(name.zh)至少 \(least) 行，还差 \(least - rows.count) 行", "\(name.en): at least \(least) rows, \(least - rows.count) to go") }
            if rows.count > most { found += wrong("\(name.zh)最多 \(most) 行", "\(name.en): at most \(most) rows") }
            for (index, row) in rows {
                found += columns.check(row, at: "\(path).\(index)", files: files)
            }
            return found
        case .files(let least, let most):
            let count = files[path, default: 0]
            if count < least { return wrong("请上传\(name.zh)（PDF、JPEG 或 PNG）", "Please attach: \(name.en) (PDF, JPEG or PNG)") }
            return count > most ? wrong("\(name.zh)最多 \(most) 个文件", "\(name.en): at most \(most) files") : []
        }
    }

    public static func saysYes(_ text: String) -> Bool? {
        switch text {
        case "yes", "true", "1", "on", "是": true
        case "no", "false", "0", "off", "否": false
        default: nil
        }
    }

    static func chosen(_ answer: Answers) -> [String] { answer.texts() }
}

extension Fen {
    /// Reads yuan as people type them: `1,200`, `¥98.5`, `0.01`. At most two decimals and ten digits before them.
    public init?(typed: String) {
        var text = typed.filter { $0 != "," && $0 != "，" && !$0.isWhitespace }
        if text.hasPrefix("¥") || text.hasPrefix("￥") { text.removeFirst() }
        if text.hasSuffix("元") { text.removeLast() }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...10).contains(parts[0].count), parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
              let yuan = Int64(parts[0]) else { return nil }
        var fen: Int64 = 0
        if parts.count == 2 {
            guard (1...2).contains(parts[1].count), parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let decimals = Int64(parts[1]) else { return nil }
            fen = parts[1].count == 1 ? decimals * 10 : decimals
        }
        self.init(yuan * 100 + fen)
    }
}

/// Telephone numbers as people write them in China.
public enum Phone {
    /// The digits alone, without `+86`, spaces and hyphens.
    public static func normalised(_ text: String) -> String {
        var digits = text.filter { $0.isASCII && ($0.isNumber || $0 == "+") }
        if digits.hasPrefix("+86") { digits.removeFirst(3) } else if digits.hasPrefix("0086") { digits.removeFirst(4) }
        return digits
    }

    /// A mobile number: 1 and ten digits.
    public static func isMobile(_ text: String) -> Bool {
        let digits = normalised(text)
        return digits.count == 11 && digits.hasPrefix("1") && !digits.hasPrefix("10") && !digits.hasPrefix("11") && !digits.hasPrefix("12")
    }

    /// A mobile number, a landline with area code, or a service number such as 12345.
    public static func isPlausible(_ text: String) -> Bool {
        let digits = normalised(text)
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
        if isMobile(digits) { return true }
        return (digits.hasPrefix("0") && (10...12).contains(digits.count)) || ((digits.hasPrefix("12") || digits.hasPrefix("9")) && digits.count == 5)
    }

    /// `138****5678`: enough to recognise it, too little to call it.
    public static func masked(_ text: String) -> Masked {
        let digits = normalised(text)
        guard digits.count > 7 else { return Masked(String(repeating: "*", count: digits.count)) }
        return Masked(digits.prefix(3) + String(repeating: "*", count: digits.count - 7) + digits.suffix(4))
    }
}

/// A personal value of which only a part is shown. The whole value is never Encodable.
public struct Masked: Sendable, Hashable, Codable {
    public let text: String

    public init(_ text: some StringProtocol) { self.text = String(text) }

    public init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
