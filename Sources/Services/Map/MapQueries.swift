import Domain
import SQL

/// Reads what stands on the map, each kind with one statement, the nearest or first so many of it.
private struct MapReader {
    /// Things of one kind that are listed.
    static let most = 200

    let tx: any Transaction
    let house: House
    let programme: Programme
    let now: Instant
    let field: String?
    let centre: WGS84?

    private var today: Day { Zone.china.day(of: now) }

    /// Nearest first. On a patch as small as a province, degrees along a parallel shrink with its latitude and the rest is flat; what is shown is measured along the sphere.
    private func order(_ table: SQL, _ otherwise: SQL) -> SQL {
        guard let centre else { return otherwise }
        let east = "(\(table).longitude - \(centre.longitude))" as SQL, north = "(\(table).latitude - \(centre.latitude))" as SQL
        return "\(north) * \(north) + \(centre.narrowing * centre.narrowing) * \(east) * \(east), \(otherwise)"
    }

    private func thing(_ kind: MapKind, _ row: Row, id: String?, line: Words, field: String?) throws -> MapThing? {
        guard let point = WGS84(latitude: try row("latitude"), longitude: try row("longitude")) else { return nil }
        return MapThing(
            kind: kind, id: id ?? "", name: try row("name"), line: line, field: field.map { id in programme.fields.first { $0.id == id }?.name ?? Words(id, id) }, address: try row("address"),
            point: point, distance: centre.map { $0.metres(to: point) })
    }

    func things(_ kind: MapKind) throws -> (things: [MapThing], count: Int) {
        switch kind {
        case .station: try stations()
        case .platform: try platforms()
        case .employer: try employers()
        case .event: try events()
        case .lodging: try lodgings()
        }
    }

    /// Counts only where the list does not hold them all.
    private func counted(_ things: [MapThing], _ from: SQL) throws -> (things: [MapThing], count: Int) {
        (things, things.count < Self.most ? things.count : try tx.value("SELECT COUNT(*) FROM \(from)") ?? things.count)
    }

    private func stations() throws -> (things: [MapThing], count: Int) {
        let own: SQL = field.map { " AND s.field = \($0)" } ?? ""
        let from: SQL = "station_points x JOIN stations s ON s.id = x.station_id JOIN plaques p ON p.station_id = s.id AND p.state = 'valid' WHERE s.programme_id = \(programme.id)\(own)"
        let things = try tx.rows("""
            SELECT s.id AS id, s.name AS name, s.kind AS kind, s.field AS field, s.address AS address, x.latitude AS latitude, x.longitude AS longitude
            FROM \(from) ORDER BY \(order("x", "s.name, s.id")) LIMIT \(Self.most)
            """).compactMap { row in
            let kind: String = try row("kind")
            return try thing(.station, row, id: try row("id"), line: programme.stationKinds.first { $0.id == kind }?.name ?? Words(kind, kind), field: try row("field"))
        }
        return try counted(things, from)
    }

    private func platforms() throws -> (things: [MapThing], count: Int) {
        let own: SQL = field.map { " AND d.field = \($0)" } ?? ""
        let from: SQL = "directory_entries d WHERE d.programme_id = \(programme.id) AND d.lane = 'platforms' AND d.withdrawn_at IS NULL AND d.latitude IS NOT NULL AND d.longitude IS NOT NULL\(own)"
        let things = try tx.rows("SELECT \(StoredEntry.columns) FROM \(from) ORDER BY \(order("d", "d.name, d.id")) LIMIT \(Self.most)").compactMap { row in
            let entry = try StoredEntry(row)
            return try thing(.platform, row, id: entry.id.rawValue, line: EntryReader.summary(entry, programme, today: today).line ?? Words("", ""), field: entry.field)
        }
        return try counted(things, from)
    }

    /// Jobs say an industry and no field of the programme: under a field there are none.
    private func employers() throws -> (things: [MapThing], count: Int) {
        guard field == nil else { return ([], 0) }
        let from: SQL = """
            jobs j WHERE j.state = 'open' AND j.latitude IS NOT NULL AND j.longitude IS NOT NULL AND j.programme_id = \(programme.id) AND \(JobReader.isShown(today: today))
            GROUP BY j.company, j.latitude, j.longitude
            """
        let things = try tx.rows("""
            SELECT MIN(j.organisation_id) AS organisation, j.company AS name, j.latitude AS latitude, j.longitude AS longitude, MIN(j.address) AS address, COUNT(*) AS jobs
            FROM \(from) ORDER BY \(order("j", "COUNT(*) DESC, j.company, j.latitude, j.longitude")) LIMIT \(Self.most)
            """).compactMap { row in
            let jobs: Int = try row("jobs")
            return try thing(.employer, row, id: try row("organisation"), line: Words("\(jobs) 个在招岗位", jobs == 1 ? "1 open job" : "\(jobs) open jobs"), field: nil)
        }
        return try counted(things, "(SELECT j.company AS company FROM \(from)) g")
    }

