import Domain
import Markup
import Services

extension MandateState: PathParameter {}

extension Tag {
    init(_ state: MandateState, isTurn: Bool, _ view: View) {
        let kind: Kind = switch state {
        case .offered, .asked, .signed, .working, .handedIn, .granted: isTurn ? .action : .active
        case .paid, .done: .good
        case .refused, .lapsed: .bad
        case .declined, .revoked: .idle
        }
        self.init(view(state.words), kind)
    }

    init(_ state: MaterialState, _ view: View) {
        let kind: Kind = switch state {
        case .open: .idle
        case .asked: .action
        case .proof, .file, .unneeded: .good
        }
        self.init(view(state.words), kind)
    }
}

/// One's own mandates; for a station or an office, those that it has.
struct MandatesPage: ModelPage {
    let model: MandateList

    init(_ model: MandateList) { self.model = model }

    func title(in language: Language) -> String { Words("政策代办", "Help with applications")(language) }

    func body(_ view: View) -> HTML {
        let start = model.side != nil && model.own.isEmpty ? HTML.empty : view(Button(view("委托驿站代办", "Ask a station"), model.side == nil ? .primary : .secondary, href: Paths.newMandate()))
        return """
            \(view(PageHeader(title(in: view.language), lead: view("驿站免费代办政策申请，每一步都能看到，随时可以撤销。", "A station applies for you, free of charge; you see each step, and may revoke it at any time."), actions: start)))\
            \(if: model.side == nil || !model.own.isEmpty, own(view))\(if: model.side != nil, others(view))
            """
    }

    private func own(_ view: View) -> HTML {
        view(Panel(view("我的代办", "My own"), id: "own") {
            view(Table(view("我的代办", "My own"), columns: [
                .main(view("政策", "Policy")), .init(view("状态", "State")), .init(view("驿站", "Station")), .init(view("下一步", "Next")), .init(view("最近变动", "Last change")),
            ], rows: model.own.map { row($0, named: false, view) },
                empty: EmptyState(view("还没有委托", "No mandates yet"), view("先看看能享受哪些政策，再委托驿站代办。", "See what you are entitled to, then ask a station."),
                    action: Button(view("查看政策", "See the policies"), href: Paths.policies()))))
        })
    }

    private func others(_ view: View) -> HTML {
        let filter = model.filter, isStation = model.side == .station
        var filters: [Filters.Filter] = [
            .choice("state", view("状态", "State"), [Option("", view("全部状态", "All states"))] + MandateState.allCases.filter { $0 != .asked && $0 != .offered }.map { Option($0.rawValue, view($0.words)) },
                value: filter.state?.rawValue ?? ""),
        ]
        if model.stations.count > 1 { filters.append(.choice("station", view("驿站", "Station"), [Option("", view("全部驿站", "All stations"))] + model.stations.map { Option($0.id.rawValue, $0.name) },
            value: filter.station?.rawValue ?? "")) }
        let title = isStation ? view("本站代办", "Of our station") : view("已递交部门", "Handed in")
        return """
            <h2 id="station">\(title)</h2>\(view(Filters(Paths.mandates(), filters, count: model.total, export: Link(view("导出 Excel", "Excel"), to: filter.href(Paths.mandatesWorkbook())))))\
            \(view(Table(title, columns: [
                .main(view("政策", "Policy")), .init(view("状态", "State")), .init(isStation ? view("经办人", "Agent") : view("驿站", "Station")), .init(view("下一步", "Next")), .init(view("最近变动", "Last change")),
            ], rows: model.mandates.map { row($0, named: true, view) }, empty: EmptyState(view("没有代办", "No mandates"), isStation ? view("有人委托贵站代办后显示在这里。", "Mandates to your station appear here.") : nil))))\
            \(view(Pager(previous: nil, next: model.next.map { filter.href(Paths.mandates()).with("after", $0) })))
            """
    }

    private func row(_ mandate: MandateSummary, named: Bool, _ view: View) -> [HTML] {
        let who = mandate.who.map { $0.isEmpty ? view("已注销", "Closed account") : $0 }
        let third = named && model.side == .station ? mandate.agentName ?? "—" : mandate.stationName ?? view(mandate.way.words)
        return [
            "\(view(Link(view(mandate.title), to: Paths.mandate(mandate.id))))\(if: named, "<br><span class=\"hint\">\(who ?? "")</span>")", view(Tag(mandate.state, isTurn: mandate.isTurn, view)), "\(third)",
            "\(view(mandate.next))\(with: mandate.daysWaiting.flatMap { $0 > 0 ? $0 : nil }, { "<br><span class=\"hint\">\(view("已等待 \($0) 天", "waiting for \($0) days"))</span>" })", view.time(mandate.changedAt),
        ]
    }
}

