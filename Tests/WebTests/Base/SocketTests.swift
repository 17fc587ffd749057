import Domain
import Foundation
import Glibc
import Hummingbird
import Synchronization
import Testing
@testable import Web

/// A TCP connection to the loopback, written and read raw, off the cooperative pool.
final class RawConnection: @unchecked Sendable {
    private let socket: Int32

    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) } }
        guard result == 0 else { throw POSIXError(.ECONNREFUSED) }
        var limit = timeval(tv_sec: 15, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { Glibc.close(socket) }

    @discardableResult func write(_ text: String) -> Bool { write(Array(text.utf8)) }
    @discardableResult func write(_ bytes: [UInt8]) -> Bool { Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count }

    /// What has come until the text is there, or the other side closed.
    func read(until text: String? = nil) async -> (text: String, isClosed: Bool) {
        await withCheckedContinuation { done in
            Thread.detachNewThread { [self] in
                var collected: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 65_536)
                while true {
                    if let text, String(decoding: collected, as: UTF8.self).contains(text) { return done.resume(returning: (String(decoding: collected, as: UTF8.self), false)) }
                    let count = Glibc.recv(socket, &buffer, buffer.count, 0)
                    guard count > 0 else { return done.resume(returning: (String(decoding: collected, as: UTF8.self), count == 0)) }
                    collected += buffer[0..<count]
                }
            }
        }
    }
}

@Suite("On a real port") struct SocketTests {
    let house = TestHouse()

    func serving(_ change: @escaping (inout WebConfiguration) -> Void = { _ in }, logged: Seen? = nil, _ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        let server = try house.server(logged: logged) {
            $0.origin = nil
            $0.isDemo = true
            change(&$0)
        }
        let ports = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.application { ports.continuation.yield($0) }.run() }
            var iterator = ports.stream.makeAsyncIterator()
            guard let port = await iterator.next() else { return }
            try await body(port)
            group.cancelAll()
        }
    }

    func status(_ answer: String) -> String { String(answer.prefix { $0 != "\r\n" }) }

    @Test func keepsTheConnection() async throws {
        try await serving { port in
            let connection = try RawConnection(port: port)
            for _ in 0..<3 {
                connection.write("GET /health HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n")
                let (answer, isClosed) = await connection.read(until: "\"status\":\"well\"}")
                #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
                #expect(!isClosed)
            }
            connection.write("HEAD /health HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\nConnection: close\r\n\r\n")
            let (head, isClosed) = await connection.read()
            #expect(head.contains("\r\ncontent-length: 31\r\n") || head.contains("\r\nContent-Length: 31\r\n"))
            #expect(head.hasSuffix("\r\n\r\n"))
            #expect(isClosed)
        }
    }

    @Test("hosts", arguments: [("", "400 Bad Request"), ("Host: localhost\r\nHost: localhost\r\n", "400 Bad Request"), ("Host: evil.example\r\n", "421 Misdirected Request"), ("Host: localhost\r\n", "200 OK")])
    func hosts(header: String, status: String) async throws {
        try await serving { port in
            let connection = try RawConnection(port: port)
            connection.write("GET /health HTTP/1.1\r\n\(header)Connection: close\r\n\r\n")
            let (answer, _) = await connection.read()
            #expect(self.status(answer) == "HTTP/1.1 \(status)")
            #expect(answer.lowercased().contains("\r\ncontent-security-policy: \(SecurityHeaders.policy.lowercased())\r\n"))
        }
    }

    @Test func whatIsNotHTTPGetsTheHeadersToo() async throws {
        try await serving { port in
            let connection = try RawConnection(port: port)
            connection.write("GET /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n")
            let (answer, isClosed) = await connection.read()
            #expect(self.status(answer) == "HTTP/1.1 400 Bad Request")
            #expect(answer.lowercased().contains("\r\ncontent-security-policy: "))
            #expect(isClosed)
        }
    }

    @Test func tooLargeIsAnsweredAtOnceAndCloses() async throws {
        try await serving { port in
            let connection = try RawConnection(port: port)
            connection.write("POST /shelves/a1/books HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\n\r\n{")
            let (answer, isClosed) = await connection.read()
            #expect(self.status(answer) == "HTTP/1.1 413 Content Too Large" || self.status(answer) == "HTTP/1.1 413 Payload Too Large")
            #expect(answer.lowercased().contains("\r\nconnection: close\r\n"))
            #expect(isClosed)
            // Chunks without an announced length, too.
            let chunked = try RawConnection(port: port)
            chunked.write("POST /shelves/a1/books HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
            chunked.write("14000\r\n" + String(repeating: "a", count: 0x14000) + "\r\n")
            let second = await chunked.read()
            #expect(self.status(second.text).hasPrefix("HTTP/1.1 413 "))
            #expect(second.isClosed)
        }
    }

    @Test func slowBodiesAreCut() async throws {
        try await serving({ $0.limits.grace = 1 }) { port in
            let connection = try RawConnection(port: port)
            connection.write("POST /shelves/a1/books HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n")
            let began = ContinuousClock.now
            let dripping = Task.detached {
                while !Task.isCancelled, connection.write("a") { try? await Task.sleep(for: .milliseconds(200)) }
            }
            let (answer, isClosed) = await connection.read()
            dripping.cancel()
            #expect(self.status(answer) == "HTTP/1.1 408 Request Timeout")
            #expect(answer.lowercased().contains("\r\ncontent-security-policy: "))
            #expect(isClosed)
            #expect(began.duration(to: .now) < .seconds(15))
            #expect(self.house.seen.all == [])
        }
    }

    @Test func answersThatDoNotComeAreGivenUp() async throws {
        try await serving({ $0.limits.deadline = 1 }) { port in
            let connection = try RawConnection(port: port)
            connection.write("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let (answer, isClosed) = await connection.read()
            #expect(self.status(answer) == "HTTP/1.1 503 Service Unavailable")
            #expect(answer.lowercased().contains("\r\nretry-after: 5\r\n"))
            #expect(isClosed)
        }
    }

    @Test func idleConnectionsEnd() async throws {
        try await serving({ $0.limits.idle = 1 }) { port in
            let began = ContinuousClock.now
            let (answer, isClosed) = await (try RawConnection(port: port)).read()
            #expect(answer == "")
            #expect(isClosed)
            #expect(began.duration(to: .now) < .seconds(15))
        }
    }

    @Test func continueIsSaidToWhoAsks() async throws {
        try await serving { port in
            let connection = try RawConnection(port: port)
            connection.write("POST /shelves/a1/books HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 14\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n")
            let (first, _) = await connection.read(until: "\r\n\r\n")
            #expect(first == "HTTP/1.1 100 Continue\r\n\r\n")
            connection.write("{\"name\":\"abc\"}")
            let (answer, _) = await connection.read()
            #expect(self.status(answer) == "HTTP/1.1 201 Created")
            #expect(self.house.seen.all == [" a1 abc - - 0"])
        }
    }
}
