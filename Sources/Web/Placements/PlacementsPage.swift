import Domain
import Markup
import Services

/// Records of placements, for stations and offices.
struct PlacementsPage: ModelPage {
    let model: PlacementList

    init(_ model: PlacementList) { self.model = model }

    func title(in language: Language) -> String { Words("人才资源配置", "Placements")(language) }

    func body(_ view: View) -> HTML {
        let filter = model.filter
        return """
            \(view(PageHeader(title(in: view.language), lead: view(
                "登记 \(view.number(model.total)) 条，涉及 \(view.number(model.persons)) 人；已计入 \(view.number(model.counted)) 人次\(model.disputed > 0 ? "，有争议 \(view.number(model.disputed)) 条" : "")。",
                "\(view.number(model.total)) records of \(view.number(model.persons)) people; \(view.number(model.counted)) count\(model.disputed > 0 ? ", \(view.number(model.disputed)) are disputed" : "")."),
                trail: [Link(view("试点任务", "Targets"), to: Paths.targets())],
                actions: actions(view))))\
            \(view(Filters(Paths.placements(), filters(view), count: model.total, export: Link(view("导出 Excel", "Excel"), to: filter.href(Paths.placementsWorkbook())))))\
            \(view(Table(title(in: view.language), columns: [
                .main(view("人员", "Person")), .init(view("类型", "Type")), .init(view("单位", "Employer")), .init(view("驿站", "Station")), .init(view("起始日期", "From")), .init(view("状态", "State")),
            ], rows: model.placements.map { row($0, view) }, empty: EmptyState(view("没有记录", "No records"), view("驿站登记、或由入职一键登记后显示在这里。", "What stations record appears here.")))))\
            \(view(Pager(previous: nil, next: model.next.map { filter.href(Paths.placements()).with("after", $0) })))
            """
    }

    private func actions(_ view: View) -> HTML {
        guard !model.own.isEmpty else { return .empty }
        let accompanied = model.own.map { Button(view("陪同的求职", "Accompanied"), .secondary, href: Paths.stationPursuits($0.id)) }
        return "\(view(Button(view("登记", "Record one"), href: Paths.newPlacement())))\(each: accompanied, { view($0) })"
    }

    private func filters(_ view: View) -> [Filters.Filter] {
        let filter = model.filter
        var filters: [Filters.Filter] = [
            .choice("type", view("类型", "Type"), [Option("", view("全部类型", "All types"))] + PlacementType.allCases.map { Option($0.rawValue, view($0.words)) }, value: filter.type?.rawValue ?? ""),
            .choice("state", view("状态", "State"), [Option("", view("全部状态", "All states"))] + PlacementState.allCases.map { Option($0.rawValue, view($0.words)) }, value: filter.state?.rawValue ?? ""),
        ]
        if view.actor.isStaff {
            filters.append(.choice("area", view("区域", "Area"), [Option("", view("全部区域", "All areas"))] + model.areas.map { Option($0.id, view($0.name)) }, value: filter.area ?? ""))
        }
        if model.stations.count > 1 || filter.station != nil {
            filters.append(.choice("station", view("驿站", "Station"), [Option("", view("全部驿站", "All stations"))] + model.stations.map { Option($0.id.rawValue, $0.name) },
                value: filter.station?.rawValue ?? ""))
        }
        if let month = filter.month { filters.append(.kept("month", value: String(month.description.prefix(7)))) }
        return filters
    }

    private func row(_ placement: PlacementSummary, _ view: View) -> [HTML] {
        [
            view(Link(placement.person.isEmpty ? view("已注销", "Closed account") : placement.person, to: Paths.placement(placement.id))), "\(view(placement.type.words))",
            "\(placement.employer)\(if: !placement.position.isEmpty, "<br><span class=\"hint\">\(placement.position)</span>")",
            "\(placement.stationName ?? "—")", view.time(placement.startsOn), view(Tag(placement.state, view)),
        ]
    }
}

/// A station's broker records a placement.
struct NewPlacementPage: ModelPage {
    let model: NewPlacementView
    private let filled: Filled

    init(_ model: NewPlacementView) { self.init(model, .nothing) }

    init(_ model: NewPlacementView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("登记人才资源配置", "Record a placement")(language) }

