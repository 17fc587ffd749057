/// The first sheet of an .xlsx (ECMA-376), as far as tables need it: texts, numbers, dates, truth values.
final class Workbook: RowSource {
    private let archive: ZipArchive
    private let limits: TableLimits
    private let texts: SharedTexts
    private var formats = NumberFormats()
    private let sheet: SheetRows
    private var isOver = false

    init(path: String, limits: TableLimits) throws(TableFailure) {
        self.limits = limits
        archive = try ZipArchive(path: path, limits: limits)
        texts = try SharedTexts()
        let (part, from1904) = try Self.firstSheet(archive)
        formats.from1904 = from1904
        formats.dates = try Self.dateStyles(archive)
        try Self.readTexts(archive, into: texts, limits)
        guard let sheet = SheetRows(limits, formats) else { throw .cannotOpen }
        self.sheet = sheet
        guard try archive.open(part) else { throw .noSheet }
    }

    var progress: Double { archive.progress }

    func next() throws(TableFailure) -> TableRow? {
        while true {
            while let row = sheet.take() {
                let made = try row.made(texts, most: limits.row)
                if made.problem == nil, made.cells.isEmpty { continue }
                return made
            }
            if isOver { return nil }
            let bytes: [UInt8]
            do throws(TableFailure) { bytes = try archive.read() } catch .damaged { throw .damaged(afterRow: sheet.number) }
            isOver = bytes.isEmpty
            guard sheet.feed(bytes, isLast: isOver) else { throw .damaged(afterRow: sheet.number) }
        }
    }

    /// A whole part that is small.
    private static func each(_ archive: ZipArchive, _ part: String, begin: @escaping (String, (String) -> String?) -> Void) throws(TableFailure) -> Bool {
        guard try archive.open(part) else { return false }
        guard let pieces = XMLPieces() else { throw .cannotOpen }
        pieces.begin = begin
        while true {
            let bytes = try archive.read()
            guard pieces.feed(bytes, isLast: bytes.isEmpty) else { throw .damaged(afterRow: 0) }
            if bytes.isEmpty { return true }
        }
    }

    private static func firstSheet(_ archive: ZipArchive) throws(TableFailure) -> (part: String, from1904: Bool) {
        var first: String?, from1904 = false
        guard try each(archive, "xl/workbook.xml", begin: { name, attribute in
            if name == "sheet", first == nil, attribute("state") == nil { first = attribute("id") }
            if name == "workbookPr", let value = attribute("date1904") { from1904 = value == "1" || value == "true" }
        }) else { throw .noSheet }
        var target: String?
        _ = try each(archive, "xl/_rels/workbook.xml.rels", begin: { name, attribute in
            if name == "Relationship", target == nil, let id = attribute("Id"), id == first { target = attribute("Target") }
        })
        guard let target else { return ("xl/worksheets/sheet1.xml", from1904) }
        return (target.hasPrefix("/") ? String(target.dropFirst()) : "xl/\(target)", from1904)
    }

    private static func dateStyles(_ archive: ZipArchive) throws(TableFailure) -> [Bool] {
        var codes: [Int: String] = [:], ids: [Int] = [], isInside = false
        _ = try each(archive, "xl/styles.xml") { name, attribute in
            switch name {
            case "numFmt": if let id = attribute("numFmtId").flatMap({ Int($0) }), codes.count < 10_000 { codes[id] = attribute("formatCode").map { String($0.prefix(256)) } }
            case "cellXfs": isInside = true
            case "cellStyles", "dxfs", "cellStyleXfs": isInside = false
            case "xf" where isInside: if ids.count < 100_000 { ids.append(attribute("numFmtId").flatMap { Int($0) } ?? 0) }
            default: break
            }
        }
        let isDate = Dictionary(uniqueKeysWithValues: Set(ids).map { ($0, NumberFormats.isDate($0, codes[$0])) })
        return ids.map { isDate[$0] ?? false }
    }

    private static func readTexts(_ archive: ZipArchive, into texts: SharedTexts, _ limits: TableLimits) throws(TableFailure) {
        guard try archive.open("xl/sharedStrings.xml") else { return }
        guard let pieces = XMLPieces() else { throw .cannotOpen }
        var ready: [[UInt8]] = [], bytes: [UInt8] = [], isText = false, isPhonetic = false, isTooLong = false
        pieces.begin = { name, _ in
            switch name {
            case "si": bytes = []
            case "t": isText = !isPhonetic
            case "rPh": isPhonetic = true
            default: break
            }
        }
        pieces.end = { name in
            switch name {
            case "si": ready.append(bytes)
            case "t": isText = false
            case "rPh": isPhonetic = false
            default: break
            }
        }
        pieces.text = { piece in
            guard isText else { return }
            if bytes.count + piece.count > limits.row { isTooLong = true } else { bytes += piece }
        }
        while true {
            let piece = try archive.read()
            guard pieces.feed(piece, isLast: piece.isEmpty) else { throw .damaged(afterRow: 0) }
            for text in ready { try texts.add(text) }
            ready.removeAll(keepingCapacity: true)
            guard texts.count <= limits.sharedTexts, !isTooLong else { throw .tooLarge }
            if piece.isEmpty { return }
        }
    }
}
