import Domain
import Markup
import Services

extension ContactFilter {
    /// - Throws: `Refusal.invalid` naming the value that is not understood.
    init(_ ask: Ask) throws {
        self.init(month: try ask.month(), subject: ask.query["subject"], state: try ask.query.value("state"), station: try ask.query.value("station"), after: try ask.query.value("after"))
    }

    /// The same lines elsewhere: another page, the file.
    func href(_ path: Href) -> Href {
        path.with("month", month.map { String($0.description.prefix(7)) }).with("subject", subject).with("state", state).with("station", station)
    }
}

extension Ask {
    /// A month in the query, as `2020-12`. - Returns: its first day.
    func month() throws -> Day? {
        guard let text = query["month"] else { return nil }
        guard text.count == 7, let day = Day(text + "-01") else { throw Refusal.invalid([.init("month", Words("月份如 2020-12", "A month, such as 2020-12"))]) }
        return day
    }
}

/// Filters that lists of contacts share.
enum ContactFilters {
    static func all(_ model: ContactList, _ view: View) -> [Filters.Filter] {
        let filter = model.filter
        var filters: [Filters.Filter] = [
            .choice("month", view("月份", "Month"), [Option("", view("全部月份", "All months"))] + model.months.map { Option(String($0.description.prefix(7)), view.month($0)) },
                value: filter.month.map { String($0.description.prefix(7)) } ?? ""),
            .choice("subject", view("服务", "About"), [Option("", view("全部服务", "All"))] + model.subjects.map { Option($0.id, view($0.name)) }, value: filter.subject ?? ""),
            .choice("state", view("状态", "State"), [Option("", view("全部状态", "All states"))] + ContactState.allCases.filter { $0 != .undone }.map { Option($0.rawValue, view($0.words)) },
                value: filter.state?.rawValue ?? ""),
        ]
        if model.stations.count > 1 || filter.station != nil {
            filters.append(.choice("station", view("驿站", "Station"), [Option("", view("全部驿站", "All stations"))] + model.stations.map { Option($0.id.rawValue, $0.name) },
                value: filter.station?.rawValue ?? ""))
        }
        return filters
    }
}

/// The log of a station.
struct ContactsPage: ModelPage {
    let model: ContactList

    init(_ model: ContactList) { self.model = model }

    func title(in language: Language) -> String { Words("服务台账", "Service log")(language) }

    func body(_ view: View) -> HTML {
        let filter = model.filter
        return """
            \(view(PageHeader(title(in: view.language), lead: view("每次服务一条，由本人确认和评价。", "One line for each contact, confirmed and rated by the person."), trail: [Link(view("前台", "Desk"), to: Paths.desk())],
                actions: view([Button(view("登记服务", "Write one down"), href: Paths.newContact()), Button(view("入站登记海报", "Poster"), .secondary, href: Paths.poster())] as [any Component]))))\
            \(view(Filters(Paths.contacts(), ContactFilters.all(model, view), count: model.total, export: Link(view("导出 Excel", "Excel"), to: filter.href(Paths.contactsWorkbook())))))\
            \(view(Table(title(in: view.language), columns: [
                .main(view("服务对象", "Person")), .init(view("时间", "When")), .init(view("服务", "About")), .init(view("方式", "How")), .init(view("结果", "Result")), .init(view("状态", "State")), .number(view("评分", "Rating")),
            ], rows: model.contacts.map { row($0, view) }, empty: EmptyState(view("没有记录", "No contacts"), view("登记后显示在这里。", "What you write down appears here."),
                action: Button(view("登记服务", "Write one down"), href: Paths.newContact())))))\
            \(view(Pager(previous: nil, next: model.next.map { filter.href(Paths.contacts()).with("after", $0) })))\
            \(view(ContactCountFacts(
                counts: model.counts, unconfirmedCounts: model.unconfirmedCounts, clause: model.clause, lines: ContactFilter(month: filter.month, subject: filter.subject, station: filter.station).href(Paths.contacts()))))
            """
    }

