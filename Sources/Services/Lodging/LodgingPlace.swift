import Domain
import SQL

extension LodgingKind: Bindable {}
extension StayState: Bindable {}
extension BedGender: Bindable {}

/// A place with beds as verbs decide on it, with the programme whose rules it follows.
struct LodgingPlace {
    let id: ID<Lodging>
    let programme: Programme
    let rules: LodgingRules
    let station: ID<Station>
    let organisation: ID<Organisation>
    let kind: LodgingKind
    let name: String
    let area: String
    let listPrice: Fen
    let specialPrice: Fen
    let contractFrom: Day?
    let contractTo: Day?
    let releaseHour: Int?
    let isPublished: Bool
    let plaque: PlaqueState

    static let columns: SQL = """
        l.id AS id, l.programme_id AS programme_id, l.station_id AS station_id, s.organisation_id AS organisation_id, l.kind AS kind, l.name AS name, l.area AS area,
        l.list_price AS list_price, l.special_price AS special_price, l.contract_from AS contract_from, l.contract_to AS contract_to, l.release_hour AS release_hour, l.published AS published, p.state AS plaque
        """
    static let tables: SQL = "lodgings l JOIN stations s ON s.id = l.station_id JOIN plaques p ON p.station_id = l.station_id"

    init(_ row: Row, _ library: Library) throws {
        programme = try library.programme(try row("programme_id"))
        guard let rules = programme.lodging else { throw Refusal.notFound }
        self.rules = rules
        guard let plaque = PlaqueState(rawValue: try row("plaque")) else { throw Unexpected("plaque state") }
        self.plaque = plaque
        id = try row("id")
        station = try row("station_id")
        organisation = try row("organisation_id")
        kind = try row("kind")
        name = try row("name")
        area = try row("area")
        listPrice = Fen(try row("list_price"))
        specialPrice = Fen(try row("special_price"))
        contractFrom = try row("contract_from")
        contractTo = try row("contract_to")
        releaseHour = try row("release_hour")
        isPublished = try row("published")
    }

    var zone: Zone { programme.zone }

    /// The last moment at which cancelling costs nothing.
    func freeUntil(_ first: Day) -> Instant { rules.noShow.freeUntil(first, zone) }
    /// When a bed that nobody came for is given up, unless somebody telephoned.
    func givenUp(_ first: Day) -> Instant { rules.givenUp(first, zone) }

    /// Who comes before this moment is let in: through the night that announced lateness covers, or until the last night has passed.
    func admitsUntil(_ nights: Nights) -> Instant { max(ExpectLate.latest(nights.first), zone.instant(nights.end)) }

    func price(nights: Int, free: Int) -> Fen { rules.price(nights: nights, free: free, list: listPrice, special: specialPrice) }

    /// The place, if the actor works at its station.
    /// - Throws: `Refusal.notFound` for everybody else.
    static func atDesk(_ tx: any Transaction, _ library: Library, _ id: ID<Lodging>, _ actor: Actor) throws -> LodgingPlace {
        guard let row = try tx.row("SELECT \(columns) FROM \(tables) WHERE l.id = \(id) AND s.organisation_id IN (\(list: actor.organisations.sorted()))") else { throw Refusal.notFound }
        return try LodgingPlace(row, library)
    }

    /// The same, held until the transaction ends: who changes a place goes after one another.
    static func held(_ act: Act, _ id: ID<Lodging>) throws -> LodgingPlace {
        try act.hold(id)
        return try atDesk(act.tx, act.house.library, id, act.actor)
    }

    static func load(_ tx: any Transaction, _ library: Library, _ id: ID<Lodging>) throws -> LodgingPlace {
        guard let row = try tx.row("SELECT \(columns) FROM \(tables) WHERE l.id = \(id)") else { throw Refusal.notFound }
        return try LodgingPlace(row, library)
    }

    /// Whether these nights can be booked here at all, whoever asks.
    /// - Parameters:
    ///   - byStaff: staff at the desk book for tonight at any hour, and need no notice in advance.
    ///   - inDraw: what is asked for is a place in a draw, the one way to nights that go by draw.
    func mustTake(_ nights: Nights, now: Instant, byStaff: Bool = false, inDraw: Bool = false) throws(Refusal) {
        guard kind != .referral else {
            throw Refusal(.conflict, "referral", Words("这里由酒店直接接待，不在本平台预订", "The hotel takes bookings here itself"), next: Words("请按页面上的电话联系酒店，出示本页享受协议价", "Telephone the hotel and show this page for the agreed price"))
        }
        guard isPublished || byStaff else { throw .notFound }
        guard plaque == .valid else {
            throw Refusal(.conflict, "station_suspended", Words("该驿站的牌匾已暂停或撤销，暂不接受预订", "This station's plaque is suspended or withdrawn; it takes no bookings"), next: Words("请选择其他驿站", "Choose another station"))
        }
        for night in nights.days {
            if let why = whyShut(night, now: now, byStaff: byStaff, inDraw: inDraw) { throw refusal(why, night, now, byStaff: byStaff) }
        }
    }

