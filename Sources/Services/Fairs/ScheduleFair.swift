import Domain
import SQL

/// Computes a fair's schedule when sign-up is over, and fills freed places later, while every meeting that is planned stays as it is. By the worker, and at
/// once after whatever changes a schedule; harmless when repeated.
///
/// Slow work first: the schedule is computed outside the transaction, and kept only if nothing that it depends on has changed meanwhile (`revision`).
///
/// Effects: sign-up closes, if its time has come; new meetings with their reasons, sealed; the sum of their weights and its bound; messages to whoever got
/// meetings; audit records on the fair.
struct ScheduleFair {
    func callAsFunction(_ house: House, _ id: ID<Fair>, at: Instant?) async throws {
        // Right after a start the indexes, by which fit is measured, are being prepared: the worker waits for them.
        if !house.board.isReady { try await FollowJobs(house)() }
        guard try await attempt(house, id, at: at) else { throw Unexpected("a fair changed while its schedule was computed") }
    }

    /// The same for a verb that has left the work due already: what does not come to its end now is the worker's.
    /// - Returns: whether there is a schedule of the fair as it is now; false also while the indexes are being prepared.
    func attempt(_ house: House, _ id: ID<Fair>, at: Instant? = nil) async throws -> Bool {
        try await close(house, id, at)
        for _ in 0..<5 {
            let (snapshot, today) = try await house.read { tx, now in (try FairSnapshot.read(tx, house, id, now: at ?? now), Zone.china.day(of: at ?? now)) }
            guard let snapshot else { return true }
            guard house.board.isReady, let shelf = house.board.shelf(snapshot.fair.programme) else { return false }
            let plan = snapshot.plan(FairFit(index: shelf.jobs, programme: try house.library.programme(snapshot.fair.programme), today: today))
            if try await keep(house, snapshot, plan, at) { return true }
        }
        return false
    }

    /// What the schedule's time does to a fair that is open.
    private func close(_ house: House, _ id: ID<Fair>, _ at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let fair = try act.loadFair(id, where: "1 = 1")
            if fair.state == .open, fair.closesAt <= act.now { try act.move(fair, .close, "sign_up_closed") }
            return fair.receipt
        }
    }

    /// - Returns: false where something has changed since the snapshot.
    private func keep(_ house: House, _ snapshot: FairSnapshot, _ plan: FairSnapshot.Plan, _ at: Instant?) async throws -> Bool {
        let id = snapshot.fair.id
        let receipt = try await house.perform(by: .system, once: nil, at: at) { act in
            let fair = try act.loadFair(id, where: "1 = 1")
            guard fair.revision == snapshot.fair.revision, fair.state == snapshot.fair.state else { return Receipt(.fair) }
            for meeting in plan.meetings { try insert(act, fair, meeting) }
            try act.tx.run("""
                UPDATE fairs SET scheduled_revision = \(fair.revision), scheduled_at = \(act.now), fit_total = \(plan.total), fit_bound = \(plan.bound) WHERE id = \(id) AND revision = \(fair.revision)
                """)
            let detail = ["meetings": String(plan.meetings.count), "kept": String(snapshot.kept.count), "total": String(plan.total), "bound": String(plan.bound)]
            if fair.state == .closed {
                try act.move(fair, .schedule, "fair_scheduled")
                act.audit("fair", id.rawValue, "schedule_made", from: FairState.scheduled.rawValue, to: FairState.scheduled.rawValue, detail: detail)
            } else {
                act.audit("fair", id.rawValue, "schedule_filled", from: fair.state.rawValue, to: fair.state.rawValue, detail: detail)
            }
            try tell(act, fair, snapshot, plan)
            return fair.receipt
        }
        return !receipt.id.isEmpty
    }

    private func insert(_ act: Act, _ fair: StoredFair, _ meeting: FairSnapshot.Planned) throws {
        let id: ID<FairMeeting> = try act.newID()
        let reasons = try act.house.secrets.seal(text: try Stored.json(meeting.fit.reasons), table: "fair_meetings", column: "reasons", row: id.rawValue)
        act.later("""
            INSERT INTO fair_meetings (id, fair_id, employer_id, talent_id, slot, desk, job_id, weight, reasons, state, made_at)
            VALUES (\(id), \(fair.id), \(meeting.employer), \(meeting.talent), \(meeting.slot), \(meeting.desk), \(meeting.fit.job), \(meeting.fit.weight), \(reasons), 'planned', \(act.now))
            """)
    }

    /// Whoever got a meeting; at the first schedule everybody who takes part, since nobody is to wait for word.
    private func tell(_ act: Act, _ fair: StoredFair, _ snapshot: FairSnapshot, _ plan: FairSnapshot.Plan) throws {
        let isFirst = fair.state == .closed, met = Set(plan.meetings.map(\.talent)), hosts = Set(plan.meetings.map(\.employer))
        try act.tell(snapshot.people.filter { met.contains($0.id) }.map(\.account), Words("招聘会面谈时间表", "Your timetable of a job fair"),
            Words("\(fair.words.zh)：您的面谈已安排，页面上有时间、单位和匹配理由。", "\(fair.words.en): your meetings are set; the page shows when, with whom and why."), link: fair.receipt)
        if isFirst {
            try act.tell(snapshot.people.filter { !met.contains($0.id) }.map(\.account), Words("招聘会面谈安排", "Meetings of a job fair"),
                Words("\(fair.words.zh)：目前没有与您匹配的面谈；有人退出时会再次安排。", "\(fair.words.en): no meeting fits yet; freed slots are filled later."), link: fair.receipt)
        }
        let organisations = snapshot.employers.filter { isFirst || hosts.contains($0.id) }.map(\.organisation)
        let members = try act.tx.rows("SELECT DISTINCT account_id FROM members WHERE organisation_id IN (\(list: organisations)) ORDER BY account_id").map { try $0("account_id") as ID<Account> }
        try act.tell(members, Words("招聘会面谈时间表", "Your timetable of a job fair"), Words("\(fair.words.zh)：贵单位的面谈时间表已更新。", "\(fair.words.en): your timetable has changed."), link: fair.receipt)
    }
}