extension MandateFilter {
    /// - Throws: `Refusal.invalid` naming the value that is not understood.
    init(_ ask: Ask) throws {
        self.init(state: try ask.query.value("state"), station: try ask.query.value("station"), after: try ask.query.value("after"))
    }

    /// The same filter at another address; a page within is left aside.
    func href(_ path: Href) -> Href { path.with("state", state?.rawValue).with("station", station) }
}

/// A mandate is written: to which station, with which documents, until when.
struct NewMandatePage: ModelPage {
    let model: NewMandateView
    private let filled: Filled

    init(_ model: NewMandateView) { self.init(model, .nothing) }

    init(_ model: NewMandateView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("委托驿站代办", "Ask a station to apply for you")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("填好后会显示委托书全文，确认签署才生效。", "You read the whole text next; nothing happens before you sign it."),
            trail: [Link(view("政策代办", "Help with applications"), to: Paths.mandates())])))\(model.policy == nil ? choice(view) : form(view))
        """
    }

    private func choice(_ view: View) -> HTML {
        view(Panel(view("选择政策", "Which policy?")) {
            guard !model.policies.isEmpty else { return view(EmptyState(view("目前没有可代办的政策", "No policies to apply for at present"))) }
            return "<ul class=\"points\">\(each: model.policies, { "<li>\(view(Link(view($0.title), to: Paths.newMandate().with("policy", $0.id))))</li>" })</ul>"
        })
    }

    private func form(_ view: View) -> HTML {
        var filled = filled
        if filled.values.isEmpty {
            var values = ["kinds": model.wanted.map(\.rawValue), "until": [min(model.last, model.today.adding(60)).description]]
            if model.stations.count == 1, let only = model.stations.first { values["station"] = [only.id.rawValue] }
            filled = Filled(values)
        }
        let shown = filled
        return view(FormFrame(Paths.mandates(), in: shown, buttons: [Button(view("生成委托书", "Write the mandate"))]) {
            """
            \(view(Panel(model.title.map { view($0) } ?? "") {
                """
                <p>\(model.gives.map { view($0) } ?? "")</p><p class="hint">\(model.number ?? "")</p>\
                \(if: !model.materials.isEmpty, "<h3>\(view("需要的材料", "Papers wanted"))</h3><ul class=\"points\">\(each: model.materials, { "<li>\(view($0.name))</li>" })</ul>")
                """
            }))\
            \(view(Panel(view("委托内容", "The mandate"), aside: "\(with: model.clause, { "\(view(ClauseChip($0)))" })") {
                """
                <input type="hidden" name="policy" value="\(model.policy?.rawValue ?? "")"><input type="hidden" name="version" value="\(model.version.map(String.init) ?? "")">\
                \(view(Field("station", view("委托给哪个驿站", "To which station"), .select(model.stations.map { Option($0.id.rawValue, $0.name) }), width: .middle, in: shown)))\
                \(view(Field("kinds", view("允许经办人查看的证明夹材料", "Documents of your wallet that the agent may look at"), .checkboxes(model.kinds.map { Option($0.rawValue, view($0.words)) }),
                    hint: view("未勾选的一律不能查看；每次查看都有记录", "No other can be looked at, and each look is recorded"), optional: true, in: shown)))\
                \(view(Field("until", view("委托期至", "Until"), .date, hint: view("最迟\(view.formal(model.last))，随时可以撤销", "At the latest \(view.formal(model.last)); you may revoke it at any time"), in: shown)))
                """
            }))
            """
        })
    }
}

/// For a talent's own page: what waits for them, and what goes on.
struct MandateCard: Component {
    let mandates: [MandateSummary]

    func html(_ view: View) -> HTML {
        guard !mandates.isEmpty else { return .empty }
        return view(Panel(view("政策代办", "Help with applications"), id: "mandates", aside: view(Link(view("全部", "All"), to: Paths.mandates()))) {
            """
            <ul class="plain">\(each: mandates, { mandate in
                "<li>\(view(Link(view(mandate.title), to: Paths.mandate(mandate.id)))) \(view(Tag(mandate.state, isTurn: mandate.isTurn, view)))<br><span class=\"hint\">\(view(mandate.next))</span></li>"
            })</ul>
            """
        })
    }
}
