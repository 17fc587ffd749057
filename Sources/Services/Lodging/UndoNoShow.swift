import Domain
import SQL

/// Somebody who was marked as not having come stands at the desk, or the mark was a mistake: the booking stands again.
///
/// Effects: the stay is booked, in its bed where that is still free and else in another of the place; the miss and what followed from it are
/// lifted; due work for nobody coming, dated anew; a message; audit records. Refused when no bed is left or the last night has passed.
public struct UndoNoShow: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Stay>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.performOnLedger(by: actor, once: once) { act, attempt in
            let stay = try act.loadDeskStay(id)
            _ = try stay.state.after(.undoNoShow)
            guard act.now < stay.place.admitsUntil(stay.nights) else { throw Refusal(.conflict, "stay_over", Words("预订已于 \(stay.nights.end) 结束", "The booking ended on \(stay.nights.end)"), next: Words("可登记为无预订入住", "Take the guest as a walk-in")) }
            let person = try Ledger.person(act.tx, stay.personKey, at: stay.place, now: act.now, for: stay.nights.first)
            for hold in person.overdue { try act.expire(hold) }
            let before = try act.tx.rows("SELECT DISTINCT unit_id FROM bed_nights WHERE stay_id = \(id) ORDER BY unit_id").map { try $0("unit_id") as String }
            func claim(_ units: [String]?, mayMove: Bool) throws -> Claim {
                try act.claim(
                    stay.nights, for: id, person: stay.personKey, taken: person.taken, at: stay.place, wish: BedChoice.Wish(sex: stay.sex, mayMove: mayMove), units: units, spread: attempt)
            }
            let found: Claim
            do {
                found = try claim(before, mayMove: true)
            } catch let refusal as Refusal where refusal.code == "no_bed" {
                found = try claim(nil, mayMove: true)
            }
            try act.take(found.lines)
            try act.move(stay, .undoNoShow, verb: "no_show_undone", setting: ", price = \(found.price.amount), free_nights = \(found.free)")
            try act.tx.run("UPDATE stay_misses SET lifted_at = \(act.now) WHERE stay_id = \(id) AND lifted_at IS NULL")
            try act.liftedMiss(of: stay.personKey, stay.place)
            try act.askForProof(of: stay, stay.finding.office ?? [], at: stay.place)
            act.dueForArrival(id, stay.nights.first, stay.place)
            if let account = stay.account {
                try act.tell(account, Words("未到店记录已撤销：\(stay.place.name)", "The mark was lifted: \(stay.place.name)"),
                    Words("驿站已恢复您 \(stay.nights.first) 的预订，相关记录和限制同时撤销。", "The station has restored your booking of \(stay.nights.first); the mark and what followed from it are lifted."), link: Receipt(.stay, id.rawValue))
            }
            return Receipt(.deskStay, id.rawValue)
        }
    }
}
