import Foundation

/// Hashes and checks passwords on threads of its own, a few at a time, so that a flood of log-ins
/// neither stops the event loop nor takes all the memory: whoever comes when the queue is full is turned away.
public actor PasswordWorker {
    /// The queue is full: answer 429 and let them try again.
    public struct Busy: Error, Equatable, Sendable {
        public init() {}
    }

    private let crew: Crew
    private let most: Int
    private var present = 0

    /// - Parameters:
    ///   - atOnce: hashes computed at the same time, 19 MiB each
    ///   - waiting: how many more may wait
    public init(atOnce: Int = 2, waiting: Int = 32) {
        let threads = max(1, atOnce)
        crew = Crew(threads)
        most = threads + max(0, waiting)
    }

    deinit { crew.dismiss() }

    /// `Passwords.hash`; throws `Busy` when too many wait.
    public func hash(_ password: String) async throws -> String {
        try await run { Result { try Passwords.hash(password) } }.get()
    }

    /// `Passwords.verify`; throws `Busy` when too many wait.
    public func verify(_ password: String, against hash: String) async throws -> Bool {
        try await run { Passwords.verify(password, against: hash) }
    }

    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws -> Value {
        guard present < most else { throw Busy() }
        present += 1
        defer { present -= 1 }
        return await withCheckedContinuation { continuation in
            crew.add { continuation.resume(returning: work()) }
        }
    }
}

/// A few threads that take work in order.
private final class Crew: Sendable {
    private final class Desk: @unchecked Sendable {  // everything under its condition
        let condition = NSCondition()
        var work: [@Sendable () -> Void] = []
        var open = true
    }

    private let desk = Desk()

    init(_ threads: Int) {
        for _ in 0..<threads {
            let desk = desk
            Thread {
                Thread.current.name = "passwords"
                while let job = Crew.next(desk) { job() }
            }.start()
        }
    }

    func add(_ job: @escaping @Sendable () -> Void) {
        desk.condition.lock()
        desk.work.append(job)
        desk.condition.signal()
        desk.condition.unlock()
    }

    /// What is already queued is still done.
    func dismiss() {
        desk.condition.lock()
        desk.open = false
        desk.condition.broadcast()
        desk.condition.unlock()
    }

    private static func next(_ desk: Desk) -> (@Sendable () -> Void)? {
        desk.condition.lock()
        defer { desk.condition.unlock() }
        while desk.work.isEmpty {
            guard desk.open else { return nil }
            desk.condition.wait()
        }
        return desk.work.removeFirst()
    }
}
