import Domain
import Foundation
import ProgrammeText
import Testing

/// The checkout, found from this file.
let checkout = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

func text(_ path: String) throws -> String { try String(contentsOf: checkout.appending(path: path), encoding: .utf8) }

let realFile = "programmes/qingdao-2020.yaml"

func readProgramme(_ text: String) -> (programme: Programme?, mistakes: [Mistake]) { ProgrammeReader.read(text, file: "p.yaml", hash: "h") }

/// The mistakes of the real file with one text in place of another, each without its file, line and place.
func said(_ old: String, _ new: String) throws -> [String] {
    let whole = try text(realFile)
    #expect(whole.contains(old), "\(old)")
    return readProgramme(whole.replacing(old, with: new, maxReplacements: 1)).mistakes.map { mistake in
        let parts = mistake.description.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
        #expect(parts.count == 4 && Int(parts[1]) != nil)
        return parts.last.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
    }
}

func readCalendar(_ text: String) -> (calendar: WorkCalendar?, mistakes: [Mistake]) { CalendarReader.read(text, file: "c.yaml", hash: "h") }

/// Where the shared data lies, when it is there: YIZHAN_SHARED, or ../shared beside the checkout.
let shared: URL? = {
    let given = ProcessInfo.processInfo.environment["YIZHAN_SHARED"].map { URL(fileURLWithPath: $0) }
    let place = given ?? checkout.deletingLastPathComponent().appending(path: "shared")
    return FileManager.default.fileExists(atPath: place.appending(path: "data").path) ? place : nil
}()

/// The rows of a plain CSV without quotes, by column name.
func rows(_ url: URL) throws -> [[String: String]] {
    let lines = try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline).map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { line in Dictionary(zip(header.map(String.init), line.map(String.init))) { first, _ in first } }
}
