import Testing
@testable import Web

/// An answer's mark changes with any of its bytes, and with its length.
@Suite struct FingerprintTests {
    private func mark(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes(Fingerprint.of) }

    @Test func everyByteCounts() {
        for length in [0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 100] {
            let bytes = (0..<length).map { UInt8($0) }
            var marks: Set<UInt64> = [mark(bytes), mark(bytes + [0])]
            for place in bytes.indices {
                for change in [1, 128] as [UInt8] {
                    var other = bytes
                    other[place] ^= change
                    marks.insert(mark(other))
                }
            }
            #expect(marks.count == 2 + 2 * length)
        }
    }

    @Test func orderCounts() {
        let one = Array(repeating: UInt8(1), count: 16), two = Array(repeating: UInt8(2), count: 16)
        #expect(Set([one + two, two + one, one + one, two + two].map(mark)).count == 4)
        #expect(Set((0..<64).map { mark(Array(repeating: 0, count: $0)) }).count == 64)
    }
}
