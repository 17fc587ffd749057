import Domain
import SQL

/// Reads cases for pages. Whose case it is stands inside the SQL or in `CaseRules`; what the actor may not see is not found.
enum CaseReader {
    /// The columns of a summary; the table is called `c`.
    static let columns: SQL = """
        c.id, c.programme_hash, c.calendar, c.procedure, c.number, c.title, c.organisation_id, o.name AS organisation, c.area, c.round_id,
        r.name_zh AS round_zh, r.name_en AS round_en, c.state, c.step, c.due_on, c.due_provisional, c.handed_in_at, \(held) AS held
        """
    /// Whether a case only waits for the answer to an objection: its notice is over, and nobody works on the case itself.
    static let held: SQL = """
        (c.state = 'open' AND EXISTS (SELECT 1 FROM cases x WHERE x.about_case = c.id AND x.state IN ('open', 'correction'))
        AND EXISTS (SELECT 1 FROM notice_cases nc JOIN notices n ON n.id = nc.notice_id WHERE nc.case_id = c.id AND n.state = 'ended'))
        """
    static let joins: SQL = "FROM cases c LEFT JOIN organisations o ON o.id = c.organisation_id LEFT JOIN rounds r ON r.id = c.round_id"

    /// Summaries of rows that were selected with `columns`; the offices that have each case come in one further query.
    static func summaries(_ rows: [Row], _ tx: any Transaction, _ library: Library, today: Day) throws -> [CaseSummary] {
        let ids = try rows.map { try $0("id") as ID<Case> }
        var waiting: [ID<Case>: [String]] = [:]
        if !ids.isEmpty {
            for task in try tx.rows("SELECT case_id, office FROM case_tasks WHERE open AND case_id IN (\(list: ids)) ORDER BY case_id, office") {
                waiting[try task("case_id"), default: []].append(try task("office"))
            }
        }
        return try rows.map { try summary($0, waiting: waiting[try $0("id")] ?? [], library, today: today) }
    }

    private static func summary(_ row: Row, waiting: [String], _ library: Library, today: Day) throws -> CaseSummary {
        let programme = try library.programme(hash: try row("programme_hash"))
        let procedureID: String = try row("procedure"), stepID: String = try row("step"), area: String? = try row("area")
        let state: CaseState = try row("state")
        let procedure = programme.procedure(procedureID)
        let step = procedure?.steps.first { $0.id == stepID }
        var with = waiting.compactMap { programme.office($0)?.name }
        let isObjection = programme.isObjection(procedureID)
        if CaseState.withApplicant.contains(state) { with = [isObjection ? Words("异议人", "the objector") : Words("申报单位", "the applicant")] }
        let isHeld: Bool = try row("held")
        let held = isHeld && step?.kind == .notice
        if state == .open, with.isEmpty, let step { with = step.by.compactMap { programme.office($0, area: area)?.name } }
        let roundZh: String? = try row("round_zh"), roundEn: String? = try row("round_en")
        let dueOn: Day? = try row("due_on"), provisional: Bool = try row("due_provisional")
        let calendar = try library.calendar(try row("calendar"))
        return CaseSummary(
            id: try row("id"), number: try row("number"), title: try row("title"), procedure: procedureID, procedureName: procedure?.name ?? Words(procedureID, procedureID),
            organisation: try row("organisation"), areaName: area.flatMap(programme.area)?.name, round: try row("round_id"),
            roundName: roundZh.map { Words($0, roundEn ?? $0) }, state: state, step: stepID, stepName: step?.name ?? Words(stepID, stepID), with: with,
            due: held ? nil : dueOn.map { due($0, provisional: provisional, calendar, today: today) }, handedInAt: try row("handed_in_at"), isObjection: isObjection,
            heldByObjection: held)
    }

    static func due(_ day: Day, provisional: Bool, _ calendar: WorkCalendar, today: Day) -> Due {
        let left = day >= today ? calendar.count(after: today, through: day) : -calendar.count(after: day, through: today)
        return Due(day: day, workdaysLeft: left, provisional: provisional)
    }

