import Domain
import SQL

/// The desk gives a guest another bed of the same place, from today on.
///
/// Effects: the lines of the nights from today on, given back and taken on the other unit, together or not at all; an audit record; a message.
public struct MoveRoom: Codable, Sendable {
    public let unit: ID<LodgingUnit>

    public init(unit: ID<LodgingUnit>) { self.unit = unit }

    public func callAsFunction(_ house: House, _ id: ID<Stay>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.performOnLedger(by: actor, once: once) { act, _ in
            let stay = try act.loadDeskStay(id)
            let first = max(act.today, stay.nights.first)
            guard let nights = Nights(first, stay.nights.end) else { throw Refusal(.conflict, "stay_over", Words("没有剩余的住宿", "No nights are left")) }
            guard let row = try act.tx.row("""
                SELECT gender, room, label FROM lodging_units WHERE id = \(unit) AND lodging_id = \(stay.place.id) AND from_day <= \(nights.first) AND (to_day IS NULL OR to_day >= \(nights.end))
                """) else { throw Refusal.invalid([.init("unit", Words("没有这个床位", "There is no such bed"))]) }
            let gender: BedGender = try row("gender")
            guard gender.admits(stay.sex) else { throw Refusal.invalid([.init("unit", Words("这个房间限\(gender.words.zh)性", "This room is for \(gender.words.en)"))]) }
            try act.releaseOverdueHolds(nights, at: stay.place.id)
            try act.tx.run("UPDATE bed_nights SET released_at = \(act.now) WHERE stay_id = \(id) AND night >= \(nights.first) AND released_at IS NULL")
            let beds = Dictionary(uniqueKeysWithValues: nights.days.map { ($0, Ledger.Bed(unit: unit.rawValue, gender: gender)) })
            let taken = Ledger.beds(act, beds, stay: id, at: stay.place)
            guard try act.tx.run(taken.0) == taken.1 else {
                throw Refusal(.conflict, "bed_taken", Words("这个床位在剩余日期内已被占用", "This bed is taken on some of the nights"), next: Words("请选择其他床位", "Choose another bed"))
            }
            try act.move(stay, .moveRoom, verb: "room_moved", detail: ["unit": unit.rawValue, "from": nights.first.description])
            if let account = stay.account {
                let name = "\(try row("room") as String) \(try row("label") as String)".trimmed
                try act.tell(account, Words("房间已调整：\(stay.place.name)", "Your room has changed: \(stay.place.name)"), Words("从 \(nights.first) 起请住 \(name)。", "From \(nights.first) on: \(name)."), link: Receipt(.stay, id.rawValue))
            }
            return Receipt(.stay, id.rawValue)
        }
    }
}