/// All that a schedule depends on, read at once.
struct FairSnapshot: Sendable {
    struct Employer: Sendable {
        let id: ID<FairEmployer>
        let organisation: ID<Organisation>
        let tables: Int
        let absent: Set<Int>
        let jobs: [StoredJob]
    }

    struct Wish: Sendable {
        let most: Int
        let absent: Set<Int>
    }

    /// A meeting that stays.
    struct Kept: Sendable {
        let employer: ID<FairEmployer>
        let talent: ID<FairTalent>
        let slot: Int
        let desk: Int
        let weight: Int
    }

    struct Planned: Sendable {
        let employer: ID<FairEmployer>
        let talent: ID<FairTalent>
        let slot: Int
        let desk: Int
        let fit: FairFit.Result
    }

    struct Plan: Sendable {
        let meetings: [Planned]
        /// With the meetings that stay.
        let total: Int
        let bound: Int
    }

    let fair: StoredFair
    let employers: [Employer]
    let people: [FairPerson]
    let wishes: [ID<FairTalent>: Wish]
    let kept: [Kept]
    /// Who acts for which employer: nobody meets their own.
    let members: [ID<FairEmployer>: Set<ID<Account>>]
    /// Slots that have begun.
    let past: Set<Int>

    /// - Returns: nil where there is nothing to compute.
    static func read(_ tx: any Transaction, _ house: House, _ id: ID<Fair>, now: Instant) throws -> FairSnapshot? {
        guard let row = try tx.row("SELECT \(StoredFair.columns) FROM fairs f WHERE f.id = \(id)") else { return nil }
        let fair = try StoredFair(row)
        guard fair.state == .closed || (fair.state == .scheduled && fair.scheduledRevision != fair.revision && fair.slots.end > now) else { return nil }
        var jobs: [ID<FairEmployer>: [StoredJob]] = [:]
        for row in try tx.rows("""
            SELECT b.employer_id AS employer_id, \(StoredJob.columns) FROM fair_jobs b JOIN jobs j ON j.id = b.job_id JOIN fair_employers e ON e.id = b.employer_id
            WHERE e.fair_id = \(id) AND e.answer = 'accepted' AND j.state = 'open' ORDER BY b.employer_id, j.id
            """) { jobs[try row("employer_id"), default: []].append(try StoredJob(row)) }
        let employers = try tx.rows("SELECT id, organisation_id, tables, absent FROM fair_employers WHERE fair_id = \(id) AND answer = 'accepted' ORDER BY id").compactMap { row -> Employer? in
            let employer: ID<FairEmployer> = try row("id"), organisation: ID<Organisation> = try row("organisation_id")
            guard try EmployerStanding.of(organisation, programme: fair.programme, tx, today: Zone.china.day(of: now)).mayHire else { return nil }
            return Employer(id: employer, organisation: organisation, tables: try row("tables"), absent: try FairReader.slots(try row("absent")), jobs: jobs[employer] ?? [])
        }
        var wishes: [ID<FairTalent>: Wish] = [:]
        for row in try tx.rows("SELECT id, most, absent FROM fair_talents WHERE fair_id = \(id) AND left_at IS NULL ORDER BY id") {
            wishes[try row("id")] = Wish(most: try row("most"), absent: try FairReader.slots(try row("absent")))
        }
        let kept = try tx.rows("SELECT employer_id, talent_id, slot, desk, weight FROM fair_meetings WHERE fair_id = \(id) AND state <> 'cancelled' ORDER BY slot, employer_id, desk").map { row in
            Kept(employer: try row("employer_id"), talent: try row("talent_id"), slot: try row("slot"), desk: try row("desk"), weight: try row("weight"))
        }
        var members: [ID<FairEmployer>: Set<ID<Account>>] = [:]
        for row in try tx.rows("SELECT e.id AS id, b.account_id AS account_id FROM fair_employers e JOIN members b ON b.organisation_id = e.organisation_id WHERE e.fair_id = \(id) ORDER BY e.id, b.account_id") {
            members[try row("id"), default: []].insert(try row("account_id"))
        }
        return FairSnapshot(
            fair: fair, employers: employers, people: try FairPeople.read(tx, house, id), wishes: wishes, kept: kept, members: members, past: Set((0..<fair.slots.count).filter { fair.slots.begin($0) <= now }))
    }

