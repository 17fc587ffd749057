import CZlib

/// gzip (RFC 1952) by zlib.
enum Gzip {
    /// - Parameter level: 1 is quick, 9 is small.
    /// - Returns: nil if zlib has no memory for it; the text then goes out as it is.
    static func compress(_ bytes: [UInt8], level: Int32) -> [UInt8]? {
        var stream = z_stream()
        // 15 bits of window, and 16 for the gzip wrapper.
        guard deflateInit2_(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        let room = Int(deflateBound(&stream, UInt(bytes.count)))
        var bytes = bytes
        let count = UInt32(clamping: bytes.count)
        guard Int(count) == bytes.count else { return nil }
        var finished = false
        let compressed = [UInt8](unsafeUninitializedCapacity: room) { output, written in
            bytes.withUnsafeMutableBufferPointer { input in
                stream.next_in = input.baseAddress
                stream.avail_in = count
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(clamping: room)
                finished = deflate(&stream, Z_FINISH) == Z_STREAM_END
            }
            written = finished ? Int(stream.total_out) : 0
        }
        return finished ? compressed : nil
    }
}
