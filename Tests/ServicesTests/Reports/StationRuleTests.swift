import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct StationRuleTests {
    @Test(arguments: Engine.allCases) func theFirstVersionIsWhatCameWithTheApplication(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            try await test.callRound()
            let (id, _) = try await test.toDetermine(1), meeting = try await test.record([(id, .pass)])
            _ = try await SignMeeting()(house, meeting, by: try await test.staff("hrss.signer"))
            _ = try await IssueDocument()(house, of: meeting, by: try await test.staff("hrss.signer"))
            let detail = try #require(try await house.stationRules(for: try await test.applicant(1)).detail)
            #expect(detail.topics.map(\.topic) == StationRuleTopic.allCases)
            #expect(detail.topics.map { $0.versions.map(\.version) } == [[1], [1], [1], [1]] && detail.topics.allSatisfy { $0.versions.first?.isInForce == true })
            #expect(detail.topics.flatMap { $0.versions.flatMap { $0.files.map(\.name) } } == ["rules.attendance.pdf", "rules.expenses.pdf", "rules.events.pdf", "rules.safety.pdf"])
            #expect(try await test.due(test.programme.id).first?.hasPrefix("open_reports 2020-1") == true)
            let office = try await test.staff("centre.handler"), line = try #require(try await house.stationRules(for: office).lines.first)
            #expect(line.inForce == 4 && line.lastAttendance == nil && line.overdueFindings == 0)
            let file = try #require(detail.topics.first?.versions.first?.files.first)
            #expect(try await house.stationRuleFile(file.id, of: detail.station, for: office).bytes == TestHouse.pdf)
            await refused("not_found", .notFound) { try await house.stationRuleFile(file.id, of: detail.station, for: try await test.applicant(2)) }
        }
    }

    @Test(arguments: Engine.allCases) func aNewVersionIsInForceFromItsDayAndOldOnesStay(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), keeper = try await test.applicant(1)
            func versions() async throws -> [String] {
                let topics = try #require(try await house.stationRules(station, for: keeper).detail).topics
                return topics.first { $0.topic == .safety }?.versions.map { "\($0.version) \($0.from)\($0.isInForce ? " now" : "")" } ?? []
            }
            func add(_ from: String, _ bytes: [UInt8] = TestHouse.pdf, by actor: Domain.Actor? = nil) async throws {
                _ = try await AddStationRule(topic: .safety, from: try day(from), name: "安全.pdf", bytes: bytes)(house, by: actor ?? keeper)
            }
            try await add("2020-11-13")
            try await add("2020-12-01")
            #expect(try await versions() == ["2 2020-12-01", "1 2020-11-13 now"])
            try await test.move(to: try moment("2020-12-01"))
            #expect(try await versions() == ["2 2020-12-01 now", "1 2020-11-13"])
            await refused("invalid", .invalid) { try await add("2020-11-30") }
            await refused("invalid", .invalid) { try await add("2022-11-30") }
            await refused("file_type", .unsupported) { try await add("2020-12-02", Array("<html>".utf8)) }
            await refused("not_found", .notFound) { try await add("2020-12-02", by: try await test.applicant(2)) }
            await refused("not_found", .notFound) { try await house.stationRules(station, for: try await test.staff("shinan.hrss.handler")) }
            #expect(try await versions().count == 2)
        }
    }

    @Test(arguments: Engine.allCases) func attendanceComesAsAFileAndNamesEveryRowThatDoesNotFit(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), keeper = try await test.applicant(1), month = try #require(ReportMonth(rawValue: "2020-11"))
            func bring(_ text: String, _ month: ReportMonth = month, by actor: Domain.Actor? = nil) async throws {
                _ = try await BringAttendance(month: month, bytes: Array(text.utf8))(house, by: actor ?? keeper)
            }
            let wrong = await refused("invalid", .invalid) { try await bring("姓名,部门,出勤天数,请假天数\n王敏,前台,20,1\n,前台,20,1\n李强,前台,很多,1\n王敏,前台,20,1\n赵刚,前台,30,2\n") }
            #expect(wrong?.fields.map { String($0.words.zh.prefix(5)) } == ["第 3 行", "第 4 行", "第 5 行", "第 6 行"])
            await refused("invalid", .invalid) { try await bring("姓名,部门\n王敏,前台\n") }
            await refused("invalid", .invalid) { try await bring("姓名,出勤天数\n") }
            await refused("invalid", .invalid) { try await bring("") }
            await refused("invalid", .invalid) { try await bring("姓名,出勤天数\n王敏,20\n", month.next) }
            await refused("not_found", .notFound) { try await bring("姓名,出勤天数\n王敏,20\n", by: try await test.applicant(2)) }
            #expect(try await test.count("SELECT COUNT(*) FROM attendance_sheets") == 0)
            try await bring("姓名,出勤天数,请假天数\n王敏,20.5,0.5\n李强,21,\n")
            let detail = try #require(try await house.stationRules(for: keeper).detail)
            #expect(detail.attendance.map { "\($0.month) \($0.people) \($0.present.text) \($0.leave.text) \($0.absent.text)" } == ["2020-11 2 41.5 0.5 0"])
            #expect(detail.people.map(\.name) == ["王敏", "李强"])
            try await bring("姓名,出勤天数\n王敏,21\n")
            let again = try #require(try await house.stationRules(for: keeper).detail)
            #expect(again.attendance.map(\.people) == [1] && again.people.map(\.name) == ["王敏"])
            #expect(try await test.count("SELECT COUNT(*) FROM attendance_rows") == 1)
            let shown = try #require(try await house.stationRules(station, for: try await test.staff("centre.handler")).detail)
            #expect(shown.people.isEmpty && shown.attendance.map(\.people) == [1])
            let sealed = try await house.database.read { tx in try #require(try tx.value("SELECT name FROM attendance_rows") as [UInt8]?) }
            #expect(!String(decoding: sealed, as: UTF8.self).contains("王敏"))
        }
    }

    @Test(arguments: Engine.allCases) func whatASafetyCheckFoundIsMendedOrShowsAsOverdue(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), keeper = try await test.applicant(1), office = try await test.staff("laoshan.hrss.handler")
            func checks() async throws -> [SafetyCheckView] { try #require(try await house.stationRules(station, for: keeper).detail).checks }
            let on = try day("2020-11-12"), by = try day("2020-11-18")
            await refused("invalid", .invalid) { try await RecordSafetyCheck(checkedOn: on, what: "消防器材", found: "灭火器过期")(house, by: keeper) }
            await refused("invalid", .invalid) { try await RecordSafetyCheck(checkedOn: on, what: "消防器材", mendBy: by)(house, by: keeper) }
            await refused("invalid", .invalid) { try await RecordSafetyCheck(checkedOn: try day("2020-11-14"), what: "消防器材")(house, by: keeper) }
            await refused("not_found", .notFound) { try await RecordSafetyCheck(checkedOn: on, what: "消防器材")(house, by: try await test.applicant(2)) }
            _ = try await RecordSafetyCheck(checkedOn: on, what: "用电")(house, by: keeper)
            _ = try await RecordSafetyCheck(checkedOn: on, what: "消防器材", found: "灭火器过期", mendBy: by, file: (name: "照片.pdf", bytes: TestHouse.pdf))(house, by: keeper)
            let open = try await checks(), first = try #require(open.first), clear = try #require(open.last)
            #expect(open.map(\.what) == ["消防器材", "用电"] && first.found == "灭火器过期" && first.file?.name == "照片.pdf" && !first.isOverdue)
            try await test.move(to: try moment("2020-11-19"))
            #expect(try await checks().map(\.isOverdue) == [true, false])
            #expect(try await house.stationRules(for: office).lines.map(\.overdueFindings) == [1])
            await refused("not_found", .notFound) { try await MendSafetyFinding(mendedOn: by, how: "已更换")(house, first.id, by: office) }
            await refused("nothing_found", .conflict) { try await MendSafetyFinding(mendedOn: by, how: "已更换")(house, clear.id, by: keeper) }
            await refused("invalid", .invalid) { try await MendSafetyFinding(mendedOn: try day("2020-11-20"), how: "已更换")(house, first.id, by: keeper) }
            _ = try await MendSafetyFinding(mendedOn: try day("2020-11-19"), how: "已更换")(house, first.id, by: keeper)
            await refused("finding_mended", .conflict) { try await MendSafetyFinding(mendedOn: by, how: "已更换")(house, first.id, by: keeper) }
            #expect(try await checks().first { $0.id == first.id }?.mended == "已更换")
            #expect(try await house.stationRules(for: office).lines.map(\.overdueFindings) == [0])
            #expect(try await house.safetyChecksWorkbook(of: station, for: office) == "安全检查 2")
            #expect(try await test.verbs("safety_check", first.id.rawValue) == ["check_recorded", "finding_mended"])
        }
    }
}
