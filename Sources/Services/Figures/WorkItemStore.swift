import Domain
import SQL

extension WorkItemState: Bindable {}

/// An item of an annual work plan as verbs decide on it.
struct StoredWorkItem: Sendable {
    let id: ID<WorkItem>
    let programme: String
    /// The office that writes the plan.
    let office: String
    let area: String?
    let year: Int
    let title: String
    let owner: String
    let due: Day
    let clause: String
    let measure: FigureThing?
    let goal: Int?
    let words: String
    let state: WorkItemState
    let version: Int

    /// Over `w`.
    static let columns: SQL = """
        w.id AS id, w.programme_id AS programme_id, w.office AS office, w.area AS area, w.year AS year, w.title AS title, w.owner AS owner, w.due AS due, w.clause AS clause, w.measure AS measure,
        w.goal AS goal, w.words AS words, w.state AS state, w.version AS version
        """

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        office = try row("office")
        area = try row("area")
        year = try row("year")
        title = try row("title")
        owner = try row("owner")
        due = try row("due")
        clause = try row("clause")
        measure = try row("measure")
        goal = try row("goal")
        words = try row("words")
        state = try row("state")
        version = try row("version")
    }

    var receipt: Receipt { Receipt(.workPlan, id.rawValue) }

    /// Whose records count: those of the plan's area, else of the owner's; all in the city's own items.
    func countedArea(_ programme: Programme) -> String? { area ?? programme.office(owner)?.area }
}

/// Whose items of `w` somebody reads and writes.
enum WorkAccess {
    /// City offices read all plans; an area's offices the city's and their own area's.
    static func read(_ actor: Actor, _ library: Library) -> SQL {
        var parts: [SQL] = []
        for programme in library.programmes {
            let offices = actor.posts.filter { $0.programme == programme.id }.compactMap { programme.office($0.office) }
            if offices.contains(where: { $0.area == nil }) {
                parts.append("w.programme_id = \(programme.id)")
            } else if !offices.isEmpty {
                parts.append("(w.programme_id = \(programme.id) AND (w.area IS NULL OR w.area IN (\(list: Set(offices.compactMap(\.area)).sorted())) OR w.owner IN (\(list: offices.map(\.id).sorted()))))")
            }
        }
        return parts.isEmpty ? "1 = 0" : "(\(SQL.joined(parts, by: " OR ")))"
    }

    /// By the office that writes the plan.
    static func plan(_ actor: Actor, _ library: Library) -> SQL {
        let parts = library.programmes.map { programme -> SQL in "(w.programme_id = \(programme.id) AND w.office IN (\(list: offices(actor, programme).map(\.id))))" }
        return parts.isEmpty ? "1 = 0" : "(\(SQL.joined(parts, by: " OR ")))"
    }

    /// By the office that the item belongs to.
    static func own(_ actor: Actor, _ library: Library) -> SQL {
        let parts = library.programmes.map { programme -> SQL in
            "(w.programme_id = \(programme.id) AND w.owner IN (\(list: Set(actor.posts.filter { $0.programme == programme.id }.map(\.office)).sorted())))"
        }
        return parts.isEmpty ? "1 = 0" : "(\(SQL.joined(parts, by: " OR ")))"
    }

    /// The actor's offices that write a plan (三(二)).
    static func offices(_ actor: Actor, _ programme: Programme) -> [Programme.Office] {
        Set(actor.posts.filter { $0.programme == programme.id }.map(\.office)).sorted().compactMap { programme.office($0) }.filter { $0.powers.contains(.annualWorkPlan) }
    }

    /// Who may own an item of the plan: any office in the city's, an area's own offices in its plan.
    static func owners(_ office: Programme.Office, _ programme: Programme) -> [Programme.Office] {
        programme.offices.filter { owner in office.area.map { $0 == owner.area } ?? true }
    }
}

extension Act {
    func loadWorkItem(_ id: ID<WorkItem>, where condition: SQL) throws -> StoredWorkItem {
        _ = try tx.row("SELECT id FROM work_items WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT \(StoredWorkItem.columns) FROM work_items w WHERE w.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return try StoredWorkItem(row)
    }
}
