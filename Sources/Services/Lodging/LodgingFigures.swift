import Domain
import SQL

enum FiguresReader {
    /// Stations of which the actor sees figures: their own, and those of the areas of their offices; all of them for the city's.
    static func visible(_ actor: Actor, _ library: Library) throws -> SQL {
        var parts: [SQL] = ["s.organisation_id IN (\(list: actor.organisations.sorted()))"]
        for programme in library.programmes {
            let offices = actor.posts.filter { $0.programme == programme.id }.compactMap { programme.office($0.office) }
            guard !offices.isEmpty else { continue }
            if offices.contains(where: { $0.area == nil }) {
                parts.append("s.programme_id = \(programme.id)")
            } else {
                parts.append("(s.programme_id = \(programme.id) AND s.area IN (\(list: Set(offices.compactMap(\.area)).sorted())))")
            }
        }
        guard parts.count > 1 || !actor.organisations.isEmpty else { throw Refusal.notFound }
        return "(\(SQL.joined(parts, by: " OR ")))"
    }

    /// Nights that were slept: somebody checked in, and the night is over.
    static func slept(_ today: Day) -> SQL { "b.released_at IS NULL AND b.stay_id IS NOT NULL AND t.state IN ('checked_in', 'checked_out') AND b.night < \(today)" }
}

