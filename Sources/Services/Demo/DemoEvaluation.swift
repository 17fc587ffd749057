import Domain
import SQL

/// An evaluation that runs: stations follow their scores of today, somebody tries other weights, and a best practice is published.
struct DemoEvaluation {
    let house: House
    let centre: Actor
    /// Publishes what the centre wrote.
    let second: Actor
    /// Whose station does well.
    let park: Actor

    func play() async throws {
        let today = Zone.china.day(of: try await house.now()), programme = try house.library.programme(DemoWorld.programme)
        guard let rules = programme.evaluation, let level = programme.levels.first?.id, let last = Day(year: today.year, month: 12, day: 31) else { return }
        _ = try await OpenEvaluation(level: level, name: "\(today.year)年度绩效评估", firstDay: programme.notice.trialFrom, lastDay: last, rehearsal: true)(house, by: centre)
        // More weight on events, less on placements.
        let moved = 10, indicators = rules.indicators.map { indicator in
            WhatIfChange(id: indicator.id, weight: indicator.weight + (indicator.id == "events" ? moved : indicator.id == "placements" ? -moved : 0))
        }
        _ = try await RunWhatIf(level: level, indicators: indicators)(house, by: centre)
        let organisations = park.organisations.sorted()
        let station: ID<Station>? = try await house.database.read { tx in try tx.value("SELECT id FROM stations WHERE organisation_id IN (\(list: organisations)) ORDER BY id LIMIT 1") }
        guard let station, let practice = ID<Practice>(rawValue: try await WritePractice(
            station: station, title: "“一人一策”对接来青人才", text: """
                驿站为每位入住的来青人才建一份需求清单，当天登记，次日分给专人。
                求职的，按专业和意向推荐本市岗位，并陪同参加面谈；需要住宿的，先安排床位，再核验资料；符合政策条件的，由经办人代为申请，本人随时可以看到进展。
                这样做以后，入住人员从登记到第一次面谈的时间明显缩短，驿站的服务记录也都有据可查。
                """, evidence: "/events")(house, by: centre).id) else { throw Unexpected("a best practice") }
        _ = try await PublishPractice()(house, practice, by: second)
    }
}
