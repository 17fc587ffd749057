import Domain
import SQL

extension House {
    /// One's own mandates, and a page of those of one's stations, or of the offices that one sits in.
    public func mandates(_ filter: MandateFilter = MandateFilter(), for actor: Actor, pageSize: Int = 50) async throws -> MandateList {
        guard actor.isSignedIn else { throw Refusal.unauthenticated }
        let house = self
        return try await read { tx, now in
            let today = Zone.china.day(of: now), side: MandateSide? = actor.isStaff ? .office : actor.organisations.isEmpty ? nil : .station
            let own = try MandateReader.list(tx, house, MandateAccess.asTalent(actor), as: .talent, for: actor, today: today, limit: 50)
            guard let side else { return MandateList(filter: filter, own: own, side: nil, mandates: [], total: own.count, stations: [], next: nil) }
            let all = MandateReader.filtered(filter, actor, side, house.library)
            var page = all
            if let after = filter.after, let last = try tx.row("SELECT m.changed_at AS changed_at FROM \(StoredMandate.tables) WHERE m.id = \(after) AND \(all)") {
                let at: Instant = try last("changed_at")
                page += " AND (m.changed_at < \(at) OR (m.changed_at = \(at) AND m.id < \(after)))"
            }
            let found = try MandateReader.list(tx, house, page, as: side, for: actor, today: today, limit: pageSize + 1)
            return MandateList(
                filter: filter, own: own, side: side, mandates: Array(found.prefix(pageSize)), total: try tx.value("SELECT COUNT(*) FROM \(StoredMandate.tables) WHERE \(all)") ?? 0,
                stations: side == .station ? try PursuitReader.stations(tx, "s.organisation_id IN (\(list: actor.organisations.sorted()))") : [],
                next: found.count > pageSize ? found.prefix(pageSize).last?.id : nil)
        }
    }

