import Domain
import Matching
@testable import Services
import Testing

/// Marked words, places and profiles of files.
@Suite struct FoundTextTests {
    private func hits(_ text: String, _ words: [String]) -> [String] { MarkedText(text, marking: words).runs.filter(\.isHit).map(\.text) }

    @Test func wordsAreMarkedAsTheyStand() {
        #expect(hits("高级Java工程师（青岛）", ["java", "工程师"]) == ["Java工程师"], "neighbours are one")
        #expect(hits("JavaScript 与 Java", ["java"]) == ["Java"], "a Latin word is marked where it is whole")
        #expect(hits("C++/C 开发", ["c++"]) == ["C++"])
        #expect(hits("数据分析师", ["数据", "数据分析"]) == ["数据分析"], "the longest")
        #expect(hits("岗位", []) == [] && hits("", ["岗位"]) == [] && hits("岗", ["岗位"]) == [] && hits("岗位", [""]) == [])
        #expect(MarkedText("İ和ß", marking: ["ß"]).text == "İ和ß")
        for (text, words) in [("<b>会计</b>", ["会计"]), ("👩‍💻程序员", ["程序"])] { #expect(MarkedText(text, marking: words).text == text) }
    }

    @Test func aSnippetBeginsBeforeTheFirstHit() {
        let long = String(repeating: "前", count: 200) + "会计" + String(repeating: "后", count: 200)
        let snippet = MarkedText.snippet(long, marking: ["会计"])
        #expect(snippet.hasHit && snippet.text.hasPrefix("…前") && snippet.text.hasSuffix("后…") && snippet.text.count == 92)
        #expect(MarkedText.snippet("一行\n  两行", marking: []).text == "一行 两行")
        #expect(MarkedText.snippet(long, marking: ["没有"]).text.hasPrefix("前"))
    }

    @Test func placesAreNamedAndCounted() {
        #expect(FoundPlaces.name("370212").zh == "青岛市崂山区")
        #expect(FoundPlaces.name("3702").zh == "青岛市")
        #expect(FoundPlaces.name("110108").zh == "北京市海淀区")
        #expect(FoundPlaces.name("999999").zh == "" && FoundPlaces.name("").zh == "")
        let choices = FoundPlaces.choices(["370212": 3, "3702": 2, "110108": 9, "11": 1], own: TreeCode(division: "3702"), chosen: nil)
        #expect(choices.map(\.value) == ["3702", "370212", "11", "110108"])
        #expect(choices.map(\.count) == [5, 3, 10, 9])
        #expect(FoundPlaces.choices([:], own: nil, chosen: TreeCode(division: "440303")).map(\.value) == ["4403", "440303"])
    }

    @Test func aFileSaysWhatSomebodyLooksFor() {
        let seeker = MatchProfile(occupation: ["后端"], skills: ["Java"], degree: "硕士", years: 3, cities: ["深圳", "北京", "青岛市", "370212", "某处"], salaryMin: 8000, salaryMax: 12_000).seeker
        #expect(seeker.places == ["4403", "11", "3702", "370212"])
        #expect(seeker.degree == 4 && seeker.years == 3 && seeker.pay == 8000...12_000)
        #expect(MatchProfile(salaryMin: 9, salaryMax: 3).seeker.pay == nil)
        #expect(MatchProfile(years: -5).seeker.years == 0 && MatchProfile(degree: "其他").seeker.degree == nil)
        #expect(MatchProfile().seeker == Seeker())
    }

    @Test func answersOfTheProfileBecomeASeeker() throws {
        let account = try #require(ID<Account>(rawValue: "a"))
        func degree(_ facts: [String: String]) -> UInt8? { SeekerOf.degree(facts.mapValues { .fact(.choice([$0])) }) }
        #expect(degree(["degree": "doctor"]) == 5 && degree(["education": "college"]) == 2 && degree(["degree": "none", "education": "senior_secondary"]) == 1)
        #expect(degree(["degree": "bachelor", "education": "postgraduate"]) == 4 && degree([:]) == nil && degree(["education": "unknown"]) == nil)
        let seeker = SeekerOf.profile(account, ["skills": .text("Java、C++，.NET; 数控编程"), "wanted_pay": .fact(.money(Fen(900_000))), "work_years": .fact(.number(99))])
        #expect(seeker.skills == ["Java", "C++", ".NET", "数控编程"] && seeker.pay == 9000...13_500 && seeker.years == 60)
        #expect(SeekerOf.profile(account, ["wanted_pay": .fact(.money(Fen(-1)))]).pay == nil)
    }
}
