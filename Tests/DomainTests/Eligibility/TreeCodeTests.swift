@testable import Domain
import Testing

@Suite struct TreeCodeTests {
    @Test func theyAreReadAsWritten() {
        #expect(TreeCode("2-02-10-05")?.text == "2021005")
        #expect(TreeCode("I65")?.text == "65")
        #expect([TreeCode(""), TreeCode("I"), TreeCode("12345678"), TreeCode("6a"), TreeCode("６５")] == [nil, nil, nil, nil, nil])
        #expect(["370200", "370000", "370212", "3702", "37"].map { TreeCode(division: $0)?.text } == ["3702", "37", "370212", "3702", "37"])
        #expect(["3", "370", "00", "000000", "37021", "3702123", "山东"].map { TreeCode(division: $0) } == [nil, nil, nil, nil, nil, nil, nil])
        #expect(TreeCode.section("I")?.map(\.text) == ["63", "64", "65"])
        #expect(TreeCode.section("A")?.first?.text == "01")
        #expect(TreeCode.section("U") == nil)
    }

    @Test func aLargerPlaceLeavesItOpen() {
        func lies(_ code: String, _ other: String) -> Verdict? { TreeCode(code).flatMap { code in TreeCode(other).map { code.lies(in: $0) } } }
        #expect(lies("370212", "3702") == .yes)
        #expect(lies("3702", "370212") == .unknown)
        #expect(lies("3701", "3702") == .no)
    }

    /// Numbers keep the order of the tree, for codes of every length.
    @Test func whatLiesInsideIsOneRangeOfNumbers() {
        let codes = ["0", "00", "01", "1", "10", "100", "109", "1099999", "11", "2", "202", "2021005", "20210", "9", "99", "9999999"].compactMap { TreeCode($0) }
        for code in codes {
            for other in codes {
                #expect(other.numbers.contains(code.number) == (code.lies(in: other) == .yes))
                #expect(other.outer.contains(code) == (code.lies(in: other) == .unknown))
            }
        }
    }
}
