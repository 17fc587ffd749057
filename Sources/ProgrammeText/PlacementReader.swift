import Domain

/// Reads what a programme says of placements.
enum PlacementReader {
    static func read(_ entry: Entry) -> PlacementRules {
        let checks = entry.texts("checks").compactMap { text, path -> Int? in
            let parts = text.split(separator: " ")
            if parts.count == 2, parts[1] == "days", let days = Int(parts[0]), (1...4000).contains(days) { return days }
            entry.reading.report(path, Words("“\(text)”写法有误", "“\(text)” is not understood"), instead: Words("写成“90 days”的样子", "write it like “90 days”"))
            return nil
        }
        entry.state("checks", Words("入职后第 \(checks.map(String.init).joined(separator: "、")) 天回访双方", "Both sides are asked after \(checks.map(String.init).joined(separator: ", ")) days"))
        if checks != checks.sorted() || Set(checks).count != checks.count {
            entry.report("checks", Words("回访天数应由小到大，不重复", "Days go from small to large, each once"))
        }
        let dispute = entry.textIfGiven("dispute")
        entry.state("dispute", Words("争议由部门裁定", "An office decides a dispute"))
        let source = entry.source(Words("人才资源配置", "Placements"))
        let types = entry.list("types").compactMap { type($0, source.source) }
        var seen: Set<PlacementType> = []
        for rule in types where !seen.insert(rule.type).inserted {
            entry.report("types", Words("类型 \(rule.type.rawValue) 写了两次", "The type \(rule.type.rawValue) stands twice"))
        }
        entry.done()
        return PlacementRules(clause: source.clause, types: types, checks: checks, dispute: dispute)
    }

    private static func type(_ entry: Entry, _ source: Programme.Provision.Source?) -> PlacementRules.TypeRule? {
        let type = entry.one("id", of: PlacementType.self)
        let name = entry.words("name")
        let known = PlacementEvidence.allCases.map(\.rawValue)
        let needs = entry.texts("needs").map { text, path in
            text.split(separator: "|").compactMap { part -> PlacementEvidence? in
                let name = part.split(separator: " ").joined(separator: " ")
                if let evidence = PlacementEvidence(rawValue: name) { return evidence }
                entry.reading.report(path, Words("不认识 \(name)", "\(name) is not known here"), instead: advice(name, among: known))
                return nil
            }
        }
        if needs.isEmpty, !entry.reading.isFaulty(entry.path("needs")) {
            entry.report(Words("没有写需要什么证明", "It does not say what proves it"), instead: Words("加上“needs: [ … ]”", "add “needs: [ … ]”"))
        }
        entry.state("needs", needs.map { $0.map(\.words).listed("或", " or ") }.listed("；", "; "))
        let period = entry.counted("period", "months", in: 1...120)
        if period == nil, !entry.has("period") { entry.report(Words("缺少 period", "period is missing"), instead: Words("写成“period: 12 months”", "write “period: 12 months”")) }
        entry.state("period", Words("同一人在同一单位或项目 \(period ?? 0) 个月内计一次", "One person with one employer or project counts once in \(period ?? 0) months"))
        let clause = entry.source(name, inherited: source).clause
        entry.done()
        guard let type, let period else { return nil }
        return PlacementRules.TypeRule(type: type, name: name, needs: needs, period: period, clause: clause ?? source?.clause)
    }
}

extension ProgrammeCheck {
    /// The procedure of a dispute is there, and each type that a target counts says what proves it.
    func placements() {
        guard let rules = programme.placements else { return }
        if let dispute = rules.dispute { Self.known(dispute, in: programme.procedures.map(\.id), at: "placements.dispute", reading, "程序", "procedure") }
        for target in programme.targets where target.count == .placements {
            for type in target.types where PlacementType(rawValue: type).map({ rules.rule($0) == nil }) ?? false {
                reading.report("targets.\(target.id).types", Words("placements 没有写 \(type) 如何证明", "placements does not say what proves \(type)"),
                               instead: Words("在 placements 的 types 中加上 \(type)", "add \(type) to the types of placements"))
            }
        }
    }
}
