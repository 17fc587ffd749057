import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// What the tests of pursuits and placements begin with.
extension TestHouse {
    /// An open job of organisation 1…6, as a row: how jobs are written is tested elsewhere.
    func job(_ organisation: Int, _ title: String = "后端开发工程师", kind: String = "full_time", state: String = "open", until: Day? = nil) async throws -> ID<Job> {
        let programme = programme, now = clock.now, code = creditCode(10_000 + organisation), id = try #require(ID<Job>(rawValue: "job-\(organisation)-\(kind)-\(state)"))
        try await database.write { tx in
            let owner: ID<Organisation> = try #require(try tx.value("SELECT id FROM organisations WHERE credit_code = \(code)"))
            try tx.run("""
                INSERT INTO jobs (id, programme_id, organisation_id, source, source_id, company, title, kind, address, skills, description, musts, valid_until, state, fingerprint, created_at, changed_at)
                VALUES (\(id), \(programme.id), \(owner), '', \(id), \(Self.organisationName(organisation)), \(title), \(kind), '松岭路 1 号', '[]', '', '[]', \(until), \(state), \(id.rawValue), \(now), \(now))
                """)
        }
        return id
    }

    func apply(_ talent: Domain.Actor, _ job: ID<Job>, proofs: [ID<Proof>] = []) async throws -> ID<Pursuit> {
        let receipt = try await ApplyForJob(note: "两周内到岗", proofs: proofs, consent: true)(house, for: job, by: talent)
        return try #require(ID<Pursuit>(rawValue: receipt.id))
    }

    func state(_ id: ID<Pursuit>) async throws -> String { try await database.read { tx in try #require(try tx.value("SELECT state FROM pursuits WHERE id = \(id)")) } }
    func state(_ id: ID<Placement>) async throws -> String { try await database.read { tx in try #require(try tx.value("SELECT state FROM placements WHERE id = \(id)")) } }

    func offer(_ id: ID<Pursuit>, by actor: Domain.Actor, starts: String = "2020-11-20", until: String = "2020-11-17") async throws {
        _ = try await MakeOffer(position: "后端开发工程师", payFrom: Fen(900_000), payTo: Fen(1_200_000), startsOn: try day(starts), replyUntil: try day(until))(house, id, by: actor)
    }

    /// Applied, offered, accepted, begun.
    func hired(_ talent: Domain.Actor, _ organisation: Int, _ job: ID<Job>) async throws -> ID<Pursuit> {
        let employer = try await applicant(organisation), id = try await apply(talent, job)
        try await offer(id, by: employer)
        _ = try await AnswerOffer(accept: true)(house, id, by: talent)
        _ = try await ConfirmHire(startedOn: Zone.china.day(of: try await house.now()))(house, id, by: employer)
        return id
    }

    func record(
        _ station: ID<Station>, by organisation: Int, name: String = "人才1", phone: String = "13910000001", type: PlacementType = .employment, employer: Int = 6, project: String? = nil, from: String = "2020-11-12"
    ) async throws -> ID<Placement> {
        let verb = RecordPlacement(
            station: station, type: type, name: name, phone: phone, creditCode: creditCode(10_000 + employer), employer: Self.organisationName(employer), project: project, position: "工程师", startsOn: try day(from))
        let receipt = try await verb(house, by: try await applicant(organisation))
        return try #require(ID<Placement>(rawValue: receipt.id))
    }

    func prove(_ id: ID<Placement>, _ kind: PlacementEvidence, by actor: Domain.Actor) async throws {
        _ = try await AddPlacementEvidence(kind: kind, name: "\(kind.rawValue).pdf", bytes: Self.pdf)(house, to: id, by: actor)
    }

    /// What the target of placements says now: occurrences.
    func counted() async throws -> Int { try #require(try await house.targets().first { $0.id == "placements" }).count }

    func dispute(_ id: ID<Placement>) async throws -> ID<Case> { try await database.read { tx in try #require(try tx.value("SELECT dispute_case FROM placements WHERE id = \(id)")) } }
}
