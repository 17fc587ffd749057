import ArgumentParser
import Domain
import SQL
import Services

/// Rewards: their amounts, computed anew.
struct RewardsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "rewards", abstract: "Rewards.", subcommands: [Recompute.self])

    /// Ends non-zero and names each claim whose amount comes out differently.
    struct Recompute: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compute every granted claim from its stored formula and inputs, and print what differs.", discussion: "The database and its keys must be there; nothing is changed.")

        @OptionGroup var place: Place

        func run() async throws {
            let opened = try await Opening(place: place, demo: nil, channels: [])()
            let outcome: RecomputeRewards.Outcome
            do { outcome = try await RecomputeRewards()(opened.house) } catch {
                await opened.house.database.close()
                throw error
            }
            await opened.house.database.close()
            for difference in outcome.differences { print("\(difference.number) \(difference.claim): \(difference.what): granted \(difference.stored.text), computed \(difference.computed.text)") }
            print("\(outcome.claims) claims computed, \(outcome.differences.count) differences")
            if !outcome.differences.isEmpty { throw ExitCode(1) }
        }
    }
}
