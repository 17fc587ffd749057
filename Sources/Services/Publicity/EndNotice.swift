import Domain
import SQL

/// A public notice has been up for its time. Called by the worker; harmless when repeated.
///
/// Effects: the notice ends; each of its cases moves on, unless an objection against it is open; audit records.
struct EndNotice {
    func callAsFunction(_ house: House, _ id: ID<Notice>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let cases = try act.tx.rows("SELECT case_id FROM notice_cases WHERE notice_id = \(id) ORDER BY case_id").map { try $0("case_id") as ID<Case> }
            for item in cases { _ = try act.loadCase(item) }   // all locked, in order, before anything is decided
            guard let row = try act.tx.row("SELECT state, ends_on FROM notices WHERE id = \(id)\(act.dialect.lock)"), try row("state") == "published" else { return Receipt(.notice, id.rawValue) }
            let ends: Day = try row("ends_on")
            guard act.today > ends else { return Receipt(.notice, id.rawValue) }   // dated anew meanwhile: another row of due work ends it
            try act.tx.run("UPDATE notices SET state = 'ended', ended_at = \(act.now) WHERE id = \(id)")
            act.audit("notice", id.rawValue, "notice_ended", from: "published", to: "ended")
            for item in cases { try act.settleNotice(for: item) }
            return Receipt(.notice, id.rawValue)
        }
    }
}

/// A round has closed for applications. Called by the worker; harmless when repeated. Effects: an audit record, once.
struct CloseRound {
    func callAsFunction(_ house: House, _ id: ID<Round>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            guard try act.tx.row("SELECT id FROM rounds WHERE id = \(id)\(act.dialect.lock)") != nil else { return Receipt(.round, id.rawValue) }
            if try act.tx.row("SELECT number FROM audit_records WHERE kind = 'round' AND subject = \(id) AND verb = 'round_closed'") == nil {
                act.audit("round", id.rawValue, "round_closed", from: "called", to: "closed")
            }
            return Receipt(.round, id.rawValue)
        }
    }
}
