import Domain
import SQL

enum PursuitReader {
    static let columns: SQL = """
        \(StoredPursuit.columns), p.note AS note, p.reply AS reply, p.reason_id AS reason_id, p.changed_at AS changed_at,
        (SELECT x.starts_at FROM pursuit_slots x WHERE x.id = p.slot_id) AS slot_at, (SELECT o.reply_until FROM pursuit_offers o WHERE o.pursuit_id = p.id AND o.answer IS NULL) AS reply_until
        """

    static func summary(_ row: Row, as side: PursuitSide, _ tx: any Transaction, _ house: House) throws -> PursuitSummary {
        let pursuit = try StoredPursuit(row)
        // Not even to the station that recommended them: it named a number, and is not told whose it is.
        let isNamed = pursuit.namedAt != nil
        let replyUntil: Instant? = try row("reply_until")
        let (turn, next) = Self.next(pursuit.state, side)
        return PursuitSummary(
            id: pursuit.id, job: pursuit.job, title: pursuit.title, company: pursuit.company, state: pursuit.state, begunBy: pursuit.begunBy,
            who: side == .talent || !isNamed ? nil : try Pursuits.name(tx, house.secrets, pursuit.account), turn: turn, next: next, interviewAt: try row("slot_at"),
            replyUntil: replyUntil, changedAt: try row("changed_at"))
    }

    /// Whose turn it is, and what for.
    static func next(_ state: PursuitState, _ side: PursuitSide) -> (PursuitSide?, Words) {
        func turn(_ whose: PursuitSide, _ own: Words, _ other: Words) -> (PursuitSide?, Words) { (whose, whose == side ? own : other) }
        switch state {
        case .invited: return turn(.talent, Words("请决定是否接受邀请", "Decide whether to accept the invitation"), Words("等待对方接受邀请", "The person has to accept"))
        case .recommended: return turn(.talent, Words("请决定是否接受推荐", "Decide whether to accept the recommendation"), Words("等待对方接受推荐", "The person has to accept"))
        case .inTouch: return turn(.employer, Words("请安排面试、录用或答复", "Arrange an interview, make an offer, or answer"), Words("等待用人单位答复", "The employer answers next"))
        case .slotsProposed: return turn(.talent, Words("请选择面试时间", "Choose a time for the interview"), Words("等待对方选择面试时间", "The person chooses a time"))
        case .interviewSet: return turn(.employer, Words("面试后请录用或答复", "After the interview, make an offer or answer"), Words("按时参加面试，之后等待答复", "Go to the interview; the employer answers afterwards"))
        case .offered: return turn(.talent, Words("请答复录用通知", "Answer the offer"), Words("等待对方答复录用通知", "The person answers the offer"))
        case .accepted: return turn(.employer, Words("入职后请确认", "Confirm when the person has begun"), Words("等待入职和用人单位确认", "The start, which the employer confirms"))
        case .hired: return (nil, Words("已入职", "Hired"))
        case .notTaken: return (nil, Words("未录用，理由见下", "Not taken; the reason is below"))
        case .declined: return (nil, Words("已谢绝", "Declined"))
        case .withdrawn: return (nil, Words("本人已撤回", "Withdrawn"))
        case .lapsed: return (nil, Words("录用通知过期", "The offer lapsed"))
        }
    }

    /// What the trail says of a subject, oldest first.
    static func steps(_ tx: any Transaction, _ house: House, _ kind: String, _ subject: String) throws -> [StepEntry] {
        try tx.rows("""
            SELECT r.number AS number, r.at AS at, r.verb AS verb, r.detail AS detail, r.reason AS reason, x.body AS body FROM audit_records r LEFT JOIN reasons x ON x.id = r.reason
            WHERE r.kind = \(kind) AND r.subject = \(subject) ORDER BY r.number
            """).map { row in
            let detail: [String: String] = try Stored.read(try row("detail")), reason: String = try row("reason"), sealed: [UInt8]? = try row("body")
            return StepEntry(
                at: try row("at"), words: words(try row("verb"), detail), side: detail["side"].flatMap(PursuitSide.init),
                reason: try sealed.map { try house.secrets.text($0, table: "reasons", column: "body", row: reason) })
        }
    }