    func body(_ view: View) -> HTML {
        var filled = filled
        if model.stations.count == 1, filled.values.isEmpty, let only = model.stations.first { filled = Filled(["station": [only.id.rawValue]]) }
        let shown = filled
        return """
            \(view(PageHeader(title(in: view.language), lead: view("每次配置登记一条；同一人在同一单位或项目、同一类型，规定周期内只计一次。",
                "One record for each placement. One person with one employer or project and of one type counts once in a period."),
                trail: [Link(view("人才配置", "Placements"), to: Paths.placements())])))\
            \(view(FormFrame(Paths.deskPlacements(), in: shown, buttons: [Button(view("登记", "Record it"))]) {
                view(Panel(view("登记内容", "The record")) {
                    """
                    \(view(Field("station", view("驿站", "Station"), .select(model.stations.map { Option($0.id.rawValue, $0.name) }), width: .middle, in: shown)))\
                    \(view(Field("type", view("类型", "Type"), .radios(model.types.map { Option($0.id, view($0.name)) }), in: shown)))\
                    \(view(Field("name", view("姓名", "Name of the person"), width: .middle, autocomplete: "off", in: shown)))\
                    \(view(Field("phone", view("手机号", "Mobile number"), .phone, hint: view("已注册的，本人会收到消息并可核对", "If they are registered they are told, and can check it"), autocomplete: "off", in: shown)))\
                    \(view(Field("employer", view("用人单位", "Employer"), hint: view("创业的填写所办企业", "For a start-up, its own name"), in: shown)))\
                    \(view(Field("creditCode", view("统一社会信用代码", "Unified social credit code"), width: .middle, in: shown)))\
                    \(view(Field("project", view("项目名称", "Project"), hint: view("类型为项目合作时填写", "For a project"), optional: true, in: shown)))\
                    \(view(Field("position", view("岗位", "Position"), optional: true, width: .middle, in: shown)))\
                    \(view(Field("startsOn", view("起始日期", "First day"), .date, in: shown)))
                    """
                })
            }))
            """
    }
}

/// What counts towards the target of placements, for everybody.
struct PlacementFiguresPage: ModelPage {
    let model: PlacementFigures

    init(_ model: PlacementFigures) { self.model = model }

