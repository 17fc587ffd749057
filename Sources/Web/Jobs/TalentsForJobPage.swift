import Domain
import Markup
import Services

/// People who fit a job and agreed to be found: for its employer, and for the station behind it. Nobody is named.
struct TalentsForJobPage: Page {
    let found: TalentsForJobView

    func title(in language: Language) -> String { Words("适合的人才", "People who fit")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("以下人才同意被用人单位找到。接受邀请前不显示身份；同一人在不同岗位的编号不同；每次查看都有记录。",
            "These people agree to be found. Who they are is shown once they accept an invitation; the same person has another code at each job; each look is recorded."),
            trail: [Link(found.title, to: Paths.job(found.job))])))\
        \(if: found.isPreparing, view(PreparingBanner()))\
        <p class="count">\(view("共 \(found.total) 人", found.total == 1 ? "1 person" : "\(found.total) people"))</p>\
        \(if: found.inTouch > 0, "<p>\(view("已有 \(found.inTouch) 人投递、受邀或被推荐，不再列出。", "\(found.inTouch) applied, were invited or recommended, and are not listed."))\(if: found.station == nil, " \(view(Link(view("招聘进展", "Applicants"), to: Paths.hiringPursuits().with("job", found.job))))")</p>")\
        \(found.talents.isEmpty ? view(empty(view)) : "<div class=\"job-list\">\(each: found.talents, { card($0, view) })</div>")\
        \(view(Pager(
            previous: found.page > 1 ? Paths.talentsForJob(found.job).with("page", found.page - 1) : nil,
            next: found.page * found.perPage < found.total ? Paths.talentsForJob(found.job).with("page", found.page + 1) : nil, place: view("第 \(found.page) 页", "Page \(found.page)"))))
        """
    }

    private func card(_ talent: FoundTalent, _ view: View) -> HTML {
        """
        <article class="panel job-card"><div class="panel-head"><h2>\(view("人才 \(talent.code.suffix(4))", "Person \(talent.code.suffix(4))"))</h2>\(view(FitTag(talent.fit.percent)))</div>\
        \(view(Facts(facts(talent, view))))\(view(FitReasons(talent.fit, for: .employer, isShort: true)))\(if: found.mayInvite, actions(talent, view))</article>
        """
    }

    /// Who stands behind a code learns of the job, and stays unknown until they accept.
    private func actions(_ talent: FoundTalent, _ view: View) -> HTML {
        guard let station = found.station else { return view(PostButton(view("邀请", "Invite"), to: Paths.invitations(found.job), fields: [(name: "talent", value: talent.code)])) }
        return view(PostButton(view("推荐", "Recommend"), to: Paths.recommendations(found.job), fields: [(name: "talent", value: talent.code), (name: "station", value: station.rawValue)]))
    }

    private func facts(_ talent: FoundTalent, _ view: View) -> [Fact] {
        let comma = view("、", ", ")
        return [
            talent.occupations.isEmpty ? nil : Fact(view("期望岗位", "Job wished for"), "\(talent.occupations.joined(separator: comma))"),
            talent.skills.isEmpty ? nil : Fact(view("技能", "Skills"), "\(talent.skills.joined(separator: comma))"),
            talent.education.map { Fact(view("学历", "Education"), "\(view($0))") },
            talent.years.map { Fact(view("工作年限", "Years of work"), "\(view("\($0) 年", "\($0)"))") },
            talent.places.isEmpty ? nil : Fact(view("期望工作地", "Wishes to work in"), "\(talent.places.joined(separator: comma))"),
            talent.pay.map { Fact(view("期望月薪", "Pay expected"), "\(view($0))") },
        ].compactMap(\.self)
    }

    private func empty(_ view: View) -> EmptyState {
        EmptyState(view("暂时没有合适的人才", "Nobody fits yet"), view("只有同意被用人单位找到、并符合必备条件的人会列在这里。可以放宽岗位的必备条件，过几天再看。",
            "Only people who agree to be found and meet what the job requires are listed. Require less, or look again in some days."),
            action: Button(view("查看岗位", "See the job"), .secondary, href: Paths.job(found.job)))
    }
}
