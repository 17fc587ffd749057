import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct ConcurrencyTests {
    @Test(arguments: Engine.allCases) func ofTwoOfficersWhoDecideAtOnceOneSucceeds(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let id = try await test.toIntake(1)
            let house = test.house
            let handlers = [try await test.staff("centre.handler"), try await test.staff("centre.handler2")]
            let checker = try await test.staff("centre.checker")
            for round in 1...20 {
                let results = await together(handlers.map { handler in
                    { @Sendable in try await RuleOnCase(office: "centre", act: .propose, ruling: .pass)(house, on: id, by: handler) }
                })
                #expect(results.map(outcome).sorted() == ["not_your_turn", "ok"], "round \(round)")
                for case .failure(let refusal as Refusal) in results { #expect(refusal.kind == .conflict) }
                #expect(try await test.current(id).tasks.map(\.position) == [1])
                _ = try await RuleOnCase(office: "centre", act: .sendBack, reason: "请补充核查情况。")(house, on: id, by: checker)
            }
            #expect(try await test.verbs("case", id.rawValue).count { $0 == "case_propose" } == 21)   // one of them in the area
            #expect(try await test.count("SELECT COUNT(*) FROM reasons WHERE audience = 'applicant'") == 21)
        }
    }

    /// In a zone one office has one step after the other: what was meant for the first does not fall on the second.
    @Test(arguments: Engine.allCases) func aRulingIsForTheVisitThatWasSeen(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let round = try await test.callDistrictRound("hightech", by: "hightech.handler")
            let id = try await test.handedIn(1, area: "hightech", round: round)
            #expect(try await test.at(id) == "open/intake 1")
            let house = test.house, office = "hightech.organisation_personnel"
            let handlers = [try await test.staff("hightech.handler"), try await test.staff("hightech.handler2")]
            let seen = try await house.caseView(id, for: handlers[0]).visit
            let results = await together(handlers.map { handler in
                { @Sendable in try await RuleOnCase(office: office, act: .propose, ruling: .pass, visit: seen)(house, on: id, by: handler) }
            })
            #expect(results.map(outcome).sorted() == ["changed_meanwhile", "ok"])
            #expect(try await test.at(id) == "open/review 2")
            #expect(try await test.current(id).tasks == [Case.Task(office: office, line: [.handler])])
        }
    }

    @Test(arguments: Engine.allCases) func threeOfficesThatRuleInParallelAllCount(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let house = test.house
            let signer = try await test.staff("hrss.signer"), industry = try await test.staff("industry.handler"), finance = try await test.staff("finance.handler")
            let handler = try await test.staff("hrss.handler")
            for organisation in 1...5 {
                let id = try await test.toReview(organisation)
                _ = try await RuleOnCase(office: "hrss", act: .propose, ruling: .pass)(house, on: id, by: handler)
                let results = await together([
                    { @Sendable in try await RuleOnCase(office: "hrss", act: .agree)(house, on: id, by: signer) },
                    { @Sendable in try await RuleOnCase(office: "industry", act: .propose, ruling: .pass)(house, on: id, by: industry) },
                    { @Sendable in try await RuleOnCase(office: "finance", act: .propose, ruling: .pass)(house, on: id, by: finance) },
                ])
                #expect(results.map(outcome) == ["ok", "ok", "ok"])
                #expect(try await test.at(id) == "open/notice 5")
                let rulings = try await test.database.read { tx in
                    try tx.rows("SELECT office, ruling, position, open FROM case_tasks WHERE case_id = \(id) AND visit = 4 ORDER BY office").map {
                        "\(try $0("office") as String) \(try $0("ruling") as String? ?? "none") \(try $0("position") as Int) \(try $0("open") as Bool)"
                    }
                }
                #expect(rulings == ["finance pass 1 false", "hrss pass 2 false", "industry pass 1 false"])
            }
        }
    }

    @Test(arguments: Engine.allCases) func oneApplicationForEachOrganisationAndRound(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let house = test.house, round = try test.roundID()
            for organisation in 1...3 {
                let actor = try await test.applicant(organisation)
                let results = await together(Array(repeating: { @Sendable in try await StartApplication(round: round)(house, by: actor) }, count: 6))
                #expect(Set(results.compactMap { try? $0.get().id }).count == 1)
                #expect(results.map(outcome) == Array(repeating: "ok", count: 6))
            }
            #expect(try await test.count("SELECT COUNT(*) FROM cases") == 3)
            let numbers = try await test.database.read { tx in try tx.rows("SELECT number FROM cases ORDER BY number").map { try $0("number") as String } }
            #expect(numbers == ["2020-1", "2020-2", "2020-3"])
        }
    }

    @Test(arguments: Engine.allCases) func aWithdrawalAndADeterminationDoNotBothHappen(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let house = test.house, signer = try await test.staff("hrss.signer")
            var cases: [ID<Case>] = []
            for organisation in 1...5 { cases.append(try await test.toNotice(organisation)) }
            try await test.endNotice(try await test.publish(cases))
            for (index, id) in cases.enumerated() {
                let meeting = try await test.record([(id, .refuse)], reason: "不符合条件。"), owner = try await test.applicant(index + 1)
                let results = await together([
                    { @Sendable in try await SignMeeting()(house, meeting, by: signer) }, { @Sendable in try await WithdrawApplication(reason: nil)(house, on: id, by: owner) },
                ])
                let first = outcome(results[0]) == "ok"
                #expect(results.map(outcome) == (first ? ["ok", "ended"] : ["not_ready", "ok"]))
                #expect(try await test.at(id) == (first ? "refused 6" : "withdrawn 6"))
            }
        }
    }

    @Test(arguments: Engine.allCases) func numbersAreGivenOnce(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            let results = await together((1...24).map { subject in
                { @Sendable in try await house.perform(by: .system, once: nil) { act in Receipt(.case, String(try act.number("series", for: "s\(subject)"))) } }
            })
            #expect(results.compactMap { try? $0.get().id }.compactMap(Int.init).sorted() == Array(1...24))
        }
    }

    @Test(arguments: Engine.allCases) func twoDocumentsAtOnceHaveTwoNumbersAndPlaquesOfTheirOwn(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let house = test.house
            var cases: [ID<Case>] = []
            for organisation in 1...4 { cases.append(try await test.toNotice(organisation)) }
            try await test.endNotice(try await test.publish(cases))
            let signer = try await test.staff("hrss.signer")
            var meetings: [ID<Meeting>] = []
            for pair in [[cases[0], cases[2]], [cases[1], cases[3]]] {
                let meeting = try await test.record(pair.map { ($0, .pass) })
                _ = try await SignMeeting()(house, meeting, by: signer)
                meetings.append(meeting)
            }
            // Each is asked for twice, all at once.
            let results = await together((meetings + meetings).map { meeting in { @Sendable in try await IssueDocument()(house, of: meeting, by: signer) } })
            #expect(results.map(outcome).sorted() == ["issued", "issued", "ok", "ok"])
            let numbers = try await test.database.read { tx in
                (try tx.rows("SELECT number FROM documents ORDER BY number").map { try $0("number") as String }, try tx.rows("SELECT number FROM plaques ORDER BY number").map { try $0("number") as String })
            }
            #expect(numbers.0 == ["青人社发〔2020〕1号", "青人社发〔2020〕2号"])
            #expect(numbers.1 == ["QDYZ-2020-001", "QDYZ-2020-002", "QDYZ-2020-003", "QDYZ-2020-004"])
        }
    }
}
