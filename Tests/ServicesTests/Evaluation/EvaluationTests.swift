import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// What the tests of evaluation begin with.
extension TestHouse {
    /// A period over November 2020, as a rehearsal unless said otherwise.
    func evaluation(rehearsal: Bool = true, first: String = "2020-11-01", last: String = "2020-11-30") async throws -> ID<EvaluationPeriod> {
        let verb = OpenEvaluation(level: "city", name: "首期绩效评估", firstDay: try day(first), lastDay: try day(last), rehearsal: rehearsal)
        return try #require(ID<EvaluationPeriod>(rawValue: try await verb(house, by: try await staff("centre.handler")).id))
    }

    /// Its days are over and the results are computed; there is no expert group.
    func revealed(rehearsal: Bool = true) async throws -> ID<EvaluationPeriod> {
        let id = try await evaluation(rehearsal: rehearsal), centre = try await staff("centre.handler")
        try await move(to: try moment("2020-12-01"))
        _ = try await BeginScoring()(house, id, by: centre)
        _ = try await RevealEvaluation(withoutExperts: true)(house, id, by: centre)
        return id
    }

    func prepare(_ id: ID<EvaluationPeriod>, advanced: [ID<Station>] = []) async throws {
        _ = try await PrepareEvaluationNotice(phone: "0532-85912345", address: "青岛市市南区闽江路 7 号", advanced: advanced)(house, id, by: try await staff("centre.handler"))
    }

    func published(rehearsal: Bool = true) async throws -> ID<EvaluationPeriod> {
        let id = try await revealed(rehearsal: rehearsal)
        try await prepare(id)
        _ = try await PublishEvaluation(number: "第 1 号")(house, id, by: try await staff("hrss.signer"))
        return id
    }

    /// One line of a station's scorecard is corrected by an objection that is upheld.
    func corrected(_ id: ID<EvaluationPeriod>, _ organisation: Int, _ station: ID<Station>, _ indicator: String, _ value: String) async throws {
        _ = try await ObjectToScore(period: id, indicator: indicator, text: "记录有误，请按所附材料更正。")(house, station, by: try await applicant(organisation))
        let about = try await objection(id, station, indicator)
        _ = try await CorrectScore(value: value, reason: "核对原始记录后更正")(house, on: about, by: try await staff("hrss.handler"))
        try await rule(about, "hrss")
    }

    func objection(_ id: ID<EvaluationPeriod>, _ station: ID<Station>, _ indicator: String) async throws -> ID<Case> {
        try await database.read { tx in
            try #require(try tx.value("SELECT case_id FROM score_objections WHERE period_id = \(id) AND station_id = \(station) AND indicator = \(indicator) ORDER BY at DESC, id DESC LIMIT 1"))
        }
    }

    /// `grade consequence`, as other rooms ask for it.
    func result(_ station: ID<Station>) async throws -> String {
        try await database.read { tx in try StationScores.latest(tx, station).map { "\($0.grade) \($0.consequence.rawValue)" } ?? "none yet" }
    }

    func state(_ id: ID<EvaluationPeriod>) async throws -> String { try await database.read { tx in try tx.value("SELECT state FROM evaluation_periods WHERE id = \(id)") ?? "" } }
}

