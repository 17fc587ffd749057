import Domain
import SQL

/// A talent applies for a job 投递.
///
/// Effects: the pursuit, with the note sealed; the employer sees name, number and the chosen documents from now on; messages to the employer's people;
/// an audit record. Refused for a job that is not open, of an employer behind whom nobody stands, and while a pursuit of the same job goes on.
public struct ApplyForJob: Codable, Sendable {
    public let note: String?
    /// Documents of the talent's own wallet.
    public let proofs: [ID<Proof>]?
    /// That this employer sees name, number and those documents.
    public let consent: Bool?

    public init(note: String? = nil, proofs: [ID<Proof>]? = nil, consent: Bool?) {
        self.note = note
        self.proofs = proofs
        self.consent = consent
    }

    public func callAsFunction(_ house: House, for job: ID<Job>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard consent == true else { throw Refusal.invalid([.init("consent", PursuitRules.consentWords)]) }
        let note = try PursuitRules.note(note, "note")
        return try await house.perform(by: actor, once: once) { act in
            let account = try act.talent(), job = try act.openJob(job)
            let id = try act.begin(NewPursuit(job: job, account: account, by: .talent, note: note))
            try act.show(proofs ?? [], of: account, in: id)
            try act.tell(organisation: job.organisation, Words("有人投递：\(job.terms.title)", "Somebody applied: \(job.terms.title)"),
                Words("请查看并尽快回复。", "Please have a look and answer soon."), link: Receipt(.pursuit, id.rawValue))
            return Receipt(.pursuit, id.rawValue)
        }
    }
}

/// An employer invites somebody who agreed to be found 邀请. Who it is the employer learns when they accept.
///
/// Effects: the pursuit, with the note sealed; a message to the talent; an audit record.
public struct InvitePerson: Codable, Sendable {
    /// The code on the job's page of talents; good for that job alone.
    public let talent: String
    public let note: String?

    public init(talent: String, note: String? = nil) {
        self.talent = talent
        self.note = note
    }

    public func callAsFunction(_ house: House, for job: ID<Job>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let note = try PursuitRules.note(note, "note")
        return try await house.perform(by: actor, once: once) { act in
            let job = try act.openJob(job, where: "j.organisation_id IN (\(list: actor.organisations.sorted()))")
            let account = try act.person(behind: talent, at: job.id)
            let id = try act.begin(NewPursuit(job: job, account: account, by: .employer, note: note))
            try act.tell(account, Words("单位邀请您应聘：\(job.terms.title)", "You are invited: \(job.terms.title)"),
                Words("\(job.company)邀请您应聘。对方目前不知道您是谁；接受后才会看到您的姓名和手机号。", "\(job.company) invites you. They do not know who you are unless you accept."), link: Receipt(.pursuit, id.rawValue))
            return Receipt(.pursuit, id.rawValue)
        }
    }
}

/// A station's broker recommends somebody for a job 推荐, who has to accept before the employer learns who it is.
///
/// Effects: the pursuit, which the station sees; a message to the talent; an audit record. The words are the same whether the number is registered or not.
public struct RecommendPerson: Codable, Sendable {
    /// Somebody whom the broker knows; or `talent`.
    public let phone: String?
    /// The code on the job's page of talents; good for that job alone.
    public let talent: String?
    public let station: ID<Station>
    public let note: String?

    public init(phone: String? = nil, talent: String? = nil, station: ID<Station>, note: String? = nil) {
        self.phone = phone
        self.talent = talent
        self.station = station
        self.note = note
    }

    static let unknown = Refusal(.invalid, "cannot_recommend", Words("暂时不能推荐这个手机号", "This number cannot be recommended now"),
        next: Words("请本人先在本站注册为人才用户，再由驿站推荐", "The person registers here first"), fields: [.init("phone", Words("不能推荐", "It cannot be recommended"))])

