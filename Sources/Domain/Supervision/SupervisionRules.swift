/// What ids of visits name: an office looks at a station on the spot 实地调研 (二(二)2).
public enum Visit {}
/// What ids of problem tickets name: a station asks offices for help with a difficulty (二(二)2).
public enum Ticket {}

/// What a programme says of supervision (二(二)2). From the file's section `supervision`.
public struct SupervisionRules: Sendable, Hashable {
    public let clause: Clause?

    public init(clause: Clause?) { self.clause = clause }
}
