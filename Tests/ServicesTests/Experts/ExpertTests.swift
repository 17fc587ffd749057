import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct ExpertTests {
    @Test(arguments: Engine.allCases) func thePoolIsKeptByTheSecretariatAndSealed(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, office = try await test.staff("centre.handler"), field = try #require(test.programme.fields.first).id
            let add = AddExpert(name: "钱评审", phone: "13666661001", employer: "评审大学", fields: [field], consent: true)
            await refused("keeps_no_experts", .forbidden) { try await add(house, by: try await test.staff("hrss.handler")) }
            await refused("keeps_no_experts", .forbidden) { try await add(house, by: try await test.applicant(1)) }
            let wrong = await refused("invalid", .invalid) { try await AddExpert(name: "", phone: "1", employer: "", creditCode: "X", fields: ["none"], consent: false)(house, by: office) }
            #expect(Set(wrong?.fields.map(\.field) ?? []) == ["name", "phone", "employer", "creditCode", "fields", "consent"])
            let id = try #require(ID<Expert>(rawValue: try await add(house, by: office).id))
            await refused("expert_known", .invalid) { try await add(house, by: office) }
            let view = try await house.expert(id, for: office)
            #expect(view.summary.name == "钱评审" && view.summary.employer == "评审大学" && view.phone?.text.hasSuffix("1001") == true)
            await refused("not_found", .notFound) { try await house.expert(id, for: try await test.staff("finance.handler")) }
            let kept: [UInt8] = try await test.database.read { tx in try #require(try tx.value("SELECT name FROM experts WHERE id = \(id)")) }
            #expect(!String(decoding: kept, as: UTF8.self).contains("钱评审"))
            let expert = try await test.expertActor(id.rawValue)
            #expect(expert.isExpert && !expert.isStaff && expert.organisations.isEmpty)
            #expect(try await house.expertWork(for: expert).periods.isEmpty)
            await refused("not_found", .notFound) { try await house.expertWork(for: try await test.applicant(1)) }
            await refused("keeps_no_experts", .forbidden) { try await house.experts(for: expert) }
            _ = try await PauseExpert(paused: true)(house, id, by: office)
            #expect(try await house.experts(for: office).experts.map(\.isPaused) == [true])
            _ = try await ChangeExpert(employer: "另一大学", fields: [field])(house, id, by: office)
            #expect(try await house.expert(id, for: office).summary.employer == "另一大学")
            #expect(try await test.verbs("expert", id.rawValue) == ["expert_added", "expert_paused", "expert_changed"])
        }
    }

    @Test(arguments: Engine.allCases) func scoresStaySealedUntilAllAreRevealedTogether(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try #require(!test.scored.isEmpty)
            let house = test.house, office = try await test.staff("centre.handler"), each = try #require(test.programme.evaluation).panel.experts
            let station = try await test.station(1), host = try await test.applicant(1), period = try await test.evaluationPeriod()
            let experts = try await test.addExperts(each)
            await refused("not_found", .notFound) { try await AssignExperts()(house, period, by: try await test.staff("hrss.handler")) }
            _ = try await AssignExperts()(house, period, by: office)
            await refused("panel_drawn", .conflict) { try await AssignExperts()(house, period, by: office) }
            let first = try #require(experts.first), task = try #require(try await test.expertTasks(first).first)
            #expect(try await house.expertTask(task.id, for: first).counts.isEmpty)
            await refused("not_found", .notFound) { try await house.expertTask(task.id, for: try #require(experts.last)) }
            await refused("not_found", .notFound) { try await house.expertTask(task.id, for: office) }
            await refused("declare_first", .conflict) { try await SaveScores(scores: test.given(80))(house, task.id, by: first) }
            _ = try await DeclareConflict(conflict: .no)(house, task.id, by: first)
            #expect(try await house.expertTask(task.id, for: first).counts.count == Counted.allCases.count)
            _ = try await SaveScores(scores: test.scored.map { ExpertScoreInput(indicator: $0.id, score: 81, grounds: nil) })(house, task.id, by: first)
            #expect(try await house.expertTask(task.id, for: first).scores.map(\.score) == test.scored.map { _ in 81 })
            let wrong = await refused("invalid", .invalid) { try await HandInScores(scores: test.scored.map { ExpertScoreInput(indicator: $0.id, score: 101, grounds: "太短") })(house, task.id, by: first) }
            #expect(wrong?.fields.map(\.field).contains("scores.0.score") == true && wrong?.fields.map(\.field).contains("scores.0.grounds") == true)
            _ = try await HandInScores(scores: test.given(10, "现场服务明显不足，台账缺失较多。"))(house, task.id, by: first)
            await refused("task_elsewhere", .conflict) { try await SaveScores(scores: test.given(90))(house, task.id, by: first) }
            // Nobody reads a score before the reveal, and nothing of it stands in the clear.
            await refused("not_found", .notFound) { try await house.expertTable(period, station, for: office) }
            await refused("not_found", .notFound) { try await house.expertTable(period, station, for: first) }
            let body: [UInt8] = try await test.database.read { tx in try #require(try tx.value("SELECT body FROM expert_scores WHERE task_id = \(task.id) ORDER BY indicator LIMIT 1")) }
            #expect(!String(decoding: body, as: UTF8.self).contains("台账"))
            let panel = try await house.expertPanel(period, for: office)
            #expect(panel.line.done == 1 && panel.line.wanted == each && !panel.mayReveal && panel.places.map(\.handedIn) == [1])
            await refused("scores_missing", .conflict) { try await RevealScores()(house, period, by: office) }
            for expert in experts.dropFirst() { try await test.scoreAll(expert, 80) }
            #expect(try await test.database.read { tx in try ExpertScores.merged(tx, period).isEmpty })
            _ = try await RevealScores()(house, period, by: office)
            await refused("panel_revealed", .conflict) { try await RevealScores()(house, period, by: office) }
            let table = try await house.expertTable(period, station, for: first)
            #expect(table.lines.allSatisfy { line in line.scores.count == each && line.scores.filter { $0.distance != nil }.map(\.score) == [10] && line.scores.allSatisfy { $0.name == nil } })
            #expect(try await house.expertTable(period, station, for: office).lines.allSatisfy { $0.scores.allSatisfy { $0.name != nil } })
            await refused("not_found", .notFound) { try await house.expertTable(period, station, for: host) }
            #expect(try await test.database.read { tx in try ExpertScores.revealed(tx, period).isEmpty })
            // The flagged one may be changed once; both stay.
            let indicator = try #require(test.scored.first).id, second = experts[1], other = try #require(try await test.expertTasks(second).first)
            await refused("not_flagged", .conflict) { try await ReviseScore(indicator: indicator, score: 70, grounds: "合议后认为应当调整评分。")(house, other.id, by: second) }
            _ = try await WriteToPanel(text: "台账已在合议中补充说明。")(house, period, station, by: office)
            _ = try await WriteToPanel(text: "同意。")(house, period, station, by: first)
            await refused("not_found", .notFound) { try await WriteToPanel(text: "本站意见")(house, period, station, by: host) }
            _ = try await ReviseScore(indicator: indicator, score: 60, grounds: "合议后认为应当调整评分。")(house, task.id, by: first)
            await refused("revised_already", .conflict) { try await ReviseScore(indicator: indicator, score: 61, grounds: "合议后认为应当再调整评分。")(house, task.id, by: first) }
            let revised = try #require(try await house.expertTable(period, station, for: first).lines.first?.scores.first { $0.isOwn })
            #expect(revised.score == 10 && revised.revised == 60 && !revised.mayRevise)
            #expect(try await house.expertTable(period, station, for: second).messages.map(\.text) == ["台账已在合议中补充说明。", "同意。"])
            _ = try await SettleScores()(house, period, by: office)
            await refused("not_under_discussion", .conflict) { try await WriteToPanel(text: "再议")(house, period, station, by: first) }
            let merge = try #require(test.programme.evaluation).panel.merge, expected = ExpertMerge.merged([60] + Array(repeating: 80, count: each - 1), merge)
            #expect(try await test.database.read { tx in try ExpertScores.revealed(tx, period)[station]?[indicator] } == expected)
            // The host reads it without names, once the period is published.
            await refused("not_found", .notFound) { try await house.expertOpinions(period, station, for: host) }
            try await test.database.write { tx in _ = try tx.run("UPDATE evaluation_periods SET state = 'published' WHERE id = \(period)") }
            let opinions = try await house.expertOpinions(period, station, for: host)
            #expect(opinions.lines.first?.merged == expected?.thousandths && opinions.lines.first?.grounds.count == each)
            #expect(Set(try await test.verbs("expert_panel", period.rawValue)).isSuperset(of: ["panel_drawn", "task_hand_in", "panel_revealed", "score_revised", "panel_settled"]))
        }
    }

    @Test(arguments: Engine.allCases) func aConflictRecusesAndTheNextIsDrawn(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try #require(!test.scored.isEmpty)
            let house = test.house, office = try await test.staff("centre.handler"), each = try #require(test.programme.evaluation).panel.experts
            let station = try await test.station(1), period = try await test.evaluationPeriod(), code = creditCode(10_001), field = try #require(test.programme.fields.first).id
            // One works for the host, one acts for it; both are found. So many others are wanted, and one to spare.
            _ = try await AddExpert(name: "本单位", phone: "13666662001", employer: "某某集团", creditCode: code, fields: [field], consent: true)(house, by: office)
            _ = try await AddExpert(name: "经办人", phone: TestHouse.phone(1), employer: "别处", fields: [field], consent: true)(house, by: office)
            let experts = try await test.addExperts(each + 1)
            _ = try await AssignExperts()(house, period, by: office)
            let panel = try await house.expertPanel(period, for: office)
            #expect(Set(panel.conflicts.map(\.kind)) == [.employer, .member] && panel.places.map(\.held) == [each] && panel.loads.allSatisfy { $0.expert.hasPrefix("专家") })
            var free: [Domain.Actor] = [], drawn: [(Domain.Actor, ExpertWork.Line)] = []
            for expert in experts { if let task = try await test.expertTasks(expert).first { drawn.append((expert, task)) } else { free.append(expert) } }
            #expect(drawn.count == each && free.count == 1)
            let (declaring, task) = try #require(drawn.first), spare = try #require(free.first)
            let wrong = await refused("invalid", .invalid) { try await DeclareConflict(conflict: .yes)(house, task.id, by: declaring) }
            #expect(wrong?.fields.map(\.field) == ["kind", "reason"])
            _ = try await DeclareConflict(conflict: .yes, kind: .consultant, reason: "去年担任该站顾问")(house, task.id, by: declaring)
            await refused("not_found", .notFound) { try await house.expertTask(task.id, for: declaring) }
            await refused("not_found", .notFound) { try await HandInScores(scores: test.given(80))(house, task.id, by: declaring) }
            #expect(try await test.expertTasks(spare).map(\.station) == [station])
            let after = try await house.expertPanel(period, for: office)
            #expect(after.conflicts.contains { $0.kind == .consultant && $0.source == .declared && $0.reason == "去年担任该站顾问" } && after.places.map(\.held) == [each])
            // Nobody is left for the next one: the station lacks one, and it is said.
            let (ill, illTask) = try #require(drawn.last)
            _ = try await ReleaseExpert(reason: "因病不能参加", instead: .replace)(house, illTask.id, of: period, by: office)
            #expect(try await house.expertPanel(period, for: office).places.map(\.lacking) == [1])
            #expect(try await test.expertTasks(ill).isEmpty)
            let late = try await test.addExperts(1, from: 50)
            _ = try await DrawMissing()(house, period, by: office)
            #expect(try await test.expertTasks(try #require(late.first)).count == 1)
            #expect(try await house.expertPanel(period, for: office).places.map(\.lacking) == [0])
            // One place is left out: then the reveal wants a reason.
            let rest = Array(drawn.dropFirst().dropLast()), (out, outTask) = try #require(rest.first)
            _ = try await ReleaseExpert(reason: "另有公务", instead: .leaveOut)(house, outTask.id, of: period, by: office)
            #expect(try await test.expertTasks(out).isEmpty)
            for expert in rest.dropFirst().map(\.0) + [spare] + late { try await test.scoreAll(expert, 80) }
            let short = await refused("panel_short", .invalid) { try await RevealScores()(house, period, by: office) }
            #expect(short?.fields.map(\.field) == ["reason"])
            _ = try await RevealScores(reason: "一名专家临时有公务")(house, period, by: office)
            #expect(try await house.expertPanel(period, for: office).line.state == .revealed)
            // What was declared counts as found in the next period.
            let next = try await test.evaluationPeriod("period2")
            _ = try await AssignExperts()(house, next, by: office)
            #expect(try await house.expertPanel(next, for: office).conflicts.contains { $0.kind == .declaredBefore && $0.source == .found })
        }
    }

    @Test(arguments: Engine.allCases) func nobodyLooksAfterTheirOwnAndScoringWaitsForTheEnd(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try #require(!test.scored.isEmpty)
            let house = test.house, office = try await test.staff("centre.handler"), period = try await test.evaluationPeriod(state: "open"), host = try await test.applicant(1)
            _ = try await test.station(1)
            await refused("no_experts", .conflict) { try await AssignExperts()(house, period, by: office) }
            let experts = try await test.addExperts(1), expert = try #require(experts.first)
            let own = Domain.Actor(kind: office.kind, name: office.name, posts: office.posts, organisations: host.organisations)
            await refused("not_found", .notFound) { try await AssignExperts()(house, period, by: own) }
            _ = try await AssignExperts()(house, period, by: office)
            await refused("not_found", .notFound) { try await house.expertPanel(period, for: own) }
            let task = try #require(try await test.expertTasks(expert).first)
            _ = try await DeclareConflict(conflict: .no)(house, task.id, by: expert)
            await refused("period_runs", .conflict) { try await SaveScores(scores: test.given(80))(house, task.id, by: expert) }
            // Somebody who comes to act for the host meanwhile is recused when they hand in.
            let account = try #require(expert.account), organisation = try #require(host.organisations.first)
            try await test.database.write { tx in
                try tx.run("INSERT INTO members (organisation_id, account_id, since, role) VALUES (\(organisation), \(account), 1, 'handler')")
                _ = try tx.run("UPDATE evaluation_periods SET state = 'scoring' WHERE id = \(period)")
            }
            _ = try await HandInScores(scores: test.given(80))(house, task.id, by: expert)
            #expect(try await test.expertTasks(expert).isEmpty)
            #expect(try await test.expertNumber("SELECT COUNT(*) FROM expert_scores") == 0)
            await refused("station_without_scores", .conflict) { try await RevealScores()(house, period, by: office) }
        }
    }

    @Test(arguments: Engine.allCases) func scoresThatWereTouchedAreNotRevealed(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try #require(!test.scored.isEmpty)
            let house = test.house, office = try await test.staff("centre.handler"), each = try #require(test.programme.evaluation).panel.experts, period = try await test.evaluationPeriod()
            _ = try await test.station(1)
            let experts = try await test.addExperts(each)
            _ = try await AssignExperts()(house, period, by: office)
            for expert in experts { try await test.scoreAll(expert, 80) }
            try await test.database.write { tx in _ = try tx.run("UPDATE expert_scores SET digest = 'other'") }
            await #expect(throws: Unexpected.self) { try await RevealScores()(house, period, by: office) }
            #expect(try await test.expertNumber("SELECT COUNT(*) FROM expert_results") == 0)
        }
    }
}
