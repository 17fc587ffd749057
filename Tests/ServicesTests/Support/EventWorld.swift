import Domain
import SQL
@testable import Services
import Testing

/// Events of a station with people who register for them: what the tests of events begin with.
extension TestHouse {
    /// A station's own event on 20 November from 14:00 to 17:00, kept by the person of organisation 1 and announced.
    func event(
        seats: Int = 10, group: Int = 1, approval: Bool = false, waitlist: Bool = false, questions: [EventDraft.Question] = [], title: String = "项目对接沙龙", day: String = "2020-11-20", opens: Bool = true
    ) async throws -> ID<Event> {
        let station = try await hostStation(), organiser = try await applicant(1)
        let draft = try draftEvent(seats: seats, group: group, approval: approval, waitlist: waitlist, questions: questions, title: title, day: day, station: station)
        let id = try #require(ID<Event>(rawValue: try await KeepEvent(draft)(house, by: organiser).id))
        if opens { _ = try await OpenEvent()(house, id, by: organiser) }
        return id
    }

    func draftEvent(
        seats: Int = 10, group: Int = 1, approval: Bool = false, waitlist: Bool = false, questions: [EventDraft.Question] = [], title: String = "项目对接沙龙", day: String = "2020-11-20",
        place: String = "崂山区松岭路 1 号", hour: Int = 14, station: ID<Station>? = nil
    ) throws -> EventDraft {
        let rules = try #require(programme.events, "the programme has no section of events"), type = try #require((rules.type("salon") ?? rules.types.first)?.id)
        return EventDraft(
            type: type, title: title, summary: "五个项目路演，随后自由交流。欢迎参加。", field: "ai", area: "laoshan", place: place, begins: try moment(day, hour), ends: try moment(day, hour + 3), seats: seats,
            approval: approval, groupMost: group, waitlist: waitlist, questions: questions, station: station)
    }

    /// The station of organisation 1, made once.
    func hostStation() async throws -> ID<Station> {
        let there: ID<Station>? = try await database.read { tx in try tx.value("SELECT id FROM stations WHERE id = 'station1'") }
        if let there { return there }
        return try await station(1)
    }

    func seat(_ event: ID<Event>, _ actor: Domain.Actor, people: Int = 1, wait: Bool = false, answers: [String: [String]]? = nil) async throws -> ID<Seat> {
        let companions = (1..<max(people, 1)).map { "同行\($0)" }.joined(separator: "\n")
        let receipt = try await TakeSeat(people: people, name: "来宾", companions: companions, answers: answers, wait: wait)(house, event, by: actor)
        return try #require(ID<Seat>(rawValue: receipt.id))
    }

    func seatState(_ id: ID<Seat>) async throws -> String { try await database.read { tx in try tx.value("SELECT state FROM event_registrations WHERE id = \(id)") ?? "" } }
    func eventState(_ id: ID<Event>) async throws -> String { try await database.read { tx in try tx.value("SELECT state FROM events WHERE id = \(id)") ?? "" } }

    /// What is wrong in the ledger of seats: a number twice, one outside the event, a registration with other than its seats.
    func wrongSeats() async throws -> [String] {
        try await database.read { tx in
            let twice = try tx.rows("SELECT event_id, n FROM event_seats WHERE released_at IS NULL GROUP BY event_id, n HAVING COUNT(*) > 1 ORDER BY event_id, n").map { "twice: \(try $0("event_id") as String) \(try $0("n") as Int)" }
            let outside = try tx.rows("SELECT t.n AS n FROM event_seats t JOIN events e ON e.id = t.event_id WHERE t.released_at IS NULL AND (t.n < 1 OR t.n > e.seats) ORDER BY t.n").map { "outside: \(try $0("n") as Int)" }
            let other = try tx.rows("""
                SELECT r.id AS id, r.state AS state, r.people AS people, (SELECT COUNT(*) FROM event_seats t WHERE t.registration_id = r.id AND t.released_at IS NULL) AS seats
                FROM event_registrations r WHERE NOT r.beyond ORDER BY r.id
                """).compactMap { row -> String? in
                let state: SeatState = try row("state"), people: Int = try row("people"), seats: Int = try row("seats")
                let wanted: Int? = switch state {
                case .requested, .registered, .came: people
                case .waiting, .refused, .cancelled: 0
                case .missed, .over: nil   // of what is over the seats stand as they were
                }
                return wanted == nil || wanted == seats ? nil : "\(try row("id") as String) \(state): \(seats) of \(people)"
            }
            return twice + outside + other
        }
    }
}
