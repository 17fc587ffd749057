import Foundation

/// The installation's secret keys: 256 bits each, separate for each purpose, several generations of each.
///
/// One text file holds them, readable by its owner alone:
///
///     yizhan keys 1
///     fields 1 old 5f…(64 digits) 0a1b2c3d
///     fields 2 current 77…(64 digits) 99aabbcc
///     blind-index 1 current …
///     files 1 current …
///     audit 1 current …
///
/// that is purpose, id, whether new values take it, the key, and a check value that finds a damaged digit before
/// anything is sealed under a key that exists nowhere else. A backup without this file cannot be read.
public struct Keys: Sendable {
    public enum Purpose: String, CaseIterable, Sendable {
        case fields
        case blindIndex = "blind-index"
        case files
        case audit
    }

    /// One generation of a purpose. Ids count from 1.
    public struct Key: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
        public let id: UInt32
        let bytes: [UInt8]

        public var description: String { "key \(id)" }
        public var customMirror: Mirror { Mirror(self, children: ["id": id]) }

        /// A key of its own for each use, so that no key ever serves two algorithms.
        func derived(_ use: String) -> [UInt8] {
            Digest.hmacSHA256(key: bytes, Array("yizhan \(use)".utf8))
        }
    }

    /// A key file that cannot be used, in words for whoever runs the installation.
    public enum Failure: Error, Equatable, Sendable, CustomStringConvertible {
        case exists(String)
        case cannot(String, path: String, why: String)
        case readableByOthers(String, mode: String)
        case damaged(String, line: Int, why: String)

        public var description: String {
            switch self {
            case .exists(let path): "\(path) exists already; a key file is never overwritten"
            case .cannot(let action, let path, let why): "cannot \(action) \(path): \(why)"
            case .readableByOthers(let path, let mode): "\(path) has mode \(mode): others may read the keys; chmod 600 it"
            case .damaged(let path, let line, let why): "\(path), line \(line): \(why)"
            }
        }
    }

    private var generations: [Purpose: [Key]]
    private var currents: [Purpose: Key]

    /// The key that new values take.
    public func current(_ purpose: Purpose) -> Key {
        // both ways to make Keys give every purpose a current key
        currents[purpose] ?? Key(id: 0, bytes: [])
    }

    /// Every generation, oldest first.
    public func all(_ purpose: Purpose) -> [Key] { generations[purpose] ?? [] }

    /// Fresh keys that live in memory alone: for tests and for a world that ends with the process.
    public static func generate() throws -> Keys {
        var keys = Keys(generations: [:], currents: [:])
        for purpose in Purpose.allCases { try keys.add(purpose) }
        return keys
    }

    /// Writes a new key file (mode 0600) with one fresh key for each purpose. An existing file is refused.
    @discardableResult
    public static func create(at path: String) throws -> Keys {
        let keys = try generate()
        try KeyFile.write(keys.text, to: path)
        return keys
    }

    /// Reads a key file. One that its group or others may read is refused.
    public static func load(path: String) throws -> Keys {
        try parse(KeyFile.read(path), path: path)
    }

    /// Adds a generation to one purpose and makes it current; older ones still open what they sealed.
    /// The file is replaced in one step, so that a crash leaves the old one or the new one.
    @discardableResult
    public static func rotate(_ purpose: Purpose, at path: String) throws -> Keys {
        var keys = try load(path: path)
        try keys.add(purpose)
        try KeyFile.replace(path, with: keys.text)
        return keys
    }

    private mutating func add(_ purpose: Purpose) throws {
        let (id, overflow) = (all(purpose).last?.id ?? 0).addingReportingOverflow(1)
        guard !overflow else { throw CryptoError.tooLong }
        let key = Key(id: id, bytes: try randomBytes(32))
        generations[purpose, default: []].append(key)
        currents[purpose] = key
    }

    // MARK: text

    private static let heading = "yizhan keys 1"

    private var text: String {
        var lines = [Keys.heading]
        for purpose in Purpose.allCases {
            for key in all(purpose) {
                let state = key.id == current(purpose).id ? "current" : "old"
                lines.append("\(purpose.rawValue) \(key.id) \(state) \(Digest.hex(key.bytes)) \(Keys.check(purpose, key))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func check(_ purpose: Purpose, _ key: Key) -> String {
        Digest.hex(Array(key.derived("check \(purpose.rawValue) \(key.id)").prefix(4)))
    }

    private static func parse(_ text: String, path: String) throws -> Keys {
        var keys = Keys(generations: [:], currents: [:])
        var number = 0
        func damaged(_ why: String) -> Failure { .damaged(path, line: number, why: why) }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            if number == 1 {
                guard line == heading else { throw damaged("not a key file of this version") }
                continue
            }
            if line.isEmpty || line.hasPrefix("#") { continue }
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 5 else { throw damaged("purpose, id, state, key and check value expected") }
            guard let purpose = Purpose(rawValue: words[0]) else { throw damaged("unknown purpose \(words[0])") }
            guard let id = UInt32(words[1]), id > keys.all(purpose).last?.id ?? 0 else { throw damaged("ids count upwards from 1") }
            guard let bytes = Digest.bytes(hex: words[3]), bytes.count == 32 else { throw damaged("a key has 64 hexadecimal digits") }
            let key = Key(id: id, bytes: bytes)
            guard words[4] == check(purpose, key) else { throw damaged("the key does not match its check value") }
            keys.generations[purpose, default: []].append(key)
            switch words[2] {
            case "old": break
            case "current":
                guard keys.currents[purpose] == nil else { throw damaged("a second current key for \(purpose.rawValue)") }
                keys.currents[purpose] = key
            default: throw damaged("a key is current or old")
            }
        }
        for purpose in Purpose.allCases where keys.currents[purpose] == nil {
            throw damaged("no current key for \(purpose.rawValue)")
        }
        return keys
    }
}

extension Keys: CustomStringConvertible, CustomReflectable {
    public var description: String {
        Purpose.allCases.map { "\($0.rawValue) \(current($0).id)" }.joined(separator: ", ")
    }

    /// Keeps the keys out of dumps and logs.
    public var customMirror: Mirror { Mirror(self, children: ["current": description]) }
}
