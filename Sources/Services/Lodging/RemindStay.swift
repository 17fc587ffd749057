import Domain
import SQL

/// The day before a stay. By the worker; harmless when repeated.
///
/// Effects: a message with the address; an audit record, once.
struct RemindStay {
    func callAsFunction(_ house: House, _ id: ID<Stay>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let receipt = Receipt(.stay, id.rawValue)
            let stay = try act.loadStay(id, where: "1 = 1")
            guard stay.state == .booked, stay.nights.first == act.today.adding(1), let account = stay.account else { return receipt }
            let told = try act.tx.row("SELECT number FROM audit_records WHERE kind = 'stay' AND subject = \(id) AND verb = 'reminded' AND detail = \(try Stored.json(["first": stay.nights.first.description]))")
            guard told == nil else { return receipt }
            let address: String = try act.tx.value("SELECT address FROM lodgings WHERE id = \(stay.place.id)") ?? ""
            try act.tell(account, Words("明天入住：\(stay.place.name)", "Tomorrow: \(stay.place.name)"),
                Words("地址：\(address)。晚于 \(stay.place.rules.stay.lateArrival) 到店请先电话告知驿站。", "Address: \(address). If you come after \(stay.place.rules.stay.lateArrival), telephone the station first."),
                link: receipt)
            act.audit("stay", id.rawValue, "reminded", from: stay.state.rawValue, to: stay.state.rawValue, detail: ["first": stay.nights.first.description])
            return receipt
        }
    }
}

/// A guest with a foreign passport has to be registered with the police within 24 hours of arrival, and is not yet. By the worker; harmless
/// when repeated.
///
/// Effects: the station's people are told; an audit record, once.
struct RemindPoliceDuty {
    func callAsFunction(_ house: House, _ id: ID<Stay>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let receipt = Receipt(.stay, id.rawValue)
            let stay = try act.loadStay(id, where: "1 = 1")
            guard try act.tx.row("SELECT stay_id FROM check_ins WHERE stay_id = \(id) AND police_due IS NOT NULL AND police_at IS NULL") != nil,
                  try act.tx.row("SELECT number FROM audit_records WHERE kind = 'stay' AND subject = \(id) AND verb = 'police_reminded'") == nil else { return receipt }
            let members = try act.tx.rows("SELECT account_id FROM members WHERE organisation_id = \(stay.place.organisation) ORDER BY account_id").map { try $0("account_id") as ID<Account> }
            try act.tell(members, Words("境外人员住宿登记即将超时", "Police registration of a foreign guest is due"),
                Words("请在入住后 24 小时内完成境外人员临时住宿登记。", "A foreign guest is to be registered within 24 hours of arrival."), link: Receipt(.deskStay, id.rawValue))
            act.audit("stay", id.rawValue, "police_reminded", from: stay.state.rawValue, to: stay.state.rawValue)
            return receipt
        }
    }
}
