import Foundation
import Testing

@testable import Papers

@Suite struct CellTests {
    @Test func formulasAreQuoted() {
        for sign in ["=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "＝", "＋", "－", "＠"] {
            #expect(Cell.quoted(sign + "1") == "'" + sign + "1")
        }
        for text in ["", "1=2", "青岛", "'", " x", "a@b"] { #expect(Cell.quoted(text) == text) }
        // a sign that a combining mark hides
        #expect(Cell.quoted("=\u{301}1").unicodeScalars.first == "'")
    }

    @Test func moments() {
        #expect(Cell.moment("2020-11-16") == [2020, 11, 16, 0, 0, 0])
        #expect(Cell.moment("2020-02-29 23:59") == [2020, 2, 29, 23, 59, 0])
        #expect(Cell.moment("2020-11-16T09:30:05") == [2020, 11, 16, 9, 30, 5])
        let wrong = [
            "", "2020-11-31", "2019-02-29", "1900-02-29", "2020-1-1", "2020-11-16 24:00", "2020-11-16 9:30", "２０２０-11-16", "2020-11-16Z",
            "1899-12-31",
        ]
        for text in wrong {
            #expect(Cell.moment(text) == nil, "\(text)")
        }
    }

    @Test func money() {
        #expect([0, 5, 1205, -1, -100_000].map(Cell.yuan) == ["0.00", "0.05", "12.05", "-0.01", "-1000.00"])
        #expect(Cell.yuan(.min) == "-92233720368547758.08")
    }

    @Test func csv() {
        let lines = CSV.heading(["名称", "=金额"]) + CSV.line([.text("a,\"b\"\r\nc"), .fen(-1205)])
            + CSV.line([.text("=1+1"), .number(0.5), .int(-3), .day("2020-11-16"), .instant("2020-11-16 09:30"), .empty])
            + CSV.line([.day("=1"), .number(.nan), .text("-1,2")])
        #expect(lines.starts(with: [0xEF, 0xBB, 0xBF]))
        #expect(String(decoding: lines.dropFirst(3), as: UTF8.self) == """
            名称,'=金额\r
            "a,""b""\r
            c",-12.05\r
            '=1+1,0.5,-3,2020-11-16,2020-11-16 09:30,\r
            '=1,,"'-1,2"\r

            """)
    }
}
