import Foundation
import Glibc
import ServiceLifecycle

/// A Unix socket (mode 0600) beside the database: other commands ask the running server instead of opening the database themselves.
/// One line in, one line out: `ok …` or `no …`.
struct ControlSocket: Service {
    let path: String
    let answer: @Sendable (String) async throws -> String

    func run() async throws {
        let listener = try Self.listen(path)
        defer {
            close(listener)
            unlink(path)
        }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                guard let client = Self.accept(listener) else {
                    try? await Task.sleep(for: .milliseconds(200))
                    continue
                }
                let line = Self.readLine(client, atMost: Self.mostAsked)
                let reply: String
                do { reply = "ok " + (try await answer(line)) } catch { reply = "no \(error)" }
                Self.write(client, reply.replacing("\n", with: " ") + "\n")
                close(client)
            }
        }
    }

    private static func address(_ path: String) throws -> sockaddr_un {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { throw Stop("the path of the socket is too long: \(path)") }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return address
    }

    private static func listen(_ path: String) throws -> Int32 {
        unlink(path)   // the lock on the database says that nobody else serves it
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = try address(path)
        let before = umask(0o177)
        defer { umask(before) }
        let bound = withUnsafePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) } }
        guard listener >= 0, bound == 0, Glibc.listen(listener, 4) == 0 else { throw Stop("the socket \(path) cannot be made: errno \(errno)") }
        return listener
    }

    private static func accept(_ listener: Int32) -> Int32? {
        let client = Glibc.accept(listener, nil, nil)
        guard client >= 0 else { return nil }
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        return client
    }

    /// The most bytes of a line that is asked, and of an answer.
    private static let mostAsked = 65_536, mostAnswered = 16_777_216

    private static func readLine(_ client: Int32, atMost most: Int) -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while bytes.count < most, Glibc.read(client, &byte, 1) == 1, byte != 0x0A { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func write(_ client: Int32, _ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let sent = bytes.withUnsafeBytes { Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return }   // whoever asked is gone
            bytes = bytes.dropFirst(sent)
        }
    }

    /// Whether a server listens there.
    static func listens(_ path: String) -> Bool {
        guard let client = try? connected(path) else { return false }
        close(client)
        return true
    }

    /// - Returns: nil when none listens.
    private static func connected(_ path: String) throws -> Int32? {
        let client = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard client >= 0 else { return nil }
        do {
            var address = try address(path)
            let connected = withUnsafePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(client, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) } }
            if connected == 0 { return client }
            close(client)
            return nil
        } catch {
            close(client)
            throw error
        }
    }

    /// Asks a running server. - Returns: nil when none listens.
    static func ask(_ path: String, _ line: String) throws -> String? {
        guard let client = try connected(path) else { return nil }
        defer { close(client) }
        write(client, line + "\n")
        let reply = readLine(client, atMost: mostAnswered)
        if reply.hasPrefix("ok ") { return String(reply.dropFirst(3)) }
        throw Stop(reply.hasPrefix("no ") ? String(reply.dropFirst(3)) : "the server gave no answer")
    }
}
