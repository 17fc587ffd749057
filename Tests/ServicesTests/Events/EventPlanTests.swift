import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct EventPlanTests {
    @Test(arguments: Engine.allCases) func aPlanGoesThroughTheOfficesToConsent(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), actor = try await test.applicant(1)
            let id = try await test.eventPlan(1, at: station, [TestHouse.planLine(inName: true), TestHouse.planLine("算法沙龙", type: "salon", month: 11, people: 30)])
            #expect(try await test.at(id) == "open/intake 1")
            await refused("plan_not_with_station", .conflict) { try await SaveEventPlan(lines: [])(house, id, by: actor) }
            await refused("plan_open", .conflict) { try await StartEventPlan(year: 2020)(house, at: station, by: actor) }
            // The office reads the plan on the case's page.
            let shown = try #require(try await house.caseView(id, for: try await test.staff("centre.handler")).eventPlan)
            #expect(shown.lines.map(\.title) == ["人工智能人才交流会", "算法沙龙"] && shown.lines.map(\.budget) == [Fen(2_000_000), Fen(2_000_000)] && shown.lines.map(\.inName) == [true, false])
            try await test.rule(id, "centre", .return, reason: "请补充沙龙的预算依据")
            #expect(try await test.at(id) == "correction/intake 1")
            let returned = try await house.eventPlan(id, for: actor)
            #expect(returned.mayWrite && returned.reason == "请补充沙龙的预算依据")
            _ = try await HandInEventPlan()(house, id, by: actor)
            try await test.rule(id, "centre")
            #expect(try await test.at(id) == "open/review 3")
            try await test.rule(id, "hrss")
            let plan = try await house.eventPlan(id, for: actor)
            #expect(plan.summary.state == .done && plan.summary.inForce && plan.mayCarry && plan.reason == nil)
            #expect(try await test.messages(actor).contains("计划已同意：2020年度活动计划"))
            #expect(try await test.verbs("case", id.rawValue).first == "event_plan_started")
        }
    }

    @Test(arguments: Engine.allCases) func aChangedPlanIsANewVersionThatReplacesTheOne(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), actor = try await test.applicant(1)
            let first = try await test.consentedPlan(1, at: station, [TestHouse.planLine(), TestHouse.planLine("算法沙龙", type: "salon", month: 11, people: 30)])
            let line = try #require(try await house.eventPlan(first, for: actor).lines.first)
            let event = try #require(ID<Event>(rawValue: try await CarryPlanLine()(house, line.id, by: actor).id))
            let second = try await test.consentedPlan(1, at: station, [TestHouse.planLine(month: 12, people: 120), TestHouse.planLine("创新赛", type: "contest", month: 12)])
            #expect(try await !house.eventPlan(first, for: actor).summary.inForce)
            let now = try await house.eventPlan(second, for: actor)
            #expect(now.summary.version == 2 && now.summary.inForce && now.lines.map(\.people) == [120, 80])
            // The event stays planned: the line of the same title is the same line.
            #expect(now.lines.map(\.event) == [event, nil])
            await refused("line_carried", .conflict) { try await CarryPlanLine()(house, now.lines[0].id, by: actor) }
            await refused("plan_not_in_force", .conflict) { try await CarryPlanLine()(house, line.id, by: actor) }
        }
    }

    @Test(arguments: Engine.allCases) func aLineBecomesADraftInTheAuthoritysName(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), actor = try await test.applicant(1)
            let plan = try await test.consentedPlan(1, at: station, [TestHouse.planLine(inName: true), TestHouse.planLine("算法沙龙", type: "salon")])
            let lines = try await house.eventPlan(plan, for: actor).lines
            let named = try #require(ID<Event>(rawValue: try await CarryPlanLine()(house, lines[0].id, by: actor).id)), own = try #require(ID<Event>(rawValue: try await CarryPlanLine()(house, lines[1].id, by: actor).id))
            let event = try await test.stored(named)
            #expect(event.state == .draft && event.title == "人工智能人才交流会" && event.seats == 80 && event.station == station && event.day.parts.month == 12)
            #expect(try await test.naming(named) == "市人力资源社会保障局主办，驿站1承办")
            #expect(try await test.naming(own) == "主办：驿站1")
            #expect(try await test.hindrances(named) == ["缺活动介绍：请在“修改”中填写"])
            #expect(try await house.event(named, for: actor).summary.naming == "市人力资源社会保障局主办，驿站1承办")
            #expect(try await house.event(own, for: actor).summary.naming == nil)
            let desk = try await house.eventDesk(named, for: actor)
            #expect(desk.plan == plan && !desk.isOutsidePlan && desk.consents.map(\.state) == [.granted])
            let free = try await test.event("free", station: station, state: "open")
            #expect(try await house.eventDesk(free, for: actor).isOutsidePlan)
            let figures = try #require(try await house.eventPlans(2020, for: actor).figures.first)
            #expect(figures.planned == 2 && figures.announced == 0 && figures.held == 0 && figures.outside == 1)
        }
    }

    @Test(arguments: Engine.allCases) func othersSeeAndDoNothing(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), stranger = try await test.applicant(2), actor = try await test.applicant(1)
            _ = try await test.station(2)
            await refused("not_found", .notFound) { try await StartEventPlan(year: 2020)(house, at: station, by: stranger) }
            await refused("not_found", .notFound) { try await house.eventPlans(Int.max, for: actor) }
            await refused("invalid", .invalid) { try await StartEventPlan(year: 2030)(house, at: station, by: actor) }
            let id = try #require(ID<Case>(rawValue: try await StartEventPlan(year: 2020)(house, at: station, by: actor).id))
            // What is not handed in is the station's alone.
            for other in [stranger, try await test.staff("centre.handler")] { await refused("not_found", .notFound) { try await house.eventPlan(id, for: other) } }
            await refused("not_found", .notFound) { try await SaveEventPlan(lines: [TestHouse.planLine()])(house, id, by: stranger) }
            await refused("invalid", .invalid) { try await HandInEventPlan()(house, id, by: actor) }
            let wrong = await refused("invalid", .invalid) {
                try await SaveEventPlan(lines: [.init(title: "", type: "party", month: 13, people: 0, budget: Fen(-1), inName: nil)])(house, id, by: actor)
            }
            #expect(wrong?.fields.map(\.field) == ["lines.0.title", "lines.0.type", "lines.0.month", "lines.0.people", "lines.0.budget"])
            #expect(try await test.count("SELECT COUNT(*) FROM event_plan_lines") == 0)
            _ = try await SaveEventPlan(lines: [TestHouse.planLine()])(house, id, by: actor)
            _ = try await HandInEventPlan()(house, id, by: actor)
            await refused("not_found", .notFound) { try await house.eventPlan(id, for: try await test.staff("shinan.hrss.handler")) }
            await refused("not_found", .notFound) { try await CarryPlanLine()(house, try #require(try await house.eventPlan(id, for: actor).lines.first).id, by: stranger) }
            _ = try await WithdrawEventPlan()(house, id, by: actor)
            #expect(try await house.eventPlan(id, for: actor).summary.state == .withdrawn)
        }
    }
}

