import Domain
import Foundation
import Testing

/// What a person reads: reasons, near misses, the next question.
@Suite struct FindingTests {
    static let today = Day("2026-11-22")!
    static let context = RuleContext(today: today, city: TreeCode("3702"), stationArea: [TreeCode("370212")!])

    static func fact(_ id: String) -> Fact { FactCatalogue.profile.fact(id)! }
    static func leaf(_ id: String, _ test: Condition.Test, proven: Bool = false, clause: Clause? = nil) -> Condition { .leaf(.init(fact(id), test, proven: proven, clause: clause)) }

    static let degree = leaf("degree", .rank(atLeast: "bachelor", atMost: nil), clause: Clause("二(一)3"))
    static let purpose = leaf("purpose", .oneOf(["job_seeking", "start_up"]))
    static let noHome = Condition.not(leaf("homes", .lies(in: [.stationArea])))
    static let young = leaf("birth_date", .years(atLeast: 18, atMost: 35))
    static let rule = Condition.all([purpose, noHome, .any([degree, leaf("high_level_talent", .flag(true))]), young])

    static func person(_ values: [String: FactValue]) -> Facts { Facts(values.mapValues { Facts.Known($0) }) }
    static let good: [String: FactValue] = [
        "purpose": .choice(["job_seeking"]), "homes": .divisions([]), "degree": .choice(["bachelor"]), "birth_date": .day(Day("2001-03-05")!),
    ]

    @Test func oneMissingOfFour() {
        var values = Self.good
        values["degree"] = .choice(["none"])
        values["high_level_talent"] = .flag(false)
        let finding = Self.rule.check(Self.person(values), in: Self.context)
        #expect(finding.verdict == .no)
        #expect(finding.summary == Words("4 项条件中还差 1 项", "1 of 4 conditions missing"))
        #expect(finding.tree.parts.map(\.verdict) == [.yes, .yes, .no, .yes])
        #expect(finding.tree.parts.map(\.requirement.zh) == ["来意为求职面试或创业", "自有住房不在驿站所在区域", "以下至少满足一项", "年龄在 18 周岁至 35 周岁之间"])
        #expect(finding.tree.parts.map { $0.found?.en } == ["job seeking", nil, nil, "25 years"])
        #expect(finding.changes.map(\.words) == [Words("学位不低于学士（现为无学位）", "Degree: bachelor or above (now: no degree)")])
        #expect(finding.changes.map(\.to) == [.choice(["bachelor"])])
        #expect(finding.changes.map(\.clause) == [Clause("二(一)3")])
        #expect(finding.changes.map(\.isInReach) == [true])
    }

    @Test func whatTimeBringsAndWhatItDoesNot() {
        var values = Self.good
        values["birth_date"] = .day(Day("2010-02-28")!)
        let child = Self.rule.check(Self.person(values), in: Self.context)
        #expect(child.changes.map(\.comes) == [Day("2028-02-28")])
        #expect(child.changes.map(\.isInReach) == [true])
        values["birth_date"] = .day(Day("1990-11-22")!)
        let old = Self.rule.check(Self.person(values), in: Self.context)
        #expect(old.changes.map(\.words.zh) == ["年龄在 18 周岁至 35 周岁之间（现为36 周岁）"])
        #expect(old.changes.map(\.comes) == [nil])
        #expect(old.changes.map(\.isInReach) == [false])
    }

    @Test func theNextQuestionIsTheOneThatDecidesSoonest() {
        let nobody = Self.rule.check(Facts(), in: Self.context)
        #expect(nobody.questions.map(\.fact.id) == ["purpose", "homes", "birth_date", "degree", "high_level_talent"])
        #expect(nobody.summary == Words("还需回答至多 5 个问题", "5 questions at most to answer"))
        // A bachelor is not asked for a class; who has a home here is asked nothing more.
        let bachelor = Self.rule.check(Self.person(["degree": .choice(["master"])]), in: Self.context)
        #expect(bachelor.questions.map(\.fact.id) == ["purpose", "homes", "birth_date"])
        let owner = Self.rule.check(Self.person(["homes": .divisions([TreeCode("370212")!])]), in: Self.context)
        #expect(owner.verdict == .no)
        #expect(owner.questions == [])
        // One yes is enough: it is asked first.
        let either = Condition.any([.all([Self.purpose, Self.degree]), Self.noHome])
        #expect(either.questions(Facts(), in: Self.context).map(\.fact.id) == ["homes", "purpose", "degree"])
    }

