import Domain
import Foundation
import Glibc
import Logging

/// Logs in a folder: one file a day, `yizhan-2020-11-16.log`, one JSON object a line, readable by their owner alone.
final class LogFiles: @unchecked Sendable {   // the lock guards day and file
    private let folder: String
    private let days: Int
    private let now: @Sendable () -> Instant
    private let lock = NSLock()
    private var day: Day?
    private var file: Int32 = -1

    /// Makes the folder and today's file, so that a folder that cannot be written is noticed at start.
    init(folder: String, days: Int, now: @escaping @Sendable () -> Instant) throws {
        self.folder = folder
        self.days = days
        self.now = now
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard open(for: Zone.china.day(of: now())) else { throw Stop("no log can be written in \(folder): errno \(errno)") }
    }

    deinit { if file >= 0 { close(file) } }

    var handler: any LogHandler { Handler(files: self) }

    private static func name(_ day: Day) -> String { "yizhan-\(day).log" }

    /// Called under the lock, or before anybody else has the object.
    private func open(for today: Day) -> Bool {
        let opened = Glibc.open("\(folder)/\(Self.name(today))", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard opened >= 0 else { return false }
        if file >= 0 { close(file) }
        (day, file) = (today, opened)
        return true
    }

    /// One line in one write, so that several processes may share the folder. A line that cannot be written still stands on standard error.
    fileprivate func write(_ entry: Line) {
        let at = now()
        let line = entry.json(at: at)
        lock.withLock {
            let today = Zone.china.day(of: at)
            if today != day { _ = open(for: today) }
            guard file >= 0 else { return }
            _ = line.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        }
    }

    /// Removes files of days that need not be kept any longer.
    func sweep() async throws {
        let (folder, last) = (folder, Zone.china.day(of: now().adding(seconds: -days * 86_400)))
        try await FolderFiles.offPool {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasPrefix("yizhan-") && name.hasSuffix(".log") {
                guard let day = Day(String(name.dropFirst(7).dropLast(4))), day < last else { continue }
                try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
            }
        }
    }

    fileprivate struct Line {
        let level: String
        let message: String
        let source: String
        let data: [(name: String, value: String)]

        /// One JSON object and the end of the line. Written by hand: every request has one.
        func json(at: Instant) -> [UInt8] {
            var bytes: [UInt8] = []
            bytes.reserveCapacity(400)
            func add(_ name: StaticString, _ value: String) {
                bytes += name.withUTF8Buffer { Array($0) }
                LogFiles.quote(value, into: &bytes)
            }
            add("{\"at\":", at.description)
            add(",\"level\":", level)
            add(",\"message\":", message)
            add(",\"source\":", source)
            bytes += Array(",\"data\":{".utf8)
            for (index, (name, value)) in data.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                LogFiles.quote(name, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                LogFiles.quote(value, into: &bytes)
            }
            bytes += Array("}}\n".utf8)
            return bytes
        }
    }

    /// A JSON string (RFC 8259).
    private static func quote(_ text: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: bytes += Array((byte < 16 ? "\\u000" : "\\u00").utf8) + Array(String(byte, radix: 16).utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private struct Handler: LogHandler {
        let files: LogFiles
        var metadata: Logger.Metadata = [:]
        var metadataProvider: Logger.MetadataProvider?
        var logLevel: Logger.Level = .info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }.merging(event.metadata ?? [:]) { $1 }
            files.write(Line(level: event.level.rawValue, message: event.message.description, source: event.source, data: all.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }))
        }
    }
}
