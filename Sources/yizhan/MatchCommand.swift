import ArgumentParser
import Domain
import Foundation
import ProgrammeText
import SQL
import Services
import Web

/// Ranks the jobs of a database for a person whom a file describes, with reasons; or for a folder of such files, as a run for measuring.
struct MatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match", abstract: "Rank the open jobs for a profile, with reasons.",
        discussion: """
            A profile is JSON: {"occupation": ["后端开发"], "skills": ["Java"], "degree": "本科", "years": 3, "cities": ["青岛"], "salary_min": 8000, "salary_max": 12000};
            what is not known is left out. Jobs are named as their source names them. A running server is asked; without one the database is opened for reading.
            """)

    @OptionGroup var place: Place

    @OptionGroup var words: WordList

    @Option(help: "A file with a profile.")
    var profile: String?

    @Option(help: "A folder of profiles, one in each .json file; goes with --run.")
    var profiles: String?

    @Option(help: "How many jobs.")
    var top = 20

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: "With --profiles: the file to write, a line for each profile: {\"qid\": its name, \"ids\": [jobs, best first]}.")
    var run: String?

    func validate() throws {
        guard (profile == nil) != (profiles == nil) else { throw ValidationError("either --profile FILE or --profiles DIR") }
        guard (profiles == nil) == (run == nil) else { throw ValidationError("--profiles and --run go together") }
        guard (1...1000).contains(top) else { throw ValidationError("--top is 1 to 1000") }
    }

    func run() async throws {
        let source = try await Source.open(place, words)
        do {
            if let profile { try await one(profile, source) }
            if let profiles, let run { try await all(profiles, into: run, source) }
        } catch {
            await source.close()
            throw error
        }
        await source.close()
    }

    private func one(_ file: String, _ source: Source) async throws {
        let answer = try await source.ask(Request(profile: try Self.read(file), top: top))
        guard !json else { return print(String(decoding: try Self.encoder.encode(answer), as: UTF8.self)) }
        for (place, job) in answer.jobs.enumerated() {
            print("\(place + 1). \(job.title) · \(job.company)  [\(job.id.text)]  \(String(format: "%.3f", job.score))")
            for (label, reasons) in [("符合", job.fits), ("不足", job.missing), ("尚不清楚", job.unknown)] where !reasons.isEmpty { print("   \(label)：\(reasons.joined(separator: "；"))") }
        }
    }

    private func all(_ folder: String, into file: String, _ source: Source) async throws {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else { throw Stop("there is no folder \(folder)") }
        var lines = ""
        for name in names.filter({ $0.hasSuffix(".json") }).sorted() {
            let answer = try await source.ask(Request(profile: try Self.read("\(folder)/\(name)"), top: top))
            lines += String(decoding: try Self.encoder.encode(Line(qid: String(name.dropLast(5)), ids: answer.jobs.map(\.id))), as: UTF8.self) + "\n"
        }
        do { try lines.write(toFile: file, atomically: true, encoding: .utf8) } catch { throw Stop("\(file) cannot be written") }
    }

    private static func read(_ file: String) throws -> MatchProfile {
        guard let data = FileManager.default.contents(atPath: file) else { throw Stop("\(file) cannot be read") }
        do { return try JSONDecoder().decode(MatchProfile.self, from: data) } catch { throw Stop("\(file) is not a profile: \(error)") }
    }

    fileprivate static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    /// What a running server answers to `match {"profile": …, "top": 20}`, on one line.
    static func answer(_ text: String, _ house: House) async throws -> String {
        guard let request = try? JSONDecoder().decode(Request.self, from: Data(text.utf8)), (1...1000).contains(request.top) else { throw Stop("not understood") }
        guard house.board.isReady else { throw Stop("the server is still preparing its list of jobs; try again in a moment") }
        return String(decoding: try encoder.encode(try await answer(request, house)), as: UTF8.self)
    }

    fileprivate static func answer(_ request: Request, _ house: House) async throws -> Answer {
        Answer(jobs: try await house.match(request.profile, top: request.top).map(Ranked.init))
    }
}

extension MatchCommand {
    struct Request: Codable, Sendable {
        let profile: MatchProfile
        let top: Int
    }

    struct Answer: Codable, Sendable {
        let jobs: [Ranked]
    }

    struct Ranked: Codable, Sendable {
        let id: SourceID
        let title: String
        let company: String
        let score: Double
        let fits: [String]
        let missing: [String]
        let unknown: [String]

        init(_ match: ProfileMatch) {
            func words(_ answers: Set<FitView.Answer>) -> [String] { match.fit.findings.filter { answers.contains($0.answer) }.compactMap { FitWords.words($0, for: .talent)?.zh } }
            id = SourceID(text: match.id)
            title = match.title
            company = match.company
            score = match.score
            fits = words([.yes, .partly])
            missing = words([.no])
            unknown = words([.unsaid, .unasked])
        }
    }

    struct Line: Codable {
        let qid: String
        let ids: [SourceID]
    }

    /// Sources number their postings, or name them: a number stays one in JSON.
    struct SourceID: Codable, Sendable {
        let text: String

        init(text: String) { self.text = text }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int64.self) { text = String(number) } else { text = try container.decode(String.self) }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            if let number = Int64(text), String(number) == text { try container.encode(number) } else { try container.encode(text) }
        }
    }

    /// Who answers: a running server, or a house of this process, opened for reading.
    enum Source: Sendable {
        case server(String)
        case house(House)

        static func open(_ place: Place, _ words: WordList) async throws -> Source {
            if let socket = place.socket, ControlSocket.listens(socket) { return .server(socket) }
            let dictionary = try words.read() ?? [], (database, secrets) = try await Opening.reading(place)
            do {
                let programmes = try TextFolder(place.programmesFolder).programmes().map(\.programme)
                let isDemo = if case .demo = try await HouseKind.of(database) { true } else { false }
                let house = House(
                    database: database, secrets: secrets, passwords: Argon2Passwords(), files: ClosedFiles(), papers: Studio(),
                    library: Library(programmes: programmes, calendars: [], policies: PolicyShelf(reader: PolicyTextReader())),
                    realTime: Opening.realTime, demo: isDemo, channels: [], board: JobBoard { dictionary })
                try await FollowJobs(house)()
                return .house(house)
            } catch {
                await database.close()
                throw error
            }
        }

        func ask(_ request: Request) async throws -> Answer {
            switch self {
            case .house(let house): return try await MatchCommand.answer(request, house)
            case .server(let socket):
                let line = String(decoding: try MatchCommand.encoder.encode(request), as: UTF8.self)
                guard let reply = try ControlSocket.ask(socket, "match \(line)") else { throw Stop("the server is gone") }
                return try JSONDecoder().decode(Answer.self, from: Data(reply.utf8))
            }
        }

        func close() async { if case .house(let house) = self { await house.database.close() } }
    }
}

/// A command that only ranks jobs opens no files.
private struct ClosedFiles: FileStore {
    func write(_ bytes: [UInt8], name: String) async throws { throw Stop("files are not opened") }
    func read(_ name: String) async throws -> [UInt8] { throw Stop("files are not opened") }
    func remove(_ name: String) async throws { throw Stop("files are not opened") }
    func names(olderThan: Instant) async throws -> [String] { [] }
}
