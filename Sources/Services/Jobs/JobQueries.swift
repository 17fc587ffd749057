import Domain
import SQL

enum JobReader {
    /// Whether anybody may see a job: open, not past its last day, its employer not barred. Over `j`.
    static func isShown(today: Day) -> SQL {
        "(j.state = 'open' AND (j.valid_until IS NULL OR j.valid_until >= \(today)) AND NOT \(EmployerStanding.isBarred("j.organisation_id", "j.programme_id", today: today)))"
    }

    static func isOwn(_ actor: Actor) -> SQL { "j.organisation_id IN (\(list: actor.organisations.sorted()))" }

    /// - Parameter row: columns of `StoredJob`, with `standing` and `station_name`.
    static func view(_ row: Row, _ rules: JobRules?) throws -> JobView {
        let job = try StoredJob(row), terms = job.terms
        let standing: String? = job.organisation == nil ? nil : try row("standing")
        return JobView(
            id: job.id, title: terms.title, company: job.company, organisation: job.organisation, standing: standing.flatMap(StandingKind.init), state: job.state, kind: terms.kind,
            occupation: terms.occupation.map { code in
                let found = Occupation.of(code.text)
                return JobView.CodeName(code: found?.written ?? code.text, name: Words(same(found?.name ?? code.text)))
            },
            industry: terms.industry.map { code in JobView.CodeName(code: code.text, name: Industry.of(code.text)?.name ?? Words(same(code.text))) },
            division: terms.division.map { code in JobView.CodeName(code: code.text, name: Words(same(Division.of(code.text)?.fullName ?? code.text))) },
            address: terms.address, latitude: terms.point?.latitude, longitude: terms.point?.longitude, pay: pay(terms.pay), degree: terms.degree, yearsFrom: terms.years?.from, yearsTo: terms.years?.to,
            skills: terms.skills, wanted: terms.wanted, description: terms.description, musts: JobTerms.Must.allCases.filter(terms.musts.contains), validUntil: terms.validUntil,
            shortage: rules?.shortage(of: terms)?.name, source: job.source, station: job.station, stationName: try row("station_name"), openedAt: job.openedAt, changedAt: job.changedAt)
    }

    static func pay(_ pay: Pay?) -> JobView.PayView? { pay.map { JobView.PayView(from: $0.from, to: $0.to, per: $0.per, months: $0.months) } }

    private static func same(_ text: String) -> (String, String) { (text, text) }

    static func hiringRow(_ row: Row, _ rules: JobRules) throws -> HiringView.Row {
        let job = try StoredJob(row)
        let place = job.terms.division.flatMap { Division.of($0.text) }
        return HiringView.Row(
            id: job.id, title: job.terms.title, company: job.company, state: job.state, division: place.map { Words($0.fullName, $0.fullName) }, pay: pay(job.terms.pay), wanted: job.terms.wanted,
            validUntil: job.terms.validUntil, shortage: rules.shortage(of: job.terms)?.name, changedAt: job.changedAt)
    }

    static func employers(_ tx: any Transaction, _ ids: [ID<Organisation>], _ programme: Programme, today: Day) throws -> [HiringView.Employer] {
        try tx.rows("""
            SELECT o.id AS id, o.name AS name, \(EmployerStanding.columns("o.id", programme: programme.id, today: today)) FROM organisations o WHERE o.id IN (\(list: ids)) ORDER BY o.id
            """).map { HiringView.Employer(id: try $0("id"), name: try $0("name"), standing: try EmployerStanding($0).kind, barredUntil: try $0("barred_until")) }
    }
}

extension Words {
    fileprivate init(_ same: (String, String)) { self.init(same.0, same.1) }
}

