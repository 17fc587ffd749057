import Domain
import SQL

/// One batch of an import's rows is taken.
///
/// Effects: new jobs, open at once; jobs whose posting changed, open again where they were closed; the import's counts and report; an audit record that names the batch,
/// by which what follows the sealed trail finds its jobs (`import_id`, `batch`).
struct TakeJobRows {
    struct InHand: Sendable {
        /// As a spreadsheet counts.
        let number: Int
        let read: Result<JobRow, JobRowRefusal>
    }

    let id: ID<JobImport>
    let rows: [InHand]
    /// How many rows were read before: the batch is taken once only.
    let before: Int
    /// Of the batches before.
    let report: ImportReport

    /// Rows of one INSERT, each of which binds three dozen values; SQLite takes 32,766 of them.
    private static let rowsPerStatement = 200

    /// Not through `House.perform`, whose receipt could not carry what became of each row; the frame is the same.
    /// - Throws: `conflict` when the batch was taken before, or the import has ended.
    func callAsFunction(_ house: House, by actor: Actor, at: Instant? = nil) async throws -> TakenRows {
        func once() async throws -> TakenRows {
            try await house.database.write { tx in
                let act = Act(house: house, tx: tx, actor: actor, now: try at ?? house.programmeTime(tx))
                let taken = try take(act)
                try act.finish()
                return taken
            }
        }
        // A posting that equals a changed one was opened elsewhere after it was looked for: it is found now.
        do { return try await once() } catch SQLError.constraint { return try await once() }
    }

    /// What a batch is held against.
    private struct Known {
        var bySource: [String: StoredJob] = [:]
        var byFingerprint: [String: ID<Job>] = [:]
        /// Texts that an office took away.
        var removed: Set<String> = []
        var barred: Set<String> = []
    }

    private struct New {
        let id: ID<Job>
        let row: Int
        let sourceID: String
        let fingerprint: String
        let job: JobRow
    }

    private func take(_ act: Act) throws -> TakenRows {
        guard let about = try act.tx.row("""
            SELECT programme_id, source, organisation_id, by_account, batches FROM job_imports WHERE id = \(id) AND state = 'running' AND rows_read = \(before)\(act.dialect.lock)
            """) else { throw Refusal(.conflict, "batch_taken", Words("这些行已经处理过", "These rows were dealt with already")) }
        let programme: String = try about("programme_id"), source: String = try about("source"), batch = (try about("batches") as Int) + 1
        let organisation: ID<Organisation>? = try about("organisation_id"), account: ID<Account>? = try about("by_account")
        let rules = try act.house.library.programme(programme).jobs
        var station: ID<Station>?
        if let organisation {
            // Whether somebody stands behind it may have changed since the batch before.
            _ = try act.tx.row("SELECT id FROM organisations WHERE id = \(organisation)\(act.dialect.lock)")
            try ImportRules.mustHire(organisation, programme, act)
            station = try act.station(behind: organisation, programme)
        }
        // An employer's own postings end like those that it writes here.
        let latest = organisation == nil ? nil : rules.map { act.today.adding($0.longestDays) }
        let rows = rows.map { row in
            InHand(number: row.number, read: row.read.flatMap { job in
                organisation != nil && !JobScruples.findings(in: job.text).isEmpty ? .failure(.unlawful) : .success(job)
            })
        }
        let prints = rows.map { row in (try? row.read.get()).map { $0.terms.fingerprint(company: $0.company, act.house) } ?? "" }
        var known = try known(act, rows, programme, source, organisation, prints)
        // What is known changes first: a new posting may have the text that a changed one had.
        let order = zip(rows, prints).enumerated().sorted { one, other in
            func isNew(_ at: Int) -> Bool { (try? rows[at].read.get()).map { known.bySource[$0.sourceID ?? prints[at]] == nil } ?? true }
            let (left, right) = (isNew(one.offset), isNew(other.offset))
            return left == right ? one.offset < other.offset : right
        }.map(\.element)

        var taken = TakenRows(), new: [New] = [], updates: [ID<Job>: SQL] = [:], ends: [ID<Job>: Day] = [:]
        var ids: [String: (id: ID<Job>, job: JobRow)] = [:], fresh: [String: ID<Job>] = [:]
        taken.read = rows.count
        func refuse(_ row: InHand, _ reason: JobRowRefusal, _ sourceID: String = "") {
            taken.refused[reason, default: 0] += 1
            taken.lines.append(.init(row: row.number, reason: reason, sourceID: sourceID, equals: nil))
        }
        for (row, print) in order {
            let job: JobRow
            switch row.read {
            case .success(let read): job = read
            case .failure(let reason):
                refuse(row, reason)
                continue
            }
            // Where the file has no ids, a posting is known by what it says.
            let sourceID = job.sourceID ?? print
            func alike(_ other: ID<Job>) {
                taken.alike += 1
                taken.lines.append(.init(row: row.number, reason: nil, sourceID: sourceID, equals: other))
            }
            if let until = job.terms.validUntil, until < act.today {
                refuse(row, .over, sourceID)
                continue
            }
            if known.barred.contains(job.company) {
                refuse(row, .barred, sourceID)
                continue
            }
            if let earlier = ids[sourceID] {
                // Twice in one batch: which of the two texts holds nobody can say.
                if earlier.job.terms == job.terms, earlier.job.company == job.company { alike(earlier.id) } else { refuse(row, .twice, sourceID) }
                continue
            }
            if let stored = known.bySource[sourceID] {
                ids[sourceID] = (stored.id, job)
                if stored.state == .removed {
                    refuse(row, .removed, sourceID)
                } else if Self.says(stored, the: job, mayLackEnd: latest != nil) {
                    alike(stored.id)
                } else if let other = fresh[print] ?? known.byFingerprint[print], other != stored.id {
                    alike(other)
                } else if known.removed.contains(print) {
                    refuse(row, .removed, sourceID)
                } else {
                    known.byFingerprint[stored.terms.fingerprint(company: stored.company, act.house)] = nil
                    fresh[print] = stored.id
                    let job = latest.map(job.ending) ?? job
                    if let until = job.terms.validUntil { ends[stored.id] = until }
                    updates[stored.id] = Self.update(stored, job, print, id, batch, act.now)
                    taken.changed += 1
                    note(job, &taken)
                }
                continue
            }
            if let other = fresh[print] ?? known.byFingerprint[print] {
                alike(other)
                continue
            }
            if known.removed.contains(print) {
                refuse(row, .removed, sourceID)
                continue
            }
            let made = try act.newID(Job.self), ending = latest.map(job.ending) ?? job
            if let until = ending.terms.validUntil { ends[made] = until }
            ids[sourceID] = (made, job)
            fresh[print] = made
            new.append(New(id: made, row: row.number, sourceID: sourceID, fingerprint: print, job: ending))
        }
        for (id, update) in updates.sorted(by: { $0.key < $1.key }) {
            guard try act.tx.run(update) == 1 else { throw Unexpected("a job changed under an import") }
            try act.nothingDue([.endJob, .remindJob], id.rawValue)
        }
        try insert(new, act, programme, source, organisation, station, account, batch, &taken)
        for (id, day) in ends.sorted(by: { $0.key < $1.key }) { act.due(.endJob, id.rawValue, at: Zone.china.instant(day.adding(1), hour: 0)) }
        try count(taken, act, batch)
        return taken
    }

