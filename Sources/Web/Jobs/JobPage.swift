import Domain
import Markup
import Services

/// One job: for everybody who looks for work, and with what its employer and the offices can do with it.
struct JobPage: ModelPage {
    /// Which form came back with something to correct.
    enum Form: Sendable { case opening, removal }

    let model: JobDetail
    private let returned: Form?
    private let filled: Filled

    init(_ model: JobDetail) { self.init(model, nil, .nothing) }

    init(_ model: JobDetail, _ returned: Form?, _ filled: Filled) {
        self.model = model
        self.returned = returned
        self.filled = filled
    }

    private var job: JobView { model.job }
    private func filled(_ form: Form) -> Filled { returned == form ? filled : .nothing }

    func title(in language: Language) -> String { job.title }

    func sharing(_ view: View) -> Sharing? {
        guard job.state == .open else { return nil }
        let place = job.division.map { view($0.name) } ?? ""
        return Sharing("\(job.title) · \(job.company)", "\(view.pay(job.pay)) \(place) \(job.description)", at: Paths.job(job.id))
    }

    func body(_ view: View) -> HTML {
        let trail = model.own == nil ? [Link(view("岗位", "Jobs"), to: Paths.jobs())] : [Link(view("招聘", "Hiring"), to: Paths.hiring())]
        return """
            \(view(PageHeader(job.title, lead: "\(view.pay(job.pay)) · \(job.division.map { view($0.name) } ?? view("地点未注明", "place not said"))", trail: trail,
                aside: "\(if: model.own != nil || job.state != .open, view(Tag(job.state, view)))\(if: job.shortage != nil, view(Tag(shortage: view)))", actions: actions(view))))\
            \(removed(view))\(view(Columns(main: main(view), side: side(view))))
            """
    }

    /// The one thing that the employer does next, or whoever looks for work.
    private func actions(_ view: View) -> HTML {
        guard let own = model.own else { return job.organisation == nil && job.state == .open ? elsewhere(view) : pursuitPanel(view) }
        guard own.mayChange else { return .empty }
        return view(Button(job.state == .draft ? view("继续填写", "Go on writing") : view("修改岗位", "Change the job"), job.state == .draft ? .primary : .secondary, href: Paths.jobForm(job.id)))
    }

    /// Its employer has no account: nobody can apply here.
    private func elsewhere(_ view: View) -> HTML {
        """
        <p class="hint">\(view("该单位未入驻，暂不能在本站投递；可请驿站代为对接。", "The employer has no account here, so you cannot apply on this site; a station can make contact."))</p>\
        \(view(Button(view("找驿站", "Find a station"), .secondary, href: Paths.stations())))
        """
    }

    private func removed(_ view: View) -> HTML {
        guard job.state == .removed else { return .empty }
        return view(Banner(.bad, view("岗位已由部门下架，不能再修改或发布", "An office took the job away; it can neither be changed nor opened"), "\(with: model.removedBecause, { "<p>\($0)</p>" })"))
    }

    // MARK: what it is

