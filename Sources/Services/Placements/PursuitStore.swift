import Domain
import SQL

extension PursuitState: Bindable {}
extension PursuitSide: Bindable {}

/// A pursuit as it is kept.
struct StoredPursuit: Sendable {
    let id: ID<Pursuit>
    let programme: String
    let job: ID<Job>
    let account: ID<Account>
    let organisation: ID<Organisation>
    /// A station that recommended the talent, or that they asked to accompany them.
    let station: ID<Station>?
    let begunBy: PursuitSide
    let state: PursuitState
    let slot: ID<PursuitSlot>?
    let interview: ID<Interview>?
    let namedAt: Instant?
    let startedOn: Day?
    let hiredBy: ID<Account>?
    let title: String
    let company: String
    let kind: JobKind
    let jobStation: ID<Station>?

    /// Over `p` and `j`.
    static let columns: SQL = """
        p.id AS id, p.programme_id AS programme_id, p.job_id AS job_id, p.account_id AS account_id, p.organisation_id AS organisation_id, p.station_id AS station_id, p.begun_by AS begun_by,
        p.state AS state, p.slot_id AS slot_id, p.interview_id AS interview_id, p.named_at AS named_at, p.started_on AS started_on, p.hired_by AS hired_by, j.title AS title, j.company AS company,
        j.kind AS kind, j.station_id AS job_station
        """
    static let tables: SQL = "pursuits p JOIN jobs j ON j.id = p.job_id"

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        job = try row("job_id")
        account = try row("account_id")
        organisation = try row("organisation_id")
        station = try row("station_id")
        begunBy = try row("begun_by")
        state = try row("state")
        slot = try row("slot_id")
        interview = try row("interview_id")
        namedAt = try row("named_at")
        startedOn = try row("started_on")
        hiredBy = try row("hired_by")
        title = try row("title")
        company = try row("company")
        kind = try row("kind")
        jobStation = try row("job_station")
    }
}

enum PursuitRules {
    /// Whose pursuit of `p` it is, for one side. A station's people read what they recommended or are asked to accompany.
    static func own(_ actor: Actor, as side: PursuitSide) -> SQL {
        let organisations = actor.organisations.sorted()
        switch side {
        case .talent: return "p.account_id = \(actor.account)"
        case .employer: return "p.organisation_id IN (\(list: organisations))"
        case .station: return "p.station_id IN (SELECT s.id FROM stations s WHERE s.organisation_id IN (\(list: organisations)))"
        case .system: return "1 = 0"
        }
    }

    /// Whose it is, for any side.
    static func own(_ actor: Actor) -> SQL { "(\(own(actor, as: .talent)) OR \(own(actor, as: .employer)) OR \(own(actor, as: .station)))" }

    static let consentWords = Words("请同意向该单位提供您的姓名、手机号和所选材料", "Please agree that this employer sees your name, your number and the documents you chose")
    static let noStanding = Refusal(.forbidden, "employer_unknown", Words("单位还没有驿站担保或部门核实，不能办理招聘", "Nobody vouches for the organisation yet, so it cannot hire here"),
        next: Words("请联系所在区域的驿站担保，或等待部门核实", "Ask a station to vouch for it, or wait until an office has verified it"))
    static let barred = Refusal(.forbidden, "employer_barred", Words("该单位目前不能通过本站招聘", "This organisation may not hire here at present"))

    /// A stated text of at most so many characters; nothing where it is blank.
    static func note(_ text: String?, _ field: String, most: Int = 500) throws(Refusal) -> String? {
        let text = (text ?? "").trimmed
        guard text.count <= most else { throw .invalid([.init(field, Words("最多 \(most) 字", "At most \(most) characters"))]) }
        return text.isEmpty ? nil : text
    }

    /// A reason that has to be given. - Throws: `invalid` naming the field.
    static func reason(_ text: String?, _ field: String = "reason") throws(Refusal) -> String {
        let text = (text ?? "").trimmed
        guard (2...500).contains(text.count) else { throw .invalid([.init(field, Words("请写明理由（2 至 500 字）", "Please give a reason (2 to 500 characters)"))]) }
        return text
    }
}

extension Act {
    /// Loads a pursuit, locked until the end of the transaction, for one side of it.
    /// - Throws: `Refusal.notFound` for everybody else.
    func loadPursuit(_ id: ID<Pursuit>, as side: PursuitSide) throws -> StoredPursuit { try loadPursuit(id, where: PursuitRules.own(actor, as: side)) }

