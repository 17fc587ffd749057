import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct MissTests {
    @Test(arguments: Engine.allCases) func whoDoesNotComeIsWarnedThenSuspendedAndMayAppeal(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 1), one = try await test.guest(1), two = try await test.guest(2)
            let first = try await test.book(one, place, "2020-11-14", "2020-11-16")
            await refused("too_early", .conflict) { try await MarkNoShow()(house, first, by: try await test.applicant(1)) }
            try await test.move(to: try moment("2020-11-14", 21, 59))
            #expect(try await test.stay(first) == "booked 2020-11-14/2020-11-16")
            try await test.move(to: try moment("2020-11-14", 22))
            #expect(try await test.stay(first) == "no_show 2020-11-14/2020-11-16")
            #expect(try await test.lines(first) == " |  | ")
            #expect(try await house.stay(first, for: one).miss?.consequence == .warning)
            // The bed is free again tonight.
            _ = try await test.book(two, place, "2020-11-15", "2020-11-16")
            // Cancelled after the cut-off: the second time.
            let second = try await test.book(one, place, "2020-11-16", "2020-11-17")
            try await test.move(to: try moment("2020-11-15", 18))
            _ = try await CancelStay()(house, second, by: one)
            let miss = try #require(try await house.stay(second, for: one).miss)
            #expect([miss.kind.rawValue, miss.consequence.rawValue] == ["late_cancel", "ban"])
            #expect(miss.bannedUntil == (try day("2020-12-15")))
            #expect(try await house.myStays(for: one).entitlement.map(\.bannedUntil) == [try day("2020-12-15")])
            await refused("banned", .conflict) { try await test.book(one, place, "2020-11-20", "2020-11-21") }
            await refused("banned", .conflict) { try await JoinWaitlist(StayWish(first: try day("2020-11-20"), end: try day("2020-11-21")))(house, at: place, by: one) }
            // An appeal is a case; upheld, it lifts the ban.
            await refused("not_found", .notFound) { try await AppealMiss(text: "航班取消，当晚无法赶到青岛。")(house, second, by: two) }
            _ = try await AppealMiss(text: "航班取消，当晚无法赶到青岛。")(house, second, by: one)
            await refused("appealed", .conflict) { try await AppealMiss(text: "航班取消，当晚无法赶到青岛。")(house, second, by: one) }
            let id = try await test.database.read { tx in try #require(try tx.value("SELECT appeal_case FROM stay_misses WHERE stay_id = \(second)") as ID<Case>?) }
            #expect(try await test.at(id) == "open/answer 1")
            try await test.rule(id, "industry", .pass, reason: "情况属实。")
            #expect(try await test.verbs("stay", second.rawValue) == ["stay_booked", "reminded", "stay_cancelled", "banned", "appealed", "appeal_upheld"])
            #expect(try await house.stay(second, for: one).miss?.appeal?.answer == "情况属实。")
            _ = try await test.book(one, place, "2020-11-20", "2020-11-21")
        }
    }

    @Test(arguments: Engine.allCases) func aBanEndsByItself(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 1), one = try await test.guest(1)
            for _ in 1...2 {
                let id = try await test.book(one, place, "2020-11-14", "2020-11-15")
                test.clock.set(try moment("2020-11-13", 18))
                _ = try await CancelStay()(house, id, by: one)
            }
            test.clock.set(try moment("2020-12-12"))
            await refused("banned") { try await test.book(one, place, "2020-12-20", "2020-12-21") }
            test.clock.set(try moment("2020-12-13"))
            _ = try await test.book(one, place, "2020-12-20", "2020-12-21")
        }
    }

    @Test(arguments: Engine.allCases) func whoTelephonesKeepsTheBed(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 1), one = try await test.guest(1), desk = try await test.applicant(1)
            let id = try await test.book(one, place, "2020-11-14", "2020-11-16")
            _ = try await ExpectLate()(house, id, by: desk)
            try await test.move(to: try moment("2020-11-15", 9))
            #expect(try await test.stay(id) == "booked 2020-11-14/2020-11-16")
            _ = try await CheckIn(identitySeen: true)(house, id, by: desk)
            #expect(try await test.stay(id) == "checked_in 2020-11-14/2020-11-16")
            #expect(try await test.count("SELECT COUNT(*) FROM stay_misses") == 0)
        }
    }

    @Test(arguments: Engine.allCases) func whenTheStationCancelsTheGuestBearsNoMark(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 1), one = try await test.guest(1), desk = try await test.applicant(1)
            let id = try await test.book(one, place, "2020-11-14", "2020-11-16")
            test.clock.set(try moment("2020-11-13", 20))
            await refused("invalid") { try await CancelStay()(house, id, by: desk) }
            _ = try await CancelStay(reason: "水管爆裂，房间无法入住")(house, id, by: desk)
            #expect(try await test.stay(id) == "cancelled 2020-11-14/2020-11-16")
            #expect(try await test.count("SELECT COUNT(*) FROM stay_misses") == 0)
            #expect(try await test.messages(one).last == "驿站取消了预订：驿站公寓")
            #expect(try await house.stay(id, for: one).cancellation == CancellationView(byOffice: false, reason: "水管爆裂，房间无法入住"))
        }
    }

    /// The second time was a ban because there was a first; without the first it is a warning.
    @Test(arguments: Engine.allCases) func whatFollowedFromALiftedMarkIsLiftedToo(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 1), one = try await test.guest(1)
            let first = try await test.book(one, place, "2020-11-14", "2020-11-16")
            try await test.move(to: try moment("2020-11-14", 23))
            let second = try await test.book(one, place, "2020-11-17", "2020-11-19")
            try await test.move(to: try moment("2020-11-17", 23))
            #expect(try await house.stay(second, for: one).miss?.consequence == .ban)
            await refused("banned", .conflict) { try await test.book(one, place, "2020-11-25", "2020-11-26") }
            let appeal = try await AppealMiss(text: "当天列车停运，有铁路部门的证明。")(house, first, by: one)
            #expect(appeal == Receipt(.stay, first.rawValue))
            let id: ID<Case> = try await test.database.read { tx in try #require(try tx.value("SELECT appeal_case FROM stay_misses WHERE stay_id = \(first)")) }
            // The office reads what the appeal is about, though no proof was ever asked for.
            #expect(try await house.caseView(id, for: try await test.staff("industry.handler")).lodging?.appeal?.kind == .noShow)
            try await test.rule(id, "industry", .pass, reason: "情况属实。")
            #expect(try await house.stay(second, for: one).miss?.consequence == .warning)
            _ = try await test.book(one, place, "2020-11-25", "2020-11-26")
            await refused("lifted", .conflict) { try await AppealMiss(text: "同一件事再申诉一次。")(house, first, by: one) }
        }
    }
}
