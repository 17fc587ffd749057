/// The rows of a sheet, as its XML comes in pieces.
final class SheetRows {
    /// A row whose shared texts are still numbers.
    struct Waiting {
        enum Cell {
            case text(String)
            case shared(Int)
        }

        let number: Int
        var cells: [Cell] = []
        var problem: TableProblem?

        /// - Parameter most: bytes of the row's texts; a shared text counts wherever it stands.
        func made(_ texts: SharedTexts, most: Int) throws(TableFailure) -> TableRow {
            if let problem { return TableRow(number: number, cells: [], problem: problem) }
            var read: [String] = []
            read.reserveCapacity(cells.count)
            var size = 0
            for cell in cells {
                switch cell {
                case .text(let text): read.append(text)
                case .shared(let index):
                    size += texts.length(index)
                    if size > most { return TableRow(number: number, cells: [], problem: .tooLong) }
                    guard let text = try texts.text(index) else { return TableRow(number: number, cells: [], problem: .cell) }
                    read.append(text)
                }
            }
            while read.last?.isEmpty == true { read.removeLast() }
            return TableRow(number: number, cells: read)
        }
    }

    /// The row that is read.
    private(set) var number = 0
    private let pieces: XMLPieces
    private let limits: TableLimits
    private let formats: NumberFormats
    private var ready: [Waiting] = []
    private var taken = 0
    private var row: Waiting?
    private var column = 0
    private var type = ""
    private var style = 0
    private var bytes: [UInt8] = []
    private var size = 0
    private var isValue = false
    private var isPhonetic = false

    init?(_ limits: TableLimits, _ formats: NumberFormats) {
        guard let pieces = XMLPieces() else { return nil }
        self.pieces = pieces
        self.limits = limits
        self.formats = formats
        pieces.begin = { [unowned self] name, attribute in began(name, attribute) }
        pieces.end = { [unowned self] name in ended(name) }
        pieces.text = { [unowned self] piece in
            guard isValue, row?.problem == nil else { return }
            size += piece.count
            if size > limits.row { row?.problem = .tooLong } else { bytes += piece }
        }
    }

    func feed(_ bytes: [UInt8], isLast: Bool) -> Bool { pieces.feed(bytes, isLast: isLast) }

    /// The next row that is whole.
    func take() -> Waiting? {
        guard taken < ready.count else {
            ready.removeAll(keepingCapacity: true)
            taken = 0
            return nil
        }
        defer { taken += 1 }
        return ready[taken]
    }

    private func began(_ name: String, _ attribute: (String) -> String?) {
        switch name {
        case "row":
            let given = attribute("r").flatMap { Int($0) }.flatMap { $0 > number && $0 <= 1_048_576 ? $0 : nil }
            number = given ?? number + 1
            row = Waiting(number: number)
            column = 0
            size = 0
        case "c":
            if let given = attribute("r").flatMap(Self.column) { column = given }
            type = attribute("t") ?? "n"
            style = attribute("s").flatMap { Int($0) } ?? 0
            bytes.removeAll(keepingCapacity: true)
        case "v", "t": isValue = !isPhonetic
        case "rPh": isPhonetic = true
        default: break
        }
    }

    private func ended(_ name: String) {
        switch name {
        case "v", "t": isValue = false
        case "rPh": isPhonetic = false
        case "c":
            put()
            column += 1
        case "row":
            if let row { ready.append(row) }
            row = nil
        default: break
        }
    }

    private func put() {
        guard row != nil, row?.problem == nil, !bytes.isEmpty else { return }
        guard column < limits.columns else {
            row?.problem = .tooWide
            return
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let cell: Waiting.Cell
        switch type {
        case "s":
            guard let index = Int(text) else {
                row?.problem = .cell
                return
            }
            cell = .shared(index)
        case "b": cell = .text(text == "1" ? "是" : "否")
        case "e": return   // #N/A and its kin say nothing
        case "n": cell = .text(formats.text(text, style: style))
        default: cell = .text(text)
        }
        while (row?.cells.count ?? column) < column { row?.cells.append(.text("")) }
        // a cell that comes after one further right, or twice
        guard row?.cells.count == column else {
            row?.problem = .cell
            return
        }
        row?.cells.append(cell)
    }

    /// `C12` is 2.
    private static func column(_ reference: String) -> Int? {
        var value = 0
        for byte in reference.utf8 {
            guard (0x41...0x5A).contains(byte) else { break }
            value = value * 26 + Int(byte - 0x40)
            if value > 16_384 { return 16_384 }
        }
        return value == 0 ? nil : value - 1
    }
}
