import Foundation
import Testing

@testable import Papers

private let python = "/usr/bin/python3"

@Suite(.serialized, .enabled(if: FileManager.default.isExecutableFile(atPath: python), "python3 is not installed"))
final class WorkbookTests {
    let path = NSTemporaryDirectory() + "/book-\(UUID().uuidString).xlsx"

    deinit { try? FileManager.default.removeItem(atPath: path) }

    struct Sheet: Decodable, Equatable {
        let name: String
        /// Each cell as its kind, a colon, and its value, at its column.
        let rows: [[String: String]]
        let formulas: Int
        let frozen: Bool
        let filter: String
    }

    /// Reads the file with nothing but python's own zip and XML.
    private static let reader = """
        import json, sys, zipfile, xml.etree.ElementTree as ET
        m = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
        z = zipfile.ZipFile(sys.argv[1])
        assert z.testzip() is None
        shared = ["".join(t.text or "" for t in s.iter(m + "t")) for s in ET.fromstring(z.read("xl/sharedStrings.xml"))] \\
            if "xl/sharedStrings.xml" in z.namelist() else []
        styles = ET.fromstring(z.read("xl/styles.xml"))
        codes = {f.get("numFmtId"): f.get("formatCode") for f in styles.iter(m + "numFmt")}
        formats = [codes.get(x.get("numFmtId"), x.get("numFmtId")) for x in styles.find(m + "cellXfs")]
        out = []
        for number, sheet in enumerate(ET.fromstring(z.read("xl/workbook.xml")).iter(m + "sheet"), 1):
            root = ET.fromstring(z.read(f"xl/worksheets/sheet{number}.xml"))
            rows = []
            for row in root.iter(m + "row"):
                cells = {}
                for c in row:
                    column = c.get("r").rstrip("0123456789")
                    text = "".join(t.text or "" for t in c.iter(m + "t"))
                    v = c.find(m + "v")
                    if c.get("t") == "inlineStr": cells[column] = "text:" + text
                    elif c.get("t") == "s": cells[column] = "text:" + shared[int(v.text)]
                    elif v is not None: cells[column] = formats[int(c.get("s", 0))] + ":" + v.text
                rows.append(cells)
            filter = root.find(m + "autoFilter")
            out.append(dict(name=sheet.get("name"), rows=rows, formulas=len(list(root.iter(m + "f"))),
                            frozen=root.find(f".//{m}pane") is not None, filter=filter.get("ref") if filter is not None else ""))
        print(json.dumps(out))
        """

    func read() throws -> [Sheet] {
        let json = try Child.run([python, "-I", "-c", Self.reader, path], input: [], seconds: 60)
        return try JSONDecoder().decode([Sheet].self, from: Data(json))
    }

