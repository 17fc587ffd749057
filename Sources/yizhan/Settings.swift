import ArgumentParser
import Foundation

/// A setting's value: the flag, else the environment variable, else the default.
enum Environment {
    static func value(_ name: String) -> String? {
        guard let text = ProcessInfo.processInfo.environment[name], !text.isEmpty else { return nil }
        return text
    }
}

/// Where the data is. Shared by all commands that open the house.
struct Place: ParsableArguments {
    @Option(help: "The database: a file's PATH (SQLite) or postgres://USER@HOST:PORT/NAME. [YIZHAN_DATABASE]")
    var database: String?

    @Option(help: "The folder of uploaded files; every process of one house mounts the same. [YIZHAN_FILES; default: beside the SQLite file]")
    var files: String?

    @Option(help: "The file of keys; made with mode 0600 if it is not there. [YIZHAN_KEYS; default: keys beside the SQLite file]")
    var keys: String?

    @Option(help: "The folder of programme files. [YIZHAN_PROGRAMMES; default: programmes]")
    var programmes: String?

    @Option(help: "The folder of calendars. [YIZHAN_CALENDARS; default: calendars]")
    var calendars: String?

    var databaseAddress: String { database ?? Environment.value("YIZHAN_DATABASE") ?? "data/yizhan.sqlite" }
    var isPostgres: Bool { databaseAddress.hasPrefix("postgres://") || databaseAddress.hasPrefix("postgresql://") }
    /// The database in words for the operator, without a password.
    var databaseName: String { isPostgres ? "the PostgreSQL database" : databaseAddress }
    /// The folder in which what belongs to the house stands by default.
    var folder: String { isPostgres ? "data" : (databaseAddress as NSString).deletingLastPathComponent.isEmpty ? "." : (databaseAddress as NSString).deletingLastPathComponent }
    private var stem: String { isPostgres ? "yizhan" : ((databaseAddress as NSString).lastPathComponent as NSString).deletingPathExtension }
    var filesFolder: String { files ?? Environment.value("YIZHAN_FILES") ?? "\(folder)/\(stem).files" }
    var keyFile: String { keys ?? Environment.value("YIZHAN_KEYS") ?? "\(folder)/\(stem).keys" }
    /// The Unix socket over which commands ask a running server, beside an SQLite file, which one process alone can open.
    /// nil for PostgreSQL: any number of processes serve it, and a command opens it by itself.
    var socket: String? { isPostgres ? nil : "\(folder)/\(stem).socket" }
    var programmesFolder: String { programmes ?? Environment.value("YIZHAN_PROGRAMMES") ?? "programmes" }
    var calendarsFolder: String { calendars ?? Environment.value("YIZHAN_CALENDARS") ?? "calendars" }
}

/// The words by which Chinese is cut, for searching and matching.
struct WordList: ParsableArguments {
    @Option(help: "Chinese words, one a line with its frequency, as Debian's python3-jieba has them; without it searching goes by pairs of characters. [YIZHAN_DICTIONARY; default: that package's]")
    var dictionary: String?

    private var named: String? { dictionary ?? Environment.value("YIZHAN_DICTIONARY") }
    var path: String { named ?? "/usr/lib/python3/dist-packages/jieba/dict.txt" }

    /// - Returns: nil where the default is not installed.
    /// - Throws: `Stop` for a file that was named and cannot be read.
    func read() throws -> [UInt8]? {
        if let data = FileManager.default.contents(atPath: path) { return Array(data) }
        guard named == nil else { throw Stop("the dictionary \(path) cannot be read") }
        return nil
    }
}
