extension Profile {
    /// Reads an answer as it was typed or chosen. Of what may have several values each is a text of its own.
    /// - Returns: nil for no answer.
    /// - Throws: what is wrong with it, in words.
    public static func read(_ typed: [String], for item: Item, today: Day) throws(Mistake) -> Value? {
        let texts = typed.map(\.trimmedText).filter { !$0.isEmpty }
        guard let first = texts.first else { return nil }
        switch item {
        case .text(let id, _, _):
            let most = longest(id)
            guard first.count <= most else { throw Mistake(Words("最多 \(most) 字", "At most \(most) characters")) }
            return .text(first)
        case .fact(let fact):
            let value = try read(texts, first, fact, today)
            guard fact.accepts(value) else { throw Mistake(Words("请重新选择", "Please choose again")) }
            return .fact(value)
        }
    }

    public struct Mistake: Error, Sendable, Hashable {
        public let words: Words

        init(_ words: Words) { self.words = words }
    }

    /// What stands for an empty list, so that "none" is an answer and a blank is not.
    public static let none = "none"

    private static func read(_ texts: [String], _ first: String, _ fact: Fact, _ today: Day) throws(Mistake) -> FactValue {
        switch fact.kind {
        case .yesNo:
            guard ["yes", "no"].contains(first) else { throw Mistake(Words("请选择是或否", "Please choose yes or no")) }
            return .flag(first == "yes")
        case .choice, .scale: return .choice(texts)
        case .number(let least, let most, _):
            guard let number = Int(first) else { throw Mistake(Words("请填写整数", "A whole number, please")) }
            if let least, number < least { throw Mistake(Words("最小为 \(least)", "At least \(least)")) }
            if let most, number > most { throw Mistake(Words("最大为 \(most)", "At most \(most)")) }
            return .number(number)
        case .money:
            guard let fen = Fen(typed: first) else { throw Mistake(Words("请填写金额，例如 8000", "An amount such as 8000")) }
            return .money(fen)
        case .day:
            guard let day = Day(first) else { throw Mistake(Words("请填写日期", "A date, please")) }
            guard (1900...today.year + 10).contains(day.year) else { throw Mistake(Words("请检查年份", "Please check the year")) }
            return .day(day)
        case .divisions(let several):
            let named = texts.filter { $0 != none }
            if several, named.isEmpty { return .divisions([]) }
            var codes: [TreeCode] = []
            for text in named.flatMap({ $0.split(whereSeparator: { "、，,;；\n".contains($0) }).map(String.init) }) {
                guard let division = Division.read(text), let code = TreeCode(division: division.code) else {
                    throw Mistake(Words("没有找到“\(text)”，请写全称，例如“山东省青岛市崂山区”", "“\(text)” was not found; please give the full name or its code, such as 370212"))
                }
                if !codes.contains(code) { codes.append(code) }
            }
            if codes.count > Fact.mostValues { throw Mistake(Words("最多填写 \(Fact.mostValues) 处", "At most \(Fact.mostValues) places")) }
            return .divisions(codes)
        case .code:
            guard let code = TreeCode(first) else { throw Mistake(Words("请填写代码", "A code, please")) }
            return .code(code)
        }
    }
}

extension String {
    fileprivate var trimmedText: String {
        guard let from = firstIndex(where: { !$0.isWhitespace }), let to = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[from...to])
    }
}
