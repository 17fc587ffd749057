import Domain
import Markup
import Services

/// A list of pursuits: a talent's own, an employer's by job, or those that a station recommended or accompanies.
struct PursuitsPage: ModelPage {
    let model: PursuitList

    init(_ model: PursuitList) { self.model = model }

    func title(in language: Language) -> String {
        switch model.side {
        case .talent, .system: Words("求职进展", "My job applications")(language)
        case .employer: Words("招聘进展", "Applicants")(language)
        case .station: Words("驿站陪同的求职", "Accompanied by the station")(language)
        }
    }

    private var path: Href {
        switch model.side {
        case .talent, .system: Paths.ownPursuits()
        case .employer: Paths.hiringPursuits()
        case .station: model.station.map { Paths.stationPursuits($0.id) } ?? Paths.desk()
        }
    }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: model.station?.name, trail: model.side == .station ? [Link(view("前台", "Desk"), to: Paths.desk())] : [])))\
        \(view(Filters(path, filters(view), count: model.total)))\
        \(view(Table(title(in: view.language), columns: columns(view), rows: model.pursuits.map { row($0, view) }, empty: empty(view))))\
        \(view(Pager(previous: nil, next: model.next.map { path.with("state", model.state).with("job", model.job).with("after", $0) })))\
        \(if: !model.placements.isEmpty, placements(view))
        """
    }

    private func filters(_ view: View) -> [Filters.Filter] {
        let states = [Option("", view("全部状态", "All states"))] + PursuitState.allCases.map { Option($0.rawValue, view($0.words)) }
        var filters: [Filters.Filter] = [.choice("state", view("状态", "State"), states, value: model.state?.rawValue ?? "")]
        if !model.jobs.isEmpty {
            filters.append(.choice("job", view("岗位", "Job"), [Option("", view("全部岗位", "All jobs"))] + model.jobs.map { Option($0.id.rawValue, $0.title) }, value: model.job?.rawValue ?? ""))
        }
        return filters
    }

    /// On a phone the next step comes first.
    private func columns(_ view: View) -> [Table.Column] {
        [.main(view("岗位", "Job")), .init(view("下一步", "Next")), .init(model.side == .talent ? view("单位", "Employer") : view("求职者", "Talent")), .init(view("状态", "State")), .init(view("更新时间", "Changed"))]
    }

    private func row(_ pursuit: PursuitSummary, _ view: View) -> [HTML] {
        let isTurn = pursuit.turn == model.side, link = Paths.pursuit(pursuit.id)
        return [
            view(Link(pursuit.title, to: link)),
            """
            \(isTurn ? view(Link(view(pursuit.next), to: link)) : "\(view(pursuit.next))")\(with: pursuit.state == .interviewSet ? pursuit.interviewAt : nil, { "<br><span class=\"hint\">\(view.time($0))</span>" })\
            \(with: pursuit.lastDay, { "<br><span class=\"hint\">\(view("答复期限", "answer by")) \(view.time($0))</span>" })
            """,
            model.side == .talent ? "\(pursuit.company)" : pursuit.who.map { "\($0)" } ?? "\(view("接受后可见", "shown once they accept"))",
            view(Tag(pursuit.state, isTurn: isTurn, view)), view.time(pursuit.changedAt),
        ]
    }

    private func empty(_ view: View) -> EmptyState {
        switch model.side {
        case .talent, .system: EmptyState(view("还没有求职进展", "Nothing yet"),
            view("投递岗位，或同意被用人单位找到后，会显示在这里。", "What you apply for, and invitations, appear here."), action: Button(view("找岗位", "Find jobs"), href: Paths.jobs()))
        case .employer: EmptyState(view("还没有投递或邀请", "Nobody has applied yet"))
        case .station: EmptyState(view("还没有推荐或陪同的求职", "Nothing is recommended or accompanied yet"))
        }
    }

    private func placements(_ view: View) -> HTML {
        view(Panel(view("我的人才资源配置记录", "Placements recorded of me"), id: "placements") {
            view(Table(view("我的人才资源配置记录", "Placements recorded of me"), columns: [.main(view("单位", "Employer")), .init(view("类型", "Type")), .init(view("起始日期", "From")), .init(view("状态", "State"))],
                rows: model.placements.map { [view(Link($0.employer, to: Paths.placement($0.id))), "\(view($0.type.words))", view.time($0.startsOn), view(Tag($0.state, view))] },
                empty: EmptyState(view("没有记录", "None"))))
        })
    }
}

extension PursuitState: PathParameter {}
extension PlacementType: PathParameter {}
extension PlacementState: PathParameter {}

extension Rooms {
    /// Applying, inviting, recommending, and every step of a pursuit.
    func addPursuitRoutes(to site: inout Site) {
        addPursuitLists(to: &site)
        addBeginnings(to: &site)
        addTalentSteps(to: &site)
        addEmployerSteps(to: &site)
    }

    private func addPursuitLists(to site: inout Site) {
        let house = house
        let state = QueryField("state", Words("状态", "State"), PursuitState.self), after = QueryField("after", Words("上一页最后一条", "The last one of the page before"), ID<Pursuit>.self)
        site.get(Paths.ownPursuits, access: .signedIn, page: PursuitsPage.self, query: [state, after], summary: Words("求职进展", "One's own applications for jobs")) { ask in
            PursuitsPage(try await house.ownPursuits(for: ask.actor, state: try ask.query.value("state"), after: try ask.query.value("after")))
        }
        site.get(Paths.hiringPursuits, access: .organisation, page: PursuitsPage.self, query: [state, QueryField("job", Words("岗位", "Job"), ID<Job>.self), after],
            summary: Words("招聘进展", "Who applies for the jobs of one's organisation")) { ask in
            PursuitsPage(try await house.hiring(for: ask.actor, state: try ask.query.value("state"), job: try ask.query.value("job"), after: try ask.query.value("after")))
        }
        site.get(Paths.stationPursuits, access: .organisation, page: PursuitsPage.self, query: [state, after], summary: Words("驿站陪同的求职", "What a station recommended or accompanies")) { ask, id in
            PursuitsPage(try await house.pursuits(of: id, for: ask.actor, state: try ask.query.value("state"), after: try ask.query.value("after")))
        }
        site.get(Paths.pursuit, access: .signedIn, page: PursuitPage.self, summary: Words("一次求职", "One talent and one job with each other")) { ask, id in
            PursuitPage(try await house.pursuit(id, for: ask.actor))
        }
    }

    private func addBeginnings(to site: inout Site) {
        let house = house
        site.get(Paths.newPursuit, access: .signedIn, page: ApplyPage.self, summary: Words("投递岗位", "The form for applying")) { ask, id in
            ApplyPage(try await house.applying(for: id, by: ask.actor))
        }
        site.post(Paths.jobPursuits, access: .signedIn, input: ApplyForJob.self, receipt: ReceiptPage.self, summary: Words("投递", "Apply for a job"),
            form: { ask, filled, id in ApplyPage(try await house.applying(for: id, by: ask.actor), .application, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, for: id, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.invitations, access: .organisation, input: InvitePerson.self, receipt: ReceiptPage.self, summary: Words("邀请人才", "Invite somebody who agreed to be found")) { ask, input, id in
            let receipt = try await input(house, for: id, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.recommendations, access: .organisation, input: RecommendPerson.self, receipt: ReceiptPage.self, pace: .secrets(field: "phone"), summary: Words("推荐人才", "A station recommends somebody"),
            form: { ask, filled, id in ApplyPage(try await house.applying(for: id, by: ask.actor), .recommendation, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, for: id, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    /// A step of a pursuit, whose form stands on its page.
    private func step<Input: Decodable & Sendable>(
        _ path: Path<ID<Pursuit>>, _ access: Access, _ form: PursuitPage.Form, _ input: Input.Type, _ summary: Words, to site: inout Site,
        _ run: @escaping @Sendable (Input, House, ID<Pursuit>, Ask) async throws -> Receipt
    ) {
        let house = house
        site.post(path, access: access, input: input, receipt: ReceiptPage.self, summary: summary,
            form: { ask, filled, id in PursuitPage(try await house.pursuit(id, for: ask.actor), form, filled) }
        ) { ask, input, id in
            let receipt = try await run(input, house, id, ask)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func addTalentSteps(to site: inout Site) {
        step(Paths.pursuitAcceptance, .signedIn, .acceptance, AcceptPursuit.self, Words("接受邀请或推荐", "Take up an invitation or a recommendation"), to: &site) { try await $0($1, $2, by: $3.actor, once: $3.once) }
        step(Paths.pursuitInterview, .signedIn, .interview, ChooseInterview.self, Words("选定面试时间", "Choose the time of an interview"), to: &site) { try await $0($1, $2, by: $3.actor, once: $3.once) }
        step(Paths.pursuitOtherTimes, .signedIn, .others, AskForOtherTimes.self, Words("请求另约时间", "Ask for other times"), to: &site) { try await $0($1, $2, by: $3.actor, once: $3.once) }
        step(Paths.pursuitAnswer, .signedIn, .answer, AnswerOffer.self, Words("答复录用", "Answer an offer"), to: &site) { try await $0($1, $2, by: $3.actor, once: $3.once) }
        step(Paths.pursuitWithdrawal, .signedIn, .withdrawal, WithdrawPursuit.self, Words("撤回或谢绝", "Withdraw or decline"), to: &site) { try await $0($1, $2, by: $3.actor, once: $3.once) }
        step(Paths.pursuitCompany, .signedIn, .company, AccompanyPursuit.self, Words("请驿站陪同", "Let a station accompany it"), to: &site) { try await $0($1, $2, by: $3.actor, once: $3.once) }
    }

    private func addEmployerSteps(to site: inout Site) {
        step(Paths.pursuitSlots, .organisation, .slots, ProposeInterview.self, Words("提出面试时间", "Propose times for an interview"), to: &site) { try await $0($1, $2, by: $3.actor, once: $3.once) }
        step(Paths.pursuitOffer, .organisation, .offer, MakeOffer.self, Words("发出录用通知", "Make an offer"), to: &site) { try await $0($1, $2, by: $3.actor, once: $3.once) }
        step(Paths.pursuitHire, .organisation, .hire, ConfirmHire.self, Words("确认入职", "Confirm that the person has begun"), to: &site) { try await $0($1, $2, by: $3.actor, once: $3.once) }
        step(Paths.pursuitRefusal, .organisation, .refusal, RefusePursuit.self, Words("不予录用", "Do not take somebody"), to: &site) { try await $0($1, $2, by: $3.actor, once: $3.once) }
        step(Paths.pursuitPlacement, .organisation, .placement, RecordHire.self, Words("由入职登记人才资源配置", "Record the placement that a hire is"), to: &site) { try await $0($1, $2, by: $3.actor, once: $3.once) }
    }
}