    private func main(_ view: View) -> HTML {
        """
        \(fitPanel(view))\(view(Panel(view("岗位要求", "What is asked"), id: "asked") {
            """
            \(view(Facts(facts(view))))\(if: !job.skills.isEmpty, "<p class=\"buttons\">\(each: job.skills, { "<span class=\"tag tag-idle\">\($0)</span> " })</p>")\
            \(if: !job.musts.isEmpty, "<p class=\"hint\">\(view("必备条件：\(view.list(job.musts.map(\.words)))；其余为优先考虑。", "Musts: \(view.list(job.musts.map(\.words))); the rest are wishes."))</p>")
            """
        }))\(if: !job.description.isEmpty, view(Panel(view("工作内容", "The work"), id: "work") {
            "<div class=\"prose\">\(each: job.description.split(whereSeparator: \.isNewline).map(String.init), { "<p>\($0)</p>" })</div>"
        }))
        """
    }

    private func facts(_ view: View) -> [Fact] {
        func must(_ must: JobTerms.Must) -> HTML { job.musts.contains(must) ? " \(view(Tag(view("必备", "Must"), .action)))" : .empty }
        var facts = [
            Fact(view("薪资", "Pay"), "\(view.pay(job.pay))"),
            Fact(view("工作地点", "Place"), "\(job.division.map { view($0.name) } ?? view("未注明", "Not said"))\(if: !job.address.isEmpty, "<br><span class=\"hint\">\(job.address)</span>")\(must(.place))"),
            Fact(view("学历", "Education"), "\(view((job.degree ?? .any).words))\(must(.degree))"), Fact(view("工作年限", "Years of work"), "\(view.years(job.yearsFrom, job.yearsTo))\(must(.years))"),
            Fact(view("性质", "Kind"), "\(view(job.kind.words))"),
        ]
        if let wanted = job.wanted { facts.append(Fact(view("招聘人数", "Wanted"), "\(view("\(wanted) 人", "\(wanted)"))")) }
        if let occupation = job.occupation { facts.append(Fact(view("职业", "Occupation"), "\(view(occupation.name)) <span class=\"hint\">\(occupation.code)</span>")) }
        if let industry = job.industry { facts.append(Fact(view("行业", "Industry"), "\(view(industry.name))")) }
        if let shortage = job.shortage { facts.append(Fact(view("紧缺目录", "In short supply"), "\(view(shortage))")) }
        if let last = job.validUntil { facts.append(Fact(view("有效期至", "Open until"), view.time(last))) }
        return facts
    }

    /// Why it fits the person who looks.
    private func fitPanel(_ view: View) -> HTML { "\(with: model.fit, { view(FitPanel(fit: $0)) })" }

    /// Applying for it, and how far one has come.
    private func pursuitPanel(_ view: View) -> HTML { view(PursuitPanel(job: job.id, isOpen: model.mayApply, open: model.pursuit)) }

    // MARK: beside it

    private func side(_ view: View) -> HTML { "\(employer(view))\(own(view))\(removal(view))\(report(view))" }

    private func employer(_ view: View) -> HTML {
        view(Panel(view("用人单位", "Employer"), id: "employer") {
            """
            <p><strong>\(job.organisation.map { view(Link(job.company, to: Paths.employer($0))) } ?? "\(job.company)")</strong>\(with: job.standing, { " \(view(Tag($0, view)))" })</p>\
            \(with: job.stationName, { name in "<p class=\"hint\">\(view("由 \(name) 担保推荐", "Vouched for by \(name)"))\(with: job.station, { " \(view(Link(view("查看驿站", "The station"), to: Paths.station($0))))" })</p>" })\
            \(if: !job.source.isEmpty && job.organisation == nil, "<p class=\"hint\">\(view("由部门导入的岗位，本站未核验该单位。", "An office imported this posting; the employer was not verified here."))</p>")\
            <p class="hint">\(view("应聘不收取任何费用。要求交押金、培训费、服装费等的，请举报。", "Applying costs nothing. Report whoever asks for a deposit or a fee."))</p>
            """
        })
    }

    private func own(_ view: View) -> HTML {
        guard let own = model.own, own.mayChange else { return .empty }
        return view(Panel(view("管理岗位", "Your job"), id: "manage") {
            """
            <ul class="plain">\(if: job.state == .open, "<li>\(view(Link(view("查看适合的人才", "People who fit"), to: Paths.talentsForJob(job.id))))</li>")\
            \(if: job.state != .draft, "<li>\(view(Link(view("查看投递和邀请", "Who applied and who is invited"), to: Paths.hiringPursuits().with("job", job.id))))</li>")</ul>\
            \(with: own.refusal, { "<p>\(view($0))</p><p>\(view(Link(view("查看单位状态", "Where your organisation stands"), to: Paths.hiring())))</p>" })\
            \(if: own.mayOpen, view(SideForm(Paths.jobOpening(job.id), in: filled(.opening), button: Button(job.state == .closed ? view("重新发布", "Open again") : view("发布岗位", "Open the job"))) {
                view(Field("validUntil", view("有效期至", "Open until"), .date,
                    hint: view("最晚 \(view(own.furthest))；未填薪资的按“面议”发布", "At the latest \(view(own.furthest)); without figures the pay is negotiable"), optional: true,
                    in: returned == .opening ? filled : Filled(["validUntil": [job.validUntil?.description ?? ""]])))
            }))\
            \(if: own.mayClose, view(PostButton(view("结束招聘", "Close the job"), .secondary, to: Paths.jobClosing(job.id), confirm: view("结束后不再公开，可以重新发布。确定吗？", "It is found no more, and can be opened again. Go on?"))))
            """
        })
    }

    private func removal(_ view: View) -> HTML {
        guard model.mayRemove else { return .empty }
        let found: HTML = model.scruples.isEmpty ? .empty : "<p>\(view("文字中发现：", "Found in its text:"))</p><ul class=\"plain\">\(each: model.scruples, { "<li>\(view($0))</li>" })</ul>"
        return view(Panel(view("下架岗位", "Take the job away"), id: "removal") {
            found + view(SideForm(Paths.jobRemoval(job.id), in: filled(.removal), button: Button(view("下架", "Take away"), .danger, confirm: view("下架后不能恢复。确定吗？", "It cannot be opened again. Go on?"))) {
                view(Field("reason", view("理由", "Reason"), .longText(rows: 3), hint: view("用人单位会看到", "The employer reads it"), in: filled(.removal)))
            })
        })
    }

    private func report(_ view: View) -> HTML {
        if model.isReported { return "<p class=\"hint\">\(view("您已举报这个岗位，核查结果会通过消息告知。", "You have reported this job; you will hear what was found."))</p>" }
        guard model.mayReport else { return .empty }
        return "<p>\(view(Link(view("举报这个岗位", "Report this job"), to: Paths.newJobReport(job.id))))</p>"
    }
}

