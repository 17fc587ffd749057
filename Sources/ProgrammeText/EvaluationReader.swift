import Domain

/// Reads the detailed rules of evaluation 实施细则: indicators with weights, grades, vetoes and the expert group.
enum EvaluationReader {
    static func read(_ entry: Entry) -> EvaluationRules {
        let issued = entry.textIfGiven("issued")
        if let issued { entry.state("issued", Words("实施细则：\(issued)", "Detailed rules: \(issued)")) }
        let failures = entry.whole("failures_in_a_row", in: 1...5)
        entry.state("failures_in_a_row", failures == 1 ? Words("一次不合格即撤站摘牌", "One failing period ends a station") : Words("连续 \(failures) 次不合格的撤站摘牌", "\(failures) failing periods in a row end a station"))
        let objection = entry.text("objection")
        entry.state("objection", Words("驿站可以对得分提出复核", "A station may object to its score"))
        let lasts = days(entry, "notice_lasts")
        entry.state("notice_lasts", Words("评估结果公示 \(lasts) 个工作日", "The results are in public notice for \(lasts) working days"))
        let improve = days(entry, "improve_within")
        entry.state("improve_within", Words("\(improve) 个工作日内完成整改提升", "Improvements within \(improve) working days"))
        let source = entry.source(Words("绩效评估", "Evaluation"))
        let indicators = entry.list("indicators").compactMap { indicator($0, source) }
        let grades = entry.list("grades").compactMap { grade($0, source) }
        let vetoes = ProgrammeReader.choices(entry.list("vetoes", required: false), inherited: source.source)
        let panel = entry.part("panel").map { Self.panel($0, source.source) }
        entry.done()
        return EvaluationRules(
            clause: source.clause, issued: issued, indicators: indicators, grades: grades, vetoes: vetoes, panel: panel ?? EvaluationRules.Panel(experts: 1, merge: .mean, outlier: 100),
            failuresInARow: failures, objection: objection, noticeLasts: lasts, improveWithin: improve)
    }

    private static func days(_ entry: Entry, _ key: String) -> Int {
        if !entry.has(key) { entry.report(Words("缺少 \(key)", "\(key) is missing"), instead: Words("写成“\(key): 5 workdays”", "write “\(key): 5 workdays”")) }
        return entry.counted(key, "workdays", in: 1...250) ?? 1
    }

    private static func indicator(_ item: Entry, _ around: (clause: Clause?, source: Programme.Provision.Source?)) -> EvaluationRules.Indicator? {
        let id = item.id()
        let name = item.words("name")
        let weight = item.whole("weight", in: 1...100)
        item.state("weight", Words("权重 \(weight)", "Weight \(weight)"))
        let from = item.text("from")
        let cap = item.wholeIfGiven("cap", in: 1...300) ?? 100
        item.state("cap", Words("至多计权重的 \(cap)%", "At most \(cap) % of the weight"))
        let source = source(from, item)
        let clause = item.source(name, inherited: around.source).clause ?? around.clause
        item.done()
        return source.map { EvaluationRules.Indicator(id: id, name: name, weight: weight, source: $0, cap: cap, clause: clause) }
    }

    private static func source(_ from: String, _ item: Entry) -> EvaluationRules.Indicator.Source? {
        switch from {
        case "": return nil
        case "satisfaction":
            let per = item.whole("per", in: 10...50)
            item.state("per", Words("平均 \(per / 10).\(per % 10) 星得满分", "A mean of \(per / 10).\(per % 10) stars gives the full weight"))
            return .satisfaction(per: per)
        case "reports": return .reports
        case "experts": return .experts
        default:
            guard from.hasPrefix("records."), let what = Counted(rawValue: String(from.dropFirst("records.".count))) else {
                _ = item.node("per")    // what it would mean is not known
                item.report("from", Words("不认识 \(from)", "\(from) is not known here"), instead: advice(from, among: Counted.allCases.map { "records.\($0.rawValue)" } + ["satisfaction", "reports", "experts"]))
                return nil
            }
            let per = item.whole("per", in: 1...10_000_000)
            item.state("per", Words("\(per) \(what.unit.zh)得满分", "\(per) \(what.unit.en) give the full weight"))
            return .records(what, per: per)
        }
    }

