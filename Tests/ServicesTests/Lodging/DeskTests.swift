import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct DeskTests {
    @Test(arguments: Engine.allCases) func aGuestArrivesByCodeAndLeavesWithTheDeposit(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 2), house = test.house
            let desk = try await test.applicant(1), other = try await test.applicant(2), one = try await test.guest(1)
            let id = try await test.book(one, place, "2020-11-13", "2020-11-16")
            let code = try #require(try await house.stay(id, for: one).code)
            #expect(code.count == 6)
            #expect(try await house.stay(id, for: desk).code == nil)
            #expect(try await house.stays(code: code, at: place, for: desk).map(\.id) == [id])
            #expect(try await house.stays(code: try #require(try await house.stay(id, for: one).token), at: nil, for: desk).map(\.id) == [id])
            #expect(try await house.stays(code: code, at: nil, for: other).isEmpty)
            await refused("not_found", .notFound) { try await CheckIn(code: code, identitySeen: true)(house, id, by: other) }
            await refused("invalid") { try await CheckIn(code: code, identitySeen: false)(house, id, by: desk) }
            await refused("invalid") { try await CheckIn(code: code == "000000" ? "000001" : "000000", identitySeen: true)(house, id, by: desk) }
            #expect(try await house.desk(at: place, for: desk).arrivals.map(\.name) == ["人才1"])
            _ = try await CheckIn(code: code, identitySeen: true, deposit: "100")(house, id, by: desk)
            let view = try await house.desk(at: place, for: desk)
            #expect(view.arrivals.isEmpty)
            #expect(view.inHouse.map(\.id) == [id])
            #expect(view.police.isEmpty)
            #expect(try await test.due(id.rawValue) == [])
            await refused("arrived", .conflict) { try await CancelStay()(house, id, by: one) }
            await refused("invalid") { try await CheckOut(deposit: "101")(house, id, by: desk) }
            test.clock.set(try moment("2020-11-15"))
            _ = try await CheckOut(deposit: "80")(house, id, by: desk)
            #expect(try await test.stay(id) == "checked_out 2020-11-13/2020-11-15")
            #expect(try await test.lines(id).hasSuffix("| 2020 night 1, 2020 night 2 | 2020 stay 1"))
            let checkIn = try #require(try await house.deskStay(id, for: desk).checkIn)
            #expect(checkIn.deposit == Fen(10_000))
            #expect(checkIn.depositBack == Fen(8_000))
            #expect(try await test.verbs("stay", id.rawValue) == ["stay_booked", "checked_in", "checked_out"])
        }
    }

    @Test(arguments: Engine.allCases) func aForeignGuestIsRegisteredWithThePoliceWithinADay(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 2), house = test.house, desk = try await test.applicant(1)
            let guest = DeskGuest(name: "Ada Lovelace", kind: .passport, number: "L1234567", country: "GBR", phone: "13900001111", sex: .female)
            await refused("invalid") { try await WalkIn(guest: guest, end: try day("2020-11-15"), vouched: false)(house, at: place, by: desk) }
            let id = try #require(ID<Stay>(rawValue: try await WalkIn(guest: guest, end: try day("2020-11-15"), vouched: true)(house, at: place, by: desk).id))
            _ = try await CheckIn(identitySeen: true)(house, id, by: desk)
            let side = try await house.deskStay(id, for: desk).stay
            #expect(side.name == "Ada Lovelace")
            #expect(side.document?.text == "L*****67")
            #expect(side.police?.due == test.clock.now.adding(seconds: 86_400))
            #expect(try await house.desk(at: place, for: desk).police.map(\.id) == [id])
            try await test.move(to: try moment("2020-11-14", 3))
            #expect(try await test.messages(desk) == ["境外人员住宿登记即将超时"])
            _ = try await RegisterWithPolice()(house, id, by: desk)
            await refused("registered_already", .conflict) { try await RegisterWithPolice()(house, id, by: desk) }
            #expect(try await house.deskStay(id, for: desk).stay.police?.at == (try moment("2020-11-14", 3)))
            #expect(try await house.desk(at: place, for: desk).police.isEmpty)
            // Nothing of the guest stands in the clear.
            let kept = try await test.database.read { tx in try #require(try tx.value("SELECT guest FROM stays WHERE id = \(id)") as [UInt8]?) }
            #expect(!String(decoding: kept, as: UTF8.self).contains("Lovelace"))
        }
    }

    /// The person's entitlement is one, with an account or at the desk.
    @Test(arguments: Engine.allCases) func aWalkInIsTheSamePersonAsTheTalent(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 3), house = test.house, desk = try await test.applicant(1), one = try await test.guest(1)
            let document = try TestHouse.residentID(1)
            let guest = DeskGuest(name: "人才1", kind: .residentID, number: document.number)
            _ = try await test.book(one, place, "2020-11-14", "2020-11-16")
            await refused("bed_elsewhere") { try await WalkIn(guest: guest, first: try day("2020-11-15"), end: try day("2020-11-16"), vouched: true)(house, at: place, by: desk) }
            _ = try await WalkIn(guest: guest, end: try day("2020-11-14"), vouched: true)(house, at: place, by: desk)
            let entitlement = try #require(try await house.myStays(for: one).entitlement.first)
            #expect([entitlement.staysUsed, entitlement.stays, entitlement.nightsUsed, entitlement.nights] == [2, 3, 3, 7])
        }
    }

    @Test(arguments: Engine.allCases) func aGroupIsBookedTogetherOrNotAtAll(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 3), house = test.house, desk = try await test.applicant(1)
            func guests(_ numbers: ClosedRange<Int>) throws -> [DeskGuest] {
                try numbers.map { DeskGuest(name: "学生\($0)", kind: .residentID, number: try TestHouse.residentID($0).number) }
            }
            let (first, end) = (try day("2020-11-20"), try day("2020-11-22"))
            let refusal = await refused("no_bed", .conflict) { try await BookGroup(name: "招聘会", first: first, end: end, guests: try guests(1...4), vouched: true)(house, at: place, by: desk) }
            #expect(refusal?.fields.map(\.field) == ["guests.3.name"])
            #expect(try await test.count("SELECT COUNT(*) FROM stays") == 0)
            let group = try await BookGroup(name: "招聘会", first: first, end: end, guests: try guests(1...3), vouched: true)(house, at: place, by: desk)
            #expect(try await test.count("SELECT COUNT(DISTINCT unit_id) FROM bed_nights WHERE released_at IS NULL") == 3)
            #expect(try await test.count("SELECT COUNT(*) FROM stays WHERE group_id = \(group.id)") == 3)
            let id = try #require(ID<StayGroup>(rawValue: group.id))
            #expect(try await house.group(id, for: desk).stays.map(\.name).sorted() == ["学生1", "学生2", "学生3"])
            await refused("not_found", .notFound) { try await house.group(id, for: try await test.applicant(2)) }
            #expect(try await test.wrongInLedger() == [])
        }
    }

    @Test(arguments: Engine.allCases) func changingExtendingAndMovingKeepTheLedger(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 2), second = try await test.place(2, rooms: 1), house = test.house, desk = try await test.applicant(1)
            let one = try await test.guest(1), two = try await test.guest(2)
            let id = try await test.book(one, place, "2020-11-20", "2020-11-21")
            _ = try await ExtendStay(end: try day("2020-11-22"))(house, id, by: one)
            #expect(try await test.stay(id) == "booked 2020-11-20/2020-11-22")
            await refused("stay_too_long") { try await ExtendStay(end: try day("2020-11-24"))(house, id, by: one) }
            _ = try await test.book(two, second, "2020-11-25", "2020-11-26")
            await refused("no_bed") { try await ChangeStay(first: try day("2020-11-25"), end: try day("2020-11-27"), lodging: second)(house, id, by: one) }
            #expect(try await test.stay(id) == "booked 2020-11-20/2020-11-22")   // nothing was given up for what could not be had
            _ = try await ChangeStay(first: try day("2020-11-26"), end: try day("2020-11-28"), lodging: second)(house, id, by: one)
            #expect(try await test.lines(id) == "101 2020-11-26, 101 2020-11-27 | 2020 night 1, 2020 night 2 | 2020 stay 1")
            #expect(try await test.due(id.rawValue) == ["remind_stay 2020-11-25T10:00:00+08:00", "no_show 2020-11-26T22:00:00+08:00"])
            // Another room, from the desk.
            let three = try await test.guest(3), moved = try await test.book(three, place, "2020-11-13", "2020-11-16")
            _ = try await CheckIn(identitySeen: true)(house, moved, by: desk)
            test.clock.set(try moment("2020-11-14"))
            let free = try await house.deskStay(moved, for: desk).otherBeds
            #expect(free.count == 1)
            let before = try await test.lines(moved).prefix(3), unit = try #require(free.first)
            _ = try await MoveRoom(unit: unit.unit)(house, moved, by: desk)
            #expect(try await test.lines(moved).hasPrefix("\(before) 2020-11-13, \(unit.bed) 2020-11-14, \(unit.bed) 2020-11-15 | "))
            await refused("not_found") { try await MoveRoom(unit: unit.unit)(house, moved, by: try await test.applicant(2)) }
            _ = try await LeaveEarly()(house, moved, by: three)
            #expect(try await test.stay(moved) == "checked_in 2020-11-13/2020-11-14")
            #expect(try await test.lines(moved) == "\(before) 2020-11-13 | 2020 night 1 | 2020 stay 1")
            #expect(try await test.wrongInLedger() == [])
        }
    }

    @Test(arguments: Engine.allCases) func whoMovesBetweenBedsMayStayWhereNoBedIsFreeThroughout(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 2), house = test.house, desk = try await test.applicant(1), one = try await test.guest(1)
            let units = try #require(try await house.lodging(place, for: desk).units)
            for (unit, night) in zip(units, ["2020-11-21", "2020-11-20"]) {
                _ = try await CloseLodging(first: try day(night), end: try day(night).adding(1), unit: unit.id, reason: "检修")(house, place, by: desk)
            }
            await refused("no_bed") { try await test.book(one, place, "2020-11-20", "2020-11-22") }
            let id = try await test.book(one, place, "2020-11-20", "2020-11-22", mayMove: true)
            #expect(try await test.lines(id) == "101 2020-11-20, 102 2020-11-21 | 2020 night 1, 2020 night 2 | 2020 stay 1")
        }
    }

    @Test(arguments: Engine.allCases) func anEndedUnitIsTakenByNobodyAndAClosureCanBeLifted(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 1), house = test.house, desk = try await test.applicant(1), one = try await test.guest(1)
            let unit = try #require(try await house.lodging(place, for: desk).units?.first)
            _ = try await test.book(one, place, "2020-11-20", "2020-11-22")
            await refused("nights_booked") { try await TestHouse.keep(units: [.init(id: unit.id, to: try day("2020-11-21"))])(house, place, by: desk) }
            _ = try await TestHouse.keep(units: [.init(id: unit.id, to: try day("2020-11-22"))])(house, place, by: desk)
            await refused("no_bed") { try await test.book(one, place, "2020-11-22", "2020-11-23") }
            #expect(try await house.lodging(place, for: .visitor, nights: 12).free.map(\.nights) == [[1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0]])
            _ = try await CloseLodging(first: try day("2020-11-14"), end: try day("2020-11-16"), reason: "消防检查")(house, place, by: desk)
            let closure = try #require(try await house.lodging(place, for: .visitor).closures.first)
            #expect(closure.reason == "消防检查")
            await refused("not_found", .notFound) { try await ReopenLodging()(house, closure.id, by: try await test.applicant(2)) }
            _ = try await ReopenLodging()(house, closure.id, by: desk)
            #expect(try await house.lodging(place, for: .visitor, nights: 3).free.map(\.nights) == [[1, 1, 1]])
        }
    }

    /// One night, announced late: the bed is kept until noon of the next day, and so is the door.
    @Test(arguments: Engine.allCases) func whoComesAfterMidnightIsLetIn(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 2), house = test.house, desk = try await test.applicant(1), one = try await test.guest(1), two = try await test.guest(2)
            let id = try await test.book(one, place, "2020-11-14", "2020-11-15"), missed = try await test.book(two, place, "2020-11-14", "2020-11-15")
            _ = try await ExpectLate()(house, id, by: one)
            try await test.move(to: try moment("2020-11-15", 0, 10))
            #expect(try await test.stay(missed) == "no_show 2020-11-14/2020-11-15")
            #expect(try await house.desk(at: place, for: desk).missed.map(\.id) == [missed])
            #expect(try await house.deskStay(id, for: desk).may.contains(.checkIn))
            _ = try await CheckIn(identitySeen: true)(house, id, by: desk)
            #expect(try await test.stay(id) == "checked_in 2020-11-14/2020-11-15")
            // Who was marked stands at the desk after all; and somebody without a booking takes the night that is running.
            #expect(try await house.deskStay(missed, for: desk).mayUndoNoShow)
            _ = try await UndoNoShow()(house, missed, by: desk)
            _ = try await CheckIn(identitySeen: true)(house, missed, by: desk)
            _ = try await CheckOut()(house, missed, by: desk)
            let walkIn = WalkIn(guest: DeskGuest(name: "夜归人", kind: .residentID, number: try TestHouse.residentID(3).number), first: try day("2020-11-14"), end: try day("2020-11-15"), vouched: true)
            await refused("no_bed") { try await walkIn(house, at: place, by: desk) }
            try await test.move(to: try moment("2020-11-15", 13))
            await refused("dates") { try await walkIn(house, at: place, by: desk) }
        }
    }

    /// Two people: nobody sees to their own stay.
    @Test(arguments: Engine.allCases) func aColleagueSeesToOnesOwnStay(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 2), house = test.house, one = try await test.guest(1), desk = try await test.applicant(1)
            let both = Actor(kind: one.kind, name: "", organisations: desk.organisations)
            let id = try await test.book(one, place, "2020-11-13", "2020-11-15")
            await refused("own_stay", .forbidden) { try await CheckIn(identitySeen: true)(house, id, by: both) }
            let walkIn = WalkIn(guest: DeskGuest(name: "人才1", kind: .residentID, number: try TestHouse.residentID(1).number), first: try day("2020-11-20"), end: try day("2020-11-21"), vouched: true)
            await refused("own_stay", .forbidden) { try await walkIn(house, at: place, by: both) }
            _ = try await CheckIn(identitySeen: true)(house, id, by: desk)
        }
    }
}
