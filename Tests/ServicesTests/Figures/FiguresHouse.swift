import Domain
import SQL
@testable import Services
import Testing

/// What the tests of figures begin with. Records are written as rows: how they come to be is tested elsewhere.
extension TestHouse {
    /// Placements that count: one for each day given, of these people in turn.
    func placements(_ station: ID<Station>?, area: String?, on days: [String], people: [String], type: PlacementType = .employment, state: PlacementState = .counted) async throws {
        let programme = programme, now = clock.now, by = try #require(try await staff("centre.handler").account)
        try await database.write { tx in
            for (index, text) in days.enumerated() {
                let person = people[index % people.count], start = try day(text), key = "\(station?.rawValue ?? "none")-\(text)-\(index)-\(type.rawValue)-\(state.rawValue)"
                try tx.run("INSERT INTO placed_people (id, since) VALUES (\(person), \(now)) ON CONFLICT (id) DO NOTHING")
                let counted: Instant? = state == .counted ? now : nil
                try tx.run("""
                    INSERT INTO placements (id, programme_id, programme_hash, type, person_id, name, phone, employer, credit_code, project, position, station_id, area, starts_on, occurrence, state,
                        by_account, recorded_at, counted_at, changed_at)
                    VALUES (\(key), \(programme.id), \(programme.hash), \(type), \(person), \([1] as [UInt8]), \([1] as [UInt8]), '用人单位', 'x', '', '工程师', \(station), \(area), \(start), \(key), \(state),
                        \(by), \(now), \(counted), \(now))
                    """)
            }
        }
    }

    /// An event that counts.
    func held(_ name: String, station: ID<Station>? = nil, office: String? = nil, day: String, type: String = "exchange", people: Int = 40) async throws -> ID<Event> {
        let id = try await event(name, station: station, office: office, type: type, day: day, state: "held"), now = clock.now, by = try #require(try await staff("centre.handler").account)
        try await database.write { tx in
            _ = try tx.run("""
                INSERT INTO event_records (id, event_id, state, people, staff, money, outcome, links, by_account, handed_in_at)
                VALUES (\("record-\(name)"), \(id), 'confirmed', \(people), \(1), \(Int64(0)), \([1] as [UInt8]), '[]', \(by), \(now))
                """)
        }
        return id
    }

    /// Somebody in an office of which the template has nobody.
    func officer(_ office: String) async throws -> Domain.Actor {
        let login = "figures.\(office)"
        _ = try await OpenAccount(login: login, name: "人员\(office)", password: Self.password, programme: programme.id, office: office, place: .handler)(house, by: try await staff("admin"))
        return try await staff(login)
    }

    func item(_ verb: KeepWorkItem, by actor: Domain.Actor) async throws -> ID<WorkItem> { try #require(ID<WorkItem>(rawValue: try await verb(house, by: actor).id)) }

    func state(_ id: ID<WorkItem>) async throws -> String { try await database.read { tx in try #require(try tx.value("SELECT state FROM work_items WHERE id = \(id)")) } }
}