    /// What of a programme's cases the actor reads: city offices all, an area's offices their own area's. What was
    /// never handed in is nobody's but the applicant's.
    static func visible(_ actor: Actor, _ library: Library) -> SQL {
        var parts: [SQL] = []
        if !actor.organisations.isEmpty { parts.append("c.organisation_id IN (\(list: actor.organisations.sorted()))") }
        for programme in library.programmes {
            let offices = actor.posts.filter { $0.programme == programme.id }.compactMap { programme.office($0.office) }
            if offices.contains(where: { $0.area == nil }) {
                parts.append("(c.programme_id = \(programme.id) AND c.visit > 0)")
            } else if !offices.isEmpty {
                parts.append("(c.programme_id = \(programme.id) AND c.visit > 0 AND c.area IN (\(list: offices.compactMap(\.area))))")
            }
        }
        return parts.isEmpty ? "1 = 0" : "(\(SQL.joined(parts, by: " OR ")))"
    }

    /// A text for `LIKE … ESCAPE '\'` that matches anywhere.
    static func like(_ text: String) -> String {
        "%" + text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_") + "%"
    }
}

extension House {
    /// The list of cases that the actor may read, filtered; all of the filter stands in the URL.
    public func cases(_ filter: CaseFilter, for actor: Actor, pageSize: Int = 50) async throws -> CaseList {
        let library = library
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            let condition = Self.condition(filter, actor, library, today: today)
            let total: Int = (try tx.value("SELECT COUNT(*) \(CaseReader.joins) WHERE \(condition)")) ?? 0
            var page = condition
            if let after = filter.after, let last = try tx.row("SELECT created_at FROM cases WHERE id = \(after)") {
                let at: Instant = try last("created_at")
                page += " AND (c.created_at < \(at) OR (c.created_at = \(at) AND c.id < \(after)))"
            }
            let rows = try tx.rows("SELECT \(CaseReader.columns) \(CaseReader.joins) WHERE \(page) ORDER BY c.created_at DESC, c.id DESC LIMIT \(pageSize + 1)")
            let found = try CaseReader.summaries(Array(rows.prefix(pageSize)), tx, library, today: today)
            let procedures = library.programmes.flatMap(\.procedures)
            return CaseList(
                cases: found, total: total, filter: filter, procedures: procedures.map { ConditionName(id: $0.id, name: $0.name, clause: $0.clause) },
                steps: Self.unique(procedures.flatMap(\.steps).map { ConditionName(id: $0.id, name: $0.name, clause: nil) }),
                areas: library.programmes.flatMap(\.areas).map { ConditionName(id: $0.id, name: $0.name, clause: nil) },
                rounds: try RoundReader.called(tx, library, today: today), next: rows.count > pageSize ? found.last?.id : nil)
        }
    }

    private static func unique(_ names: [ConditionName]) -> [ConditionName] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0.id).inserted }
    }

    private static func condition(_ filter: CaseFilter, _ actor: Actor, _ library: Library, today: Day) -> SQL {
        var condition = CaseReader.visible(actor, library)
        if let procedure = filter.procedure { condition += " AND c.procedure = \(procedure)" }
        if let state = filter.state { condition += " AND c.state = \(state)" }
        if let step = filter.step { condition += " AND c.step = \(step) AND c.state IN ('open', 'correction')" }
        if let round = filter.round { condition += " AND c.round_id = \(round)" }
        if let area = filter.area { condition += " AND c.area = \(area)" }
        if filter.overdue == true { condition += " AND c.due_on < \(today) AND NOT \(CaseReader.held)" }
        if let text = filter.text?.trimmed, !text.isEmpty {
            let pattern = CaseReader.like(text)
            condition += " AND (c.number LIKE \(pattern) ESCAPE '\\' OR c.title LIKE \(pattern) ESCAPE '\\' OR o.name LIKE \(pattern) ESCAPE '\\')"
        }
        return condition
    }

    /// The filtered list as a spreadsheet, streamed row by row into a temporary file.
    /// - Returns: the file's path; the caller removes it.
    public func casesWorkbook(_ filter: CaseFilter, for actor: Actor) async throws -> String {
        let library = library, papers = papers
        let columns: [(title: String, width: Double)] = [("编号", 12), ("名称", 32), ("程序", 16), ("单位", 32), ("区域", 16), ("批次", 20), ("状态", 10), ("环节", 14), ("办理部门", 28), ("到期日", 12), ("提交日期", 12)]
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            let condition = Self.condition(filter, actor, library, today: today)
            return try papers.workbook(sheet: "案件", columns: columns) { add in
                try tx.each("SELECT \(CaseReader.columns) \(CaseReader.joins) WHERE \(condition) ORDER BY c.created_at DESC, c.id DESC") { row in
                    guard let item = try CaseReader.bare(row, library, today: today) else { return }
                    try add([
                        .text(item.number), .text(item.title), .text(item.procedureName.zh), .text(item.organisation ?? ""), .text(item.areaName?.zh ?? ""),
                        .text(item.roundName?.zh ?? ""), .text(item.stateWords.zh), .text(item.stepName.zh), .text(item.with.map(\.zh).joined(separator: "、")),
                        item.due.map { .day($0.day) } ?? .empty, item.handedInAt.map { .day(Zone.china.day(of: $0)) } ?? .empty,
                    ])
                }
            }
        }
    }

    /// What waits for a person in an office. The counts are of all; the lists, those due first, hold at most `limit` each.
    public func queue(for actor: Actor, atMost limit: Int = 500) async throws -> WorkQueue {
        let library = library
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            var mine: [QueueItem] = [], others: [QueueItem] = []
            var mineCount = 0, count = 0, overdue = 0
            for programme in library.programmes {
                let posts = actor.posts.filter { $0.programme == programme.id }
                guard !posts.isEmpty else { continue }
                let open: SQL = """
                    FROM case_tasks t JOIN cases c ON c.id = t.case_id LEFT JOIN organisations o ON o.id = c.organisation_id
                        LEFT JOIN rounds r ON r.id = c.round_id LEFT JOIN accounts a ON a.id = t.assignee
                    WHERE t.open AND t.place IS NOT NULL AND t.programme_id = \(programme.id) AND t.office IN (\(list: Set(posts.map(\.office)).sorted())) AND c.state = 'open'
                    """
                let acts = Self.acts(actor, posts)
                guard let counts = try tx.row("""
                    SELECT COUNT(*) AS n, COUNT(CASE WHEN \(acts) THEN 1 END) AS mine, COUNT(CASE WHEN c.due_on < \(today) THEN 1 END) AS overdue \(open)
                    """) else { continue }
                count += try counts("n")
                mineCount += try counts("mine")
                overdue += try counts("overdue")
                mine += try Self.items(tx, library, programme, "\(open) AND \(acts)", limit: limit, today: today)
                others += try Self.items(tx, library, programme, "\(open) AND NOT \(acts)", limit: limit, today: today)
            }
            return WorkQueue(
                mine: mine, others: others, rounds: try RoundReader.tasks(tx, library, actor, round: nil, today: today), overdue: overdue,
                mineCount: mineCount, othersCount: count - mineCount)
        }
    }

    /// Whether the actor may act on the task `t` of the case `c` now, as `CaseRules.mayAct` says it.
    private static func acts(_ actor: Actor, _ posts: [Post]) -> SQL {
        guard let account = actor.account else { return "(1 = 0)" }
        let places = SQL.joined(posts.map { "(t.office = \($0.office) AND t.place = \($0.place))" as SQL }, by: " OR ")
        let own: SQL = actor.organisations.isEmpty ? .empty : " AND (c.organisation_id IS NULL OR c.organisation_id NOT IN (\(list: actor.organisations.sorted())))"
        return """
            ((\(places)) AND (t.assignee IS NULL OR t.assignee = \(account)) AND t.hands NOT LIKE \(CaseReader.like("\"\(account)\"")) ESCAPE '\\'\(own))
            """
    }

    private static func items(_ tx: any Transaction, _ library: Library, _ programme: Programme, _ from: SQL, limit: Int, today: Day) throws -> [QueueItem] {
        let rows = try tx.rows("""
            SELECT \(CaseReader.columns), t.office AS task_office, t.place AS task_place, t.assignee AS assignee, a.name AS assignee_name \(from)
            ORDER BY CASE WHEN c.due_on IS NULL THEN 1 ELSE 0 END, c.due_on, c.id, t.office LIMIT \(limit)
            """)
        return try zip(rows, try CaseReader.summaries(rows, tx, library, today: today)).map { row, summary in
            let office: String = try row("task_office"), assignee: ID<Account>? = try row("assignee")
            return QueueItem(
                summary: summary, office: office, officeName: programme.office(office)?.name ?? Words(office, office), place: try row("task_place"),
                assignee: try assignee.map { Person(id: $0, name: try row("assignee_name") ?? "") })
        }
    }

    /// What somebody who acts for an organisation starts from.
    public func mine(for actor: Actor) async throws -> MyApplications {
        let house = self
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            let organisations = actor.organisations.sorted()
            guard !organisations.isEmpty else { return MyApplications(organisations: [], cases: [], openRounds: [], stations: []) }
            let rows = try tx.rows("SELECT \(CaseReader.columns) \(CaseReader.joins) WHERE c.organisation_id IN (\(list: organisations)) ORDER BY c.created_at DESC, c.id DESC LIMIT 200")
            return MyApplications(
                organisations: try organisations.compactMap { try CaseReader.organisation(tx, house, $0) },
                cases: try CaseReader.summaries(rows, tx, house.library, today: today),
                openRounds: try RoundReader.called(tx, house.library, today: today).filter(\.isOpen),
                stations: try StationReader.summaries(try tx.rows("\(StationReader.select) WHERE s.organisation_id IN (\(list: organisations)) ORDER BY s.recognised_on DESC, s.id"), house.library))
        }
    }
}

