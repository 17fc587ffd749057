import Domain
import Testing
@testable import Web

enum Colour: String, Codable, CaseIterable, Sendable { case red, green }

struct Everything: Codable, Sendable, Equatable {
    struct Member: Codable, Sendable, Equatable {
        let name: String
        let born: Day?
    }
    let name: String
    let note: String?
    let count: Int
    let ratio: Double?
    let yes: Bool
    let colour: Colour
    let price: Fen
    let when: Instant?
    let tags: Set<Colour>
    let team: [Member]
    let chief: Member
    let extra: [String: Int]?
    let answers: JSON?
}

@Suite("Input structs from forms and JSON") struct InputTests {
    func form(_ text: String) throws -> Everything {
        try InputDecoder.decode(Everything.self, from: FormFields.urlEncoded(Array(text.utf8)).json(), isForm: true, zone: .china)
    }

    func json(_ text: String) throws -> Everything {
        try InputDecoder.decode(Everything.self, from: JSONText.parse(Array(text.utf8)), isForm: false, zone: .china)
    }

    func fields(_ run: () throws -> Everything) -> [String: String] {
        do {
            _ = try run()
            return [:]
        } catch let refusal as Refusal {
            #expect(refusal.kind == .invalid)
            return Dictionary(refusal.fields.map { ($0.field, $0.words.zh) }) { first, _ in first }
        } catch { return ["?": "\(error)"] }
    }

    @Test func formAndJSONGiveTheSame() throws {
        let expected = Everything(
            name: "驿站", note: nil, count: 12, ratio: 0.5, yes: true, colour: .green, price: Fen(120_050), when: Instant(milliseconds: 1_605_488_400_000), tags: [.red],
            team: [.init(name: "王", born: nil), .init(name: "李", born: Day(year: 1990, month: 2, day: 3))], chief: .init(name: "张", born: nil), extra: ["a": 1],
            answers: ["x": "1"])
        let fromForm = try form("name=驿站&note=&count=12&ratio=0.5&yes=on&colour=green&price=1,200.5&when=2020-11-16T09:00&tags=red&team.0.name=王&team.0.born=&team.3.name=李&team.3.born=1990-02-03&team.7.name=&chief.name=张&extra.a=1&answers.x=1&submit=go")
        #expect(fromForm == expected)
        let fromJSON = try json("""
            {"name":"驿站","note":null,"count":12,"ratio":0.5,"yes":true,"colour":"green","price":120050,"when":"2020-11-16T09:00:00+08:00","tags":["red"],
             "team":[{"name":"王"},{"name":"李","born":"1990-02-03"}],"chief":{"name":"张"},"extra":{"a":1},"answers":{"x":"1"}}
            """)
        #expect(fromJSON == expected)
    }

    @Test func everyMistakeIsNamedAtOnce() {
        #expect(fields { try form("count=x&colour=blue&price=1.234&when=soon&tags=blue&team.2.born=2020-13-01&ratio=nan&extra.a=z") } == [
            "name": "请填写", "count": "请填写整数", "ratio": "请填写数字", "colour": "请从列表中选择", "price": "请填写金额，如 1200.00",
            "when": "请填写日期和时间，如 2020-11-16T09:00:00+08:00", "tags": "请从列表中选择", "team.2.name": "请填写",
            "team.2.born": "请填写日期，如 2020-11-16", "chief.name": "请填写", "extra.a": "请填写整数",
        ])
        #expect(fields { try json("{\"name\":1,\"count\":\"2\",\"yes\":\"on\",\"colour\":\"green\",\"price\":\"5\",\"team\":[{\"name\":\"a\",\"age\":1}],\"chief\":[],\"nmae\":2}") } == [
            "name": "应为文字", "count": "请填写整数", "yes": "请选择是或否", "price": "请填写整数", "tags": "请填写", "team.0.age": "没有这个字段",
            "chief": "应为一组字段", "nmae": "没有这个字段",
        ])
    }

    @Test func controlCharactersAndRepeatedNamesAreRefused() {
        let rest = "count=1&colour=red&price=1&chief.name=a"
        #expect(fields { try form("name=a&name=b&" + rest) } == ["name": "只能填写一个值"])
        #expect(fields { try form("name=a%01b&" + rest) } == ["name": "含有不允许的字符"])
        #expect((try? form("name=a%0D%0Ab&" + rest))?.name == "a\nb")
    }

    @Test("yuan as people write it", arguments: [("1200", 120_000), ("0.5", 50), ("1,200.50", 120_050), ("¥3", 300), ("", nil), ("-1", nil), ("1.", nil), (".5", nil), ("1.234", nil), ("9999999999999999", nil)] as [(String, Int64?)])
    func yuan(text: String, amount: Int64?) { #expect(Reading.fen(text)?.amount == amount) }

    @Test func schemaOfATypeFitsItsSample() throws {
        let builder = SchemaBuilder(isInput: false)
        let schema = try builder.schema(of: Everything.self)
        #expect(schema == ["$ref": "#/components/schemas/Everything"])
        var components = JSON.Fields()
        for (name, schema) in builder.components { components[name] = schema }
        #expect(components["Everything.Member"] == [
            "type": "object", "properties": ["name": ["type": "string"], "born": ["anyOf": [["type": "string", "format": "date"], ["type": "null"]]]],
            "additionalProperties": false, "required": ["name"],
        ])
        #expect(components["Everything"]?["properties"]?["colour"] == ["type": "string", "enum": ["red", "green"]])
        let check = SchemaCheck(document: ["components": ["schemas": .object(components)]])
        let sample = try JSON(encoding: try SchemaBuilder.sample(Everything.self))
        #expect(check.problems(sample, schema) == [])
        #expect(check.problems(sample.with(["count": "1", "more": 1]), schema) == ["$.count: not integer", "$.more: unknown"])
    }

    struct Odd: Codable { enum Payload: Codable { case a(Int) }; let payload: Payload }

    @Test func typesThatCannotBeDescribedAreNamed() {
        let unclear = #expect(throws: SchemaBuilder.Unclear.self) { try SchemaBuilder(isInput: false).schema(of: Odd.self) }
        #expect(unclear?.description.hasPrefix("Odd › payload: ") == true)
    }

    @Test func randomInputsNeverTrap() {
        let names = ["name", "note", "count", "ratio", "yes", "colour", "price", "when", "tags", "tags.0", "team", "team.0.name", "team.1.born", "team.x", "chief", "chief.name", "extra", "extra.a", "answers"]
        let values = ["", "1", "x", "green", "on", "2020-01-01", "99999999999999999999", "-1", "1e400", "2020-11-16T09:00", "null"]
        var random = Seeded(5)
        var good = 0
        for _ in 0..<3000 {
            let pairs = (0..<Int.random(in: 0...30, using: &random)).map { _ in "\(names.randomElement(using: &random)!)=\(values.randomElement(using: &random)!)" }
            do {
                _ = try form(pairs.joined(separator: "&"))
                good += 1
            } catch let refusal as Refusal {
                #expect(!refusal.fields.isEmpty)
            } catch {
                #expect(error is FormFields.Broken)
            }
        }
        #expect(good < 3000)
    }
}
