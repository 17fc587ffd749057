import Domain

/// Takes a refused case up again, where its procedure allows that and names the office.
///
/// Effects: those of `Act.move`.
public struct ReopenCase: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, on id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let loaded = try act.loadCase(id)
            guard CaseRules.mayRead(actor, loaded.current, in: loaded.programme) else { throw Refusal.notFound }
            // Where the procedure or the area names no office, it is nobody's.
            guard let office = loaded.casework.procedure.reopening.flatMap({ loaded.programme.office($0.by, area: loaded.current.area) }) else {
                throw Refusal(.forbidden, "not_yours_to_reopen", Words("本程序没有可以重新受理的部门", "No office can take this case up again"), clause: loaded.casework.procedure.clause)
            }
            guard CaseRules.mayReopen(actor, loaded.current, office: office) else {
                throw Refusal(.forbidden, "not_yours_to_reopen", Words("只有\(office.name.zh)的签发人可以重新受理", "Only a signer of \(office.name.en) can take it up again"))
            }
            let text = reason.trimmed
            guard (1...2000).contains(text.count) else { throw Refusal.invalid([.init("reason", Words("请写明重新受理的理由", "Say why it is taken up again"))]) }
            try act.move(loaded, .reopen, verb: "case_reopened", post: office.id, reason: try act.keepReason(text, audience: .applicant),
                clause: loaded.casework.procedure.clause)
            return Receipt(.case, id.rawValue)
        }
    }
}
