import Domain
import SQL
@testable import Services
import Testing

/// What the tests of mandates begin with.
extension TestHouse {
    func ask(_ talent: Domain.Actor, _ policy: ID<Policy>, _ station: ID<Station>, kinds: [Proof.Kind] = [.degree], until: String = "2020-12-31") async throws -> ID<Mandate> {
        let receipt = try await AskMandate(policy: policy, station: station, kinds: kinds, until: try day(until))(house, by: talent)
        return try #require(ID<Mandate>(rawValue: receipt.id))
    }

    /// Written and signed.
    func signed(_ talent: Domain.Actor, _ policy: ID<Policy>, _ station: ID<Station>, kinds: [Proof.Kind] = [.degree], until: String = "2020-12-31") async throws -> ID<Mandate> {
        let id = try await ask(talent, policy, station, kinds: kinds, until: until)
        let text = try #require(try await house.mandate(id, for: talent).textDigest)
        _ = try await SignMandate(consent: true, text: text)(house, id, by: talent)
        return id
    }

    /// Signed to the station of organisation 1 and taken on there.
    func inWork(_ talent: Domain.Actor, _ policy: ID<Policy>, _ station: ID<Station>, until: String = "2020-12-31") async throws -> ID<Mandate> {
        let id = try await signed(talent, policy, station, until: until)
        _ = try await TakeMandate()(house, id, by: try await applicant(1))
        return id
    }

    /// In work, all papers settled, handed in.
    func handedIn(_ talent: Domain.Actor, _ policy: ID<Policy>, _ station: ID<Station>, until: String = "2020-12-31") async throws -> ID<Mandate> {
        let id = try await inWork(talent, policy, station, until: until)
        try await settlePapers(id)
        _ = try await HandInMandate()(house, id, by: try await applicant(1))
        return id
    }

    func settlePapers(_ id: ID<Mandate>) async throws {
        for material in ["degree", "lease"] { _ = try await SettleMaterial(material: material, state: .unneeded, reason: "已有核验结果")(house, id, by: try await applicant(1)) }
    }

    func state(_ id: ID<Mandate>) async throws -> String { try await database.read { tx in try #require(try tx.value("SELECT state FROM mandates WHERE id = \(id)")) } }
    func caseOf(_ id: ID<Mandate>) async throws -> ID<Case> { try await database.read { tx in try #require(try tx.value("SELECT case_id FROM mandates WHERE id = \(id)")) } }

    /// Both offices say the same.
    func grant(_ id: ID<Mandate>) async throws {
        let about = try await caseOf(id)
        try await rule(about, "centre")
        try await rule(about, "hrss")
    }

    /// An office begins a search, and due work carries it out.
    func searchOffers() async throws {
        _ = try await RunOffers()(house, by: try await staff("centre.handler"))
        _ = try await DueWork(house)()
    }

    func offers(_ talent: Domain.Actor) async throws -> [ID<Mandate>] {
        try await house.mandates(for: talent).own.filter { $0.way == .offer }.map(\.id)
    }

    func messages(_ actor: Domain.Actor, of mandate: ID<Mandate>) async throws -> Int {
        try await database.read { tx in try tx.value("SELECT COUNT(*) FROM messages WHERE account_id = \(actor.account) AND link = \("mandate/\(mandate)")") ?? 0 }
    }
}
