/// On which days the code of an interview proves why somebody comes: it is for one date, so it proves neither months ahead nor weeks afterwards.
/// How long an office's acceptance holds (`holds:` in a programme file) says nothing about it; it never holds longer than that would, counted
/// from the interview.
public enum InterviewProof {
    /// Who comes for an interview may arrive so many days before it.
    public static let daysBefore = 3
    /// …and begin a last night so many days after it.
    public static let daysAfter = 1

    /// The first day on which it proves. - Parameter first: of the interview.
    public static func from(_ first: Day) -> Day { first.adding(-daysBefore) }
    /// The last one. - Parameter last: of the interview.
    public static func until(_ last: Day) -> Day { last.adding(daysAfter) }
}
