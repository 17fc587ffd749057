import Domain
import SQL

/// Somebody of the office writes a version of a policy: its first, the next, or over again the one that waits to be published.
///
/// Effects: the policy, where its code is new; the version as a draft with the text as it was written; an audit record. Whoever wrote at a version does not
/// publish it.
public struct WritePolicy: Codable, Sendable {
    public let text: String
    /// Wanted where there are several.
    public let programme: String?

    public init(text: String, programme: String? = nil) {
        self.text = text
        self.programme = programme
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let (programme, terms) = try PolicyRules.read(text, programme, house)
        return try await house.perform(by: actor, once: once) { act in
            guard let account = actor.account else { throw Refusal.unauthenticated }
            guard PolicyReader.keeps(terms.office, actor, in: programme) else { throw PolicyRules.otherOffice }
            let policy = try policy(act, programme, terms)
            let newest = try act.tx.row("SELECT n, state, body FROM policy_versions WHERE policy_id = \(policy.id) ORDER BY n DESC LIMIT 1")
            let last = try newest.map { try $0("n") as Int } ?? 0, state: PolicyState? = try newest.map { try $0("state") }
            if let newest, state != .withdrawn, try newest("body") as String == text { throw PolicyRules.unchanged }
            let n = state == .draft ? last : last + 1
            try act.tx.run("""
                INSERT INTO policy_versions (policy_id, n, programme_id, state, body, from_day, to_day, written_by, written_at)
                VALUES (\(policy.id), \(n), \(programme.id), 'draft', \(text), \(terms.from), \(terms.to), \(account), \(act.now))
                ON CONFLICT (policy_id, n) DO UPDATE SET body = excluded.body, from_day = excluded.from_day, to_day = excluded.to_day, written_by = excluded.written_by, written_at = excluded.written_at
                """)
            try act.tx.run("""
                INSERT INTO policy_writers (policy_id, n, account_id, written_at) VALUES (\(policy.id), \(n), \(account), \(act.now))
                ON CONFLICT (policy_id, n, account_id) DO UPDATE SET written_at = excluded.written_at
                """)
            act.audit("policy", policy.id.rawValue, "policy_written", from: n == last ? PolicyState.draft.rawValue : "", to: PolicyState.draft.rawValue,
                detail: ["version": String(n), "text": house.secrets.sha256(Array(text.utf8))], isFirst: policy.isNew)
            return Receipt(.policy, policy.id.rawValue)
        }
    }

    /// The policy of this code, locked; made where there is none.
    private func policy(_ act: Act, _ programme: Programme, _ terms: PolicyTerms) throws -> (id: ID<Policy>, isNew: Bool) {
        let new: ID<Policy> = try act.newID()
        let made = try act.tx.rows("""
            INSERT INTO policies (id, programme_id, code, office, created_at) VALUES (\(new), \(programme.id), \(terms.code), \(terms.office), \(act.now))
            ON CONFLICT (programme_id, code) DO NOTHING RETURNING id
            """)
        if !made.isEmpty { return (new, true) }
        guard let row = try act.tx.row("SELECT id FROM policies WHERE programme_id = \(programme.id) AND code = \(terms.code)\(act.dialect.lock)") else { throw Refusal.notFound }
        let id: ID<Policy> = try row("id")
        guard try act.tx.row("SELECT p.id FROM policies p WHERE p.id = \(id) AND \(PolicyReader.kept(by: act.actor, act.house.library))") != nil else { throw PolicyRules.otherOffice }
        return (id, false)
    }
}

