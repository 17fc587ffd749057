import Domain
import SQL

extension Act {
    /// What stands against announcing an event: papers, employers or a consent that it needs and does not have. Empty when it may be announced.
    func hindrances(of event: StoredEvent) throws -> [Words] { try EventHindrances.of(event, tx, house, today: today) }
}

enum EventHindrances {
    static func of(_ event: StoredEvent, _ tx: any Transaction, _ house: House, today: Day) throws -> [Words] {
        guard let programme = try? house.library.programme(event.programme), let rules = programme.events else { return [] }
        return try text(event) + papers(event, rules, tx) + employers(event, rules, tx, today: today) + name(event, programme, tx)
    }

    /// A line of a plan that was carried into an event has a title alone.
    private static func text(_ event: StoredEvent) -> [Words] {
        event.summary.isEmpty ? [Words("缺活动介绍：请在“修改”中填写", "A description is missing: write it under “Change”")] : []
    }

    /// An event on site that is a job fair by its kind, or holds one.
    static func isFair(_ event: StoredEvent, _ rules: EventRules) -> Bool { event.onSite && (event.fair != nil || (rules.fairType != nil && event.type == rules.fairType)) }

    private static func papers(_ event: StoredEvent, _ rules: EventRules, _ tx: any Transaction) throws -> [Words] {
        let isLarge = event.onSite && event.seats >= rules.largeFrom
        guard isLarge || isFair(event, rules) else { return [] }
        let there = Set(try tx.rows("SELECT DISTINCT kind FROM event_papers WHERE event_id = \(event.id) AND removed_at IS NULL").map { try $0("kind") as EventPaperKind })
        let why = isLarge ? Words("\(rules.largeFrom) 人以上的活动", "an event of \(rules.largeFrom) or more") : Words("现场招聘会", "a job fair on site")
        return EventPaperKind.before.filter { !there.contains($0) }.map { Words("缺\($0.words.zh)：\(why.zh)须附", "\($0.words.en) missing: \(why.en) needs one") }
    }

    private static func employers(_ event: StoredEvent, _ rules: EventRules, _ tx: any Transaction, today: Day) throws -> [Words] {
        let rows = try tx.rows("""
            SELECT o.name AS name, \(EmployerStanding.columns("o.id", programme: event.programme, today: today)) FROM organisations o
            WHERE o.id IN (SELECT x.organisation_id FROM event_employers x WHERE x.event_id = \(event.id))
                OR o.id IN (SELECT f.organisation_id FROM fair_employers f WHERE f.fair_id = \(event.fair) AND f.answer = 'accepted')
            ORDER BY o.name, o.id
            """)
        if rows.isEmpty { return isFair(event, rules) ? [Words("没有参会单位：现场招聘会须列明已核验的用人单位", "No employers: a job fair on site names verified ones")] : [] }
        return try rows.compactMap { row in
            let name: String = try row("name")
            switch try EmployerStanding(row) {
            case .verified: return nil
            case .barred(let until): return Words("参会单位“\(name)”在 \(until) 前被限制", "The employer “\(name)” is barred until \(until)")
            case .unknown, .vouched: return Words("参会单位“\(name)”未经核验", "The employer “\(name)” is not verified")
            }
        }
    }

    /// Whoever claims an authority's name has its consent for the event's days: who asked for it, and whose title or text names the authority.
    private static func name(_ event: StoredEvent, _ programme: Programme, _ tx: any Transaction) throws -> [Words] {
        guard event.office == nil, let station = event.station, try EventConsentReader.inForce(tx, event) == nil else { return [] }
        if let row = try tx.row("SELECT state, from_day, to_day FROM event_consents WHERE event_id = \(event.id) AND station_id = \(station) AND state IN ('asked', 'granted')") {
            if try row("state") == EventConsentState.asked { return [Words("申请使用审批单位名义，尚未答复", "The name of the authority is asked for and not granted yet")] }
            let from: Day = try row("from_day"), to: Day = try row("to_day")
            return [Words("审批单位名义只在 \(from) 至 \(to) 有效，不含活动日期", "The consent holds from \(from) to \(to), not for the event's days")]
        }
        guard let own = try tx.row("SELECT level, area FROM stations WHERE id = \(station)"),
              let authority = EventDesk.authority(programme, level: try own("level"), area: try own("area")) else { return [] }
        let text = event.title + "\n" + event.summary
        guard text.contains(authority.name.zh) else { return [] }
        return [Words("名称或简介写有“\(authority.name.zh)”，须先取得其同意", "The title or text names “\(authority.name.en)”, which has not consented")]
    }
}
