import Domain
import SQL

/// A booking is cancelled: by its guest, free of consequence until the cut-off, and later as a rung of the ladder; or by the station, which
/// gives a reason and leaves no mark on the guest.
///
/// Effects: the stay ends and its lines are given back at once; the freed nights are offered to the waitlist; after the cut-off a miss with its
/// consequence; messages; audit records.
public struct CancelStay: Codable, Sendable {
    /// Wanted of the station; told to the guest.
    public let reason: String?

    public init(reason: String? = nil) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Stay>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.performOnLedger(by: actor, once: once) { act, _ in
            let stay = try act.loadOwnOrDeskStay(id)
            let isOwn = stay.account != nil && stay.account == actor.account
            let text = (reason ?? "").trimmed
            if !isOwn, !(4...500).contains(text.count) { throw Refusal.invalid([.init("reason", Words("请写明取消原因（4 至 500 字），将告知客人", "Give a reason (4 to 500 characters); the guest is told"))]) }
            if text.count > 500 { throw Refusal.invalid([.init("reason", Words("最多 500 字", "At most 500 characters"))]) }
            let kept = text.isEmpty ? nil : try act.keepReason(text, audience: .applicant)
            let isLate = isOwn && stay.state == .booked && act.now >= stay.place.freeUntil(stay.nights.first)
            try act.move(stay, .cancel, verb: isOwn ? "stay_cancelled" : "stay_cancelled_by_station", reason: kept, detail: isLate ? ["late": "yes"] : [:])
            try act.nothingDue([.holdEnd, .noShow, .remindStay], id.rawValue)
            try act.release(stay)
            if stay.why == StayStart.Why.offer.rawValue {
                try act.tx.run("UPDATE waitlist SET state = 'missed', ended_at = \(act.now) WHERE stay_id = \(id) AND state = 'offered'")
            }
            try act.withdrawProof(stay)
            if isLate { try act.miss(stay, .lateCancel) }
            if !isOwn, let account = stay.account {
                try act.tell(account, Words("驿站取消了预订：\(stay.place.name)", "The station cancelled your booking: \(stay.place.name)"),
                    Words("\(stay.nights.first) 至 \(stay.nights.end) 的预订已由驿站取消：\(text)。额度已退还。", "Your booking from \(stay.nights.first) to \(stay.nights.end) was cancelled by the station: \(text). Your nights are yours again."),
                    link: Receipt(.stay, id.rawValue))
            }
            try act.offer(stay.nights, at: stay.place)
            return Receipt(.stay, id.rawValue)
        }
    }
}
