import Domain
import SQL

extension EventOfferState: Bindable {}

/// An office offers its event to stations before others 优先承办.
///
/// Effects: the recognised stations of its level or area in the programme's order, each with the reasons of its place (二(三)1); the first are asked, each with
/// a time by which to answer; messages; an audit record.
public struct OfferEvent: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Event>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let event = try act.loadEvent(id, where: "e.office IS NOT NULL AND \(EventOfferRules.ofOwnOffice(actor))")
            let (programme, rules) = try house.eventRules(event.programme)
            guard let offers = rules.offers else { throw Refusal(.conflict, "no_offers", Words("本方案未规定活动如何征询驿站", "The programme does not say how events are offered")) }
            guard event.station == nil else { throw EventOfferRules.taken }
            guard event.state == .draft || event.state == .open, event.beginsAt > act.now else { throw EventConsentRules.tooLate }
            guard try act.tx.row("SELECT id FROM event_offers WHERE event_id = \(id) LIMIT 1") == nil else {
                throw Refusal(.conflict, "offered_already", Words("已经向驿站征询", "It is offered already"))
            }
            let ranked = EventOfferOrder.ranked(try EventOfferReader.candidates(act.tx, house, event, programme, offers), field: event.field, seats: event.seats, order: offers.order)
            guard !ranked.isEmpty else { throw Refusal(.conflict, "no_stations", Words("没有可以征询的驿站", "There is no station to ask"), next: Words("可由本单位自行组织", "Your office can hold it itself")) }
            for (index, item) in ranked.enumerated() {
                let offer: ID<EventOffer> = try act.newID()
                try act.tx.run("""
                    INSERT INTO event_offers (id, event_id, station_id, place, reasons, state) VALUES (\(offer), \(id), \(item.candidate.id), \(index + 1), \(try Stored.json(item.reasons)), 'waiting')
                    """)
            }
            act.audit("event", id.rawValue, "event_offered", post: event.office ?? "", clause: offers.clause, detail: ["stations": String(ranked.count)])
            try act.askNext(event, programme, offers)
            return event.deskReceipt
        }
    }
}

/// A station takes an office's event, or declines.
///
/// Effects: the first yes takes it: the event is the station's to run, the other offers end and those who were asked are told; a no asks the next station; the office is
/// told; audit records.
public struct AnswerEventOffer: Codable, Sendable {
    public let accept: Bool
    /// Wanted with a no.
    public let reason: String?

    public init(accept: Bool, reason: String? = nil) {
        self.accept = accept
        self.reason = reason
    }

    public func callAsFunction(_ house: House, _ id: ID<EventOffer>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            guard let account = actor.account else { throw Refusal.unauthenticated }
            guard let found = try act.tx.row("""
                SELECT o.event_id AS event_id FROM event_offers o JOIN stations s ON s.id = o.station_id JOIN plaques p ON p.station_id = s.id
                WHERE o.id = \(id) AND o.state <> 'waiting' AND p.state = 'valid' AND \(EventDesk.ownStation(actor))
                """) else { throw Refusal.notFound }
            let event = try act.loadEvent(try found("event_id"), where: "1 = 1")
            let (programme, rules) = try house.eventRules(event.programme)
            guard let row = try act.tx.row("SELECT o.state AS state, o.station_id AS station_id, o.answer_by AS answer_by, s.name AS name FROM event_offers o JOIN stations s ON s.id = o.station_id WHERE o.id = \(id)"),
                  let until: Instant = try row("answer_by"), let offers = rules.offers else { throw Refusal.notFound }
            let state: EventOfferState = try row("state"), station: ID<Station> = try row("station_id"), name: String = try row("name")
            if event.station != nil, event.station != station { throw EventOfferRules.taken }
            guard event.state == .draft || event.state == .open else { throw EventConsentRules.tooLate }
            guard let next = state.after(accept ? .accept : .decline), until > act.now else { throw EventOfferRules.over }
            let kept = accept ? nil : try act.keepReason(try EventPlanRules.reason(reason), audience: .office)
            if accept {
                // The first yes: whoever comes second finds the event taken.
                let changed = try act.tx.run("UPDATE events SET station_id = \(station), version = version + 1 WHERE id = \(event.id) AND station_id IS NULL AND state IN ('draft', 'open')")
                guard changed == 1 else { throw EventOfferRules.taken }
            }
            let changed = try act.tx.run("UPDATE event_offers SET state = \(next), answered_by = \(account), answered_at = \(act.now), reason_id = \(kept?.id) WHERE id = \(id) AND state = 'asked'")
            guard changed == 1 else { throw EventOfferRules.over }
            try act.nothingDue([.lapseEventOffer], id.rawValue)
            act.audit("event", event.id.rawValue, accept ? "event_taken" : "event_declined", reason: kept, detail: ["offer": id.rawValue, "station": station.rawValue])
            if let office = event.office {
                try act.tell(office: office, programme: event.programme, accept ? Words("驿站承办：\(event.title)", "A station takes it: \(event.title)") : Words("驿站谢绝承办：\(event.title)", "A station declines: \(event.title)"),
                    Words("\(name)\(accept ? "承办这场活动。" : "不承办，已征询下一家。")", accept ? "\(name) runs it." : "\(name) does not; the next one is asked."), link: event.deskReceipt)
            }
            if accept { try act.endOffers(of: event) } else { try act.askNext(event, programme, offers) }
            return event.deskReceipt
        }
    }
}