@Suite struct EvaluationTests {
    @Test(arguments: Engine.allCases) func aPeriodGoesFromOpeningToItsNotice(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), centre = try await test.staff("centre.handler"), signer = try await test.staff("hrss.signer")
            _ = try await test.station(2)
            let opening = OpenEvaluation(level: "city", name: "评估", firstDay: try day("2020-11-01"), lastDay: try day("2020-11-30"))
            for other in ["leading.handler", "laoshan.finance.handler"] { await refused("not_your_office", .forbidden) { try await opening(house, by: try await test.staff(other)) } }
            let wrong = await refused("invalid", .invalid) { try await OpenEvaluation(level: "town", name: "", firstDay: try day("2020-12-01"), lastDay: try day("2020-11-30"))(house, by: centre) }
            #expect(wrong?.fields.map(\.field) == ["level", "name", "lastDay"])
            let id = try await test.evaluation()
            #expect(try await test.messages(try await test.applicant(1)).contains("绩效评估开始（试算）：首期绩效评估"))
            await refused("invalid", .invalid) { try await test.evaluation(first: "2020-11-30", last: "2020-12-31") }
            await refused("evaluation_runs", .conflict) { try await BeginScoring()(house, id, by: centre) }
            try await test.move(to: try moment("2020-12-01"))
            await refused("evaluation_state", .conflict) { try await RevealEvaluation()(house, id, by: centre) }
            _ = try await BeginScoring()(house, id, by: centre)
            await refused("experts_missing", .conflict) { try await RevealEvaluation()(house, id, by: centre) }
            await refused("not_found", .notFound) { try await RevealEvaluation(withoutExperts: true)(house, id, by: try await test.staff("leading.handler")) }
            _ = try await RevealEvaluation(withoutExperts: true)(house, id, by: centre)
            let view = try await house.evaluation(id, for: centre)
            #expect(view.isFrozen && view.stations.map(\.name) == ["驿站1", "驿站2"] && view.stations.map(\.rank) == [1, 1] && view.stations.map(\.grade) == ["fail", "fail"])
            // Its own people see nothing of it before it is published, strangers never.
            #expect(try await !house.scorecard(station, period: id, for: try await test.applicant(1)).isFrozen)
            await refused("notice_wanted", .conflict) { try await PublishEvaluation()(house, id, by: signer) }
            await refused("invalid", .invalid) { try await PrepareEvaluationNotice(phone: "0532-85912345", address: "青岛市市南区闽江路 7 号", advanced: [station])(house, id, by: centre) }
            try await test.prepare(id)
            await refused("not_found", .notFound) { try await house.evaluationNotice(id) }
            await refused("not_yours_to_publish", .forbidden) { try await PublishEvaluation()(house, id, by: centre) }
            _ = try await PublishEvaluation(number: "第 1 号")(house, id, by: signer)
            let notice = try await house.evaluationNotice(id), ends = try day("2020-12-08")
            #expect(notice.stations.map(\.gradeName.zh) == ["不合格", "不合格"] && notice.isTrial && notice.endsOn == ends)
            let card = try await house.scorecard(station, period: id, for: try await test.applicant(1))
            #expect(card.isFrozen && card.gradeName?.zh == "不合格" && card.consequence == .withdraw && card.objectUntil == ends)
            #expect(try await test.result(station) == "fail withdraw")
            #expect(try await test.verbs("evaluation", id.rawValue) == ["evaluation_opened", "evaluation_scoring", "evaluation_revealed", "evaluation_notice_prepared", "evaluation_published"])
            // The public list has it.
            #expect(try await house.evaluations(for: .visitor).periods.map(\.id) == [id])
        }
    }

    @Test(arguments: Engine.allCases) func whoeverPreparedDoesNotPublish(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, signer = try await test.staff("hrss.signer")
            _ = try await test.station(1)
            let id = try await test.revealed()
            _ = try await PrepareEvaluationNotice(phone: "0532-85912345", address: "青岛市市南区闽江路 7 号")(house, id, by: signer)
            await refused("same_person", .forbidden) { try await PublishEvaluation()(house, id, by: signer) }
            _ = try await PublishEvaluation()(house, id, by: try await test.staff("hrss.signer2"))
            #expect(try await test.state(id) == "published")
        }
    }

    @Test(arguments: Engine.allCases) func nothingFollowsFromATrial(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), centre = try await test.staff("centre.handler")
            let id = try await test.published(rehearsal: false)
            #expect(try await test.result(station) == "fail none")
            await refused("notice_runs", .conflict) { try await CloseEvaluation()(house, id, by: centre) }
            try await test.move(to: try moment("2020-12-09"))
            _ = try await CloseEvaluation()(house, id, by: centre)
            #expect(try await test.state(id) == "closed")
            #expect(try await test.count("SELECT COUNT(*) FROM improvement_duties") == 0)
            #expect(try await house.scorecard(station, period: id, for: try await test.applicant(1)).consequence == nil)
            await refused("evaluation_state", .conflict) { try await CloseEvaluation()(house, id, by: centre) }
        }
    }

    @Test(arguments: Engine.allCases) func aStationSeesItsOwnScoreAndWhatWouldRaiseIt(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1)
            _ = try await test.station(2)
            _ = try await test.event("a", station: station, day: "2020-11-12", state: "held")
            let card = try await house.scorecard(station, for: try await test.applicant(1))
            #expect(!card.isFrozen && card.isTrial && card.period == nil && card.lines.map(\.line.id) == ["placements", "events", "lodging", "applications", "satisfaction", "reports", "quality"])
            let placements = try #require(card.lines.first)
            #expect(placements.records == .placements && placements.line.points == .zero && placements.line.next?.zh == "再有 27 人次，可加 1.00 分")
            // An event whose record nobody confirmed does not count.
            #expect(card.lines[1].line.points == .zero)
            await refused("not_found", .notFound) { try await house.scorecard(station, for: try await test.applicant(2)) }
            await refused("not_found", .notFound) { try await house.scorecard(station, for: .visitor) }
            await refused("not_found", .notFound) { try await house.scorecard(station, for: try await test.staff("shinan.hrss.handler")) }
            await refused("not_found", .notFound) { try await house.scorecards(level: nil, period: nil, page: 1, for: try await test.applicant(1)) }
            #expect(try await house.scorecards(level: "city", period: nil, page: 1, for: try await test.staff("laoshan.hrss.handler")).total == 2)
            #expect(try await house.scorecards(level: "city", period: nil, page: 1, for: try await test.staff("shinan.hrss.handler")).total == 0)
            #expect(try await house.ownScorecards(for: try await test.applicant(1)).stations.map(\.id) == [station])
        }
    }
}

