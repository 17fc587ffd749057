import Domain
import SQL

/// Places with beds around the world's recognised stations: own beds, rooms of a partner hotel, a promised price; some nights taken, and a draw.
/// Guests are made up: the counties in their numbers are none.
struct DemoLodging {
    let house: House
    /// Who keeps the software park's station, and who keeps the comprehensive one.
    let park: Actor
    let town: Actor

    func play() async throws {
        let today = Zone.china.day(of: try await house.now())
        let flat = try await keep(Self.flat, by: park)
        let hotel = try await keep(Self.hotel(today), by: town)
        _ = try await keep(Self.referral, by: town)
        // Thursday's single rooms and most beds of the flat are taken: a fair is on.
        let thursday = today.adding((4 - today.weekday + 7) % 7)
        try await group("高校毕业生招聘会（示例）", Array(0..<8), at: flat, thursday.adding(-1), thursday.adding(1), by: park)
        try await group("人工智能训练营（示例）", Array(8..<12), at: hotel, today.adding(5), today.adding(8), by: town)
        let weekend = today.adding((6 - today.weekday + 7) % 7 + 14)
        _ = try await OpenDraw(
            title: "考研周末床位抽签（示例）", first: weekend.adding(-1), end: weekend.adding(1), places: 2, gender: .female, closes: Zone.china.instant(weekend.adding(-7), hour: 18)
        )(house, at: flat, by: park)
    }

    private static let flat = KeepLodging(
        kind: .own, name: "海蓝人才公寓", address: "青岛市崂山区松岭路示例1号 B 座", area: "laoshan", latitude: 36.126, longitude: 120.468, phone: "0532-85910001",
        rules: "请自备洗漱用品；23:00 后保持安静；室内禁止吸烟；访客不留宿。", rulesEnglish: "Bring your own toiletries. Quiet after 23:00. No smoking. Visitors do not stay overnight.",
        listPrice: "198", specialPrice: "60", published: true,
        units: [
            .init(room: "201", beds: 4, gender: .female), .init(room: "202", beds: 4, gender: .male), .init(room: "301", label: "", whole: true), .init(room: "302", label: "", whole: true),
            .init(room: "101", label: "", whole: true, accessible: true),
        ])

    private static func hotel(_ today: Day) -> KeepLodging {
        KeepLodging(
            kind: .allotment, name: "汇才协议酒店（辽阳西路店）", address: "青岛市市北区辽阳西路示例20号", area: "shibei", latitude: 36.099, longitude: 120.407, phone: "0532-85910002",
            rules: "凭身份证件办理入住；房内提供洗漱用品和早餐。", rulesEnglish: "Check-in with your identity document. Toiletries and breakfast are included.", listPrice: "268", specialPrice: "128",
            contractFrom: today.adding(-7), contractTo: today.adding(120), releaseHour: 18, published: true,
            units: (0..<6).map { .init(room: "80\($0 + 1)", label: "", whole: true, accessible: $0 == 0 ? true : nil) })
    }

    private static let referral = KeepLodging(
        kind: .referral, name: "栈桥假日酒店（示例）", address: "青岛市市北区示例路30号", area: "shibei", latitude: 36.087, longitude: 120.38, phone: "0532-85910003",
        rules: "电话订房时说明“人才驿站协议价”。", rulesEnglish: "Say that you book at the talent stations' price.", listPrice: "328", specialPrice: "218", published: true)

    private func keep(_ place: KeepLodging, by actor: Actor) async throws -> ID<Lodging> {
        let organisations = actor.organisations
        let station = try await house.database.read { tx -> ID<Station>? in try tx.value("SELECT id FROM stations WHERE organisation_id IN (\(list: organisations.sorted()))") }
        guard let station, let id = ID<Lodging>(rawValue: try await place(house, at: station, by: actor).id) else { throw Unexpected("place \(place.name)") }
        return id
    }

    private func group(_ name: String, _ numbers: [Int], at lodging: ID<Lodging>, _ first: Day, _ end: Day, by actor: Actor) async throws {
        let today = Zone.china.day(of: try await house.now())
        let guests = numbers.map { number in
            let body = "370199199\(number % 10)0101" + String(String(900 + number))
            return DeskGuest(name: "示例客人\(number + 1)", kind: .residentID, number: body + String(ResidentID.checkCharacter(of: body) ?? "0"), phone: "1380000\(String(String(4000 + number)))")
        }
        _ = try await BookGroup(name: name, first: max(first, today), end: end, guests: guests, vouched: true)(house, at: lodging, by: actor)
    }
}
