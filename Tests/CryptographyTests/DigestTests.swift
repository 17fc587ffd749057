import Testing

@testable import Cryptography

private func bytes(_ hex: String) -> [UInt8] { Digest.bytes(hex: hex.filter { $0 != " " }) ?? [] }
private func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

@Suite struct DigestTests {
    @Test func sha256() {
        #expect(Digest.sha256Hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Digest.sha256Hex([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test("SM3 on both examples of GB/T 32905") func sm3() {
        #expect(Digest.hex(Digest.sm3(ascii("abc"))) == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")
        let long = ascii(String(repeating: "abcd", count: 16))
        #expect(Digest.hex(Digest.sm3(long)) == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732")
    }

    @Test("HMAC-SHA256 on the cases of RFC 4231") func hmac() {
        let large = [UInt8](repeating: 0xaa, count: 131)
        let cases: [(key: [UInt8], data: [UInt8], expected: String)] = [
            ([UInt8](repeating: 0x0b, count: 20), ascii("Hi There"),
             "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
            (ascii("Jefe"), ascii("what do ya want for nothing?"),
             "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
            ([UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
             "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
            (Array(1...25), [UInt8](repeating: 0xcd, count: 50),
             "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
            (large, ascii("Test Using Larger Than Block-Size Key - Hash Key First"),
             "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
            (large, ascii("This is a test using a larger than block-size key and a larger than block-size data. "
                + "The key needs to be hashed before being used by the HMAC algorithm."),
             "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"),
        ]
        for test in cases { #expect(Digest.hex(Digest.hmacSHA256(key: test.key, test.data)) == test.expected) }
    }

    @Test("HMAC-SHA1 on a case of RFC 2202, HMAC-SM3 as RFC 2104 builds it") func otherHMACs() {
        #expect(Digest.hex(Digest.hmacSHA1(key: ascii("Jefe"), ascii("what do ya want for nothing?")))
            == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
        let key = ascii("a key")
        let padded = key + [UInt8](repeating: 0, count: 64 - key.count)
        let built = Digest.sm3(padded.map { $0 ^ 0x5c } + Digest.sm3(padded.map { $0 ^ 0x36 } + ascii("a message")))
        #expect(Digest.hmacSM3(key: key, ascii("a message")) == built)
        #expect(Digest.hmacSHA256(key: [], []).count == 32)
    }

    @Test func hexadecimal() {
        #expect(Digest.hex([0, 15, 255]) == "000fff")
        #expect(Digest.bytes(hex: "000FfF") == [0, 15, 255])
        #expect(Digest.bytes(hex: "") == [])
        #expect(Digest.bytes(hex: "0") == nil)
        #expect(Digest.bytes(hex: "0g") == nil)
        #expect(Digest.bytes(hex: "０１") == nil)
    }

    @Test func comparison() {
        #expect(Digest.constantTimeEqual([1, 2, 3], [1, 2, 3]))
        #expect(Digest.constantTimeEqual([], []))
        #expect(!Digest.constantTimeEqual([1, 2, 3], [1, 2, 4]))
        #expect(!Digest.constantTimeEqual([1, 2, 3], [1, 2]))
    }

    @Test func random() throws {
        #expect(try randomBytes(0) == [])
        #expect(try randomBytes(32).count == 32)
        #expect(try Set((0..<1000).map { _ in try randomBytes(16) }).count == 1000)
        #expect(throws: CryptoError.tooLong) { try randomBytes(-1) }
        let token = try randomToken()
        #expect(token.count == 43)
        #expect(token.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
    }

    @Test("AES-256-GCM on NIST's cases 14 and 16") func gcm() throws {
        func zeros(_ count: Int) -> [UInt8] { .init(repeating: 0, count: count) }
        let zero = try Cipher.gcmSeal(key: zeros(32), nonce: zeros(12), bound: [], zeros(16))
        #expect(Digest.hex(zero.text) == "cea7403d4d606b6e074ec5d3baf39d18")
        #expect(Digest.hex(zero.proof) == "d0d1c8a799996bf0265b98b5d48ab919")

        let key = bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
        let nonce = bytes("cafebabefacedbaddecaf888")
        let bound = bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2")
        let plain = bytes("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39")
        let sealed = try Cipher.gcmSeal(key: key, nonce: nonce, bound: bound, plain)
        #expect(Digest.hex(sealed.text)
            == "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662")
        #expect(Digest.hex(sealed.proof) == "76fc6ece0f4e1768cddf8853bb2d551b")
        #expect(try Cipher.gcmOpen(key: key, nonce: nonce, bound: bound, sealed.text, proof: sealed.proof) == plain)
        #expect(throws: CryptoError.tampered) {
            try Cipher.gcmOpen(key: key, nonce: nonce, bound: bound + [0], sealed.text, proof: sealed.proof)
        }
    }

    @Test("SM4 on the example of GB/T 32907, as the first block of its counter mode") func sm4() throws {
        let key = bytes("0123456789abcdeffedcba9876543210")
        #expect(Digest.hex(try Cipher.sm4CTR(key: key, counter: key, [UInt8](repeating: 0, count: 16))) == "681edf34d206965e86b3e94f536e4246")
    }

    @Test("SM4-CTR on the example of draft-ribose-cfrg-sm4-10, A.2.5.1") func sm4Counter() throws {
        let text = bytes("aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd")
        let sealed = try Cipher.sm4CTR(key: bytes("0123456789abcdeffedcba9876543210"), counter: bytes("000102030405060708090a0b0c0d0e0f"), text)
        #expect(Digest.hex(sealed) == "ac3236cb970cc20791364c395a1342d1a3cbc1878c6f30cd074cce385cdd70c7")
    }
}
