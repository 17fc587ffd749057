import Testing

@testable import Domain

/// The forms of amounts that cities use, to the fen; the figures are of public notices.
@Suite struct RewardCalculationTests {
    private func yuan(_ amount: Int64) -> Fen { Fen(amount * 100) }
    private func total(_ formula: RewardFormula, _ inputs: RewardInputs) -> Fen { RewardCalculation.compute(formula, inputs).total }

    /// 500,000 or 200,000 by class, for a contract of five years of which one is served; everything comes back if more than half leave within three years (Shenyang).
    @Test func byClass() {
        let formula = RewardFormula(
            basis: .talentClass([.init(classes: ["a", "b"], amount: yuan(500_000)), .init(classes: ["c"], amount: yuan(200_000))]), wants: .init(contractMonths: 60, servedMonths: 12),
            clawBack: .full(moreThan: 50, months: 36))
        #expect(total(formula, RewardInputs(talentClass: "b", contractMonths: 60, servedMonths: 12)) == Fen(50_000_000))
        #expect(total(formula, RewardInputs(talentClass: "c", contractMonths: 72, servedMonths: 13)) == Fen(20_000_000))
        let early = RewardCalculation.compute(formula, RewardInputs(talentClass: "c", contractMonths: 48, servedMonths: 11))
        #expect(early.total == Fen(0) && early.lines.map(\.kind) == [.basis, .unmet, .rounding] && early.lines[1].change == Fen(-20_000_000))
        #expect(early.lines[1].formula.zh == "合同期限须满 60 个月，实为 48 个月；在岗须满 12 个月，实为 11 个月")
        #expect(total(formula, RewardInputs(talentClass: "e", contractMonths: 60, servedMonths: 12)) == Fen(0))
        #expect(total(formula, RewardInputs(contractMonths: 60, servedMonths: 12)) == Fen(0))
        let rule = RewardFormula.ClawBack.full(moreThan: 50, months: 36)
        #expect(RewardCalculation.back(rule, paid: yuan(500_000), left: 3, of: 5, days: 400).amount == yuan(500_000))
        #expect(RewardCalculation.back(rule, paid: yuan(500_000), left: 2, of: 4, days: 400).amount == Fen(0))
        #expect(RewardCalculation.back(rule, paid: yuan(500_000), left: 4, of: 4, days: 1095).amount == Fen(0))
    }

    /// From 800,000, 1,000,000 and 1,500,000 a year: 100,000, 150,000 and 200,000; insured for a year (Jiangmen).
    @Test(arguments: [(79_999_999, 0), (80_000_000, 10_000_000), (99_999_999, 10_000_000), (100_000_000, 15_000_000), (149_999_999, 15_000_000), (150_000_000, 20_000_000)] as [(Int64, Int64)])
    func byPay(_ pay: Int64, _ amount: Int64) {
        let formula = RewardFormula(
            basis: .payBand([.init(from: yuan(1_000_000), amount: yuan(150_000)), .init(from: yuan(800_000), amount: yuan(100_000)), .init(from: yuan(1_500_000), amount: yuan(200_000))]),
                wants: .init(insuredMonths: 12))
        #expect(total(formula, RewardInputs(yearlyPay: Fen(pay), insuredMonths: 12)) == Fen(amount))
        #expect(total(formula, RewardInputs(yearlyPay: Fen(pay), insuredMonths: 11)) == Fen(0))
    }

    /// A tenth of the fee, at most 200,000 each and 1,000,000 a unit and year (Shandong).
    @Test func aShareOfTheFeeWithCaps() {
        let formula = RewardFormula(basis: .share(ofFee: 1000), caps: [.init(per: .claim, most: yuan(200_000)), .init(per: .unitYear, most: yuan(1_000_000))])
        #expect(total(formula, RewardInputs(fee: Fen(123_456_785))) == Fen(12_345_679))   // 0.5 of a fen goes up
        #expect(total(formula, RewardInputs(fee: Fen(123_456_784))) == Fen(12_345_678))
        #expect(total(formula, RewardInputs(fee: yuan(3_000_000))) == yuan(200_000))
        #expect(total(formula, RewardInputs(fee: yuan(3_000_000), unitYear: yuan(900_000))) == yuan(100_000))
        let spent = RewardCalculation.compute(formula, RewardInputs(fee: yuan(100_000), unitYear: yuan(1_000_001)))
        #expect(spent.total == Fen(0) && spent.lines.map(\.kind) == [.basis, .rounding, .claimCap, .unitYearCap] && spent.lines.last?.change == yuan(-10_000))
    }