    /// Whether a posting is as the row says. - Parameter mayLackEnd: an end that was set here is not one that the row lacks.
    private static func says(_ stored: StoredJob, the row: JobRow, mayLackEnd: Bool) -> Bool {
        var terms = row.terms
        if mayLackEnd, terms.validUntil == nil { terms.validUntil = stored.terms.validUntil }
        return stored.terms == terms && stored.company == row.company
    }

    private func note(_ job: JobRow, _ taken: inout TakenRows) { for field in job.notes { taken.notes[field, default: 0] += 1 } }

    /// In order of ids, so that two imports at once wait for one another and never in a circle.
    private func known(_ act: Act, _ rows: [InHand], _ programme: String, _ source: String, _ organisation: ID<Organisation>?, _ prints: [String]) throws -> Known {
        var known = Known()
        let jobs = rows.compactMap { try? $0.read.get() }
        let ids = Set(zip(rows, prints).compactMap { row, print in (try? row.read.get()).map { $0.sourceID ?? print } })
        let condition: SQL = "programme_id = \(programme) AND source = \(source) AND source_id IN (\(list: ids.sorted()))"
        if act.dialect.engine == .postgres { _ = try act.tx.rows("SELECT id FROM jobs WHERE \(condition) ORDER BY id\(act.dialect.lock)") }
        for row in try act.tx.rows("SELECT \(StoredJob.columns) FROM jobs j WHERE j.programme_id = \(programme) AND j.source = \(source) AND j.source_id IN (\(list: ids.sorted()))") {
            let stored = try StoredJob(row)
            known.bySource[stored.sourceID] = stored
        }
        let wanted = Set(prints.filter { !$0.isEmpty }).sorted()
        for row in try act.tx.rows("""
            SELECT id, fingerprint, state FROM jobs WHERE programme_id = \(programme) AND state = 'open' AND fingerprint IN (\(list: wanted))
            UNION ALL SELECT id, fingerprint, state FROM jobs WHERE programme_id = \(programme) AND state = 'removed' AND fingerprint IN (\(list: wanted))
            """) {
            let print: String = try row("fingerprint"), state: JobState = try row("state")
            if state == .removed { known.removed.insert(print) } else { known.byFingerprint[print] = try row("id") as ID<Job> }
        }
        guard organisation == nil else { return known }
        known.barred = Set(try act.tx.rows("""
            SELECT DISTINCT o.name AS name FROM organisations o JOIN employer_standings s ON s.organisation_id = o.id
            WHERE s.programme_id = \(programme) AND s.kind = 'barred' AND s.ended_at IS NULL AND s.until >= \(act.today) AND o.name IN (\(list: Set(jobs.map(\.company)).sorted()))
            """).map { try $0("name") as String })
        return known
    }

