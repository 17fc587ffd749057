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

    static let nothing = Sent(body: Body(kind: .none, value: .object(JSON.Fields())), own: [:], refusal: nil)
}

struct BodyReader: Sendable {
    /// The client went away before its body was whole, or was cut.
    struct BrokenOff: Error {}

    let limits: WebLimits
    let uploads: SharedPermits
    /// Templates of the routes whose input has a file.
    let takeFiles: Set<String>

    /// - Parameters:
    ///   - wasRead: set once the body was read to its end; otherwise the connection must not be kept.
    ///   - holdsUpload: set if the body is large; whoever called gives `uploads` back once the answer is there.
    /// - Throws: `Fault` 400, 413, 415 or 503; `BrokenOff`.
    func read(_ exchange: Exchange, _ request: Request, route: Route, wasRead: inout Bool, holdsUpload: inout Bool) async throws -> Sent {
        guard exchange.hasBody else { return .nothing }
        guard exchange.headers[.contentEncoding] == nil else { throw unsupported }
        let takesFiles = exchange.contentType?.value == "multipart/form-data" && takeFiles.contains(route.template)
        let most = route.limit ?? (takesFiles ? limits.upload : limits.form)
        let announced = exchange.headers[.contentLength].map { Int($0) ?? .max }
        if let announced, announced > most { throw Fault.tooLarge }
        if most > limits.form, announced ?? .max > limits.form {
            guard uploads.take(exchange.party) else { throw Fault.busy(5) }
            holdsUpload = true
        }
        if exchange.isJSONBody {
            let bytes = try await collect(request, most: most, &wasRead)
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
                let form = try FormFields.urlEncoded(try await collect(request, most: most, &wasRead))
                return Sent(body: Body(kind: .form, value: try form.json()), own: form.own, refusal: nil)
            case "multipart/form-data":
                guard let boundary = exchange.headers[.contentType].flatMap(Multipart.boundary) else { throw FormFields.Broken(reason: "there is no boundary") }
                let form = try Multipart.parse(try await collect(request, most: most, &wasRead), boundary: boundary, largestFile: limits.file)
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

    /// What somebody typed whose session has ended: as many bytes as a form without files has, the fields that are whole among them.
    /// The rest, files as a rule, is let pass by, so that the browser takes the answer.
    /// - Returns: nothing where it cannot be read: it is not going to be carried out.
    func typed(_ exchange: Exchange, _ request: Request, wasRead: inout Bool) async throws -> Sent {
        guard exchange.hasBody, exchange.headers[.contentEncoding] == nil,
              exchange.headers[.contentLength].map({ Int($0) ?? .max }) ?? 0 <= limits.upload else { return .nothing }
        let type = exchange.contentType?.value
        let boundary = exchange.headers[.contentType].flatMap(Multipart.boundary)
        guard type == "application/x-www-form-urlencoded" || type == "multipart/form-data" && boundary != nil else { return .nothing }
        var bytes: [UInt8] = []
        var size = 0
        do {
            for try await buffer in request.body {
                size += buffer.readableBytes
                guard size <= limits.upload else { return .nothing }
                bytes.append(contentsOf: buffer.readableBytesView.prefix(limits.form - bytes.count))
            }
        } catch { throw BrokenOff() }
        wasRead = true
        let isCut = size > bytes.count
        do {
            if type == "multipart/form-data", let boundary {
                let form = try Multipart.parse(bytes, boundary: boundary, largestFile: limits.form, isCut: isCut)
                return Sent(body: Body(kind: .form, value: try form.fields.json()), own: [:], refusal: nil)
            }
            if isCut { bytes.removeSubrange((bytes.lastIndex(of: UInt8(ascii: "&")) ?? 0)...) }
            return Sent(body: Body(kind: .form, value: try FormFields.urlEncoded(bytes).json()), own: [:], refusal: nil)
        } catch is FormFields.Broken { return .nothing }
    }

    private var unsupported: Fault {
        Fault(415, "unsupported", Words("只接受表单或 JSON", "Only forms and JSON are taken"),
            headers: [("Accept", "application/json, application/x-www-form-urlencoded, multipart/form-data")], closes: true)
    }

    private func collect(_ request: Request, most: Int, _ wasRead: inout Bool) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            for try await buffer in request.body {
                guard bytes.count + buffer.readableBytes <= most else { throw Fault.tooLarge }
                bytes.append(contentsOf: buffer.readableBytesView)
            }
        } catch let fault as Fault {
            throw fault
        } catch { throw BrokenOff() }
        wasRead = true
        return bytes
    }
}
