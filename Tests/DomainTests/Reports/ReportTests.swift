import Domain
import Testing

@Suite struct ReportStateTests {
    @Test func aReportIsHandedInGivenBackAndTakenNoteOf() throws {
        #expect(ReportState.transitions.map { "\($0.from.rawValue) \($0.event.rawValue) \($0.to.rawValue)" } == [
            "draft hand_in handed_in", "handed_in give_back returned", "handed_in accept accepted", "returned hand_in handed_in",
        ])
        #expect(throws: Refusal.self) { try ReportState.accepted.after(.giveBack) }
        #expect(ReportState.diagram.contains("handed_in --> returned: give back"))
    }

    @Test func monthsFollowOneAnother() throws {
        let month = try #require(ReportMonth(rawValue: "2020-12"))
        #expect(month.first.description == "2020-12-01" && month.last.description == "2020-12-31")
        #expect(month.next.rawValue == "2021-01" && month.previous.rawValue == "2020-11")
        #expect(try #require(ReportMonth(rawValue: "2020-02")).last.description == "2020-02-29")
        #expect(month < month.next && month.words.zh == "2020年12月")
        for wrong in ["2020-13", "2020-1", "2020-12-01", "", "abcd-ef", "9999-12"] { #expect(ReportMonth(rawValue: wrong) == nil, "\(wrong)") }
    }

    @Test(arguments: [("20", 200), ("20.5", 205), ("20.50", 205), ("", 0), ("-", 0), (" 3 ", 30), ("31", 310)]) func daysAreReadInTenths(_ text: String, _ tenths: Int) {
        #expect(TenthDays(text)?.tenths == tenths)
    }

    @Test(arguments: ["32", "31.1", "20.55", "1.", "二十", "-1", "1e2", "100", "20,5"]) func otherDaysAreNotUnderstood(_ text: String) { #expect(TenthDays(text) == nil) }

    @Test func aRowOfAttendanceNamesEveryColumnThatDoesNotFit() throws {
        let month = try #require(ReportMonth(rawValue: "2020-11"))
        let row = try AttendanceRow([.name: " 王敏 ", .present: "20.5", .leave: "1"], month)
        #expect(row.name == "王敏" && row.present.text == "20.5" && row.leave.text == "1" && row.absent.tenths == 0)
        do {
            _ = try AttendanceRow([.name: "", .present: "x", .leave: "y"], month)
            Issue.record("it was taken")
        } catch { #expect(error.fields.map(\.field) == ["name", "present", "leave"]) }
        #expect(throws: Refusal.self) { try AttendanceRow([.name: "王敏", .present: "30", .leave: "0.5"], month) }
        #expect(AttendanceColumn.named("出勤天数（天）") == .present && AttendanceColumn.named("员工姓名") == .name && AttendanceColumn.named("部门") == nil)
    }
}
