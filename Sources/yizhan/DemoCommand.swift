import ArgumentParser
import Domain
import Foundation
import SQL
import Services

/// The demonstration without a server.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "demo", abstract: "Play the demonstration without a server.", subcommands: [DemoYearCommand.self])
}

/// A year of the programme in some minutes.
struct DemoYearCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "year", abstract: "Play a whole programme year into an empty database: twelve stations, their events and placements, an evaluation, grants, one station that ends.",
        discussion: "Prints what came out as JSON. The same numbers of events and placements always give the same: --expect FILE compares, and ends with 1 where something differs.")

    @OptionGroup var place: Place

    @Option(help: "Events of the year, all stations together.")
    var events = DemoYear.Scale.whole.events

    @Option(help: "Placements of the year, all stations together.")
    var placements = DemoYear.Scale.whole.placements

    @Option(help: "A file with what is expected to come out.")
    var expect: String?

    func run() async throws {
        guard (1...1000).contains(events), (1...100_000).contains(placements) else { throw ValidationError("1 to 1000 events, 1 to 100000 placements") }
        let opened = try await Opening(place: place, demo: true, channels: [])()
        let house = opened.house
        do {
            let bar = ProgressBar()
            guard let outcome = try await DemoYear(house, scale: .init(events: events, placements: placements), progress: { bar.show($0) })() else {
                throw Stop("\(place.databaseName) is not empty")
            }
            bar.end()
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            let text = String(decoding: try encoder.encode(outcome), as: UTF8.self)
            print(text)
            if let expect {
                guard let wanted = try? String(contentsOfFile: expect, encoding: .utf8) else { throw Stop("\(expect) cannot be read") }
                guard try JSONDecoder().decode(YearOutcome.self, from: Data(wanted.utf8)) == outcome else { throw Stop("the year came out otherwise than \(expect) says") }
            }
        } catch {
            await house.database.close()
            throw error
        }
        await house.database.close()
    }
}

/// One line that fills up, on a terminal; every tenth part as a line of its own elsewhere.
final class ProgressBar: @unchecked Sendable {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let lock = NSLock()
    private var shown = -1

    func show(_ progress: DemoYear.Progress) {
        let percent = progress.of > 0 ? progress.done * 100 / progress.of : 100
        lock.lock()
        defer { lock.unlock() }
        guard isTerminal ? percent != shown : percent / 10 > shown / 10 || shown < 0 else { return }
        shown = percent
        let full = percent * 30 / 100, bar = String(repeating: "█", count: full) + String(repeating: "░", count: 30 - full)
        FileHandle.standardError.write(Data((isTerminal ? "\r" : "").utf8) + Data("\(bar) \(percent) %  \(progress.day)  \(progress.done) of \(progress.of) placements".utf8) + Data((isTerminal ? "" : "\n").utf8))
    }

    func end() { if isTerminal { FileHandle.standardError.write(Data("\n".utf8)) } }
}
