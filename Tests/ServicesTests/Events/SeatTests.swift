import Cluster
import Domain
import Foundation
import SQL
@testable import Services
import Testing

@Suite struct SeatTests {
    /// `YIZHAN_RUSHES=50` for the full count.
    static let rounds = ProcessInfo.processInfo.environment["YIZHAN_RUSHES"].flatMap(Int.init) ?? 2

    @Test(arguments: Engine.allCases) func twoHundredForTenSeatsAreExactlyTen(_ engine: Engine) async throws {
        try await withHouse(engine, connections: 16) { test in
            let house = test.house, people = try await test.guests(1...200)
            for round in 0..<Self.rounds {
                let event = try await test.event(seats: 10, title: "沙龙第\(round)场")
                let results = await together(people.map { person in
                    { @Sendable in try await TakeSeat(name: "来宾")(house, event, by: person, once: Once(key: "\(round)", fingerprint: "f", visitor: "")) }
                })
                let outcomes = Dictionary(grouping: results.map(outcome), by: { $0 }).mapValues(\.count)
                #expect(outcomes["ok"] == 10, "round \(round): \(outcomes)")
                #expect(Set(outcomes.keys).isSubset(of: ["ok", "event_full", "rush"]), "round \(round): \(outcomes)")
                #expect(try await test.count("SELECT COUNT(*) FROM event_seats WHERE event_id = \(event) AND released_at IS NULL") == 10)
            }
            #expect(try await test.wrongSeats() == [])
        }
    }

    @Test(arguments: Engine.allCases) func groupsAndSinglesOfALargeEventFillItToTheLastSeat(_ engine: Engine) async throws {
        try await withHouse(engine, connections: 16) { test in
            let house = test.house, event = try await test.event(seats: 150, group: 3), people = try await test.guests(1...120)
            let results = await together(people.enumerated().map { index, person in
                { @Sendable in
                    let size = index % 3 + 1
                    return try await TakeSeat(people: size, name: "来宾", companions: (1..<size).map { "同行\($0)" }.joined(separator: "\n"))(house, event, by: person)
                }
            })
            #expect(Set(results.map(outcome)).isSubset(of: ["ok", "event_full", "rush"]))
            let taken = try await test.count("SELECT COUNT(*) FROM event_seats WHERE event_id = \(event) AND released_at IS NULL")
            let seated = zip(people.indices, results).reduce(0) { sum, one in outcome(one.1) == "ok" ? sum + one.0 % 3 + 1 : sum }
            #expect(taken == seated)
            // Nobody who would have fitted was turned away: at most two seats are left.
            #expect(taken >= 148)
            #expect(try await test.wrongSeats() == [])
        }
    }

