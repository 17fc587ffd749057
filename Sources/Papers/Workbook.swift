import CXlsxWriter
import Foundation

/// A spreadsheet written row by row: each row leaves for the disk when the next one comes, so memory stays flat.
///
/// Not safe for use on two threads at once. Calls block on the disk: make them off the cooperative pool.
public final class Workbook {
    public enum Failure: Error, Equatable, Sendable {
        /// A row before the first sheet, a sheet without columns, or anything after `close`.
        case misused
        /// What the library says: no space, no permission…
        case cannotWrite(String)
    }

    /// Rows of one sheet, the heading included. Further rows go on in a sheet of the next number.
    public static let longestSheet = 1_048_576
    /// The longest text of one cell in UTF-16 units, Excel's limit. A longer one is cut, and ends with ….
    public static let longestText = 32_767

    private var book: UnsafeMutablePointer<lxw_workbook>?
    private var sheet: UnsafeMutablePointer<lxw_worksheet>?
    private let heading, date, moment, money: UnsafeMutablePointer<lxw_format>?
    private var names: Set<String> = []
    private var name = ""
    private var columns: [(title: String, width: Double)] = []
    private var next: UInt32 = 0
    private var part = 1
    private let rowsPerSheet: Int

    /// Begins a file that only its owner can read. It is complete after `close`.
    /// - Parameter created: seconds since 1970, noted in the file
    public convenience init(path: String, created: Int64 = 0) throws {
        try self.init(path: path, created: created, rowsPerSheet: Workbook.longestSheet)
    }

    init(path: String, created: Int64, rowsPerSheet: Int) throws {
        self.rowsPerSheet = rowsPerSheet
        // the library would make the file readable for everybody
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0, fchmod(file, 0o600) == 0 else {
            let why = String(cString: strerror(errno))
            if file >= 0 { Foundation.close(file) }
            throw Failure.cannotWrite(why)
        }
        Foundation.close(file)
        book = URL(fileURLWithPath: path).deletingLastPathComponent().path.withCString { folder in
            // rows wait beside the file itself, not in a folder that everybody shares
            var options = lxw_workbook_options(constant_memory: 1, tmpdir: UnsafeMutablePointer(mutating: folder), use_zip64: 1)
            return workbook_new_opt(path, &options)
        }
        guard let book else { throw Failure.cannotWrite("out of memory") }
        var properties = lxw_doc_properties()
        properties.created = time_t(created)
        workbook_set_properties(book, &properties)
        heading = workbook_add_format(book)
        format_set_bold(heading)
        date = workbook_add_format(book)
        format_set_num_format(date, "yyyy-mm-dd")
        moment = workbook_add_format(book)
        format_set_num_format(moment, "yyyy-mm-dd hh:mm:ss")
        money = workbook_add_format(book)
        format_set_num_format(money, "#,##0.00")
    }

    deinit {
        if let book { lxw_workbook_free(book) }
    }

    /// Begins a sheet; rows go to the last one begun. A name that Excel refuses is mended, a taken one numbered.
    /// - Parameter columns: titles, and widths in characters (a Chinese character counts as two)
    public func sheet(_ name: String, columns: [(title: String, width: Double)]) throws {
        guard !columns.isEmpty, columns.count <= 16_384 else { throw Failure.misused }
        self.name = name
        self.columns = columns
        part = 1
        try begin()
    }

    /// Writes the next row. Text that begins like a formula stays text, with an apostrophe before it.
    public func row(_ cells: [Cell]) throws {
        guard sheet != nil, cells.count <= columns.count else { throw Failure.misused }
        if next >= rowsPerSheet {
            part += 1
            try begin()
        }
        for (column, cell) in cells.enumerated() { try write(cell, UInt16(column), nil) }
        next += 1
    }

    /// Completes the file. Nothing can be written afterwards.
    public func close() throws {
        guard let book else { throw Failure.misused }
        finish()
        self.book = nil
        sheet = nil
        try check(workbook_close(book))
    }

