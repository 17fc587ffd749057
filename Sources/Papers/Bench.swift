import Foundation

/// Where programs of others do a piece of work: few at once, some waiting, each for so long and no longer. Waits on threads of its own.
struct Bench: Sendable {
    let name: String
    let seconds: Double
    private let places: Places

    /// - Parameters:
    ///   - name: of the threads.
    ///   - seconds: how long one piece may take.
    ///   - atOnce: pieces under way at the same time.
    ///   - waiting: how many more may wait for a place.
    init(name: String, seconds: Double, atOnce: Int, waiting: Int) {
        self.name = name
        self.seconds = seconds
        places = Places(max(1, atOnce), max(0, waiting))
    }

    /// - Throws: `PDF.Failure`.
    func run(_ command: [String], _ input: [UInt8]) async throws -> [UInt8] {
        guard await places.enter() else { throw PDF.Failure.busy }
        let seconds = seconds, name = name
        let result: Result<[UInt8], any Error> = await withCheckedContinuation { continuation in
            Thread {
                Thread.current.name = name
                continuation.resume(returning: Result { try Child.run(command, input: input, seconds: seconds) })
            }.start()
        }
        await places.leave()
        return try result.get()
    }

    /// Who may work and who waits.
    private actor Places {
        private var free: Int
        private var queue: [CheckedContinuation<Void, Never>] = []
        private let longest: Int

        init(_ places: Int, _ waiting: Int) {
            free = places
            longest = waiting
        }

        func enter() async -> Bool {
            if free > 0 {
                free -= 1
                return true
            }
            guard queue.count < longest else { return false }
            await withCheckedContinuation { queue.append($0) }
            return true
        }

        func leave() {
            if queue.isEmpty { free += 1 } else { queue.removeFirst().resume() }
        }
    }
}
