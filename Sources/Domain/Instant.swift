/// A moment, in milliseconds since 1970-01-01 UTC. It is always given, never read from a clock here.
public struct Instant: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    public func adding(seconds: Int) -> Instant { Instant(milliseconds: milliseconds + Int64(seconds) * 1000) }

    /// RFC 3339 in UTC, with thousandths where there are any: `2020-11-16T01:00:00Z`, `2020-11-16T01:00:00.194Z`. Nothing is lost.
    public var description: String { Zone.utc.text(self) }

    /// Reads RFC 3339 with an offset: `2020-11-16T09:00:00+08:00` or `…Z`; seconds may have a fraction.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == 0x54 || bytes[10] == 0x20, bytes[13] == 0x3A, bytes[16] == 0x3A,
              let day = Day(String(decoding: bytes[0..<10], as: UTF8.self)),
              let hour = Int(String(decoding: bytes[11..<13], as: UTF8.self)), (0..<24).contains(hour),
              let minute = Int(String(decoding: bytes[14..<16], as: UTF8.self)), (0..<60).contains(minute),
              let second = Int(String(decoding: bytes[17..<19], as: UTF8.self)), (0..<60).contains(second)
        else { return nil }
        var rest = bytes[19...]
        var thousandths: Int64 = 0
        if rest.first == 0x2E {
            rest = rest.dropFirst()
            let fraction = rest.prefix { (0x30...0x39).contains($0) }
            guard !fraction.isEmpty, fraction.count <= 9 else { return nil }
            let firstThree = String(decoding: fraction.prefix(3), as: UTF8.self)
            thousandths = Int64((firstThree + "00").prefix(3)) ?? 0
            rest = rest.dropFirst(fraction.count)
        }
        var offset = 0
        let zone = Array(rest)
        if zone == [0x5A] || zone == [0x7A] {
            offset = 0
        } else {
            guard zone.count == 6, zone[0] == 0x2B || zone[0] == 0x2D, zone[3] == 0x3A,
                  let hours = Int(String(decoding: zone[1..<3], as: UTF8.self)), (0..<24).contains(hours),
                  let minutes = Int(String(decoding: zone[4..<6], as: UTF8.self)), (0..<60).contains(minutes) else { return nil }
            offset = (hours * 60 + minutes) * (zone[0] == 0x2B ? 1 : -1)
        }
        let seconds = Int64(day.number) * 86_400 + Int64(hour * 3600 + minute * 60 + second) - Int64(offset * 60)
        milliseconds = seconds * 1000 + thousandths
    }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let instant = Instant(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a moment: \(text)"))
        }
        self = instant
    }

    /// To the millisecond: what is written can be read back, or hashes over it would not hold.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// A time zone with a fixed offset, which is what China has had since 1992.
public struct Zone: Hashable, Sendable {
    public let offsetSeconds: Int

    public init(offsetSeconds: Int) { self.offsetSeconds = offsetSeconds }

    public static let utc = Zone(offsetSeconds: 0)
    /// Asia/Shanghai, UTC+8.
    public static let china = Zone(offsetSeconds: 8 * 3600)

    /// The date that a wall calendar shows at this moment.
    public func day(of instant: Instant) -> Day { Day(number: Int(floorDivide(local(instant), 86_400))) }

    /// Seconds since local midnight, 0..<86400.
    public func secondOfDay(of instant: Instant) -> Int {
        let seconds = local(instant)
        return Int(seconds - floorDivide(seconds, 86_400) * 86_400)
    }

    /// The moment at which the wall clock shows this time; hour 24 is the end of the day.
    public func instant(_ day: Day, hour: Int = 0, minute: Int = 0) -> Instant {
        Instant(milliseconds: (Int64(day.number) * 86_400 + Int64(hour * 3600 + minute * 60) - Int64(offsetSeconds)) * 1000)
    }

    /// RFC 3339 with this zone's offset: `2020-11-16T09:00:00+08:00`; with thousandths where there are any.
    public func text(_ instant: Instant) -> String {
        let second = secondOfDay(of: instant)
        let thousandths = Int(instant.milliseconds - floorDivide(instant.milliseconds, 1000) * 1000)
        let clock = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))" + (thousandths == 0 ? "" : "." + padded(thousandths, 3))
        guard offsetSeconds != 0 else { return "\(day(of: instant))T\(clock)Z" }
        let offset = abs(offsetSeconds) / 60
        return "\(day(of: instant))T\(clock)\(offsetSeconds < 0 ? "-" : "+")\(padded(offset / 60, 2)):\(padded(offset % 60, 2))"
    }

    private func local(_ instant: Instant) -> Int64 { floorDivide(instant.milliseconds, 1000) + Int64(offsetSeconds) }
}

private func floorDivide(_ value: Int64, _ by: Int64) -> Int64 {
    let quotient = value / by
    return value % by < 0 ? quotient - 1 : quotient
}
