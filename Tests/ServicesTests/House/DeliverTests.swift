import Cluster
import Domain
import SQL
@testable import Services
import Synchronization
import Testing

/// Keeps what it carried; fails as often as it is told first.
private final class Pigeon: Courier, Sendable {
    private let state: Mutex<(failures: Int, carried: [String])>

    init(failures: Int = 0) { state = Mutex((failures, [])) }

    struct Lost: Error {}

    func carry(to address: String, title: String, body: String, id: String) async throws {
        try state.withLock { state in
            if state.failures > 0 {
                state.failures -= 1
                throw Lost()
            }
            state.carried.append("\(address): \(title)")
        }
    }

    var carried: [String] { state.withLock { $0.carried } }
}

/// The house is told to close while a message is on its way.
private struct LastPigeon: Courier {
    func carry(to address: String, title: String, body: String, id: String) async throws { withUnsafeCurrentTask { $0?.cancel() } }
}

@Suite struct DeliverTests {
    @Test(arguments: Engine.allCases) func messagesLeaveByMailAndAreTriedAgain(_ engine: Engine) async throws {
        try await withHouse(engine, channels: [.mail]) { test in
            let house = test.house
            try await test.callRound()
            let applicant = try await test.applicant(1)
            _ = try await SetMail(mail: "zhang@example.cn")(house, by: applicant)
            _ = try await test.handedIn(1)
            #expect(try await test.count("SELECT COUNT(*) FROM outbox WHERE channel = 'mail'") > 0)
            let waiting = try await test.count("SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL")

            let pigeon = Pigeon(failures: 1)
            // One is lost on the way: it waits half a minute, the others go.
            #expect(try await Deliver(house, couriers: [.mail: pigeon])() == waiting - 1)
            #expect(try await Deliver(house, couriers: [.mail: pigeon])() == 0)
            test.clock.advance(seconds: 61)
            #expect(try await Deliver(house, couriers: [.mail: pigeon])() == 1)
            #expect(pigeon.carried.count == waiting)
            #expect(pigeon.carried.allSatisfy { $0.hasPrefix("zhang@example.cn: ") })
            #expect(try await test.count("SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL") == 0)
        }
    }

    @Test(arguments: Engine.allCases) func twoWorkersSendEachMessageOnce(_ engine: Engine) async throws {
        try await withHouse(engine, channels: [.mail]) { test in
            let house = test.house
            try await test.callRound()
            _ = try await SetMail(mail: "zhang@example.cn")(house, by: try await test.applicant(1))
            _ = try await test.handedIn(1)
            let waiting = try await test.count("SELECT COUNT(*) FROM outbox")
            let pigeon = Pigeon()
            async let first = Deliver(house, couriers: [.mail: pigeon])()
            async let second = Deliver(house, couriers: [.mail: pigeon])()
            #expect(try await first + second == waiting)
            #expect(pigeon.carried.count == waiting)
        }
    }

    @Test(arguments: Engine.allCases) func aHouseThatClosesLeavesTheOtherMessagesForLater(_ engine: Engine) async throws {
        try await withHouse(engine, channels: [.mail]) { test in
            let house = test.house
            try await test.callRound()
            _ = try await SetMail(mail: "zhang@example.cn")(house, by: try await test.applicant(1))
            _ = try await test.handedIn(1)
            let waiting = try await test.count("SELECT COUNT(*) FROM outbox")
            #expect(waiting > 1)
            #expect(try await Task { try await Deliver(house, couriers: [.mail: LastPigeon()])() }.value == 1)
            #expect(try await test.count("SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL AND leased_until IS NULL") == waiting - 1)
            #expect(try await Deliver(house, couriers: [.mail: Pigeon()])() == waiting - 1)
        }
    }
}
