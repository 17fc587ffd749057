import Domain
import Logging
import ServiceLifecycle
import Services

/// The background: seals the audit trail, runs what falls due, sends the outbox, keeps what can be found, sweeps. Each round ends a second after the one before.
struct Worker: Service {
    let house: House
    let couriers: [House.Channel: any Courier]
    /// The hashes of the calendars that this process runs on.
    let calendars: [String]
    let logger: Logger
    let logs: LogFiles?

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await loop("seal", every: 1) { _ = try await Sealer(house)() } }
            group.addTask { await loop("due", every: 1) { _ = try await DueWork(house)() } }
            group.addTask { await loop("outbox", every: 1) { _ = try await Deliver(house, couriers: couriers)() } }
            group.addTask { await loop("jobs", every: 1) { try await follow() } }
            group.addTask {
                await loop("sweep", every: 3600) {
                    _ = try await Sweep(house)()
                    try await logs?.sweep()
                }
            }
            group.addTask {
                await loop("calendars", every: 60) {
                    guard try await RedateClocks().isSuperseded(house, calendars: calendars) else { return }
                    logger.error("another process has dated the clocks by other calendars: give all processes the same ones, and start this one anew")
                }
            }
            try await group.waitForAll()
        }
    }

    /// The first time all jobs and people are read, while the server answers already.
    private func follow() async throws {
        guard !house.board.isReady else {
            try await FollowJobs(house)()
            return
        }
        let began = ContinuousClock.now
        let count = try await FollowJobs(house)()
        logger.info("jobs and people can be found", metadata: ["count": "\(count)", "seconds": "\((ContinuousClock.now - began).components.seconds)"])
    }

    private func loop(_ name: String, every seconds: Int, _ work: @Sendable @escaping () async throws -> Void) async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await work()
                } catch is CancellationError {
                    return   // the server ends
                } catch {
                    logger.error("background work failed", metadata: ["work": "\(name)", "error": "\(error)"])
                }
                try? await Task.sleep(for: .seconds(seconds))
            }
        }
    }
}