    /// Why a night cannot be booked here at this moment; nil where it can. Verbs and calendars both ask here.
    private func whyShut(_ night: Day, now: Instant, byStaff: Bool = false, inDraw: Bool = false) -> ShutNights.Why? {
        let today = zone.day(of: now), bookable = rules.bookable(on: today)
        if night < (byStaff ? running(now) : bookable.lowerBound) { return .early }
        if night > bookable.upperBound { return .ahead }
        if rules.isBlackout(night) { return .blackout }
        // Who stands at the desk tonight is given what is free; the other nights of a draw are for those who ask in it, whoever books.
        if !inDraw, !(byStaff && night <= today), rules.isForDraw(night, at: now, zone) { return .draw }
        if let contractFrom, night < contractFrom { return .contract }
        if let contractTo, night >= contractTo { return .contract }
        if let releaseHour, !byStaff, night == today, zone.secondOfDay(of: now) >= releaseHour * 3600 { return .released }
        return nil
    }

    /// The stretches of nights that cannot be booked here at this moment. A referral is not booked here at all, and has none.
    func shut(_ nights: Nights, now: Instant) -> [ShutNights] {
        guard kind != .referral else { return [] }
        return nights.days.reduce(into: []) { found, night in
            guard let why = whyShut(night, now: now) else { return }
            if let last = found.last, last.why == why, last.end == night {
                found[found.count - 1] = ShutNights(first: last.first, end: night.adding(1), why: why)
            } else {
                found.append(ShutNights(first: night, end: night.adding(1), why: why))
            }
        }
    }

    /// Until noon the desk takes somebody in for the night that is running.
    private func running(_ now: Instant) -> Day { zone.day(of: now.adding(seconds: -43_200)) }

    private func refusal(_ why: ShutNights.Why, _ night: Day, _ now: Instant, byStaff: Bool) -> Refusal {
        let bookable = rules.bookable(on: zone.day(of: now))
        switch why {
        case .early:
            let earliest = byStaff ? running(now) : bookable.lowerBound
            return Self.dates("first", Words("最早可预订 \(earliest)", "The first night that can be booked is \(earliest)"))
        case .ahead: return Self.dates("end", Words("最晚可预订到 \(bookable.upperBound)", "The last night that can be booked is \(bookable.upperBound)"))
        case .blackout: return Self.dates("first", Words("\(night) 不安排住宿", "No lodging is given on \(night)"))
        case .draw:
            return Refusal(.conflict, "drawn", Words("\(night) 的床位以抽签方式分配", "Beds for \(night) go by draw"), clause: rules.clause, next: Words("请到住处页面报名抽签", "Ask for one in the draw on the place's page"))
        case .contract: return Self.dates("first", Words("所选日期不在协议期内", "These nights lie outside the contract"))
        case .released:
            let hour = releaseHour ?? 0
            return Refusal(.conflict, "released", Words("当日余房已在 \(hour) 时退还酒店", "Tonight's rooms went back to the hotel at \(hour):00"), next: Words("请选择明天或其他住处", "Choose tomorrow or another place"))
        }
    }

    /// - Throws: an invalid field, when one would leave before the first night.
    static func nights(_ first: Day, _ end: Day) throws(Refusal) -> Nights {
        guard let nights = Nights(first, end) else { throw dates("end", Words("离店日期应晚于入住日期", "The day of leaving comes after the first night")) }
        return nights
    }

    /// What is no place on earth (WGS 84).
    static func faults(latitude: Double?, longitude: Double?) -> [Refusal.Field] {
        var fields: [Refusal.Field] = []
        if let latitude, !(-90...90).contains(latitude) { fields.append(.init("latitude", Words("纬度在 -90 至 90 之间", "Between -90 and 90"))) }
        if let longitude, !(-180...180).contains(longitude) { fields.append(.init("longitude", Words("经度在 -180 至 180 之间", "Between -180 and 180"))) }
        return fields
    }

    static func dates(_ field: String, _ words: Words) -> Refusal { Refusal(.invalid, "dates", words, fields: [.init(field, words)]) }
}
