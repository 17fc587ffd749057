import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// Offices go by what was handed in: neither by a draft that never was, nor by what an applicant types since.
@Suite struct HandedInTests {
    private static let offices = ["centre.handler", "hrss.signer", "laoshan.hrss.handler", "leading.handler"]

    @Test(arguments: Engine.allCases) func aWithdrawnDraftStaysTheApplicants(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let id = try await test.draft(1)
            let file = try #require(try await test.database.read { tx in try tx.value("SELECT id FROM files WHERE case_id = \(id) ORDER BY id LIMIT 1") as ID<StoredFile>? })
            let applicant = try await test.applicant(1)
            _ = try await WithdrawApplication(reason: nil)(test.house, on: id, by: applicant)
            #expect(try await test.at(id) == "withdrawn 0")
            #expect(try await test.house.caseView(id, for: applicant).summary.state == .withdrawn)
            for login in Self.offices {
                let actor = try await test.staff(login)
                await refused("not_found", .notFound) { try await test.house.caseView(id, for: actor) }
                await refused("not_found", .notFound) { try await test.house.trail(of: id, for: actor) }
                await refused("not_found", .notFound) { try await ReadFile(file: file)(test.house, by: actor) }
                await refused("not_found", .notFound) { try await AddNote(text: "备注")(test.house, on: id, by: actor) }
                #expect(try await test.house.cases(CaseFilter(), for: actor).total == 0)
                #expect(try await test.house.round(try test.roundID(), for: actor).cases == [])
            }
        }
    }

    @Test(arguments: Engine.allCases) func officesSeeWhatWasHandedIn(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            try await test.callRound()
            let id = try await test.toIntake(1)
            try await test.rule(id, "centre", .return, reason: "请补充场地材料。")
            let applicant = try await test.applicant(1), centre = try await test.staff("centre.handler")
            func photos(_ actor: Domain.Actor) async throws -> [ID<StoredFile>] {
                let view = try await house.caseView(id, for: actor)
                return view.application?.conditions.flatMap(\.answers).first { $0.path == "venue.photos" }?.files.map(\.id) ?? []
            }
            let old = try await photos(centre)
            #expect(old.count == 1)
            let removed = try #require(old.first)
            _ = try await SaveApplication(name: "还没写完", kind: "start_up")(house, on: id, by: applicant)
            _ = try await RemoveFile(file: removed)(house, on: id, by: applicant)
            _ = try await AttachFile(question: "venue.photos", name: "新.pdf", bytes: TestHouse.pdf + [1])(house, on: id, by: applicant)

            // The offices still have the first version, with its files; the applicant has the second in hand.
            let new = try #require(try await photos(applicant).first)
            #expect(new != removed)
            #expect(try await photos(centre) == [removed])
            let application = try #require(try await house.caseView(id, for: centre).application)
            #expect(application.name == "驿站1")
            #expect(application.kind == "professional")
            #expect(application.version == 1)
            #expect(try await house.caseView(id, for: applicant).application?.name == "还没写完")
            #expect(try await ReadFile(file: removed)(house, by: centre).bytes == TestHouse.pdf)
            await refused("not_found", .notFound) { try await ReadFile(file: new)(house, by: centre) }
            #expect(try await ReadFile(file: new)(house, by: applicant).bytes == TestHouse.pdf + [1])
            let compared = try #require(try await house.round(try test.roundID(), for: centre).cases.first)
            #expect(compared.kindName?.zh == test.programme.stationKinds.first { $0.id == "professional" }?.name.zh)
            #expect(compared.checks.allSatisfy { $0 == .yes })

            try await test.handIn(id, 1)
            #expect(try await house.caseView(id, for: centre).application?.name == "还没写完")
            #expect(try await photos(centre) == [new])
            #expect(try await ReadFile(file: new)(house, by: centre).bytes == TestHouse.pdf + [1])
            // What an earlier version named can still be read.
            #expect(try await ReadFile(file: removed)(house, by: centre).bytes == TestHouse.pdf)
        }
    }
}
