import Domain
import Foundation
import Testing

@Suite struct DayTests {
    @Test func daysCountFrom1970AndBack() throws {
        #expect(Day("1970-01-01")?.number == 0)
        #expect(Day("1969-12-31")?.number == -1)
        #expect(Day("2000-02-29")?.number == 11_016)
        #expect(Day("2020-11-16")?.number == 18_582)
        #expect(Day("0001-01-01")?.number == -719_162)
        #expect(Day("9999-12-31")?.number == 2_932_896)
    }

    /// Each day of 1600–2400 comes back as written, one after the other.
    @Test func everyDayComesBack() throws {
        var number = try #require(Day("1600-01-01")).number
        var wrong: [Day] = []
        for year in 1600...2400 {
            for month in 1...12 {
                for day in 1...31 {
                    guard let date = Day(year: year, month: month, day: day) else { continue }
                    if date.number != number || date.parts != (year, month, day) { wrong.append(date) }
                    number += 1
                }
            }
        }
        #expect(wrong == [])
        #expect(number == Day("2401-01-01")?.number)
    }

    @Test(arguments: ["2021-02-29", "1900-02-29", "2020-13-01", "2020-00-10", "2020-04-31", "2020-4-3", "20201116", "2020/11/16", "2020-11-16 ", "二〇二〇-11-16", "", "-020-11-16", "0000-01-01"])
    func whatIsNoDateIsNotRead(_ text: String) { #expect(Day(text) == nil) }

    @Test func weeks() throws {
        #expect(Day("1970-01-01")?.weekday == 4)
        #expect(Day("2020-11-16")?.weekday == 1)
        #expect(Day("2020-11-22")?.weekday == 7)
        #expect(Day("0001-01-01")?.weekday == 1)
        #expect(Day("2020-02-28")?.adding(2) == Day("2020-03-01"))
    }

    @Test func daysTravelAsText() throws {
        let day = try #require(Day("2020-11-16"))
        #expect(String(decoding: try JSONEncoder().encode([day]), as: UTF8.self) == #"["2020-11-16"]"#)
        #expect(try JSONDecoder().decode([Day].self, from: Data(#"["2020-11-16"]"#.utf8)) == [day])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Day].self, from: Data(#"["2020-11-31"]"#.utf8)) }
    }
}

@Suite struct InstantTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2020-11-16T09:00:00+08:00", 1_605_488_400_000), ("2020-11-16T01:00:00Z", 1_605_488_400_000),
        ("2020-11-16 01:00:00z", 1_605_488_400_000), ("2020-11-16T01:00:00.5Z", 1_605_488_400_500),
        ("2020-11-16T01:00:00.123456789Z", 1_605_488_400_123), ("1969-12-31T19:00:00-05:00", 0), ("1969-12-31T23:59:59.999Z", -1),
    ] as [(String, Int64)])
    func momentsAreRead(_ text: String, _ milliseconds: Int64) { #expect(Instant(text)?.milliseconds == milliseconds) }

    @Test(arguments: ["2020-11-16", "2020-11-16T09:00:00", "2020-11-16T24:00:00Z", "2020-11-16T09:60:00Z", "2020-11-16T09:00:61Z", "2020-11-31T09:00:00Z", "2020-11-16T09:00:00.Z", "2020-11-16T09:00:00+0800", "2020-11-16T09:00:00+08:00x", ""])
    func whatIsNoMomentIsNotRead(_ text: String) { #expect(Instant(text) == nil) }

    @Test func aZoneShowsItsOwnDay() throws {
        let evening = try #require(Instant("2020-11-15T16:30:00Z"))
        #expect(Zone.china.day(of: evening) == Day("2020-11-16"))
        #expect(Zone.utc.day(of: evening) == Day("2020-11-15"))
        #expect(Zone.china.secondOfDay(of: evening) == 1800)
        #expect(Zone.china.text(evening) == "2020-11-16T00:30:00+08:00")
        #expect(Zone(offsetSeconds: -12_600).text(evening) == "2020-11-15T13:00:00-03:30")
        #expect(evening.description == "2020-11-15T16:30:00Z")
        #expect(Zone.china.day(of: Instant(milliseconds: -1)) == Day("1970-01-01"))
        #expect(Zone.utc.day(of: Instant(milliseconds: -1)) == Day("1969-12-31"))
    }

    @Test func aWallClockGivesAMoment() throws {
        let day = try #require(Day("2020-11-16"))
        #expect(Zone.china.instant(day, hour: 9) == Instant("2020-11-16T09:00:00+08:00"))
        #expect(Zone.china.instant(day, hour: 24) == Zone.china.instant(day.adding(1)))
        #expect(Zone.china.instant(day, hour: 17, minute: 30).adding(seconds: 60) == Instant("2020-11-16T17:31:00+08:00"))
    }

    @Test func momentsTravelAsText() throws {
        let moment = try #require(Instant("2020-11-16T01:00:00Z"))
        #expect(String(decoding: try JSONEncoder().encode([moment]), as: UTF8.self) == #"["2020-11-16T01:00:00Z"]"#)
        #expect(try JSONDecoder().decode([Instant].self, from: Data(#"["2020-11-16T09:00:00+08:00"]"#.utf8)) == [moment])
    }

    /// The hashes of an exported audit trail are over milliseconds.
    @Test(arguments: [
        (1_605_488_400_007, "2020-11-16T01:00:00.007Z"), (1_605_488_400_120, "2020-11-16T01:00:00.120Z"), (-1, "1969-12-31T23:59:59.999Z"), (0, "1970-01-01T00:00:00Z"),
    ] as [(Int64, String)])
    func momentsTravelToTheMillisecond(_ milliseconds: Int64, _ text: String) throws {
        let written = try JSONEncoder().encode([Instant(milliseconds: milliseconds)])
        #expect(String(decoding: written, as: UTF8.self) == "[\"\(text)\"]")
        #expect(try JSONDecoder().decode([Instant].self, from: written) == [Instant(milliseconds: milliseconds)])
    }
}

@Suite struct FenTests {
    @Test(arguments: [
        (0, "¥0.00"), (5, "¥0.05"), (120_000, "¥1,200.00"), (99_999, "¥999.99"), (100_000, "¥1,000.00"), (123_456_789_012, "¥1,234,567,890.12"),
        (-150, "-¥1.50"), (Int64.max, "¥92,233,720,368,547,758.07"), (Int64.min, "-¥92,233,720,368,547,758.08"),
    ] as [(Int64, String)])
    func moneyIsWrittenInYuan(_ fen: Int64, _ text: String) { #expect(Fen(fen).text == text) }

    @Test func moneyTravelsInFen() throws {
        #expect(String(decoding: try JSONEncoder().encode([Fen(120_050)]), as: UTF8.self) == "[120050]")
        #expect(try JSONDecoder().decode([Fen].self, from: Data("[120050]".utf8)) == [Fen(120_050)])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Fen].self, from: Data("[12.5]".utf8)) }
    }
}