    /// Depth two, each fact once: nobody can ask fewer questions on average.
    @Test func noOrderDecidesSooner() {
        let facts = ["degree", "purpose", "enrolled", "first_job", "returning"]
        let leaves = facts.map { Self.leaf($0, $0 == "degree" ? .rank(atLeast: "bachelor", atMost: nil) : $0 == "purpose" ? .oneOf(["start_up"]) : .flag(true)) }
        func answers(_ fact: String) -> [FactValue] { fact == "degree" ? [.choice(["none"]), .choice(["doctor"])] : fact == "purpose" ? [.choice([]), .choice(["start_up"])] : [.flag(false), .flag(true)] }
        func cost(_ rule: Condition, _ person: Facts, _ choose: (Facts) -> [String]) -> Double {
            if rule.verdict(person, in: Self.context) != .unknown { return 0 }
            return choose(person).map { fact in
                1 + answers(fact).reduce(0) { sum, value in
                    var later = person
                    later[fact] = value
                    return sum + cost(rule, later, choose) / 2
                }
            }.min() ?? .infinity
        }
        for rule in [
            Condition.all([leaves[0], .any([leaves[1], leaves[2]]), .any([leaves[3], leaves[4]])]), .any([.all([leaves[0], leaves[1], leaves[2]]), leaves[3], leaves[4]]),
            .any([.all([leaves[0], leaves[1]]), .all([leaves[2], leaves[3], leaves[4]])]), .not(.all([.any([leaves[0], leaves[1], leaves[2]]), .not(.all([leaves[3], leaves[4]]))])),
        ] {
            let ours = cost(rule, Facts()) { person in rule.questions(person, in: Self.context).prefix(1).map(\.fact.id) }
            let best = cost(rule, Facts()) { person in facts.filter { person[$0] == nil } }
            #expect(ours == best)
        }
    }

    @Test func aProofIsWantedOnlyWhereItHelps() {
        let rule = Self.leaf("degree", .rank(atLeast: "bachelor", atMost: nil), proven: true)
        func check(_ degree: String, _ proof: Facts.Proof?) -> Finding { rule.check(Facts(["degree": Facts.Known(.choice([degree]), proof: proof)]), in: Self.context) }
        #expect(check("bachelor", nil).verdict == .unknown)
        #expect(check("bachelor", nil).questions == [OpenQuestion(Self.fact("degree"), .proof)])
        #expect(check("bachelor", nil).tree.waits == Words("尚未核验", "Not yet proven"))
        #expect(check("bachelor", nil).summary == Words("待核验 1 项证明", "1 proof to be shown"))
        #expect(check("bachelor", nil).tree.found == Words("学士（自述）", "bachelor (stated)"))
        #expect(check("bachelor", .init()).verdict == .yes)
        #expect(check("bachelor", .init(until: Self.today)).verdict == .yes)
        #expect(check("bachelor", .init(until: Self.today.adding(-1))).questions == [OpenQuestion(Self.fact("degree"), .renewal)])
        #expect(check("none", nil).verdict == .no)
        // Under a not, it is the absence that helps and must be proven.
        let outsider = Condition.not(Self.leaf("household", .lies(in: [.city]), proven: true))
        func household(_ code: String, proven: Bool) -> Verdict {
            outsider.verdict(Facts(["household": Facts.Known(.divisions([TreeCode(division: code)!]), proof: proven ? .init() : nil)]), in: Self.context)
        }
        #expect(household("370212", proven: false) == .no)
        #expect(household("110105", proven: false) == .unknown)
        #expect(household("110105", proven: true) == .yes)
    }

    @Test func placesAreKnownAsFarAsTheyAre() {
        func verdict(_ homes: [String], station: [String]?) -> Verdict {
            let context = RuleContext(today: Self.today, city: TreeCode("3702"), stationArea: station.map { $0.compactMap { TreeCode(division: $0) } })
            return Self.noHome.verdict(Self.person(["homes": .divisions(homes.compactMap { TreeCode(division: $0) })]), in: context)
        }
        #expect(verdict([], station: nil) == .yes)
        #expect(verdict(["110105"], station: nil) == .yes)
        #expect(verdict(["370212"], station: nil) == .unknown)
        #expect(verdict(["370212"], station: ["370212"]) == .no)
        #expect(verdict(["370202", "110105"], station: ["370212"]) == .yes)
        // The city alone does not say which district.
        #expect(verdict(["370200"], station: ["370212"]) == .unknown)
        // An area without a division code is not known; nobody is let in by that.
        #expect(verdict(["370212"], station: []) == .unknown)
        let open = Self.noHome.check(Self.person(["homes": .divisions([TreeCode("370212")!])]), in: RuleContext(today: Self.today, city: TreeCode("3702")))
        #expect(open.needsStation)
        #expect(open.summary == Words("选定驿站后才能确定", "Depends on the station"))
        #expect(Self.noHome.check(Self.person(["homes": .divisions([TreeCode("37")!])]), in: Self.context).questions == [OpenQuestion(Self.fact("homes"), .detail)])
    }

