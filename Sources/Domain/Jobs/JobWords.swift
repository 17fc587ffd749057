extension Pay {
    /// `12,000–18,000 元/月 · 13 薪`, `200 元起/天`; `12,000–18,000 yuan a month, 13 months a year`.
    public var words: Words {
        func yuan(_ fen: Fen) -> String {
            let text = fen.text.dropFirst()
            return text.hasSuffix(".00") ? String(text.dropLast(3)) : String(text)
        }
        let low = yuan(from), range = to.map { $0 == from ? low : "\(low)–\(yuan($0))" }
        let unit = switch per {
        case .month: Words("月", "month")
        case .day: Words("天", "day")
        case .hour: Words("小时", "hour")
        }
        let extra = months.map { Words(" · \($0) 薪", ", \($0) months a year") } ?? Words("", "")
        return Words("\(range ?? low) 元\(range == nil ? "起" : "")/\(unit.zh)\(extra.zh)", "\(range == nil ? "from " : "")\(range ?? low) yuan a \(unit.en)\(extra.en)")
    }
}

extension JobTerms.Years {
    /// `3–5 年`, `3 年以上`, `应届`.
    public var words: Words {
        switch (from, to) {
        case (0, 0): Words("应届", "New graduates")
        case (0, nil): Words("经验不限", "Any experience")
        case (0, let to?): Words("\(to) 年以下", to == 1 ? "Up to 1 year" : "Up to \(to) years")
        case (let from, nil): Words("\(from) 年以上", "\(from) years or more")
        case (let from, let to?) where from == to: Words("\(from) 年", from == 1 ? "1 year" : "\(from) years")
        case (let from, let to?): Words("\(from)–\(to) 年", "\(from)–\(to) years")
        }
    }
}
