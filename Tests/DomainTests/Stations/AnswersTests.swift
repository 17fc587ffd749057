import Domain
import Foundation
import Testing

@Suite struct AnswersTests {
    private func read(_ json: String) throws -> Answers { try JSONDecoder().decode(Answers.self, from: Data(json.utf8)) }

    @Test func anythingThatIsTypedIsKeptAsText() throws {
        #expect(try read(#"{"a": "x", "b": 12, "c": true, "d": false, "e": null, "f": 1.5, "g": [1, "y", {"h": []}]}"#) == .group([
            "a": .text("x"), "b": .text("12"), "c": .text("yes"), "d": .text("no"), "e": .text(""), "f": .text("1.5"),
            "g": .list([.text("1"), .text("y"), .group(["h": .list([])])]),
        ]))
        #expect(try read("9007199254740993") == .text("9007199254740993"))
    }

    @Test func whatIsWrittenComesBack() throws {
        let answers = Answers.group(["team": .group(["staff": .list([.group(["name": .text("王"), "phone": .text("")]), .text("散")])])])
        #expect(try JSONDecoder().decode(Answers.self, from: JSONEncoder().encode(answers)) == answers)
    }

    @Test func pathsLeadToTextsListsAndRows() {
        let answers = Answers.group([
            "team": .group(["staff": .list([.group(["name": .text(" 王 ")]), .group(["name": .text("")]), .group(["name": .text("李")])])]),
            "ways": .list([.text("own"), .text(""), .text("hotel")]), "one": .text("own"), "form": .group(["10": .text("ten"), "9": .text("nine")]),
        ])
        #expect(answers.text("team", "staff", "0", "name") == "王")
        #expect(answers[["team", "staff", "3", "name"]] == nil)
        #expect(answers[["team", "staff", "-1"]] == nil)
        #expect(answers[["team", "staff", "x"]] == nil)
        #expect(answers[["one", "deeper"]] == nil)
        #expect(answers.text("nothing") == "")
        #expect(answers.texts("ways") == ["own", "hotel"])
        #expect(answers.texts("one") == ["own"])
        #expect(answers.texts("nothing") == [])
        #expect(answers.rows("team", "staff").map { "\($0.index) \($0.row.text("name"))" } == ["0 王", "2 李"])
        #expect(answers.rows("form").map(\.index) == [9, 10])
        #expect(answers.rows("one").isEmpty)
        #expect(answers[[]] == answers)
    }

    @Test func blanksAndSizes() {
        #expect(Answers.none.isBlank)
        #expect(Answers.list([.text(" \n"), .group(["a": .text("")])]).isBlank)
        #expect(!Answers.list([.text(" "), .group(["a": .text("x")])]).isBlank)
        let size = Answers.group(["a": .list([.text("1"), .group(["b": .text("2")])]), "c": .text("3")]).size
        #expect(size.depth == 3 && size.texts == 3)
        #expect(Answers.text("").size.depth == 0)
    }

    @Test(arguments: [
        ("1,200", 120_000), ("¥98.5", 9850), ("0.01", 1), ("￥1，000.00元", 100_000), (" 12 ", 1200), ("0", 0), ("9999999999.99", 999_999_999_999), ("007", 700),
    ] as [(String, Int64)])
    func moneyIsReadAsPeopleTypeIt(_ text: String, _ fen: Int64) { #expect(Fen(typed: text) == Fen(fen)) }

    @Test(arguments: ["", ".", "1.", ".5", "-1", "+1", "1.234", "1.2.3", "12345678901", "一百", "1e3", "¥", "元", "٣", "0x10", "1 000 usd"])
    func whatIsNoMoneyIsNotRead(_ text: String) { #expect(Fen(typed: text) == nil) }

    @Test(arguments: [
        ("13853211111", "13853211111", true, true), ("+86 138-5321-1111", "13853211111", true, true), ("008613853211111", "13853211111", true, true),
        ("0532-85911234", "053285911234", false, true), ("12345", "12345", false, true), ("95588", "95588", false, true), ("12853211111", "12853211111", false, false),
        ("1385321111", "1385321111", false, false), ("010", "010", false, false), ("一三八", "", false, false), ("", "", false, false), ("１３８５３２１１１１１", "", false, false),
    ] as [(String, String, Bool, Bool)])
    func telephoneNumbers(_ text: String, _ digits: String, _ mobile: Bool, _ plausible: Bool) {
        #expect(Phone.normalised(text) == digits)
        #expect(Phone.isMobile(text) == mobile)
        #expect(Phone.isPlausible(text) == plausible)
    }

    @Test func numbersAreMasked() {
        #expect(Phone.masked("138 5321 1111") == Masked("138****1111"))
        #expect(Phone.masked("053285911234") == Masked("053*****1234"))
        #expect(Phone.masked("12345") == Masked("*****"))
        #expect(Phone.masked("") == Masked(""))
    }
}
