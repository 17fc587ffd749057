import Domain
import Foundation
import Glibc
import Services

/// Encrypted files in one folder, in 256 subfolders by the end of their random names. Written under another name first, synced, then renamed.
struct FolderFiles: FileStore {
    let folder: String
    private static let marker = "yizhan-files"

    init(folder: String) throws {
        self.folder = folder
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// An empty folder gets the marker of the database; a folder with another one belongs to another house.
    /// - Throws: `Stop`.
    func check(marker: String) throws {
        let path = "\(folder)/\(Self.marker)"
        if let found = try? String(contentsOfFile: path, encoding: .utf8) {
            guard found == marker else { throw Stop("the folder \(folder) belongs to another database: is the right one mounted?") }
            return
        }
        guard try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty else {
            throw Stop("the folder \(folder) holds files but not the marker of this database: is the right one mounted?")
        }
        try marker.write(toFile: path, atomically: true, encoding: .utf8)
    }

    private func path(_ name: String) throws -> String {
        guard !name.isEmpty, name.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }) else { throw Stop("not a file's name") }
        return "\(folder)/\(name.suffix(2))/\(name)"
    }

    func write(_ bytes: [UInt8], name: String) async throws {
        let path = try path(name)
        try await Self.offPool {
            let parent = (path as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let file = open(path + ".new", O_WRONLY | O_CREAT | O_EXCL, 0o600)
            guard file >= 0 else { throw Stop("a file could not be made: errno \(errno)") }
            defer { close(file) }
            var written = 0
            while written < bytes.count {
                let count = bytes[written...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
                guard count > 0 else { throw Stop("a file could not be written: errno \(errno)") }
                written += count
            }
            guard fsync(file) == 0, rename(path + ".new", path) == 0 else { throw Stop("a file could not be kept: errno \(errno)") }
            for directory in [parent, (parent as NSString).deletingLastPathComponent] {
                let handle = open(directory, O_RDONLY)
                guard handle >= 0 else { throw Stop("a folder could not be opened: errno \(errno)") }
                defer { close(handle) }
                guard fsync(handle) == 0 else { throw Stop("a folder could not be synced: errno \(errno)") }
            }
        }
    }

    func read(_ name: String) async throws -> [UInt8] {
        let path = try path(name)
        return try await Self.offPool { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }
    }

    func remove(_ name: String) async throws {
        let path = try path(name)
        try await Self.offPool { try FileManager.default.removeItem(atPath: path) }
    }

    func names(olderThan limit: Instant) async throws -> [String] {
        let folder = folder
        return try await Self.offPool {
            try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.count == 2 }.sorted().flatMap { part in
                try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(part)").filter { name in
                    guard !name.hasSuffix(".new"), let at = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(part)/\(name)")[.modificationDate] as? Date else { return false }
                    return Int64(at.timeIntervalSince1970 * 1000) < limit.milliseconds
                }.sorted()
            }
        }
    }

    /// Blocking work on a thread of its own kind, never on the cooperative pool.
    static func offPool<Value: Sendable>(_ body: @Sendable @escaping () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
        }
    }
}