@Suite struct EventNameTests {
    @Test(arguments: Engine.allCases) func aNameIsAskedForGrantedAndRevoked(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), actor = try await test.applicant(1), authority = try await test.staff("hrss.signer")
            let event = try await test.event("a", station: station)
            #expect(try await test.hindrances(event).isEmpty)
            await refused("not_found", .notFound) { try await AskForName(wording: "host")(house, event, by: try await test.applicant(2)) }
            await refused("invalid", .invalid) { try await AskForName(wording: "own")(house, event, by: actor) }
            _ = try await AskForName(wording: "host")(house, event, by: actor)
            await refused("name_asked", .conflict) { try await AskForName(wording: "guide")(house, event, by: actor) }
            #expect(try await test.hindrances(event) == ["申请使用审批单位名义，尚未答复"])
            #expect(try await test.naming(event) == "主办：驿站1")
            let id = try #require(try await house.eventDesk(event, for: authority).consents.first?.id)
            await refused("not_found", .notFound) { try await AnswerForName(grant: true)(house, id, by: try await test.staff("centre.handler")) }
            await refused("not_yours_to_sign", .forbidden) { try await AnswerForName(grant: true)(house, id, by: try await test.staff("hrss.handler")) }
            await refused("invalid", .invalid) { try await AnswerForName(grant: true, to: try day("2020-12-01"))(house, id, by: authority) }
            _ = try await AnswerForName(grant: true, wording: "guide")(house, id, by: authority)
            #expect(try await test.naming(event) == "市人力资源社会保障局指导，驿站1主办")
            #expect(try await test.hindrances(event).isEmpty)
            await refused("invalid", .invalid) { try await RevokeName(reason: "")(house, id, by: authority) }
            #expect(try await house.event(event, for: actor).summary.naming == "市人力资源社会保障局指导，驿站1主办")
            _ = try await RevokeName(reason: "活动内容与申请不符")(house, id, by: authority)
            #expect(try await test.naming(event) == "主办：驿站1")
            #expect(try await house.event(event, for: actor).summary.naming == nil)
            #expect(try await test.messages(actor).contains("撤回名义：人工智能人才交流会"))
            #expect(try await house.eventDesk(event, for: actor).consents.map(\.reason) == ["活动内容与申请不符"])
            await refused("name_answered", .conflict) { try await RevokeName(reason: "再次撤回")(house, id, by: authority) }
            // Another can be asked for.
            _ = try await AskForName(wording: "host")(house, event, by: actor)
            #expect(try await test.count("SELECT COUNT(*) FROM event_consents WHERE event_id = \(event)") == 2)
        }
    }

    @Test(arguments: Engine.allCases) func aNameHoldsForItsDaysAlone(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), actor = try await test.applicant(1), authority = try await test.staff("hrss.signer")
            let event = try await test.event("a", station: station)
            _ = try await AskForName(wording: "host")(house, event, by: actor)
            let id = try #require(try await house.eventDesk(event, for: authority).consents.first?.id)
            _ = try await AnswerForName(grant: true)(house, id, by: authority)
            let later = try moment("2020-12-20", 14)
            try await test.database.write { tx in _ = try tx.run("UPDATE events SET begins_at = \(later), ends_at = \(later.adding(seconds: 3600)) WHERE id = \(event)") }
            #expect(try await test.naming(event) == "主办：驿站1")
            #expect(try await house.event(event, for: actor).summary.naming == nil)
            #expect(try await test.hindrances(event).first?.hasPrefix("审批单位名义只在") == true)
        }
    }

    @Test(arguments: Engine.allCases) func whatNamesTheAuthorityNeedsItsConsent(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let event = try await test.event("a", station: try await test.station(1), title: "市人力资源社会保障局人才对接会")
            #expect(try await test.hindrances(event) == ["名称或简介写有“市人力资源社会保障局”，须先取得其同意"])
        }
    }
}
