import HTTPTypes

/// What every answer carries, errors included.
struct SecurityHeaders: Sendable {
    private let fields: [HTTPField]

    static let policy = policyText(pictures: nil)

    /// - Parameter pictures: the one place beside the site that pictures may come from: `https://tiles.example.cn`.
    static func policyText(pictures: String?) -> String {
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:" + (pictures.map { " " + $0 } ?? "") + "; font-src 'self'; connect-src 'self'; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    }

    /// - Parameter isSecure: whether the site is reached by https, so that browsers may insist on it.
    init(isSecure: Bool, pictures: String? = nil) {
        let common = [
            ("Content-Security-Policy", SecurityHeaders.policyText(pictures: pictures)), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
        ]
        fields = (common + (isSecure ? [("Strict-Transport-Security", "max-age=63072000; includeSubDomains")] : [])).compactMap { name, value in
            HTTPField.Name(name).map { HTTPField(name: $0, value: value) }
        }
    }

    /// Adds what is not there yet: a download has a stricter policy of its own.
    func add(to headers: inout HTTPFields) {
        for field in fields where headers[field.name] == nil { headers.append(field) }
        if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
    }
}
