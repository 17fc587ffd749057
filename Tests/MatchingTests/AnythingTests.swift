import Foundation
import Matching
import Testing

/// Whatever comes in, nothing ends the process.
@Suite struct AnythingTests {
    static func text(_ dice: inout Dice) -> String {
        switch Int.random(in: 0...3, using: &dice) {
        case 0: String(decoding: (0..<Int.random(in: 0...60, using: &dice)).map { _ in UInt8.random(in: 0...255, using: &dice) }, as: UTF8.self)
        case 1: String(String.UnicodeScalarView((0..<Int.random(in: 0...40, using: &dice)).compactMap { _ in Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &dice)) }))
        case 2: (0..<Int.random(in: 0...20, using: &dice)).map { _ in ["c++", ".", ".net", "-", "数据", "的", "５Ｇ", " ", "磊", "\0", "\u{FEFF}", "9"].randomElement(using: &dice) ?? "" }.joined()
        default: ["370202", "37", "9999999999", "-1", "", "00", "2020102"].randomElement(using: &dice) ?? ""
        }
    }

    static func number(_ dice: inout Dice) -> Int { [0, 1, -1, .max, .min, 3, 20_000, Int(Int32.max), Int(Int32.min)].randomElement(using: &dice) ?? 0 }

    static func range(_ dice: inout Dice) -> ClosedRange<Int> {
        let (one, other) = (number(&dice), number(&dice))
        return min(one, other)...max(one, other)
    }

    static func point(_ dice: inout Dice) -> Posting.Point {
        let values: [Double] = [0, 36, 120, .nan, .infinity, -.infinity, 1e300, -200]
        return Posting.Point(latitude: values.randomElement(using: &dice) ?? 0, longitude: values.randomElement(using: &dice) ?? 0)
    }

    static func posting(_ dice: inout Dice) -> Posting {
        Posting(
            id: text(&dice), title: text(&dice), company: text(&dice), skills: [text(&dice), text(&dice)], body: text(&dice), occupation: text(&dice), industry: text(&dice),
            place: text(&dice), point: dice.maybe { point(&$0) }, degree: dice.maybe { .random(in: 0...255, using: &$0) },
            years: dice.maybe { Posting.Years(from: number(&$0), to: number(&$0)) }, pay: dice.maybe { range(&$0) }, kind: .random(in: 0...255, using: &dice), station: text(&dice),
            musts: Posting.Musts(rawValue: .random(in: 0...255, using: &dice)), day: number(&dice), lastDay: dice.maybe { number(&$0) }, isShortage: true)
    }

    @Test(arguments: 0..<trials)
    func nothingTraps(_ seed: Int) {
        var dice = Dice(UInt64(seed) + 3000)
        let odd = Weights(occupation: .nan, skills: -1, place: .infinity, pay: 1e308)
        let segmenter = Segmenter(dictionary: (0..<400).map { _ in UInt8.random(in: 0...255, using: &dice) } + Array("数据 5\n".utf8))
        let index = JobIndex(segmenter: segmenter, weights: Bool.random(using: &dice) ? odd : .usual), people = SeekerIndex(jobs: index)
        for _ in 0..<15 {
            let batch = (0..<20).map { _ in Self.posting(&dice) }
            index.put(batch)
            index.remove([Self.text(&dice), batch[0].id])
            if Bool.random(using: &dice) { index.settle() }
            let seeker = Seeker(
                id: Self.text(&dice), occupations: [Self.text(&dice)], skills: [Self.text(&dice)], background: Self.text(&dice), occupationCodes: [Self.text(&dice)],
                industries: [Self.text(&dice)], places: [Self.text(&dice)], point: Self.point(&dice), degree: .random(in: 0...255, using: &dice), years: Self.number(&dice),
                pay: Self.range(&dice))
            people.put([seeker])
            let hunt = Hunt(today: Self.number(&dice), places: [Self.text(&dice)], withinDegree: true, leaveOut: [Self.text(&dice)], count: Self.number(&dice))
            #expect(index.match(seeker, hunt).allSatisfy { $0.score.isFinite })
            #expect(index.explain(seeker, Self.posting(&dice), today: Self.number(&dice)).score.isFinite)
            #expect(people.match(Self.posting(&dice), today: Self.number(&dice), count: Self.number(&dice)).allSatisfy { $0.score.isFinite })
            let question = Question(
                text: Self.text(&dice), places: [Self.text(&dice)], degree: .random(in: 0...255, using: &dice), years: Self.number(&dice), payAtLeast: Self.number(&dice),
                industries: [Self.text(&dice)], today: Self.number(&dice), skip: Self.number(&dice), count: Self.number(&dice))
            #expect(index.find(question).ids.count <= index.count)
            #expect(index.find(Question(text: Self.text(&dice), order: .pay, skip: Self.number(&dice), count: 10)).total <= index.count)
        }
    }

    /// Readers while a writer changes everything: each answer is of one state.
    @Test func readersSeeOneState() async {
        let index = JobIndex(segmenter: SmallWorld.segmenter)
        let java = (0..<50).map { Posting(id: "job-\($0)", title: "java clerk") }, rust = (0..<50).map { Posting(id: "job-\($0)", title: "rust clerk") }
        index.put(java)
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for round in 0..<40 { index.put(round % 2 == 0 ? rust : java) }
                return true
            }
            for _ in 0..<2 {
                group.addTask { (0..<200).allSatisfy { _ in [0, 50].contains(index.match(Seeker(skills: ["java"]), Hunt(count: 100)).count) && index.find(Question(text: "clerk")).total == 50 } }
            }
            for await good in group { #expect(good) }
        }
    }
}
