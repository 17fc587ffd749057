import Domain
import SQL

extension House {
    /// The library of policies, searched by words.
    /// - Parameter search: every word must stand somewhere in the policy.
    public func policies(_ search: String = "", kind: String = "", audience: PolicyTerms.Audience? = nil, for actor: Actor) async throws -> PolicyListView {
        let house = self
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            let keeper = PolicyReader.kept(by: actor, house.library)
            let rows = try tx.rows("""
                SELECT \(PolicyLibrary.columns) FROM policy_versions v JOIN policies p ON p.id = v.policy_id WHERE v.state = 'published' ORDER BY p.code, v.policy_id, v.from_day DESC, v.n DESC
                """)
            let all = try PolicyLibrary.versions(rows, house, today)
            let shown = Dictionary(grouping: all, by: \.id).values.compactMap { PolicyLibrary.shown($0) }.sorted { ($0.terms.kind.id, $0.terms.code, $0.id.rawValue) < ($1.terms.kind.id, $1.terms.code, $1.id.rawValue) }
            let kinds = Dictionary(shown.map { ($0.terms.kind.id, $0.terms.kind) }, uniquingKeysWith: { first, _ in first }).values.sorted { $0.id < $1.id }.map { ConditionName(id: $0.id, name: $0.name, clause: nil) }
            let words = search.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
            let found = shown.filter { version in
                (kind.isEmpty || version.terms.kind.id == kind) && (audience == nil || version.terms.audience == audience) && (words.isEmpty || words.allSatisfy(version.index.contains))
            }
            let mayKeep = house.library.programmes.contains { programme in actor.posts.contains { PolicyReader.keeps($0.office, actor, in: programme) && $0.programme == programme.id } }
            return PolicyListView(
                search: search, kind: kind, audience: audience, policies: found.filter { $0.force != .over }.map { $0.summary(house) }, past: found.filter { $0.force == .over }.map { $0.summary(house) }, kinds: kinds,
                mayKeep: mayKeep, drafts: mayKeep ? try Self.drafts(tx, house, actor, keeper) : [], today: today)
        }
    }

    private static func drafts(_ tx: any Transaction, _ house: House, _ actor: Actor, _ keeper: SQL) throws -> [PolicyDraftLine] {
        try tx.rows("""
            SELECT v.policy_id AS policy_id, v.n AS n, v.body AS body, v.programme_id AS programme_id, p.office AS office, p.code AS code, v.written_at AS written_at, a.name AS writer,
                EXISTS (SELECT 1 FROM policy_writers w WHERE w.policy_id = v.policy_id AND w.n = v.n AND w.account_id = \(actor.account)) AS own
            FROM policy_versions v JOIN policies p ON p.id = v.policy_id JOIN accounts a ON a.id = v.written_by WHERE v.state = 'draft' AND \(keeper) ORDER BY p.code, v.policy_id
            """).map { row in
                let programme = try? house.library.programme(try row("programme_id")), office: String = try row("office"), code: String = try row("code")
                let terms = try programme.flatMap { house.library.policies.terms(try row("body"), in: $0) }
                return PolicyDraftLine(
                    id: try row("policy_id"), version: try row("n"), title: terms?.title ?? Words(code, code), office: programme?.office(office)?.name ?? Words(office, office),
                    writtenBy: try row("writer"), writtenAt: try row("written_at"), mayPublish: try !row("own"))
            }
    }

    /// One version of a policy: the one in force if none is named, else the newest that the reader may see. Drafts are for those who keep the policy.
    public func policy(_ id: ID<Policy>, version: Int? = nil, for actor: Actor) async throws -> PolicyView {
        let house = self
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            let mayKeep = try tx.row("SELECT p.id FROM policies p WHERE p.id = \(id) AND \(PolicyReader.kept(by: actor, house.library))") != nil
            let seen: SQL = mayKeep ? "1 = 1" : "(v.state = 'published' OR (v.state = 'withdrawn' AND v.published_at IS NOT NULL))"
            let rows = try tx.rows("SELECT \(PolicyLibrary.columns) FROM policy_versions v JOIN policies p ON p.id = v.policy_id WHERE v.policy_id = \(id) AND \(seen) ORDER BY v.from_day DESC, v.n DESC")
            let versions = try PolicyLibrary.versions(rows, house, today)
            guard let chosen = version.map({ n in versions.first { $0.n == n } }) ?? PolicyLibrary.shown(versions) ?? versions.first else { throw Refusal.notFound }
            let lines = chosen.terms.lines(office: chosen.officeName(house))
            let before = versions.filter { $0.n < chosen.n && $0.publishedAt != nil }.max { $0.n < $1.n }
            let differences = before.map { PolicyTerms.differences(from: $0.terms.lines(office: $0.officeName(house)), to: lines) }
            let isWriter = try tx.row("SELECT account_id FROM policy_writers WHERE policy_id = \(id) AND n = \(chosen.n) AND account_id = \(actor.account)") != nil
            return PolicyView(
                summary: chosen.summary(house), source: chosen.terms.source, amounts: chosen.terms.amountLines,
                conditions: chosen.terms.conditions.map { PolicyConditionView(words: $0.condition.sentence, clause: $0.clause?.text) }, excludes: try Self.links(tx, house, chosen, today),
                materials: chosen.terms.materials, steps: chosen.terms.steps, deadline: chosen.terms.deadline, checkedBy: try chosen.checkedBy.flatMap { try house.offices(of: [$0], tx)[$0] },
                versions: versions.sorted { $0.n > $1.n }.map { PolicyVersionView(version: $0.n, state: $0.force, from: $0.terms.from, to: $0.terms.to, publishedAt: $0.publishedAt) },
                gone: differences?.gone ?? [], added: differences?.added ?? [], comparedWith: before?.n, reason: try Self.reason(tx, house, id, chosen.n), mayKeep: mayKeep,
                mayPublish: mayKeep && chosen.state == .draft && !isWriter, text: mayKeep ? chosen.body : nil)
        }
    }

    private static func reason(_ tx: any Transaction, _ house: House, _ id: ID<Policy>, _ n: Int) throws -> String? {
        guard let row = try tx.row("""
            SELECT r.id AS id, r.body AS body FROM policy_versions v JOIN reasons r ON r.id = v.reason_id WHERE v.policy_id = \(id) AND v.n = \(n) AND r.audience = 'public' AND r.body IS NOT NULL
            """) else { return nil }
        return try house.secrets.text(try row("body"), table: "reasons", column: "body", row: try row("id"))
    }

    /// Those that it excludes, and those that exclude it.
    private static func links(_ tx: any Transaction, _ house: House, _ version: PolicyLibrary.Version, _ today: Day) throws -> [PolicyLinkView] {
        let all = try PolicyReader.inForce(tx, house, on: today).filter { $0.programme == version.programme && $0.id != version.id }
        let others = all.filter { $0.terms.excludes.contains(version.terms.code) || version.terms.excludes.contains($0.terms.code) }
        let missing = version.terms.excludes.filter { code in !all.contains { $0.terms.code == code } }
        return others.map { PolicyLinkView(id: $0.id, name: $0.terms.title) } + missing.map { PolicyLinkView(id: nil, name: Words($0, $0)) }
    }

    /// The form in which a version is written, with the newest text of a policy in it.
    public func policyText(of id: ID<Policy>? = nil, for actor: Actor) async throws -> PolicyTextView {
        let house = self
        guard let programme = library.programmes.first(where: { programme in actor.posts.contains { $0.programme == programme.id } }) else { throw Refusal.notFound }
        guard let id else {
            let today = try await read { _, now in Zone.china.day(of: now) }
            return Self.textView(PolicyTemplate.text(in: programme, today: today), [], nil, programme)
        }
        let text: String? = try await read { tx, _ in
            try tx.row("""
                SELECT v.body AS body FROM policy_versions v JOIN policies p ON p.id = v.policy_id WHERE v.policy_id = \(id) AND \(PolicyReader.kept(by: actor, house.library)) ORDER BY v.n DESC LIMIT 1
                """).map { try $0("body") }
        }
        guard let text else { throw Refusal.notFound }
        return Self.textView(text, [], library.policies.terms(text, in: programme)?.title, programme)
    }

    /// Reads a text without keeping it: what it is called, or what is wrong with it.
    public func readPolicyText(_ text: String, programme: String? = nil) throws -> PolicyTextView {
        guard let programme = try programme.map({ try library.programme($0) }) ?? library.programmes.first else { throw Refusal.notFound }
        guard text.utf8.count <= PolicyRules.longest * 4 else { throw Refusal.invalid([.init("file", Words("文本过长（最多 \(PolicyRules.longest) 字）", "The text is too long (at most \(PolicyRules.longest) characters)"))]) }
        let read = library.policies.read(text, in: programme)
        return Self.textView(text, Array(read.mistakes.prefix(50)), read.terms?.title, programme)
    }

    private static func textView(_ text: String, _ mistakes: [PolicyMistake], _ title: Words?, _ programme: Programme) -> PolicyTextView {
        PolicyTextView(
            text: text, mistakes: mistakes, title: title, programme: programme.id, talentFacts: PolicyTemplate.facts(programme.facts), employerFacts: PolicyTemplate.facts(.employer))
    }
}

