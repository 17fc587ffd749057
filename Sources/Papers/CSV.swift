import Foundation

/// Comma-separated text (RFC 4180): UTF-8 with a byte order mark, without which Excel misreads Chinese; CRLF; formulas quoted.
public enum CSV {
    /// What the file begins with.
    public static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The heading, with the mark before it.
    public static func heading(_ titles: [String]) -> [UInt8] {
        mark + line(titles.map(Cell.text))
    }

    /// One row with its line end.
    public static func line(_ cells: [Cell]) -> [UInt8] {
        Array((cells.map(field).joined(separator: ",") + "\r\n").utf8)
    }

    private static func field(_ cell: Cell) -> String {
        switch cell {
        case .text(let text): enclosed(Cell.quoted(text))
        case .number(let number): number.isFinite ? "\(number)" : ""
        case .int(let number): "\(number)"
        case .fen(let fen): Cell.yuan(fen)
        case .day(let text), .instant(let text): enclosed(Cell.moment(text) == nil ? Cell.quoted(text) : text)
        case .empty: ""
        }
    }

    private static func enclosed(_ text: String) -> String {
        // scalars, because CR LF is one Character
        guard text.unicodeScalars.contains(where: { $0 == "," || $0 == "\"" || $0 == "\r" || $0 == "\n" }) else { return text }
        return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
