/// What a posting says beside its words, in numbers, as a column of an index holds it.
struct Record: Sendable {
    static let unsaid8 = UInt8.max
    static let unsaid32 = Int32.min

    var payFrom = unsaid32
    var payTo = unsaid32
    var day: Int32 = 0
    var lastDay = Int32.max
    /// Numbers of `Names`; 0 is nothing.
    var industry: UInt32 = 0
    var station: UInt32 = 0
    /// Digits of the occupation, filled up to seven with noughts, times eight, plus how many there are; 0 is nothing.
    var occupation: UInt32 = 0
    var latitude = Float.nan
    var longitude = Float.nan
    var degree = unsaid8
    var yearsFrom = unsaid8
    var yearsTo = unsaid8
    var kind: UInt8 = 0
    var musts: UInt8 = 0
    var isShortage = false

    init(_ posting: Posting, industry: UInt32, station: UInt32) {
        if let pay = posting.pay {
            payFrom = Int32(clamping: max(pay.lowerBound, 0))
            payTo = Int32(clamping: max(pay.upperBound, 0))
        }
        day = Int32(clamping: posting.day)
        if let last = posting.lastDay { lastDay = Int32(clamping: last) }
        self.industry = industry
        self.station = station
        occupation = Self.occupation(posting.occupation)
        if let point = posting.point, point.isOnEarth {
            latitude = Float(point.latitude)
            longitude = Float(point.longitude)
        }
        if let degree = posting.degree { self.degree = min(degree, 5) }
        if let years = posting.years {
            yearsFrom = UInt8(min(max(years.from, 0), 254))
            if let to = years.to { yearsTo = UInt8(min(max(to, 0), 254)) }
        }
        kind = posting.kind
        musts = posting.musts.rawValue
        isShortage = posting.isShortage
    }

    /// - Returns: 0 for what is no code of up to seven digits.
    static func occupation(_ code: String) -> UInt32 {
        var value: UInt32 = 0, digits: UInt32 = 0
        for byte in code.utf8 {
            guard byte >= 0x30, byte <= 0x39, digits < 7 else { return 0 }
            value = value * 10 + UInt32(byte - 0x30)
            digits += 1
        }
        guard digits > 0 else { return 0 }
        for _ in digits..<7 { value *= 10 }
        return value * 8 + digits
    }

    /// How many leading digits two occupations share, up to what the shorter one has.
    static func sharedDigits(_ one: UInt32, _ other: UInt32) -> (shared: UInt32, least: UInt32) {
        var first = one / 8, second = other / 8, shared: UInt32 = 7
        while shared > 0, first != second {
            first /= 10
            second /= 10
            shared -= 1
        }
        let least = min(one % 8, other % 8)
        return (min(shared, least), least)
    }

    func has(_ must: Posting.Musts) -> Bool { musts & must.rawValue != 0 }
}

extension Posting.Point {
    var isOnEarth: Bool { latitude.isFinite && longitude.isFinite && abs(latitude) <= 90 && abs(longitude) <= 180 }

    /// Kilometres as the crow flies; good to one in a hundred within a province.
    func kilometres(latitude other: Double, longitude otherLongitude: Double) -> Double {
        let degree = 111.195
        let middle = (latitude + other) / 2 * 0.017_453_292_519_943_295
        let square = middle * middle
        let narrowing = 1 - square / 2 * (1 - square / 12 * (1 - square / 30 * (1 - square / 56)))
        var across = abs(longitude - otherLongitude)
        if across > 180 { across = 360 - across }
        let north = (latitude - other) * degree, east = across * degree * narrowing
        return (north * north + east * east).squareRoot()
    }
}

/// Division codes as numbers in their order, so that what lies in one division stands together.
enum Place {
    /// Digits filled up to nine with noughts, times sixteen, plus how many there are; 0 for what is no code.
    static func key(_ code: String) -> UInt64 {
        var value: UInt64 = 0, digits: UInt64 = 0
        for byte in code.utf8 {
            guard byte >= 0x30, byte <= 0x39, digits < 9 else { return 0 }
            value = value * 10 + UInt64(byte - 0x30)
            digits += 1
        }
        guard digits > 0 else { return 0 }
        for _ in digits..<9 { value *= 10 }
        return value * 16 + digits
    }

    static func code(_ key: UInt64) -> String {
        let digits = String(key / 16), count = Int(key % 16)
        return String((String(repeating: "0", count: max(9 - digits.count, 0)) + digits).prefix(count))
    }

    /// Whether the first lies in the second or is it.
    static func lies(_ key: UInt64, in outer: UInt64) -> Bool {
        guard key != 0, outer != 0, key % 16 >= outer % 16 else { return false }
        let span = tens[Int(9 - min(outer % 16, 9))]
        return key / 16 / span == outer / 16 / span
    }

    /// Whether both lie in one city (the first four digits).
    static func isSameCity(_ one: UInt64, _ other: UInt64) -> Bool {
        one % 16 >= 4 && other % 16 >= 4 && one / 16 / 100_000 == other / 16 / 100_000
    }

    private static let tens: [UInt64] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000]
}
