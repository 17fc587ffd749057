extension PolicyTerms {
    /// One thing that a version says, in words: what versions are compared by.
    public struct Line: Sendable, Hashable, Codable {
        public let label: Words
        public let text: Words

        public init(_ label: Words, _ text: Words) {
            self.label = label
            self.text = text
        }
    }

    /// All that it says, each condition, material and step as a line of its own.
    /// - Parameter office: what the office is called.
    public func lines(office: Words) -> [Line] {
        func same(_ text: String) -> Words { Words(text, text) }
        var lines = [Line(Words("名称", "Title"), title), Line(Words("种类", "Kind"), kind.name), Line(Words("待遇", "What it gives"), gives)]
        lines += amountLines.map { Line(Words("金额", "Amount"), $0) }
        lines += conditions.map { condition, clause in
            let says = condition.sentence
            return Line(Words("条件", "Condition"), clause.map { Words("\(says.zh)（\($0.text)）", "\(says.en) (\($0.text))") } ?? says)
        }
        lines += excludes.map { Line(Words("不同时享受", "Not together with"), same($0)) }
        lines += materials.map { Line(Words("材料", "Material"), $0.name) }
        lines += steps.map { Line(Words("办理步骤", "Step"), $0) }
        lines += [deadline.map { Line(Words("申请期限", "When to apply"), $0) }, lastDay.map { Line(Words("最后申请日", "Last day"), same($0.description)) }].compactMap(\.self)
        lines += [
            Line(Words("办理部门", "Office"), office), Line(Words("免申即享", "Offered without applying"), offered ? Words("是", "yes") : Words("否", "no")),
            Line(Words("文号", "Number"), same(source.number)), Line(Words("文件", "Document"), same(source.title)), Line(Words("条款", "Clause"), same(source.clause)),
            Line(Words("网址", "Address"), same(source.url)), Line(Words("起止", "In force"), Words("\(from) 起\(to.map { "，至 \($0)" } ?? "")", "from \(from)\(to.map { " to \($0)" } ?? "")")),
        ]
        return lines
    }

    /// The conditions one by one, as an officer checks them against the original, with the clause that each rests on.
    public var conditions: [(condition: Condition, clause: Clause?)] {
        guard case .all(let parts, let clause) = eligible else { return [(eligible, eligible.clause)] }
        return parts.map { ($0, $0.clause ?? $0.leaves.compactMap(\.clause).first ?? clause) }
    }

    /// `每月 ¥500.00，最多 36 个月`; of a table a line each.
    public var amountLines: [Words] {
        switch amount {
        case .none: []
        case .fixed(let fen): [Words("一次性 \(fen.text)", "\(fen.text) once")]
        case .monthly(let fen, let months): [Words("每月 \(fen.text)，最多 \(months) 个月", "\(fen.text) a month for up to \(months) months")]
        case .table(let lines): lines.map { line in
            let sum = line.months == 1 ? line.amount.text : "\(line.amount.text) × \(line.months)"
            return Words("\(line.when.sentence.zh)：\(sum)\(line.months == 1 ? "" : " 个月")", "\(line.when.sentence.en): \(sum)\(line.months == 1 ? "" : " months")")
        }
        }
    }

    /// What another version says otherwise: what it leaves out, and what is new in it.
    public static func differences(from old: [Line], to new: [Line]) -> (gone: [Line], added: [Line]) {
        func without(_ lines: [Line], _ others: [Line]) -> [Line] {
            var counts = Dictionary(others.map { ($0, 1) }, uniquingKeysWith: +)
            return lines.filter { line in
                guard let count = counts[line], count > 0 else { return true }
                counts[line] = count - 1
                return false
            }
        }
        return (without(old, new), without(new, old))
    }
}
