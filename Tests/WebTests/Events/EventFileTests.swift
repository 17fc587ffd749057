import Domain
@testable import Services
import Testing
@testable import Web

@Suite struct EventFileTests {
    private func summary(_ title: String, place: String) throws -> EventSummary {
        let begins = Instant(milliseconds: 1_607_580_000_000)   // 2020-12-10T14:00:00+08:00
        return EventSummary(
            id: try #require(ID(rawValue: "event1")), title: title, type: Words("沙龙", "Salon"), organiser: Words("驿站", "Station"), naming: nil, station: nil, stationName: nil, field: nil, area: nil, place: place, point: nil,
            onSite: true, begins: begins, ends: begins.adding(seconds: 7200), state: .open, seats: 10, left: 3, registration: .open)
    }

    @Test func timesAreInUTCAndTextIsEscaped() throws {
        let text = EventFile.text(try summary("沙龙; 项目, 人才", place: "A座\\2层"), about: "第一行\n第二行", address: "https://example.org/events/event1", now: Instant(milliseconds: 1_607_580_000_000), host: "example.org")
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines.contains("DTSTART:20201210T060000Z"))
        #expect(lines.contains("DTEND:20201210T080000Z"))
        #expect(lines.contains("SUMMARY:沙龙\\; 项目\\, 人才"))
        #expect(lines.contains("LOCATION:A座\\\\2层"))
        #expect(lines.contains("DESCRIPTION:第一行\\n第二行"))
        #expect(lines.first == "BEGIN:VCALENDAR" && lines.last == "")
    }

    @Test func linesHave75BytesAtMost() throws {
        let about = String(repeating: "人才引聚交流活动", count: 40)
        let text = EventFile.text(try summary("沙龙", place: "青岛"), about: about, address: "https://example.org", now: Instant(milliseconds: 0), host: "example.org")
        #expect(text.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 75 })
        #expect(text.replacing("\r\n ", with: "").contains(about))
    }
}
