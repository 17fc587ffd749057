import Domain
import SQL

enum LodgingReader {
    /// With all that `LodgingPlace` is made of.
    static let select: SQL = """
        SELECT \(LodgingPlace.columns), s.name AS station, l.address AS address, l.latitude AS latitude, l.longitude AS longitude, l.phone AS phone, l.photos AS photos
        FROM \(LodgingPlace.tables)
        """

    /// How many units of a place there are: by gender, from a day, to a day.
    struct Units {
        let gender: BedGender
        let accessible: Bool
        let from: Day
        let to: Day?
        let count: Int

        func stands(on night: Day) -> Bool { from <= night && to.map { night < $0 } ?? true }
    }

    static func units(_ tx: any Transaction, _ condition: SQL) throws -> [ID<Lodging>: [Units]] {
        var found: [ID<Lodging>: [Units]] = [:]
        for row in try tx.rows("""
            SELECT u.lodging_id AS lodging, u.gender AS gender, u.accessible AS accessible, u.from_day AS from_day, u.to_day AS to_day, COUNT(*) AS n
            FROM lodging_units u WHERE \(condition) GROUP BY u.lodging_id, u.gender, u.accessible, u.from_day, u.to_day
            """) {
            found[try row("lodging"), default: []].append(
                Units(gender: try row("gender"), accessible: try row("accessible"), from: try row("from_day"), to: try row("to_day"), count: try row("n")))
        }
        return found
    }

    /// Taken nights of standing units, by place, gender and night, read from the index of the ledger alone.
    /// - Parameter accessible: those of accessible beds and no others; it takes the beds themselves to know.
    static func taken(_ tx: any Transaction, _ nights: Nights, of units: [ID<Lodging>: [Units]], _ condition: SQL, accessible: Bool = false) throws -> [ID<Lodging>: [BedGender: [Int]]] {
        var found: [ID<Lodging>: [BedGender: [Int]]] = [:]
        func count(_ beds: SQL, sign: Int) throws {
            for row in try tx.rows("""
                SELECT b.lodging_id AS lodging, b.night AS night, b.gender AS gender, COUNT(*) AS n FROM bed_nights b\(beds)
                WHERE b.released_at IS NULL AND b.night >= \(nights.first) AND b.night < \(nights.end)\(condition)
                GROUP BY b.lodging_id, b.night, b.gender
                """) {
                let night: Day = try row("night"), n: Int = try row("n")
                found[try row("lodging"), default: [:]][try row("gender"), default: Array(repeating: 0, count: nights.count)][night.number - nights.first.number] += sign * n
            }
        }
        try count(accessible ? " JOIN lodging_units u ON u.id = b.unit_id AND u.accessible" : "", sign: 1)
        // A unit that has ended is closed in the ledger from then on, and is not among those that stand either.
        if units.values.contains(where: { $0.contains { $0.to != nil } }) {
            try count(" JOIN lodging_units u ON u.id = b.unit_id AND b.night >= u.to_day\(accessible ? " AND u.accessible" as SQL : "")", sign: -1)
        }
        return found
    }

    /// Beds that can be booked, by night.
    static func free(_ units: [Units], _ taken: [BedGender: [Int]], _ nights: Nights, _ genders: [BedGender], shut: [ShutNights]) -> [Int] {
        nights.days.enumerated().map { index, night in
            if shut.contains(where: { $0.contains(night) }) { return 0 }
            let there = units.reduce(0) { $0 + (genders.contains($1.gender) && $1.stands(on: night) ? $1.count : 0) }
            return max(there - genders.reduce(0) { $0 + (taken[$1]?[index] ?? 0) }, 0)
        }
    }

    static func summary(_ row: Row, _ library: Library, units: [Units], today: Day, from point: WGS84?) throws -> LodgingSummary {
        let programme = try library.programme(try row("programme_id")), area: String = try row("area")
        let latitude: Double? = try row("latitude"), longitude: Double? = try row("longitude")
        let now = units.filter { $0.stands(on: today) }, photos = try PlacePhotos.read(try row("photos"))
        var distance: Int?
        if let point, let latitude, let longitude { distance = WGS84(latitude: latitude, longitude: longitude).map(point.metres) }
        return LodgingSummary(
            id: try row("id"), kind: try row("kind"), name: try row("name"), station: try row("station_id"), stationName: try row("station"), address: try row("address"), area: area,
            areaName: programme.area(area)?.name ?? Words(area, area), latitude: latitude, longitude: longitude, phone: try row("phone"), listPrice: Fen(try row("list_price")),
            specialPrice: Fen(try row("special_price")), units: now.reduce(0) { $0 + $1.count }, accessible: now.contains(where: \.accessible), published: try row("published"), photo: photos.first, distance: distance)
    }
}

