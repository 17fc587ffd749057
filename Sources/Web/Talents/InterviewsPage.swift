import Domain
import Markup
import Services

/// The codes of interviews that one's organisation has issued, and a form for the next.
struct InterviewsPage: Page {
    let interviews: InterviewsView
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case interviews }

    init(_ interviews: InterviewsView, _ filled: Filled = .nothing) {
        self.interviews = interviews
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("面试码", "Interview codes")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("为应聘者开具面试码，代替面试通知截图；对方凭码即可证明来青求职，面试前 \(InterviewProof.daysBefore) 天起有效，面试次日失效。",
            "Issue a code in place of a screenshot of the invitation. It proves why the person comes, from \(InterviewProof.daysBefore) days before the interview until the day after."))))\
        \(if: !interviews.unknown.isEmpty, view(unknown(view)))\
        \(view(Table(title(in: view.language), columns: [
            .main(view("应聘者", "Person")), Table.Column(view("面试码", "Code")), Table.Column(view("岗位和地点", "Position and place")), Table.Column(view("日期", "Day")),
            Table.Column(view("状态", "State")), .action(view("操作", "Actions")),
        ], rows: interviews.interviews.map { row($0, view) }, empty: EmptyState(view("还没有开具面试码", "No codes yet"), view("在下面填写应聘者和面试时间。", "Fill in the person and the day below.")))))\
        \(view(Pager(previous: nil, next: interviews.next.map { Paths.interviews().with("after", $0) })))\
        \(view(FormFrame(Paths.interviews(), in: filled, small: true, buttons: [Button(view("开具面试码", "Issue a code"))]) { view(Panel(view("开具面试码", "Issue a code"), id: "new") { fields(view) }) }))
        """
    }

    private func unknown(_ view: View) -> Banner {
        let names = interviews.unknown.map(\.name).joined(separator: view("、", ", "))
        return Banner(.action, view("\(names)开具的面试码暂不能作为证明", "Codes of \(names) prove nothing yet"), """
            <p>\(view("单位的驿站已获认定，或申报已由部门受理、推荐后，面试码才可代替证明材料。现在开具的，应聘者仍须由部门核验来意；核实后再次使用即可生效。",
                "They stand for a proof once the organisation has a recognised station, or an office has passed its application. Until then an office looks at why the person comes; a code claimed once more afterwards proves it."))</p>
            """)
    }

    private func row(_ interview: InterviewView, _ view: View) -> [HTML] {
        let revoke = PostButton(view("撤销", "Take back"), .secondary, to: Paths.interviewRevocation(interview.id),
            confirm: view("撤销后，这个面试码不能再使用。确定吗？", "The code cannot be used any more. Go on?"))
        return [
            "\(interview.name)<br><span class=\"hint\">\(interview.phone.text)</span>", "<strong>\(interview.number)</strong>", "\(interview.position)<br><span class=\"hint\">\(interview.place)</span>",
            "\(view.time(interview.firstDay))\(if: interview.lastDay != interview.firstDay, " — \(view.time(interview.lastDay))")", view(Tag(interview.state, view)),
            "\(if: interview.state == .issued, view(revoke))",
        ]
    }

    private func fields(_ view: View) -> HTML {
        """
        \(if: interviews.organisations.count > 1, view(Field("organisation", view("单位", "Organisation"), .select(interviews.organisations.map { Option($0.id.rawValue, $0.name) }), width: .middle, in: filled)))\
        \(view(Field("name", view("应聘者姓名", "Name of the person"), hint: view("与证件一致", "As on the document"), width: .middle, autocomplete: "off", in: filled)))\
        \(view(Field("phone", view("应聘者手机号", "Mobile number of the person"), .phone, hint: view("须为对方在本站注册的手机号", "The one with which they registered here"), autocomplete: "off", in: filled)))\
        \(view(Field("position", view("岗位", "Position"), width: .middle, in: filled)))\
        \(view(Field("place", view("面试地点", "Place"), hint: view("例：青岛市崂山区松岭路 1 号 3 层", "For example: 1 Songling Road, Laoshan, Qingdao"), in: filled)))\
        \(view(Field("firstDay", view("面试日期", "Day"), .date, in: filled)))\
        \(view(Field("lastDay", view("至", "Until"), .date, hint: view("只有一天可不填", "Leave out if it is one day"), optional: true, in: filled)))
        """
    }
}

extension Tag {
    init(_ state: InterviewView.State, _ view: View) {
        switch state {
        case .issued: self.init(view("待使用", "Issued"), .active)
        case .claimed: self.init(view("已使用", "Used"), .good)
        case .revoked: self.init(view("已撤销", "Taken back"), .idle)
        }
    }
}

extension Rooms {
    func addInterviewRoutes(to site: inout Site) {
        let after = QueryField("after", Words("上一页最后一条", "The last one of the page before"), ID<Interview>.self)
        site.get(Paths.interviews, access: .organisation, page: InterviewsPage.self, query: [after], summary: Words("面试码", "Interview codes of one's organisation")) { ask in
            InterviewsPage(try await house.interviews(for: ask.actor, after: try ask.query.value("after")))
        }
        site.post(Paths.interviews, access: .organisation, input: IssueInterview.self, receipt: ReceiptPage.self, summary: Words("开具面试码", "Issue an interview code"),
            form: { ask, filled in InterviewsPage(try await house.interviews(for: ask.actor), filled) }
        ) { ask, input in .created(Paths.interviews(), ReceiptPage(try await input(house, by: ask.actor, once: ask.once))) }
        site.post(Paths.interviewRevocation, access: .organisation, input: RevokeInterview.self, receipt: ReceiptPage.self, summary: Words("撤销面试码", "Take an interview code back")) { ask, input, id in
            .seeOther(Paths.interviews(), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
    }
}
