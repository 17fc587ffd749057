import Domain
import SQL

/// Events of the demonstration before they are announced: one station's plan that is consented to, with an event in the authority's name; another's that an office
/// looks at; and an event of the city that stations are asked to take.
struct DemoEventPlans {
    let house: House
    /// Who keeps the station whose plan is consented to.
    let park: Actor
    /// Who keeps the station whose plan is under review.
    let town: Actor
    /// Offices' people, by `office/place`.
    let cast: [String: Actor]

    func play() async throws {
        let year = Zone.china.day(of: try await house.now()).year + 1
        let consented = try await handIn(park, year, [
            line("软件人才返青座谈", "exchange", 3, 60, 20_000, inName: true), line("开源技术沙龙", "salon", 4, 40, 5_000), line("春季软件人才专场招聘会", "fair", 5, 150, 30_000, inName: true),
            line("大数据训练营", "training", 7, 80, 45_000), line("走进软件园", "visit", 9, 30, 3_000),
        ])
        try await rule("centre", on: consented)
        try await rule("hrss", on: consented)
        let lines = try await house.eventPlan(consented, for: park).lines
        if let first = lines.first { _ = try await CarryPlanLine(wording: "host")(house, first.id, by: park) }
        let waiting = try await handIn(town, year, [
            line("高校毕业生交流会", "exchange", 4, 120, 25_000, inName: true), line("人力资源政策讲座", "training", 6, 60, 8_000), line("青年人才创新赛", "contest", 10, 200, 80_000),
        ])
        try await rule("centre", on: waiting)
        try await offer()
    }

    private func line(_ title: String, _ type: String, _ month: Int, _ people: Int, _ yuan: Int64, inName: Bool = false) -> SaveEventPlan.Line {
        SaveEventPlan.Line(title: title, type: type, month: month, people: people, budget: Fen(yuan * 100), inName: inName)
    }

    private func station(of actor: Actor) async throws -> ID<Station> {
        let organisations = actor.organisations.sorted()
        let station: ID<Station>? = try await house.database.read { tx in try tx.value("SELECT id FROM stations WHERE organisation_id IN (\(list: organisations)) ORDER BY id LIMIT 1") }
        guard let station else { throw Unexpected("a host without a station") }
        return station
    }

    private func handIn(_ actor: Actor, _ year: Int, _ lines: [SaveEventPlan.Line]) async throws -> ID<Case> {
        let receipt = try await StartEventPlan(year: year)(house, at: try await station(of: actor), by: actor)
        guard let plan = ID<Case>(rawValue: receipt.id) else { throw Unexpected("plan of events") }
        _ = try await SaveEventPlan(lines: lines)(house, plan, by: actor)
        _ = try await HandInEventPlan()(house, plan, by: actor)
        return plan
    }

    private func rule(_ office: String, on id: ID<Case>) async throws {
        guard let line = try house.library.programme(DemoWorld.programme).office(office)?.signOff else { throw Unexpected("office \(office)") }
        for (index, place) in line.enumerated() { _ = try await RuleOnCase(office: office, act: index == 0 ? .propose : .agree, ruling: index == 0 ? .pass : nil)(house, on: id, by: try person(office, place)) }
    }

    private func person(_ office: String, _ place: Programme.Place) throws -> Actor {
        guard let actor = cast["\(office)/\(place.rawValue)"] else { throw Unexpected("nobody is \(place) in \(office)") }
        return actor
    }

    /// An event of the city, six weeks off, offered to its stations.
    private func offer() async throws {
        let actor = try person("hrss", .handler), now = try await house.now(), begins = Zone.china.instant(Zone.china.day(of: now).adding(42), hour: 14)
        guard let account = actor.account else { return }
        let made = try await house.perform(by: actor, once: nil) { act in
            let id: ID<Event> = try act.newID()
            try act.tx.run("""
                INSERT INTO events (id, programme_id, office, type, title, summary, field, place, on_site, begins_at, ends_at, seats, opens_at, closes_at, approval, group_most, waitlist, questions, state, version,
                    by_account, created_at)
                VALUES (\(id), \(DemoWorld.programme), 'hrss', 'exchange', '青岛新春人才交流会（示例）', '面向新一代信息技术领域人才和企业的交流活动。', 'software', '由承办驿站提供场地', \(true), \(begins),
                    \(begins.adding(seconds: 3 * 3600)), \(100), \(act.now), \(begins), \(false), \(1), \(true), '[]', 'draft', \(1), \(account), \(act.now))
                """)
            act.audit("event", id.rawValue, "event_written", to: EventState.draft.rawValue, detail: ["office": "hrss"], isFirst: true)
            return Receipt(.event, id.rawValue)
        }
        guard let event = ID<Event>(rawValue: made.id) else { throw Unexpected("event of the city") }
        _ = try await OfferEvent()(house, event, by: actor)
    }
}
