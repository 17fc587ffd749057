import Domain
import SQL
@testable import Services
import Testing

/// What the tests of rewards begin with: station 1 of organisation 1, employer organisation 2, whose own station vouches for it.
extension TestHouse {
    static let bank = "青岛银行 6222020200112233445"

    /// The policy that the rules name, in force.
    func rewardPolicy() async throws {
        let text = try #require(RealTexts.policies.first { $0.hasPrefix("policy: agency-reward") || $0.contains("\npolicy: agency-reward") })
        let programme = programme.id, now = clock.now, by = try #require(try await staff("hrss.handler").account), first = try day("2020-01-01")
        try await database.write { tx in
            try tx.run("INSERT INTO policies (id, programme_id, code, office, created_at) VALUES ('policy-agency-reward', \(programme), 'agency-reward', 'centre', \(now)) ON CONFLICT (id) DO NOTHING")
            try tx.run("""
                INSERT INTO policy_versions (policy_id, n, programme_id, state, body, from_day, written_by, written_at, published_by, published_at)
                VALUES ('policy-agency-reward', 1, \(programme), 'published', \(text), \(first), \(by), \(now), \(by), \(now))
                """)
        }
    }

    /// Money of a year, as the ledger has it after an allocation.
    func budget(_ purpose: PaymentPurpose, _ amount: Fen, year: Int = 2020) async throws {
        let programme = programme.id, now = clock.now, id = "budget-\(purpose.rawValue)-\(year)"
        try await database.write { tx in
            try tx.run("INSERT INTO budgets (id, programme_id, year, purpose, opened_at) VALUES (\(id), \(programme), \(year), \(purpose.rawValue), \(now))")
            try tx.run("INSERT INTO budget_lines (budget_id, seq, kind, amount, balance_after, document, by_account, at) VALUES (\(id), 1, 'allocated', \(amount.amount), \(amount.amount), '文号', 'system', \(now))")
        }
    }

    /// A talent whose class an office has accepted.
    func highLevel(_ number: Int, _ own: String = "b") async throws -> Domain.Actor {
        let actor = try await person(number), account = try #require(actor.account), now = clock.now, by = try #require(try await staff("hrss.handler").account), secrets = house.secrets
        let value = try Stored.json(Profile.Value.fact(.choice([own])))
        let sealed = try secrets.seal(text: value, table: "talent_facts", column: "value", row: "\(account)/talent_class")
        try await database.write { tx in
            try tx.run("INSERT INTO talent_facts (account_id, fact, value, stated_at, accepted_by, accepted_at) VALUES (\(account), 'talent_class', \(sealed), \(now), \(by), \(now))")
        }
        return actor
    }

    func introduce(_ station: ID<Station>, by organisation: Int = 1, talent: Int = 1, employer: Int = 2) async throws -> ID<Introduction> {
        let verb = RegisterIntroduction(station: station, name: "人才\(talent)", phone: Self.talentPhone(talent), creditCode: creditCode(10_000 + employer), position: "首席科学家")
        return try #require(ID<Introduction>(rawValue: try await verb(house, by: try await applicant(organisation)).id))
    }

    /// Written down and confirmed by both.
    func introduced(_ station: ID<Station>, _ talent: Domain.Actor, number: Int = 1, by organisation: Int = 1, employer: Int = 2) async throws -> ID<Introduction> {
        let id = try await introduce(station, by: organisation, talent: number, employer: employer)
        _ = try await ConfirmIntroduction(consent: true)(house, id, by: talent)
        _ = try await ConfirmIntroduction(consent: true)(house, id, by: try await applicant(employer))
        return id
    }

    /// Introduced, hired, and counted.
    func hiredByIntroduction(_ talent: Domain.Actor, number: Int = 1) async throws -> (introduction: ID<Introduction>, placement: ID<Placement>) {
        let station = try await station(1)
        _ = try await self.station(2)
        let id = try await introduced(station, talent, number: number)
        let placement = try await record(station, by: 1, name: "人才\(number)", phone: Self.talentPhone(number), employer: 2, from: "2020-11-13")
        try await prove(placement, .contract, by: try await applicant(1))
        try await prove(placement, .employerConfirmation, by: try await applicant(2))
        return (id, placement)
    }

    func claimDraft(_ introduction: ID<Introduction>, bank: String = TestHouse.bank, phone: String = "13953200009", insured: Int = 3, elsewhere: Fen? = nil, contract: String = "2020-11-13") throws -> ClaimDraft {
        ClaimDraft(
            introduction: introduction, contractOn: try day(contract), contractMonths: 60, insuredMonths: insured, elsewhere: elsewhere, certifiedBy: "市委组织部", certifiedOn: try day("2020-05-01"),
                bank: bank, phone: phone)
    }

    func claim(_ introduction: ID<Introduction>, insured: Int = 3) async throws -> ID<RewardClaim> {
        try #require(ID<RewardClaim>(rawValue: try await ClaimReward(try claimDraft(introduction, insured: insured))(house, by: try await applicant(1)).id))
    }

    func state(_ id: ID<RewardClaim>) async throws -> String { try await database.read { tx in try #require(try tx.value("SELECT state FROM reward_claims WHERE id = \(id)")) } }
    func state(_ id: ID<Introduction>) async throws -> String { try await database.read { tx in try #require(try tx.value("SELECT state FROM introductions WHERE id = \(id)")) } }
    func caseOf(_ id: ID<RewardClaim>) async throws -> ID<Case> { try await database.read { tx in try #require(try tx.value("SELECT case_id FROM reward_claims WHERE id = \(id)")) } }

    /// Examined by the centre and approved by the bureau.
    func approve(_ id: ID<RewardClaim>) async throws {
        let about = try await caseOf(id)
        try await rule(about, "centre")
        try await rule(about, "hrss")
    }

    /// As the payments' room says it.
    func pay(_ part: ID<RewardClaim>, isPaid: Bool = true) async throws {
        _ = try await house.perform(by: .system, once: nil) { act in
            try act.settleClaimPayment(part, isPaid: isPaid)
            return Receipt(.claim, part.rawValue)
        }
    }

    func parts(_ id: ID<RewardClaim>) async throws -> [StoredPart] { try await database.read { tx in try StoredPart.of(tx, id) } }
}