/// Versions as the pages of the library show them.
enum PolicyLibrary {
    struct Version {
        let id: ID<Policy>
        let programme: String
        let n: Int
        let state: PolicyState
        let force: PolicyForce
        let terms: PolicyTerms
        let body: String
        let publishedAt: Instant?
        let checkedOn: Day?
        let checkedBy: ID<Account>?

        func officeName(_ house: House) -> Words { (try? house.library.programme(programme))?.office(terms.office)?.name ?? Words(terms.office, terms.office) }

        func summary(_ house: House) -> PolicySummary {
            PolicySummary(
                id: id, code: terms.code, version: n, title: terms.title, audience: terms.audience, kind: ConditionName(id: terms.kind.id, name: terms.kind.name, clause: nil), isExample: terms.isExample,
                gives: terms.gives, amount: terms.amountInShort, who: terms.eligible.sentence, office: officeName(house), number: terms.source.number, from: terms.from, to: terms.to,
                lastDay: terms.lastDay, checkedOn: checkedOn, offered: terms.offered, state: force)
        }

        /// What a search looks into.
        var index: String {
            let words = [terms.title, terms.kind.name, terms.gives, terms.eligible.sentence] + terms.materials.map(\.name)
            return (words.flatMap { [$0.zh, $0.en] } + [terms.code, terms.source.number, terms.source.title]).joined(separator: "\n").lowercased()
        }
    }