@Suite struct ScoreObjectionTests {
    @Test(arguments: Engine.allCases) func anObjectionThatIsUpheldCorrectsTheLineAndTheGrades(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), other = try await test.station(2), actor = try await test.applicant(1)
            let id = try await test.published(), hrss = try await test.staff("hrss.handler")
            await refused("not_found", .notFound) { try await ObjectToScore(period: id, indicator: "events", text: "记录有误，请按所附材料更正。")(house, station, by: try await test.applicant(2)) }
            await refused("invalid", .invalid) { try await ObjectToScore(period: id, indicator: "beauty", text: "记录有误，请按所附材料更正。")(house, station, by: actor) }
            await refused("invalid", .invalid) { try await ObjectToScore(period: id, indicator: "events", text: "错")(house, station, by: actor) }
            _ = try await ObjectToScore(period: id, indicator: "events", text: "记录有误，请按所附材料更正。")(house, station, by: actor)
            await refused("objected_already", .conflict) { try await ObjectToScore(period: id, indicator: "events", text: "记录有误，请按所附材料更正。")(house, station, by: actor) }
            let about = try await test.objection(id, station, "events")
            let shown = try #require(try await house.caseView(about, for: hrss).scoreObjection)
            #expect(shown.line.id == "events" && shown.text == "记录有误，请按所附材料更正。" && shown.mayCorrect && shown.corrected == nil)
            // Who upholds it has to say what the value should be.
            _ = try await RuleOnCase(office: "hrss", act: .propose, ruling: .pass)(house, on: about, by: hrss)
            await refused("correction_wanted", .conflict) { try await RuleOnCase(office: "hrss", act: .agree)(house, on: about, by: try await test.staff("hrss.signer")) }
            let signer = try await test.staff("hrss.signer")
            for value in ["", "8.5", "-1", "many"] { await refused("invalid", .invalid) { try await CorrectScore(value: value, reason: "核对原始记录后更正")(house, on: about, by: signer) } }
            await refused("not_found", .notFound) { try await CorrectScore(value: "8", reason: "核对原始记录后更正")(house, on: about, by: actor) }
            _ = try await CorrectScore(value: "8", reason: "核对原始记录后更正")(house, on: about, by: signer)
            _ = try await RuleOnCase(office: "hrss", act: .agree)(house, on: about, by: signer)
            let card = try await house.scorecard(station, period: id, for: actor)
            #expect(card.lines[1].line.points.thousandths == 20_000 && card.revision == 2 && card.rank == 1 && card.objections.map(\.upheld) == [true])
            #expect(try await house.scorecard(other, period: id, for: try await test.applicant(2)).rank == 2)
            #expect(try await test.messages(actor).contains("复核成立，得分已更正"))
            for (indicator, value) in [("placements", "800"), ("lodging", "600"), ("applications", "40"), ("quality", "100")] { try await test.corrected(id, 1, station, indicator, value) }
            // 30 + 20 + 10 + 10 + 15, and whatever reports give: excellent is for none of two.
            #expect(try await test.result(station) == "good reward")
            #expect(try await test.result(other) == "fail withdraw")
            #expect(try await house.evaluationNotice(id).corrected.map(\.gradeName.zh) == ["良好"])
        }
    }

    @Test(arguments: Engine.allCases) func oneThatIsNotUpheldChangesNothing(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), actor = try await test.applicant(1), id = try await test.published(), centre = try await test.staff("centre.handler")
            _ = try await ObjectToScore(period: id, indicator: "lodging", text: "床晚数有误，请按所附材料更正。")(house, station, by: actor)
            try await test.move(to: try moment("2020-12-09"))
            await refused("objections_open", .conflict) { try await CloseEvaluation()(house, id, by: centre) }
            try await test.rule(try await test.objection(id, station, "lodging"), "hrss", .refuse, reason: "记录与系统一致")
            let card = try await house.scorecard(station, period: id, for: actor)
            #expect(card.revision == 1 && card.objections.map(\.upheld) == [false])
            // The notice is over.
            await refused("not_in_notice", .conflict) { try await ObjectToScore(period: id, indicator: "events", text: "记录有误，请按所附材料更正。")(house, station, by: actor) }
        }
    }
}

