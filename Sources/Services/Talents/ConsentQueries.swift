import Domain
import SQL

/// One purpose, with the text in force and where the person stands.
public struct ConsentView: Codable, Sendable, Hashable {
    public let purpose: ConsentText.Purpose
    public let isSensitive: Bool
    public let title: Words
    public let text: Words
    public let withdrawal: Words
    /// Of the text in force: `identity-1`.
    public let version: String
    public let grantedAt: Instant?
    /// What was agreed to, which may be an older text.
    public let grantedVersion: String?
}

/// What was agreed to and taken back before.
public struct PastConsent: Codable, Sendable, Hashable {
    public let title: Words
    public let version: String
    public let grantedAt: Instant
    public let withdrawnAt: Instant
}

public struct ConsentsView: Codable, Sendable, Hashable {
    public let consents: [ConsentView]
    public let past: [PastConsent]
}

extension House {
    public func consents(for actor: Actor) async throws -> ConsentsView {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        return try await read { tx, _ in
            guard try TalentReader.isTalent(tx, account) else { throw TalentRules.notATalent }
            var open: [ConsentText.Purpose: (version: String, at: Instant)] = [:], past: [PastConsent] = []
            for row in try tx.rows("SELECT purpose, version, granted_at, withdrawn_at FROM consents WHERE account_id = \(account) ORDER BY granted_at DESC, id DESC") {
                guard let purpose = ConsentText.Purpose(rawValue: try row("purpose")) else { continue }
                let withdrawn: Instant? = try row("withdrawn_at")
                if let withdrawn {
                    past.append(PastConsent(title: ConsentText.current(purpose).title, version: try row("version"), grantedAt: try row("granted_at"), withdrawnAt: withdrawn))
                } else {
                    open[purpose] = (try row("version"), try row("granted_at"))
                }
            }
            let consents = ConsentText.Purpose.allCases.map { purpose in
                let text = ConsentText.current(purpose)
                return ConsentView(
                    purpose: purpose, isSensitive: purpose.isSensitive, title: text.title, text: text.text, withdrawal: text.withdrawal, version: text.version,
                    grantedAt: open[purpose]?.at, grantedVersion: open[purpose]?.version)
            }
            return ConsentsView(consents: consents, past: past)
        }
    }
}
