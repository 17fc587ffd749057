import Foundation
import Testing

@testable import Cryptography

@Suite struct SealTests {
    let keys: Keys

    init() throws { keys = try Keys.generate() }

    @Test(arguments: SealAlgorithm.allCases) func valueComesBack(_ algorithm: SealAlgorithm) throws {
        let cipher = FieldCipher(keys: keys, algorithm: algorithm)
        for plain in [[], [0], Array("37020219900307123X 青岛".utf8), [UInt8](repeating: 7, count: 100_000)] {
            let sealed = try cipher.seal(plain, table: "persons", column: "phone", row: "p1")
            #expect(sealed.count == plain.count + (algorithm == .aes256GCM ? 33 : 53))
            #expect(try cipher.open(sealed, table: "persons", column: "phone", row: "p1") == plain)
            #expect(try cipher.keyID(of: sealed) == 1)
            #expect(try cipher.seal(plain, table: "persons", column: "phone", row: "p1") != sealed)
        }
        let text = try cipher.seal("13800138000", table: "persons", column: "phone", row: "p1")
        #expect(try cipher.openText(text, table: "persons", column: "phone", row: "p1") == "13800138000")
    }

    @Test(arguments: SealAlgorithm.allCases) func everyChangedBitIsFound(_ algorithm: SealAlgorithm) throws {
        let cipher = FieldCipher(keys: keys, algorithm: algorithm)
        let sealed = try cipher.seal("13800138000", table: "persons", column: "phone", row: "p1")
        for index in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[index] ^= 1 << bit
                #expect(throws: CryptoError.self) { try cipher.open(changed, table: "persons", column: "phone", row: "p1") }
            }
        }
        for length in 0..<sealed.count {
            #expect(throws: CryptoError.self) { try cipher.open(Array(sealed.prefix(length)), table: "persons", column: "phone", row: "p1") }
        }
        #expect(throws: CryptoError.tampered) { try cipher.open(sealed + [0], table: "persons", column: "phone", row: "p1") }
    }

    @Test(arguments: SealAlgorithm.allCases) func valueBelongsToItsPlace(_ algorithm: SealAlgorithm) throws {
        let cipher = FieldCipher(keys: keys, algorithm: algorithm)
        let sealed = try cipher.seal("13800138000", table: "persons", column: "phone", row: "p1")
        let elsewhere = [
            ("persons", "phone", "p2"), ("persons", "bank_account", "p1"), ("stations", "phone", "p1"),
            ("person", "sphone", "p1"), ("persons", "phonep", "1"), ("personsphonep1", "", ""),
        ]
        for (table, column, row) in elsewhere {
            #expect(throws: CryptoError.tampered) { try cipher.open(sealed, table: table, column: column, row: row) }
        }
    }

    @Test func eitherSettingOpensBoth() throws {
        let aes = FieldCipher(keys: keys)
        let sm4 = FieldCipher(keys: keys, algorithm: .sm4)
        #expect(try sm4.openText(aes.seal("甲", table: "t", column: "c", row: "r"), table: "t", column: "c", row: "r") == "甲")
        #expect(try aes.openText(sm4.seal("乙", table: "t", column: "c", row: "r"), table: "t", column: "c", row: "r") == "乙")
    }

    @Test func anotherInstallationsKeysOpenNothing() throws {
        let sealed = try FieldCipher(keys: keys).seal("甲", table: "t", column: "c", row: "r")
        let other = FieldCipher(keys: try Keys.generate())
        #expect(throws: CryptoError.tampered) { try other.open(sealed, table: "t", column: "c", row: "r") }
        let unknown = [9, 0, 0, 0, 1] + [UInt8](repeating: 0, count: 60)
        #expect(throws: CryptoError.malformed) { try other.open(unknown, table: "t", column: "c", row: "r") }
        #expect(throws: CryptoError.malformed) { try other.keyID(of: []) }
    }

    @Test func blindIndex() throws {
        let cipher = FieldCipher(keys: keys)
        let index = cipher.blindIndex("13800138000", table: "persons", column: "phone")
        #expect(index.count == 36)
        #expect(cipher.keyID(ofBlindIndex: index) == 1)
        #expect(cipher.keyID(ofBlindIndex: [1]) == nil)
        #expect(cipher.blindIndex("13800138000", table: "persons", column: "phone") == index)
        #expect(cipher.blindIndexes("13800138000", table: "persons", column: "phone") == [index])
        #expect(cipher.blindIndex("13800138001", table: "persons", column: "phone") != index)
        #expect(cipher.blindIndex("13800138000", table: "persons", column: "mobile") != index)
        #expect(cipher.blindIndex("13800138000", table: "stations", column: "phone") != index)
        #expect(FieldCipher(keys: try Keys.generate()).blindIndex("13800138000", table: "persons", column: "phone") != index)
    }

    @Test(arguments: SealAlgorithm.allCases) func file(_ algorithm: SealAlgorithm) throws {
        let cipher = FileCipher(keys: keys, algorithm: algorithm)
        let plain = try randomBytes(1 << 20)
        let sealed = try cipher.seal(plain, file: "f1")
        #expect(try cipher.open(sealed, file: "f1") == plain)
        #expect(try cipher.keyID(of: sealed) == 1)
        #expect(throws: CryptoError.tampered) { try cipher.open(sealed, file: "f2") }
        #expect(throws: CryptoError.tooLong) { try cipher.seal([UInt8](repeating: 0, count: FileCipher.longest + 1), file: "f1") }
        // a field's key opens no file, though both have id 1 and the same place
        #expect(throws: CryptoError.tampered) { try FieldCipher(keys: keys, algorithm: algorithm).open(sealed, table: "f1", column: "", row: "") }
    }

    @Test(arguments: SealAlgorithm.allCases) func tenThousandRoundTrips(_ algorithm: SealAlgorithm) throws {
        let cipher = FieldCipher(keys: keys, algorithm: algorithm)
        let start = ContinuousClock.now
        var same = 0
        for row in 0..<10_000 {
            let plain = try randomBytes(Int.random(in: 0...200))
            let sealed = try cipher.seal(plain, table: "t", column: "c", row: String(row))
            if try cipher.open(sealed, table: "t", column: "c", row: String(row)) == plain { same += 1 }
        }
        print("\(algorithm.rawValue): 10000 round trips in \(ContinuousClock.now - start)")
        #expect(same == 10_000)
    }
}
