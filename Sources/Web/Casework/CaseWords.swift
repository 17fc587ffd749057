import Domain
import Markup
import Services

extension Ruling {
    /// What the ruling is called at a step of this kind; for an objection a pass upholds it.
    func words(at kind: StepKind?, objection: Bool = false) -> Words {
        if objection, kind == .work || kind == nil {
            switch self {
            case .pass: return Words("异议成立", "Objection upheld")
            case .return: return Words("退回补充", "Returned")
            case .refuse: return Words("异议不成立", "Objection not upheld")
            }
        }
        switch (self, kind) {
        case (.return, _): return Words("退回补正", "Return for correction")
        case (.pass, .forward?): return Words("同意推荐", "Forward")
        case (.refuse, .forward?): return Words("不予推荐", "Do not forward")
        case (.pass, .intake?): return Words("予以受理", "Accept")
        case (.refuse, .intake?): return Words("不予受理", "Do not accept")
        case (.pass, .determine?): return Words("认定", "Recognise")
        case (.refuse, .determine?): return Words("不予认定", "Do not recognise")
        case (.pass, _): return Words("通过", "Pass")
        case (.refuse, _): return Words("不通过", "Do not pass")
        }
    }

    /// For a report against a job.
    var wordsOfReport: Words {
        switch self {
        case .pass: Words("举报属实，岗位下架", "Upheld: the job is taken away")
        case .return: Words("退回补充", "Returned")
        case .refuse: Words("举报不属实", "Not upheld: the job stays")
        }
    }

    var tagKind: Tag.Kind {
        switch self {
        case .pass: .good
        case .return: .action
        case .refuse: .bad
        }
    }
}

extension Tag {
    /// Whether a condition is met as far as the answers show.
    init(_ verdict: Verdict, _ view: View) {
        switch verdict {
        case .yes: self.init(view("符合", "Met"), .good)
        case .no: self.init(view("不符合", "Not met"), .bad)
        case .unknown: self.init(view("待确认", "Not known yet"), .idle)
        }
    }
}

extension Tag {
    /// The state of a case; an objection is upheld or not.
    init(_ summary: CaseSummary, _ view: View) {
        switch summary.state {
        case .done where summary.isObjection: self.init(view("异议成立", "Upheld"), .action)
        case .refused where summary.isObjection: self.init(view("异议不成立", "Not upheld"), .idle)
        default: self.init(summary.state, view)
        }
    }
}

extension DueClock {
    init(_ due: Due) { self.init(due: due.day, .running(workdaysLeft: due.workdaysLeft), provisional: due.provisional) }
}

extension View {
    /// Names one after the other: `市财政局、市工业和信息化局`
    func list(_ words: [Words]) -> String { words.map { self($0) }.joined(separator: self("、", ", ")) }

    /// Why a case has no clock whose notice is over.
    var heldByObjection: String { self("公示期满，异议待答复", "Notice over; waits for the answer to an objection") }

    /// The clock of a case, or why there is none.
    func clock(of summary: CaseSummary) -> HTML {
        if let due = summary.due { return self(DueClock(due)) }
        if summary.heldByObjection { return self(DueClock(due: nil, .resting(heldByObjection))) }
        if summary.state == .correction { return self(DueClock(due: nil, .resting(self("退回补正期间不计时", "The clock rests during correction")))) }
        return "<span class=\"small\">\(CaseState.ended.contains(summary.state) ? self("已结束", "Ended") : self("本环节不计时", "No clock"))</span>"
    }

    /// A case in the first cell of a list: its title, then number and organisation, and what else tells it from others.
    func heading(of summary: CaseSummary, more: String? = nil) -> HTML {
        let about = [summary.number, summary.organisation ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
        return "<a href=\"\(Paths.case(summary.id))\">\(summary.title.isEmpty ? summary.number : summary.title)</a><br><span class=\"hint optional\">\(about)\(with: more, { "<br>\($0)" })</span>"
    }
}

extension CaseState: PathParameter {}
