import Domain
import Foundation
import ProgrammeText
import Testing

/// The section on rewards in the real file, the forms that other cities use, and what is said of one that is written wrongly.
@Suite struct RewardMistakeTests {
    private static let classes = """
              by_class:
                - { class: [a], yuan: 100000 }
                - { class: [b], yuan: 50000 }
                - { class: [c, d], yuan: 20000 }
                - { class: [e, f], yuan: 10000 }

        """

    private func read(_ old: String, _ new: String) throws -> (programme: Programme?, said: [String]) {
        let whole = try text(realFile)
        #expect(whole.contains(old), "\(old)")
        let read = readProgramme(whole.replacing(old, with: new, maxReplacements: 1))
        return (read.programme, read.mistakes.map(\.description))
    }

    @Test func theRealFileHasRewards() throws {
        let programme = try #require(readProgramme(try text(realFile)).programme), rules = try #require(programme.rewards)
        #expect(rules.rewards.map(\.id) == ["agency_reward", "event_grant"] && rules.clause == Clause("二(三)3"))
        let reward = try #require(rules.reward(for: .agencyReward)), grant = try #require(rules.reward(for: .eventGrant))
        #expect(reward.policy == "agency-reward" && reward.procedure == "agency_reward" && reward.claimWithin == 365)
        #expect(reward.formula.wants == .init(contractMonths: 36, insuredMonths: 1) && reward.formula.exclusion == .difference && reward.formula.clawBack == .proportional(months: 36))
        #expect(reward.formula.parts == [.init(percent: 50, afterDays: 0), .init(percent: 50, afterDays: 180)] && reward.formula.caps == [.init(per: .unitYear, most: Fen(50_000_000))])
        #expect(grant.formula.rounding == .init(unit: 100, how: .down) && grant.policy == nil)
        let sheet = RewardCalculation.compute(reward.formula, RewardInputs(talentClass: "b", contractMonths: 36, insuredMonths: 6))
        #expect(sheet.total == Fen(5_000_000) && sheet.parts.map(\.amount) == [Fen(2_500_000), Fen(2_500_000)])
        #expect(programme.provisions.contains { $0.path == "rewards.kinds.agency_reward.by_class" })
    }

    @Test(arguments: [
        ("      by_class: [ { class: [a, b], yuan: 500000 }, { class: [c], yuan: 200000 } ]\n", RewardInputs(talentClass: "c", contractMonths: 36, insuredMonths: 1), 20_000_000),
        ("      by_pay: [ { from_yuan: 800000, yuan: 100000 }, { from_yuan: 1000000, yuan: 150000 }, { from_yuan: 1500000, yuan: 200000 } ]\n", RewardInputs(yearlyPay: Fen(120_000_000), contractMonths: 36,
            insuredMonths: 1), 15_000_000),
        ("      of_fee: 10\n", RewardInputs(fee: Fen(123_456_785), contractMonths: 36, insuredMonths: 1), 12_345_679),
        ("      by_points: { above: 40, places: [ { best: 1, yuan: 100000 }, { best: 2, yuan: 50000 } ] }\n", RewardInputs(points: Points(thousandths: 41_000), rank: 3, contractMonths: 36,
            insuredMonths: 1), 5_000_000),
        ("      per_head: 400\n", RewardInputs(heads: 700, contractMonths: 36, insuredMonths: 1), 28_000_000),
    ] as [(String, RewardInputs, Int64)])
    func otherCitiesFormsAreUnderstood(_ form: String, _ inputs: RewardInputs, _ amount: Int64) throws {
        // What is marked as assumed is named by its key: another form stands there now.
        let whole = try text(realFile).replacing(Self.classes, with: form, maxReplacements: 1).replacing("claim_within, by_class, contract", with: "claim_within, contract", maxReplacements: 1)
        let read = readProgramme(whole)
        #expect(read.mistakes.map(\.description) == [])
        let reward = try #require(read.programme?.rewards?.reward(for: .agencyReward))
        #expect(RewardCalculation.compute(reward.formula, inputs).total == Fen(amount))
    }

    @Test(arguments: [
        ("      procedure: agency_reward\n", "      procedure: agency_rewrd\n", "rewards.kinds.agency_reward.procedure: 没有程序 agency_rewrd"),
        ("{ class: [a], yuan: 100000 }", "{ class: [z], yuan: 100000 }", "rewards.kinds.agency_reward.by_class: 没有人才类别 z"),
        ("{ class: [b], yuan: 50000 }", "{ class: [a], yuan: 50000 }", "rewards.kinds.agency_reward.by_class: 同一档写了两次"),
        ("{ class: [b], yuan: 50000 }", "{ class: [b], yuan: 0 }", "0 超出范围"),
        ("{ percent: 50, after: 180 days }", "{ percent: 40, after: 180 days }", "rewards.kinds.agency_reward.parts: 各部分合计不是 100"),
        ("{ percent: 50, after: 180 days }", "{ percent: 50, after: 100 days }", "rewards.kinds.agency_reward.parts: 在岗满 100 天没有回访"),
        ("{ percent: 50, after: 180 days }", "{ percent: 50, after: 0 days }", "rewards.kinds.agency_reward.parts: 各部分须按天数先后排列"),
        ("claw_back: { how: proportional, within: 36 months }", "claw_back: { how: proportional }", "rewards.kinds.agency_reward.claw_back: 缺少 within"),
        ("      purpose: event_grant\n", "      purpose: agency_reward\n", "rewards.kinds.event_grant.purpose: 这类资金已有另一项奖励"),
        ("          - { grade: good, percent: 110 }\n", "", "rewards.kinds.event_grant.of_expenses: 应予奖励的等次 good 没有系数"),
        ("      other_programmes: difference\n", "      other_programmes: maybe\n", "rewards.kinds.agency_reward.other_programmes: 不认识 maybe"),
        ("      contract: 36 months\n", "      contract: 36 months\n      per_head: 400\n", "rewards.kinds.agency_reward: 金额的计算方式写了 2 种"),
        ("name: { zh: 核定, en: Approval }\n        by: hrss", "name: { zh: 核定, en: Approval }\n        by: centre", "rewards.kinds.agency_reward.procedure: 审查和核定须由不同部门办理"),
    ])
    func everyMistakeIsNamed(_ old: String, _ new: String, _ message: String) throws {
        let said = try read(old, new).said
        #expect(said.contains { $0.contains(message) }, "\(said)")
    }
}
