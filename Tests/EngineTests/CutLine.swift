import Foundation
import Synchronization

/// Stands between libpq and the server on a Unix socket of its own. When it is told to, it passes COMMIT on, waits for the server's answer,
/// and then ends the connection instead of handing the answer over.
final class CutLine: Sendable {
    struct Failed: Error { let step: String }

    private let folder: String
    private let server: String
    private let listener: Int32
    private let cuts = Mutex(false)

    var cutsAtCommit: Bool {
        get { cuts.withLock { $0 } }
        set { cuts.withLock { $0 = newValue } }
    }

    init(to server: String) throws {
        self.server = server
        folder = "/tmp/yizhan-cut-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard Self.withAddress(folder, { bind(self.listener, $0, $1) }) == 0, listen(listener, 8) == 0 else { throw Failed(step: strerror()) }
        Thread.detachNewThread { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                let upstream = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
                _ = Self.withAddress(self.server) { connect(upstream, $0, $1) }
                let line = Line(client: client, upstream: upstream)
                Thread.detachNewThread { self.carry(from: client, to: upstream, line) }
                Thread.detachNewThread { self.carry(from: upstream, to: client, line) }
            }
        }
    }

    func rerouted(_ address: String) -> String { address.replacingOccurrences(of: server, with: folder) }

    func remove() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// One connection through the line.
    private final class Line: Sendable {
        let client: Int32
        let upstream: Int32
        let sawCommit = Mutex(false)

        init(client: Int32, upstream: Int32) {
            self.client = client
            self.upstream = upstream
        }

        func end() {
            shutdown(client, Int32(SHUT_RDWR))
            shutdown(upstream, Int32(SHUT_RDWR))
        }
    }

    private func carry(from source: Int32, to target: Int32, _ line: Line) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0 else { return line.end() }
            if source == line.client, cutsAtCommit, Data(buffer.prefix(count)).range(of: Data("COMMIT\0".utf8)) != nil {
                line.sawCommit.withLock { $0 = true }
            }
            if source == line.upstream, line.sawCommit.withLock({ $0 }) { return line.end() }
            guard send(target, buffer, count, Int32(MSG_NOSIGNAL)) == count else { return line.end() }
        }
    }

    private static func withAddress(_ folder: String, _ use: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: "\(folder)/.s.PGSQL.5432".utf8) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { use($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }
}

private func strerror() -> String { String(cString: Foundation.strerror(errno)) }
