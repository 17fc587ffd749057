import Domain
import SQL

extension FairReader {
    /// Summaries of fairs.
    /// - Parameter condition: over `f`, with order and limit.
    static func summaries(_ tx: any Transaction, _ house: House, _ condition: SQL) throws -> [FairSummary] {
        try tx.rows("""
            SELECT \(StoredFair.columns), s.name AS station_name, (SELECT COUNT(*) FROM fair_employers e WHERE e.fair_id = f.id AND e.answer = 'accepted') AS employers,
                (SELECT COUNT(*) FROM fair_jobs b JOIN fair_employers e ON e.id = b.employer_id WHERE e.fair_id = f.id AND e.answer = 'accepted') AS jobs,
                (SELECT COUNT(*) FROM fair_talents t WHERE t.fair_id = f.id AND t.left_at IS NULL) AS talents
            FROM fairs f LEFT JOIN stations s ON s.id = f.station_id WHERE \(condition)
            """).map { row in
            let fair = try StoredFair(row), station: String? = try row("station_name"), talents: Int = try row("talents")
            let office = fair.office.flatMap { id in (try? house.library.programme(fair.programme))?.office(id)?.name }
            return FairSummary(
                id: fair.id, title: fair.title, place: fair.place, organiser: station.map { Words($0, $0) } ?? office ?? Words("", ""), begins: fair.slots.begins, ends: fair.slots.end,
                closes: fair.closesAt, state: fair.state, employers: try row("employers"), jobs: try row("jobs"), free: max(fair.places - talents, 0))
        }
    }

    /// - Throws: `Refusal.notFound`.
    static func load(_ tx: any Transaction, _ house: House, _ id: ID<Fair>, where condition: SQL) throws -> (fair: StoredFair, summary: FairSummary) {
        guard let row = try tx.row("SELECT \(StoredFair.columns) FROM fairs f WHERE f.id = \(id) AND \(condition)"),
              let summary = try summaries(tx, house, "f.id = \(id)").first else { throw Refusal.notFound }
        return (try StoredFair(row), summary)
    }

    static func slots(of fair: StoredFair) -> [FairSlotView] { (0..<fair.slots.count).map { slot($0, fair) } }
    private static func slot(_ slot: Int, _ fair: StoredFair) -> FairSlotView { FairSlotView(number: slot + 1, begins: fair.slots.begin(slot), ends: fair.slots.end(slot)) }

    /// - Parameter condition: over `e`.
    static func employers(_ tx: any Transaction, _ id: ID<Fair>, _ condition: SQL) throws -> [FairEmployerView] {
        var jobs: [ID<FairEmployer>: [FairJobView]] = [:]
        for row in try tx.rows("""
            SELECT b.employer_id AS employer_id, j.id AS id, j.title AS title FROM fair_jobs b JOIN fair_employers e ON e.id = b.employer_id JOIN jobs j ON j.id = b.job_id
            WHERE e.fair_id = \(id) AND \(condition) ORDER BY j.title, j.id
            """) { jobs[try row("employer_id"), default: []].append(FairJobView(id: try row("id"), title: try row("title"))) }
        return try tx.rows("""
            SELECT e.id AS id, e.organisation_id AS organisation_id, o.name AS name, e.answer AS answer, e.tables AS tables, e.absent AS absent
            FROM fair_employers e JOIN organisations o ON o.id = e.organisation_id WHERE e.fair_id = \(id) AND \(condition) ORDER BY o.name, e.id
            """).map { row in
            let employer: ID<FairEmployer> = try row("id")
            return FairEmployerView(
                id: employer, organisation: try row("organisation_id"), name: try row("name"), answer: try row("answer"), tables: try row("tables"),
                absent: try slots(try row("absent")).map { $0 + 1 }.sorted(), jobs: jobs[employer] ?? [])
        }
    }

    /// Meetings, in the order of slots, employers and tables.
    /// - Parameters:
    ///   - condition: whose, over `m`.
    ///   - named: with the talents' names.
    static func meetings(_ tx: any Transaction, _ house: House, _ fair: StoredFair, _ condition: SQL, named: Bool) throws -> [FairMeetingView] {
        let secrets = house.secrets
        return try tx.rows("""
            SELECT m.id AS id, m.employer_id AS employer_id, o.name AS company, m.slot AS slot, m.desk AS desk, m.job_id AS job_id, j.title AS job_title, m.weight AS weight,
                m.reasons AS reasons, m.state AS state, t.account_id AS account_id, p.name AS talent_name, t.place AS place
            FROM fair_meetings m JOIN fair_employers e ON e.id = m.employer_id JOIN organisations o ON o.id = e.organisation_id JOIN fair_talents t ON t.id = m.talent_id
                JOIN talents p ON p.account_id = t.account_id LEFT JOIN jobs j ON j.id = m.job_id
            WHERE m.fair_id = \(fair.id) AND \(condition) ORDER BY m.slot, o.name, m.employer_id, m.desk, m.id
            """).map { row in
            let id: ID<FairMeeting> = try row("id"), account: ID<Account> = try row("account_id"), sealed: [UInt8]? = try row("talent_name"), place: Int = try row("place")
            let name = named ? try sealed.map { try secrets.text($0, table: "talents", column: "name", row: account.rawValue) } ?? "" : ""
            let job: ID<Job>? = try row("job_id"), title: String? = try row("job_title")
            return FairMeetingView(
                id: id, employer: try row("employer_id"), company: try row("company"), talent: named && name.isEmpty ? "№ \(place)" : name, slot: slot(try row("slot"), fair), desk: try row("desk"),
                job: job.map { FairJobView(id: $0, title: title ?? "") }, weight: try row("weight"),
                reasons: try Stored.read(try secrets.text(try row("reasons"), table: "fair_meetings", column: "reasons", row: id.rawValue)), state: try row("state"))
        }
    }

