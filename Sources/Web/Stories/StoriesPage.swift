import Domain
import Markup
import Services

/// Stories of all kinds, the newest first.
struct StoriesPage: ModelPage {
    let model: StoryList

    init(_ model: StoryList) { self.model = model }

    func title(in language: Language) -> String {
        let what = model.kind?.words ?? Words("驿站故事", "Stories")
        return model.stationName.map { "\($0) · \(what(language))" } ?? what(language)
    }

    func sharing(_ view: View) -> Sharing? {
        Sharing(title(in: view.language), lead(view), at: Paths.stories().with("kind", model.kind).with("station", model.station))
    }

    private func lead(_ view: View) -> String { view("典型案例、政策解读、走进驿站、先进站点。每篇都经第二人审核后发布。", "Cases, policies explained, visits to stations, and stations ahead. A second person reads each before it is published.") }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: lead(view), trail: [Link(view("首页", "Home"), to: Paths.home())],
            actions: model.mayKeep ? view(Button(view("撰写与审核", "Write and review"), .secondary, href: Paths.keptStories())) : .empty)))\
        \(view(filters(view)))\(model.stories.isEmpty ? view(empty(view)) : list(view))\
        \(view(Pager(previous: nil, next: model.next.map { Paths.stories().with("kind", model.kind).with("station", model.station).with("after", $0) })))\
        <p class="hint">\(view("订阅更新：", "Follow: "))\(view(Link("Atom", to: Paths.atomFeed()))) · \(view(Link("RSS", to: Paths.rssFeed())))</p>
        """
    }

    private func filters(_ view: View) -> Filters {
        let kinds = [Option("", view("全部类别", "All kinds"))] + StoryKind.allCases.map { Option($0.rawValue, view($0.words)) }
        var filters: [Filters.Filter] = [.choice("kind", view("类别", "Kind"), kinds, value: model.kind?.rawValue ?? "")]
        if let station = model.station { filters.append(.kept("station", value: station.rawValue)) }
        return Filters(Paths.stories(), filters, count: model.total)
    }

    private func list(_ view: View) -> HTML { "<ul class=\"stories\">\(each: model.stories, { view(StoryCard(story: $0)) })</ul>" }

    private func empty(_ view: View) -> EmptyState {
        model.kind == nil && model.station == nil
            ? EmptyState(view("还没有发布的文章", "Nothing published yet"), view("驿站和部门的文章审核发布后会在这里显示。", "What stations and offices write appears here once it was reviewed."))
            : EmptyState(view("没有符合条件的文章", "No story fits"), action: Button(view("查看全部文章", "See all stories"), .secondary, href: Paths.stories()))
    }
}

/// What somebody writes, and what waits for their review.
struct KeptStoriesPage: ModelPage {
    let model: KeptStories

    init(_ model: KeptStories) { self.model = model }

    func title(in language: Language) -> String { Words("宣传稿件", "Stories in work")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("写好后提交，由有发布或监督职责的部门另一人审核发布。", "Submit what you have written; somebody else, of an office that publishes or supervises, reviews and publishes it."),
            trail: [Link(view("驿站故事", "Stories"), to: Paths.stories())], actions: view(Button(view("撰写文章", "Write a story"), href: Paths.newStory())))))\
        \(if: model.mayReview, view(Panel(view("待我审核", "For your review"), id: "waiting") { table(model.waiting, view("待我审核", "For your review"), view("没有待审核的稿件", "Nothing waits"), view) }))\
        \(view(Panel(view("本单位的稿件", "Of your station or office"), id: "own") { table(model.own, view("本单位的稿件", "Of your station or office"), view("还没有稿件", "Nothing written yet"), view) }))
        """
    }

    private func table(_ stories: [StorySummary], _ caption: String, _ empty: String, _ view: View) -> HTML {
        view(Table(caption, columns: [
            .main(view("标题", "Title")), Table.Column(view("类别", "Kind")), Table.Column(view("撰写", "By")), Table.Column(view("最近变化", "Last changed")), Table.Column(view("状态", "State")),
        ], rows: stories.map { story in
            ["\(view(Link(story.title, to: Paths.story(story.id))))", "\(view(story.kind.words))", "\(view(story.author))", view.time(story.changedAt), view(Tag(story.state, view))]
        }, empty: EmptyState(empty)))
    }
}
