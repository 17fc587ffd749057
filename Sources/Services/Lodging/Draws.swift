import Domain
import SQL

/// A station opens a draw for nights that more people will want than there are beds.
///
/// Effects: the draw with its sealed seed and the seed's hash, which is public from now on; its beds leave the ledger for everybody else; due
/// work at its close; audit records.
public struct OpenDraw: Codable, Sendable {
    public let title: String
    public let first: Day
    public let end: Day
    /// How many beds.
    public let places: Int
    public let gender: BedGender?
    public let closes: Instant

    public init(title: String, first: Day, end: Day, places: Int, gender: BedGender? = nil, closes: Instant) {
        self.title = title
        self.first = first
        self.end = end
        self.places = places
        self.gender = gender
        self.closes = closes
    }

    public func callAsFunction(_ house: House, at lodging: ID<Lodging>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let nights = try LodgingPlace.nights(first, end)
        var fields: [Refusal.Field] = []
        if !(2...60).contains(title.trimmed.count) { fields.append(.init("title", Words("请填写名称（2 至 60 字）", "A title of 2 to 60 characters, please"))) }
        if !(1...500).contains(places) { fields.append(.init("places", Words("1 至 500 个床位", "1 to 500 beds"))) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        return try await house.performOnLedger(by: actor, once: once) { act, _ in
            let place = try LodgingPlace.held(act, lodging)
            guard place.kind != .referral, closes > act.now, closes < Zone.china.instant(nights.first) else {
                throw LodgingPlace.dates("closes", Words("截止时间应在现在之后、入住日期之前", "It closes after now and before the first night"))
            }
            try act.releaseOverdueHolds(nights, at: lodging)
            let gender = gender ?? .any
            let units = try act.tx.rows("""
                SELECT u.id AS id, u.gender AS gender FROM lodging_units u WHERE u.lodging_id = \(lodging) AND u.gender = \(gender) AND u.from_day <= \(nights.first) AND (u.to_day IS NULL OR u.to_day >= \(nights.end))
                    AND \(Beds.isFree(nights))
                ORDER BY CASE WHEN u.accessible THEN 1 ELSE 0 END, u.id LIMIT \(places)
                """).map { Ledger.Bed(unit: try $0("id"), gender: try $0("gender")) }
            guard units.count == places else {
                throw Refusal(.conflict, "too_few_beds", Words("只有 \(units.count) 个符合要求的空床", "Only \(units.count) fitting beds are free on all nights"))
            }
            let id: ID<BedDraw> = try act.newID()
            let closure = try act.close(units, nights, lodging, place.programme.id, unit: nil, kind: "draw", reason: title.trimmed)
            let seed = try house.secrets.random(32)
            try act.tx.run("""
                INSERT INTO draws (id, programme_id, lodging_id, closure_id, title, first_night, end_day, gender, places, closes_at, seed, seed_hash, state, created_at)
                VALUES (\(id), \(place.programme.id), \(lodging), \(closure), \(title.trimmed), \(nights.first), \(nights.end), \(gender), \(places), \(closes),
                    \(try house.secrets.seal(seed, table: "draws", column: "seed", row: id.rawValue)), \(house.secrets.sha256(seed)), 'open', \(act.now))
                """)
            act.due(.draw, id.rawValue, at: closes)
            act.audit("draw", id.rawValue, "draw_opened", to: "open", detail: ["lodging": lodging.rawValue, "places": String(places), "seed_hash": house.secrets.sha256(seed)], isFirst: true)
            return Receipt(.draw, id.rawValue)
        }
    }
}

/// Somebody asks for a bed in a draw. Once a person.
///
/// Effects: a request under a random id, by which the person finds themselves in the transcript; an audit record.
public struct RequestInDraw: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<BedDraw>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        return try await house.perform(by: actor, once: once) { act in
            // Locked: a request is in before the draw is run, or refused.
            guard let row = try act.tx.row("SELECT lodging_id, first_night, end_day, gender, closes_at, state FROM draws WHERE id = \(id)\(act.dialect.lock)"),
                  let nights = Nights(try row("first_night"), try row("end_day")) else { throw Refusal.notFound }
            let closes: Instant = try row("closes_at"), gender: BedGender = try row("gender")
            guard try row("state") == "open", act.now < closes else { throw Refusal(.conflict, "draw_closed", Words("报名已截止", "Requests are closed")) }
            let place = try LodgingPlace.load(act.tx, house.library, try row("lodging_id"))
            try place.mustTake(nights, now: act.now, inDraw: true)
            let person = try StayEligibility.person(act, account)
            try act.mustAgreeToLodging(account)
            guard gender.admits(person.sex) else { throw Refusal(.conflict, "other_gender", Words("这些床位限\(gender.words.zh)性", "These beds are for \(gender.words.en)")) }
            _ = try StayEligibility.judge(act, account, at: place, on: nights.first)
            let ledger = try Ledger.person(act.tx, person.personKey, at: place, now: act.now, for: nights.first)
            if let until = ledger.banUntil { throw Ledger.banned(until: until) }
            _ = try place.rules.entitlement.lines(for: nights, taken: ledger.taken)
            let request: ID<DrawRequest> = try act.newID()
            let made = try act.tx.rows("""
                INSERT INTO draw_requests (id, programme_id, draw_id, account_id, person_key, outcome, created_at)
                VALUES (\(request), \(place.programme.id), \(id), \(account), \(person.personKey), 'entered', \(act.now)) ON CONFLICT (draw_id, person_key) DO NOTHING RETURNING id
                """)
            guard !made.isEmpty else { throw Refusal(.conflict, "entered_already", Words("您已报名", "You have asked already")) }
            act.audit("draw_request", request.rawValue, "draw_entered", to: "entered", detail: ["draw": id.rawValue], isFirst: true)
            return Receipt(.draw, id.rawValue)
        }
    }
}