    /// Points above 40, ranked; equal points share the better rank (Wenzhou).
    @Test func pointsAreRanked() {
        let formula = RewardFormula(basis: .ranked(above: Points(thousandths: 40_000), [.init(places: 1, amount: yuan(100_000)), .init(places: 2, amount: yuan(50_000))]))
        let points = [40_000, 88_500, 60_000, 60_000, 40_001, 39_999].map { Points(thousandths: $0) }, ranks = RewardRanking.ranks(points, above: Points(thousandths: 40_000))
        #expect(ranks == [nil, 1, 2, 2, 4, nil])
        let amounts = zip(points, ranks).map { total(formula, RewardInputs(points: $0, rank: $1)) }
        #expect(amounts == [Fen(0), yuan(100_000), yuan(50_000), yuan(50_000), Fen(0), Fen(0)])
    }

    /// 400 a head up to 300,000 (Longhua).
    @Test(arguments: [(0, 0), (1, 40_000), (749, 29_960_000), (750, 30_000_000), (751, 30_000_000), (Int.max, 30_000_000)] as [(Int, Int64)])
    func perHead(_ heads: Int, _ amount: Int64) {
        let formula = RewardFormula(basis: .perHead(yuan(400)), caps: [.init(per: .claim, most: yuan(300_000))])
        #expect(total(formula, RewardInputs(heads: heads)) == Fen(amount))
    }

    @Test func expensesTimesTheGrade() {
        let formula = RewardFormula(
            basis: .expenses(share: 5000, grades: [.init(grade: "excellent", hundredths: 120), .init(grade: "pass", hundredths: 100)]), caps: [.init(per: .claim, most: yuan(200_000))],
                rounding: .init(unit: 100, how: .down))
        #expect(total(formula, RewardInputs(expenses: Fen(12_345_678), grade: "excellent")) == Fen(7_407_400))   // 7,407,406.8 of a fen
        #expect(total(formula, RewardInputs(expenses: Fen(12_345_678), grade: "pass")) == Fen(6_172_800))
        #expect(total(formula, RewardInputs(expenses: yuan(900_000), grade: "pass")) == yuan(200_000))
        #expect(total(formula, RewardInputs(expenses: yuan(900_000), grade: "fail")) == Fen(0) && total(formula, RewardInputs(expenses: yuan(900_000))) == Fen(0))
    }

    @Test func otherProgrammesBarOrAreTakenOff() {
        func formula(_ exclusion: RewardFormula.Exclusion) -> RewardFormula { RewardFormula(basis: .talentClass([.init(classes: ["a"], amount: yuan(100_000))]), exclusion: exclusion) }
        #expect(total(formula(.bars), RewardInputs(talentClass: "a", elsewhere: Fen(1))) == Fen(0))
        #expect(total(formula(.difference), RewardInputs(talentClass: "a", elsewhere: yuan(30_000))) == yuan(70_000))
        #expect(total(formula(.difference), RewardInputs(talentClass: "a", elsewhere: yuan(130_000))) == Fen(0))
    }

    @Test func partsAddUpAndTheLastHasTheRest() {
        let formula = RewardFormula(basis: .talentClass([.init(classes: ["a"], amount: Fen(100_001))]), parts: [.init(percent: 33, afterDays: 0), .init(percent: 33, afterDays: 90), .init(percent: 34,
            afterDays: 180)])
        let parts = RewardCalculation.compute(formula, RewardInputs(talentClass: "a")).parts
        #expect(parts.map(\.amount) == [Fen(33_000), Fen(33_000), Fen(34_001)] && parts.map(\.afterDays) == [0, 90, 180])
    }

    @Test(arguments: [(0, 5_000_000), (1, 4_995_434), (547, 2_502_283), (1094, 4_566), (1095, 0), (5000, 0)] as [(Int, Int64)])
    func whatComesBackByDays(_ days: Int, _ amount: Int64) {
        #expect(RewardCalculation.back(.proportional(months: 36), paid: yuan(50_000), left: 1, of: 1, days: days).amount == Fen(amount))
    }

