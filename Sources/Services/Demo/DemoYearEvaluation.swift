import Domain
import SQL

/// The evaluation of the year, played to its end 演练: no detailed rules have been issued. Experts are drawn, score blind, and are revealed together; the grades are in public notice, and what
/// follows from them begins: who fails and has nothing to say ends, who fails and answers stays.
struct DemoYearEvaluation: Sendable {
    let house: House
    let cast: [String: Actor]
    let hosts: [DemoYear.Host]

    private var offices: DemoYearOffices { DemoYearOffices(house: house, cast: cast) }

    func open() async throws {
        let centre = try DemoYear.person("centre", .handler, cast), notice = try house.library.programme(DemoWorld.programme).notice
        _ = try await OpenEvaluation(level: "city", name: "试点期绩效评估", firstDay: notice.trialFrom, lastDay: notice.trialTo, rehearsal: true)(house, by: centre)
    }

    // MARK: experts

    private static let people = ["许明", "高岚", "罗平", "沈悦", "方卓", "唐宁", "白桦", "石磊"]

    /// Eight are in the pool; the last one works for the first station's host, and is never drawn for it.
    private func pool() async throws -> [Actor] {
        let centre = try DemoYear.person("centre", .handler, cast), fields = try house.library.programme(DemoWorld.programme).fields.map(\.id)
        guard !fields.isEmpty else { throw Unexpected("no fields") }
        var experts: [Actor] = []
        for (index, name) in Self.people.enumerated() {
            let employer = index == Self.people.count - 1 ? hosts[0].organisation.name : "示例大学\(index + 1)学院"
            let receipt = try await AddExpert(name: name, phone: "138000000\(31 + index)", employer: employer, fields: [fields[index % fields.count]], consent: true)(house, by: centre)
            let account: ID<Account>? = try await house.database.read { tx in try tx.value("SELECT account_id FROM experts WHERE id = \(receipt.id)") }
            guard let account else { throw Unexpected("expert \(name)") }
            experts.append(Actor(kind: .person(account), name: name, isExpert: true))
        }
        return experts
    }

    /// What the group gives a station in the middle.
    static func middle(_ host: Int) -> Int { host == DemoYear.shares.count - 1 ? 40 : 96 - 2 * host }
    /// How far each of five is from it; for the sixth station one is so far off that it is flagged.
    static func score(_ host: Int, _ place: Int) -> Int { middle(host) + (host == 5 && place == 4 ? -25 : [-4, -2, 0, 2, 4][place % 5]) }

    /// Who scores which station is drawn by lot; the scores do not depend on it: the first of a station's five in the order of the pool gives the first score, and so on.
    private func score(_ period: ID<EvaluationPeriod>, _ experts: [Actor]) async throws {
        let numbers = Dictionary(hosts.map { ($0.station, $0.number) }, uniquingKeysWith: { first, _ in first })
        var work: [(expert: Actor, lines: [ExpertWork.Line])] = []
        for expert in experts {
            let drawn: Int = try await house.database.read { tx in
                try tx.value("SELECT COUNT(*) FROM expert_tasks t JOIN experts e ON e.id = t.expert_id WHERE t.period_id = \(period) AND e.account_id = \(expert.account)") ?? 0
            }
            guard drawn > 0 else { continue }
            work.append((expert, try await house.expertWork(for: expert).periods.flatMap(\.lines)))
        }
        for (expert, lines) in work { for line in lines { _ = try await DeclareConflict(conflict: .no)(house, line.id, by: expert) } }
        let indicators = try house.library.programme(DemoWorld.programme).evaluation?.indicators.filter { $0.source == .experts }.map(\.id) ?? []
        var places: [Int: Int] = [:]
        for (expert, lines) in work {
            for line in lines {
                guard let number = numbers[line.station] else { throw Unexpected("a station that nobody runs") }
                let place = places[number, default: 0], score = Self.score(number, place)
                places[number] = place + 1
                _ = try await HandInScores(scores: indicators.map { ExpertScoreInput(indicator: $0, score: score, grounds: "查阅了服务台账、活动记录和月度报告，按评议标准打分（演示内容）。") })(house, line.id, by: expert)
            }
        }
    }

