import Domain
import SQL

enum VisitReader {
    /// Columns for a summary, over `StoredVisit.tables`.
    static func columns(_ today: Day) -> SQL {
        """
        \(StoredVisit.columns), v.made_on AS made_on, v.closed_on AS closed_on,
        (SELECT COUNT(*) FROM visit_findings f WHERE f.visit_id = v.id) AS findings, (SELECT COUNT(*) FROM visit_findings f WHERE f.visit_id = v.id AND f.state <> 'mended') AS open_findings,
        (SELECT COUNT(*) FROM visit_findings f WHERE f.visit_id = v.id AND f.state = 'open' AND f.due < \(today)) AS overdue_findings,
        (SELECT MIN(f.due) FROM visit_findings f WHERE f.visit_id = v.id AND f.state <> 'mended') AS next_due
        """
    }

    static func summary(_ row: Row, _ library: Library) throws -> VisitSummary {
        let visit = try StoredVisit(row), programme = try library.programme(visit.programme)
        return VisitSummary(
            id: visit.id, station: visit.station, stationName: visit.stationName, office: programme.office(visit.office)?.name ?? Words(visit.office, visit.office), day: visit.day,
            madeOn: try row("made_on") as Day?, announced: visit.announced, state: visit.state, findings: try row("findings"), open: try row("open_findings"), overdue: try row("overdue_findings"),
            due: try row("next_due") as Day?)
    }

    static func filtered(_ filter: VisitFilter, _ actor: Actor, _ library: Library, today: Day) -> SQL {
        var condition = SupervisionAccess.listed(actor, library)
        if let state = filter.state { condition += " AND v.state = \(state)" }
        if let station = filter.station { condition += " AND v.station_id = \(station)" }
        if filter.overdue == true { condition += " AND EXISTS (SELECT 1 FROM visit_findings f WHERE f.visit_id = v.id AND f.state = 'open' AND f.due < \(today))" }
        return condition
    }

    /// The stations that the actor supervises, or acts for.
    static func stations(_ tx: any Transaction, _ actor: Actor, _ library: Library) throws -> [StationChoice] {
        let condition = actor.isStaff ? SupervisionAccess.supervises(actor, library) : SupervisionAccess.isOwn(actor)
        return try tx.rows("SELECT s.id AS id, s.name AS name FROM stations s JOIN plaques p ON p.station_id = s.id WHERE p.state <> 'withdrawn' AND \(condition) ORDER BY s.name, s.id LIMIT 500").map {
            StationChoice(id: try $0("id"), name: try $0("name"))
        }
    }
}

extension House {
    /// The programme that says something of supervision. - Throws: `notFound` where none does.
    func supervisionProgramme() throws -> (Programme, SupervisionRules) {
        guard let programme = library.programmes.first(where: { $0.supervision != nil }), let rules = programme.supervision else { throw Refusal.notFound }
        return (programme, rules)
    }

    /// Visits to the stations that one's offices supervise, or to one's own: those with a day to come first of their day, the newest first.
    public func visits(_ filter: VisitFilter = VisitFilter(), for actor: Actor, pageSize: Int = 50) async throws -> VisitList {
        let library = library, (_, rules) = try supervisionProgramme()
        guard actor.isStaff || !actor.organisations.isEmpty else { throw Refusal.notFound }
        return try await read { tx, now in
            let today = Zone.china.day(of: now), all = VisitReader.filtered(filter, actor, library, today: today), whole = VisitReader.filtered(VisitFilter(), actor, library, today: today)
            var page = all
            if let after = filter.after, let last = try tx.row("SELECT v.day AS day FROM \(StoredVisit.tables) WHERE v.id = \(after) AND \(whole)") {
                let day: Day = try last("day")
                page += " AND (v.day < \(day) OR (v.day = \(day) AND v.id < \(after)))"
            }
            let found = try tx.rows("SELECT \(VisitReader.columns(today)) FROM \(StoredVisit.tables) WHERE \(page) ORDER BY v.day DESC, v.id DESC LIMIT \(pageSize + 1)").map { try VisitReader.summary($0, library) }
            func findings(_ condition: SQL) throws -> Int { try tx.value("SELECT COUNT(*) FROM visit_findings f JOIN visits v ON v.id = f.visit_id JOIN stations s ON s.id = v.station_id WHERE \(whole) AND \(condition)") ?? 0 }
            let mayPlan = !SupervisionAccess.offices(actor, library).isEmpty
            return VisitList(
                filter: filter, side: actor.isStaff ? .office : .station, visits: Array(found.prefix(pageSize)), total: try tx.value("SELECT COUNT(*) FROM \(StoredVisit.tables) WHERE \(all)") ?? 0,
                open: try findings("f.state = 'open'"), answered: try findings("f.state = 'answered'"), overdue: try findings("f.state = 'open' AND f.due < \(today)"),
                stations: try VisitReader.stations(tx, actor, library), mayPlan: mayPlan, next: found.count > pageSize ? found.prefix(pageSize).last?.id : nil, clause: rules.clause)
        }
    }