extension CaseReader {
    /// A summary of one row alone, for lists that are streamed: who has it is told from the step.
    static func bare(_ row: Row, _ library: Library, today: Day) throws -> CaseSummary? { try summary(row, waiting: [], library, today: today) }

    static func organisation(_ tx: any Transaction, _ house: House, _ id: ID<Organisation>) throws -> OrganisationView? { try organisations(tx, house, [id])[id] }

    static func organisations(_ tx: any Transaction, _ house: House, _ ids: Set<ID<Organisation>>) throws -> [ID<Organisation>: OrganisationView] {
        guard !ids.isEmpty else { return [:] }
        var found: [ID<Organisation>: OrganisationView] = [:]
        for row in try tx.rows("SELECT id, name, credit_code, address, contact, phone FROM organisations WHERE id IN (\(list: ids.sorted()))") {
            let id: ID<Organisation> = try row("id")
            let phone = try house.secrets.text(try row("phone"), table: "organisations", column: "phone", row: id.rawValue)
            found[id] = OrganisationView(id: id, name: try row("name"), creditCode: try row("credit_code"), address: try row("address"), contact: try row("contact"), phone: Phone.masked(phone))
        }
        return found
    }
}

extension Programme {
    /// Whether a procedure is about a stay: nobody applies with a form, and nobody objects.
    func isOfLodging(_ procedure: String) -> Bool { lodging?.procedures.contains(procedure) ?? false }

