import Domain
import Markup

/// What a handler answers with: one model, two faces. A browser gets `body` inside the site's frame,
/// `Accept: application/json` gets the model itself. It computes nothing: everything it shows, it holds.
///
/// Its stored properties are typed leaves (`Leaf`), lists and other such structs, so that `/openapi.json` can describe it.
public protocol Page: Codable, Sendable {
    func title(in language: Language) -> String
    func body(_ view: View) -> HTML
    /// What the page says of itself to search engines and where it is passed on; nil for what is nobody else's business. Most pages say nothing.
    func sharing(_ view: View) -> Sharing?
}

extension Page {
    public func sharing(_ view: View) -> Sharing? { nil }
}

/// What every page is shown with: who looks, in which language, from where.
public struct View: Sendable {
    public let language: Language
    public let actor: Actor
    /// The path that is shown, with its query, for the language switch and for coming back after signing in.
    public let path: String
    /// The hidden fields that every form of this answer carries: the token against forgery and a fresh idempotency key.
    public let formFields: @Sendable () -> HTML
    /// Where an asset is served, with the hash of its content: `asset("site.css")`.
    public let asset: @Sendable (String) -> String
    /// Messages in the inbox that were not read yet.
    public let unread: Int
    /// Demo mode's bar; nil outside demo mode.
    public let demo: DemoBar?
    /// `https://…` as configured, for links that leave the site.
    public let origin: String
    /// Programme time and its zone, for "in 3 working days" and the like.
    public let now: Instant
    public let zone: Zone
    /// Whether the page answers something that was sent: its address may then have no page of its own to lead to.
    public let answersForm: Bool

    public init(
        language: Language, actor: Actor, path: String, formFields: @escaping @Sendable () -> HTML, asset: @escaping @Sendable (String) -> String,
        unread: Int, demo: DemoBar?, origin: String, now: Instant, zone: Zone, answersForm: Bool = false
    ) {
        self.language = language
        self.actor = actor
        self.path = path
        self.formFields = formFields
        self.asset = asset
        self.unread = unread
        self.demo = demo
        self.origin = origin
        self.now = now
        self.zone = zone
        self.answersForm = answersForm
    }

    /// The words in the language of this answer.
    public func callAsFunction(_ words: Words) -> String { words(language) }
    /// Chinese and English side by side: `view("提交申报", "Submit application")`.
    public func callAsFunction(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
}

/// The bar at the top in demo mode: whom one can be, and the clock that can be moved.
public struct DemoBar: Sendable {
    public struct Role: Sendable {
        public let account: String
        public let name: String
        public let post: String
        public let isCurrent: Bool

        public init(account: String, name: String, post: String, isCurrent: Bool) {
            self.account = account
            self.name = name
            self.post = post
            self.isCurrent = isCurrent
        }
    }

    public let roles: [Role]
    public let now: Instant
    /// What falls due next, in words; nil if nothing does.
    public let next: Words?

    public init(roles: [Role], now: Instant, next: Words?) {
        self.roles = roles
        self.now = now
        self.next = next
    }
}