/// A station did not answer in time. By the worker; harmless when repeated.
///
/// Effects: the offer has lapsed and the next station is asked; messages; an audit record.
struct LapseEventOffer {
    func callAsFunction(_ house: House, _ id: ID<EventOffer>, at: Instant?) async throws {
        guard let found: ID<Event> = try await house.database.read({ tx in try tx.value("SELECT event_id FROM event_offers WHERE id = \(id)") }) else { return }
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            let event = try act.loadEvent(found, where: "1 = 1")
            let changed = try act.tx.run("UPDATE event_offers SET state = 'lapsed' WHERE id = \(id) AND state = 'asked' AND answer_by <= \(act.now)")
            guard changed == 1 else { return event.deskReceipt }
            let (programme, rules) = try house.eventRules(event.programme)
            let station: ID<Station> = try act.tx.value("SELECT station_id FROM event_offers WHERE id = \(id)") ?? { throw Refusal.notFound }()
            act.audit("event", event.id.rawValue, "event_offer_lapsed", detail: ["offer": id.rawValue, "station": station.rawValue])
            try act.tell(try act.people(of: station), Words("逾期未答复：\(event.title)", "Not answered in time: \(event.title)"), Words("已征询下一家驿站。", "The next station is asked."), link: event.deskReceipt)
            if let offers = rules.offers { try act.askNext(event, programme, offers) }
            return event.deskReceipt
        }
    }
}

enum EventOfferRules {
    static let taken = Refusal(.conflict, "event_taken", Words("这场活动已由驿站承办", "A station has taken this event"), next: Words("可留意其他征询", "Watch for others"))
    static let over = Refusal(.conflict, "offer_over", Words("征询已经结束或已答复", "The offer is over or answered"), next: Words("请刷新页面查看", "Reload the page"))

    /// Over `e`.
    static func ofOwnOffice(_ actor: Actor) -> SQL {
        let ways = Set(actor.posts.map { "\($0.programme)/\($0.office)" }).sorted()
        guard !ways.isEmpty else { return "1 = 0" }
        return "((e.programme_id || '/' || e.office) IN (\(list: ways)))"
    }
}

