import Domain
import Markup
import Services

/// The jobs of one's own organisation, where it stands, and what to do next.
struct HiringPage: ModelPage {
    let model: HiringView

    init(_ model: HiringView) { self.model = model }

    func title(in language: Language) -> String { Words("招聘", "Hiring")(language) }

    func body(_ view: View) -> HTML {
        let states = JobState.allCases.map { Option($0.rawValue, view($0.words)) }
        let counts: [JobState: Int] = [.draft: model.drafts, .open: model.open, .closed: model.closed, .removed: model.removed]
        let shown = model.state.map { counts[$0] ?? 0 } ?? counts.values.reduce(0, +)
        return """
            \(view(PageHeader(title(in: view.language), lead: view("发布岗位、延长有效期、结束招聘。应聘者不付任何费用。", "Open jobs, give them a later last day, close them. Nobody pays for applying."),
                actions: "\(view(Button(view("填写岗位", "Write a job"), href: Paths.newJob())))\(view(Button(view("批量导入", "Import many"), .secondary, href: Paths.jobImports())))")))\
            \(each: model.organisations, { standing($0, view) })\(if: view.actor.hosts, "<p>\(view(Link(view("为其他单位担保", "Vouch for another employer"), to: Paths.employers())))</p>")\
            \(view(Filters(Paths.hiring(), [.choice("state", view("状态", "State"), [Option("", view("全部状态", "All"))] + states, value: model.state?.rawValue ?? "")], count: shown)))\
            \(view(Table(title(in: view.language), columns: [
                .main(view("岗位", "Job")), .init(view("地点", "Place")), .init(view("薪资", "Pay")), .number(view("人数", "Wanted")), .init(view("有效期至", "Open until")), .init(view("状态", "State")),
            ], rows: model.jobs.map { row($0, view) },
                empty: EmptyState(view("还没有岗位", "No jobs yet"), view("填写岗位后可先存为草稿，有驿站担保或部门核验后发布。", "Keep a job as a draft; open it once a station vouches for you or an office has verified you."),
                action: Button(view("填写岗位", "Write a job"), .secondary, href: Paths.newJob())))))\
            \(view(Pager(previous: nil, next: model.next.map { Paths.hiring().with("state", model.state).with("after", $0) })))
            """
    }

    private func standing(_ employer: HiringView.Employer, _ view: View) -> HTML {
        let link = view(Link(view("查看单位页面", "Your organisation's page"), to: Paths.employer(employer.id)))
        switch employer.standing {
        case .unknown:
            return view(Banner(.action, view("\(employer.name)还不能发布岗位", "\(employer.name) cannot open jobs yet"), """
                <p>\(view("请联系就近的人才驿站为贵单位担保，或由市人才服务中心核验；在此之前岗位可以存为草稿。", "Ask a station near you to vouch for you, or the talent service centre to verify you. Until then jobs can be kept as drafts."))</p>\
                <p>\(link)</p>
                """, actions: [Button(view("查找驿站", "Find a station"), .secondary, href: Paths.stations())]))
        case .barred:
            let until = employer.barredUntil.map { view($0) } ?? ""
            return view(Banner(.bad, view("\(employer.name)至 \(until) 暂停招聘", "\(employer.name) is barred until \(until)"),
                "<p>\(view("岗位暂不公开，也不能发布。", "Its jobs are not shown and none can be opened."))</p><p>\(link)</p>"))
        case .vouched, .verified: return "<p>\(employer.name) \(view(Tag(employer.standing, view))) \(link)</p>"
        }
    }

    private func row(_ job: HiringView.Row, _ view: View) -> [HTML] {
        [
            "\(view(Link(job.title, to: Paths.job(job.id))))\(if: job.shortage != nil, " \(view(Tag(shortage: view)))")\(if: model.organisations.count > 1, "<br><span class=\"hint\">\(job.company)</span>")",
            "\(job.division.map { view($0) } ?? "—")", "\(view.pay(job.pay))", "\(job.wanted.map(String.init) ?? "—")", "\(job.validUntil.map { view.time($0) } ?? "—")", view(Tag(job.state, view)),
        ]
    }
}

/// The form of a job.
struct JobFormPage: ModelPage {
    let model: JobFormView
    private let filled: Filled

