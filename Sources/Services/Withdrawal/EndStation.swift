import Domain
import SQL

extension Act {
    /// The end of a station takes effect.
    ///
    /// Effects: the plaque is withdrawn with reason, clause and date on its public page, and nobody is vouched for by it; what else ends with it falls due at once (`EndStation`); the
    /// host is told; audit records.
    func takeEffect(_ id: ID<Case>, from before: WithdrawalState, _ event: WithdrawalEvent, detail: [String: String] = [:]) throws {
        guard let row = try tx.row("SELECT \(StoredWithdrawal.columns) FROM \(StoredWithdrawal.tables) WHERE w.case_id = \(id)") else { throw Refusal.notFound }
        let withdrawal = try StoredWithdrawal(row), decided = withdrawal.decidedOn ?? today
        let programme = try house.library.programme(withdrawal.programme), clause = programme.withdrawal?.clause
        try step(id, from: before, event, also: ", effective_on = \(today)", clause: clause, detail: detail)
        try nothingDue([.withdrawalTime], id.rawValue)
        let plaque = try lockPlaque(withdrawal.plaque)
        if plaque != .withdrawn {
            let vouched: Int = try tx.value("SELECT COUNT(*) FROM employer_standings WHERE station_id = \(withdrawal.station) AND kind = 'vouched' AND ended_at IS NULL") ?? 0
            let reason = try keepReason("\(withdrawal.cause.words.zh)，\(decided.chinese)决定撤站摘牌。", audience: .public)
            try setPlaque(withdrawal.plaque, from: plaque, to: .withdrawn, reason: reason, clause: clause, post: "", detail: ["case": id.rawValue])
            if vouched > 0 { try keepEffect(.vouching, withdrawal.station.rawValue, String(vouched), of: id) }
        }
        try keepEffect(.plaque, withdrawal.plaque, of: id)
        // A moment later than whatever runs now, so that moving the clock finds it too.
        due(.endStation, id.rawValue, at: now)
    }

    /// The next things that end with a station, at most so many; all of it in one place, each a record. Repeated, it goes on where it stopped.
    ///
    /// Effects: stays that begin within the programme's nights are honoured, later ones cancelled with a message and the nights given back; waiting lists end; places are closed;
    /// requests are handed on to a station near by or the office; mandates that were not handed in are revoked, others go on with the office; events to come are called off, an
    /// office's own given back to it; at last what stays is written down, and the withdrawal is ended; messages; audit records.
    /// - Returns: whether something is left.
    func endStation(_ id: ID<Case>, most: Int = 25) throws -> Bool {
        let withdrawal = try loadWithdrawal(id, where: "1 = 1")
        guard withdrawal.state == .ending else { return false }
        let programme = try house.library.programme(withdrawal.programme), ending = EndingStation(act: self, withdrawal: withdrawal, programme: programme, most: most)
        for part in [ending.stays, ending.waiting, ending.lodgings, ending.requests, ending.mandates, ending.events] where try part() > 0 { return true }
        try ending.close()
        return false
    }
}

/// What ends with a station, by the worker, in batches of their own transactions; harmless when repeated.
///
/// Effects: those of `Act.endStation`.
struct EndStation {
    func callAsFunction(_ house: House, _ id: ID<Case>, at: Instant?) async throws {
        // Beyond any station there is; a row that is never done is tried again and named as an ailment.
        for _ in 0..<4000 {
            let receipt = try await house.performOnLedger(by: .system, once: nil, at: at) { act, _ in
                try act.endStation(id) ? Receipt(.withdrawal, id.rawValue) : Receipt(.home)
            }
            if receipt.thing == .home { return }
        }
        throw Unexpected("the end of station \(id) does not end")
    }
}

/// One batch of each kind; each returns how many it dealt with.
private struct EndingStation {
    let act: Act
    let withdrawal: StoredWithdrawal
    let programme: Programme
    let most: Int

    private var tx: any Transaction { act.tx }
    private var id: ID<Case> { withdrawal.id }
    private var station: ID<Station> { withdrawal.station }
    private var effective: Day { withdrawal.effectiveOn ?? act.today }
    private static let text = "驿站已撤站摘牌。"

    /// That this thing was not dealt with yet.
    private func isOpen(_ column: SQL, _ kinds: [WithdrawalEffect]) -> SQL {
        "NOT EXISTS (SELECT 1 FROM withdrawal_effects x WHERE x.case_id = \(id) AND x.subject = \(column) AND x.kind IN (\(list: kinds.map(\.rawValue))))"
    }

