import Domain
import HTTPTypes
import Hummingbird
import Markup
import NIOCore
import Synchronization

/// The faces of an answer.
extension WebResponder {
    /// An answer that is what was asked for.
    func response(_ reply: Reply, _ work: Work) async throws -> Response {
        var response: Response
        var work = work
        if work.exchange.face == .html, reply.location == nil {
            // A page that is shown at once belongs to the session that it begins or ends: its forms carry that one's token.
            switch reply.change {
            case .begin(let token)?: work.enter(try await services.session(hash(token)))
            case .end?: work.enter(nil)
            case nil: break
            }
        }
        switch reply.content {
        case .attachment(let attachment): response = self.attachment(attachment)
        case .document(let type, let bytes): response = text(ByteBuffer(bytes: bytes), type: type, status: reply.status, work, mayBeKept: work.session == nil)
        case .page(let page):
            if work.exchange.face == .html, let location = reply.location {
                response = Response(status: .seeOther, headers: [.location: location.text])
            } else {
                response = try await self.page(page, status: reply.status, work)
                if let location = reply.location { response.headers[.location] = location.text }
            }
        }
        if work.exchange.face == .html {
            switch reply.change {
            case .begin(let token)?: response.headers.append(HTTPField(name: .setCookie, value: cookies.set(cookies.session, token)))
            case .end?: response.headers.append(HTTPField(name: .setCookie, value: cookies.set(cookies.session, "", maxAge: 0)))
            case nil: break
            }
        }
        return response
    }

    /// A refusal: the form again where there is one, the page for signing in, or the refusal's own page.
    func refused(_ refusal: Refusal, _ work: inout Work) async -> Response {
        let fault = Fault(refusal)
        guard work.exchange.face == .html, let ask = work.ask, let route = work.route else { return await self.fault(fault, &work) }
        do {
            if refusal.kind == .unauthenticated, !ask.actor.isSignedIn, !route.access.admits(ask.actor, powers: services.powers), let signIn = face.signIn {
                let held = route.isWrite ? Href(returning: String(work.exchange.path)).map { Held(to: $0, work.sent ?? .null) } : nil
                let wanted = (route.isWrite ? nil : Href(returning: work.exchange.target)) ?? Paths.home()
                return try await page(try await signIn(ask, wanted, held), status: fault.status, work)
            }
            if let form = route.form, let sent = work.sent, route.access.admits(ask.actor, powers: services.powers) {
                return try await page(try await form(ask, work.values, Filled(sent: sent, refusal: refusal)), status: fault.status, work)
            }
        } catch let other as Refusal {
            return await self.fault(Fault(other), &work)
        } catch {
            note(error, work)
            return await self.fault(.unexpected, &work)
        }
        return await self.fault(fault, &work)
    }

    func fault(_ fault: Fault, _ work: inout Work) async -> Response {
        var response: Response
        let language = work.ask?.language ?? work.exchange.language
        if work.exchange.face == .html {
            let plain = FaultPage(fault, requestID: work.exchange.requestID)
            do {
                response = try await page(face.fault?(plain) ?? plain, status: fault.status, work)
            } catch {
                note(error, work)
                response = text(ByteBuffer(string: fault.words(language) + "\n" + work.exchange.requestID + "\n"), type: "text/plain; charset=utf-8", status: fault.status, work)
            }
        } else {
            let problem = Problem(fault, language: language, requestID: work.exchange.requestID)
            let bytes = (try? JSON.bytes(of: problem)) ?? []
            response = text(ByteBuffer(bytes: bytes), type: "application/problem+json", status: fault.status, work)
        }
        for (name, value) in fault.headers { if let name = HTTPField.Name(name) { response.headers[name] = value } }
        if fault.status == 401, response.headers[.wwwAuthenticate] == nil { response.headers[.wwwAuthenticate] = "Bearer" }
        if fault.closes { response.headers[.connection] = "close" }
        return response
    }

    /// A page in the wanted face.
    func page(_ page: any Page, status: Int, _ work: Work) async throws -> Response {
        let ask = work.ask
        let actor = ask?.actor ?? work.session?.actor ?? .visitor
        if work.exchange.face == .json {
            let bytes = try JSON.bytes(of: page)
            return text(ByteBuffer(bytes: bytes), type: "application/json", status: status, work, mayBeKept: status == 200 && work.session == nil && !work.exchange.isWrite)
        }
        let tokens = FormTokens(secret: formSecret(work), services: services)
        let demo = configuration.isDemo ? try await services.demoBar(actor) : nil
        let now: Instant
        if let ask { now = ask.now } else { now = services.realTime() }
        let view = View(
            language: ask?.language ?? work.exchange.language, actor: actor, path: work.exchange.isWrite ? String(work.exchange.path) : work.exchange.target,
            formFields: { tokens.fields() }, asset: { [assets] in assets.address($0) }, unread: work.session?.unread ?? 0, demo: demo,
            origin: work.exchange.origin, now: now, zone: services.zone, answersForm: work.exchange.isWrite)
        let html = face.frame(page, view)
        let mayBeKept = status == 200 && work.session == nil && !work.exchange.isWrite && !tokens.wereUsed && demo == nil
        var body = ByteBufferAllocator().buffer(capacity: html.count)
        html.withRuns { body.writeBytes(UnsafeRawBufferPointer($0)) }
        var response = text(body, type: "text/html; charset=utf-8", status: status, work, mayBeKept: mayBeKept)
        if let visit = tokens.newVisit { response.headers.append(HTTPField(name: .setCookie, value: cookies.set(cookies.visit, visit))) }
        if let language = work.exchange.wantsLanguage, language != work.exchange.cookieLanguage {
            response.headers.append(HTTPField(name: .setCookie, value: cookies.set(cookies.language, language.rawValue, maxAge: 365 * 86_400)))
        }
        return response
    }

