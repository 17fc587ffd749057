import Glibc

/// The texts that cells of a workbook share, in a file without a name, so that memory holds only where each begins.
final class SharedTexts {
    private let file: Int32
    private var begins: [UInt64] = [0]
    private var waiting: [UInt8] = []
    private var written: UInt64 = 0
    /// The newest looks, since cells of a column repeat.
    private var known: [Int: String] = [:]

    init() throws(TableFailure) {
        var template = Array("/tmp/yizhan-texts-XXXXXX".utf8CString)
        if let folder = getenv("TMPDIR") { template = Array("\(String(cString: folder))/yizhan-texts-XXXXXX".utf8CString) }
        file = mkstemp(&template)
        guard file >= 0 else { throw .cannotOpen }
        unlink(template)
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    }

    deinit { close(file) }

    var count: Int { begins.count - 1 }

    func add(_ bytes: [UInt8]) throws(TableFailure) {
        waiting += bytes
        begins.append(written + UInt64(waiting.count))
        if waiting.count > 1 << 18 { try flush() }
    }

    /// In bytes; 0 if there is no such text.
    func length(_ index: Int) -> Int { index >= 0 && index < count ? Int(clamping: begins[index + 1] - begins[index]) : 0 }

    /// - Returns: nil if there is no such text.
    func text(_ index: Int) throws(TableFailure) -> String? {
        guard index >= 0, index < count else { return nil }
        if let text = known[index] { return text }
        try flush()
        let length = Int(clamping: begins[index + 1] - begins[index])
        guard length > 0 else { return "" }
        var got = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, filled in
            while got < length {
                let count = pread(file, buffer.baseAddress.map { $0 + got }, length - got, off_t(begins[index]) + off_t(got))
                if count <= 0 { break }
                got += count
            }
            filled = got
        }
        guard got == length else { throw .cannotOpen }
        let text = String(decoding: bytes, as: UTF8.self)
        if known.count >= 4096 { known.removeAll(keepingCapacity: true) }
        if length <= 256 { known[index] = text }
        return text
    }

    private func flush() throws(TableFailure) {
        var done = 0
        while done < waiting.count {
            let count = waiting.withUnsafeBytes { buffer in buffer.baseAddress.map { write(file, $0 + done, waiting.count - done) } ?? 0 }
            guard count > 0 else { throw .cannotOpen }
            done += count
        }
        written += UInt64(waiting.count)
        waiting.removeAll(keepingCapacity: true)
    }
}
