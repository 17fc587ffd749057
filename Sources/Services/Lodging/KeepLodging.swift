import Domain
import SQL

/// A station's staff make or change a place with its beds and rooms.
///
/// A unit that is there keeps its kind and gender; it can be renamed, and ended from a day on which nobody has it. A referral has no units: it
/// promises a price and never a bed.
///
/// Effects: the place; new units, closed in the ledger where the place is closed, and offered to who waits; ended ones closed in the ledger from
/// their last day on; an audit record.
public struct KeepLodging: Codable, Sendable {
    /// A bed or a room; for a new room with several beds, how many.
    public struct Unit: Codable, Sendable {
        /// Of a unit that is there.
        public let id: ID<LodgingUnit>?
        public let room: String?
        public let label: String?
        /// New units: so many beds of this room. 1 where nothing is said.
        public let beds: Int?
        /// New units: booked as a whole, whoever comes along.
        public let whole: Bool?
        /// New units booked as a whole: so many rooms of this type. 1 where nothing is said.
        public let rooms: Int?
        public let gender: BedGender?
        public let accessible: Bool?
        public let from: Day?
        /// The first day without it.
        public let to: Day?

        public init(
            id: ID<LodgingUnit>? = nil, room: String? = nil, label: String? = nil, beds: Int? = nil, whole: Bool? = nil, rooms: Int? = nil, gender: BedGender? = nil,
            accessible: Bool? = nil, from: Day? = nil, to: Day? = nil
        ) {
            self.id = id
            self.room = room
            self.label = label
            self.beds = beds
            self.whole = whole
            self.rooms = rooms
            self.gender = gender
            self.accessible = accessible
            self.from = from
            self.to = to
        }

        var isBlank: Bool { id == nil && (room ?? "").trimmed.isEmpty }
    }

    public let kind: LodgingKind
    public let name: String
    public let address: String
    public let area: String
    public let latitude: Double?
    public let longitude: Double?
    public let phone: String
    /// House rules.
    public let rules: String?
    public let rulesEnglish: String?
    /// In yuan, as typed.
    public let listPrice: String
    public let specialPrice: String
    public let contractFrom: Day?
    /// The first day outside the contract.
    public let contractTo: Day?
    /// The hour of the day at which tonight's free rooms go back to the hotel.
    public let releaseHour: Int?
    public let published: Bool?
    public let units: [Unit]?

    public init(
        kind: LodgingKind, name: String, address: String, area: String, latitude: Double? = nil, longitude: Double? = nil, phone: String, rules: String? = nil,
        rulesEnglish: String? = nil, listPrice: String, specialPrice: String, contractFrom: Day? = nil, contractTo: Day? = nil, releaseHour: Int? = nil,
        published: Bool? = nil, units: [Unit]? = nil
    ) {
        self.kind = kind
        self.name = name
        self.address = address
        self.area = area
        self.latitude = latitude
        self.longitude = longitude
        self.phone = phone
        self.rules = rules
        self.rulesEnglish = rulesEnglish
        self.listPrice = listPrice
        self.specialPrice = specialPrice
        self.contractFrom = contractFrom
        self.contractTo = contractTo
        self.releaseHour = releaseHour
        self.published = published
        self.units = units
    }