@Suite struct AfterEvaluationTests {
    /// A good grade brings a reward; the station hears of it.
    @Test(arguments: Engine.allCases) func aRewardedGradeIsTold(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let station = try await test.station(1), id = try await test.published()
            for (indicator, value) in [("placements", "800"), ("events", "8"), ("lodging", "600")] { try await test.corrected(id, 1, station, indicator, value) }
            #expect(try await test.result(station) == "pass reward")
            try await test.move(to: try moment("2020-12-09"))
            _ = try await CloseEvaluation()(test.house, id, by: try await test.staff("centre.handler"))
            #expect(try await test.messages(try await test.applicant(1)).contains("评估等次：合格"))
            #expect(try await test.count("SELECT COUNT(*) FROM improvement_duties") == 0)
        }
    }

    /// A failing station is to end.
    @Test(arguments: Engine.allCases) func aFailingStationIsToEnd(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let station = try await test.station(1), id = try await test.published()
            try await test.move(to: try moment("2020-12-09"))
            _ = try await CloseEvaluation()(test.house, id, by: try await test.staff("centre.handler"))
            #expect(try await test.verbs("scorecard", "\(id)/\(station)").contains("withdrawal_begun"))
        }
    }

    @Test(arguments: Engine.allCases) func failuresAreCountedInARow(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let station = try await test.station(1), programme = test.programme, by = try #require(try await test.staff("centre.handler").account)
            try await test.database.write { tx in
                for (index, (outcome, isTrial)) in [("withdraw", false), ("reward", false), ("withdraw", false), ("none", true), ("withdraw", false)].enumerated() {
                    let id = "p\(index)", last = try #require(Day(number: 18_000 + index * 100))
                    _ = try tx.run("""
                        INSERT INTO evaluation_periods (id, programme_id, programme_hash, level, name, first_day, last_day, is_trial, state, by_account, opened_at, changed_at)
                        VALUES (\(id), \(programme.id), \(programme.hash), 'city', \(id), \(last), \(last), \(isTrial), 'closed', \(by), 0, 0)
                        """)
                    _ = try tx.run("INSERT INTO evaluation_results (period_id, station_id, points, grade, consequence, at) VALUES (\(id), \(station), 0, 'fail', \(outcome), \(index))")
                }
            }
            let counts = try await test.database.read { tx in
                try ["p4", "p2", "p1", "p0"].map { name in try EvaluationHistory.failuresInARow(tx, station, through: try StoredPeriod.load(tx, try #require(ID<EvaluationPeriod>(rawValue: name)))) }
            }
            #expect(counts == [2, 1, 0, 1])
        }
    }

    @Test(arguments: Engine.allCases) func whatMustImproveIsAnsweredAndAccepted(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), id = try await test.published(), actor = try await test.applicant(1), centre = try await test.staff("centre.handler")
            let due = try day("2021-01-08")
            try await test.database.write { tx in _ = try tx.run("INSERT INTO improvement_duties (period_id, station_id, due_on, state) VALUES (\(id), \(station), \(due), 'open')") }
            await refused("nothing_answered", .conflict) { try await RuleOnImprovement(station: station, accepted: true)(house, id, by: centre) }
            await refused("not_found", .notFound) { try await AnswerImprovement(period: id, text: "已逐项整改，活动和台账均已补齐，附说明。")(house, station, by: try await test.applicant(2)) }
            _ = try await AnswerImprovement(period: id, text: "已逐项整改，活动和台账均已补齐，附说明。")(house, station, by: actor)
            await refused("invalid", .invalid) { try await RuleOnImprovement(station: station, accepted: false)(house, id, by: centre) }
            _ = try await RuleOnImprovement(station: station, accepted: false, reason: "请补充活动签到表")(house, id, by: centre)
            #expect(try await house.scorecard(station, period: id, for: actor).duty?.reason == "请补充活动签到表")
            _ = try await AnswerImprovement(period: id, text: "已补充三场活动的签到表，并完善台账。请核验。")(house, station, by: actor)
            _ = try await RuleOnImprovement(station: station, accepted: true)(house, id, by: centre)
            let duty = try #require(try await house.scorecard(station, period: id, for: actor).duty)
            #expect(duty.state == .accepted && duty.answer == "已补充三场活动的签到表，并完善台账。请核验。" && duty.reason == nil)
            await refused("improvement_accepted", .conflict) { try await AnswerImprovement(period: id, text: "已逐项整改，活动和台账均已补齐，附说明。")(house, station, by: actor) }
            // What the station wrote is sealed.
            let kept: [UInt8]? = try await test.database.read { tx in try tx.value("SELECT answer FROM improvement_duties") }
            #expect(kept.map { !String(decoding: $0, as: UTF8.self).contains("签到表") } == true)
        }
    }
}

