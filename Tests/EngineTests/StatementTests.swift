import SQL
import Testing

@Suite("SQL by interpolation")
struct StatementTests {
    private func render(_ statement: SQL) -> (text: String, values: [Value]) { statement.rendered { "$\($0)" } }

    @Test("values are bound in their order, and only SQL goes in as text")
    func interpolation() {
        let lock: SQL = " FOR UPDATE"
        let name = "'; DROP TABLE stations; --"
        let (text, values) = render("SELECT * FROM stations WHERE name = \(name) AND beds > \(3) AND open = \(true)\(lock)")
        #expect(text == "SELECT * FROM stations WHERE name = $1 AND beds > $2 AND open = $3 FOR UPDATE")
        #expect(values == [.text(name), .int64(3), .bool(true)])
    }

    @Test("the same statement under SQLite's placeholder")
    func placeholders() {
        let statement: SQL = "SELECT \(1), \("a")"
        #expect(statement.rendered { _ in "?" }.text == "SELECT ?, ?")
    }

    @Test("a list binds each value; an empty one matches nothing")
    func lists() {
        #expect(render("id IN (\(list: ["a", "b", "c"]))").text == "id IN ($1, $2, $3)")
        #expect(render("id IN (\(list: ["a", "b"]))").values == [.text("a"), .text("b")])
        let nothing: [Int] = []
        #expect(render("id IN (\(list: nothing))").text == "id IN (NULL)")
        #expect(render("id IN (\(list: nothing))").values == [])
    }

    @Test("parts are joined, and keep their values")
    func joined() {
        let parts: [SQL] = ["a = \(1)", "b = \("x")", "c"]
        #expect(render(.joined(parts, by: " AND ")).text == "a = $1 AND b = $2 AND c")
        #expect(render(.joined(parts, by: " AND ")).values == [.int64(1), .text("x")])
        #expect(render(.joined([], by: ", ")).text == "")
        #expect(render(SQL.empty + "a" + " b").text == "a b")
        var growing: SQL = "a"
        growing += " = \(2)"
        #expect(render(growing).text == "a = $1")
    }

    @Test("an optional binds its value or a null of its type")
    func optionals() {
        let nothing: Int? = nil
        let something: String? = "s"
        #expect(render("\(nothing), \(something)").values == [.null(.int64), .text("s")])
        let kinds: [Value] = [
            Bool?.none.bound, [UInt8]?.none.bound, Double?.none.bound, String?.none.bound,
        ]
        #expect(kinds == [.null(.bool), .null(.bytes), .null(.double), .null(.text)])
    }
}