extension House {
    /// One job, as the actor may see it: what is open everybody sees; its employer and the offices that supervise also see what is not.
    public func job(_ id: ID<Job>, for actor: Actor) async throws -> JobDetail {
        let (programme, rules) = try jobProgramme()
        let house = self, supervises = EmployerRules.supervises(actor, programme)
        var detail = try await read { tx, now in
            let today = Zone.china.day(of: now)
            guard let row = try tx.row("""
                SELECT \(StoredJob.columns), \(EmployerStanding.kind(of: "j.organisation_id", programme: programme.id, today: today)) AS standing, s.name AS station_name,
                    \(JobReader.isShown(today: today)) AS shown
                FROM jobs j LEFT JOIN stations s ON s.id = j.station_id
                WHERE j.id = \(id) AND (\(JobReader.isShown(today: today)) OR \(JobReader.isOwn(actor)) OR (\(supervises) AND j.state <> 'draft'))
                """) else { throw Refusal.notFound }
            let view = try JobReader.view(row, house.library.programme(try row("programme_id")).jobs ?? rules)
            let isShown: Bool = try row("shown"), isOwn = view.organisation.map(actor.organisations.contains) ?? false
            var own: JobDetail.Own?
            if isOwn, let organisation = view.organisation {
                let standing = try EmployerStanding.of(organisation, programme: programme.id, tx, today: today)
                let mayOpen = view.state.after(.open) != nil
                own = JobDetail.Own(
                    mayChange: view.state != .removed, mayOpen: mayOpen && standing.mayHire, mayClose: view.state.after(.close) != nil,
                    refusal: mayOpen && !standing.mayHire ? JobReader.refusal(standing).words : nil, furthest: today.adding(rules.longestDays))
            }
            let isReported = try tx.row("SELECT id FROM job_reports WHERE job_id = \(id) AND account_id = \(actor.account) AND ended_at IS NULL") != nil
            let mayRemove = supervises && !isOwn && view.state.after(.remove) != nil && view.state != .draft
            return JobDetail(
                job: view, own: own, mayRemove: mayRemove,
                scruples: mayRemove ? JobScruples.findings(in: ([view.title, view.description] + view.skills).joined(separator: "\n")).map(\.words) : [], mayReport: isShown && !isOwn && !isReported, isReported: isReported,
                removedBecause: view.state == .removed ? try JobReader.reason(tx, house, id) : nil,
                mayApply: isShown && !isOwn && view.organisation != nil,
                pursuit: actor.account == nil ? nil : try tx.value("SELECT id FROM pursuits WHERE job_id = \(id) AND account_id = \(actor.account) AND ended_at IS NULL"))
        }
        detail.fit = try await fit(of: id, for: actor)
        return detail
    }

    /// The jobs of the organisations that the actor acts for, the last changed first.
    public func hiring(for actor: Actor, state: JobState? = nil, after: ID<Job>? = nil, pageSize: Int = 50) async throws -> HiringView {
        let (programme, rules) = try jobProgramme()
        let organisations = actor.organisations.sorted()
        guard !organisations.isEmpty else { throw MemberRules.notAMember }
        return try await read { tx, now in
            let own: SQL = "\(JobReader.isOwn(actor)) AND j.programme_id = \(programme.id)"
            var counts: [String: Int] = [:]
            for row in try tx.rows("SELECT j.state AS state, COUNT(*) AS n FROM jobs j WHERE \(own) GROUP BY j.state") { counts[try row("state")] = try row("n") }
            var page = own
            if let state { page += " AND j.state = \(state)" }
            if let after, let last = try tx.row("SELECT j.created_at AS at FROM jobs j WHERE j.id = \(after) AND \(own)") {
                let at: Instant = try last("at")
                page += " AND (j.created_at < \(at) OR (j.created_at = \(at) AND j.id < \(after)))"
            }
            let rows = try tx.rows("SELECT \(StoredJob.columns) FROM jobs j WHERE \(page) ORDER BY j.created_at DESC, j.id DESC LIMIT \(pageSize + 1)")
            let jobs = try rows.prefix(pageSize).map { try JobReader.hiringRow($0, rules) }
            return HiringView(
                organisations: try JobReader.employers(tx, organisations, programme, today: Zone.china.day(of: now)), state: state, jobs: jobs, drafts: counts["draft"] ?? 0, open: counts["open"] ?? 0,
                closed: counts["closed"] ?? 0, removed: counts["removed"] ?? 0, next: rows.count > pageSize ? jobs.last?.id.rawValue : nil)
        }
    }

