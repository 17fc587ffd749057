import Domain
import Markup
import Services

/// One fair: what it is, who takes part, one's own timetable, and the form to sign up or to answer an invitation.
struct FairPage: ModelPage {
    let model: FairView
    private let filled: Filled

    init(_ model: FairView) { self.init(model, .nothing) }

    init(_ model: FairView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    private var fair: FairSummary { model.summary }

    func title(in language: Language) -> String { fair.title }

    func sharing(_ view: View) -> Sharing? {
        guard fair.state != .draft else { return nil }
        return Sharing(fair.title, "\(view(fair.begins)) · \(fair.place) · \(view(fair.organiser))", at: Paths.fair(fair.id))
    }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(fair.title, trail: [Link(view("招聘会", "Job fairs"), to: Paths.fairs())], aside: view(Tag(fair.state, view)),
            actions: model.isOrganiser ? view(Button(view("办会：邀请与排期", "Organise: invitations and schedule"), .secondary, href: Paths.fairSchedule(fair.id))) : .empty)))\
        \(with: model.reason, { view(Banner(.bad, view("招聘会已取消", "This fair is called off"), "<p>\($0)</p>")) })\
        \(FairPieces.facts(fair, view))\(with: model.signUp, { timetable($0, view) })\(each: model.own, { answer($0, view) })\(signUp(view))\(employers(view))
        """
    }

    // MARK: a talent's own

    private func timetable(_ own: OwnSignUp, _ view: View) -> HTML {
        let meetings = own.meetings.filter { $0.state != .cancelled }
        let wait = fair.state == .open || fair.state == .closed
        let leave = PostButton(view("退出招聘会", "Leave the fair"), .danger, to: Paths.fairLeaving(fair.id),
            confirm: view("退出后名额让给他人，已安排的面谈取消。确定吗？", "Your place goes to somebody else and your meetings are cancelled. Go on?"))
        return view(Panel(view("我的面谈时间表", "My timetable"), id: "timetable", aside: "<span class=\"hint\">\(view("名额号 \(own.place)，最多 \(own.most) 场", "Place \(own.place), at most \(own.most) meetings"))</span>") {
            """
            \(view(Table(view("我的面谈时间表", "My timetable"), columns: [
                .main(view("时间", "When")), Table.Column(view("单位", "Employer")), Table.Column(view("洽谈桌", "Table")), Table.Column(view("岗位", "Job")), Table.Column(view("为什么", "Why")), Table.Column(view("状态", "State")),
            ], rows: meetings.map { meeting in [
                "\(FairPieces.slot(meeting.slot, view))", "\(meeting.company)", "\(view("\(meeting.desk) 号桌", "Table \(meeting.desk)"))",
                    FairPieces.job(meeting.job, view), FairPieces.reasons(meeting.reasons, for: .talent, view), view(Tag(meeting.state, view)),
            ] }, empty: wait
                ? EmptyState(view("已报名，报名截止后统一排期", "You are signed up; meetings are set when sign-up ends"), view("排好后给您发消息。", "You will get a message."))
                : EmptyState(view("目前没有与您匹配的面谈", "No meeting fits at present"), view("有人退出时会再次安排。", "Freed slots are filled later.")))))\
            \(if: fair.state == .open || fair.state == .closed || fair.state == .scheduled, view(leave))
            """
        })
    }

    private func signUp(_ view: View) -> HTML {
        guard fair.state == .open, model.signUp == nil, model.own.isEmpty else { return .empty }
        guard model.isTalent else {
            let action = view.actor.isSignedIn ? Button(view("登记为人才用户", "Register for personal use"), href: Paths.me())
                : Button(view("登录后报名", "Sign in to sign up"), href: Paths.signIn().with("back", Paths.fair(fair.id).text))
            return view(Panel(view("报名", "Sign up"), id: "sign-up") { "<p>\(view("人才报名后统一安排面谈。", "Talents sign up; meetings are then scheduled for everybody."))</p>\(view(action))" })
        }
        return view(FormFrame(Paths.fairSignUps(fair.id), in: filled, small: true, buttons: [Button(view("报名", "Sign up"))]) {
            view(Panel(view("报名", "Sign up"), id: "sign-up") {
                """
                \(view(Field("most", view("最多参加几场面谈", "Meetings at most"), .number(unit: view("场", "meetings")), in: filled)))\
                \(if: !model.employers.isEmpty, view(Field("employers", view("特别希望见面的单位", "Employers that you wish to meet above others"), .checkboxes(model.employers.map { employer in
                    Option(employer.id.rawValue, employer.name, hint: employer.jobs.map(\.title).joined(separator: view("、", ", ")))
                }), optional: true, in: filled)))\
                \(view(Field("wishes", view("求职意向", "What you look for"), .longText(rows: 2),
                    hint: view("与“求职意向”资料一起用于匹配，例：后端开发，会 Java 和 MySQL", "Counts together with your profile, for example: back-end, Java and MySQL"), optional: true, in: filled)))\
                \(view(Field("absent", view("不能参加的时段", "Slots in which you cannot"), .checkboxes(FairPieces.options(model.slots, view)), optional: true, in: filled)))\
                \(if: !model.agreesToMatching, consent(view))<p class="hint">\(view("与您面谈的单位可以看到您的姓名和匹配理由。", "Employers whom you meet see your name and why you fit."))</p>
                """
            })
        })
    }

    private func consent(_ view: View) -> HTML {
        let text = ConsentText.current(.matching)
        return view(Field("consent", view("我同意“\(text.title.zh)”：\(text.text.zh)", "I agree to “\(text.title.en)”: \(text.text.en)"), .checkbox, in: filled))
    }

    // MARK: an employer's own

    private func answer(_ own: FairEmployerView, _ view: View) -> HTML {
        let timetable = Button(view("查看本单位时间表", "Your timetable"), .secondary, href: Paths.fairEmployer(own.id))
        guard model.mayAnswer, own.answer != .left else {
            return view(Panel(own.name, aside: view(Tag(own.answer, view))) { view(timetable) })
        }
        let typed = filled.values.isEmpty && filled.errors.isEmpty
            ? Filled(["tables": own.tables > 0 ? [String(own.tables)] : ["1"], "jobs": own.jobs.map(\.id.rawValue), "absent": own.absent.map { String($0) }]) : filled
        return view(FormFrame(Paths.fairAnswer(own.id), in: typed, small: true, buttons: [
            Button(own.answer == .accepted ? view("保存", "Save") : view("接受邀请", "Accept"), name: "accept", value: "true"), Button(view("谢绝", "Decline"), .secondary, name: "accept", value: "false"),
        ]) {
            view(Panel(view("\(own.name)：受邀参会", "\(own.name) is invited"), id: "invitation", aside: view(Tag(own.answer, view))) {
                """
                \(view(Field("tables", view("洽谈桌", "Tables"), .number(unit: view("张", "tables")), hint: view("最多 \(model.tablesMost) 张，一张桌一次见一人", "At most \(model.tablesMost); one person at a table"), in: typed)))\
                \(view(Field("jobs", view("带来的岗位", "Jobs"), .checkboxes(model.ownJobs.map { Option($0.id.rawValue, $0.title) }), in: typed)))\
                \(view(Field("absent", view("不能参加的时段", "Slots in which you cannot"), .checkboxes(FairPieces.options(model.slots, view)), optional: true, in: typed)))
                """
            })
        })
    }

    // MARK: everybody

    private func employers(_ view: View) -> HTML {
        view(Panel(view("参会单位和岗位", "Employers and jobs"), id: "employers") {
            view(Table(view("参会单位和岗位", "Employers and jobs"), columns: [.main(view("单位", "Employer")), Table.Column(view("岗位", "Jobs")), .number(view("洽谈桌", "Tables"))],
                rows: model.employers.map { ["\($0.name)", FairPieces.jobs($0.jobs, view), "\($0.tables)"] },
                empty: EmptyState(view("单位正在确认参会", "Employers are answering"), view("请稍后再来查看。", "Come back soon."))))
        })
    }
}
