import Domain
import SQL

/// What is published as open data: counts by whole months, without anything that tells of few people.
public struct OpenDataView: Codable, Sendable, Hashable {
    public struct Line: Codable, Sendable, Hashable {
        public enum Cut: String, Codable, Sendable, Hashable, CaseIterable {
            case total, level, area, field

            public var words: Words {
                switch self {
                case .total: Words("合计", "Total")
                case .level: Words("驿站级别", "Level of station")
                case .area: Words("区域", "Area")
                case .field: Words("领域", "Field")
                }
            }
        }

        public let thing: FigureThing
        /// `2020-12`; empty for all months together.
        public let month: String
        public let by: Cut
        /// Of what it is told apart by; empty for totals, `-` for records that have none.
        public let key: String
        public let name: Words
        /// Nil: hidden.
        public let count: Int?
        /// Different people, with totals alone; nil where few, hidden or of nobody.
        public let persons: Int?
    }

    public let lines: [Line]
    public let things: [FigureThing]
    /// First and last whole month, `2020-12`; nil where there is nothing yet.
    public let first: String?
    public let last: String?
    public let licence: Words
    public let source: String
    /// Counts below it are hidden.
    public let least: Int
    public let at: Instant

    /// Totals of months, the newest first.
    public func totals(_ thing: FigureThing) -> [Line] { lines.filter { $0.thing == thing && $0.by == .total && !$0.month.isEmpty }.reversed() }
    public func total(_ thing: FigureThing) -> Line? { lines.first { $0.thing == thing && $0.by == .total && $0.month.isEmpty } }
}

enum OpenDataReader {
    private struct Crossing: Hashable {
        let month: String
        let keys: [String]
    }

    static let cuts: [OpenDataView.Line.Cut] = [.level, .area, .field]

    static func view(_ tx: any Transaction, _ programme: Programme, _ library: Library, now: Instant) throws -> OpenDataView {
        let today = Zone.china.day(of: now), rules = programme.figures ?? FigureRules(clause: nil), scope = FigureScope(whole: programme)
        let lines = try rules.published.flatMap { try Self.lines(tx, $0, scope, library, today: today) }, months = Set(lines.map(\.month)).filter { !$0.isEmpty }.sorted()
        return OpenDataView(
            lines: lines, things: rules.published, first: months.first, last: months.last, licence: rules.licence, source: programme.notice.title, least: SmallCells.least, at: now)
    }

    /// One thing, in whole months: all months and each, in total and told apart. One table is hidden in as a whole, so that no cell follows from totals.
    static func lines(_ tx: any Transaction, _ thing: FigureThing, _ scope: FigureScope, _ library: Library, today: Day) throws -> [OpenDataView.Line] {
        let records = CountedRecords.of(thing: thing, scope.programme, library, today: today), before = records.before(today.monthStart)
        guard let (first, last) = try records.span(tx, before) else { return [] }
        let months = Day.months(from: first, to: last)
        var counts: [Crossing: Int] = [:]
        for row in try tx.rows("""
            SELECT x.month AS month, x.level AS level, x.area AS area, x.field AS field, COUNT(*) AS n FROM
                (SELECT \(records.month(months)) AS month, s.level AS level, \(records.area) AS area, \(records.field) AS field FROM \(records.tables) WHERE \(records.condition) AND \(before)) AS x
            GROUP BY x.month, x.level, x.area, x.field ORDER BY x.month, x.level NULLS LAST, x.area NULLS LAST, x.field NULLS LAST
            """) {
            func key(_ column: String) throws -> String { try row(column) as String? ?? DashboardFilter.none }
            counts[Crossing(month: try row("month"), keys: [try key("level"), try key("area"), try key("field")]), default: 0] += try row("n") as Int
        }
        var persons: [String: Int] = [:]
        for group in try records.groups(tx, by: records.month(months), before) { if let month = group.key, let people = group.persons { persons[month] = people } }
        persons[""] = try records.persons(tx, before)
        return arranged(counts.map { ($0.key.month, $0.key.keys, $0.value) }, months.map(\.monthText), persons, thing, scope)
    }

    /// What the table of one thing hides in totals of its months (`2020-12`), or in another cut over all months together (by key): what is public elsewhere hides the same.
    static func hidden(_ tx: any Transaction, _ thing: FigureThing, _ programme: Programme, _ library: Library, today: Day, by cut: OpenDataView.Line.Cut) throws -> Set<String> {
        let lines = try lines(tx, thing, FigureScope(whole: programme), library, today: today).filter { $0.by == cut && $0.count == nil && $0.month.isEmpty == (cut != .total) }
        return Set(lines.map { cut == .total ? $0.month : $0.key })
    }

