import Cluster
import Domain
import SQL
@testable import Services
import Testing

extension TestHouse {
    /// The report of November 2020 of a new station of this organisation, begun by itself on 1 December.
    func novemberReport(_ organisation: Int = 1) async throws -> ID<Report> {
        try await OpenReports()(house, "\(programme.id)/", at: nil)
        try await move(to: try moment("2020-12-01"))
        let list = try await house.reports(for: try await applicant(organisation))
        return try #require(list.own?.first?.id)
    }

    static let answers = [ReportAnswer(question: "progress", text: "接待来青人才，举办一场沙龙。")]

    func handIn(_ id: ID<Report>, _ figures: [ReportFigure] = [], by actor: Domain.Actor) async throws {
        _ = try await HandInReport(figures: figures, answers: Self.answers, confirmed: true)(house, id, by: actor)
    }
}

@Suite struct MonthlyReportTests {
    @Test(arguments: Engine.allCases) func aReportComesFromRecordsAndLivesUntilAnOfficeTakesNote(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), keeper = try await test.applicant(1), office = try await test.staff("centre.handler")
            _ = try await test.contact()
            let id = try await test.novemberReport()
            #expect(try await test.due(test.programme.id) == ["open_reports 2020-12 2021-01-01T06:00:00+08:00"])
            #expect(try await test.due(id.rawValue) == [
                "remind_report 50 2020-12-03T09:00:00+08:00", "remind_report 80 2020-12-04T09:00:00+08:00", "remind_report 100 2020-12-07T09:00:00+08:00", "remind_report late 2020-12-08T09:00:00+08:00",
            ])
            let draft = try await house.report(id, for: keeper), contacts = try #require(draft.lines.first { $0.counted == .contacts })
            #expect(draft.summary.state == .draft && draft.summary.dueOn == Day("2020-12-07") && draft.mayWrite && draft.summary.station == station)
            #expect(contacts.recorded == 1 && contacts.says == 1 && !contacts.differs)
            let unseen = try await house.report(id, for: office)
            #expect(!unseen.isShown && unseen.lines.isEmpty && !unseen.mayDecide)
            await refused("report_not_handed_in", .conflict) { try await AcceptReport()(house, id, by: office) }
            await refused("not_found", .notFound) { try await SaveReport(answers: TestHouse.answers)(house, id, by: try await test.applicant(2)) }

            let open = await refused("invalid", .invalid) { try await HandInReport(figures: [ReportFigure(counted: .contacts, stated: 3)], confirmed: false)(house, id, by: keeper) }
            #expect(open?.fields.map(\.field) == ["figures.0.explanation", "answers.0.text", "confirmed"])
            await refused("invalid", .invalid) { try await SaveReport(figures: [ReportFigure(counted: .contacts, stated: -1)])(house, id, by: keeper) }
            await refused("invalid", .invalid) { try await SaveReport(answers: [ReportAnswer(question: "else", text: "x")])(house, id, by: keeper) }
            _ = try await SaveReport(answers: TestHouse.answers)(house, id, by: keeper)
            try await test.handIn(id, [ReportFigure(counted: .contacts, stated: 3, explanation: "两次来访未及时登记"), ReportFigure(counted: .events, stated: 0)], by: keeper)
            #expect(try await test.due(id.rawValue).isEmpty)
            await refused("report_handed_in", .conflict) { try await SaveReport(answers: TestHouse.answers)(house, id, by: keeper) }

            // What was recorded then stays beside what is counted today.
            try await house.database.write { tx in _ = try tx.run("UPDATE contacts SET state = 'disputed' WHERE station_id = \(station)") }
            let seen = try await house.report(id, for: office), line = try #require(seen.lines.first { $0.counted == .contacts })
            #expect(seen.mayDecide && seen.summary.differences == 1 && line.recorded == 1 && line.today == 0 && line.says == 3 && line.differs && line.hasMoved && line.explanation == "两次来访未及时登记")
            #expect(seen.answers.first?.text == TestHouse.answers.first?.text && seen.lines.first { $0.counted == .events }?.stated == nil)
            let desk = try #require(try await house.reports(for: office).desk)
            #expect(desk.month.rawValue == "2020-11" && [desk.tally.expected, desk.tally.handedIn, desk.tally.missing, desk.tally.late, desk.tally.differing] == [1, 1, 0, 0, 1])
            #expect(try await house.reportsWorkbook(ReportFilter(), for: office) == "日常调度 1")

            await refused("not_found", .notFound) { try await ReturnReport(reason: "请补充")(house, id, by: try await test.staff("shinan.hrss.handler")) }
            await refused("invalid", .invalid) { try await ReturnReport(reason: "")(house, id, by: office) }
            _ = try await ReturnReport(reason: "请附来访登记")(house, id, by: try await test.staff("laoshan.hrss.handler"))
            let back = try await house.report(id, for: keeper)
            #expect(back.summary.state == .returned && back.reason == "请附来访登记" && back.summary.againBy == Day("2020-12-08") && back.mayWrite)
            #expect(try await test.due(id.rawValue) == ["remind_report again 2020-12-08T09:00:00+08:00"])
            test.clock.advance(seconds: 60)
            try await test.handIn(id, by: keeper)
            _ = try await AcceptReport()(house, id, by: office)
            await refused("report_accepted", .conflict) { try await AcceptReport()(house, id, by: office) }
            #expect(try await house.report(id, for: keeper).summary.differences == 1)   // 3 stated, 0 recorded by now
            #expect(try await test.verbs("report", id.rawValue) == ["report_opened", "report_saved", "report_hand_in", "report_give_back", "report_hand_in", "report_accept"])
            #expect(try await test.messages(keeper).suffix(3) == ["请报送2020年11月工作情况", "2020年11月报告被退回", "2020年11月报告已确认"])
        }
    }

    @Test(arguments: Engine.allCases) func lateAndMissingOnesShowAndCountAgainstTheStation(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), keeper = try await test.applicant(1), office = try await test.staff("hrss.handler")
            let id = try await test.novemberReport(), programme = test.programme, calendar = try house.library.calendar(programme.calendar)
            func inTime(_ today: String) async throws -> [Int] {
                let from = try day("2020-11-01"), until = try day("2021-02-01"), today = try day(today)
                let found = try await house.database.read { tx in try ReportsInTime.of(tx, station: station, programme, from: from, until: until, today: today, calendar: calendar) }
                return [found.inTime, found.due]
            }
            #expect(try await inTime("2020-12-07") == [0, 0])   // there is a day left
            try await test.move(to: try moment("2020-12-10"))
            #expect(try await inTime("2020-12-10") == [0, 1])
            #expect(try await test.messages(keeper).suffix(2) == ["今天到期：2020年11月报告", "2020年11月报告已逾期"])
            let desk = try #require(try await house.reports(ReportFilter(pick: .late), for: office).desk)
            #expect(desk.reports.map(\.daysLate) == [3] && desk.reports.map(\.isMissing) == [true] && desk.tally.missing == 1 && desk.tally.late == 1)
            try await test.handIn(id, by: keeper)
            let late = try #require(try await house.reports(ReportFilter(pick: .late), for: office).desk)
            #expect(late.reports.map(\.daysLate) == [3] && late.tally.missing == 0 && late.tally.late == 1)
            #expect(try await house.reports(ReportFilter(area: "shinan"), for: office).desk?.reports.isEmpty == true)
            #expect(try await inTime("2020-12-10") == [0, 1])
            try await test.move(to: try moment("2021-01-04"))
            let december = try #require(try await house.reports(for: keeper).own?.first { $0.month.rawValue == "2020-12" }?.id)
            try await test.handIn(december, by: keeper)
            #expect(try await inTime("2021-01-04") == [1, 2])
            // The same once more changes nothing.
            try await OpenReports()(house, "\(programme.id)/2020-12", at: nil)
            try await OpenReports()(house, "nothing/2020-12", at: nil)
            try await RemindReport()(house, "\(id)/late", at: nil)
            #expect(try await test.count("SELECT COUNT(*) FROM reports") == 2)
            // A month that nobody opened is due all the same; after a suspension none is.
            try await house.database.write { tx in _ = try tx.run("DELETE FROM due WHERE verb = 'open_reports'") }
            #expect(try await inTime("2021-03-01") == [1, 3])
            try await house.database.write { tx in _ = try tx.run("UPDATE plaques SET state = 'suspended', state_since = '2021-01-10' WHERE station_id = \(station)") }
            #expect(try await inTime("2021-03-01") == [1, 2])
        }
    }

    @Test(arguments: Engine.allCases) func whatCouldNotBeReportedIsNotMissed(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), office = try await test.staff("centre.handler"), programme = test.programme, calendar = try house.library.calendar(programme.calendar)
            func inTime(_ today: String) async throws -> [Int] {
                let from = try day("2020-01-01"), until = try day("2021-06-01"), today = try day(today)
                let found = try await house.database.read { tx in try ReportsInTime.of(tx, station: station, programme, from: from, until: until, today: today, calendar: calendar) }
                return [found.inTime, found.due]
            }
            func expected(_ text: String) async throws -> Int {
                let month = try #require(ReportMonth(rawValue: text)), list = try await house.reports(ReportFilter(month: month), for: office)
                return try #require(list.desk).tally.expected
            }
            // The station was there before anybody asked for reports.
            try await house.database.write { tx in _ = try tx.run("UPDATE stations SET recognised_on = '2020-03-01' WHERE id = \(station)") }
            #expect(try await inTime("2020-11-13") == [0, 0])
            #expect(try await expected("2020-06") == 0)
            let id = try await test.novemberReport()
            try await test.handIn(id, by: try await test.applicant(1))
            #expect(try await inTime("2020-12-10") == [1, 1])
            #expect(try await expected("2020-06") == 0)
            #expect(try await expected("2020-11") == 1)
            // Nobody asked for December, while the plaque was suspended; of January they did.
            let signer = try await test.staff("hrss.signer")
            _ = try await ChangePlaque(state: .suspended, reason: "停业整顿，暂停使用。")(house, number: "s1", by: signer)
            try await test.move(to: try moment("2021-01-15"))
            _ = try await ChangePlaque(state: .valid, reason: "整改合格，恢复。")(house, number: "s1", by: signer)
            #expect(try await inTime("2021-01-15") == [1, 1])
            #expect(try await expected("2020-12") == 0)
            try await test.move(to: try moment("2021-02-28"))
            #expect(try await inTime("2021-02-28") == [1, 2])
            #expect(try await expected("2021-01") == 1)
        }
    }

    @Test(arguments: Engine.allCases) func oneThatWasGivenBackAndNeverComesAgainIsLate(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), office = try await test.staff("centre.handler"), programme = test.programme, calendar = try house.library.calendar(programme.calendar)
            let id = try await test.novemberReport()
            func inTime(_ today: String) async throws -> [Int] {
                let from = try day("2020-11-01"), until = try day("2020-12-01"), today = try day(today)
                let found = try await house.database.read { tx in try ReportsInTime.of(tx, station: station, programme, from: from, until: until, today: today, calendar: calendar) }
                return [found.inTime, found.due]
            }
            func late() async throws -> [Int] { try #require(try await house.reports(ReportFilter(pick: .late), for: office).desk).reports.map(\.daysLate) }
            try await test.handIn(id, by: try await test.applicant(1))
            _ = try await ReturnReport(reason: "请附来访登记")(house, id, by: office)
            let againBy = try #require(try await house.report(id, for: office).summary.againBy), after = againBy.adding(2)
            #expect(try await inTime(againBy.description) == [1, 1])
            #expect(try await late().isEmpty)
            try await test.move(to: try moment(after.description))
            #expect(try await inTime(after.description) == [0, 1])
            #expect(try await late() == [2])
            try await test.handIn(id, by: try await test.applicant(1))
            #expect(try await inTime(after.description) == [1, 1])
            #expect(try await late().isEmpty)
        }
    }

    @Test(arguments: Engine.allCases) func whereNoReportsAreAskedForTheSameFallsDueADayLater(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            // The section of the file, up to the next one.
            var isSection = false, kept: [Substring] = []
            for line in try RealTexts.programme.get().1.body.split(separator: "\n", omittingEmptySubsequences: false) {
                if let first = line.first, first != " ", first != "#" { isSection = line == "reports:" }
                if !isSection { kept.append(line) }
            }
            let (silent, _) = try RealTexts.programme(kept.joined(separator: "\n"))
            #expect(silent.reports == nil)
            let house = try TestHouse.make(test.database, clock: test.clock, files: test.files, programme: silent, calendar: try RealTexts.calendar.get().0)
            try await OpenReports()(house, "\(silent.id)/2020-10", at: try moment("2020-11-01", 6))
            #expect(try await test.due(silent.id) == ["open_reports 2020-10 2020-11-02T06:00:00+08:00"])
            #expect(try await test.count("SELECT COUNT(*) FROM reports") == 0)
        }
    }

    @Test(arguments: Engine.allCases) func aStationBeginsAReportItselfAndAttachesFiles(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, keeper = try await test.applicant(1), office = try await test.staff("centre.handler")
            _ = try await test.station(1)
            let month = try #require(ReportMonth(rawValue: "2020-11"))
            await refused("invalid", .invalid) { try await OpenReport(month: month.next)(house, by: keeper) }
            await refused("invalid", .invalid) { try await OpenReport(month: month.previous)(house, by: keeper) }
            await refused("not_found", .notFound) { try await OpenReport(month: month)(house, by: try await test.applicant(2)) }
            let id = try #require(ID<Report>(rawValue: try await OpenReport(month: month)(house, by: keeper).id))
            #expect(try await OpenReport(month: month)(house, by: keeper).id == id.rawValue)
            await refused("month_not_over", .conflict) { try await test.handIn(id, by: keeper) }
            await refused("file_type", .unsupported) { try await AddReportFile(name: "a.pdf", bytes: Array("no".utf8))(house, to: id, by: keeper) }
            await refused("not_found", .notFound) { try await AddReportFile(name: "a.pdf", bytes: TestHouse.pdf)(house, to: id, by: office) }
            for name in ["登记表.pdf", "照片.pdf"] {
                _ = try await AddReportFile(name: name, bytes: TestHouse.pdf)(house, to: id, by: keeper)
                test.clock.advance(seconds: 1)
            }
            let files = try await house.report(id, for: keeper).files
            #expect(files.map(\.name) == ["登记表.pdf", "照片.pdf"])
            let first = try #require(files.first), last = try #require(files.last)
            _ = try await RemoveReportFile(file: last.id)(house, from: id, by: keeper)
            await refused("not_found", .notFound) { try await RemoveReportFile(file: last.id)(house, from: id, by: keeper) }
            await refused("not_found", .notFound) { try await house.reportFile(first.id, of: id, for: office) }
            try await test.move(to: try moment("2020-12-01"))
            #expect(try await test.count("SELECT COUNT(*) FROM reports") == 1)
            try await test.handIn(id, by: keeper)
            #expect(try await house.reportFile(first.id, of: id, for: office).bytes == TestHouse.pdf)
            await refused("report_handed_in", .conflict) { try await AddReportFile(name: "b.pdf", bytes: TestHouse.pdf)(house, to: id, by: keeper) }
        }
    }

    @Test(arguments: Engine.allCases) func nobodyJudgesTheReportOfTheirOwnOrganisation(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, keeper = try await test.applicant(1), office = try await test.staff("centre.handler"), account = try #require(office.account)
            _ = try await test.station(1)
            let id = try await test.novemberReport(), host = try #require(keeper.organisations.first)
            try await test.handIn(id, by: keeper)
            try await house.database.write { tx in
                _ = try tx.run("UPDATE members SET account_id = \(account) WHERE organisation_id = \(host)")
            }
            await refused("not_found", .notFound) { try await AcceptReport()(house, id, by: office) }
            await refused("not_found", .notFound) { try await ReturnReport(reason: "请补充材料")(house, id, by: office) }
            await refused("not_found", .notFound) { try await house.reports(for: .visitor) }
            await refused("not_found", .notFound) { try await house.reports(for: try await test.applicant(3)) }
            #expect(try await test.verbs("report", id.rawValue) == ["report_opened", "report_hand_in"])
        }
    }
}
