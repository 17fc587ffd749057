import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct ShortageTests {
    /// `会计 2 5 少于5 紧缺`
    private func lines(_ view: ShortageView) -> [String] {
        view.lines.map { "\($0.name.zh) \($0.jobs) \($0.wanted) \($0.talents.count.map { String($0) } ?? "少于5")\($0.isShort ? " 紧缺" : "")" }
    }

    @Test(arguments: Engine.allCases) func jobsStandAgainstThoseWhoSeekThem(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            _ = try await test.employer(1, jobs: ["高级会计", "会计（急聘）"], industry: "72", division: "370212", wanted: 4)
            _ = try await test.employer(2, jobs: ["后端开发工程师"], industry: "65", division: "370203")
            for number in 1...6 { _ = try await test.seeker(number, "会计", places: ["山东省青岛市崂山区"], agrees: number <= 5) }
            _ = try await test.seeker(7, "独此一人的愿望", agrees: true)
            #expect(lines(try await house.shortages(.occupation)) == ["会计 2 8 5 紧缺", "后端开发工程师 1 1 少于5"])
            #expect(lines(try await house.shortages(.industry)) == ["商务服务业 2 8 少于5 紧缺", "软件和信息技术服务业 1 1 少于5"])
            let districts = lines(try await house.shortages(.district))
            #expect(districts.contains { $0.hasSuffix("崂山区 2 8 6 紧缺") })
            #expect(districts.contains { $0.hasSuffix("市北区 1 1 少于5") })
            let view = try await house.shortages(.occupation)
            #expect(view.jobs == 3)
            #expect(view.wanted == 9)
            #expect(view.talents.count == 6)
            #expect(view.lines.first?.perHundred == 160)
            // A wish that few have is no line, and nowhere in the answer.
            #expect(try !Stored.json(view).contains("独此一人"))
        }
    }

    @Test func titlesLoseGradeAndRemarks() {
        #expect(["高级会计（青岛）", "【急聘】Java 工程师", " 实习生 ", "会计(夜班", "高级高级"].map(OccupationWords.plain) == ["会计", "java 工程师", "实习生", "会计(夜班", "高级"])
    }
}
