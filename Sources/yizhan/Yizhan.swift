import ArgumentParser

/// The command. Each subcommand lists its flags and their environment variables with `--help`.
@main
struct Yizhan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "yizhan",
        abstract: "Runs a talent-station programme 人才驿站: recognition, supervision, public notices, plaques.",
        subcommands: [
            Serve.self, Check.self, Workdays.self, Audit.self, Backup.self, KeyRing.self, Administrator.self, DrawCommand.self, MatchCommand.self, EntitledCommand.self,
            ImportCommand.self, ExportCommand.self, Describe.self, Measure.self,
        ])
}

/// Ends the command with words for the operator and exit code 1.
struct Stop: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
