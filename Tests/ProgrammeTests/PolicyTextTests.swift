import Domain
import Foundation
import ProgrammeText
import Testing

/// What a policy's text says, and what is said of one that is written wrongly.
@Suite struct PolicyTextTests {
    private static func programme() throws -> Programme { try #require(readProgramme(try text(realFile)).programme) }

    private static let plain = """
        policy: allowance
        title: { zh: 补贴, en: Allowance }
        audience: talent
        kind: { id: allowance, name: { zh: 补贴, en: Allowances } }
        from: 2020-01-01
        source: { number: 1号, title: 办法, clause: 第二条, url: https://example.org }
        gives: { zh: 补贴, en: An allowance }
        amount: { fixed: 12000 }
        eligible: { degree: { at_least: bachelor }, clause: 第三条 }
        office: hrss

        """

    private func read(_ change: (String, String)...) throws -> (terms: PolicyTerms?, mistakes: [String]) {
        let changed = change.reduce(Self.plain) { $0.replacing($1.0, with: $1.1) }
        let read = PolicyTextReader().read(policy: changed, in: try Self.programme())
        return (read.terms, read.mistakes.map { "\($0.line) \($0.path) \($0.words.zh)" })
    }

    @Test func aTextSaysEverything() throws {
        let (given, mistakes) = try read(
            ("office: hrss\n", "office: hrss\nto: 2021-12-31\nlast_day: 2021-11-30\noffered: yes\nexample: yes\nexcludes: [other]\ndeadline: { zh: 一年内, en: Within a year }\nsteps: [{ zh: 一, en: one }, { zh: 二, en: two }]\nmaterials: [{ id: d, name: { zh: 学位, en: Degree }, proof: degree }]\n"),
            ("{ fixed: 12000 }", "{ per_month: 833.33, months: 6 }"))
        #expect(mistakes == [])
        let terms = try #require(given)
        #expect(terms.amount == .monthly(Fen(83_333), months: 6))
        #expect(terms.to == Day("2021-12-31") && terms.lastDay == Day("2021-11-30") && terms.offered && terms.isExample && terms.excludes == ["other"])
        #expect(terms.steps.map(\.zh) == ["一", "二"] && terms.materials.map(\.proof) == ["degree"] && terms.deadline?.en == "Within a year")
        #expect(terms.conditions.map { $0.clause?.text } == ["第三条"])
        // A condition without a clause of its own rests on the source's.
        #expect(try read((", clause: 第三条", "")).terms?.conditions.first?.clause?.text == "第二条")
    }

    @Test(arguments: [
        ("{ fixed: 12000 }", "{ fixed: 12000.5 }", 1_200_050), ("{ fixed: 12000 }", "{ fixed: 0.01 }", 1), ("{ fixed: 12000 }", "{ fixed: 100000000 }", 10_000_000_000),
    ] as [(String, String, Int64)])
    func sumsAreReadToTheFen(_ old: String, _ new: String, _ fen: Int64) throws { #expect(try read((old, new)).terms?.amount == .fixed(Fen(fen))) }

    @Test(arguments: [
        ("office: hrss\n", "", "1  缺少 office"), ("office: hrss", "office: hrs", "10 office 没有部门 hrs"), ("audience: talent", "audience: talents", "3 audience 不认识 talents"),
        ("from: 2020-01-01", "from: 2020-13-01", "5 from 2020-13-01 不是日期"), ("from: 2020-01-01", "from: 2020-01-01\nto: 2019-01-01", "6 to 止于 2019-01-01，却从 2020-01-01 起"),
        ("https://example.org", "example.org", "6 source.url example.org 不是网址"), ("{ fixed: 12000 }", "{ fixed: 12.345 }", "8 amount.fixed “12.345”不是金额"),
        ("{ fixed: 12000 }", "{ fixed: -5 }", "8 amount.fixed “-5”不是金额"), ("{ fixed: 12000 }", "{ fixed: 100000000.01 }", "8 amount.fixed “100000000.01”不是金额"),
        ("{ fixed: 12000 }", "{ fixed: 1, none: yes }", "8 amount 金额只写一种，这里有 2 种"), ("{ fixed: 12000 }", "{ table: [] }", "8 amount.table 表里没有档次"),
        ("{ fixed: 12000 }", "{ per_month: 5 }", "8 amount 缺少 months"), ("degree:", "sex:", "9 eligible.sex 不得以 sex 决定资格（就业促进法 第三条）"),
        ("{ degree: { at_least: bachelor }, clause: 第三条 }", "{ works_in: station_area }", "9 eligible.works_in 政策不按驿站所在区域"),
        ("policy: allowance", "policy: allowance\nexcludes: [allowance]", "2 excludes.1 不能与自己不同享"), ("office: hrss", "office: hrss\noffer: yes", "11 offer 不认识的键 offer"),
        ("gives: { zh: 补贴, en: An allowance }", "gives: 补贴", "7 gives gives 应写两种语言"),
    ])
    func mistakesAreSaidByLine(_ old: String, _ new: String, _ said: String) throws {
        let (terms, mistakes) = try read((old, new))
        #expect(terms == nil)
        #expect(mistakes.contains { $0 == said }, "\(mistakes)")
    }

    /// Employers are asked their own facts.
    @Test func employersHaveFactsOfTheirOwn() throws {
        #expect(try read(("audience: talent", "audience: employer"), ("degree: { at_least: bachelor }", "staff: { at_least: 5 }")).mistakes == [])
        #expect(try read(("audience: talent", "audience: employer")).mistakes == ["9 eligible.degree 没有叫 degree 的事实"])
    }

    // MARK: the examples

    private static func examples() throws -> [(name: String, terms: PolicyTerms)] {
        let folder = checkout.appending(path: "programmes/policies"), programme = try programme()
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }.sorted().map { name in
            let read = PolicyTextReader().read(policy: try text("programmes/policies/\(name)"), in: programme)
            #expect(read.mistakes.map(\.inWords.zh) == [])
            return (name, try #require(read.terms))
        }
    }

    @Test func theExamplesAreMarkedAndOfManyKinds() throws {
        let examples = try Self.examples(), terms = examples.map(\.terms)
        #expect(examples.count >= 12 && examples.allSatisfy { $0.name == "\($0.terms.code).yaml" })
        #expect(terms.allSatisfy { $0.isExample && $0.title.zh.hasSuffix("（示例）") && $0.title.en.hasSuffix("(example)") && $0.source.number.contains("示例") })
        #expect(Set(terms.map(\.kind.id)).count >= 10)
        #expect(terms.count { $0.audience == .employer } >= 2)
        #expect(terms.count { if case .table = $0.amount { true } else { false } } >= 2)
        #expect(terms.count { $0.amount == .none } >= 2)
        let codes = Set(terms.map(\.code))
        #expect(terms.flatMap(\.excludes).allSatisfy(codes.contains) && terms.contains { !$0.excludes.isEmpty })
        // Nobody is kept out by where they come from.
        #expect(!terms.flatMap { $0.whole.facts.map(\.id) }.contains { ["household", "birthplace"].contains($0) })
        #expect(terms.allSatisfy { !$0.steps.isEmpty && !$0.materials.isEmpty })
    }
}
