import Domain

/// How a write ended well. A browser is sent on with 303 and never sees the receipt; a program gets the receipt as JSON, with `Location`.
public struct Outcome<Receipt: Page>: Sendable {
    let receipt: Receipt
    let location: Href?
    let status: Int
    var change: SessionChange?

    /// Done; the browser goes on to `location`. JSON: 200.
    public static func seeOther(_ location: Href, _ receipt: Receipt) -> Outcome { Outcome(receipt: receipt, location: location, status: 200) }
    /// Something new is there at `location`. JSON: 201.
    public static func created(_ location: Href, _ receipt: Receipt) -> Outcome { Outcome(receipt: receipt, location: location, status: 201) }
    /// The page itself is the answer, in both faces: 200.
    public static func show(_ page: Receipt) -> Outcome { Outcome(receipt: page, location: nil, status: 200) }

    /// A new session for the browser. In the JSON face no cookie is ever set: there the receipt carries the token.
    /// - Parameter token: the session's opaque token, base64url or hex.
    public func signingIn(token: String) -> Outcome { changing(.begin(token: token)) }
    /// The browser's session cookie is taken back.
    public func signingOut() -> Outcome { changing(.end) }

    private func changing(_ change: SessionChange) -> Outcome {
        var copy = self
        copy.change = change
        return copy
    }
}

enum SessionChange: Sendable, Hashable {
    case begin(token: String)
    case end
}

/// A file that is sent for saving: never shown inside the site's pages, never sniffed, without any right to run.
public struct Attachment: Sendable {
    public enum Content: Sendable {
        case bytes([UInt8])
        /// Writes the content piece by piece; memory stays flat. What is thrown here cuts the connection, so that nobody takes half for whole.
        case stream(@Sendable (_ write: @Sendable ([UInt8]) async throws -> Void) async throws -> Void)
    }

    public let name: String
    /// Media type: `application/pdf`.
    public let type: String
    public let content: Content
    /// Pictures that the program itself drew may stand inside a page.
    public let inline: Bool
    /// Everybody gets the same for good, so that anybody on the way may keep it for a day: what is taken away is gone the day after.
    public let isPublic: Bool

    /// - Parameter name: the file's name for the person, any script; sent as RFC 5987 says.
    public init(name: String, type: String, content: Content, inline: Bool = false, isPublic: Bool = false) {
        self.name = name
        self.type = type
        self.content = content
        self.inline = inline
        self.isPublic = isPublic
    }
}