    /// Text, compressed where that is taken; with an ETag where anybody may keep it.
    func text(_ plain: ByteBuffer, type: String, status: Int, _ work: Work, mayBeKept: Bool = false) -> Response {
        var headers: HTTPFields = [.contentType: type, .vary: "Accept, Accept-Encoding, Accept-Language, Cookie"]
        var body = plain
        let zips = body.readableBytes >= 1024 && Negotiation.takesGzip(work.exchange.headers[.acceptEncoding])
        if mayBeKept {
            let mark = String(body.withUnsafeReadableBytes(Fingerprint.of), radix: 36), tag = zips ? "\"\(mark)-gz\"" : "\"\(mark)\""
            headers[.eTag] = tag
            headers[.cacheControl] = "no-cache"
            if Answer.matches(work.exchange.headers[values: .ifNoneMatch], [tag]) {
                headers[.contentType] = nil
                return Answer.notModified(headers)
            }
        }
        if zips, let zipped = Gzip.compress(Array(buffer: body), level: 4) {
            body = ByteBuffer(bytes: zipped)
            headers[.contentEncoding] = "gzip"
        }
        return Response(status: .init(code: status), headers: headers, body: ResponseBody(byteBuffer: body))
    }

    func attachment(_ attachment: Attachment) -> Response {
        let ascii = String(attachment.name.unicodeScalars.map { $0.isASCII && $0.value >= 0x20 && $0 != "\"" && $0 != "\\" && $0 != "%" && $0.value != 0x7F ? Character($0) : "_" })
        let isPicture = attachment.inline && (attachment.isPublic || ["image/svg+xml", "image/png"].contains(attachment.type))
        let headers: HTTPFields = [
            .contentType: attachment.type, .contentDisposition: "\(isPicture ? "inline" : "attachment"); filename=\"\(ascii)\"; filename*=UTF-8''\(Percent.encode(attachment.name))",
            .securityPolicy: "sandbox; default-src 'none'; style-src 'unsafe-inline'", .cacheControl: attachment.isPublic ? "public, max-age=86400, immutable" : "private, no-store",
            .vary: "Cookie",
        ]
        switch attachment.content {
        case .bytes(let bytes): return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .stream(let stream):
            return Response(status: .ok, headers: headers, body: ResponseBody { writer in
                let shared = StreamWriter(writer)
                try await stream { try await shared.write($0) }
                try await writer.finish(nil)
            })
        }
    }

    func asset(_ exchange: Exchange) throws -> Response {
        guard exchange.method == .get || exchange.method == .head else {
            throw Fault(405, "other_method", Words("这个地址不支持该操作", "This address does not take that method"), headers: [("Allow", "GET, HEAD")])
        }
        guard let asset = assets.at(String(exchange.path)) else { throw Refusal.notFound }
        let zipped = Negotiation.takesGzip(exchange.headers[.acceptEncoding]) ? asset.zipped : nil
        let tag = zipped == nil ? "\"\(asset.hash)\"" : "\"\(asset.hash)-gz\""
        var headers: HTTPFields = [.cacheControl: "public, max-age=31536000, immutable", .eTag: tag, .vary: "Accept-Encoding"]
        if Answer.matches(exchange.headers[values: .ifNoneMatch], [tag]) { return Answer.notModified(headers) }
        headers[.contentType] = asset.type
        if zipped != nil { headers[.contentEncoding] = "gzip" }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: zipped ?? asset.bytes)))
    }
}

private enum Answer {
    /// `If-None-Match` compares weakly (RFC 9110, 13.1.2).
    static func matches(_ header: [String], _ tags: [String]) -> Bool {
        header.flatMap { $0.split(separator: ",") }.contains { part in
            let tag = String(part.drop { $0 == " " }.prefix { $0 != " " })
            return tag == "*" || tags.contains(tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : tag)
        }
    }

    static func notModified(_ headers: HTTPFields) -> Response {
        var response = Response(status: .notModified, headers: headers)
        response.headers[.contentLength] = nil
        return response
    }
}

/// The hidden fields of one answer's forms. A browser without a cookie gets one with the first form.
private final class FormTokens: Sendable {
    private let services: SiteServices
    private let state: Mutex<(secret: [UInt8]?, newVisit: String?, used: Bool)>

    init(secret: [UInt8]?, services: SiteServices) {
        self.services = services
        state = Mutex((secret, nil, false))
    }

    var wereUsed: Bool { state.withLock { $0.used } }
    var newVisit: String? { state.withLock { $0.newVisit } }

    func fields() -> HTML {
        let secret = state.withLock { state in
            state.used = true
            if let secret = state.secret { return secret }
            let visit = Base64.encodeForURL(services.random(32))
            let secret = services.sha256(Array("form visit \(visit)".utf8))
            state.secret = secret
            state.newVisit = visit
            return secret
        }
        return """
            <input type="hidden" name="_token" value="\(Forgery.token(secret, mask: services.random(secret.count)))">\
            <input type="hidden" name="_key" value="\(Base64.encodeForURL(services.random(16)))">
            """
    }
}

/// Lets a `Sendable` closure write to the one writer of a response; calls come one after the other.
private final class StreamWriter: @unchecked Sendable {
    private var writer: any ResponseBodyWriter

    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    func write(_ bytes: [UInt8]) async throws { try await writer.write(ByteBuffer(bytes: bytes)) }
}
