/// The unified social credit code 统一社会信用代码 of an organisation (GB 32100-2015): 18 characters, the last a check character;
/// characters 9 to 17 are the organisation code of GB 11714 with a check digit of its own.
public struct CreditCode: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// 18 capital letters and digits.
    public let text: String

    /// Why a text is not a code.
    public enum Mistake: Error, Sendable, Hashable {
        /// Not 18 characters, but so many.
        case length(Int)
        /// A character that cannot stand there; the first place is 1.
        case character(Character, place: Int)
        /// A check character does not fit the others: something is mistyped.
        case check

        public var words: Words {
            switch self {
            case .length(let count):
                Words("统一社会信用代码应为 18 位，现为 \(count) 位", "A unified social credit code has 18 characters, this one has \(count)")
            case .character(let character, let place) where (3...8).contains(place):
                Words("统一社会信用代码第 \(place) 位应为数字，不能是“\(character)”",
                      "Character \(place) of a unified social credit code is a digit, not “\(character)”")
            case .character(let character, let place):
                Words("统一社会信用代码第 \(place) 位不能是“\(character)”，只用数字和大写字母，且不用 I、O、S、V、Z",
                      "Character \(place) of a unified social credit code cannot be “\(character)”: only digits, and letters except I, O, S, V, Z")
            case .check:
                Words("统一社会信用代码校验位不符，请对照营业执照或登记证书检查",
                      "The check character of this unified social credit code does not fit; please compare it with the certificate")
            }
        }
    }

    /// Reads a code; small letters and spaces are accepted.
    public init(_ text: some StringProtocol) throws(Mistake) {
        let characters = text.uppercased().filter { !$0.isWhitespace }
        guard characters.count == 18 else { throw .length(characters.count) }
        var values: [Int] = []
        for (index, character) in characters.enumerated() {
            guard let value = CreditCode.value[character], !(2...7).contains(index) || value < 10 else {
                throw .character(character, place: index + 1)
            }
            values.append(value)
        }
        guard CreditCode.checks(values), CreditCode.organisationChecks(Array(characters)) else { throw .check }
        self.text = characters
    }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        do { try self.init(text) } catch {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a unified social credit code"))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public static func < (left: CreditCode, right: CreditCode) -> Bool { left.text < right.text }

    public var description: String { text }

    /// The registering authority's division (GB/T 2260), characters 3 to 8.
    public var division: String { String(text.dropFirst(2).prefix(6)) }

    /// The organisation code 组织机构代码 inside, characters 9 to 17.
    public var organisation: String { String(text.dropFirst(8).prefix(9)) }

    private static let value: [Character: Int] = Dictionary(
        uniqueKeysWithValues: "0123456789ABCDEFGHJKLMNPQRTUWXY".enumerated().map { ($1, $0) })

    /// GB 32100: the weighted sum, the check character with weight 1 included, is a multiple of 31; weights are powers of 3.
    private static func checks(_ values: [Int]) -> Bool {
        var weight = 1
        var sum = 0
        for value in values.dropLast() {
            sum += value * weight
            weight = weight * 3 % 31
        }
        return (sum + (values.last ?? 0)) % 31 == 0
    }

    /// GB 11714: eight weights, modulus 11, X for ten. Its alphabet is 0–9 A–Z without gaps, unlike that of GB 32100.
    private static func organisationChecks(_ code: [Character]) -> Bool {
        var sum = 0
        for (character, weight) in zip(code.dropFirst(8), [3, 7, 9, 10, 5, 8, 4, 2]) {
            guard let value = Int(String(character), radix: 36) else { return false }
            sum += value * weight
        }
        let check = (11 - sum % 11) % 11
        return code.dropFirst(16).first == (check == 10 ? "X" : Character(String(check)))
    }
}