@Suite struct WhatIfTests {
    private func changes(_ test: TestHouse, _ weights: [String: Int]) throws -> [WhatIfChange] {
        try #require(test.programme.evaluation).indicators.map { WhatIfChange(id: $0.id, weight: weights[$0.id] ?? $0.weight) }
    }

    @Test(arguments: Engine.allCases) func stationsMoveUnderLetters(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, centre = try await test.staff("centre.handler")
            for number in 1...3 { _ = try await test.station(number) }
            let run = try await RunWhatIf(level: "city", indicators: try changes(test, ["placements": 25, "events": 25]))(house, by: centre)
            let view = try await house.whatIf(level: nil, run: ID<WhatIfRun>(rawValue: run.id), for: centre)
            #expect(run.thing == .whatIf && view.run?.stations.map(\.letter) == ["A", "B", "C"] && view.run?.changes.map(\.weight) == [25, 25, 10, 10, 10, 5, 15])
            let kept: String = try await test.database.read { tx in try #require(try tx.value("SELECT result FROM what_if_runs")) }
            #expect(!kept.contains("驿站") && !kept.contains("station1"))
            #expect(try await test.verbs("what_if", run.id) == ["what_if_run"])
            let wrong = await refused("invalid", .invalid) { try await RunWhatIf(level: "city", indicators: try changes(test, ["placements": 20]))(house, by: centre) }
            #expect(wrong?.fields.map(\.field) == ["indicators.0.weight"])
            await refused("invalid", .invalid) { try await RunWhatIf(level: "city", indicators: [WhatIfChange(id: "events", weight: Int.max, per: 0, cap: -1)])(house, by: centre) }
            await refused("not_your_office", .forbidden) { try await RunWhatIf(level: "city", indicators: [])(house, by: try await test.staff("leading.handler")) }
            await refused("not_found", .notFound) { try await house.whatIf(level: nil, for: try await test.applicant(1)) }
        }
    }

