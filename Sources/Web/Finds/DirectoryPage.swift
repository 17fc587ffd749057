import Domain
import Markup
import Services

/// One directory: platforms, projects or funds, by field and area.
struct DirectoryPage: Page {
    let directory: DirectoryView

    private var lane: Find { directory.lane }

    func title(in language: Language) -> String { lane.words(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: FindPieces.about(lane, view), trail: [Link(view("六找", "Six finds"), to: Paths.finds())], actions: actions(view))))\
        \(if: directory.toCheck > 0 && !directory.stale, view(Banner(.action, view("本部门有 \(directory.toCheck) 条信息待核对", "\(directory.toCheck) entries of your office are to be checked"),
            actions: [Button(view("去核对", "Check them"), href: Paths.directory(lane).with("stale", true))])))\
        \(view(Filters(Paths.directory(lane), [
            .choice("field", view("产业领域", "Field"), options(view("全部领域", "All fields"), directory.fields, directory.field, view), value: directory.field ?? ""),
            .choice("area", view("所在区市", "Area"), options(view("全部区市", "All areas"), directory.areas, directory.area, view), value: directory.area ?? ""),
            .kept("stale", value: directory.stale ? "true" : ""),
        ], count: directory.total, export: Link(view("导出 Excel", "Export .xlsx"), to: Paths.directoryWorkbook(lane)))))\
        \(view(Table(title(in: view.language), columns: [
            .main(view("名称", "Name")), Table.Column(lead(view)), Table.Column(view("产业领域", "Field")), Table.Column(view("所在区市", "Area")), Table.Column(view("上次核对", "Last checked")),
        ], rows: directory.entries.map { row($0, view) }, empty: empty(view))))\(pager(view))\
        \(if: !directory.entries.isEmpty && !view.actor.isStaff, """
            <p class="hint">\(view("没有合适的？", "None of them suits? "))\(view(Link(view("提出需求，由驿站帮您找", "Ask, and a station looks for you"), to: Paths.newRequest().with("topic", lane))))</p>
            """)
        """
    }

    private func actions(_ view: View) -> HTML {
        guard directory.mayKeep else { return .empty }
        return "\(view(Button(view("新增", "Add one"), href: Paths.newEntry(lane))))\(view(Button(view("批量导入", "Import a table"), .secondary, href: Paths.entryImports().with("lane", lane))))"
    }

    private func lead(_ view: View) -> String {
        switch lane {
        case .platforms: view(EntryDetail.kind.words)
        case .projects: view(EntryDetail.stage.words)
        case .funds: view(EntryDetail.stages.words)
        case .policies, .talents, .jobs: ""
        }
    }

    private func options(_ all: String, _ values: [FilterValue], _ chosen: String?, _ view: View) -> [Option] {
        [Option("", all)] + values.filter { $0.count > 0 || $0.value == chosen }.map { Option($0.value, "\(view($0.name))（\(view.number($0.count))）") }
    }

    private func row(_ entry: EntrySummary, _ view: View) -> [HTML] {
        [
            "<a href=\"\(Paths.entry(entry.id))\">\(entry.name)</a><br><span class=\"hint\">\(entry.summary.prefix(60))\(if: entry.summary.count > 60, "…")</span>", "\(entry.line.map { view($0) } ?? "—")",
            "\(entry.field.map { view($0) } ?? "—")", "\(entry.area.map { view($0) } ?? "—")", "\(view.time(entry.checkedOn))\(if: entry.isStale, " \(view(Tag(view("待核对", "To be checked"), .action)))")",
        ]
    }

    private func empty(_ view: View) -> EmptyState {
        EmptyState(view("没有符合的信息", "There is none"), view("可减少筛选条件，或提出需求由工作人员帮您找。", "Try fewer filters; or ask, and the staff looks for you."),
            action: view.actor.isStaff ? nil : Button(view("提出需求", "Ask for it"), href: Paths.newRequest().with("topic", lane)))
    }

    private func pager(_ view: View) -> HTML {
        let last = max(1, (directory.total + directory.perPage - 1) / max(directory.perPage, 1))
        return view(Pager(previous: directory.page > 1 ? address(directory.page - 1) : nil, next: directory.page < last ? address(directory.page + 1) : nil,
            place: view("第 \(directory.page) 页，共 \(last) 页", "Page \(directory.page) of \(last)")))
    }

    private func address(_ page: Int) -> Href {
        Paths.directory(lane).with("field", directory.field).with("area", directory.area).with("stale", directory.stale ? true : nil).with("page", page > 1 ? page : nil)
    }
}

/// One entry: what it is, how to reach it, who keeps it and when it was last checked.
struct EntryPage: ModelPage {
    let model: EntryView
    private let filled: Filled

    init(_ model: EntryView) { self.init(model, .nothing) }

    init(_ model: EntryView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    private var entry: EntrySummary { model.summary }

    func title(in language: Language) -> String { entry.name }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(entry.name, lead: entry.summary, trail: [Link(view("六找", "Six finds"), to: Paths.finds()), Link(view(entry.lane.words), to: Paths.directory(entry.lane))],
            aside: entry.isStale && !model.isWithdrawn ? view(Tag(view("待核对", "To be checked"), .action)) : .empty,
            actions: model.mayKeep ? view(Button(view("修改", "Change"), .secondary, href: Paths.entryForm(entry.id))) : .empty)))\
        \(if: model.isWithdrawn, view(Banner(.bad, view("已从目录撤下", "Withdrawn from the directory"), "\(with: model.withdrawnBecause, { "<p>\(view("原因：", "Reason: "))\($0)</p>" })")))\
        \(view(Panel(view("基本信息", "About it")) { view(Facts(facts(view))) }))\
        <p class="hint">\(view("由\(view(model.office))维护，上次核对于 ", "Kept by \(view(model.office)), last checked on "))\(view.time(model.checkedOn))\
        \(if: entry.isStale && !model.isWithdrawn, "\(view("。信息较久未核对，请先联系确认。", ". Nobody checked it for long: please ask first."))")</p>\
        \(if: model.mayKeep, keeping(view))\
        \(if: !model.isWithdrawn && !view.actor.isStaff, "<p>\(view(Link(view("需要对接？提出需求", "Would you like to be put in touch? Ask"), to: Paths.newRequest().with("topic", entry.lane))))</p>")
        """
    }

    private func facts(_ view: View) -> [Fact] {
        let hasPoint = model.latitude != nil && model.longitude != nil
        let place: HTML = """
            \(model.address)\(if: hasPoint, " \(view(Link(view("在地图上查看", "On the map"), to: Paths.map().with("entry", entry.id))))")
            """
        var facts = model.lines.map { Fact(view($0.name), "\(view($0.value))") }
        if let field = entry.field { facts.append(Fact(entry.lane == .funds ? view("主要领域", "Main field") : view("产业领域", "Field"), "\(view(field))")) }
        if let area = entry.area { facts.append(Fact(view("所在区市", "Area"), "\(view(area))")) }
        if !model.address.isEmpty || hasPoint { facts.append(Fact(view("地址", "Address"), place)) }
        facts.append(Fact(view("联系方式", "Contact"), "\(model.contact)"))
        // The service took web addresses alone.
        if !model.url.isEmpty { facts.append(Fact(view("来源网址", "Source"), "<a href=\"\(model.url)\" rel=\"noopener noreferrer nofollow\">\(model.url)</a>")) }
        return facts
    }

    private func keeping(_ view: View) -> HTML {
        let version = String(model.version)
        return view(Panel(view("维护", "Keep it"), id: "keep") {
            """
            \(view(PostButton(view("已核对，内容无误", "Checked, still right"), to: Paths.entryCheck(entry.id), fields: [(name: "version", value: version)])))\
            <details\(if: !filled.errors.isEmpty, " open")><summary>\(view("从目录撤下", "Withdraw it"))</summary>\(view(SideForm(Paths.entryWithdrawal(entry.id), in: filled,
                button: Button(view("撤下", "Withdraw"), .danger)) {
                "<input type=\"hidden\" name=\"version\" value=\"\(version)\">\(view(Field("reason", view("原因", "Reason"), .longText(rows: 2), hint: view("例：平台已关闭", "For example: it has closed"), in: filled)))"
            }))</details>
            """
        })
    }
}
