/// What can fall due: the closed set of verbs that the worker calls as actor `system`. Each is harmless when repeated.
enum DueVerb: String, CaseIterable {
    /// 50, 80 or 100 % of a case's clock is used up. Subject: `case/visit/percent`.
    case remind
    /// A public notice has been up for its time. Subject: the notice.
    case endNotice = "end_notice"
    /// A round closes for applications. Subject: the round.
    case closeRound = "close_round"
}
