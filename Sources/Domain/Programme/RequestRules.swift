/// What ids of mentors name: people who give hours to those who start up.
public enum Mentor {}

/// What a programme says of requests (二(三)2): how soon an owner answers, and how soon something comes of it. From the file's section `requests`.
public struct RequestRules: Sendable, Hashable {
    public let clause: Clause?
    /// Working days until the first answer, and until the outcome.
    public let answerWithin: Int
    public let closeWithin: Int

    public init(clause: Clause?, answerWithin: Int, closeWithin: Int) {
        self.clause = clause
        self.answerWithin = answerWithin
        self.closeWithin = closeWithin
    }
}
