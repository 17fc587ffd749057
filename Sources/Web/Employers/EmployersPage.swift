import Domain
import Markup
import Services

/// Employers by name and standing, for offices and for hosts, who may vouch.
struct EmployersPage: ModelPage {
    let model: EmployerList

    init(_ model: EmployerList) { self.model = model }

    func title(in language: Language) -> String { Words("用人单位", "Employers")(language) }

    func body(_ view: View) -> HTML {
        let filter = model.filter
        let standings = StandingKind.allCases.map { Option($0.rawValue, view($0.words)) }
        return """
            \(view(PageHeader(title(in: view.language), lead: view("有驿站担保或部门核验的单位可以发布岗位；暂停招聘期间岗位不公开。",
                "Employers that a station vouches for or an office has verified open jobs; those of a barred one are not shown."),
                actions: model.mayImport ? view(Button(view("岗位导入", "Imports of jobs"), .secondary, href: Paths.jobImports())) : .empty)))\
            \(view(Filters(Paths.employers(), [
                .search("text", view("单位名称或统一社会信用代码", "Name or credit code"), value: filter.text ?? ""),
                .choice("standing", view("状态", "Standing"), [Option("", view("全部状态", "All"))] + standings, value: filter.standing?.rawValue ?? ""),
            ], count: model.total)))\
            \(view(Table(title(in: view.language), columns: [
                .main(view("单位", "Employer")), .init(view("统一社会信用代码", "Credit code")), .number(view("在招岗位", "Open jobs")), .init(view("状态", "Standing")),
            ], rows: model.employers.map { row($0, view) }, empty: EmptyState(view("没有符合条件的单位", "No employer fits"), view("请减少或更换查询条件。", "Try fewer or other filters."),
                action: Button(view("清除条件", "Clear the filters"), .secondary, href: Paths.employers())))))\
            \(view(Pager(previous: nil, next: model.next.map { Paths.employers().with("text", filter.text).with("standing", filter.standing).with("after", $0) })))
            """
    }

    private func row(_ employer: EmployerList.Row, _ view: View) -> [HTML] {
        [
            view(Link(employer.name, to: Paths.employer(employer.id))), "\(employer.creditCode)", "\(view.number(employer.openJobs))",
            "\(view(Tag(employer.standing, view)))\(with: employer.barredUntil, { "<br><span class=\"hint\">\(view("至 ", "until "))\(view.time($0))</span>" })",
        ]
    }
}

/// One employer: its open jobs for everybody; where it stands and why for its own people, offices and hosts.
struct EmployerPage: ModelPage {
    /// Which form came back with something to correct.
    enum Form: Sendable, Hashable { case vouching, verification, bar, ending(ID<Standing>) }

    let model: EmployerView
    private let returned: Form?
    private let filled: Filled

    init(_ model: EmployerView) { self.init(model, nil, .nothing) }

    init(_ model: EmployerView, _ returned: Form?, _ filled: Filled) {
        self.model = model
        self.returned = returned
        self.filled = filled
    }

    private func filled(_ form: Form) -> Filled { returned == form ? filled : .nothing }

    func title(in language: Language) -> String { model.name }

    func body(_ view: View) -> HTML {
        let open = view(Panel(view("在招岗位", "Open jobs"), id: "jobs", aside: "<span class=\"count\">\(view("共 \(model.jobs.count) 个", "\(model.jobs.count)"))</span>") { jobs(view) })
        return """
            \(view(PageHeader(model.name, lead: lead(view), trail: model.inside.map { $0.isOwn ? [Link(view("招聘", "Hiring"), to: Paths.hiring())] : [Link(view("用人单位", "Employers"), to: Paths.employers())] } ?? [],
                aside: view(Tag(model.standing, view)))))\
            \(model.inside.map { inside in view(Columns(main: "\(open)\(history(inside, view))", side: side(inside, view))) } ?? open)
            """
    }

    private func lead(_ view: View) -> String {
        switch model.standing {
        case .unknown: view("还没有驿站或部门为该单位担保或核验。", "No station vouches for it and no office has verified it yet.")
        case .vouched: view("有人才驿站或区域部门为该单位担保。", "A talent station or an office of an area vouches for it.")
        case .verified: view("部门已核验该单位。", "An office has verified it.")
        case .barred: view("至 \(model.barredUntil.map { view($0) } ?? "") 暂停招聘。", "Barred from hiring until \(model.barredUntil.map { view($0) } ?? "").")
        }
    }

