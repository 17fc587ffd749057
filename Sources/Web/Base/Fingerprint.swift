/// Tells one answer from the next, for its ETag: fast, and no secret. Whoever could make two answers alike would only see their own copy longer.
enum Fingerprint {
    /// Sixteen bytes at a time are folded into the product of their halves, each half mixed with a constant or with what came before.
    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15   // the golden ratio's digits
        var at = 0
        while bytes.count - at >= 16 {
            state = fold(bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self) ^ 0xC2B2_AE3D_27D4_EB4F, bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self) ^ state)
            at += 16
        }
        var rest: (UInt64, UInt64) = (0, 0)
        for (index, byte) in bytes[at...].enumerated() {
            if index < 8 { rest.0 |= UInt64(byte) &<< (8 * UInt64(index)) } else { rest.1 |= UInt64(byte) &<< (8 * UInt64(index - 8)) }
        }
        state = fold(rest.0 ^ 0xC2B2_AE3D_27D4_EB4F, rest.1 ^ state)
        return fold(state ^ UInt64(bytes.count), 0x9E37_79B9_7F4A_7C15)
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