    /// Whatever goes in: the same sheet comes out, nothing traps, each line follows from the one before, parts add up, and no cap is passed. Every formula reads back as it was written.
    @Test func everySheetAddsUp() {
        var dice = Dice(state: 20_201_101)
        for _ in 0..<2000 {
            let formula = dice.formula(), inputs = dice.inputs(), sheet = RewardCalculation.compute(formula, inputs)
            #expect(RewardCalculation.compute(formula, inputs) == sheet)
            var standing: Int64 = 0
            for line in sheet.lines {
                #expect(line.after.amount == standing + line.change.amount && line.after.amount >= 0)
                standing = line.after.amount
            }
            #expect(sheet.total.amount == standing && sheet.parts.reduce(0) { $0 + $1.amount.amount } == standing)
            for cap in formula.caps where cap.per == .claim { #expect(sheet.total.amount <= max(cap.most.amount, 0)) }
        }
    }

    @Test func clawBackNeverPassesWhatWasPaid() {
        var dice = Dice(state: 7)
        for _ in 0..<2000 {
            let paid = Fen(dice.number(1_000_000_000)), days = Int(dice.number(2000)),
                rule: RewardFormula.ClawBack = dice.number(2) == 0 ? .proportional(months: Int(dice.number(60))) : .full(moreThan: dice.number(100), months: Int(dice.number(60)))
            let back = RewardCalculation.back(rule, paid: paid, left: Int(dice.number(5)), of: Int(dice.number(5)), days: days).amount
            let later = RewardCalculation.back(rule, paid: paid, left: 1, of: 1, days: days + 1).amount, now = RewardCalculation.back(rule, paid: paid, left: 1, of: 1, days: days).amount
            #expect(back.amount >= 0 && back <= paid && later <= now)
        }
    }

    @Test func theMachinesHaveNoWayBack() {
        #expect(ClaimState.transitions.count == 9 && IntroductionState.transitions.count == 3)
        for state in [ClaimState.refused, .withdrawn, .clawedBack] { #expect(ClaimState.Step.allCases.allSatisfy { state.after($0) == nil }) }
        #expect(ClaimState.diagram.contains("handed_in") && IntroductionState.diagram.contains("registered"))
    }
}

/// The same numbers each run.
private struct Dice {
    var state: UInt64

    mutating func number(_ below: Int64) -> Int64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int64(state >> 33) % max(below, 1)
    }

    mutating func formula() -> RewardFormula {
        let basis: RewardFormula.Basis = switch number(6) {
        case 0: .talentClass([.init(classes: ["a", "b"], amount: Fen(number(100_000_000))), .init(classes: ["c"], amount: Fen(number(1000)))])
        case 1: .payBand([.init(from: Fen(number(1_000_000)), amount: Fen(number(5_000_000))), .init(from: Fen(number(100_000_000)), amount: Fen(number(50_000_000)))])
        case 2: .share(ofFee: number(10_001))
        case 3: .ranked(above: Points(thousandths: number(100_000)), [.init(places: Int(number(5)), amount: Fen(number(9_999_999)))])
        case 4: .perHead(Fen(number(Int64.max / 2)))
        default: .expenses(share: number(10_001), grades: [.init(grade: "pass", hundredths: number(20_000))])
        }
        let first = 1 + number(99)
        return RewardFormula(
            basis: basis, wants: .init(contractMonths: number(2) == 0 ? nil : Int(number(60)), insuredMonths: number(3) == 0 ? Int(number(12)) : nil), exclusion: [nil, .bars, .difference][Int(number(3))],
            caps: number(2) == 0 ? [] : [.init(per: .claim, most: Fen(number(9_000_000))), .init(per: .unitYear, most: Fen(number(9_000_000)))],
            rounding: .init(unit: [1, 100, 10_000][Int(number(3))], how: number(2) == 0 ? .down : .halfUp), parts: [.init(percent: first, afterDays: 0), .init(percent: 100 - first, afterDays: 180)])
    }

    mutating func inputs() -> RewardInputs {
        RewardInputs(
            talentClass: [nil, "a", "b", "c", "none"][Int(number(5))], yearlyPay: Fen(number(Int64.max)), fee: Fen(number(Int64.max) - 5), points: Points(thousandths: number(100_000)), rank: Int(number(8)),
            heads: Int(number(2_000_000)) - 10, expenses: Fen(number(9_000_000_000)), grade: number(3) == 0 ? "pass" : nil, contractMonths: Int(number(70)), servedMonths: Int(number(40)),
            insuredMonths: Int(number(20)), elsewhere: Fen(number(3) == 0 ? number(9_000_000) : 0), unitYear: Fen(number(9_000_000)), year: Fen(0))
    }
}