    private static func grade(_ item: Entry, _ around: (clause: Clause?, source: Programme.Provision.Source?)) -> EvaluationRules.Grade? {
        let id = item.id()
        let name = item.words("name")
        let least = item.wholeIfGiven("least", in: 0...300)
        if let least { item.state("least", Words("\(least) 分以上", "At least \(least) points")) }
        let top = item.wholeIfGiven("top", in: 1...100)
        if let top { item.state("top", Words("不超过参评驿站的 \(top)%", "At most \(top) % of the stations evaluated")) }
        let then = item.one("then", of: EvaluationRules.Grade.Consequence.self)
        if let then { item.state("then", then.words) }
        item.source(name, inherited: around.source)
        item.done()
        return then.map { EvaluationRules.Grade(id: id, name: name, least: least.map { Points(thousandths: Int64($0) * 1000) }, topPercent: top, consequence: $0) }
    }

    private static func panel(_ entry: Entry, _ inherited: Programme.Provision.Source?) -> EvaluationRules.Panel {
        let experts = entry.whole("experts", in: 1...25)
        entry.state("experts", Words("每个驿站由 \(experts) 名专家评议", "\(experts) experts for each station"))
        let merge = entry.one("merge", of: EvaluationRules.Panel.Merge.self) ?? .mean
        entry.state("merge", merge.words)
        let outlier = entry.whole("outlier", in: 1...100)
        entry.state("outlier", Words("与中位数相差 \(outlier) 分以上的需说明", "A score \(outlier) points or more from the median is flagged"))
        entry.source(Words("专家组", "Expert group"), inherited: inherited)
        entry.done()
        return EvaluationRules.Panel(experts: experts, merge: merge, outlier: outlier)
    }
}

extension ProgrammeCheck {
    /// The weights add up, the grades descend to one without a minimum, and what objections, vetoes and the last grades lead to is there.
    func evaluation() {
        guard let rules = programme.evaluation else { return }
        Self.known(rules.objection, in: programme.procedures.map(\.id), at: "evaluation.objection", reading, "程序", "procedure")
        let faulty = reading.mistakes.contains { $0.path.hasPrefix("evaluation.indicators.") }
        let sum = rules.indicators.reduce(0) { $0 + $1.weight }
        if !faulty, !rules.indicators.isEmpty, sum != 100 {
            reading.report("evaluation.indicators", Words("权重合计 \(sum)，应为 100", "The weights add up to \(sum), not 100"),
                           instead: sum < 100 ? Words("还差 \(100 - sum)", "\(100 - sum) are missing") : Words("多了 \(sum - 100)", "\(sum - 100) too many"))
        }
        // A veto falls by a serious event of supervision; one that is none of them could never fall.
        let serious = programme.supervision?.serious.map(\.id) ?? []
        if !reading.mistakes.contains(where: { $0.path.hasPrefix("supervision") }) {
            for veto in rules.vetoes { Self.known(veto.id, in: serious, at: "evaluation.vetoes.\(veto.id)", reading, "严重情形", "serious event in supervision.serious") }
        }
        grades(rules)
    }

    private func grades(_ rules: EvaluationRules) {
        guard !reading.mistakes.contains(where: { $0.path.hasPrefix("evaluation.grades.") }), let last = rules.grades.last else { return }
        for (better, worse) in zip(rules.grades, rules.grades.dropFirst()) {
            guard let least = better.least else {
                reading.report("evaluation.grades.\(better.id)", Words("只有最后一档可以没有最低分", "Only the last grade may have no minimum"), instead: Words("加上“least: …”", "add “least: …”"))
                continue
            }
            if let below = worse.least, below >= least {
                reading.report("evaluation.grades.\(worse.id).least", Words("最低分应低于上一档", "The minimum must be below that of the grade before"),
                               instead: Words("应低于 \(least.thousandths / 1000)", "below \(least.thousandths / 1000)"))
            }
        }
        if programme.withdrawal == nil, !reading.mistakes.contains(where: { $0.path.hasPrefix("withdrawal") }) {
            for grade in rules.grades where grade.consequence == .withdraw {
                reading.report("evaluation.grades.\(grade.id).then", Words("没有 withdrawal 一节，不能撤站摘牌", "There is no section withdrawal, so that no station can end"),
                               instead: Words("加上 withdrawal 一节，或改为 then: improve", "add the section withdrawal, or write then: improve"))
            }
        }
        if last.least != nil || last.topPercent != nil {
            reading.report("evaluation.grades.\(last.id)", Words("最后一档不应有最低分或比例，否则有的驿站没有等次", "The last grade has no minimum and no share, or a station might have no grade"),
                           instead: Words("删去 least 和 top", "remove least and top"))
        }
    }
}
