import Domain
import SQL

/// An office looks for people who are entitled to a policy and have not applied 免申即享; each month the search begins by itself.
///
/// Effects: a run, which due work carries out in batches; an audit record. While one runs there is no other.
public struct RunOffers: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let (programme, _) = try house.agencyProgramme()
        guard Self.mayRun(actor, programme) else { throw Refusal(.forbidden, "not_your_office", Words("只有市级部门可以发起", "City offices begin it")) }
        return try await house.perform(by: actor, once: once) { act in
            guard try act.beginRun(programme) else { throw Refusal(.conflict, "run_open", Words("正在查找，请稍候", "A search is going on; please wait")) }
            return Receipt(.policyOffers)
        }
    }

    /// Whoever sits in a city office.
    static func mayRun(_ actor: Actor, _ programme: Programme) -> Bool {
        actor.posts.contains { post in post.programme == programme.id && programme.office(post.office).map { $0.area == nil } ?? false }
    }
}

extension Act {
    /// - Returns: false while one is running.
    func beginRun(_ programme: Programme) throws -> Bool {
        let id = try newID(OfferRun.self)
        let people: Int = try tx.value("SELECT COUNT(*) FROM \(OfferSearch.people)") ?? 0
        let policies = try PolicyReader.inForce(tx, house, on: today).filter { $0.programme == programme.id && $0.terms.offered && $0.terms.audience == .talent }
        let made = try tx.rows("""
            INSERT INTO offer_runs (id, programme_id, state, by_account, on_day, after_account, people, of_people, policies, entitled, offered, begun_at)
            VALUES (\(id), \(programme.id), 'running', \(actor.account), \(today), '', \(0), \(people), \(policies.count), \(0), \(0), \(now)) ON CONFLICT DO NOTHING RETURNING id
            """)
        guard !made.isEmpty else { return false }
        due(.runOffers, id.rawValue, at: now)
        audit("offer_run", id.rawValue, "run_begun", to: "running", detail: ["people": String(people), "policies": String(policies.count)], isFirst: true)
        return true
    }
}

/// Somebody is entitled by what is proven.
enum OfferSearch {
    /// People of one batch, and batches of one turn, so that other work does not wait long.
    static let batch = 200
    static let mostBatches = 20

    /// Talents who agreed to be told of what fits them.
    static let people: SQL = "talents t WHERE t.closed_at IS NULL AND EXISTS (SELECT 1 FROM consents k WHERE k.account_id = t.account_id AND k.purpose = 'matching' AND k.withdrawn_at IS NULL)"

    /// What rules may know of several people, and only what is proven on this day.
    static func proven(_ tx: any Transaction, _ secrets: any Secrets, _ accounts: [ID<Account>], only: [String], on today: Day) throws -> [ID<Account>: Facts] {
        var found: [ID<Account>: Facts] = [:]
        for row in try tx.rows("""
            SELECT f.account_id AS account_id, f.fact AS fact, f.value AS value, f.until AS until, i.first_day AS first_day FROM \(ProfileReader.factTables)
            WHERE f.account_id IN (\(list: accounts)) AND f.fact IN (\(list: only)) AND f.accepted_at IS NOT NULL AND (f.until IS NULL OR f.until >= \(today)) ORDER BY f.account_id, f.fact
            """) {
            let account: ID<Account> = try row("account_id"), fact: String = try row("fact"), until: Day? = try row("until"), first: Day? = try row("first_day")
            guard FactCatalogue.profile.fact(fact) != nil || Profile.item(fact) == nil else { continue }
            let value: Profile.Value = try Stored.read(try secrets.text(try row("value"), table: "talent_facts", column: "value", row: "\(account)/\(fact)"))
            guard case .fact(let known) = value else { continue }
            let fresh = Facts.Known(known, proof: .init(from: first.map(InterviewProof.from), until: until))
            if fresh.state(on: today) == .proven { found[account, default: Facts()].known[fact] = fresh }
        }
        return found
    }

    /// The facts that decide about a policy and what it gives.
    static func facts(_ terms: PolicyTerms) -> [String] {
        var conditions = [terms.eligible]
        if case .table(let lines) = terms.amount { conditions += lines.map(\.when) }
        return conditions.flatMap { $0.facts.map(\.id) }
    }
}

