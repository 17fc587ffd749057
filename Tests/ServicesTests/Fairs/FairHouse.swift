import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// Employers that somebody stands behind, with open jobs, and talents who say what they look for. Standings and jobs are written as rows, since how they come
/// about is tested elsewhere.
extension TestHouse {
    /// A verified employer with open jobs of these titles.
    func employer(_ number: Int, jobs titles: [String], skills: [String] = [], industry: String? = nil, division: String? = "370212", wanted: Int? = nil) async throws -> [ID<Job>] {
        let organisation = try await organisation(number), by = try #require(try await staff("hrss.handler").account), programme = programme.id, now = clock.now
        return try await database.write { tx in
            try tx.run("""
                INSERT INTO employer_standings (id, programme_id, organisation_id, kind, office, by_account, since)
                VALUES (\("standing\(number)"), \(programme), \(organisation), 'verified', 'hrss', \(by), \(now)) ON CONFLICT (id) DO NOTHING
                """)
            return try titles.enumerated().map { index, title in
                let id = "job\(number)-\(index)"
                try tx.run("""
                    INSERT INTO jobs (id, programme_id, organisation_id, source, source_id, company, title, industry, kind, division, address, degree, skills, wanted, description, musts, state, fingerprint,
                        created_at, changed_at, opened_at)
                    VALUES (\(id), \(programme), \(organisation), '', \(id), \(Self.organisationName(number)), \(title), \(industry), 'full_time', \(division), '', 'bachelor',
                        \(try Stored.json(skills)), \(wanted), '', '[]', 'open', \(id), \(now), \(now), \(now))
                    """)
                return try #require(ID<Job>(rawValue: id))
            }
        }
    }

    /// A talent who looks for this.
    func seeker(_ number: Int, _ occupation: String, places: [String] = ["青岛市"], agrees: Bool = false) async throws -> Domain.Actor {
        let actor = try await person(number)
        _ = try await SaveProfile(answers: ["wanted_occupation": [occupation], "wanted_places": places])(house, "wishes", by: actor)
        if agrees { _ = try await GrantConsent(purpose: .matching)(house, by: actor) }
        return actor
    }

    /// A draft on 20 November from 14:00, three slots of twenty minutes.
    func fair(places: Int = 50, slots: Int = 3, tables: Int = 2) async throws -> ID<Fair> {
        let plan = PlanFair(title: "人工智能专场", place: "崂山区松岭路 1 号", begins: try moment("2020-11-20", 14), minutes: 20, slots: slots, tables: tables, places: places)
        return try #require(ID<Fair>(rawValue: try await plan(house, by: try await staff("hrss.handler")).id))
    }

    func invite(_ number: Int, to fair: ID<Fair>) async throws -> ID<FairEmployer> {
        let organisation = try await organisation(number)
        _ = try await InviteEmployer(organisation: organisation)(house, fair, by: try await staff("hrss.handler"))
        return try await database.read { tx in try #require(try tx.value("SELECT id FROM fair_employers WHERE fair_id = \(fair) AND organisation_id = \(organisation)")) }
    }

    /// A fair that is open, with employers that take part.
    func openFair(places: Int = 50, slots: Int = 3, employers: [(number: Int, title: String, tables: Int)]) async throws -> (fair: ID<Fair>, employers: [ID<FairEmployer>]) {
        let id = try await fair(places: places, slots: slots)
        var invited: [ID<FairEmployer>] = []
        for employer in employers {
            let jobs = try await self.employer(employer.number, jobs: [employer.title]), own = try await invite(employer.number, to: id)
            _ = try await AnswerInvitation(accept: true, tables: employer.tables, jobs: jobs)(house, own, by: try await applicant(employer.number))
            invited.append(own)
        }
        _ = try await OpenFair()(house, id, by: try await staff("hrss.handler"))
        // As the worker does from the start: by these indexes fit is measured.
        try await FollowJobs(house)()
        return (id, invited)
    }

    /// `1 青岛测试科技1有限公司 人才2`, in the order of slots.
    func meetings(_ fair: ID<Fair>, state: String = "planned") async throws -> [String] {
        let view = try await house.fairSchedule(fair, for: try await staff("hrss.handler"))
        return view.meetings.filter { $0.state.rawValue == state }.map { "\($0.slot.number) \($0.company) \($0.talent)" }
    }

    func fairState(_ fair: ID<Fair>) async throws -> String {
        try await database.read { tx in try tx.value("SELECT state FROM fairs WHERE id = \(fair)") ?? "" }
    }

    func messages(_ actor: Domain.Actor, of fair: ID<Fair>) async throws -> Int {
        try await database.read { tx in try tx.value("SELECT COUNT(*) FROM messages WHERE account_id = \(actor.account) AND link = \("fair/\(fair)")") ?? 0 }
    }
}
