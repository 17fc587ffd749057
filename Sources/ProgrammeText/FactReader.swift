import Domain

/// Reads the facts that a file adds to the profile's.
enum FactReader {
    static func read(_ top: Entry) -> FactCatalogue {
        guard top.has("facts") else {
            _ = top.partIfGiven("facts")
            return .profile
        }
        let added = top.members("facts").compactMap { id, entry -> Fact? in
            if FactCatalogue.profile.fact(id) != nil || (Profile.item(id) != nil && !FactCatalogue.forbidden.contains(id)) || Shorthand(rawValue: id) != nil || ["all", "any", "not", "proven", "clause", "assumed"].contains(id) {
                entry.report(Words("\(id) 已是个人资料中的事实", "\(id) is a fact of the profile already"), instead: Words("直接使用，或换一个编号", "use it as it is, or choose another id"))
            }
            if FactCatalogue.forbidden.contains(id) { entry.report(forbidden(id), instead: Words("删去", "remove it")) }
            return fact(entry, id: id)
        }
        return FactCatalogue(FactCatalogue.profile.facts + added)
    }

    static func forbidden(_ id: String) -> Words {
        Words("不得以 \(id) 决定资格（就业促进法 第三条）", "\(id) may decide nothing (Employment Promotion Law, article 3)")
    }

    private enum Kind: String, CaseIterable {
        case choice, scale, number, money, date, code
        case yesNo = "yes_no"
        case division, divisions
    }

    private static func fact(_ entry: Entry, id: String) -> Fact? {
        let name = entry.words("name")
        let question = entry.words("question")
        let hint = entry.wordsIfGiven("hint")
        let isFixed = entry.flagIfGiven("fixed") ?? false
        guard let kind = entry.one("type", of: Kind.self).map({ self.kind($0, entry) }) else { return nil }
        entry.done()
        return Fact(id: id, name: name, question: question, hint: hint, kind: kind, isFixed: isFixed)
    }

    private static func kind(_ kind: Kind, _ entry: Entry) -> Fact.Kind {
        switch kind {
        case .yesNo: return .yesNo
        case .choice:
            let several = entry.flagIfGiven("several") ?? false
            return .choice(options(entry), several: several)
        case .scale: return .scale(options(entry))
        case .number:
            let least = entry.wholeIfGiven("at_least", in: Fact.widest)
            let most = entry.wholeIfGiven("at_most", in: Fact.widest)
            ConditionReader.cross(entry, least, most)
            return .number(atLeast: least, atMost: most, unit: entry.wordsIfGiven("unit"))
        case .money: return .money
        case .date: return .day(age: entry.wordsIfGiven("age"))
        case .division: return .divisions(several: false)
        case .divisions: return .divisions(several: true)
        case .code: return .code(standard: entry.words("standard"))
        }
    }

    private static func options(_ entry: Entry) -> [Fact.Option] {
        let options = entry.list("options").map { option in
            let made = Fact.Option(option.id(), option.words("name"), code: option.textIfGiven("code"))
            option.done()
            return made
        }
        if options.count < 2, entry.has("options"), !entry.reading.isFaulty(entry.path("options")) {
            entry.report("options", Words("至少要有两个选项", "Two options at least are needed"))
        }
        return options
    }
}