/// Requests are closed: the draw is run. By the worker; harmless when repeated.
///
/// Effects: the seed is revealed; each request has its place and outcome; winners have their stays, out of the draw's beds, and where an office has
/// to look at a proof before check-in, a case for it; beds that are left are given back; messages; audit records.
struct RunDraw {
    func callAsFunction(_ house: House, _ id: ID<BedDraw>, at: Instant?) async throws {
        _ = try await house.performOnLedger(by: .system, once: nil, at: at) { act, _ in
            let receipt = Receipt(.draw, id.rawValue)
            guard let row = try act.tx.row("SELECT lodging_id, closure_id, title, first_night, end_day, places, closes_at, seed, state FROM draws WHERE id = \(id)\(act.dialect.lock)"),
                  try row("state") == "open", (try row("closes_at") as Instant) <= act.now, let nights = Nights(try row("first_night"), try row("end_day")) else { return receipt }
            let place = try LodgingPlace.load(act.tx, house.library, try row("lodging_id")), title: String = try row("title"), places: Int = try row("places")
            let closure: ID<LodgingClosure> = try row("closure_id")
            let seed = try house.secrets.open(try row("seed"), table: "draws", column: "seed", row: id.rawValue)
            let units = try act.tx.rows("SELECT DISTINCT unit_id FROM bed_nights WHERE closure_id = \(closure) AND released_at IS NULL ORDER BY unit_id").map { try $0("unit_id") as String }
            try act.reopen(closure)
            let accounts = try act.tx.rows("SELECT id, account_id FROM draw_requests WHERE draw_id = \(id)").reduce(into: [String: ID<Account>]()) { $0[try $1("id")] = try $1("account_id") }
            var left = places
            for (index, request) in Draw.order(Array(accounts.keys), seed: seed, hash: house.secrets.sha256).enumerated() {
                guard let account = accounts[request] else { continue }
                var outcome = Draw.Outcome.lost, stay: ID<Stay>?, procedure: String?
                do {
                    let guest = Guest(try StayEligibility.person(act, account))
                    try act.mustAgreeToLodging(account)
                    let judged = try StayEligibility.judge(act, account, at: place, on: nights.first)
                    if left > 0 {
                        stay = try act.book(guest, nights, at: place, StayStart(why: .draw, finding: judged.finding, units: units, atOnce: true), spread: 0)
                        outcome = .won
                        procedure = judged.procedure
                        left -= 1
                    } else {
                        // Void or lost is decided alike for all, so that the order can be checked.
                        let ledger = try Ledger.person(act.tx, guest.personKey, at: place, now: act.now, for: nights.first)
                        if ledger.banUntil != nil { throw Refusal.notFound }
                        _ = try place.rules.entitlement.lines(for: nights, taken: ledger.taken)
                    }
                } catch is Refusal {
                    outcome = .void
                }
                try act.tx.run("UPDATE draw_requests SET outcome = \(outcome.rawValue), place = \(index + 1), stay_id = \(stay) WHERE id = \(request)")
                try tell(act, account, outcome, title, nights, stay, draw: id)
                if let stay, let procedure { try act.askForProof(stay, procedure, place, account) }
            }
            try act.tx.run("UPDATE draws SET state = 'drawn', revealed = \(house.secrets.hex(seed)), drawn_at = \(act.now) WHERE id = \(id) AND state = 'open'")
            act.audit("draw", id.rawValue, "draw_run", from: "open", to: "drawn", detail: ["requests": String(accounts.count), "won": String(places - left), "seed": house.secrets.hex(seed)])
            if left > 0 { try act.offer(nights, at: place) }
            return receipt
        }
    }

    private func tell(_ act: Act, _ account: ID<Account>, _ outcome: Draw.Outcome, _ title: String, _ nights: Nights, _ stay: ID<Stay>?, draw: ID<BedDraw>) throws {
        let words = switch outcome {
        case .won: (Words("抽签结果：中签", "Drawn"), Words("已为您预订 \(nights.first) 至 \(nights.end)。", "You are booked from \(nights.first) to \(nights.end)."))
        case .lost, .entered: (Words("抽签结果：未中签", "Not drawn"), Words("可查看抽签记录并自行验证，或加入候补。", "You can check the draw's transcript yourself, or join the waitlist."))
        case .void: (Words("抽签结果：资格已失效", "Void"), Words("抽签时您的额度或资格已不满足。", "When the draw was run you were not entitled any more."))
        }
        try act.tell(account, Words("\(words.0.zh)：\(title)", "\(words.0.en): \(title)"), words.1, link: stay.map { Receipt(.stay, $0.rawValue) } ?? Receipt(.draw, draw.rawValue))
    }
}