    @Test(arguments: [
        ("2008-11-22", Verdict.yes), ("2008-11-23", .no), ("1990-11-23", .yes), ("1990-11-22", .no),
    ])
    func yearsAreCompleted(_ born: String, _ verdict: Verdict) {
        #expect(Self.young.verdict(Self.person(["birth_date": .day(Day(born)!)]), in: Self.context) == verdict)
    }

    @Test func aLeapDaysYearIsCompleteOnTheFirstOfMarch() {
        let adult = Self.leaf("birth_date", .years(atLeast: 18, atMost: nil))
        let person = Self.person(["birth_date": .day(Day("2008-02-29")!)])
        #expect(["2026-02-28", "2026-03-01"].map { adult.verdict(person, in: RuleContext(today: Day($0)!)) } == [.no, .yes])
    }

    @Test func daysAreMeasuredFromTodayAndFromOtherFacts() {
        let recent = Self.leaf("graduation_date", .between(from: .init(.today, months: -24), to: .init(.today, months: 12)))
        #expect(["2024-11-21", "2024-11-22", "2027-11-22", "2027-11-23"].map { recent.verdict(Self.person(["graduation_date": .day(Day($0)!)]), in: Self.context) } == [.no, .yes, .yes, .no])
        #expect(recent.words(in: Self.context) == Words("毕业日期在 2024-11-22 至 2027-11-22 之间", "Graduation date: from 2024-11-22 to 2027-11-22"))
        #expect(recent.words() == Words("毕业日期在 2 年前至 1 年后之间", "Graduation date: from 2 years ago to 1 year ahead"))
        let early = Condition.leaf(.init(RandomRules.started, .between(from: nil, to: .init(.fact(Self.fact("graduation_date")), months: 24))))
        let person = Self.person(["contract_start": .day(Day("2026-07-01")!), "graduation_date": .day(Day("2024-06-30")!)])
        #expect(early.verdict(person, in: Self.context) == .no)
        #expect(early.questions(Self.person(["contract_start": .day(Day("2026-07-01")!)]), in: Self.context).map(\.fact.id) == ["graduation_date"])
    }

    /// What a form sends is read into an answer, or is none.
    @Test func answersAreReadFromForms() {
        func value(_ id: String, _ answers: Answers) -> FactValue? { Self.fact(id).value(answers) }
        #expect(value("degree", .text("master")) == .choice(["master"]))
        #expect(value("degree", .text("none")) == .choice(["none"]))
        #expect(value("degree", .text("wizard")) == nil)
        #expect(value("degree", .list([.text("master"), .text("doctor")])) == nil)
        #expect(value("purpose", .list([.text("start_up"), .text("job_seeking")])) == .choice(["start_up", "job_seeking"]))
        #expect(value("homes", .text("none")) == .divisions([]))
        #expect(value("homes", .text("370212")) == .divisions([TreeCode("370212")!]))
        #expect(value("homes", .text("青岛")) == nil)
        #expect(value("homes", .text("")) == nil)
        #expect(value("birth_date", .text("2001-02-29")) == nil)
        #expect(value("first_job", .text("是")) == .flag(true))
        #expect(value("industry", .text("I65")) == .code(TreeCode("65")!))
        #expect(RandomRules.months.value(.text("601")) == nil)
        #expect(RandomRules.pay.value(.text("8,000.50")) == .money(Fen(800_050)))
    }

    @Test func factsAreKeptAsJSON() throws {
        for seed in 0..<50 {
            var made = RandomRules(seed)
            let person = made.person(80), rule = made.rule()
            #expect(try JSONDecoder().decode(Facts.self, from: JSONEncoder().encode(person)) == person)
            #expect(try JSONDecoder().decode(Condition.self, from: JSONEncoder().encode(rule)) == rule)
            let finding = rule.check(person, in: made.context())
            #expect(try JSONDecoder().decode(Finding.self, from: JSONEncoder().encode(finding)) == finding)
        }
        #expect(String(decoding: try JSONEncoder().encode(FactValue.choice(["bachelor"])), as: UTF8.self) == #"{"choice":["bachelor"]}"#)
    }

    @Test func nobodysSexIsAFact() {
        #expect(FactCatalogue.profile.facts.map(\.id).filter(FactCatalogue.forbidden.contains) == [])
        #expect(Set(FactCatalogue.profile.facts.map(\.id)).count == FactCatalogue.profile.facts.count)
    }
}
