/// A citizen identity number 公民身份号码 (GB 11643-1999): division of first registration, day of birth, an order number that is odd for men,
/// and a check character. The residence permits of people from Hong Kong, Macao and Taiwan (港澳台居民居住证, divisions 81, 82 and 83) and the
/// permanent residence cards of foreigners issued since 2023 (外国人永久居留身份证, which begin with 9) number people in the same way.
public struct ResidentID: Hashable, Sendable, CustomStringConvertible {
    /// 17 digits and a check character 0–9 or X.
    public let text: String
    public let birthDay: Day

    /// Why a text is not such a number.
    public enum Mistake: Error, Sendable, Hashable {
        /// The fifteen digits of before 1999, which no document in force bears.
        case oldForm
        /// Not 18 characters, but so many.
        case length(Int)
        /// A character that cannot stand there, counted from 1.
        case character(Character, place: Int)
        /// No province has these first digits.
        case division(String)
        /// Digits 7 to 14 are no date.
        case birthDay(String)
        /// The check character does not fit the others: something is mistyped.
        case check

        public var words: Words {
            switch self {
            case .oldForm:
                Words("15 位身份证号码已停止使用，请填写现用证件上的 18 位号码", "Numbers of 15 digits are no longer in force; please give the 18 characters of the present card")
            case .length(let count):
                Words("身份证号码应为 18 位，现为 \(count) 位", "An identity number has 18 characters, this one has \(count)")
            case .character(let character, let place):
                Words("身份证号码第 \(place) 位不能是“\(character)”", "Character \(place) of an identity number cannot be “\(character)”")
            case .division(let code):
                Words("身份证号码前两位“\(code)”不是省级行政区划代码", "An identity number cannot begin with “\(code)”: no province has that code")
            case .birthDay:
                Words("身份证号码第 7 至 14 位不是有效的出生日期", "Digits 7 to 14 of this identity number are no date of birth")
            case .check:
                Words("身份证号码校验位不符，请对照证件检查", "The check character of this identity number does not fit; please compare it with the card")
            }
        }
    }

    /// What kind of document bears the number.
    public enum Bearer: Sendable, Hashable {
        case citizen
        /// From Hong Kong, Macao or Taiwan.
        case hongKongMacaoTaiwan
        case foreigner
    }

    /// Reads a number; a small x, spaces, and the wide digits of Chinese keyboards are accepted.
    public init(_ typed: some StringProtocol) throws(Mistake) {
        let characters = Array(String(typed).narrowed.uppercased())
        if characters.count == 15, characters.allSatisfy({ $0.isASCII && $0.isNumber }) { throw .oldForm }
        guard characters.count == 18 else { throw .length(characters.count) }
        var values: [Int] = []
        for (index, character) in characters.enumerated() {
            guard let value = character.isASCII ? character.wholeNumberValue : nil else {
                guard index == 17, character == "X" else { throw .character(character, place: index + 1) }
                values.append(10)
                continue
            }
            values.append(value)
        }
        let text = String(characters)
        // A foreigner's number names the province second: 9, then its two digits.
        let province = values[0] == 9 ? String(characters[1...2]) : String(characters[0...1])
        guard Self.provinces.contains(province) || (values[0] != 9 && Self.permits.contains(province)) else { throw .division(String(characters[0...1])) }
        guard let day = Day(year: Self.number(values[6...9]), month: Self.number(values[10...11]), day: Self.number(values[12...13])), day.year >= 1800 else {
            throw .birthDay(String(characters[6...13]))
        }
        guard Self.checkCharacter(of: text) == characters[17] else { throw .check }
        self.text = text
        birthDay = day
    }

    /// ISO 7064 MOD 11-2 over the first seventeen digits.
    /// - Returns: nil where one of them is no digit.
    public static func checkCharacter(of text: String) -> Character? {
        var sum = 0
        for character in text.prefix(17) {
            guard character.isASCII, let digit = character.wholeNumberValue else { return nil }
            sum = (sum + digit) * 2 % 11
        }
        let check = (12 - sum) % 11
        return check == 10 ? "X" : Character(String(check))
    }

    public var bearer: Bearer {
        if text.hasPrefix("9") { return .foreigner }
        return Self.permits.contains(String(text.prefix(2))) ? .hongKongMacaoTaiwan : .citizen
    }

    public var sex: Sex { (text.dropLast().last?.wholeNumberValue ?? 0).isMultiple(of: 2) ? .female : .male }

    /// The division of first registration (GB/T 2260), or of issue; nil where the number does not say one.
    public var division: String? { bearer == .foreigner ? nil : String(text.prefix(6)) }

    public var description: String { text }

    private static func number(_ digits: ArraySlice<Int>) -> Int { digits.reduce(0) { $0 * 10 + $1 } }

    /// Hong Kong, Macao, Taiwan, as residence permits number them.
    private static let permits: Set<String> = ["81", "82", "83"]
    /// GB/T 2260, the first two digits.
    private static let provinces: Set<String> = [
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63",
        "64", "65", "71",
    ]
}

/// As documents say it; gender rules of rooms go by it.
public enum Sex: String, Sendable, Codable, CaseIterable {
    case male, female

    public var words: Words {
        switch self {
        case .male: Words("男", "male")
        case .female: Words("女", "female")
        }
    }
}

extension String {
    /// Without spaces, and with wide letters and digits in their narrow form: how numbers are typed on Chinese keyboards.
    var narrowed: String {
        var text = ""
        for scalar in unicodeScalars where !scalar.properties.isWhitespace {
            if (0xFF01...0xFF5E).contains(scalar.value), let narrow = Unicode.Scalar(scalar.value - 0xFEE0) { text.unicodeScalars.append(narrow) } else { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}
