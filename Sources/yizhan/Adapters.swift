import Cryptography
import Delivery
import Domain
import Foundation
import Papers
import Services

/// The services' secrets over libcrypto.
struct LibcryptoSecrets: Secrets {
    private let fields: FieldCipher
    private let storedFiles: FileCipher
    private let signer: Signer
    /// This house's own public keys: a head that somebody signed with a key of theirs is none of ours.
    private let known: Set<String>

    init(keys: Keys, algorithm: SealAlgorithm) throws {
        fields = FieldCipher(keys: keys, algorithm: algorithm)
        storedFiles = FileCipher(keys: keys, algorithm: algorithm)
        signer = try Signer(keys: keys)
        known = Set(try Signer.publicKeys(keys).values)
    }

    func random(_ count: Int) throws -> [UInt8] { try randomBytes(count) }
    func sha256(_ bytes: [UInt8]) -> String { Digest.sha256Hex(bytes) }
    func seal(_ plain: [UInt8], table: String, column: String, row: String) throws -> [UInt8] { try fields.seal(plain, table: table, column: column, row: row) }
    func open(_ sealed: [UInt8], table: String, column: String, row: String) throws -> [UInt8] { try fields.open(sealed, table: table, column: column, row: row) }
    func blindIndex(_ text: String, table: String, column: String) throws -> [UInt8] { fields.blindIndex(text, table: table, column: column) }
    func blindIndexes(_ text: String, table: String, column: String) throws -> [[UInt8]] { fields.blindIndexes(text, table: table, column: column) }
    func sealFile(_ plain: [UInt8], id: String) throws -> [UInt8] { try storedFiles.seal(plain, file: id) }
    func openFile(_ sealed: [UInt8], id: String) throws -> [UInt8] { try storedFiles.open(sealed, file: id) }
    func sign(_ message: [UInt8]) throws -> (signature: String, publicKey: String) { (Digest.hex(try signer.sign(message)), signer.publicKey) }

    func verify(signature: String, publicKey: String, message: [UInt8]) -> Bool {
        guard known.contains(publicKey) else { return false }
        return Digest.bytes(hex: signature).map { Signer.verify(publicKey: publicKey, signature: $0, message: message) } ?? false
    }

    func totpStep(secret: [UInt8], code: String, at: Instant) -> Int64? { TOTP.verify(code, secret: secret, at: at.milliseconds / 1000) }
    func totpSecret() throws -> [UInt8] { try TOTP.secret() }
    func totpAddress(secret: [UInt8], account: String) -> String { TOTP.uri(secret: secret, account: account, issuer: "人才驿站") }
}

/// argon2id, two at a time on threads of its own.
struct Argon2Passwords: PasswordHashing {
    private let worker = PasswordWorker()

    private static let busy = Refusal(.tooMany, "busy", Words("登录人数较多，请稍后再试", "Many people are signing in; try again in a moment"))

    func hash(_ password: String) async throws -> String {
        do { return try await worker.hash(password) } catch is PasswordWorker.Busy { throw Self.busy }
    }

    func verify(_ password: String, against hash: String) async throws -> Bool {
        do { return try await worker.verify(password, against: hash) } catch is PasswordWorker.Busy { throw Self.busy }
    }

    func isCommon(_ password: String) -> Bool { Passwords.isCommon(password) }
}

/// Paper through WeasyPrint, libqrencode and libxlsxwriter; pictures through Pillow.
struct Studio: PaperMaker {
    private let printer = PDF()
    private let pictures = Pictures()

    func pdf(html: String, stylesheet: String) async throws -> [UInt8] {
        do {
            return try await printer.render(html: html, stylesheet: stylesheet)
        } catch PDF.Failure.busy {
            throw Refusal(.tooMany, "busy", Words("正在生成的文件较多，请稍后再试", "Many documents are being made; try again in a moment"))
        }
    }

    func picture(_ bytes: [UInt8], longest: Int) async throws -> [UInt8] {
        do {
            return try await pictures.jpeg(bytes, longest: longest)
        } catch .busy {
            throw Refusal(.tooMany, "busy", Words("正在处理的图片较多，请稍后再试", "Many pictures are being made; try again in a moment"))
        } catch .unreadable {
            throw Refusal.invalid([.init("file", Words("图片无法读取，请另存为 JPEG 后再上传", "The picture cannot be read; save it as JPEG again and try once more"))])
        } catch .tooLarge {
            throw Refusal.invalid([.init("file", Words("图片像素过多（最多 6400 万），请缩小后再上传", "The picture has too many pixels (at most 64 million); make it smaller"))])
        }
    }

    func qr(_ text: String, title: String) throws -> String { try QR.svg(text, title: title) }

    func workbook(sheet: String, columns: [(title: String, width: Double)], rows: (_ row: ([PaperCell]) throws -> Void) throws -> Void) throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "yizhan-\(UUID().uuidString).xlsx").path
        do {
            let book = try Workbook(path: path)
            try book.sheet(sheet, columns: columns)
            try rows { cells in
                try book.row(cells.map(\.cell))
            }
            try book.close()
            return path
        } catch {
            try? FileManager.default.removeItem(atPath: path)
            throw error
        }
    }
}

/// SMTP.
struct MailCourier: Courier {
    let server: MailServer
    let now: @Sendable () -> Instant

    func carry(to address: String, title: String, body: String, id: String) async throws {
        let host = server.from.split(separator: "@").last.map(String.init) ?? "localhost"
        try await server.send(to: address, subject: title, body: body, id: "<\(id)@\(host)>", date: now().milliseconds / 1000)
    }
}

/// An HTTP gateway for text messages.
struct SMSCourier: Courier {
    let gateway: Gateway
    let template: SMSBody

    func carry(to address: String, title: String, body: String, id: String) async throws {
        let status = try await gateway.post(json: template.bytes(phone: address, text: "\(title)。\(body)"), headers: ["Idempotency-Key": id])
        guard (200..<300).contains(status) else { throw Stop("gateway answered \(status)") }
    }
}

/// Groups of offices in 企业微信 or 钉钉; the address is the office's id.
struct GroupCourier: Courier {
    enum Kind: Sendable { case weCom, dingTalk(secret: String?) }

    let groups: [String: (gateway: Gateway, kind: Kind)]
    let now: @Sendable () -> Instant

    func carry(to address: String, title: String, body: String, id: String) async throws {
        guard let group = groups[address] else { return }   // this office has no group
        let text = "\(title)\n\(body)"
        let answer: Gateway.Answer
        switch group.kind {
        case .weCom: answer = try await group.gateway.exchange(json: WebhookBody.weCom(text))
        case .dingTalk(let secret):
            var gateway = group.gateway
            if let secret {
                gateway = try gateway.adding(query: WebhookBody.dingTalkQuery(secret: secret, milliseconds: now().milliseconds) { Digest.hmacSHA256(key: $0, $1) })
            }
            answer = try await gateway.exchange(json: WebhookBody.dingTalk(text))
        }
        guard WebhookBody.accepted(answer) else { throw Stop("group answered \(answer.status)") }
    }
}