    func stays() throws -> Int {
        let stays = try tx.rows("""
            SELECT t.id AS id FROM stays t JOIN lodgings l ON l.id = t.lodging_id
            WHERE l.station_id = \(station) AND t.state IN ('held', 'booked', 'checked_in') AND \(isOpen("t.id", [.stayHonoured, .stayCancelled])) ORDER BY t.first_night, t.id LIMIT \(most)
            """).map { try $0("id") as ID<Stay> }
        let until = effective.adding(programme.withdrawal?.honourNights ?? 0)
        for stay in stays {
            let loaded = try act.loadStay(stay, where: "1 = 1")
            let isNear = loaded.state == .checkedIn || (loaded.state == .booked && loaded.nights.first < until)
            if isNear {
                try act.keepEffect(.stayHonoured, stay.rawValue, of: id)
                if let account = loaded.account {
                    try act.tell(account, Words("住宿照常：\(loaded.place.name)", "Your stay goes on: \(loaded.place.name)"),
                        Words("该驿站已撤站，您 \(loaded.nights.first) 至 \(loaded.nights.end) 的住宿照常接待。", "The station has ended; your stay from \(loaded.nights.first) to \(loaded.nights.end) is honoured."),
                        link: Receipt(.stay, stay.rawValue))
                }
                continue
            }
            try act.cancel(loaded, verb: "stay_cancelled_with_station", reason: try act.keepReason(Self.text, audience: .applicant), detail: ["case": id.rawValue])
            try act.keepEffect(.stayCancelled, stay.rawValue, String(loaded.nights.days.count), of: id)
            if let account = loaded.account {
                try act.tell(account, Words("预订已取消：\(loaded.place.name)", "Your booking was cancelled: \(loaded.place.name)"),
                    Words("该驿站已撤站，\(loaded.nights.first) 至 \(loaded.nights.end) 的预订取消，额度已退还，可预订其他驿站。",
                        "The station has ended. Your booking from \(loaded.nights.first) to \(loaded.nights.end) is cancelled, and your nights are yours again."), link: Receipt(.stay, stay.rawValue))
            }
        }
        return stays.count
    }

    func waiting() throws -> Int {
        let rows = try tx.rows("""
            SELECT x.id AS id, x.account_id AS account_id, l.name AS name FROM waitlist x JOIN lodgings l ON l.id = x.lodging_id
            WHERE l.station_id = \(station) AND x.state = 'waiting' ORDER BY x.created_at, x.id LIMIT \(most)
            """)
        for row in rows {
            let waiting: ID<Waiting> = try row("id"), name: String = try row("name")
            try tx.run("UPDATE waitlist SET state = 'over', ended_at = \(act.now) WHERE id = \(waiting) AND state = 'waiting'")
            act.audit("waiting", waiting.rawValue, "waitlist_ended", from: "waiting", to: "over", detail: ["case": id.rawValue])
            try act.keepEffect(.waiting, waiting.rawValue, of: id)
            try act.tell(try row("account_id") as ID<Account>, Words("候补已取消：\(name)", "You wait no more: \(name)"),
                Words("该驿站已撤站，请选择其他驿站。", "The station has ended; please choose another."), link: Receipt(.station, station.rawValue))
        }
        return rows.count
    }

    func lodgings() throws -> Int {
        let places = try tx.rows("SELECT l.id AS id FROM lodgings l WHERE l.station_id = \(station) AND \(isOpen("l.id", [.lodging])) ORDER BY l.id LIMIT \(most)").map { try $0("id") as ID<Lodging> }
        for place in places {
            try act.hold(place)
            try tx.run("UPDATE lodgings SET published = \(false), version = version + 1 WHERE id = \(place)")
            act.audit("lodging", place.rawValue, "lodging_ended_with_station", detail: ["case": id.rawValue])
            try act.keepEffect(.lodging, place.rawValue, of: id)
        }
        return places.count
    }

