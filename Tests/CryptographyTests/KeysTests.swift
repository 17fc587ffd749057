import Foundation
import Testing

@testable import Cryptography

@Suite final class KeysTests {
    let folder: String
    var path: String { folder + "/keys" }

    init() throws {
        folder = NSTemporaryDirectory() + "/keys-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func mode() throws -> Int? { try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int }
    func lines() throws -> [String] { try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init) }
    func rewrite(_ lines: [String]) throws {
        try FileManager.default.removeItem(atPath: path)
        #expect(FileManager.default.createFile(
            atPath: path, contents: Data(lines.joined(separator: "\n").utf8), attributes: [.posixPermissions: 0o600]))
    }

    @Test func fileIsForItsOwnerAlone() throws {
        let made = try Keys.create(at: path)
        #expect(try mode() == 0o600)
        #expect(throws: Keys.Failure.exists(path)) { try Keys.create(at: path) }
        let loaded = try Keys.load(path: path)
        for purpose in Keys.Purpose.allCases {
            #expect(loaded.all(purpose) == made.all(purpose))
            #expect(loaded.current(purpose).bytes.count == 32)
        }
        #expect(Set(Keys.Purpose.allCases.map { loaded.current($0).bytes }).count == 4)
        for (others, text) in [(0o640, "640"), (0o604, "604"), (0o620, "620"), (0o601, "601")] {
            try FileManager.default.setAttributes([.posixPermissions: others], ofItemAtPath: path)
            #expect(throws: Keys.Failure.readableByOthers(path, mode: text)) { try Keys.load(path: path) }
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
        #expect(try Keys.load(path: path).current(.audit).id == 1)
    }

    @Test func missingFileSaysSo() {
        #expect(throws: Keys.Failure.cannot("open", path: path, why: "No such file or directory")) { try Keys.load(path: path) }
        #expect(throws: Keys.Failure.cannot("read", path: folder, why: "not a plain file")) { try Keys.load(path: folder) }
    }

    @Test func rotationKeepsTheOldKeys() throws {
        let first = try Keys.create(at: path)
        let old = FieldCipher(keys: first)
        let sealed = try old.seal("13800138000", table: "persons", column: "phone", row: "p1")
        let index = old.blindIndex("13800138000", table: "persons", column: "phone")

        #expect(try Keys.rotate(.fields, at: path).current(.fields).id == 2)
        try Keys.rotate(.blindIndex, at: path)
        #expect(try mode() == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["keys"])

        let keys = try Keys.load(path: path)
        #expect(keys.all(.fields).map(\.id) == [1, 2])
        #expect(keys.all(.files).map(\.id) == [1])
        #expect(keys.current(.files) == first.current(.files))
        #expect(keys.all(.fields).first == first.current(.fields))
        let new = FieldCipher(keys: keys)
        #expect(new.currentKeyID == 2)
        #expect(try new.openText(sealed, table: "persons", column: "phone", row: "p1") == "13800138000")
        let again = try new.seal("13800138000", table: "persons", column: "phone", row: "p1")
        #expect(try new.keyID(of: sealed) == 1)
        #expect(try new.keyID(of: again) == 2)
        #expect(throws: CryptoError.unknownKey(2)) { try old.open(again, table: "persons", column: "phone", row: "p1") }

        let indexes = new.blindIndexes("13800138000", table: "persons", column: "phone")
        #expect(indexes == [new.blindIndex("13800138000", table: "persons", column: "phone"), index])
        #expect(indexes.map { new.keyID(ofBlindIndex: $0) } == [2, 1])
    }

    @Test func aRotationThatWasCutOffIsNotTroddenOn() throws {
        let first = try Keys.create(at: path)
        try "half".write(toFile: path + ".new", atomically: false, encoding: .utf8)
        #expect(throws: Keys.Failure.self) { try Keys.rotate(.files, at: path) }
        #expect(try Keys.load(path: path).all(.files) == first.all(.files))
        #expect(try String(contentsOfFile: path + ".new", encoding: .utf8) == "half")
    }

    @Test func damageIsFoundAtItsLine() throws {
        try Keys.create(at: path)
        let good = try lines()
        #expect(good.count == 5)
        func failure(_ change: (inout [String]) -> Void) throws -> Keys.Failure? {
            var lines = good
            change(&lines)
            try rewrite(lines)
            do {
                _ = try Keys.load(path: path)
                return nil
            } catch let failure as Keys.Failure { return failure }
        }
        #expect(try failure { _ in } == nil)
        #expect(try failure { $0.insert("# a note", at: 2) } == nil)
        #expect(try failure { $0[0] = "yizhan keys 9" } == .damaged(path, line: 1, why: "not a key file of this version"))
        #expect(try failure { lines in
            var words = lines[2].split(separator: " ").map(String.init)
            words[3] = (words[3].hasPrefix("0") ? "1" : "0") + words[3].dropFirst()
            lines[2] = words.joined(separator: " ")
        } == .damaged(path, line: 3, why: "the key does not match its check value"))
        #expect(try failure { $0[1] = $0[1].replacingOccurrences(of: "fields", with: "files") }
            == .damaged(path, line: 2, why: "the key does not match its check value"))
        #expect(try failure { $0[1] = $0[1].replacingOccurrences(of: "current", with: "old") }
            == .damaged(path, line: 5, why: "no current key for fields"))
        #expect(try failure { $0[1] = "fields 1 current 00" }
            == .damaged(path, line: 2, why: "purpose, id, state, key and check value expected"))
        #expect(try failure { $0[1] = "fields 1 current 00 00" } == .damaged(path, line: 2, why: "a key has 64 hexadecimal digits"))
        #expect(try failure { $0.append($0[1]) } == .damaged(path, line: 6, why: "ids count upwards from 1"))
        #expect(try failure { $0.removeLast() } == .damaged(path, line: 4, why: "no current key for audit"))
    }

    @Test func keysStayOutOfDumps() throws {
        let keys = try Keys.generate()
        let secret = keys.current(.fields).bytes
        var text = ""
        dump(keys, to: &text)
        dump(FieldCipher(keys: keys), to: &text)
        dump(FileCipher(keys: keys), to: &text)
        dump(try Signer(keys: keys), to: &text)
        text += "\(keys) \(keys.current(.fields)) \(FieldCipher(keys: keys))"
        #expect(keys.description == "fields 1, blind-index 1, files 1, audit 1")
        #expect(!text.contains(Digest.hex(secret)))
        #expect(!text.contains("UInt8"))
        #expect(!text.contains("- \(secret[0])\n"))
    }
}
