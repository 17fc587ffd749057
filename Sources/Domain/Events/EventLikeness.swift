/// Whether two events may be one and the same, reported twice or by two stations: what a person then looks at. Pure.
public struct EventLikeness: Sendable, Hashable {
    /// What is compared of an event.
    public struct Subject: Sendable {
        public let title: String
        public let place: String
        public let station: String?
        public let begins: Instant
        public let ends: Instant

        public init(title: String, place: String, station: String?, begins: Instant, ends: Instant) {
            self.title = title
            self.place = place
            self.station = station
            self.begins = begins
            self.ends = ends
        }
    }

    /// 0…100.
    public let title: Int
    /// 0…100.
    public let place: Int
    /// They take place at the same time, wholly or in part.
    public let overlaps: Bool
    public let sameStation: Bool

    /// From so much on, of 100, two titles or places read alike.
    public static let alike = 60

    /// - Returns: nil where nothing speaks for it: another day, or neither title nor place and time alike.
    public init?(_ one: Subject, _ other: Subject, zone: Zone) {
        guard zone.day(of: one.begins) <= zone.day(of: other.ends), zone.day(of: other.begins) <= zone.day(of: one.ends) else { return nil }
        title = Self.similarity(one.title, other.title)
        place = Self.similarity(one.place, other.place)
        overlaps = one.begins < other.ends && other.begins < one.ends
        sameStation = one.station != nil && one.station == other.station
        guard title >= Self.alike || (place >= Self.alike && overlaps) || (sameStation && overlaps) else { return nil }
    }

    /// The most alike first.
    public var weight: Int { title + place + (overlaps ? 100 : 0) + (sameStation ? 20 : 0) }

    public var reasons: [Words] {
        var reasons = [overlaps ? Words("时间重叠", "at the same time") : Words("同一天", "on the same day")]
        if title >= Self.alike { reasons.append(Words("名称相似 \(title)%", "titles alike: \(title) %")) }
        if place >= Self.alike { reasons.append(Words("地点相似 \(place)%", "places alike: \(place) %")) }
        if sameStation { reasons.append(Words("同一驿站", "the same station")) }
        return reasons
    }

    /// How much two texts have in common, by pairs of neighbouring characters: 0…100. Signs and spaces do not count.
    public static func similarity(_ one: String, _ other: String) -> Int {
        let left = pairs(one), right = pairs(other), all = left.values.reduce(0, +) + right.values.reduce(0, +)
        guard all > 0 else { return 0 }
        let common = left.reduce(0) { $0 + min($1.value, right[$1.key] ?? 0) }
        return 200 * common / all
    }

    private static func pairs(_ text: String) -> [String: Int] {
        let plain = text.lowercased().filter { $0.isLetter || $0.isNumber }.prefix(200)
        guard plain.count > 1 else { return plain.isEmpty ? [:] : [String(plain): 1] }
        return zip(plain, plain.dropFirst()).reduce(into: [:]) { $0[String([$1.0, $1.1]), default: 0] += 1 }
    }
}
