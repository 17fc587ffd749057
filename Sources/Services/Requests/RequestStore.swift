import Domain
import SQL

extension RequestTopic: Bindable {}
extension RequestState: Bindable {}
extension RequestSide: Bindable {}
extension RequestOutcome: Bindable {}
extension RequestLink: Bindable {}
extension MentorBookingState: Bindable {}

/// Who has a request: a station or an office. As one word of a form: `station/ID`, `office/ID`.
public enum RequestOwner: Sendable, Hashable, Codable, RawRepresentable {
    case station(ID<Station>)
    case office(String)

    public init?(rawValue: String) {
        let parts = rawValue.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "station":
            guard let id = ID<Station>(rawValue: parts[1]) else { return nil }
            self = .station(id)
        case "office": self = .office(parts[1])
        default: return nil
        }
    }

    public var rawValue: String {
        switch self {
        case .station(let id): "station/\(id.rawValue)"
        case .office(let id): "office/\(id)"
        }
    }

    var station: ID<Station>? {
        guard case .station(let id) = self else { return nil }
        return id
    }

    var office: String? {
        guard case .office(let id) = self else { return nil }
        return id
    }

    init(_ row: Row) throws {
        let station: ID<Station>? = try row("station_id"), office: String? = try row("office")
        if let station { self = .station(station) } else if let office { self = .office(office) } else { throw Unexpected("a request without an owner") }
    }
}

/// A request as it is kept.
struct StoredRequest: Sendable {
    let id: ID<Request>
    let programme: String
    let topic: RequestTopic
    let account: ID<Account>?
    let organisation: ID<Organisation>?
    let owner: RequestOwner
    let area: String?
    let state: RequestState
    let turn: Int
    let version: Int
    let since: Day
    let answerDue: Day
    let closeDue: Day
    let endedAt: Instant?
    let outcome: RequestOutcome?
    let project: ProjectProfile?

    /// Over `r`.
    static let columns: SQL = """
        r.id AS id, r.programme_id AS programme_id, r.topic AS topic, r.account_id AS account_id, r.organisation_id AS organisation_id, r.station_id AS station_id, r.office AS office, r.area AS area,
        r.state AS state, r.turn AS turn, r.version AS version, r.since AS since, r.answer_due AS answer_due, r.close_due AS close_due, r.ended_at AS ended_at, r.outcome AS outcome, r.project AS project
        """

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        topic = try row("topic")
        account = try row("account_id")
        organisation = try row("organisation_id")
        owner = try RequestOwner(row)
        area = try row("area")
        state = try row("state")
        turn = try row("turn")
        version = try row("version")
        since = try row("since")
        answerDue = try row("answer_due")
        closeDue = try row("close_due")
        endedAt = try row("ended_at")
        outcome = try row("outcome")
        let text: String? = try row("project")
        project = try text.map { try Stored.read($0) }
    }

    /// Until when the next thing has to happen: the answer, then the outcome; nil once it is over.
    var due: Day? {
        switch state {
        case .open: answerDue
        case .answered: closeDue
        case .closed, .withdrawn: nil
        }
    }

    var receipt: Receipt { Receipt(.request, id.rawValue) }
}

/// Whose requests of `r` somebody reads. The asker and whoever has it now read all of it; whoever had it before reads what was written until they handed it on;
/// an office that supervises reads how it goes, without messages, files and names.
enum RequestAccess {
    static func asAsker(_ actor: Actor) -> SQL {
        "(r.account_id = \(actor.account) OR r.organisation_id IN (\(list: actor.organisations.sorted())))"
    }

    static func asOwner(_ actor: Actor) -> SQL { held("r", actor) }

    static func asFormer(_ actor: Actor) -> SQL { "EXISTS (SELECT 1 FROM request_owners o WHERE o.request_id = r.id AND o.until IS NOT NULL AND \(held("o", actor, "r")))" }

    static func asSupervisor(_ actor: Actor, _ library: Library) -> SQL {
        var parts: [SQL] = []
        for programme in library.programmes {
            let offices = actor.posts.filter { $0.programme == programme.id }.compactMap { programme.office($0.office) }.filter { $0.powers.contains(.supervise) }
            if offices.contains(where: { $0.area == nil }) {
                parts.append("r.programme_id = \(programme.id)")
            } else if !offices.isEmpty {
                parts.append("(r.programme_id = \(programme.id) AND r.area IN (\(list: offices.compactMap(\.area).sorted())))")
            }
        }
        return parts.isEmpty ? "1 = 0" : "(\(SQL.joined(parts, by: " OR ")))"
    }

    static func any(_ actor: Actor, _ library: Library) -> SQL { "(\(asAsker(actor)) OR \(asOwner(actor)) OR \(asFormer(actor)) OR \(asSupervisor(actor, library)))" }

    static func partyTo(_ actor: Actor) -> SQL { "(\(asAsker(actor)) OR \(asOwner(actor)))" }

    /// That the actor is one of the people of the station or office that `table` names; the programme stands in `programme`.
    static func held(_ table: String, _ actor: Actor, _ programme: String? = nil) -> SQL {
        switch (table, programme) {
        case ("m", _): return ways(actor, "m.station_id", "m.office", "m.programme_id")
        case ("o", _): return ways(actor, "o.station_id", "o.office", "r.programme_id")
        default: return ways(actor, "r.station_id", "r.office", "r.programme_id")
        }
    }