    /// The ledger of visits and findings as a spreadsheet, a row for each finding, or for a visit without one. What was found stays out of a file that is passed on.
    /// - Returns: the path of a temporary file, which the caller removes.
    public func visitsWorkbook(_ filter: VisitFilter, for actor: Actor) async throws -> String {
        let house = self, library = library
        guard actor.isStaff || !actor.organisations.isEmpty else { throw Refusal.notFound }
        let columns: [(title: String, width: Double)] = [
            ("调研编号", 30), ("驿站", 28), ("调研部门", 26), ("计划日期", 12), ("到站日期", 12), ("状态", 10), ("问题序号", 10), ("检查项目", 34), ("整改期限", 12), ("整改状态", 12), ("复查未通过次数", 14), ("整改日期", 12), ("是否超期", 10),
        ]
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            return try house.papers.workbook(sheet: "实地调研", columns: columns) { add in
                try tx.each("""
                    SELECT \(StoredVisit.columns), v.made_on AS made_on, f.n AS n, f.due AS due, f.state AS finding_state, f.turn AS turn, f.mended_on AS mended_on, c.name_zh AS about
                    FROM \(StoredVisit.tables) LEFT JOIN visit_findings f ON f.visit_id = v.id LEFT JOIN visit_checks c ON c.visit_id = v.id AND c.item = f.item
                    WHERE \(VisitReader.filtered(filter, actor, library, today: today)) ORDER BY v.day, v.id, f.n
                    """) { row in
                    let visit = try StoredVisit(row), programme = try library.programme(visit.programme)
                    let number: Int? = try row("n"), due: Day? = try row("due"), state: FindingState? = try row("finding_state"), turn: Int? = try row("turn"), mended: Day? = try row("mended_on"), about: String? = try row("about")
                    let made: Day? = try row("made_on"), isLate = state == .open && due.map { $0 < today } ?? false
                    try add([
                        .text(visit.id.rawValue), .text(visit.stationName), .text(programme.office(visit.office)?.name.zh ?? visit.office), .day(visit.day), made.map { .day($0) } ?? .empty, .text(visit.state.words.zh),
                        number.map { .number(Int64($0)) } ?? .empty, .text(about ?? ""), due.map { .day($0) } ?? .empty, .text(state?.words.zh ?? ""), turn.map { .number(Int64($0)) } ?? .empty,
                        mended.map { .day($0) } ?? .empty, .text(isLate ? "是" : ""),
                    ])
                }
            }
        }
    }

    /// What a new visit begins with. - Throws: `forbidden` for somebody who does not supervise.
    public func newVisit(for actor: Actor) async throws -> NewVisitView {
        let library = library, (_, rules) = try supervisionProgramme()
        guard !SupervisionAccess.offices(actor, library).isEmpty else { throw SupervisionRefusals.noOffice }
        return try await read { tx, now in
            NewVisitView(
                stations: try VisitReader.stations(tx, actor, library), checklist: rules.checklist.map { ConditionName(id: $0.id, name: $0.name, clause: $0.clause) }, today: Zone.china.day(of: now), clause: rules.clause)
        }
    }

    /// A visit for those who may know of it. - Throws: `notFound` for everybody else.
    public func visit(_ id: ID<Visit>, for actor: Actor) async throws -> VisitView {
        let house = self, library = library
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            guard let row = try tx.row("SELECT \(VisitReader.columns(today)), v.goes AS goes, v.note AS note, v.reason_id AS reason_id FROM \(StoredVisit.tables) WHERE v.id = \(id) AND \(SupervisionAccess.reads(actor, library))") else {
                throw Refusal.notFound
            }
            func isOne(_ condition: SQL) throws -> Bool { try tx.row("SELECT v.id FROM \(StoredVisit.tables) WHERE v.id = \(id) AND \(condition)") != nil }
            let visit = try StoredVisit(row), programme = try library.programme(visit.programme), rules = programme.supervision
            let supervises = try isOne(SupervisionAccess.supervises(actor, library)), isKeeper = try isOne(SupervisionAccess.asKeeper(actor, library)), isStation = try isOne(SupervisionAccess.asStation(actor))
            let goes: [UInt8] = try row("goes"), note: [UInt8]? = try row("note")
            let recorded = try tx.rows("SELECT item, name_zh, name_en, clause, result, note FROM visit_checks WHERE visit_id = \(id) ORDER BY n").map { check -> VisitCheck in
                let item: String = try check("item"), clause: String? = try check("clause"), sealed: [UInt8]? = try check("note")
                return VisitCheck(
                    item: item, name: Words(try check("name_zh"), try check("name_en")), clause: clause.map { Clause($0) }, result: try check("result") as CheckResult,
                    note: try sealed.map { try house.secrets.text($0, table: "visit_checks", column: "note", row: "\(id)/\(item)") })
            }
            let checks = visit.state == .planned ? (rules?.checklist ?? []).map { VisitCheck(item: $0.id, name: $0.name, clause: $0.clause, result: nil, note: nil) } : recorded
            let names = recorded.reduce(into: [String: Words]()) { $0[$1.item] = $1.name }
            let findings = try Self.findings(tx, house, visit, programme, names, isKeeper: isKeeper, isStation: isStation, today: today)
            let isMade = visit.state == .made
            return VisitView(
                summary: try VisitReader.summary(row, library), side: supervises ? .office : .station, goes: supervises ? try house.secrets.text(goes, table: "visits", column: "goes", row: id.rawValue) : nil,
                checks: checks, note: try note.map { try house.secrets.text($0, table: "visits", column: "note", row: id.rawValue) }, findings: findings, closedOn: try row("closed_on") as Day?,
                reason: try PlacementReader.reason(row, tx, house), today: today, mendWithin: rules?.mendWithin ?? 0, mayRecord: isKeeper && visit.state == .planned, mayCancel: isKeeper && visit.state == .planned,
                mayAddFinding: isKeeper && isMade && findings.count < AddFinding.most, mayClose: isKeeper && isMade && findings.allSatisfy { $0.state == .mended }, clause: rules?.clause)
        }
    }

    private static func findings(
        _ tx: any Transaction, _ house: House, _ visit: StoredVisit, _ programme: Programme, _ names: [String: Words], isKeeper: Bool, isStation: Bool, today: Day
    ) throws -> [FindingView] {
        let calendar = try house.library.calendar(programme.calendar), isMade = visit.state == .made
        return try tx.rows("SELECT id, visit_id, n, item, text, due, state, turn, version, mended_on FROM visit_findings WHERE visit_id = \(visit.id) ORDER BY n").map { row in
            let finding = try StoredFinding(row), item: String? = try row("item"), text: [UInt8] = try row("text"), due = finding.due
            let entries = try tx.rows("SELECT id, step, body, due, at FROM finding_entries WHERE finding_id = \(finding.id) ORDER BY n").compactMap { entry -> FindingEntry? in
                guard let step = FindingState.Step(rawValue: try entry("step")) else { return nil }
                return FindingEntry(step: step, text: try house.secrets.text(try entry("body"), table: "finding_entries", column: "body", row: try entry("id")), due: try entry("due") as Day?, at: try entry("at"))
            }
            let files = try tx.rows("""
                SELECT f.id AS id, f.name AS name, f.type AS type, f.size AS size, x.words AS words, x.side AS side, x.width AS width, x.height AS height, x.at AS at
                FROM finding_files x JOIN files f ON f.id = x.file_id WHERE x.finding_id = \(finding.id) ORDER BY x.at, f.id
                """).map { file -> FindingFile in
                let stored = try ApplicationStore.file(file, house)
                return FindingFile(
                    file: stored.id, name: stored.name, words: try house.secrets.text(try file("words"), table: "finding_files", column: "words", row: stored.id.rawValue), side: try file("side"),
                    width: try file("width") as Int?, height: try file("height") as Int?, at: try file("at"))
            }
            let left = finding.state == .open ? (due >= today ? calendar.count(after: today, through: due) : -calendar.count(after: due, through: today)) : nil
            let isOpen = isMade && finding.state == .open
            return FindingView(
                id: finding.id, number: finding.number, about: item.map { names[$0] ?? Words($0, $0) }, text: try house.secrets.text(text, table: "visit_findings", column: "text", row: finding.id.rawValue), due: due,
                workdaysLeft: left, state: finding.state, mendedOn: try row("mended_on") as Day?, entries: entries, files: files, mayAnswer: isStation && isOpen,
                mayRecheck: isKeeper && isMade && finding.state != .mended, mayAddFile: (isStation && isOpen || isKeeper && isMade && finding.state != .mended) && files.count < AddFindingFile.most)
        }
    }

    /// A file of a finding: for those who may read its visit.
    public func findingFile(_ file: ID<StoredFile>, of id: ID<VisitFinding>, for actor: Actor) async throws -> (view: FileView, bytes: [UInt8]) {
        let library = library
        return try await openFile { tx in
            try tx.row("""
                SELECT f.id AS id, f.name AS name, f.type AS type, f.size AS size, f.sha256 AS sha256 FROM finding_files x JOIN files f ON f.id = x.file_id JOIN visit_findings q ON q.id = x.finding_id
                    JOIN visits v ON v.id = q.visit_id JOIN stations s ON s.id = v.station_id
                WHERE q.id = \(id) AND f.id = \(file) AND \(SupervisionAccess.reads(actor, library))
                """)
        }
    }
}
