extension Pay {
    /// As people write it: `8000–12000 元/月·13 薪`.
    public var words: Words {
        func yuan(_ fen: Fen) -> String {
            let (whole, rest) = (fen.amount / 100, fen.amount % 100)
            return rest == 0 ? String(whole) : "\(whole).\(padded(Int(rest), 2))"
        }
        let (unit, each) = switch per {
        case .month: ("元/月", "yuan a month")
        case .day: ("元/天", "yuan a day")
        case .hour: ("元/小时", "yuan an hour")
        }
        let (zh, en): (String, String) = switch to {
        case nil: ("\(yuan(from))\(unit)以上", "\(yuan(from)) \(each) or more")
        case from?: ("\(yuan(from)) \(unit)", "\(yuan(from)) \(each)")
        case let to?: ("\(yuan(from))–\(yuan(to)) \(unit)", "\(yuan(from))–\(yuan(to)) \(each)")
        }
        guard let months, months > 12 else { return Words(zh, en) }
        return Words("\(zh)·\(months) 薪", "\(en), \(months) months a year")
    }
}

extension JobTerms.Years {
    public var words: Words {
        switch (from, to) {
        case (0, nil): Words("经验不限", "Any experience")
        case (0, 0?): Words("应届", "Fresh graduates")
        case (0, let to?): Words("\(to) 年以下", "Up to \(to) years")
        case (_, nil): Words("\(from) 年以上", "\(from) years or more")
        case (_, let to?): Words("\(from)–\(to) 年", "\(from)–\(to) years")
        }
    }
}
