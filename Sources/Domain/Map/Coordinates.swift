import Foundation

/// A place on earth in WGS 84, what satellites give and what the house keeps.
///
/// Maps published in China are drawn in GCJ-02, some hundred metres away. Each has its type, and nothing but the two conversions leads from one to the other.
public struct WGS84: Sendable, Hashable, Codable {
    /// Degrees north, -90 to 90.
    public let latitude: Double
    /// Degrees east, -180 to 180.
    public let longitude: Double

    /// - Returns: nil for what is no place on earth.
    public init?(latitude: Double, longitude: Double) {
        guard (-90...90).contains(latitude), (-180...180).contains(longitude) else { return nil }
        self.latitude = latitude
        self.longitude = longitude
    }

    fileprivate init(unchecked latitude: Double, _ longitude: Double) {
        self.latitude = latitude
        self.longitude = longitude
    }

    public init(from decoder: any Decoder) throws {
        let box = try decoder.container(keyedBy: CodingKeys.self)
        let latitude = try box.decode(Double.self, forKey: .latitude), longitude = try box.decode(Double.self, forKey: .longitude)
        guard let point = WGS84(latitude: latitude, longitude: longitude) else { throw DecodingError.dataCorruptedError(forKey: .latitude, in: box, debugDescription: "no place on earth") }
        self = point
    }

    private enum CodingKeys: CodingKey { case latitude, longitude }

    /// How far it is along the sphere, in metres (haversine).
    public func metres(to other: WGS84) -> Int {
        let degree = Double.pi / 180
        let north = sin((other.latitude - latitude) * degree / 2), east = sin((other.longitude - longitude) * degree / 2)
        let part = north * north + cos(latitude * degree) * cos(other.latitude * degree) * east * east
        return Int((2 * Self.radius * asin(min(1, part.squareRoot()))).rounded())
    }

    /// How much shorter a degree along the parallel is here than one along the meridian.
    public var narrowing: Double { cos(latitude * Double.pi / 180) }

    /// Of the sphere that distances are measured on, in metres.
    private static let radius = 6_371_000.0

    /// The same place as maps in China draw it.
    public var gcj02: GCJ02 {
        let offset = Shift.at(latitude, longitude)
        return GCJ02(unchecked: latitude + offset.latitude, longitude + offset.longitude)
    }
}

/// A place as maps published in China draw it (GCJ-02, 国测局坐标). Outside China it is WGS 84.
public struct GCJ02: Sendable, Hashable {
    public let latitude: Double
    public let longitude: Double

    /// - Returns: nil for what is no place on earth.
    public init?(latitude: Double, longitude: Double) {
        guard (-90...90).contains(latitude), (-180...180).contains(longitude) else { return nil }
        self.latitude = latitude
        self.longitude = longitude
    }

    fileprivate init(unchecked latitude: Double, _ longitude: Double) {
        self.latitude = latitude
        self.longitude = longitude
    }

    /// The place of which this is the drawing. The shift has no inverse in closed form: each round comes about a hundred times nearer, six end below a millimetre.
    public var wgs84: WGS84 {
        guard Shift.applies(latitude, longitude) else { return WGS84(unchecked: latitude, longitude) }
        var guess = (latitude: latitude, longitude: longitude)
        for _ in 0..<6 {
            let drawn = Shift.at(guess.latitude, guess.longitude)
            guess = (latitude - drawn.latitude, longitude - drawn.longitude)
        }
        return WGS84(unchecked: guess.latitude, guess.longitude)
    }
}

/// By how much GCJ-02 is off, in degrees: the formula that everybody uses, since none was ever published.
private enum Shift {
    /// Krasovsky 1940: half the longer axis in metres, and the square of the eccentricity.
    private static let axis = 6_378_245.0, eccentricity = 0.00669342162296594323

    /// The box in which maps are shifted.
    static func applies(_ latitude: Double, _ longitude: Double) -> Bool { (0.8293...55.8271).contains(latitude) && (72.004...137.8347).contains(longitude) }

    static func at(_ latitude: Double, _ longitude: Double) -> (latitude: Double, longitude: Double) {
        guard applies(latitude, longitude) else { return (0, 0) }
        let x = longitude - 105, y = latitude - 35, pi = Double.pi
        let both = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
        var north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * abs(x).squareRoot() + both
        north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3 + (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
        var east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * abs(x).squareRoot() + both
        east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3 + (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
        let angle = latitude / 180 * pi, curve = 1 - eccentricity * sin(angle) * sin(angle), root = curve.squareRoot()
        return (north * 180 / (axis * (1 - eccentricity) / (curve * root) * pi), east * 180 / (axis / root * cos(angle) * pi))
    }
}
