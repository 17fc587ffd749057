import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// Ties that records show, when they show late, and a station's last expert.
@Suite struct ExpertConflictTests {
    @Test(arguments: Engine.allCases) func aConflictThatShowsAfterTheHandInPutsOffTheReveal(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try #require(!test.scored.isEmpty)
            let house = test.house, office = try await test.staff("centre.handler"), each = try #require(test.programme.evaluation).panel.experts
            let station = try await test.station(1), period = try await test.evaluationPeriod(), experts = try await test.addExperts(each)
            _ = try await AssignExperts()(house, period, by: office)
            for expert in experts { try await test.scoreAll(expert, 80) }
            let spare = try #require(try await test.addExperts(1, from: 50).first), late = try #require(experts.first), account = try #require(late.account)
            let organisation = try #require(try await test.applicant(1).organisations.first)
            try await test.database.write { tx in _ = try tx.run("INSERT INTO members (organisation_id, account_id, since, role) VALUES (\(organisation), \(account), 1, 'handler')") }
            _ = try await RevealScores()(house, period, by: office)
            // Nothing is revealed; what was handed in does not count any more; the next one scores.
            let panel = try await house.expertPanel(period, for: office)
            #expect(panel.line.state == .assigned && panel.conflicts.map(\.kind) == [.member] && panel.places.map(\.handedIn) == [each - 1])
            #expect(try await test.expertNumber("SELECT COUNT(*) FROM expert_results") == 0)
            #expect(try await test.expertNumber("SELECT COUNT(*) FROM expert_tasks WHERE state = 'recused' AND handed_in_at IS NULL AND digest IS NULL") == 1)
            #expect(try await test.expertTasks(late).isEmpty)
            #expect(try await test.expertTasks(spare).map(\.station) == [station])
            #expect(try await test.verbs("expert_panel", period.rawValue).contains("reveal_put_off"))
            await refused("scores_missing", .conflict) { try await RevealScores()(house, period, by: office) }
            try await test.scoreAll(spare, 60)
            _ = try await RevealScores()(house, period, by: office)
            let table = try await house.expertTable(period, station, for: office)
            #expect(table.lines.first?.scores.map(\.score).sorted() == [60] + Array(repeating: 80, count: each - 1))
        }
    }

    @Test(arguments: Engine.allCases) func theLastExpertOfAStationIsReplacedNotLeftOut(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try #require(!test.scored.isEmpty)
            let house = test.house, office = try await test.staff("centre.handler"), period = try await test.evaluationPeriod()
            _ = try await test.station(1)
            let expert = try #require(try await test.addExperts(1).first)
            _ = try await AssignExperts()(house, period, by: office)
            let task = try #require(try await test.expertTasks(expert).first)
            await refused("last_expert", .conflict) { try await ReleaseExpert(reason: "另有公务", instead: .leaveOut)(house, task.id, of: period, by: office) }
            #expect(try await test.expertTasks(expert).map(\.id) == [task.id])
            let next = try #require(try await test.addExperts(1, from: 50).first)
            _ = try await ReleaseExpert(reason: "另有公务", instead: .replace)(house, task.id, of: period, by: office)
            #expect(try await test.expertTasks(expert).isEmpty)
            #expect(try await test.expertTasks(next).count == 1)
        }
    }

    @Test(arguments: Engine.allCases) func whoWasPlacedAtTheHostIsFound(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, office = try await test.staff("centre.handler"), station = try await test.station(1), period = try await test.evaluationPeriod()
            let expert = try #require(try await test.addExperts(1).first), account = try #require(expert.account), organisation = try #require(try await test.applicant(1).organisations.first)
            let programme = test.programme, by = try #require(office.account)
            try await test.database.write { tx in
                try tx.run("INSERT INTO talents (account_id, registered_at) VALUES (\(account), 1)")
                try tx.run("INSERT INTO placed_people (id, since) VALUES ('person1', 1)")
                try tx.run("""
                    INSERT INTO placements (id, programme_id, programme_hash, type, person_id, account_id, organisation_id, employer, credit_code, project, position, starts_on, occurrence, state,
                        by_account, recorded_at, changed_at)
                    VALUES ('placed1', \(programme.id), \(programme.hash), 'employment', 'person1', \(account), \(organisation), '用人单位', 'x', '', '工程师', '2020-10-01', 'placed1', 'recorded', \(by), 1, 1)
                    """)
            }
            _ = try await AssignExperts()(house, period, by: office)
            let panel = try await house.expertPanel(period, for: office)
            #expect(panel.conflicts.map(\.kind) == [.employer] && panel.conflicts.map(\.source) == [.found] && panel.places.map(\.held) == [0] && panel.places.map(\.id) == [station])
        }
    }

    @Test(arguments: Engine.allCases) func whoActedInACaseOfTheHostIsFound(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, office = try await test.staff("centre.handler"), station = try await test.station(1), period = try await test.evaluationPeriod()
            let experts = try await test.addExperts(2), acted = try #require(experts.first?.account), decided = try #require(experts.last?.account)
            // One acted for the host; the other for an office, which is no tie to it.
            try await test.database.write { tx in
                let about: String = try #require(try tx.value("SELECT case_id FROM stations WHERE id = \(station)"))
                for (number, account, post) in [(1, acted, ""), (2, decided, "hrss")] {
                    _ = try tx.run("""
                        INSERT INTO audit_records (kind, subject, number, previous, hash, actor, post, at, verb, state_from, state_to, reason, reason_digest, clause, detail, sealed)
                        VALUES ('case', \(about), \(number), '', \("hash\(number)"), \(account), \(post), 1, 'case_submit', '', '', '', '', '', '{}', \(true))
                        """)
                }
            }
            _ = try await AssignExperts()(house, period, by: office)
            let found = try await house.expertPanel(period, for: office).conflicts
            #expect(found.map(\.kind) == [.coApplicant] && found.map(\.source) == [.found])
            #expect(try await test.expertTasks(try #require(experts.first)).isEmpty)
            #expect(try await test.expertTasks(try #require(experts.last)).map(\.station) == [station])
        }
    }
}
