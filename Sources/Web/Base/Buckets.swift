import Domain
import Synchronization

/// Token buckets by name, in bounded memory: who is not seen for long is forgotten, and when too many names come at once they share one bucket.
final class Buckets: Sendable {
    private struct Bucket {
        var tokens: Double
        var at: Int64
    }

    private let rate: WebLimits.Rate
    private let most: Int
    private let buckets = Mutex<[String: Bucket]>([:])

    init(_ rate: WebLimits.Rate, most: Int = 10_000) {
        self.rate = rate
        self.most = most
    }

    var count: Int { buckets.withLock { $0.count } }

    /// Takes one token. - Returns: nil if there was one, else how many seconds until there is.
    func take(_ name: String, at now: Instant) -> Int? {
        buckets.withLock { buckets in
            var name = name
            if buckets[name] == nil, buckets.count >= most {
                buckets = buckets.filter { filled($0.value, now) < Double(rate.burst) }
                if buckets.count >= most { name = "" }
            }
            var tokens = buckets[name].map { filled($0, now) } ?? Double(rate.burst)
            defer { buckets[name] = Bucket(tokens: tokens, at: now.milliseconds) }
            guard tokens >= 1 else { return max(1, Int(((1 - tokens) * rate.secondsEach).rounded(.up))) }
            tokens -= 1
            return nil
        }
    }

    private func filled(_ bucket: Bucket, _ now: Instant) -> Double {
        // A clock that was set back must not lock anybody out, or refill anything.
        let passed = Double(max(0, now.milliseconds - bucket.at)) / 1000
        return min(Double(rate.burst), bucket.tokens + passed / rate.secondsEach)
    }
}

/// So many at once and no more.
final class Permits: Sendable {
    private let most: Int
    private let taken = Mutex(0)

    init(_ most: Int) { self.most = most }

    func take() -> Bool {
        taken.withLock { taken in
            guard taken < most else { return false }
            taken += 1
            return true
        }
    }

    func giveBack() { taken.withLock { $0 -= 1 } }
    var inUse: Int { taken.withLock { $0 } }
}