    /// The list of a station or an office as a spreadsheet, row by row. Names stay out of a file that is passed on. - Returns: the path of a temporary file.
    public func mandatesWorkbook(_ filter: MandateFilter, for actor: Actor) async throws -> String {
        let house = self, side: MandateSide = actor.isStaff ? .office : .station
        guard actor.isStaff || !actor.organisations.isEmpty else { throw Refusal.notFound }
        let columns: [(title: String, width: Double)] = [
            ("代办编号", 30), ("方式", 12), ("政策", 34), ("版本", 8), ("驿站", 26), ("经办人", 12), ("状态", 14), ("委托期至", 12), ("下一步", 26), ("等待天数", 10), ("核定金额", 14), ("最近变动", 12),
        ]
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            // Before the rows stream: no other statement runs meanwhile.
            var titles: [String: Words] = [:]
            for row in try tx.rows("SELECT DISTINCT m.policy_id AS policy_id, m.version AS version FROM \(StoredMandate.tables) WHERE \(MandateReader.filtered(filter, actor, side, house.library))") {
                let policy: ID<Policy> = try row("policy_id"), version: Int = try row("version")
                titles["\(policy)/\(version)"] = try PolicyReader.version(tx, house, policy, version)?.terms.title
            }
            return try house.papers.workbook(sheet: "政策代办", columns: columns) { add in
                try tx.each("SELECT \(MandateReader.columns) FROM \(StoredMandate.tables) WHERE \(MandateReader.filtered(filter, actor, side, house.library)) ORDER BY m.created_at, m.id") { row in
                    let mandate = try StoredMandate(row), title = titles["\(mandate.policy)/\(mandate.version)"]
                    let handedIn: Instant? = try row("handed_in_at"), decided: Instant? = try row("decided_at"), changed: Instant = try row("changed_at"), station: String? = try row("station_name"),
                        agent: String? = try row("agent_name")
                    let since: Instant? = mandate.state == .handedIn ? handedIn : mandate.state == .granted ? decided : nil
                    try add([
                        .text(mandate.id.rawValue), .text(mandate.way.words.zh), .text(title?.zh ?? ""), .number(Int64(mandate.version)), .text(station ?? ""), .text(agent ?? ""), .text(mandate.state.words.zh),
                        mandate.until.map { .day($0) } ?? .empty, .text(MandateReader.next(mandate, side, actor).0.zh), since.map { .number(Int64(max(today.number - Zone.china.day(of: $0).number, 0))) } ?? .empty,
                        mandate.amount.map { .money($0) } ?? .empty, .day(Zone.china.day(of: changed)),
                    ])
                }
            }
        }
    }

    /// A mandate for its talent, its station's people, or an office it was handed in at. - Throws: `notFound` for everybody else.
    public func mandate(_ id: ID<Mandate>, for actor: Actor) async throws -> MandateView {
        let house = self
        return try await read { tx, now in try MandateReader.view(tx, house, id, for: actor, now: now) }
    }

    /// A paper that was uploaded for a mandate: for the talent, its agent while it is in work, and offices once it was handed in.
    public func mandatePaper(_ file: ID<StoredFile>, of id: ID<Mandate>, for actor: Actor) async throws -> (view: FileView, bytes: [UInt8]) {
        let house = self
        let found = try await read { tx, now in
            let working: SQL = "(\(MandateAccess.asWorker(actor)) AND m.state = 'working' AND (m.until IS NULL OR m.until >= \(Zone.china.day(of: now))))"
            guard let row = try tx.row("""
                SELECT f.id AS id, f.name AS name, f.type AS type, f.size AS size, f.sha256 AS sha256 FROM \(StoredMandate.tables) JOIN mandate_materials x ON x.mandate_id = m.id JOIN files f ON f.id = x.file_id
                WHERE m.id = \(id) AND f.id = \(file) AND (\(MandateAccess.asTalent(actor)) OR \(working) OR (m.state IN ('handed_in', 'granted', 'refused', 'paid', 'done') AND \(MandateAccess.asOffice(actor, house.library))))
                """) else { throw Refusal.notFound }
            return (view: try ApplicationStore.file(row, house), sha256: try row("sha256") as String)
        }
        let bytes = try secrets.openFile(try await files.read(found.view.id.rawValue), id: found.view.id.rawValue)
        guard secrets.sha256(bytes) == found.sha256 else { throw Unexpected("file \(found.view.id) does not have its hash") }
        return (found.view, bytes)
    }

    /// What a new mandate begins with. - Throws: `forbidden` for somebody who is no talent.
    public func newMandate(_ policy: ID<Policy>?, for actor: Actor) async throws -> NewMandateView {
        let house = self, (programme, rules) = try agencyProgramme()
        guard let account = actor.account else { throw Refusal.unauthenticated }
        return try await read { tx, now in
            guard try TalentReader.isTalent(tx, account) else { throw TalentRules.notATalent }
            let today = Zone.china.day(of: now)
            let policies = try PolicyReader.inForce(tx, house, on: today).filter { $0.programme == programme.id && $0.terms.audience == .talent }
            let chosen = policies.first { $0.id == policy }
            if policy != nil, chosen == nil { throw Refusal.notFound }
            let wanted = (chosen?.terms.materials ?? []).compactMap { $0.proof.flatMap(Proof.Kind.init) }
            let there = Set(try tx.rows("SELECT DISTINCT kind FROM proofs WHERE account_id = \(account) AND removed_at IS NULL ORDER BY kind").compactMap { Proof.Kind(rawValue: try $0("kind")) })
            return NewMandateView(
                policy: chosen?.id, version: chosen?.version, title: chosen?.terms.title, gives: chosen?.terms.gives, number: chosen?.terms.source.number,
                materials: (chosen?.terms.materials ?? []).map { MaterialView(id: $0.id, name: $0.name, kind: $0.proof.flatMap(Proof.Kind.init), state: .open, proof: nil, file: nil, reason: nil, at: nil) },
                policies: policies.map { NewMandateView.Choice(id: $0.id, title: $0.terms.title) }, stations: try PursuitReader.stations(tx, "s.programme_id = \(programme.id)"),
                kinds: Proof.Kind.allCases.filter { wanted.contains($0) || there.contains($0) }, wanted: Proof.Kind.allCases.filter(wanted.contains), today: today, last: today.adding(rules.longestDays),
                    clause: rules.clause)
        }
    }

    /// What waits for the talent: offers to confirm and mandates to sign or to add to; for their own page.
    public func waitingMandates(for actor: Actor) async throws -> [MandateSummary] {
        let house = self
        guard actor.account != nil else { return [] }
        return try await read { tx, now in
            try MandateReader.list(tx, house, "\(MandateAccess.asTalent(actor)) AND m.ended_at IS NULL", as: .talent, for: actor, today: Zone.china.day(of: now), limit: 20)
        }
    }

    /// Searches for people who are entitled, the newest first, and how help with applications goes; for offices.
    public func offerRuns(for actor: Actor) async throws -> OfferRunsView {
        let house = self, (programme, _) = try agencyProgramme()
        guard actor.isStaff else { throw Refusal.notFound }
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            let runs = try tx.rows("""
                SELECT r.id AS id, r.on_day AS on_day, a.name AS name, r.state AS state, r.policies AS policies, r.people AS people, r.of_people AS of_people, r.entitled AS entitled,
                    r.offered AS offered, r.begun_at AS begun_at, r.ended_at AS ended_at,
                    (SELECT COUNT(*) FROM mandates m WHERE m.run_id = r.id AND m.state = 'declined') AS declined, (SELECT COUNT(*) FROM mandates m WHERE m.run_id = r.id AND m.state = 'offered') AS waiting,
                    (SELECT COUNT(*) FROM mandates m WHERE m.run_id = r.id AND m.handed_in_at IS NOT NULL) AS confirmed
                FROM offer_runs r LEFT JOIN accounts a ON a.id = r.by_account WHERE r.programme_id = \(programme.id) ORDER BY r.begun_at DESC, r.id DESC LIMIT 24
                """).map { row in
                OfferRunView(
                    id: try row("id"), onDay: try row("on_day"), by: try row("name"), isRunning: try row("state") as String == "running", policies: try row("policies"), people: try row("people"),
                    ofPeople: try row("of_people"), entitled: try row("entitled"), offered: try row("offered"), confirmed: try row("confirmed"), declined: try row("declined"), waiting: try row("waiting"),
                    begunAt: try row("begun_at"), endedAt: try row("ended_at"))
            }
            let policies = try PolicyReader.inForce(tx, house, on: today).filter { $0.programme == programme.id && $0.terms.offered && $0.terms.audience == .talent }
            return OfferRunsView(
                runs: runs, mayRun: RunOffers.mayRun(actor, programme), policies: policies.map { NewMandateView.Choice(id: $0.id, title: $0.terms.title) },
                figures: try AgencyCount.figures(tx, programme.id, today: today))
        }
    }

    /// How help with applications goes: for offices, and later for reports. - Throws: `notFound` for others.
    public func agencyFigures(for actor: Actor, station: ID<Station>? = nil) async throws -> AgencyFigures {
        let (programme, _) = try agencyProgramme()
        guard actor.isStaff else { throw Refusal.notFound }
        return try await read { tx, now in try AgencyCount.figures(tx, programme.id, station: station, today: Zone.china.day(of: now)) }
    }
}