    @Test(arguments: Engine.allCases) func aGroupComesTogetherOrNotAtAll(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let event = try await test.event(seats: 5, group: 4), people = try await test.guests(1...3)
            _ = try await test.seat(event, people[0], people: 3)
            await refused("event_full") { try await test.seat(event, people[1], people: 4) }
            #expect(try await test.count("SELECT COUNT(*) FROM event_seats WHERE event_id = \(event) AND released_at IS NULL") == 3)
            #expect(try await test.count("SELECT COUNT(*) FROM event_registrations WHERE event_id = \(event)") == 1)
            _ = try await test.seat(event, people[2], people: 2)
            #expect(try await test.wrongSeats() == [])
            // Names go with numbers.
            let short = await refused("invalid") { try await TakeSeat(people: 2, name: "来宾", companions: "")(test.house, event, by: people[1]) }
            #expect(short?.fields.map(\.field) == ["companions"])
            let many = await refused("invalid") { try await TakeSeat(people: 5, name: "来宾")(test.house, event, by: people[1]) }
            #expect(many?.fields.map(\.field) == ["people"])
        }
    }

    @Test(arguments: Engine.allCases) func onePersonHasOneRegistrationAndMayComeBack(_ engine: Engine) async throws {
        try await withHouse(engine, connections: 8) { test in
            let house = test.house, event = try await test.event(seats: 10), person = try await test.guests(1...1)[0]
            let results = await together((0..<8).map { _ in { @Sendable in try await TakeSeat(name: "来宾")(house, event, by: person) } })
            #expect(results.map(outcome).filter { $0 == "ok" }.count == 1)
            #expect(Set(results.map(outcome)) == ["ok", "registered_already"])
            let own = try #require(try await house.event(event, for: person).own)
            _ = try await CancelSeat()(house, own.id, by: person)
            _ = try await test.seat(event, person)
            #expect(try await test.count("SELECT COUNT(*) FROM event_seats WHERE event_id = \(event) AND released_at IS NULL") == 1)
            #expect(try await test.wrongSeats() == [])
        }
    }

    @Test(arguments: Engine.allCases) func aSeatThatIsGivenBackGoesToTheNextInLine(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, event = try await test.event(seats: 2, group: 2, waitlist: true), people = try await test.guests(1...5)
            let first = try await test.seat(event, people[0]), second = try await test.seat(event, people[1])
            let full = await refused("event_full") { try await test.seat(event, people[2]) }
            #expect(full?.fields.map(\.field) == ["wait"])
            let pair = try await test.seat(event, people[2], people: 2, wait: true)
            test.clock.advance(seconds: 1)
            let single = try await test.seat(event, people[3], wait: true)
            test.clock.advance(seconds: 1)
            let last = try await test.seat(event, people[4], wait: true)
            #expect(try await house.seat(single, for: people[3]).line == 2)
            // One seat is no use to two: the next one gets it.
            _ = try await CancelSeat()(house, first, by: people[0])
            #expect(try await test.seatState(pair) == "waiting")
            #expect(try await test.seatState(single) == "registered")
            #expect(try await test.messages(people[3]).contains { $0.hasPrefix("候补到名额") })
            #expect(try await house.seat(pair, for: people[2]).line == 1)
            _ = try await CancelSeat()(house, second, by: people[1])
            #expect(try await test.seatState(last) == "registered")
            // More seats go to whoever waits.
            _ = try await KeepEvent(try test.draftEvent(seats: 4, group: 2, waitlist: true))(house, event, by: try await test.applicant(1))
            #expect(try await test.seatState(pair) == "registered")
            #expect(try await test.wrongSeats() == [])
        }
    }

    @Test(arguments: Engine.allCases) func nobodyWaitsWhileASeatIsFree(_ engine: Engine) async throws {
        try await withHouse(engine, connections: 12) { test in
            let house = test.house, event = try await test.event(seats: 5, waitlist: true), people = try await test.guests(1...40)
            let seated = try await { var ids: [(Actor, ID<Seat>)] = []; for person in people[0..<5] { ids.append((person, try await test.seat(event, person))) }; return ids }()
            let joins: [@Sendable () async throws -> Receipt] = people[5...].map { person in { @Sendable in try await TakeSeat(name: "来宾", wait: true)(house, event, by: person) } }
            let leaves: [@Sendable () async throws -> Receipt] = seated.map { person, id in { @Sendable in try await CancelSeat()(house, id, by: person) } }
            let results = await together(joins + leaves)
            #expect(Set(results.map(outcome)).isSubset(of: ["ok", "rush"]))
            #expect(try await test.count("SELECT COUNT(*) FROM event_seats WHERE event_id = \(event) AND released_at IS NULL") == 5)
            #expect(try await test.wrongSeats() == [])
        }
    }

    @Test(arguments: Engine.allCases) func withApprovalASeatIsHeldUntilTheAnswer(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, event = try await test.event(seats: 2, approval: true, waitlist: true), people = try await test.guests(1...3), organiser = try await test.applicant(1)
            let first = try await test.seat(event, people[0]), second = try await test.seat(event, people[1]), third = try await test.seat(event, people[2], wait: true)
            #expect(try await test.seatState(first) == "requested")
            #expect(try await house.seat(first, for: people[0]).number == nil)
            _ = try await AnswerSeat(accept: true)(house, first, by: organiser)
            #expect(try await house.seat(first, for: people[0]).number?.count == 9)
            await refused("invalid") { try await AnswerSeat(accept: false)(house, second, by: organiser) }
            _ = try await AnswerSeat(accept: false, reason: "本场面向算法方向")(house, second, by: organiser)
            let view = try await house.seat(second, for: people[1])
            #expect(view.state == .refused && view.reason == "本场面向算法方向")
            #expect(try await test.seatState(third) == "requested")
            await refused("seat_registered") { try await AnswerSeat(accept: true)(house, first, by: organiser) }
            #expect(try await test.wrongSeats() == [])
        }
    }

    @Test(arguments: Engine.allCases) func whoMayNotIsTold(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, event = try await test.event(), draft = try await test.event(title: "尚未发布", opens: false), people = try await test.guests(1...2)
            await refused("sign_in", .unauthenticated) { try await TakeSeat()(house, event, by: .visitor) }
            await refused("not_found") { try await TakeSeat(name: "来宾")(house, draft, by: people[0]) }
            await refused("not_found") { try await house.event(draft, for: people[0]) }
            let seat = try await test.seat(event, people[0])
            await refused("not_found") { try await house.seat(seat, for: people[1]) }
            await refused("not_found") { try await CancelSeat()(house, seat, by: people[1]) }
            await refused("not_found") { try await AnswerSeat(accept: true)(house, seat, by: people[1]) }
            await refused("not_found") { try await house.registrations(event, for: people[1]) }
            await refused("not_found") { try await CheckInSeat(code: "12345678")(house, event, by: try await test.applicant(2)) }
            try await test.move(to: try moment("2020-11-20", 14, 30))
            await refused("registration_closed") { try await test.seat(event, people[1]) }
        }
    }

    @Test(arguments: Engine.allCases) func questionsAreAnsweredAndSealed(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, people = try await test.guests(1...1)
            let event = try await test.event(questions: [.init(label: "研究方向", kind: .text, required: true), .init(label: "城区", kind: .choice, options: "崂山，市南")])
            let wrong = await refused("invalid") { try await test.seat(event, people[0], answers: ["q2": ["黄岛"]]) }
            #expect(wrong?.fields.map(\.field) == ["answers.q1", "answers.q2"])
            let seat = try await test.seat(event, people[0], answers: ["q1": ["海洋大数据"], "q2": ["市南"]])
            let list = try await house.registrations(event, for: try await test.applicant(1))
            #expect(list.registrations.first?.answers.map(\.answer) == ["海洋大数据", "市南"])
            let sealed: [UInt8] = try await test.database.read { tx in try #require(try tx.value("SELECT entry FROM event_registrations WHERE id = \(seat)")) }
            #expect(!String(decoding: sealed, as: UTF8.self).contains("海洋大数据"))
            // Answers refer to questions, which stay.
            let changed = await refused("invalid") { try await KeepEvent(try test.draftEvent())(house, event, by: try await test.applicant(1)) }
            #expect(changed?.fields.map(\.field) == ["questions"])
        }
    }
}