    func requests() throws -> Int {
        guard let rules = programme.requests else { return 0 }
        let requests = try tx.rows("SELECT r.id AS id FROM requests r WHERE r.station_id = \(station) AND r.state IN ('open', 'answered') ORDER BY r.close_due, r.id LIMIT \(most)").map { try $0("id") as ID<Request> }
        guard !requests.isEmpty else { return 0 }
        // The plaque is withdrawn: this station is none of those that are found.
        let to = try RequestRouting.owner(act, chosen: nil, account: nil, field: withdrawal.field, area: withdrawal.area, programme, rules)
        var name = programme.office(rules.office)?.name ?? Words(rules.office, rules.office)
        if let near = to.station, let known: String = try tx.value("SELECT name FROM stations WHERE id = \(near)") { name = Words(known, known) }
        for request in requests {
            let loaded = try act.loadRequest(request, where: "1 = 1")
            guard RequestState.live.contains(loaded.state) else { continue }
            try act.handOn(loaded, to: to, named: name, reason: try act.keepReason(Self.text, audience: .applicant), by: .system)
            try act.keepEffect(.request, request.rawValue, to.rawValue, of: id)
        }
        return requests.count
    }

    func mandates() throws -> Int {
        let mandates = try tx.rows("""
            SELECT m.id AS id FROM mandates m WHERE m.station_id = \(station) AND m.state IN ('asked', 'signed', 'working', 'handed_in', 'granted')
                AND \(isOpen("m.id", [.mandate, .mandateKept])) ORDER BY m.created_at, m.id LIMIT \(most)
            """).map { try $0("id") as ID<Mandate> }
        for mandate in mandates {
            let loaded = try act.loadMandate(mandate, where: "1 = 1")
            switch loaded.state {
            case .asked, .signed, .working:
                try act.move(loaded, .revoke, by: .system, reason: try act.keepReason(Self.text, audience: .applicant), detail: ["case": id.rawValue])
                try act.withdrawCase(of: loaded, verb: "mandate_revoked")
                try act.keepEffect(.mandate, mandate.rawValue, of: id)
                try act.tell(loaded, but: .station, Words("委托终止，请另选驿站", "Your mandate has ended; please ask another station"), Words("受托的驿站已撤站，不能再替您办理；已有材料仍在您的证明夹。",
                    "The station has ended and cannot act for you. Your papers are in your wallet as before."))
            case .handedIn, .granted: try act.keepEffect(.mandateKept, mandate.rawValue, of: id)
            case .offered, .refused, .paid, .done, .declined, .revoked, .lapsed: break
            }
        }
        return mandates.count
    }

    func events() throws -> Int {
        let events = try tx.rows("""
            SELECT e.id AS id FROM events e WHERE e.station_id = \(station) AND e.state IN ('draft', 'open') AND e.begins_at > \(act.now) AND \(isOpen("e.id", [.event])) ORDER BY e.begins_at, e.id LIMIT \(most)
            """).map { try $0("id") as ID<Event> }
        for event in events {
            let loaded = try act.loadEvent(event, where: "1 = 1")
            if let office = loaded.office {
                // The office's own: it looks for somebody else.
                try tx.run("UPDATE events SET station_id = NULL, version = version + 1 WHERE id = \(event) AND station_id = \(station)")
                act.audit("event", event.rawValue, "event_given_back", from: loaded.state.rawValue, to: loaded.state.rawValue, detail: ["office": office, "station": station.rawValue])
                try act.keepEffect(.event, event.rawValue, office, of: id)
                try act.tell(office: office, programme: loaded.programme, Words("活动退回主办部门：\(loaded.title)", "An event is yours again: \(loaded.title)"),
                    Words("承办驿站已撤站，请另行安排。", "The station that was to run it has ended."), link: loaded.deskReceipt)
            } else {
                if loaded.state == .open { try act.cancel(loaded, saying: Self.text) }
                try act.keepEffect(.event, event.rawValue, of: id)
            }
        }
        return events.count
    }

    /// What is not changed by it is written down, and the withdrawal has ended.
    func close() throws {
        for (kind, target) in [(WithdrawalEffect.contacts, "ended"), (.reports, "ended"), (.claims, "kept"), (.jobs, "kept"), (.history, "kept")] { try act.keepEffect(kind, station.rawValue, target, of: id) }
        let count: Int = try tx.value("SELECT COUNT(*) FROM withdrawal_effects WHERE case_id = \(id)") ?? 0
        try act.step(withdrawal, .finish, also: ", ended_at = \(act.now)", detail: ["effects": String(count)])
        try act.tell(organisation: withdrawal.host, Words("善后已办结：\(withdrawal.stationName)", "Everything is settled: \(withdrawal.stationName)"),
            Words("请将牌匾交回颁发部门；历史记录仍可查看。", "Please return the plaque to its office. Your records stay readable."), link: withdrawal.receipt)
    }
}
