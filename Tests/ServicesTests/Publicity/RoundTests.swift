import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct RoundTests {
    @Test(arguments: Engine.allCases) func aRoundIsNotCalledAfterItsClosingDay(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, signer = try await test.staff("hrss.signer")
            let plan = try #require(test.programme.rounds.first { $0.id == TestHouse.round })
            try await test.move(to: Zone.china.instant(plan.closes, hour: 23, minute: 59))
            #expect(try await house.rounds(for: signer).callable.map(\.plan).contains(plan.id))
            try await test.move(to: Zone.china.instant(plan.closes, hour: 24, minute: 1))
            #expect(try await house.rounds(for: signer).callable.map(\.plan).contains(plan.id) == false)
            await refused("round_over", .conflict) { try await CallRound(plan: plan.id, programme: test.programme.id)(house, by: signer) }
            #expect(try await test.count("SELECT COUNT(*) FROM rounds") == 0)
        }
    }

    /// The tables hold it, whatever the verbs do.
    @Test(arguments: Engine.allCases) func anOrganisationHasOneApplicationInARound(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let first = try await test.draft(1)
            func copy(_ id: String, number: String) async throws {
                try await test.database.write { tx in
                    _ = try tx.run("""
                        INSERT INTO cases (id, programme_id, programme_hash, calendar, procedure, number, title, organisation_id, round_id, state, step, visit, returns, due_provisional, version, created_at)
                        SELECT \(id), programme_id, programme_hash, calendar, procedure, \(number), title, organisation_id, round_id, state, step, visit, returns, due_provisional, version, created_at
                        FROM cases WHERE id = \(first)
                        """)
                }
            }
            await #expect(throws: SQLError.self) { try await copy("second", number: "2020-99") }
            _ = try await WithdrawApplication(reason: nil)(test.house, on: first, by: try await test.applicant(1))
            let number: String = try await test.database.read { tx in try #require(try tx.value("SELECT number FROM cases WHERE id = \(first)")) }
            let again = try await test.draft(1)
            #expect(again != first)
            await #expect(throws: SQLError.self) { try await copy("third", number: number) }
            #expect(try await test.count("SELECT COUNT(*) FROM cases") == 2)
        }
    }
}
