import Domain
import SQL

/// The station carries a line of its plan in force into an event.
///
/// Effects: an event as a draft, filled in from the line; where the line says so, the consent to the authority's name for the plan's year (二(三)1); audit
/// records. A line is carried again only after its event was cancelled.
public struct CarryPlanLine: Codable, Sendable {
    /// Which of the programme's wordings the name is used in; the usual one where none is named.
    public let wording: String?

    public init(wording: String? = nil) { self.wording = wording }

    public func callAsFunction(_ house: House, _ id: ID<EventPlanLine>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            guard let account = actor.account else { throw Refusal.unauthenticated }
            guard let owner: ID<Case> = try act.tx.value("SELECT case_id FROM event_plan_lines WHERE id = \(id)") else { throw Refusal.notFound }
            let (plan, _) = try act.loadEventPlan(owner, where: EventDesk.ownStation(actor))
            guard let row = try act.tx.row("SELECT \(StoredPlanLine.columns) FROM event_plan_lines l WHERE l.id = \(id)") else { throw Refusal.notFound }
            let line = try StoredPlanLine(row)
            guard plan.inForce else {
                throw Refusal(.conflict, "plan_not_in_force", Words("只有已同意、现行的计划可以筹办", "Only a plan in force can be carried out"), next: Words("请在现行的计划中选择", "Choose from the plan in force"))
            }
            let carried: String? = try act.tx.value("""
                SELECT e.id FROM planned_events p JOIN events e ON e.id = p.event_id WHERE p.root = \(line.root) AND e.state <> 'cancelled' LIMIT 1
                """)
            guard carried == nil else {
                throw Refusal(.conflict, "line_carried", Words("这一场已经在筹办", "This line has become an event already"), next: Words("请在活动页面修改", "Change it on the event's page"))
            }
            let event = try act.draftEvent(line, of: plan, by: account)
            try act.tx.run("INSERT INTO planned_events (event_id, root, line_id, at) VALUES (\(event), \(line.root), \(line.id), \(act.now))")
            act.audit("event", event.rawValue, "event_planned", to: EventState.draft.rawValue, detail: ["plan": plan.id.rawValue, "line": line.id.rawValue], isFirst: true)
            if line.inName { try act.grantName(event, line: line, of: plan, wording: wording, by: account) }
            return Receipt(.event, event.rawValue)
        }
    }
}

extension Act {
    /// The row of an event that a line of a plan becomes: in its month, at two in the afternoon of the first working day that is two weeks off at least.
    fileprivate func draftEvent(_ line: StoredPlanLine, of plan: StoredEventPlan, by account: ID<Account>) throws -> ID<Event> {
        let (programme, _) = try house.eventRules(plan.programme)
        let month = Day(year: plan.year, month: line.month, day: 1) ?? today
        let day = try house.library.calendar(programme.calendar).adding(1, to: max(month.adding(-1), today.adding(13))).day
        let begins = Zone.china.instant(day, hour: 14), ends = Zone.china.instant(day, hour: 17)
        guard let station = try tx.row("SELECT address, field FROM stations WHERE id = \(plan.station)") else { throw Refusal.notFound }
        let place: String = try station("address"), field: String = try station("field")
        let id: ID<Event> = try newID()
        try tx.run("""
            INSERT INTO events (id, programme_id, station_id, type, title, summary, field, area, place, on_site, begins_at, ends_at, seats, opens_at, closes_at, approval, group_most, waitlist, questions,
                state, version, by_account, created_at)
            VALUES (\(id), \(plan.programme), \(plan.station), \(line.type), \(line.title), \(""), \(field), \(plan.area), \(place), \(true), \(begins), \(ends), \(line.people), \(now), \(begins),
                \(false), \(1), \(true), '[]', 'draft', \(1), \(account), \(now))
            """)
        return id
    }

    /// The consent that came with the plan: for its year, in one of the wordings that there are.
    fileprivate func grantName(_ event: ID<Event>, line: StoredPlanLine, of plan: StoredEventPlan, wording: String?, by account: ID<Account>) throws {
        let (programme, rules) = try house.eventRules(plan.programme)
        guard let consent = rules.consent, let authority = EventDesk.authority(programme, level: plan.level, area: plan.area),
              let from = Day(year: plan.year, month: 1, day: 1), let to = Day(year: plan.year, month: 12, day: 31) else { return }
        guard let chosen = wording.map({ consent.wording($0) }) ?? consent.wordings.first else { throw Refusal.invalid([.init("wording", Words("没有这种用语", "There is no such wording"))]) }
        let id: ID<EventConsent> = try newID()
        try tx.run("""
            INSERT INTO event_consents (id, event_id, station_id, office, line_id, wording, words, from_day, to_day, state, asked_by, asked_at, answered_at)
            VALUES (\(id), \(event), \(plan.station), \(authority.id), \(line.id), \(chosen.id), \(chosen.words(authority: authority.name.zh, station: plan.stationName)), \(from), \(to), 'granted',
                \(account), \(now), \(now))
            """)
        audit("event", event.rawValue, "name_granted", clause: consent.clause, detail: ["consent": id.rawValue, "plan": plan.id.rawValue])
    }
}
