import Domain
import Markup

/// An address inside the site: made by a `Path` from typed values, or read and checked from outside (`init?(returning:)`).
/// No other text becomes a link or a redirect.
public struct Href: Hashable, Sendable, CustomStringConvertible {
    /// Percent-encoded, begins with one `/`.
    public let text: String

    init(encoded text: String) { self.text = text }

    /// An address that came from outside and is gone back to, such as the page that was wanted before signing in.
    /// - Returns: nil unless it is a plain path on this site: one leading slash, no backslash, no control characters, ASCII, at most 2,000 bytes.
    public init?(returning text: String) {
        let bytes = Array(text.utf8)
        guard bytes.first == UInt8(ascii: "/"), bytes.count <= 2000, bytes.dropFirst().first != UInt8(ascii: "/"),
              bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "<") })
        else { return nil }
        self.text = text
    }

    public var description: String { text }

    /// The address with one more query value; nil leaves it as it is.
    public func with(_ name: String, _ value: (some PathParameter)?) -> Href {
        guard let value else { return self }
        return Href(encoded: text + (text.contains("?") ? "&" : "?") + Percent.encode(name) + "=" + Percent.encode(value.pathSegment))
    }

    /// The address that jumps to a part of the page.
    public func at(_ fragment: String) -> Href { Href(encoded: text + "#" + Percent.encode(fragment)) }
}

extension HTML.StringInterpolation {
    /// `<a href="\(Paths.station(id))">`
    public mutating func appendInterpolation(_ href: Href) { appendInterpolation(href.text) }
}

/// Percent-encoding of RFC 3986.
enum Percent {
    /// Everything but the unreserved characters becomes `%XX`, so the result fits in a path segment, a query and a header.
    static func encode(_ text: String) -> String {
        var text = text
        if text.withUTF8({ $0.allSatisfy(isUnreserved) }) { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if isUnreserved(byte) { bytes.append(byte) } else { bytes += [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)] }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }

    /// - Returns: nil for a broken escape, for bytes that are not UTF-8, and for NUL.
    static func decode(_ bytes: some Sequence<UInt8>, plusIsSpace: Bool = false) -> String? {
        var decoded: [UInt8] = []
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(value), let low = iterator.next().flatMap(value) else { return nil }
                decoded.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: decoded.append(0x20)
            default: decoded.append(byte)
            }
        }
        guard !decoded.contains(0) else { return nil }
        return String(validating: decoded, as: UTF8.self)
    }

    static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}

extension View {
    /// This page in another language: a link, so that pages without forms stay the same for everybody and may be kept by browsers.
    /// `?lang=` is understood on every page, and remembered in a cookie.
    public func inLanguage(_ language: Language) -> Href {
        let parts = path.split(separator: "?", maxSplits: 1)
        let kept = (parts.count > 1 ? parts[1] : "").split(separator: "&").filter { !$0.hasPrefix("lang=") }
        let text = (parts.first ?? "/") + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
        return (Href(returning: String(text)) ?? Href(encoded: "/")).with("lang", language)
    }
}
