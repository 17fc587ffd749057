/// What ids of contacts name: one line of the service log 服务台账.
public enum Contact {}

/// What a programme says of the service log. From the file's section `service_log`.
public struct ServiceLogRules: Sendable, Hashable {
    public let clause: Clause?
    /// Whether a contact counts that the person has not confirmed.
    public let unconfirmedCounts: Bool
    /// A person may confirm for so many days.
    public let confirmWithin: Int
    /// Which of the programme's services a contact may be about, by their ids.
    public let services: [String]
    /// A station may take a line back, with a reason, for so many days.
    public let voidWithin: Int

    public init(clause: Clause?, unconfirmedCounts: Bool, confirmWithin: Int, services: [String] = [], voidWithin: Int = 31) {
        self.clause = clause
        self.unconfirmedCounts = unconfirmedCounts
        self.confirmWithin = confirmWithin
        self.services = services
        self.voidWithin = voidWithin
    }
}
