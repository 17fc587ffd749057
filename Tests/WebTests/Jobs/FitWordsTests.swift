import Domain
import Services
@testable import Web
import Testing

/// Why a job fits, in words.
@Suite struct FitWordsTests {
    private func words(_ criterion: FitView.Criterion, _ answer: FitView.Answer, must: Bool = false, shared: [String] = [], missing: [String] = [], metres: Int? = nil, asked: Words? = nil,
        for reader: FitWords.Reader = .talent) -> String? {
        FitWords.words(.init(criterion: criterion, answer: answer, isMust: must, shared: shared, missing: missing, metres: metres, asked: asked), for: reader)?.zh
    }

    @Test func eachAnswerHasItsWords() {
        #expect(words(.skills, .yes, shared: ["Java", "MySQL"]) == "技能符合：Java、MySQL")
        #expect(words(.skills, .partly, shared: ["Java"], missing: ["Redis"]) == "技能部分符合：Java")
        #expect(words(.skills, .no, missing: ["Redis"]) == "缺少岗位需要的技能：Redis")
        #expect(words(.degree, .no, must: true, asked: DegreeDemand.master.words) == "学历未达到要求：硕士及以上（必备条件）")
        #expect(words(.degree, .yes, must: true, asked: DegreeDemand.bachelor.words) == "学历符合：本科及以上")
        #expect(words(.place, .yes, asked: Words("青岛市崂山区", "青岛市崂山区")) == "在您期望的工作地：青岛市崂山区")
        #expect(words(.place, .no, for: .employer) == "不在对方期望的工作地")
        #expect(words(.pay, .unasked) == "您没有说明期望月薪")
        #expect(words(.pay, .unasked, for: .employer) == "对方没有说明期望月薪")
        #expect(words(.years, .unsaid) == "岗位没有写明工作年限要求")
        #expect(words(.way, .yes, metres: 3250) == "离您的住处约 3.2 公里")
        #expect(words(.way, .yes) == nil && words(.shortage, .no) == nil && words(.freshness, .no) == nil)
    }

    @Test func pairsOfCharactersAreReadAsOneWord() {
        #expect(words(.occupation, .yes, shared: ["后端", "端开", "开发", "发工", "工程", "程师"]) == "岗位与您的期望一致：后端开发工程师")
        #expect(FitWords.whole(["java", "架构", "构师", "会计"]) == ["java", "架构师", "会计"])
        #expect(FitWords.whole(["工程师", "工程", "", "c", "css"]) == ["工程师", "c", "css"] && FitWords.whole([]).isEmpty)
    }

    @Test func everyFindingReadsInBothLanguages() {
        for criterion in FitView.Criterion.allCases {
            for answer in FitView.Answer.allCases {
                for reader in [FitWords.Reader.talent, .employer] {
                    guard let words = FitWords.words(.init(criterion: criterion, answer: answer, isMust: true, asked: Words("甲", "A")), for: reader) else { continue }
                    #expect(!words.zh.isEmpty && !words.en.isEmpty && words.en.first?.isLowercase == false, "\(criterion) \(answer): \(words.en)")
                    if reader == .employer { #expect(!words.zh.contains("您")) }
                }
            }
        }
    }

    @Test func questionsAreThoseOfTheProfile() {
        for criterion in FitView.Criterion.allCases {
            guard let question = FitWords.question(criterion) else { continue }
            #expect(Profile.item(question) != nil, "\(question)")
        }
    }

    @Test func payAndYearsRead() throws {
        let range = try #require(Pay(from: Fen(1_200_000), to: Fen(1_800_000), months: 13)), open = try #require(Pay(from: Fen(20_000), to: nil, per: .day))
        #expect(range.words.zh == "12,000–18,000 元/月 · 13 薪")
        #expect(open.words.zh == "200 元起/天")
        func years(_ from: Int, _ to: Int?) throws -> String { try #require(JobTerms.Years(from: from, to: to)).words.zh }
        #expect(try years(0, 0) == "应届" && (try years(0, nil)) == "经验不限" && (try years(3, nil)) == "3 年以上" && (try years(3, 5)) == "3–5 年" && (try years(2, 2)) == "2 年")
    }
}
