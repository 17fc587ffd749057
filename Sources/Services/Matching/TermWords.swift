import Domain

/// Pay and years of a job in words.
public enum TermWords {
    /// `12,000–18,000 元/月 · 13 薪`
    public static func pay(_ pay: Pay) -> Words {
        let low = yuan(pay.from), high = pay.to.map(yuan)
        let range = high.map { $0 == low ? low : "\(low)–\($0)" }
        let unit = switch pay.per {
        case .month: Words("月", "month")
        case .day: Words("天", "day")
        case .hour: Words("小时", "hour")
        }
        let extra = pay.months.map { Words(" · \($0) 薪", ", \($0) months a year") } ?? Words("", "")
        return Words("\(range ?? low) 元\(range == nil ? "起" : "")/\(unit.zh)\(extra.zh)", "\(range == nil ? "from " : "")¥\(range ?? low) a \(unit.en)\(extra.en)")
    }

    /// `3–5 年`
    public static func years(_ years: JobTerms.Years) -> Words {
        switch (years.from, years.to) {
        case (0, 0): Words("应届", "New graduates")
        case (0, nil): Words("经验不限", "Any experience")
        case (let from, nil): Words("\(from) 年以上", "\(from) years or more")
        case (let from, let to?) where from == to: Words("\(from) 年", from == 1 ? "1 year" : "\(from) years")
        case (let from, let to?): Words("\(from)–\(to) 年", "\(from)–\(to) years")
        }
    }

    private static func yuan(_ fen: Fen) -> String {
        let text = fen.text.dropFirst()
        return text.hasSuffix(".00") ? String(text.dropLast(3)) : String(text)
    }
}
