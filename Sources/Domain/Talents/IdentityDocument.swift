/// What a person is known by: kind, number, and the country that issued it.
public struct IdentityDocument: Hashable, Sendable, Codable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// 居民身份证
        case residentID = "resident_id"
        /// 港澳台居民居住证
        case residencePermit = "residence_permit"
        /// 外国人永久居留身份证, 18 characters
        case permanentResidence = "permanent_residence"
        case passport
        /// Whatever else an office accepts; a permanent residence card of the old form with 15 characters too.
        case other

        public var words: Words {
            switch self {
            case .residentID: Words("居民身份证", "Resident identity card")
            case .residencePermit: Words("港澳台居民居住证", "Residence permit for people from Hong Kong, Macao and Taiwan")
            case .permanentResidence: Words("外国人永久居留身份证", "Foreign permanent resident identity card")
            case .passport: Words("护照", "Passport")
            case .other: Words("其他证件", "Another document")
            }
        }
    }

    public let kind: Kind
    /// As it is kept: capitals, without spaces and hyphens.
    public let number: String
    /// ISO 3166-1 alpha-3 of the issuing country; `CHN` for documents of China.
    public let country: String

    /// Why a document is not accepted, and at which field: `number` or `country`.
    public struct Mistake: Error, Sendable, Hashable {
        public let field: String
        public let words: Words
    }

    /// Reads a document as it was typed.
    /// - Parameter country: ISO 3166-1 alpha-3; wanted for passports and other documents.
    public init(_ kind: Kind, number: String, country: String = "") throws(Mistake) {
        self.kind = kind
        switch kind {
        case .residentID, .residencePermit, .permanentResidence:
            let read: ResidentID
            do { read = try ResidentID(number) } catch { throw Mistake(field: "number", words: error.words) }
            let right: Kind = switch read.bearer {
            case .citizen: .residentID
            case .hongKongMacaoTaiwan: .residencePermit
            case .foreigner: .permanentResidence
            }
            guard right == kind else {
                throw Mistake(field: "number", words: Words("这个号码是\(right.words.zh)的号码，请检查证件类型", "This is the number of another kind of document: \(right.words.en)"))
            }
            self.number = read.text
            self.country = kind == .permanentResidence ? "" : "CHN"
        case .passport, .other:
            let country = country.narrowed.uppercased()
            guard Country.named(country) != nil else {
                throw Mistake(field: "country", words: Words("请选择签发国家或地区", "Please choose the country that issued it"))
            }
            // ICAO Doc 9303: letters and digits, at most nine of them in a passport; fillers are not part of the number.
            let most = kind == .passport ? 9 : 30
            let plain = number.narrowed.uppercased().filter { $0 != "-" && $0 != "<" }
            guard (5...most).contains(plain.count), plain.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }),
                  plain.utf8.contains(where: { (0x30...0x39).contains($0) }) else {
                throw Mistake(field: "number", words: kind == .passport
                    ? Words("护照号码为 5 至 9 位字母和数字", "A passport number has 5 to 9 letters and digits")
                    : Words("证件号码为 5 至 30 位字母和数字", "The number has 5 to 30 letters and digits"))
            }
            self.number = plain
            self.country = country
        }
    }

    /// What the keyed digest that names the person is made of: the same for one document, however it was typed.
    public var identity: String {
        switch kind {
        case .residentID, .residencePermit, .permanentResidence: "id:\(number)"
        case .passport: "passport:\(country):\(number)"
        case .other: "other:\(country):\(number)"
        }
    }

    public var residentID: ResidentID? {
        switch kind {
        case .residentID, .residencePermit, .permanentResidence: try? ResidentID(number)
        case .passport, .other: nil
        }
    }

    /// From abroad. A permanent resident's card is a foreigner's.
    public var isForeign: Bool {
        switch kind {
        case .residentID, .residencePermit: false
        case .permanentResidence: true
        case .passport, .other: country != "CHN"
        }
    }

    /// The first and the last characters: enough to recognise it.
    public var masked: Masked {
        let (first, last) = number.count >= 15 ? (3, 4) : (1, 2)
        guard number.count > first + last else { return Masked(String(repeating: "*", count: number.count)) }
        return Masked(number.prefix(first) + String(repeating: "*", count: number.count - first - last) + number.suffix(last))
    }
}
