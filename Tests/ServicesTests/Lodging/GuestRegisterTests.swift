import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// The register of guests holds what the law wants, and lets it go when its time is over.
@Suite struct GuestRegisterTests {
    /// Name, telephone number and number of the document as a stay keeps them.
    private func kept(_ test: TestHouse, _ id: ID<Stay>) async throws -> [String] {
        let secrets = test.house.secrets
        return try await test.database.read { tx in
            let sealed: [UInt8] = try #require(try tx.value("SELECT guest FROM stays WHERE id = \(id)"))
            let kept = try Guest.read(sealed, secrets, stay: id)
            return [kept.name, kept.phone, kept.document?.number ?? ""]
        }
    }

    private func close(_ test: TestHouse, _ actor: Actor, phone: String) async throws {
        _ = try await CloseAccount(code: try await test.code(phone), understood: true)(test.house, by: actor)
    }

    @Test(arguments: Engine.allCases) func checkInEntersTheDocumentAndOpenStaysKeepIt(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 1), desk = try await test.applicant(1), one = try await test.guest(1)
            let number = try TestHouse.residentID(1).number
            let id = try await test.book(one, place, "2020-11-13", "2020-11-14")
            #expect(try await kept(test, id) == ["人才1", "13910000001", ""])
            // Booked: the desk will have to know who comes.
            let refusal = await refused("stay_open", .conflict) { try await WithdrawConsent(purpose: .sensitiveIdentity)(house, by: one) }
            #expect(refusal?.words.zh.contains("驿站公寓，2020-11-13 至 2020-11-14") == true)
            _ = try await CheckIn(identitySeen: true)(house, id, by: desk)
            #expect(try await kept(test, id) == ["人才1", "13910000001", number])
            await refused("stay_open", .conflict) { try await WithdrawConsent(purpose: .sensitiveIdentity)(house, by: one) }
            await refused("stay_open", .conflict) { try await close(test, one, phone: "13910000001") }
            test.clock.set(try moment("2020-11-14"))
            _ = try await CheckOut()(house, id, by: desk)
            _ = try await WithdrawConsent(purpose: .sensitiveIdentity)(house, by: one)
            #expect(try await test.person(of: one) == nil)
            #expect(try await kept(test, id) == ["人才1", "13910000001", number])
            #expect(try await house.deskStay(id, for: desk).stay.document == (try TestHouse.residentID(1).masked))
        }
    }

    /// Somebody whose document vanished by another way is not let in under a dash.
    @Test(arguments: Engine.allCases) func nobodyChecksInWithoutADocument(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 1), one = try await test.guest(1)
            let id = try await test.book(one, place, "2020-11-13", "2020-11-14")
            try await test.database.write { tx in _ = try tx.run("UPDATE talents SET document = NULL, person_key = NULL WHERE account_id = \(one.account)") }
            await refused("no_document", .conflict) { try await CheckIn(identitySeen: true)(test.house, id, by: try await test.applicant(1)) }
            #expect(try await test.stay(id) == "booked 2020-11-13/2020-11-14")
        }
    }

    @Test(arguments: Engine.allCases) func closingKeepsTheRegisterForItsTimeAndNothingElse(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 2), desk = try await test.applicant(1), one = try await test.guest(1)
            let number = try TestHouse.residentID(1).number
            let slept = try await test.book(one, place, "2020-11-13", "2020-11-14"), cancelled = try await test.book(one, place, "2020-11-20", "2020-11-21")
            _ = try await CheckIn(identitySeen: true)(house, slept, by: desk)
            _ = try await CancelStay()(house, cancelled, by: one)
            test.clock.set(try moment("2020-11-14"))
            _ = try await CheckOut()(house, slept, by: desk)
            try await close(test, one, phone: "13910000001")
            #expect(try await kept(test, slept) == ["人才1", "13910000001", number])
            #expect(try await kept(test, cancelled) == ["", "", ""])
            #expect(house.keptAfterClosing.contains { $0.what.zh.contains("自入住起保存 2 年") })
            #expect(try await test.due(slept.rawValue) == ["forget_guest 2022-11-13T00:00:00+08:00"])
            try await test.move(to: try moment("2022-11-12"))
            #expect(try await kept(test, slept) == ["人才1", "13910000001", number])
            try await test.move(to: try moment("2022-11-13"))
            #expect(try await kept(test, slept) == ["", "", ""])
            #expect(try await test.verbs("stay", slept.rawValue) == ["stay_booked", "checked_in", "checked_out", "guest_forgotten"])
        }
    }

    @Test(arguments: Engine.allCases) func theExportSaysAllThatLodgingHolds(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 1), desk = try await test.applicant(1), one = try await test.guest(1), two = try await test.guest(2)
            let slept = try await test.book(one, place, "2020-11-13", "2020-11-14")
            _ = try await test.book(two, place, "2020-11-20", "2020-11-21")
            _ = try await CheckIn(identitySeen: true, deposit: "100")(house, slept, by: desk)
            _ = try await JoinWaitlist(StayWish(first: try day("2020-11-20"), end: try day("2020-11-21")))(house, at: place, by: one)
            let draw = try #require(ID<BedDraw>(rawValue: try await OpenDraw(
                title: "元旦", first: try day("2020-12-31"), end: try day("2021-01-01"), places: 1, closes: try moment("2020-12-29"))(house, at: place, by: desk).id))
            _ = try await RequestInDraw()(house, draw, by: one)
            let data = try await house.ownData(for: one)
            func value(_ section: String, _ id: String) throws -> OwnValue {
                try #require(data.sections.first { $0.id == section }?.rows.first?.values.first { $0.id == id })
            }
            #expect(try value("stays", "state").words == Words("已入住", "Checked in"))
            #expect(try value("stays", "price").value == "0" && value("stays", "document").value == (try TestHouse.residentID(1).number))
            #expect(try value("check_ins", "deposit").words?.zh == "¥100.00" && value("check_ins", "way").words == Words("证件", "Document"))
            #expect(try value("waitlist", "lodging").value == "驿站公寓" && value("waitlist", "state").words == Words("候补中", "Waiting"))
            #expect(try value("draws", "title").value == "元旦" && value("draws", "outcome").words == Words("已报名", "Entered"))
            // The other guest's is not hers.
            #expect(try await house.ownData(for: two).sections.map(\.id).filter { ["check_ins", "waitlist", "draws"].contains($0) } == [])
        }
    }
}