    /// The best plan around the meetings that stay, each at the lowest free table.
    func plan(_ fit: FairFit) -> Plan {
        let count = fair.slots.count, seekers = people.map(fit.read)
        let fits = employers.map { employer in
            let offers = employer.jobs.map(fit.offer)
            return zip(people, seekers).map { person, seeker in
                members[employer.id]?.contains(person.account) == true ? nil : fit.weight(person, seeker, employer: employer.id, offers: offers)
            }
        }
        let placeOfEmployer = Dictionary(employers.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
        // A meeting that stays with an employer that plans no more, as one that has left or may not hire now, takes its talent's slot all the same.
        var taken: [ID<FairTalent>: Set<Int>] = [:]
        for meeting in kept where placeOfEmployer[meeting.employer] == nil { taken[meeting.talent, default: []].insert(meeting.slot) }
        let problem = MeetingProblem(
            slots: count, tables: employers.map { employer in (0..<count).map { past.contains($0) || employer.absent.contains($0) ? 0 : employer.tables } },
            talents: people.map { person in
                let wish = wishes[person.id], taken = taken[person.id] ?? []
                return .init(most: max((wish?.most ?? 0) - taken.count, 0), free: (0..<count).map { !past.contains($0) && !taken.contains($0) && !(wish?.absent.contains($0) ?? true) })
            }, weights: fits.map { row in row.map { $0?.weight ?? 0 } })
        let placeOfPerson = Dictionary(people.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
        let fixed = kept.compactMap { meeting in
            placeOfEmployer[meeting.employer].flatMap { employer in placeOfPerson[meeting.talent].map { MeetingProblem.Meeting(employer: employer, talent: $0, slot: meeting.slot) } }
        }
        let plan = MeetingPlanner.plan(problem, keeping: fixed)
        var desks: [ID<FairEmployer>: [Int: Set<Int>]] = [:]
        for meeting in kept { desks[meeting.employer, default: [:]][meeting.slot, default: []].insert(meeting.desk) }
        let planned = plan.meetings.compactMap { meeting -> Planned? in
            guard let fit = fits[meeting.employer][meeting.talent] else { return nil }
            let employer = employers[meeting.employer]
            guard let desk = (1...max(employer.tables, 1)).first(where: { !(desks[employer.id]?[meeting.slot]?.contains($0) ?? false) }) else { return nil }
            desks[employer.id, default: [:]][meeting.slot, default: []].insert(desk)
            return Planned(employer: employer.id, talent: people[meeting.talent].id, slot: meeting.slot, desk: desk, fit: fit)
        }
        let before = kept.reduce(0) { $0 + $1.weight }
        return Plan(meetings: planned, total: before + plan.total, bound: before + plan.bound)
    }
}
