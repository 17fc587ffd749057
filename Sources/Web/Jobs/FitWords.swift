import Domain
import Services

/// How a person and a job fit, in words: the same findings to the talent and to the employer.
public enum FitWords {
    /// Who reads.
    public enum Reader: Sendable { case talent, employer }

    /// - Returns: nil for what is not worth a word, such as a job that is in no catalogue of shortages.
    public static func words(_ finding: FitView.Finding, for reader: Reader) -> Words? {
        let words = plain(finding, reader)
        guard finding.isMust, finding.answer != .yes else { return words }
        return words.map { Words("\($0.zh)（必备条件）", "\($0.en) (required)") }
    }

    private static func plain(_ finding: FitView.Finding, _ reader: Reader) -> Words? {
        let you = reader == .talent ? Words("您", "you") : Words("对方", "the person")
        let your = reader == .talent ? Words("您", "your") : Words("对方", "their")
        switch (finding.answer, finding.criterion) {
        case (.unasked, .way), (.unasked, .freshness), (.unasked, .shortage), (.unsaid, .way), (.unsaid, .freshness), (.unsaid, .shortage): return nil
        case (.unasked, let criterion):
            let wish = wish(criterion)
            return Words("\(you.zh)没有说明\(wish.zh)", reader == .talent ? "You did not say: \(wish.en)" : "The person did not say: \(wish.en)")
        case (.unsaid, let criterion): return Words("岗位没有写明\(name(criterion).zh)", "The job says nothing of \(name(criterion).en)")
        case (.yes, _), (.partly, _), (.no, _): break
        }
        switch finding.criterion {
        case .occupation: return occupation(finding, your)
        case .skills: return skills(finding)
        case .industry: return stated(finding, yes: Words("行业一致", "Same industry"), no: Words("行业与\(your.zh)期望的不同", "Another industry than \(your.en) wish"))
        case .place:
            let wish = Words("\(your.zh)期望的工作地", "where \(you.en) wish\(reader == .talent ? "" : "es") to work")
            return stated(finding, yes: Words("在\(wish.zh)", "It is \(wish.en)"), partly: Words("离\(wish.zh)不远", "Near \(wish.en)"), no: Words("不在\(wish.zh)", "Not \(wish.en)"))
        case .way: return way(finding, your)
        case .pay: return stated(finding, yes: Words("薪资达到\(your.zh)的期望", "Pay as expected"), partly: Words("薪资部分达到\(your.zh)的期望", "Pay partly as expected"), no: Words("薪资与\(your.zh)的期望不符", "Pay is not as expected"))
        case .degree: return stated(finding, yes: Words("学历符合", "Education suffices"), partly: Words("学历接近要求", "Education is close"), no: Words("学历未达到要求", "Education is below what is asked"))
        case .years: return stated(finding, yes: Words("工作年限符合", "Years of work fit"), partly: Words("工作年限接近要求", "Years of work are close"), no: Words("工作年限不符", "Years of work do not fit"))
        case .freshness: return finding.answer == .yes ? Words("近期发布", "Opened recently") : nil
        case .shortage: return finding.answer == .yes ? Words("列入紧缺岗位目录", "In the catalogue of shortage occupations") : nil
        }
    }

    private static func occupation(_ finding: FitView.Finding, _ your: Words) -> Words {
        let found = list(whole(finding.shared))
        return switch finding.answer {
        case .yes: Words("岗位与\(your.zh)的期望一致\(found.zh)", "The work is as wished\(found.en)")
        case .partly: Words("岗位与\(your.zh)的期望相近\(found.zh)", "The work is close to the wish\(found.en)")
        case .no, .unsaid, .unasked: Words("岗位与\(your.zh)的期望不同", "The work is another than wished")
        }
    }

