import Foundation
import GRDB

/// Makes an empty file that only its owner may read, unless there is a file already.
func createForOwner(_ path: String) throws(SQLiteRefusal) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, message: String(cString: strerror(errno))) }
    close(descriptor)
}

/// Copies a database into a new file with SQLite's backup API. The file gets its name when all of it has been synced.
func copy(_ pool: DatabasePool, to path: String) throws {
    guard !FileManager.default.fileExists(atPath: path) else { throw SQLiteRefusal.exists(path: path) }
    let part = path + ".part"
    try? FileManager.default.removeItem(atPath: part)   // left by a backup that was cut off
    try createForOwner(part)
    let target = try DatabaseQueue(path: part)
    try pool.backup(to: target)
    try target.close()
    try sync(part)
    guard link(part, path) == 0 else {   // unlike rename, link never replaces a file
        throw SQLiteRefusal.cannotOpen(path: path, message: String(cString: strerror(errno)))
    }
    try FileManager.default.removeItem(atPath: part)
    try sync(URL(fileURLWithPath: path).deletingLastPathComponent().path)
}

private func sync(_ path: String) throws(SQLiteRefusal) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, message: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw .cannotOpen(path: path, message: String(cString: strerror(errno))) }
}
