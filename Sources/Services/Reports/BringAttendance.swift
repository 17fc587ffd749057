import Domain
import SQL

/// A month's attendance as a table: .xlsx or .csv, at most 2 MB and 2,000 people.
struct AttendanceFile: Sendable {
    let rows: [AttendanceRow]

    static let mostRows = 2000
    static let mostBytes = 2 * 1024 * 1024
    static let mostProblems = 20

    /// - Throws: a refusal at `file` that names each row that is not understood; nothing is taken then.
    static func read(_ bytes: [UInt8], _ month: ReportMonth, _ papers: any PaperMaker) throws -> AttendanceFile {
        if bytes.isEmpty { throw Refusal.invalid([.init("file", Words("请选择文件", "Choose a file"))]) }
        guard bytes.count <= mostBytes else {
            throw Refusal(.tooLarge, "file_too_large", Words("文件超过 2 MB", "The file is larger than 2 MB"), fields: [.init("file", Words("最大 2 MB", "At most 2 MB"))])
        }
        let table = try papers.rows(of: bytes)
        guard let headings = try table.next(), headings.problem == nil, headings.cells.contains(where: { !$0.isEmpty }) else { throw JobFiles.noHeadings }
        let columns = headings.cells.map(AttendanceColumn.named)
        for needed in AttendanceColumn.required where !columns.contains(needed) {
            throw Refusal.invalid([.init("file", Words("文件缺少“\(needed.heading)”列，请使用模板", "The file lacks the column “\(needed.heading)”; please use the template"))])
        }
        var rows: [AttendanceRow] = [], seen: [String: Int] = [:], problems: [Refusal.Field] = []
        func wrong(_ number: Int, _ words: Words) { problems.append(.init("file", Words("第 \(number) 行：\(words.zh)", "Row \(number): \(words.en)"))) }
        while let row = try table.next() {
            guard rows.count < mostRows else { throw Refusal.invalid([.init("file", Words("一次最多 \(mostRows) 人", "At most \(mostRows) people"))]) }
            guard problems.count < mostProblems else { break }
            if let problem = row.problem {
                wrong(row.number, problem.words)
                continue
            }
            var cells: [AttendanceColumn: String] = [:]
            for (column, cell) in zip(columns, row.cells) { if let column, cells[column] == nil { cells[column] = String(cell.prefix(200)) } }
            guard cells.values.contains(where: { !$0.trimmed.isEmpty }) else { continue }
            do {
                let read = try AttendanceRow(cells, month)
                if let first = seen[read.name] {
                    wrong(row.number, Words("与第 \(first) 行同名；不是同一人的请加以区分", "It has the name of row \(first); tell the two apart if they are not the same person"))
                    continue
                }
                seen[read.name] = row.number
                rows.append(read)
            } catch { wrong(row.number, TakeEntries.reason(error)) }
        }
        guard problems.isEmpty else { throw Refusal.invalid(problems) }
        guard !rows.isEmpty else { throw Refusal.invalid([.init("file", Words("文件只有表头，没有内容", "The file has headings and nothing else"))]) }
        return AttendanceFile(rows: rows)
    }
}

/// A station brings the attendance of a month in as a file; nobody enters it twice. A new file takes the place of the one before.
///
/// Effects: the people's rows, names sealed; the totals of the month; rows of the sheet before are deleted, its totals stay; an audit record.
public struct BringAttendance: Sendable {
    public let station: ID<Station>?
    public let month: ReportMonth
    public let bytes: [UInt8]

    public init(station: ID<Station>? = nil, month: ReportMonth, bytes: [UInt8]) {
        self.station = station
        self.month = month
        self.bytes = bytes
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard !actor.organisations.isEmpty else { throw Refusal.notFound }
        let file = try AttendanceFile.read(bytes, month, house.papers)
        return try await house.perform(by: actor, once: once) { act in
            let own = try act.ownStation(station)
            guard month <= ReportMonth(of: act.today), month.last >= act.today.adding(-366) else {
                throw Refusal.invalid([.init("month", Words("请选择一年以内、已经开始的月份", "A month of the last year that has begun"))])
            }
            func total(_ days: (AttendanceRow) -> TenthDays) -> Int { file.rows.reduce(0) { $0 + days($1).tenths } }
            let before: ID<AttendanceSheet>? = try act.tx.value("SELECT id FROM attendance_sheets WHERE station_id = \(own.id) AND month = \(month) AND replaced_at IS NULL")
            if let before {
                try act.tx.run("UPDATE attendance_sheets SET replaced_at = \(act.now) WHERE id = \(before) AND replaced_at IS NULL")
                try act.tx.run("DELETE FROM attendance_rows WHERE sheet_id = \(before)")
            }
            let id = try act.newID(AttendanceSheet.self)
            try act.tx.run("""
                INSERT INTO attendance_sheets (id, station_id, month, people, present, on_leave, absent, by_account, at)
                VALUES (\(id), \(own.id), \(month), \(file.rows.count), \(total(\.present)), \(total(\.leave)), \(total(\.absent)), \(actor.account), \(act.now))
                """)
            for (index, row) in file.rows.enumerated() {
                let n = index + 1
                act.later("""
                    INSERT INTO attendance_rows (sheet_id, n, name, present, on_leave, absent) VALUES (\(id), \(n),
                        \(try house.secrets.seal(text: row.name, table: "attendance_rows", column: "name", row: "\(id)/\(n)")), \(row.present.tenths), \(row.leave.tenths), \(row.absent.tenths))
                    """)
            }
            act.audit("attendance", id.rawValue, "attendance_brought", to: "current", clause: own.rules.clause,
                detail: ["station": own.id.rawValue, "month": month.rawValue, "people": String(file.rows.count), "before": before?.rawValue ?? ""], isFirst: true)
            return Receipt(.stationRules)
        }
    }
}
