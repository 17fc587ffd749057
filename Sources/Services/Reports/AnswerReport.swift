import Domain
import SQL

/// An office that supervises takes note of a report.
///
/// Effects: the state; the station's people are told; an audit record.
public struct AcceptReport: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Report>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let report = try act.loadReport(id, where: SupervisionAccess.supervises(actor, house.library)), (programme, rules) = try house.reportProgramme(report.programme)
            try act.move(report, .accept, also: ", decided_at = \(act.now)", post: ReportDesk.office(actor, programme), clause: rules.clause)
            try act.tell(organisation: report.host, Words("\(report.month.words.zh)报告已确认", "The report for \(report.month.words.en) was taken note of"), Words("监督部门已确认收到。", "The office has taken note of it."),
                link: report.receipt)
            return report.receipt
        }
    }
}

/// An office that supervises gives a report back, with a reason.
///
/// Effects: the state; the reason kept; a new date to hand it in by, with a reminder; the station's people are told; an audit record.
public struct ReturnReport: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Report>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try PursuitRules.reason(reason)
        return try await house.perform(by: actor, once: once) { act in
            let report = try act.loadReport(id, where: SupervisionAccess.supervises(actor, house.library)), (programme, rules) = try house.reportProgramme(report.programme)
            _ = try report.state.after(.giveBack)
            let kept = try act.keepReason(text, audience: .applicant), by = try house.library.calendar(programme.calendar).adding(rules.dueWithin, to: act.today).day
            try act.move(report, .giveBack, also: ", decided_at = \(act.now), again_by = \(by), reason_id = \(kept.id)", post: ReportDesk.office(actor, programme), reason: kept, clause: rules.clause)
            act.due(.remindReport, "\(id)/again", at: programme.zone.instant(by, hour: 9))
            try act.tell(organisation: report.host, Words("\(report.month.words.zh)报告被退回", "The report for \(report.month.words.en) was given back"),
                Words("请按退回理由更正，\(by)前重新报送。", "Please correct it and hand it in again by \(by)."), link: report.receipt)
            return report.receipt
        }
    }
}

enum ReportDesk {
    /// The office of the actor's that supervises, for the record; those of the city first.
    static func office(_ actor: Actor, _ programme: Programme) -> String {
        let offices = actor.posts.filter { $0.programme == programme.id }.compactMap { programme.office($0.office) }.filter { $0.powers.contains(.supervise) }
        return (offices.first { $0.area == nil } ?? offices.first)?.id ?? ""
    }
}
