import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct RewardTests {
    @Test(arguments: Engine.allCases) func anIntroductionIsConfirmedByBothAndOnce(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), talent = try await test.highLevel(1), stranger = try await test.person(2), employer = try await test.applicant(2),
                host = try await test.applicant(1)
            await refused("invalid", .invalid) { try await test.introduce(station, employer: 3) }   // nobody vouches for it
            let second = try await test.station(2)
            await refused("not_found", .notFound) { try await test.introduce(station, by: 3) }
            let id = try await test.introduce(station)
            await refused("introduction_known", .conflict) { try await test.introduce(station) }
            await refused("invalid", .invalid) { try await test.introduce(second, by: 2) }   // its own hire
            await refused("not_found", .notFound) { try await house.introduction(id, for: stranger) }
            await refused("not_found", .notFound) { try await ConfirmIntroduction(consent: true)(house, id, by: stranger) }
            await refused("not_found", .notFound) { try await ConfirmIntroduction(consent: true)(house, id, by: host) }
            await refused("invalid", .invalid) { try await ConfirmIntroduction(consent: false)(house, id, by: talent) }
            #expect(try await house.introductions(for: talent).introductions.map(\.isTurn) == [true])
            _ = try await ConfirmIntroduction(consent: true)(house, id, by: talent)
            await refused("confirmed_already", .conflict) { try await ConfirmIntroduction(consent: true)(house, id, by: talent) }
            #expect(try await test.state(id) == "registered")
            _ = try await ConfirmIntroduction(consent: true)(house, id, by: employer)
            #expect(try await test.state(id) == "confirmed")
            await refused("introduction_state", .conflict) { try await WithdrawIntroduction()(house, id, by: host) }
            await refused("introduction_state", .conflict) { try await DeclineIntroduction(reason: "不属实")(house, id, by: talent) }
            #expect(try await test.verbs("introduction", id.rawValue) == ["introduction_registered", "introduction_side_confirmed", "introduction_confirm"])
            #expect(try await house.introduction(id, for: host).summary.confirmedOn != nil)
        }
    }

    @Test(arguments: Engine.allCases) func whoHasNoAccountYetConfirmsByTheirNumber(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1)
            _ = try await test.station(2)
            let id = try await test.introduce(station), talent = try await test.person(1)
            #expect(try await house.introductions(for: talent).introductions.map(\.id) == [id])
            _ = try await DeclineIntroduction(reason: "没有这回事")(house, id, by: talent)
            #expect(try await test.state(id) == "declined")
            let again = try await test.introduced(station, talent)
            #expect(try await test.state(again) == "confirmed")
        }
    }

    @Test(arguments: Engine.allCases) func oneHireIsClaimedOnceAndRestsOnRecords(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.highLevel(1), host = try await test.applicant(1), other = try await test.applicant(3)
            let (introduction, placement) = try await test.hiredByIntroduction(talent)
            await refused("no_policy", .conflict) { try await test.claim(introduction) }
            try await test.rewardPolicy()
            await refused("not_found", .notFound) { try await ClaimReward(try test.claimDraft(introduction))(house, by: other) }
            // Signed before the introduction was confirmed.
            let early = await refused("invalid", .invalid) { try await ClaimReward(try test.claimDraft(introduction, contract: "2020-10-01"))(house, by: host) }
            #expect(early?.fields.map(\.field) == ["contractOn"])
            let wrong = await refused("invalid", .invalid) { try await ClaimReward(try test.claimDraft(introduction, bank: "青岛银行", phone: "1"))(house, by: host) }
            #expect(wrong?.fields.map(\.field) == ["bank", "phone"])
            let id = try await test.claim(introduction), view = try await house.rewardClaim(id, for: host)
            #expect(view.sheet.total == Fen(5_000_000) && view.summary.state == .handedIn && view.placement == placement && view.bank == TestHouse.bank && view.policyVersion == 1)
            await refused("claimed_already", .conflict) { try await test.claim(introduction) }
            await refused("not_found", .notFound) { try await house.rewardClaim(id, for: other) }
            await refused("not_found", .notFound) { try await house.rewardClaim(id, for: talent) }
            let office = try await house.rewardClaim(id, for: try await test.staff("centre.handler"))
            #expect(office.bank == "6222 •••• 3445" && !office.mayWithdraw && office.doubts.map(\.kind) == [.lateIntroduction])
            #expect(try await house.rewardClaimsWorkbook(ClaimFilter(), for: try await test.staff("centre.handler")) == "奖励申领 1")
            _ = try await WithdrawClaim()(house, id, by: host)
            let again = try await test.claim(introduction)
            let states = [try await test.state(again), try await test.state(id)]
            #expect(states == ["handed_in", "withdrawn"])
        }
    }

    @Test(arguments: Engine.allCases) func withoutAProvenClassNothingIsClaimed(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let talent = try await test.person(1)
            try await test.rewardPolicy()
            let (introduction, placement) = try await test.hiredByIntroduction(talent)
            await refused("class_not_proven", .conflict) { try await test.claim(introduction) }
            _ = try await VoidPlacement(reason: "登记有误")(test.house, placement, by: try await test.applicant(1))
            await refused("no_placement", .conflict) { try await test.claim(introduction) }
        }
    }

    @Test(arguments: Engine.allCases) func aReturnedClaimIsCorrected(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.highLevel(1), host = try await test.applicant(1)
            try await test.rewardPolicy()
            let (introduction, _) = try await test.hiredByIntroduction(talent), id = try await test.claim(introduction, insured: 1)
            let about = try await test.caseOf(id)
            #expect(try await house.caseView(about, for: try await test.staff("centre.handler")).claim?.doubts.map(\.kind).contains(.shortInsurance) == true)
            try await test.rule(about, "centre", .return, reason: "请补充社保缴纳记录")
            #expect(try await test.state(id) == "returned")
            #expect(try await house.rewardClaim(id, for: host).reason == "请补充社保缴纳记录")
            _ = try await CorrectClaim(try test.claimDraft(introduction, insured: 4, elsewhere: Fen(1_000_000)))(house, id, by: host)
            let view = try await house.rewardClaim(id, for: host)
            #expect(view.summary.state == .handedIn && view.sheet.total == Fen(4_000_000))
            try await test.rule(about, "centre", .refuse, reason: "引荐不属实")
            #expect(try await test.state(id) == "refused")
            await refused("claim_state", .conflict) { try await WithdrawClaim()(house, id, by: host) }
        }
    }

    @Test(arguments: Engine.allCases) func aClaimIsApprovedPaidInPartsAndRecomputes(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.highLevel(1), host = try await test.applicant(1)
            try await test.rewardPolicy()
            let (introduction, placement) = try await test.hiredByIntroduction(talent), id = try await test.claim(introduction), about = try await test.caseOf(id)
            try await test.rule(about, "centre")
            // Without money nothing is granted.
            _ = try await RuleOnCase(office: "hrss", act: .propose, ruling: .pass)(house, on: about, by: try await test.staff("hrss.handler"))
            let signer = try await test.staff("hrss.signer")
            #expect(await outcomeOf { try await RuleOnCase(office: "hrss", act: .agree)(house, on: about, by: signer) } == "refused")
            #expect(try await test.state(id) == "handed_in")
            try await test.budget(.agencyReward, Fen(100_000_000))
            try await test.budget(.agencyReward, Fen(100_000_000), year: 2021)
            _ = try await RuleOnCase(office: "hrss", act: .agree)(house, on: about, by: signer)
            #expect(try await test.state(id) == "approved")
            let parts = try await test.parts(id)
            #expect(parts.map(\.state) == [.ordered, .waiting] && parts.map(\.amount) == [Fen(2_500_000), Fen(2_500_000)] && parts.first?.id == id)
            #expect(try await test.count("SELECT COUNT(*) FROM payment_orders WHERE thing = 'claim' AND subject = \(id) AND amount = 2500000") == 1)
            try await test.pay(id)
            #expect(try await test.parts(id).map(\.state) == [.paid, .waiting])
            #expect(try await RecomputeRewards()(house) == .init(claims: 1, differences: []))
            // After 180 days both sides say that the person is there.
            try await test.move(to: try moment("2021-05-12", 9, 30))
            _ = try await AnswerCheck(days: 180, isThere: true)(house, placement, by: talent)
            try await test.move(to: try moment("2021-05-12", 10, 30))
            #expect(try await test.parts(id).map(\.state) == [.paid, .ordered])
            try await test.pay(try #require(try await test.parts(id).last?.id))
            #expect(try await test.state(id) == "paid")
            #expect(try await house.rewardClaim(id, for: host).parts.map(\.state) == [.paid, .paid])
            // An office looks into it later: left after 547 days of 1,095.
            let judge = JudgeRetention(stayed: false, leftOn: try day("2021-05-11"), reason: "社保停缴")
            await refused("not_found", .notFound) { try await judge(house, id, by: try await test.staff("finance.handler")) }
            _ = try await judge(house, id, by: try await test.staff("centre.handler"))
            let back = try await test.parts(id).reduce(0) { $0 + $1.back.amount }
            #expect(back == RewardCalculation.back(.proportional(months: 36), paid: Fen(5_000_000), left: 1, of: 1, days: 179).amount.amount)
            #expect(try await test.state(id) == "clawed_back")
            // Somebody changes what is kept: it is found.
            try await test.database.write { tx in _ = try tx.run("UPDATE reward_claims SET amount = amount + 1 WHERE id = \(id)") }
            #expect(try await RecomputeRewards()(house).differences.map(\.what) == ["amount"])
        }
    }

    @Test(arguments: Engine.allCases) func whoLeavesEarlyGetsNoSecondPart(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.highLevel(1)
            try await test.rewardPolicy()
            try await test.budget(.agencyReward, Fen(100_000_000))
            let (introduction, placement) = try await test.hiredByIntroduction(talent), id = try await test.claim(introduction)
            try await test.approve(id)
            try await test.pay(id)
            try await test.move(to: try moment("2021-05-12", 9, 30))
            _ = try await AnswerCheck(days: 180, isThere: false, leftOn: try day("2020-12-02"))(house, placement, by: talent)
            try await test.move(to: try moment("2021-05-12", 10, 30))
            let parts = try await test.parts(id)
            #expect(parts.map(\.state) == [.paid, .lapsed] && parts.first?.back == RewardCalculation.back(.proportional(months: 36), paid: Fen(2_500_000), left: 1, of: 1, days: 19).amount)
            #expect(try await test.state(id) == "clawed_back")
            #expect(try await house.rewardClaim(id, for: try await test.staff("centre.handler")).doubts.map(\.kind).contains(.endedSoon))
        }
    }

    @Test(arguments: Engine.allCases) func anEventGrantFollowsExpensesAndGrade(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), host = try await test.applicant(1), programme = test.programme, now = test.clock.now,
                by = try #require(try await test.staff("centre.handler").account)
            let first = try day("2020-01-01"), last = try day("2020-10-31"), period = try #require(ID<EvaluationPeriod>(rawValue: "period1"))
            let claim = ClaimEventGrant(station: station, period: period, bank: TestHouse.bank, phone: "13953200009")
            await refused("no_result", .conflict) { try await claim(house, by: host) }
            try await test.database.write { tx in
                try tx.run("""
                    INSERT INTO evaluation_periods (id, programme_id, programme_hash, level, name, first_day, last_day, is_trial, state, by_account, opened_at, changed_at)
                    VALUES (\(period), \(programme.id), \(programme.hash), 'city', '2020年度', \(first), \(last), \(true), 'published', \(by), \(now), \(now))
                    """)
                try tx.run("INSERT INTO evaluation_results (period_id, station_id, points, grade, consequence, at) VALUES (\(period), \(station), \(87_000), 'pass', 'reward', \(now))")
            }
            await refused("trial_evaluation", .conflict) { try await claim(house, by: host) }
            try await test.database.write { tx in _ = try tx.run("UPDATE evaluation_periods SET is_trial = \(false) WHERE id = \(period)") }
            // While the results are in notice they may still be corrected; and a grade that is not rewarded brings nothing.
            await refused("evaluation_not_closed", .conflict) { try await claim(house, by: host) }
            #expect(try await house.rewardClaims(for: host).grants.isEmpty)
            try await test.database.write { tx in
                try tx.run("UPDATE evaluation_periods SET state = 'closed' WHERE id = \(period)")
                try tx.run("UPDATE evaluation_results SET consequence = 'improve' WHERE period_id = \(period)")
            }
            await refused("grade_not_rewarded", .conflict) { try await claim(house, by: host) }
            #expect(try await house.rewardClaims(for: host).grants.isEmpty)
            try await test.database.write { tx in _ = try tx.run("UPDATE evaluation_results SET consequence = 'reward' WHERE period_id = \(period)") }
            await refused("not_found", .notFound) { try await claim(house, by: try await test.applicant(3)) }
            #expect(try await house.rewardClaims(for: host).grants.map(\.period) == [period])
            let id = try #require(ID<RewardClaim>(rawValue: try await claim(house, by: host).id))
            await refused("claimed_already", .conflict) { try await claim(house, by: host) }
            // Nothing was spent on confirmed events: it comes to nothing, and is not granted.
            #expect(try await house.rewardClaim(id, for: host).sheet.total == Fen(0))
            let about = try await test.caseOf(id)
            // One that came back is corrected from the same form, and stays the same claim.
            try await test.rule(about, "centre", .return, reason: "请核对收款账户")
            #expect(try await house.newEventGrant(station, period, for: host).choice.period == period)
            #expect(try await claim(house, by: host).id == id.rawValue)
            #expect(try await test.state(id) == "handed_in")
            try await test.rule(about, "centre")
            await refused("nothing_to_grant", .conflict) { try await test.rule(about, "finance") }
        }
    }

    private func outcomeOf<Answer>(_ body: () async throws -> Answer) async -> String {
        do {
            _ = try await body()
            return "done"
        } catch { return error is Refusal ? "refused" : "\(error)" }
    }
}
