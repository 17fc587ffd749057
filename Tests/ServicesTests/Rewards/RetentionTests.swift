import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// What becomes of a claim after it was handed in: corrections, later parts, caps, and who reads names.
@Suite struct RetentionTests {
    @Test(arguments: Engine.allCases) func aClaimThatCameBackIsNotLate(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.highLevel(1), host = try await test.applicant(1)
            try await test.rewardPolicy()
            let (introduction, _) = try await test.hiredByIntroduction(talent), long = try day("2019-11-01")
            try await test.database.write { tx in _ = try tx.run("UPDATE introductions SET registered_on = \(long), confirmed_on = \(long) WHERE id = \(introduction)") }
            // 366 days ago.
            let late = ClaimDraft(
                introduction: introduction, contractOn: try day("2019-11-13"), contractMonths: 60, insuredMonths: 3, certifiedBy: "市委组织部", certifiedOn: try day("2019-05-01"), bank: TestHouse.bank,
                phone: "13953200009")
            await refused("claim_late", .conflict) { try await ClaimReward(late)(house, by: host) }
            let id = try await test.claim(introduction)
            try await test.rule(try await test.caseOf(id), "centre", .return, reason: "合同日期有误")
            _ = try await CorrectClaim(late)(house, id, by: host)
            #expect(try await test.state(id) == "handed_in")
        }
    }

    @Test(arguments: Engine.allCases) func nothingIsPaidWhileThePlacementIsDisputed(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.highLevel(1), centre = try await test.staff("centre.handler")
            try await test.rewardPolicy()
            try await test.budget(.agencyReward, Fen(100_000_000))
            try await test.budget(.agencyReward, Fen(100_000_000), year: 2021)
            let (introduction, placement) = try await test.hiredByIntroduction(talent), id = try await test.claim(introduction)
            try await test.approve(id)
            try await test.pay(id)
            try await test.move(to: try moment("2021-05-12", 9, 30))
            _ = try await AnswerCheck(days: 180, isThere: true)(house, placement, by: talent)
            _ = try await ContestPlacement(reason: "岗位不符")(house, placement, by: talent)
            try await test.move(to: try moment("2021-05-12", 10, 30))
            #expect(try await test.parts(id).map(\.state) == [.paid, .waiting])
            await refused("placement_not_counted", .conflict) { try await JudgeRetention(stayed: true, reason: "已核实")(house, id, by: centre) }
            #expect(try await test.count("SELECT COUNT(*) FROM payment_orders") == 1)
        }
    }

    @Test(arguments: Engine.allCases) func whoRewardsHearsOfADepartureAndOfAVoidRecord(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.highLevel(1), centre = try await test.staff("centre.handler")
            try await test.rewardPolicy()
            try await test.budget(.agencyReward, Fen(100_000_000))
            let (introduction, placement) = try await test.hiredByIntroduction(talent), id = try await test.claim(introduction)
            try await test.approve(id)
            try await test.move(to: try moment("2021-05-12", 9, 30))
            func heard() async throws -> Int { try await test.messages(centre).filter { $0 == "已核定的奖励需要核实" }.count }
            #expect(try await heard() == 0)
            _ = try await AnswerCheck(days: 180, isThere: false, leftOn: try day("2020-12-20"))(house, placement, by: talent)
            #expect(try await heard() == 1)
            _ = try await VoidPlacement(reason: "登记有误")(house, placement, by: try await test.applicant(1))
            #expect(try await heard() == 2)
        }
    }

    @Test(arguments: Engine.allCases) func whoJudgesThatThePersonStayedPaysNothingOfIt(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let talent = try await test.highLevel(1), judge = try await test.staff("centre.handler2")
            try await test.rewardPolicy()
            try await test.budget(.agencyReward, Fen(100_000_000))
            try await test.budget(.agencyReward, Fen(100_000_000), year: 2021)
            let (introduction, _) = try await test.hiredByIntroduction(talent), id = try await test.claim(introduction)
            try await test.approve(id)
            try await test.pay(id)
            try await test.move(to: try moment("2021-05-12", 10, 30))
            #expect(try await test.parts(id).map(\.state) == [.paid, .waiting])
            _ = try await JudgeRetention(stayed: true, reason: "社保缴纳记录已核")(test.house, id, by: judge)
            let part = try #require(try await test.parts(id).last)
            #expect(part.state == .ordered)
            #expect(try await test.count("SELECT COUNT(*) FROM payment_hands h JOIN payment_orders o ON o.id = h.order_id WHERE o.subject = \(part.id) AND h.account_id = \(judge.account)") == 1)
        }
    }

    @Test(arguments: Engine.allCases) func monthsServedEndWhenThePersonLeft(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.highLevel(1)
            try await test.rewardPolicy()
            try await test.budget(.agencyReward, Fen(100_000_000), year: 2021)
            let (introduction, placement) = try await test.hiredByIntroduction(talent), id = try await test.claim(introduction)
            try await test.move(to: try moment("2021-05-12", 9, 30))
            _ = try await AnswerCheck(days: 180, isThere: false, leftOn: try day("2020-12-20"))(house, placement, by: talent)
            try await test.approve(id)
            #expect(try await house.rewardClaim(id, for: try await test.applicant(1)).inputs.first { $0.name.zh == "已在岗" }?.value.zh == "1 个月")
        }
    }

    @Test(arguments: Engine.allCases) func aCapCountsWhatWasKept(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.highLevel(1), payee = try await test.organisation(1), programme = test.programme
            let reward = try #require(programme.rewards?.reward(for: .agencyReward))
            func granted() async throws -> String {
                try await house.perform(by: .system, once: nil) { act in
                    let year = try act.withYear(RewardInputs(), reward, programme, payee: payee, but: try act.newID(RewardClaim.self))
                    return Receipt(.home, String(year.unitYear.amount))
                }.id
            }
            try await test.rewardPolicy()
            try await test.budget(.agencyReward, Fen(100_000_000))
            let (introduction, _) = try await test.hiredByIntroduction(talent), id = try await test.claim(introduction)
            #expect(try await granted() == "0")
            try await test.approve(id)
            #expect(try await granted() == "5000000")
            try await test.database.write { tx in
                _ = try tx.run("UPDATE reward_parts SET state = 'lapsed' WHERE claim_id = \(id) AND n = 2")
                _ = try tx.run("UPDATE reward_parts SET back = 1000000 WHERE claim_id = \(id) AND n = 1")
                _ = try tx.run("UPDATE reward_claims SET state = 'clawed_back' WHERE id = \(id)")
            }
            #expect(try await granted() == "1500000")
        }
    }

    @Test(arguments: Engine.allCases) func anOfficeReadsTheNameWithTheClaim(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.highLevel(1), centre = try await test.staff("centre.handler"), other = try await test.staff("industry.handler")
            try await test.rewardPolicy()
            let (introduction, _) = try await test.hiredByIntroduction(talent)
            func who(_ actor: Domain.Actor) async throws -> String? { try await house.introduction(introduction, for: actor).summary.who }
            for actor in [talent, try await test.applicant(1), try await test.applicant(2)] { #expect(try await who(actor) == "人才1") }
            #expect(try await who(centre) == nil)
            let id = try await test.claim(introduction)
            #expect(try await who(centre) == "人才1")
            // Not an office of this procedure, and not one that rewards, pays or oversees.
            #expect(try await who(other) == nil)
            await refused("not_found", .notFound) { try await house.rewardClaim(id, for: other) }
        }
    }

    @Test(arguments: Engine.allCases) func whoClosesTheirAccountIsNotNamedInIntroductions(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), talent = try await test.talent(1, password: TestHouse.password)
            _ = try await test.station(2)
            let id = try await test.introduce(station)
            let own = try #require(try await house.ownData(for: talent).sections.first { $0.id == "introductions" })
            #expect(own.rows.count == 1 && own.rows.first?.values.contains { $0.id == "name" && $0.value == "人才1" } == true)
            _ = try await CloseAccount(password: TestHouse.password, understood: true)(house, by: talent)
            #expect(try await test.state(id) == "declined")
            #expect(try await house.introduction(id, for: try await test.applicant(1)).summary.who == "")
        }
    }
}