    public func callAsFunction(_ house: House, for job: ID<Job>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let code = (talent ?? "").trimmed, phone = (self.phone ?? "").trimmed
        guard !code.isEmpty || Phone.isMobile(phone) else { throw Refusal.invalid([.init("phone", PhoneCodes.phoneWords)]) }
        let note = try PursuitRules.note(note, "note")
        return try await house.perform(by: actor, once: once) { act in
            let host = try act.mustBroker(station)
            let job = try act.openJob(job, where: code.isEmpty ? "1 = 1" : FindingRules.mayFind(actor))
            let account = try code.isEmpty ? person(act, phone) : act.person(behind: code, at: job.id)
            let id = try act.begin(NewPursuit(job: job, account: account, by: .station, station: station, note: note))
            try act.tell(account, Words("驿站为您推荐岗位：\(job.terms.title)", "A station recommends a job: \(job.terms.title)"),
                Words("\(host)为您推荐了\(job.company)的岗位。接受后，单位才会看到您的姓名和手机号，驿站可陪同办理。", "\(host) recommends a job at \(job.company). The employer learns who you are once you accept; the station can accompany you."),
                link: Receipt(.pursuit, id.rawValue))
            return Receipt(.pursuit, id.rawValue)
        }
    }

    /// Who has the number, locked.
    private func person(_ act: Act, _ phone: String) throws -> ID<Account> {
        let indexes = try act.house.secrets.blindIndexes(Phone.normalised(phone), table: "accounts", column: "phone")
        let registered: SQL = "SELECT t.account_id FROM talents t JOIN accounts a ON a.id = t.account_id WHERE a.phone_index IN (\(list: indexes)) AND t.closed_at IS NULL AND a.disabled_at IS NULL"
        guard let account: ID<Account> = try act.tx.value(registered), account != act.actor.account else { throw Self.unknown }
        try act.lock(account)
        // Closed in the moment before: nobody is recommended any more.
        guard let still: ID<Account> = try act.tx.value(registered), still == account else { throw Self.unknown }
        return account
    }
}

/// The talent takes up an invitation or a recommendation.
///
/// Effects: the employer sees name, number and the chosen documents; the reply sealed; messages; an audit record.
public struct AcceptPursuit: Codable, Sendable {
    public let reply: String?
    public let proofs: [ID<Proof>]?
    public let consent: Bool?

    public init(reply: String? = nil, proofs: [ID<Proof>]? = nil, consent: Bool?) {
        self.reply = reply
        self.proofs = proofs
        self.consent = consent
    }

    public func callAsFunction(_ house: House, _ id: ID<Pursuit>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard consent == true else { throw Refusal.invalid([.init("consent", PursuitRules.consentWords)]) }
        let reply = try PursuitRules.note(reply, "reply")
        return try await house.perform(by: actor, once: once) { act in
            let account = try act.talent(), pursuit = try act.loadPursuit(id, as: .talent)
            try act.mustHire(pursuit.organisation, pursuit.programme)
            let sealed = try reply.map { try house.secrets.seal(text: $0, table: "pursuits", column: "reply", row: id.rawValue) }
            try act.step(pursuit, .accept, by: .talent, also: ", named_at = \(act.now), reply = \(sealed)")
            try act.show(proofs ?? [], of: account, in: id)
            try act.tell(pursuit, but: .talent, Words("人才接受了邀请或推荐", "A talent accepted"), Words("现在可以看到对方的姓名和手机号，请安排面试。", "You can see name and number now; please arrange an interview."))
            return Receipt(.pursuit, id.rawValue)
        }
    }
}

/// A job that somebody can pursue here.
struct PursuableJob {
    let id: ID<Job>
    let programme: String
    let organisation: ID<Organisation>
    let company: String
    let terms: JobTerms
}

struct NewPursuit {
    let job: PursuableJob
    let account: ID<Account>
    let by: PursuitSide
    var station: ID<Station>?
    let note: String?
}

extension Act {
    /// The job, locked, if somebody can pursue it.
    /// - Throws: `notFound` for a draft or where `condition` does not hold, a conflict for a job that has ended or that is pursued elsewhere.
    func openJob(_ id: ID<Job>, where condition: SQL = "1 = 1") throws -> PursuableJob {
        let job = try loadJob(id, where: "j.state <> 'draft' AND \(condition)")
        guard job.state == .open, job.terms.validUntil.map({ $0 >= today }) ?? true else {
            throw Refusal(.conflict, "job_closed", Words("这个岗位已经结束招聘", "This job is closed"), next: Words("可查看其他岗位", "See other jobs"))
        }
        guard let organisation = job.organisation else {
            throw Refusal(.conflict, "job_elsewhere", Words("这个岗位来自外部，用人单位未入驻，暂不能在本站投递", "This posting comes from elsewhere; its employer has no account here"),
                next: Words("可联系驿站代为对接", "A station can make contact for you"))
        }
        try mustHire(organisation, job.programme)
        return PursuableJob(id: id, programme: job.programme, organisation: organisation, company: job.company, terms: job.terms)
    }

