import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct WorkPlanTests {
    private func keep(
        _ title: String = "组织引聚交流活动", year: Int = 2020, owner: String = "centre", due: String = "2020-11-30", clause: String? = "一(三)", measure: FigureThing? = .events, goal: Int? = 2, words: String? = nil, version: Int? = nil
    ) throws -> KeepWorkItem {
        KeepWorkItem(year: year, title: title, owner: owner, due: try day(due), clause: clause, measure: measure, goal: goal, words: words, version: version)
    }

    @Test(arguments: Engine.allCases) func anItemIsWrittenWorkedOnAndDone(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), writer = try await test.officer("organisation"), centre = try await test.staff("centre.handler")
            let id = try await test.item(try keep(), by: writer)
            _ = try await test.held("a", station: station, day: "2020-11-08")
            _ = try await test.held("before", station: station, day: "2019-12-31")
            let item = try #require(try await house.workPlan(WorkPlanFilter(), for: centre).items.first)
            #expect(item.id == id && item.count == 1 && item.goal == 2 && item.percent == 50 && !item.isLate && item.countedArea == nil)
            await refused("not_found", .notFound) { try await WriteWorkNote(text: "正在筹备")(house, id, by: writer) }
            await refused("not_found", .notFound) { try await MoveWorkItem(step: .finish)(house, id, by: try await test.staff("hrss.handler")) }
            _ = try await WriteWorkNote(text: "首场已举办")(house, id, by: centre)
            #expect(try await house.workItem(id, for: writer).notes.map(\.text) == ["首场已举办"])
            try await test.move(to: try moment("2020-12-01"))
            let late = try await house.workPlan(WorkPlanFilter(late: true), for: centre)
            #expect(late.items.map(\.id) == [id] && late.late == 1)
            _ = try await MoveWorkItem(step: .finish)(house, id, by: centre)
            #expect(try await test.state(id) == "done")
            await refused("work_item_done", .conflict) { try await WriteWorkNote(text: "补充说明")(house, id, by: centre) }
            await refused("work_item_done", .conflict) { try await keep(title())(house, id, by: writer) }
            await refused("not_found", .notFound) { try await MoveWorkItem(step: .reopen, reason: "还差一场活动")(house, id, by: centre) }
            await refused("invalid", .invalid) { try await MoveWorkItem(step: .reopen, reason: "差")(house, id, by: writer) }
            _ = try await MoveWorkItem(step: .reopen, reason: "还差一场活动")(house, id, by: writer)
            #expect(try await house.workItem(id, for: centre).reason == "还差一场活动")
            _ = try await MoveWorkItem(step: .drop, reason: "并入下年度计划")(house, id, by: writer)
            #expect(try await test.state(id) == "dropped")
            #expect(try await test.verbs("work_item", id.rawValue) == ["work_item_added", "work_note_written", "work_item_finish", "work_item_reopen", "work_item_drop"])
            #expect(try await house.workPlanWorkbook(WorkPlanFilter(), for: centre) == "年度人才工作计划 1")
        }
    }

    private func title() -> String { "改名后的工作事项" }

    @Test(arguments: Engine.allCases) func onlyWhoWritesThePlanWritesIt(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, writer = try await test.officer("organisation"), laoshan = try await test.officer("laoshan.organisation")
            await refused("no_work_plan", .forbidden) { try await keep()(house, by: try await test.staff("hrss.handler")) }
            await refused("no_work_plan", .forbidden) { try await keep()(house, by: try await test.applicant(1)) }
            let wrong = await refused("invalid", .invalid) { try await keep("", year: 1999, owner: "nobody", due: "2020-11-30", clause: "九(九)", goal: 0)(house, by: writer) }
            #expect(wrong?.fields.map(\.field) == ["year", "title", "owner", "due", "clause", "goal"])
            let wordless = await refused("invalid", .invalid) { try await keep(measure: nil, goal: nil)(house, by: writer) }
            #expect(wordless?.fields.map(\.field) == ["words"])
            // An area's plan is its own offices', and others' offices do not read it.
            let foreign = await refused("invalid", .invalid) { try await keep(owner: "centre")(house, by: laoshan) }
            #expect(foreign?.fields.map(\.field) == ["owner"])
            let own = try await test.item(try keep("区级活动", owner: "laoshan.hrss"), by: laoshan), city = try await test.item(try keep(), by: writer)
            #expect(Set(try await house.workPlan(WorkPlanFilter(), for: try await test.staff("laoshan.hrss.handler")).items.map(\.id)) == [own, city])
            #expect(try await house.workPlan(WorkPlanFilter(), for: try await test.staff("shinan.hrss.handler")).items.map(\.id) == [city])
            #expect(try await house.workPlan(WorkPlanFilter(), for: try await test.staff("centre.handler")).total == 2)
            await refused("not_found", .notFound) { try await house.workItem(own, for: try await test.staff("shinan.hrss.handler")) }
            await refused("not_found", .notFound) { try await house.workPlan(WorkPlanFilter(), for: try await test.applicant(1)) }
            await refused("not_found", .notFound) { try await keep("改名", owner: "laoshan.hrss")(house, own, by: writer) }
        }
    }

    @Test(arguments: Engine.allCases) func anAreasItemCountsItsArea(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, one = try await test.station(1), two = try await test.station(2, area: "shinan"), writer = try await test.officer("organisation")
            try await test.placements(one, area: "laoshan", on: ["2020-11-05", "2020-11-06"], people: ["a", "b"])
            try await test.placements(two, area: "shinan", on: ["2020-11-05"], people: ["c"])
            let of = try await test.item(try keep("崂山配置", owner: "laoshan.hrss", measure: .placements, goal: 10), by: writer), all = try await test.item(try keep("全市配置", measure: .placements, goal: 10), by: writer)
            let centre = try await test.staff("centre.handler")
            let counted = try await house.workItem(of, for: centre).item
            #expect(counted.count == 2 && counted.countedArea == "laoshan" && counted.isReadable)
            // An area's office reads the city's numbers, and opens those of its area alone.
            let laoshan = try await house.workPlan(WorkPlanFilter(), for: try await test.staff("laoshan.hrss.handler"))
            let shinan = try await house.workPlan(WorkPlanFilter(), for: try await test.staff("shinan.hrss.handler"))
            #expect(laoshan.items.filter(\.isReadable).map(\.id) == [of] && shinan.items.count == 2 && !shinan.items.contains(where: \.isReadable))
            #expect(try await house.workItem(all, for: centre).item.count == 3)
            #expect(try await house.countedRecords(DashboardFilter(area: "laoshan", from: try day("2020-01-01"), to: try day("2020-12-31")), for: centre).total == 2)
        }
    }

    @Test(arguments: Engine.allCases) func anOlderVersionIsNotOverwritten(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, writer = try await test.officer("organisation"), id = try await test.item(try keep(), by: writer)
            _ = try await keep(title(), owner: "hrss", version: 1)(house, id, by: writer)
            await refused("work_item_changed", .conflict) { try await keep("又一个名称", version: 1)(house, id, by: writer) }
            await refused("invalid", .invalid) { try await keep(year: 2021, due: "2021-05-05", version: 2)(house, id, by: writer) }
            let item = try await house.workItem(id, for: writer).item
            #expect(item.title == title() && item.owner == "hrss" && item.version == 2)
        }
    }
}