    private static func ways(_ actor: Actor, _ station: SQL, _ office: SQL, _ programme: SQL) -> SQL {
        var ways: [SQL] = ["EXISTS (SELECT 1 FROM stations s WHERE s.id = \(station) AND s.organisation_id IN (\(list: actor.organisations.sorted())))"]
        for post in actor.posts.sorted(by: { ($0.programme, $0.office, $0.place.rawValue) < ($1.programme, $1.office, $1.place.rawValue) }) {
            // Never NULL, since its contrary is asked for too.
            ways.append("(\(programme) = \(post.programme) AND \(office) IS NOT NULL AND \(office) = \(post.office))")
        }
        return "(\(SQL.joined(ways, by: " OR ")))"
    }
}

enum RequestText {
    static let most = 2000

    /// A text that has to be there. - Throws: `invalid` naming the field.
    static func needed(_ text: String?, _ field: String, least: Int = 2, most: Int = RequestText.most) throws(Refusal) -> String {
        let text = (text ?? "").trimmed
        guard (least...most).contains(text.count) else { throw .invalid([.init(field, Words("请填写内容（\(least) 至 \(most) 字）", "Please write \(least) to \(most) characters"))]) }
        return text
    }
}

extension Act {
    /// Loads a request, locked until the end of the transaction.
    /// - Parameter condition: who may, in SQL over `r`.
    /// - Throws: `Refusal.notFound`.
    func loadRequest(_ id: ID<Request>, where condition: SQL) throws -> StoredRequest {
        _ = try tx.row("SELECT id FROM requests WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT \(StoredRequest.columns) FROM requests r WHERE r.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return try StoredRequest(row)
    }

    /// As whom the actor writes: whoever asks, or whoever has it.
    func side(of request: StoredRequest) throws -> RequestSide {
        if let account = request.account, account == actor.account { return .asker }
        if try tx.row("SELECT r.id FROM requests r WHERE r.id = \(request.id) AND \(RequestAccess.asOwner(actor))") != nil { return .owner }
        return .asker
    }

    /// One step of a request.
    ///
    /// Effects: the state (compare-and-swap); what falls due no more is taken away; an audit record.
    /// - Parameter also: further columns, beginning with a comma.
    func step(_ request: StoredRequest, _ event: RequestEvent, by side: RequestSide, also: SQL = .empty, reason: KeptReason? = nil, detail: [String: String] = [:]) throws {
        let after = try request.state.after(event)
        let ended: Instant? = RequestState.live.contains(after) ? nil : now
        let changed = try tx.run("""
            UPDATE requests SET state = \(after), version = version + 1, changed_at = \(now), ended_at = \(ended)\(also) WHERE id = \(request.id) AND state = \(request.state) AND version = \(request.version)
            """)
        guard changed == 1 else { throw Casework.changedMeanwhile }
        if ended != nil { try noReminders(of: "\(request.id)/", "\(request.id)0") }
        if event == .answer { try noReminders(of: "\(request.id)/\(request.turn)/answer/", "\(request.id)/\(request.turn)/answer0") }
        audit("request", request.id.rawValue, "request_\(event.rawValue)", from: request.state.rawValue, to: after.rawValue, reason: reason,
            detail: detail.merging(["side": side.rawValue]) { given, _ in given })
    }

    /// - Parameters: the first subject, and the first one beyond the last.
    private func noReminders(of first: String, _ beyond: String) throws {
        try tx.run("DELETE FROM due WHERE verb = \(DueVerb.remindRequest.rawValue) AND subject >= \(first) AND subject < \(beyond) AND done_at IS NULL")
    }

    /// The last days of a clock that begins today, with its reminders dated.
    func startClock(of id: ID<Request>, turn: Int, _ rules: RequestRules, in programme: Programme) throws -> (answer: Day, close: Day) {
        let calendar = try house.library.calendar(programme.calendar)
        for (kind, days) in [("answer", rules.answerWithin), ("close", rules.closeWithin)] {
            for reminder in StepClock(allowance: days, since: today).reminders(calendar) {
                due(.remindRequest, "\(id)/\(turn)/\(kind)/\(reminder.percent)", at: programme.zone.instant(reminder.on.day, hour: 9))
            }
        }
        return (calendar.adding(rules.answerWithin, to: today).day, calendar.adding(rules.closeWithin, to: today).day)
    }

    /// The station's people, or the office's.
    func tell(_ owner: RequestOwner, programme: String, _ title: Words, _ body: Words, link: Receipt) throws {
        switch owner {
        case .station(let station):
            guard let host: ID<Organisation> = try tx.value("SELECT organisation_id FROM stations WHERE id = \(station)") else { return }
            try tell(organisation: host, title, body, link: link)
        case .office(let office): try tell(office: office, programme: programme, title, body, link: link)
        }
    }

    /// The other side of a request.
    func tell(_ request: StoredRequest, but side: RequestSide, _ title: Words, _ body: Words) throws {
        if side != .asker, let account = request.account { try tell(account, title, body, link: request.receipt) }
        if side != .owner { try tell(request.owner, programme: request.programme, title, body, link: request.receipt) }
    }

    /// The next message of a request that is locked.
    func write(_ text: String, to id: ID<Request>, as side: RequestSide) throws {
        let message = try newID(Request.self).rawValue, before: Int = try tx.value("SELECT MAX(n) FROM request_messages WHERE request_id = \(id)") ?? 0
        try tx.run("""
            INSERT INTO request_messages (id, request_id, n, side, by_account, body, at)
            VALUES (\(message), \(id), \(before + 1), \(side), \(actor.account), \(try house.secrets.seal(text: text, table: "request_messages", column: "body", row: message)), \(now))
            """)
    }
}