    private func jobs(_ view: View) -> HTML {
        guard !model.jobs.isEmpty else { return view(EmptyState(view("目前没有公开的岗位", "No open jobs now"))) }
        return """
            <ul class="plain">\(each: model.jobs, { job in """
                <li>\(view(Link(job.title, to: Paths.job(job.id))))\(if: job.shortage != nil, " \(view(Tag(shortage: view)))")<br>\
                <span class="hint">\(view.pay(job.pay)) · \(job.division.map { view($0) } ?? view("地点未注明", "place not said"))</span></li>
                """ })</ul>
            """
    }

    private func history(_ inside: EmployerView.Inside, _ view: View) -> HTML {
        view(Panel(view("担保、核验和处理", "Standing"), id: "standing") {
            guard !inside.history.isEmpty else { return view(EmptyState(view("还没有记录", "Nothing yet"))) }
            return "<ul class=\"entries\">\(each: inside.history, { entry($0, view) })</ul>"
        })
    }

    private func entry(_ entry: EmployerView.Entry, _ view: View) -> HTML {
        let ending = Form.ending(entry.id)
        return """
            <li><p class="entry-head">\(view(Tag(entry.kind, view))) <span class="entry-who">\(view(entry.by))</span> \(view.time(entry.since))\(with: entry.until, { "，\(view("至", "until")) \(view.time($0))" })</p>\
            \(with: entry.why, { "<p>\($0)</p>" })\
            \(with: entry.endedAt, { ended in "<p class=\"hint\">\(view("已结束", "Ended")) \(view.time(ended))\(with: entry.endedBecause, { "：\($0)" })</p>" })\
            \(if: entry.mayEnd, """
            <details\(if: returned == ending, " open")><summary>\(view("结束", "End it"))</summary>\(view(SideForm(Paths.standingEnd(model.id, entry.id), in: filled(ending), button: Button(view("结束", "End it"), .secondary)) {
                view(Field("reason", view("理由", "Reason"), .longText(rows: 2), hint: view("单位会看到", "The employer reads it"), prefix: entry.id.rawValue, in: filled(ending)))
            }))</details>
            """)</li>
            """
    }

    private func side(_ inside: EmployerView.Inside, _ view: View) -> HTML {
        let facts = view(Panel(view("单位信息", "Organisation")) { view(Facts([Fact(view("统一社会信用代码", "Credit code"), "\(inside.creditCode)"), Fact(view("地址", "Address"), "\(inside.address)")])) })
        let next = inside.isOwn && model.standing == .unknown ? view(Banner(.action, view("怎样才能发布岗位", "How to open jobs"), """
            <p>\(view("联系就近的人才驿站担保，或由市人才服务中心核验。", "Ask a station near you to vouch for you, or the talent service centre to verify you."))</p>
            """, actions: [Button(view("查找驿站", "Find a station"), .secondary, href: Paths.stations())])) : .empty
        return "\(next)\(facts)\(vouching(inside, view))\(verification(inside, view))\(bar(inside, view))"
    }

    private func vouching(_ inside: EmployerView.Inside, _ view: View) -> HTML {
        guard !inside.vouchers.isEmpty || inside.mayVouchAsOffice else { return .empty }
        let filled = filled(.vouching)
        var stations = inside.vouchers.map { Option($0.station.rawValue, $0.name) }
        if inside.mayVouchAsOffice { stations.append(Option("", view("本部门", "My office"))) }
        return view(Panel(view("担保", "Vouch for it"), id: "vouching") {
            view(SideForm(Paths.vouching(model.id), in: filled, button: Button(view("为该单位担保", "Vouch for it"))) {
                """
                \(stations.count > 1 ? view(Field("station", view("以谁的名义", "In whose name"), .radios(stations), prefix: "vouching", in: filled)) : "<input type=\"hidden\" name=\"station\" value=\"\(stations.first?.value ?? "")\">")\
                \(view(Field("note", view("如何了解该单位", "How you know it"), .longText(rows: 2), hint: view("单位会看到", "The employer reads it"), optional: true, prefix: "vouching", in: filled)))
                """
            })
        })
    }

