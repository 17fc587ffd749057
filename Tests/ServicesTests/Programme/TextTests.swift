import Cluster
import Domain
import ProgrammeText
import SQL
@testable import Services
import Testing

@Suite struct TextTests {
    @Test(arguments: Engine.allCases) func aTextIsKeptUnderItsHashAndNotChangedUnderItsVersion(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            _ = try await test.draft(1)
            let (_, text) = try RealTexts.programme.get(), (_, calendar) = try RealTexts.calendar.get()
            let now = TestHouse.start
            // Loaded again, nothing changes.
            #expect(try await KeepTexts(texts: [text, calendar])(test.database, now: now).count == 0)
            #expect(try await test.count("SELECT COUNT(*) FROM texts") == 2)
            // Another content under the same version is refused, and nothing is kept.
            let (_, changed) = try RealTexts.programme(text.body + "\n# one more remark\n")
            await #expect(throws: Unexpected.self) { try await KeepTexts(texts: [changed, calendar])(test.database, now: now) }
            #expect(try await test.count("SELECT COUNT(*) FROM texts") == 2)
            // A new version is taken, and the older one is handed back for the cases that run under it.
            let (newer, newText) = try RealTexts.programme(text.body.replacing("version: 2020-11-01", with: "version: 2021-01-01"))
            #expect(newer.version == Day("2021-01-01"))
            let older = try await KeepTexts(texts: [newText, calendar])(test.database, now: now)
            #expect(older.map(\.hash) == [text.hash])
            #expect(older.first?.body == text.body)
            // A changed calendar is simply the newer one.
            let (_, other) = try RealTexts.calendar(calendar.body + "\n# one more remark\n")
            #expect(try await KeepTexts(texts: [text, other])(test.database, now: now).count == 0)
            #expect(try await test.count("SELECT COUNT(*) FROM texts") == 4)
        }
    }

    @Test(arguments: Engine.allCases) func ofProcessesThatStartAtOnceWithDifferentTextsOneStarts(_ engine: Engine) async throws {
        try await withHouse(engine, connections: 8) { test in
            let text = try RealTexts.programme.get().1, database = test.database
            for round in 1...5 {
                let results = await together((1...4).map { process in
                    { @Sendable in
                        let other = SourceText(kind: .programme, name: "other", version: "2021-01-0\(round)", hash: "hash-\(round)-\(process)", body: text.body)
                        return try await KeepTexts(texts: [other])(database, now: TestHouse.start).count
                    }
                })
                #expect(results.count { outcome($0) == "ok" } == 1, "round \(round)")
            }
            #expect(try await test.count("SELECT COUNT(*) FROM texts WHERE name = 'other'") == 5)
        }
    }

    /// Cases are judged to their end under the version that they began with.
    @Test(arguments: Engine.allCases) func aCaseStaysUnderItsVersion(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let old = try await test.toIntake(1)
            let (programme, text) = try RealTexts.programme.get()
            let (newer, newText) = try RealTexts.programme(
                text.body.replacing("version: 2020-11-01", with: "version: 2020-11-10").replacing("        by: centre\n        within: 5 workdays", with: "        by: centre\n        within: 7 workdays"))
            _ = try await KeepTexts(texts: [newText])(test.database, now: TestHouse.start)
            let house = House(
                database: test.database, secrets: test.house.secrets, passwords: FastPasswords(), files: test.files, papers: NoPaper(),
                library: Library(programmes: [newer], older: [programme], calendars: [try RealTexts.calendar.get().0], policies: test.house.library.policies), realTime: test.house.realTime, demo: true, channels: [])
            let both = TestHouse(house: house, clock: test.clock, files: test.files, programme: newer)
            let new = try await both.toIntake(2)
            for id in [old, new] { try await both.rule(id, "centre") }
            #expect(try await both.current(old).clock?.allowance == 5)
            #expect(try await both.current(new).clock?.allowance == 7)
            let centre = try await both.staff("centre.handler")
            #expect(try await house.caseView(old, for: centre).programmeVersion == Day("2020-11-01"))
            #expect(try await house.caseView(new, for: centre).programmeVersion == Day("2020-11-10"))
        }
    }

    @Test func ofSeveralVersionsTheNewestIsInForce() throws {
        let (old, text) = try RealTexts.programme.get()
        let (new, _) = try RealTexts.programme(text.body.replacing("version: 2020-11-01", with: "version: 2021-01-01"))
        for both in [[old, new], [new, old]] {
            let library = Library(programmes: both, calendars: [], policies: PolicyShelf(reader: PolicyTextReader()))
            #expect(library.programmes.map(\.hash) == [new.hash])
            #expect(try library.programme(old.id).hash == new.hash)
            #expect(try library.programme(hash: old.hash).version == old.version)
            #expect(try library.programme(hash: new.hash).version == new.version)
        }
    }
}
