import Domain
import SQL

extension Counted: Bindable {}

/// How each thing counts: the one rule for dashboards, reports, scorecards and rewards. The same occurrence never counts twice, since the records behind each
/// rule are unique; persons are counted apart where a record says who it was.
struct CountedRecords {
    let what: Counted
    /// The tables, with `s` for the station of the record (a left join: an office's own records have none).
    let tables: SQL
    /// What counts, of one programme, whenever it was.
    let condition: SQL
    /// The column of the record's id.
    let id: SQL
    /// By whom different persons are told apart; nil where a record is of nobody.
    let person: SQL?
    /// The column of when it was: a day, or a moment.
    let day: SQL?
    let moment: SQL?

    static func of(_ what: Counted, _ programme: Programme, _ library: Library, today: Day) -> CountedRecords {
        switch what {
        case .placements:
            let types = Set(programme.targets.filter { $0.count == .placements }.flatMap(\.types)).sorted()
            let counted: SQL = types.isEmpty ? "p.state = 'counted'" : "p.state = 'counted' AND p.type IN (\(list: types))"
            return CountedRecords(
                what: what, tables: "placements p LEFT JOIN stations s ON s.id = p.station_id", condition: "p.programme_id = \(programme.id) AND \(counted)",
                id: "p.id", person: "p.person_id", day: "p.starts_on", moment: nil)
        case .events:
            let types = Set(programme.targets.filter { $0.count == .heldEvents }.flatMap(\.types)).sorted()
            let counted: SQL = types.isEmpty ? "e.state = 'held' AND r.state = 'confirmed'" : "e.state = 'held' AND r.state = 'confirmed' AND e.type IN (\(list: types))"
            return CountedRecords(
                what: what, tables: "events e JOIN event_records r ON r.event_id = e.id LEFT JOIN stations s ON s.id = e.station_id",
                condition: "e.programme_id = \(programme.id) AND \(counted)", id: "e.id", person: nil, day: nil, moment: "e.begins_at")
        case .stays:
            return CountedRecords(
                what: what, tables: "stays t JOIN lodgings l ON l.id = t.lodging_id LEFT JOIN stations s ON s.id = l.station_id",
                condition: "t.programme_id = \(programme.id) AND t.state IN ('checked_in', 'checked_out')", id: "t.id", person: "t.person_key", day: "t.first_night", moment: nil)
        case .nights:
            return CountedRecords(
                what: what, tables: "bed_nights b JOIN stays t ON t.id = b.stay_id JOIN lodgings l ON l.id = t.lodging_id LEFT JOIN stations s ON s.id = l.station_id",
                condition: "t.programme_id = \(programme.id) AND \(FiguresReader.slept(today))", id: "t.id", person: "t.person_key", day: "b.night", moment: nil)
        case .contacts:
            return CountedRecords(
                what: what, tables: "contacts c LEFT JOIN stations s ON s.id = c.station_id", condition: "c.programme_id = \(programme.id) AND \(ContactCounts.condition(library))",
                id: "c.id", person: "c.person_id", day: nil, moment: "c.recorded_at")
        case .requests:
            return CountedRecords(
                what: what, tables: "requests q LEFT JOIN stations s ON s.id = q.station_id", condition: "q.programme_id = \(programme.id) AND q.state = 'closed' AND q.topic <> 'problem'",
                id: "q.id", person: "q.account_id", day: nil, moment: "q.ended_at")
        case .mandates:
            return CountedRecords(
                what: what, tables: "mandates m LEFT JOIN stations s ON s.id = m.station_id",
                condition: "m.programme_id = \(programme.id) AND m.way = 'agency' AND m.state IN ('granted', 'paid', 'done') AND m.decided_at IS NOT NULL", id: "m.id", person: "m.person", day: nil,
                moment: "m.decided_at")
        }
    }

    /// From the first day until before `until`.
    func during(_ from: Day, until: Day) -> SQL {
        if let day { return "\(day) >= \(from) AND \(day) < \(until)" }
        if let moment { return "\(moment) >= \(Zone.china.instant(from)) AND \(moment) < \(Zone.china.instant(until))" }
        return "1 = 1"
    }

    /// - Parameter extra: a further condition over the tables and `s`, such as a station, an area, a field.
    func count(_ tx: any Transaction, from: Day, until: Day, _ extra: SQL = "1 = 1") throws -> Int {
        try tx.value("SELECT COUNT(*) FROM \(tables) WHERE \(condition) AND \(during(from, until: until)) AND \(extra)") ?? 0
    }

    /// Different persons; nil where a record is of nobody.
    func persons(_ tx: any Transaction, from: Day, until: Day, _ extra: SQL = "1 = 1") throws -> Int? {
        guard let person else { return nil }
        return try tx.value("SELECT COUNT(DISTINCT \(person)) FROM \(tables) WHERE \(condition) AND \(during(from, until: until)) AND \(extra)") ?? 0
    }
}