extension LodgingFilter {
    /// The point that is asked about.
    /// - Throws: invalid fields, for what is no point of WGS 84 or no distance.
    func point() throws(Refusal) -> WGS84? {
        var fields: [Refusal.Field] = []
        if (latitude == nil) != (longitude == nil) { fields.append(.init(latitude == nil ? "latitude" : "longitude", Words("经纬度请同时填写", "Give both coordinates or none"))) }
        fields += LodgingPlace.faults(latitude: latitude, longitude: longitude)
        if let kilometres {
            if !(1...500).contains(kilometres) { fields.append(.init("kilometres", Words("1 至 500 公里", "1 to 500 kilometres"))) }
            if latitude == nil, longitude == nil { fields.append(.init("kilometres", Words("请同时给出经纬度", "It takes a point as well"))) }
        }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        guard let latitude, let longitude else { return nil }
        return WGS84(latitude: latitude, longitude: longitude)
    }
}

extension House {
    /// Places with beds and how many are free, night by night: three or four statements, whatever their number.
    /// - Parameter nights: how many nights are shown, at most 90.
    public func availability(_ filter: LodgingFilter, nights shown: Int = 14) async throws -> AvailabilityView {
        let library = library, point = try filter.point()
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            let first = filter.first.map { max($0, today) } ?? today
            let wanted = filter.end.flatMap { Nights(first, $0) }
            guard let nights = Nights(first, first.adding(min(max(shown, wanted?.count ?? 1, 1), 90))) else { throw Refusal.notFound }
            var condition: SQL = "l.published AND p.state = 'valid'"
            if let station = filter.station { condition += " AND l.station_id = \(station)" }
            if let area = filter.area, !area.isEmpty { condition += " AND l.area = \(area)" }
            if let kind = filter.kind { condition += " AND l.kind = \(kind)" }
            if let most = filter.most { condition += " AND l.special_price <= \(Int64(min(max(most, 0), 10_000_000)) * 100)" }
            let rows = try tx.rows("\(LodgingReader.select) WHERE \(condition) ORDER BY CASE l.kind WHEN 'referral' THEN 1 ELSE 0 END, l.name, l.id")
            let ids = try rows.map { try $0("id") as ID<Lodging> }
            let isPart = filter.station != nil || filter.area?.isEmpty == false || filter.kind != nil || filter.most != nil
            let units = try LodgingReader.units(tx, isPart ? "u.lodging_id IN (\(list: ids))" : "1 = 1")
            let only: SQL = isPart ? " AND b.lodging_id IN (\(list: ids))" : ""
            let taken = try LodgingReader.taken(tx, nights, of: units, only, accessible: filter.accessible == true)
            let whole = try wanted.map { try self.whole(tx, $0, filter) }
            let genders = filter.sex.map { BedGender.admitting($0) } ?? BedGender.allCases
            var places: [AvailabilityView.Place] = []
            for row in rows {
                let place = try LodgingPlace(row, library), id = place.id
                let own = (units[id] ?? []).filter { filter.accessible != true || $0.accessible }
                let summary = try LodgingReader.summary(row, library, units: units[id] ?? [], today: today, from: point)
                if point != nil, summary.distance.map({ $0 > (filter.kilometres ?? 50) * 1000 }) ?? true { continue }
                if filter.accessible == true, own.isEmpty, summary.kind != .referral { continue }
                // The filter's nights may reach beyond those that are shown.
                let shut = place.shut(wanted.map { $0.count > nights.count ? $0 : nights } ?? nights, now: now)
                let free = summary.kind == .referral ? [] : LodgingReader.free(own, taken[id] ?? [:], nights, genders, shut: shut)
                let isShut = wanted.map { wanted in shut.contains { $0.first < wanted.end } } ?? false
                places.append(AvailabilityView.Place(lodging: summary, free: free, whole: whole.map { isShut ? 0 : $0[id] ?? 0 }, shut: shut))
            }
            if point != nil { places.sort { ($0.lodging.distance ?? .max, $0.lodging.name) < ($1.lodging.distance ?? .max, $1.lodging.name) } }
            return AvailabilityView(
                filter: filter, first: nights.first, nights: nights.count, areas: library.programmes.flatMap(\.areas).map { ConditionName(id: $0.id, name: $0.name, clause: nil) }, places: places)
        }
    }

    /// Beds that are free on all nights, by place: exactly.
    private func whole(_ tx: any Transaction, _ nights: Nights, _ filter: LodgingFilter) throws -> [ID<Lodging>: Int] {
        var condition: SQL = "u.from_day <= \(nights.first) AND (u.to_day IS NULL OR u.to_day >= \(nights.end))"
        if let sex = filter.sex { condition += " AND u.gender IN (\(list: BedGender.admitting(sex)))" }
        if filter.accessible == true { condition += " AND u.accessible" }
        return try tx.rows("""
            SELECT u.lodging_id AS lodging, COUNT(*) AS n FROM lodging_units u WHERE \(condition)
                AND NOT EXISTS (SELECT 1 FROM bed_nights b WHERE b.unit_id = u.id AND b.released_at IS NULL AND b.night >= \(nights.first) AND b.night < \(nights.end))
            GROUP BY u.lodging_id
            """).reduce(into: [:]) { $0[try $1("lodging")] = try $1("n") }
    }

    /// A place with its calendar. What is not published is its station's alone.
    public func lodging(_ id: ID<Lodging>, for actor: Actor, nights shown: Int = 30) async throws -> LodgingView {
        let library = library
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            guard let nights = Nights(today, today.adding(min(max(shown, 1), 92))),
                  let row = try tx.row("\(LodgingReader.select) WHERE l.id = \(id) AND ((l.published AND p.state = 'valid') OR s.organisation_id IN (\(list: actor.organisations.sorted())))"),
                  let more = try tx.row("SELECT rules_zh AS zh, rules_en AS en FROM lodgings WHERE id = \(id)") else { throw Refusal.notFound }
            let place = try LodgingPlace(row, library), shut = place.shut(nights, now: now)
            let isOwn = actor.organisations.contains(place.organisation)
            let units = try LodgingReader.units(tx, "u.lodging_id = \(id)")[id] ?? []
            let taken = try LodgingReader.taken(tx, nights, of: [id: units], " AND b.lodging_id = \(id)")[id] ?? [:]
            let standing = units.filter { $0.stands(on: today) }
            let genders = BedGender.allCases.filter { gender in units.contains { $0.gender == gender } }
            let zh: String = try more("zh"), en: String = try more("en")
            let closures = try tx.rows("""
                SELECT c.id AS id, c.first_night AS first_night, c.end_day AS end_day, c.unit_id AS unit, u.room AS room, c.reason AS reason FROM lodging_closures c
                    LEFT JOIN lodging_units u ON u.id = c.unit_id
                WHERE c.lodging_id = \(id) AND c.kind = 'closed' AND c.ended_at IS NULL AND c.end_day > \(today) ORDER BY c.first_night, c.id
                """).map { ClosureView(id: try $0("id"), first: try $0("first_night"), end: try $0("end_day"), unit: try $0("unit"), room: try $0("room"), reason: try $0("reason")) }
            return LodgingView(
                summary: try LodgingReader.summary(row, library, units: units, today: today, from: nil), rules: Words(zh, en.isEmpty ? zh : en), contractFrom: place.contractFrom,
                contractTo: place.contractTo, releaseHour: place.releaseHour,
                beds: genders.map { gender in
                    let own = standing.filter { $0.gender == gender }
                    return BedCount(gender: gender, count: own.reduce(0) { $0 + $1.count }, accessible: own.reduce(0) { $0 + ($1.accessible ? $1.count : 0) })
                },
                photos: try PlacePhotos.read(try row("photos")), first: nights.first,
                free: genders.map { FreeBeds(gender: $0, nights: LodgingReader.free(units, taken, nights, [$0], shut: shut)) }, shut: shut, closures: closures,
                draws: try DrawReader.list(tx, "d.lodging_id = \(id)"),
                terms: StayTerms(place.rules, today: today),
                units: isOwn ? try Self.units(tx, id) : nil)
        }
    }

    private static func units(_ tx: any Transaction, _ id: ID<Lodging>) throws -> [UnitView] {
        try tx.rows("SELECT id, room, label, kind, gender, accessible, from_day, to_day FROM lodging_units WHERE lodging_id = \(id) ORDER BY room, label, from_day, id").map {
            UnitView(id: try $0("id"), room: try $0("room"), label: try $0("label"), whole: try $0("kind") == "room", gender: try $0("gender"), accessible: try $0("accessible"),
                from: try $0("from_day"), to: try $0("to_day"))
        }
    }
}
