import Domain
import SQL
@testable import Services
import Testing

/// What the tests of requests and mentors begin with.
extension TestHouse {
    func ask(_ actor: Domain.Actor, _ topic: RequestTopic = .find(.policies), _ text: String = "想了解租房补贴", at station: ID<Station>? = nil, for who: MakeRequest.For? = nil) async throws -> ID<Request> {
        try #require(ID<Request>(rawValue: try await MakeRequest(topic: topic, text: text, station: station, for: who)(house, by: actor).id))
    }

    func state(_ id: ID<Request>) async throws -> String { try await database.read { tx in try #require(try tx.value("SELECT state FROM requests WHERE id = \(id)")) } }

    func mentor(_ keeper: ID<Station>, by actor: Domain.Actor, name: String = "孙启航") async throws -> ID<Mentor> {
        let verb = AddMentor(name: name, organisation: "示例研究院", fields: ["ai"], helps: "从样机到量产", keeper: .station(keeper), consentOn: Zone.china.day(of: try await house.now()))
        return try #require(ID<Mentor>(rawValue: try await verb(house, by: actor).id))
    }

    /// Hours from a moment on, one after the other, the first one first.
    func hours(_ mentor: ID<Mentor>, by actor: Domain.Actor, from: Instant, count: Int = 2) async throws -> [ID<MentorHour>] {
        _ = try await PublishHours(from: from, minutes: 30, count: count, place: "A 座 201")(house, mentor, by: actor)
        return try await house.mentor(mentor, for: actor).hours.map(\.id)
    }

    func book(_ hour: ID<MentorHour>, of mentor: ID<Mentor>, by actor: Domain.Actor) async throws -> ID<Request> {
        try #require(ID<Request>(rawValue: try await BookMentor(text: "请教商业计划")(house, hour, of: mentor, by: actor).id))
    }

    func booking(_ request: ID<Request>, _ actor: Domain.Actor) async throws -> ID<MentorBooking> { try #require(try await house.request(request, for: actor).bookings.first).id }
}
