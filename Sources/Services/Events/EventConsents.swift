import Domain
import SQL

extension EventConsentState: Bindable {}

/// In whose name an event runs, as its page says it.
public struct EventNaming: Codable, Sendable, Hashable {
    /// 主办
    public let organiser: Words
    /// 承办: the station that runs it; nil while an office's event has none, and for a station's own event in its own name.
    public let runner: String?
    /// The exact words that an authority consented to; nil without a consent in force.
    public let wording: String?
    /// The office in whose name it runs; nil for a station's own.
    public let office: String?
    public let consent: ID<EventConsent>?

    public var words: Words { EventName.words(self) }
}

/// `主办：…　承办：…`
public enum EventName {
    public static func words(_ naming: EventNaming) -> Words {
        if let wording = naming.wording { return Words(wording, "\(wording) (in the name of \(naming.organiser.en))") }
        guard let runner = naming.runner else { return Words("主办：\(naming.organiser.zh)", "Held by \(naming.organiser.en)") }
        return Words("主办：\(naming.organiser.zh)　承办：\(runner)", "Held by \(naming.organiser.en), run by \(runner)")
    }
}

enum EventConsentReader {
    /// In whose name an event runs. Without a consent for its days that is in force it runs in the station's own.
    /// - Parameter library: for the names of offices; without it an office is called by its id.
    static func naming(_ tx: any Transaction, _ event: StoredEvent, _ library: Library? = nil) throws -> EventNaming {
        let station: String? = try event.station.flatMap { try tx.value("SELECT name FROM stations WHERE id = \($0)") }
        func name(_ office: String) -> Words { library.flatMap { try? $0.programme(event.programme).office(office)?.name } ?? Words(office, office) }
        if let office = event.office { return EventNaming(organiser: name(office), runner: station, wording: nil, office: office, consent: nil) }
        if let row = try inForce(tx, event) {
            let office: String = try row("office")
            return EventNaming(organiser: name(office), runner: station, wording: try row("words"), office: office, consent: try row("id"))
        }
        return EventNaming(organiser: Words(station ?? "", station ?? ""), runner: nil, wording: nil, office: nil, consent: nil)
    }

    /// The consent that covers all days of the event. A station that has not this event any more has not the consent either.
    static func inForce(_ tx: any Transaction, _ event: StoredEvent) throws -> Row? {
        try tx.row("""
            SELECT id, office, words FROM event_consents
            WHERE event_id = \(event.id) AND station_id = \(event.station) AND state = 'granted' AND from_day <= \(event.day) AND to_day >= \(Zone.china.day(of: event.endsAt))
            """)
    }
}

/// The station asks to use the authority's name for an event 以建站审批单位名义.
///
/// Effects: the request with the exact words; the authority is told; an audit record. One request or consent at a time.
public struct AskForName: Codable, Sendable {
    /// One of the programme's wordings, by id.
    public let wording: String

    public init(wording: String) { self.wording = wording }

    public func callAsFunction(_ house: House, _ id: ID<Event>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            guard let account = actor.account else { throw Refusal.unauthenticated }
            let event = try act.loadEvent(id, where: EventConsentRules.ownOfStation(actor))
            guard let station = event.station, let row = try act.tx.row("SELECT name, level, area FROM stations WHERE id = \(station)") else { throw Refusal.notFound }
            let (programme, rules) = try house.eventRules(event.programme)
            guard event.state == .draft || event.state == .open else { throw EventConsentRules.tooLate }
            guard let consent = rules.consent, let authority = EventDesk.authority(programme, level: try row("level"), area: try row("area")) else {
                throw Refusal(.conflict, "no_consent", Words("本方案没有以建站审批单位名义的活动", "The programme has no events in an authority's name"))
            }
            guard let chosen = consent.wording(wording) else { throw Refusal.invalid([.init("wording", Words("请选择用语", "Choose a wording"))]) }
            let words = chosen.words(authority: authority.name.zh, station: try row("name"))
            let made: ID<EventConsent> = try act.newID()
            let kept = try act.tx.rows("""
                INSERT INTO event_consents (id, event_id, station_id, office, wording, words, from_day, to_day, state, asked_by, asked_at)
                VALUES (\(made), \(id), \(station), \(authority.id), \(chosen.id), \(words), \(act.today), \(max(act.today, Zone.china.day(of: event.endsAt))), 'asked', \(account), \(act.now))
                ON CONFLICT DO NOTHING RETURNING id
                """)
            guard !kept.isEmpty else { throw Refusal(.conflict, "name_asked", Words("已经申请或已获同意", "It is asked for or granted already")) }
            act.audit("event", id.rawValue, "name_asked", clause: consent.clause, detail: ["consent": made.rawValue, "wording": chosen.id])
            try act.tell(office: authority.id, [authority.signOff.last ?? .handler], programme: programme.id, Words("申请以本单位名义举办活动：\(event.title)", "An event asks for your name: \(event.title)"),
                Words("申请用语：\(words)。请答复。", "The words: \(words). Please answer."), link: event.deskReceipt)
            return event.deskReceipt
        }
    }
}

