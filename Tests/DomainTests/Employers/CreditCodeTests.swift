import Domain
import Foundation
import Testing

@Suite struct CreditCodeTests {
    @Test(arguments: ["9144030071526726XG", "91330100716105852F", "91110000802100433B", "914403001922038216", "91370200163562681G", "91370202MA3XY00168", "12370200400000018B"])
    func soundCodesAreRead(_ text: String) throws {
        let code = try CreditCode(text)
        #expect(code.text == text)
        #expect(code.division == String(text.dropFirst(2).prefix(6)))
        #expect(code.organisation == String(text.dropFirst(8).prefix(9)))
    }

    @Test func smallLettersAndSpacesAreAccepted() throws {
        #expect(try CreditCode(" 91330100 716105852f\n").text == "91330100716105852F")
    }

    @Test(arguments: [
        ("", CreditCode.Mistake.length(0)), ("9133010071610585", .length(16)), ("91330100716105852FF", .length(19)),
        ("9133010071610585IF", .character("I", place: 17)), ("9133010071610585OF", .character("O", place: 17)), ("9I330100716105852F", .character("I", place: 2)),
        ("91330A00716105852F", .character("A", place: 6)), ("91330100716105852？", .character("？", place: 18)),
        ("91330100716105852G", .check), ("91330100716105853F", .check), ("19330100716105852F", .check),
        // The last character fits, the organisation code's own check digit does not.
        ("91370202MA3XY0010M", .check),
    ])
    func othersAreRefusedWithAReason(_ text: String, _ mistake: CreditCode.Mistake) {
        #expect(throws: mistake) { try CreditCode(text) }
    }

    @Test func theReasonHasWords() {
        #expect(CreditCode.Mistake.length(16).words == Words("统一社会信用代码应为 18 位，现为 16 位", "A unified social credit code has 18 characters, this one has 16"))
        #expect(CreditCode.Mistake.character("A", place: 6).words.zh == "统一社会信用代码第 6 位应为数字，不能是“A”")
        #expect(CreditCode.Mistake.character("I", place: 17).words.zh == "统一社会信用代码第 17 位不能是“I”，只用数字和大写字母，且不用 I、O、S、V、Z")
    }

    @Test func codesTravelAsText() throws {
        let code = try CreditCode("91330100716105852F")
        #expect(try JSONDecoder().decode([CreditCode].self, from: JSONEncoder().encode([code])) == [code])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([CreditCode].self, from: Data("[\"91330100716105852G\"]".utf8)) }
    }

    /// Each change of one character is found.
    @Test func everySingleSlipIsFound() throws {
        let text = Array("91370200163562681G")
        for place in text.indices {
            for other in "0123456789ABCDEFGHJKLMNPQRTUWXY" where other != text[place] {
                var changed = text
                changed[place] = other
                #expect((try? CreditCode(String(changed))) == nil)
            }
        }
    }

    @Test(.enabled(if: vectors != nil, "needs data/id-vectors/uscc.csv beside the checkout, or YIZHAN_SHARED"))
    func realCodesAndChangedOnes() throws {
        let lines = try String(contentsOf: try #require(vectors), encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
        var counts = [true: 0, false: 0]
        for line in lines {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            let code = try #require(fields.first)
            let valid = try #require(fields.dropFirst().first) == "1"
            #expect(((try? CreditCode(code)) != nil) == valid, "\(code)")
            counts[valid, default: 0] += 1
        }
        #expect(counts == [true: 4633, false: 1000])
    }
}

private let vectors: URL? = {
    let checkout = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let shared = ProcessInfo.processInfo.environment["YIZHAN_SHARED"].map { URL(fileURLWithPath: $0) }
        ?? checkout.deletingLastPathComponent().appending(path: "shared")
    let file = shared.appending(path: "data/id-vectors/uscc.csv")
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
}()
