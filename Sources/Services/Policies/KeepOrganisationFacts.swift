import Domain
import SQL

/// Somebody who acts for an organisation answers what policies ask of it. What is sent empty is forgotten; what is not sent stays.
///
/// Effects: the answers, kept as they are, since none is about a person; an audit record with how many changed.
public struct SaveOrganisationFacts: Codable, Sendable {
    /// By fact of `FactCatalogue.employer`.
    public let answers: [String: [String]]

    public init(answers: [String: [String]]) { self.answers = answers }

    public func callAsFunction(_ house: House, _ organisation: ID<Organisation>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            guard let account = actor.account, actor.organisations.contains(organisation) else { throw Refusal.notFound }
            try MemberRules.mustStillBe(act, organisation)
            var fields: [Refusal.Field] = [], values: [(id: String, value: FactValue?)] = []
            for (id, typed) in answers.sorted(by: { $0.key < $1.key }) {
                guard let fact = FactCatalogue.employer.fact(id) else {
                    fields.append(.init("answers.\(id.prefix(60))", Words("没有这个问题", "There is no such question")))
                    continue
                }
                do throws(Profile.Mistake) {
                    let value = try Profile.read(typed, for: .fact(fact), today: act.today)
                    if case .fact(let known)? = value { values.append((id, known)) } else { values.append((id, nil)) }
                } catch { fields.append(.init("answers.\(id)", error.words)) }
            }
            guard fields.isEmpty else { throw Refusal.invalid(fields) }
            let before = try OrganisationFacts.read(act.tx, organisation)
            let changed = values.filter { before[$0.id] != $0.value }
            for (id, value) in changed {
                guard let value else {
                    try act.tx.run("DELETE FROM organisation_facts WHERE organisation_id = \(organisation) AND fact = \(id)")
                    continue
                }
                try act.tx.run("""
                    INSERT INTO organisation_facts (organisation_id, fact, value, stated_by, stated_at) VALUES (\(organisation), \(id), \(try Stored.json(value)), \(account), \(act.now))
                    ON CONFLICT (organisation_id, fact) DO UPDATE SET value = excluded.value, stated_by = excluded.stated_by, stated_at = excluded.stated_at
                    """)
            }
            if !changed.isEmpty { act.audit("organisation", organisation.rawValue, "facts_saved", detail: ["facts": String(changed.count)]) }
            return Receipt(.home)
        }
    }
}

enum OrganisationFacts {
    /// What an organisation says of itself; what is no answer by the catalogue as it is now is left out.
    static func read(_ tx: any Transaction, _ organisation: ID<Organisation>) throws -> Facts {
        var facts = Facts()
        for row in try tx.rows("SELECT fact, value FROM organisation_facts WHERE organisation_id = \(organisation)") {
            let id: String = try row("fact"), value: FactValue = try Stored.read(try row("value"))
            if FactCatalogue.employer.fact(id)?.accepts(value) == true { facts[id] = value }
        }
        return facts
    }
}
