import Domain
import Markup
import Services

/// One's own page: who one is, what one says of oneself and what of it is proven, and the ways to the rest.
struct MePage: Page {
    /// Nil while the account is not a talent's.
    let profile: ProfileView?
    /// For interviews that are to come.
    let beds: [InterviewBeds]
    /// What is done for them by a station, or offered to them, and not over.
    let mandates: [MandateSummary]
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case profile, beds, mandates }

    init(_ profile: ProfileView?, beds: [InterviewBeds], mandates: [MandateSummary] = [], _ filled: Filled = .nothing) {
        self.profile = profile
        self.beds = beds
        self.mandates = mandates
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("我的", "My page")(language) }

    func body(_ view: View) -> HTML {
        guard let profile else { return becoming(view) }
        return """
            \(view(PageHeader(profile.name.isEmpty ? title(in: view.language) : profile.name, lead: view("填一次，住宿、岗位、活动和政策都能用。自述的内容在需要时再核验。",
                "Fill it in once, for lodging, jobs, events and policies. What you state is proven only where that is needed."), actions: ways(view))))\
            \(if: profile.document == nil, view(Banner(.action, view("还没有填写身份证件", "Your identity document is missing"),
                "<p>\(view("预订特价住宿需要姓名和证件号码，其他功能不需要。", "Lodging needs your name and the number of a document; the rest does not."))</p>",
                actions: [Button(view("填写姓名和证件", "Fill it in"), href: Paths.identity())])))\
            \(view(Columns(main: "\(identity(profile, view))\(each: profile.sections, { section($0, view) })", side: "\(view(MandateCard(mandates: mandates)))\(interviews(profile, view))\(more(profile, view))")))
            """
    }

    /// What one came for.
    private func ways(_ view: View) -> HTML {
        view([
            Button(view("适合我的岗位", "Jobs that fit"), href: Paths.jobMatches()), Button(view("求职进展", "My job applications"), .secondary, href: Paths.ownPursuits()),
            Button(view("我的住宿", "My stays"), .secondary, href: Paths.stays()),
        ] as [any Component])
    }

    private func identity(_ profile: ProfileView, _ view: View) -> HTML {
        view(Panel(view("身份", "Who you are"), id: "identity", aside: view(Link(view("修改", "Change"), to: Paths.identity()))) {
            view(Facts([
                Fact(view("姓名", "Name"), profile.name.isEmpty ? missing(view) : "\(profile.name)"),
                Fact(view("证件", "Document"), profile.document.map { "\(view($0.kind.words)) \($0.number.text)" } ?? missing(view)),
            ] + profile.identity.map { fact($0, view) }))
        })
    }

    private func section(_ section: ProfileSectionView, _ view: View) -> HTML {
        let isEmpty = section.facts.allSatisfy { $0.words == nil }
        return view(Panel(view(section.name), id: section.id, aside: view(Link(isEmpty ? view("填写", "Fill in") : view("修改", "Change"), to: Paths.profile(section.id)))) {
            "<p class=\"hint\">\(view(section.why))</p>\(view(Facts(section.facts.map { fact($0, view) })))"
        })
    }

    private func missing(_ view: View) -> HTML { "<span class=\"hint\">\(view("未填写", "not answered"))</span>" }

    private func fact(_ fact: ProfileFactView, _ view: View) -> Fact {
        guard let words = fact.words, let state = fact.state else { return Fact(view(fact.name), missing(view)) }
        let by = fact.provenBy.map { view("由\($0.zh)核验", "by \($0.en)") }
        let until = fact.until.map { view("有效期至 \(view.short($0))", "until \(view.short($0))") }
        let from = fact.from.map { view("\(view.short($0))起有效", "from \(view.short($0))") }
        let note = [by, from, until].compactMap(\.self).joined(separator: view("，", ", "))
        return Fact(view(fact.name), """
            \(view(words)) \(view(Tag(state, view)))\(if: fact.isListed == false, " <span class=\"hint\">\(view("（不在院校名单中）", "(not in the list)"))</span>")\
            \(if: (state != .stated || fact.from != nil) && !note.isEmpty, "<br><span class=\"hint\">\(note)</span>")
            """)
    }

    private func interviews(_ profile: ProfileView, _ view: View) -> HTML {
        view(Panel(view("面试码", "Interview code"), id: "interviews") {
            """
            \(each: profile.interviews, { interview in """
                <p><strong>\(interview.organisation)</strong><br>\(interview.position)，\(view.time(interview.firstDay))<br><span class="hint">\(interview.place)　\(interview.number)</span>\
                \(if: !interview.proves, "<br><span class=\"hint\">\(view("发码单位尚未经部门核实，来意仍须核验", "No office knows this organisation yet: your purpose is still to be proven"))</span>")\
                \(with: beds.first { $0.interview == interview.id }, { "<br>\(link($0, view))" })</p>
                """ })\
            \(view(FormFrame(Paths.claims(), in: filled, small: true, buttons: [Button(view("使用面试码", "Use the code"), .secondary)]) {
                view(Field("number", view("面试单位发给您的面试码", "The code that the organisation gave you"), hint: view("12 位，须由您注册的手机号使用", "12 characters; it is for the number that you registered"),
                    width: .middle, autocomplete: "off", in: filled))
            }))
            """
        })
    }

    private func link(_ beds: InterviewBeds, _ view: View) -> HTML {
        let words = beds.areaName.map { view("看看\($0.zh)这几晚的床位", "Beds in \($0.en) on these nights") } ?? view("看看这几晚的床位", "Beds on these nights")
        return view(Link(words, to: Paths.lodgings().with("area", beds.area).with("first", beds.first).with("end", beds.end)))
    }

    private func more(_ profile: ProfileView, _ view: View) -> HTML {
        view(Panel(view("求职、材料与授权", "Jobs, proofs and consents")) {
            """
            <ul class="plain"><li>\(view(Link(view("适合我的岗位", "Jobs that fit me"), to: Paths.jobMatches())))</li>\
            <li>\(view(Link(view("证明材料（\(profile.proofs) 份）", "My proofs (\(profile.proofs))"), to: Paths.proofs())))</li>\
            <li>\(view(Link(view("授权管理", "What I agreed to"), to: Paths.consents())))</li>\
            <li>\(view(Link(view("我的数据：导出与注销", "My data: export and closing"), to: Paths.ownData())))</li>\
            <li>\(view(Link(view("账号与密码", "Account and password"), to: Paths.account())))</li></ul>
            """
        })
    }

    private func becoming(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("用现在的账号就可以登记为人才用户，预订住宿、报名活动、使用面试码。", "Use the same account for yourself: to book lodging, join events and use interview codes."))))\
        \(view(Panel(nil) {
            view(FormFrame(Paths.becomingTalent(), in: filled, buttons: [Button(view("登记为人才用户", "Register for personal use"))]) { view(ConsentField(.account, in: filled)) })
        }))
        """
    }
}

extension Tag {
    init(_ state: Domain.Facts.State, _ view: View) {
        switch state {
        case .stated: self.init(view("自述", "Stated"), .idle)
        case .proven: self.init(view("已核验", "Proven"), .good)
        case .expired: self.init(view("核验已过期", "Proof expired"), .action)
        }
    }
}
