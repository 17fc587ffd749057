import CZlib
import Glibc

/// What a text's bytes mean.
public enum TextEncoding: String, Sendable, Hashable, CaseIterable {
    case utf8 = "UTF-8"
    case gb18030 = "GB18030"
    case utf16LE = "UTF-16LE"
    case utf16BE = "UTF-16BE"
}

/// A file's bytes in pieces, unpacked where gzip packed them.
final class ByteSource {
    private let file: gzFile
    private let size: Int
    private var left: Int

    init(path: String, limits: TableLimits) throws(TableFailure) {
        var about = stat()
        guard stat(path, &about) == 0, let file = gzopen(path, "rbe") else { throw .cannotOpen }
        self.file = file
        size = max(Int(about.st_size), 1)
        left = limits.unpacked
        gzbuffer(file, 1 << 17)
    }

    deinit { gzclose(file) }

    var progress: Double { min(max(Double(gzoffset(file)) / Double(size), 0), 1) }

    /// The next piece; empty at the end.
    func read(_ most: Int = 1 << 16) throws(TableFailure) -> [UInt8] {
        var count: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, written in
            count = gzread(file, buffer.baseAddress, UInt32(most))
            written = max(0, Int(count))
        }
        guard count >= 0 else { throw .damaged(afterRow: 0) }
        if count == 0 {
            var code: Int32 = 0
            _ = gzerror(file, &code)
            // a file that was cut off inside
            if code == Z_BUF_ERROR { throw .damaged(afterRow: 0) }
        }
        left -= bytes.count
        guard left >= 0 else { throw .tooLarge }
        return bytes
    }
}

/// Bytes as UTF-8, whatever encoding they came in. What is no text becomes a byte 0xFF, which no UTF-8 has.
final class TextSource {
    let encoding: TextEncoding
    private let bytes: ByteSource
    private var mark: Int
    private var converter: iconv_t?
    private var rest: [UInt8] = []

    init(path: String, limits: TableLimits) throws(TableFailure) {
        (encoding, mark) = try Self.detect(path, limits)
        bytes = try ByteSource(path: path, limits: limits)
        guard encoding != .utf8 else { return }
        guard let opened = iconv_open("UTF-8", encoding.rawValue), opened != iconv_t(bitPattern: -1) else { throw .unknownFormat }
        converter = opened
    }

    deinit { if let converter { iconv_close(converter) } }

    var progress: Double { bytes.progress }

    /// The next piece; empty at the end.
    func read() throws(TableFailure) -> [UInt8] {
        while true {
            var piece = try bytes.read()
            if piece.isEmpty {
                // half a character at the very end
                defer { rest = [] }
                return rest.isEmpty ? [] : [0xFF]
            }
            if mark > 0 {
                let cut = min(mark, piece.count)
                piece.removeFirst(cut)
                mark -= cut
            }
            let text = converter == nil ? piece : convert(rest + piece)
            if !text.isEmpty { return text }
        }
    }

    private func convert(_ piece: [UInt8]) -> [UInt8] {
        guard let converter else { return piece }
        var piece = piece
        var output: [UInt8] = []
        output.reserveCapacity(piece.count * 2)
        var room = [UInt8](repeating: 0, count: 1 << 15)
        var begin = 0
        rest = []
        let total = piece.count
        while begin < total {
            var left = total - begin, code: Int32 = 0, made = 0
            piece.withUnsafeMutableBufferPointer { input in
                room.withUnsafeMutableBufferPointer { target in
                    guard let base = input.baseAddress, let out = target.baseAddress else { return }
                    base.advanced(by: begin).withMemoryRebound(to: CChar.self, capacity: left) { from in
                        out.withMemoryRebound(to: CChar.self, capacity: target.count) { to in
                            var source: UnsafeMutablePointer<CChar>? = from, sink: UnsafeMutablePointer<CChar>? = to
                            var space = target.count
                            code = iconv(converter, &source, &left, &sink, &space) == -1 ? errno : 0
                            made = target.count - space
                        }
                    }
                }
            }
            output += room.prefix(made)
            begin = total - left
            switch code {
            case 0, E2BIG: continue
            case EINVAL:   // a character whose end is in the next piece
                rest = Array(piece[begin...])
                return output
            default:
                output.append(0xFF)
                begin += 1
                iconv(converter, nil, nil, nil, nil)
            }
        }
        return output
    }

    /// A byte order mark decides; else UTF-8 if nearly all that is beyond ASCII is it, so that one broken row does not turn a file into gibberish; else GB18030.
    private static func detect(_ path: String, _ limits: TableLimits) throws(TableFailure) -> (TextEncoding, mark: Int) {
        let bytes = try ByteSource(path: path, limits: limits)
        var piece = try bytes.read()
        if piece.isEmpty { throw .empty }
        if piece.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if piece.starts(with: [0xFF, 0xFE]) { return (.utf16LE, 2) }
        if piece.starts(with: [0xFE, 0xFF]) { return (.utf16BE, 2) }
        var count = UTF8Count()
        while !piece.isEmpty {
            count.add(piece)
            // long enough to be sure
            if count.good + count.bad > 200_000 { break }
            piece = try bytes.read()
        }
        return (count.bad == 0 || count.good > 20 * count.bad ? .utf8 : .gb18030, 0)
    }
}

/// How many characters beyond ASCII are well-formed UTF-8, and how many bytes are not.
struct UTF8Count {
    private(set) var good = 0
    private(set) var bad = 0
    private var wanted = 0

    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes {
            if wanted > 0 {
                if byte & 0xC0 == 0x80 {
                    wanted -= 1
                    if wanted == 0 { good += 1 }
                    continue
                }
                bad += 1
                wanted = 0
            }
            switch byte {
            case 0..<0x80: break
            case 0xC2...0xDF: wanted = 1
            case 0xE0...0xEF: wanted = 2
            case 0xF0...0xF4: wanted = 3
            default: bad += 1
            }
        }
    }
}
