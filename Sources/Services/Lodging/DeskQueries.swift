import Domain
import SQL

extension House {
    /// Today at a desk: at the place asked for, else at the first of the actor's places.
    public func desk(at wanted: ID<Lodging>?, for actor: Actor) async throws -> DeskView {
        let house = self
        return try await read { tx, now in
            let places = try DeskReader.places(tx, DeskReader.own(actor))
            guard let place = wanted.map({ id in places.first { $0.id == id } }) ?? places.first else {
                guard wanted == nil else { throw Refusal.notFound }
                return DeskView(places: [], place: nil, today: Zone.china.day(of: now), arrivals: [], inHouse: [], departures: [], police: [], coming: 0, missed: [], waiting: 0)
            }
            return try Self.desk(tx, house, actor, places, place, now: now)
        }
    }

    private static func desk(_ tx: any Transaction, _ house: House, _ actor: Actor, _ places: [DeskPlace], _ place: DeskPlace, now: Instant) throws -> DeskView {
        let today = Zone.china.day(of: now), here: SQL = "t.lodging_id = \(place.id)"
        func stays(_ condition: SQL, order: SQL = "t.first_night, t.id") throws -> [DeskStay] {
            try DeskReader.stays(tx, house, try DeskReader.rows(tx, actor, "\(here) AND \(condition)", order: order), now: now)
        }
        let inHouse = try stays("t.state = 'checked_in'", order: "t.end_day, t.id")
        return DeskView(
            places: places, place: place, today: today, arrivals: try stays("t.state = 'booked' AND t.first_night <= \(today)"), inHouse: inHouse, departures: inHouse.filter { $0.end <= today },
            police: try stays("c.police_due IS NOT NULL AND c.police_at IS NULL"),
            coming: try tx.value("SELECT COUNT(*) FROM stays t WHERE \(here) AND t.state = 'booked' AND t.first_night > \(today)") ?? 0,
            missed: try stays("t.state = 'no_show' AND t.first_night >= \(today.adding(-1)) AND t.end_day >= \(today)"),
            waiting: try tx.value("SELECT COUNT(*) FROM waitlist w WHERE w.lodging_id = \(place.id) AND w.state IN ('waiting', 'offered') AND w.end_day > \(today)") ?? 0)
    }

    /// The stays that a code at the desk may mean: of the actor's stations, not ended, today's before later ones. Mostly one.
    public func stays(code typed: String, at place: ID<Lodging>?, for actor: Actor) async throws -> [DeskStay] {
        let house = self
        // What a QR code holds may be an address; the token is its last part.
        let code = String(typed.trimmed.split(separator: "/").last ?? "").filter { !$0.isWhitespace }
        guard !code.isEmpty, code.count <= 200 else { return [] }
        return try await read { tx, now in
            var condition: SQL = "t.state IN ('held', 'booked', 'checked_in') AND t.end_day >= \(Zone.china.day(of: now).adding(-7))"
            if let place { condition += " AND t.lodging_id = \(place)" }
            let rows = try DeskReader.rows(tx, actor, condition, limit: 5000)
            return try DeskReader.stays(tx, house, try rows.filter { try StayCodes.way(code, house.secrets, try $0("id")) != nil }, now: now)
        }
    }

    /// A stay at the desk of the actor's station.
    public func deskStay(_ id: ID<Stay>, for actor: Actor) async throws -> DeskStayView {
        let house = self
        return try await read { tx, now in
            guard let row = try DeskReader.rows(tx, actor, "t.id = \(id)").first, let stay = try DeskReader.stays(tx, house, [row], now: now).first else { throw Refusal.notFound }
            let today = Zone.china.day(of: now)
            let place = try LodgingPlace.atDesk(tx, house.library, try row("lodging_id"), actor)
            let finding: StayEligibility.Kept = try Stored.read(try row("finding"))
            let proof = try Self.proof(tx, try row("proof_case"), finding, place)
            var checkIn: CheckInView?
            if let at: Instant = try row("checked_at") {
                let back: Int64? = try row("deposit_back")
                checkIn = CheckInView(at: at, by: try row("checked_by") ?? "", way: try row("way"), deposit: Fen(try row("deposit")), depositBack: back.map { Fen($0) })
            }
            return DeskStayView(
                stay: stay, place: try DeskReader.place(tx, place.id, actor), freeNights: try row("free_nights"), beds: try DeskReader.beds(tx, [id])[id] ?? [], bookedAt: try row("created_at"),
                checkIn: checkIn, papers: place.rules.proofs.filter { (finding.desk ?? []).contains($0.fact.id) }.flatMap { $0.counts.map(\.name) }, proof: proof,
                may: Self.may(stay, place, now: now), mayUndoNoShow: stay.state == .noShow && Self.admits(stay, place, now), obstacle: Self.obstacle(stay, place, now),
                freeUntil: place.freeUntil(stay.first), givenUpAt: place.givenUp(stay.first), lateMost: ExpectLate.latest(stay.first),
                otherBeds: try Self.otherBeds(tx, stay, place, today), today: today, lastBookable: place.rules.bookable(on: today).upperBound, clause: place.rules.clause)
        }
    }

    private static func proof(_ tx: any Transaction, _ id: ID<Case>?, _ finding: StayEligibility.Kept, _ place: LodgingPlace) throws -> ProofStanding? {
        guard let id, let row = try tx.row("SELECT number, state FROM cases WHERE id = \(id)") else { return nil }
        return ProofStanding(number: try row("number"), state: try row("state"), facts: (finding.office ?? []).map { place.programme.facts.fact($0)?.name ?? Words($0, $0) })
    }

