import Domain
import SQL

enum CountedReader {
    static func columns(_ records: CountedRecords, _ readable: SQL) -> SQL {
        let when: SQL = records.day ?? records.moment ?? "''"
        return """
            \(records.id) AS id, \(when) AS happened, \(records.label) AS label, s.id AS station, s.name AS station_name, s.level AS level, s.kind AS kind, \(records.field) AS field,
            \(records.area) AS area, CASE WHEN \(readable) THEN 1 ELSE 0 END AS readable
            """
    }

    /// The newest first.
    static func order(_ records: CountedRecords) -> SQL {
        let when: SQL = records.day ?? records.moment ?? "''"
        return "ORDER BY \(when) DESC, \(records.id) DESC, \(records.tie)"
    }

    static func row(_ row: Row, _ records: CountedRecords, _ thing: FigureThing, _ scope: FigureScope) throws -> CountedRow {
        let level: String? = try row("level"), readable: Int = try row("readable")
        return CountedRow(
            thing: thing, id: try row("id"), day: try day(row, records), label: scope.label(thing, try row("label")), station: try row("station"), stationName: try row("station_name"),
            levelName: level.map(scope.levelName), areaName: scope.areaName(try row("area")), isReadable: readable == 1)
    }

    private static func day(_ row: Row, _ records: CountedRecords) throws -> Day {
        if records.day != nil { return try row("happened") }
        let at: Instant = try row("happened")
        return Zone.china.day(of: at)
    }

    /// What a list is chosen by.
    static func chosen(_ filter: DashboardFilter, _ scope: FigureScope, _ tx: any Transaction) throws -> [Words] {
        var words: [Words] = []
        if let id = filter.target, let target = scope.programme.targets.first(where: { $0.id == id }) { words.append(target.name) }
        func add(_ cut: FigureCut, _ value: String?) { if let value { words.append(scope.name(cut, value == DashboardFilter.none ? nil : value)) } }
        add(.level, filter.level)
        add(.area, filter.area)
        add(.kind, filter.kind)
        add(.field, filter.field)
        if let station = filter.station {
            let name: String? = try tx.value("SELECT name FROM stations WHERE id = \(station)")
            words.append(name.map { Words($0, $0) } ?? scope.name(.station, nil))
        }
        if let month = filter.month { words.append(FigureScope.month(month.monthText)) }
        if let from = filter.from { words.append(Words("\(from) 起", "from \(from)")) }
        if let to = filter.to { words.append(Words("至 \(to)", "to \(to)")) }
        return words
    }
}

extension House {
    public enum FigureFileKind: Sendable { case workbook, delimited }

    /// The records behind a number: as many as the number says.
    public func countedRecords(_ filter: DashboardFilter, for actor: Actor) async throws -> CountedList {
        let library = library, scope = try FigureScope(actor, library)
        return try await read { tx, now in
            let records = try scope.records(filter, library, today: Zone.china.day(of: now)), condition = scope.condition(filter, records)
            let rows = try tx.rows("""
                SELECT \(CountedReader.columns(records, scope.readable(filter.what, library))) FROM \(records.tables) WHERE \(records.condition) AND \(condition)
                \(CountedReader.order(records)) LIMIT \(DashboardFilter.pageSize) OFFSET \((filter.page - 1) * DashboardFilter.pageSize)
                """)
            return CountedList(
                filter: filter, total: try records.count(tx, condition), persons: try records.persons(tx, condition), rows: try rows.map { try CountedReader.row($0, records, filter.what, scope) },
                chosen: try CountedReader.chosen(filter, scope, tx))
        }
    }

    /// The same in a file, all of them, row by row: memory stays flat, however many there are. No names of people.
    /// - Returns: the path of a temporary file, which the caller removes.
    public func countedFile(_ kind: FigureFileKind, _ filter: DashboardFilter, for actor: Actor) async throws -> String {
        let library = library, scope = try FigureScope(actor, library)
        return try await countedFile(kind, filter, scope)
    }

    /// The same for the command, of the whole programme.
    public func countedFile(_ kind: FigureFileKind, _ filter: DashboardFilter, programme: String) async throws -> String {
        try await countedFile(kind, filter, FigureScope(whole: try library.programme(programme)))
    }

    private func countedFile(_ kind: FigureFileKind, _ filter: DashboardFilter, _ scope: FigureScope) async throws -> String {
        let library = library, papers = papers
        let columns: [(title: String, width: Double)] = [("编号", 30), ("日期", 12), ("内容", 30), ("驿站", 26), ("驿站级别", 12), ("驿站类别", 12), ("领域", 16), ("区域", 16)]
        return try await read { tx, now in
            let records = try scope.records(filter, library, today: Zone.china.day(of: now)), condition = scope.condition(filter, records)
            func rows(_ add: ([PaperCell]) throws -> Void) throws {
                try tx.each("SELECT \(CountedReader.columns(records, "1 = 0")) FROM \(records.tables) WHERE \(records.condition) AND \(condition) \(CountedReader.order(records))") { row in
                    let counted = try CountedReader.row(row, records, filter.what, scope), kind: String? = try row("kind"), field: String? = try row("field")
                    try add([
                        .text(counted.id), .day(counted.day), .text(counted.label.zh), counted.stationName.map { .text($0) } ?? .empty, counted.levelName.map { .text($0.zh) } ?? .empty,
                        kind.map { .text(scope.name(.kind, $0).zh) } ?? .empty, field.map { .text(scope.name(.field, $0).zh) } ?? .empty, .text(counted.areaName.zh),
                    ])
                }
            }
            return switch kind {
            case .workbook: try papers.workbook(sheet: filter.what.words.zh, columns: columns, rows: rows)
            case .delimited: try papers.delimited(columns: columns.map(\.title), rows: rows)
            }
        }
    }
}

extension FigureScope {
    /// Of the whole programme: for the command.
    init(whole programme: Programme) {
        self.programme = programme
        areas = nil
        actor = .system
    }
}