    func loadPursuit(_ id: ID<Pursuit>, where condition: SQL) throws -> StoredPursuit {
        _ = try tx.row("SELECT id FROM pursuits WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT \(StoredPursuit.columns) FROM \(StoredPursuit.tables) WHERE p.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return try StoredPursuit(row)
    }

    /// That somebody stands behind the employer now.
    func mustHire(_ organisation: ID<Organisation>, _ programme: String) throws {
        switch try EmployerStanding.of(organisation, programme: programme, tx, today: today) {
        case .vouched, .verified: return
        case .barred: throw PursuitRules.barred
        case .unknown: throw PursuitRules.noStanding
        }
    }

    /// One step of a pursuit.
    ///
    /// Effects: the state (compare-and-swap); where it ends, times and an offer that are open end with it, and nothing falls due any more; an audit record.
    /// - Parameter also: further columns, beginning with a comma.
    func step(_ pursuit: StoredPursuit, _ event: PursuitEvent, by side: PursuitSide, also: SQL = .empty, reason: KeptReason? = nil, detail: [String: String] = [:]) throws {
        let after = try pursuit.state.after(event)
        let ended: Instant? = PursuitState.ended.contains(after) ? now : nil
        let changed = try tx.run("""
            UPDATE pursuits SET state = \(after), changed_at = \(now), ended_at = \(ended)\(also) WHERE id = \(pursuit.id) AND state = \(pursuit.state)
            """)
        guard changed == 1 else { throw Casework.changedMeanwhile }
        if ended != nil || event == .askOthers || event == .proposeSlots || event == .offer {
            try tx.run("UPDATE pursuit_slots SET ended_at = \(now) WHERE pursuit_id = \(pursuit.id) AND ended_at IS NULL AND starts_at > \(now)")
            if let slot = pursuit.slot { try nothingDue([.remindInterview], slot.rawValue) }
        }
        if ended != nil, pursuit.state == .offered, let offer: ID<JobOffer> = try tx.value("SELECT id FROM pursuit_offers WHERE pursuit_id = \(pursuit.id) AND answer IS NULL") {
            try tx.run("UPDATE pursuit_offers SET answer = 'ended', answered_at = \(now) WHERE id = \(offer) AND answer IS NULL")
            try nothingDue([.lapseOffer], offer.rawValue)
        }
        audit("pursuit", pursuit.id.rawValue, "pursuit_\(event.rawValue)", from: pursuit.state.rawValue, to: after.rawValue, reason: reason,
            detail: detail.merging(["side": side.rawValue]) { given, _ in given })
    }

    /// To everybody who acts for an organisation.
    func tell(organisation: ID<Organisation>, _ title: Words, _ body: Words, link: Receipt) throws {
        try tell(try tx.rows("SELECT account_id FROM members WHERE organisation_id = \(organisation) ORDER BY account_id").map { try $0("account_id") as ID<Account> }, title, body, link: link)
    }

    /// Both sides of a pursuit but the one that acted, and the station that accompanies it.
    func tell(_ pursuit: StoredPursuit, but side: PursuitSide, _ title: Words, _ body: Words) throws {
        let link = Receipt(.pursuit, pursuit.id.rawValue)
        let title = Words("\(title.zh)：\(pursuit.title)", "\(title.en): \(pursuit.title)")
        if side != .talent { try tell(pursuit.account, title, body, link: link) }
        if side != .employer { try tell(organisation: pursuit.organisation, title, body, link: link) }
        if side != .station, let station = pursuit.station, let host: ID<Organisation> = try tx.value("SELECT organisation_id FROM stations WHERE id = \(station)"), host != pursuit.organisation {
            try tell(organisation: host, title, body, link: link)
        }
    }
}

/// Talents as employers and stations see them.
enum Pursuits {
    /// The name that a talent gave with their document, or else their account's; empty once the account is closed.
    static func name(_ tx: any Transaction, _ secrets: any Secrets, _ account: ID<Account>) throws -> String {
        guard let row = try tx.row("SELECT t.name AS name, a.name AS account, t.closed_at AS closed FROM talents t JOIN accounts a ON a.id = t.account_id WHERE t.account_id = \(account)") else { return "" }
        let closed: Instant? = try row("closed"), sealed: [UInt8]? = try row("name")
        guard closed == nil else { return "" }
        if let sealed { return try secrets.text(sealed, table: "talents", column: "name", row: account.rawValue) }
        return try row("account")
    }

    static func phone(_ tx: any Transaction, _ secrets: any Secrets, _ account: ID<Account>) throws -> String? {
        guard let sealed: [UInt8] = try tx.value("SELECT phone FROM accounts WHERE id = \(account) AND phone IS NOT NULL") else { return nil }
        return try secrets.text(sealed, table: "accounts", column: "phone", row: account.rawValue)
    }
}