    /// Over `v` and `p`.
    static let columns: SQL = """
        v.policy_id AS policy_id, v.programme_id AS programme_id, v.n AS n, v.state AS state, v.from_day AS from_day, v.body AS body, v.published_at AS published_at, p.checked_on AS checked_on, p.checked_by AS checked_by
        """

    /// - Parameter rows: of each policy together, by first day and number, the latest first. Those that cannot be read any more are left out.
    static func versions(_ rows: [Row], _ house: House, _ today: Day) throws -> [Version] {
        var begun: Set<ID<Policy>> = []
        return try rows.compactMap { row -> Version? in
            let programme: String = try row("programme_id"), body: String = try row("body"), id: ID<Policy> = try row("policy_id"), state: PolicyState = try row("state")
            let from: Day = try row("from_day")
            // The latest that has begun is the one that counts; once it is over, no earlier one comes back.
            let isLatest = state == .published && from <= today && begun.insert(id).inserted
            guard let known = try? house.library.programme(programme), let terms = house.library.policies.terms(body, in: known) else { return nil }
            let force: PolicyForce = switch state {
            case .draft: .draft
            case .withdrawn: .withdrawn
            case .published: from > today ? .later : isLatest && terms.to.map({ $0 >= today }) ?? true ? .now : .over
            }
            return Version(
                id: id, programme: programme, n: try row("n"), state: state, force: force, terms: terms, body: body, publishedAt: try row("published_at"),
                checkedOn: try row("checked_on"), checkedBy: try row("checked_by"))
        }
    }

    /// The one in force; else the next to come; else the last that was.
    static func shown(_ versions: [Version]) -> Version? {
        versions.first { $0.force == .now } ?? versions.filter { $0.force == .later }.min { $0.terms.from < $1.terms.from } ?? versions.first { $0.force == .over }
    }
}

extension PolicyTerms {
    /// `每月 ¥500.00，最多 36 个月`; of a table `¥15,000.00 至 ¥100,000.00`. Empty where no money is given.
    var amountInShort: Words {
        let sums = amount.sums
        switch amount {
        case .none: return Words("", "")
        case .fixed, .monthly: return amountLines.first ?? Words("", "")
        case .table:
            guard let least = sums.first, let most = sums.last, least != most else { return sums.first.map { Words($0.text, $0.text) } ?? Words("", "") }
            return Words("\(least.text) 至 \(most.text)", "\(least.text) to \(most.text)")
        }
    }
}
