import Dispatch

/// Lets a transaction's closure, on the engine's thread, and a test wait for each other.
final class Signal: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func give() { semaphore.signal() }

    /// - Returns: false when nothing came in ten seconds.
    @discardableResult func wait() -> Bool { semaphore.wait(timeout: .now() + 10) == .success }

    func given() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                self.wait()
                continuation.resume()
            }
        }
    }
}
