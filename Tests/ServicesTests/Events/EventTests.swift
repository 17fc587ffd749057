import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct EventTests {
    @Test(arguments: Engine.allCases) func anEventIsWrittenAnnouncedAndOver(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, organiser = try await test.applicant(1), people = try await test.guests(1...2)
            let event = try await test.event(opens: false)
            #expect(try await house.events(EventFilter(), for: .visitor).events.isEmpty)
            #expect(try await house.events(EventFilter(), for: organiser).own.map(\.id) == [event])
            _ = try await OpenEvent()(house, event, by: organiser)
            #expect(try await house.events(EventFilter(), for: .visitor).events.map(\.id) == [event])
            #expect(try await house.eventsShown(from: test.clock.now, to: try moment("2020-12-01"), station: try await test.hostStation(), limit: 5).map(\.id) == [event])
            #expect(try await test.due(event.rawValue) == ["end_event 2020-11-20T17:00:00+08:00", "remind_event 2020-11-19T18:00:00+08:00"].sorted { $0.suffix(25) < $1.suffix(25) })
            let seat = try await test.seat(event, people[0])
            try await test.move(to: try moment("2020-11-19", 18, 1))
            #expect(try await test.messages(people[0]).contains { $0.hasPrefix("明天：") })
            #expect(try await test.messages(people[1]).isEmpty)
            try await test.move(to: try moment("2020-11-20", 17, 1))
            #expect(try await test.eventState(event) == "over")
            #expect(try await test.seatState(seat) == "missed")
            #expect(try await test.messages(organiser).contains { $0.hasPrefix("活动已结束") })
            #expect(try await test.verbs("event", event.rawValue) == ["event_written", "event_opened", "event_reminded", "event_ended"])
            try await EndEvent()(house, event, at: nil)
            #expect(try await test.verbs("event", event.rawValue).count == 4)
            try await test.move(to: try moment("2020-11-21"))
            #expect(try await house.events(EventFilter(span: .past), for: .visitor).events.map(\.id) == [event])
            #expect(try await house.events(EventFilter(), for: .visitor).events.isEmpty)
        }
    }

    @Test(arguments: Engine.allCases) func callingOffTellsEverybody(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, organiser = try await test.applicant(1), event = try await test.event(seats: 1, waitlist: true), people = try await test.guests(1...3)
            let seat = try await test.seat(event, people[0]), waiting = try await test.seat(event, people[1], wait: true)
            await refused("invalid") { try await CancelEvent(reason: "")(house, event, by: organiser) }
            await refused("not_found") { try await CancelEvent(reason: "台风")(house, event, by: people[2]) }
            _ = try await CancelEvent(reason: "台风预警，场地停用")(house, event, by: organiser)
            for person in people[0...1] { #expect(try await test.messages(person).contains { $0.hasPrefix("活动取消") }) }
            #expect(try await test.messages(people[2]).isEmpty)
            #expect(try await test.seatState(seat) == "cancelled")
            #expect(try await test.seatState(waiting) == "cancelled")
            #expect(try await test.due(event.rawValue) == [])
            let view = try await house.event(event, for: .visitor)
            #expect(view.summary.state == .cancelled && view.reason == "台风预警，场地停用")
            #expect(try await test.wrongSeats() == [])
            await refused("event_cancelled") { try await OpenEvent()(house, event, by: organiser) }
            await refused("event_cancelled") { try await test.seat(event, people[2]) }
        }
    }

    @Test(arguments: Engine.allCases) func callingOffMissesNobodyWhoRegistersMeanwhile(_ engine: Engine) async throws {
        try await withHouse(engine, connections: 12) { test in
            let house = test.house, organiser = try await test.applicant(1), event = try await test.event(seats: 100), people = try await test.guests(1...30)
            let joins: [@Sendable () async throws -> Receipt] = people.map { person in { @Sendable in try await TakeSeat(name: "来宾")(house, event, by: person) } }
            let results = await together(joins + [{ @Sendable in try await CancelEvent(reason: "场地停用")(house, event, by: organiser) }])
            #expect(results.last.map(outcome) == "ok")
            #expect(Set(results.map(outcome)).isSubset(of: ["ok", "event_cancelled"]))
            #expect(try await test.count("SELECT COUNT(*) FROM event_registrations WHERE event_id = \(event) AND state <> 'cancelled'") == 0)
            #expect(try await test.count("SELECT COUNT(*) FROM event_seats WHERE event_id = \(event) AND released_at IS NULL") == 0)
            for (person, result) in zip(people, results) where outcome(result) == "ok" { #expect(try await test.messages(person).contains { $0.hasPrefix("活动取消") }) }
        }
    }

    @Test(arguments: Engine.allCases) func anotherTimeIsToldAndFallsDueAnew(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, organiser = try await test.applicant(1), event = try await test.event(seats: 5), people = try await test.guests(1...2)
            for person in people { _ = try await test.seat(event, person) }
            _ = try await KeepEvent(try test.draftEvent(seats: 5, title: "项目对接沙龙（改期）", day: "2020-11-24"))(house, event, by: organiser)
            for person in people { #expect(try await test.messages(person).contains { $0.hasPrefix("活动有变") }) }
            #expect(try await test.due(event.rawValue).map { $0.split(separator: " ").last.map(String.init) ?? "" }.sorted() == ["2020-11-23T18:00:00+08:00", "2020-11-24T17:00:00+08:00"])
            // Nothing is told where nothing changed that people go by.
            let before = try await test.messages(people[0]).count
            _ = try await KeepEvent(try test.draftEvent(seats: 2, title: "项目对接沙龙（改期）", day: "2020-11-24"))(house, event, by: organiser)
            #expect(try await test.messages(people[0]).count == before)
            // Fewer seats, and all in their numbers.
            #expect(try await test.wrongSeats() == [])
            let few = await refused("invalid") { try await KeepEvent(try test.draftEvent(seats: 1, day: "2020-11-24"))(house, event, by: organiser) }
            #expect(few?.fields.map(\.field) == ["seats"])
        }
    }

    @Test(arguments: Engine.allCases) func whatIsWrongIsSaidAtItsField(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.hostStation(), organiser = try await test.applicant(1)
            let bad = EventDraft(
                type: "nothing", title: "短", summary: "短", field: "nothing", area: "nothing", place: "", latitude: 99, longitude: nil, begins: try moment("2020-11-01"), ends: try moment("2020-10-01"), seats: 0,
                groupMost: 0, questions: [.init(label: "", kind: .choice, options: "一个")], station: station)
            let refusal = await refused("invalid") { try await KeepEvent(bad)(house, by: organiser) }
            let wanted: Set = ["type", "title", "summary", "field", "area", "place", "latitude", "seats", "groupMost", "begins", "ends", "questions.0.label", "questions.0.options"]
            #expect(wanted.isSubset(of: Set(refusal?.fields.map(\.field) ?? [])))
            await refused("not_found") { try await KeepEvent(try test.draftEvent(station: station))(house, by: try await test.applicant(2)) }
            await refused("no_organiser") { try await KeepEvent(try test.draftEvent())(house, by: try await test.guests(1...1)[0]) }
            #expect(try await test.count("SELECT COUNT(*) FROM events") == 0)
        }
    }

    @Test(arguments: Engine.allCases) func theCalendarIsFiltered(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, near = try await test.event(title: "本周的沙龙", day: "2020-11-16"), far = try await test.event(title: "下月的沙龙", day: "2020-12-16")
            #expect(try await house.events(EventFilter(span: .week), for: .visitor).events.map(\.id) == [near])
            #expect(try await house.events(EventFilter(), for: .visitor).events.map(\.id) == [near, far])
            #expect(try await house.events(EventFilter(field: "marine"), for: .visitor).total == 0)
            #expect(try await house.events(EventFilter(field: "ai", area: "laoshan", station: try await test.hostStation()), for: .visitor).total == 2)
            let page = try await house.events(EventFilter(), for: .visitor, pageSize: 1)
            #expect(page.next == 1 && page.events.map(\.id) == [near])
            #expect(try await house.events(EventFilter(after: 1), for: .visitor, pageSize: 1).events.map(\.id) == [far])
        }
    }
}