/// Counts of mandates, by how somebody came to the policy.
enum AgencyCount {
    static func figures(_ tx: any Transaction, _ programme: String, station: ID<Station>? = nil, today: Day) throws -> AgencyFigures {
        let own: SQL = station.map { " AND m.station_id = \($0)" } ?? .empty
        let lines = try MandateWay.allCases.map { way in
            let all: SQL = "FROM mandates m WHERE m.programme_id = \(programme) AND m.way = \(way)\(own)"
            func count(_ condition: SQL) throws -> Int { try tx.value("SELECT COUNT(*) \(all) AND \(condition)") ?? 0 }
            let oldest: Instant? = try tx.value("SELECT MIN(m.decided_at) \(all) AND m.state = 'granted'")
            let decided = try count("m.decided_at IS NOT NULL AND m.handed_in_at IS NOT NULL")
            // PostgreSQL sums whole numbers up to a decimal.
            let spent: Int64? = try tx.value("SELECT CAST(SUM(m.decided_at - m.handed_in_at) AS BIGINT) \(all) AND m.decided_at IS NOT NULL AND m.handed_in_at IS NOT NULL")
            let paid: Int64? = try tx.value("SELECT CAST(SUM(m.amount) AS BIGINT) \(all) AND m.state = 'paid'")
            let days = spent.flatMap { decided > 0 ? $0 / Int64(decided) / 86_400_000 : nil }
            return AgencyFigures.Line(
                way: way, signed: try count("m.signed_at IS NOT NULL"), handedIn: try count("m.handed_in_at IS NOT NULL"), granted: try count("m.state IN ('granted', 'paid', 'done')"),
                refused: try count("m.state = 'refused'"), paid: try count("m.state = 'paid'"), paidAmount: Fen(paid ?? 0),
                longestWaiting: oldest.map { max(today.number - Zone.china.day(of: $0).number, 0) }, daysToDecision: days.map { Int(clamping: max($0, 0)) })
        }
        return AgencyFigures(lines: lines)
    }
}