/// The authority consents to its name for an event, or does not.
///
/// Effects: the consent with its exact words and days, or the refusal with its reason; the station is told; an audit record.
public struct AnswerForName: Codable, Sendable {
    public let grant: Bool
    /// Another of the programme's wordings than was asked for.
    public let wording: String?
    public let from: Day?
    public let to: Day?
    /// Wanted with a refusal.
    public let reason: String?

    public init(grant: Bool, wording: String? = nil, from: Day? = nil, to: Day? = nil, reason: String? = nil) {
        self.grant = grant
        self.wording = wording
        self.from = from
        self.to = to
        self.reason = reason
    }

    public func callAsFunction(_ house: House, _ id: ID<EventConsent>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let consent = try act.loadNameConsent(id)
            guard let account = actor.account else { throw Refusal.unauthenticated }
            let event = consent.event
            guard let next = consent.state.after(grant ? .grant : .refuse) else { throw EventConsentRules.answered }
            guard event.state != .cancelled, event.endsAt > act.now else { throw EventConsentRules.tooLate }
            let (programme, rules) = try house.eventRules(event.programme)
            guard let station = try act.tx.row("SELECT name FROM stations WHERE id = \(consent.station)"), let authority = programme.office(consent.office) else { throw Refusal.notFound }
            var words = consent.words, chosen = consent.wording
            if grant, let other = wording, !other.isEmpty {
                guard let found = rules.consent?.wording(other) else { throw Refusal.invalid([.init("wording", Words("没有这种用语", "There is no such wording"))]) }
                chosen = found.id
                words = found.words(authority: authority.name.zh, station: try station("name"))
            }
            let from = from ?? consent.from, to = to ?? consent.to
            if grant {
                var fields: [Refusal.Field] = []
                if from > event.day { fields.append(.init("from", Words("须不晚于活动当天 \(event.day)", "Not after the event's day, \(event.day)"))) }
                if to < Zone.china.day(of: event.endsAt) { fields.append(.init("to", Words("须不早于活动结束当天", "Not before the event's last day"))) }
                guard fields.isEmpty, from <= to else { throw Refusal.invalid(fields.isEmpty ? [.init("to", Words("起止日期颠倒", "The days are the wrong way round"))] : fields) }
            }
            let kept = grant ? nil : try act.keepReason(try EventPlanRules.reason(reason), audience: .applicant)
            let changed = try act.tx.run("""
                UPDATE event_consents SET state = \(next), wording = \(chosen), words = \(words), from_day = \(from), to_day = \(max(from, to)), answered_by = \(account), answered_at = \(act.now),
                    reason_id = \(kept?.id)
                WHERE id = \(id) AND state = 'asked'
                """)
            guard changed == 1 else { throw Casework.changedMeanwhile }
            act.audit("event", event.id.rawValue, grant ? "name_granted" : "name_refused", post: consent.office, reason: kept, clause: rules.consent?.clause, detail: ["consent": id.rawValue])
            try act.tell(try act.people(of: consent.station), grant ? Words("同意以建站审批单位名义举办：\(event.title)", "You may use the name: \(event.title)") : Words("未同意以建站审批单位名义举办：\(event.title)",
                "You may not use the name: \(event.title)"),
                grant ? Words("用语：\(words)，\(from) 至 \(to) 有效。", "The words: \(words), from \(from) to \(to).") : Words("理由见活动的名义页面，可以本站名义举办。",
                    "The reason is on the event's page; it can run in your own name."), link: event.deskReceipt)
            return event.deskReceipt
        }
    }
}

