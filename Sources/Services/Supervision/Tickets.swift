import Domain
import SQL

/// A station asks offices for help with a difficulty 困难和问题 (二(二)2). It is a request of the topic `problem`, which an office has from its first day.
///
/// Effects: the request of the station's organisation with its first message and its title (sealed), its clock and its reminders; the office that the programme names is told; audit records.
public struct OpenTicket: Codable, Sendable {
    /// May be left out by somebody who acts for one station.
    public let station: ID<Station>?
    /// In a few words.
    public let title: String
    public let text: String

    public init(station: ID<Station>? = nil, title: String, text: String) {
        self.station = station
        self.title = title
        self.text = text
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let title = title.trimmed, (programme, rules) = try house.supervisionProgramme()
        var fields: [Refusal.Field] = []
        if !(2...60).contains(title.count) { fields.append(.init("title", Words("请用 2 至 60 字概括", "Sum it up in 2 to 60 characters"))) }
        if !(2...Tickets.most).contains(text.trimmed.count) { fields.append(.init("text", Words("请写明困难和问题（2 至 \(Tickets.most) 字）", "Describe the problem (2 to \(Tickets.most) characters)"))) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        return try await house.perform(by: actor, once: once) { act in
            let own = try Tickets.stations(act.tx, actor, programme.id)
            guard !own.isEmpty else { throw Refusal(.forbidden, "no_station", Words("困难和问题由驿站提交", "Stations hand in problems")) }
            let chosen = station ?? (own.count == 1 ? own.first?.id : nil)
            guard let id = chosen, own.contains(where: { $0.id == id }),
                  let row = try act.tx.row("SELECT organisation_id, area FROM stations WHERE id = \(id)") else { throw Refusal.invalid([.init("station", Words("请选择您的驿站", "Choose your station"))]) }
            // The station's organisation asks, not the person who wrote it: whoever leaves the station leaves its problems.
            let new = NewRequest(topic: .problem, text: "\(title)\n\(text.trimmed)", organisation: try row("organisation_id") as ID<Organisation>, owner: .office(rules.ticketOffice), area: try row("area") as String)
            let request = try act.open(new, in: programme)
            try act.tx.run("""
                INSERT INTO problem_tickets (request_id, station_id, title)
                VALUES (\(request), \(id), \(try house.secrets.seal(text: title, table: "problem_tickets", column: "title", row: request.rawValue)))
                """)
            return Receipt(.request, request.rawValue)
        }
    }
}

enum Tickets {
    /// Characters of the text; the title goes before it in the first message.
    static let most = 1900
    static let tables: SQL = "\(RequestReader.tables) JOIN problem_tickets k ON k.request_id = r.id JOIN stations s ON s.id = k.station_id"

    /// The stations that may hand in a problem: also a suspended one, which has the more of them.
    static func stations(_ tx: any Transaction, _ actor: Actor, _ programme: String) throws -> [StationChoice] {
        try tx.rows("""
            SELECT s.id AS id, s.name AS name FROM stations s JOIN plaques p ON p.station_id = s.id WHERE p.state <> 'withdrawn' AND s.programme_id = \(programme)
                AND s.organisation_id IN (\(list: actor.organisations.sorted())) ORDER BY s.name, s.id
            """).map { StationChoice(id: try $0("id"), name: try $0("name")) }
    }

    /// For a station its own; for staff those that their offices have, had or supervise.
    static func filtered(_ filter: TicketFilter, _ actor: Actor, _ library: Library, today: Day) -> SQL {
        var condition: SQL = actor.isStaff
            ? "(\(RequestAccess.asOwner(actor)) OR \(RequestAccess.asFormer(actor)) OR \(RequestAccess.asSupervisor(actor, library))) AND \(SupervisionAccess.isForeign(actor))" : "\(SupervisionAccess.isOwn(actor))"
        if let state = filter.state { condition += " AND r.state = \(state)" }
        if let station = filter.station { condition += " AND k.station_id = \(station)" }
        if filter.overdue == true { condition += " AND \(RequestReader.isOverdue(today))" }
        return condition
    }
}

/// What a list of problems is narrowed to.
public struct TicketFilter: Codable, Sendable, Hashable {
    public let state: RequestState?
    public let station: ID<Station>?
    public let overdue: Bool?
    /// From 1.
    public let page: Int?

