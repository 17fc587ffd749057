import Domain
import Foundation
import Papers
import Services
import Tables

/// The services' reader of tables over `Tables`, with its failures in words.
final class TableAdapter: RowReader {
    private let file: TableFile

    /// - Throws: a `Refusal` at `file`.
    init(path: String, limits: TableLimits = TableLimits()) throws {
        do throws(TableFailure) { file = try TableFile(path: path, limits: limits) } catch { throw Self.refusal(error) }
    }

    /// A file in memory, by way of one without a name.
    convenience init(bytes: [UInt8]) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "yizhan-\(UUID().uuidString)").path
        guard FileManager.default.createFile(atPath: path, contents: Data(bytes), attributes: [.posixPermissions: 0o600]) else { throw Self.refusal(.cannotOpen) }
        // It is open when its name goes.
        defer { try? FileManager.default.removeItem(atPath: path) }
        try self.init(path: path, limits: .upload)
    }

    var progress: Double { file.progress }

    func next() throws -> ReadRow? {
        do throws(TableFailure) {
            return try file.next().map { ReadRow(number: $0.number, cells: $0.cells, problem: $0.problem.map(Self.reason)) }
        } catch { throw Self.refusal(error) }
    }

    private static func reason(_ problem: TableProblem) -> JobRowRefusal {
        switch problem {
        case .quote: .quote
        case .encoding: .encoding
        case .nul: .nul
        case .tooLong: .tooLong
        case .tooWide: .tooWide
        case .cell: .cell
        }
    }

    static func refusal(_ failure: TableFailure) -> Refusal {
        let words: Words = switch failure {
        case .cannotOpen: Words("文件无法打开", "The file cannot be opened")
        case .empty: Words("文件是空的", "The file is empty")
        case .oldWorkbook: Words("这是旧版 .xls 或加了密码的工作簿，请另存为不带密码的 .xlsx 或 .csv", "This is an old .xls or has a password; save it as .xlsx without a password, or as .csv")
        case .unknownFormat: Words("只收 .csv 和 .xlsx", ".csv and .xlsx only")
        case .noSheet: Words("工作簿中没有工作表", "The workbook has no sheet")
        case .damaged(0): Words("文件已损坏或不完整", "The file is damaged or cut off")
        case .damaged(let row): Words("文件在第 \(row) 行之后损坏", "The file is damaged behind row \(row)")
        case .tooLarge: Words("文件解压后过大", "The file unpacks to too much")
        case .tooManyRows(let most): Words("文件超过 \(most) 行，请分成几个文件", "More than \(most) rows; split the file")
        case .tooManyBrokenRows: Words("引号不成对的行过多，请检查文件格式", "Too many rows have a quote that is never closed; check the file's format")
        }
        return Refusal.invalid([.init("file", words)])
    }
}

extension Studio {
    func rows(of file: [UInt8]) throws -> any RowReader { try TableAdapter(bytes: file) }

    func delimited(columns: [String], rows: (_ row: ([PaperCell]) throws -> Void) throws -> Void) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "yizhan-\(UUID().uuidString).csv").path
        do {
            let file = try DelimitedFile(path: path, columns: columns)
            try rows { try file.add($0.map(\.cell)) }
            try file.close()
            return path
        } catch {
            try? FileManager.default.removeItem(atPath: path)
            throw error
        }
    }
}

extension PaperCell {
    var cell: Cell {
        switch self {
        case .text(let text): .text(text)
        case .number(let number): .int(number)
        case .money(let money): .fen(money.amount)
        case .day(let day): .day(day.description)
        case .empty: .empty
        }
    }
}

/// Comma-separated text that is written row by row, for its owner alone.
final class DelimitedFile {
    private let handle: FileHandle
    private var waiting: [UInt8]

    init(path: String, columns: [String]) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]), let handle = FileHandle(forWritingAtPath: path) else {
            throw Stop("\(path) cannot be written")
        }
        self.handle = handle
        waiting = CSV.heading(columns)
    }

    func add(_ cells: [Cell]) throws {
        waiting += CSV.line(cells)
        if waiting.count > 1 << 18 { try flush() }
    }

    func close() throws {
        try flush()
        try handle.close()
    }

    private func flush() throws {
        try handle.write(contentsOf: Data(waiting))
        waiting.removeAll(keepingCapacity: true)
    }
}
