import SQL
import Synchronization

/// Lends out sessions, first come, first served. The one that came back last is lent first: its caches are warm.
final class Pool: Sendable {
    private struct State {
        var idle: [Session]
        var waiting: [CheckedContinuation<Session, any Error>] = []
        var served = 0
        var lent = 0
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []

        mutating func nextWaiting() -> CheckedContinuation<Session, any Error>? {
            guard served < waiting.count else { return nil }
            defer {
                served += 1
                if served == waiting.count || served > 1000 {
                    waiting.removeFirst(served)
                    served = 0
                }
            }
            return waiting[served]
        }
    }

    private let state: Mutex<State>

    init(_ sessions: [Session]) { state = Mutex(State(idle: sessions)) }

    func with<Answer: Sendable>(_ use: @Sendable (Session) async throws -> Answer) async throws -> Answer {
        let session = try await take()
        do {
            let answer = try await use(session)
            await giveBack(session)
            return answer
        } catch {
            await giveBack(session)
            throw error
        }
    }

    func close() async {
        let (idle, waiting) = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            var waiting: [CheckedContinuation<Session, any Error>] = []
            while let next = state.nextWaiting() { waiting.append(next) }
            return (state.idle, waiting)
        }
        for continuation in waiting { continuation.resume(throwing: Self.closed) }
        for session in idle { await session.disconnect() }
        await withCheckedContinuation { continuation in
            let done = state.withLock { state in
                if state.lent > 0 { state.closers.append(continuation) }
                return state.lent == 0
            }
            if done { continuation.resume() }
        }
    }

    private static var closed: SQLError { .connection(message: "the database has been closed") }

    private func take() async throws -> Session {
        try await withCheckedThrowingContinuation { continuation in
            let answer: Result<Session, any Error>? = state.withLock { state in
                if state.isClosed { return .failure(Self.closed) }
                if let session = state.idle.popLast() {
                    state.lent += 1
                    return .success(session)
                }
                state.waiting.append(continuation)
                return nil
            }
            if let answer { continuation.resume(with: answer) }
        }
    }

    private func giveBack(_ session: Session) async {
        enum Next { case lend(CheckedContinuation<Session, any Error>), keep, close }
        let next: Next = state.withLock { state in
            if state.isClosed { return .close }
            if let waiting = state.nextWaiting() { return .lend(waiting) }
            state.lent -= 1
            state.idle.append(session)
            return .keep
        }
        switch next {
        case .keep: return
        case .lend(let continuation): continuation.resume(returning: session)
        case .close:
            await session.disconnect()
            let closers = state.withLock { state in
                state.lent -= 1
                guard state.lent == 0 else { return [CheckedContinuation<Void, Never>]() }
                defer { state.closers = [] }
                return state.closers
            }
            for closer in closers { closer.resume() }
        }
    }
}
