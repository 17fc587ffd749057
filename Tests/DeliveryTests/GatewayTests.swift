import Foundation
import Testing

@testable import Delivery

@Suite(.timeLimit(.minutes(1)))
struct GatewayTests {
    /// Answers every request with the same bytes, after reading its whole body.
    private func web(_ answer: String) -> Loopback {
        Loopback { connection in
            var length = 0
            while let line = connection.line(), !line.isEmpty {
                if line.lowercased().hasPrefix("content-length:") { length = Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces)) ?? 0 }
            }
            _ = connection.bytes(length)
            connection.say(answer)
        }
    }

    private func ok(_ body: String) -> String {
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
    }

    @Test func requestByteForByte() async throws {
        let web = web(ok(#"{"errcode":0}"#))
        let gateway = try Gateway(url: "http://127.0.0.1:\(web.port)/send?key=k", headers: ["X-Key": "a b", "X-Empty": ""])
        let answer = try await gateway.exchange(json: Array(#"{"phone":"13800138000","text":"驿站"}"#.utf8), headers: ["Idempotency-Key": "7"])
        #expect(answer == Gateway.Answer(status: 200, body: Array(#"{"errcode":0}"#.utf8)))
        #expect(WebhookBody.accepted(answer))
        #expect(try await web.received().map { String(decoding: $0, as: UTF8.self) } == ["""
            POST /send?key=k HTTP/1.1\r
            Host: 127.0.0.1:\(web.port)\r
            User-Agent: yizhan\r
            Idempotency-Key: 7\r
            X-Empty:\r
            X-Key: a b\r
            Content-Type: application/json; charset=utf-8\r
            Accept: application/json\r
            Content-Length: 39\r
            \r
            {"phone":"13800138000","text":"驿站"}
            """])
    }

    @Test func largeBodyGoesWhole() async throws {
        let web = web(ok("{}"))
        let body = Array(("{\"text\":\"" + String(repeating: "驿站", count: 500_000) + "\"}").utf8)
        #expect(try await Gateway(url: "http://127.0.0.1:\(web.port)/").post(json: body) == 200)
        #expect(Array(try #require(try await web.received().first).suffix(body.count)) == body)
    }

    @Test(arguments: [204, 302, 401, 429, 500]) func everyStatusIsAnAnswer(_ status: Int) async throws {
        let web = web("HTTP/1.1 \(status) x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        #expect(try await Gateway(url: "http://127.0.0.1:\(web.port)/").post(json: []) == status)
    }

    @Test(arguments: [301, 302, 303, 307, 308]) func redirectsAreNotFollowed(_ status: Int) async throws {
        let other = web(ok("{}"))
        let web = web("HTTP/1.1 \(status) x\r\nLocation: http://127.0.0.1:\(other.port)/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        #expect(try await Gateway(url: "http://127.0.0.1:\(web.port)/").post(json: []) == status)
        #expect(web.connections == 1)
        #expect(other.connections == 0)
    }

    @Test func answerIsBounded() async throws {
        let long = String(repeating: "x", count: Transfer.longestAnswer)
        let full = web(ok(long)), over = web(ok(long + "x"))
        #expect(try await Gateway(url: "http://127.0.0.1:\(full.port)/").exchange(json: []).body.count == 65_536)
        await #expect(throws: DeliveryError.tooLong) { try await Gateway(url: "http://127.0.0.1:\(over.port)/").post(json: []) }
    }

    @Test func serverThatNeverAnswersOrNeverEnds() async throws {
        let silent = Loopback { connection in while connection.line() != nil {} }
        await #expect(throws: DeliveryError.timedOut) { try await Gateway(url: "http://127.0.0.1:\(silent.port)/", seconds: 0.5).post(json: []) }
        let slow = Loopback { connection in
            connection.say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            for _ in 0..<20 {
                connection.say("x")
                Thread.sleep(forTimeInterval: 0.1)
            }
        }
        await #expect(throws: DeliveryError.timedOut) { try await Gateway(url: "http://127.0.0.1:\(slow.port)/", seconds: 0.5).post(json: []) }
    }

    @Test func nobodyThereAndNonsense() async throws {
        let gone = Loopback.deserted()
        await #expect(throws: DeliveryError.unreachable("Couldn't connect to server")) { try await Gateway(url: "http://127.0.0.1:\(gone)/").post(json: []) }
        let hangsUp = Loopback { connection in _ = connection.line() }
        await #expect(throws: DeliveryError.self) { try await Gateway(url: "http://127.0.0.1:\(hangsUp.port)/").post(json: []) }
        let noWeb = web("220 mail.test ESMTP\r\n")
        await #expect(throws: DeliveryError.self) { try await Gateway(url: "http://127.0.0.1:\(noWeb.port)/").post(json: []) }
    }

    @Test func addressesAndHeadersThatAreNone() throws {
        let addresses = [
            "", "file:///etc/passwd", "ftp://a.cn/", "gopher://a.cn/", "http://", "a.cn", "http://user@a.cn/", "http://u:p@a.cn/", "http://a.cn/\r\nX: y",
            "http://a b/", "http://青岛.cn/", "smtp://a.cn", "http://a_b\\@c.cn/",
        ]
        for address in addresses { #expect(throws: DeliveryError.invalid("gateway's address")) { try Gateway(url: address) } }
        for (name, value) in [("X", "a\r\nY: b"), ("X\r\nY", "b"), ("", "x"), ("X:", "x"), ("Content-Length", "0"), ("host", "x"), ("X", "a\0")] {
            #expect(throws: DeliveryError.self) { try Gateway(url: "http://a.cn/", headers: [name: value]) }
        }
        let gateway = try Gateway(url: "HTTPS://qyapi.example.cn/send?key=SECRET", headers: ["X-Key": "SECRET"])
        var text = "\(gateway)"
        dump(gateway, to: &text)
        #expect(gateway.description == "qyapi.example.cn")
        #expect(!text.contains("SECRET"))
        #expect(try Gateway(url: "http://[::1]:8080/").description.contains("::1"))
    }

    @Test func queryIsAdded() async throws {
        let web = web(ok("{}"))
        for base in ["/robot?access_token=t", "/robot", "/robot#x"] {
            try await Gateway(url: "http://127.0.0.1:\(web.port)\(base)").adding(query: ["timestamp": "1", "sign": "a+b/c="]).post(json: [])
        }
        let lines = try await web.received().map { String(decoding: $0.prefix { $0 != 13 }, as: UTF8.self) }
        #expect(lines == [
            "POST /robot?access_token=t&sign=a%2Bb%2Fc%3D&timestamp=1 HTTP/1.1", "POST /robot?sign=a%2Bb%2Fc%3D&timestamp=1 HTTP/1.1",
            "POST /robot?sign=a%2Bb%2Fc%3D&timestamp=1 HTTP/1.1",
        ])
    }

    /// Makes a certificate for 127.0.0.1, says on which port it listens, answers POST with 201.
    private static let secureServer = """
        import http.server, ssl, subprocess, sys
        folder = sys.argv[1]
        subprocess.run(["/usr/bin/openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder + "/key", "-out", folder + "/cert",
                        "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, stderr=subprocess.DEVNULL)
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(201)
                self.send_header("Content-Length", "0")
                self.end_headers()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder + "/cert", folder + "/key")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        print(server.server_port, flush=True)
        server.serve_forever()
        """

    private static let secureTools = ["/usr/bin/python3", "/usr/bin/openssl"].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }

    @Test(.enabled(if: secureTools, "python3 or openssl is not installed")) func onlyATrustedCertificate() async throws {
        let folder = NSTemporaryDirectory() + "/tls-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let process = Process()
        let said = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-I", "-c", Self.secureServer, folder]
        process.standardOutput = said
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { kill(process.processIdentifier, SIGKILL) }
        let line = try await onOwnThread { String(decoding: said.fileHandleForReading.availableData, as: UTF8.self) }
        let port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)))

        #expect(try await Gateway(url: "https://127.0.0.1:\(port)/", authorities: folder + "/cert").post(json: Array("{}".utf8)) == 201)
        await #expect(throws: DeliveryError.untrusted("SSL peer certificate or SSH remote key was not OK")) {
            try await Gateway(url: "https://127.0.0.1:\(port)/").post(json: Array("{}".utf8))
        }
        // and another name than the certificate's
        await #expect(throws: DeliveryError.untrusted("SSL peer certificate or SSH remote key was not OK")) {
            try await Gateway(url: "https://localhost:\(port)/", authorities: folder + "/cert").post(json: Array("{}".utf8))
        }
        await #expect(throws: DeliveryError.untrusted("SSL peer certificate or SSH remote key was not OK")) {
            try await MailServer(host: "127.0.0.1", port: port, security: .tls, from: "a@b.cn")
                .send(to: "a@b.cn", subject: "x", body: "x", id: "<1@b.cn>", date: 0)
        }
    }
}
