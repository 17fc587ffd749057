import Domain
import SQL

/// A bed was held so long. By the worker, which only tidies up: whoever wants the bed has released it already. Harmless when repeated.
///
/// Effects: the hold expires and its lines are given back; the nights are offered to the waitlist's next; a message; an audit record.
struct EndHold {
    func callAsFunction(_ house: House, _ id: ID<Stay>, at: Instant?) async throws {
        _ = try await house.performOnLedger(by: .system, once: nil, at: at) { act, _ in
            let stay = try act.loadStay(id, where: "1 = 1")
            guard stay.state == .held, let until = stay.holdUntil, until <= act.now else { return Receipt(.stay, id.rawValue) }
            try act.expire(id)
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
