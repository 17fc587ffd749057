import Domain
import SQL

/// A few days at the desk of the software park's station: guests who have left, who are in house, who come today, who come late.
/// Guests are made up: the counties in their numbers are none, the passport is a specimen.
struct DemoDesk {
    let house: House
    /// Who keeps the station and stands at its desk.
    let desk: Actor

    /// The place opens, and its first guest comes.
    func open() async throws -> ID<Lodging> {
        let organisations = desk.organisations
        let station = try await house.database.read { tx -> ID<Station>? in try tx.value("SELECT id FROM stations WHERE organisation_id IN (\(list: organisations.sorted()))") }
        guard let station, let place = ID<Lodging>(rawValue: try await Self.rooms(house, at: station, by: desk).id) else { throw Unexpected("rooms of the station") }
        _ = try await arrive("秦朗", 921, at: place, nights: 2)
        return place
    }

    /// Two days later one guest goes and the next one comes.
    func change(at place: ID<Lodging>) async throws {
        for stay in try await house.desk(at: place, for: desk).inHouse { _ = try await CheckOut()(house, stay.id, by: desk) }
        _ = try await arrive("韩梅", 922, at: place, nights: 3)
    }

    func nextGuest(at place: ID<Lodging>) async throws { _ = try await arrive("田野", 923, at: place, nights: 1) }

    /// The morning on which the story stops.
    func today(at place: ID<Lodging>, founder: Actor?) async throws {
        _ = try await book("方舟", 925, at: place, nights: 2)
        let late = try await book("沈溪", 924, at: place, nights: 1)
        let tomorrow = Zone.china.day(of: try await house.now()).adding(1)
        _ = try await ExpectLate(until: Zone.china.instant(tomorrow, hour: 2))(house, late, by: desk)
        let passport = DeskGuest(name: "Lucas Moreau", kind: .passport, number: "SPEC00142", country: "FRA", phone: "13800004142", sex: .male)
        let foreign = try await stay(WalkIn(guest: passport, end: tomorrow.adding(1), vouched: true), at: place)
        _ = try await CheckIn(identitySeen: true, policeRegistered: false, deposit: "50")(house, foreign, by: desk)
        guard let founder else { return }
        // An accessible bed there is none of here: the nights stand among those that could not be given.
        do { _ = try await BookStay(StayWish(first: tomorrow, end: tomorrow.adding(2), accessible: true))(house, at: place, by: founder) } catch let refusal as Refusal where refusal.code == "no_bed" {}
        // The degree is only stated: the office looks at its proof before arrival.
        _ = try await BookStay(StayWish(first: tomorrow, end: tomorrow.adding(2)))(house, at: place, by: founder)
    }

    private static let rooms = KeepLodging(
        kind: .own, name: "海蓝驿站客房", address: "青岛市崂山区松岭路示例1号 A 座 2 层", area: "laoshan", latitude: 36.1262, longitude: 120.4676, phone: "0532-85910004",
        rules: "前台 24 小时有人；22:00 后到店请先来电。", rulesEnglish: "The desk is open at all hours. Telephone first if you come after 22:00.", listPrice: "168", specialPrice: "50", published: true,
        units: [.init(room: "11", beds: 4, gender: .female), .init(room: "12", beds: 4, gender: .male), .init(room: "13", whole: true), .init(room: "14", whole: true)])

    private func guest(_ name: String, _ number: Int) -> DeskGuest {
        let body = "37019919960101" + String(number)
        return DeskGuest(name: name, kind: .residentID, number: body + String(ResidentID.checkCharacter(of: body) ?? "0"), phone: "13800004\(String(number))")
    }

    private func stay(_ walkIn: WalkIn, at place: ID<Lodging>) async throws -> ID<Stay> {
        guard let id = ID<Stay>(rawValue: try await walkIn(house, at: place, by: desk).id) else { throw Unexpected("stay") }
        return id
    }

    private func book(_ name: String, _ number: Int, at place: ID<Lodging>, nights: Int) async throws -> ID<Stay> {
        try await stay(WalkIn(guest: guest(name, number), end: Zone.china.day(of: try await house.now()).adding(nights), vouched: true), at: place)
    }

    private func arrive(_ name: String, _ number: Int, at place: ID<Lodging>, nights: Int) async throws -> ID<Stay> {
        let id = try await book(name, number, at: place, nights: nights)
        _ = try await CheckIn(identitySeen: true, policeRegistered: true, deposit: "50")(house, id, by: desk)
        return id
    }
}
