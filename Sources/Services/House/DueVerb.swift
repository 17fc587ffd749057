/// What can fall due: the closed set of verbs that the worker calls as actor `system`. Each is harmless when repeated.
enum DueVerb: String, CaseIterable {
    /// 50, 80 or 100 % of a case's clock is used up. Subject: `case/visit/percent`.
    case remind
    /// A public notice has been up for its time. Subject: the notice.
    case endNotice = "end_notice"
    /// A round closes for applications. Subject: the round.
    case closeRound = "close_round"
    /// A bed was held so long; the waitlist's next is asked. Subject: the stay.
    case holdEnd = "hold_end"
    /// Nobody came and nobody telephoned. Subject: the stay.
    case noShow = "no_show"
    /// The day before a stay. Subject: the stay.
    case remindStay = "remind_stay"
    /// A foreign guest has to be registered with the police by now. Subject: the stay.
    case policeDuty = "police_duty"
    /// Requests are closed. Subject: the draw.
    case draw
    /// The register of guests need not keep somebody any longer whose account is closed. Subject: the stay.
    case forgetGuest = "forget_guest"
    /// A file of jobs has rows that are still to be read. Subject: the import.
    case importJobs = "import_jobs"
}
