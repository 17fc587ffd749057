import Foundation

/// The key file on disk: made for its owner alone, never half written.
enum KeyFile {
    static func read(_ path: String) throws -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure("open", path) }
        defer { close(file) }
        // asked of the open file, not of the path, which may change in between
        var status = stat()
        guard fstat(file, &status) == 0 else { throw failure("examine", path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Keys.Failure.cannot("read", path: path, why: "not a plain file") }
        guard status.st_mode & 0o077 == 0 else {
            throw Keys.Failure.readableByOthers(path, mode: String(status.st_mode & 0o777, radix: 8))
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Foundation.read(file, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", path) }
            if count == 0 { break }
            bytes += chunk.prefix(count)
            guard bytes.count <= 1 << 20 else { throw Keys.Failure.cannot("read", path: path, why: "too long for a key file") }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func write(_ text: String, to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else {
            if errno == EEXIST { throw Keys.Failure.exists(path) }
            throw failure("create", path)
        }
        do {
            defer { close(file) }
            // the umask takes away from the mode given to open: say it again
            guard fchmod(file, 0o600) == 0 else { throw failure("protect", path) }
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw failure("write", path) }
                rest = rest.dropFirst(count)
            }
            guard fsync(file) == 0 else { throw failure("sync", path) }
            try syncFolder(of: path)
        } catch {
            unlink(path)
            throw error
        }
    }

    /// Two rotations at once meet at the new file's name, and the second is refused.
    static func replace(_ path: String, with text: String) throws {
        let new = path + ".new"
        do {
            try write(text, to: new)
        } catch Keys.Failure.exists {
            throw Keys.Failure.cannot("replace", path: path, why: "\(new) is there: another rotation is under way, or was cut off")
        }
        guard rename(new, path) == 0 else {
            let failed = failure("replace", path)
            unlink(new)
            throw failed
        }
        try syncFolder(of: path)
    }

    private static func syncFolder(of path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { throw failure("open", folder) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw failure("sync", folder) }
    }

    private static func failure(_ action: String, _ path: String) -> Keys.Failure {
        .cannot(action, path: path, why: String(cString: strerror(errno)))
    }
}
