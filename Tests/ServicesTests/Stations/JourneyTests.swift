import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct JourneyTests {
    @Test(arguments: Engine.allCases) func anOrganisationBecomesAStation(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            try await test.callRound()
            let id = try await test.draft(1)
            #expect(try await test.at(id) == "draft 0")
            try await test.handIn(id, 1)
            #expect(try await test.at(id) == "open/forward 1")
            #expect(try await test.current(id).tasks == [Case.Task(office: "laoshan.hrss", line: [.handler, .signer])])
            #expect(try await test.due(id.rawValue) == [
                "remind 1/50 2020-11-19T09:00:00+08:00", "remind 1/80 2020-11-20T09:00:00+08:00", "remind 1/100 2020-11-23T09:00:00+08:00",
            ])
            try await test.rule(id, "laoshan.hrss")
            #expect(try await test.at(id) == "open/intake 2")
            try await test.rule(id, "centre")
            #expect(try await test.at(id) == "open/site_check 3")
            try await test.rule(id, "centre")
            #expect(try await test.at(id) == "open/review 4")
            #expect(try await test.current(id).tasks.map(\.office) == ["finance", "hrss", "industry"])
            for office in ["hrss", "industry", "finance"] { try await test.rule(id, office) }
            #expect(try await test.at(id) == "open/notice 5")
            #expect(try await test.current(id).tasks == [])

            let notice = try await test.publish([id])
            #expect(try await test.due(notice.rawValue) == ["end_notice 2020-11-24T00:00:00+08:00"])
            try await test.move(to: try moment("2020-11-23", 23, 59))
            #expect(try await test.at(id) == "open/notice 5")
            try await test.move(to: try moment("2020-11-24", 0, 0))
            #expect(try await test.at(id) == "open/determine 6")

            let meeting = try await test.record([(id, .pass)])
            #expect(try await test.at(id) == "open/determine 6")
            _ = try await SignMeeting()(house, meeting, by: try await test.staff("hrss.signer"))
            #expect(try await test.at(id) == "open/issue 7")
            let issued = try await IssueDocument()(house, of: meeting, by: try await test.staff("hrss.signer"))
            #expect(try await test.at(id) == "done 7")
            #expect(try await test.due(id.rawValue) == [])

            let document = try await house.document(try #require(ID<Document>(rawValue: issued.id)))
            #expect(document.summary.number == "青人社发〔2020〕1号")
            #expect(document.summary.name == "认定文件")
            #expect(document.summary.issuedOn == Day("2020-11-24"))
            #expect(document.stations.map(\.name) == ["驿站1"])
            let plaque = try await house.plaque("QDYZ-2020-001", for: .visitor)
            #expect(plaque.state == .valid)
            #expect(plaque.words == "青岛市人才驿站")
            #expect(plaque.organisation == TestHouse.organisationName(1))
            #expect(plaque.issuedOn == Day("2020-11-24"))
            #expect(!plaque.mayChange)
            #expect(try await house.targets().map(\.count) == [1, 0, 0])
            let station = try await house.station(plaque.station)
            #expect(station.introduction == TestHouse.plan)
            #expect(station.notices.map(\.id) == [notice])

            #expect(try await test.verbs("case", id.rawValue) == [
                "application_started", "file_attached", "file_attached", "file_attached", "file_attached", "file_attached", "file_attached", "application_handed_in",
                "case_propose", "case_agree", "case_propose", "case_agree", "case_agree", "case_propose", "case_agree", "case_agree",
                "case_propose", "case_agree", "case_propose", "case_propose", "notice_published", "reminded", "notice_passed", "case_determined", "plaque_issued",
            ])
            #expect(try await test.verbs("notice", notice.rawValue) == ["notice_prepared", "notice_published", "notice_ended"])
            #expect(try await test.verbs("meeting", meeting.rawValue) == ["meeting_recorded", "meeting_signed"])
            #expect(try await test.verbs("plaque", "QDYZ-2020-001") == ["plaque_issued"])
            let told = try await test.messages(try await test.applicant(1))
            #expect(told.sorted() == ["已公示：驿站1", "已办结：驿站1", "已提交：驿站1"] + Array(repeating: "有进展：驿站1", count: 6))
            let view = try await house.caseView(id, for: try await test.applicant(1))
            #expect(view.steps.map(\.progress) == Array(repeating: .done, count: 8))
            #expect(view.plaque == "QDYZ-2020-001")
            #expect(try await Sealer(house)() == (try await test.count("SELECT COUNT(*) FROM audit_records")))
            let report = try await AuditStore.verify(test.database, secrets: house.secrets, exported: nil)
            #expect(report.findings == [])
            #expect(report.unsealed == 0)
        }
    }
}
