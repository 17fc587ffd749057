import Domain
import SQL

extension Counted: Bindable {}
extension FigureThing: Bindable {}

/// How each thing counts: the one rule for targets, dashboards, reports, scorecards and rewards. The same occurrence never counts twice, since the records behind each
/// rule are unique; persons are counted apart where a record says who it was. The rules in words stand in `FigureThing.rule`.
struct CountedRecords {
    /// Nil for stations.
    let what: Counted?
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
    /// The area to which it counts, and whose offices see it: the station's; that of the record itself where no station has it.
    var area: SQL = "s.area"
    var field: SQL = "s.field"
    /// Names the record in lists: a text, or an id of the programme's.
    var label: SQL
    /// Puts records of one day and id in an order.
    var tie: SQL = "1"

    static func of(_ what: Counted, _ programme: Programme, _ library: Library, today: Day) -> CountedRecords {
        switch what {
        case .placements:
            return CountedRecords(
                what: what, tables: "placements p LEFT JOIN stations s ON s.id = p.station_id", condition: countedPlacements(programme, types: types(.placements, programme)),
                id: "p.id", person: "p.person_id", day: "p.starts_on", moment: nil, area: "p.area", label: "p.type")
        case .events:
            return CountedRecords(
                what: what, tables: "events e JOIN event_records r ON r.event_id = e.id LEFT JOIN stations s ON s.id = e.station_id",
                condition: heldEvents(programme, types: types(.heldEvents, programme)), id: "e.id", person: nil, day: nil, moment: "e.begins_at", area: "COALESCE(s.area, e.area)",
                field: "COALESCE(e.field, s.field)", label: "e.title")
        case .stays:
            return CountedRecords(
                what: what, tables: "stays t JOIN lodgings l ON l.id = t.lodging_id LEFT JOIN stations s ON s.id = l.station_id",
                condition: "t.programme_id = \(programme.id) AND t.state IN ('checked_in', 'checked_out')", id: "t.id", person: "t.person_key", day: "t.first_night", moment: nil, label: "l.name")
        case .nights:
            return CountedRecords(
                what: what, tables: "bed_nights b JOIN stays t ON t.id = b.stay_id JOIN lodgings l ON l.id = t.lodging_id LEFT JOIN stations s ON s.id = l.station_id",
                condition: "t.programme_id = \(programme.id) AND \(FiguresReader.slept(today))", id: "t.id", person: "t.person_key", day: "b.night", moment: nil, label: "l.name", tie: "b.unit_id")
        case .contacts:
            return CountedRecords(
                what: what, tables: "contacts c LEFT JOIN stations s ON s.id = c.station_id", condition: "c.programme_id = \(programme.id) AND \(ContactCounts.condition(library))",
                id: "c.id", person: "c.person_id", day: nil, moment: "c.recorded_at", label: "c.subject")
        case .requests:
            return CountedRecords(
                what: what, tables: "requests q LEFT JOIN stations s ON s.id = q.station_id", condition: "q.programme_id = \(programme.id) AND q.state = 'closed' AND q.topic <> 'problem'",
                id: "q.id", person: "q.account_id", day: nil, moment: "q.ended_at", area: "COALESCE(s.area, q.area)", label: "q.topic")
        case .mandates:
            return CountedRecords(
                what: what, tables: "mandates m LEFT JOIN stations s ON s.id = m.station_id",
                condition: "m.programme_id = \(programme.id) AND m.way = 'agency' AND m.state IN ('granted', 'paid', 'done') AND m.decided_at IS NOT NULL", id: "m.id", person: "m.person", day: nil,
                moment: "m.decided_at", label: "m.way")
        }
    }

    static func of(thing: FigureThing, _ programme: Programme, _ library: Library, today: Day) -> CountedRecords {
        guard let what = thing.counted else { return stations(programme) }
        return of(what, programme, library, today: today)
    }

    /// The records of one target: of its types and its level.
    static func of(target: Programme.Target, _ programme: Programme, _ library: Library, today: Day) -> CountedRecords {
        let all: CountedRecords = switch target.count {
        case .recognisedStations: stations(programme)
        case .placements: of(.placements, programme, library, today: today).under(countedPlacements(programme, types: target.types))
        case .heldEvents: of(.events, programme, library, today: today).under(heldEvents(programme, types: target.types))
        }
        guard let level = target.level else { return all }
        return all.under("\(all.condition) AND s.level = \(level)")
    }

    private static func stations(_ programme: Programme) -> CountedRecords {
        CountedRecords(
            what: nil, tables: "stations s JOIN plaques k ON k.station_id = s.id", condition: "s.programme_id = \(programme.id) AND k.state <> 'withdrawn'", id: "s.id", person: nil,
            day: "s.recognised_on", moment: nil, label: "s.name")
    }

    /// Placements of these types, of all where none are given; over `p`.
    private static func countedPlacements(_ programme: Programme, types: [String]) -> SQL {
        var condition: SQL = "p.programme_id = \(programme.id) AND p.state = 'counted'"
        if !types.isEmpty { condition += " AND p.type IN (\(list: types))" }
        return condition
    }

