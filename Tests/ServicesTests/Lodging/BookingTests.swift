import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct BookingTests {
    @Test(arguments: Engine.allCases) func aBookingTakesABedAndTheEntitlementForEachNight(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 2), one = try await test.guest(1)
            let id = try await test.book(one, place, "2020-11-20", "2020-11-22")
            #expect(try await test.stay(id) == "booked 2020-11-20/2020-11-22")
            let lines = try await test.lines(id)
            #expect(lines.hasSuffix(" | 2020 night 1, 2020 night 2 | 2020 stay 1"))
            #expect(try await test.verbs("stay", id.rawValue) == ["stay_booked"])
            #expect(try await test.messages(one) == ["已预订：驿站公寓"])
            #expect(try await test.due(id.rawValue) == ["remind_stay 2020-11-19T10:00:00+08:00", "no_show 2020-11-20T22:00:00+08:00"])
        }
    }

    @Test(arguments: Engine.allCases) func whatIsTakenIsRefusedAndKeptAsUnmetDemand(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 1)
            let one = try await test.guest(1), two = try await test.guest(2)
            _ = try await test.book(one, place, "2020-11-20", "2020-11-22")
            await refused("no_bed", .conflict) { try await test.book(two, place, "2020-11-21", "2020-11-23") }
            let unmet = try await test.database.read { tx in
                try tx.rows("SELECT night, area, reason FROM refused_nights ORDER BY night").map { "\(try $0("night") as String) \(try $0("area") as String) \(try $0("reason") as String)" }
            }
            #expect(unmet == ["2020-11-21 laoshan no_bed", "2020-11-22 laoshan no_bed"])
            let next = try await test.book(two, place, "2020-11-22", "2020-11-23")
            #expect(try await test.lines(next) == "101 2020-11-22 | 2020 night 1 | 2020 stay 1")
        }
    }

    @Test(arguments: Engine.allCases) func cancellingGivesEverythingBackAtOnce(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 1)
            let one = try await test.guest(1), two = try await test.guest(2)
            let id = try await test.book(one, place, "2020-11-20", "2020-11-22")
            await refused("not_found") { try await CancelStay()(test.house, id, by: two) }
            _ = try await CancelStay()(test.house, id, by: one)
            #expect(try await test.stay(id) == "cancelled 2020-11-20/2020-11-22")
            #expect(try await test.lines(id) == " |  | ")
            #expect(try await test.due(id.rawValue) == [])
            await refused("stay_cancelled", .conflict) { try await CancelStay()(test.house, id, by: one) }
            let next = try await test.book(two, place, "2020-11-20", "2020-11-22")
            #expect(try await test.lines(next) == "101 2020-11-20, 101 2020-11-21 | 2020 night 1, 2020 night 2 | 2020 stay 1")
            // What was taken and given back is still there to be read.
            #expect(try await test.count("SELECT COUNT(*) FROM bed_nights") == 4)
        }
    }

    @Test(arguments: Engine.allCases) func theEntitlementHoldsAcrossStations(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let first = try await test.place(1, rooms: 3), second = try await test.place(2, rooms: 3), one = try await test.guest(1)
            _ = try await test.book(one, first, "2020-11-20", "2020-11-23")
            await refused("bed_elsewhere", .conflict) { try await test.book(one, second, "2020-11-22", "2020-11-24") }
            let two = try await test.book(one, second, "2020-11-23", "2020-11-26")
            #expect(try await test.lines(two).hasSuffix("| 2020 night 4, 2020 night 5, 2020 night 6 | 2020 stay 2"))
            await refused("nights_used", .conflict) { try await test.book(one, first, "2020-11-26", "2020-11-28") }
            let three = try await test.book(one, first, "2020-11-26", "2020-11-27")
            await refused("stays_used", .conflict) { try await test.book(one, first, "2020-12-01", "2020-12-02") }
            // What is given back can be had again, under the same numbers.
            _ = try await CancelStay()(test.house, two, by: one)
            let again = try await test.book(one, second, "2020-12-01", "2020-12-04")
            #expect(try await test.lines(again).hasSuffix("| 2020 night 4, 2020 night 5, 2020 night 6 | 2020 stay 2"))
            #expect(try await test.lines(three).hasSuffix("| 2020 night 7 | 2020 stay 3"))
        }
    }

    @Test(arguments: Engine.allCases) func aStayOverNewYearTakesNightsOfBothYears(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 1), one = try await test.guest(1)
            let id = try await test.book(one, place, "2020-12-30", "2021-01-02")
            #expect(try await test.lines(id) == "101 2020-12-30, 101 2020-12-31, 101 2021-01-01 | 2020 night 1, 2020 night 2, 2021 night 1 | 2020 stay 1")
        }
    }

    @Test(arguments: Engine.allCases) func aStayChangedBesideTheProgramIsFound(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 1), one = try await test.guest(1), secrets = test.house.secrets
            let id = try await test.book(one, place, "2020-11-20", "2020-11-21")
            #expect(try await test.database.read { tx in try AuditAnchors.findings(tx, secrets).filter { $0 == .differs(kind: "stay", subject: id.rawValue) } } == [])
            try await test.database.write { tx in _ = try tx.run("UPDATE stays SET state = 'checked_in' WHERE id = \(id)") }
            #expect(try await test.database.read { tx in try AuditAnchors.findings(tx, secrets) }.contains(.differs(kind: "stay", subject: id.rawValue)))
        }
    }

    /// Rules that are no numbers hold under a rush too: the person is locked.
    @Test(arguments: Engine.allCases) func onceEverIsOnceEver(_ engine: Engine) async throws {
        let given = LodgingProgramme.stay
        let once = LodgingRules.Stay(
            nightsPerStay: 3, staysPerYear: nil, nightsPerYear: nil, staysInAll: 1, nightsInAll: nil, year: .calendar, leadDays: 0, bookAheadDays: 90, checkInFrom: given.checkInFrom,
            lateArrival: given.lateArrival, checkOutBy: given.checkOutBy, holdMinutes: 15, offerMinutes: 30)
        try await withLodging(engine, rules: LodgingProgramme.rules(stay: once)) { test in
            let house = test.house, places = [try await test.place(1, rooms: 9), try await test.place(2, rooms: 9)], one = try await test.guest(1)
            let results = await together((0..<8).map { offset in
                // Some in this year and some in the next, so that no number could hold them apart.
                let first = (try? day("2020-12-28").adding(offset)) ?? Day(number: 0)
                return { @Sendable in try await BookStay(StayWish(first: first, end: first.adding(1)))(house, at: places[offset % 2], by: one) }
            })
            #expect(results.map(outcome).sorted() == ["ok"] + Array(repeating: "stays_used", count: 7))
        }
    }

    @Test(arguments: Engine.allCases) func oneKeyIsOneBooking(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 3), one = try await test.guest(1), house = test.house
            let once = Once(key: "k", fingerprint: "f", visitor: "")
            let book = BookStay(StayWish(first: try day("2020-11-20"), end: try day("2020-11-22")))
            let results = await together(Array(repeating: { @Sendable in try await book(house, at: place, by: one, once: once) }, count: 6))
            #expect(Set(results.compactMap { try? $0.get().id }).count == 1)
            #expect(results.map(outcome) == Array(repeating: "ok", count: 6))
            #expect(try await test.count("SELECT COUNT(*) FROM stays") == 1)
        }
    }

    @Test(arguments: Engine.allCases) func aHoldIsConfirmedOrGivenBackByWhoWantsTheBed(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 1), house = test.house
            let one = try await test.guest(1), two = try await test.guest(2)
            let hold = BookStay(StayWish(first: try day("2020-11-20"), end: try day("2020-11-21")), hold: true)
            let held = try #require(ID<Stay>(rawValue: try await hold(house, at: place, by: one).id))
            #expect(try await test.stay(held) == "held 2020-11-20/2020-11-21")
            await refused("no_bed") { try await test.book(two, place, "2020-11-20", "2020-11-21") }
            // Its time is over; nobody has tidied up yet.
            test.clock.advance(seconds: 15 * 60)
            await refused("hold_over", .conflict) { try await ConfirmStay()(house, held, by: one) }
            let next = try await test.book(two, place, "2020-11-20", "2020-11-21")
            #expect(try await test.lines(next) == "101 2020-11-20 | 2020 night 1 | 2020 stay 1")
            #expect(try await test.stay(held) == "expired 2020-11-20/2020-11-21")
            #expect(try await test.verbs("stay", held.rawValue) == ["stay_held", "hold_expired"])
            #expect(try await DueWork(house)() == 1)   // the tidying up finds nothing
            _ = try await CancelStay()(house, next, by: two)
            let again = try #require(ID<Stay>(rawValue: try await hold(house, at: place, by: one).id))
            _ = try await ConfirmStay()(house, again, by: one)
            #expect(try await test.stay(again) == "booked 2020-11-20/2020-11-21")
            #expect(try await test.due(again.rawValue) == ["remind_stay 2020-11-19T10:00:00+08:00", "no_show 2020-11-20T22:00:00+08:00"])
        }
    }

    @Test(arguments: Engine.allCases) func onlyStationsOwnPeopleKeepAPlaceAndAReferralIsNeverBooked(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let station = try await test.station(1), house = test.house
            let own = try await test.applicant(1), other = try await test.applicant(2), one = try await test.guest(1)
            await refused("not_found", .notFound) { try await TestHouse.keep()(house, at: station, by: other) }
            await refused("invalid") { try await TestHouse.keep(kind: .referral, units: [.init(room: "1")])(house, at: station, by: own) }
            await refused("invalid") { try await TestHouse.keep(units: [.init(room: "1", beds: 2)])(house, at: station, by: own) }
            let hotel = try #require(ID<Lodging>(rawValue: try await TestHouse.keep(kind: .referral, name: "海景酒店")(house, at: station, by: own).id))
            await refused("referral", .conflict) { try await test.book(one, hotel, "2020-11-20", "2020-11-21") }
            await refused("not_found", .notFound) { try await TestHouse.keep(kind: .referral)(house, hotel, by: other) }
            _ = try await TestHouse.keep(kind: .referral, name: "海景大酒店")(house, hotel, by: own)
            let view = try await house.lodging(hotel, for: .visitor)
            #expect(view.summary.name == "海景大酒店")
            #expect(view.units == nil)
        }
    }

    @Test(arguments: Engine.allCases) func theCalendarCountsFreeBedsByGenderAndNight(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 0, units: [.init(room: "101", beds: 3, gender: .female), .init(room: "102", beds: 2, gender: .male), .init(room: "103", accessible: true)])
            let house = test.house
            _ = try await test.book(try await test.guest(1), place, "2020-11-14", "2020-11-16")   // a man
            _ = try await test.book(try await test.guest(2), place, "2020-11-15", "2020-11-17")   // a woman
            _ = try await CloseLodging(first: try day("2020-11-17"), end: try day("2020-11-18"), reason: "检修")(house, place, by: try await test.applicant(1))
            let all = try await house.availability(LodgingFilter(), nights: 5)
            #expect(all.first == (try day("2020-11-13")))
            #expect(all.places.map(\.free) == [[6, 5, 4, 5, 0]])
            #expect(try await house.availability(LodgingFilter(sex: .female), nights: 5).places.map(\.free) == [[4, 4, 3, 3, 0]])
            #expect(try await house.availability(LodgingFilter(accessible: true), nights: 5).places.map(\.lodging.id) == [place])
            let wanted = LodgingFilter(sex: .male, first: try day("2020-11-15"), end: try day("2020-11-17"))
            #expect(try await house.availability(wanted).places.map(\.whole) == [2])
            #expect(try await house.availability(LodgingFilter(latitude: 36.16, longitude: 120.48, kilometres: 1)).places.map(\.lodging.distance) == [898])
            #expect(try await house.availability(LodgingFilter(latitude: 35, longitude: 120.48, kilometres: 1)).places.isEmpty)
            await refused("nights_booked", .conflict) { try await CloseLodging(first: try day("2020-11-15"), end: try day("2020-11-18"), reason: "检修")(house, place, by: try await test.applicant(1)) }
        }
    }

    /// Ordinary beds that are taken say nothing of the accessible ones.
    @Test(arguments: Engine.allCases) func accessibleBedsAreCountedByThemselves(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 0, units: [.init(room: "101", accessible: true), .init(room: "102"), .init(room: "103")]), house = test.house
            let people = try await test.guests(1...3)
            for person in people[0..<2] { _ = try await test.book(person, place, "2020-11-14", "2020-11-15") }
            #expect(try await house.availability(LodgingFilter(accessible: true), nights: 3).places.map(\.free) == [[1, 1, 1]])
            #expect(try await house.availability(LodgingFilter(), nights: 3).places.map(\.free) == [[3, 1, 3]])
            _ = try await BookStay(StayWish(first: try day("2020-11-14"), end: try day("2020-11-15"), accessible: true))(house, at: place, by: people[2])
            #expect(try await house.availability(LodgingFilter(accessible: true), nights: 3).places.map(\.free) == [[1, 0, 1]])
        }
    }

    /// Night by night the calendar and the booking say the same.
    @Test(arguments: Engine.allCases) func theCalendarShowsNoBedThatABookingWouldRefuse(_ engine: Engine) async throws {
        let start = try day("2020-11-13"), closed = start.adding(3), drawn = start.adding(4)...start.adding(5)
        let release = LodgingRules.Release(draw: .init(dates: [drawn], requestsUntil: try #require(TimeOfDay("18:00")), daysBefore: 1))
        try await withLodging(engine, rules: LodgingProgramme.rules(release: release, blackouts: [closed...closed])) { test in
            let house = test.house, station = try await test.station(1), desk = try await test.applicant(1), people = try await test.guests(1...10)
            let keep = TestHouse.keep(kind: .allotment, name: "协议酒店", contractFrom: start, contractTo: start.adding(8), releaseHour: 18, units: [.init(room: "101"), .init(room: "102")])
            let place = try #require(ID<Lodging>(rawValue: try await keep(house, at: station, by: desk).id))
            #expect(try await house.availability(LodgingFilter(), nights: 2).places.map(\.free) == [[2, 2]])
            test.clock.set(try moment("2020-11-13", 18))
            let shown = try #require(try await house.availability(LodgingFilter(), nights: 10).places.first), page = try await house.lodging(place, for: .visitor, nights: 92)
            #expect(shown.free == [0, 2, 2, 0, 0, 0, 2, 2, 0, 0])
            #expect(shown.shut.map { "\($0.why.rawValue) \($0.first)/\($0.end)" } == [
                "released 2020-11-13/2020-11-14", "blackout 2020-11-16/2020-11-17", "draw 2020-11-17/2020-11-19", "contract 2020-11-21/2020-11-23",
            ])
            #expect(page.free.map { Array($0.nights.prefix(10)) } == [shown.free])
            #expect(page.shut.last?.why == .ahead)
            func whole(_ first: Int, _ end: Int) async throws -> [Int?] {
                try await house.availability(LodgingFilter(first: start.adding(first), end: start.adding(end))).places.map(\.whole)
            }
            #expect(try await whole(6, 8) == [2])
            #expect(try await whole(2, 4) == [0])
            for (offset, free) in shown.free.enumerated() {
                let first = start.adding(offset), book = BookStay(StayWish(first: first, end: first.adding(1)))
                var told = "ok"
                do { _ = try await book(house, at: place, by: people[offset]) } catch let refusal as Refusal { told = refusal.code }
                #expect((told == "ok") == (free > 0), "\(first): \(told), and \(free) beds are shown")
            }
        }
    }

    /// Near a point: the nearest first, and nothing that is farther off or of which nobody knows where it is.
    @Test(arguments: Engine.allCases) func placesNearAPointComeNearestFirst(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let station = try await test.station(1), house = test.house
            let places = [try await test.place(1, rooms: 1, at: station, name: "甲楼"), try await test.place(1, rooms: 1, at: station, name: "乙楼"), try await test.place(1, rooms: 1, at: station, name: "丙楼")]
            try await test.database.write { tx in
                try tx.run("UPDATE lodgings SET latitude = 36.2, longitude = 120.47 WHERE id = \(places[0])")
                try tx.run("UPDATE lodgings SET latitude = NULL, longitude = NULL WHERE id = \(places[2])")
            }
            func near(_ kilometres: Int?) async throws -> [ID<Lodging>] {
                try await house.availability(LodgingFilter(latitude: 36.16, longitude: 120.47, kilometres: kilometres)).places.map(\.lodging.id)
            }
            #expect(try await near(nil) == [places[1], places[0]])
            #expect(try await near(4) == [places[1]])
            for wrong in [
                LodgingFilter(latitude: 36.16), LodgingFilter(longitude: 120.47), LodgingFilter(latitude: 91, longitude: 120), LodgingFilter(latitude: .nan, longitude: 120),
                LodgingFilter(latitude: 36, longitude: -180.5), LodgingFilter(latitude: 36, longitude: 120, kilometres: 0), LodgingFilter(kilometres: 5),
            ] {
                await refused("invalid", .invalid) { try await house.availability(wrong) }
            }
        }
    }

    /// Beds near an interview: on the nights around it, in the area that its address names.
    @Test(arguments: Engine.allCases) func anInterviewLeadsToTheBedsAroundIt(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let today = try day("2020-11-13")
            func interview(_ place: String, _ first: Int, _ last: Int, _ state: InterviewView.State = .claimed) throws -> InterviewView {
                InterviewView(
                    id: try #require(ID(rawValue: "i\(first)")), organisation: "单位", number: "", name: "", phone: Phone.masked("13900000001"), position: "", place: place, firstDay: today.adding(first),
                    lastDay: today.adding(last), state: state, issuedAt: test.clock.now, proves: true)
            }
            let beds = test.house.beds(near: [
                try interview("青岛市崂山区松岭路 1 号 3 层", 6, 6), try interview("青岛市黄岛区长江路 2 号", 0, 0), try interview("Songling Road 1, Laoshan, Qingdao", 1, 3), try interview("线上", 2, 2),
                try interview("崂山区", -2, -1), try interview("崂山区", 4, 4, .revoked),
            ], today: today)
            #expect(beds.map { "\($0.area ?? "-") \($0.first)/\($0.end)" } == [
                "laoshan 2020-11-18/2020-11-19", "huangdao 2020-11-13/2020-11-14", "laoshan 2020-11-13/2020-11-16", "- 2020-11-14/2020-11-15",
            ])
        }
    }

    /// Whether a bed is free is looked up for each bed of the place; as a join it would go through the nights of the whole city.
    @Test func aFreeBedIsLookedUpInTheIndex() async throws {
        try await withLodging(.postgres) { test in
            let place = try await test.place(1, rooms: 2), nights = try #require(Nights(try day("2020-11-20"), try day("2020-11-22")))
            let plan: [String] = try await test.database.read { tx in
                try tx.rows("EXPLAIN SELECT u.id AS id FROM lodging_units u WHERE u.lodging_id = \(place) AND \(Beds.isFree(nights))").map { try $0("QUERY PLAN") }
            }
            #expect(plan.contains { $0.contains("SubPlan") } && !plan.contains { $0.contains("Join") || $0.contains("Hash") })
        }
    }
}
