import ArgumentParser
import Cryptography
import Domain
import Foundation
import ProgrammeText
import SQL
import Services
import Web

/// Says every mistake in a programme file or calendar, with its line and what to write instead.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Check a programme file or calendar and print its procedures as diagrams.")

    @Argument(help: "The file.")
    var file: String

    func run() throws {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { throw Stop("\(file) cannot be read as UTF-8") }
        let hash = Digest.sha256Hex(text)
        if text.contains(/(?m)^calendar\s*:/) && !text.contains(/(?m)^programme\s*:/) {
            let (calendar, mistakes) = CalendarReader.read(text, file: file, hash: hash)
            try report(mistakes)
            print("\(file): \(calendar?.officialYears.count ?? 0) years with official data, no mistakes")
            return
        }
        let (programme, mistakes) = ProgrammeReader.read(text, file: file, hash: hash)
        try report(mistakes)
        guard let programme else { return }
        print("\(file): \(programme.name.zh), \(programme.provisions.count) values with their source, no mistakes\n")
        for procedure in programme.procedures { print(Diagram(programme, .zh).text(procedure) + "\n") }
    }

    private func report(_ mistakes: [Mistake]) throws {
        guard !mistakes.isEmpty else { return }
        for mistake in mistakes { print(mistake.description) }
        throw ExitCode(1)
    }
}

/// Counts working days under the official calendar.
struct Workdays: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the date that is so many working days after a date; the date itself is not counted.")

    @Argument(help: "A date: 2020-09-28.")
    var date: String

    @Argument(help: "How many working days.")
    var count: Int

    @Option(help: "The calendar's file.")
    var calendar = "calendars/cn.yaml"

    func run() throws {
        guard let start = Day(date) else { throw ValidationError("“\(date)” is not a date such as 2020-09-28") }
        guard (0...10_000).contains(count) else { throw ValidationError("0 to 10000 working days") }
        guard let text = try? String(contentsOfFile: calendar, encoding: .utf8) else { throw Stop("\(calendar) cannot be read") }
        let (known, mistakes) = CalendarReader.read(text, file: calendar, hash: Digest.sha256Hex(text))
        guard let known else { throw Stop(mistakes.map(\.description).joined(separator: "\n")) }
        let deadline = known.adding(count, to: start)
        print(deadline.provisional ? "\(deadline.day) (provisional: it reaches a year without official data)" : "\(deadline.day)")
    }
}

/// The audit trail: checks it, exports it.
struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The audit trail.", subcommands: [Verify.self, Export.self, Head.self])

    /// Ends non-zero and names the first bad record.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check both chains, in the database (server stopped) or in an exported trail.")

        @OptionGroup var place: Place

        @Option(help: "An exported trail instead of the database.")
        var trail: String?

        @Option(help: "A signed head that was exported earlier (audit-head.json): without it, cutting off the end cannot be seen.")
        var head: String?

        @Option(name: .customLong("public-key"), help: "With --trail: the house's public key (hex), known from elsewhere; anyone can sign with a key of their own.")
        var publicKey: String?

        func run() async throws {
            guard publicKey == nil || trail != nil else { throw ValidationError("--public-key goes with --trail; the database is checked against the key file") }
            let earlier = try head.map { try JSONDecoder().decode(AuditTrail.Head.self, from: Data(contentsOf: URL(fileURLWithPath: $0))) }
            let report: AuditVerifier.Report
            if let trail {
                let exported = try JSONDecoder().decode(AuditTrail.self, from: Data(contentsOf: URL(fileURLWithPath: trail)))
                // Signatures carry their public key; whose it is, only somebody who knows it from elsewhere can say.
                let wanted = publicKey?.lowercased()
                report = exported.verify(hash: { Digest.sha256Hex($0) }, signature: { (wanted == nil || $0.publicKey == wanted) && Audit.isGood($0) }, exported: earlier)
                if let head = exported.head {
                    print(wanted == nil ? "checked against the public key in the file itself, \(head.publicKey): compare it, or give --public-key" : "checked against the public key given")
                }
            } else {
                let (database, secrets) = try await Opening.reading(place)
                report = try await AuditStore.verify(database, secrets: secrets, exported: earlier)
                await database.close()
            }
            if let first = report.findings.first {
                print("\(report.findings.count) findings in \(report.records) records. The first: \(first.words)")
                throw ExitCode(1)
            }
            print("\(report.records) records, \(report.sealed) sealed in one order, \(report.unsealed) not yet sealed: both chains hold")
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write the whole trail with its signed head to a file that anyone can check.")

        @OptionGroup var place: Place

        @Argument(help: "The file to write.")
        var file: String

        func run() async throws {
            let (database, _) = try await Opening.reading(place)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            let trail = try await AuditStore.export(database)
            try encoder.encode(trail).write(to: URL(fileURLWithPath: file))
            await database.close()
            if let head = trail.head { print("signed by the public key \(head.publicKey)") }
            print("\(trail.entries.count) records, \(trail.seals.count) sealed")
        }
    }

    struct Head: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the newest signed head to a file, to be kept apart.",
            discussion: "Before a pg_dump, which then holds at least what the head vouches for. With SQLite, `yizhan backup` writes it into its folder.")

        @OptionGroup var place: Place

        @Argument(help: "The file to write.")
        var file: String

        func run() async throws {
            let (database, _) = try await Opening.reading(place)
            let head = try await AuditStore.head(database)
            await database.close()
            guard let head else { throw Stop("nothing is sealed yet") }
            try JSONEncoder().encode(head).write(to: URL(fileURLWithPath: file))
            print("\(head.number) sealed records, signed by the public key \(head.publicKey)")
        }
    }

    static func isGood(_ head: AuditTrail.Head) -> Bool {
        Digest.bytes(hex: head.signature).map { Signer.verify(publicKey: head.publicKey, signature: $0, message: AuditTrail.Head.message(number: head.number, hash: head.hash)) } ?? false
    }
}

