import CCurl
import Foundation

/// The server that takes the installation's mail (SMTP submission, RFC 6409).
public struct MailServer: Sendable {
    public enum Security: String, Sendable, CaseIterable {
        /// In the clear: for a server on the same machine or in tests.
        case none
        /// STARTTLS, and nothing is sent without it.
        case startTLS = "starttls"
        /// TLS from the first byte (port 465).
        case tls
    }

    public let host: String
    public let port: Int
    public let security: Security
    public let username: String?
    public let password: String?
    /// The sender's address.
    public let from: String
    /// The sender's name as readers see it; may be empty.
    public let name: String
    /// For the whole exchange.
    public let seconds: Double
    /// A file of certificates to trust instead of the system's.
    public let authorities: String?

    /// Throws `DeliveryError.invalid` when host, port or address are none, or a password would go in the clear to another machine.
    public init(
        host: String, port: Int, security: Security, username: String? = nil, password: String? = nil, from: String, name: String = "",
        seconds: Double = 30, authorities: String? = nil
    ) throws {
        guard isHost(host) else { throw DeliveryError.invalid("mail server's name") }
        guard (1...65535).contains(port) else { throw DeliveryError.invalid("mail server's port") }
        guard MailMessage.isAddress(from) else { throw DeliveryError.invalid("sender's address") }
        let here = ["localhost", "127.0.0.1", "[::1]"].contains(host)
        guard username == nil || security != .none || here else { throw DeliveryError.invalid("a password in the clear") }
        self.host = host
        self.port = port
        self.security = security
        self.username = username
        self.password = password
        self.from = from
        self.name = name
        self.seconds = seconds
        self.authorities = authorities
    }

    /// Whether mail can be sent to this address at all.
    public static func isAddress(_ text: String) -> Bool { MailMessage.isAddress(text) }

    /// Hands one message to the server. Returns when the server has taken it.
    ///
    /// Throws `DeliveryError`. Sending again with the same id lets mailboxes show it once.
    /// - Parameters:
    ///   - id: the message's id with its angle brackets: `<01H…@yizhan.example.cn>`
    ///   - date: seconds since 1970
    public func send(to: String, subject: String, body: String, id: String, date: Int64) async throws {
        let message = try MailMessage(from: from, name: name, to: to, subject: subject, body: body, id: id, seconds: date).bytes()
        try await onOwnThread {
            let domain = from.split(separator: "@").last.map(String.init) ?? host
            let scheme = security == .tls ? "smtps" : "smtp"
            // the path is the name for EHLO: the sender's domain, not this machine's
            let transfer = try Transfer(url: "\(scheme)://\(host):\(port)/\(domain)", protocols: "smtp,smtps", seconds: seconds, sending: message)
            if security == .startTLS { try transfer.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
            if let authorities { try transfer.set(CURLOPT_CAINFO, authorities) }
            if let username {
                try transfer.set(CURLOPT_USERNAME, username)
                try transfer.set(CURLOPT_PASSWORD, password ?? "")
            }
            try transfer.set(CURLOPT_MAIL_FROM, "<\(from)>")
            try transfer.set(CURLOPT_MAIL_RCPT, ["<\(to)>"])
            try transfer.set(CURLOPT_UPLOAD, 1)
            _ = try transfer.perform()
        }
    }
}

extension MailServer: CustomStringConvertible, CustomReflectable {
    public var description: String { "\(host):\(port) (\(security.rawValue))" }
    /// Keeps the password out of dumps and logs.
    public var customMirror: Mirror { Mirror(self, children: ["server": description, "from": from]) }
}
