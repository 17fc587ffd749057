import Foundation

/// An exclusive lock on a file beside the database, held until the object goes or `release` is called.
/// SQLite before 3.51.3 can lose writes when two connections write or checkpoint at once, so one process alone opens a database.
final class FileLock: Sendable {
    private let descriptor: Int32

    init(path: String, database: String) throws(SQLiteRefusal) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, message: String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(descriptor)
            close(descriptor)
            throw .inUse(path: database, process: holder)
        }
        // The holder's number is a courtesy to whoever is refused; the lock itself does not depend on it.
        let number = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, number, number.count, 0)
    }

    deinit { close(descriptor) }

    func release() { flock(descriptor, LOCK_UN) }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var buffer = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return nil }
        return Int32(String(decoding: buffer.prefix(count).prefix { $0 != 10 }, as: UTF8.self))
    }
}
