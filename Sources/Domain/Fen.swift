/// Money, in fen (hundredths of a yuan). Never a floating-point number.
public struct Fen: Hashable, Comparable, Sendable, Codable {
    public let amount: Int64

    public init(_ amount: Int64) { self.amount = amount }

    public static func < (left: Fen, right: Fen) -> Bool { left.amount < right.amount }

    /// `¥1,200.00`
    public var text: String {
        let magnitude = amount.magnitude
        var yuan = String(magnitude / 100)
        var at = yuan.index(yuan.endIndex, offsetBy: -3, limitedBy: yuan.startIndex)
        while let place = at, place > yuan.startIndex {
            yuan.insert(",", at: place)
            at = yuan.index(place, offsetBy: -3, limitedBy: yuan.startIndex)
        }
        return "\(amount < 0 ? "-" : "")¥\(yuan).\(padded(Int(magnitude % 100), 2))"
    }

    public init(from decoder: any Decoder) throws { amount = try decoder.singleValueContainer().decode(Int64.self) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(amount)
    }
}
