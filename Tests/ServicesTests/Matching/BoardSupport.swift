import Domain
import SQL
@testable import Services
import Testing

/// A posting as a test writes it into the database.
struct TestPosting {
    var title = "后端开发工程师"
    var company = "青岛示例软件有限公司"
    var organisation: ID<Organisation>?
    var station: ID<Station>?
    var kind = JobKind.fullTime
    var division = "370212"
    var industry: String? = "65"
    var pay: ClosedRange<Int>? = 8000...12_000
    var degree: DegreeDemand? = .bachelor
    var years: Int? = 0
    var skills = ["Java", "MySQL"]
    var description = "负责后端服务的设计和开发。"
    var musts: [String] = []
    var validUntil: Day?
    var batch: (of: String, number: Int)?
    var source = ""
    var sourceID: String?

    func insert(_ act: Act, _ programme: String) throws -> ID<Job> {
        let id: ID<Job> = try act.newID()
        try act.tx.run("""
            INSERT INTO jobs (id, programme_id, organisation_id, station_id, import_id, batch, source, source_id, company, title, industry, kind, division, address, pay_from, pay_to, pay_per,
                degree, years_from, skills, description, musts, valid_until, state, fingerprint, created_at, changed_at, opened_at)
            VALUES (\(id), \(programme), \(organisation), \(station), \(batch?.of), \(batch?.number), \(source), \(sourceID ?? id.rawValue), \(company), \(title), \(industry), \(kind), \(division), '',
                \(pay.map { Int64($0.lowerBound) * 100 }), \(pay.map { Int64($0.upperBound) * 100 }), \(pay.map { _ in "month" }), \(degree), \(years), \(try Stored.json(skills)), \(description),
                \(try Stored.json(musts)), \(validUntil), 'open', \(id.rawValue), \(act.now), \(act.now), \(act.now))
            """)
        return id
    }
}

extension TestHouse {
    /// Another process over the same database: nothing in common but what is stored.
    func elsewhere() throws -> House {
        try Self.make(database, clock: clock, files: files, programme: programme, calendar: try RealTexts.calendar.get().0)
    }

    func post(_ posting: TestPosting = TestPosting()) async throws -> ID<Job> {
        let programme = programme.id
        let receipt = try await house.perform(by: .system, once: nil) { act in
            let id = try posting.insert(act, programme)
            act.audit("job", id.rawValue, "job_opened", isFirst: true)
            return Receipt(.job, id.rawValue)
        }
        return try #require(ID<Job>(rawValue: receipt.id))
    }

    /// Something about a job changes, with its record.
    func change(_ job: ID<Job>, _ verb: String, _ statement: SQL) async throws {
        _ = try await house.perform(by: .system, once: nil) { act in
            _ = try act.loadJob(job, where: "1 = 1")
            try act.tx.run(statement)
            act.audit("job", job.rawValue, verb)
            return Receipt(.job, job.rawValue)
        }
    }

    /// An office verifies an organisation, or bars it until a day.
    func stand(_ organisation: ID<Organisation>, _ kind: String, until: Day? = nil) async throws {
        let account = try #require(try await staff("hrss.handler").account), programme = programme.id
        _ = try await house.perform(by: .system, once: nil) { act in
            let reason: String? = kind == "barred" ? try act.keepReason("拖欠工资", audience: .office).id.rawValue : nil
            let id = try act.newID(Organisation.self).rawValue
            try act.tx.run("""
                INSERT INTO employer_standings (id, programme_id, organisation_id, kind, office, by_account, reason_id, since, until)
                VALUES (\(id), \(programme), \(organisation), \(kind), 'hrss', \(account), \(reason), \(act.now), \(until))
                """)
            act.audit("organisation", organisation.rawValue, "employer_\(kind)")
            return Receipt(.home)
        }
    }

    func endStandings(_ organisation: ID<Organisation>) async throws {
        _ = try await house.perform(by: .system, once: nil) { act in
            try act.tx.run("UPDATE employer_standings SET ended_at = \(act.now) WHERE organisation_id = \(organisation) AND ended_at IS NULL")
            act.audit("organisation", organisation.rawValue, "standing_ended")
            return Receipt(.home)
        }
    }

    /// The sealer runs, and a process follows.
    func follow(_ other: House? = nil) async throws {
        while try await Sealer(house)() > 0 {}
        try await FollowJobs(other ?? house)()
    }

    /// A talent with these wishes who agrees to these purposes.
    func seeker(
        _ number: Int, _ purposes: [ConsentText.Purpose] = [.matching, .findable], occupation: String = "后端开发工程师", skills: String = "Java、MySQL", more: [String: [String]] = [:]
    ) async throws -> Domain.Actor {
        let actor = try await talent(number)
        let wishes = ["wanted_occupation": [occupation], "skills": [skills], "wanted_places": ["青岛市"], "wanted_pay": ["9000"], "work_years": ["2"]]
        _ = try await SaveProfile(answers: wishes.merging(more) { $1 })(house, "wishes", by: actor)
        _ = try await SaveProfile(answers: ["education": ["undergraduate"], "degree": ["bachelor"]])(house, "education", by: actor)
        for purpose in purposes { _ = try await GrantConsent(purpose: purpose)(house, by: actor) }
        return actor
    }
}

extension House {
    /// The ids of the jobs that are found, in order.
    func found(_ text: String? = nil, _ change: (inout JobFilter) -> Void = { _ in }) async throws -> [ID<Job>] {
        var filter = JobFilter(text: text)
        change(&filter)
        return try await jobs(filter).jobs.map(\.id)
    }
}
