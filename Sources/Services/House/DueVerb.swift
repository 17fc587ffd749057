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
    /// A job's last day is over. Subject: the job.
    case endJob = "end_job"
    /// Some days before that. Subject: the job.
    case remindJob = "remind_job"
    /// An employer's bar is over. Subject: the standing.
    case barEnd = "bar_end"
    /// The day before an interview. Subject: the slot.
    case remindInterview = "remind_interview"
    /// An offer was to be answered by now. Subject: the offer.
    case lapseOffer = "lapse_offer"
    /// The first day of a placement has come. Subject: the placement.
    case countPlacement = "count_placement"
    /// Both sides are asked whether the person is still there. Subject: `placement/days`.
    case checkPlacement = "check_placement"
    /// Sign-up to a job fair ends and its schedule is computed; or somebody has left and freed places are filled. Subject: the fair.
    case scheduleFair = "schedule_fair"
    /// The day before a job fair. Subject: the fair.
    case remindFair = "remind_fair"
    /// The last slot of a job fair has passed. Subject: the fair.
    case endFair = "end_fair"
    /// A file of jobs has rows that are still to be read. Subject: the import.
    case importJobs = "import_jobs"
    /// Nobody checked an entry of a directory for long. Subject: the entry.
    case remindEntry = "remind_entry"
    /// The day before an event. Subject: the event.
    case remindEvent = "remind_event"
    /// The last hour of an event has passed. Subject: the event.
    case endEvent = "end_event"
    /// 50, 80 or 100 % of a request's clock is used up. Subject: `request/turn/answer or close/percent`.
    case remindRequest = "remind_request"
    /// The day before a mentor's hour. Subject: the booking.
    case remindMentorHour = "remind_mentor_hour"
    /// A station was to say by now whether it takes an office's event. Subject: the offer.
    case lapseEventOffer = "lapse_event_offer"
    /// The last day of a mandate, or of an offer, is over. Subject: the mandate.
    case lapseMandate = "lapse_mandate"
    /// People are looked for who are entitled without having applied. Subject: the run, or `monthly/PROGRAMME` for the next one to begin.
    case runOffers = "run_offers"
}
