import Domain

/// Tokens against forged requests. A form carries its session's secret, masked anew each time, so that compression reveals nothing (BREACH).
enum Forgery {
    /// - Parameter secret: 32 bytes.
    static func token(_ secret: [UInt8], mask: [UInt8]) -> String {
        Base64.encodeForURL(mask + zip(mask, secret).map { $0 ^ $1 })
    }

    static func matches(_ token: String, _ secret: [UInt8]) -> Bool {
        guard let bytes = Base64.decode(token), bytes.count == secret.count * 2, !secret.isEmpty else { return false }
        // Every byte is compared, whatever the ones before were.
        var difference: UInt8 = 0
        for index in secret.indices { difference |= bytes[index] ^ bytes[index + secret.count] ^ secret[index] }
        return difference == 0
    }

    /// Whether the browser says that a page of this site sent the request. Programs say nothing and pass here.
    static func isOwn(fetchSite: String?, origin: String?, ours: String) -> Bool {
        if let fetchSite, fetchSite != "same-origin", fetchSite != "none" { return false }
        if let origin, origin.lowercased() != ours.lowercased() { return false }
        return true
    }
}

/// The site's cookies. `__Host-` binds them to this host and to https; demo mode on loopback has neither.
struct Cookies {
    let isSecure: Bool

    var session: String { isSecure ? "__Host-session" : "session" }
    /// Names a browser before it signs in, for its forms alone.
    var visit: String { isSecure ? "__Host-visit" : "visit" }
    var language: String { isSecure ? "__Host-language" : "language" }

    func set(_ name: String, _ value: String, maxAge: Int? = nil) -> String {
        "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "") + (maxAge.map { "; Max-Age=\($0)" } ?? "")
    }

    /// The values of one `Cookie` header by name; the first of a name counts.
    static func read(_ header: String?) -> [String: String] {
        var cookies: [String: String] = [:]
        for pair in (header ?? "").split(separator: ";").prefix(60) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            let name = String(parts[0].drop { $0 == " " })
            if cookies[name] == nil { cookies[name] = String(parts[1].prefix { $0 != " " }) }
        }
        return cookies
    }
}
