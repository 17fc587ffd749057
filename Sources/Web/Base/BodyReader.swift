import Domain
import HTTPTypes
import Hummingbird
import NIOCore

/// What was sent with a write, read within bounds.
struct Sent: Sendable {
    let body: Body
    /// The site's own fields of a form: `_token`, `_key`.
    let own: [String: String]
    /// What was wrong with files already while reading.
    let refusal: Refusal?
}

struct BodyReader: Sendable {
    let limits: WebLimits
    let uploads: Permits

    /// - Parameter wasRead: set once the body was read to its end; otherwise the connection must not be kept.
    /// - Throws: `Fault` 400, 413, 415 or 503.
    func read(_ exchange: Exchange, _ request: Request, route: Route, wasRead: inout Bool) async throws -> Sent {
        guard exchange.hasBody else { return Sent(body: Body(kind: .none, value: .object(JSON.Fields())), own: [:], refusal: nil) }
        guard exchange.headers[.contentEncoding] == nil else { throw unsupported }
        if exchange.isJSONBody {
            let bytes = try await collect(exchange, request, most: route.limit ?? limits.form, &wasRead)
            do {
                let value = try JSONText.parse(bytes)
                guard value.fields != nil else { throw Fault.badRequest("JSON 最外层应为对象", "the outermost JSON value must be an object") }
                return Sent(body: Body(kind: .json, value: value), own: [:], refusal: nil)
            } catch let broken as JSONText.Broken {
                throw Fault(400, "broken_json", Words("JSON 第 \(broken.line) 行第 \(broken.column) 字节处有误", "The JSON is broken at line \(broken.line), byte \(broken.column): \(broken.reason)"))
            }
        }
        do {
            switch exchange.contentType?.value {
            case "application/x-www-form-urlencoded":
                let form = try FormFields.urlEncoded(try await collect(exchange, request, most: route.limit ?? limits.form, &wasRead))
                return Sent(body: Body(kind: .form, value: try form.json()), own: form.own, refusal: nil)
            case "multipart/form-data":
                guard let boundary = exchange.headers[.contentType].flatMap(Multipart.boundary) else { throw FormFields.Broken(reason: "there is no boundary") }
                let isLarge = (exchange.headers[.contentLength].flatMap { Int($0) } ?? .max) > limits.form
                if isLarge, !uploads.take() { throw Fault.busy(5) }
                defer { if isLarge { uploads.giveBack() } }
                let form = try Multipart.parse(try await collect(exchange, request, most: route.limit ?? limits.upload, &wasRead), boundary: boundary, largestFile: limits.file)
                let megabytes = max(1, limits.file / 1024 / 1024)
                let words = Words("文件不能超过 \(megabytes) MB", "A file may have at most \(megabytes) MB")
                let refusal = form.tooLarge.isEmpty ? nil : Refusal(.tooLarge, "file_too_large", words, fields: form.tooLarge.map { .init($0, words) })
                return Sent(body: Body(kind: .form, value: try form.fields.json()), own: form.fields.own, refusal: refusal)
            default: throw unsupported
            }
        } catch let broken as FormFields.Broken {
            throw Fault(400, "broken_form", Words("表单内容无法读取", "The form cannot be read: \(broken.reason)"))
        }
    }

    private var unsupported: Fault {
        Fault(415, "unsupported", Words("只接受表单或 JSON", "Only forms and JSON are taken"),
            headers: [("Accept", "application/json, application/x-www-form-urlencoded, multipart/form-data")], closes: true)
    }

    private func collect(_ exchange: Exchange, _ request: Request, most: Int, _ wasRead: inout Bool) async throws -> [UInt8] {
        if let announced = exchange.headers[.contentLength].flatMap({ Int($0) }), announced > most { throw Fault.tooLarge }
        var bytes: [UInt8] = []
        for try await buffer in request.body {
            guard bytes.count + buffer.readableBytes <= most else { throw Fault.tooLarge }
            bytes.append(contentsOf: buffer.readableBytesView)
        }
        wasRead = true
        return bytes
    }
}
