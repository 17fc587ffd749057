import Domain
import Foundation
import ProgrammeText
import Testing

/// What is said of rules and lodging that are written wrongly.
@Suite struct RuleMistakeTests {
    private func said(_ eligible: String, facts: String = "", division: String = "division: 3702\n") -> [String] {
        let text = "\(division)\(facts)rules:\n  - id: r\n    assumed: 试\n    eligible: \(eligible)\n"
        return RuleReader.read(text, file: "r.yaml").mistakes.map { $0.description.replacing("r.yaml:", with: "") }
    }

    private func rule(_ eligible: String, facts: String = "") throws -> Condition {
        let text = "division: 3702\n\(facts)rules:\n  - id: r\n    assumed: 试\n    eligible: \(eligible)\n"
        let read = RuleReader.read(text, file: "r.yaml")
        #expect(read.mistakes.map(\.description) == [])
        return try #require(read.rules.first).condition
    }

    @Test(arguments: [
        ("{ degree: { at_least: bachelor } }", "学位不低于学士"), ("{ degree: { in: [master, doctor] }, proven: yes }", "学位为硕士或博士（须核验）"),
        ("{ degree: master }", "学位为硕士"), ("{ not: { degree: { at_most: none } } }", "学位高于无学位"),
        ("{ age: { from: 18, to: 35 } }", "年龄在 18 周岁至 35 周岁之间"), ("{ birth_date: { years: { at_least: 30 } } }", "年龄不低于 30 周岁"),
        ("{ graduated: { within: 3 years } }", "毕业日期在 3 年前至当天之间"), ("{ graduates: { within: 6 months } }", "毕业日期在当天至 6 个月后之间"),
        ("{ graduation_date: { from: 2020-01-01 } }", "毕业日期不早于 2020-01-01"), ("{ graduation_date: { to: 30 days ahead } }", "毕业日期不晚于 30 天后"),
        ("{ has_home_in: station_area }", "自有住房在驿站所在区域"), ("{ not: { works_in: [city, 3701] } }", "工作地不在本市或3701"), ("{ household: { in: 370212 } }", "户籍在370212"),
        ("{ industry: [I65, H], clause: 一 }", "行业代码以 65或61或62 开头"), ("{ occupation: 2-02 }", "职业代码以 202 开头"), ("{ first_job: no }", "首次就业：否"),
        ("{ any: [{ enrolled: yes }, { all: [{ first_job: yes }, { returning: no }] }] }", "在读：是，或（首次就业：是；且回青人才（曾在外地学习或工作）：否）"),
    ])
    func rulesAreReadAndSaid(_ text: String, _ words: String) throws { #expect(try rule(text).sentence.zh.hasPrefix(words)) }

    static let added = """
        facts:
          pay: { name: { zh: 月薪, en: Pay }, question: { zh: 月薪？, en: Pay? }, type: money }
          months: { name: { zh: 月数, en: Months }, question: { zh: 几个月？, en: Months? }, type: number, unit: { zh: 个月, en: months }, at_least: 0 }
          signed: { name: { zh: 签约日期, en: Signed }, question: { zh: 何时签约？, en: When? }, type: date }
          band: { name: { zh: 档次, en: Band }, question: { zh: 哪档？, en: Band? }, type: scale, options: [{ id: low, name: { zh: 低, en: low } }, { id: high, name: { zh: 高, en: high } }] }

        """

    /// A city adds facts without code.
    @Test(arguments: [
        ("{ pay: { at_least: 8000 } }", "月薪不低于¥8,000.00"), ("{ months: 6 }", "月数为 6 个月"), ("{ band: { at_least: high } }", "档次不低于高"),
        ("{ signed: { from: graduation_date, to: 2 years after graduation_date } }", "签约日期在毕业日期至毕业日期后 2 年之间"), ("{ signed: { years: { at_least: 1 } } }", "签约日期至今满年数不低于 1 年"),
    ])
    func aCitysOwnFacts(_ text: String, _ words: String) throws { #expect(try rule(text, facts: Self.added).sentence.zh == words) }

    @Test(arguments: [
        ("{ degre: master }", "5:24: rules.r.eligible.degre: 没有叫 degre 的事实；是否为 degree？"),
        ("{ sex: male }", "5:22: rules.r.eligible.sex: 不得以 sex 决定资格（就业促进法 第三条）；删去这一条件"),
        ("{ degree: { at_least: bachlor } }", "5:37: rules.r.eligible.degree.at_least: 没有选项 bachlor；是否为 bachelor？"),
        ("{ degree: { at_least: doctor, at_most: master } }", "5:54: rules.r.eligible.degree.at_most: at_most 低于 at_least"),
        ("{ degree: {} }", "5:17: rules.r.eligible.degree: 没有写界限；写上 at_least 或 at_most"),
        ("{ purpose: [job] }", "5:27: rules.r.eligible.purpose.1: 没有选项 job；可用：job_seeking、start_up、internship、exchange、relocation、other"),
        ("{ purpose: [] }", "5:17: rules.r.eligible.purpose: 没有写须是什么；写上“purpose: [ … ]”"),
        ("{ enrolled: maybe }", "5:27: rules.r.eligible.enrolled: maybe 应是 yes 或 no"),
        ("{ has_home_in: qingdao }", "5:30: rules.r.eligible.has_home_in: qingdao 不是地方；写 station_area、city，或二、四、六位行政区划代码"),
        ("{ industry: abc }", "5:27: rules.r.eligible.industry: abc 不是代码；写成 I65、65 或 2-02 的样子"),
        ("{ age: { from: 35, to: 18 } }", "5:38: rules.r.eligible.age.to: to 低于 from"),
        ("{ graduated: { within: 3 } }", "5:38: rules.r.eligible.graduated.within: “3”不是期限；写成 3 years、12 months 或 30 days"),
        ("{ graduation_date: { from: long ago } }", "5:42: rules.r.eligible.graduation_date.from: “long ago”不是日子；写成 today、2020-11-01、3 years ago、12 months ahead，或 5 years after 另一日期"),
        ("{ graduation_date: { from: 1 year after birth_dat } }", "5:42: rules.r.eligible.graduation_date.from: “1 year after birth_dat”不是日子；是否为 birth_date？"),
        ("{ all: [{ enrolled: yes, first_job: yes }] }", "5:23: rules.r.eligible.all.1: 一项只写一个条件，这里有 2 个；写成 all: [ … ]（都要满足）或 any: [ … ]（满足一项）"),
        ("{ all: [] }", "5:17: rules.r.eligible.all: all 下没有条件"),
        ("{ proven: yes }", "5:5: rules.r.eligible: 没有写条件；写成 all: [ … ]（都要满足）或 any: [ … ]（满足一项）"),
        ("{ not: { enrolled: yes }, proven: yes }", "5:49: rules.r.eligible.proven: proven 只用于单个条件；写到各个条件上"),
    ])
    func everyMistakeIsNamedWithItsLine(_ text: String, _ message: String) { #expect(said(text) == [message]) }

    @Test func aPlaceNeedsTheCity() {
        #expect(said("{ has_home_in: city }", division: "") == ["4:30: rules.r.eligible.has_home_in: 文件没有写本市的行政区划代码；在文件开头加上“division: 3702”一类的代码"])
        #expect(said("{ has_home_in: city }", division: "division: 370\n") == ["1:11: division: 370 不是行政区划代码；写二、四或六位数字，例如 3702"])
    }

    @Test func factsThatMayNotBeAdded() {
        let rest = "{ name: { zh: 甲, en: A }, question: { zh: 问, en: Q }, type: yes_no }\n"
        #expect(said("{ enrolled: yes }", facts: "facts:\n  degree: \(rest)") == ["3:3: facts.degree: degree 已是个人资料中的事实；直接使用，或换一个编号"])
        // What profiles keep beside facts has its id already.
        #expect(said("{ enrolled: yes }", facts: "facts:\n  university: \(rest)") == ["3:3: facts.university: university 已是个人资料中的事实；直接使用，或换一个编号"])
        #expect(said("{ enrolled: yes }", facts: "facts:\n  gender: \(rest)") == ["3:3: facts.gender: 不得以 gender 决定资格（就业促进法 第三条）；删去"])
        #expect(said("{ enrolled: yes }", facts: "facts:\n  pay: \(rest.replacing("yes_no", with: "cash"))") == [
            "3:68: facts.pay.type: 不认识 cash；可用：choice、scale、number、money、date、code、yes_no、division、divisions",
        ])
    }

    // MARK: lodging

    @Test(arguments: [
        ("      - not: { has_home_in: station_area }", "      - not: { household: city }\n        assumed: 试\n      - not: { has_home_in: station_area }", "- not: { household", "27",
         "lodging.eligible.all.2.not.household: 本方案声明不以户籍（household）排除任何人，住宿规则却用到它；删去这一条件"),
        ("has_home_in: station_area", "birthplace: 3702", "birthplace: 3702", "28", "lodging.eligible.all.2.not.birthplace: 本方案声明不以出生地（birthplace）排除任何人，住宿规则却用到它；删去这一条件"),
        ("never_by: [household, birthplace]", "never_by: [houshold]", "never_by: [houshold]", "14", "lodging.never_by.1: 没有事实 houshold；是否为 household？"),
        ("appeal: no_show_appeal", "appeal: no_show_apeal", "appeal: no_show_apeal", "13", "lodging.no_show.appeal: 没有程序 no_show_apeal；是否为 no_show_appeal？"),
        ("ladder: [warning, ban 30 days]", "ladder: [warning, ban for life]", "ladder: [warning, ban for", "23", "lodging.no_show.ladder.2: 不认识“ban for life”；写 warning 或 ban 30 days"),
        ("free_until: 18:00 the day before", "free_until: the day before", "free_until: the day", "17",
         "lodging.no_show.free_until: “the day before”写法有误；写成 18:00 the day before、18:00 on the day 或 18:00 3 days before"),
        ("late_arrival: 22:00", "late_arrival: 13:00", "late_arrival: 13:00", "19", "lodging.stay.late_arrival: 最晚到店 13:00 早于开始入住 14:00"),
        ("late_arrival: 22:00", "late_arrival: 25:00", "late_arrival: 25:00", "19", "lodging.stay.late_arrival: 25:00 不是时刻；写成 18:00 的样子"),
        ("nights_per_year: 7", "nights_per_year: 2", "nights_per_year: 2", "22", "lodging.stay.nights_per_year: 少于一次的 3 晚；应不小于 3"),
        ("- degree: { at_least: bachelor }", "- { education: { at_least: college }, proven: yes }", "- { education", "15",
         "lodging.eligible.all.3.any.1.education: 学历须核验，proof 中却没有写如何核验；在 proof 中加上“fact: education”"),
    ])
    func lodgingIsChecked(_ from: String, _ to: String, _ at: String, _ column: String, _ message: String) throws {
        let edited = try text(realFile).replacing(from, with: to)
        let mistakes = readProgramme(edited).mistakes
        let place = try #require(line(of: at, in: edited))
        #expect(mistakes.map(\.description).contains("p.yaml:\(place):\(column): \(message)"), "\(mistakes.map(\.description))")
    }

    /// A draw names its nights; keys that would do nothing are not taken.
    @Test func aDrawNamesItsNights() throws {
        func mistakes(_ release: String) throws -> [String] { readProgramme(try text(realFile).replacing("    how: first_come\n", with: release)).mistakes.map(\.path) }
        let draw = "    how: draw\n    requests_until: 18:00 3 days before\n", dates = "    dates: [2020-12-24 to 2021-01-01]\n"
        #expect(try mistakes(draw + dates) == [])
        #expect(try mistakes(draw) == ["lodging.release"])
        for key in ["scarce_below: 5", "reveal: 20:00"] { #expect(try mistakes(draw + dates + "    \(key)\n") == ["lodging.release.\(key.prefix { $0 != ":" })"]) }
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["YIZHAN_ELIGIBILITY"] != nil, "needs YIZHAN_ELIGIBILITY, a folder that bench/eligibility_cases.py has written"))
    func answersOfAnotherEngineAreTheSame() throws {
        let folder = URL(fileURLWithPath: try #require(ProcessInfo.processInfo.environment["YIZHAN_ELIGIBILITY"]))
        let read = RuleReader.read(try String(contentsOf: folder.appending(path: "rules.yaml"), encoding: .utf8), file: "rules.yaml")
        #expect(read.mistakes.map(\.description) == [])
        let table = RuleTable(read.rules.map(\.condition), in: RuleContext(today: Day("2026-11-22")!))
        let people = try rows(folder.appending(path: "talents.csv"))
        let persons = people.map { row in
            table.facts.reduce(into: Facts()) { person, fact in person[fact.id] = row[fact.id].flatMap { fact.value(.list([.text($0)])) } }
        }
        let answers = table.verdicts(FactColumns(persons, of: table.facts))
        let wrong = people.indices.reduce(0) { wrong, row in
            let entitled = people[row]["entitled"].flatMap { UInt64($0) } ?? 0
            return wrong + answers.indices.count { answers[$0][row] != Verdict(entitled >> UInt64($0) & 1 == 1) }
        }
        print("rules: \(answers.count) rules over \(people.count) people, \(wrong) answers differ")
        #expect(people.count > 1000)
        #expect(wrong == 0)
    }
}