extension MandateReader {
    static func filtered(_ filter: MandateFilter, _ actor: Actor, _ side: MandateSide, _ library: Library) -> SQL {
        var condition: SQL = side == .office ? MandateAccess.asOffice(actor, library) : MandateAccess.asStation(actor)
        if let state = filter.state { condition += " AND m.state = \(state)" }
        if let station = filter.station { condition += " AND m.station_id = \(station)" }
        return condition
    }

    static func view(_ tx: any Transaction, _ house: House, _ id: ID<Mandate>, for actor: Actor, now: Instant) throws -> MandateView {
        guard let row = try tx.row("SELECT \(columns) FROM \(StoredMandate.tables) WHERE m.id = \(id) AND \(MandateAccess.any(actor, house.library))") else { throw Refusal.notFound }
        let mandate = try StoredMandate(row), secrets = house.secrets, today = Zone.china.day(of: now), state = mandate.state
        guard let policy = try PolicyReader.version(tx, house, mandate.policy, mandate.version) else { throw Refusal.notFound }
        let terms = policy.terms, isTalent = mandate.account == actor.account
        let isHost = mandate.host.map(actor.organisations.contains) ?? false, side: MandateSide = isTalent ? .talent : isHost ? .station : .office
        let isOver = MandateState.ended.contains(state), isLate = mandate.way == .agency && (mandate.until.map { $0 < today } ?? false)
        let isWorker = mandate.isWorked(by: actor) && (mandate.way == .offer || side == .station)
        let mayWork = isWorker && state == .working && !isLate, atOffice: Set<MandateState> = [.handedIn, .granted, .refused, .paid, .done]
        let seesPapers = isTalent || mayWork || (side == .office && atOffice.contains(state))
        func open(_ column: String) throws -> String? { try (try row(column) as [UInt8]?).map { try secrets.text($0, table: "mandates", column: column, row: id.rawValue) } }
        let contract: Words? = side == .office ? nil : try open("contract").map { try Stored.read($0) }
        let reasonID: ID<Reason>? = try row("reason_id")
        let reason = try reasonID.flatMap { reason in try tx.row("SELECT body FROM reasons WHERE id = \(reason)").map { try secrets.text(try $0("body"), table: "reasons", column: "body", row: reason.rawValue) } }
        let payer = MandateRules.payer(actor, try house.library.programme(mandate.programme)), pays = side == .office && payer != nil
        let given = try open("bank"), bank = given.map { isTalent || (pays && state == .granted) ? $0 : MandateRules.masked($0) }
        let kinds = try tx.rows("SELECT kind FROM mandate_kinds WHERE mandate_id = \(id) ORDER BY kind").compactMap { Proof.Kind(rawValue: try $0("kind")) }
        let covered: SQL = mandate.way == .offer ? "q.account_id = \(mandate.account)" : "q.account_id = \(mandate.account) AND q.kind IN (\(list: kinds.map(\.rawValue)))"
        var titles: [String: Words] = [:]
        let money: Bool
        if case .none = terms.amount { money = false } else { money = true }
        return MandateView(
            summary: try summary(row, as: side, for: actor, tx, house, today: today, titles: &titles), side: side, gives: terms.gives, number: terms.source.number, text: contract,
            textVersion: try row("contract_version"), textDigest: try row("contract_sha256"), signedAt: try row("signed_at"), kinds: kinds,
            materials: try materials(tx, house, mandate, terms, for: actor, seesPapers: seesPapers, now: now), steps: try steps(tx, house, mandate, terms),
            messages: isTalent || (side == .station && isWorker && !isOver) ? try messages(tx, house, mandate, terms) : [], entries: try entries(tx, house, mandate, terms),
            conditions: isTalent || mayWork || side == .office ? try conditions(tx, house, mandate, terms, today: today) : [], computed: mandate.computed, amount: mandate.amount,
            payments: try payments(tx, house, id), bank: side == .station ? nil : bank, givesMoney: money, reason: reason, caseID: side == .office ? mandate.caseID : nil,
            wallet: mayWork ? try PursuitReader.proofs(tx, house, covered, for: actor, now: now) : [],
            maySign: isTalent && state == .asked && !isLate, mayRevoke: isTalent && MandateState.revocable.contains(state),
            mayTake: side == .station && !actor.isStaff && MandateState.atStation.contains(state) && mandate.agent != actor.account && !isTalent, mayWork: mayWork,
            mayTick: isWorker && (mayWork || state == .handedIn || state == .granted), mayUpload: isTalent && MandateState.atStation.contains(state),
            mayWrite: mandate.way == .agency && (isTalent || isWorker) && (MandateState.atStation.contains(state) || state == .handedIn || state == .granted),
            mayConfirm: isTalent && state == .offered, mayPay: pays && state == .granted, mayReturnPayment: pays && state == .paid)
    }
}

