/// What ids of mentors name: people who give hours to those who start up.
public enum Mentor {}

/// What a programme says of requests (二(三)2): how soon an owner answers, and how soon something comes of it. From the file's section `requests`.
public struct RequestRules: Sendable, Hashable {
    public let clause: Clause?
    /// Working days until the first answer, and until the outcome.
    public let answerWithin: Int
    public let closeWithin: Int
    /// Days after the outcome within which the asker may say that it is not done.
    public let reopenWithin: Int
    /// The office that gets a request for which no station is near.
    public let office: String
    /// Hours of mentors that one person may hold at the same time.
    public let mentorBookings: Int
    /// Hours before a mentor's hour until which it can be given back.
    public let mentorCancelHours: Int

    public init(clause: Clause?, answerWithin: Int, closeWithin: Int, reopenWithin: Int = 30, office: String = "", mentorBookings: Int = 2, mentorCancelHours: Int = 24) {
        self.clause = clause
        self.answerWithin = answerWithin
        self.closeWithin = closeWithin
        self.reopenWithin = reopenWithin
        self.office = office
        self.mentorBookings = mentorBookings
        self.mentorCancelHours = mentorCancelHours
    }
}