/// A second person of the office publishes what the first has written.
///
/// Effects: the version is in the library from the day that it names, and its text does not change any more; the policy belongs to the office that it names,
/// and counts as checked today; whoever wrote it gets a message; an audit record.
public struct PublishPolicy: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Policy>, _ n: Int, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let version = try act.loadPolicy(id, n)
            guard let next = version.state.after(.publish) else { throw PolicyRules.wrongState(version.state) }
            if try act.tx.row("SELECT account_id FROM policy_writers WHERE policy_id = \(id) AND n = \(n) AND account_id = \(actor.account)") != nil { throw PolicyRules.ownText }
            let programme = try house.library.programme(version.programme)
            guard let terms = house.library.policies.terms(version.body, in: programme) else { throw PolicyRules.unreadable }
            guard PolicyReader.keeps(terms.office, actor, in: programme) else { throw PolicyRules.otherOffice }
            if let later: Day = try act.tx.value("SELECT MAX(from_day) FROM policy_versions WHERE policy_id = \(id) AND state = 'published'"), later > terms.from { throw PolicyRules.tooEarly(later) }
            let changed = try act.tx.run("UPDATE policy_versions SET state = \(next), published_by = \(actor.account), published_at = \(act.now) WHERE policy_id = \(id) AND n = \(n) AND state = \(version.state)")
            guard changed == 1 else { throw PolicyRules.wrongState(version.state) }
            try act.tx.run("UPDATE policies SET office = \(terms.office), checked_on = \(act.today), checked_by = \(actor.account) WHERE id = \(id)")
            let writers = try act.tx.rows("SELECT account_id FROM policy_writers WHERE policy_id = \(id) AND n = \(n) ORDER BY account_id").map { try $0("account_id") as ID<Account> }
            let receipt = Receipt(.policy, id.rawValue)
            try act.tell(writers, Words("政策已发布", "A policy is published"), Words("“\(terms.title.zh)”第 \(n) 版已复核发布。", "Version \(n) of “\(terms.title.en)” was checked and published."), link: receipt)
            act.audit("policy", id.rawValue, "policy_published", from: version.state.rawValue, to: next.rawValue, detail: ["version": String(n), "text": house.secrets.sha256(Array(version.body.utf8))])
            return receipt
        }
    }
}

/// Somebody of the office takes a version back, with a reason: a draft that is not to be, or a published one that was wrong. The one before stands again,
/// as long as its own days say so.
///
/// Effects: the version is withdrawn; of a published one the reason is public; an audit record.
public struct WithdrawPolicy: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Policy>, _ n: Int, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = reason.trimmed
        guard (2...500).contains(text.count) else { throw Refusal.invalid([.init("reason", Words("请填写原因（2 至 500 字）", "Please give a reason (2 to 500 characters)"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let version = try act.loadPolicy(id, n)
            guard let next = version.state.after(.withdraw) else { throw PolicyRules.wrongState(version.state) }
            let kept = try act.keepReason(text, audience: version.state == .published ? .public : .office)
            let changed = try act.tx.run("""
                UPDATE policy_versions SET state = \(next), withdrawn_at = \(act.now), reason_id = \(kept.id.rawValue) WHERE policy_id = \(id) AND n = \(n) AND state = \(version.state)
                """)
            guard changed == 1 else { throw PolicyRules.wrongState(version.state) }
            act.audit("policy", id.rawValue, "policy_withdrawn", from: version.state.rawValue, to: next.rawValue, reason: kept, detail: ["version": String(n)])
            return Receipt(.policy, id.rawValue)
        }
    }
}

/// Somebody of the office has compared the policy with its original today: it stands unchanged.
///
/// Effects: the day and who looked; an audit record.
public struct CheckPolicy: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Policy>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            _ = try act.tx.row("SELECT id FROM policies WHERE id = \(id)\(act.dialect.lock)")
            let changed = try act.tx.run("""
                UPDATE policies SET checked_on = \(act.today), checked_by = \(actor.account) WHERE id IN (SELECT p.id FROM policies p WHERE p.id = \(id) AND \(PolicyReader.kept(by: actor, house.library)))
                    AND EXISTS (SELECT 1 FROM policy_versions v WHERE v.policy_id = \(id) AND v.state = 'published')
                """)
            guard changed == 1 else { throw Refusal.notFound }
            act.audit("policy", id.rawValue, "policy_checked", detail: ["on": act.today.description])
            return Receipt(.policy, id.rawValue)
        }
    }
}

