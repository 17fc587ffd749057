import Domain
import SQL

/// The beds and rooms of a place while they are being changed: a bed stands once in a room, and strangers share a room only with their own sex.
private struct UnitPlan {
    struct Unit {
        var id: ID<LodgingUnit>
        var room: String
        var label: String
        /// Booked as a whole.
        let whole: Bool
        let gender: BedGender
        let from: Day
        var to: Day?
        /// The row of the form that made or changed it.
        var index: Int?

        func overlaps(_ other: Unit) -> Bool { (to.map { $0 > other.from } ?? true) && (other.to.map { $0 > from } ?? true) }
    }

    private(set) var units: [Unit]

    init(_ tx: any Transaction, _ lodging: ID<Lodging>) throws {
        units = try tx.rows("SELECT id, room, label, kind, gender, from_day, to_day FROM lodging_units WHERE lodging_id = \(lodging) ORDER BY id\(tx.dialect.lock)").map { row in
            Unit(
                id: try row("id"), room: try row("room"), label: try row("label"), whole: try row("kind") == "room", gender: try row("gender"), from: try row("from_day"), to: try row("to_day"))
        }
    }

    func unit(_ id: ID<LodgingUnit>) -> Unit? { units.first { $0.id == id } }

    mutating func add(_ unit: Unit) { units.append(unit) }

    mutating func replace(_ unit: Unit) { if let place = units.firstIndex(where: { $0.id == unit.id }) { units[place] = unit } }

    /// What is wrong with the rows that were made or changed: the first thing of each row.
    var faults: [Refusal.Field] {
        var found: [Int: Refusal.Field] = [:]
        for (_, room) in Dictionary(grouping: units, by: \.room) {
            for (place, unit) in room.enumerated() {
                for other in room[(place + 1)...] {
                    guard let index = other.index ?? unit.index, found[index] == nil, unit.overlaps(other) else { continue }
                    found[index] = Self.fault(unit, other, index)
                }
            }
        }
        return found.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func fault(_ unit: Unit, _ other: Unit, _ index: Int) -> Refusal.Field? {
        if unit.label == other.label { return .init("units.\(index).room", Words("房间 \(unit.room) 的这个床位已登记", "This bed of room \(unit.room) is there already")) }
        if unit.whole != other.whole { return .init("units.\(index).whole", Words("房间 \(unit.room) 不能既整间又按床位预订", "Room \(unit.room) is booked as a whole or by beds, not both")) }
        guard !unit.whole, unit.gender != other.gender || unit.gender == .any else { return nil }
        return .init("units.\(index).gender", Words("多床房须分男女，同一房间须一致", "A room with several beds is for men or for women, alike for all its beds"))
    }
}

extension KeepLodging {
    /// - Returns: how many units are new.
    func keepUnits(_ act: Act, _ lodging: ID<Lodging>, _ programme: Programme) throws -> Int {
        var plan = try UnitPlan(act.tx, lodging), new: [(unit: UnitPlan.Unit, accessible: Bool)] = []
        var fields: [Refusal.Field] = []
        for (index, unit) in (units ?? []).enumerated() where !unit.isBlank {
            if let id = unit.id {
                guard let before = plan.unit(id) else { throw Refusal.notFound }
                plan.replace(try changed(before, to: unit, index, today: act.today, &fields))
                continue
            }
            let from = unit.from ?? act.today, whole = unit.whole == true, count = whole ? unit.rooms ?? 1 : unit.beds ?? 1
            for number in 1...count {
                let made = UnitPlan.Unit(
                    id: try act.newID(), room: (unit.room ?? "").trimmed, label: count == 1 ? (unit.label ?? "").trimmed : String(number), whole: whole, gender: unit.gender ?? .any,
                    from: from, to: unit.to, index: index)
                plan.add(made)
                new.append((made, unit.accessible ?? false))
            }
        }
        fields += plan.faults
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        let added = Set(new.map(\.unit.id))
        for unit in plan.units where unit.index != nil && !added.contains(unit.id) { try write(unit, act, lodging, programme) }
        for (unit, accessible) in new {
            try act.tx.run("""
                INSERT INTO lodging_units (id, programme_id, lodging_id, kind, room, label, gender, accessible, from_day, to_day, created_at)
                VALUES (\(unit.id), \(programme.id), \(lodging), \(unit.whole ? "room" as String : "bed"), \(unit.room), \(unit.label), \(unit.gender), \(accessible),
                    \(unit.from), \(unit.to), \(act.now))
                """)
        }
        try act.closeAlso(new.map(\.unit.id), at: lodging, programme.id)
        return new.count
    }

    private func changed(_ before: UnitPlan.Unit, to given: Unit, _ index: Int, today: Day, _ fields: inout [Refusal.Field]) throws -> UnitPlan.Unit {
        var after = before
        let room = (given.room ?? "").trimmed
        if !room.isEmpty { after.room = room }
        if let label = given.label { after.label = label.trimmed }
        if after.room.count > 20 { fields.append(.init("units.\(index).room", Words("房间号最多 20 字", "A room number has at most 20 characters"))) }
        if after.label.count > 20 { fields.append(.init("units.\(index).label", Words("床位名最多 20 字", "A bed’s name has at most 20 characters"))) }
        if let to = given.to, to != before.to {
            if before.to != nil { fields.append(.init("units.\(index).to", Words("已停用的床位不能改期，请新建", "The end of an ended unit stands; make a new one"))) }
            if to < max(before.from, today) { fields.append(.init("units.\(index).to", Words("停用日期不能早于今天", "Not before today"))) }
            after.to = to
        }
        // What has not changed is not looked at anew.
        if after.room != before.room || after.label != before.label || after.to != before.to { after.index = index }
        return after
    }

    private func write(_ unit: UnitPlan.Unit, _ act: Act, _ lodging: ID<Lodging>, _ programme: Programme) throws {
        let before: Day? = try act.tx.value("SELECT to_day FROM lodging_units WHERE id = \(unit.id)")
        try act.tx.run("UPDATE lodging_units SET room = \(unit.room), label = \(unit.label), to_day = \(unit.to) WHERE id = \(unit.id)")
        guard before == nil, let to = unit.to else { return }
        // Whoever reads the unit as it was finds these nights taken in the ledger: nobody can book further ahead than they reach.
        let horizon = max(act.today.adding((programme.lodging?.stay.bookAheadDays ?? 0) + Nights.most / 2), to.adding(1))
        var first = to
        while let nights = Nights(first, min(horizon, first.adding(Nights.most))) {
            try act.close([Ledger.Bed(unit: unit.id.rawValue, gender: unit.gender)], nights, lodging, programme.id, unit: unit.id, kind: "ended", reason: "")
            first = nights.end
        }
    }
}

extension Act {
    /// New units of a place are closed where the whole place is.
    fileprivate func closeAlso(_ units: [ID<LodgingUnit>], at lodging: ID<Lodging>, _ programme: String) throws {
        guard !units.isEmpty else { return }
        try tx.run("""
            INSERT INTO bed_nights (unit_id, night, programme_id, lodging_id, gender, closure_id, taken_at)
            SELECT u.id, n.night, \(programme), \(lodging), u.gender, MIN(n.closure_id), \(now)
            FROM lodging_units u JOIN bed_nights n ON n.lodging_id = u.lodging_id AND n.released_at IS NULL AND n.night >= u.from_day
                JOIN lodging_closures c ON c.id = n.closure_id AND c.kind = 'closed' AND c.unit_id IS NULL
            WHERE u.id IN (\(list: units)) GROUP BY u.id, n.night, u.gender
            """)
    }
}
