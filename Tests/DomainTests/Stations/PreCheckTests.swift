import Domain
import Testing

@Suite struct PreCheckTests {
    private func question(_ kind: Form.Question.Kind, required: Bool = true) -> Form.Question {
        Form.Question(id: "q", name: Words("问", "Question"), hint: nil, kind: kind, required: required)
    }

    private func form(_ questions: [Form.Question]) -> Form {
        Form(id: "f", conditions: [Form.Condition(id: "c", clause: Clause("二(一)1"), name: Words("条件", "Condition"), says: "原文", questions: questions, judgedBy: [])])
    }

    /// The Chinese words of what is missing when `answer` stands at the one question.
    private func missing(_ kind: Form.Question.Kind, _ answer: Answers?, required: Bool = true, files: Int = 0) -> [String] {
        let answers: Answers = answer.map { .group(["c": .group(["q": $0])]) } ?? .none
        return form([question(kind, required: required)]).check(answers, files: files == 0 ? [:] : ["c.q": files]).flatMap { $0.missing.map { "\($0.field) \($0.words.zh)" } }
    }

    @Test func textsHaveALength() {
        #expect(missing(.text(atMost: 3), .text("  三个字 ")) == [])
        #expect(missing(.text(atMost: 3), .text("四个字了")) == ["c.q 问最多 3 个字"])
        #expect(missing(.text(atMost: 3), .text("  ")) == ["c.q 请填写问"])
        #expect(missing(.text(atMost: 3), nil) == ["c.q 请填写问"])
        #expect(missing(.text(atMost: 3), nil, required: false) == [])
        #expect(missing(.longText(atLeast: 5, atMost: 8), .text("三个字")) == ["c.q 问至少 5 个字，还差 2 个字"])
        #expect(missing(.longText(atLeast: 5, atMost: 8), .text("一二三四五六七八九")) == ["c.q 问最多 8 个字"])
        #expect(missing(.longText(atLeast: 5, atMost: 8), .text("一二三四五")) == [])
        #expect(missing(.longText(atLeast: 5, atMost: 8), nil, required: false) == [])
        // What is not required must still be right when it is there.
        #expect(missing(.longText(atLeast: 5, atMost: 8), .text("一"), required: false) == ["c.q 问至少 5 个字，还差 4 个字"])
    }