    private static func words(_ verb: String, _ detail: [String: String]) -> Words {
        let event = verb.split(separator: "_", maxSplits: 1).last.map(String.init) ?? verb
        switch verb {
        case "pursuit_begun":
            switch detail["side"].flatMap(PursuitSide.init) {
            case .employer?: return Words("发出邀请", "Invited")
            case .station?: return Words("驿站推荐", "Recommended by a station")
            case .talent?, .system?, nil: return Words("投递", "Applied")
            }
        case "reminded": return Words("面试提醒", "Reminder of the interview")
        case "company_asked": return Words("请驿站陪同", "A station accompanies it")
        case "company_ended": return Words("不再由驿站陪同", "The station accompanies it no more")
        case "placement_recorded": return Words("登记", "Recorded")
        case "evidence_added": return Words("提交证明：\(detail["kind"].flatMap(PlacementEvidence.init)?.words.zh ?? "")", "Evidence: \(detail["kind"].flatMap(PlacementEvidence.init)?.words.en ?? "")")
        case "dispute_opened": return Words("提请部门裁定", "An office decides")
        case "check_asked": return Words("满 \(detail["days"] ?? "") 天回访", "Asked after \(detail["days"] ?? "") days")
        case "check_answered": return Words("回访：\(detail["there"] == "yes" ? "仍在岗" : "已离岗")", detail["there"] == "yes" ? "Still there" : "Has left")
        default:
            if verb.hasPrefix("pursuit_"), let event = PursuitEvent(rawValue: event) { return event.words }
            if verb.hasPrefix("placement_"), let event = PlacementEvent(rawValue: event) { return event.words }
            return Words(verb, verb)
        }
    }

    /// Documents of a talent's wallet, newest first.
    static func proofs(_ tx: any Transaction, _ house: House, _ condition: SQL, for actor: Actor, now: Instant) throws -> [ShownProof] {
        try tx.rows("""
            SELECT f.id AS id, f.name AS name, q.id AS proof, q.kind AS kind,
                (SELECT COUNT(*) FROM proof_looks k WHERE k.proof_id = q.id AND k.by_account = \(actor.account) AND k.at >= \(now.adding(seconds: -LookAtProof.lastsSeconds))) AS looks
            FROM proofs q JOIN files f ON f.id = q.file_id WHERE q.removed_at IS NULL AND \(condition) ORDER BY q.created_at DESC, q.id DESC
            """).compactMap { row in
            guard let kind = Proof.Kind(rawValue: try row("kind")) else { return nil }
            let file: String = try row("id"), looks: Int = try row("looks")
            return ShownProof(id: try row("proof"), kind: kind, name: try house.secrets.text(try row("name"), table: "files", column: "name", row: file), isOpen: looks > 0)
        }
    }

    static func stations(_ tx: any Transaction, _ condition: SQL) throws -> [StationChoice] {
        try tx.rows("SELECT s.id AS id, s.name AS name FROM stations s JOIN plaques q ON q.station_id = s.id WHERE q.state = 'valid' AND \(condition) ORDER BY s.name, s.id")
            .map { StationChoice(id: try $0("id"), name: try $0("name")) }
    }

    static func list(
        _ tx: any Transaction, _ house: House, as side: PursuitSide, where own: SQL, state: PursuitState?, job: ID<Job>?, after: ID<Pursuit>?, pageSize: Int
    ) throws -> (found: [PursuitSummary], total: Int, next: ID<Pursuit>?) {
        var all = own
        if let state { all += " AND p.state = \(state)" }
        if let job { all += " AND p.job_id = \(job)" }
        var page = all
        if let after, let last = try tx.row("SELECT changed_at FROM pursuits p WHERE p.id = \(after) AND \(own)") {
            let at: Instant = try last("changed_at")
            page += " AND (p.changed_at < \(at) OR (p.changed_at = \(at) AND p.id < \(after)))"
        }
        let rows = try tx.rows("SELECT \(columns) FROM \(StoredPursuit.tables) WHERE \(page) ORDER BY p.changed_at DESC, p.id DESC LIMIT \(pageSize + 1)")
        let found = try rows.prefix(pageSize).map { try summary($0, as: side, tx, house) }
        return (found, try tx.value("SELECT COUNT(*) FROM pursuits p WHERE \(all)") ?? 0, rows.count > pageSize ? found.last?.id : nil)
    }
}

