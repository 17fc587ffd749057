import Domain

/// A request as a handler sees it: who asks, in which language, with what. Everything from outside is already checked for form.
public struct Ask: Sendable {
    /// Which face of the page is wanted.
    public enum Face: Sendable, Hashable { case html, json }

    public let actor: Actor
    public let language: Language
    public let face: Face
    /// The path with its query, as asked, percent-encoded.
    public let path: String
    public let query: Query
    public let session: SiteSession?
    /// What makes a repeated request harmless; nil for reads, and for writes that came without a key.
    public let idempotency: Idempotency?
    /// The address of the client, behind trusted proxies.
    public let client: String
    /// Names this request in the log and in the answer.
    public let requestID: String
    /// Programme time: deadlines and validity.
    public let now: Instant
    /// Real time: sessions and limits.
    public let realNow: Instant
    public let zone: Zone
    /// `https://…`, for links that leave the site.
    public let origin: String
    public let isDemo: Bool
    /// SHA-256 in hex of the cookies that tell this browser from others, signed in or not; empty for programs.
    public let browser: [String]

    /// The same request, once a session has begun or ended.
    func by(_ session: SiteSession?) -> Ask {
        Ask(
            actor: session?.actor ?? .visitor, language: language, face: face, path: path, query: query, session: session, idempotency: idempotency,
            client: client, requestID: requestID, now: now, realNow: realNow, zone: zone, origin: origin, isDemo: isDemo, browser: browser)
    }

    /// The key of a write and what it was for: the verb stores both first, and answers a repetition with the stored answer.
    public struct Idempotency: Sendable, Hashable {
        public let key: String
        /// SHA-256 in hex over the address and what was sent, without token and key.
        public let fingerprint: String
        /// Whose key it is when nobody is signed in: a browser by the hash of its cookie, else the client's address.
        public let visitor: String
    }
}

/// A session as the site needs it, found by the hash of its token.
public struct SiteSession: Sendable {
    public enum Kind: Sendable, Hashable { case cookie, bearer }

    public let actor: Actor
    public let kind: Kind
    /// The account's own choice of language; nil if it made none.
    public let language: Language?
    /// Secret bytes of this session alone, from which its form tokens are made.
    public let formSecret: [UInt8]
    /// SHA-256 of the token in hex: what names the session in the database, for ending it.
    public let tokenHash: String
    /// Messages that were not read yet.
    public let unread: Int

    public init(actor: Actor, kind: Kind, language: Language?, formSecret: [UInt8], tokenHash: String, unread: Int) {
        self.actor = actor
        self.kind = kind
        self.language = language
        self.formSecret = formSecret
        self.tokenHash = tokenHash
        self.unread = unread
    }
}

/// The query values of a request.
public struct Query: Sendable {
    let values: [(name: String, value: String)]

    /// The first value of the name; nil if there is none or it is empty.
    public subscript(_ name: String) -> String? {
        values.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    public func all(_ name: String) -> [String] { values.filter { $0.name == name && !$0.value.isEmpty }.map(\.value) }

    /// The value, read as a type: `try ask.query.value("from", Day.self)`.
    /// - Returns: nil if there is none.
    /// - Throws: `Refusal.invalid` naming the query field if there is one that is not of the type.
    public func value<Value: PathParameter>(_ name: String, _ type: Value.Type = Value.self) throws -> Value? {
        guard let text = self[name] else { return nil }
        guard let value = Value(pathSegment: text) else {
            throw Refusal.invalid([.init(name, Words("这个值无法识别", "This value is not understood"))])
        }
        return value
    }
}

/// A query value that a route takes, for `/openapi.json`: `.init("q", Words("检索词", "Words to look for"))`.
public struct QueryField: Sendable {
    public let name: String
    public let words: Words
    public let schema: JSON

    public init<Value: PathParameter>(_ name: String, _ words: Words, _ type: Value.Type = String.self) {
        self.name = name
        self.words = words
        self.schema = Value.self == String.self ? ["type": "string"] : Value.pathSchema
    }
}
