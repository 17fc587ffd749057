import ArgumentParser
import Cryptography
import Domain
import Foundation

/// Draws for beds: anyone can check one from its published transcript.
struct DrawCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "draw", abstract: "Draws for beds.", subcommands: [Verify.self])

    /// Ends non-zero and says what is wrong.
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Recompute a draw from its transcript: that the seed is the one whose hash was published, and that order and winners follow from it.")

        @Argument(help: "The transcript, as JSON.")
        var file: String

        @Option(help: "The hash that was published before the requests were taken, known from elsewhere.")
        var published: String?

        func run() throws {
            guard let data = FileManager.default.contents(atPath: file) else { throw Stop("\(file) cannot be read") }
            guard let transcript = try? JSONDecoder().decode(DrawTranscript.self, from: data) else { throw Stop("\(file) is not a draw's transcript") }
            var found = transcript.verify(hash: Digest.sha256Hex).map(\.words)
            if let published, published != transcript.seedHash { found.append("the transcript names another hash than the one that was published") }
            guard found.isEmpty else { throw Stop(found.joined(separator: "\n")) }
            let won = transcript.entries.count { $0.outcome == .won }
            print("draw \(transcript.draw): \(transcript.entries.count) requests, \(won) of \(transcript.places) places given; seed, order and winners are right")
            if published == nil { print("compare the hash with what was published beforehand: \(transcript.seedHash)") }
        }
    }
}

extension DrawTranscript.Finding {
    var words: String {
        switch self {
        case .seed: "the seed is not 32 bytes in hex"
        case .seedHash: "the seed is not the one whose hash was published"
        case .twice(let request): "request \(request) stands twice"
        case .order(let place): "the order is another from place \(place) on"
        case .outcome(let request): "request \(request) won or lost against the order"
        }
    }
}
