/// What ids of mandates name: a talent lets a station do the papers of one policy 政策代办.
public enum Mandate {}

/// What a programme says of doing somebody's papers (一(一)). From the file's section `agency`.
public struct AgencyRules: Sendable, Hashable {
    public let clause: Clause?
    /// The procedure by which an office decides on what an agent hands in.
    public let procedure: String
    /// A mandate lasts at most so many days.
    public let longestDays: Int

    public init(clause: Clause?, procedure: String, longestDays: Int) {
        self.clause = clause
        self.procedure = procedure
        self.longestDays = longestDays
    }
}
