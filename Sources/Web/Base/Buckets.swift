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

    /// Gives one token back: what was taken it for did no harm.
    func giveBack(_ name: String) {
        buckets.withLock { buckets in
            guard var bucket = buckets[name] else { return }
            bucket.tokens = min(Double(rate.burst), bucket.tokens + 1)
            buckets[name] = bucket
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

/// So many at once in all, and so many of them for one client.
final class SharedPermits: Sendable {
    private let most: Int
    private let mostEach: Int
    private let taken = Mutex<(all: Int, each: [String: Int])>((0, [:]))

    init(_ most: Int, each mostEach: Int) {
        self.most = most
        self.mostEach = mostEach
    }

    func take(_ name: String) -> Bool {
        taken.withLock { taken in
            let own = taken.each[name] ?? 0
            guard taken.all < most, own < mostEach else { return false }
            taken.all += 1
            taken.each[name] = own + 1
            return true
        }
    }

    func giveBack(_ name: String) {
        taken.withLock { taken in
            guard let own = taken.each[name] else { return }
            taken.all -= 1
            taken.each[name] = own > 1 ? own - 1 : nil
        }
    }

    var inUse: Int { taken.withLock { $0.all } }
}
