/// What ids of contacts name: one line of the service log 服务台账.
public enum Contact {}

/// What a programme says of the service log. From the file's section `service_log`.
public struct ServiceLogRules: Sendable, Hashable {
    public let clause: Clause?
    /// Whether a contact counts that the person has not confirmed.
    public let unconfirmedCounts: Bool
    /// A person may confirm for so many days.
    public let confirmWithin: Int

    public init(clause: Clause?, unconfirmedCounts: Bool, confirmWithin: Int) {
        self.clause = clause
        self.unconfirmedCounts = unconfirmedCounts
        self.confirmWithin = confirmWithin
    }
}
