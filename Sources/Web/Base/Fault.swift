import Domain
import Markup

/// An answer that is not what was asked for: a refusal, a request that HTTP itself does not allow, or something unexpected.
struct Fault: Error {
    let status: Int
    let code: String
    let words: Words
    var clause: Clause?
    var next: Words?
    var fields: [Refusal.Field] = []
    var headers: [(String, String)] = []
    /// Whether the connection ends with this answer, because the rest of the request is not wanted.
    var closes = false

    init(
        _ status: Int, _ code: String, _ words: Words, clause: Clause? = nil, next: Words? = nil, fields: [Refusal.Field] = [],
        headers: [(String, String)] = [], closes: Bool = false
    ) {
        self.status = status
        self.code = code
        self.words = words
        self.clause = clause
        self.next = next
        self.fields = fields
        self.headers = headers
        self.closes = closes
    }

    init(_ refusal: Refusal) {
        self.init(Fault.status(refusal.kind), refusal.code, refusal.words, clause: refusal.clause, next: refusal.next, fields: refusal.fields)
    }

    static func status(_ kind: Refusal.Kind) -> Int {
        switch kind {
        case .unauthenticated: 401
        case .forbidden: 403
        case .notFound: 404
        case .conflict: 409
        case .tooLarge: 413
        case .unsupported: 415
        case .invalid: 422
        case .tooMany: 429
        }
    }

    static func badRequest(_ zh: String, _ en: String) -> Fault {
        Fault(400, "bad_request", Words("请求有误：\(zh)", "The request is not well formed: \(en)"))
    }

    static let unexpected = Fault(500, "unexpected", Words("系统出了问题，已经记录", "Something went wrong here, and has been noted"),
        next: Words("请稍后再试；反映问题时请提供下面的编号", "Please try again later; if you report it, give the number below"))

    static let tooLarge = Fault(413, "too_large", Words("提交的内容太大", "Too much was sent"),
        next: Words("单个文件不超过 10 MB，合计不超过 25 MB", "One file may have 10 MB, all together 25 MB"), closes: true)

    static func busy(_ seconds: Int) -> Fault {
        Fault(503, "busy", Words("访问人数较多，请稍后再试", "Too many people are here just now; please try again shortly"), headers: [("Retry-After", String(seconds))])
    }

    static func tooOften(_ seconds: Int) -> Fault {
        Fault(429, "too_many", Words("操作过于频繁，请 \(seconds) 秒后再试", "Too many tries; please wait \(seconds) seconds"), headers: [("Retry-After", String(seconds))])
    }

    static let forged = Fault(403, "forged", Words("这个请求不是从本站的页面发出的", "This request did not come from a page of this site"),
        next: Words("请打开页面，重新提交", "Please open the page and send it again"))

    static let stale = Refusal(.forbidden, "form_expired", Words("页面打开的时间太久，请核对后再提交一次", "The page was open for too long; please check it and send it again"))
}

/// Problem details (RFC 9457).
struct Problem: Codable, Sendable {
    struct FieldProblem: Codable, Sendable {
        let field: String
        let message: String
    }

    /// `urn:yizhan:problem:CODE`
    let type: String
    let title: String
    let status: Int
    /// What to do next.
    let detail: String?
    let code: String
    let clause: Clause?
    let errors: [FieldProblem]
    let request_id: String

    init(_ fault: Fault, language: Language, requestID: String) {
        type = "urn:yizhan:problem:" + fault.code
        title = fault.words(language)
        status = fault.status
        detail = fault.next?(language)
        code = fault.code
        clause = fault.clause
        errors = fault.fields.map { FieldProblem(field: $0.field, message: $0.words(language)) }
        request_id = requestID
    }
}

/// The page of a fault: the same words.
struct FaultPage: Page {
    let status: Int
    let code: String
    let words: Words
    let clause: Clause?
    let next: Words?
    let errors: [Refusal.Field]
    let requestID: String

    init(_ fault: Fault, requestID: String) {
        status = fault.status
        code = fault.code
        words = fault.words
        clause = fault.clause
        next = fault.next
        errors = fault.fields
        self.requestID = requestID
    }

    func title(in language: Language) -> String { words(language) }

    func body(_ view: View) -> HTML {
        """
        <h1>\(view(words))</h1>\(with: next, { "<p>\(view($0))</p>" })\(with: clause, { "<p>\(view("依据", "Under")) \($0.text)</p>" })\
        \(if: !errors.isEmpty, "<ul>\(each: errors, { "<li>\(view($0.words)) <code>\($0.field)</code></li>" })</ul>")\
        <p><a href="\(Paths.home())">\(view("返回首页", "Back to the home page"))</a></p><p><small>\(view("编号", "Number")) \(requestID)</small></p>
        """
    }
}

/// What a form held when its session had ended. It travels as one hidden field through signing in, and is offered for sending again.
struct Held: Codable, Sendable {
    let to: String
    let values: [String: [String]]

    init(to: Href, _ sent: JSON) {
        self.to = to.text
        values = Filled(sent: sent, refusal: .unauthenticated).values
    }

    private init(to: String, values: [String: [String]]) {
        self.to = to
        self.values = values
    }

    /// The same without a field that has to be typed anew.
    func leaving(out name: String) -> Held { Held(to: to, values: values.filter { $0.key != name }) }

    /// - Returns: nil if it is not what `text` wrote.
    init?(text: String) {
        guard let value = try? JSONText.parse(Array(text.utf8)), let to = value["to"]?.string, Href(returning: to) != nil,
              let fields = value["values"]?.fields else { return nil }
        self.to = to
        var values: [String: [String]] = [:]
        for name in fields.names { values[name] = fields[name]?.items?.compactMap(\.string) ?? [] }
        self.values = values
    }

    /// For `<input type="hidden" name="held" value="…">`.
    var text: String {
        guard let json = try? JSON(encoding: self) else { return "" }
        return String(decoding: JSONText.write(json), as: UTF8.self)
    }

    /// How long it is offered. Seconds.
    static let lifetime = 2 * 3600

    /// With the time from which on it is kept, for sealing.
    func kept(at now: Instant) -> String { "\(now.milliseconds) \(text)" }

    /// - Returns: nil if it is not what `kept` wrote, or its time is over.
    init?(kept: String, now: Instant) {
        let parts = kept.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let at = Int64(parts[0]) else { return nil }
        let passed = now.milliseconds.subtractingReportingOverflow(at)
        guard !passed.overflow, (0..<Int64(Held.lifetime) * 1000).contains(passed.partialValue) else { return nil }
        self.init(text: String(parts[1]))
    }

    /// The form as hidden fields under this session's own token, with one button. Files have to be chosen again.
    func form(_ view: View, button: Words) -> HTML {
        let pairs = values.sorted { $0.key < $1.key }.flatMap { name, values in values.map { (name, $0) } }
        return """
            <form method="post" action="\(to)">\(view.formFields())\(each: pairs, { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" })\
            <button type="submit">\(view(button))</button></form>
            """
    }
}
