import Domain

/// Reads the YAML text of one version of a policy (programmes/policies/*.yaml), in the rule language of the programme file.
public struct PolicyTextReader: PolicyTextReading {
    public init() {}

    public func read(policy text: String, in programme: Programme) -> (terms: PolicyTerms?, mistakes: [PolicyMistake]) {
        let reading = Reading(file: "policy")
        let terms = reading.open(text).flatMap { read($0, programme) }
        let mistakes = reading.sorted.map { PolicyMistake(line: $0.line, path: $0.path, words: $0.words, instead: $0.instead) }
        return (mistakes.isEmpty ? terms : nil, mistakes)
    }

    private func read(_ top: Entry, _ programme: Programme) -> PolicyTerms? {
        let code = top.id("policy")
        let title = top.words("title")
        let audience = top.one("audience", of: PolicyTerms.Audience.self)
        let catalogue = audience == .employer ? FactCatalogue.employer : programme.facts
        let kind = kind(top)
        let isExample = top.flagIfGiven("example") ?? false
        let from = top.day("from")
        let to = top.has("to") ? top.day("to") : nil
        if let to, to < from, !top.reading.isFaulty("to"), !top.reading.isFaulty("from") {
            top.report("to", Words("止于 \(to)，却从 \(from) 起", "It ends on \(to), before it begins on \(from)"))
        }
        let source = source(top)
        let clause = source.map { Programme.Provision.Source.notice(Clause($0.clause)) }
        let gives = top.words("gives")
        let amount = top.part("amount").flatMap { self.amount($0, catalogue, clause) }
        let eligible = top.part("eligible").flatMap { condition($0, catalogue, clause, programme) }
        let excludes = excludes(top, code)
        let materials = top.list("materials", required: false).map(material)
        let steps = top.list("steps", required: false).map { entry in
            let words = Words(entry.text("zh"), entry.text("en"))
            entry.done()
            return words
        }
        let deadline = top.wordsIfGiven("deadline")
        let lastDay = top.has("last_day") ? top.day("last_day") : nil
        let office = office(top, programme)
        let offered = top.flagIfGiven("offered") ?? false
        top.done()
        guard let audience, let source, let amount, let eligible else { return nil }
        return PolicyTerms(
            code: code, title: title, audience: audience, kind: kind, isExample: isExample, from: from, to: to, source: source, gives: gives, amount: amount, eligible: eligible,
            excludes: excludes, materials: materials, steps: steps, deadline: deadline, lastDay: lastDay, office: office, offered: offered)
    }

    private func kind(_ top: Entry) -> Programme.Choice {
        guard let entry = top.part("kind") else { return Programme.Choice(id: "", name: Words("", ""), clause: nil) }
        let kind = Programme.Choice(id: entry.id(), name: entry.words("name"), clause: nil)
        entry.done()
        return kind
    }

    private func source(_ top: Entry) -> PolicyTerms.Source? {
        guard let entry = top.part("source") else { return nil }
        let source = PolicyTerms.Source(number: entry.text("number"), title: entry.text("title"), clause: entry.text("clause"), url: entry.text("url"))
        if !source.url.isEmpty, !source.url.hasPrefix("https://"), !source.url.hasPrefix("http://") {
            entry.report("url", Words("\(source.url) 不是网址", "\(source.url) is no address"), instead: Words("写成 https://… 的样子", "write it like https://…"))
        }
        entry.done()
        return source
    }

    private func condition(_ entry: Entry, _ catalogue: FactCatalogue, _ clause: Programme.Provision.Source?, _ programme: Programme) -> Condition? {
        let condition = ConditionReader(catalogue: catalogue).read(entry, inherited: clause ?? .notice(Clause("")))
        let uses = entry.reading.placeUses.filter { $0.hasPrefix(entry.path) }
        if programme.division == nil, let path = uses.first { LodgingCheck.missDivision(entry.reading, path) }
        if let condition, condition.leaves.contains(where: \.asksStation), let path = uses.first {
            entry.reading.report(path, Words("政策不按驿站所在区域", "A policy does not depend on a station’s area"), instead: Words("写 city 或行政区划代码", "write city or a division code"))
        }
        return condition
    }

