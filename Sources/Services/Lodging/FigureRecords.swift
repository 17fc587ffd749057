import Domain
import SQL

/// Which of the records behind the figures.
public struct FigureFilter: Codable, Sendable, Hashable {
    /// The first day of the month.
    public let month: Day
    public var place: ID<Lodging>?
    public var area: String?
    public var night: Day?
    /// From 1, to a million.
    public let page: Int

    /// - Parameter day: any day of the month.
    public init(_ day: Day, place: ID<Lodging>? = nil, area: String? = nil, night: Day? = nil, page: Int = 1) {
        month = day.adding(1 - day.parts.day)
        self.place = place
        self.area = area
        self.night = night
        self.page = min(max(page, 1), 1_000_000)
    }

    public var next: Day { month.adding(months: 1) }
    static let pageSize = 100
}

/// Records of one kind, a page of them, and how many there are.
public struct FigureRecords<Record: Codable & Sendable & Hashable>: Codable, Sendable, Hashable {
    public let filter: FigureFilter
    public let total: Int
    public let records: [Record]

    public var hasMore: Bool { filter.page * FigureFilter.pageSize < total }
}

/// A night that somebody slept.
public struct SleptNight: Codable, Sendable, Hashable {
    public let night: Day
    public let stay: ID<Stay>
    public let guest: Masked
    public let lodgingName: String
    public let stationName: String
    public let areaName: Words
    public let bed: String
}

/// A night that somebody wanted and did not get.
public struct RefusedNight: Codable, Sendable, Hashable {
    public let night: Day
    public let areaName: Words
    public let lodgingName: String
    public let reason: Words
    public let at: Instant
}

/// A stay that began in the month and was slept.
public struct SleptStay: Codable, Sendable, Hashable {
    public let stay: ID<Stay>
    public let guest: Masked
    public let lodgingName: String
    public let stationName: String
    public let first: Day
    /// Nights that are over.
    public let nights: Int
}

extension House {
    public func sleptNights(_ filter: FigureFilter, for actor: Actor) async throws -> FigureRecords<SleptNight> {
        let house = self, from = try nightsFrom(filter, actor)
        return try await read { tx, now in
            let source = from(Zone.china.day(of: now))
            return FigureRecords(
                filter: filter, total: try tx.value("SELECT COUNT(*) \(source)") ?? 0,
                records: try tx.rows("\(Self.nightColumns) \(source) \(Self.nightOrder) \(Self.page(filter))").map { try Self.night($0, house) })
        }
    }

    /// - Returns: the path of a temporary file, which the caller removes.
    public func sleptNightsWorkbook(_ filter: FigureFilter, for actor: Actor) async throws -> String {
        let house = self, from = try nightsFrom(filter, actor)
        let columns: [(title: String, width: Double)] = [("日期", 12), ("区域", 14), ("驿站", 26), ("住处", 26), ("床位", 12), ("住客", 12), ("住宿编号", 30)]
        return try await read { tx, now in
            try house.papers.workbook(sheet: "已住床晚", columns: columns) { add in
                try tx.each("\(Self.nightColumns) \(from(Zone.china.day(of: now))) \(Self.nightOrder)") { row in
                    let night = try Self.night(row, house)
                    try add([
                        .day(night.night), .text(night.areaName.zh), .text(night.stationName), .text(night.lodgingName), .text(night.bed), .text(night.guest.text), .text(night.stay.rawValue),
                    ])
                }
            }
        }
    }

    public func refusedNights(_ filter: FigureFilter, for actor: Actor) async throws -> FigureRecords<RefusedNight> {
        let library = library, source = try refusedFrom(filter, actor)
        return try await read { tx, _ in
            FigureRecords(
                filter: filter, total: try tx.value("SELECT COUNT(*) \(source)") ?? 0,
                records: try tx.rows("\(Self.refusedColumns) \(source) \(Self.refusedOrder) \(Self.page(filter))").map { try Self.refused($0, library) })
        }
    }

    /// - Returns: the path of a temporary file, which the caller removes.
    public func refusedNightsWorkbook(_ filter: FigureFilter, for actor: Actor) async throws -> String {
        let house = self, source = try refusedFrom(filter, actor)
        let columns: [(title: String, width: Double)] = [("日期", 12), ("区域", 14), ("住处", 26), ("原因", 20), ("提出日期", 12)]
        return try await read { tx, _ in
            try house.papers.workbook(sheet: "未满足床晚", columns: columns) { add in
                try tx.each("\(Self.refusedColumns) \(source) \(Self.refusedOrder)") { row in
                    let night = try Self.refused(row, house.library)
                    try add([.day(night.night), .text(night.areaName.zh), .text(night.lodgingName), .text(night.reason.zh), .day(Zone.china.day(of: night.at))])
                }
            }
        }
    }

    public func sleptStays(_ filter: FigureFilter, for actor: Actor) async throws -> FigureRecords<SleptStay> {
        let house = self, from = try staysFrom(filter, actor)
        return try await read { tx, now in
            let source = from(Zone.china.day(of: now))
            return FigureRecords(
                filter: filter, total: try tx.value("SELECT COUNT(DISTINCT t.id) \(source)") ?? 0,
                records: try tx.rows("\(Self.stayColumns) \(source) \(Self.stayGroups) \(Self.page(filter))").map { try Self.stay($0, house) })
        }
    }