/// Carries a search out: batch after batch by the account's id, each in a transaction of its own.
///
/// Effects of a batch: an offer for each person and version of a policy, once; a message to the person; how far the search has come; an audit record with counts
/// alone. When nobody is left: the run ends, and the next month's falls due.
struct SearchOffers {
    func callAsFunction(_ house: House, _ subject: String, at: Instant?) async throws {
        if subject.hasPrefix(Self.monthly) {
            let programme = try? house.library.programme(String(subject.dropFirst(Self.monthly.count)))
            guard let programme, programme.agency != nil else { return }
            _ = try await house.perform(by: .system, once: nil, at: at) { act in
                _ = try act.beginRun(programme)
                return Receipt(.policyOffers)
            }
            return
        }
        guard let id = ID<OfferRun>(rawValue: subject) else { return }
        for _ in 0..<OfferSearch.mostBatches where try await batch(house, id, at: at) == false { return }
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            // Later than this turn's own row, also where the clock stands.
            act.due(.runOffers, id.rawValue, at: Instant(milliseconds: act.now.milliseconds + 1))
            return Receipt(.policyOffers)
        }
    }

    static let monthly = "monthly/"
    /// Stands in the receipt of a batch after which somebody may be left.
    private static let more = "more"

    /// - Returns: whether anybody may be left.
    private func batch(_ house: House, _ id: ID<OfferRun>, at: Instant?) async throws -> Bool {
        let receipt = try await house.perform(by: .system, once: nil, at: at) { act in
            guard let row = try act.tx.row("SELECT programme_id, state, on_day, after_account FROM offer_runs WHERE id = \(id)\(act.dialect.lock)"),
                try row("state") as String == "running" else { return Receipt(.policyOffers) }
            let programme = try house.library.programme(try row("programme_id") as String), today: Day = try row("on_day"), after: String = try row("after_account")
            let policies = try PolicyReader.inForce(act.tx, house, on: today).filter { $0.programme == programme.id && $0.terms.offered && $0.terms.audience == .talent }
            let people = try act.tx.rows("SELECT t.account_id AS id FROM \(OfferSearch.people) AND t.account_id > \(after) ORDER BY t.account_id LIMIT \(OfferSearch.batch)").map { try $0("id") as ID<Account> }
            guard let last = people.last, !policies.isEmpty else {
                try end(act, id, programme)
                return Receipt(.policyOffers)
            }
            let (entitled, offered) = try offer(act, policies, to: people, id, programme, today)
            try act.tx.run("""
                UPDATE offer_runs SET after_account = \(last), people = people + \(people.count), entitled = entitled + \(entitled), offered = offered + \(offered) WHERE id = \(id) AND state = 'running'
                """)
            act.audit("offer_run", id.rawValue, "run_batch", from: "running", to: "running", detail: ["people": String(people.count), "entitled": String(entitled), "offered": String(offered)])
            return Receipt(.policyOffers, Self.more)
        }
        return receipt.id == Self.more
    }

    private func end(_ act: Act, _ id: ID<OfferRun>, _ programme: Programme) throws {
        try act.tx.run("UPDATE offer_runs SET state = 'done', ended_at = \(act.now) WHERE id = \(id) AND state = 'running'")
        act.audit("offer_run", id.rawValue, "run_ended", from: "running", to: "done")
        let month = act.today.adding(1 - act.today.parts.day).adding(months: 1)
        act.due(.runOffers, Self.monthly + programme.id, at: Zone.china.instant(month, hour: 6))
    }

    /// - Returns: how many are entitled to something, and how many offers were made.
    private func offer(_ act: Act, _ policies: [StoredPolicy], to people: [ID<Account>], _ run: ID<OfferRun>, _ programme: Programme, _ today: Day) throws -> (entitled: Int, offered: Int) {
        let context = programme.ruleContext(today: today)
        let facts = try OfferSearch.proven(act.tx, act.house.secrets, people, only: Set(policies.flatMap { OfferSearch.facts($0.terms) }).sorted(), on: today)
        // Who has something already, or has it in hand; by account and policy.
        var had: [ID<Account>: [(policy: ID<Policy>, code: String, version: Int, state: MandateState)]] = [:]
        for row in try act.tx.rows("""
            SELECT m.account_id AS account_id, m.policy_id AS policy_id, p.code AS code, m.version AS version, m.state AS state FROM mandates m JOIN policies p ON p.id = m.policy_id
            WHERE m.account_id IN (\(list: people)) AND m.state NOT IN ('refused', 'revoked', 'lapsed') ORDER BY m.account_id, m.id
            """) {
            had[try row("account_id"), default: []].append((try row("policy_id"), try row("code"), try row("version"), try row("state")))
        }
        var persons: [ID<Account>: String] = [:]
        for row in try act.tx.rows("SELECT account_id, person_key FROM talents WHERE account_id IN (\(list: people)) ORDER BY account_id") {
            let account: ID<Account> = try row("account_id"), key: String? = try row("person_key")
            persons[account] = key ?? account.rawValue
        }
        var entitled = 0, offered = 0
        for account in people {
            guard let known = facts[account], let person = persons[account] else { continue }
            var isEntitled = false
            for policy in policies where policy.terms.eligible.verdict(known, in: context) == .yes {
                guard let answer = PolicyReader.answers([policy], known, in: context).first, answer.finding.verdict == .yes else { continue }
                isEntitled = true
                let own = had[account] ?? []
                guard !own.contains(where: { $0.policy == policy.id && ($0.version == policy.version || !MandateState.ended.contains($0.state)) }) else { continue }
                guard !own.contains(where: { MandateState.holding.contains($0.state) && policy.terms.excludes.contains($0.code) }) else { continue }
                if try make(act, policy, account, person, answer.amount, run, programme) { offered += 1 }
            }
            if isEntitled { entitled += 1 }
        }
        return (entitled, offered)
    }

    private func make(_ act: Act, _ policy: StoredPolicy, _ account: ID<Account>, _ person: String, _ amount: Fen?, _ run: ID<OfferRun>, _ programme: Programme) throws -> Bool {
        let id = try act.newID(Mandate.self), until = [policy.terms.lastDay, policy.terms.to].compactMap(\.self).min()
        let made = try act.tx.rows("""
            INSERT INTO mandates (id, programme_id, way, state, account_id, person, policy_id, version, run_id, until, computed, created_at, changed_at)
            VALUES (\(id), \(programme.id), \(MandateWay.offer), \(MandateState.offered), \(account), \(person), \(policy.id), \(policy.version), \(run), \(until), \(amount?.amount), \(act.now), \(act.now))
            ON CONFLICT DO NOTHING RETURNING id
            """)
        guard !made.isEmpty else { return false }
        if let until { act.due(.lapseMandate, id.rawValue, at: Zone.china.instant(until.adding(1))) }
        act.audit("mandate", id.rawValue, "mandate_offered", to: MandateState.offered.rawValue, detail: ["side": "system", "policy": policy.id.rawValue, "version": String(policy.version), "run": run.rawValue],
            isFirst: true)
        try act.tell(account, Words("您可以享受一项政策：\(policy.terms.title.zh)", "You are entitled to something: \(policy.terms.title.en)"),
            Words("根据您已核验的资料，您符合条件，无需申请材料，确认一次即可。", "By what is proven in your profile you meet its conditions. No papers are needed: confirm once."), link: Receipt(.mandate, id.rawValue))
        return true
    }
}

