import Domain
import SQL
@testable import Services
import Testing

extension TestHouse {
    static func talentPhone(_ number: Int) -> String { "1385321000\(number)" }

    /// A number that nobody has: the county is none.
    static func residentID(_ order: String = "001", born: String = "19980312", county: String = "370199") throws -> String {
        let digits = county + born + order
        return digits + String(try #require(ResidentID.checkCharacter(of: digits)))
    }

    /// The code that demo mode shows.
    func code(_ phone: String, in house: House? = nil) async throws -> String {
        let message = try #require(try await SendPhoneCode(phone: phone)(house ?? self.house, by: .visitor).message)
        return String(message.drop { !$0.isNumber }.prefix(6))
    }

    /// Somebody who has registered, with a password if one is given.
    func talent(_ number: Int, password: String? = nil) async throws -> Domain.Actor {
        let phone = Self.talentPhone(number)
        let receipt = try await RegisterTalent(phone: phone, code: try await code(phone), password: password, consent: true)(house, by: .visitor)
        return Domain.Actor(kind: .person(try #require(ID<Account>(rawValue: receipt.id))), name: "")
    }

    /// Somebody with a name and a resident id.
    func person(_ number: Int) async throws -> Domain.Actor {
        let actor = try await talent(number)
        _ = try await SetIdentity(name: "人才\(number)", kind: .residentID, number: try Self.residentID("00\(number)"), consent: true)(house, by: actor)
        return actor
    }

    func person(of actor: Domain.Actor) async throws -> TalentPerson? {
        let account = try #require(actor.account), secrets = house.secrets
        return try await database.read { tx in try TalentReader.person(tx, secrets, account) }
    }

    func facts(of actor: Domain.Actor) async throws -> Facts {
        let account = try #require(actor.account), secrets = house.secrets
        return try await database.read { tx in try TalentReader.facts(tx, secrets, account) }
    }

    func addProof(_ actor: Domain.Actor, _ kind: Proof.Kind = .degree, expires: Day? = nil) async throws -> ID<Proof> {
        let receipt = try await AddProof(kind: kind, note: "证书编号内容", expires: expires, name: "学位证书原件.pdf", bytes: Self.pdf)(house, by: actor)
        return try #require(ID<Proof>(rawValue: receipt.id))
    }

    func allowCheck(_ proof: ID<Proof>, by actor: Domain.Actor) async throws {
        _ = try await AllowProof(purpose: .check, subject: programme.id, consent: true)(house, proof, by: actor)
    }
}
