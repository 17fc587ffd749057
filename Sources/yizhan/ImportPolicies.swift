import ArgumentParser
import Domain
import Foundation
import ProgrammeText
import SQL
import Services

extension ImportCommand {
    /// A folder of policies becomes drafts, which a second person publishes on the site.
    struct Policies: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "policies", abstract: "Write the policies of a folder (.yaml) as drafts, for a second person to publish.",
            discussion: "Over SQLite the server must not run meanwhile. What stands in the library word for word is left as it is.")

        @OptionGroup var place: Place

        @Argument(help: "The folder.")
        var folder: String

        @Option(help: "The login of the person of an office who writes them.")
        var by: String

        @Option(help: "The programme; the first if left out.")
        var programme: String?

        func run() async throws {
            let texts = try TextFolder(folder).policies()
            guard !texts.isEmpty else { throw Stop("there is no policy (.yaml) in \(folder)") }
            if let socket = place.socket, ControlSocket.listens(socket) { throw Stop("the server runs: stop it first, or write the policies on the page /policies/new") }
            let opened = try await Opening(place: place, demo: nil, channels: [])()
            do {
                let counts = try await write(texts, opened.house)
                _ = try await Sealer(opened.house)()
                print("\(texts.count) read: \(counts.written) written as drafts, \(counts.same) unchanged")
            } catch {
                await opened.house.database.close()
                throw error
            }
            await opened.house.database.close()
        }

        private func write(_ texts: [(path: String, text: String)], _ house: House) async throws -> (written: Int, same: Int) {
            guard let actor = try await house.staff(login: by) else { throw Stop("nobody signs in as \(by)") }
            var counts = (written: 0, same: 0)
            for (path, text) in texts {
                do {
                    _ = try await WritePolicy(text: text, programme: programme)(house, by: actor)
                    counts.written += 1
                } catch let refusal as Refusal where refusal.code == "policy_unchanged" {
                    counts.same += 1
                } catch let refusal as Refusal { throw Stop("\(path): \(refusal.inWords)") }
            }
            return counts
        }
    }
}
