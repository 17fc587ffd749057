import Domain
import Foundation
import Testing

@Suite struct ResidentIDTests {
    /// A number with the right check character. Counties 99 are none, so nobody has it.
    private static func number(_ seventeen: String) throws -> String { seventeen + String(try #require(ResidentID.checkCharacter(of: seventeen))) }

    @Test(arguments: [
        // The standard's own examples, and made-up ones worked out by hand.
        ("11010519491231002X", "1949-12-31", Sex.female, "110105", ResidentID.Bearer.citizen), ("440524188001010014", "1880-01-01", .male, "440524", .citizen),
    ])
    func soundNumbersAreRead(_ text: String, _ born: String, _ sex: Sex, _ division: String, _ bearer: ResidentID.Bearer) throws {
        let id = try ResidentID(text)
        #expect(id.text == text && id.birthDay == Day(born) && id.sex == sex && id.division == division && id.bearer == bearer)
    }

    @Test func permitsAndCardsOfForeignersAreTold() throws {
        #expect(try ResidentID(try Self.number("81000019900101991")).bearer == .hongKongMacaoTaiwan)
        #expect(try ResidentID(try Self.number("83000019900101992")).sex == .female)
        let foreigner = try ResidentID(try Self.number("93727619900101991"))
        #expect(foreigner.bearer == .foreigner && foreigner.division == nil && foreigner.sex == .male)
    }

    @Test func smallXSpacesAndWideDigitsAreAccepted() throws {
        #expect(try ResidentID(" 110105 19491231 002x ").text == "11010519491231002X")
        #expect(try ResidentID("１１０１０５１９４９１２３１００２Ｘ").text == "11010519491231002X")
    }

    @Test(arguments: [
        ("110105491231002", ResidentID.Mistake.oldForm), ("", .length(0)), ("1101051949123100", .length(16)), ("11010519491231002XX", .length(19)),
        ("1101051949123100X2", .character("X", place: 17)), ("11010519491231002Y", .character("Y", place: 18)), ("A1010519491231002X", .character("A", place: 1)),
        ("００", .length(2)), ("10010519491231002X", .division("10")), ("99010519491231002X", .division("99")), ("91010519491231002X", .division("91")), ("11010519490231002X", .birthDay("19490231")),
        ("110105194912310020", .check), ("110105194912310019", .check), ("11010517991231002X", .birthDay("17991231")),
        ("1101051949123１002é", .character("É", place: 18)), ("11010519491231²02X", .character("²", place: 15)),
    ])
    func othersAreRefusedWithAReason(_ text: String, _ mistake: ResidentID.Mistake) {
        #expect(throws: mistake) { try ResidentID(text) }
    }

    @Test func theReasonHasWords() {
        #expect(ResidentID.Mistake.oldForm.words.zh == "15 位身份证号码已停止使用，请填写现用证件上的 18 位号码")
        #expect(ResidentID.Mistake.check.words.en == "The check character of this identity number does not fit; please compare it with the card")
    }

    /// ISO 7064 finds each single slip and each swap of neighbours.
    @Test func everySlipIsFound() throws {
        let text = Array("11010519491231002X")
        for place in text.indices {
            for other in "0123456789X" where other != text[place] {
                var changed = text
                changed[place] = other
                #expect((try? ResidentID(String(changed))) == nil)
            }
            guard place > 0, text[place] != text[place - 1] else { continue }
            var swapped = text
            swapped.swapAt(place, place - 1)
            #expect((try? ResidentID(String(swapped))) == nil)
        }
    }

    @Test(.enabled(if: vectors != nil, "needs data/id-vectors/resident-id.csv beside the checkout, or YIZHAN_SHARED"))
    func numbersThatAnOracleHasJudged() throws {
        let lines = try String(contentsOf: try #require(vectors), encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
        var sound = 0, broken = 0
        for line in lines {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let number = try #require(fields.first), fits = fields.count > 1 && fields[1] == "1"
            let read = try? ResidentID(number)
            // The oracle judges the check character alone; dates and provinces are judged here as well.
            if !fits { #expect(read == nil, "\(number)") }
            if fits, fields[3].hasPrefix("synthetic valid") || fields[3].hasPrefix("GB") || fields[3].hasPrefix("leap") { #expect(read?.text == number, "\(number)") }
            if read == nil { broken += 1 } else { sound += 1 }
        }
        #expect(sound >= 600 && broken >= 375, "\(sound) \(broken)")
    }
}

@Suite struct IdentityDocumentTests {
    @Test func oneDocumentIsOneIdentityHoweverItWasTyped() throws {
        let first = try IdentityDocument(.passport, number: "c01x00t47", country: "deu"), second = try IdentityDocument(.passport, number: " C01X-00T47< ", country: "DEU")
        #expect(first == second && first.identity == "passport:DEU:C01X00T47" && first.isForeign)
        #expect(try IdentityDocument(.passport, number: "C01X00T47", country: "AUT").identity != first.identity)
        #expect(try IdentityDocument(.residentID, number: "11010519491231002x").identity == "id:11010519491231002X")
    }

    @Test func theKindMustFitTheNumber() throws {
        func field(_ kind: IdentityDocument.Kind, _ number: String, _ country: String = "") -> String? {
            do { _ = try IdentityDocument(kind, number: number, country: country); return nil } catch { return error.field }
        }
        #expect(field(.residentID, "11010519491231002X") == nil)
        #expect(field(.residencePermit, "11010519491231002X") == "number")
        #expect(field(.residentID, "110105194912310020") == "number")
        #expect(field(.passport, "C01X00T47", "DEU") == nil)
        #expect(field(.passport, "C01X00T47", "XXX") == "country")
        #expect(field(.passport, "C01X00T47") == "country")
        #expect(field(.passport, "C01X00T4712", "DEU") == "number")
        #expect(field(.passport, "ABCDEF", "DEU") == "number")
        #expect(field(.passport, "１２３４é", "DEU") == "number")
        // A permanent residence card of the old form is another document.
        #expect(field(.permanentResidence, "DEU310091040301") == "number")
        #expect(field(.other, "DEU310091040301", "DEU") == nil)
    }

    @Test func itIsShownInPart() throws {
        #expect(try IdentityDocument(.residentID, number: "11010519491231002X").masked.text == "110***********002X")
        #expect(try IdentityDocument(.passport, number: "C01X00T47", country: "DEU").masked.text == "C******47")
    }

    @Test func countriesAreNamedOnce() {
        #expect(Country.all.count == Set(Country.all.map(\.code)).count)
        #expect(Country.all.allSatisfy { $0.code.count == 3 && !$0.name.zh.isEmpty && !$0.name.en.isEmpty })
        #expect(Country.named("DEU")?.name == Words("德国", "Germany") && Country.named("TWN")?.name.zh == "中国台湾" && Country.named("DE") == nil)
    }
}

private let vectors: URL? = {
    let checkout = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let shared = ProcessInfo.processInfo.environment["YIZHAN_SHARED"].map { URL(fileURLWithPath: $0) }
        ?? checkout.deletingLastPathComponent().appending(path: "shared")
    let file = shared.appending(path: "data/id-vectors/resident-id.csv")
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
}()
