import Domain

/// Which figures, or which of the records behind one.
public struct DashboardFilter: Codable, Sendable, Hashable {
    public var what: FigureThing
    /// One target's records alone, by its id.
    public var target: String?
    public var level: String?
    /// `-` stands for records that have none.
    public var area: String?
    public var kind: String?
    public var field: String?
    public var station: String?
    /// The first day of a month.
    public var month: Day?
    public var from: Day?
    /// The last day.
    public var to: Day?
    /// From 1, to a million.
    public var page: Int

    public init(
        what: FigureThing = .placements, target: String? = nil, level: String? = nil, area: String? = nil, kind: String? = nil, field: String? = nil, station: String? = nil, month: Day? = nil,
        from: Day? = nil, to: Day? = nil, page: Int = 1
    ) {
        self.what = what
        self.target = target
        self.level = level
        self.area = area
        self.kind = kind
        self.field = field
        self.station = station
        self.month = month?.monthStart
        self.from = from
        self.to = to
        self.page = min(max(page, 1), 1_000_000)
    }

    /// What stands for records that have none.
    public static let none = "-"
    static let pageSize = 50
}

/// A target with its months, whether it keeps up with an even pace, and where it is heading.
public struct TargetTrend: Codable, Sendable, Hashable {
    public struct Month: Codable, Sendable, Hashable {
        /// The first day.
        public let month: Day
        /// Counted in the month; nil where so few would say who they are, and for everybody until the month is over.
        public let count: Int?
        /// Counted up to the month's end; nil where one of the months up to it is hidden.
        public let total: Int?
        /// What an even pace would have reached by then.
        public let even: Int
        public let isOver: Bool
    }

    public internal(set) var target: TargetView
    public let thing: FigureThing
    /// Oldest first, without gaps, to this month.
    public let months: [Month]
    public let begins: Day
    /// What an even pace would have reached today.
    public let even: Int
    /// Nil where it would tell of a month that is hidden.
    public let forecast: Forecast?
    /// Whole months of which the pace is taken.
    public let forecastMonths: Int

    /// How far it is, in hundredths of the goal.
    public var percent: Int { target.goal > 0 ? min(max(target.count, 0), 1_000_000_000) * 100 / target.goal : 0 }
}

/// One number of a table, with what opens it.
public struct FigureCell: Codable, Sendable, Hashable {
    /// What to filter by.
    public let key: String
    public let name: Words
    public let occurrences: Int
    /// Nil where a record is of nobody.
    public let persons: Int?
}

/// By what figures are told apart.
public enum FigureCut: String, Codable, Sendable, Hashable, CaseIterable {
    case level, area, kind, field, month, station

    public var words: Words {
        switch self {
        case .level: Words("驿站级别", "Level of station")
        case .area: Words("区域", "Area")
        case .kind: Words("驿站类别", "Kind of station")
        case .field: Words("领域", "Field")
        case .month: Words("月份", "Month")
        case .station: Words("驿站", "Station")
        }
    }
}

public struct FigureTable: Codable, Sendable, Hashable {
    public let by: FigureCut
    public let cells: [FigureCell]
}

/// One line of the overview.
public struct FigureLine: Codable, Sendable, Hashable {
    public let thing: FigureThing
    public let occurrences: Int
    public let persons: Int?
}

/// What an office sees of everything that counts.
public struct DashboardView: Codable, Sendable, Hashable {
    public let filter: DashboardFilter
    /// Of the whole programme, whatever the filter is: the notice's targets belong to the city. Empty for an area's office.
    public let targets: [TargetTrend]
    /// Each thing under the filter.
    public let lines: [FigureLine]
    /// The thing that is looked at, cut in all ways.
    public let tables: [FigureTable]
    /// The areas that are seen; nil: all.
    public let scope: [Words]?
    public let levels: [ConditionName]
    public let areas: [ConditionName]
    public let kinds: [ConditionName]
    public let fields: [ConditionName]
    public let today: Day

    public var line: FigureLine? { lines.first { $0.thing == filter.what } }
}

/// One record behind a number.
public struct CountedRow: Codable, Sendable, Hashable {
    public let thing: FigureThing
    public let id: String
    public let day: Day
    /// What it is: an event's title, a type, a place.
    public let label: Words
    public let station: ID<Station>?
    public let stationName: String?
    public let levelName: Words?
    public let areaName: Words
    /// Whether the one who looks may open the record itself.
    public let isReadable: Bool
}

/// The records behind a number, a page of them.
public struct CountedList: Codable, Sendable, Hashable {
    public let filter: DashboardFilter
    public let total: Int
    public let persons: Int?
    public let rows: [CountedRow]
    /// What the records are chosen by, in words.
    public let chosen: [Words]

    public var hasMore: Bool { filter.page * DashboardFilter.pageSize < total }
}
