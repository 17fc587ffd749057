import Domain
import SQL

/// A bed was held so long. By the worker; who wanted the bed meanwhile has given its lines back already. Harmless when repeated.
///
/// Effects: the hold expires and its lines are given back; what nobody has taken is offered to the waitlist's next; a message; an audit record.
struct EndHold {
    func callAsFunction(_ house: House, _ id: ID<Stay>, at: Instant?) async throws {
        _ = try await house.performOnLedger(by: .system, once: nil, at: at) { act, _ in
            let stay = try act.loadStay(id, where: "1 = 1")
            let told: Int = try act.tx.value("SELECT COUNT(*) FROM audit_records WHERE kind = 'stay' AND subject = \(id) AND verb = 'hold_ended'") ?? 0
            guard stay.state == .expired && told == 0 || stay.state == .held && stay.holdUntil.map({ $0 <= act.now }) ?? false else { return Receipt(.stay, id.rawValue) }
            try act.expire(id)
            act.audit("stay", id.rawValue, "hold_ended", from: StayState.expired.rawValue, to: StayState.expired.rawValue)
            if let account = stay.account {
                try act.tell(account, Words("保留已到期：\(stay.place.name)", "The hold is over: \(stay.place.name)"),
                    Words("\(stay.nights.first) 至 \(stay.nights.end) 的床位未在时限内确认，已释放。", "The bed from \(stay.nights.first) to \(stay.nights.end) was not confirmed in time and has been released."),
                    link: Receipt(.stay, id.rawValue))
            }
            try act.offer(stay.nights, at: stay.place)
            return Receipt(.stay, id.rawValue)
        }
    }
}
