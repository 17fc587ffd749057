import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct OpenDataTests {
    @Test(arguments: Engine.allCases) func smallCountsAreHiddenAndSoIsWhatGivesThemAway(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, one = try await test.station(1), two = try await test.station(2, area: "shinan"), three = try await test.station(3, area: "licang")
            for (station, area, october, september) in [(one, "laoshan", 20, 6), (two, "shinan", 9, 7), (three, "licang", 2, 8)] {
                let days = Array(repeating: "2020-10-05", count: october) + Array(repeating: "2020-09-05", count: september)
                try await test.placements(station, area: area, on: days, people: (0..<days.count).map { "\(area)\($0)" })
            }
            // This month is not over, and not told.
            try await test.placements(one, area: "laoshan", on: Array(repeating: "2020-11-05", count: 9), people: ["x"])
            _ = try await test.held("a", station: one, day: "2020-10-08")
            let view = try await house.openData()
            #expect(view.first == "2020-09" && view.last == "2020-10" && view.least == 5)
            func line(_ month: String, _ by: OpenDataView.Line.Cut, _ key: String) -> OpenDataView.Line? { view.lines.first { $0.thing == .placements && $0.month == month && $0.by == by && $0.key == key } }
            #expect(view.total(.placements)?.count == 52 && view.total(.placements)?.persons == 52)
            #expect(line("2020-10", .total, "")?.count == 31)
            let small = try #require(line("2020-10", .area, "licang"))
            #expect(small.count == nil)
            // Neither from its month nor from its area over all months can it be reckoned.
            let october = view.lines.filter { $0.thing == .placements && $0.month == "2020-10" && $0.by == .area }
            #expect(october.filter { $0.count == nil }.count >= 2 && line("2020-10", .area, "laoshan")?.count == 20)
            let licang = view.lines.filter { $0.thing == .placements && $0.by == .area && $0.key == "licang" }
            #expect(licang.filter { $0.count == nil }.count >= 2)
            #expect(line("2020-10", .level, "city")?.count == 31)
            // What is about nobody is told as it is.
            #expect(view.lines.contains { $0.thing == .events && $0.month == "2020-10" && $0.by == .area && $0.key == "laoshan" && $0.count == 1 })
            #expect(try await house.openDataFile() == "csv \(view.lines.count)")
            #expect(try await house.openDataDictionary() == "csv \(OpenDataFields.all.count + view.things.count + 1)")
        }
    }

    @Test(arguments: Engine.allCases) func nothingIsThereBeforeTheFirstMonthIsOver(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let station = try await test.station(1)
            try await test.placements(station, area: "laoshan", on: ["2020-11-05"], people: ["x"])
            let view = try await test.house.openData()
            #expect(view.lines.isEmpty && view.first == nil && view.things.count == 8)
        }
    }

    @Test(arguments: Engine.allCases) func aReportSaysWhatWasInItsDays(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, one = try await test.station(1), two = try await test.station(2, area: "shinan"), centre = try await test.staff("centre.handler")
            try await test.placements(one, area: "laoshan", on: ["2020-09-30", "2020-10-01", "2020-10-31"], people: ["a", "b", "b"])
            try await test.placements(two, area: "shinan", on: ["2020-11-02"], people: ["c"])
            _ = try await test.held("a", station: one, day: "2020-10-08", people: 33)
            let report = try await house.figureReport(.month, nil, for: centre), first = try day("2020-10-01"), last = try day("2020-10-31"), monday = try day("2020-11-02")
            #expect(report.from == first && report.to == last && report.days == 31 && report.isWhole && report.issuer.zh.contains("人才服务中心"))
            let target = try #require(report.targets.first { $0.name.zh == "人才资源配置" })
            #expect(target.during == 2 && target.total == 3)
            #expect(report.lines.first { $0.thing == .placements }?.persons == 1 && report.events.map(\.people) == [33] && report.eventTotal == 1)
            #expect(report.areas.map(\.name.zh) == ["崂山区"] && report.evaluations.isEmpty)
            let week = try await house.figureReport(.week, try day("2020-11-04"), for: try await test.staff("shinan.hrss.handler"))
            #expect(week.from == monday && week.days == 7 && week.lines.first { $0.thing == .placements }?.occurrences == 1 && week.scope?.count == 1)
            #expect(try await house.figureReport(.year, try day("2020-05-05"), for: centre).isWhole == false)
            #expect(try await house.figureReportWorkbook(.month, nil, for: centre).hasPrefix("月报 "))
        }
    }

    @Test(arguments: Engine.allCases) func publishedEvaluationsStandInTheReport(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let station = try await test.station(1), programme = test.programme, by = try #require(try await test.staff("hrss.handler").account), at = try moment("2020-10-20")
            try await test.database.write { tx in
                for (id, state) in [("one", "published"), ("two", "open")] {
                    try tx.run("""
                        INSERT INTO evaluation_periods (id, programme_id, programme_hash, level, name, first_day, last_day, is_trial, state, by_account, opened_at, changed_at)
                        VALUES (\(id), \(programme.id), \(programme.hash), 'city', \("评估\(id)"), '2020-01-01', '2020-09-30', \(true), \(state), \(by), \(at), \(at))
                        """)
                    try tx.run("INSERT INTO evaluation_results (period_id, station_id, points, grade, consequence, at) VALUES (\(id), \(station), \(Int64(87_000)), 'unheard_of', 'none', \(at))")
                }
            }
            let lines = try await test.house.figureReport(.month, try day("2020-10-01"), for: try await test.staff("centre.handler")).evaluations
            #expect(lines.map(\.period) == ["评估one"] && lines.map(\.stations) == [1] && lines.map(\.isTrial) == [true])
        }
    }
}