/// The talent takes up what was offered: once, and that is all.
///
/// Effects: a case of the office, filled in already and marked as offered; where the money goes, if given; audit records. Judged anew by what is proven now.
public struct ConfirmOffer: Codable, Sendable {
    public let bank: String?

    public init(bank: String? = nil) { self.bank = bank }

    public func callAsFunction(_ house: House, _ id: ID<Mandate>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let account = try act.talent()
            let mandate = try act.loadMandate(id, where: "m.way = 'offer' AND m.account_id = \(account)")
            _ = try mandate.state.after(.confirm)
            let policy = try act.policy(of: mandate), programme = try house.library.programme(mandate.programme)
            guard try PolicyReader.inForce(act.tx, house, on: act.today).contains(where: { $0.id == policy.id && $0.version == policy.version }) else {
                throw Refusal(.conflict, "policy_changed", Words("这一版政策已经失效，请查看新版本", "This version is no longer in force; please see the new one"))
            }
            let facts = try OfferSearch.proven(act.tx, house.secrets, [account], only: OfferSearch.facts(policy.terms), on: act.today)[account] ?? Facts()
            guard PolicyReader.answers([policy], facts, in: programme.ruleContext(today: act.today)).first?.finding.verdict == .yes else {
                throw Refusal(.conflict, "not_entitled", Words("您的资料已有变化，按已核验的内容不再符合条件", "By what is proven now you do not meet the conditions any more"),
                    next: Words("可补充证明，或委托驿站代办", "Add a proof, or ask a station to apply for you"))
            }
            try act.mustNotHold(policy, account, but: id)
            _ = try act.give(bank, to: mandate)
            try act.handIn(mandate, policy, .confirm, by: .talent)
            return Receipt(.mandate, id.rawValue)
        }
    }
}

/// The talent does not want what was offered; this version is never offered to them again.
///
/// Effects: the offer ends; an audit record.
public struct DeclineOffer: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Mandate>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let mandate = try act.loadMandate(id, where: "m.way = 'offer' AND \(MandateAccess.asTalent(actor))")
            try act.move(mandate, .decline, by: .talent)
            return Receipt(.mandate, id.rawValue)
        }
    }
}
