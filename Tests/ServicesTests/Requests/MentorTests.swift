import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct MentorTests {
    @Test(arguments: Engine.allCases) func anHourIsBookedRemindedHeldAndRated(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.guest(1), station = try await test.station(1), keeper = try await test.applicant(1)
            let mentor = try await test.mentor(station, by: keeper)
            let hours = try await test.hours(mentor, by: keeper, from: Zone.china.instant(try day("2020-11-18"), hour: 14))
            #expect(try await house.mentors(field: "ai", for: .visitor).mentors.map(\.free) == [2])
            #expect(try await house.mentors(field: "marine", for: .visitor).mentors.isEmpty)
            let request = try await test.book(hours[0], of: mentor, by: talent), booking = try await test.booking(request, talent)
            #expect(try await house.mentor(mentor, for: .visitor).hours.map(\.isFree) == [false, true])
            #expect(try await house.request(request, for: keeper).summary.topic == .startUp)
            // A second booking belongs to the same request while that is open.
            #expect(try await test.book(hours[1], of: mentor, by: talent) == request)
            await refused("hour_to_come", .conflict) { try await RecordMentorHour(came: true)(house, booking, by: keeper) }
            try await test.move(to: Zone.china.instant(try day("2020-11-17"), hour: 15))
            #expect(try await test.messages(talent).filter { $0 == "导师辅导提醒：孙启航" }.count == 2)
            try await test.move(to: Zone.china.instant(try day("2020-11-18"), hour: 16))
            let all = try await house.mentor(mentor, for: keeper).bookings
            let first = try #require(all.last).id, second = try #require(all.first).id
            await refused("not_found", .notFound) { try await RecordMentorHour(came: true)(house, first, by: talent) }
            _ = try await RecordMentorHour(came: true, note: "完善了股权结构")(house, first, by: keeper)
            _ = try await RecordMentorHour(came: false)(house, second, by: keeper)
            await refused("booking_over", .conflict) { try await RecordMentorHour(came: true)(house, first, by: keeper) }
            #expect(try await house.request(request, for: talent).bookings.map(\.state) == [.noShow, .held])
            #expect(try await house.request(request, for: talent).bookings.last?.note == "完善了股权结构")
            _ = try await CloseRequest(outcome: .solved, text: "辅导完成")(house, request, by: keeper)
            _ = try await RateRequest(stars: 5)(house, request, by: talent)
        }
    }

    @Test(arguments: Engine.allCases) func ofTwoWhoWantOneHourOneGetsIt(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let station = try await test.station(1), keeper = try await test.applicant(1), people = try await test.guests(1...4), mentor = try await test.mentor(station, by: keeper)
            let hour = try await test.hours(mentor, by: keeper, from: Zone.china.instant(try day("2020-11-18"), hour: 14), count: 1)[0]
            let results = await together(people.map { person in { @Sendable in try await test.book(hour, of: mentor, by: person) } })
            #expect(results.map(outcome).sorted() == ["hour_taken", "hour_taken", "hour_taken", "ok"])
            #expect(try await test.count("SELECT COUNT(*) FROM mentor_bookings") == 1)
            // Who did not get it has no request either.
            #expect(try await test.count("SELECT COUNT(*) FROM requests") == 1)
        }
    }

    @Test(arguments: Engine.allCases) func onePersonHoldsOnlySoMany(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.guest(1), station = try await test.station(1), keeper = try await test.applicant(1), mentor = try await test.mentor(station, by: keeper)
            let hours = try await test.hours(mentor, by: keeper, from: Zone.china.instant(try day("2020-11-18"), hour: 9), count: 4)
            let results = await together(hours.map { hour in { @Sendable in try await test.book(hour, of: mentor, by: talent) } })
            #expect(results.map(outcome).sorted() == ["bookings_full", "bookings_full", "ok", "ok"])
            let request = try #require(results.compactMap { try? $0.get() }.first), booking = try await test.booking(request, talent)
            await refused("not_found", .notFound) { try await CancelMentor()(house, booking, by: try await test.guest(2)) }
            _ = try await CancelMentor()(house, booking, by: talent)
            await refused("booking_over", .conflict) { try await CancelMentor()(house, booking, by: talent) }
            let free = try #require(try await house.mentor(mentor, for: talent).hours.first(where: \.isFree)).id
            _ = try await test.book(free, of: mentor, by: talent)
            // Too late for the person, not for the keeper.
            try await test.move(to: Zone.china.instant(try day("2020-11-17"), hour: 18))
            let open = try #require(try await house.mentor(mentor, for: talent).bookings.first { $0.state == .booked })
            #expect(!open.mayCancel)
            await refused("cancel_late", .conflict) { try await CancelMentor()(house, open.id, by: talent) }
            _ = try await CancelMentor()(house, open.id, by: keeper)
            #expect(try await test.messages(talent).last == "导师预约已取消：孙启航")
            // Withdrawing the request gives back what is left.
            _ = try await WithdrawRequest()(house, request, by: talent)
            #expect(try await test.count("SELECT COUNT(*) FROM mentor_bookings WHERE state = 'booked'") == 0)
        }
    }

    @Test(arguments: Engine.allCases) func whoeverKeepsAMentorAloneChangesThem(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), keeper = try await test.applicant(1), other = try await test.applicant(2), talent = try await test.guest(1),
                today = Zone.china.day(of: try await house.now())
            _ = try await test.station(2)
            await refused("invalid", .invalid) { try await test.mentor(station, by: other) }
            await refused("keeps_no_mentors", .forbidden) { try await test.mentor(station, by: try await test.applicant(3)) }
            await refused("keeps_no_mentors", .forbidden) { try await test.mentor(station, by: talent) }
            await refused("invalid", .invalid) { try await AddMentor(name: "甲", organisation: "乙", helps: "帮助创业", consentOn: nil)(house, by: keeper) }
            await refused("invalid", .invalid) { try await AddMentor(name: "甲", organisation: "乙", helps: "帮助创业", consentOn: today.adding(1))(house, by: keeper) }
            let mentor = try await test.mentor(station, by: keeper), start = Zone.china.instant(try day("2020-11-18"), hour: 14)
            await refused("not_found", .notFound) { try await PublishHours(from: start, minutes: 30, place: "201")(house, mentor, by: other) }
            await refused("not_found", .notFound) { try await EndMentor()(house, mentor, by: other) }
            for bad in [PublishHours(from: start, minutes: 20, place: "201"), PublishHours(from: nil, minutes: 30, place: "201"), PublishHours(from: start, minutes: 30, place: ""),
                PublishHours(from: start, minutes: 30, count: 13, place: "201"), PublishHours(from: try moment("2020-11-01"), minutes: 30, place: "201")] {
                await refused("invalid", .invalid) { try await bad(house, mentor, by: keeper) }
            }
            let hours = try await test.hours(mentor, by: keeper, from: start)
            await refused("invalid", .invalid) { try await PublishHours(from: start.adding(seconds: 900), minutes: 30, place: "201")(house, mentor, by: keeper) }
            _ = try await test.book(hours[0], of: mentor, by: talent)
            await refused("hour_taken", .conflict) { try await WithdrawHour()(house, hours[0], by: keeper) }
            await refused("not_found", .notFound) { try await WithdrawHour()(house, hours[1], by: other) }
            _ = try await WithdrawHour()(house, hours[1], by: keeper)
            await refused("not_found", .notFound) { try await test.book(hours[1], of: mentor, by: talent) }
            await refused("staff_ask_nothing", .forbidden) { try await test.book(hours[0], of: mentor, by: try await test.staff("centre.handler")) }
            _ = try await EndMentor()(house, mentor, by: keeper)
            await refused("not_found", .notFound) { try await house.mentor(mentor, for: talent) }
            #expect(try await test.messages(talent).contains("导师预约取消：孙启航"))
        }
    }
}