    @Test func everyKindOfCell() throws {
        let book = try Workbook(path: path, created: 1_605_488_400)
        try book.sheet("台账", columns: [("名称", 30), ("=x", 8), ("日", 12), ("时", 20), ("金额", 12), ("数", 10), ("大数", 20)])
        try book.row([.text("青岛市人才驿站 <&>"), .text("=HYPERLINK(\"http://x\")"), .day("2020-11-16"), .instant("2020-11-16 12:00"), .fen(123_456),
                      .number(0.25), .int(9_007_199_254_740_993)])
        try book.row([.text(""), .text("+86"), .day("soon"), .instant("2020-11-16T06:00:00"), .fen(-5), .int(-7), .empty])
        try book.row([.text("a\u{0}b\u{1}c\nd"), .text("-1"), .text("@a"), .text("\tb"), .number(.infinity)])
        try book.close()
        let sheets = try read()
        #expect(sheets == [
            Sheet(name: "台账", rows: [
                ["A": "text:名称", "B": "text:'=x", "C": "text:日", "D": "text:时", "E": "text:金额", "F": "text:数", "G": "text:大数"],
                ["A": "text:青岛市人才驿站 <&>", "B": "text:'=HYPERLINK(\"http://x\")", "C": "yyyy-mm-dd:44151", "D": "yyyy-mm-dd hh:mm:ss:44151.5",
                 "E": "#,##0.00:1234.56", "F": "0:0.25", "G": "text:9007199254740993"],
                ["B": "text:'+86", "C": "text:soon", "D": "yyyy-mm-dd hh:mm:ss:44151.25", "E": "#,##0.00:-0.05", "F": "0:-7"],
                ["A": "text:abc\nd", "B": "text:'-1", "C": "text:'@a", "D": "text:'\tb"],
            ], formulas: 0, frozen: true, filter: "A1:G4")
        ])
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(throws: Workbook.Failure.misused) { try book.row([.empty]) }
        #expect(throws: Workbook.Failure.misused) { try book.close() }
    }

    @Test func namesThatExcelRefuses() throws {
        let book = try Workbook(path: path)
        let long = String(repeating: "长", count: 40)
        for name in ["", "[a]:*?/\\b", "'quoted'", "History", "Rows", "rows", long, long] { try book.sheet(name, columns: [("x", 8)]) }
        try book.close()
        #expect(try read().map(\.name) == [
            "Sheet", "ab", "quoted", "HistorySheet", "Rows", "rows (2)", String(repeating: "长", count: 31), String(repeating: "长", count: 27) + " (2)",
        ])
    }

    @Test func fullSheetGoesOnInTheNext() throws {
        let book = try Workbook(path: path, created: 0, rowsPerSheet: 3)
        try book.sheet("名单", columns: [("号", 8)])
        for number in 1...5 { try book.row([.int(Int64(number))]) }
        try book.close()
        let sheets = try read()
        #expect(sheets.map(\.name) == ["名单", "名单 2", "名单 3"])
        #expect(sheets.map { $0.rows.map { $0["A"] } } == [["text:号", "0:1", "0:2"], ["text:号", "0:3", "0:4"], ["text:号", "0:5"]])
    }

    @Test func misuseAndFailure() throws {
        #expect(throws: Workbook.Failure.cannotWrite("No such file or directory")) { try Workbook(path: "/nowhere/x.xlsx") }
        let book = try Workbook(path: path)
        #expect(throws: Workbook.Failure.misused) { try book.row([.int(1)]) }
        #expect(throws: Workbook.Failure.misused) { try book.sheet("x", columns: []) }
        try book.sheet("x", columns: [("a", 8)])
        #expect(throws: Workbook.Failure.misused) { try book.row([.int(1), .int(2)]) }
    }

    @Test func longTextIsCutVisibly() {
        let whole = String(repeating: "字", count: 32_767)
        #expect(Workbook.fitting(whole) == whole)
        let cut = Workbook.fitting(whole + "字")
        #expect(cut.utf16.count == 32_767)
        #expect(cut == String(repeating: "字", count: 32_766) + "…")
        // never half of a character
        #expect(Workbook.fitting(String(repeating: "𠮷", count: 20_000)) == String(repeating: "𠮷", count: 16_383) + "…")
    }

    /// Memory held now, in KiB.
    private static func resident() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        return try #require(status.firstMatch(of: /VmRSS:\s+(\d+) kB/).flatMap { Int($0.1) })
    }

    /// In a process of its own: what other tests take meanwhile is not this one's.
    @Test func memoryStaysFlat() async {
        await #expect(processExitsWith: .success) {
            let path = NSTemporaryDirectory() + "/book-\(UUID().uuidString).xlsx"
            defer { try? FileManager.default.removeItem(atPath: path) }
            let book = try Workbook(path: path)
            try book.sheet("名单", columns: [("号", 8), ("名称", 30), ("日", 12), ("金额", 12), ("备注", 40)])
            var samples: [Int] = []
            for number in 0..<200_000 {
                let name = Cell.text("青岛市人才驿站第\(number)号")
                try book.row([.int(Int64(number)), name, .day("2020-11-16"), .fen(Int64(number)), .text("备注 \(number * 7919)")])
                if number == 10_000 || number == 199_999 { samples.append(try WorkbookTests.resident()) }
            }
            try book.close()
            samples.append(try WorkbookTests.resident())
            #expect(samples[1] - samples[0] < 32_768)
            #expect(samples[2] - samples[0] < 32_768)
        }
    }
}
