import ArgumentParser
import Domain
import Foundation
import Papers
import ProgrammeText
import SQL
import Services

/// Brings data in from files.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "import", abstract: "Bring data in from a file.", subcommands: [Jobs.self, Policies.self])

    /// A file of postings becomes open jobs.
    struct Jobs: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Import postings from .csv (also .gz) or .xlsx, in any encoding seen in China.",
            discussion: "A running server over SQLite does it itself. An import that was broken off is begun anew: what was taken is found to be there.")

        @OptionGroup var place: Place

        @Argument(help: "The file.")
        var file: String

        @Option(help: "Which column says what: a file such as mappings/official.yaml.")
        var mapping = "mappings/official.yaml"

        @Option(help: "The programme; the first if left out.")
        var programme: String?

        @Option(help: "Write every row that was not taken, and why, to this .csv file.")
        var report: String?

        func run() async throws {
            let task = ImportTask(
                file: URL(fileURLWithPath: file).path, mapping: URL(fileURLWithPath: mapping).path, programme: programme, report: report.map { URL(fileURLWithPath: $0).path })
            _ = try task.readMapping()   // its mistakes show here, with their lines
            if let socket = place.socket, let begun = try ControlSocket.ask(socket, "import \(try task.line())") { return try await follow(socket, begun) }
            let opened = try await Opening(place: place, demo: nil, channels: [])()
            do {
                let summary = try await task.run(opened.house) { line in ImportTask.show(line) }
                _ = try await Sealer(opened.house)()
                ImportTask.end(summary.counts)
            } catch let refusal as Refusal {
                await opened.house.database.close()
                throw Stop(refusal.inWords)
            } catch {
                await opened.house.database.close()
                throw error
            }
            await opened.house.database.close()
        }

        /// Asks the server each half second how far it is.
        private func follow(_ socket: String, _ number: String) async throws {
            while true {
                guard let state = try ControlSocket.ask(socket, "import-state \(number)") else { throw Stop("the server has ended; import again when it runs: what was taken is found to be there") }
                let words = state.split(separator: " ", maxSplits: 1).map(String.init)
                guard words.count == 2, words[0] == "running" else { return ImportTask.end(words.last ?? "") }
                ImportTask.show(words[1])
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }
}

/// One import by the command, wherever it runs.
struct ImportTask: Codable, Sendable {
    let file: String
    let mapping: String
    let programme: String?
    let report: String?

    /// For the socket, which takes one line.
    func line() throws -> String { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }

    func readMapping() throws -> JobMapping {
        guard let text = try? String(contentsOfFile: mapping, encoding: .utf8) else { throw Stop("\(mapping) cannot be read") }
        let (read, mistakes) = MappingReader.read(text, file: mapping)
        guard let read else { throw Stop(mistakes.map(\.description).joined(separator: "\n")) }
        return read
    }

    /// - Parameter progress: gets a line after every batch.
    func run(_ house: House, progress: @Sendable (String) async -> Void) async throws -> JobImportSummary {
        let mapping = try readMapping()
        guard let programme = programme ?? house.library.programmes.first?.id else { throw Stop("there is no programme") }
        _ = try house.library.programme(programme)
        let rows = try TableAdapter(path: file)
        let list = try report.map { try DelimitedFile(path: $0, columns: ["行", "岗位编号", "结果", "原因", "相同的岗位"]) }
        var sum = (read: 0, taken: 0, changed: 0, alike: 0)
        let name = URL(fileURLWithPath: file).lastPathComponent
        let summary: JobImportSummary
        do {
            summary = try await ImportJobs(programme: programme, name: name, mapping: mapping)(house, rows: rows) { batch, share in
                for line in batch.lines {
                    try list?.add([
                        .int(Int64(line.row)), .text(line.sourceID), .text(line.reason == nil ? "重复" : "未采用"), .text(line.reason?.words.zh ?? ""), .text(line.equals?.rawValue ?? ""),
                    ])
                }
                sum = (sum.read + batch.read, sum.taken + batch.taken, sum.changed + batch.changed, sum.alike + batch.alike)
                let width = 24, done = Int(share * Double(width))
                await progress("[\(String(repeating: "#", count: done))\(String(repeating: ".", count: width - done))] \(Int(share * 100)) %  \(sum.read) read, \(sum.taken) taken")
            }
        } catch {
            try? list?.close()
            throw error
        }
        try list?.close()
        return summary
    }

    /// The progress line, written over again on a terminal; elsewhere nothing.
    static func show(_ line: String) {
        guard isatty(2) == 1 else { return }
        FileHandle.standardError.write(Data("\r\(line)\u{1B}[K".utf8))
    }

    static func end(_ counts: String) {
        if isatty(2) == 1 { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        print(counts)
    }
}

extension JobImportSummary {
    /// For the operator: `310 read: 304 taken, 0 changed, 6 alike, 0 refused`
    var counts: String { "\(read) read: \(taken) taken, \(changed) changed, \(alike) alike, \(refused) refused (import \(id))" }
}

extension Refusal {
    /// For the operator, in one line.
    var inWords: String { ([words] + fields.map(\.words) + (next.map { [$0] } ?? [])).map(\.en).joined(separator: ": ") }
}

/// Imports that the command asked this server for.
actor ImportsUnderWay {
    private enum State {
        case running(String)
        case done(String)
    }

    private var states: [Int: State] = [:]
    private var isBusy = false

    /// Begins one, unless one runs. - Returns: its number.
    func begin(_ task: ImportTask, _ house: House) throws -> Int {
        guard !isBusy else { throw Stop("an import is running; wait for its end") }
        let number = states.count + 1
        states[number] = .running("begins")
        isBusy = true
        Task {
            let end: String
            do {
                end = try await task.run(house) { line in await self.say(number, line) }.counts
            } catch let refusal as Refusal {
                end = refusal.inWords
            } catch { end = "\(error)" }
            finish(number, end)
        }
        return number
    }

    /// `running …` or `done …`
    func state(_ number: Int) throws -> String {
        switch states[number] {
        case .running(let line): return "running \(line)"
        case .done(let line): return "done \(line)"
        case nil: throw Stop("there is no such import")
        }
    }

    private func say(_ number: Int, _ line: String) { states[number] = .running(line) }

    private func finish(_ number: Int, _ line: String) {
        states[number] = .done(line)
        isBusy = false
    }
}