    private func insert(
        _ new: [New], _ act: Act, _ programme: String, _ source: String, _ organisation: ID<Organisation>?, _ station: ID<Station>?, _ account: ID<Account>?, _ batch: Int, _ taken: inout TakenRows
    ) throws {
        for start in stride(from: 0, to: new.count, by: Self.rowsPerStatement) {
            let some = new[start..<min(start + Self.rowsPerStatement, new.count)]
            let values: [SQL] = try some.map { made in
                let terms = made.job.terms
                return """
                    (\(made.id), \(programme), \(organisation), \(station), \(id), \(batch), \(source), \(made.sourceID), \(made.job.company), \(terms.title), \(terms.occupation?.text),
                    \(terms.industry?.text), \(terms.kind), \(terms.division?.text), \(terms.address), \(terms.point?.latitude), \(terms.point?.longitude), \(terms.pay?.from.amount),
                    \(terms.pay?.to?.amount), \(terms.pay?.per), \(terms.pay?.months), \(terms.degree), \(terms.years?.from), \(terms.years?.to), \(try Stored.json(terms.skills)), \(terms.wanted),
                    \(terms.description), \(try Self.musts(terms)), \(terms.validUntil), 'open', \(made.fingerprint), \(account), \(act.now), \(act.now), \(act.now), \(nil as Instant?))
                    """
            }
            let made = Set(try act.tx.rows("""
                INSERT INTO jobs (id, programme_id, organisation_id, station_id, import_id, batch, source, source_id, company, title, occupation, industry, kind, division, address, latitude,
                    longitude, pay_from, pay_to, pay_per, pay_months, degree, years_from, years_to, skills, wanted, description, musts, valid_until, state, fingerprint, by_account, created_at,
                    changed_at, opened_at, ended_at)
                VALUES \(SQL.joined(values, by: ", ")) ON CONFLICT DO NOTHING RETURNING id
                """).map { try $0("id") as ID<Job> })
            for one in some {
                if made.contains(one.id) {
                    taken.taken += 1
                    note(one.job, &taken)
                } else {
                    // somebody else took the same posting in between
                    taken.alike += 1
                    taken.lines.append(.init(row: one.row, reason: nil, sourceID: one.sourceID, equals: nil))
                }
            }
        }
    }

    private static func musts(_ terms: JobTerms) throws -> String { try Stored.json(terms.musts.map(\.rawValue).sorted()) }

    private static func update(_ stored: StoredJob, _ job: JobRow, _ fingerprint: String, _ id: ID<JobImport>, _ batch: Int, _ now: Instant) -> SQL {
        let terms = job.terms
        // An encoder fails on no list of texts.
        let skills = (try? Stored.json(terms.skills)) ?? "[]", musts = (try? Self.musts(terms)) ?? "[]"
        return """
            UPDATE jobs SET import_id = \(id), batch = \(batch), company = \(job.company), title = \(terms.title), occupation = \(terms.occupation?.text), industry = \(terms.industry?.text),
                kind = \(terms.kind), division = \(terms.division?.text), address = \(terms.address), latitude = \(terms.point?.latitude), longitude = \(terms.point?.longitude),
                pay_from = \(terms.pay?.from.amount), pay_to = \(terms.pay?.to?.amount), pay_per = \(terms.pay?.per), pay_months = \(terms.pay?.months), degree = \(terms.degree),
                years_from = \(terms.years?.from), years_to = \(terms.years?.to), skills = \(skills), wanted = \(terms.wanted), description = \(terms.description), musts = \(musts),
                valid_until = \(terms.validUntil), state = 'open', fingerprint = \(fingerprint), changed_at = \(now), opened_at = \(stored.state == .open ? stored.openedAt : now),
                ended_at = \(nil as Instant?)
            WHERE id = \(stored.id) AND state = \(stored.state)
            """
    }

    private func count(_ taken: TakenRows, _ act: Act, _ batch: Int) throws {
        var report = report
        report.add(taken)
        act.later("""
            UPDATE job_imports SET rows_read = rows_read + \(taken.read), rows_taken = rows_taken + \(taken.taken), rows_changed = rows_changed + \(taken.changed),
                rows_alike = rows_alike + \(taken.alike), rows_refused = rows_refused + \(taken.refusals), batches = \(batch), report = \(try Stored.json(report))
            WHERE id = \(id) AND state = 'running' AND rows_read = \(before)
            """, changing: 1, otherwise: Unexpected("an import was read twice at once"))
        act.audit("job_import", id.rawValue, "rows_taken", from: "running", to: "running",
            detail: ["batch": String(batch), "read": String(taken.read), "taken": String(taken.taken), "changed": String(taken.changed)])
    }
}
