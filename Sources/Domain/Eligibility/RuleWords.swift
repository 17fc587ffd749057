extension Condition {
    /// What the condition wants, for people. With a context, days are dates; without one, they are said by their distance: `3 年前`.
    public func words(in context: RuleContext? = nil) -> Words { words(context, negated: false) }

    private func words(_ context: RuleContext?, negated: Bool) -> Words {
        switch self {
        case .leaf(let leaf): leaf.requirement(in: context, negated: negated)
        case .not(let part, _): part.words(context, negated: !negated)
        case .all(let parts, _):
            negated ? Words("以下各项不能都成立", "Not all of these") : parts.count == 1 ? parts[0].words(context, negated: false) : Words("以下各项都要满足", "All of these")
        case .any(let parts, _):
            negated ? Words("以下各项都不成立", "None of these") : parts.count == 1 ? parts[0].words(context, negated: false) : Words("以下至少满足一项", "At least one of these")
        }
    }

    /// The whole condition in one line, for the page of rules: `（学位不低于学士 或 高层次人才：是）且 …`.
    public var sentence: Words { sentence(negated: false, inside: false) }

    private func sentence(negated: Bool, inside: Bool) -> Words {
        switch self {
        case .leaf(let leaf): return leaf.requirement(in: nil, negated: negated)
        case .not(let part, _): return part.sentence(negated: !negated, inside: inside)
        case .all(let parts, _), .any(let parts, _):
            if case .all = self, !negated { return Self.joined(parts.map { $0.sentence(negated: negated, inside: parts.count > 1) }, "；且", "; and ", inside) }
            if case .any = self, negated { return Self.joined(parts.map { $0.sentence(negated: negated, inside: parts.count > 1) }, "；且", "; and ", inside) }
            return Self.joined(parts.map { $0.sentence(negated: negated, inside: parts.count > 1) }, "，或", ", or ", inside)
        }
    }

    private static func joined(_ parts: [Words], _ zh: String, _ en: String, _ inside: Bool) -> Words {
        let words = Words(parts.map(\.zh).joined(separator: zh), parts.map(\.en).joined(separator: en))
        return inside && parts.count > 1 ? Words("（\(words.zh)）", "(\(words.en))") : words
    }
}

extension Condition.Leaf {
    /// What the answer must be; negated, what it must not be.
    func requirement(in context: RuleContext?, negated: Bool) -> Words {
        let words = test(context, negated)
        return proven ? Words(words.zh + "（须核验）", words.en + " (proven)") : words
    }

    private func test(_ context: RuleContext?, _ negated: Bool) -> Words {
        switch test {
        case .flag(let flag):
            return flag != negated ? Words("\(name.zh)：是", "\(name.en): yes") : Words("\(name.zh)：否", "\(name.en): no")
        case .oneOf(let ids):
            let list = listed(ids.map(option))
            return negated ? Words("\(name.zh)不为\(list.zh)", "\(name.en): other than \(list.en)") : Words("\(name.zh)为\(list.zh)", "\(name.en): \(list.en)")
        case .rank(let least, let most): return range(name, least.map(option), most.map(option), negated)
        case .amount(let least, let most): return range(name, least.map(amount), most.map(amount), negated)
        case .years(let least, let most):
            let (what, unit) = years
            return range(what, least.map { Words("\($0) \(unit.zh)", "\($0) \(unit.en)") }, most.map { Words("\($0) \(unit.zh)", "\($0) \(unit.en)") }, negated)
        case .between(let from, let to): return window(from?.words(context), to?.words(context), negated)
        case .lies(let places):
            let list = listed(places.map(\.words))
            return negated ? Words("\(name.zh)不在\(list.zh)", "\(name.en): not in \(list.en)") : Words("\(name.zh)在\(list.zh)", "\(name.en): in \(list.en)")
        case .under(let codes):
            let list = listed(codes.map { Words($0.text, $0.text) })
            return negated ? Words("\(name.zh)不以 \(list.zh) 开头", "\(name.en): not beginning with \(list.en)")
                : Words("\(name.zh)以 \(list.zh) 开头", "\(name.en): beginning with \(list.en)")
        }
    }

