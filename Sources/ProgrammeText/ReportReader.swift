import Domain

/// Reads what a programme says of regular reports and of a station's own rules.
enum ReportReader {
    static func read(_ entry: Entry) -> ReportRules {
        let period = entry.one("period", of: ReportRules.Period.self) ?? .monthly
        entry.state("period", Words("按月报送", "Reports are monthly"))
        _ = entry.text("due_within")   // a missing one is named
        let due = entry.counted("due_within", "workdays", in: 1...60) ?? 1
        entry.state("due_within", Words("期满后 \(due) 个工作日内报送", "Handed in within \(due) working days after the period"))
        let counted = entry.several("lines", of: Counted.self), compared = entry.several("differs", of: Counted.self)
        if counted.isEmpty { entry.report("lines", Words("没有写报送哪些数据", "It names no figures"), instead: Words("写成 lines: [placements, events, …]", "write lines: [placements, events, …]")) }
        for (key, list) in [("lines", counted), ("differs", compared)] where Set(list).count != list.count { entry.report(key, Words("同一项写了两次", "One of them stands twice")) }
        for one in compared where !counted.contains(one) { entry.report("differs", Words("\(one.rawValue) 不在 lines 中", "\(one.rawValue) is not among the lines")) }
        entry.state("lines", Words("报送：\(counted.map(\.words.zh).joined(separator: "、"))", "Figures: \(counted.map(\.words.en).joined(separator: ", "))"))
        entry.state("differs", Words("与记录不一致须说明：\(compared.map(\.words.zh).joined(separator: "、"))", "A difference from the records is explained for: \(compared.map(\.words.en).joined(separator: ", "))"))
        var own: [StationRuleTopic: String] = [:]
        if let part = entry.partIfGiven("own_rules") {
            for name in part.names {
                let question = part.text(name)
                if let topic = StationRuleTopic(rawValue: name) { own[topic] = question } else { part.report(name, Words("不认识 \(name)", "\(name) is not known here")) }
            }
            part.done()
        }
        entry.state("own_rules", Words("申报时提交的制度为首个版本", "What came with the application is the first version of a station's rules"))
        let source = entry.source(Words("日常调度", "Regular reports"))
        let questions = entry.list("questions", required: false).map { question in
            let id = question.id(), name = question.words("name"), optional = question.flagIfGiven("optional") ?? false
            question.source(name, inherited: source.source)
            question.done()
            return ReportRules.Question(id: id, name: name, isOptional: optional)
        }
        entry.done()
        return ReportRules(clause: source.clause, dueWithin: due, period: period, lines: counted.map { ReportRules.Line(counted: $0, differs: compared.contains($0)) }, questions: questions, ownRules: own)
    }
}

extension ProgrammeCheck {
    /// What reports name is there: the questions of a form that hold a station's own rules.
    func reports() {
        guard let rules = programme.reports else { return }
        let known = programme.forms.flatMap { form in form.conditions.flatMap { condition in condition.questions.map { "\(condition.id).\($0.id)" } } }
        for (topic, question) in rules.ownRules.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            Self.known(question, in: known, at: "reports.own_rules.\(topic.rawValue)", reading, "申报表的问题", "question of a form")
        }
    }
}
