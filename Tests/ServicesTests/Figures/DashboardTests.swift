import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct DashboardTests {
    private func count(_ view: DashboardView, _ cut: FigureCut) -> [String: Int] {
        Dictionary((view.tables.first { $0.by == cut }?.cells ?? []).map { ($0.key, $0.occurrences) }, uniquingKeysWith: +)
    }

    @Test(arguments: Engine.allCases) func occurrencesAndPersonsAreCountedApart(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, one = try await test.station(1), two = try await test.station(2, area: "shinan"), centre = try await test.staff("centre.handler")
            try await test.placements(one, area: "laoshan", on: ["2020-10-31", "2020-11-01", "2020-11-02"], people: ["p1", "p2"])
            try await test.placements(two, area: "shinan", on: ["2020-11-03"], people: ["p1"], type: .flexible)
            try await test.placements(two, area: "shinan", on: ["2020-11-04"], people: ["p9"], state: .evidenced)
            let view = try await house.dashboard(DashboardFilter(), for: centre), line = try #require(view.line)
            #expect(line.occurrences == 4 && line.persons == 2)
            #expect(count(view, .area) == ["laoshan": 3, "shinan": 1] && count(view, .month) == ["2020-10": 1, "2020-11": 3])
            #expect(count(view, .station) == ["station1": 3, "station2": 1] && count(view, .level) == ["city": 4] && count(view, .kind) == ["service": 4] && count(view, .field) == ["ai": 4])
            #expect(view.tables.first { $0.by == .area }?.cells.map(\.persons) == [2, 1])
            // The targets say the same.
            let target = try #require(try await house.targets().first { $0.id == "placements" }), trend = try #require(view.targets.first { $0.target.id == "placements" })
            #expect(target.count == 4 && target.persons == nil && trend.target.count == 4)
            #expect(trend.months.map(\.count) == [1, 3] && trend.months.map(\.total) == [1, 4])
            #expect(trend.months.map { $0.month.monthText } == ["2020-10", "2020-11"])
            let workbook = try await house.dashboardWorkbook(DashboardFilter(), for: centre), lines = view.targets.reduce(0) { $0 + 1 + $1.months.count } + view.lines.count + view.tables.reduce(0) { $0 + $1.cells.count }
            #expect(workbook == "统计 \(lines)")
        }
    }

    @Test(arguments: Engine.allCases) func eachNumberOpensToAsManyRecords(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, one = try await test.station(1), two = try await test.station(2, area: "shinan"), centre = try await test.staff("centre.handler")
            try await test.placements(one, area: "laoshan", on: Array(repeating: "2020-11-05", count: 60), people: (0..<60).map { "p\($0)" })
            try await test.placements(two, area: "shinan", on: ["2020-10-05"], people: ["p1"])
            let filter = DashboardFilter(what: .placements, area: "laoshan", month: try day("2020-11-20"))
            let first = try await house.countedRecords(filter, for: centre)
            #expect(first.total == 60 && first.persons == 60 && first.rows.count == 50 && first.hasMore)
            #expect(first.rows.allSatisfy { $0.isReadable && $0.stationName == "驿站1" && $0.label.zh != "employment" })
            var next = filter
            next.page = 2
            let second = try await house.countedRecords(next, for: centre)
            #expect(second.rows.count == 10 && !second.hasMore && Set(first.rows.map(\.id)).isDisjoint(with: second.rows.map(\.id)))
            #expect(try await house.countedFile(.workbook, filter, for: centre) == "人才资源配置 60")
            #expect(try await house.countedFile(.delimited, DashboardFilter(), for: centre) == "csv 61")
            #expect(try await house.countedFile(.delimited, DashboardFilter(), programme: test.programme.id) == "csv 61")
            let every = try await house.dashboard(DashboardFilter(), for: centre)
            for table in every.tables {
                for cell in table.cells {
                    var only = DashboardFilter()
                    switch table.by {
                    case .level: only.level = cell.key
                    case .area: only.area = cell.key
                    case .kind: only.kind = cell.key
                    case .field: only.field = cell.key
                    case .month: only.month = try day(cell.key + "-01")
                    case .station: only.station = cell.key
                    }
                    #expect(try await house.countedRecords(only, for: centre).total == cell.occurrences, "\(table.by) \(cell.key)")
                }
            }
            #expect(try await house.countedRecords(DashboardFilter(what: .placements, target: "placements"), for: centre).total == 61)
            await refused("not_found", .notFound) { try await house.countedRecords(DashboardFilter(what: .events, target: "placements"), for: centre) }
            #expect(try await house.countedRecords(DashboardFilter(from: try day("2020-10-06"), to: try day("2020-11-04")), for: centre).total == 0)
        }
    }

    @Test(arguments: Engine.allCases) func anAreasOfficesSeeTheirAreaAndOthersNothing(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, one = try await test.station(1), two = try await test.station(2, area: "shinan")
            try await test.placements(one, area: "laoshan", on: ["2020-11-05", "2020-11-06"], people: ["p1", "p2"])
            try await test.placements(two, area: "shinan", on: ["2020-11-05"], people: ["p3"])
            _ = try await test.held("a", station: two, day: "2020-11-08")
            let shinan = try await test.staff("shinan.hrss.handler"), view = try await house.dashboard(DashboardFilter(), for: shinan)
            #expect(view.line?.occurrences == 1 && view.targets.isEmpty && view.scope?.map(\.zh) == ["市南区"] && view.areas.map(\.id) == ["shinan"])
            #expect(view.lines.first { $0.thing == .events }?.occurrences == 1 && view.lines.first { $0.thing == .stations }?.occurrences == 1)
            // Asking for another area gives nothing of it.
            #expect(try await house.countedRecords(DashboardFilter(area: "laoshan"), for: shinan).total == 0)
            #expect(try await house.countedRecords(DashboardFilter(station: "station1"), for: shinan).rows.isEmpty)
            #expect(try await house.countedFile(.delimited, DashboardFilter(), for: shinan) == "csv 1")
            await refused("not_found", .notFound) { try await house.dashboard(DashboardFilter(), for: try await test.applicant(1)) }
            await refused("not_found", .notFound) { try await house.countedRecords(DashboardFilter(), for: try await test.staff("admin")) }
            await refused("not_found", .notFound) { try await house.countedFile(.workbook, DashboardFilter(), for: .visitor) }
            await refused("not_found", .notFound) { try await house.figureReport(.month, nil, for: try await test.applicant(1)) }
        }
    }

    @Test(arguments: Engine.allCases) func momentsFallIntoTheMonthOfTheProgrammesZone(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), centre = try await test.staff("centre.handler")
            _ = try await test.held("last", station: station, day: "2020-10-31")
            _ = try await test.held("office", office: "centre", day: "2020-12-01")
            _ = try await test.held("salon", station: station, day: "2020-11-09", type: "salon")
            // Half past midnight on the first in China is still the last of October in Greenwich.
            let first = try await test.held("first", station: station, day: "2020-11-03"), at = try moment("2020-11-01", 0, 30)
            try await test.database.write { tx in _ = try tx.run("UPDATE events SET begins_at = \(at) WHERE id = \(first)") }
            let view = try await house.dashboard(DashboardFilter(what: .events), for: centre)
            #expect(count(view, .month) == ["2020-10": 1, "2020-11": 1, "2020-12": 1] && view.line?.persons == nil)
            #expect(count(view, .level) == ["city": 2, DashboardFilter.none: 1])
            let office = try await house.countedRecords(DashboardFilter(what: .events, level: DashboardFilter.none), for: centre)
            #expect(office.rows.map(\.id) == ["event-office"] && office.rows.first?.station == nil)
            #expect(try await house.targets().first { $0.id == "events" }?.count == 3)
        }
    }

    @Test(arguments: Engine.allCases) func districtStationsAreCountedApart(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, centre = try await test.staff("centre.handler")
            _ = try await test.station(1)
            let two = try await test.station(2, area: "shinan")
            try await test.database.write { tx in _ = try tx.run("UPDATE stations SET level = 'district' WHERE id = \(two)") }
            let view = try await house.dashboard(DashboardFilter(what: .stations), for: centre)
            #expect(count(view, .level) == ["city": 1, "district": 1])
            #expect(view.targets.first { $0.target.id == "stations" }?.target.count == 1)
            #expect(try await house.countedRecords(DashboardFilter(what: .stations, target: "stations"), for: centre).rows.map(\.id) == ["station1"])
            try await test.placements(two, area: "shinan", on: ["2020-11-05"], people: ["p3"])
            #expect(try await house.dashboard(DashboardFilter(level: "city"), for: centre).line?.occurrences == 0)
            try await test.database.write { tx in _ = try tx.run("UPDATE plaques SET state = 'withdrawn' WHERE station_id = \(two)") }
            #expect(try await house.dashboard(DashboardFilter(what: .stations), for: centre).line?.occurrences == 1)
        }
    }

    @Test(arguments: Engine.allCases) func theForecastGoesOnAtThePaceOfTheLastMonths(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), centre = try await test.staff("centre.handler")
            // Since the trial began on 1 November: 12 in 13 days.
            try await test.placements(station, area: "laoshan", on: Array(repeating: "2020-11-05", count: 6) + Array(repeating: "2020-11-13", count: 6), people: (0..<12).map { "p\($0)" })
            let trend = try #require(try await house.dashboard(DashboardFilter(), for: centre).targets.first { $0.target.id == "placements" }), forecast = try #require(trend.forecast)
            let begin = try day("2020-11-01"), by = try day("2021-12-31"), today = try day("2020-11-13")
            #expect(forecast.from == begin && forecast.days == 13 && forecast.counted == 12)
            #expect(forecast.expected == 12 + 12 * (by.number - today.number) / 13 && trend.forecastMonths == 3)
            #expect(forecast.reachedOn == today.adding((9988 * 13 + 11) / 12))
            #expect(trend.even == 10_000 * 13 / (by.number - begin.number + 1) && trend.percent == 0)
            // For everybody it waits for the first whole month of the trial.
            #expect(try await house.targetTrends().first { $0.target.id == "placements" }?.forecast == nil)
            test.clock.advance(seconds: 18 * 86_400)
            let open = try #require(try await house.targetTrends().first { $0.target.id == "placements" }), whole = try #require(open.forecast), last = try day("2020-11-30")
            #expect(open.months.map(\.count) == [12, nil] && open.months.map(\.total) == [12, nil] && open.months.map(\.isOver) == [true, false])
            #expect(whole.from == begin && whole.days == 30 && whole.counted == 12 && whole.expected == 12 + 12 * (by.number - last.number) / 30)
        }
    }

    @Test(arguments: Engine.allCases) func monthsOfFewPeopleAreHiddenFromThePublic(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1)
            try await test.placements(station, area: "laoshan", on: ["2020-09-05", "2020-09-06"] + Array(repeating: "2020-10-05", count: 7) + Array(repeating: "2020-11-05", count: 9), people: (0..<18).map { "p\($0)" })
            let trend = try #require(try await house.targetTrends().first { $0.target.id == "placements" })
            #expect(trend.months.map(\.count) == [nil, nil, nil] && trend.months.map(\.total) == [nil, nil, nil] && trend.forecast == nil && trend.target.count == 18)
            _ = try await test.held("a", station: station, day: "2020-11-08")
            #expect(try await house.targetTrends().first { $0.target.id == "events" }?.months.map(\.count) == [1])
        }
    }

    /// What two public pages say of the same months, put together, tells nothing more than each.
    @Test(arguments: Engine.allCases) func publicPagesPutTogetherTellOfNobody(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, one = try await test.station(1), two = try await test.station(2, area: "shinan")
            for (month, laoshan, shinan) in [("2020-08", 9, 8), ("2020-09", 12, 2), ("2020-10", 20, 7)] {
                try await test.placements(one, area: "laoshan", on: Array(repeating: "\(month)-05", count: laoshan), people: (0..<laoshan).map { "\(month)a\($0)" })
                try await test.placements(two, area: "shinan", on: Array(repeating: "\(month)-06", count: shinan), people: (0..<shinan).map { "\(month)b\($0)" })
            }
            try await test.placements(one, area: "laoshan", on: ["2020-11-05", "2020-11-06", "2020-11-07"], people: ["x", "y", "z"])
            let data = try await house.openData(), figures = try await house.placementFigures()
            let trend = try #require(try await house.targetTrends().first { $0.target.id == "placements" })
            // The three of this month are in no number that is public; offices see them.
            #expect(trend.target.count == 58 && figures.occurrences == 58 && figures.persons == 58 && trend.months.last?.count == nil)
            #expect(try await house.home().targets.first { $0.id == "placements" }?.count == 58)
            #expect(try await house.targets().first { $0.id == "placements" }?.count == 61)
            for (month, cell) in zip(trend.months, figures.months) {
                let line = data.lines.first { $0.thing == .placements && $0.by == .total && $0.month == month.month.monthText }
                #expect(line?.count != nil || (month.count == nil && cell.count == nil), "\(month.month)")
            }
            for area in figures.areas {
                let line = data.lines.first { $0.thing == .placements && $0.by == .area && $0.month.isEmpty && $0.key == area.id }
                #expect(line?.count == area.count, "\(area.id)")
            }
            // With five of them the count is whole.
            try await test.placements(one, area: "laoshan", on: ["2020-11-09", "2020-11-10"], people: ["v", "w"])
            #expect(try await house.targetTrends().first { $0.target.id == "placements" }?.target.count == 63)
        }
    }

    @Test(arguments: Engine.allCases) func trendsAreRememberedForAMinuteAndCountsAreNot(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let real = try test.with(demo: false).house, station = try await test.station(1)
            func trend() async throws -> TargetTrend { try #require(try await real.targetTrends().first { $0.target.id == "events" }) }
            #expect(try await trend().target.count == 0)
            _ = try await test.held("a", station: station, day: "2020-11-08")
            let soon = try await trend()
            #expect(soon.target.count == 1 && soon.months.last?.count == 0)
            test.clock.advance(seconds: 61)
            #expect(try await trend().months.last?.count == 1)
        }
    }
}
