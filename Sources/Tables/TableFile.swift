import Glibc

/// One row of a table that somebody else wrote.
public struct TableRow: Sendable, Hashable {
    /// As a spreadsheet counts: 1 is the first row of the file, the headings as a rule.
    public let number: Int
    /// The texts of its cells; those that are missing at the end are left out. Empty where the row has a problem.
    public let cells: [String]
    /// Why it cannot be read; the rows behind it can.
    public let problem: TableProblem?

    public init(number: Int, cells: [String], problem: TableProblem? = nil) {
        self.number = number
        self.cells = cells
        self.problem = problem
    }
}

/// What is wrong with one row.
public enum TableProblem: String, Sendable, Hashable, CaseIterable {
    /// A quote that nothing closes, or text behind a closing one.
    case quote
    /// Bytes that are no text in the file's encoding.
    case encoding
    /// A NUL, which no text has.
    case nul
    /// More than `TableLimits.row` bytes.
    case tooLong = "too_long"
    /// More than `TableLimits.columns` cells.
    case tooWide = "too_wide"
    /// A cell whose text the file does not hold.
    case cell
}

/// Why a file cannot be read at all, or no further.
public enum TableFailure: Error, Sendable, Hashable {
    /// It is not there, or may not be read.
    case cannotOpen
    case empty
    /// A workbook of Excel 97 (.xls), or one with a password.
    case oldWorkbook
    /// Neither text nor a workbook.
    case unknownFormat
    /// A workbook without a sheet.
    case noSheet
    /// Cut off or broken behind this row; 0 before the first.
    case damaged(afterRow: Int)
    /// It unpacks to more than the limits allow: a mistake, or an attack.
    case tooLarge
    /// More rows than the limits allow.
    case tooManyRows(Int)
    /// So many rows with broken quotes that nothing can be made of it.
    case tooManyBrokenRows
}

/// What a file may hold.
public struct TableLimits: Sendable, Hashable {
    /// Bytes of the whole when unpacked.
    public var unpacked: Int
    /// Bytes of one row's texts.
    public var row: Int
    /// Cells of one row.
    public var columns: Int
    /// Texts that cells of a workbook share.
    public var sharedTexts: Int
    /// Rows, the headings among them.
    public var rows: Int

    public init(unpacked: Int = 16 << 30, row: Int = 1 << 20, columns: Int = 512, sharedTexts: Int = 8_000_000, rows: Int = .max) {
        self.unpacked = unpacked
        self.row = row
        self.columns = columns
        self.sharedTexts = sharedTexts
        self.rows = rows
    }

    /// For files that come over the web.
    public static let upload = TableLimits(unpacked: 160 << 20, sharedTexts: 1_000_000, rows: 200_000)
}

/// A table that is read row by row: .csv in UTF-8, UTF-16 or GB18030, with commas, semicolons or tabs, packed by gzip or not; or the first sheet of an .xlsx.
/// What it is shows in its bytes, not in its name. Memory stays flat, however many rows there are.
///
/// Not safe for use on two threads at once. Calls block on the disk: make them off the cooperative pool.
public final class TableFile {
    public enum Kind: Sendable, Hashable {
        case text(TextEncoding, separator: UInt8)
        case workbook
    }

    public let kind: Kind
    /// How far it is read, 0…1, as far as that is known.
    public var progress: Double { rows.progress }
    private let rows: any RowSource
    private let most: Int
    private var count = 0
    private var failure: TableFailure?

    public init(path: String, limits: TableLimits = TableLimits()) throws(TableFailure) {
        most = limits.rows
        let head = try Self.head(path)
        if head.isEmpty { throw .empty }
        if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { throw .oldWorkbook }
        if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            rows = try Workbook(path: path, limits: limits)
            kind = .workbook
            return
        }
        for magic in [[0x25, 0x50, 0x44, 0x46], [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF], [0x7F, 0x45, 0x4C, 0x46], [0x52, 0x61, 0x72, 0x21], [0x37, 0x7A, 0xBC, 0xAF]] as [[UInt8]]
        where head.starts(with: magic) { throw .unknownFormat }
        let text = try DelimitedText(path: path, limits: limits)
        rows = text
        kind = .text(text.encoding, separator: text.separator)
    }

    /// The next row that holds anything; nil at the end.
    /// - Throws: what ends the file before its end, each time again.
    public func next() throws(TableFailure) -> TableRow? {
        if let failure { throw failure }
        do throws(TableFailure) {
            let row = try rows.next()
            if row != nil { count += 1 }
            guard count <= most else { throw .tooManyRows(most) }
            return row
        } catch {
            failure = error
            throw error
        }
    }

    private static func head(_ path: String) throws(TableFailure) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .cannotOpen }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 8)
        let count = read(file, &bytes, bytes.count)
        guard count >= 0 else { throw .cannotOpen }
        return Array(bytes.prefix(count))
    }
}

protocol RowSource: AnyObject {
    var progress: Double { get }
    func next() throws(TableFailure) -> TableRow?
}

/// Control characters that mean nothing in a cell and are left out: all but tab, line ends, and NUL, which is a mistake.
func isInvisible(_ byte: UInt8) -> Bool { byte < 0x20 && byte != 0 && byte != 0x09 && byte != 0x0A && byte != 0x0D || byte == 0x7F }