/// Says what is wrong with a job.
struct JobReportPage: ModelPage {
    let model: JobDetail
    private let filled: Filled

    init(_ model: JobDetail) { self.init(model, .nothing) }

    init(_ model: JobDetail, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("举报岗位", "Report a job")(language) }

    func body(_ view: View) -> HTML {
        let job = model.job
        return """
            \(view(PageHeader(title(in: view.language), lead: "\(job.title) · \(job.company)", trail: [Link(view("岗位", "Jobs"), to: Paths.jobs()), Link(job.title, to: Paths.job(job.id))])))\
            \(view(FormFrame(Paths.jobReports(job.id), in: filled, buttons: [Button(view("提交举报", "Send the report")), Button(view("返回", "Back"), .secondary, href: Paths.job(job.id))]) {
                view(Panel(nil) {
                    """
                    \(view(Field("kind", view("问题", "What is wrong"), .radios(JobComplaint.allCases.map { Option($0.rawValue, view($0.words)) }), in: filled)))\
                    \(view(Field("text", view("情况说明", "What happened"), .longText(rows: 6),
                        hint: view("10 至 2000 字；由部门核查，用人单位看不到举报人", "10 to 2000 characters; an office looks at it, and the employer does not learn who you are"), in: filled)))
                    """
                })
            }))
            """
    }
}

extension Rooms {
    /// The page of one job, what is said against it, and taking it away. The list of jobs is another room.
    func addJobRoutes(to site: inout Site) {
        let house = house
        site.get(Paths.job, access: .everyone, page: JobPage.self, summary: Words("岗位", "A job")) { ask, id in JobPage(try await house.job(id, for: ask.actor)) }
        site.get(Paths.newJobReport, access: .signedIn, page: JobReportPage.self, summary: Words("举报岗位", "The form for reporting a job")) { ask, id in
            JobReportPage(try await house.job(id, for: ask.actor))
        }
        site.post(Paths.jobReports, access: .signedIn, input: ReportJob.self, receipt: ReceiptPage.self, summary: Words("举报岗位", "Report a job"),
            form: { ask, filled, id in JobReportPage(try await house.job(id, for: ask.actor), filled) }
        ) { ask, input, id in .created(Paths.job(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once))) }
        site.post(Paths.jobRemoval, access: .staff, input: RemoveJob.self, receipt: ReceiptPage.self, summary: Words("下架岗位", "Take a job away"),
            form: { ask, filled, id in JobPage(try await house.job(id, for: ask.actor), .removal, filled) }
        ) { ask, input, id in .seeOther(Paths.job(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once))) }
        site.post(Paths.jobOpening, access: .organisation, input: OpenJob.self, receipt: ReceiptPage.self, summary: Words("发布岗位", "Open a job"),
            form: { ask, filled, id in JobPage(try await house.job(id, for: ask.actor), .opening, filled) }
        ) { ask, input, id in .seeOther(Paths.job(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once))) }
        site.post(Paths.jobClosing, access: .organisation, input: CloseJob.self, receipt: ReceiptPage.self, summary: Words("结束招聘", "Close a job")) { ask, input, id in
            .seeOther(Paths.job(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
    }
}
