import Domain
import Foundation
import Testing

@Suite struct OccupationTests {
    @Test func theTableIsWhole() {
        let all = Occupation.all
        #expect(Set(all.map(\.code)).count == all.count)
        #expect(all.filter { $0.code.count == 1 }.map(\.code) == ["1", "2", "3", "4", "5", "6", "7", "8"])
        #expect(all.filter { $0.code.count == 7 }.count > 1500)
        #expect(all.allSatisfy { [1, 3, 5, 7].contains($0.code.count) && !$0.name.isEmpty && TreeCode($0.code) != nil })
        #expect(zip(all, all.dropFirst()).allSatisfy { $0.code < $1.code })
    }

    @Test func codesAreReadAndWritten() throws {
        let developer = try #require(Occupation.of("2-02-10-03"))
        #expect(developer.name == "计算机软件工程技术人员" && developer.written == "2-02-10-03")
        #expect(developer.parents.map(\.written) == ["2", "2-02", "2-02-10"])
        #expect(Occupation.of("2-02-10-00")?.name == "信息和通信工程技术人员")
        #expect(Occupation.of("2021003") == developer && Occupation.of("9-99") == nil && Occupation.of("2-0") == nil && Occupation.of("") == nil)
        #expect(Occupation.read("2-02-10-03 计算机软件工程技术人员") == developer && Occupation.read("计算机软件工程技术人员") == developer && Occupation.read("火星驾驶员") == nil)
    }

    @Test func whatIsTypedFindsOccupationsFirst() {
        #expect(Occupation.search("计算机软件").first?.written == "2-02-10-03")
        #expect(Occupation.search("2-02-10").contains { $0.written == "2-02-10" })
        #expect(Occupation.search(" ").isEmpty && Occupation.search("工程", atMost: 5).count == 5)
    }

    @Test(arguments: [
        ("高级Java后端开发工程师（青岛）", "2-02-10-03"), ("急招【出纳】", "2-06-03"), ("某某酒店招聘服务员", "4-03-02-05"), ("招聘专员", "4-07-03-08"), ("算法工程师-推荐", "2-02-38-01"), ("ＵＩ设计师", "2-09-06-01"),
        ("电焊工+包吃住", "6-18-02-04"),
    ])
    func titlesAreRead(_ title: String, _ code: String) { #expect(OccupationReading.code(ofTitle: title).flatMap { Occupation.of($0.text) }?.written == code) }

    @Test(arguments: ["", "？？", "a", "（）", "某"]) func whatSaysNothingStaysUnread(_ title: String) { #expect(OccupationReading.code(ofTitle: title) == nil) }
}

@Suite struct JobRulesTests {
    private let rules = JobRules(
        clause: nil, shortage: [
            .init(id: "chips", name: Words("集成电路", "Chips"), occupation: TreeCode("20209"), industry: TreeCode("39")), .init(id: "software", name: Words("软件", "Software"), occupation: TreeCode("20210"), industry: nil),
            .init(id: "sea", name: Words("海工", "Sea"), occupation: nil, industry: TreeCode("37")), .init(id: "none", name: Words("无", "None"), occupation: nil, industry: nil),
        ], longestDays: 180, remindDays: 7, vouching: [.station], report: "job_report")

    @Test func shortageIsWhatTheCatalogueSays() {
        func of(_ occupation: String?, _ industry: String?) -> String? { rules.shortage(occupation: occupation.flatMap { TreeCode($0) }, industry: industry.flatMap { TreeCode($0) })?.id }
        #expect(of("2021003", nil) == "software" && of("2020901", "39") == "chips" && of("2020901", nil) == nil && of("2020901", "65") == nil)
        #expect(of(nil, "37") == "sea" && of(nil, nil) == nil && of("2", "39") == nil)
    }

    @Test func everyEventOfAJobIsDecided() {
        let moves = JobState.allCases.flatMap { state in JobState.Event.allCases.compactMap { event in state.after(event).map { "\(state) \(event) \($0)" } } }
        #expect(Set(moves) == ["draft open open", "closed open open", "open close closed", "draft remove removed", "open remove removed", "closed remove removed"])
    }
}
