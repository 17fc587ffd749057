import Domain
import SQL

/// The ledger refused some of a group's seats: somebody was faster. Everything is rolled back, and tried again on what is there by then.
struct SeatRefused: Error {}

/// All seats are taken, as far as somebody sees who does not hold the event: whoever would wait in line looks again while holding it.
struct SeatsGone: Error {}

/// Seats are numbers from 1 to an event's count, each of which the database gives once (`event_seats`). Whoever registers takes numbers that look free; a number that somebody
/// takes at the same moment is refused by the database, not by a look before. The event's row is only read, so that many register at once; whoever gives seats back,
/// joins the line or changes the event holds it alone.
extension Act {
    /// How many numbers are looked at first.
    private static var looked: Int { 64 }

    /// Takes so many seats, together or not at all.
    /// - Returns: false where there are not so many.
    /// - Throws: `SeatRefused` where the transaction has to be tried again.
    func takeSeats(_ event: StoredEvent, for seat: ID<Seat>, people: Int) throws -> Bool {
        // Each failed attempt means that another one succeeded, so that a rush for a few seats needs few.
        for _ in 0..<Ledger.attempts {
            guard let numbers = try freeSeats(event, people) else { return false }
            let lines = numbers.map { n -> SQL in "(\(event.id), \(n), \(seat), \(now))" }
            let made = try tx.rows("""
                INSERT INTO event_seats (event_id, n, registration_id, taken_at) VALUES \(SQL.joined(lines, by: ", "))
                ON CONFLICT (event_id, n) WHERE released_at IS NULL DO NOTHING RETURNING n
                """).count
            if made == numbers.count { return true }
            if made > 0 { throw SeatRefused() }
        }
        throw SeatRefused()
    }

    /// Numbers that look free; nil where there are not so many. A few are looked at first, from anywhere, and all of them only where these do not do.
    private func freeSeats(_ event: StoredEvent, _ people: Int) throws -> [Int]? {
        let dice = Int(truncatingIfNeeded: try house.secrets.random(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        if event.seats > 2 * Self.looked {
            let first = 1 + Int(UInt(bitPattern: dice) % UInt(event.seats - Self.looked + 1)), last = first + Self.looked - 1
            let taken = try tx.rows("SELECT n FROM event_seats WHERE event_id = \(event.id) AND released_at IS NULL AND n >= \(first) AND n <= \(last)").map { try $0("n") as Int }
            if let found = SeatChoice.numbers(people, of: first...last, taken: Set(taken), from: dice) { return found }
        }
        let taken = try tx.rows("SELECT n FROM event_seats WHERE event_id = \(event.id) AND released_at IS NULL").map { try $0("n") as Int }
        return SeatChoice.numbers(people, of: 1...event.seats, taken: Set(taken), from: dice)
    }

    func seatsTaken(_ id: ID<Event>) throws -> Int { try tx.value("SELECT COUNT(*) FROM event_seats WHERE event_id = \(id) AND released_at IS NULL") ?? 0 }

    func releaseSeats(of seat: ID<Seat>) throws { try tx.run("UPDATE event_seats SET released_at = \(now) WHERE registration_id = \(seat) AND released_at IS NULL") }

    /// Numbers beyond an event's count move to lower ones that are free: there are fewer seats now, and enough. The event is locked.
    func closeUpSeats(_ event: StoredEvent) throws {
        let taken = try tx.rows("SELECT n FROM event_seats WHERE event_id = \(event.id) AND released_at IS NULL ORDER BY n").map { try $0("n") as Int }
        let high = taken.filter { $0 > event.seats }
        guard !high.isEmpty, let free = SeatChoice.numbers(high.count, of: 1...event.seats, taken: Set(taken), from: 0) else { return }
        for (old, new) in zip(high, free) { try tx.run("UPDATE event_seats SET n = \(new) WHERE event_id = \(event.id) AND n = \(old) AND released_at IS NULL") }
    }

    /// Seats that are free go to those who wait, the first in line first; a group for which they do not do is passed over until they do. The event is locked.
    ///
    /// Effects: who gets a seat is registered, or where registrations are approved waits for that; a message to each; audit records.
    func moveUp(_ event: StoredEvent) throws {
        guard event.state == .open, now < event.beginsAt else { return }
        var free = event.seats - (try seatsTaken(event.id)), last: (at: Instant, id: ID<Seat>)?
        while free > 0 {
            let after: SQL = last.map { " AND (r.created_at > \($0.at) OR (r.created_at = \($0.at) AND r.id > \($0.id)))" } ?? ""
            let rows = try tx.rows("""
                SELECT \(StoredSeat.columns) FROM event_registrations r WHERE r.event_id = \(event.id) AND r.state = 'waiting'\(after) ORDER BY r.created_at, r.id LIMIT 50\(dialect.lock)
                """).map(StoredSeat.init)
            guard let end = rows.last else { return }
            for seat in rows where seat.people <= free {
                guard try takeSeats(event, for: seat.id, people: seat.people) else { return }
                free -= seat.people
                let next = try step(seat, event.approval ? .ask : .seat, verb: "seat_moved_up", setting: ", seated_at = \(now)")
                guard let account = seat.account else { continue }
                try tell(account, Words("候补到名额：\(event.title)", "A seat for you: \(event.title)"),
                    next == .requested ? Words("名额已为您保留，等待主办方审核。", "A seat is kept for you until the organiser has looked at your registration.")
                        : Words("您已递补报名成功：\(event.whenAndWhere.zh)。不能参加时请取消，名额让给下一位。", "You are registered: \(event.whenAndWhere.en). If you cannot come, please cancel so that the next can."),
                    link: seat.receipt)
            }
            last = (end.createdAt, end.id)
        }
    }
}
