import Glibc

/// Which number formats of a workbook show dates, and what a number is then.
struct NumberFormats {
    /// By the style's number, in order of `cellXfs`.
    var dates: [Bool] = []
    /// Days count from 1904 instead of 1900.
    var from1904 = false

    /// - Parameters:
    ///   - id: of a built-in format or one of the file's own.
    ///   - code: of its own: `yyyy"年"m"月"`
    static func isDate(_ id: Int, _ code: String?) -> Bool {
        switch id {
        case 14...22, 27...36, 45...47, 50...58: return true
        default: break
        }
        guard let code else { return false }
        var isQuoted = false, isBracketed = false, isEscaped = false
        for letter in code.lowercased() {
            if isEscaped {
                isEscaped = false
                continue
            }
            switch letter {
            case "\\": isEscaped = true
            case "\"": isQuoted.toggle()
            case "[" where !isQuoted: isBracketed = true
            case "]" where !isQuoted: isBracketed = false
            case "y", "d", "h": if !isQuoted, !isBracketed { return true }
            default: break
            }
        }
        return false
    }

    /// A number as its cell shows it: a date as `2023-12-31`, with the time where there is one; a whole number without a point.
    func text(_ written: String, style: Int) -> String {
        guard let number = Double(written), number.isFinite else { return written }
        if dates.indices.contains(style), dates[style], let date = moment(number) { return date }
        if number == number.rounded(), number.magnitude < 9e15 { return String(Int64(number)) }
        // 0.1 + 0.2 is stored with all its digits; fifteen are what a spreadsheet shows
        return written.contains(where: { $0 == "e" || $0 == "E" }) ? "\(number)" : written
    }

    private func moment(_ serial: Double) -> String? {
        guard serial >= 0, serial < 2_958_466 else { return nil }
        var days = Int(serial)
        var seconds = Int(((serial - Double(days)) * 86_400).rounded())
        if seconds >= 86_400 {
            seconds = 0
            days += 1
        }
        // days since 1970; the workbook's calendar of 1900 has a 29th of February that never was
        let number = from1904 ? days - 24_107 : days - (days > 59 ? 25_569 : 25_568)
        var time = time_t(number * 86_400), parts = tm()
        guard gmtime_r(&time, &parts) != nil else { return nil }
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let date = "\(parts.tm_year + 1900)-\(two(Int(parts.tm_mon) + 1))-\(two(Int(parts.tm_mday)))"
        guard seconds > 0 else { return date }
        return "\(date) \(two(seconds / 3600)):\(two(seconds / 60 % 60))" + (seconds % 60 > 0 ? ":\(two(seconds % 60))" : "")
    }
}
