import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// What keeps an evaluation straight: mistakes that can be left, the order of periods, and who reads nothing before the publication.
@Suite struct EvaluationCareTests {
    @Test(arguments: Engine.allCases) func aPeriodThatWasOpenedByMistakeIsCancelled(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, centre = try await test.staff("centre.handler")
            let empty = await refused("invalid", .invalid) { try await test.evaluation() }
            #expect(empty?.fields.map(\.field) == ["level"])
            _ = try await test.station(1)
            let id = try await test.evaluation()
            try await test.database.write { tx in _ = try tx.run("UPDATE evaluation_periods SET is_trial = \(false) WHERE id = \(id)") }
            await refused("what_if_locked", .conflict) { try await RunWhatIf(level: "city", indicators: [])(house, by: centre) }
            await refused("not_found", .notFound) { try await CancelEvaluation(reason: "级别选错")(house, id, by: try await test.staff("leading.handler")) }
            let wrong = await refused("invalid", .invalid) { try await CancelEvaluation(reason: " ")(house, id, by: centre) }
            #expect(wrong?.fields.map(\.field) == ["reason"])
            _ = try await CancelEvaluation(reason: "级别选错")(house, id, by: centre)
            #expect(try await test.state(id) == "cancelled")
            #expect(try await test.verbs("evaluation", id.rawValue) == ["evaluation_opened", "evaluation_cancelled"])
            #expect(try await test.messages(try await test.applicant(1)).contains("绩效评估已取消：首期绩效评估"))
            await refused("evaluation_state", .conflict) { try await CancelEvaluation(reason: "再次取消")(house, id, by: centre) }
            // It keeps neither the rules nor its days.
            _ = try await RunWhatIf(level: "city", indicators: [])(house, by: centre)
            let again = try await test.evaluation()
            #expect(try await test.state(again) == "open")
            #expect(try await house.evaluation(id, for: centre).steps.isEmpty)
            #expect(try await house.evaluations(for: .visitor).periods.isEmpty)
        }
    }

    @Test(arguments: Engine.allCases) func resultsAreNotCancelled(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            _ = try await test.station(1)
            let id = try await test.revealed()
            await refused("evaluation_state", .conflict) { try await CancelEvaluation(reason: "级别选错")(test.house, id, by: try await test.staff("centre.handler")) }
            #expect(try await test.state(id) == "revealed")
        }
    }

    @Test(arguments: Engine.allCases) func whoActsForAHostReadsNoScoresBeforeThePublication(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), other = try await test.station(2), centre = try await test.staff("centre.handler"), host = try await test.applicant(1)
            let own = Domain.Actor(kind: centre.kind, name: centre.name, posts: centre.posts, organisations: host.organisations)
            let id = try await test.revealed()
            await refused("not_found", .notFound) { try await house.evaluation(id, for: own) }
            await refused("not_found", .notFound) { try await house.scorecards(level: "city", period: id, page: 1, for: own) }
            await refused("not_found", .notFound) { try await house.scorecards(level: "city", period: nil, page: 1, for: own) }
            await refused("not_found", .notFound) { try await house.scorecardsWorkbook(level: "city", period: id, for: own) }
            await refused("not_found", .notFound) { try await house.scorecard(other, period: id, for: own) }
            #expect(try await !house.scorecard(station, period: id, for: own).isFrozen)
            #expect(try await house.scorecard(other, period: id, for: centre).isFrozen)
            try await test.prepare(id)
            _ = try await PublishEvaluation()(house, id, by: try await test.staff("hrss.signer"))
            #expect(try await house.evaluation(id, for: own).stations.count == 2)
            #expect(try await house.scorecard(other, period: id, for: own).isFrozen)
        }
    }

    @Test(arguments: Engine.allCases) func periodsAreClosedInTheirOrder(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, centre = try await test.staff("centre.handler"), programme = test.programme, by = try #require(centre.account)
            _ = try await test.station(1)
            let id = try await test.published()
            // One with consequences, a plain trial, and one of another level.
            try await test.database.write { tx in
                for (name, level, isTrial) in [("earlier", "city", false), ("trial", "city", true), ("other", "district", false)] {
                    _ = try tx.run("""
                        INSERT INTO evaluation_periods (id, programme_id, programme_hash, level, name, first_day, last_day, is_trial, state, by_account, opened_at, changed_at)
                        VALUES (\(name), \(programme.id), \(programme.hash), \(level), \(name), '2020-09-01', '2020-10-31', \(isTrial), 'published', \(by), 0, 0)
                        """)
                }
            }
            try await test.move(to: try moment("2020-12-09"))
            let first = await refused("earlier_open", .conflict) { try await CloseEvaluation()(house, id, by: centre) }
            #expect(first?.words.zh.contains("earlier") == true)
            #expect(try await test.state(id) == "published")
            try await test.database.write { tx in _ = try tx.run("UPDATE evaluation_periods SET state = 'closed' WHERE id = 'earlier'") }
            _ = try await CloseEvaluation()(house, id, by: centre)
            #expect(try await test.state(id) == "closed")
        }
    }

    @Test(arguments: Engine.allCases) func whoseGradeIsNotRewardedAnyMoreIsNoAdvancedStation(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), id = try await test.revealed()
            try await test.database.write { tx in _ = try tx.run("UPDATE evaluation_scorecards SET grade = 'good', points = 80000 WHERE period_id = \(id)") }
            try await test.prepare(id, advanced: [station])
            _ = try await PublishEvaluation()(house, id, by: try await test.staff("hrss.signer"))
            #expect(try await house.evaluationNotice(id).stations.map(\.advanced) == [true])
            #expect(try await house.evaluationNotice(id).corrected.isEmpty)
            try await test.corrected(id, 1, station, "events", "1")
            #expect(try await test.result(station) == "fail withdraw")
            #expect(try await test.count("SELECT COUNT(*) FROM evaluation_scorecards WHERE is_advanced") == 0)
            let corrected = try await house.evaluationNotice(id).corrected
            #expect(corrected.map(\.advanced) == [false] && corrected.map(\.gradeName.zh) == ["不合格"])
        }
    }

    @Test func aCorrectedMeanKeepsTheNumberOfRatings() throws {
        let rules = try #require(try RealTexts.programme.get().0.evaluation)
        let indicator = try #require(rules.indicator("satisfaction"))
        func line(_ stars: Int64?, _ ratings: Int64) throws -> Scorecard.Line {
            try #require(Scorecard.compute(rules, ["satisfaction": ScoreInput(stars, of: ratings)]).lines.first { $0.id == "satisfaction" })
        }
        #expect(try CorrectScore.read("4.67", indicator, try line(12, 3)) == ScoreInput(14, of: 3))
        #expect(try CorrectScore.read("4.63", indicator, try line(30, 8)) == ScoreInput(37, of: 8))
        // Three ratings have no mean of 4.5, and where nobody rated there is none.
        #expect(throws: Refusal.self) { try CorrectScore.read("4.5", indicator, try line(12, 3)) }
        #expect(throws: Refusal.self) { try CorrectScore.read("4.5", indicator, try line(nil, 1)) }
    }

    @Test(arguments: Engine.allCases) func onlyIndicatorsOfTheRulesAreTried(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            _ = try await test.station(1)
            let house = test.house, centre = try await test.staff("centre.handler"), rules = try #require(test.programme.evaluation)
            let all = rules.indicators.map { WhatIfChange(id: $0.id, weight: $0.weight) }
            let unknown = await refused("invalid", .invalid) { try await RunWhatIf(level: "city", indicators: all + [WhatIfChange(id: "某人的姓名", weight: 0)])(house, by: centre) }
            #expect(unknown?.fields.map(\.field) == ["indicators.\(all.count).id"])
            let twice = await refused("invalid", .invalid) { try await RunWhatIf(level: "city", indicators: all + all.prefix(1))(house, by: centre) }
            #expect(twice?.fields.map(\.field) == ["indicators.\(all.count).id"])
            #expect(try await test.count("SELECT COUNT(*) FROM what_if_runs") == 0)
        }
    }
}
