import Cryptography
import Domain
import Foundation
import ProgrammeText
import Services
import Testing

/// The real programme and the official calendar, read once.
enum RealTexts {
    struct Missing: Error, CustomStringConvertible { let description: String }

    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func read(_ path: String) throws -> String { try String(contentsOf: root.appending(path: path), encoding: .utf8) }

    static let programme: Result<(Programme, SourceText), any Error> = Result { try programme(try read("programmes/qingdao-2020.yaml")) }

    static let calendar: Result<(WorkCalendar, SourceText), any Error> = Result { try calendar(try read("calendars/cn.yaml")) }

    /// The examples of policies, in the order of their files.
    static let policies: [String] = {
        let folder = root.appending(path: "programmes/policies")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix(".yaml") }.sorted().compactMap { try? read("programmes/policies/\($0)") }
    }()

    static func programme(_ text: String) throws -> (Programme, SourceText) {
        let hash = Digest.sha256Hex(text)
        let (programme, mistakes) = ProgrammeReader.read(text, file: "qingdao-2020.yaml", hash: hash)
        guard let programme else { throw Missing(description: "\(mistakes)") }
        return (programme, SourceText(kind: .programme, name: programme.id, version: programme.version.description, hash: hash, body: text))
    }

    static func calendar(_ text: String) throws -> (WorkCalendar, SourceText) {
        let hash = Digest.sha256Hex(text)
        let (calendar, mistakes) = CalendarReader.read(text, file: "cn.yaml", hash: hash)
        guard let calendar else { throw Missing(description: "\(mistakes)") }
        return (calendar, SourceText(kind: .calendar, name: calendar.id, version: "", hash: hash, body: text))
    }
}

func day(_ text: String, location: SourceLocation = #_sourceLocation) throws -> Day { try #require(Day(text), sourceLocation: location) }

/// A moment of a day in China.
func moment(_ text: String, _ hour: Int = 9, _ minute: Int = 0, location: SourceLocation = #_sourceLocation) throws -> Instant {
    Zone.china.instant(try day(text, location: location), hour: hour, minute: minute)
}

/// A well-formed unified social credit code, a different one for each number.
func creditCode(_ number: Int) -> String {
    let digits = String(String(format: "%08d", number).suffix(8))
    var sum = 0
    for (digit, weight) in zip(digits, [3, 7, 9, 10, 5, 8, 4, 2]) { sum += (digit.wholeNumberValue ?? 0) * weight }
    let check = (11 - sum % 11) % 11
    let body = "91370200" + digits + (check == 10 ? "X" : String(check))
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    var weight = 1, total = 0
    for character in body {
        total += (alphabet.firstIndex(of: character) ?? 0) * weight
        weight = weight * 3 % 31
    }
    return body + String(alphabet[(31 - total % 31) % 31])
}