    init(_ model: JobFormView) { self.init(model, nil) }

    init(_ model: JobFormView, _ filled: Filled?) {
        self.model = model
        self.filled = filled ?? Filled(Dictionary(grouping: model.values, by: \.name).mapValues { $0.map(\.value) })
    }

    func title(in language: Language) -> String { (model.job == nil ? Words("填写岗位", "Write a job") : Words("修改岗位", "Change a job"))(language) }

    func body(_ view: View) -> HTML {
        let trail = [Link(view("招聘", "Hiring"), to: Paths.hiring())] + (model.job.map { [Link(model.title, to: Paths.job($0))] } ?? [])
        let mayOpen = model.organisations.contains { $0.standing == .vouched || $0.standing == .verified }
        let open = Button(model.state == .closed ? view("重新发布", "Open again") : view("发布岗位", "Open the job"), name: "open", value: "true")
        let save = Button(model.state == nil || model.state == .draft ? view("保存草稿", "Keep as a draft") : view("保存", "Save"), mayOpen && model.state != .open ? .secondary : .primary, name: "open", value: "false")
        return """
            \(view(PageHeader(title(in: view.language), lead: view("不得向求职者收取任何费用，不得限制性别、年龄、民族、户籍。", "Nobody may be asked for money, or be limited by sex, age, ethnicity or household."), trail: trail)))\
            \(view(FormFrame(model.job.map { Paths.job($0) } ?? Paths.hiringJobs(), in: filled, buttons: mayOpen && model.state != .open ? [open, save] : [save]) {
                "\(what(view))\(place(view))\(pay(view))\(asked(view))\(work(view))"
            }))
            """
    }

    private func what(_ view: View) -> HTML {
        view(FieldGroup(view("岗位", "Job")) {
            """
            \(if: model.job == nil && model.organisations.count > 1, view(Field("organisation", view("用人单位", "Employer"),
                .select(model.organisations.map { Option($0.id.rawValue, $0.name) }), width: .middle, in: filled)))\
            \(view(Field("title", view("岗位名称", "Title"), hint: view("例：后端开发工程师", "For example: back-end developer"), width: .middle, in: filled)))\
            \(view(Field("occupation", view("职业", "Occupation"), .suggested(Paths.occupations()),
                hint: view("职业分类大典（2022）的职业或小类，输入几个字从提示中选择；不填则按岗位名称归入小类，保存后可修改",
                    "Of the national dictionary of occupations: type a few characters and choose. Left empty, the title says which group; it can be changed afterwards"), optional: true, in: filled)))\
            \(view(Field("industry", view("行业", "Industry"), .select(Industry.all.map { Option($0.code, "\($0.code) \(view($0.name))") }), optional: true, width: .middle, in: filled)))\
            \(view(Field("kind", view("性质", "Kind"), .select(JobKind.allCases.map { Option($0.rawValue, view($0.words)) }), width: .middle, in: filled)))\
            \(view(Field("wanted", view("招聘人数", "How many"), .number(unit: view("人", "people")), optional: true, in: filled)))
            """
        })
    }

    private func place(_ view: View) -> HTML {
        view(FieldGroup(view("工作地点", "Place")) {
            """
            \(view(Field("division", view("区市", "Division"), .suggested(Paths.divisions()),
                hint: view("省、市、区县全称，例：山东省青岛市崂山区；存草稿时可不填", "Province, city and county in Chinese, or the code: 370212; a draft may go without"), width: .middle, in: filled)))\
            \(view(Field("address", view("详细地址", "Address"), optional: true, in: filled)))\
            <details\(if: !filled.value("latitude").isEmpty || !filled.errors.isEmpty, " open")><summary>\(view("经纬度（用于计算通勤距离）", "Coordinates, for the way to work"))</summary>\
            \(view(Field("latitude", view("纬度", "Latitude"), hint: view("例：36.1600", "Such as 36.1600"), optional: true, width: .narrow, in: filled)))\
            \(view(Field("longitude", view("经度", "Longitude"), optional: true, width: .narrow, in: filled)))</details>
            """
        })
    }