    private func verification(_ inside: EmployerView.Inside, _ view: View) -> HTML {
        guard inside.mayVerify else { return .empty }
        return view(Panel(view("核验", "Verify it"), id: "verification") {
            view(SideForm(Paths.verification(model.id), in: filled(.verification), button: Button(view("核验通过", "Verified"))) {
                view(Field("note", view("核验了什么", "What was looked at"), .longText(rows: 2),
                    hint: view("例：营业执照、社保缴纳记录；单位会看到", "For example the licence and insurance records; the employer reads it"), optional: true, prefix: "verification", in: filled(.verification)))
            })
        })
    }

    private func bar(_ inside: EmployerView.Inside, _ view: View) -> HTML {
        guard inside.mayBar else { return .empty }
        return view(Panel(view("暂停招聘", "Bar it"), id: "bar") {
            view(SideForm(Paths.barring(model.id), in: filled(.bar), button: Button(view("暂停招聘", "Bar it"), .danger, confirm: view("其岗位将不再公开。确定吗？", "Its jobs will not be shown. Go on?"))) {
                """
                \(view(Field("reason", view("理由", "Reason"), .longText(rows: 3), hint: view("单位会看到", "The employer reads it"), prefix: "bar", in: filled(.bar))))\
                \(view(Field("until", view("至", "Until"), .date, prefix: "bar", in: filled(.bar))))
                """
            })
        })
    }
}

extension Rooms {
    func addEmployerRoutes(to site: inout Site) {
        let house = house
        let query = [
            QueryField("text", Words("单位名称包含的文字，或统一社会信用代码", "Words in the name, or the credit code")), QueryField("standing", Words("状态", "Standing"), StandingKind.self),
            QueryField("after", Words("上一页最后一条", "The last one of the page before"), ID<Organisation>.self),
        ]
        site.get(Paths.employers, access: .any(of: .staff, .organisation), page: EmployersPage.self, query: query, summary: Words("用人单位", "Employers")) { ask in
            EmployersPage(try await house.employers(EmployerFilter(text: ask.query["text"], standing: try ask.query.value("standing"), after: try ask.query.value("after")), for: ask.actor))
        }
        site.get(Paths.employer, access: .everyone, page: EmployerPage.self, summary: Words("用人单位", "An employer")) { ask, id in EmployerPage(try await house.employer(id, for: ask.actor)) }
        site.post(Paths.vouching, access: .any(of: .staff, .organisation), input: VouchForEmployer.self, receipt: ReceiptPage.self, summary: Words("为单位担保", "Vouch for an employer"),
            form: { ask, filled, id in EmployerPage(try await house.employer(id, for: ask.actor), .vouching, filled) }
        ) { ask, input, id in .seeOther(Paths.employer(id), ReceiptPage(try await input(house, for: id, by: ask.actor, once: ask.once))) }
        site.post(Paths.verification, access: .staff, input: VerifyEmployer.self, receipt: ReceiptPage.self, summary: Words("核验单位", "Verify an employer"),
            form: { ask, filled, id in EmployerPage(try await house.employer(id, for: ask.actor), .verification, filled) }
        ) { ask, input, id in .seeOther(Paths.employer(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once))) }
        site.post(Paths.barring, access: .staff, input: BarEmployer.self, receipt: ReceiptPage.self, summary: Words("暂停单位招聘", "Bar an employer"),
            form: { ask, filled, id in EmployerPage(try await house.employer(id, for: ask.actor), .bar, filled) }
        ) { ask, input, id in .seeOther(Paths.employer(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once))) }
        site.post(Paths.standingEnd, access: .any(of: .staff, .organisation), input: EndStanding.self, receipt: ReceiptPage.self, summary: Words("结束担保、核验或暂停招聘", "End a standing of an employer"),
            form: { ask, filled, id, standing in EmployerPage(try await house.employer(id, for: ask.actor), .ending(standing), filled) }
        ) { ask, input, id, standing in .seeOther(Paths.employer(id), ReceiptPage(try await input(house, standing, by: ask.actor, once: ask.once))) }
    }
}
