import Domain

/// Short names for what rules often say.
enum Shorthand: String, CaseIterable {
    /// `age: { from: 18, to: 35 }`, in completed years since the birth date.
    case age
    /// `graduated: { within: 3 years }`, up to today.
    case graduated
    /// `graduates: { within: 12 months }`, from today.
    case graduates
    case hasHomeIn = "has_home_in"
    case worksIn = "works_in"
    case insuredIn = "insured_in"
    case livesIn = "lives_in"
    case householdIn = "household_in"

    var fact: String {
        switch self {
        case .age: "birth_date"
        case .graduated, .graduates: "graduation_date"
        case .hasHomeIn: "homes"
        case .worksIn: "work"
        case .insuredIn: "insurance"
        case .livesIn: "residence"
        case .householdIn: "household"
        }
    }
}

/// Reads a condition: `all`, `any`, `not`, or one fact with what its answer must be.
struct ConditionReader {
    let catalogue: FactCatalogue

    private static let marks: Set<String> = ["clause", "assumed", "proven"]

    /// - Parameter inherited: the source of the section around it, which a part without marks of its own takes over.
    /// - Returns: nil where something is wrong with it; the mistake is reported.
    func read(_ entry: Entry, inherited: Programme.Provision.Source?) -> Condition? {
        let keys = entry.names.filter { !Self.marks.contains($0) }
        for key in keys { _ = entry.node(key) }
        guard let key = keys.first, keys.count == 1 else {
            entry.report(keys.isEmpty ? Words("没有写条件", "No condition stands here") : Words("一项只写一个条件，这里有 \(keys.count) 个", "One condition at a time; here are \(keys.count)"),
                         instead: Words("写成 all: [ … ]（都要满足）或 any: [ … ]（满足一项）", "write all: [ … ] or any: [ … ]"))
            return nil
        }
        let clause = (entry.has("clause") ? entry.clauseIfGiven() : nil) ?? inherited?.clause
        let proven = entry.flagIfGiven("proven") ?? false
        let own: Programme.Provision.Source? = inherited.map { source in
            if case .notice = source, let clause { .notice(clause) } else { source }
        }
        let condition: Condition? = switch key {
        case "all": group(entry, key, own).map { .all($0, clause: clause) }
        case "any": group(entry, key, own).map { .any($0, clause: clause) }
        case "not": entry.part("not").flatMap { read($0, inherited: own) }.map { .not($0, clause: clause) }
        default: leaf(entry, key, proven: proven, clause)
        }
        if ["all", "any", "not"].contains(key), entry.has("proven") {
            entry.report("proven", Words("proven 只用于单个条件", "proven belongs to a single fact"), instead: Words("写到各个条件上", "write it at each fact"))
        }
        if entry.has("clause") || entry.has("assumed") || inherited == nil { entry.source(condition?.sentence ?? Words("", ""), inherited: inherited) }
        entry.done()
        return condition
    }

    private func group(_ entry: Entry, _ key: String, _ source: Programme.Provision.Source?) -> [Condition]? {
        let entries = entry.list(key)
        let parts = entries.map { read($0, inherited: source) }
        if entries.isEmpty, !entry.reading.isFaulty(entry.path(key)) { entry.report(key, Words("\(key) 下没有条件", "Nothing stands under \(key)")) }
        guard !entries.isEmpty, !parts.contains(nil) else { return nil }
        return parts.compactMap(\.self)
    }

    // MARK: leaves

    private func leaf(_ entry: Entry, _ key: String, proven: Bool, _ clause: Clause?) -> Condition? {
        let short = Shorthand(rawValue: key)
        if FactCatalogue.forbidden.contains(key) {
            entry.report(key, FactReader.forbidden(key), instead: Words("删去这一条件", "remove the condition"))
            return nil
        }
        guard let fact = catalogue.fact(short?.fact ?? key) else {
            let known = catalogue.facts.map(\.id) + Shorthand.allCases.map(\.rawValue) + ["all", "any", "not"]
            entry.report(key, Words("没有叫 \(key) 的事实", "There is no fact called \(key)"), instead: advice(key, among: known))
            return nil
        }
        entry.reading.factUses.append((fact.id, entry.path(key)))
        guard let test = short.flatMap({ self.short($0, entry, key) }) ?? (short == nil || fact.isPlace ? self.test(fact, entry, key) : nil) else { return nil }
        return .leaf(Condition.Leaf(fact, test, proven: proven, clause: clause))
    }