extension House {
    /// The talent's own pursuits, the newest change first, and their placements.
    public func ownPursuits(for actor: Actor, state: PursuitState? = nil, after: ID<Pursuit>? = nil, pageSize: Int = 50) async throws -> PursuitList {
        let house = self
        return try await read { tx, _ in
            let (found, total, next) = try PursuitReader.list(tx, house, as: .talent, where: PursuitRules.own(actor, as: .talent), state: state, job: nil, after: after, pageSize: pageSize)
            let placements = try PlacementReader.list(tx, house, "\(PlacementAccess.asPerson(actor))", limit: 50)
            return PursuitList(side: .talent, pursuits: found, total: total, state: state, job: nil, jobs: [], station: nil, placements: placements, next: next)
        }
    }

    /// Pursuits of the jobs of the actor's organisations.
    public func hiring(for actor: Actor, state: PursuitState? = nil, job: ID<Job>? = nil, after: ID<Pursuit>? = nil, pageSize: Int = 50) async throws -> PursuitList {
        let house = self
        guard !actor.organisations.isEmpty else { throw MemberRules.notAMember }
        return try await read { tx, _ in
            let own = PursuitRules.own(actor, as: .employer)
            let (found, total, next) = try PursuitReader.list(tx, house, as: .employer, where: own, state: state, job: job, after: after, pageSize: pageSize)
            let jobs = try tx.rows("SELECT DISTINCT j.id AS id, j.title AS title FROM \(StoredPursuit.tables) WHERE \(own) ORDER BY j.title, j.id LIMIT 200")
                .map { JobChoice(id: try $0("id"), title: try $0("title")) }
            return PursuitList(side: .employer, pursuits: found, total: total, state: state, job: job, jobs: jobs, station: nil, placements: [], next: next)
        }
    }

    /// Pursuits that a station recommended or accompanies. - Throws: `notFound` for a station that is not the actor's.
    public func pursuits(of station: ID<Station>, for actor: Actor, state: PursuitState? = nil, after: ID<Pursuit>? = nil, pageSize: Int = 50) async throws -> PursuitList {
        let house = self
        return try await read { tx, _ in
            let (name, _) = try DeskReader.station(tx, station, actor)
            let own: SQL = "p.station_id = \(station)"
            let (found, total, next) = try PursuitReader.list(tx, house, as: .station, where: own, state: state, job: nil, after: after, pageSize: pageSize)
            return PursuitList(side: .station, pursuits: found, total: total, state: state, job: nil, jobs: [], station: StationChoice(id: station, name: name), placements: [], next: next)
        }
    }

