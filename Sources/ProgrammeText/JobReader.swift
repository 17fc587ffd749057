import Domain

/// Reads what a programme says of jobs.
enum JobReader {
    static func read(_ entry: Entry) -> JobRules? {
        let days = entry.whole("longest_days", in: 1...400)
        entry.state("longest_days", Words("岗位有效期至多 \(days) 天", "A job stands for at most \(days) days"))
        let remind = entry.whole("remind_days", in: 1...60)
        entry.state("remind_days", Words("到期前 \(remind) 天提醒用人单位", "Employers are reminded \(remind) days before the end"))
        if remind >= days, !entry.reading.isFaulty(entry.path("remind_days")), !entry.reading.isFaulty(entry.path("longest_days")) {
            entry.report("remind_days", Words("提醒早于岗位发布", "The reminder comes before the job is opened"), instead: Words("应小于 \(days)", "less than \(days)"))
        }
        let vouching = entry.several("vouching", of: JobRules.Voucher.self)
        entry.state("vouching", vouching.map(\.words).listed())
        let report = entry.text("report")
        entry.state("report", Words("岗位可以举报", "Jobs may be reported"))
        let source = entry.source(Words("免费职介", "Free job placement"))
        let weights = entry.part("weights").map { self.weights($0, source.source) }
        let shortage = entry.list("shortage", required: false).map { self.shortage($0, source.source) }
        entry.done()
        guard let weights else { return nil }
        return JobRules(clause: source.clause, shortage: shortage, weights: weights, longestDays: days, remindDays: remind, vouching: Set(vouching), report: report)
    }

    private static func shortage(_ entry: Entry, _ source: Programme.Provision.Source?) -> JobRules.Shortage {
        let id = entry.id()
        let name = entry.words("name")
        let occupation = code(entry, "occupation", Words("不是职业代码", "is no code of an occupation"), Words("写成 2-02-10 的样子", "write it like 2-02-10")) { Occupation.of($0).map(\.code) }
        let industry = code(entry, "industry", Words("不是行业大类", "is no industry"), Words("写成 65 的样子", "write it like 65")) { Industry.of($0).map(\.code) }
        if !entry.has("occupation"), !entry.has("industry") {
            entry.report(Words("没有写职业或行业", "Neither an occupation nor an industry is named"), instead: Words("加上“occupation: 2-02-10”或“industry: 65”", "add “occupation: …” or “industry: …”"))
        }
        entry.source(Words("紧缺：\(name.zh)", "In short supply: \(name.en)"), inherited: source)
        entry.done()
        return JobRules.Shortage(id: id, name: name, occupation: occupation, industry: industry)
    }

    private static func code(_ entry: Entry, _ key: String, _ wrong: Words, _ instead: Words, _ find: (String) -> String?) -> TreeCode? {
        guard let text = entry.textIfGiven(key), !text.isEmpty else { return nil }
        if let found = find(text) { return TreeCode(found) }
        entry.report(key, Words("\(text) \(wrong.zh)", "\(text) \(wrong.en)"), instead: instead)
        return nil
    }

    private static func weights(_ entry: Entry, _ source: Programme.Provision.Source?) -> MatchingWeights {
        func weight(_ key: String, _ zh: String, _ en: String) -> Int {
            let weight = entry.whole(key, in: 0...100)
            entry.state(key, Words("\(zh) \(weight)", "\(en) \(weight)"))
            return weight
        }
        let weights = MatchingWeights(
            occupation: weight("occupation", "职业", "Occupation"), skills: weight("skills", "技能", "Skills"), industry: weight("industry", "行业", "Industry"),
            place: weight("place", "地点", "Place"), way: weight("way", "路程", "Way to work"), pay: weight("pay", "薪资", "Pay"), degree: weight("degree", "学历", "Education"),
            years: weight("years", "工作年限", "Years"), freshness: weight("freshness", "新近", "Freshness"), shortage: weight("shortage", "紧缺", "Shortage"))
        entry.source(Words("人岗匹配的权重", "What counts when people and jobs are matched"), inherited: source)
        entry.done()
        return weights
    }
}

extension JobRules.Voucher {
    fileprivate var words: Words {
        switch self {
        case .station: Words("驿站可为用人单位担保", "Stations vouch for employers")
        case .area: Words("区域的部门可为用人单位担保", "Offices of areas vouch for employers")
        }
    }
}
