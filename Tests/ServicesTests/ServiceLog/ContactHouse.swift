import Domain
import SQL
@testable import Services
import Testing

/// What the tests of the service log begin with.
extension TestHouse {
    static let link: @Sendable (String) -> String = { "https://example.cn/c/\($0)" }

    struct Written {
        let id: ID<Contact>
        /// What the person got; nil where nothing was sent.
        let message: String?

        /// The token in the message.
        func token() throws -> String {
            let message = try #require(message), at = try #require(message.firstRange(of: "/c/"))
            return String(message[at.upperBound...].prefix(ContactLink.bytes * 2))
        }
    }

    func contact(
        by organisation: Int = 1, name: String = "来访者甲", phone: String = "13853219001", channel: ContactChannel = .cameIn, subject: String = "service.lodging", result: ContactResult = .helped, line: String = "问住宿条件",
        station: ID<Station>? = nil
    ) async throws -> Written {
        let verb = RecordContact(station: station, name: name, phone: phone, channel: channel, subject: subject, result: result, line: line)
        let recorded = try await verb(house, by: try await applicant(organisation), link: Self.link)
        return Written(id: try #require(ID<Contact>(rawValue: recorded.receipt.id)), message: recorded.message)
    }

    func answer(_ written: Written, right: Bool? = true, rating: Int? = nil, comment: String? = nil, keep: Bool? = nil, by actor: Domain.Actor = .visitor) async throws {
        _ = try await AnswerByLink(ContactAnswer(right: right, rating: rating, comment: comment, keep: keep))(house, try written.token(), by: actor)
    }

    func state(_ id: ID<Contact>) async throws -> String { try await database.read { tx in try #require(try tx.value("SELECT state FROM contacts WHERE id = \(id)")) } }

    /// How one organisation's contacts count now.
    func counts(_ organisation: Int = 1) async throws -> ContactCounts { try await house.contacts(ContactFilter(), for: try await applicant(organisation)).counts }

    /// The same house under a programme that counts confirmed contacts alone.
    func countingConfirmedAlone() throws -> TestHouse {
        let (_, text) = try RealTexts.programme.get(), old = "unconfirmed_counts: true\n"
        try #require(text.body.contains(old))
        let (programme, _) = try RealTexts.programme(text.body.replacing(old, with: "unconfirmed_counts: false\n"))
        let house = try Self.make(database, clock: clock, files: files, programme: programme, calendar: try RealTexts.calendar.get().0)
        return TestHouse(house: house, clock: clock, files: files, programme: programme)
    }
}