    /// From today on for seven days, at a place.
    private func events() throws -> (things: [MapThing], count: Int) {
        let own: SQL = field.map { " AND e.field = \($0)" } ?? ""
        let from: SQL = """
            events e WHERE e.programme_id = \(programme.id) AND e.state = 'open' AND e.on_site AND e.ends_at > \(now) AND e.begins_at < \(Zone.china.instant(today.adding(7)))
                AND e.latitude IS NOT NULL AND e.longitude IS NOT NULL\(own)
            """
        let things = try tx.rows("""
            SELECT e.id AS id, e.title AS name, e.type AS type, e.field AS field, e.place AS address, e.begins_at AS begins_at, e.latitude AS latitude, e.longitude AS longitude
            FROM \(from) ORDER BY \(order("e", "e.begins_at, e.id")) LIMIT \(Self.most)
            """).compactMap { row in
            let type: String = try row("type"), name = programme.events?.type(type)?.name ?? Words(type, type), begins: Instant = try row("begins_at")
            let text = Zone.china.text(begins), (_, month, day) = Zone.china.day(of: begins).parts, clock = text.dropFirst(11).prefix(5)
            return try thing(.event, row, id: try row("id"), line: Words("\(name.zh)，\(month)月\(day)日 \(clock)", "\(name.en), \(text.prefix(10)) \(clock)"), field: try row("field"))
        }
        return try counted(things, from)
    }

    /// A place has the field of its station.
    private func lodgings() throws -> (things: [MapThing], count: Int) {
        let own: SQL = field.map { " AND s.field = \($0)" } ?? ""
        let from: SQL = """
            lodgings l JOIN stations s ON s.id = l.station_id JOIN plaques p ON p.station_id = s.id AND p.state = 'valid'
            WHERE l.programme_id = \(programme.id) AND l.published AND l.latitude IS NOT NULL AND l.longitude IS NOT NULL\(own)
            """
        let things = try tx.rows("""
            SELECT l.id AS id, l.name AS name, l.kind AS kind, s.field AS field, l.address AS address, l.latitude AS latitude, l.longitude AS longitude
            FROM \(from) ORDER BY \(order("l", "l.name, l.id")) LIMIT \(Self.most)
            """).compactMap { row in
            let kind: LodgingKind = try row("kind")
            return try thing(.lodging, row, id: try row("id"), line: kind.words, field: try row("field"))
        }
        return try counted(things, from)
    }
}

extension House {
    /// What stands on the map: stations with a valid plaque, platforms in the directory, employers with open jobs, this week's events, places to stay. What has no point is not on it.
    /// - Throws: invalid fields, for what is no place on earth.
    public func map(_ filter: MapFilter) async throws -> MapView {
        var faults = LodgingPlace.faults(latitude: filter.latitude, longitude: filter.longitude).map { Refusal.Field($0.field == "latitude" ? "lat" : "lon", $0.words) }
        if (filter.latitude == nil) != (filter.longitude == nil) { faults.append(.init(filter.latitude == nil ? "lat" : "lon", Words("经纬度请同时填写", "Give both coordinates or none"))) }
        guard faults.isEmpty else { throw Refusal.invalid(faults) }
        guard let programme = library.programmes.first else { throw Refusal.notFound }
        let house = self
        return try await read { tx, now in
            let centre = try Self.centre(filter, programme, tx)
            let reader = MapReader(tx: tx, house: house, programme: programme, now: now, field: filter.field, centre: centre?.point)
            var things: [MapThing] = [], counts: [MapCount] = []
            for kind in MapKind.allCases where filter.kind.map({ $0 == kind }) ?? true {
                let found = try reader.things(kind)
                things += found.things
                counts.append(MapCount(kind: kind, count: found.count))
            }
            if centre != nil { things.sort { ($0.distance ?? .max, $0.name, $0.id) < ($1.distance ?? .max, $1.name, $1.id) } }
            return MapView(
                filter: filter, centre: centre, things: things, counts: counts, fields: programme.fields.map { ConditionName(id: $0.id, name: $0.name, clause: nil) },
                areas: programme.areas.filter { $0.middle != nil }.map { ConditionName(id: $0.id, name: $0.name, clause: nil) },
                zones: programme.areas.compactMap { area in area.kind == .zone ? area.middle.map { MapZone(name: area.name, point: $0) } : nil })
        }
    }

    private static func centre(_ filter: MapFilter, _ programme: Programme, _ tx: any Transaction) throws -> MapCentre? {
        if let area = filter.area.flatMap(programme.area), let point = area.middle { return MapCentre(origin: .area, name: area.name, point: point) }
        if let latitude = filter.latitude, let longitude = filter.longitude, let point = WGS84(latitude: latitude, longitude: longitude) {
            return MapCentre(origin: .here, name: Words("", ""), point: point)
        }
        if let near = filter.near {
            let row = try tx.row("""
                SELECT s.name AS name, x.latitude AS latitude, x.longitude AS longitude FROM station_points x JOIN stations s ON s.id = x.station_id
                    JOIN plaques p ON p.station_id = s.id AND p.state = 'valid' WHERE x.station_id = \(near)
                """) ?? tx.row("""
                SELECT d.name AS name, d.latitude AS latitude, d.longitude AS longitude FROM directory_entries d
                WHERE d.id = \(near) AND d.withdrawn_at IS NULL AND d.latitude IS NOT NULL AND d.longitude IS NOT NULL
                """)
            if let row, let point = WGS84(latitude: try row("latitude"), longitude: try row("longitude")) {
                let name: String = try row("name")
                return MapCentre(origin: .near, name: Words(name, name), point: point)
            }
        }
        return nil
    }
}