    private func row(_ contact: ContactSummary, _ view: View) -> [HTML] {
        [
            "\(view(Link(contact.person.isEmpty ? view("已删除", "Deleted") : contact.person, to: Paths.contact(contact.id))))\(if: model.stations.count > 1, "<br><span class=\"hint\">\(contact.stationName)</span>")",
            view.time(contact.at), "\(view(contact.subject))", "\(view(contact.channel.words))", "\(view(contact.result.words))",
            "\(view(Tag(contact.state, view)))\(if: contact.isDoubled, " \(view(Tag(view("疑似重复", "Looks doubled"), .action)))")", "\(contact.rating.map { String($0) } ?? "—")",
        ]
    }
}

/// Figures by station and month, for offices.
struct ContactFiguresPage: ModelPage {
    let model: ContactFigures

    init(_ model: ContactFigures) { self.model = model }

    func title(in language: Language) -> String { Words("服务台账统计", "Figures of the service log")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("按驿站和月份，不含个人信息；数字可以点开。", "By station and month, with nothing personal; each number opens."))))\
        \(view(Filters(Paths.contactFigures(), [
            .choice("month", view("月份", "Month"), [Option("", view("全部月份", "All months"))] + model.months.map { Option(String($0.description.prefix(7)), view.month($0)) },
                value: model.month.map { String($0.description.prefix(7)) } ?? ""),
        ], count: model.lines.count)))\
        \(view(ContactCountFacts(
            counts: model.counts, unconfirmedCounts: model.unconfirmedCounts, clause: model.clause, lines: ContactFilter(month: model.month).href(Paths.contactLines()))))\
        \(view(Table(title(in: view.language), columns: [
            .main(view("驿站", "Station")), .init(view("月份", "Month")), .number(view("人次", "Contacts")),
            .number(view("人数", "People")), .number(view("确认率", "Confirmed")), .number(view("评分", "Rating")), .number(view("有异议", "Disputed")),
        ], rows: model.lines.map { row($0, view) }, empty: EmptyState(view("没有记录", "No contacts")))))
        """
    }

    private func row(_ line: ContactFigures.Line, _ view: View) -> [HTML] {
        let lines = Paths.contactLines().with("station", line.station).with("month", String(line.month.description.prefix(7)))
        return [
            "\(line.name)<br><span class=\"hint\">\(view(line.area))</span>", "\(view.month(line.month))", view(Link(view.number(line.counts.occurrences), to: lines)), "\(view.number(line.counts.persons))",
            "\(line.counts.confirmedPercent.map { "\($0)%" } ?? "—")", "\(view.rating(line.counts.ratingTenths))", view(Link(view.number(line.counts.disputed), to: lines.with("state", ContactState.disputed))),
        ]
    }
}

/// The lines behind a figure, for offices: nothing personal.
struct ContactLinesPage: ModelPage {
    let model: ContactList

    init(_ model: ContactList) { self.model = model }

    func title(in language: Language) -> String { Words("服务明细", "Contacts behind the figures")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("不含姓名、电话和备注。", "Without names, numbers and notes."), trail: [Link(view("服务台账统计", "Figures"), to: Paths.contactFigures())])))\
        \(view(Filters(Paths.contactLines(), ContactFilters.all(model, view), count: model.total, export: Link(view("导出 Excel", "Excel"), to: model.filter.href(Paths.contactLinesWorkbook())))))\
        \(view(Table(title(in: view.language), columns: [
            .main(view("服务", "About")), .init(view("驿站", "Station")), .init(view("时间", "When")),
            .init(view("方式", "How")), .init(view("结果", "Result")), .init(view("状态", "State")), .number(view("评分", "Rating")), .init(view("编号", "Number")),
        ], rows: model.contacts.map { contact in
            [
                "\(view(contact.subject))", "\(contact.stationName)", view.time(contact.at), "\(view(contact.channel.words))", "\(view(contact.result.words))",
                "\(view(Tag(contact.state, view)))\(if: contact.isDoubled, " \(view(Tag(view("疑似重复", "Looks doubled"), .action)))")", "\(contact.rating.map { String($0) } ?? "—")",
                "\(String(contact.id.rawValue.suffix(8)))",
            ]
        }, empty: EmptyState(view("没有记录", "No contacts")))))\
        \(view(Pager(previous: nil, next: model.next.map { model.filter.href(Paths.contactLines()).with("after", $0) })))
        """
    }
}