enum MandateCaseReader {
    /// - Returns: nil for a case that is not about a mandate. Who may read the case has been asked before.
    static func view(_ tx: any Transaction, _ house: House, _ id: ID<Case>, for actor: Actor, now: Instant) throws -> MandateCaseView? {
        guard let row = try tx.row("SELECT \(StoredMandate.columns) FROM \(StoredMandate.tables) WHERE m.case_id = \(id)") else { return nil }
        let mandate = try StoredMandate(row)
        guard let terms = try PolicyReader.version(tx, house, mandate.policy, mandate.version)?.terms else { return nil }
        let loaded = try CaseStore.load(tx, house.library, id, lock: false), view = try MandateReader.view(tx, house, mandate.id, for: actor, now: now)
        let inForce = try PolicyReader.inForce(tx, house, on: Zone.china.day(of: now)).filter { $0.programme == mandate.programme }
        let others = inForce.filter { $0.id != mandate.policy && ($0.terms.excludes.contains(terms.code) || terms.excludes.contains($0.terms.code)) }
        return MandateCaseView(
            mandate: view, excludes: others.map(\.terms.title), sourceURL: terms.source.url, sourceTitle: terms.source.title, sourceClause: terms.source.clause,
            maySetAmount: view.givesMoney && mandate.state == .handedIn && loaded.current.tasks.contains { CaseRules.mayAct(actor, on: $0, of: loaded.current) })
    }

    /// Whether somebody is the talent behind a case, or of the host whose agent handed it in.
    static func isParty(_ tx: any Transaction, _ id: ID<Case>, _ account: ID<Account>) throws -> Bool {
        try tx.row("""
            SELECT m.id FROM \(StoredMandate.tables) WHERE m.case_id = \(id)
                AND (m.account_id = \(account) OR EXISTS (SELECT 1 FROM members x WHERE x.organisation_id = s.organisation_id AND x.account_id = \(account))) LIMIT 1
            """) != nil
    }
}