extension Act {
    /// Asks so many stations at once as the programme says, in their order. Where nobody is left to ask, the office is told.
    fileprivate func askNext(_ event: StoredEvent, _ programme: Programme, _ offers: EventRules.Offers) throws {
        guard event.station == nil, event.state == .draft || event.state == .open, event.beginsAt > now else { return }
        let asked: Int = try tx.value("SELECT COUNT(*) FROM event_offers WHERE event_id = \(event.id) AND state = 'asked'") ?? 0
        let waiting = try tx.rows("SELECT id, station_id FROM event_offers WHERE event_id = \(event.id) AND state = 'waiting' ORDER BY place LIMIT \(max(offers.atOnce - asked, 0))")
        guard asked > 0 || !waiting.isEmpty else {
            guard let office = event.office else { return }
            return try tell(office: office, programme: event.programme, Words("没有驿站承办：\(event.title)", "No station takes it: \(event.title)"), Words("征询的驿站均未承办，可自行组织。",
                "Every station that was asked declined; your office can hold it itself."), link: event.deskReceipt)
        }
        let last = try house.library.calendar(programme.calendar).adding(offers.answerWithin, to: today).day
        let until = min(Zone.china.instant(last, hour: 24), event.beginsAt)
        for row in waiting {
            let offer: ID<EventOffer> = try row("id"), station: ID<Station> = try row("station_id")
            guard try tx.run("UPDATE event_offers SET state = 'asked', asked_at = \(now), answer_by = \(until) WHERE id = \(offer) AND state = 'waiting'") == 1 else { continue }
            due(.lapseEventOffer, offer.rawValue, at: until)
            try tell(try people(of: station), Words("征询承办：\(event.title)", "Will you run it? \(event.title)"),
                Words("请在 \(Zone.china.day(of: until.adding(seconds: -1))) 前答复是否承办，先答复的先得。", "Please say by \(Zone.china.day(of: until.adding(seconds: -1))) whether you take it; the first yes takes it."),
                    link: event.deskReceipt)
        }
    }

    /// Somebody has taken it: nobody else is asked any more, and those who were hear of it.
    fileprivate func endOffers(of event: StoredEvent) throws {
        let asked = try tx.rows("SELECT id, station_id FROM event_offers WHERE event_id = \(event.id) AND state = 'asked' ORDER BY place")
        try tx.run("UPDATE event_offers SET state = 'ended' WHERE event_id = \(event.id) AND state IN ('waiting', 'asked')")
        for row in asked {
            try nothingDue([.lapseEventOffer], try row("id"))
            try tell(try people(of: try row("station_id")), Words("已由其他驿站承办：\(event.title)", "Another station has taken it: \(event.title)"), Words("征询结束，感谢关注。", "The offer is over. Thank you."), link: event.deskReceipt)
        }
    }
}

enum EventOfferReader {
    /// The recognised stations that can be asked: a city office's event goes to the levels that a city office recognises, an area's to the area's stations.
    static func candidates(_ tx: any Transaction, _ house: House, _ event: StoredEvent, _ programme: Programme, _ offers: EventRules.Offers) throws -> [EventOfferOrder.Candidate] {
        let area = event.office.flatMap { programme.office($0)?.area }
        let levels = programme.levels.map(\.id).filter { level in
            if case .ofArea? = programme.events?.consent?.by[level] { false } else { true }
        }
        let which: SQL = area.map { "s.area = \($0)" } ?? "s.level IN (\(list: levels))"
        let rows = try tx.rows("""
            SELECT s.id AS id, s.field AS field, s.case_id AS case_id, s.recognised_on AS recognised_on FROM stations s JOIN plaques p ON p.station_id = s.id
            WHERE s.programme_id = \(programme.id) AND p.state = 'valid' AND \(which) ORDER BY s.id
            """)
        let applications = try ApplicationStore.handedIn(tx, house, try rows.map { try $0("case_id") as ID<Case> })
        return try rows.map { row in
            let application: ID<Case> = try row("case_id"), path = (offers.venue ?? "").split(separator: ".").map(String.init)
            let metres = path.isEmpty ? nil : applications[application].flatMap { $0.answers[path]?.plain }.flatMap { Int($0) }
            // There is no evaluation of stations yet, so that no score is known.
            return EventOfferOrder.Candidate(
                id: try row("id"), field: try row("field"), capacity: metres.flatMap { $0 > 0 ? $0 / max(offers.metresEach, 1) : nil }, score: nil, recognisedOn: try row("recognised_on"))
        }
    }
}