    private func short(_ short: Shorthand, _ entry: Entry, _ key: String) -> Condition.Test? {
        switch short {
        case .age:
            guard let part = entry.part(key) else { return nil }
            let from = part.wholeIfGiven("from", in: 0...150), to = part.wholeIfGiven("to", in: 0...150)
            part.done()
            return bounded(part, from, to, "from", "to").map { .years(atLeast: $0.0, atMost: $0.1) }
        case .graduated, .graduates:
            guard let part = entry.part(key) else { return nil }
            let distance = Self.distance(part.text("within"))
            if distance == nil, !part.reading.isFaulty(part.path("within")), part.has("within") {
                part.report("within", Words("“\(part.text("within"))”不是期限", "“\(part.text("within"))” is no length of time"), instead: Words("写成 3 years、12 months 或 30 days", "write 3 years, 12 months or 30 days"))
            }
            part.done()
            guard let (months, days) = distance else { return nil }
            return short == .graduated ? .between(from: .init(.today, months: -months, days: -days), to: .init(.today)) : .between(from: .init(.today), to: .init(.today, months: months, days: days))
        case .hasHomeIn, .worksIn, .insuredIn, .livesIn, .householdIn: return nil
        }
    }

    private func test(_ fact: Fact, _ entry: Entry, _ key: String) -> Condition.Test? {
        let isPart = entry.isPart(key)
        switch fact.kind {
        case .yesNo: return entry.flagIfGiven(key).map { .flag($0) }
        case .choice(let options, _):
            return ids(isPart ? "in" : key, isPart ? entry.part(key) : entry, options, closes: isPart).map { .oneOf($0) }
        case .scale(let options):
            guard isPart, let part = entry.part(key) else { return ids(key, entry, options, closes: false).map { .oneOf($0) } }
            if part.has("in") { return ids("in", part, options, closes: true).map { .oneOf($0) } }
            let from = option(part, "at_least", options), to = option(part, "at_most", options)
            part.done()
            return bounded(part, from.flatMap(fact.rank), to.flatMap(fact.rank), "at_least", "at_most").map { _ in .rank(atLeast: from, atMost: to) }
        case .number, .money:
            let scale = fact.kind == .money ? 100 : 1
            let widest = (Fact.widest.lowerBound / scale)...(Fact.widest.upperBound / scale)
            guard isPart, let part = entry.part(key) else {
                let number = entry.wholeIfGiven(key, in: widest)
                return entry.reading.isFaulty(entry.path(key)) ? nil : number.map { .amount(atLeast: $0 * scale, atMost: $0 * scale) }
            }
            let from = part.wholeIfGiven("at_least", in: widest), to = part.wholeIfGiven("at_most", in: widest)
            part.done()
            return bounded(part, from, to, "at_least", "at_most").map { .amount(atLeast: $0.0.map { $0 * scale }, atMost: $0.1.map { $0 * scale }) }
        case .day: return day(fact, entry, key)
        case .divisions: return places(isPart ? "in" : key, isPart ? entry.part(key) : entry, closes: isPart)
        case .code: return codes(isPart ? "under" : key, isPart ? entry.part(key) : entry, closes: isPart)
        }
    }

    private func ids(_ key: String, _ entry: Entry?, _ options: [Fact.Option], closes: Bool) -> [String]? {
        guard let entry else { return nil }
        let found = entry.texts(key)
        for (id, path) in found where !options.contains(where: { $0.id == id }) {
            entry.reading.report(path, Words("没有选项 \(id)", "There is no option \(id)"), instead: advice(id, among: options.map(\.id)))
        }
        if closes { entry.done() }
        return wanted(found.map(\.text), key, entry)
    }

    private func option(_ entry: Entry, _ key: String, _ options: [Fact.Option]) -> String? {
        guard let id = entry.textIfGiven(key) else { return nil }
        if !id.isEmpty, !options.contains(where: { $0.id == id }) {
            entry.report(key, Words("没有选项 \(id)", "There is no option \(id)"), instead: advice(id, among: options.map(\.id)))
        }
        return id
    }

    private func wanted<Thing>(_ things: [Thing], _ key: String, _ entry: Entry) -> [Thing]? {
        if things.isEmpty, !entry.reading.isFaulty(entry.path(key)) {
            entry.report(entry.has(key) ? key : "", Words("没有写须是什么", "What it must be is missing"), instead: Words("写上“\(key): [ … ]”", "write “\(key): [ … ]”"))
        }
        return things.isEmpty ? nil : things
    }

    private func places(_ key: String, _ entry: Entry?, closes: Bool) -> Condition.Test? {
        guard let entry else { return nil }
        let places = entry.texts(key).compactMap { text, path -> Condition.Place? in
            switch text {
            case "station_area":
                entry.reading.placeUses.append(path)
                return .stationArea
            case "city":
                entry.reading.placeUses.append(path)
                return .city
            default:
                if let code = TreeCode(division: text) { return .division(code) }
                entry.reading.report(path, Words("\(text) 不是地方", "\(text) is no place"),
                                     instead: Words("写 station_area、city，或二、四、六位行政区划代码", "write station_area, city, or a division code of two, four or six digits"))
                return nil
            }
        }
        if closes { entry.done() }
        return wanted(places, key, entry).map { .lies(in: $0) }
    }