    private func begin() throws {
        guard let book else { throw Failure.misused }
        finish()
        sheet = workbook_add_worksheet(book, free(part == 1 ? name : "\(name) \(part)"))
        guard let sheet else { throw Failure.cannotWrite("no more sheets") }
        next = 0
        for (index, column) in columns.enumerated() {
            try check(worksheet_set_column(sheet, UInt16(index), UInt16(index), column.width, nil))
        }
        worksheet_freeze_panes(sheet, 1, 0)
        for (index, column) in columns.enumerated() { try write(.text(column.title), UInt16(index), heading) }
        next = 1
    }

    private func finish() {
        if let sheet, next > 1 { worksheet_autofilter(sheet, 0, 0, next - 1, UInt16(columns.count - 1)) }
    }

    private func write(_ cell: Cell, _ column: UInt16, _ format: UnsafeMutablePointer<lxw_format>?) throws {
        switch cell {
        case .text(let text):
            let shown = Workbook.fitting(Cell.quoted(text))
            if !shown.isEmpty { try check(worksheet_write_string(sheet, next, column, shown, format)) }
        case .number(let number):
            if number.isFinite { try check(worksheet_write_number(sheet, next, column, number, format)) }
        case .int(let number):
            // beyond this a spreadsheet's numbers lose digits
            if number.magnitude < 1 << 53 {
                try check(worksheet_write_number(sheet, next, column, Double(number), format))
            } else {
                try check(worksheet_write_string(sheet, next, column, String(number), format))
            }
        case .fen(let fen):
            try check(worksheet_write_number(sheet, next, column, Double(fen) / 100, money))
        case .day(let text), .instant(let text):
            guard let parts = Cell.moment(text) else { return try write(.text(text), column, format) }
            var value = lxw_datetime(
                year: Int32(parts[0]), month: Int32(parts[1]), day: Int32(parts[2]), hour: Int32(parts[3]), min: Int32(parts[4]),
                sec: Double(parts[5]))
            var shape = moment
            if case .day = cell { shape = date }
            try check(worksheet_write_datetime(sheet, next, column, &value, shape))
        case .empty: break
        }
    }

    private func check(_ status: lxw_error) throws {
        guard status != LXW_NO_ERROR else { return }
        throw Failure.cannotWrite(lxw_strerror(status).map { String(cString: $0) } ?? "unknown")
    }

    /// At most 31 UTF-16 units, none of []:*?/\, no apostrophe at an end, not "History", not one that is there already.
    private func free(_ wanted: String) -> String {
        var mended = String(String.UnicodeScalarView(wanted.unicodeScalars.filter { $0.value >= 32 && !"[]:*?/\\".unicodeScalars.contains($0) }))
        mended = mended.trimmingCharacters(in: CharacterSet(charactersIn: "' "))
        if mended.isEmpty || mended.lowercased() == "history" { mended += "Sheet" }
        var number = 1
        var name = Workbook.cut(mended, 31)
        while !names.insert(name.lowercased()).inserted {
            number += 1
            let ending = " (\(number))"
            name = Workbook.cut(mended, 31 - ending.utf16.count) + ending
        }
        return name
    }

    /// Without the characters that XML 1.0 cannot carry, and no longer than a cell may be.
    static func fitting(_ text: String) -> String {
        var clean = text
        if text.unicodeScalars.contains(where: unfit) {
            clean = String(String.UnicodeScalarView(text.unicodeScalars.filter { !unfit($0) }))
        }
        return clean.utf16.count <= longestText ? clean : cut(clean, longestText - 1) + "…"
    }

    private static func unfit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 9, 10, 13: false
        case 0..<32, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    private static func cut(_ text: String, _ units: Int) -> String {
        var length = 0
        let scalars = text.unicodeScalars.prefix { scalar in
            length += scalar.value > 0xFFFF ? 2 : 1
            return length <= units
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