    private func excludes(_ top: Entry, _ code: String) -> [String] {
        top.texts("excludes").map { other, path in
            top.checkID(other, at: path)
            if other == code { top.reading.report(path, Words("不能与自己不同享", "A policy cannot exclude itself"), instead: Words("删去", "remove it")) }
            return other
        }
    }

    private func material(_ entry: Entry) -> PolicyTerms.Material {
        let kind = entry.has("proof") ? entry.one("proof", of: Proof.Kind.self) : nil
        let material = PolicyTerms.Material(id: entry.id(), name: entry.words("name"), proof: kind?.rawValue)
        entry.done()
        return material
    }

    private func office(_ top: Entry, _ programme: Programme) -> String {
        let office = top.text("office")
        if !office.isEmpty { ProgrammeCheck.known(office, in: programme.offices.map(\.id), at: top.path("office"), top.reading, "部门", "office") }
        return office
    }

    // MARK: money

    private func amount(_ entry: Entry, _ catalogue: FactCatalogue, _ clause: Programme.Provision.Source?) -> PolicyAmount? {
        let given = ["none", "fixed", "per_month", "table"].filter(entry.has)
        guard given.count == 1, let key = given.first else {
            entry.report(given.isEmpty ? Words("没有写金额", "No amount stands here") : Words("金额只写一种，这里有 \(given.count) 种", "One kind of amount at a time; here are \(given.count)"),
                         instead: Words("写 none: yes、fixed: 元、per_month: 元（加 months）或 table: [ … ]", "write none: yes, fixed: yuan, per_month: yuan (with months), or table: [ … ]"))
            return nil
        }
        defer { entry.done() }
        switch key {
        case "none":
            if entry.flagIfGiven("none") == false { entry.report("none", Words("没有金额时写 none: yes", "Write none: yes where no money is given")) }
            return PolicyAmount.none
        case "fixed": return yuan(entry, "fixed").map { .fixed($0) }
        case "per_month":
            let months = entry.whole("months", in: 1...240)
            return yuan(entry, "per_month").map { .monthly($0, months: months) }
        default:
            let lines = entry.list("table").map { line(entry: $0, catalogue, clause) }
            if lines.isEmpty, !entry.reading.isFaulty(entry.path("table")) { entry.report("table", Words("表里没有档次", "The table has no lines")) }
            return lines.contains { $0 == nil } || lines.isEmpty ? nil : .table(lines.compactMap(\.self))
        }
    }

    private func line(entry: Entry, _ catalogue: FactCatalogue, _ clause: Programme.Provision.Source?) -> PolicyAmount.Line? {
        let when = entry.part("when").flatMap { ConditionReader(catalogue: catalogue).read($0, inherited: clause ?? .notice(Clause(""))) }
        if let when, when.leaves.contains(where: \.asksStation) { entry.report("when", Words("政策不按驿站所在区域", "A policy does not depend on a station’s area")) }
        let amount = yuan(entry, "yuan")
        let months = entry.wholeIfGiven("months", in: 1...240) ?? 1
        entry.done()
        guard let when, let amount else { return nil }
        return PolicyAmount.Line(when: when, amount: amount, months: months)
    }

    /// Yuan with up to two decimals, as a whole number of fen.
    private func yuan(_ entry: Entry, _ key: String) -> Fen? {
        let text = entry.text(key)
        guard !text.isEmpty else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let cents = parts.count == 2 ? parts[1] : ""
        let isWritten = parts.count <= 2 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E } && (parts.count == 1 || (1...2).contains(cents.utf8.count))
        guard isWritten, let first = parts.first, (1...9).contains(first.utf8.count), let yuan = Int64(first),
              let rest = cents.isEmpty ? 0 : Int64(cents.utf8.count == 1 ? "\(cents)0" : String(cents)), Fen(yuan * 100 + rest) <= PolicyAmount.most else {
            entry.report(key, Words("“\(text)”不是金额", "“\(text)” is no amount"), instead: Words("写成 1500 或 1500.50，以元计，不超过 1 亿", "write it like 1500 or 1500.50, in yuan, up to 100 million"))
            return nil
        }
        return Fen(yuan * 100 + rest)
    }
}

extension Condition.Leaf {
    /// Whether it asks for the area of a station, which a policy knows nothing of.
    fileprivate var asksStation: Bool {
        guard case .lies(let places) = test else { return false }
        return places.contains(.stationArea)
    }
}
