import ArgumentParser
import Domain
import Foundation
import SQL
import Services

/// Takes data out into files.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "export", abstract: "Write data to a file.", subcommands: [Jobs.self])

    /// Open jobs, in the columns of mappings/official.yaml.
    struct Jobs: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write all open jobs to FILE.csv or FILE.xlsx; memory stays flat.")

        @OptionGroup var place: Place

        @Argument(help: "The file to write, which must not be there; its ending says which kind.")
        var file: String

        @Option(help: "The programme; the first if left out.")
        var programme: String?

        func run() async throws {
            let target = URL(fileURLWithPath: file).path
            if let socket = place.socket, let done = try ControlSocket.ask(socket, "export-jobs \(programme ?? "-") \(target)") { return print(done) }
            let opened = try await Opening(place: place, demo: nil, channels: [])()
            do {
                print(try await Self.make(opened.house, programme: programme, to: target))
            } catch {
                await opened.house.database.close()
                throw error
            }
            await opened.house.database.close()
        }

        static func make(_ house: House, programme: String?, to target: String) async throws -> String {
            guard !FileManager.default.fileExists(atPath: target) else { throw Stop("\(target) is there already") }
            guard let programme = programme ?? house.library.programmes.first?.id else { throw Stop("there is no programme") }
            do { _ = try house.library.programme(programme) } catch { throw Stop("there is no programme \(programme)") }
            let kind: House.JobFileKind
            switch URL(fileURLWithPath: target).pathExtension.lowercased() {
            case "xlsx": kind = .workbook
            case "csv": kind = .delimited
            default: throw Stop("the file ends in .csv or .xlsx")
            }
            let made = try await house.jobsFile(kind, programme: programme)
            do { try FileManager.default.moveItem(atPath: made, toPath: target) } catch {
                try? FileManager.default.removeItem(atPath: made)
                throw Stop("\(target) cannot be written")
            }
            return "open jobs written to \(target)"
        }
    }
}
