import Domain
import Markup
import Services

extension NoticeSummary.Kind {
    var words: Words {
        switch self {
        case .round: Words("申报通知", "Call for applications")
        case .publicNotice: Words("社会公示", "Public notice")
        case .recognition: Words("认定文件", "Recognition document")
        }
    }
}

extension NoticeSummary {
    func tag(_ view: View) -> Tag {
        switch (kind, state) {
        case (_, .prepared): Tag(view("待发布", "Not published yet"), .action)
        case (_, .dropped): Tag(view("已作废", "Dropped"), .idle)
        case (.publicNotice, .published): Tag(view("公示中", "In notice"), .active)
        case (.publicNotice, .ended): Tag(view("公示结束", "Ended"), .idle)
        case (.round, .ended): Tag(view("已截止", "Closed"), .idle)
        case (.round, .published) where (ends?.workdaysLeft ?? 0) < 0: Tag(view("已截止", "Closed"), .idle)
        case (.round, .published): Tag(view("申报中", "Open"), .active)
        case (.recognition, .published), (.recognition, .ended): Tag(view("已印发", "Issued"), .good)
        }
    }

    /// The clock of a public notice that stands; nil for anything else.
    func clock() -> DueClock? {
        guard kind == .publicNotice, state == .published, let ends else { return nil }
        return DueClock(due: ends.day, .running(workdaysLeft: ends.workdaysLeft), provisional: ends.provisional)
    }
}

/// Notices in rows, newest first.
struct NoticeRows: Component {
    let notices: [NoticeSummary]
    let empty: EmptyState

    init(_ notices: [NoticeSummary], empty: EmptyState) {
        self.notices = notices
        self.empty = empty
    }

    func html(_ view: View) -> HTML {
        view(Table(
            view("公告", "Notices"),
            columns: [.main(view("标题", "Title")), .init(view("类型", "Kind")), .init(view("发布日期", "Published")), .init(view("状态", "State"))],
            rows: notices.map { notice in
                [
                    """
                    \(view(Link(notice.title, to: Paths.notice(notice.id))))<p class="hint">\(view(notice.officeName))\(if: !notice.number.isEmpty, " · \(notice.number)")</p>
                    """,
                    "\(view(notice.kind.words))",
                    "\(with: notice.publishedOn, { view.time($0) })",
                    "\(view(notice.tag(view)))\(with: notice.state == .published ? notice.clock() : nil, { "<p>\(view($0))</p>" })",
                ]
            },
            empty: empty))
    }
}

extension Due {
    /// As a clock that runs.
    var clock: DueClock { DueClock(due: day, .running(workdaysLeft: workdaysLeft), provisional: provisional) }
}
