import Domain
import SQL

enum MissKind: String, Codable, Sendable, CaseIterable {
    case noShow = "no_show"
    case lateCancel = "late_cancel"
}

/// Nobody came by the hour at which a bed is given up, and nobody telephoned. By the worker; by the desk too, from that hour on. Harmless when
/// repeated.
///
/// Effects: the stay ends, its nights are given back and offered to the waitlist; a miss with a warning or a ban that ends by itself; a message;
/// audit records.
public struct MarkNoShow: Codable, Sendable {
    public init() {}

    /// By the station's staff.
    public func callAsFunction(_ house: House, _ id: ID<Stay>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.performOnLedger(by: actor, once: once) { act, _ in
            let stay = try act.loadDeskStay(id)
            let until = max(stay.place.givenUp(stay.nights.first), stay.lateUntil ?? act.now)
            guard act.now >= until else {
                throw Refusal(.conflict, "too_early", Words("到 \(until.clock) 仍未到店才能登记", "Only from \(until.clock) on"))
            }
            try mark(act, stay)
            return Receipt(.stay, id.rawValue)
        }
    }

    func callAsFunction(_ house: House, _ id: ID<Stay>, at: Instant?) async throws {
        _ = try await house.performOnLedger(by: .system, once: nil, at: at) { act, _ in
            let stay = try act.loadStay(id, where: "1 = 1")
            let until = max(stay.place.givenUp(stay.nights.first), stay.lateUntil ?? act.now)
            // Moved to another day, or telephoned in: another row of due work comes.
            guard stay.state == .booked, act.now >= until else { return Receipt(.stay, id.rawValue) }
            try mark(act, stay)
            return Receipt(.stay, id.rawValue)
        }
    }

    private func mark(_ act: Act, _ stay: LoadedStay) throws {
        try act.move(stay, .markNoShow, verb: "stay_missed")
        try act.release(stay)
        try act.withdrawProof(stay)
        try act.miss(stay, .noShow)
        try act.offer(stay.nights, at: stay.place)
    }
}

extension Act {
    /// A mark was lifted: later ones that were a ban because of it become what they would have been without.
    ///
    /// Effects: their consequences; an audit record of each.
    func liftedMiss(of person: String, _ place: LodgingPlace) throws {
        _ = try tx.rows("SELECT t.id AS id FROM stays t JOIN stay_misses m ON m.stay_id = t.id WHERE m.person_key = \(person) ORDER BY t.id\(dialect.lock)")
        let rows = try tx.rows("""
            SELECT stay_id, at, ban_until FROM stay_misses WHERE person_key = \(person) AND programme_id = \(place.programme.id) AND lifted_at IS NULL ORDER BY at, stay_id
            """)
        var before: [Day] = []
        for row in rows {
            let id: ID<Stay> = try row("stay_id"), day = Zone.china.day(of: try row("at")), banned: Day? = try row("ban_until")
            if banned != nil, place.rules.noShow.consequence(after: before, on: day) == .warning {
                try tx.run("UPDATE stay_misses SET consequence = 'warning', ban_until = NULL WHERE stay_id = \(id)")
                audit("stay", id.rawValue, "ban_lifted", detail: ["until": banned?.description ?? ""])
            }
            before.append(day)
        }
    }

    /// A rung of the ladder: what follows is told, and can be appealed.
    func miss(_ stay: LoadedStay, _ kind: MissKind) throws {
        let before = try tx.rows("SELECT at FROM stay_misses WHERE person_key = \(stay.personKey) AND programme_id = \(stay.place.programme.id) AND lifted_at IS NULL ORDER BY at")
            .map { Zone.china.day(of: try $0("at")) }
        guard let consequence = stay.place.rules.noShow.consequence(after: before, on: today) else { return }
        let until: Day? = if case .ban(let days) = consequence { today.adding(days) } else { nil }
        // A miss that was undone may come again; the trail keeps both.
        later("""
            INSERT INTO stay_misses (stay_id, programme_id, person_key, account_id, kind, at, consequence, ban_until)
            VALUES (\(stay.id), \(stay.place.programme.id), \(stay.personKey), \(stay.account), \(kind.rawValue), \(now), \(until == nil ? "warning" as String : "ban"), \(until))
            ON CONFLICT (stay_id) DO UPDATE SET kind = excluded.kind, at = excluded.at, consequence = excluded.consequence, ban_until = excluded.ban_until,
                appeal_case = NULL, appeal_text = NULL, lifted_at = NULL
            WHERE stay_misses.lifted_at IS NOT NULL
            """)
        audit("stay", stay.id.rawValue, until == nil ? "warned" : "banned", detail: ["kind": kind.rawValue, "until": until?.description ?? ""])
        guard let account = stay.account else { return }
        let what = kind == .noShow ? Words("未到店", "did not come") : Words("临时取消", "cancelled late")
        let words = until.map { Words("暂停预订至 \($0.adding(-1))，到期自动恢复", "Booking is suspended until \($0.adding(-1)), and resumes by itself") }
            ?? Words("本次为提醒；再次发生将暂停预订", "This is a warning; another time suspends booking")
        try tell(account, Words("\(what.zh)：\(stay.place.name)", "You \(what.en): \(stay.place.name)"),
            Words("\(stay.nights.first) 的住宿\(what.zh)。\(words.zh)。如有特殊情况，可以申诉。", "Your stay of \(stay.nights.first): you \(what.en). \(words.en). If there was good reason, you can appeal."),
            link: Receipt(.stay, stay.id.rawValue))
    }
}
