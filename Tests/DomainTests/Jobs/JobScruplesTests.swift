import Domain
import Testing

@Suite struct JobScruplesTests {
    private func said(_ text: String) -> [String] { JobScruples.findings(in: text).map { "\($0.ground.rawValue) \($0.word)" } }

    @Test(arguments: [
        ("入职需交押金500元", "money 押金"), ("服装费自理", "money 服装费"), ("报名费 200 元", "money 报名费"), ("免费住宿需交押金", "money 押金"), ("需缴纳保证金", "money 保证金"),
        ("限男性", "sex 限男"), ("女士优先", "sex 女士优先"), ("性别：女", "sex 性别:女"), ("（女）文员", "sex (女)"), ("35岁以下", "age 35岁以下"), ("18－40周岁", "age 18-40周岁"),
        ("年龄：25-35岁", "age 年龄:25-35岁"), ("90后优先", "age 90后"), ("25岁以上", "age 25岁以上"), ("本地户口优先", "origin 本地户口"), ("限青岛户籍", "origin 青岛户籍"), ("已婚已育优先", "family 已婚"),
        ("汉族优先", "ethnicity 汉族优先"), ("入职体检无乙肝", "illness 无乙肝"),
    ])
    func whatAJobMayNotSayIsFound(_ text: String, _ finding: String) { #expect(said(text) == [finding]) }

    @Test(arguments: [
        "不收取任何押金", "免培训费，包吃住", "培训费由公司承担", "无需交押金", "负责保证金管理和结算", "男女不限，年龄不限", "年满18周岁", "年龄18周岁以上", "3-6岁儿童英语教师", "照顾80岁以上老人", "平均年龄28岁，氛围好",
        "工作3-5年，月薪8000-12000元", "90后团队氛围好", "性别不限", "面向18-25岁学生群体", "", "👩🏽‍💻", "岁", "年龄", "99999999999999999999岁以下",
    ])
    func whatIsHarmlessIsNot(_ text: String) { #expect(said(text) == []) }

    @Test func everyGroundOnceAndWithItsLaw() {
        let findings = JobScruples.findings(in: "限男性，男士优先，35岁以下，40岁以内，押金和报名费自理")
        #expect(findings.map(\.ground) == [.money, .sex, .age])
        #expect(findings[1].words.zh == "“限男”：不得以性别为由限制录用（就业促进法 第三条、第二十七条）")
    }

    /// Nothing from outside ends the process.
    @Test func anythingMayStandInAText() {
        var random = SystemRandomNumberGenerator()
        let letters = Array("0123456789岁周至-年龄:后押金限男()（）不免，\u{1F}\u{301}🇨🇳abc")
        for _ in 0..<2000 { _ = JobScruples.findings(in: String((0..<Int.random(in: 0...30, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" })) }
    }
}
