import Foundation
import Papers
@testable import Tables
import Testing

/// A file that is gone after the test.
func withFile<Answer>(_ bytes: [UInt8], _ body: (String) throws -> Answer) throws -> Answer {
    let path = FileManager.default.temporaryDirectory.appending(path: "tables-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return try body(path)
}

/// All rows, and why the file ended before its end, if it did.
func readAll(_ bytes: [UInt8], _ limits: TableLimits = TableLimits()) throws -> (rows: [TableRow], failure: TableFailure?) {
    try withFile(bytes) { path in
        var rows: [TableRow] = []
        do {
            let file = try TableFile(path: path, limits: limits)
            while let row = try file.next() { rows.append(row) }
        } catch let failure as TableFailure { return (rows, failure) }
        return (rows, nil)
    }
}

@Suite struct DelimitedTests {
    private func cells(_ text: String) throws -> [[String]] {
        let (rows, failure) = try readAll(Array(text.utf8))
        #expect(failure == nil && rows.allSatisfy { $0.problem == nil })
        return rows.map(\.cells)
    }

    @Test func itReadsWhatRFC4180Describes() throws {
        #expect(try cells("a,b\r\n\"x, \"\"y\"\"\r\nz\",2\r\n") == [["a", "b"], ["x, \"y\"\r\nz", "2"]])
        #expect(try cells("a,b\n1,\n,\n\n,2") == [["a", "b"], ["1"], ["", "2"]])
        #expect(try cells("a;b\r1;2,5\r") == [["a", "b"], ["1", "2,5"]])
        #expect(try cells("a\tb\n\"1\t2\"\t3") == [["a", "b"], ["1\t2", "3"]])
    }

    @Test func rowsAreNumberedAsSpreadsheetsDo() throws {
        let (rows, _) = try readAll(Array("a,b\n\n\"x\ny\",1\nz,2\n".utf8))
        #expect(rows.map(\.number) == [1, 3, 4])
    }

    @Test(arguments: [
        (TextEncoding.utf8, "utf-8", [] as [UInt8]), (.utf8, "utf-8", [0xEF, 0xBB, 0xBF]), (.utf16LE, "utf-16le", [0xFF, 0xFE]), (.utf16BE, "utf-16be", [0xFE, 0xFF]), (.gb18030, "gb18030", []),
    ]) func theEncodingShowsInTheBytes(_ encoding: TextEncoding, _ name: String, _ mark: [UInt8]) throws {
        let text = "岗位,单位\n" + String(repeating: "工程师𠮷,青岛公司\n", count: 9000)
        let bytes: [UInt8]
        switch encoding {
        case .utf8: bytes = Array(text.utf8)
        case .utf16LE: bytes = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case .utf16BE: bytes = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        // 岗位,单位 and 工程师𠮷,青岛公司, the rare character in four bytes
        case .gb18030:
            let heading: [UInt8] = [0xB8, 0xDA, 0xCE, 0xBB, 0x2C, 0xB5, 0xA5, 0xCE, 0xBB, 0x0A]
            let row: [UInt8] = [0xB9, 0xA4, 0xB3, 0xCC, 0xCA, 0xA6, 0x95, 0x34, 0xC5, 0x37, 0x2C, 0xC7, 0xE0, 0xB5, 0xBA, 0xB9, 0xAB, 0xCB, 0xBE, 0x0A]
            bytes = heading + (0..<9000).flatMap { _ in row }
        }
        try withFile(mark + bytes) { path in
            let file = try TableFile(path: path)
            #expect(file.kind == .text(encoding, separator: 0x2C))
            #expect(try file.next()?.cells == ["岗位", "单位"])
            var rows = 0
            while let row = try file.next() {
                rows += 1
                if encoding != .gb18030 { #expect(row.cells == ["工程师𠮷", "青岛公司"]) } else { #expect(row.cells.first?.hasPrefix("工程师") == true && row.cells.last == "青岛公司") }
            }
            #expect(rows == 9000)
        }
    }

    @Test func aBrokenRowIsNamedAndTheOthersAreRead() throws {
        let good = String(repeating: "中文内容,公司\n", count: 50)
        let bytes = Array("a,b\n1,2\n".utf8) + Array(good.utf8) + [0xFF, 0x2C, 0x31, 0x0A] + Array("3,4\n\"x\"y,1\n5,\u{0}\n6,7\n".utf8)
        let (rows, failure) = try readAll(bytes)
        #expect(failure == nil)
        #expect(rows.compactMap { row in row.problem.map { [row.number: $0] } } == [[53: .encoding], [55: .quote], [56: .nul]])
        #expect(rows.last?.cells == ["6", "7"])
    }

    @Test func aQuoteThatIsNeverClosedCostsItsOwnRowOnly() throws {
        let (rows, failure) = try readAll(Array("a,b\n\"x,1\ny,2\nz,3\n".utf8))
        #expect(failure == nil && rows.map(\.problem) == [nil, .quote, nil, nil] && rows.last?.cells == ["z", "3"])
        let many = try readAll(Array(("a,b\n" + String(repeating: "\"x\n", count: 301)).utf8))
        #expect(many.failure == nil || many.failure == .tooManyBrokenRows)
    }

    @Test func longRowsAndWideRowsAreRefusedWithoutGrowing() throws {
        var limits = TableLimits()
        (limits.row, limits.columns) = (1000, 4)
        let (rows, failure) = try readAll(Array("a,b\n\(String(repeating: "x", count: 5000)),1\n1,2,3,4,5\n1,2,3,4,\n".utf8), limits)
        #expect(failure == nil && rows.map(\.problem) == [nil, .tooLong, .tooWide, nil])
        #expect(try readAll(Array(String(repeating: "a,b\n", count: 1000).utf8), TableLimits(unpacked: 2000)).failure == .tooLarge)
    }

    @Test func whatIsNoTableSaysSo() throws {
        #expect(try readAll([]).failure == .empty)
        #expect(try readAll(Array("%PDF-1.7".utf8)).failure == .unknownFormat)
        #expect(try readAll([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).failure == .oldWorkbook)
        #expect(throws: TableFailure.cannotOpen) { try TableFile(path: "/nowhere/at/all") }
    }
}

@Suite struct WorkbookReadingTests {
    static func workbook(rows: Int = 3) throws -> [UInt8] {
        let path = FileManager.default.temporaryDirectory.appending(path: "tables-\(UUID().uuidString).xlsx").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let book = try Workbook(path: path)
        try book.sheet("岗位", columns: [("岗位", 10), ("人数", 10), ("薪资", 10), ("截止", 10), ("说明", 10)])
        for number in 0..<rows { try book.row([.text("工程师\(number)"), .int(Int64(number)), .fen(1_250_050), .day("2023-12-31"), .text(number == 1 ? "" : "换\n行 & <b>")]) }
        try book.close()
        return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    @Test func textsNumbersAndDatesAreReadAsTheyShow() throws {
        let (rows, failure) = try readAll(try Self.workbook())
        #expect(failure == nil)
        #expect(rows.map(\.cells) == [
            ["岗位", "人数", "薪资", "截止", "说明"], ["工程师0", "0", "12500.5", "2023-12-31", "换\n行 & <b>"], ["工程师1", "1", "12500.5", "2023-12-31"],
            ["工程师2", "2", "12500.5", "2023-12-31", "换\n行 & <b>"],
        ])
        #expect(rows.map(\.number) == [1, 2, 3, 4])
    }

    @Test func aWorkbookThatIsCutOffSaysSo() throws {
        let whole = try Self.workbook(rows: 2000)
        for share in [3, 5, 10, 50, 90, 99] {
            let (_, failure) = try readAll(Array(whole.prefix(whole.count * share / 100)))
            #expect(failure != nil)
        }
        #expect(try readAll(Array("PK\u{3}\u{4}not a zip".utf8)).failure == .damaged(afterRow: 0))
    }

    @Test func aSharedTextCountsWhereverItStands() throws {
        let texts = try SharedTexts()
        try texts.add(Array(String(repeating: "长", count: 100).utf8))
        let row = SheetRows.Waiting(number: 2, cells: [.shared(0), .shared(0), .shared(0)])
        #expect(try row.made(texts, most: 900).cells.count == 3)
        #expect(try row.made(texts, most: 899).problem == .tooLong)
    }

    @Test func markupThatNeverEndsIsLeft() throws {
        let pieces = try #require(XMLPieces()), chunk = [UInt8](repeating: 0x61, count: 1 << 18)
        #expect(pieces.feed(Array("<row a=\"".utf8), isLast: false))
        #expect((0..<8).contains { _ in !pieces.feed(chunk, isLast: false) })
        let long = try #require(XMLPieces())
        #expect(long.feed(Array("<row>".utf8), isLast: false))
        #expect((0..<20).allSatisfy { _ in long.feed(chunk, isLast: false) })
    }

    @Test func rowsAreLimited() throws {
        let (rows, failure) = try readAll(Array("a\n1\n2\n3\n".utf8), TableLimits(rows: 3))
        #expect(rows.count == 3 && failure == .tooManyRows(3))
    }

    @Test func whatUnpacksToTooMuchIsLeft() throws {
        #expect(try readAll(try Self.workbook(rows: 5000), TableLimits(unpacked: 100_000)).failure == .tooLarge)
    }
}

/// Files with random mistakes: whatever is in them, the reader ends, and says something. A trap would end the process, so the newest trial lies beside.
@Suite struct ReaderFuzzTests {
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    private static func seeds() throws -> [[UInt8]] {
        [
            Array("岗位,单位,薪资\r\n\"工程师, \"\"高级\"\"\r\n第二行\",青岛公司,15-20k·13薪\r\n会计;二,公司,面议\r\n".utf8), Array("\u{FEFF}a;b\n\"1\";2\n".utf8),
            [0xFF, 0xFE] + "a\tb\n岗\t位\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, [0xB8, 0xDA, 0xCE, 0xBB, 0x2C, 0xB5, 0xA5, 0xCE, 0xBB, 0x0A, 0xB9, 0xA4, 0x2C, 0x31],
            try WorkbookReadingTests.workbook(), try WorkbookReadingTests.workbook(rows: 40),
        ]
    }

    /// 400 trials, always the same; YIZHAN_FUZZ_SECONDS goes on for so long, and never the same way twice.
    @Test func noMistakeEndsTheProcess() throws {
        let seconds = ProcessInfo.processInfo.environment["YIZHAN_FUZZ_SECONDS"].flatMap(Double.init) ?? 0
        var dice = Dice(state: seconds > 0 ? UInt64(Date().timeIntervalSince1970) : 20_201_116)
        let seeds = try Self.seeds(), end = Date().addingTimeInterval(seconds)
        let newest = FileManager.default.temporaryDirectory.appending(path: "yizhan-fuzz-newest")
        var trials = 0
        while trials < 400 || Date() < end {
            trials += 1
            var bytes = seeds[Int.random(in: seeds.indices, using: &dice)]
            for _ in 0...Int.random(in: 0...12, using: &dice) {
                let place = Int.random(in: bytes.indices, using: &dice)
                switch Int.random(in: 0...4, using: &dice) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &dice)
                case 1: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &dice)
                case 2: bytes.insert(contentsOf: [[0x22], [0x0A], [0x2C], [0x00], [0xFF, 0xFF], [0x0D]][Int.random(in: 0...5, using: &dice)], at: place)
                case 3: if bytes.count > 20 { bytes.removeSubrange(place..<min(place + Int.random(in: 1...9, using: &dice), bytes.count)) }
                default: if bytes.count < 100_000 { bytes += bytes[place...].prefix(200) }
                }
            }
            if seconds > 0 { try Data(bytes).write(to: newest) }
            let (rows, failure) = try readAll(bytes, TableLimits(unpacked: 4 << 20, row: 4096, columns: 64, sharedTexts: 10_000))
            #expect(failure != nil || rows.count <= bytes.count + 40)
        }
        if seconds > 0 { print("readers of tables: \(trials) files with mistakes, none ended the process") }
    }

    /// What once was a finding: files under Tests/corpus/readers.
    @Test func theCorpusIsReadToItsEnd() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "corpus/readers")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).sorted { $0.path < $1.path }
        #expect(!files.isEmpty)
        for file in files { _ = try readAll(Array(try Data(contentsOf: file)), TableLimits(unpacked: 4 << 20, row: 4096, columns: 64, sharedTexts: 10_000)) }
    }
}