    private var name: Words { fact.name }

    private func range(_ what: Words, _ least: Words?, _ most: Words?, _ negated: Bool) -> Words {
        switch (least.map(Self.spaced), most.map(Self.spaced)) {
        case (let least?, let most?) where least == most:
            negated ? Words("\(what.zh)不是\(least.zh)", "\(what.en): other than \(least.en)") : Words("\(what.zh)为\(least.zh)", "\(what.en): \(least.en)")
        case (let least?, let most?):
            negated ? Words("\(what.zh)不在\(Self.closed(least))至\(Self.closed(most))之间", "\(what.en): not from \(least.en) to \(most.en)")
                : Words("\(what.zh)在\(Self.closed(least))至\(Self.closed(most))之间", "\(what.en): from \(least.en) to \(most.en)")
        case (let least?, nil):
            negated ? Words("\(what.zh)低于\(least.zh)", "\(what.en): below \(least.en)") : Words("\(what.zh)不低于\(least.zh)", "\(what.en): \(least.en) or above")
        case (nil, let most?):
            negated ? Words("\(what.zh)高于\(most.zh)", "\(what.en): above \(most.en)") : Words("\(what.zh)不高于\(most.zh)", "\(what.en): \(most.en) or below")
        case (nil, nil): what
        }
    }

    /// `不低于 6 个月`: a space stands between Chinese and figures.
    private static func spaced(_ words: Words) -> Words { words.zh.first?.isWholeNumber == true ? Words(" " + words.zh, words.en) : words }

    private static func closed(_ words: Words) -> String { words.zh.last?.isWholeNumber == true ? words.zh + " " : words.zh }

    private func window(_ from: Words?, _ to: Words?, _ negated: Bool) -> Words {
        switch (from.map(Self.spaced), to.map(Self.spaced)) {
        case (let from?, let to?):
            negated ? Words("\(name.zh)不在\(Self.closed(from))至\(Self.closed(to))之间", "\(name.en): not from \(from.en) to \(to.en)")
                : Words("\(name.zh)在\(Self.closed(from))至\(Self.closed(to))之间", "\(name.en): from \(from.en) to \(to.en)")
        case (let from?, nil): negated ? Words("\(name.zh)早于\(from.zh)", "\(name.en): before \(from.en)") : Words("\(name.zh)不早于\(from.zh)", "\(name.en): not before \(from.en)")
        case (nil, let to?): negated ? Words("\(name.zh)晚于\(to.zh)", "\(name.en): after \(to.en)") : Words("\(name.zh)不晚于\(to.zh)", "\(name.en): not after \(to.en)")
        case (nil, nil): name
        }
    }

    private func option(_ id: String) -> Words { fact.options.first { $0.id == id }?.name ?? Words(id, id) }

    private func amount(_ number: Int) -> Words {
        switch fact.kind {
        case .money: let text = Fen(Int64(number)).text; return Words(text, text)
        case .number(_, _, let unit): return Words("\(number)" + (unit.map { " \($0.zh)" } ?? ""), "\(number)" + (unit.map { " \($0.en)" } ?? ""))
        case .yesNo, .choice, .scale, .day, .divisions, .code: return Words("\(number)", "\(number)")
        }
    }

    private var years: (what: Words, unit: Words) {
        if case .day(let age?) = fact.kind { return (age, Words("周岁", "years")) }
        return (Words("\(name.zh)至今满年数", "Full years since: \(name.en)"), Words("年", "years"))
    }

    private func listed(_ list: [Words]) -> Words { Words(list.map(\.zh).joined(separator: "或"), list.map(\.en).joined(separator: " or ")) }

    // MARK: what is known

    /// `硕士（已核验）`
    func found(_ known: Facts.Known, _ context: RuleContext) -> Words {
        let value = words(known.value, context)
        guard proven else { return value }
        switch known.state(on: context.today) {
        case .stated: return Words("\(value.zh)（自述）", "\(value.en) (stated)")
        case .proven: return Words("\(value.zh)（已核验）", "\(value.en) (proven)")
        case .expired: return Words("\(value.zh)（证明已过期）", "\(value.en) (proof expired)")
        }
    }

