import Domain
import Markup
import Services

/// The six finds: one box, a tab for each lane, and what was found; where nothing was typed, what each lane holds.
struct FindsPage: Page {
    let found: FindsView

    func title(in language: Language) -> String { Words("六找", "Six finds")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("一处查找政策、平台、项目、资金、人才和岗位。", "Policies, platforms, projects, funds, people and jobs, in one place."))))\
        \(if: found.isPreparing, view(PreparingBanner()))\(form(view))\
        \(found.text == nil ? shelves(view) : results(view))
        """
    }

    private func form(_ view: View) -> HTML {
        """
        <form class="filters job-search" method="get" action="\(Paths.finds())" role="search">\
        <p class="filter filter-search"><label for="q-q">\(view("想找什么", "What do you look for"))</label>\
        <input type="search" id="q-q" name="q" value="\(found.text ?? "")" maxlength="100" autocomplete="off"></p>\
        \(with: found.lane, { "<input type=\"hidden\" name=\"lane\" value=\"\($0.rawValue)\">" })\
        <div class="buttons"><button class="button button-primary" type="submit">\(view("搜索", "Search"))</button>\
        \(if: found.text != nil, "<a class=\"clear\" href=\"\(Paths.finds())\">\(view("清除", "Clear"))</a>")</div></form>
        """
    }

    // MARK: something was typed

    private func results(_ view: View) -> HTML {
        """
        \(tabs(view))\
        <div class="list-head"><h2 class="count"><span role="status">\(view("共 \(view.number(found.total)) 条", found.total == 1 ? "1 result" : "\(view.number(found.total)) results"))</span></h2></div>\
        \(if: found.isLoose, view(Banner(.info, view("没有同时包含所有词语的内容，以下包含其中一部分", "Nothing has all of the words; these have some of them"))))\
        \(if: found.lane == .talents, people(view))\
        \(found.hits.isEmpty ? empty(view) : "<div class=\"job-list\">\(each: found.hits, { card($0, view) })</div>")\(pager(view))\(if: !found.hits.isEmpty, ask(view))
        """
    }

    private func tabs(_ view: View) -> HTML {
        let all = found.lanes.reduce(0) { $0 + ($1.count ?? 0) }
        return """
            <nav aria-label="\(view("类别", "Lanes"))"><ul class="tabs">\
            <li><a href="\(address(nil))"\(if: found.lane == nil, " aria-current=\"page\"")>\(view("全部", "All")) \(view.number(all))</a></li>\(each: found.lanes, { lane in
                "<li><a href=\"\(address(lane.lane))\"\(if: found.lane == lane.lane, " aria-current=\"page\"")>\(view(lane.lane.words))\(with: lane.count, { " \(view.number($0))" })</a></li>"
            })</ul></nav>
            """
    }

    private func address(_ lane: Find?, page: Int = 1) -> Href { Paths.finds().with("q", found.text).with("lane", lane).with("page", page > 1 ? page : nil) }

    private func card(_ hit: FindHit, _ view: View) -> HTML {
        let title = view.language == .en ? hit.titleEn ?? hit.title : hit.title, why = view.language == .en ? hit.whyEn ?? hit.why : hit.why
        let name: HTML = FindPieces.address(of: hit).map { "<a href=\"\($0)\">\(view.marked(title))</a>" } ?? view.marked(title)
        return """
            <article class="panel job-card"><div class="panel-head"><h3>\(name)</h3>\(view(Tag(view(hit.lane.words), .idle)))</div>\
            \(with: why, { "<p class=\"job-snippet\">\(view.marked($0))</p>" })\
            <p class="hint">\(place(hit, view))</p></article>
            """
    }

    private func place(_ hit: FindHit, _ view: View) -> String {
        let place = hit.place.map { view($0) }
        guard hit.lane == .talents else { return place ?? "" }
        let code = view("编号 \(hit.id.suffix(6))", "Code \(hit.id.suffix(6))")
        return place.map { view("\(code) · 期望在\($0)工作", "\(code) · wishes to work in \($0)") } ?? code
    }

    /// Who may look for people, and how one goes on from there.
    private func people(_ view: View) -> HTML {
        guard found.seesPeople else { return view(Banner(.info, FindPieces.whoSeesPeople(view), FindPieces.whyNotPeople(view))) }
        return view(Banner(.info, view("只列出同意被找到的人，不显示姓名；每次查看都有记录", "Only people who agree to be found, without names; each look is recorded"),
            "<p>\(view("每次搜索的编号不同。要邀请，请在本单位岗位的“适合的人才”中发出。", "Codes differ with each search. To invite somebody, use “People who fit” at one of your jobs."))</p>",
            actions: [Button(view("我的岗位", "Our jobs"), .secondary, href: Paths.hiring())]))
    }

    private func empty(_ view: View) -> HTML {
        if found.lane == .talents, !found.seesPeople { return .empty }
        return view(EmptyState(
            view("没有找到", "Nothing was found"), view("可以换个说法，或减少词语；也可以直接提出需求，由工作人员帮您找。", "Try other or fewer words; or ask, and the staff looks for you."),
            action: view.actor.isStaff ? nil : Button(view("提出需求", "Ask for it"), href: Paths.newRequest().with("topic", found.lane))))
    }

    private func pager(_ view: View) -> HTML {
        let more = found.lane == nil && found.page == found.lastPage && found.total > found.lastPage * found.perPage
        return """
            \(view(Pager(
                previous: found.page > 1 ? address(found.lane, page: found.page - 1) : nil, next: found.page < found.lastPage ? address(found.lane, page: found.page + 1) : nil,
                place: view("第 \(found.page) 页，共 \(found.lastPage) 页", "Page \(found.page) of \(found.lastPage)"))))\
            \(if: more, "<p class=\"hint\">\(view("更多结果请选择上面的类别查看。", "For more, choose a lane above."))</p>")
            """
    }

    /// What was not found is asked for.
    private func ask(_ view: View) -> HTML {
        if view.actor.isStaff { return .empty }
        return view(Panel(view("没有找到合适的？", "Not what you look for?"), id: "ask") {
            """
            <p>\(view("写下需要，由驿站答复和办理；创业者还可以预约导师。", "Write down what you need, and a station answers; founders may book an hour with a mentor."))</p>\
            <div class="buttons">\(view(Button(view("提出需求", "Ask for it"), .secondary, href: Paths.newRequest().with("topic", found.lane))))\
            \(view(Button(view("创业导师", "Mentors"), .secondary, href: Paths.mentors())))</div>
            """
        })
    }

    // MARK: nothing was typed

    private func shelves(_ view: View) -> HTML { "<div class=\"find-shelves\">\(each: found.lanes, { shelf($0, view) })</div>\(ask(view))" }

    private func shelf(_ lane: FindLane, _ view: View) -> HTML {
        let count: HTML = lane.count.map { "<span class=\"hint\">\(view("共 \(view.number($0)) 条", "\(view.number($0)) in all"))</span>" } ?? .empty
        return view(Panel(view(lane.lane.words), id: lane.lane.rawValue, aside: count) {
            """
            <p>\(FindPieces.about(lane.lane, view))</p>\
            \(if: lane.lane == .talents && !found.seesPeople, FindPieces.whyNotPeople(view))\
            \(if: !lane.newest.isEmpty, "<ul>\(each: lane.newest, { newest($0, view) })</ul>")\
            \(with: FindPieces.address(of: lane.lane), { "<p>\(view(Link(view("查看全部", "See all"), to: $0)))</p>" })
            """
        })
    }

    private func newest(_ hit: FindHit, _ view: View) -> HTML {
        let title = view.language == .en ? hit.titleEn ?? hit.title : hit.title
        let name: HTML = FindPieces.address(of: hit).map { "<a href=\"\($0)\">\(title.text)</a>" } ?? "\(title.text)"
        return "<li>\(name)\(with: hit.place, { " <span class=\"hint\">\(view($0))</span>" })</li>"
    }
}

/// What the pages of the six finds share.
enum FindPieces {
    /// Where a hit is read; nil for a person.
    static func address(of hit: FindHit) -> Href? {
        switch hit.lane {
        case .policies: ID<Policy>(rawValue: hit.id).map { Paths.policy($0) }
        case .platforms, .projects, .funds: ID<DirectoryEntry>(rawValue: hit.id).map { Paths.entry($0) }
        case .jobs: ID<Job>(rawValue: hit.id).map { Paths.job($0) }
        case .talents: nil
        }
    }

    /// Where all of a lane is.
    static func address(of lane: Find) -> Href? {
        switch lane {
        case .policies: Paths.policies()
        case .platforms, .projects, .funds: Paths.directory(lane)
        case .jobs: Paths.jobs()
        case .talents: nil
        }
    }

    static func about(_ lane: Find, _ view: View) -> String {
        switch lane {
        case .policies: view("现行的人才和用人单位政策，附依据原文。", "Policies in force for talents and employers, with their sources.")
        case .platforms: view("孵化器、实验室、技术创新中心、园区等平台。", "Incubators, laboratories, technology centres, parks.")
        case .projects: view("正在寻找合作、场地或资金的创业项目。", "Start-ups that look for partners, room or money.")
        case .funds: view("创业投资基金、贷款和补贴资金。", "Venture funds, loans and grants.")
        case .talents: view("同意被用人单位找到的人才，不显示姓名。", "People who agree to be found by employers, without names.")
        case .jobs: view("用人单位和驿站发布的岗位。", "Jobs from employers and stations.")
        }
    }

    static func whoSeesPeople(_ view: View) -> String { view("人才信息只对经核实的用人单位和驿站开放", "People are shown to verified employers and to stations") }

    static func whyNotPeople(_ view: View) -> HTML {
        """
        <p>\(view("人才同意的是让经本项目核实的用人单位和驿站找到自己，因此其他人看不到名单和人数。用人单位可请驿站担保或部门核实后查看。",
            "People agreed to be found by employers that the programme has verified, and by stations; nobody else sees them, or how many they are. Ask a station to vouch for you, or an office to verify you."))</p>
        """
    }
}
