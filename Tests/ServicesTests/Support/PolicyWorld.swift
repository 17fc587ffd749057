import Domain
import SQL
@testable import Services
import Testing

/// Policies for the tests of other rooms, written as rows: how they come about is tested elsewhere.
extension TestHouse {
    /// A published policy of 12,000 yuan for people with a bachelor's degree, which is offered without an application.
    func policy(_ code: String = "allowance", version: Int = 1, offered: Bool = true, amount: String = "fixed: 12000", excludes: String = "[]", to: String = "2022-12-31") async throws -> ID<Policy> {
        let id = try #require(ID<Policy>(rawValue: "policy-\(code)")), programme = programme.id, now = clock.now, by = try #require(try await staff("hrss.handler").account)
        let body = """
            policy: \(code)
            title: { zh: 青年人才补贴\(version), en: Allowance \(version) }
            audience: talent
            kind: { id: allowance, name: { zh: 生活补贴, en: Living allowance } }
            example: yes
            from: 2020-01-01
            to: \(to)
            source: { number: 青人才示〔2020〕9号, title: 青年人才补贴办法, clause: 第二条, url: https://example.org/policies/9 }
            gives: { zh: 一次性发放补贴, en: An allowance paid once }
            amount:
              \(amount)
            eligible:
              all:
                - degree: { at_least: bachelor }
                  clause: 第二条(一)
            excludes: \(excludes)
            materials:
              - { id: degree, name: { zh: 学位证书, en: Degree certificate }, proof: degree }
              - { id: lease, name: { zh: 租房合同, en: Lease } }
            steps:
              - { zh: 核对条件和材料, en: Go through conditions and papers }
              - { zh: 跟踪到账, en: Follow the payment }
            office: hrss
            offered: \(offered ? "yes" : "no")
            """
        let first = try day("2020-01-01"), last = try day(to)
        try await database.write { tx in
            try tx.run("INSERT INTO policies (id, programme_id, code, office, created_at) VALUES (\(id), \(programme), \(code), 'hrss', \(now)) ON CONFLICT (id) DO NOTHING")
            try tx.run("""
                INSERT INTO policy_versions (policy_id, n, programme_id, state, body, from_day, to_day, written_by, written_at, published_by, published_at)
                VALUES (\(id), \(version), \(programme), 'published', \(body), \(first), \(last), \(by), \(now), \(by), \(now))
                """)
        }
        return id
    }

    /// A talent who says that they have a bachelor's degree.
    func graduate(_ number: Int, agrees: Bool = false, proven: Bool = false) async throws -> Domain.Actor {
        let actor = try await person(number)
        _ = try await SaveProfile(answers: ["education": ["undergraduate"], "degree": ["bachelor"]])(house, "education", by: actor)
        if agrees { _ = try await GrantConsent(purpose: .matching)(house, by: actor) }
        if proven { try await prove("degree", of: actor) }
        return actor
    }

    /// An office has accepted a proof of a fact; how it does is tested elsewhere.
    func prove(_ fact: String, of actor: Domain.Actor, until: Day? = nil) async throws {
        let by = try #require(try await staff("hrss.handler").account), now = clock.now
        try await database.write { tx in
            let changed = try tx.run("UPDATE talent_facts SET accepted_by = \(by), accepted_at = \(now), until = \(until) WHERE account_id = \(actor.account) AND fact = \(fact)")
            #expect(changed == 1)
        }
    }
}
