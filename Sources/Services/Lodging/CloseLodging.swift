import Domain
import SQL

/// A station's staff close a place, or one unit, for some nights.
///
/// Effects: the closure; its lines in the ledger, so that no bed is booked and closed at once; an audit record. Refused while somebody has one
/// of the beds.
public struct CloseLodging: Codable, Sendable {
    public let first: Day
    /// The first day on which it is open again.
    public let end: Day
    public let unit: ID<LodgingUnit>?
    /// Public.
    public let reason: String

    public init(first: Day, end: Day, unit: ID<LodgingUnit>? = nil, reason: String) {
        self.first = first
        self.end = end
        self.unit = unit
        self.reason = reason
    }

    public func callAsFunction(_ house: House, _ id: ID<Lodging>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let nights = Nights(first, end) else { throw LodgingPlace.dates("end", Words("结束日期应晚于开始日期，最多 \(Nights.most) 晚", "The end comes after the first night, at most \(Nights.most) nights")) }
        guard (2...200).contains(reason.trimmed.count) else { throw Refusal.invalid([.init("reason", Words("请写明原因（2 至 200 字），将公开显示", "Give a reason (2 to 200 characters); it is public"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let place = try LodgingPlace.held(act, id)
            guard nights.first >= act.today else { throw LodgingPlace.dates("first", Words("不能关闭过去的日期", "Not in the past")) }
            try act.releaseOverdueHolds(nights, at: id)
            var condition: SQL = "lodging_id = \(id) AND from_day < \(nights.end) AND (to_day IS NULL OR to_day > \(nights.first))"
            if let unit { condition += " AND id = \(unit)" }
            let units = try act.tx.rows("SELECT id, gender FROM lodging_units WHERE \(condition) ORDER BY id").map { Ledger.Bed(unit: try $0("id"), gender: try $0("gender")) }
            guard !units.isEmpty else { throw Refusal.notFound }
            try act.close(units, nights, id, place.programme.id, unit: unit, kind: "closed", reason: reason.trimmed)
            return Receipt(.lodging, id.rawValue)
        }
    }
}

/// A closure is ended before its time.
///
/// Effects: its lines are given back and offered to the waitlist; an audit record.
public struct ReopenLodging: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ closure: ID<LodgingClosure>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.performOnLedger(by: actor, once: once) { act, _ in
            guard let row = try act.tx.row("SELECT lodging_id, first_night, end_day FROM lodging_closures WHERE id = \(closure) AND kind = 'closed' AND ended_at IS NULL\(act.dialect.lock)"),
                  let nights = Nights(try row("first_night"), try row("end_day")) else { throw Refusal.notFound }
            let place = try LodgingPlace.held(act, try row("lodging_id"))
            try act.reopen(closure)
            act.audit("lodging", place.id.rawValue, "lodging_reopened", detail: ["closure": closure.rawValue])
            try act.offer(nights, at: place)
            return Receipt(.lodging, place.id.rawValue)
        }
    }
}

extension Act {
    /// Takes units out of the ledger for some nights. Nights that are closed already stay as they are.
    @discardableResult
    func close(
        _ units: [Ledger.Bed], _ nights: Nights, _ lodging: ID<Lodging>, _ programme: String, unit: ID<LodgingUnit>?, kind: String, reason: String
    ) throws -> ID<LodgingClosure> {
        let id: ID<LodgingClosure> = try newID()
        try tx.run("""
            INSERT INTO lodging_closures (id, programme_id, lodging_id, unit_id, kind, first_night, end_day, reason, by_actor, created_at)
            VALUES (\(id), \(programme), \(lodging), \(unit), \(kind), \(nights.first), \(nights.end), \(reason), \(actorName), \(now))
            """)
        let closed = try tx.rows("""
            SELECT unit_id, night FROM bed_nights WHERE lodging_id = \(lodging) AND closure_id IS NOT NULL AND released_at IS NULL
                AND night >= \(nights.first) AND night < \(nights.end)
            """).reduce(into: Set<String>()) { $0.insert("\(try $1("unit_id") as String) \(try $1("night") as Day)") }
        var statements: [SQL] = [], count = 0
        for bed in units.sorted(by: { $0.unit < $1.unit }) {
            let rows = nights.days.filter { !closed.contains("\(bed.unit) \($0)") }
            for start in stride(from: 0, to: rows.count, by: 200) {
                let part = rows[start..<min(start + 200, rows.count)].map { night -> SQL in "(\(bed.unit), \(night), \(programme), \(lodging), \(bed.gender), \(id), \(now))" }
                count += part.count
                statements.append("""
                    INSERT INTO bed_nights (unit_id, night, programme_id, lodging_id, gender, closure_id, taken_at) VALUES \(SQL.joined(part, by: ", "))
                    ON CONFLICT (unit_id, night) WHERE released_at IS NULL DO NOTHING
                    """)
            }
        }
        let taken = try statements.isEmpty ? 0 : tx.batch(statements).reduce(0, +)
        guard taken == count else {
            throw Refusal(.conflict, "nights_booked", Words("其中 \(count - taken) 个床晚已被预订", "\(count - taken) of these bed-nights are booked"), next: Words("请先为客人换房或与客人商量取消", "Move the guests first, or agree with them to cancel"))
        }
        audit("lodging", lodging.rawValue, "lodging_\(kind)", detail: ["closure": id.rawValue, "unit": unit?.rawValue ?? "", "nights": "\(nights.first)/\(nights.end)", "bed_nights": String(count)])
        return id
    }

    func reopen(_ closure: ID<LodgingClosure>) throws {
        try tx.run("UPDATE lodging_closures SET ended_at = \(now) WHERE id = \(closure)")
        try tx.run("UPDATE bed_nights SET released_at = \(now) WHERE closure_id = \(closure) AND released_at IS NULL AND night >= \(today)")
    }

    /// Holds at a place whose time is over give their beds back now.
    func releaseOverdueHolds(_ nights: Nights, at lodging: ID<Lodging>) throws {
        let overdue = try tx.rows("""
            SELECT id FROM stays WHERE lodging_id = \(lodging) AND state = 'held' AND hold_until <= \(now) AND first_night < \(nights.end) AND end_day > \(nights.first) ORDER BY id
            """).map { try $0("id") as ID<Stay> }
        for hold in overdue { try expire(hold) }
    }
}