/// The authority takes its consent back, with a reason.
///
/// Effects: the event runs in the station's own name at once; the station is told with the reason; an audit record.
public struct RevokeName: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<EventConsent>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try EventPlanRules.reason(reason)
        return try await house.perform(by: actor, once: once) { act in
            let consent = try act.loadNameConsent(id)
            guard let account = actor.account else { throw Refusal.unauthenticated }
            guard let next = consent.state.after(.revoke) else { throw EventConsentRules.answered }
            let kept = try act.keepReason(text, audience: .applicant)
            let changed = try act.tx.run("UPDATE event_consents SET state = \(next), revoked_by = \(account), revoked_at = \(act.now), reason_id = \(kept.id) WHERE id = \(id) AND state = 'granted'")
            guard changed == 1 else { throw Casework.changedMeanwhile }
            act.audit("event", consent.event.id.rawValue, "name_revoked", post: consent.office, reason: kept, detail: ["consent": id.rawValue])
            try act.tell(try act.people(of: consent.station), Words("撤回名义：\(consent.event.title)", "The name is taken back: \(consent.event.title)"),
                Words("即日起只能以本站名义举办，请更换已印发的材料。理由：\(text)", "From now on it runs in your own name; please replace what was printed. The reason: \(text)"), link: consent.event.deskReceipt)
            return consent.event.deskReceipt
        }
    }
}

enum EventConsentRules {
    /// A station's own event; an office's runs in the office's name anyway. Over `e`.
    static func ownOfStation(_ actor: Actor) -> SQL {
        "e.office IS NULL AND EXISTS (SELECT 1 FROM stations s WHERE s.id = e.station_id AND \(EventDesk.ownStation(actor)))"
    }

    /// The name is the office's: the last in its line lends it.
    static func mayAnswer(_ actor: Actor, for office: String, in programme: Programme) -> Bool {
        programme.office(office)?.signOff.last.map { actor.holds(office, $0, in: programme.id) } ?? false
    }

    static let tooLate = Refusal(.conflict, "event_passed", Words("活动已经结束或取消", "The event is over or cancelled"))
    static let answered = Refusal(.conflict, "name_answered", Words("这项申请已经答复", "It is answered already"), next: Words("请刷新页面查看", "Reload the page"))
}

/// A consent with the event that it is for.
struct LoadedNameConsent {
    let event: StoredEvent
    let station: ID<Station>
    let office: String
    let wording: String
    let words: String
    let from: Day
    let to: Day
    let state: EventConsentState
}

extension Act {
    /// Loads a consent for somebody in the office that gives it, its event locked. Nobody answers their own station.
    /// - Throws: `notFound` for everybody else; `forbidden` for one's own, and for those in the office who do not sign.
    func loadNameConsent(_ id: ID<EventConsent>) throws -> LoadedNameConsent {
        let ways = actor.posts.map { "(e.programme_id = \($0.programme) AND x.office = \($0.office))" as SQL }
        guard !ways.isEmpty, let found = try tx.row("""
            SELECT x.event_id AS event_id FROM event_consents x JOIN events e ON e.id = x.event_id WHERE x.id = \(id) AND (\(SQL.joined(ways, by: " OR ")))
            """) else { throw Refusal.notFound }
        let event = try loadEvent(try found("event_id"), where: "1 = 1")
        guard let row = try tx.row("""
            SELECT x.station_id AS station_id, x.office AS office, x.wording AS wording, x.words AS words, x.from_day AS from_day, x.to_day AS to_day, x.state AS state, s.organisation_id AS organisation_id
            FROM event_consents x JOIN stations s ON s.id = x.station_id WHERE x.id = \(id)
            """) else { throw Refusal.notFound }
        if actor.organisations.contains(try row("organisation_id") as ID<Organisation>) { throw EventDeskRules.ownStation }
        guard EventConsentRules.mayAnswer(actor, for: try row("office"), in: try house.library.programme(event.programme)) else {
            throw Refusal(.forbidden, "not_yours_to_sign", Words("由本单位签发人答复", "It is answered by whoever signs in your office"))
        }
        return LoadedNameConsent(
            event: event, station: try row("station_id"), office: try row("office"), wording: try row("wording"), words: try row("words"), from: try row("from_day"), to: try row("to_day"), state: try row("state"))
    }
}

enum EventDeskRules {
    static let ownStation = Refusal(.forbidden, "own_station", Words("不能办理本人所在驿站的事项，请回避", "No one acts on their own station's matters"))
}