    /// Events held of these types, of all where none are given; over `e` with `r`, the event's record.
    private static func heldEvents(_ programme: Programme, types: [String]) -> SQL {
        var condition: SQL = "e.programme_id = \(programme.id) AND e.state = 'held' AND r.state = 'confirmed'"
        if !types.isEmpty { condition += " AND e.type IN (\(list: types))" }
        return condition
    }

    /// The types that count towards any target; none where one of them takes all.
    private static func types(_ count: Programme.Target.Count, _ programme: Programme) -> [String] {
        let targets = programme.targets.filter { $0.count == count }
        return targets.contains { $0.types.isEmpty } ? [] : Set(targets.flatMap(\.types)).sorted()
    }

    private func under(_ condition: SQL) -> CountedRecords {
        CountedRecords(what: what, tables: tables, condition: condition, id: id, person: person, day: day, moment: moment, area: area, field: field, label: label, tie: tie)
    }

    /// From the first day until before `until`.
    func during(_ from: Day, until: Day) -> SQL { "\(since(from)) AND \(before(until))" }

    /// On the day or later.
    func since(_ day: Day) -> SQL {
        if let column = self.day { return "\(column) >= \(day)" }
        if let moment { return "\(moment) >= \(Zone.china.instant(day))" }
        return "1 = 1"
    }

    func before(_ day: Day) -> SQL {
        if let column = self.day { return "\(column) < \(day)" }
        if let moment { return "\(moment) < \(Zone.china.instant(day))" }
        return "1 = 1"
    }

    /// - Parameter extra: a further condition over the tables and `s`, such as a station, an area, a field.
    func count(_ tx: any Transaction, from: Day, until: Day, _ extra: SQL = "1 = 1") throws -> Int {
        try count(tx, "\(during(from, until: until)) AND \(extra)")
    }

    /// Different persons; nil where a record is of nobody.
    func persons(_ tx: any Transaction, from: Day, until: Day, _ extra: SQL = "1 = 1") throws -> Int? {
        try persons(tx, "\(during(from, until: until)) AND \(extra)")
    }

    /// Whenever it was.
    func count(_ tx: any Transaction, _ extra: SQL = "1 = 1") throws -> Int {
        try tx.value("SELECT COUNT(*) FROM \(tables) WHERE \(condition) AND \(extra)") ?? 0
    }

    func persons(_ tx: any Transaction, _ extra: SQL = "1 = 1") throws -> Int? {
        guard let person else { return nil }
        return try tx.value("SELECT COUNT(DISTINCT \(person)) FROM \(tables) WHERE \(condition) AND \(extra)") ?? 0
    }
}

/// How records fall into groups: by months, areas, stations.
extension CountedRecords {
    struct Group: Sendable, Hashable {
        /// Nil for records that have none, such as an office's own without a station.
        let key: String?
        let occurrences: Int
        /// Nil where a record is of nobody.
        let persons: Int?
    }

    /// The first and last day of what counts; nil where there is nothing.
    func span(_ tx: any Transaction, _ extra: SQL = "1 = 1") throws -> (first: Day, last: Day)? {
        if let day {
            guard let row = try tx.row("SELECT MIN(\(day)) AS low, MAX(\(day)) AS high FROM \(tables) WHERE \(condition) AND \(extra)") else { return nil }
            guard let low = try row("low") as Day?, let high = try row("high") as Day? else { return nil }
            return (low, high)
        }
        guard let moment, let row = try tx.row("SELECT MIN(\(moment)) AS low, MAX(\(moment)) AS high FROM \(tables) WHERE \(condition) AND \(extra)") else { return nil }
        guard let low = try row("low") as Instant?, let high = try row("high") as Instant? else { return nil }
        return (Zone.china.day(of: low), Zone.china.day(of: high))
    }

    /// The month of a record as `2020-12`, in the programme's zone. Moments are sorted in between the months' first moments, which every engine does alike.
    /// - Parameter months: first days, ascending; what lies outside falls into the first and the last.
    func month(_ months: [Day]) -> SQL {
        if let day { return "SUBSTR(\(day), 1, 7)" }
        guard let moment, let last = months.last else { return "''" }
        let cases = months.dropLast().map { month -> SQL in "WHEN \(moment) < \(Zone.china.instant(month.adding(months: 1))) THEN \(month.monthText)" }
        return cases.isEmpty ? "CASE WHEN 1 = 1 THEN \(last.monthText) END" : "CASE \(SQL.joined(cases, by: " ")) ELSE \(last.monthText) END"
    }

    func groups(_ tx: any Transaction, by column: SQL, _ extra: SQL = "1 = 1") throws -> [Group] {
        let who: SQL = person ?? "''"
        return try tx.rows("""
            SELECT x.k AS k, COUNT(*) AS n, COUNT(DISTINCT x.who) AS people FROM (SELECT \(column) AS k, \(who) AS who FROM \(tables) WHERE \(condition) AND \(extra)) AS x
            GROUP BY x.k ORDER BY x.k NULLS LAST
            """).map { Group(key: try $0("k"), occurrences: try $0("n"), persons: person == nil ? nil : try $0("people")) }
    }

    /// By month, the oldest first; months without records are left out.
    func months(_ tx: any Transaction, _ extra: SQL = "1 = 1") throws -> [Group] {
        guard let (first, last) = try span(tx, extra) else { return [] }
        return try groups(tx, by: month(Day.months(from: first, to: last)), extra)
    }
}