    private func pay(_ view: View) -> HTML {
        view(FieldGroup(view("薪资（税前）", "Pay before tax")) {
            """
            \(view(Field("payFrom", view("最低薪资", "Pay from"), .money, hint: view("发布时须填写薪资或选择面议", "To open the job give figures, or say that it is negotiable"), optional: true, in: filled)))\
            \(view(Field("payTo", view("最高薪资", "Pay to"), .money, optional: true, in: filled)))\
            \(view(Field("payPer", view("计薪方式", "For a"), .select(Pay.Period.allCases.map { Option($0.rawValue, view("每\($0.words.zh)", $0.words.en)) }), width: .narrow, in: filled)))\
            \(view(Field("payMonths", view("每年发放月数", "Months paid a year"), .number(unit: view("个月", "months")), optional: true, in: filled)))\
            \(view(Field("negotiable", view("面议", "Negotiable"), .checkbox, in: filled)))
            """
        })
    }

    private func asked(_ view: View) -> HTML {
        view(FieldGroup(view("要求", "What is asked")) {
            """
            \(view(Field("degree", view("学历", "Education"), .select(DegreeDemand.allCases.map { Option($0.rawValue, view($0.words)) }), optional: true, width: .middle, in: filled)))\
            \(view(Field("yearsFrom", view("工作年限，至少", "Years of work, at least"), .number(unit: view("年", "years")), optional: true, in: filled)))\
            \(view(Field("yearsTo", view("工作年限，至多", "Years of work, at most"), .number(unit: view("年", "years")), optional: true, in: filled)))\
            \(view(Field("skills", view("技能", "Skills"), hint: view("用逗号分开，例：Java，MySQL，数据结构", "With commas between: Java, MySQL"), optional: true, in: filled)))\
            \(view(Field("musts", view("哪些是必备条件", "Which of them are musts"), .checkboxes(JobTerms.Must.allCases.map { Option($0.rawValue, view($0.words)) }),
                hint: view("未勾选的为优先考虑，不作为筛选条件", "The others are wishes and leave nobody out"), optional: true, in: filled)))
            """
        })
    }

    private func work(_ view: View) -> HTML {
        view(FieldGroup(view("工作内容", "The work")) {
            """
            \(view(Field("description", view("岗位职责和要求", "Duties and requirements"), .longText(rows: 10),
                hint: view("发布时至少 20 字；不要写收费、押金，不要限制性别、年龄、婚育、户籍、民族", "At least 20 characters to open it; no fees or deposits, no limits by sex, age, family, household or ethnicity"), in: filled)))\
            \(view(Field("validUntil", view("有效期至", "Open until"), .date, hint: view("最晚 \(view(model.furthest))", "At the latest \(view(model.furthest))"), optional: true, in: filled)))
            """
        })
    }
}

extension Rooms {
    func addHiringRoutes(to site: inout Site) {
        let house = house
        let query = [QueryField("state", Words("状态", "State"), JobState.self), QueryField("after", Words("上一页最后一条", "The last one of the page before"), ID<Job>.self)]
        site.get(Paths.hiring, access: .organisation, page: HiringPage.self, query: query, summary: Words("本单位的岗位", "The jobs of one's organisation")) { ask in
            HiringPage(try await house.hiring(for: ask.actor, state: try ask.query.value("state"), after: try ask.query.value("after")))
        }
        site.get(Paths.newJob, access: .organisation, page: JobFormPage.self, summary: Words("填写岗位", "The form of a new job")) { ask in JobFormPage(try await house.jobForm(for: ask.actor)) }
        site.get(Paths.jobForm, access: .organisation, page: JobFormPage.self, summary: Words("修改岗位", "The form of a job")) { ask, id in JobFormPage(try await house.jobForm(id, for: ask.actor)) }
        site.post(Paths.hiringJobs, access: .organisation, input: JobDraft.self, receipt: ReceiptPage.self, summary: Words("填写岗位，存为草稿或发布", "Write a job, as a draft or open"),
            form: { ask, filled in JobFormPage(try await house.jobForm(for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await KeepJob(input)(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.job, access: .organisation, input: JobDraft.self, receipt: ReceiptPage.self, summary: Words("修改岗位", "Change a job"),
            form: { ask, filled, id in JobFormPage(try await house.jobForm(id, for: ask.actor), filled) }
        ) { ask, input, id in .seeOther(Paths.job(id), ReceiptPage(try await KeepJob(input)(house, id, by: ask.actor, once: ask.once))) }
    }
}