    @Test func numbersHaveARangeAndAUnit() {
        let kind = Form.Question.Kind.number(atLeast: 1, atMost: 10, unit: Words("间", "rooms"))
        #expect(missing(kind, .text("1")) == [])
        #expect(missing(kind, .text("10")) == [])
        #expect(missing(kind, .text("0")) == ["c.q 问至少 1间，现填 0"])
        #expect(missing(kind, .text("11")) == ["c.q 问最多 10间，现填 11"])
        for text in ["1.5", "一", "9999999999999999999999", "1e3", "٣"] { #expect(missing(kind, .text(text)) == ["c.q 问请填整数"], "\(text)") }
        #expect(missing(kind, .list([.text("1")])) == ["c.q 请填写问"])
    }

    @Test func moneyHasARangeInFen() {
        let kind = Form.Question.Kind.money(atLeast: 100, atMost: 200_000)
        #expect(missing(kind, .text("98.5")) == [])
        #expect(missing(kind, .text("0.99")) == ["c.q 问至少 ¥1.00"])
        #expect(missing(kind, .text("2000.01")) == ["c.q 问最多 ¥2,000.00"])
        #expect(missing(kind, .text("98.555")) == ["c.q 问请填金额，最多两位小数"])
        #expect(missing(kind, .text("")) == ["c.q 请填写问"])
    }

    @Test func daysPhonesAndYesOrNo() {
        #expect(missing(.day, .text("2020-11-16")) == [])
        #expect(missing(.day, .text("2020-11-31")) == ["c.q 问请填日期，例如 2020-11-16"])
        #expect(missing(.phone, .text("0532-85911234")) == [])
        #expect(missing(.phone, .text("1385321")) == ["c.q 问请填手机号或带区号的座机号"])
        #expect(missing(.yesNo(must: true), .text("yes")) == [])
        #expect(missing(.yesNo(must: true), .text("否")) == ["c.q 问须为“是”"])
        #expect(missing(.yesNo(must: false), .text("on")) == ["c.q 问须为“否”"])
        #expect(missing(.yesNo(must: nil), .text("no")) == [])
        #expect(missing(.yesNo(must: nil), .text("也许")) == ["c.q 问请选择是或否"])
        #expect(missing(.yesNo(must: nil), nil) == ["c.q 请填写问"])
    }

    @Test func choicesComeFromTheList() {
        let choices = ["a", "b", "c"].map { Programme.Choice(id: $0, name: Words($0, $0), clause: nil) }
        let kind = Form.Question.Kind.choice(choices, several: true, atLeast: 2)
        #expect(missing(kind, .list([.text("a"), .text("c")])) == [])
        #expect(missing(kind, .list([.text("a")])) == ["c.q 问至少选 2 项，现选 1 项"])
        #expect(missing(kind, .text("a")) == ["c.q 问至少选 2 项，现选 1 项"])
        #expect(missing(kind, .list([.text("a"), .text("d")])) == ["c.q 问请从列出的选项中选择"])
        #expect(missing(kind, .list([])) == ["c.q 请填写问"])
        // One thing chosen twice is one thing.
        #expect(missing(kind, .list([.text("a"), .text("a")])) == ["c.q 问至少选 2 项，现选 1 项"])
        let one = Form.Question.Kind.choice(choices, several: false, atLeast: 1)
        #expect(missing(one, .text("b")) == [])
        #expect(missing(one, .list([.text("a"), .text("b")])) == ["c.q 问只能选一项"])
    }

    @Test func tablesNameTheRowAndTheColumn() {
        let phone = Form.Question(id: "phone", name: Words("电话", "Phone"), hint: nil, kind: .phone, required: true)
        let kind = Form.Question.Kind.table([phone], atLeast: 2, atMost: 3)
        func row(_ text: String) -> Answers { .group(["phone": .text(text)]) }
        #expect(missing(kind, .list([row("13853211111"), row("13853211112")])) == [])
        #expect(missing(kind, .list([row("13853211111")])) == ["c.q 问至少 2 行，还差 1 行"])
        // Empty rows do not count, and the others keep their numbers.
        #expect(missing(kind, .list([row(" "), row("13853211111"), row("x")])) == ["c.q.2.phone 电话请填手机号或带区号的座机号"])
        #expect(missing(kind, .group(["0": row("13853211111"), "7": row("1")])) == ["c.q.7.phone 电话请填手机号或带区号的座机号"])
        #expect(missing(kind, .list(Array(repeating: row("13853211111"), count: 4))) == ["c.q 问最多 3 行"])
        #expect(missing(kind, nil) == ["c.q 问至少 2 行，还差 2 行"])
    }

    /// A special price is below the usual one, or none: in each row by itself, and said with both amounts.
    @Test func noAmountExceedsTheOneThatLimitsIt() {
        let price = Form.Question(id: "price", name: Words("特价", "Special price"), hint: nil, kind: .money(atLeast: 0, atMost: 200_000), required: true, notAbove: "usual")
        let usual = Form.Question(id: "usual", name: Words("门市价", "Usual price"), hint: nil, kind: .money(atLeast: 0, atMost: 500_000), required: false)
        let kind = Form.Question.Kind.table([price, usual], atLeast: 1, atMost: 9)
        func row(_ price: String, _ usual: String) -> Answers { .group(["price": .text(price), "usual": .text(usual)]) }
        #expect(missing(kind, .list([row("198", "298"), row("298", "298.00")])) == [])
        #expect(missing(kind, .list([row("88", "298"), row("1,298.5", "298")])) == ["c.q.1.price 特价不能高于门市价：特价 ¥1,298.50，门市价 ¥298.00"])
        // What is wrong by itself is said alone; without the other amount there is nothing to compare.
        #expect(missing(kind, .list([row("2001", "298")])) == ["c.q.0.price 特价最多 ¥2,000.00"])
        #expect(missing(kind, .list([row("298", "")])) == [])
        #expect(missing(kind, .list([row("298", "很多")])) == ["c.q.0.usual 门市价请填金额，最多两位小数"])
    }

    @Test func noNumberExceedsTheOneThatLimitsIt() {
        let used = Form.Question(id: "used", name: Words("使用", "In use"), hint: nil, kind: .number(atLeast: nil, atMost: nil, unit: Words("间", "rooms")), required: true, notAbove: "all")
        let all = Form.Question(id: "all", name: Words("共有", "In all"), hint: nil, kind: .number(atLeast: nil, atMost: nil, unit: nil), required: true)
        func said(_ used: Form.Question, _ mine: String, _ limit: String) -> [Refusal.Field] {
            form([used, all]).check(.group(["c": .group(["used": .text(mine), "all": .text(limit)])]), files: [:]).flatMap(\.missing)
        }
        #expect(said(used, "8", "8") == [])
        #expect(said(used, "9", "8") == [Refusal.Field("c.used", Words("使用不能高于共有：使用 9间，共有 8", "In use must not be above In all: In use 9 rooms, In all 8"))])
    }

    @Test func filesAreCounted() {
        let kind = Form.Question.Kind.files(atLeast: 1, atMost: 2)
        #expect(missing(kind, nil) == ["c.q 请上传问（PDF、JPEG 或 PNG）"])
        #expect(missing(kind, nil, files: 2) == [])
        #expect(missing(kind, nil, files: 3) == ["c.q 问最多 2 个文件"])
    }

    @Test func aConditionIsYesNoOrNotKnownYet() {
        let form = form([question(.text(atMost: 10)), Form.Question(id: "p", name: Words("照片", "Photo"), hint: nil, kind: .files(atLeast: 1, atMost: 2), required: true)])
        func verdict(_ answers: Answers, _ files: [String: Int] = [:]) -> [Verdict] { form.check(answers, files: files).map(\.verdict) }
        #expect(verdict(.none) == [.unknown])
        #expect(verdict(.group(["c": .group(["q": .text(" ")])])) == [.unknown])
        #expect(verdict(.group(["c": .group(["q": .text("有")])])) == [.no])
        #expect(verdict(.none, ["c.p": 1]) == [.no])
        #expect(verdict(.group(["c": .group(["q": .text("有")])]), ["c.p": 1]) == [.yes])
        let check = form.check(.none, files: [:])[0]
        #expect(check.clause == Clause("二(一)1"))
        #expect(check.says == "原文")
        #expect(check.missing.map(\.field) == ["c.q", "c.p"])
    }
}