extension Act {
    struct PolicyVersionRow {
        let programme: String
        let state: PolicyState
        let body: String
    }

    /// A version of a policy that the actor keeps; the policy is locked.
    /// - Throws: `Refusal.notFound`.
    func loadPolicy(_ id: ID<Policy>, _ n: Int) throws -> PolicyVersionRow {
        _ = try tx.row("SELECT id FROM policies WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("""
            SELECT v.programme_id AS programme_id, v.state AS state, v.body AS body FROM policy_versions v JOIN policies p ON p.id = v.policy_id
            WHERE v.policy_id = \(id) AND v.n = \(n) AND \(PolicyReader.kept(by: actor, house.library))
            """) else { throw Refusal.notFound }
        return PolicyVersionRow(programme: try row("programme_id"), state: try row("state"), body: try row("body"))
    }
}

enum PolicyRules {
    /// Characters that a text may have.
    static let longest = 40_000

    /// Reads a text; each mistake is one of the field `text`, with its line.
    static func read(_ text: String, _ programme: String?, _ house: House) throws -> (Programme, PolicyTerms) {
        guard let programme = try programme.map({ try house.library.programme($0) }) ?? house.library.programmes.first else { throw Refusal.notFound }
        guard text.utf8.count <= longest * 4, text.count <= longest else { throw Refusal.invalid([.init("text", Words("文本过长（最多 \(longest) 字）", "The text is too long (at most \(longest) characters)"))]) }
        let read = house.library.policies.read(text, in: programme)
        guard let terms = read.terms else { throw Refusal.invalid(read.mistakes.prefix(50).map { .init("text", $0.inWords) }) }
        return (programme, terms)
    }

    static let otherOffice = Refusal(.forbidden, "other_office", Words("这项政策由其他部门维护", "Another office keeps this policy"),
        next: Words("请由办理部门或市人才服务中心修改", "The office that decides it, or the talent service centre, changes it"))
    static let unchanged = Refusal(.conflict, "policy_unchanged", Words("与最近一版完全相同", "This is the newest version as it stands"),
        next: Words("核对无变化的，点“今日核对无变化”", "If nothing has changed, say so with “checked today”"))
    static let ownText = Refusal(.conflict, "own_text", Words("撰写人不能发布自己写的版本", "Whoever wrote a version does not publish it"), next: Words("请同事复核后发布", "Ask a colleague to check and publish it"))
    static let unreadable = Refusal(.conflict, "policy_unreadable", Words("文本已不能按现行方案读取", "The text cannot be read under the programme in force"),
        next: Words("请按提示修改后再发布", "Correct it first"))

    static func tooEarly(_ day: Day) -> Refusal {
        Refusal(.conflict, "policy_too_early", Words("新版生效日期不能早于已发布版本的 \(day)", "A new version cannot begin before the one published from \(day)"),
            next: Words("改生效日期，或先撤下写错的版本", "Change its first day, or withdraw the version that was wrong"))
    }

    static func wrongState(_ state: PolicyState) -> Refusal {
        Refusal(.conflict, "policy_\(state.rawValue)", Words("这一版现在是“\(state.words.zh)”状态，不能这样办理", "This version is “\(state.words.en)” now; this cannot be done"),
            next: Words("请刷新页面查看最新情况", "Reload the page to see where it stands"))
    }
}

extension House {
    /// Who a login of the staff acts as, for the operator's command. - Returns: nil where nobody signs in by it.
    public func staff(login: String) async throws -> Actor? {
        let login = Accounts.login(login)
        return try await read { tx, _ in
            try tx.row("SELECT id, name, administers FROM accounts WHERE login = \(login) AND kind = 'staff' AND disabled_at IS NULL").map { try Accounts.actor(tx, $0) }
        }
    }
}
