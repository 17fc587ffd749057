import Domain
import SQL

extension SeatState: Bindable {}

/// What a registration keeps, sealed: the register of who wanted to come, whatever becomes of the account.
struct SeatEntry: Codable, Sendable, Hashable {
    let name: String
    let phone: String
    /// Who comes along.
    let companions: [String]
    /// By question.
    let answers: [String: String]

    static let blank = SeatEntry(name: "", phone: "", companions: [], answers: [:])

    func sealed(_ secrets: any Secrets, _ seat: ID<Seat>) throws -> [UInt8] {
        try secrets.seal(text: try Stored.json(self), table: "event_registrations", column: "entry", row: seat.rawValue)
    }

    static func read(_ sealed: [UInt8], _ secrets: any Secrets, _ seat: ID<Seat>) throws -> SeatEntry {
        try Stored.read(try secrets.text(sealed, table: "event_registrations", column: "entry", row: seat.rawValue))
    }
}

/// A registration as it is kept.
struct StoredSeat: Sendable {
    let id: ID<Seat>
    let event: ID<Event>
    /// Nil for somebody who came to the door without one.
    let account: ID<Account>?
    let people: Int
    /// Eight digits, to be typed at the door.
    let number: Int
    let state: SeatState
    let beyond: Bool
    let createdAt: Instant
    let came: Int?
    let cameAt: Instant?

    /// Over `r`.
    static let columns: SQL = """
        r.id AS id, r.event_id AS event_id, r.account_id AS account_id, r.people AS people, r.number AS number, r.state AS state, r.beyond AS beyond, r.created_at AS created_at,
        r.came AS came, r.came_at AS came_at
        """

    init(_ row: Row) throws {
        id = try row("id")
        event = try row("event_id")
        account = try row("account_id")
        people = try row("people")
        number = try row("number")
        state = try row("state")
        beyond = try row("beyond")
        createdAt = try row("created_at")
        came = try row("came")
        cameAt = try row("came_at")
    }

    var receipt: Receipt { Receipt(.seat, id.rawValue) }
}

/// What somebody shows at the door: eight digits that are the registration's own, or a QR code with its id and a keyed digest, which nobody can make up.
enum SeatCodes {
    /// What the QR code holds.
    static func token(_ secrets: any Secrets, _ id: ID<Seat>) throws -> String { id.rawValue + "." + letters(try secrets.blindIndex(id.rawValue, table: "event_registrations", column: "token")) }

    /// The registration that a token is of, under any key that is still kept; nil for what is no token of this house.
    static func seat(_ typed: String, _ secrets: any Secrets) throws -> ID<Seat>? {
        let parts = typed.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let id = ID<Seat>(rawValue: String(parts[0])) else { return nil }
        return try secrets.blindIndexes(id.rawValue, table: "event_registrations", column: "token").contains { letters($0) == parts[1] } ? id : nil
    }

    /// A number of eight digits.
    static func number(_ secrets: any Secrets) throws -> Int { Int(try secrets.random(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 100_000_000) }

    /// `0123 4567`
    static func text(_ number: Int) -> String {
        let digits = String(number), padded = String(repeating: "0", count: max(8 - digits.count, 0)) + digits
        return padded.prefix(4) + " " + padded.suffix(4)
    }

    private static func letters(_ bytes: [UInt8]) -> String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        return String(decoding: bytes.suffix(16).map { alphabet[Int($0 & 31)] }, as: UTF8.self)
    }
}

enum SeatRefusals {
    static let rush = Refusal(.tooMany, "rush", Words("同时报名的人太多，请稍后再试", "Too many people are registering at this moment; please try again"))
    static let already = Refusal(.conflict, "registered_already", Words("您已报名这次活动", "You have registered already"), next: Words("可在“我的活动”查看", "See your events"))

    static func full(_ waitlist: Bool) -> Refusal {
        Refusal(.conflict, "event_full", Words("名额不足", "There are not so many seats left"),
            next: waitlist ? Words("可以加入候补，有人取消时自动递补", "Join the waitlist: a seat that is given back is yours in turn") : Words("有人取消时可以再次报名", "Try again when somebody cancels"),
            fields: waitlist ? [.init("wait", Words("名额已满，勾选后加入候补", "All seats are taken; tick this to wait in line"))] : [])
    }

    static func notOpen(_ event: StoredEvent, _ now: Instant) -> Refusal {
        guard event.state == .open else { return EventRefusals.wrongState(event.state) }
        return now < event.opensAt ? Refusal(.conflict, "registration_not_open", Words("报名于 \(Zone.china.text(event.opensAt).prefix(16)) 开始", "Registration opens at \(Zone.china.text(event.opensAt).prefix(16))"))
            : Refusal(.conflict, "registration_closed", Words("报名已截止", "Registration has ended"), next: Words("可到现场看看是否还有余位", "There may be room at the door"))
    }

    static func wrongState(_ state: SeatState) -> Refusal {
        Refusal(.conflict, "seat_\(state.rawValue)", Words("这次报名目前为“\(state.words.zh)”，不能这样办理", "The registration is “\(state.words.en)” at present"))
    }
}

extension Act {
    /// An event that stays as it is until the end of the transaction, while others register at the same time.
    /// - Throws: `Refusal.notFound`.
    func shareEvent(_ id: ID<Event>, where condition: SQL) throws -> StoredEvent {
        guard let row = try tx.row("SELECT \(StoredEvent.columns) FROM events e WHERE e.id = \(id) AND \(condition)\(dialect.lockShared)") else { throw Refusal.notFound }
        return try StoredEvent(row)
    }

    /// A registration with its event, both locked: the event first.
    /// - Parameter condition: who may, over `e` and `r`.
    /// - Throws: `Refusal.notFound`.
    func loadSeat(_ id: ID<Seat>, where condition: SQL) throws -> (seat: StoredSeat, event: StoredEvent) {
        guard let event: ID<Event> = try tx.value("SELECT r.event_id FROM event_registrations r JOIN events e ON e.id = r.event_id WHERE r.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        let loaded = try loadEvent(event, where: "1 = 1")
        guard let row = try tx.row("SELECT \(StoredSeat.columns) FROM event_registrations r WHERE r.id = \(id)\(dialect.lock)") else { throw Refusal.notFound }
        return (try StoredSeat(row), loaded)
    }

    /// Moves a registration that is locked.
    /// - Parameter setting: more columns, each after a comma.
    /// - Throws: a conflict that says what it is now.
    @discardableResult
    func step(_ seat: StoredSeat, _ step: SeatState.Step, verb: String, reason: KeptReason? = nil, setting: SQL = "", detail: [String: String] = [:]) throws -> SeatState {
        guard let next = seat.state.after(step) else { throw SeatRefusals.wrongState(seat.state) }
        let changed = try tx.run("UPDATE event_registrations SET state = \(next)\(setting) WHERE id = \(seat.id) AND state = \(seat.state)")
        guard changed == 1 else { throw SeatRefusals.wrongState(seat.state) }
        audit("seat", seat.id.rawValue, verb, from: seat.state.rawValue, to: next.rawValue, reason: reason, detail: detail)
        return next
    }
}
