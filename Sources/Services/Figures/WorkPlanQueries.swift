import Domain
import SQL

/// Which items of which year's plans.
public struct WorkPlanFilter: Codable, Sendable, Hashable {
    /// Nil: this year.
    public var year: Int?
    public var owner: String?
    public var state: WorkItemState?
    /// Those that are late alone.
    public var late: Bool
    /// From 1, to ten thousand.
    public var page: Int

    public init(year: Int? = nil, owner: String? = nil, state: WorkItemState? = nil, late: Bool = false, page: Int = 1) {
        self.year = year.map { min(max($0, 2000), 2100) }
        self.owner = owner
        self.state = state
        self.late = late
        self.page = min(max(page, 1), 10_000)
    }

    static let pageSize = 50
}

public struct WorkItemSummary: Codable, Sendable, Hashable {
    public let id: ID<WorkItem>
    public let year: Int
    public let title: String
    public let office: String
    public let officeName: Words
    /// Nil for the city's plan.
    public let area: String?
    public let owner: String
    public let ownerName: Words
    public let due: Day
    public let clause: Clause?
    public let measure: FigureThing?
    public let goal: Int?
    /// Counted in the plan's year so far; nil where nothing is counted.
    public let count: Int?
    /// Whose records count; nil: all.
    public let countedArea: String?
    /// Whether the one who reads sees the records behind the count: all of them are of an area that is theirs.
    public let isReadable: Bool
    public let words: String
    public let state: WorkItemState
    public let isLate: Bool
    public let version: Int

    /// Hundredths of the goal.
    public var percent: Int? {
        guard let goal, let count, goal > 0 else { return nil }
        return min(count, 1_000_000_000) * 100 / goal
    }
}

public struct WorkPlanView: Codable, Sendable, Hashable {
    public let filter: WorkPlanFilter
    public let year: Int
    public let items: [WorkItemSummary]
    public let total: Int
    /// Of all items of the year that are read: open, done, late.
    public let open: Int
    public let done: Int
    public let late: Int
    public let offices: [ConditionName]
    /// What a new item may choose from; empty for who writes no plan.
    public let choices: WorkChoices?
    public let today: Day

    public var hasMore: Bool { filter.page * WorkPlanFilter.pageSize < total }
}

/// What the form of an item chooses from.
public struct WorkChoices: Codable, Sendable, Hashable {
    /// Whose plans.
    public let offices: [ConditionName]
    public let owners: [ConditionName]
    public let clauses: [ConditionName]
}

public struct WorkItemView: Codable, Sendable, Hashable {
    public struct Note: Codable, Sendable, Hashable {
        public let at: Instant
        public let officeName: Words
        public let who: String
        public let text: String
    }

    public let item: WorkItemSummary
    public let notes: [Note]
    /// Why it left the plan, or came up again.
    public let reason: String?
    public let isOwner: Bool
    public let isPlanner: Bool
    public let choices: WorkChoices?
}

enum WorkPlanReader {
    /// What was counted for the items of one list: many of them count the same.
    struct Known {
        struct Key: Hashable {
            let programme: String
            let measure: FigureThing
            let year: Int
            let area: String?
        }

        var counts: [Key: Int] = [:]
    }

    static func summaries(_ rows: [Row], _ tx: any Transaction, _ library: Library, _ scope: FigureScope, today: Day) throws -> [WorkItemSummary] {
        var known = Known()
        return try rows.map { try summary($0, tx, library, scope, today: today, &known) }
    }

