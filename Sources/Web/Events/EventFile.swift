import Domain
import Services

/// An event as a file for calendars (RFC 5545).
enum EventFile {
    /// - Parameter address: of the event's page, with its origin.
    static func text(_ event: EventSummary, about: String, address: String, now: Instant, host: String) -> String {
        let lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Yizhan//Events//ZH", "METHOD:PUBLISH", "BEGIN:VEVENT", "UID:\(event.id.rawValue)@\(host)", "DTSTAMP:\(moment(now))",
            "DTSTART:\(moment(event.begins))", "DTEND:\(moment(event.ends))", "SUMMARY:\(escaped(event.title))", "LOCATION:\(escaped(event.place))", "DESCRIPTION:\(escaped(about))", "URL:\(address)",
            "STATUS:\(event.state == .cancelled ? "CANCELLED" : "CONFIRMED")", "END:VEVENT", "END:VCALENDAR",
        ]
        return lines.map(folded).joined(separator: "\r\n") + "\r\n"
    }

    /// `20201210T060000Z`
    private static func moment(_ at: Instant) -> String {
        let zone = Zone.china, utc = at.adding(seconds: -8 * 3600)   // the parts of the day in China, eight hours before, are those in UTC
        let parts = zone.day(of: utc).parts, second = zone.secondOfDay(of: utc)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.year)\(two(parts.month))\(two(parts.day))T\(two(second / 3600))\(two(second / 60 % 60))\(two(second % 60))Z"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\", ";", ",": escaped += "\\\(character)"
            case _ where character.isNewline: escaped += "\\n"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    /// At most 75 bytes on a line, cut between characters.
    private static func folded(_ line: String) -> String {
        var folded = "", room = 75
        for character in line {
            let bytes = String(character).utf8.count
            if bytes > room {
                folded += "\r\n "
                room = 74
            }
            folded.append(character)
            room -= bytes
        }
        return folded
    }
}