    /// A pursuit for one of its sides. - Throws: `notFound` for everybody else.
    public func pursuit(_ id: ID<Pursuit>, for actor: Actor) async throws -> PursuitView {
        let house = self
        return try await read { tx, now in
            guard let row = try tx.row("SELECT \(PursuitReader.columns) FROM \(StoredPursuit.tables) WHERE p.id = \(id) AND \(PursuitRules.own(actor))") else { throw Refusal.notFound }
            let pursuit = try StoredPursuit(row), secrets = house.secrets
            let side: PursuitSide = pursuit.account == actor.account ? .talent : actor.organisations.contains(pursuit.organisation) ? .employer : .station
            let summary = try PursuitReader.summary(row, as: side, tx, house)
            let hasEnded = PursuitState.ended.contains(pursuit.state), isHired = pursuit.state == .hired
            let seesPerson = side == .talent || (pursuit.namedAt != nil && (!hasEnded || isHired))
            func open(_ column: String) throws -> String? {
                guard let sealed: [UInt8] = try row(column) else { return nil }
                return try secrets.text(sealed, table: "pursuits", column: column, row: id.rawValue)
            }
            let slots = try tx.rows("""
                SELECT id, starts_at, minutes, place, ended_at FROM pursuit_slots WHERE pursuit_id = \(id) AND (ended_at IS NULL OR id = \(pursuit.slot)) ORDER BY starts_at, id
                """).map { row in
                let slot: ID<PursuitSlot> = try row("id"), at: Instant = try row("starts_at"), ended: Instant? = try row("ended_at")
                return SlotView(id: slot, at: at, minutes: try row("minutes"), place: try row("place"), isChosen: slot == pursuit.slot, isOpen: pursuit.state == .slotsProposed && ended == nil && at > now)
            }
            let offers = try tx.rows("""
                SELECT position, pay_from, pay_to, pay_per, starts_on, reply_until, made_at, answer, answered_at FROM pursuit_offers WHERE pursuit_id = \(id) ORDER BY made_at DESC, id DESC
                """).map { row in
                OfferView(
                    position: try row("position"), payFrom: Fen(try row("pay_from")), payTo: (try row("pay_to") as Int64?).map(Fen.init), payPer: try row("pay_per"),
                    startsOn: try row("starts_on"),
                    replyUntil: try row("reply_until"), madeAt: try row("made_at"), answer: (try row("answer") as String?).flatMap(OfferView.Answer.init), answeredAt: try row("answered_at"))
            }
            var interview: InterviewView?
            if side != .station, let code = pursuit.interview, let row = try tx.row("SELECT \(InterviewReader.columns) \(InterviewReader.joins) WHERE i.id = \(code)") {
                interview = try InterviewReader.view(row, secrets)
            }
            let shown: SQL = "EXISTS (SELECT 1 FROM pursuit_proofs u WHERE u.proof_id = q.id AND u.pursuit_id = \(id))"
            let reasonID: ID<Reason>? = try row("reason_id")
            let reason = try reasonID.flatMap { reason in try tx.row("SELECT body FROM reasons WHERE id = \(reason)").map { try secrets.text(try $0("body"), table: "reasons", column: "body", row: reason.rawValue) } }
            let placement: ID<Placement>? = try tx.value("SELECT p.id FROM placements p WHERE p.pursuit_id = \(id) AND p.state <> 'void' AND \(PlacementAccess.any(actor, house.library))")
            let isRecorded = try tx.row("SELECT id FROM placements WHERE pursuit_id = \(id) AND state <> 'void'") != nil
            let awaitsTalent = side == .talent && PursuitState.unnamed.contains(pursuit.state)
            return PursuitView(
                summary: summary, side: side, phone: side != .talent && seesPerson ? try Pursuits.phone(tx, secrets, pursuit.account) : nil,
                note: try open("note"), reply: try open("reply"), slots: slots, interview: interview, offers: offers,
                proofs: seesPerson && side != .station ? try PursuitReader.proofs(tx, house, shown, for: actor, now: now) : [], steps: try PursuitReader.steps(tx, house, "pursuit", id.rawValue),
                reason: reason, startedOn: pursuit.startedOn, station: pursuit.station, stationName: try pursuit.station.flatMap { try tx.value("SELECT name FROM stations WHERE id = \($0)") },
                mayRecord: isHired && !isRecorded && side != .talent, placement: placement,
                stations: side == .talent && !hasEnded ? try PursuitReader.stations(tx, "s.programme_id = \(pursuit.programme)") : [],
                ownProofs: awaitsTalent ? try PursuitReader.proofs(tx, house, "q.account_id = \(actor.account)", for: actor, now: now) : [], type: PlacementType(pursuit.kind))
        }
    }

    /// What somebody needs to apply for a job, or to recommend somebody for it.
    public func applying(for job: ID<Job>, by actor: Actor) async throws -> ApplyView {
        let house = self
        return try await read { tx, now in
            guard let row = try tx.row("SELECT title, company, state, organisation_id, valid_until FROM jobs WHERE id = \(job) AND state <> 'draft'") else { throw Refusal.notFound }
            let organisation: ID<Organisation>? = try row("organisation_id"), until: Day? = try row("valid_until")
            let isTalent = try actor.account.map { try tx.row("SELECT account_id FROM talents WHERE account_id = \($0) AND closed_at IS NULL") != nil } ?? false
            return ApplyView(
                job: job, title: try row("title"), company: try row("company"),
                proofs: isTalent ? try PursuitReader.proofs(tx, house, "q.account_id = \(actor.account)", for: actor, now: now) : [],
                open: actor.account == nil ? nil : try tx.value("SELECT id FROM pursuits WHERE job_id = \(job) AND account_id = \(actor.account) AND ended_at IS NULL"),
                stations: actor.organisations.isEmpty ? [] : try PursuitReader.stations(tx, "s.organisation_id IN (\(list: actor.organisations.sorted()))"),
                isOpen: try row("state") as String == "open" && organisation != nil && (until.map { $0 >= Zone.china.day(of: now) } ?? true))
        }
    }
}
