/// What the head of a JPEG says: how large the picture is, and whether it carries anything beside the picture.
public struct JPEGFacts: Sendable, Hashable {
    public let width: Int
    public let height: Int
    /// EXIF, XMP, IPTC, a colour profile or a comment: what tells where, when and with what it was taken. Only the head that every JPEG has (JFIF),
    /// and the note on its colours that some need (Adobe), say nothing of that kind.
    public let hasMetadata: Bool

    /// - Returns: nil for what is no JPEG, or ends before its picture begins.
    public init?(_ bytes: [UInt8]) {
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        var at = 2, size: (width: Int, height: Int)?, metadata = false
        while at + 4 <= bytes.count {
            guard bytes[at] == 0xFF else { return nil }
            let marker = bytes[at + 1]
            if marker == 0xFF {
                at += 1
                continue
            }
            let length = Int(bytes[at + 2]) << 8 | Int(bytes[at + 3])
            guard length >= 2, at + 2 + length <= bytes.count else { return nil }
            switch marker {
            case 0xDA:
                guard let size else { return nil }
                (width, height, hasMetadata) = (size.width, size.height, metadata)
                return
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                guard length >= 8 else { return nil }
                size = (Int(bytes[at + 7]) << 8 | Int(bytes[at + 8]), Int(bytes[at + 5]) << 8 | Int(bytes[at + 6]))
            case 0xE0, 0xEE: break
            case 0xE1...0xEF, 0xFE: metadata = true
            default: break
            }
            at += 2 + length
        }
        return nil
    }
}
