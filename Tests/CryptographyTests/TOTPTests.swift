import Testing

@testable import Cryptography

@Suite struct TOTPTests {
    let secret = Array("12345678901234567890".utf8)

    @Test("RFC 6238's table, its eight digits and our last six", arguments: [
        (59, 94_287_082, "287082"), (1_111_111_109, 7_081_804, "081804"), (1_111_111_111, 14_050_471, "050471"),
        (1_234_567_890, 89_005_924, "005924"), (2_000_000_000, 69_279_037, "279037"), (20_000_000_000, 65_353_130, "353130"),
    ] as [(Int64, UInt32, String)])
    func vectors(_ seconds: Int64, _ eight: UInt32, _ six: String) {
        #expect(TOTP.truncated(secret, seconds / 30) % 100_000_000 == eight)
        #expect(TOTP.code(secret: secret, step: seconds / 30) == six)
    }

    @Test func oneStepEarlyOrLate() {
        let code = TOTP.code(secret: secret, step: 100)
        #expect(TOTP.verify(code, secret: secret, at: 98 * 30 + 29) == nil)
        #expect(TOTP.verify(code, secret: secret, at: 99 * 30) == 100)
        #expect(TOTP.verify(code, secret: secret, at: 100 * 30 + 15) == 100)
        #expect(TOTP.verify(code, secret: secret, at: 101 * 30 + 29) == 100)
        #expect(TOTP.verify(code, secret: secret, at: 102 * 30) == nil)
        #expect(TOTP.verify(String(code.prefix(3)) + " " + String(code.suffix(3)), secret: secret, at: 3000) == 100)
    }

    @Test func codeIsTakenOnce() {
        let code = TOTP.code(secret: secret, step: 100)
        #expect(TOTP.verify(code, secret: secret, at: 3000, after: 99) == 100)
        #expect(TOTP.verify(code, secret: secret, at: 3000, after: 100) == nil)
        #expect(TOTP.verify(TOTP.code(secret: secret, step: 101), secret: secret, at: 3000, after: 100) == 101)
    }

    @Test func nonsenseIsRefused() {
        for code in ["", "12345", "1234567", "abcdef", "２８７０８２", "-1"] {
            #expect(TOTP.verify(code, secret: secret, at: 59) == nil)
        }
        #expect(TOTP.verify(TOTP.code(secret: [], step: 1), secret: [], at: 30) == nil)
        #expect(TOTP.verify("287082", secret: secret, at: -1) == nil)
        #expect(TOTP.verify("755224", secret: secret, at: 0) == 0)
        #expect(TOTP.verify("000000", secret: secret, at: .max) == nil)
    }

    @Test func base32() throws {
        let cases = [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI")]
        for (text, expected) in cases {
            #expect(TOTP.base32(Array(text.utf8)) == expected)
            #expect(TOTP.bytes(base32: expected) == Array(text.utf8))
        }
        #expect(TOTP.bytes(base32: "mzxw 6ytb-oi======") == Array("foobar".utf8))
        #expect(TOTP.bytes(base32: "M1") == nil)
        let secret = try TOTP.secret()
        #expect(secret.count == 20)
        #expect(TOTP.bytes(base32: TOTP.base32(secret)) == secret)
    }

    @Test func uri() {
        #expect(TOTP.uri(secret: Array("foobar".utf8), account: "zhang@hrss", issuer: "青岛市人才驿站")
            == "otpauth://totp/%E9%9D%92%E5%B2%9B%E5%B8%82%E4%BA%BA%E6%89%8D%E9%A9%BF%E7%AB%99:zhang%40hrss?secret=MZXW6YTBOI"
            + "&issuer=%E9%9D%92%E5%B2%9B%E5%B8%82%E4%BA%BA%E6%89%8D%E9%A9%BF%E7%AB%99&algorithm=SHA1&digits=6&period=30")
    }
}