    private func codes(_ key: String, _ entry: Entry?, closes: Bool) -> Condition.Test? {
        guard let entry else { return nil }
        let codes = entry.texts(key).flatMap { text, path -> [TreeCode] in
            if let codes = TreeCode.section(text) ?? TreeCode(text).map({ [$0] }) { return codes }
            entry.reading.report(path, Words("\(text) 不是代码", "\(text) is no code"), instead: Words("写成 I65、65 或 2-02 的样子", "write it like I65, 65 or 2-02"))
            return []
        }
        if closes { entry.done() }
        return wanted(codes, key, entry).map { .under($0) }
    }

    // MARK: days

    private func day(_ fact: Fact, _ entry: Entry, _ key: String) -> Condition.Test? {
        guard let part = entry.part(key) else { return nil }
        defer { part.done() }
        if let years = part.partIfGiven("years") {
            let from = years.wholeIfGiven("at_least", in: 0...150), to = years.wholeIfGiven("at_most", in: 0...150)
            years.done()
            return bounded(years, from, to, "at_least", "at_most").map { .years(atLeast: $0.0, atMost: $0.1) }
        }
        let from = moment(part, "from", of: fact), to = moment(part, "to", of: fact)
        if !part.has("from"), !part.has("to") {
            part.report(Words("没有写从何时到何时", "From when to when is missing"), instead: Words("写成 { from: 3 years ago, to: today }", "write { from: 3 years ago, to: today }"))
            return nil
        }
        return part.has("from") && from == nil || part.has("to") && to == nil ? nil : .between(from: from, to: to)
    }

    /// `today`, `2020-11-01`, `3 years ago`, `12 months ahead`, `contract_start`, `5 years after contract_start`.
    private func moment(_ entry: Entry, _ key: String, of fact: Fact) -> Condition.Moment? {
        guard let text = entry.textIfGiven(key), !text.isEmpty else { return nil }
        if text == "today" { return .init(.today) }
        if let day = Day(text) { return .init(.day(day)) }
        let words = text.split(separator: " ")
        let distance = words.count >= 3 ? Self.distance(words.prefix(2).joined(separator: " ")) : nil
        if let (months, days) = distance, words.count == 3, words[2] == "ago" { return .init(.today, months: -months, days: -days) }
        if let (months, days) = distance, words.count == 3, words[2] == "ahead" { return .init(.today, months: months, days: days) }
        let name = words.count == 1 ? text : words.count == 4 && ["before", "after"].contains(words[2]) && distance != nil ? String(words[3]) : nil
        let days = catalogue.facts.filter { if case .day = $0.kind { $0.id != fact.id } else { false } }
        guard let name, let base = days.first(where: { $0.id == name }) else {
            let wanted = Words("写成 today、2020-11-01、3 years ago、12 months ahead，或 5 years after 另一日期", "write today, 2020-11-01, 3 years ago, 12 months ahead, or 5 years after ANOTHER_DATE")
            entry.report(key, Words("“\(text)”不是日子", "“\(text)” is no day"), instead: name.flatMap { nearest($0, among: days.map(\.id)) }.map { Words("是否为 \($0)？", "did you mean \($0)?") } ?? wanted)
            return nil
        }
        entry.reading.factUses.append((base.id, entry.path(key)))
        let sign = words.count == 4 && words[2] == "before" ? -1 : 1
        return .init(.fact(base), months: sign * (distance?.months ?? 0), days: sign * (distance?.days ?? 0))
    }

    /// `3 years`, `12 months`, `30 days`
    static func distance(_ text: String) -> (months: Int, days: Int)? {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let number = Int(parts[0]), (1...1200).contains(number) else { return nil }
        switch parts[1] {
        case "year", "years": return (number * 12, 0)
        case "month", "months": return (number, 0)
        case "day", "days": return (0, number)
        default: return nil
        }
    }

    // MARK: bounds

    private func bounded(_ entry: Entry, _ from: Int?, _ to: Int?, _ low: String, _ high: String) -> (Int?, Int?)? {
        if from == nil, to == nil {
            if !entry.has(low), !entry.has(high) {
                entry.report(Words("没有写界限", "The limit is missing"), instead: Words("写上 \(low) 或 \(high)", "write \(low) or \(high)"))
            }
            return nil
        }
        if let from, let to, from > to { entry.report(high, Words("\(high) 低于 \(low)", "\(high) is below \(low)")) }
        return (from, to)
    }

    static func cross(_ entry: Entry, _ least: Int?, _ most: Int?) {
        guard let least, let most, least > most else { return }
        entry.report("at_most", Words("至多 \(most)，却少于至少 \(least)", "At most \(most) is less than at least \(least)"), instead: Words("应不小于 \(least)", "\(least) or more"))
    }
}

extension Fact {
    fileprivate var isPlace: Bool { if case .divisions = kind { true } else { false } }
}