    public init(state: RequestState? = nil, station: ID<Station>? = nil, overdue: Bool? = nil, page: Int? = nil) {
        self.state = state
        self.station = station
        self.overdue = overdue
        self.page = page
    }
}

/// A station's problem in a list.
public struct TicketSummary: Codable, Sendable, Hashable {
    public let request: RequestSummary
    /// Empty for an office that only supervises, or had it before.
    public let title: String
    public let station: ID<Station>
    public let stationName: String
}

public struct TicketList: Codable, Sendable, Hashable {
    public let filter: TicketFilter
    public let side: SupervisionSide
    public let tickets: [TicketSummary]
    public let total: Int
    public let page: Int
    public let hasMore: Bool
    public let figures: RequestFigures
    public let stations: [StationChoice]
    public let mayOpen: Bool
    public let answerWithin: Int
    public let closeWithin: Int
    public let clause: Clause?
}

/// What the form for a problem offers.
public struct NewTicketView: Codable, Sendable, Hashable {
    public let stations: [StationChoice]
    public let office: Words
    public let answerWithin: Int
    public let closeWithin: Int
    public let clause: Clause?
}

extension House {
    /// Problems of one's station, or those that one's offices have or supervise: what is overdue first, then by their last day.
    public func tickets(_ filter: TicketFilter = TicketFilter(), for actor: Actor, pageSize: Int = 50) async throws -> TicketList {
        let house = self, library = library, (programme, rules) = try supervisionProgramme()
        guard actor.isStaff || !actor.organisations.isEmpty else { throw Refusal.notFound }
        return try await read { tx, now in
            let today = Zone.china.day(of: now), condition = Tickets.filtered(filter, actor, library, today: today), page = min(max(filter.page ?? 1, 1), 2000)
            let found = try tx.rows("""
                SELECT \(RequestReader.columns), k.station_id AS about_id, s.name AS about_name, k.title AS title, CASE WHEN \(RequestAccess.partyTo(actor)) THEN 1 ELSE 0 END AS party
                FROM \(Tickets.tables) WHERE \(condition) ORDER BY \(RequestReader.byDue) LIMIT \(pageSize + 1) OFFSET \((page - 1) * pageSize)
                """).map { row -> TicketSummary in
                let summary = try RequestReader.summary(row, tx, house, today: today, named: false), isParty: Int = try row("party")
                return TicketSummary(
                    request: summary, title: isParty == 1 ? try house.secrets.text(try row("title"), table: "problem_tickets", column: "title", row: summary.id.rawValue) : "",
                    station: try row("about_id"), stationName: try row("about_name"))
            }
            let own = try Tickets.stations(tx, actor, programme.id)
            let figures = try RequestReader.figures(tx, "r.id IN (SELECT r.id FROM \(Tickets.tables) WHERE \(Tickets.filtered(TicketFilter(), actor, library, today: today)))", today: today)
            return TicketList(
                filter: filter, side: actor.isStaff ? .office : .station, tickets: Array(found.prefix(pageSize)), total: try tx.value("SELECT COUNT(*) FROM \(Tickets.tables) WHERE \(condition)") ?? 0, page: page,
                hasMore: found.count > pageSize, figures: figures, stations: actor.isStaff ? try VisitReader.stations(tx, actor, library) : own, mayOpen: !own.isEmpty, answerWithin: rules.ticketAnswer,
                closeWithin: rules.ticketClose, clause: rules.clause)
        }
    }

    /// The same as a spreadsheet, without what the problems are: it is passed on. - Returns: the path of a temporary file, which the caller removes.
    public func ticketsWorkbook(_ filter: TicketFilter, for actor: Actor) async throws -> String {
        let house = self, library = library
        guard actor.isStaff || !actor.organisations.isEmpty else { throw Refusal.notFound }
        let columns: [(title: String, width: Double)] = [
            ("问题编号", 30), ("驿站", 28), ("承办部门", 28), ("状态", 10), ("提出日期", 12), ("答复期限", 12), ("办结期限", 12), ("转办次数", 10), ("重新打开次数", 14), ("结果", 12), ("评分", 8),
        ]
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            return try house.papers.workbook(sheet: "困难和问题", columns: columns) { add in
                try tx.each("SELECT \(RequestReader.columns), s.name AS about_name FROM \(Tickets.tables) WHERE \(Tickets.filtered(filter, actor, library, today: today)) ORDER BY r.created_at, r.id") { row in
                    let request = try StoredRequest(row), summary = try RequestReader.summary(row, tx, house, today: today, named: false)
                    try add([
                        .text(request.id.rawValue), .text(try row("about_name")), .text(summary.owner.name.zh), .text(request.state.words.zh), .day(Zone.china.day(of: summary.createdAt)), .day(request.answerDue),
                        .day(request.closeDue), .number(Int64(summary.handedOn)), .number(Int64(summary.reopened)), .text(request.outcome?.words.zh ?? ""), summary.stars.map { .number(Int64($0)) } ?? .empty,
                    ])
                }
            }
        }
    }

    /// What a new problem begins with. - Throws: `forbidden` for somebody without a station.
    public func newTicket(for actor: Actor) async throws -> NewTicketView {
        let (programme, rules) = try supervisionProgramme()
        return try await read { tx, _ in
            let own = try Tickets.stations(tx, actor, programme.id)
            guard !own.isEmpty else { throw Refusal(.forbidden, "no_station", Words("困难和问题由驿站提交", "Stations hand in problems")) }
            return NewTicketView(
                stations: own, office: programme.office(rules.ticketOffice)?.name ?? Words(rules.ticketOffice, rules.ticketOffice), answerWithin: rules.ticketAnswer, closeWithin: rules.ticketClose, clause: rules.clause)
        }
    }
}
