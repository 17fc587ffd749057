import Domain

/// Reads a working-day calendar (calendars/*.yaml) and checks it.
public enum CalendarReader {
    /// - Parameters:
    ///   - file: the name to show in mistakes.
    ///   - hash: SHA-256 of the text in hex.
    /// - Returns: the calendar if there are no mistakes, and all mistakes in the order of the file.
    public static func read(_ text: String, file: String, hash: String) -> (calendar: WorkCalendar?, mistakes: [Mistake]) {
        let reading = Reading(file: file)
        guard let top = reading.open(text) else { return (nil, reading.sorted) }
        let id = top.id("calendar")
        let name = top.words("name")
        var names: [String: Words] = [:]
        if let part = top.part("names") {
            for zh in part.names { names[zh] = Words(zh, part.text(zh)) }
        }
        var days = Days(reading: reading, names: names)
        if let years = top.part("years") {
            for text in years.names {
                guard let year = Int(text), (1949...2200).contains(year) else {
                    years.report(text, Words("\(text) 不是年份", "\(text) is not a year"))
                    continue
                }
                if let entry = years.part(text) { days.read(entry, year) }
            }
        }
        top.done()
        guard reading.mistakes.isEmpty else { return (nil, reading.sorted) }
        return (WorkCalendar(id: id, name: name, hash: hash, officialYears: days.years, holidays: days.holidays, makeUpDays: days.makeUp), [])
    }

    private struct Days {
        let reading: Reading
        let names: [String: Words]
        var years: Set<Int> = []
        var holidays: [Day: Words] = [:]
        var makeUp: [Day: Words] = [:]

        mutating func read(_ entry: Entry, _ year: Int) {
            years.insert(year)
            if let part = entry.part("holidays") {
                for (range, name, path) in ranges(part, year) {
                    for number in range {
                        let day = Day(number: number)
                        if let other = holidays[day] {
                            reading.report(path, Words("\(day) 已列入\(other.zh)", "\(day) already belongs to \(other.en)"))
                        } else {
                            holidays[day] = name
                        }
                    }
                }
            }
            if let part = entry.partIfGiven("make_up") {
                for (range, name, path) in ranges(part, year) {
                    for number in range { add(Day(number: number), name, path) }
                }
            }
            entry.done()
        }

        private mutating func add(_ day: Day, _ name: Words, _ path: String) {
            if let holiday = holidays[day] {
                reading.report(path, Words("调休上班日 \(day) 在\(holiday.zh)假期之内", "The make-up day \(day) lies inside \(holiday.en)"))
            } else if day.weekday <= 5 {
                reading.report(path, Words("\(day) 本来就是工作日，不是调休上班日", "\(day) is a weekday anyway, not a make-up day"))
            } else if makeUp[day] != nil {
                reading.report(path, Words("调休上班日 \(day) 重复", "The make-up day \(day) stands twice"))
            } else {
                makeUp[day] = name
            }
        }

        /// Each date or range of dates under each name.
        private func ranges(_ part: Entry, _ year: Int) -> [(ClosedRange<Int>, Words, String)] {
            part.names.flatMap { zh in
                let name = names[zh]
                if name == nil {
                    part.report(zh, Words("names 中没有 \(zh)", "names does not list \(zh)"), instead: advice(zh, among: names.keys.sorted()))
                }
                return part.texts(zh).compactMap { text, path in
                    range(text, year, path).map { ($0, name ?? Words(zh, zh), path) }
                }
            }
        }

        private func range(_ text: String, _ year: Int, _ path: String) -> ClosedRange<Int>? {
            let parts = text.split(separator: " ")
            let days = parts.compactMap { Day($0) }
            let wellFormed = parts.count == 1 || (parts.count == 3 && parts[1] == "to")
            guard wellFormed, days.count == (parts.count + 1) / 2, let first = days.first, let last = days.last else {
                reading.report(path, Words("“\(text)”不是日期", "“\(text)” is not a date"),
                               instead: Words("写成 2020-01-24 to 2020-02-02，或单个日期", "write 2020-01-24 to 2020-02-02, or one date"))
                return nil
            }
            guard first <= last else {
                reading.report(path, Words("\(first) 晚于 \(last)", "\(first) is later than \(last)"), instead: Words("把两个日期对调", "swap the two dates"))
                return nil
            }
            guard first.year == year, last.year == year else {
                reading.report(path, Words("“\(text)”不在 \(year) 年", "“\(text)” is not in \(year)"),
                               instead: Words("列到日期所在的年份", "list it under its own year"))
                return nil
            }
            return first.number...last.number
        }
    }
}