    /// What the desk can do now, by the stay's state and the day.
    private static func may(_ stay: DeskStay, _ place: LodgingPlace, now: Instant) -> [StayEvent] {
        let today = place.zone.day(of: now)
        return StayEvent.allCases.filter { event in
            guard (try? stay.state.after(event)) != nil else { return false }
            return switch event {
            case .checkIn: today >= stay.first && admits(stay, place, now)
            case .leaveEarly: max(today, stay.first.adding(1)) < stay.end
            case .markNoShow: stay.isLate
            case .phoneIn: now < ExpectLate.latest(stay.first)
            case .moveRoom, .extend: stay.end > today || stay.state == .checkedIn
            case .undoNoShow, .confirm, .expire: false
            case .cancel, .change, .checkOut: true
            }
        }
    }

    private static func admits(_ stay: DeskStay, _ place: LodgingPlace, _ now: Instant) -> Bool { Nights(stay.first, stay.end).map { now < place.admitsUntil($0) } ?? false }

    private static func obstacle(_ stay: DeskStay, _ place: LodgingPlace, _ now: Instant) -> Words? {
        guard stay.state == .booked else { return nil }
        if place.zone.day(of: now) < stay.first { return Words("预订从 \(stay.first) 起，今天还不能入住", "The booking begins on \(stay.first)") }
        if !admits(stay, place, now) { return Words("预订已于 \(stay.end) 结束", "The booking ended on \(stay.end)") }
        return nil
    }

    /// Beds that are free on all nights that are left, and admit the guest.
    private static func otherBeds(_ tx: any Transaction, _ stay: DeskStay, _ place: LodgingPlace, _ today: Day) throws -> [BedChoiceView] {
        guard stay.state == .booked || stay.state == .checkedIn, let nights = Nights(max(today, stay.first), stay.end) else { return [] }
        return try tx.rows("""
            SELECT u.id AS id, u.room AS room, u.label AS label, u.gender AS gender, u.accessible AS accessible FROM lodging_units u
            WHERE u.lodging_id = \(place.id) AND u.gender IN (\(list: BedGender.admitting(stay.sex))) AND u.from_day <= \(nights.first) AND (u.to_day IS NULL OR u.to_day >= \(nights.end))
                AND \(Beds.isFree(nights))
            ORDER BY u.room, u.label, u.id LIMIT 200
            """).map { BedChoiceView(unit: try $0("id"), bed: DeskReader.name(try $0("room"), try $0("label")), gender: try $0("gender"), accessible: try $0("accessible")) }
    }

    /// Who has a bed at a place in a night, in the order of beds.
    public func guests(_ id: ID<Lodging>, night: Day?, for actor: Actor) async throws -> GuestList {
        let house = self
        return try await read { tx, now in
            let place = try DeskReader.place(tx, id, actor), night = night ?? Zone.china.day(of: now)
            let beds = try tx.rows("""
                SELECT b.stay_id AS stay, u.room AS room, u.label AS label FROM bed_nights b JOIN lodging_units u ON u.id = b.unit_id
                WHERE b.lodging_id = \(id) AND b.night = \(night) AND b.released_at IS NULL AND b.stay_id IS NOT NULL ORDER BY u.room, u.label, u.id
                """)
            let ids = try beds.map { try $0("stay") as ID<Stay> }
            let rows = ids.isEmpty ? [] : try DeskReader.rows(tx, actor, "t.id IN (\(list: ids)) AND t.state IN ('booked', 'checked_in', 'checked_out')")
            let stays = Dictionary(try DeskReader.stays(tx, house, rows, now: now).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            return GuestList(place: place, night: night, guests: try beds.compactMap { row in
                guard let stay = stays[try row("stay")] else { return nil }
                return GuestList.Guest(bed: DeskReader.name(try row("room"), try row("label")), stay: stay)
            })
        }
    }

    /// Who waits for a bed at a place, longest first.
    public func waitlist(_ id: ID<Lodging>, for actor: Actor) async throws -> DeskWaitlist {
        let house = self
        return try await read { tx, now in
            let place = try DeskReader.place(tx, id, actor)
            let rows = try tx.rows("""
                SELECT w.id AS id, w.account_id AS account, w.first_night AS first_night, w.end_day AS end_day, w.accessible AS accessible, w.state AS state, w.created_at AS since, t.hold_until AS until
                FROM waitlist w LEFT JOIN stays t ON t.id = w.stay_id
                WHERE w.lodging_id = \(id) AND w.state IN ('waiting', 'offered') AND w.end_day > \(Zone.china.day(of: now)) ORDER BY w.created_at, w.id LIMIT 200
                """)
            return DeskWaitlist(place: place, entries: try rows.map { row in
                let person = try TalentReader.person(tx, house.secrets, try row("account"))
                return DeskWaitlist.Entry(
                    id: try row("id"), guest: person?.name ?? "", phone: Phone.masked(person?.phone ?? ""), first: try row("first_night"), end: try row("end_day"), accessible: try row("accessible"),
                    isOffered: try row("state") == "offered", until: try row("until"), since: try row("since"))
            })
        }
    }

    /// A group with its stays, for the station's own people.
    public func group(_ id: ID<StayGroup>, for actor: Actor) async throws -> GroupView {
        let house = self
        return try await read { tx, now in
            guard let row = try tx.row("""
                SELECT g.name AS name, g.lodging_id AS lodging FROM stay_groups g JOIN lodgings l ON l.id = g.lodging_id JOIN stations s ON s.id = l.station_id
                WHERE g.id = \(id) AND s.organisation_id IN (\(list: actor.organisations.sorted()))
                """) else { throw Refusal.notFound }
            let stays = try DeskReader.stays(tx, house, try DeskReader.rows(tx, actor, "t.group_id = \(id)", order: "t.id"), now: now)
            return GroupView(id: id, name: try row("name"), lodging: try row("lodging"), stays: stays)
        }
    }
}