    private static func skills(_ finding: FitView.Finding) -> Words? {
        let have = list(finding.shared), lack = list(finding.missing)
        switch finding.answer {
        case .yes: return Words("技能符合\(have.zh)", "Skills fit\(have.en)")
        case .partly: return Words("技能部分符合\(have.zh)", "Some skills fit\(have.en)")
        case .no, .unsaid, .unasked: return Words("缺少岗位需要的技能\(lack.zh)", "Skills that the job wants are missing\(lack.en)")
        }
    }

    /// What is missing of skills that fit in part.
    public static func lacking(_ finding: FitView.Finding) -> Words? {
        guard finding.criterion == .skills, finding.answer == .partly, !finding.missing.isEmpty else { return nil }
        let lack = list(finding.missing)
        return Words("还缺技能\(lack.zh)", "Skills still missing\(lack.en)")
    }

    private static func way(_ finding: FitView.Finding, _ your: Words) -> Words? {
        guard let metres = finding.metres else { return nil }
        let text = metres < 1000 ? Words("\(metres) 米", "\(metres) m") : Words("\(metres / 1000).\(metres % 1000 / 100) 公里", "\(metres / 1000).\(metres % 1000 / 100) km")
        return Words("离\(your.zh)的住处约 \(text.zh)", "About \(text.en) from \(your.en) home")
    }

    /// What was found with what the job says: `学历符合：本科及以上`.
    private static func stated(_ finding: FitView.Finding, yes: Words, partly: Words? = nil, no: Words) -> Words {
        let found = switch finding.answer {
        case .yes: yes
        case .partly: partly ?? yes
        case .no, .unsaid, .unasked: no
        }
        guard let asked = finding.asked else { return found }
        return Words("\(found.zh)：\(asked.zh)", "\(found.en): \(asked.en)")
    }

    /// Words that overlap as pairs of characters do, put together again: `后端`, `端开`, `开发` is 后端开发. A part of the word before is left out.
    static func whole(_ words: [String]) -> [String] {
        var whole: [String] = []
        for word in words {
            guard let last = whole.last, let end = last.last, let begin = word.first else {
                if !word.isEmpty { whole.append(word) }
                continue
            }
            if last.contains(word) { continue }
            let isPair = word.count == 2 && begin == end && !begin.isASCII
            if isPair { whole[whole.count - 1] = last + word.dropFirst() } else { whole.append(word) }
        }
        return whole
    }

    private static func list(_ words: [String]) -> Words {
        guard !words.isEmpty else { return Words("", "") }
        return Words("：\(words.prefix(8).joined(separator: "、"))", ": \(words.prefix(8).joined(separator: ", "))")
    }

    /// What a criterion is called.
    public static func name(_ criterion: FitView.Criterion) -> Words {
        switch criterion {
        case .occupation: Words("职业", "occupation")
        case .skills: Words("技能", "skills")
        case .industry: Words("行业", "industry")
        case .place: Words("工作地", "place of work")
        case .way: Words("通勤距离", "way to work")
        case .pay: Words("薪资", "pay")
        case .degree: Words("学历要求", "education")
        case .years: Words("工作年限要求", "experience")
        case .freshness: Words("发布时间", "date of opening")
        case .shortage: Words("紧缺岗位", "shortage occupation")
        }
    }

    /// What the person would have to say.
    private static func wish(_ criterion: FitView.Criterion) -> Words {
        switch criterion {
        case .occupation: Words("期望岗位", "the job wished for")
        case .industry: Words("期望的行业", "industry")
        case .place: Words("期望工作地", "place wished for")
        case .pay: Words("期望月薪", "pay expected")
        case .degree: Words("学历", "education")
        case .years: Words("工作年限", "years of work")
        case .skills, .way, .freshness, .shortage: name(criterion)
        }
    }

    /// The question of the profile that answers it.
    public static func question(_ criterion: FitView.Criterion) -> String? {
        switch criterion {
        case .occupation: "wanted_occupation"
        case .skills: "skills"
        case .industry: "industry"
        case .place: "wanted_places"
        case .pay: "wanted_pay"
        case .degree: "education"
        case .years: "work_years"
        case .way, .freshness, .shortage: nil
        }
    }
}
