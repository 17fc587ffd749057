import Domain
import SQL

/// The city's annual work plan of the demonstration, with what two offices say of it.
struct DemoFigures {
    let house: House
    let cast: [String: Actor]

    func play() async throws {
        guard let writer = cast["organisation/handler"], let centre = cast["centre/handler"] else { return }
        let today = Zone.china.day(of: try await house.now()), year = today.year
        func day(_ year: Int, _ month: Int, _ day: Int) throws -> Day {
            guard let day = Day(year: year, month: month, day: day) else { throw Unexpected("a day of the work plan") }
            return day
        }
        let first = try await KeepWorkItem(
            year: year, title: "组织首批人才驿站申报认定", owner: "centre", due: try day(year, 12, 25), clause: "二(二)1", measure: .stations, goal: 2)(house, by: writer)
        _ = try await KeepWorkItem(
            year: year, title: "制定人才驿站绩效评估奖励实施细则（征求意见稿）", owner: "hrss", due: try day(year, 12, 31), clause: "二(二)3", words: "形成征求意见稿，送工信、财政部门会签")(house, by: writer)
        let next: [(String, String, Int, Int, String, FigureThing, Int)] = [
            ("组织人才引聚交流活动", "centre", 12, 20, "一(三)", .events, 80), ("实现人才资源配置", "hrss", 12, 31, "一(三)", .placements, 8000), ("建成市级人才驿站", "hrss", 6, 30, "一(三)", .stations, 10),
            ("为来青回青人才提供短期特价住宿", "centre", 12, 31, "一(一)", .nights, 3000),
        ]
        for (title, owner, month, date, clause, thing, goal) in next {
            _ = try await KeepWorkItem(year: year + 1, title: title, owner: owner, due: try day(year + 1, month, date), clause: clause, measure: thing, goal: goal)(house, by: writer)
        }
        guard let item = ID<WorkItem>(rawValue: first.id) else { throw Unexpected("an item of the work plan") }
        _ = try await WriteWorkNote(text: "首批申报已完成审核，第一批驿站已公示、认定；第二批正在公示。")(house, item, by: centre)
    }
}
