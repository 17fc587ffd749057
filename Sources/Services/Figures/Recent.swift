import Domain

/// What was counted in the last moments, so that many who ask at once cost one count.
actor Recent<Value: Sendable> {
    private let seconds: Int
    private var known: (value: Value, at: Instant)?
    private var making: Task<Value, any Error>?

    /// - Parameter seconds: how old an answer may be.
    init(seconds: Int) { self.seconds = seconds }

    func value(at now: Instant, _ make: @escaping @Sendable () async throws -> Value) async throws -> Value {
        if let known, known.at <= now, now < known.at.adding(seconds: seconds) { return known.value }
        if let making { return try await making.value }
        let task = Task(operation: make)
        making = task
        defer { making = nil }
        let made = try await task.value
        known = (made, now)
        return made
    }
}
