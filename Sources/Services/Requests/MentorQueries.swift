import Domain
import SQL

enum MentorReader {
    /// Over `m`, `st`.
    static let tables: SQL = "mentors m LEFT JOIN stations st ON st.id = m.station_id"

    static func columns(now: Instant) -> SQL {
        let free: SQL = "mentor_hours h WHERE h.mentor_id = m.id AND h.withdrawn_at IS NULL AND h.starts_at > \(now) AND NOT EXISTS (SELECT 1 FROM mentor_bookings b WHERE b.hour_id = h.id AND b.state <> 'cancelled')"
        return """
            m.id AS id, m.programme_id AS programme_id, m.name AS name, m.organisation AS organisation, m.fields AS fields, m.helps AS helps, m.station_id AS station_id, m.office AS office, st.name AS station,
            (SELECT COUNT(*) FROM \(free)) AS free, (SELECT MIN(h.starts_at) FROM \(free)) AS next
            """
    }

    static func summary(_ row: Row, _ library: Library) throws -> MentorSummary {
        let programme = try library.programme(try row("programme_id")), fields: [String] = try Stored.read(try row("fields")), station: String? = try row("station")
        return MentorSummary(
            id: try row("id"), name: try row("name"), organisation: try row("organisation"), fields: fields.map { id in programme.fields.first { $0.id == id }?.name ?? Words(id, id) }, helps: try row("helps"),
            keeper: RequestReader.name(of: try RequestOwner(row), station: station, programme), free: try row("free"), next: try row("next"))
    }

    /// - Parameter condition: over `b`, `h` and `m`.
    static func bookings(_ tx: any Transaction, _ house: House, _ condition: SQL, _ actor: Actor, now: Instant) throws -> [MentorBookingView] {
        try tx.rows("""
            SELECT b.id AS id, b.account_id AS account_id, b.request_id AS request_id, b.state AS state, b.note AS note, h.starts_at AS starts_at, h.minutes AS minutes, h.place AS place, m.id AS mentor, m.name AS name,
                m.programme_id AS programme_id, CASE WHEN \(RequestAccess.held("m", actor)) THEN 1 ELSE 0 END AS keeps
            FROM mentor_bookings b JOIN mentor_hours h ON h.id = b.hour_id JOIN mentors m ON m.id = h.mentor_id WHERE \(condition) ORDER BY h.starts_at DESC, b.id
            """).map { row in
            let id: ID<MentorBooking> = try row("id"), account: ID<Account> = try row("account_id"), state: MentorBookingState = try row("state"), note: [UInt8]? = try row("note"), starts: Instant = try row("starts_at")
            let keeps: Int = try row("keeps"), hours = try house.library.programme(try row("programme_id")).requests?.mentorCancelHours ?? 0
            let isOwn = account == actor.account
            return MentorBookingView(
                id: id, mentor: try row("mentor"), mentorName: try row("name"), request: try row("request_id"), startsAt: starts, minutes: try row("minutes"), place: try row("place"), state: state,
                note: try note.map { try house.secrets.text($0, table: "mentor_bookings", column: "note", row: id.rawValue) },
                mayCancel: state == .booked && starts > now && (keeps == 1 || (isOwn && starts.adding(seconds: -hours * 3600) > now)), mayRecord: state == .booked && keeps == 1 && starts <= now)
        }
    }
}

extension House {
    /// The directory of mentors, for everybody.
    public func mentors(field: String?, for actor: Actor) async throws -> MentorList {
        guard let programme = library.programmes.first, programme.requests != nil else { throw Refusal.notFound }
        let house = self, library = library
        return try await read { tx, now in
            let all = try tx.rows("SELECT \(MentorReader.columns(now: now)) FROM \(MentorReader.tables) WHERE m.programme_id = \(programme.id) AND m.ended_at IS NULL ORDER BY m.name, m.id LIMIT 500").filter { row in
                guard let field else { return true }
                return (try Stored.read(try row("fields")) as [String]).contains(field)
            }
            return MentorList(
                field: field, mentors: try all.map { try MentorReader.summary($0, library) }, fields: programme.fields.map { ConditionName(id: $0.id, name: $0.name, clause: nil) },
                keepers: try RequestReader.own(tx, house, actor, programme))
        }
    }

    /// A mentor with the hours to come, for everybody; for the keeper with all bookings, for a person with their own.
    public func mentor(_ id: ID<Mentor>, for actor: Actor) async throws -> MentorView {
        let house = self, library = library
        return try await read { tx, now in
            guard let row = try tx.row("SELECT \(MentorReader.columns(now: now)) FROM \(MentorReader.tables) WHERE m.id = \(id) AND m.ended_at IS NULL") else { throw Refusal.notFound }
            let keeps = try tx.row("SELECT m.id FROM mentors m WHERE m.id = \(id) AND \(RequestAccess.held("m", actor))") != nil
            let hours = try tx.rows("""
                SELECT h.id AS id, h.starts_at AS starts_at, h.minutes AS minutes, h.place AS place,
                    CASE WHEN EXISTS (SELECT 1 FROM mentor_bookings b WHERE b.hour_id = h.id AND b.state <> 'cancelled') THEN 1 ELSE 0 END AS taken
                FROM mentor_hours h WHERE h.mentor_id = \(id) AND h.withdrawn_at IS NULL AND h.starts_at > \(now) ORDER BY h.starts_at, h.id LIMIT 200
                """).map { hour in
                let taken: Int = try hour("taken")
                return HourView(id: try hour("id"), startsAt: try hour("starts_at"), minutes: try hour("minutes"), place: try hour("place"), isFree: taken == 0)
            }
            let rules = try library.programme(try row("programme_id")).requests
            let bookings = keeps ? try MentorReader.bookings(tx, house, "m.id = \(id)", actor, now: now)
                : try actor.account.map { try MentorReader.bookings(tx, house, "m.id = \(id) AND b.account_id = \($0)", actor, now: now) } ?? []
            return MentorView(
                summary: try MentorReader.summary(row, library), hours: hours, bookings: bookings, mayKeep: keeps, mayBook: actor.isSignedIn && !actor.isStaff, bookingsMost: rules?.mentorBookings ?? 0,
                cancelHours: rules?.mentorCancelHours ?? 0)
        }
    }
}
