import Foundation

/// One value of an exported table.
public enum Cell: Sendable, Equatable {
    case text(String)
    case number(Double)
    case int(Int64)
    /// Money in fen, shown in yuan with two decimals.
    case fen(Int64)
    /// A calendar date: `2020-11-16`.
    case day(String)
    /// A moment on the wall clock of the programme: `2020-11-16 09:30` or `2020-11-16 09:30:00`, a T between them allowed.
    case instant(String)
    case empty

    /// A text that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it.
    static func quoted(_ text: String) -> String {
        guard let first = text.unicodeScalars.first else { return text }
        // the full-width signs too, which spreadsheets in East Asian settings read as the plain ones
        let signs: [Unicode.Scalar] = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]
        return signs.contains(first) ? "'" + text : text
    }

    /// Year, month, day, hour, minute, second of a date or moment; nil when it is none.
    static func moment(_ text: String) -> [Int]? {
        let halves = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == " " || $0 == "T" }
        guard let date = halves.first, let day = numbers(date, "-", [4, 2, 2]) else { return nil }
        guard day[0] >= 1900, (1...12).contains(day[1]), (1...length(ofMonth: day[1], day[0])).contains(day[2]) else { return nil }
        guard halves.count == 2 else { return day + [0, 0, 0] }
        guard let time = numbers(halves[1], ":", [2, 2]).map({ $0 + [0] }) ?? numbers(halves[1], ":", [2, 2, 2]),
            time[0] < 24, time[1] < 60, time[2] < 60
        else { return nil }
        return day + time
    }

    /// An amount of fen in yuan: `-12.05`.
    static func yuan(_ fen: Int64) -> String {
        let cents = fen.magnitude % 100
        return "\(fen < 0 ? "-" : "")\(fen.magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
    }

    private static func numbers(_ text: Substring, _ separator: Character, _ widths: [Int]) -> [Int]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == widths, parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }) else { return nil }
        return parts.compactMap { Int($0) }
    }

    private static func length(ofMonth month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