    static func signUp(_ tx: any Transaction, _ house: House, _ fair: StoredFair, _ account: ID<Account>) throws -> OwnSignUp? {
        guard let row = try tx.row("SELECT id, place, most, absent, wishes FROM fair_talents WHERE fair_id = \(fair.id) AND account_id = \(account) AND left_at IS NULL") else { return nil }
        let id: ID<FairTalent> = try row("id")
        let wishes: SignUpForFair.Wishes = try Stored.read(try house.secrets.text(try row("wishes"), table: "fair_talents", column: "wishes", row: id.rawValue))
        return OwnSignUp(
            place: try row("place"), most: try row("most"), absent: try slots(try row("absent")).map { $0 + 1 }.sorted(), wishes: wishes.text,
            meetings: try meetings(tx, house, fair, "m.talent_id = \(id)", named: false))
    }

    /// Open jobs that the actor's organisations could bring.
    static func ownJobs(_ tx: any Transaction, _ fair: StoredFair, _ organisations: [ID<Organisation>]) throws -> [FairJobView] {
        try tx.rows("""
            SELECT id, title FROM jobs WHERE organisation_id IN (\(list: organisations)) AND programme_id = \(fair.programme) AND state = 'open' ORDER BY title, id LIMIT 200
            """).map { FairJobView(id: try $0("id"), title: try $0("title")) }
    }

    /// Stations with a plaque for which the actor works.
    static func stations(_ tx: any Transaction, _ actor: Actor) throws -> [FairStation] {
        try tx.rows("""
            SELECT DISTINCT s.id AS id, s.name AS name FROM stations s JOIN plaques p ON p.station_id = s.id
            WHERE s.organisation_id IN (\(list: actor.organisations.sorted())) AND p.state = 'valid' ORDER BY s.name, s.id
            """).map { FairStation(id: try $0("id"), name: try $0("name")) }
    }

    /// Employers of the programme that may be invited.
    static func candidates(_ tx: any Transaction, _ fair: StoredFair, today: Day) throws -> [FairCandidate] {
        try tx.rows("""
            SELECT o.id AS id, o.name AS name, COUNT(*) AS jobs FROM jobs j JOIN organisations o ON o.id = j.organisation_id
            WHERE j.programme_id = \(fair.programme) AND j.state = 'open' AND \(EmployerStanding.kind(of: "o.id", programme: fair.programme, today: today)) IN ('vouched', 'verified') AND NOT EXISTS (SELECT 1 FROM fair_employers e WHERE e.fair_id = \(fair.id) AND e.organisation_id = o.id)
            GROUP BY o.id, o.name ORDER BY o.name, o.id LIMIT 500
            """).map { row in
            FairCandidate(id: try row("id"), name: try row("name"), jobs: try row("jobs"))
        }
    }
}

extension House {
    /// Fairs that the actor may see: the next ones first.
    /// - Parameter after: how many come before.
    public func fairs(for actor: Actor, after: Int = 0, pageSize: Int = 30) async throws -> FairList {
        let house = self, from = max(after, 0)
        return try await read { tx, now in
            let visible = FairReader.visible(to: actor)
            let fairs = try FairReader.summaries(tx, house, """
                \(visible) ORDER BY CASE WHEN f.state IN ('draft', 'open', 'closed', 'scheduled') THEN 0 ELSE 1 END,
                    CASE WHEN f.state IN ('draft', 'open', 'closed', 'scheduled') THEN f.begins_at ELSE -f.begins_at END, f.id LIMIT \(pageSize + 1) OFFSET \(from)
                """)
            let stations = try FairReader.stations(tx, actor)
            return FairList(
                fairs: Array(fairs.prefix(pageSize)), total: try tx.value("SELECT COUNT(*) FROM fairs f WHERE \(visible)") ?? 0, stations: stations,
                mayPlan: !stations.isEmpty || !actor.posts.isEmpty, next: fairs.count > pageSize ? from + pageSize : nil)
        }
    }