    @Test(arguments: Engine.allCases) func aPeriodUnderIssuedRulesLocksIt(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            _ = try await test.station(1)
            let house = test.house, centre = try await test.staff("centre.handler"), id = try await test.evaluation()
            _ = try await RunWhatIf(level: "city", indicators: [])(house, by: centre)
            try await test.database.write { tx in _ = try tx.run("UPDATE evaluation_periods SET is_trial = \(false) WHERE id = \(id)") }
            await refused("what_if_locked", .conflict) { try await RunWhatIf(level: "city", indicators: [])(house, by: centre) }
            #expect(try await house.whatIf(level: nil, for: centre).lockedBy == "首期绩效评估")
            #expect(try await test.count("SELECT COUNT(*) FROM what_if_runs") == 1)
        }
    }

    @Test func lettersGoOn() { #expect([0, 25, 26, 51, 52].map(RunWhatIf.letter) == ["A", "Z", "AA", "AZ", "BA"]) }
}

@Suite struct PracticeTests {
    private let text = String(repeating: "每周走访三家企业，当周登记需求，次周组织对接。", count: 4)

    @Test(arguments: Engine.allCases) func aSecondPersonPublishes(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), writer = try await test.staff("centre.handler"), second = try await test.staff("hrss.handler")
            let wrong = await refused("invalid", .invalid) { try await WritePractice(station: station, title: "好", text: "短", evidence: "javascript:alert(1)")(house, by: writer) }
            #expect(wrong?.fields.map(\.field) == ["title", "text", "evidence"])
            await refused("not_your_office", .forbidden) { try await WritePractice(station: station, title: "走访企业的做法", text: text)(house, by: try await test.applicant(1)) }
            let id = try #require(ID<Practice>(rawValue: try await WritePractice(station: station, title: "走访企业的做法", text: text, evidence: "/events")(house, by: writer).id))
            await refused("not_found", .notFound) { try await house.practice(id, for: .visitor) }
            await refused("same_person", .forbidden) { try await PublishPractice()(house, id, by: writer) }
            await refused("not_found", .notFound) { try await PublishPractice()(house, id, by: try await test.staff("leading.handler")) }
            _ = try await PublishPractice()(house, id, by: second)
            #expect(try await house.practices(for: .visitor).practices.map(\.title) == ["走访企业的做法"])
            #expect(try await house.practice(id, for: .visitor).evidence == "/events")
            await refused("practice_state", .conflict) { try await PublishPractice()(house, id, by: second) }
            _ = try await WithdrawPractice(reason: "数据需要核实")(house, id, by: writer)
            await refused("not_found", .notFound) { try await house.practice(id, for: .visitor) }
            #expect(try await test.verbs("practice", id.rawValue) == ["practice_written", "practice_published", "practice_withdrawn"])
        }
    }
}
