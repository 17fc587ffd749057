import Domain
import Markup

/// How values read on pages. Machine values stay in JSON and in `datetime`.
extension View {
    /// `2020年11月16日 (星期一)`, `Mon 16 Nov 2020`
    func callAsFunction(_ day: Day) -> String {
        let (year, month, date) = day.parts
        return self("\(year)年\(month)月\(date)日 (\(Names.weekday(day).zh))", "\(Names.weekday(day).en) \(date) \(Names.month(month)) \(year)")
    }

    /// The moment in the programme's zone: `2020年11月16日 (星期一) 09:00`, `Mon 16 Nov 2020, 09:00`
    func callAsFunction(_ instant: Instant) -> String {
        let day = zone.day(of: instant), clock = clock(instant)
        return self("\(self(day)) \(clock)", "\(self(day)), \(clock)")
    }

    /// `¥1,200.00`
    func callAsFunction(_ money: Fen) -> String { money.text }

    /// Without year and weekday, where space is short: `11月16日`, `16 Nov`
    func short(_ day: Day) -> String {
        let (_, month, date) = day.parts
        return self("\(month)月\(date)日", "\(date) \(Names.month(month))")
    }

    /// As documents are dated: `2020年11月16日`, `16 November 2020`
    func formal(_ day: Day) -> String {
        let (year, month, date) = day.parts
        return self("\(year)年\(month)月\(date)日", "\(date) \(Names.fullMonth(month)) \(year)")
    }

    /// `09:00`
    func clock(_ instant: Instant) -> String {
        let minutes = zone.secondOfDay(of: instant) / 60
        return "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
    }

    /// With groups of three digits: `10,000`
    func number(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// The size of a file, from bytes: `820 KB`, `1.2 MB`
    func size(_ bytes: Int) -> String {
        if bytes < 1000 { return self("\(bytes) 字节", "\(bytes) bytes") }
        if bytes < 1_000_000 { return "\(bytes / 1000) KB" }
        return "\(bytes / 1_000_000).\(bytes / 100_000 % 10) MB"
    }

    /// `<time datetime="2020-11-16">2020年11月16日 (星期一)</time>`
    func time(_ day: Day) -> HTML { "<time datetime=\"\(day.description)\">\(self(day))</time>" }

    /// `<time datetime="2020-11-16T09:00:00+08:00">2020年11月16日 (星期一) 09:00</time>`
    func time(_ instant: Instant) -> HTML { "<time datetime=\"\(zone.text(instant))\">\(self(instant))</time>" }
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

private enum Names {
    private static let weekdays = [
        Words("星期一", "Mon"), Words("星期二", "Tue"), Words("星期三", "Wed"), Words("星期四", "Thu"),
        Words("星期五", "Fri"), Words("星期六", "Sat"), Words("星期日", "Sun"),
    ]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]

    static func weekday(_ day: Day) -> Words { weekdays[day.weekday - 1] }
    static func fullMonth(_ month: Int) -> String { months[month - 1] }
    static func month(_ month: Int) -> String { String(fullMonth(month).prefix(3)) }
}