    /// The answer as the leaf looks at it: of a birth date, the age.
    func words(_ value: FactValue, _ context: RuleContext) -> Words {
        if case .years = test, case .day(let day) = value, case .day = fact.kind {
            let full = day > context.today ? 0 : context.fullYears(since: day)
            return Words("\(full) \(years.unit.zh)", "\(full) \(years.unit.en)")
        }
        return fact.words(value)
    }

    func waits(_ facts: Facts, _ context: RuleContext, wanted: Bool) -> Words {
        if needsStation(facts, context) { return Words("选定驿站后才能确定", "Depends on the station") }
        switch questions(facts, context, wanted: wanted).first?.needs {
        case .detail?: return Words("请填写得更具体", "A more exact answer is needed")
        case .proof?: return Words("尚未核验", "Not yet proven")
        case .renewal?: return Words("证明已过期，需重新核验", "The proof has expired")
        case .answer?, nil: return Words("还没有回答", "Not answered yet")
        }
    }
}

extension RuleContext {
    fileprivate func fullYears(since day: Day) -> Int {
        let (year, month, date) = day.parts, (thisYear, thisMonth, thisDate) = today.parts
        return thisYear - year - ((thisMonth, thisDate) < (month, date) ? 1 : 0)
    }
}

extension Fact {
    /// An answer in words: `学士`, `¥8,000.00`, `无`.
    public func words(_ value: FactValue) -> Words {
        func same(_ text: String) -> Words { Words(text, text) }
        switch value {
        case .flag(let flag): return flag ? Words("是", "yes") : Words("否", "no")
        case .choice(let ids):
            let names = ids.map { id in options.first { $0.id == id }?.name ?? same(id) }
            return names.isEmpty ? Words("无", "none") : Words(names.map(\.zh).joined(separator: "、"), names.map(\.en).joined(separator: ", "))
        case .number(let number):
            guard case .number(_, _, let unit?) = kind else { return same("\(number)") }
            return Words("\(number) \(unit.zh)", "\(number) \(unit.en)")
        case .money(let fen): return same(fen.text)
        case .day(let day): return same(day.description)
        case .divisions(let codes):
            return codes.isEmpty ? Words("无", "none") : Words(codes.map(\.text).joined(separator: "、"), codes.map(\.text).joined(separator: ", "))
        case .code(let code): return same(code.text)
        }
    }
}

extension Condition.Place {
    var words: Words {
        switch self {
        case .stationArea: Words("驿站所在区域", "the station's area")
        case .city: Words("本市", "the city")
        case .division(let code): Words(code.text, code.text)
        }
    }
}

extension Condition.Moment {
    /// The date, where the context gives it; else the distance.
    func words(_ context: RuleContext?) -> Words {
        switch base {
        case .day(let day):
            let text = moved(day).description
            return Words(text, text)
        case .today:
            if let context {
                let text = moved(context.today).description
                return Words(text, text)
            }
            return distance.map { Words($0.zh + (isBefore ? "前" : "后"), $0.en + (isBefore ? " ago" : " ahead")) } ?? Words("当天", "today")
        case .fact(let fact):
            return distance.map { Words("\(fact.name.zh)\(isBefore ? "前" : "后") \($0.zh)", "\($0.en) \(isBefore ? "before" : "after") \(fact.name.en)") } ?? fact.name
        }
    }

    private var isBefore: Bool { months < 0 || days < 0 }

    private var distance: Words? {
        let (months, days) = (abs(months), abs(days))
        if months > 0, months % 12 == 0 { return Words("\(months / 12) 年", months == 12 ? "1 year" : "\(months / 12) years") }
        if months > 0 { return Words("\(months) 个月", months == 1 ? "1 month" : "\(months) months") }
        return days > 0 ? Words("\(days) 天", days == 1 ? "1 day" : "\(days) days") : nil
    }
}
