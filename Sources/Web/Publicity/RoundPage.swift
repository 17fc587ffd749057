import Domain
import Markup
import Services

/// One round: when and how to apply, its notices and what came of it. Offices find their next tasks here.
struct RoundPage: Page {
    let detail: RoundView

    private enum CodingKeys: String, CodingKey { case detail = "round" }

    func title(in language: Language) -> String { detail.round.name(language) }

    func body(_ view: View) -> HTML {
        let round = detail.round
        return """
            \(view(PageHeader(view(round.name), lead: view(round.levelName), trail: [Link(view("首页", "Home"), to: Paths.home()), Link(view("申报批次", "Rounds"), to: Paths.rounds())],
                aside: view(round.tag(view)))))\(tasks(view))\(view(Columns(main: how(view) + notices(view), side: facts(view) + office(view))))
            """
    }

    // MARK: for everybody

    private func facts(_ view: View) -> HTML {
        let round = detail.round
        return view(Panel(view("本批次", "This round")) {
            view(Facts([
                Fact(view("开始申报", "Opens"), view.time(round.opens)),
                Fact(view("截止申报", "Closes"), view.time(round.closes)),
                Fact(view("计划认定", "Places"), "\(view("\(round.places) 个左右", "about \(round.places)"))"),
                Fact(view("认定文件", "Documents"), "\(detail.documents.count)"),
            ])) + "\(with: round.notice, { "<p>\(view(Link(view("查看申报通知", "Read the call"), to: Paths.notice($0))))</p>" })"
        })
    }

    private func how(_ view: View) -> HTML {
        let steps: [Words] = [
            Words("以单位身份注册并登录，核对统一社会信用代码。", "Register as an organisation with its credit code, and sign in."),
            Words("在线填写五项条件，随时保存；系统会提示还缺什么。", "Fill in the five conditions; it is saved as you go, and you are told what is missing."),
            Words("提交后经所在区市、功能区或有关单位报送，由市人才服务中心受理。", "Hand it in; your district, zone or unit passes it on, and intake follows."),
            Words("核查、审核、公示、审定的进展和时限都可以在线查看。", "Follow check, review, notice and determination, with their clocks, online."),
        ]
        let district: Words = Words("提交后由所在区市、功能区受理。", "Hand it in; your district or zone takes it in.")
        let list = detail.round.level == "city" ? steps : [steps[0], steps[1], district, steps[3]]
        return view(Panel(view("如何申报", "How to apply")) {
            "<div class=\"prose\"><ol>\(each: list, { "<li>\(view($0))</li>" })</ol></div>\(apply(view))"
        })
    }

    private func apply(_ view: View) -> HTML {
        guard detail.round.isOpen else {
            let today = view.zone.day(of: view.now)
            let words = today < detail.round.opens
                ? view("\(view(detail.round.opens))开始接受申报。", "Opens on \(view(detail.round.opens)).") : view("本批次已截止申报。", "This round is closed.")
            return view(Banner(.info, words))
        }
        if !view.actor.organisations.isEmpty {
            return "<div class=\"buttons\">\(view(PostButton(view("开始申报", "Begin an application"), to: Paths.applications(), fields: [("round", detail.round.id.rawValue)])))</div>"
        }
        if view.actor.isStaff { return .empty }
        return """
            <div class="buttons">\(if: !view.actor.isSignedIn, view(Button(view("登录后申报", "Sign in to apply"), href: Paths.applications())))\
            \(view(Button(view("注册单位", "Register an organisation"), .secondary, href: Paths.newOrganisation())))</div>
            """
    }

    private func notices(_ view: View) -> HTML {
        let documents: HTML = """
            \(if: !detail.documents.isEmpty, "<ul class=\"plain\">\(each: detail.documents, { document in """
            <li>\(view(Link("\(document.name) \(document.number)", to: Paths.document(document.id)))) \(view.time(document.issuedOn))</li>
            """ })</ul>")
            """
        return view(Panel(view("公告与文件", "Notices and documents")) {
            view(NoticeRows(detail.notices, empty: EmptyState(view("还没有公告", "No notices yet")))) + documents
        })
    }

    // MARK: for offices

    private func tasks(_ view: View) -> HTML {
        "\(each: detail.tasks, { task in view(Banner(.action, view(task.words), "\(with: task.due, { "<p>\(view($0.clock))</p>" })", actions: action(task, view))) })"
    }

    private func action(_ task: RoundTask, _ view: View) -> [Button] {
        let round = detail.round.id
        switch task.kind {
        case .callRound: return [Button(view("去发布", "Call it"), href: Paths.rounds())]
        case .prepareNotice: return [Button(view("准备公示", "Prepare the notice"), href: Paths.newNotice(round))]
        case .publishNotice: return task.notice.map { [Button(view("核对并发布", "Check and publish"), href: Paths.notice($0))] } ?? []
        case .recordMeeting: return [Button(view("记录审定会议", "Record the meeting"), href: Paths.newMeeting(round))]
        case .signMeeting: return task.meeting.map { [Button(view("核对并签发", "Check and sign"), href: Paths.meeting($0))] } ?? []
        case .issueDocument: return task.meeting.map { [Button(view("印发认定文件", "Issue the document"), href: Paths.meeting($0))] } ?? []
        }
    }

    private func office(_ view: View) -> HTML {
        guard view.actor.isStaff, !detail.cases.isEmpty || !detail.meetings.isEmpty else { return .empty }
        return view(Panel(view("办理情况", "For offices")) {
            """
            <p>\(view(Link(view("横向比较本批次 \(detail.cases.count) 件申报", "Compare the \(detail.cases.count) applications"), to: Paths.comparison(detail.round.id))))</p>\
            \(view(Facts(CaseState.allCases.compactMap { state in
                let count = detail.cases.filter { $0.summary.state == state }.count
                return count == 0 ? nil : Fact(Tag(state, view).text, "\(count)",
                    change: Link(view("查看", "See"), to: Paths.cases().with("round", detail.round.id).with("state", state.rawValue)))
            })))\(if: !detail.meetings.isEmpty, """
            <ul class="plain">\(each: detail.meetings, { meeting in
                "<li><a href=\"\(Paths.meeting(meeting.id))\">\(view("\(view.formal(meeting.heldOn))审定会议", "Meeting of \(view.formal(meeting.heldOn))"))</a></li>"
            })</ul>
            """)
            """
        })
    }
}