    /// The whole table of one thing, with what is hidden.
    private static func arranged(_ counts: [(month: String, keys: [String], count: Int)], _ months: [String], _ persons: [String: Int], _ thing: FigureThing, _ scope: FigureScope) -> [OpenDataView.Line] {
        struct Place: Hashable {
            let month: String
            let cut: OpenDataView.Line.Cut
            let key: String
        }
        var sums: [Place: Int] = [:]
        for (month, keys, count) in counts {
            for time in ["", month] {
                sums[Place(month: time, cut: .total, key: ""), default: 0] += count
                for (cut, key) in zip(cuts, keys) { sums[Place(month: time, cut: cut, key: key), default: 0] += count }
            }
        }
        let times = [""] + months, values = cuts.enumerated().map { place, cut in (cut, Set(counts.compactMap { $0.keys.indices.contains(place) ? $0.keys[place] : nil }).sorted()) }
        var places: [Place] = []
        for time in times {
            places.append(Place(month: time, cut: .total, key: ""))
            for (cut, keys) in values { places += keys.map { Place(month: time, cut: cut, key: $0) } }
        }
        let at = Dictionary(places.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
        func line(_ cells: [Place], _ total: Place) -> [Int] { (cells + [total]).compactMap { at[$0] } }
        let grand = Place(month: "", cut: .total, key: "")
        var lines = [line(months.map { Place(month: $0, cut: .total, key: "") }, grand)]
        for (cut, keys) in values {
            for time in times { lines.append(line(keys.map { Place(month: time, cut: cut, key: $0) }, Place(month: time, cut: .total, key: ""))) }
            for key in keys { lines.append(line(months.map { Place(month: $0, cut: cut, key: key) }, Place(month: "", cut: cut, key: key))) }
        }
        let all = places.map { sums[$0] ?? 0 }, shown = thing.isPersonal ? SmallCells.shown(all, lines: lines) : all.map { Optional($0) }
        return zip(places, shown).map { place, count in
            let people = place.cut == .total && count != nil ? persons[place.month] : nil
            return OpenDataView.Line(
                thing: thing, month: place.month, by: place.cut, key: place.key, name: name(place.cut, place.key, scope), count: count,
                persons: people.flatMap { $0 > 0 && $0 < SmallCells.least ? nil : $0 })
        }
    }

    private static func name(_ cut: OpenDataView.Line.Cut, _ key: String, _ scope: FigureScope) -> Words {
        let known = key == DashboardFilter.none ? nil : key
        return switch cut {
        case .total: Words("合计", "Total")
        case .level: scope.name(.level, known)
        case .area: scope.name(.area, known)
        case .field: scope.name(.field, known)
        }
    }
}

extension House {
    /// Open data as of ten minutes ago at most. - Throws: `notFound` where nothing is published.
    public func openData() async throws -> OpenDataView {
        guard let programme = library.programmes.first, let rules = programme.figures, !rules.published.isEmpty else { throw Refusal.notFound }
        let house = self
        return try await board.openData.value(at: try await now()) {
            try await house.read { tx, now in try OpenDataReader.view(tx, programme, house.library, now: now) }
        }
    }

    /// All of it as comma-separated text. - Returns: the path of a temporary file, which the caller removes.
    public func openDataFile() async throws -> String {
        let view = try await openData()
        return try papers.delimited(columns: OpenDataFields.all.map(\.name)) { add in
            for line in view.lines {
                try add([
                    .text(line.month), .text(line.thing.rawValue), .text(line.thing.words.zh), .text(line.by.rawValue), .text(line.key), .text(line.name.zh), line.count.map { .number(Int64($0)) } ?? .empty,
                    .text(line.count == nil ? "true" : "false"), line.persons.map { .number(Int64($0)) } ?? .empty, .text(line.thing.unit.zh),
                ])
            }
        }
    }

    /// What each column means. - Returns: the path of a temporary file, which the caller removes.
    public func openDataDictionary() async throws -> String {
        let view = try await openData()
        return try papers.delimited(columns: ["column", "含义", "meaning"]) { add in
            for field in OpenDataFields.all { try add([.text(field.name), .text(field.words.zh), .text(field.words.en)]) }
            for thing in view.things { try add([.text("thing=\(thing.rawValue)"), .text("\(thing.words.zh)：\(thing.rule.zh)"), .text("\(thing.words.en): \(thing.rule.en)")]) }
            try add([.text("licence"), .text(view.licence.zh), .text(view.licence.en)])
        }
    }
}

/// The columns of the open data, in their order.
public enum OpenDataFields {
    public static let all: [(name: String, words: Words)] = [
        ("month", Words("月份，如 2020-12；空为全部月份合计，只含已过完的月份", "Month, such as 2020-12; empty for all months together. Whole months alone")),
        ("thing", Words("统计项代码", "Code of what is counted")), ("thing_name", Words("统计项名称", "Its name")),
        ("by", Words("分组方式：total 合计，level 驿站级别，area 区域，field 领域", "Told apart by: total, level of station, area, field")),
        ("key", Words("分组代码；合计为空，“-”表示未注明", "Code of the group; empty for totals, “-” for none")), ("name", Words("分组名称", "Name of the group")),
        ("count", Words("数量；空为不公开", "Count; empty where it is hidden")),
        ("hidden", Words("true 表示数量少于 5 或可由合计推算，不公开", "true where the count is below 5, or would follow from a total, and is hidden")),
        ("persons", Words("不同的人数，只随合计给出；少于 5 人不公开", "Different people, with totals alone; hidden below 5")), ("unit", Words("单位", "Unit")),
    ]
}
