import Domain
import Markup
import Services

/// The jobs that fit a talent best, each with why; or, before that was agreed to, what it is that one agrees to.
struct JobMatchesPage: Page {
    let matches: JobMatchesView

    func title(in language: Language) -> String { Words("适合我的岗位", "Jobs that fit me")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("按您的求职意向、技能和学历排序，逐项说明理由；不使用性别、年龄、民族、户籍和出生地。",
            "Ranked by your wishes, skills and education, with reasons; never by sex, age, ethnicity, household or birthplace."), trail: [Link(view("我的", "My page"), to: Paths.me())])))\
        \(matches.consent == nil ? agreeing(view) : list(view))
        """
    }

    private func agreeing(_ view: View) -> HTML {
        let text = ConsentText.current(.matching)
        return view(Panel(view(text.title), id: "consent") {
            """
            <p>\(view(text.text))</p><p class="hint">\(view("撤回后果：", "If you withdraw: "))\(view(text.withdrawal))</p>\
            <div class="buttons">\(view(PostButton(view("同意并查看", "Agree and see"), to: Paths.matchingConsents(), fields: [("purpose", ConsentText.Purpose.matching.rawValue)])))\
            \(view(Button(view("先看全部岗位", "See all jobs first"), .secondary, href: Paths.jobs())))</div>
            """
        })
    }

    private func list(_ view: View) -> HTML {
        """
        \(if: matches.isPreparing, view(PreparingBanner()))\(if: !matches.unanswered.isEmpty, view(unanswered(view)))\(filters(view))\
        \(matches.matches.isEmpty ? view(empty(view)) : """
        <div class="job-list">\(each: matches.matches, { match in view(FoundJobCard(match.job, aside: view(FitTag(match.fit.percent)), more: view(FitReasons(match.fit, isShort: true)))) })</div>
        """)\(pager(view))\(if: !matches.isFindable, findable(view))
        """
    }

    private func unanswered(_ view: View) -> Banner {
        Banner(.action, view("补充以下内容，推荐会更准", "Answer these for better matches"), """
            <ul class="plain">\(each: matches.unanswered, { question in "<li>\(view(Link(view(question.name), to: Paths.profile(question.section).at("f-answers.\(question.fact)"))))</li>" })</ul>
            """)
    }

    private func filters(_ view: View) -> HTML {
        // The places that were asked for before are typed as codes; the city's own counties are on the page of all jobs.
        let kinds = [Option("", view("不限", "Any"))] + JobKind.allCases.map { Option($0.rawValue, view($0.words)) }
        let places = [Option("", view("不限", "Anywhere"))] + areas.map { Option($0.code, $0.fullName) }
        return view(Filters(Paths.jobMatches(), [
            .choice("area", view("工作地", "Place"), places, value: matches.area ?? ""), .choice("kind", view("工作性质", "Kind"), kinds, value: matches.kind?.rawValue ?? ""),
        ], count: matches.total))
    }

    /// The divisions beside the one that is chosen, or the counties of what is listed.
    private var areas: [Division] {
        let chosen = matches.area.flatMap { Division.of($0) }
        let city = chosen.map { String($0.code.prefix(4)) } ?? matches.city
        return Division.all.filter { division in
            division.code == chosen?.code || city.map { division.code.hasPrefix($0) } ?? false
        }
    }

    private func pager(_ view: View) -> HTML {
        func address(_ page: Int) -> Href { Paths.jobMatches().with("area", matches.area).with("kind", matches.kind).with("page", page > 1 ? page : nil) }
        return view(Pager(
            previous: matches.page > 1 ? address(matches.page - 1) : nil, next: matches.page * matches.perPage < matches.total ? address(matches.page + 1) : nil,
            place: view("第 \(matches.page) 页", "Page \(matches.page)")))
    }

    private func empty(_ view: View) -> EmptyState {
        EmptyState(
            view("暂时没有合适的岗位", "Nothing fits yet"), view("可以补充求职意向和技能，或查看全部岗位。", "Add to your wishes and skills, or look through all jobs."),
            action: Button(view("查看全部岗位", "See all jobs"), .secondary, href: Paths.jobs()))
    }

    private func findable(_ view: View) -> HTML {
        let text = ConsentText.current(.findable)
        return view(Panel(view(text.title), id: "findable") {
            """
            <p>\(view(text.text))</p><p class="hint">\(view("撤回后果：", "If you withdraw: "))\(view(text.withdrawal))</p>\
            <div class="buttons">\(view(PostButton(view("同意", "I agree"), .secondary, to: Paths.matchingConsents(), fields: [("purpose", ConsentText.Purpose.findable.rawValue)])))</div>
            """
        })
    }
}