    /// The row of a new pursuit. The talent's account is locked.
    /// - Throws: a conflict while a pursuit of the same job goes on, `forbidden` for the employer's own people.
    func begin(_ new: NewPursuit) throws -> ID<Pursuit> {
        guard try tx.row("SELECT account_id FROM members WHERE organisation_id = \(new.job.organisation) AND account_id = \(new.account)") == nil else {
            throw Refusal(.forbidden, "own_job", Words("单位的经办人不能应聘本单位的岗位", "Who acts for an organisation does not apply for its jobs"))
        }
        let id = try newID(Pursuit.self)
        let state: PursuitState = switch new.by {
        case .talent, .system: .inTouch
        case .employer: .invited
        case .station: .recommended
        }
        let named: Instant? = new.by == .talent ? now : nil
        let made = try tx.rows("""
            INSERT INTO pursuits (id, programme_id, job_id, account_id, organisation_id, station_id, begun_by, state, note, named_at, created_at, changed_at)
            VALUES (\(id), \(new.job.programme), \(new.job.id), \(new.account), \(new.job.organisation), \(new.station), \(new.by), \(state),
                \(try new.note.map { try house.secrets.seal(text: $0, table: "pursuits", column: "note", row: id.rawValue) }), \(named), \(now), \(now))
            ON CONFLICT DO NOTHING RETURNING id
            """)
        guard !made.isEmpty else {
            throw Refusal(.conflict, "pursued_already", Words("这个岗位已有正在进行的投递、邀请或推荐", "This job is being pursued already"), next: Words("请在“求职进展”中继续办理", "Go on with it under “My applications for jobs”"))
        }
        audit("pursuit", id.rawValue, "pursuit_begun", to: state.rawValue, detail: ["side": new.by.rawValue, "job": new.job.id.rawValue], isFirst: true)
        return id
    }

    /// The employer may look at documents of the talent's wallet from now on.
    /// - Throws: `invalid` for one that is not theirs.
    func show(_ proofs: [ID<Proof>], of account: ID<Account>, in pursuit: ID<Pursuit>) throws {
        let wanted = Set(proofs).sorted()
        guard wanted.count <= AddProof.most else { throw Refusal.invalid([.init("proofs", Words("材料太多", "Too many documents"))]) }
        let own = Set(try tx.rows("SELECT id FROM proofs WHERE account_id = \(account) AND removed_at IS NULL AND id IN (\(list: wanted))").map { try $0("id") as ID<Proof> })
        guard own.count == wanted.count else { throw Refusal.invalid([.init("proofs", Words("请选择自己的材料", "Choose documents of your own"))]) }
        for proof in wanted {
            try tx.run("INSERT INTO pursuit_proofs (pursuit_id, proof_id, granted_at) VALUES (\(pursuit), \(proof), \(now)) ON CONFLICT DO NOTHING")
            audit("account", account.rawValue, "proof_allowed", detail: ["proof": proof.rawValue, "purpose": "pursuit", "subject": pursuit.rawValue])
        }
    }

    /// Who stands behind a code of a job's list, locked.
    /// - Throws: `no_such_card`, also for somebody who took the consent back in the moment before.
    func person(behind code: String, at job: ID<Job>) throws -> ID<Account> {
        let gone = Refusal(.invalid, "no_such_card", Words("这位人才已不公开求职，或编号有误", "This person is not to be found any more, or the code is wrong"), fields: [.init("talent", Words("编号无效", "There is no such code"))])
        guard let account = try house.talent(behind: code, of: job, tx) else { throw gone }
        try lock(account)
        guard try house.talent(behind: code, of: job, tx) == account else { throw gone }
        return account
    }

    /// That the actor works for a station whose plaque is valid. - Returns: its name.
    func mustBroker(_ station: ID<Station>) throws -> String {
        guard let row = try tx.row("""
            SELECT s.name AS name, p.state AS state FROM stations s JOIN plaques p ON p.station_id = s.id WHERE s.id = \(station) AND s.organisation_id IN (\(list: actor.organisations.sorted()))
            """) else { throw Refusal.notFound }
        guard try row("state") as String == "valid" else { throw Refusal(.forbidden, "plaque_not_valid", Words("驿站牌匾未在有效状态，暂不能办理", "The station's plaque is not valid at present")) }
        return try row("name")
    }
}
