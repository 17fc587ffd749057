import Domain
import Matching
import SQL

/// Whose jobs people may be found for: the job's employer, or the station that stands behind it.
enum FindingRules {
    /// Over `j`: who acts for the employer of the job, or for the host of its station while the plaque is valid.
    static func mayFind(_ actor: Actor) -> SQL {
        let own = actor.organisations.sorted()
        return """
            (j.organisation_id IN (\(list: own)) OR j.station_id IN (
                SELECT s.id FROM stations s JOIN plaques p ON p.station_id = s.id WHERE s.organisation_id IN (\(list: own)) AND p.state = 'valid'))
            """
    }

    /// Whom the list of a job may show: who agrees to be found, is not of the employer's own people, and is not in touch with it about this job already, by
    /// name: else a code would tell who somebody is.
    static func shown(_ accounts: [ID<Account>], at job: ID<Job>, _ tx: any Transaction) throws -> [ID<Account>] {
        let agreed = Set(try BoardReader.chunks(accounts.map(\.rawValue)) { try BoardReader.findable(tx, $0) })
        let known = Set(try tx.rows("""
            SELECT m.account_id AS account_id FROM members m JOIN jobs j ON j.organisation_id = m.organisation_id WHERE j.id = \(job)
            UNION SELECT p.account_id FROM pursuits p WHERE p.job_id = \(job) AND p.ended_at IS NULL
            """).map { try $0("account_id") as ID<Account> })
        return accounts.filter { agreed.contains($0) && !known.contains($0) }
    }

    static let notOpen = Refusal(.conflict, "job_not_open", Words("这个岗位现在不公开招聘", "This job is not open"), next: Words("请先发布岗位", "Open the job first"))

    static let unknownEmployer = Refusal(.conflict, "employer_not_vouched", Words("用人单位尚未经驿站担保或部门核实，不能查看和邀请人才", "Nobody vouches for this employer yet, so it can neither see nor invite people"),
        next: Words("请联系驿站或所在区市办理", "Ask a station or your district to vouch for you"))

    /// An employer needs somebody who vouches for it; a station finds people also for postings whose employer has no account.
    static func check(_ job: StoredJob, _ actor: Actor, _ tx: any Transaction, today: Day) throws {
        guard try BoardReader.some(tx, [job.id.rawValue], today: today).first != nil else { throw notOpen }
        guard let employer = job.organisation, actor.organisations.contains(employer) else { return }
        guard try EmployerStanding.of(employer, programme: job.programme, tx, today: today).mayHire else { throw unknownEmployer }
    }
}

/// The code under which an employer sees somebody at one job: another at each job, so that two employers, or two jobs of one, cannot tell that it
/// is the same person. Keyed, so that nobody can try ids.
enum TalentCode {
    private static let length = 12

    static func of(_ account: ID<Account>, at job: ID<Job>, _ secrets: any Secrets) throws -> String {
        text(try secrets.blindIndex("\(job)/\(account)", table: "jobs", column: "talent"))
    }