    static func summary(_ row: Row, _ tx: any Transaction, _ library: Library, _ scope: FigureScope, today: Day, _ known: inout Known) throws -> WorkItemSummary {
        let item = try StoredWorkItem(row), programme = try library.programme(item.programme), area = item.countedArea(programme)
        func name(_ id: String) -> Words { programme.office(id)?.name ?? Words(id, id) }
        var count: Int?
        if let measure = item.measure, let first = Day(year: item.year, month: 1, day: 1) {
            let key = Known.Key(programme: programme.id, measure: measure, year: item.year, area: area)
            if known.counts[key] == nil {
                let records = CountedRecords.of(thing: measure, programme, library, today: today), ofArea: SQL = area.map { "\(records.area) = \($0)" } ?? "1 = 1"
                known.counts[key] = try records.count(tx, from: first, until: first.adding(months: 12), ofArea)
            }
            count = known.counts[key]
        }
        // The city's offices read all records, an area's those of the area.
        var isReadable = true
        if let areas = scope.areas { isReadable = area.map { areas.contains($0) } ?? false }
        return WorkItemSummary(
            id: item.id, year: item.year, title: item.title, office: item.office, officeName: name(item.office), area: item.area, owner: item.owner, ownerName: name(item.owner), due: item.due,
            clause: item.clause.isEmpty ? nil : Clause(item.clause), measure: item.measure, goal: item.goal, count: count, countedArea: area,
            isReadable: isReadable, words: item.words, state: item.state,
            isLate: item.state == .open && item.due < today, version: item.version)
    }

    static func condition(_ filter: WorkPlanFilter, _ actor: Actor, _ library: Library, today: Day) -> SQL {
        var condition: SQL = "w.year = \(filter.year ?? today.year) AND \(WorkAccess.read(actor, library))"
        if let owner = filter.owner { condition += " AND w.owner = \(owner)" }
        if let state = filter.state { condition += " AND w.state = \(state)" }
        if filter.late { condition += " AND w.state = 'open' AND w.due < \(today)" }
        return condition
    }

    static let order: SQL = "ORDER BY w.area NULLS FIRST, w.office, w.due, w.id"

    static func choices(_ actor: Actor, _ programme: Programme, only office: String? = nil) -> WorkChoices? {
        let mine = WorkAccess.offices(actor, programme).filter { office == nil || $0.id == office }
        guard !mine.isEmpty else { return nil }
        func names(_ offices: [Programme.Office]) -> [ConditionName] { offices.map { ConditionName(id: $0.id, name: $0.name, clause: $0.clause) } }
        var seen: Set<String> = []
        let owners = mine.flatMap { WorkAccess.owners($0, programme) }.filter { seen.insert($0.id).inserted }
        return WorkChoices(offices: names(mine), owners: names(owners), clauses: programme.notice.clauses.map { ConditionName(id: $0.clause.text, name: $0.says, clause: $0.clause) })
    }
}

extension House {
    /// The year's plans that one reads, with how far each item is. - Throws: `notFound` for whoever sits in no office.
    public func workPlan(_ filter: WorkPlanFilter, for actor: Actor) async throws -> WorkPlanView {
        let library = library, scope = try FigureScope(actor, library)
        return try await read { tx, now in
            let today = Zone.china.day(of: now), condition = WorkPlanReader.condition(filter, actor, library, today: today)
            let rows = try tx.rows("""
                SELECT \(StoredWorkItem.columns) FROM work_items w WHERE \(condition) \(WorkPlanReader.order) LIMIT \(WorkPlanFilter.pageSize) OFFSET \((filter.page - 1) * WorkPlanFilter.pageSize)
                """)
            let all = WorkPlanReader.condition(WorkPlanFilter(year: filter.year), actor, library, today: today)
            func count(_ extra: SQL) throws -> Int { try tx.value("SELECT COUNT(*) FROM work_items w WHERE \(all) AND \(extra)") ?? 0 }
            let owners: [String] = try tx.rows("SELECT DISTINCT w.owner AS owner FROM work_items w WHERE \(all) ORDER BY w.owner").map { try $0("owner") }
            return WorkPlanView(
                filter: filter, year: filter.year ?? today.year, items: try WorkPlanReader.summaries(rows, tx, library, scope, today: today),
                total: try tx.value("SELECT COUNT(*) FROM work_items w WHERE \(condition)") ?? 0, open: try count("w.state = 'open'"), done: try count("w.state = 'done'"),
                late: try count("w.state = 'open' AND w.due < \(today)"),
                offices: owners.map { ConditionName(id: $0, name: scope.programme.office($0)?.name ?? Words($0, $0), clause: nil) },
                choices: WorkPlanReader.choices(actor, scope.programme), today: today)
        }
    }