    /// One fair, as the actor may see it.
    /// - Throws: `Refusal.notFound`.
    public func fair(_ id: ID<Fair>, for actor: Actor) async throws -> FairView {
        let house = self
        return try await read { tx, now in
            let (fair, summary) = try FairReader.load(tx, house, id, where: FairReader.visible(to: actor))
            let organisations = actor.organisations.sorted()
            var reason: String?
            if fair.state == .cancelled, let row = try tx.row("SELECT x.id AS id, x.body AS body FROM fairs f JOIN reasons x ON x.id = f.reason_id WHERE f.id = \(id)") {
                let reasonID: String = try row("id")
                reason = try house.secrets.text(try row("body"), table: "reasons", column: "body", row: reasonID)
            }
            let own = try FairReader.employers(tx, id, "e.organisation_id IN (\(list: organisations))")
            var isTalent = false, agrees = false
            if let account = actor.account {
                isTalent = try tx.row("SELECT account_id FROM talents WHERE account_id = \(account) AND closed_at IS NULL") != nil
                agrees = try tx.value("SELECT \(ConsentRules.open(.matching, of: account))") as String? != nil
            }
            return FairView(
                summary: summary, slots: FairReader.slots(of: fair), tablesMost: fair.tablesMost, places: fair.places, reason: reason,
                employers: try FairReader.employers(tx, id, "e.answer = 'accepted'"), own: own, ownJobs: own.isEmpty ? [] : try FairReader.ownJobs(tx, fair, own.map(\.organisation)),
                signUp: try actor.account.flatMap { try FairReader.signUp(tx, house, fair, $0) }, isTalent: isTalent, agreesToMatching: agrees,
                isOrganiser: try tx.row("SELECT f.id FROM fairs f WHERE f.id = \(id) AND \(FairReader.organised(by: actor))") != nil,
                mayAnswer: FairState.gathering.contains(fair.state) && now < fair.closesAt)
        }
    }

    /// The whole schedule, for the organiser.
    /// - Throws: `Refusal.notFound`.
    public func fairSchedule(_ id: ID<Fair>, for actor: Actor) async throws -> FairScheduleView {
        let house = self
        return try await read { tx, now in
            let (fair, summary) = try FairReader.load(tx, house, id, where: FairReader.organised(by: actor))
            let employers = try FairReader.employers(tx, id, "1 = 1")
            let talents: Int = try tx.value("SELECT COUNT(*) FROM fair_talents WHERE fair_id = \(id) AND left_at IS NULL") ?? 0
            let unmet: Int = try tx.value("""
                SELECT COUNT(*) FROM fair_talents t WHERE t.fair_id = \(id) AND t.left_at IS NULL
                    AND NOT EXISTS (SELECT 1 FROM fair_meetings m WHERE m.talent_id = t.id AND m.state <> 'cancelled')
                """) ?? 0
            return FairScheduleView(
                summary: summary, slots: FairReader.slots(of: fair), employers: employers,
                meetings: try FairReader.meetings(tx, house, fair, "m.state <> 'cancelled'", named: true),
                candidates: FairState.gathering.contains(fair.state) ? try FairReader.candidates(tx, fair, today: Zone.china.day(of: now)) : [], talents: talents, unmet: unmet,
                seats: employers.filter { $0.answer == .accepted }.reduce(0) { $0 + $1.tables * (fair.slots.count - $1.absent.count) }, total: fair.total, bound: fair.bound, scheduledAt: fair.scheduledAt)
        }
    }

    /// An employer's timetable, for its own people and the fair's organiser.
    /// - Throws: `Refusal.notFound`.
    public func fairTimetable(_ id: ID<FairEmployer>, for actor: Actor) async throws -> FairEmployerTimetable {
        let house = self
        return try await read { tx, now in
            guard let row = try tx.row("""
                SELECT e.fair_id AS fair_id, e.organisation_id AS organisation_id FROM fair_employers e JOIN fairs f ON f.id = e.fair_id
                WHERE e.id = \(id) AND (e.organisation_id IN (\(list: actor.organisations.sorted())) OR \(FairReader.organised(by: actor)))
                """) else { throw Refusal.notFound }
            let fairID: ID<Fair> = try row("fair_id"), organisation: ID<Organisation> = try row("organisation_id")
            let (fair, summary) = try FairReader.load(tx, house, fairID, where: "1 = 1")
            guard let employer = try FairReader.employers(tx, fairID, "e.id = \(id)").first else { throw Refusal.notFound }
            return FairEmployerTimetable(
                summary: summary, slots: FairReader.slots(of: fair), employer: employer, meetings: try FairReader.meetings(tx, house, fair, "m.employer_id = \(id)", named: true),
                mayLeave: actor.organisations.contains(organisation) && employer.answer == .accepted && [.draft, .open, .closed, .scheduled].contains(fair.state), now: now)
        }
    }
}
