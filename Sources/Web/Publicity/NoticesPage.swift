import Domain
import Markup
import Services

extension NoticeSummary.Kind: PathParameter {}

/// Calls for applications, public notices and recognition documents.
struct NoticesPage: Page {
    let list: NoticeList
    /// What the list is narrowed to.
    let kind: NoticeSummary.Kind?

    func title(in language: Language) -> String { Words("公告", "Notices")(language) }

    func body(_ view: View) -> HTML {
        let kinds = [Option("", view("全部类型", "All kinds"))] + NoticeSummary.Kind.allCases.map { Option($0.rawValue, view($0.words)) }
        return """
            \(view(PageHeader(title(in: view.language), lead: view("公示期内，任何单位和个人都可以提出异议。", "While a public notice stands, anybody may object."),
                trail: [Link(view("首页", "Home"), to: Paths.home())], actions: view(Link(view("查询异议答复", "Look up the answer to an objection"), to: Paths.objectionCheck())))))\
            \(view(Filters(Paths.notices(), [.choice("kind", view("类型", "Kind"), kinds, value: kind?.rawValue ?? "")], count: list.total)))\
            \(view(NoticeRows(list.notices, empty: empty(view))))\
            \(view(Pager(previous: nil, next: list.next.map { Paths.notices().with("kind", kind).with("after", $0) })))
            """
    }

    private func empty(_ view: View) -> EmptyState {
        guard kind != nil else {
            return EmptyState(view("还没有公告", "No notices yet"), view("申报通知、社会公示和认定文件会在这里发布。", "Calls, public notices and recognition documents appear here."))
        }
        return EmptyState(view("没有这一类公告", "No notices of this kind"), action: Button(view("查看全部公告", "See all notices"), .secondary, href: Paths.notices()))
    }
}
