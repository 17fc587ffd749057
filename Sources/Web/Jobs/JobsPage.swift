import Domain
import Markup
import Services

/// Jobs that anybody can look through: one box for words, filters with counts, and the list. What is chosen stands in the address.
struct JobsPage: Page {
    let found: FoundJobsView

    private var filter: JobFilter { found.filter }

    func title(in language: Language) -> String { Words("找岗位", "Jobs")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("岗位由用人单位和驿站发布，求职不收取任何费用。", "Posted by employers and stations; looking for work costs nothing."),
            actions: view.actor.isSignedIn && !view.actor.isStaff && view.actor.organisations.isEmpty ? view(Button(view("适合我的岗位", "Jobs that fit me"), .secondary, href: Paths.jobMatches())) : .empty)))\
        \(if: found.isPreparing, view(PreparingBanner()))\(form(view))\
        <div class="list-head"><h2 class="count">\(view("共 \(view.number(found.total)) 个岗位", found.total == 1 ? "1 job" : "\(view.number(found.total)) jobs"))</h2>\(order(view))</div>\
        \(found.jobs.isEmpty ? view(empty(view)) : "<div class=\"job-list\">\(each: found.jobs, { view(FoundJobCard($0)) })</div>")\(pager(view))
        """
    }

    // MARK: the form

    private func form(_ view: View) -> HTML {
        """
        <form class="filters job-search" method="get" action="\(Paths.jobs())" role="search">\
        <p class="filter filter-search"><label for="q-q">\(view("岗位、技能、单位", "Job, skill or employer"))</label>\
        <input type="search" id="q-q" name="q" value="\(filter.text ?? "")" maxlength="100" autocomplete="off"></p>\
        <div class="buttons"><button class="button button-primary" type="submit">\(view("搜索", "Search"))</button>\
        \(if: filter.isSet, "<a class=\"clear\" href=\"\(Paths.jobs())\">\(view("清除条件", "Clear"))</a>")</div>\
        <details class="job-filters"\(if: filter.narrows, " open")><summary>\(view("筛选条件", "Filters"))</summary><div class="job-filter-grid">\
        \(select("area", view("区域", "Place"), view("全部区域", "Everywhere"), found.areas, filter.area, view))\
        \(select("kind", view("工作性质", "Kind"), view("不限", "Any"), found.kinds, filter.kind?.rawValue, view))\
        \(select("degree", view("您的学历", "Your education"), view("不限", "Any"), found.degrees, filter.degree?.rawValue, view))\
        \(select("industry", view("行业", "Industry"), view("全部行业", "All"), found.industries, filter.industry, view))\
        \(if: !found.stations.isEmpty, select("station", view("驿站", "Station"), view("不限", "Any"), found.stations, filter.station?.rawValue, view))\
        \(plain("pay", view("最低月薪", "Pay at least"), [3000, 5000, 8000, 10_000, 15_000, 20_000, 30_000], filter.pay, view) { view("\(view.number($0)) 元", "¥\(view.number($0))") })\
        \(plain("years", view("您的工作年限", "Your years of work"), [0, 1, 3, 5, 10], filter.years, view) { $0 == 0 ? view("应届", "none yet") : view("\($0) 年", $0 == 1 ? "1 year" : "\($0) years") })\
        <p class="filter"><label for="q-shortage">\(view("紧缺", "In short supply"))</label><select id="q-shortage" name="shortage"><option value="">\(view("不限", "Any"))</option>\
        <option value="true"\(if: filter.shortage == true, " selected")>\(view("只看紧缺岗位", "Shortage occupations alone"))</option></select></p>\
        </div></details>\(if: filter.order != .fit, "<input type=\"hidden\" name=\"order\" value=\"\(filter.order.rawValue)\">")</form>
        """
    }

    /// Values with how many jobs have them; those that none has are left out, but for the one that is chosen.
    private func select(_ name: String, _ label: String, _ all: String, _ choices: [FilterValue], _ chosen: String?, _ view: View) -> HTML {
        """
        <p class="filter"><label for="q-\(name)">\(label)</label><select id="q-\(name)" name="\(name)"><option value="">\(all)</option>\(each: choices.filter { $0.count > 0 || $0.value == chosen }, { choice in
            "<option value=\"\(choice.value)\"\(if: choice.value == chosen, " selected")>\(if: choice.depth > 0, "　")\(view(choice.name))（\(view.number(choice.count))）</option>"
        })</select></p>
        """
    }

    private func plain(_ name: String, _ label: String, _ values: [Int], _ chosen: Int?, _ view: View, _ words: (Int) -> String) -> HTML {
        let all = Set(values).union(chosen.map { [$0] } ?? []).sorted()
        return """
            <p class="filter"><label for="q-\(name)">\(label)</label><select id="q-\(name)" name="\(name)"><option value="">\(view("不限", "Any"))</option>\(each: all, {
                "<option value=\"\($0)\"\(if: $0 == chosen, " selected")>\(words($0))</option>"
            })</select></p>
            """
    }

    // MARK: around the list

    private func order(_ view: View) -> HTML {
        """
        <nav class="job-order" aria-label="\(view("排序", "Order"))">\(each: JobOrder.allCases, { order in
            "<a href=\"\(address(order: order))\"\(if: order == filter.order, " aria-current=\"true\"")>\(view(order.words))</a>"
        })</nav>
        """
    }

    private func pager(_ view: View) -> HTML {
        let last = (found.total + found.perPage - 1) / max(found.perPage, 1)
        return view(Pager(
            previous: filter.page > 1 ? address(order: filter.order, page: filter.page - 1) : nil,
            next: filter.page < min(last, JobFilter.mostPages) ? address(order: filter.order, page: filter.page + 1) : nil,
            place: view("第 \(filter.page) 页，共 \(max(last, 1)) 页", "Page \(filter.page) of \(max(last, 1))")))
    }

    private func address(order: JobOrder, page: Int = 1) -> Href {
        Paths.jobs().with("q", filter.text).with("area", filter.area).with("pay", filter.pay).with("degree", filter.degree).with("years", filter.years)
            .with("industry", filter.industry).with("kind", filter.kind).with("station", filter.station).with("shortage", filter.shortage)
            .with("order", order == .fit ? nil : order).with("page", page > 1 ? page : nil)
    }

    private func empty(_ view: View) -> EmptyState {
        if found.isPreparing { return EmptyState(view("正在准备岗位列表", "The list is being prepared"), view("请稍后刷新本页。", "Please load this page again in a moment.")) }
        guard filter.isSet || filter.page > 1 else {
            return EmptyState(
                view("还没有招聘中的岗位", "No open jobs yet"), view("用人单位发布岗位后会在这里显示。", "They appear here once employers have opened them."),
                action: Button(view("查看驿站", "See the stations"), .secondary, href: Paths.stations()))
        }
        if filter.page > 1, found.total > 0 {
            return EmptyState(view("没有第 \(filter.page) 页", "There is no page \(filter.page)"), view("共 \(found.total) 个岗位。", "There are \(found.total) jobs."),
                action: Button(view("回到第一页", "The first page"), .secondary, href: address(order: filter.order)))
        }
        return EmptyState(
            view("没有找到符合的岗位", "No job was found"), view("可以换个说法，或减少筛选条件。", "Try other words, or fewer filters."),
            action: Button(view("查看全部岗位", "See all jobs"), .secondary, href: Paths.jobs()))
    }
}

/// Said while a process that has just started puts its list together.
struct PreparingBanner: Component {
    func html(_ view: View) -> HTML {
        view(Banner(.info, view("正在准备岗位列表", "The list of jobs is being prepared"), "<p>\(view("结果可能不全，请稍后刷新。", "What is shown may not be all; please load the page again in a moment."))</p>"))
    }
}