    /// A new place at a station.
    public func callAsFunction(_ house: House, at station: ID<Station>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            guard let row = try act.tx.row("SELECT programme_id FROM stations WHERE id = \(station) AND organisation_id IN (\(list: actor.organisations.sorted()))") else { throw Refusal.notFound }
            let programme = try house.library.programme(try row("programme_id"))
            let (list, special) = try checked(programme, today: act.today)
            let id: ID<Lodging> = try act.newID()
            try act.tx.run("""
                INSERT INTO lodgings (id, programme_id, station_id, kind, name, address, area, latitude, longitude, phone, rules_zh, rules_en, list_price, special_price,
                    contract_from, contract_to, release_hour, photos, published, version, created_at)
                VALUES (\(id), \(programme.id), \(station), \(kind), \(name.trimmed), \(address.trimmed), \(area), \(latitude), \(longitude), \(phone.trimmed), \((rules ?? "").trimmed),
                    \((rulesEnglish ?? "").trimmed), \(list.amount), \(special.amount), \(contractFrom), \(contractTo), \(releaseHour), '[]', \(published ?? false), \(1), \(act.now))
                """)
            let made = try keepUnits(act, id, programme)
            act.audit("lodging", id.rawValue, "lodging_made", detail: ["station": station.rawValue, "units": String(made), "published": String(published ?? false)], isFirst: true)
            return Receipt(.lodging, id.rawValue)
        }
    }

    /// Changes a place.
    public func callAsFunction(_ house: House, _ id: ID<Lodging>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.performOnLedger(by: actor, once: once) { act, _ in
            let place = try LodgingPlace.held(act, id)
            let (list, special) = try checked(place.programme, today: act.today)
            guard kind == place.kind || (kind != .referral && place.kind != .referral) else {
                throw Refusal.invalid([.init("kind", Words("推荐酒店与有床位的住处不能互相转换，请新建", "A referral cannot become a place with beds, nor the other way round; make a new one"))])
            }
            try act.tx.run("""
                UPDATE lodgings SET kind = \(kind), name = \(name.trimmed), address = \(address.trimmed), area = \(area), latitude = \(latitude), longitude = \(longitude),
                    phone = \(phone.trimmed), rules_zh = \((rules ?? "").trimmed), rules_en = \((rulesEnglish ?? "").trimmed), list_price = \(list.amount), special_price = \(special.amount),
                    contract_from = \(contractFrom), contract_to = \(contractTo), release_hour = \(releaseHour), published = \(published ?? place.isPublished), version = version + 1
                WHERE id = \(id)
                """)
            let made = try keepUnits(act, id, place.programme)
            act.audit("lodging", id.rawValue, "lodging_changed", detail: ["units": String(made), "published": String(published ?? place.isPublished)])
            // New beds are free: who waits longest is asked first.
            if made > 0, let nights = Nights(act.today, act.today.adding(Nights.most)) { try act.offer(nights, at: try LodgingPlace.load(act.tx, house.library, id)) }
            return Receipt(.lodging, id.rawValue)
        }
    }

    private func checked(_ programme: Programme, today: Day) throws -> (list: Fen, special: Fen) {
        guard programme.lodging != nil else { throw Refusal.notFound }
        var fields: [Refusal.Field] = []
        if !(2...60).contains(name.trimmed.count) { fields.append(.init("name", Words("请填写名称（2 至 60 字）", "A name of 2 to 60 characters, please"))) }
        if !(4...200).contains(address.trimmed.count) { fields.append(.init("address", Words("请填写地址", "Please give the address"))) }
        if programme.area(area) == nil { fields.append(.init("area", Words("请选择区市", "Choose the district"))) }
        if !Phone.isPlausible(phone) { fields.append(.init("phone", Words("请填写联系电话", "Please give a telephone number"))) }
        if (rules ?? "").count > 2000 { fields.append(.init("rules", Words("最多 2000 字", "At most 2000 characters"))) }
        if (rulesEnglish ?? "").count > 4000 { fields.append(.init("rulesEnglish", Words("最多 4000 字", "At most 4000 characters"))) }
        if (latitude == nil) != (longitude == nil) { fields.append(.init("latitude", Words("经纬度请同时填写", "Give both coordinates or none"))) }
        fields += LodgingPlace.faults(latitude: latitude, longitude: longitude)
        let list = Fen(typed: listPrice), special = Fen(typed: specialPrice)
        if list == nil { fields.append(.init("listPrice", Words("请填写金额，如 298", "An amount, please: 298"))) }
        if special == nil { fields.append(.init("specialPrice", Words("请填写金额，如 98.5", "An amount, please: 98.5"))) }
        if let list, let special, special > list { fields.append(.init("specialPrice", Words("特价不能高于门市价", "The special price is not above the list price"))) }
        if let releaseHour, !(0...24).contains(releaseHour) { fields.append(.init("releaseHour", Words("0 至 24 时", "An hour from 0 to 24"))) }
        if let from = contractFrom, let to = contractTo, to <= from { fields.append(.init("contractTo", Words("应晚于开始日期", "After the first day, please"))) }
        let wanted = (units ?? []).filter { !$0.isBlank }
        if kind == .referral, !wanted.isEmpty { fields.append(.init("units", Words("推荐酒店不登记床位", "A referral has no beds"))) }
        if wanted.count > 500 { fields.append(.init("units", Words("最多 500 行", "At most 500 rows"))) }
        let made = wanted.filter { $0.id == nil }.reduce(0) { $0 + min(max($1.whole == true ? $1.rooms ?? 1 : $1.beds ?? 1, 1), 100) }
        if made > 500 { fields.append(.init("units", Words("一次最多登记 500 个床位或房间", "At most 500 new beds and rooms at a time"))) }
        for (index, unit) in (units ?? []).enumerated() where !unit.isBlank && unit.id == nil {
            if let to = unit.to, to < unit.from ?? today { fields.append(.init("units.\(index).to", Words("停用日期不能早于启用日期", "It cannot end before it begins"))) }
            if !(1...20).contains((unit.room ?? "").trimmed.count) { fields.append(.init("units.\(index).room", Words("请填写房间号（最多 20 字）", "A room number, at most 20 characters"))) }
            let beds = unit.beds ?? 1
            if !(1...20).contains(beds) { fields.append(.init("units.\(index).beds", Words("每间 1 至 20 床", "1 to 20 beds a room"))) }
            if unit.whole == true, !(1...100).contains(unit.rooms ?? 1) { fields.append(.init("units.\(index).rooms", Words("1 至 100 间", "1 to 100 rooms"))) }
            if let most = programme.lodging?.stay.bedsPerRoom, beds > most { fields.append(.init("units.\(index).beds", Words("每间最多安排 \(most) 床", "At most \(most) beds of a room"))) }
        }
        guard fields.isEmpty, let list, let special else { throw Refusal.invalid(fields) }
        return (list, special)
    }
}
