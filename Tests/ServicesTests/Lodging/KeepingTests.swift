import Cluster
import Domain
@testable import Services
import Testing

@Suite struct KeepingTests {
    /// The desk finds a guest by the code, and another station does not.
    @Test(arguments: Engine.allCases) func codesAreFoundAtTheirOwnStation(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 2), house = test.house, desk = try await test.applicant(1), other = try await test.applicant(2), one = try await test.guest(1)
            let id = try await test.book(one, place, "2020-11-13", "2020-11-15")
            let own = try await house.stay(id, for: one), code = try #require(own.code), token = try #require(own.token)
            for typed in [code, " \(code.prefix(3)) \(code.suffix(3)) ", token, "https://talent.example/stays/\(token)"] {
                #expect(try await house.stays(code: typed, at: place, for: desk).map(\.id) == [id], "\(typed)")
            }
            #expect(try await house.stays(code: code, at: nil, for: other).isEmpty)
            #expect(try await house.stays(code: "", at: nil, for: desk).isEmpty)
            let board = try await house.desk(at: place, for: desk)
            #expect(board.arrivals.map { "\($0.name) \($0.document?.text ?? "") \($0.nights)" } == ["人才1 \(try TestHouse.residentID(1).masked.text) 2"])
            #expect(board.arrivals.map(\.mark) == [house.secrets.sha256(Array("\(id):\(code)".utf8))])
            #expect(try await house.guests(place, night: try day("2020-11-14"), for: desk).guests.map(\.stay.name) == ["人才1"])
            #expect(try await house.guests(place, night: try day("2020-11-15"), for: desk).guests.isEmpty)
            for read in [
                { _ = try await house.desk(at: place, for: other) }, { _ = try await house.deskStay(id, for: other) }, { _ = try await house.guests(place, night: nil, for: other) },
                { _ = try await house.waitlist(place, for: other) }, { _ = try await house.keptPlace(place, from: nil, for: other) }, { _ = try await house.placeDraft(place, for: other) },
                { _ = try await house.deskStay(id, for: one) }, { _ = try await house.keptPlace(place, from: nil, for: one) },
            ] as [@Sendable () async throws -> Void] {
                await refused("not_found", .notFound) { try await read() }
            }
        }
    }

    /// Rooms of one type are that many units, booked as a whole.
    @Test(arguments: Engine.allCases) func roomsOfATypeAreUnits(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 0, units: [.init(room: "大床房", whole: true, rooms: 3), .init(room: "201", beds: 2, gender: .female)]), desk = try await test.applicant(1)
            let kept = try await test.house.keptPlace(place, from: nil, for: desk)
            #expect(kept.lines.map { "\($0.unit.room)-\($0.unit.label) \($0.unit.whole)" } == ["201-1 false", "201-2 false", "大床房-1 true", "大床房-2 true", "大床房-3 true"])
            await refused("invalid", .invalid) { try await TestHouse.keep(units: [.init(room: "标准间", whole: true, rooms: 0)])(test.house, place, by: desk) }
        }
    }

    /// A bed stands once in its room, and a room is for men or for women, whichever day its beds were entered.
    @Test(arguments: Engine.allCases) func aBedStandsOnceInItsRoom(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, desk = try await test.applicant(1)
            let place = try await test.place(1, rooms: 0, units: [.init(room: "101", beds: 2, gender: .female), .init(room: "102", label: "")])
            test.clock.set(try moment("2020-11-14"))
            func faults(_ units: KeepLodging.Unit...) async throws -> [String] {
                await refused("invalid", .invalid) { try await TestHouse.keep(units: units)(house, place, by: desk) }?.fields.map(\.field) ?? []
            }
            #expect(try await faults(.init(room: "101", beds: 2, gender: .female)) == ["units.0.room"])
            #expect(try await faults(.init(room: "101", label: "3", gender: .male)) == ["units.0.gender"])
            #expect(try await faults(.init(room: "101", label: "3")) == ["units.0.gender"])
            #expect(try await faults(.init(room: "101", label: "整间", whole: true)) == ["units.0.whole"])
            #expect(try await faults(.init(room: "103", beds: 2)) == ["units.0.gender"])
            let many = await refused("invalid", .invalid) { try await TestHouse.keep(units: Array(repeating: .init(room: "1", beds: 20), count: 500))(house, place, by: desk) }
            #expect(many?.fields.map(\.field) == ["units"])
            #expect(try await faults(.init(room: "103", from: try day("2020-12-01"), to: try day("2020-11-20"))) == ["units.0.to"])
            let units = try #require(try await house.lodging(place, for: desk).units), second = try #require(units.first { $0.label == "2" })
            #expect(try await faults(.init(id: second.id, room: "101", label: "1")) == ["units.0.room"])
            #expect(try await faults(.init(id: second.id, room: String(repeating: "长", count: 21))) == ["units.0.room"])
            // After its end another may have its name.
            let end = try day("2020-12-01")
            _ = try await TestHouse.keep(units: [.init(id: second.id, to: end), .init(room: "101", label: "2", gender: .female, from: end)])(house, place, by: desk)
            #expect(try await house.lodging(place, for: desk).units?.map(\.label).sorted() == ["", "1", "2", "2"])
        }
    }

    /// From its end on a bed is missing once, and the others are there.
    @Test(arguments: Engine.allCases) func anEndedBedIsMissingOnce(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 3), desk = try await test.applicant(1), one = try await test.guest(1)
            let unit = try #require(try await house.lodging(place, for: desk).units?.first)
            _ = try await TestHouse.keep(units: [.init(id: unit.id, to: try day("2020-11-15"))])(house, place, by: desk)
            _ = try await test.book(one, place, "2020-11-16", "2020-11-17")
            #expect(try await house.lodging(place, for: .visitor, nights: 5).free.map(\.nights) == [[3, 3, 2, 1, 2]])
            #expect(try await house.availability(LodgingFilter(), nights: 5).places.map(\.free) == [[3, 3, 2, 1, 2]])
        }
    }

    /// What is added to a place that is closed is closed too.
    @Test(arguments: Engine.allCases) func newBedsOfAClosedPlaceAreClosed(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 1), desk = try await test.applicant(1)
            _ = try await CloseLodging(first: try day("2020-11-14"), end: try day("2020-11-16"), reason: "消防检查")(house, place, by: desk)
            _ = try await TestHouse.keep(units: [.init(room: "102", label: "")])(house, place, by: desk)
            #expect(try await house.lodging(place, for: .visitor, nights: 4).free.map(\.nights) == [[2, 0, 0, 2]])
            let closure = try #require(try await house.lodging(place, for: .visitor).closures.first)
            _ = try await ReopenLodging()(house, closure.id, by: desk)
            #expect(try await house.lodging(place, for: .visitor, nights: 4).free.map(\.nights) == [[2, 2, 2, 2]])
        }
    }

    /// A photo is its place's: published it is everybody's, taken away it is nobody's.
    @Test(arguments: Engine.allCases) func photosBelongToTheirPlace(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 1), house = test.house, desk = try await test.applicant(1), other = try await test.applicant(2)
            let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]
            await refused("not_found", .notFound) { try await AddPlacePhoto(name: "a.png", bytes: png)(house, place, by: other) }
            await refused("invalid", .invalid) { try await AddPlacePhoto(name: "a.pdf", bytes: Array("%PDF-1.4".utf8))(house, place, by: desk) }
            for _ in 0..<AddPlacePhoto.most { _ = try await AddPlacePhoto(name: "a.png", bytes: png)(house, place, by: desk) }
            await refused("invalid", .invalid) { try await AddPlacePhoto(name: "a.png", bytes: png)(house, place, by: desk) }
            let photos = try await house.keptPlace(place, from: nil, for: desk).lodging.photos
            #expect(photos.count == AddPlacePhoto.most)
            let first = try #require(photos.first)
            let (type, bytes) = try await ReadPlacePhoto(file: first)(house, of: place, by: .visitor)
            #expect(type == "image/png")
            #expect(bytes == png)
            await refused("not_found", .notFound) { try await RemovePlacePhoto(file: first)(house, place, by: other) }
            _ = try await RemovePlacePhoto(file: first)(house, place, by: desk)
            #expect(try await house.lodging(place, for: .visitor).photos == Array(photos.dropFirst()))
            #expect(try await house.availability(LodgingFilter()).places.map(\.lodging.photo) == [photos[1]])
            await refused("not_found", .notFound) { try await ReadPlacePhoto(file: first)(house, of: place, by: desk) }
            // Taken off the public pages, its photos go with it.
            let second = try #require(photos.last)
            _ = try await TestHouse.keep(published: false)(house, place, by: desk)
            await refused("not_found", .notFound) { try await ReadPlacePhoto(file: second)(house, of: place, by: .visitor) }
            #expect(try await ReadPlacePhoto(file: second)(house, of: place, by: desk).bytes == png)
        }
    }

    /// Each number opens to its records: of the own area for a district's offices, of all for the city's.
    @Test(arguments: Engine.allCases) func recordsBehindTheFigures(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let place = try await test.place(1, rooms: 1), house = test.house, desk = try await test.applicant(1), people = try await test.guests(1...2)
            let id = try await test.book(people[0], place, "2020-11-13", "2020-11-15")
            _ = try await CheckIn(identitySeen: true)(house, id, by: desk)
            await refused("no_bed") { try await test.book(people[1], place, "2020-11-14", "2020-11-15") }
            test.clock.set(try moment("2020-11-20"))
            let month = FigureFilter(try day("2020-11-20"))
            for login in ["laoshan.hrss.handler", "centre.handler"] {
                let actor = try await test.staff(login)
                #expect(try await house.sleptNights(month, for: actor).records.map { "\($0.night) \($0.bed) \($0.guest.text)" } == ["2020-11-13 101 人**", "2020-11-14 101 人**"])
                #expect(try await house.refusedNights(month, for: actor).records.map { "\($0.night) \($0.reason.en)" } == ["2020-11-14 no bed free"])
                #expect(try await house.sleptStays(month, for: actor).records.map(\.nights) == [2])
                #expect(try await house.lodgingMonths(month, for: actor).lengths == [LodgingMonths.Length(nights: 2, stays: 1)])
            }
            let shinan = try await test.staff("shinan.hrss.handler")
            #expect(try await house.sleptNights(month, for: shinan).total == 0)
            #expect(try await house.refusedNights(month, for: shinan).total == 0)
            #expect(try await house.sleptStays(month, for: shinan).total == 0)
            #expect(try await house.lodgingMonths(month, for: shinan).months.allSatisfy(\.places.isEmpty))
            let city = try await test.staff("centre.handler")
            var part = FigureFilter(try day("2020-11-01"), night: try day("2020-11-13"))
            #expect(try await house.refusedNights(part, for: city).total == 0)
            part.night = try day("2020-11-14")
            #expect(try await house.refusedNights(part, for: city).total == 1)
            #expect(try await house.sleptNights(FigureFilter(try day("2020-12-01")), for: city).total == 0)
            #expect(try await house.sleptNightsWorkbook(month, for: city) == "已住床晚 2")
            #expect(try await house.refusedNightsWorkbook(month, for: city) == "未满足床晚 1")
            #expect(try await house.sleptStaysWorkbook(month, for: city) == "住宿 1")
            await refused("not_found", .notFound) { try await house.sleptNights(month, for: people[0]) }
        }
    }
}
