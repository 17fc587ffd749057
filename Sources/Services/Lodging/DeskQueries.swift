import Domain
import SQL

enum DeskReader {
    static let select: SQL = """
        SELECT t.id AS id, t.state AS state, t.guest AS guest, t.sex AS sex, t.is_foreign AS is_foreign, t.lodging_id AS lodging, l.name AS lodging_name, t.first_night AS first_night,
            t.end_day AS end_day, t.late_until AS late_until, t.group_id AS group_id, c.police_due AS police_due, c.police_at AS police_at,
            (SELECT u.room || ' ' || u.label FROM bed_nights b JOIN lodging_units u ON u.id = b.unit_id WHERE b.stay_id = t.id AND b.released_at IS NULL ORDER BY b.night DESC LIMIT 1) AS room
        FROM stays t JOIN lodgings l ON l.id = t.lodging_id JOIN stations s ON s.id = l.station_id LEFT JOIN check_ins c ON c.stay_id = t.id
        """

    static func line(_ row: Row, _ secrets: any Secrets) throws -> DeskStay {
        let id: ID<Stay> = try row("id"), due: Instant? = try row("police_due"), done: Instant? = try row("police_at"), room: String? = try row("room")
        return DeskStay(
            id: id, state: try row("state"), name: try Guest.read(try row("guest"), secrets, stay: id).name, sex: Sex(rawValue: try row("sex")), isForeign: try row("is_foreign"),
            lodging: try row("lodging"), lodgingName: try row("lodging_name"), room: (room ?? "").trimmed, first: try row("first_night"), end: try row("end_day"), lateUntil: try row("late_until"),
            group: try row("group_id"), policeDue: done == nil ? due : nil)
    }

    /// A station whose own people the actor is one of.
    static func station(_ tx: any Transaction, _ id: ID<Station>, _ actor: Actor) throws -> (name: String, programme: String) {
        guard let row = try tx.row("SELECT name, programme_id FROM stations WHERE id = \(id) AND organisation_id IN (\(list: actor.organisations.sorted()))") else { throw Refusal.notFound }
        return (try row("name"), try row("programme_id"))
    }
}

extension House {
    /// Today at a station's desk.
    public func desk(_ station: ID<Station>, for actor: Actor) async throws -> DeskView {
        let house = self
        return try await read { tx, now in
            let (name, _) = try DeskReader.station(tx, station, actor)
            let today = Zone.china.day(of: now)
            func lines(_ condition: SQL) throws -> [DeskStay] {
                try tx.rows("\(DeskReader.select) WHERE l.station_id = \(station) AND \(condition) ORDER BY t.first_night, t.id LIMIT 500").map { try DeskReader.line($0, house.secrets) }
            }
            let rows = try tx.rows("\(LodgingReader.select) WHERE l.station_id = \(station) ORDER BY l.name, l.id")
            let units = try LodgingReader.units(tx, "u.lodging_id IN (\(list: try rows.map { try $0("id") as ID<Lodging> }))")
            return DeskView(
                station: station, stationName: name, today: today,
                lodgings: try rows.map { try LodgingReader.summary($0, house.library, units: units[try $0("id")] ?? [], today: today, from: nil) },
                arrivals: try lines("t.state = 'booked' AND t.first_night <= \(today)"), departures: try lines("t.state = 'checked_in' AND t.end_day <= \(today)"),
                inHouse: try lines("t.state = 'checked_in'"), coming: try lines("t.state = 'booked' AND t.first_night > \(today) AND t.first_night <= \(today.adding(14))"),
                police: try lines("c.police_due IS NOT NULL AND c.police_at IS NULL"))
        }
    }

    /// A group with its stays, for the station's own people.
    public func group(_ id: ID<StayGroup>, for actor: Actor) async throws -> GroupView {
        let house = self
        return try await read { tx, _ in
            guard let row = try tx.row("""
                SELECT g.name AS name, g.lodging_id AS lodging FROM stay_groups g JOIN lodgings l ON l.id = g.lodging_id JOIN stations s ON s.id = l.station_id
                WHERE g.id = \(id) AND s.organisation_id IN (\(list: actor.organisations.sorted()))
                """) else { throw Refusal.notFound }
            let stays = try tx.rows("\(DeskReader.select) WHERE t.group_id = \(id) ORDER BY t.id").map { try DeskReader.line($0, house.secrets) }
            return GroupView(id: id, name: try row("name"), lodging: try row("lodging"), stays: stays)
        }
    }

    /// The stay that a guest's code or QR token names, among those that the station awaits today.
    public func arrival(_ typed: String, at station: ID<Station>, for actor: Actor) async throws -> ID<Stay> {
        let house = self
        return try await read { tx, now in
            _ = try DeskReader.station(tx, station, actor)
            let today = Zone.china.day(of: now)
            let ids = try tx.rows("""
                SELECT t.id AS id FROM stays t JOIN lodgings l ON l.id = t.lodging_id WHERE l.station_id = \(station) AND t.state = 'booked' AND t.first_night <= \(today.adding(1)) ORDER BY t.id
                """).map { try $0("id") as ID<Stay> }
            let found = try ids.filter { try StayCodes.way(typed, house.secrets, $0) != nil }
            guard let first = found.first else {
                throw Refusal(.notFound, "no_such_code", Words("今天没有这个入住码的预订", "Nobody who is awaited today has this code"), next: Words("请核对号码，或按姓名查找", "Check the number, or look for the name"))
            }
            guard found.count == 1 else {
                throw Refusal(.conflict, "code_twice", Words("有两位客人的入住码相同，请按姓名查找", "Two guests have this code; look for the name"))
            }
            return first
        }
    }

    /// Who slept, or will sleep, at a station: by nights that touch the days given.
    public func guestList(_ station: ID<Station>, from: Day, to: Day, for actor: Actor) async throws -> [DeskStay] {
        let house = self
        return try await read { tx, _ in
            _ = try DeskReader.station(tx, station, actor)
            return try tx.rows("\(DeskReader.select) WHERE \(Self.listed(station, from, to)) ORDER BY t.first_night, t.id LIMIT 1000").map { try DeskReader.line($0, house.secrets) }
        }
    }

    /// The same as a spreadsheet. - Returns: the path of a temporary file, which the caller removes.
    public func guestWorkbook(_ station: ID<Station>, from: Day, to: Day, for actor: Actor) async throws -> String {
        let house = self
        let columns: [(title: String, width: Double)] = [("姓名", 16), ("性别", 6), ("境外人员", 10), ("住处", 24), ("房间", 12), ("入住", 12), ("离店", 12), ("状态", 12)]
        return try await read { tx, _ in
            _ = try DeskReader.station(tx, station, actor)
            return try house.papers.workbook(sheet: "住客名单", columns: columns) { add in
                try tx.each("\(DeskReader.select) WHERE \(Self.listed(station, from, to)) ORDER BY t.first_night, t.id") { row in
                    let line = try DeskReader.line(row, house.secrets)
                    try add([
                        .text(line.name), .text(line.sex?.words.zh ?? ""), .text(line.isForeign ? "是" : ""), .text(line.lodgingName), .text(line.room), .day(line.first), .day(line.end),
                        .text(line.state.words.zh),
                    ])
                }
            }
        }
    }

    private static func listed(_ station: ID<Station>, _ from: Day, _ to: Day) -> SQL {
        "l.station_id = \(station) AND t.first_night < \(to) AND t.end_day > \(from) AND t.state IN ('booked', 'checked_in', 'checked_out', 'no_show')"
    }
}