    /// Whether a procedure looks at what people say against a job.
    func isOfJobs(_ procedure: String) -> Bool { jobs?.procedures.contains(procedure) ?? false }

    /// Whether a procedure decides about the record of a placement.
    func isOfPlacement(_ procedure: String) -> Bool { placements?.dispute == procedure }

    /// Whether a procedure decides about a station's yearly plan of events.
    func isOfEventPlan(_ procedure: String) -> Bool { events?.plan == procedure }
    /// Whether a procedure decides about what somebody applies for by an agent.
    func isOfAgency(_ procedure: String) -> Bool { agency?.procedure == procedure }
}

extension CaseSummary {
    /// An objection is answered, and upheld or not; nothing of it passes or fails.
    public var stateWords: Words {
        guard isObjection else { return state.words }
        return switch state {
        case .done: Words("异议成立", "upheld")
        case .refused: Words("异议不成立", "not upheld")
        default: state.words
        }
    }
}

extension CaseState {
    public var words: Words {
        switch self {
        case .draft: Words("草稿", "draft")
        case .open: Words("办理中", "open")
        case .correction: Words("待补正", "to be corrected")
        case .done: Words("已办结", "done")
        case .refused: Words("未通过", "refused")
        case .withdrawn: Words("已撤回", "withdrawn")
        }
    }
}
