import Domain
import Markup
import Services

/// All recognised stations, with filters in the address.
struct StationsPage: Page {
    let list: StationList

    func title(in language: Language) -> String { Words("人才驿站", "Stations")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("经审核、公示、审定后认定的驿站，每个都可查验牌匾和认定文件。",
            "Recognised after review, public notice and determination; each with its plaque and document."), trail: [Link(view("首页", "Home"), to: Paths.home())])))\
        \(view(filters(view)))\(view(StationRows(list.stations, empty: empty(view))))\(view(Pager(previous: nil, next: next)))
        """
    }

    private func filters(_ view: View) -> Filters {
        func choices(_ all: Words, _ names: [ConditionName]) -> [Option] { [Option("", view(all))] + names.map { Option($0.id, view($0.name)) } }
        let filter = list.filter
        return Filters(Paths.stations(), [
            .search("q", view("驿站或单位名称", "Station or organisation"), value: filter.text ?? ""),
            .choice("level", view("层级", "Level"), choices(Words("全部层级", "All levels"), list.levels), value: filter.level ?? ""),
            .choice("kind", view("类别", "Kind"), choices(Words("全部类别", "All kinds"), list.kinds), value: filter.kind ?? ""),
            .choice("field", view("领域", "Field"), choices(Words("全部领域", "All fields"), list.fields), value: filter.field ?? ""),
            .choice("area", view("区域", "Area"), choices(Words("全部区域", "All areas"), list.areas), value: filter.area ?? ""),
        ], count: list.total)
    }

    private func empty(_ view: View) -> EmptyState {
        let filter = list.filter
        let isFiltered = [filter.level, filter.kind, filter.field, filter.area, filter.text].contains { $0 != nil }
        if isFiltered {
            return EmptyState(view("没有符合条件的驿站", "No station fits"), view("可以减少条件再查。", "Try fewer conditions."),
                action: Button(view("查看全部驿站", "See all stations"), .secondary, href: Paths.stations()))
        }
        return EmptyState(view("还没有认定驿站", "No station recognised yet"), view("认定后会在这里公布。", "They are listed here once recognised."),
            action: Button(view("查看申报批次", "See the rounds"), .secondary, href: Paths.rounds()))
    }

    private var next: Href? {
        list.next.map { after in
            Paths.stations().with("q", list.filter.text).with("level", list.filter.level).with("kind", list.filter.kind)
                .with("field", list.filter.field).with("area", list.filter.area).with("after", after)
        }
    }
}
