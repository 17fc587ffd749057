/// What a letter is to the segmenter, and its plain form: narrow instead of full-width, small instead of capital.
enum Letters {
    static let apart: UInt8 = 0, latin: UInt8 = 1, digit: UInt8 = 2, han: UInt8 = 3, joint: UInt8 = 4

    /// Kind of each letter of the basic plane.
    static let kinds: [UInt8] = {
        var kinds = [UInt8](repeating: apart, count: 65_536)
        func mark(_ range: ClosedRange<Int>, _ kind: UInt8) { for letter in range { kinds[letter] = kind } }
        mark(0x61...0x7A, latin)
        mark(0x30...0x39, digit)
        mark(0xDF...0x24F, latin)
        mark(0x370...0x52F, latin)
        mark(0xAC00...0xD7A3, latin)
        mark(0x3400...0x4DBF, han)
        mark(0x4E00...0x9FFF, han)
        kinds[0xF7] = apart
        kinds[0x3007] = han
        for joined in "+#.-_".unicodeScalars { kinds[Int(joined.value)] = joint }
        return kinds
    }()

    static let plain: [UInt16] = {
        var plain = (0..<65_536).map { UInt16($0) }
        for wide in 0xFF01...0xFF5E { plain[wide] = UInt16(wide - 0xFEE0) }
        plain[0x3000] = 0x20
        for capital in 0x41...0x5A {
            plain[capital] = UInt16(capital + 32)
            plain[capital + 0xFEE0] = UInt16(capital + 32)
        }
        for capital in 0xC0...0xDE where capital != 0xD7 { plain[capital] = UInt16(capital + 32) }
        for capital in 0x391...0x3A9 where capital != 0x3A2 { plain[capital] = UInt16(capital + 32) }
        for capital in 0x410...0x42F { plain[capital] = UInt16(capital + 32) }
        return plain
    }()

    /// The letters of a text, one for each scalar; one outside of the basic plane becomes a blank.
    static func read(_ text: String, into letters: inout [UInt16]) {
        letters.removeAll(keepingCapacity: true)
        var text = text
        text.withUTF8 { bytes in
            letters.reserveCapacity(bytes.count)
            plain.withUnsafeBufferPointer { plain in
                var at = 0
                while at < bytes.count {
                    let first = bytes[at]
                    // A String's bytes are valid UTF-8; `more` keeps even a broken one inside of the buffer.
                    func more(_ step: Int) -> UInt32 { at + step < bytes.count ? UInt32(bytes[at + step] & 0x3F) : 0 }
                    if first < 0x80 {
                        letters.append(plain[Int(first)])
                        at += 1
                    } else if first < 0xE0 {
                        letters.append(plain[Int(UInt32(first & 0x1F) << 6 | more(1))])
                        at += 2
                    } else if first < 0xF0 {
                        letters.append(plain[Int(UInt32(first & 0x0F) << 12 | more(1) << 6 | more(2))])
                        at += 3
                    } else {
                        letters.append(0x20)
                        at += 4
                    }
                }
            }
        }
    }
}

/// Natural logarithm of a positive number; without a library, so that it gives the same bits everywhere.
func naturalLog(_ value: Double) -> Double {
    guard value > 0, value.isFinite else { return 0 }
    let z = (value.significand - 1) / (value.significand + 1), square = z * z
    var term = z, sum = 0.0, odd = 1.0
    for _ in 0..<14 {
        sum += term / odd
        term *= square
        odd += 2
    }
    return 2 * sum + Double(value.exponent) * 0.693_147_180_559_945_3
}