extension House {
    /// Occupancy by place, nights that could not be given by district and date, and the average stay; all from records.
    /// - Parameter to: the first day after the last; at most 366 days.
    public func lodgingFigures(from: Day, to: Day, for actor: Actor) async throws -> LodgingFigures {
        let library = library
        guard let days = Nights(from, to) else { throw LodgingPlace.dates("to", Words("最多 366 天", "At most 366 days")) }
        let visible = try FiguresReader.visible(actor, library)
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            let rows = try tx.rows("\(LodgingReader.select) WHERE l.kind <> 'referral' AND \(visible) ORDER BY l.area, l.name, l.id")
            let ids = try rows.map { try $0("id") as ID<Lodging> }
            let units = try LodgingReader.units(tx, "u.lodging_id IN (\(list: ids))")
            let range: SQL = "b.night >= \(from) AND b.night < \(to)"
            func counts(_ statement: SQL) throws -> [ID<Lodging>: Int] { try tx.rows(statement).reduce(into: [:]) { $0[try $1("lodging")] = try $1("n") } }
            let taken = try counts("""
                SELECT b.lodging_id AS lodging, COUNT(*) AS n FROM bed_nights b WHERE b.lodging_id IN (\(list: ids)) AND b.released_at IS NULL AND b.stay_id IS NOT NULL AND \(range) GROUP BY b.lodging_id
                """)
            let closed: SQL = """
                SELECT b.lodging_id AS lodging, COUNT(*) AS n FROM bed_nights b JOIN lodging_closures c ON c.id = b.closure_id JOIN lodging_units u ON u.id = b.unit_id
                WHERE b.lodging_id IN (\(list: ids)) AND b.released_at IS NULL AND c.kind = 'closed' AND (u.to_day IS NULL OR b.night < u.to_day) AND \(range)
                """
            let closedInAll = try counts("\(closed) GROUP BY b.lodging_id"), closedBefore = try counts("\(closed) AND b.night < \(today) GROUP BY b.lodging_id")
            let slept = try counts("""
                SELECT b.lodging_id AS lodging, COUNT(*) AS n FROM bed_nights b JOIN stays t ON t.id = b.stay_id
                WHERE b.lodging_id IN (\(list: ids)) AND \(FiguresReader.slept(today)) AND \(range) GROUP BY b.lodging_id
                """)
            let places = try rows.map { row in
                let summary = try LodgingReader.summary(row, library, units: [], today: today, from: nil)
                func there(until last: Day) -> Int {
                    (units[summary.id] ?? []).reduce(0) { sum, unit in
                        let start = max(unit.from, days.first).number, end = min(unit.to ?? last, last).number
                        return sum + max(end - start, 0) * unit.count
                    }
                }
                return LodgingFigures.Place(
                    lodging: summary.id, name: summary.name, stationName: summary.stationName, area: summary.area, areaName: summary.areaName,
                    capacity: max(there(until: days.end) - (closedInAll[summary.id] ?? 0), 0),
                    past: max(there(until: min(days.end, today)) - (closedBefore[summary.id] ?? 0), 0), taken: taken[summary.id] ?? 0, slept: slept[summary.id] ?? 0)
            }
            let unmet = try tx.rows("""
                SELECT area, night, COUNT(*) AS n FROM refused_nights WHERE lodging_id IN (\(list: ids)) AND night >= \(from) AND night < \(to) GROUP BY area, night ORDER BY night, area
                """).map { row in
                let area: String = try row("area")
                return LodgingFigures.Unmet(area: area, areaName: library.programmes.lazy.compactMap { $0.area(area)?.name }.first ?? Words(area, area), night: try row("night"), count: try row("n"))
            }
            let total = try tx.row("""
                SELECT COUNT(DISTINCT t.id) AS stays, COUNT(*) AS nights, COUNT(DISTINCT t.person_key) AS persons FROM bed_nights b JOIN stays t ON t.id = b.stay_id
                WHERE t.lodging_id IN (\(list: ids)) AND t.first_night >= \(from) AND t.first_night < \(to) AND \(FiguresReader.slept(today))
                """)
            let missed: Int = try tx.value("SELECT COUNT(*) FROM stays t WHERE t.lodging_id IN (\(list: ids)) AND t.state = 'no_show' AND t.first_night >= \(from) AND t.first_night < \(to)") ?? 0
            return LodgingFigures(
                from: from, to: to, places: places, unmet: unmet, stays: try total?("stays") ?? 0, nights: try total?("nights") ?? 0, persons: try total?("persons") ?? 0, noShows: missed)
        }
    }

    /// What the programme pays for a month: free nights that were slept, by station, times the rules' subsidy. With a station, the nights
    /// behind its number.
    /// - Parameter month: any day of it.
    public func settlement(_ month: Day, station: ID<Station>? = nil, for actor: Actor) async throws -> SettlementView {
        let house = self
        let visible = try FiguresReader.visible(actor, library)
        return try await read { tx, now in
            guard let programme = house.library.programmes.first(where: { $0.lodging != nil }) else { throw Refusal.notFound }
            let (condition, first) = try Self.settled(month, programme, visible, now: now)
            let subsidy = programme.lodging?.subsidy ?? Fen(0)
            let stations = try tx.rows("""
                SELECT s.id AS id, s.name AS name, COUNT(*) AS n, COUNT(DISTINCT t.id) AS stays \(condition) GROUP BY s.id, s.name ORDER BY s.name, s.id
                """).map { row in
                let nights: Int = try row("n")
                return SettlementView.Station(
                    station: try row("id"), name: try row("name"), stays: try row("stays"), nights: nights, total: Fen(subsidy.amount.multipliedReportingOverflow(by: Int64(nights)).partialValue))
            }
            var records: [SettlementView.Record] = []
            if let station {
                records = try tx.rows("SELECT \(Self.recordColumns) \(condition) AND s.id = \(station) ORDER BY b.night, t.id LIMIT 5000").map { try Self.record($0, house.secrets) }
            }
            return SettlementView(month: first, subsidy: subsidy, stations: stations, records: records)
        }
    }

    /// The nights of a month as a spreadsheet, all stations or one. - Returns: the path of a temporary file, which the caller removes.
    public func settlementWorkbook(_ month: Day, station: ID<Station>? = nil, for actor: Actor) async throws -> String {
        let house = self
        let visible = try FiguresReader.visible(actor, library)
        let columns: [(title: String, width: Double)] = [("驿站", 24), ("住处", 24), ("房间", 12), ("住宿编号", 30), ("住客", 12), ("日期", 12), ("补贴（元）", 12)]
        return try await read { tx, now in
            guard let programme = house.library.programmes.first(where: { $0.lodging != nil }) else { throw Refusal.notFound }
            var (condition, _) = try Self.settled(month, programme, visible, now: now)
            if let station { condition += " AND s.id = \(station)" }
            let subsidy = programme.lodging?.subsidy ?? Fen(0)
            return try house.papers.workbook(sheet: "住宿结算", columns: columns) { add in
                try tx.each("SELECT s.name AS station, \(Self.recordColumns) \(condition) ORDER BY s.name, b.night, t.id") { row in
                    let record = try Self.record(row, house.secrets)
                    try add([
                        .text(try row("station")), .text(record.lodgingName), .text(record.room), .text(record.stay.rawValue), .text(record.guest.text), .day(record.night), .money(subsidy),
                    ])
                }
            }
        }
    }

    private static let recordColumns: SQL = "t.id AS stay, t.guest AS guest, b.night AS night, l.name AS lodging, u.room || ' ' || u.label AS room"

    private static func settled(_ month: Day, _ programme: Programme, _ visible: SQL, now: Instant) throws -> (SQL, Day) {
        let (year, number, _) = month.parts
        guard let first = Day(year: year, month: number, day: 1), let next = Day(year: number == 12 ? year + 1 : year, month: number == 12 ? 1 : number + 1, day: 1) else { throw Refusal.notFound }
        let slept = FiguresReader.slept(programme.zone.day(of: now))
        return ("""
            FROM bed_nights b JOIN stays t ON t.id = b.stay_id JOIN person_nights n ON n.stay_id = t.id AND n.night = b.night AND n.released_at IS NULL AND n.n IS NOT NULL
                JOIN lodging_units u ON u.id = b.unit_id JOIN lodgings l ON l.id = t.lodging_id JOIN stations s ON s.id = l.station_id
            WHERE b.programme_id = \(programme.id) AND b.night >= \(first) AND b.night < \(next) AND \(slept) AND \(visible)
            """, first)
    }

    private static func record(_ row: Row, _ secrets: any Secrets) throws -> SettlementView.Record {
        let id: ID<Stay> = try row("stay"), name = try Guest.read(try row("guest"), secrets, stay: id).name
        return SettlementView.Record(
            stay: id, night: try row("night"), lodgingName: try row("lodging"), room: (try row("room") as String).trimmed,
            guest: Masked(name.prefix(1) + String(repeating: "*", count: max(name.count - 1, 1))))
    }
}
