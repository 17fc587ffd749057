import Domain

/// A programme with one procedure of every sort of step, small enough to see through.
enum SmallProgramme {
    static let calendar = WorkCalendar(id: "plain", name: Words("平历", "plain"), hash: "c", officialYears: [2020, 2021], holidays: [:], makeUpDays: [:])

    static func office(_ id: String, _ line: [Programme.Place], area: String? = nil) -> Programme.Office {
        Programme.Office(id: id, name: Words(id, id), area: area, powers: [], signOff: line, clause: nil)
    }

    static func condition(_ id: String, _ judges: [String]) -> Form.Condition {
        Form.Condition(id: id, clause: nil, name: Words(id, id), says: id, questions: [], judgedBy: judges)
    }

    static let steps = [
        Step(id: "submit", kind: .submit, name: Words("申报", "submit")),
        Step(id: "intake", kind: .intake, name: Words("受理", "intake"), by: [.office("centre")], within: 2, mayReturn: 1, mayRefuse: true),
        Step(id: "review", kind: .review, name: Words("审核", "review"), by: [.office("hrss"), .office("finance"), .ofArea(role: "hrss")], within: 10, mayReturn: 2, mayRefuse: true),
        Step(id: "notice", kind: .notice, name: Words("公示", "notice"), by: [.office("hrss")], within: 10, lasts: 5),
        Step(id: "determine", kind: .determine, name: Words("审定", "determine"), by: [.office("hrss")], within: 10, mayRefuse: true),
        Step(id: "issue", kind: .issue, name: Words("授牌", "issue"), by: [.office("hrss")]),
    ]

    static func procedure(reopening: Procedure.Reopening? = Procedure.Reopening(by: .office("centre"), at: "intake")) -> Procedure {
        Procedure(id: "recognition", name: Words("认定", "recognition"), clause: Clause("二"), steps: steps, reopening: reopening, form: "form")
    }

    static func programme(_ procedure: Procedure = procedure()) -> Programme {
        Programme(
            id: "p", name: Words("项目", "p"), version: Day(number: 18_000), hash: "h",
            notice: Programme.Notice(title: "通知", issuedBy: [], trialFrom: Day(number: 18_000), trialTo: Day(number: 19_000), clauses: []), zone: .china, calendar: "plain",
            levels: [], offices: [
                office("centre", [.handler, .checker, .signer]), office("hrss", [.handler, .signer]), office("finance", [.handler]), office("east.hrss", [.handler], area: "east"),
                office("zone.all", [.handler], area: "zone"),
            ],
            areas: [
                Programme.Area(id: "east", name: Words("东区", "East"), kind: .district, division: "370299", lead: "hrss", mayRecognise: true),
                Programme.Area(id: "zone", name: Words("功能区", "Zone"), kind: .zone, division: nil, lead: "all", mayRecognise: true),
            ], rounds: [], stationKinds: [], fields: [], placementGrounds: [], targets: [],
            forms: [Form(id: "form", conditions: [condition("venue", ["hrss"]), condition("money", ["finance"]), condition("team", ["hrss", "finance"])])],
            procedures: [procedure], provisions: [])
    }

    static func casework(_ procedure: Procedure = procedure()) -> Casework { Casework(programme: programme(procedure), procedure: procedure, calendar: calendar) }

    static func id<Thing>(_ text: String) -> ID<Thing> { ID(rawValue: text) ?? id("x") }

    static func opinion(_ ruling: Ruling, _ conditions: [String] = []) -> Case.Opinion {
        Case.Opinion(ruling: ruling, reason: id("because"), clause: Clause("二"), conditions: conditions)
    }

    static let draft = Case(id: id("c1"), programme: "p", procedure: "recognition", applicant: id("o1"), area: "east", state: .draft, step: "submit", visit: 0)
    /// A Monday.
    static let monday = Day(number: 18_582)
}

extension Casework {
    /// One event after the other, on one day.
    func after(_ events: [CaseEvent], _ start: Case, on day: Day = SmallProgramme.monday) throws -> Case {
        var current = start
        for event in events { current = try after(event, current, on: day) }
        return current
    }

    /// The whole line of an office in turn: `hrss-handler`, `hrss-signer`.
    func line(_ office: String, _ ruling: Ruling = .pass, _ conditions: [String] = []) -> [CaseEvent] {
        (programme.office(office)?.signOff ?? []).enumerated().map { index, place in
            .act(office: office, by: SmallProgramme.id("\(office)-\(place.rawValue)"), index == 0 ? .propose(SmallProgramme.opinion(ruling, conditions)) : .agree)
        }
    }
}
