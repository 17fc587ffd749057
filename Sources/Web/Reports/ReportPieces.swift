import Domain
import Markup
import Services

extension ReportMonth: PathParameter, Leaf {
    public static var schema: JSON { ["type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$", "description": "a month, such as 2020-12"] }
    public static var sample: ReportMonth { ReportMonth(of: Day.sample) }
    public static var pathSchema: JSON { schema }
}

extension ReportPick: PathParameter {}

extension TenthDays: Leaf {
    public static var schema: JSON { ["type": "integer", "description": "days in tenths: 205 is 20.5"] }
    public static var sample: TenthDays { TenthDays(tenths: 205) }
}

extension Tag {
    /// - Parameter isOwn: whether the person who looks is of the station.
    init(_ report: ReportSummary, isOwn: Bool, _ view: View) {
        switch report.state {
        case .draft where report.isLate: self.init(view("逾期 \(report.daysLate) 天", "\(report.daysLate) days late"), .bad)
        case .draft: self.init(view(report.state.words), isOwn ? .action : .idle)
        case .returned: self.init(view(report.state.words), isOwn ? .action : .active)
        case .handedIn: self.init(view(report.state.words), isOwn ? .active : .action)
        case .accepted: self.init(view(report.state.words), .good)
        }
    }
}

enum ReportPieces {
    /// Where the records behind a figure are listed, for whoever looks; nil where there is no such list for them.
    static func evidence(_ counted: Counted, of station: ID<Station>, _ month: ReportMonth, isOwn: Bool) -> Href? {
        switch counted {
        case .placements: Paths.placements().with("station", station).with("month", month)
        case .events: Paths.events().with("station", station)
        case .stays, .nights: isOwn ? Paths.desk() : nil
        case .contacts: isOwn ? Paths.contacts().with("station", station).with("month", month) : Paths.contactLines().with("station", station).with("month", month)
        case .requests: Paths.requests()
        case .mandates: Paths.mandates().with("station", station)
        }
    }

    /// What is late, or how long there is still.
    static func due(_ report: ReportSummary, _ view: View) -> HTML {
        guard let day = report.handedInOn else { return view.time(report.dueOn) }
        let late: HTML = report.isLate ? "<br><span class=\"hint\">\(view("逾期 \(report.daysLate) 天", "\(report.daysLate) days late"))</span>" : .empty
        return "\(view.time(day))\(late)"
    }

    static func differences(_ report: ReportSummary, _ view: View) -> HTML {
        guard report.state != .draft else { return "—" }
        return report.differences == 0 ? "\(view("无", "none"))" : view(Tag(view("\(report.differences) 项", "\(report.differences)"), .action))
    }
}

extension ReportFilter {
    /// - Throws: `Refusal.invalid` naming the value that is not understood.
    init(_ ask: Ask) throws {
        self.init(month: try ask.query.value("month"), area: ask.query["area"], pick: try ask.query.value("pick"), page: try ask.query.value("page") ?? 1)
    }

    /// The same filter at another address; a page within is left aside.
    func href(_ path: Href) -> Href { path.with("month", month).with("area", area).with("pick", pick) }
}
