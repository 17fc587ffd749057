/// Delimited text as RFC 4180 describes it, and as people write it: any line end, quotes inside plain fields, blank lines.
final class DelimitedText: RowSource {
    let encoding: TextEncoding
    private(set) var separator: UInt8 = 0x2C
    private let limits: TableLimits
    private let source: TextSource
    private var piece: [UInt8] = []
    private var place = 0
    private var isOver = false
    /// Rows that end, blank ones included.
    private var number = 0
    /// The bytes of the row in hand, to begin anew behind its first line if a quote is never closed.
    private var raw: [UInt8] = []
    private var broken = 0

    private var row = RowParts()

    /// How often a quote that is never closed may be got over.
    static let mostBroken = 100

    init(path: String, limits: TableLimits) throws(TableFailure) {
        self.limits = limits
        source = try TextSource(path: path, limits: limits)
        encoding = source.encoding
        piece = try source.read()
        separator = Self.separator(piece)
    }

    var progress: Double { source.progress }

    func next() throws(TableFailure) -> TableRow? {
        while true {
            do throws(TableFailure) {
                guard let row = try readRow() else { return nil }
                if let row { return row }
            } catch .damaged {
                throw .damaged(afterRow: number)
            }
        }
    }

    /// One record: nil inside for a blank line; nil at the end.
    private func readRow() throws(TableFailure) -> TableRow?? {
        raw.removeAll(keepingCapacity: true)
        row = RowParts()
        var state = State.begin
        while true {
            if place >= piece.count {
                if isOver { break }
                piece = try source.read()
                place = 0
                if piece.isEmpty {
                    isOver = true
                    break
                }
            }
            if state == .quoted, piece[place] != 0x22 {
                // most of a file stands between quotes: taken at once up to the next
                let end = min(piece[place...].firstIndex(of: 0x22) ?? piece.count, place + limits.row)
                raw += piece[place..<end]
                row.bytes += piece[place..<end]
                place = end
                if raw.count > limits.row { return try resume() }
                continue
            }
            let byte = piece[place]
            place += 1
            raw.append(byte)
            switch (state, byte) {
            case (.quoted, 0x22): state = .quoteInQuoted
            case (.quoted, _): row.bytes.append(byte)
            case (.quoteInQuoted, 0x22):
                row.bytes.append(0x22)
                state = .quoted
            case (.begin, 0x22): state = .quoted
            case (_, separator):
                row.end(limits)
                state = .begin
            case (_, 0x0A):
                return ended()
            case (_, 0x0D):
                // CR LF is one end, and so is a CR alone
                if try peek() == 0x0A { place += 1 }
                return ended()
            case (.quoteInQuoted, 0x20), (.quoteInQuoted, 0x09): break
            case (.quoteInQuoted, _):
                row.problem = row.problem ?? .quote
                state = .plain
            case (.begin, _), (.plain, _):
                row.bytes.append(byte)
                state = .plain
            }
            if raw.count > limits.row {
                if state == .quoted { return try resume() }
                row.problem = .tooLong
                row.bytes.removeAll(keepingCapacity: true)
                raw.removeAll(keepingCapacity: true)
            }
        }
        if raw.isEmpty { return nil }
        if state == .quoted { return try resume() }
        return ended()
    }

    private enum State { case begin, plain, quoted, quoteInQuoted }

    private func peek() throws(TableFailure) -> UInt8? {
        if place >= piece.count, !isOver {
            piece = try source.read()
            place = 0
            isOver = piece.isEmpty
        }
        return place < piece.count ? piece[place] : nil
    }

    private func ended() -> TableRow?? {
        number += 1
        row.end(limits)
        if row.problem == nil, row.cells.allSatisfy(\.isEmpty) { return .some(nil) }
        return .some(row.made(number))
    }

    /// A quote was opened and nothing closed it: the row is broken, and what follows its first line is read anew.
    private func resume() throws(TableFailure) -> TableRow?? {
        broken += 1
        guard broken <= Self.mostBroken else { throw .tooManyBrokenRows }
        number += 1
        let end = raw.firstIndex { $0 == 0x0A || $0 == 0x0D }.map { $0 + 1 } ?? raw.count
        piece = Array(raw[end...]) + piece[place...]
        place = 0
        return .some(TableRow(number: number, cells: [], problem: .quote))
    }

    /// What stands most often in the first line, outside quotes.
    private static func separator(_ bytes: [UInt8]) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in bytes {
            if byte == 0x22 { isQuoted.toggle() }
            guard !isQuoted else { continue }
            if byte == 0x0A || byte == 0x0D { break }
            if byte == 0x2C || byte == 0x3B || byte == 0x09 { counts[byte, default: 0] += 1 }
        }
        return [0x2C, 0x3B, 0x09].max { counts[$0, default: 0] < counts[$1, default: 0] } ?? 0x2C
    }
}

/// The cells of a row as they come.
struct RowParts {
    var bytes: [UInt8] = []
    private(set) var cells: [String] = []
    var problem: TableProblem?

    /// A cell is whole.
    mutating func end(_ limits: TableLimits) {
        defer { bytes.removeAll(keepingCapacity: true) }
        if problem == .tooLong { return }
        guard cells.count < limits.columns else {
            if !bytes.isEmpty { problem = problem ?? .tooWide }
            return
        }
        guard !bytes.isEmpty else { return cells.append("") }
        if bytes.contains(0) { problem = problem ?? .nul }
        if bytes.contains(where: isInvisible) { bytes.removeAll(where: isInvisible) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            problem = problem ?? .encoding
            return cells.append("")
        }
        cells.append(text)
    }

    func made(_ number: Int) -> TableRow {
        guard problem == nil else { return TableRow(number: number, cells: [], problem: problem) }
        var cells = cells
        while cells.last?.isEmpty == true { cells.removeLast() }
        return TableRow(number: number, cells: cells)
    }
}
