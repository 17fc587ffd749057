import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct IdempotencyTests {
    private func once(_ key: String, _ fingerprint: String = "f", visitor: String = "v") -> Once { Once(key: key, fingerprint: fingerprint, visitor: visitor) }

    @Test(arguments: Engine.allCases) func aRepeatedRequestIsDoneOnce(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let id = try await test.toIntake(1)
            let handler = try await test.staff("centre.handler"), house = test.house
            let act = RuleOnCase(office: "centre", act: .propose, ruling: .pass, reason: "材料齐全。")
            let first = try await act(house, on: id, by: handler, once: once("k1"))
            let before = try await test.verbs("case", id.rawValue)
            let reasons = try await test.count("SELECT COUNT(*) FROM reasons"), messages = try await test.count("SELECT COUNT(*) FROM messages")
            let again = try await act(house, on: id, by: handler, once: once("k1"))
            #expect([first.thing.rawValue, first.id] == [again.thing.rawValue, again.id])
            #expect(!first.repeated && again.repeated)
            #expect(try await test.verbs("case", id.rawValue) == before)
            #expect(try await test.count("SELECT COUNT(*) FROM reasons") == reasons)
            #expect(try await test.count("SELECT COUNT(*) FROM messages") == messages)
            // Another request under the same key.
            await refused("key_reused", .invalid) { try await act(house, on: id, by: handler, once: once("k1", "g")) }
            // The same key of somebody else is another key.
            let checker = try await test.staff("centre.checker")
            let other = try await RuleOnCase(office: "centre", act: .agree)(house, on: id, by: checker, once: once("k1", "h"))
            #expect(!other.repeated)
        }
    }

    @Test(arguments: Engine.allCases) func aRefusalStoresNothing(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let id = try await test.toIntake(1)
            let handler = try await test.staff("centre.handler"), house = test.house
            await refused("invalid", .invalid) { try await RuleOnCase(office: "centre", act: .propose, ruling: .return)(house, on: id, by: handler, once: once("k2")) }
            #expect(try await test.count("SELECT COUNT(*) FROM idempotency") == 0)
            let done = try await RuleOnCase(office: "centre", act: .propose, ruling: .return, reason: "缺少证明。")(house, on: id, by: handler, once: once("k2", "corrected"))
            #expect(!done.repeated)
            #expect(try await test.count("SELECT COUNT(*) FROM idempotency") == 1)
        }
    }

    @Test(arguments: Engine.allCases) func theSameRequestTwiceAtOnceIsDoneOnce(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let house = test.house
            let id = try await test.toNotice(1)
            let notice = try await test.publish([id])
            for round in 1...8 {
                let raise = RaiseObjection(about: id, name: "王反映", contact: "13905321234", text: "第 \(round) 次反映：该单位没有所述的场地。")
                let results = await together(Array(repeating: { @Sendable in try await raise(house, in: notice, by: .visitor, once: Once(key: "o\(round)", fingerprint: "f", visitor: "v")) }, count: 3))
                #expect(results.map(outcome) == ["ok", "ok", "ok"])
                let receipts = try results.map { try $0.get() }
                #expect(Set(receipts.map(\.id)).count == 1)
                #expect(receipts.count { $0.repeated } == 2)
            }
            #expect(try await test.objections(id).count == 8)
            // Visitors have keys of their own.
            let raise = RaiseObjection(about: id, name: "李反映", contact: "13905321234", text: "另一位反映同一个问题，请核实。")
            _ = try await raise(house, in: notice, by: .visitor, once: once("o1", visitor: "other"))
            #expect(try await test.objections(id).count == 9)
        }
    }
}
