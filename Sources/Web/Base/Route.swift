import Domain

/// One route of the site: everything the router, `/openapi.json`, the table of permissions and the tests that walk all routes need.
public struct Route: Sendable {
    public enum Method: String, Sendable, Hashable { case get = "GET", post = "POST" }

    public let method: Method
    public let template: String
    public let access: Access
    public let tag: String
    public let summary: Words
    /// The statuses of its own answers; those that the site adds are in `Site.statuses(of:)`.
    public let statuses: [Int]
    public let query: [QueryField]
    public let parameters: [(name: String, schema: JSON)]
    let input: (any (Decodable & Sendable).Type)?
    let page: (any Page.Type)?
    /// Media type of a download; several with `, ` between them.
    let download: String?
    let pace: Pace
    /// Bytes that a body may have: nil for what its kind may have.
    let limit: Int?
    let segments: [Segment]
    let run: @Sendable (Ask, [String], Body) async throws -> Reply
    /// The form's page again, with what was typed.
    let form: (@Sendable (Ask, [String], Filled) async throws -> any Page)?

    public var isWrite: Bool { method == .post }
    /// The name of the input struct; nil for reads.
    public var inputName: String? { input.map { String(describing: $0) } }
    /// Whether a file is anywhere in its input.
    var takesFiles: Bool {
        guard let input, let schema = try? SchemaBuilder.whole(input) else { return false }
        return schema.contains(Upload.schema)
    }
    /// The name of the page struct; nil for downloads.
    public var pageName: String? { page.map { String(describing: $0) } }
}

/// How often somebody may come.
public enum Pace: Sendable, Hashable {
    /// Reads freely; anonymous writes per client address.
    case ordinary
    /// Signing in, and whatever else tries secrets: per client address, and per account that the named field of the input names.
    case secrets(field: String)

    /// One name for all ways of writing one login: blanks around it, capitals, and a phone number's country code and spaces make no difference.
    static func account(_ typed: String) -> String {
        let digits = typed.unicodeScalars.filter { ("0"..."9").contains($0) }
        if digits.count >= 11 { return String(String.UnicodeScalarView(digits.suffix(11))) }
        return String(typed.filter { !$0.isWhitespace && !$0.isNewline }.lowercased().prefix(100))
    }
}

/// What a request brought.
struct Body: Sendable {
    enum Kind: Sendable { case none, form, json }
    let kind: Kind
    let value: JSON
}

/// An answer before it has a face.
struct Reply: Sendable {
    enum Content: Sendable {
        case page(any Page)
        case attachment(Attachment)
        /// A document of the site itself, with its media type.
        case document(String, [UInt8])
    }

    var status: Int
    var content: Content
    var location: Href?
    var change: SessionChange?
}

extension JSON {
    fileprivate func contains(_ part: JSON) -> Bool {
        if self == part { return true }
        if let fields { return fields.names.contains { fields[$0]?.contains(part) == true } }
        return items?.contains { $0.contains(part) } ?? false
    }
}
