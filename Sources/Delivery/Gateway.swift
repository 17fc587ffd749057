import CCurl
import Foundation

/// A service that takes JSON by HTTP POST: an SMS gateway, a group's webhook.
public struct Gateway: Sendable {
    /// What came back: the status, and at most 64 KiB of body.
    public struct Answer: Sendable, Equatable {
        public let status: Int
        public let body: [UInt8]
    }

    private let url: String
    private let headers: [String: String]
    private let seconds: Double
    private let proxy: String?
    private let authorities: String?

    /// Throws `DeliveryError.invalid` when the address is not of http or https, names a user, or a header is none.
    /// - Parameters:
    ///   - headers: sent with every request, such as the gateway's key
    ///   - seconds: for the whole exchange
    ///   - proxy: an HTTP proxy, `http://host:port`; none from the environment is used
    ///   - authorities: a file of certificates to trust instead of the system's
    public init(url: String, headers: [String: String] = [:], seconds: Double = 10, proxy: String? = nil, authorities: String? = nil) throws {
        guard url.utf8.allSatisfy({ $0 > 32 && $0 < 127 }), let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            scheme == "http" || scheme == "https", let host = parts.host, isHost(host), parts.user == nil, parts.password == nil
        else { throw DeliveryError.invalid("gateway's address") }
        _ = try Gateway.lines(headers)
        self.url = url
        self.headers = headers
        self.seconds = seconds
        self.proxy = proxy
        self.authorities = authorities
    }

    /// The same gateway with more in its query, such as a signature.
    public func adding(query: [String: String]) throws -> Gateway {
        guard !query.isEmpty else { return self }
        let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        func encoded(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: plain) ?? "" }
        let more = query.sorted { $0.key < $1.key }.map { "\(encoded($0.key))=\(encoded($0.value))" }.joined(separator: "&")
        let base = url.prefix { $0 != "#" }
        return try Gateway(
            url: "\(base)\(base.contains("?") ? "&" : "?")\(more)", headers: headers, seconds: seconds, proxy: proxy, authorities: authorities)
    }

    /// Sends one body and gives the status of the answer, whatever it is. Redirects are not followed.
    @discardableResult
    public func post(json: [UInt8], headers: [String: String] = [:]) async throws -> Int {
        try await exchange(json: json, headers: headers).status
    }

    /// `post` with the answer's body, for gateways that say no under status 200.
    public func exchange(json: [UInt8], headers more: [String: String] = [:]) async throws -> Answer {
        // an empty Expect keeps the library from waiting for a 100 that some gateways never send
        let own = ["Content-Type: application/json; charset=utf-8", "Accept: application/json", "Expect:"]
        let lines = try Gateway.lines(headers.merging(more) { $1 }) + own
        return try await onOwnThread {
            let transfer = try Transfer(url: url, protocols: "http,https", seconds: seconds, sending: json)
            if let proxy { try transfer.set(CURLOPT_PROXY, proxy) }
            if let authorities { try transfer.set(CURLOPT_CAINFO, authorities) }
            try transfer.set(CURLOPT_POST, 1)
            try transfer.set(CURLOPT_POSTFIELDSIZE, json.count)
            try transfer.set(CURLOPT_USERAGENT, "yizhan")
            try transfer.set(CURLOPT_HTTPHEADER, lines)
            let (code, answer) = try transfer.perform()
            return Answer(status: code, body: answer)
        }
    }

    /// Headers as libcurl takes them. What frames the message is not the caller's to say.
    private static func lines(_ headers: [String: String]) throws -> [String] {
        let framing = ["content-length", "transfer-encoding", "content-type", "accept", "expect", "host", "connection"]
        return try headers.sorted { $0.key < $1.key }.map { name, value in
            guard !name.isEmpty, name.utf8.allSatisfy({ isLetterOrDigit($0) || "!#$%&'*+-.^_`|~".utf8.contains($0) }),
                value.utf8.allSatisfy({ $0 >= 32 && $0 != 127 }), !framing.contains(name.lowercased())
            else { throw DeliveryError.invalid("header \(name.filter { $0.isLetter || $0 == "-" })") }
            // "Name:" would take a header away; "Name;" sends it empty
            return value.isEmpty ? "\(name);" : "\(name): \(value)"
        }
    }
}

extension Gateway: CustomStringConvertible, CustomReflectable {
    /// The host alone: path, query and headers may carry tokens.
    public var description: String { URLComponents(string: url)?.host ?? "gateway" }
    public var customMirror: Mirror { Mirror(self, children: ["host": description]) }
}
