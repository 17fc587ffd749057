import Domain
import Foundation
import ProgrammeText
import Testing

/// The section on requests in the real file, and what is said of one that is written wrongly.
@Suite struct RequestMistakeTests {
    @Test func theRealFileHasRequests() throws {
        let programme = try #require(readProgramme(try text(realFile)).programme), rules = try #require(programme.requests)
        #expect(rules == RequestRules(clause: Clause("二(三)2"), answerWithin: 2, closeWithin: 10, reopenWithin: 30, office: "centre", mentorBookings: 2, mentorCancelHours: 24))
    }

    @Test(arguments: [
        ("  answer_within: 2 workdays\n", "  answer_within: 2 days\n", "requests.answer_within: “2 days”写法有误"), ("  answer_within: 2 workdays\n", "", "requests: 缺少 answer_within"),
        ("  close_within: 10 workdays\n", "  close_within: 0 workdays\n", "requests.close_within: 0 超出范围"), ("  close_within: 10 workdays\n", "  close_within: 1 workday\n", "requests.close_within: 办结早于首次答复"),
        ("  reopen_within: 30 days\n", "  reopen_within: 30\n", "requests.reopen_within: “30”写法有误"), ("  office: centre\n  mentor_bookings", "  office: centr\n  mentor_bookings", "requests.office: 没有部门 centr"),
        ("  mentor_bookings: 2\n", "  mentor_bookings: 0\n", "requests.mentor_bookings: 0 超出范围"), ("  mentor_cancel_before: 24 hours\n", "  mentor_cancel_before: 24 hours\n  mentor_cance: 1\n",
            "requests.mentor_cance: 不认识的键 mentor_cance"),
    ])
    func everyMistakeIsNamed(_ old: String, _ new: String, _ message: String) throws {
        let said = try said(old, new)
        #expect(said.contains { $0.hasPrefix(message) }, "\(said)")
    }
}
