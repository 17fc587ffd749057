/// Why somebody is not given what they asked for, in words for them. The unexpected is not a refusal.
public struct Refusal: Error, Sendable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// Not signed in, or the session has ended.
        case unauthenticated
        /// Signed in, and may know that the thing exists, but may not do this.
        case forbidden
        /// There is no such thing, or not for this person.
        case notFound = "not_found"
        /// Somebody else was faster, or the thing is in another state by now.
        case conflict
        /// What was sent does not fit; `fields` says where.
        case invalid
        /// Too much was sent.
        case tooLarge = "too_large"
        /// A kind of file or text that is not taken.
        case unsupported
        /// Too often or too many at once; try again later.
        case tooMany = "too_many"
    }

    /// What is wrong at one field. `field` is the name that the form and the JSON use, with dots and numbers for tables: `team.staff.2.phone`.
    public struct Field: Sendable, Hashable, Codable {
        public let field: String
        public let words: Words

        public init(_ field: String, _ words: Words) {
            self.field = field
            self.words = words
        }
    }

    public let kind: Kind
    /// Names the reason for programs, in snake_case: `intake_closed`.
    public let code: String
    public let words: Words
    /// The clause that the refusal rests on, if it rests on one.
    public let clause: Clause?
    /// What the person can do next.
    public let next: Words?
    public let fields: [Field]

    public init(_ kind: Kind, _ code: String, _ words: Words, clause: Clause? = nil, next: Words? = nil, fields: [Field] = []) {
        self.kind = kind
        self.code = code
        self.words = words
        self.clause = clause
        self.next = next
        self.fields = fields
    }

    public static let notFound = Refusal(.notFound, "not_found", Words("没有找到这个内容", "There is nothing here"),
        next: Words("请检查地址，或从首页进入", "Check the address, or start from the home page"))

    public static let unauthenticated = Refusal(.unauthenticated, "sign_in", Words("请先登录", "Please sign in first"))

    public static func invalid(_ fields: [Field]) -> Refusal {
        Refusal(.invalid, "invalid", Words("填写的内容有 \(fields.count) 处需要修改", "\(fields.count) things need to be corrected"), fields: fields)
    }
}