    /// The form of a new job, or of one that is there.
    public func jobForm(_ id: ID<Job>? = nil, for actor: Actor) async throws -> JobFormView {
        let (programme, rules) = try jobProgramme()
        let organisations = actor.organisations.sorted()
        guard !organisations.isEmpty else { throw MemberRules.notAMember }
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            var job: StoredJob?
            if let id {
                guard let row = try tx.row("SELECT \(StoredJob.columns) FROM jobs j WHERE j.id = \(id) AND \(JobReader.isOwn(actor)) AND j.state <> 'removed'") else { throw Refusal.notFound }
                job = try StoredJob(row)
            }
            return JobFormView(
                job: id, state: job?.state, title: job?.terms.title ?? "", organisations: try JobReader.employers(tx, organisations, programme, today: today),
                values: job.map { JobReader.values($0) } ?? [("kind", JobKind.fullTime.rawValue), ("payPer", Pay.Period.month.rawValue), ("validUntil", today.adding(min(30, rules.longestDays)).description)].map(JobFormView.Value.init),
                longestDays: rules.longestDays, furthest: today.adding(rules.longestDays))
        }
    }
}

extension JobFormView.Value {
    init(_ pair: (String, String)) { self.init(name: pair.0, value: pair.1) }
}

extension JobReader {
    static func refusal(_ standing: EmployerStanding) -> Refusal {
        switch standing {
        case .barred: EmployerRules.barred
        case .unknown, .vouched, .verified: JobFlow.nobodyStandsBehind
        }
    }

    /// Why a job was taken away.
    fileprivate static func reason(_ tx: any Transaction, _ house: House, _ id: ID<Job>) throws -> String? {
        guard let row = try tx.row("""
            SELECT x.id AS id, x.body AS body FROM audit_records r JOIN reasons x ON x.id = r.reason WHERE r.kind = 'job' AND r.subject = \(id) AND r.verb = 'job_removed' ORDER BY r.number DESC LIMIT 1
            """) else { return nil }
        return try house.secrets.text(try row("body"), table: "reasons", column: "body", row: try row("id"))
    }

    /// What the fields of the form hold for a job that is there.
    fileprivate static func values(_ job: StoredJob) -> [JobFormView.Value] {
        let terms = job.terms
        func yuan(_ fen: Fen?) -> String? { fen.map { $0.amount % 100 == 0 ? String($0.amount / 100) : "\($0.amount / 100).\($0.amount % 100 < 10 ? "0" : "")\($0.amount % 100)" } }
        let pairs: [(String, String?)] = [
            ("title", terms.title), ("occupation", terms.occupation.flatMap { Occupation.of($0.text) }.map { "\($0.written) \($0.name)" }), ("industry", terms.industry?.text), ("kind", terms.kind.rawValue),
            ("division", terms.division.flatMap { Division.of($0.text) }?.fullName), ("address", terms.address), ("latitude", terms.point.map { String($0.latitude) }), ("longitude", terms.point.map { String($0.longitude) }),
            ("negotiable", terms.pay == nil && job.openedAt != nil ? "true" : nil), ("payFrom", yuan(terms.pay?.from)), ("payTo", yuan(terms.pay?.to)), ("payPer", (terms.pay?.per ?? .month).rawValue),
            ("payMonths", terms.pay?.months.map(String.init)), ("degree", terms.degree?.rawValue), ("yearsFrom", terms.years.map { String($0.from) }), ("yearsTo", terms.years?.to.map(String.init)),
            ("skills", terms.skills.joined(separator: "，")), ("wanted", terms.wanted.map(String.init)), ("description", terms.description), ("validUntil", terms.validUntil?.description),
        ]
        return pairs.compactMap { name, value in value.map { JobFormView.Value(name: name, value: $0) } } + JobTerms.Must.allCases.filter(terms.musts.contains).map { JobFormView.Value(name: "musts", value: $0.rawValue) }
    }
}