extension AuditVerifier.Finding {
    /// What is wrong, for the operator.
    var words: String {
        switch self {
        case .changed(let kind, let subject, let number): "record \(number) of \(kind) \(subject) was changed"
        case .broken(let kind, let subject, let number): "record \(number) of \(kind) \(subject) does not continue the one before: something was removed or reordered"
        case .seal(let number): "seal \(number) was changed, removed or reordered"
        case .missing(let kind, let subject, let number): "record \(number) of \(kind) \(subject) was sealed and is gone or another"
        case .cut(let head, let found): "the signed head says \(head) sealed records, \(found) are there: the end was cut off or rewritten"
        case .differs(let kind, let subject): "\(kind) \(subject) does not say what its newest record says: the row was changed beside the program"
        case .signature: "the head's signature is not good"
        }
    }
}

/// The key file.
struct KeyRing: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "keys", abstract: "The key file.", subcommands: [Rotate.self])

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a new generation of a key, used for everything written from now on; older ones still open what they sealed. Restart the server afterwards.")

        @OptionGroup var place: Place

        @Argument(help: "Which key: fields, index, files or audit.")
        var purpose: String

        func run() throws {
            guard let known = Keys.Purpose(rawValue: purpose) else { throw ValidationError("one of \(Keys.Purpose.allCases.map(\.rawValue).joined(separator: ", "))") }
            let keys = try Keys.rotate(known, at: place.keyFile)
            print("\(known.rawValue): \(keys.current(known)) is current")
        }
    }
}

/// The first administrator of an empty house.
struct Administrator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the first administrator, who opens all other accounts. The password is read from standard input.")

    @OptionGroup var place: Place

    @Argument(help: "The login.")
    var login: String

    @Argument(help: "The person's name.")
    var name: String

    func run() async throws {
        guard let password = readLine(strippingNewline: true), !password.isEmpty else { throw Stop("the password is wanted on standard input") }
        let opened = try await Opening(place: place, demo: false, channels: [])()
        do {
            _ = try await OpenFirstAdministrator(login: login, name: name, password: password)(opened.house)
            print("\(login) is the administrator")
        } catch let refusal as Refusal {
            await opened.house.database.close()
            throw Stop(([refusal.words] + refusal.fields.map(\.words)).map(\.en).joined(separator: ": "))
        }
        await opened.house.database.close()
    }
}

/// Writes what is generated from the program: the table of permissions, the interface, the diagrams of states.
struct Describe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print what the program knows of itself: permissions, openapi, states.")

    enum Part: String, ExpressibleByArgument, CaseIterable { case permissions, openapi, states }

    @Argument(help: "permissions, openapi or states.")
    var part: Part

    func run() async throws {
        if part == .states { return print(YizhanSite.states, terminator: "") }
        let folder = FileManager.default.temporaryDirectory.appending(path: "yizhan-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let opened = try await Opening(place: try Place.parse(["--database", "\(folder)/house.sqlite"]), demo: true, channels: [])()
        print(part == .permissions ? YizhanSite.permissions(opened.house) : try YizhanSite.openAPI(opened.house), terminator: "")
        await opened.house.database.close()
    }
}
