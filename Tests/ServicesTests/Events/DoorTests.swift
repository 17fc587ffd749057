import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct DoorTests {
    private func token(_ test: TestHouse, _ seat: ID<Seat>, _ person: Actor) async throws -> String { try #require(try await test.house.seat(seat, for: person).token) }

    @Test(arguments: Engine.allCases) func aTicketCountsOnce(_ engine: Engine) async throws {
        try await withHouse(engine, connections: 8) { test in
            let house = test.house, organiser = try await test.applicant(1), event = try await test.event(), people = try await test.guests(1...2)
            let seat = try await test.seat(event, people[0]), code = try await token(test, seat, people[0])
            await refused("too_early") { try await CheckInSeat(code: code)(house, event, by: organiser) }
            try await test.move(to: try moment("2020-11-20", 13, 40))
            let results = await together((0..<6).map { _ in { @Sendable in try await CheckInSeat(code: code)(house, event, by: organiser) } })
            #expect(results.map(outcome).allSatisfy { $0 == "ok" })
            #expect(results.compactMap { try? $0.get() }.filter { !$0.repeated }.count == 1)
            #expect(try await test.verbs("seat", seat.rawValue) == ["seat_taken", "seat_checked_in"])
            let at = try await house.seat(seat, for: people[0]).cameAt
            try await test.move(to: try moment("2020-11-20", 14))
            #expect(try await CheckInSeat(code: code)(house, event, by: organiser).repeated)
            #expect(try await house.seat(seat, for: people[0]).cameAt == at)
            let door = try await house.door(event, last: seat, again: true, for: organiser)
            #expect(door.again && door.last?.cameAt == at && door.attendance.came == 1)
        }
    }

    @Test(arguments: Engine.allCases) func aTicketIsOfItsEventAndNobodyMakesOneUp(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, organiser = try await test.applicant(1), event = try await test.event(), other = try await test.event(title: "另一场活动"), person = try await test.guests(1...1)[0]
            let seat = try await test.seat(event, person), code = try await token(test, seat, person), number = try #require(try await house.seat(seat, for: person).number)
            try await test.move(to: try moment("2020-11-20", 13, 40))
            for wrong in ["", seat.rawValue, seat.rawValue + ".0000000000000000", "12", code + "x", String(repeating: "9", count: 300)] {
                let refusal = await refused("invalid") { try await CheckInSeat(code: wrong)(house, event, by: organiser) }
                #expect(refusal?.fields.map(\.field) == ["code"], "\(wrong)")
            }
            await refused("invalid") { try await CheckInSeat(code: code)(house, other, by: organiser) }
            _ = try await CheckInSeat(code: number)(house, event, by: organiser)
            #expect(try await test.seatState(seat) == "came")
        }
    }

    @Test(arguments: Engine.allCases) func whatWasScannedWithoutANetworkComesInLater(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, organiser = try await test.applicant(1), event = try await test.event(group: 3), people = try await test.guests(1...2)
            let seat = try await test.seat(event, people[0], people: 3), code = try await token(test, seat, people[0]), scanned = try moment("2020-11-20", 14, 5)
            try await test.move(to: try moment("2020-11-20", 18))
            #expect(try await test.seatState(seat) == "missed")
            let many = await refused("invalid") { try await CheckInSeat(code: code, people: 4)(house, event, by: organiser) }
            #expect(many?.fields.map(\.field) == ["people"])
            let once = Once(key: "scan", fingerprint: "f", visitor: "")
            _ = try await CheckInSeat(code: code, people: 2, at: Int(scanned.milliseconds))(house, event, by: organiser, once: once)
            #expect(try await CheckInSeat(code: code, people: 2, at: Int(scanned.milliseconds))(house, event, by: organiser, once: once).repeated)
            #expect(try await house.seat(seat, for: people[0]).cameAt == scanned)
            #expect(try await test.messages(people[0]).contains { $0.hasPrefix("感谢参加") })
            let counted = try await test.database.read { tx in try EventAttendance.of(tx, event) }
            #expect(counted == EventAttendance(registered: 3, came: 2, walkIns: 0, beyond: 0))
            try await test.move(to: try moment("2020-11-28"))
            await refused("too_late") { try await TakeWalkIn(name: "孙女士")(house, event, by: organiser) }
        }
    }

    @Test(arguments: Engine.allCases) func walkInsTakeWhatIsLeftAndAreMarkedBeyond(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, organiser = try await test.applicant(1), event = try await test.event(seats: 2), person = try await test.guests(1...1)[0]
            _ = try await test.seat(event, person)
            try await test.move(to: try moment("2020-11-20", 13, 40))
            _ = try await TakeWalkIn(name: "孙女士", phone: "13912345678")(house, event, by: organiser)
            let full = await refused("invalid") { try await TakeWalkIn(name: "钱先生")(house, event, by: organiser) }
            #expect(full?.fields.map(\.field) == ["beyond"])
            _ = try await TakeWalkIn(name: "钱先生", people: 2, beyond: true)(house, event, by: organiser)
            await refused("invalid") { try await TakeWalkIn(name: "", people: 0)(house, event, by: organiser) }
            await refused("not_found") { try await TakeWalkIn(name: "周女士")(house, event, by: person) }
            let counted = try await test.database.read { tx in try EventAttendance.of(tx, event) }
            #expect(counted == EventAttendance(registered: 1, came: 0, walkIns: 3, beyond: 2))
            let list = try await house.registrations(event, for: organiser)
            #expect(list.registrations.filter(\.isWalkIn).map(\.name).sorted() == ["孙女士", "钱先生"].sorted())
            #expect(try await test.wrongSeats() == [])
        }
    }

    @Test(arguments: Engine.allCases) func whoeverCameAnswersOnce(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, organiser = try await test.applicant(1), event = try await test.event(), people = try await test.guests(1...3)
            var seats: [ID<Seat>] = []
            for person in people { seats.append(try await test.seat(event, person)) }
            try await test.move(to: try moment("2020-11-20", 13, 40))
            for (seat, person) in zip(seats, people).prefix(2) { _ = try await CheckInSeat(code: try await token(test, seat, person))(house, event, by: organiser) }
            await refused("event_not_over") { try await AnswerSurvey(stars: 5)(house, seats[0], by: people[0]) }
            try await test.move(to: try moment("2020-11-20", 18))
            #expect(try await test.messages(people[0]).contains { $0.hasPrefix("感谢参加") })
            #expect(try await !test.messages(people[2]).contains { $0.hasPrefix("感谢参加") })
            let wrong = await refused("invalid") { try await AnswerSurvey(stars: 6)(house, seats[0], by: people[0]) }
            #expect(wrong?.fields.map(\.field) == ["stars"])
            _ = try await AnswerSurvey(stars: 5, comment: "讲得很具体")(house, seats[0], by: people[0])
            await refused("answered_already") { try await AnswerSurvey(stars: 1)(house, seats[0], by: people[0]) }
            await refused("not_found") { try await AnswerSurvey(stars: 1)(house, seats[1], by: people[0]) }
            await refused("seat_missed") { try await AnswerSurvey(stars: 1)(house, seats[2], by: people[2]) }
            _ = try await AnswerSurvey(stars: 4)(house, seats[1], by: people[1])
            let survey = try await house.registrations(event, for: organiser).survey
            #expect(survey == EventRegistrations.Survey(answers: 2, average: 45, comments: [.init(stars: 5, text: "讲得很具体")]))
        }
    }

    @Test(arguments: Engine.allCases) func aClosedAccountGivesItsSeatBackAndLeavesNoName(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, event = try await test.event(seats: 1, waitlist: true), next = try await test.guests(1...1)[0], person = try await test.talent(7, password: "Long-Enough-7")
            let seat = try await test.seat(event, person), waiting = try await test.seat(event, next, wait: true)
            let account = try #require(person.account)
            let data = try await test.database.read { tx in try OwnDataRoom.events.sections(tx, house, account) }
            #expect(data.first?.rows.first?.values.contains { $0.value == "来宾" } == true)
            _ = try await CloseAccount(password: "Long-Enough-7", understood: true)(house, by: person)
            #expect(try await test.seatState(seat) == "cancelled")
            #expect(try await test.seatState(waiting) == "registered")
            let after = try await test.database.read { tx in try OwnDataRoom.events.sections(tx, house, account) }
            #expect(after.first?.rows.first?.values.contains { $0.value == "来宾" } == false)
        }
    }
}