    /// - Returns: the path of a temporary file, which the caller removes.
    public func sleptStaysWorkbook(_ filter: FigureFilter, for actor: Actor) async throws -> String {
        let house = self, from = try staysFrom(filter, actor)
        let columns: [(title: String, width: Double)] = [("入住", 12), ("晚数", 8), ("驿站", 26), ("住处", 26), ("住客", 12), ("住宿编号", 30)]
        return try await read { tx, now in
            try house.papers.workbook(sheet: "住宿", columns: columns) { add in
                try tx.each("\(Self.stayColumns) \(from(Zone.china.day(of: now))) \(Self.stayGroups)") { row in
                    let stay = try Self.stay(row, house)
                    try add([.day(stay.first), .number(Int64(stay.nights)), .text(stay.stationName), .text(stay.lodgingName), .text(stay.guest.text), .text(stay.stay.rawValue)])
                }
            }
        }
    }

    // MARK: sources

    private static let nightColumns: SQL = """
        SELECT b.night AS night, t.id AS stay, t.guest AS guest, l.name AS lodging, s.name AS station, l.area AS area, l.programme_id AS programme, u.room AS room, u.label AS label
        """
    private static let nightOrder: SQL = "ORDER BY b.night, l.name, b.unit_id"
    private static let refusedColumns: SQL = "SELECT r.night AS night, r.area AS area, r.programme_id AS programme, r.reason AS reason, r.at AS at, l.name AS lodging"
    private static let refusedOrder: SQL = "ORDER BY r.night, r.at, r.id"
    private static let stayColumns: SQL = "SELECT t.id AS stay, t.guest AS guest, t.first_night AS first_night, l.name AS lodging, s.name AS station, COUNT(*) AS nights"
    private static let stayGroups: SQL = "GROUP BY t.id, t.guest, t.first_night, l.name, s.name ORDER BY t.first_night, t.id"
    private static let joins: SQL = "FROM bed_nights b JOIN stays t ON t.id = b.stay_id JOIN lodging_units u ON u.id = b.unit_id JOIN lodgings l ON l.id = t.lodging_id JOIN stations s ON s.id = l.station_id"

    private static func page(_ filter: FigureFilter) -> SQL {
        "LIMIT \(FigureFilter.pageSize) OFFSET \((filter.page - 1) * FigureFilter.pageSize)"
    }

    private func nightsFrom(_ filter: FigureFilter, _ actor: Actor) throws -> @Sendable (Day) -> SQL {
        let visible = try FiguresReader.visible(actor, library), part = Self.part(filter)
        return { today in "\(Self.joins) WHERE \(FiguresReader.slept(today)) AND b.night >= \(filter.month) AND b.night < \(filter.next) AND \(visible)\(part)" }
    }

    private func staysFrom(_ filter: FigureFilter, _ actor: Actor) throws -> @Sendable (Day) -> SQL {
        let visible = try FiguresReader.visible(actor, library), part = Self.part(filter)
        return { today in "\(Self.joins) WHERE \(FiguresReader.slept(today)) AND t.first_night >= \(filter.month) AND t.first_night < \(filter.next) AND \(visible)\(part)" }
    }

    private func refusedFrom(_ filter: FigureFilter, _ actor: Actor) throws -> SQL {
        var condition: SQL = "r.night >= \(filter.month) AND r.night < \(filter.next) AND \(try FiguresReader.visible(actor, library))"
        if let place = filter.place { condition += " AND r.lodging_id = \(place)" }
        if let area = filter.area { condition += " AND r.area = \(area)" }
        if let night = filter.night { condition += " AND r.night = \(night)" }
        return "FROM refused_nights r JOIN lodgings l ON l.id = r.lodging_id JOIN stations s ON s.id = l.station_id WHERE \(condition)"
    }

    private static func part(_ filter: FigureFilter) -> SQL {
        var part: SQL = ""
        if let place = filter.place { part += " AND l.id = \(place)" }
        if let area = filter.area { part += " AND l.area = \(area)" }
        return part
    }

    // MARK: records

    private static func night(_ row: Row, _ house: House) throws -> SleptNight {
        let stay: ID<Stay> = try row("stay")
        return SleptNight(
            night: try row("night"), stay: stay, guest: try Guest.masked(try row("guest"), house, stay), lodgingName: try row("lodging"), stationName: try row("station"),
            areaName: area(try row("area"), try row("programme"), house.library), bed: DeskReader.name(try row("room"), try row("label")))
    }

    private static func refused(_ row: Row, _ library: Library) throws -> RefusedNight {
        let reason: String = try row("reason")
        let words = reason == "no_bed" ? Words("没有空床", "no bed free") : reason == "rush" ? Words("同时预订的人太多", "too many at once") : Words(reason, reason)
        return RefusedNight(night: try row("night"), areaName: area(try row("area"), try row("programme"), library), lodgingName: try row("lodging"), reason: words, at: try row("at"))
    }

    private static func stay(_ row: Row, _ house: House) throws -> SleptStay {
        let stay: ID<Stay> = try row("stay")
        return SleptStay(
            stay: stay, guest: try Guest.masked(try row("guest"), house, stay), lodgingName: try row("lodging"), stationName: try row("station"), first: try row("first_night"), nights: try row("nights"))
    }

    private static func area(_ id: String, _ programme: String, _ library: Library) -> Words { (try? library.programme(programme))?.area(id)?.name ?? Words(id, id) }
}

extension Guest {
    /// A name of which only the first character is read.
    static func masked(_ sealed: [UInt8], _ house: House, _ stay: ID<Stay>) throws -> Masked {
        let name = try read(sealed, house.secrets, stay: stay).name
        return Masked(name.prefix(1) + String(repeating: "*", count: max(name.count - 1, 1)))
    }
}
