import Domain
import SQL

/// Half a year of lodging, month by month.
public struct LodgingMonths: Codable, Sendable, Hashable {
    public struct Length: Codable, Sendable, Hashable {
        public let nights: Int
        public let stays: Int
    }

    /// The month that is looked at: its first day.
    public let month: Day
    /// Oldest first; the last is the one that is looked at.
    public let months: [LodgingFigures]
    /// How long the stays of the month were.
    public let lengths: [Length]
}

extension House {
    /// The figures of a month and of the five before it.
    public func lodgingMonths(_ filter: FigureFilter, for actor: Actor) async throws -> LodgingMonths {
        var months: [LodgingFigures] = []
        for back in (0..<6).reversed() {
            let first = filter.month.adding(months: -back)
            months.append(try await lodgingFigures(from: first, to: first.adding(months: 1), for: actor))
        }
        let visible = try FiguresReader.visible(actor, library)
        return try await read { [months] tx, now in
            let lengths = try tx.rows("""
                SELECT n AS nights, COUNT(*) AS stays FROM (
                    SELECT t.id, COUNT(*) AS n FROM bed_nights b JOIN stays t ON t.id = b.stay_id JOIN lodgings l ON l.id = t.lodging_id JOIN stations s ON s.id = l.station_id
                    WHERE \(FiguresReader.slept(Zone.china.day(of: now))) AND t.first_night >= \(filter.month) AND t.first_night < \(filter.next) AND \(visible) GROUP BY t.id
                ) AS lengths GROUP BY n ORDER BY n
                """).map { LodgingMonths.Length(nights: try $0("nights"), stays: try $0("stays")) }
            return LodgingMonths(month: filter.month, months: months, lengths: lengths)
        }
    }

    /// Occupancy by place and month as a spreadsheet. - Returns: the path of a temporary file, which the caller removes.
    public func occupancyWorkbook(_ filter: FigureFilter, for actor: Actor) async throws -> String {
        let figures = try await lodgingMonths(filter, for: actor)
        let columns: [(title: String, width: Double)] = [("月份", 10), ("区域", 14), ("驿站", 26), ("住处", 26), ("可用床晚", 10), ("其中已过", 10), ("已订床晚", 10), ("已住床晚", 10), ("入住率（%）", 12)]
        return try papers.workbook(sheet: "入住率", columns: columns) { add in
            for month in figures.months {
                for place in month.places {
                    try add([
                        .text(String(month.from.description.prefix(7))), .text(place.areaName.zh), .text(place.stationName), .text(place.name), .number(Int64(place.capacity)),
                        .number(Int64(place.past)), .number(Int64(place.taken)), .number(Int64(place.slept)), .number(Int64(place.percent)),
                    ])
                }
            }
        }
    }
}

extension LodgingFigures.Place {
    /// Of a hundred nights that could be given and are over, how many were slept.
    public var percent: Int { past > 0 ? slept * 100 / past : 0 }
}

extension LodgingFigures {
    public var past: Int { places.reduce(0) { $0 + $1.past } }
    public var slept: Int { places.reduce(0) { $0 + $1.slept } }
    public var percent: Int { past > 0 ? slept * 100 / past : 0 }
}