    /// The first 60 bits, in Crockford's base 32.
    static func text(_ digest: [UInt8]) -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
        var buffer: UInt32 = 0, held: UInt32 = 0, text: [UInt8] = []
        for byte in digest where text.count < length {
            buffer = (buffer << 8 | UInt32(byte)) & 0xFFFF
            held += 8
            while held >= 5, text.count < length {
                held -= 5
                text.append(alphabet[Int(buffer >> held & 31)])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension House {
    /// Who stands behind a code that was shown at a job: somebody who agrees to be found at present, and whom the list would show.
    /// - Returns: nil for a code of nobody, of another job, and of somebody who took the consent back.
    func talent(behind code: String, of job: ID<Job>, _ tx: any Transaction) throws -> ID<Account>? {
        guard let account: ID<Account> = try tx.value("SELECT account_id FROM talent_cards WHERE job_id = \(job) AND code = \(code.trimmed.uppercased())") else { return nil }
        return try FindingRules.shown([account], at: job, tx).first
    }

    /// The same in a transaction of its own.
    public func talent(behind code: String, of job: ID<Job>) async throws -> ID<Account>? {
        try await database.read { tx in try talent(behind: code, of: job, tx) }
    }
}

/// Somebody of the employer, or of the station behind a job, looks for people who fit it. They see people who agreed to that, without names.
///
/// Effects: an audit record on the job that says how many were listed.
public struct ListTalents: Sendable {
    /// From 1.
    public let page: Int

    public init(page: Int = 1) { self.page = page }

    public func callAsFunction(_ house: House, _ job: ID<Job>, by actor: Actor) async throws -> TalentsForJobView {
        let perPage = House.foundPerPage
        guard (1...MatchFilter.most / perPage).contains(page) else { throw Refusal.invalid([.init("page", Words("没有这一页", "There is no such page"))]) }
        let (view, accounts) = try await house.read { tx, now in try list(tx, house, job, actor, today: Zone.china.day(of: now)) }
        _ = try await house.perform(by: actor, once: nil) { act in
            _ = try act.loadJob(job, where: FindingRules.mayFind(actor))
            for (card, account) in zip(view.talents, accounts) { act.later("INSERT INTO talent_cards (job_id, code, account_id) VALUES (\(job), \(card.code), \(account)) ON CONFLICT DO NOTHING") }
            act.audit("job", job.rawValue, "talents_listed", detail: ["page": String(page), "listed": String(view.talents.count)])
            return Receipt(.job, job.rawValue)
        }
        return view
    }

    private func list(_ tx: any Transaction, _ house: House, _ id: ID<Job>, _ actor: Actor, today: Day) throws -> (view: TalentsForJobView, accounts: [ID<Account>]) {
        guard let row = try tx.row("SELECT \(StoredJob.columns) FROM jobs j WHERE j.id = \(id) AND \(FindingRules.mayFind(actor))") else { throw Refusal.notFound }
        let job = try StoredJob(row)
        try FindingRules.check(job, actor, tx, today: today)
        let posting = PostingOf.job(job, programme: try? house.library.programme(job.programme))
        let ranked = house.board.shelf(job.programme)?.people.match(posting, today: today.number, count: MatchFilter.most) ?? []
        // Who took the consent back a moment ago is not shown, whatever the index still holds.
        let people = try FindingRules.shown(ranked.compactMap { ID<Account>(rawValue: $0.id) }, at: id, tx).filter { $0 != actor.account }
        let inTouch: Int = try tx.value("SELECT COUNT(*) FROM pursuits WHERE job_id = \(id) AND ended_at IS NULL") ?? 0
        let isOwn = job.organisation.map(actor.organisations.contains) ?? false
        let answers = try SeekerOf.answers(tx, house.secrets, people)
        let fitting = try people.compactMap { person in try card(person, answers[person] ?? [:], job, house, today).map { (account: person, card: $0) } }
        let talents = Array(fitting.dropFirst((page - 1) * House.foundPerPage).prefix(House.foundPerPage))
        let view = TalentsForJobView(
            job: job.id, title: job.terms.title, company: job.company, isPreparing: !house.board.isReady, page: page, perPage: House.foundPerPage, total: fitting.count, talents: talents.map(\.card),
            inTouch: inTouch, station: isOwn ? nil : job.station, mayInvite: job.organisation != nil)
        return (view, talents.map(\.account))
    }

    private func card(_ account: ID<Account>, _ known: [String: Profile.Value], _ job: StoredJob, _ house: House, _ today: Day) throws -> FoundTalent? {
        let seeker = SeekerOf.profile(account, known)
        guard let fit = house.explain(seeker, job, today: today), fit.isOfWork else { return nil }
        var pay: Fen?
        if case .fact(.money(let fen))? = known["wanted_pay"] { pay = fen }
        return FoundTalent(
            code: try TalentCode.of(account, at: job.id, house.secrets), occupations: seeker.occupations, skills: seeker.skills,
            education: seeker.degree.flatMap { rank in DegreeDemand.allCases.first { $0.rank == Int(rank) }?.own }, years: seeker.years,
            places: seeker.places.map { FoundPlaces.name($0).zh }, pay: pay, fit: fit)
    }
}
