import Domain
import Markup
import Services

extension VisitState: PathParameter {}
extension SeriousEventState: PathParameter {}

extension Tag {
    init(_ state: VisitState, _ view: View) {
        let kind: Kind = switch state {
        case .planned: .idle
        case .made: .active
        case .closed: .good
        case .cancelled: .idle
        }
        self.init(view(state.words), kind)
    }

    /// - Parameter side: whose turn it is looks different to each.
    init(_ state: FindingState, for side: SupervisionSide, isLate: Bool, _ view: View) {
        switch state {
        case .open: self.init(isLate ? view("整改超期", "Overdue") : view(state.words), isLate ? .bad : side == .station ? .action : .active)
        case .answered: self.init(view(state.words), side == .office ? .action : .active)
        case .mended: self.init(view(state.words), .good)
        }
    }

    init(_ result: CheckResult, _ view: View) {
        let kind: Kind = switch result {
        case .met: .good
        case .notMet: .bad
        case .notLooked: .idle
        }
        self.init(view(result.words), kind)
    }

    init(_ state: SeriousEventState, _ view: View) {
        let kind: Kind = switch state {
        case .reported: .action
        case .confirmed: .bad
        case .dismissed: .idle
        }
        self.init(view(state.words), kind)
    }
}

extension VisitFilter {
    /// - Throws: `Refusal.invalid` naming the value that is not understood.
    init(_ ask: Ask) throws {
        self.init(state: try ask.query.value("state"), station: try ask.query.value("station"), overdue: try ask.query.value("overdue"), after: try ask.query.value("after"))
    }

    /// The same filter at another address; a page within is left aside.
    func href(_ path: Href) -> Href { path.with("state", state).with("station", station).with("overdue", overdue) }
}

extension TicketFilter {
    init(_ ask: Ask) throws {
        self.init(state: try ask.query.value("state"), station: try ask.query.value("station"), overdue: try ask.query.value("overdue"), page: try ask.query.value("page"))
    }

    func href(_ path: Href) -> Href { path.with("state", state).with("station", station).with("overdue", overdue) }
}

extension SeriousEventFilter {
    init(_ ask: Ask) throws {
        self.init(state: try ask.query.value("state"), station: try ask.query.value("station"), after: try ask.query.value("after"))
    }

    func href(_ path: Href) -> Href { path.with("state", state).with("station", station) }
}

/// The filter of a list by station, where there are several.
enum StationOptions {
    static func choice(_ stations: [StationChoice], _ value: ID<Station>?, _ view: View) -> Filters.Filter {
        .choice("station", view("驿站", "Station"), [Option("", view("全部驿站", "All stations"))] + stations.map { Option($0.id.rawValue, $0.name) }, value: value?.rawValue ?? "")
    }

    static func overdue(_ value: Bool?, _ view: View) -> Filters.Filter {
        .choice("overdue", view("时限", "Clock"), [Option("", view("全部", "All")), Option("true", view("已超期", "Overdue"))], value: value == true ? "true" : "")
    }
}