    /// One item with its notes. - Throws: `notFound` where one does not read its plan.
    public func workItem(_ id: ID<WorkItem>, for actor: Actor) async throws -> WorkItemView {
        let house = self, library = library, scope = try FigureScope(actor, library)
        return try await read { tx, now in
            guard let row = try tx.row("SELECT \(StoredWorkItem.columns), w.reason_id AS reason_id FROM work_items w WHERE w.id = \(id) AND \(WorkAccess.read(actor, library))") else { throw Refusal.notFound }
            var known = WorkPlanReader.Known()
            let item = try WorkPlanReader.summary(row, tx, library, scope, today: Zone.china.day(of: now), &known), programme = try library.programme(try row("programme_id"))
            let notes = try tx.rows("""
                SELECT n.id AS id, n.at AS at, n.office AS office, n.body AS body, a.name AS who FROM work_notes n JOIN accounts a ON a.id = n.by_account WHERE n.item_id = \(id) ORDER BY n.at DESC, n.id DESC LIMIT 200
                """).map { note in
                let office: String = try note("office")
                return WorkItemView.Note(
                    at: try note("at"), officeName: programme.office(office)?.name ?? Words(office, office), who: try note("who"),
                    text: try house.secrets.text(try note("body"), table: "work_notes", column: "body", row: try note("id")))
            }
            var reason: String?
            if let kept: ID<Reason> = try row("reason_id"), let body = try tx.row("SELECT body FROM reasons WHERE id = \(kept)") {
                reason = try house.secrets.text(try body("body"), table: "reasons", column: "body", row: kept.rawValue)
            }
            return WorkItemView(
                item: item, notes: notes, reason: reason, isOwner: actor.holds(item.owner, in: programme.id),
                isPlanner: WorkAccess.offices(actor, programme).contains { $0.id == item.office }, choices: WorkPlanReader.choices(actor, programme, only: item.office))
        }
    }

    /// All items of a year's plans that one reads, for paper; at most 500.
    public func workPlanItems(_ filter: WorkPlanFilter, for actor: Actor) async throws -> [WorkItemSummary] {
        let library = library, scope = try FigureScope(actor, library)
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            let rows = try tx.rows("SELECT \(StoredWorkItem.columns) FROM work_items w WHERE \(WorkPlanReader.condition(filter, actor, library, today: today)) \(WorkPlanReader.order) LIMIT 500")
            return try WorkPlanReader.summaries(rows, tx, library, scope, today: today)
        }
    }

    /// - Returns: the path of a temporary file, which the caller removes.
    public func workPlanWorkbook(_ filter: WorkPlanFilter, for actor: Actor) async throws -> String {
        let items = try await workPlanItems(filter, for: actor)
        let columns: [(title: String, width: Double)] = [
            ("年度", 8), ("制定单位", 24), ("工作事项", 40), ("责任单位", 24), ("完成期限", 12), ("依据条款", 10), ("统计项", 16), ("目标", 10), ("已完成", 10), ("进度（%）", 10), ("完成标志", 40), ("状态", 10), ("是否逾期", 10),
        ]
        return try papers.workbook(sheet: "年度人才工作计划", columns: columns) { add in
            for item in items {
                try add([
                    .number(Int64(item.year)), .text(item.officeName.zh), .text(item.title), .text(item.ownerName.zh), .day(item.due), item.clause.map { .text($0.text) } ?? .empty,
                    item.measure.map { .text($0.words.zh) } ?? .empty, item.goal.map { .number(Int64($0)) } ?? .empty, item.count.map { .number(Int64($0)) } ?? .empty,
                    item.percent.map { .number(Int64($0)) } ?? .empty, .text(item.words), .text(item.state.words.zh), .text(item.isLate ? "逾期" : ""),
                ])
            }
        }
    }
}