    /// From the end of the trial to the public notice of the grades.
    func judge(_ desks: DemoYearDesks) async throws -> ID<EvaluationPeriod> {
        let centre = try DemoYear.person("centre", .handler, cast), after = try house.library.programme(DemoWorld.programme).notice.trialTo.adding(1)
        let found: ID<EvaluationPeriod>? = try await house.database.read { tx in try tx.value("SELECT id FROM evaluation_periods WHERE programme_id = \(DemoWorld.programme)") }
        guard let period = found else { throw Unexpected("no evaluation") }
        try await MoveClock.move(house, to: Zone.china.instant(after.adding(1), hour: 9))
        try await desks.report(before: after, late: false, month: DemoYear.months.count)
        let experts = try await pool()
        _ = try await AssignExperts()(house, period, by: centre)
        // Reports come in until the fifth working day.
        try await MoveClock.move(house, to: Zone.china.instant(after.adding(14), hour: 9))
        _ = try await BeginScoring()(house, period, by: centre)
        try await score(period, experts)
        _ = try await RevealScores()(house, period, by: centre)
        _ = try await SettleScores()(house, period, by: centre)
        _ = try await RevealEvaluation()(house, period, by: centre)
        let best = try await house.database.read { tx in
            try tx.rows("SELECT station_id FROM evaluation_scorecards WHERE period_id = \(period) AND grade = 'excellent' ORDER BY place, station_id").map { try $0("station_id") as ID<Station> }
        }
        _ = try await PrepareEvaluationNotice(phone: "0532-12345678", address: "青岛市市南区示例路 1 号市人才服务中心（邮编 266000）", advanced: best)(house, period, by: centre)
        _ = try await PublishEvaluation()(house, period, by: try DemoYear.person("hrss", .signer, cast))
        return period
    }

    // MARK: what follows

    private struct Ending: Sendable {
        let id: ID<Case>
        let host: DemoYear.Host
    }

    /// Nobody objects; the period is closed, grants are claimed, and the last station ends.
    /// - Returns: the last day.
    func close(_ period: ID<EvaluationPeriod>, _ desks: DemoYearDesks, grants: () async throws -> Void) async throws -> Day {
        let noticeEnds: Day? = try await house.database.read { tx in try tx.value("SELECT ends_on FROM evaluation_notices WHERE period_id = \(period)") }
        guard let noticeEnds else { throw Unexpected("no notice") }
        try await MoveClock.move(house, to: Zone.china.instant(noticeEnds.adding(1), hour: 9))
        _ = try await CloseEvaluation()(house, period, by: try DemoYear.person("centre", .handler, cast))
        try await grants()
        let endings = try await endings()
        // Whoever has something to say says it; the last one is silent.
        for ending in endings where ending.host.number < hosts.count - 1 { _ = try await StateOnWithdrawal(text: "已制定整改方案，请予保留。", hearing: .waive)(house, ending.id, by: ending.host.actor) }
        try await moveBeyond("state_by")
        for ending in endings {
            let ends = ending.host.number == hosts.count - 1
            for office in ["hrss", "industry", "finance"] {
                try await offices.rule(ending.id, office, ends ? .pass : .refuse, reason: ends ? "评估不合格，期限内未作陈述。" : "试点期首次评估，建站单位已作陈述，予以保留。")
            }
        }
        if let last = endings.first(where: { $0.host.number == hosts.count - 1 }) { try await end(last, desks) }
        return Zone.china.day(of: try await house.now())
    }

    private func endings() async throws -> [Ending] {
        let found = try await house.database.read { tx in
            try tx.rows("SELECT case_id, station_id FROM withdrawals ORDER BY case_id").map { (case_: try $0("case_id") as ID<Case>, station: try $0("station_id") as ID<Station>) }
        }
        return hosts.compactMap { host in found.first { $0.station == host.station }.map { Ending(id: $0.case_, host: host) } }
    }

    /// To the morning after the last of these days, if there is one.
    private func moveBeyond(_ column: SQL) async throws {
        let last: Day? = try await house.database.read { tx in try tx.value("SELECT MAX(\(column)) FROM withdrawals") }
        guard let last else { return }
        try await MoveClock.move(house, to: Zone.china.instant(last.adding(1), hour: 9))
    }

    /// It was decided, and nobody appeals. Meanwhile somebody has booked soon after the day on which it takes effect, somebody else later, and an event is planned: the first stay is honoured,
    /// the rest ends with the station.
    private func end(_ ending: Ending, _ desks: DemoYearDesks) async throws {
        let found: Day? = try await house.database.read { tx in try tx.value("SELECT appeal_by FROM withdrawals WHERE case_id = \(ending.id)") }
        guard let effective = found?.adding(1) else { throw Unexpected("no time for an appeal") }
        let today = Zone.china.day(of: try await house.now())
        _ = try await desks.book(DemoYearDesks.guest(5001), from: effective.adding(2), at: ending.host)
        _ = try await desks.book(DemoYearDesks.guest(5002), from: min(effective.adding(10), today.adding(27)), at: ending.host)
        _ = try await DemoYearEvents(house: house, office: try DemoYear.person("centre", .handler, cast)).announce(by: ending.host, on: effective.adding(20), number: 0)
        try await moveBeyond("appeal_by")
        _ = try await RecordPlaqueReturn(on: Zone.china.day(of: try await house.now()))(house, ending.id, by: try DemoYear.person("hrss", .handler, cast))
    }
}
