import Foundation

/// A server on a free port of this machine that treats each connection with a closure on a thread of its own.
/// It listens until the process ends: a test's last mention of it may come before its last connection.
final class Loopback: Sendable {
    let port: Int
    private let log = Log()

    private final class Log: @unchecked Sendable {  // under its lock
        let lock = NSLock()
        var connections = 0
        var received: [[UInt8]] = []
    }

    /// One connection, read line by line or by count.
    final class Connection {
        let file: Int32
        private(set) var seen: [UInt8] = []
        private var at = 0

        init(_ file: Int32) { self.file = file }

        func say(_ text: String) {
            let bytes = Array(text.utf8)
            _ = send(file, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }

        private func more() -> Bool {
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = read(file, &chunk, chunk.count)
            if count > 0 { seen += chunk.prefix(count) }
            return count > 0
        }

        /// The next line without its CRLF; nil at the end.
        func line() -> String? {
            while true {
                if let end = seen[at...].firstIndex(of: 10), end > 0, seen[end - 1] == 13 {
                    defer { at = end + 1 }
                    return String(decoding: seen[at..<end - 1], as: UTF8.self)
                }
                guard more() else { return nil }
            }
        }

        func bytes(_ count: Int) -> [UInt8]? {
            while seen.count < at + count { guard more() else { return nil } }
            defer { at += count }
            return Array(seen[at..<at + count])
        }
    }

    init(_ handle: @escaping @Sendable (Connection) -> Void) {
        let (socket, port) = Loopback.listening()
        self.port = port
        let log = log
        Thread {
            while true {
                let file = accept(socket, nil, nil)
                guard file >= 0 else { return }
                log.lock.withLock { log.connections += 1 }
                Thread {
                    let connection = Connection(file)
                    handle(connection)
                    log.lock.withLock { log.received.append(connection.seen) }
                    close(file)
                }.start()
            }
        }.start()
    }

    private static func listening() -> (socket: Int32, port: Int) {
        let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                precondition(bind(socket, generic, length) == 0 && listen(socket, 16) == 0 && getsockname(socket, generic, &length) == 0)
                return Int(UInt16(bigEndian: pointer.pointee.sin_port))
            }
        }
        return (socket, port)
    }

    /// A port that was free a moment ago, and where nobody listens.
    static func deserted() -> Int {
        let (socket, port) = listening()
        close(socket)
        return port
    }

    /// What each finished connection sent.
    func received() async throws -> [[UInt8]] {
        for _ in 0..<500 {
            let (connections, received) = log.lock.withLock { (log.connections, log.received) }
            if connections > 0, connections == received.count { return received }
            try await Task.sleep(for: .milliseconds(10))
        }
        return log.lock.withLock { log.received }
    }

    var connections: Int { log.lock.withLock { log.connections } }
}