    func title(in language: Language) -> String { Words("人才资源配置", "Placements")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: model.target.map { view($0.rule) }, trail: [Link(view("试点任务", "Targets"), to: Paths.targets())])))\
        \(view(Panel(view("已计入", "Counted"), aside: "\(with: model.target?.clause, { "\(view(ClauseChip($0)))" })") {
            view(Facts([
                Fact(view("人次", "Occurrences"), "\(view("\(view.number(model.occurrences)) 人次", view.number(model.occurrences)))"),
                Fact(view("人数", "Different people"), "\(model.persons.map { view("\(view.number($0)) 人", view.number($0)) } ?? view("少于 \(model.least) 人", "fewer than \(model.least)"))"),
            ]))
        }))\(cells(view("按类型", "By type"), view("类型", "Type"), model.types, view))\(cells(view("按区域", "By area"), view("区域", "Area"), model.areas, view))\
        \(cells(view("按起始月份", "By month of the first day"), view("月份", "Month"), model.months, view))\
        <p class="hint">\(view("少于 \(model.least) 人次的不单列，以免识别到个人。", "Counts below \(model.least) are not shown, so that nobody can be recognised."))</p>
        """
    }

    /// Lines that would tell of somebody are left out.
    private func cells(_ title: String, _ column: String, _ all: [PlacementFigures.Cell], _ view: View) -> HTML {
        let cells = all.filter { $0.count != nil }
        return view(Panel(title) {
            view(Table(title, columns: [.main(column), .number(view("人次", "Occurrences"))], rows: cells.map { ["\(view($0.name))", "\($0.count.map { view.number($0) } ?? "—")"] },
                empty: EmptyState(all.isEmpty ? view("还没有计入的记录", "No records counted yet") : view("每项都少于 \(model.least) 人次，暂不单列", "Each is below \(model.least), and not told apart yet"))))
        })
    }
}

/// What is uploaded with a record.
struct EvidenceForm: Decodable, Sendable {
    let kind: PlacementEvidence
    let file: Upload
}

extension Rooms {
    /// Records of placements: lists, the record itself, and what is done with it.
    func addPlacementRoutes(to site: inout Site) {
        addPlacementLists(to: &site)
        addPlacementSteps(to: &site)
    }

    private static let fields = [
        QueryField("type", Words("类型", "Type"), PlacementType.self), QueryField("state", Words("状态", "State"), PlacementState.self), QueryField("area", Words("区域", "Area")),
        QueryField("station", Words("驿站", "Station"), ID<Station>.self), QueryField("month", Words("起始月份，如 2020-12", "Month of the first day, such as 2020-12")),
    ]

    private func addPlacementLists(to site: inout Site) {
        let house = house, readers = Access.any(of: .staff, .organisation), after = QueryField("after", Words("上一页最后一条", "The last one of the page before"), ID<Placement>.self)
        site.get(Paths.targetPlacements, access: .everyone, page: PlacementFiguresPage.self, summary: Words("人才资源配置的统计", "What counts as placements")) { _ in
            PlacementFiguresPage(try await house.placementFigures())
        }
        site.get(Paths.placements, access: readers, page: PlacementsPage.self, query: Self.fields + [after], summary: Words("人才资源配置记录", "Records of placements")) { ask in
            PlacementsPage(try await house.placements(try PlacementFilter(ask), for: ask.actor))
        }
        site.download(Paths.placementsWorkbook, access: readers, type: Workbooks.type, query: Self.fields, summary: Words("人才资源配置记录，Excel", "Records of placements as a spreadsheet")) { ask in
            let file = try await house.placementsWorkbook(try PlacementFilter(ask), for: ask.actor)
            return try Workbooks.attachment("\(Words("人才资源配置", "placements")(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: file)
        }
        site.get(Paths.placement, access: .signedIn, page: PlacementPage.self, summary: Words("一条人才资源配置记录", "The record of a placement")) { ask, id in
            PlacementPage(try await house.placement(id, for: ask.actor))
        }
        site.download(Paths.placementFile, access: .signedIn, type: "application/pdf, image/jpeg, image/png", summary: Words("配置记录的证明文件", "A file that proves a placement")) { ask, id, file in
            let (view, bytes) = try await house.placementFile(file, of: id, for: ask.actor)
            return Attachment(name: view.name, type: view.type, content: .bytes(bytes))
        }
        site.get(Paths.newPlacement, access: .organisation, page: NewPlacementPage.self, summary: Words("登记人才资源配置的表单", "The form for recording a placement")) { ask in
            NewPlacementPage(try await house.newPlacement(for: ask.actor))
        }
    }

    private func addPlacementSteps(to site: inout Site) {
        let house = house
        site.post(Paths.deskPlacements, access: .organisation, input: RecordPlacement.self, receipt: ReceiptPage.self, summary: Words("登记人才资源配置", "Record a placement"),
            form: { ask, filled in NewPlacementPage(try await house.newPlacement(for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.placementEvidence, access: .signedIn, input: EvidenceForm.self, receipt: ReceiptPage.self, summary: Words("上传配置证明", "Add evidence to a placement"),
            form: { ask, filled, id in PlacementPage(try await house.placement(id, for: ask.actor), .evidence, filled) }
        ) { ask, input, id in
            let receipt = try await AddPlacementEvidence(kind: input.kind, name: input.file.name, bytes: input.file.bytes)(house, to: id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("evidence"), ReceiptPage(receipt))
        }
        site.post(Paths.placementConfirmation, access: .signedIn, input: ConfirmPlacement.self, receipt: ReceiptPage.self, summary: Words("确认配置属实", "Confirm that a placement is as recorded")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.placementContest, access: .signedIn, input: ContestPlacement.self, receipt: ReceiptPage.self, summary: Words("对配置记录提出异议", "Contest the record of a placement"),
            form: { ask, filled, id in PlacementPage(try await house.placement(id, for: ask.actor), .contest, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.placementVoiding, access: .any(of: .staff, .organisation), input: VoidPlacement.self, receipt: ReceiptPage.self, summary: Words("作废配置记录", "Make the record of a placement void"),
            form: { ask, filled, id in PlacementPage(try await house.placement(id, for: ask.actor), .voiding, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.placementChecks, access: .signedIn, input: AnswerCheck.self, receipt: ReceiptPage.self, summary: Words("回答是否仍在岗", "Say whether the person is still there"),
            form: { ask, filled, id in PlacementPage(try await house.placement(id, for: ask.actor), .check(Int(filled.value("days")) ?? 0), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("checks"), ReceiptPage(receipt))
        }
    }
}

extension PlacementFilter {
    /// - Throws: `Refusal.invalid` naming the value that is not understood.
    init(_ ask: Ask) throws {
        var month: Day?
        if let text = ask.query["month"] {
            guard let read = Day(text.count == 7 ? text + "-01" : text) else { throw Refusal.invalid([.init("month", Words("月份如 2020-12", "A month, such as 2020-12"))]) }
            month = read
        }
        self.init(type: try ask.query.value("type"), state: try ask.query.value("state"), area: ask.query["area"], station: try ask.query.value("station"), month: month, after: try ask.query.value("after"))
    }

    /// The same records elsewhere: another page, the file.
    func href(_ path: Href) -> Href {
        path.with("type", type).with("state", state).with("area", area).with("station", station).with("month", month.map { String($0.description.prefix(7)) })
    }
}
