import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// What the tests of supervision begin with.
extension TestHouse {
    func plannedVisit(_ station: ID<Station>, on text: String = "2020-11-16", announced: Bool = false) async throws -> ID<Visit> {
        let verb = PlanVisit(station: station, day: try day(text), goes: "王检查、李检查", announced: announced)
        return try #require(ID<Visit>(rawValue: try await verb(house, by: try await staff("centre.handler")).id))
    }

    /// Made today: the venue is as it should be, safety is not.
    func madeVisit(_ station: ID<Station>) async throws -> ID<Visit> {
        let id = try await plannedVisit(station), today = Zone.china.day(of: try await house.now())
        let checks: [RecordVisit.Check] = [.init(item: "venue", result: .met), .init(item: "safety", result: .notMet, note: "灭火器过期")]
        _ = try await RecordVisit(day: today, checks: checks, note: "总体良好")(house, id, by: try await staff("centre.handler"))
        return id
    }

    func finding(_ visit: ID<Visit>, due: Day? = nil) async throws -> ID<VisitFinding> {
        let keeper = try await staff("centre.handler")
        _ = try await AddFinding(text: "二楼灭火器过期，请更换", item: "safety", due: due)(house, of: visit, by: keeper)
        return try #require(try await house.visit(visit, for: keeper).findings.last).id
    }

    func state(_ id: ID<Visit>) async throws -> String { try await database.read { tx in try #require(try tx.value("SELECT state FROM visits WHERE id = \(id)")) } }
    func state(_ id: ID<VisitFinding>) async throws -> String { try await database.read { tx in try #require(try tx.value("SELECT state FROM visit_findings WHERE id = \(id)")) } }

    /// The same person, who acts for an organisation too.
    func both(_ login: String, _ number: Int) async throws -> Domain.Actor {
        let official = try await staff(login), host = try await applicant(number)
        return Domain.Actor(kind: official.kind, name: official.name, posts: official.posts, organisations: host.organisations)
    }
}

@Suite struct VisitTests {
    @Test(arguments: Engine.allCases) func aVisitThatIsNotAnnouncedIsNothingToTheStation(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), keeper = try await test.staff("centre.handler"), host = try await test.applicant(1)
            let id = try await test.plannedVisit(station), seen = try await test.plannedVisit(station, on: "2020-11-17", announced: true)
            #expect(try await test.state(id) == "planned")
            #expect(try await house.visits(for: host).visits.map(\.id) == [seen])
            #expect(try await test.messages(host) == ["实地调研通知：2020-11-17"])
            await refused("not_found", .notFound) { try await house.visit(id, for: host) }
            #expect(try await house.visit(seen, for: host).goes == nil)
            #expect(try await house.visit(id, for: keeper).goes == "王检查、李检查")
            // Other offices that supervise read it, and leave it alone; those of another district, and other stations, know nothing of it.
            #expect(try await house.visit(id, for: try await test.staff("laoshan.hrss.handler")).mayRecord == false)
            for other in ["industry.handler", "laoshan.hrss.handler"] {
                await refused("not_found", .notFound) { try await CancelVisit(reason: "改期")(house, id, by: try await test.staff(other)) }
            }
            for other in [try await test.staff("shinan.hrss.handler"), try await test.applicant(2)] {
                await refused("not_found", .notFound) { try await house.visit(id, for: other) }
                #expect(try await house.visits(for: other).total == 0)
            }
            // Nobody deals with the station of their own organisation.
            await refused("not_found", .notFound) { try await CancelVisit(reason: "改期")(house, id, by: try await test.both("centre.handler", 1)) }
            await refused("not_found", .notFound) { try await house.visit(id, for: try await test.both("centre.handler", 1)) }
            _ = try await CancelVisit(reason: "参加人员临时出差")(house, id, by: keeper)
            _ = try await CancelVisit(reason: "参加人员临时出差")(house, seen, by: keeper)
            #expect(try await test.state(id) == "cancelled")
            #expect(try await house.visits(for: host).visits.map(\.id) == [seen])
            #expect(try await house.visit(seen, for: host).reason == "参加人员临时出差")
            await refused("visit_state", .conflict) { try await CancelVisit(reason: "再取消")(house, id, by: keeper) }
        }
    }

    @Test(arguments: Engine.allCases) func onlyThoseWhoSuperviseMayPlan(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), keeper = try await test.staff("centre.handler"), friday = try day("2020-11-16")
            func plan(_ who: Domain.Actor, _ station: ID<Station>?, _ day: Day?, goes: String = "王检查") async throws -> Receipt { try await PlanVisit(station: station, day: day, goes: goes)(house, by: who) }
            await refused("not_supervising", .forbidden) { try await plan(try await test.applicant(1), station, friday) }
            await refused("not_supervising", .forbidden) { try await plan(try await test.staff("leading.handler"), station, friday) }
            await refused("invalid", .invalid) { try await plan(try await test.staff("shinan.hrss.handler"), station, friday) }
            await refused("invalid", .invalid) { try await plan(try await test.both("centre.handler", 1), station, friday) }
            await refused("invalid", .invalid) { try await plan(keeper, station, try day("2020-11-12")) }
            await refused("invalid", .invalid) { try await plan(keeper, station, nil) }
            await refused("invalid", .invalid) { try await plan(keeper, nil, friday) }
            await refused("invalid", .invalid) { try await plan(keeper, station, friday, goes: "") }
            #expect(try await house.visits(for: keeper).total == 0)
            let district = try await plan(try await test.staff("laoshan.hrss.handler"), station, friday)
            #expect(try await test.verbs("visit", district.id) == ["visit_planned"])
        }
    }

    @Test(arguments: Engine.allCases) func whatAStationNeverAnswersCanBeFoundMendedAllTheSame(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), keeper = try await test.staff("centre.handler"), host = try await test.applicant(1)
            let id = try await test.madeVisit(station), finding = try await test.finding(id)
            #expect(try await house.visit(id, for: keeper).findings.first?.mayRecheck == true)
            await refused("not_found", .notFound) { try await RecheckFinding(ruling: .mended, text: "现场已更换")(house, finding, by: host) }
            _ = try await RecheckFinding(ruling: .mended, text: "现场已更换")(house, finding, by: keeper)
            let seen = try #require(try await house.visit(id, for: host).findings.first), today = Zone.china.day(of: try await house.now())
            #expect(seen.state == .mended && seen.mendedOn == today && seen.entries.map(\.step) == [.accept] && !seen.mayAnswer)
            #expect(try await test.due(finding.rawValue).isEmpty)
            #expect(try await house.visit(id, for: keeper).findings.first?.mayRecheck == false)
            _ = try await CloseVisit()(house, id, by: keeper)
            #expect(try await test.state(id) == "closed")
        }
    }

    @Test(arguments: Engine.allCases) func whatIsFoundIsMendedAndLookedAtAgain(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), keeper = try await test.staff("centre.handler"), host = try await test.applicant(1)
            let id = try await test.madeVisit(station), made = try await house.visit(id, for: host)
            #expect(made.checks.count == house.library.programmes.first?.supervision?.checklist.count && made.note == "总体良好" && made.goes == nil)
            #expect(made.checks.filter { $0.result == .met }.map(\.item) == ["venue"] && made.checks.first { $0.item == "safety" }?.note == "灭火器过期")
            #expect(made.checks.first { $0.item == "lodging" }?.result == .notLooked)
            await refused("invalid", .invalid) { try await AddFinding(text: "灭火器", item: "nothing")(house, of: id, by: keeper) }
            await refused("invalid", .invalid) { try await AddFinding(text: "灭火器", due: try day("2020-11-12"))(house, of: id, by: keeper) }
            await refused("not_found", .notFound) { try await AddFinding(text: "灭火器")(house, of: id, by: try await test.staff("industry.handler")) }
            let finding = try await test.finding(id), shown = try #require(try await house.visit(id, for: host).findings.first)
            let due = try day("2020-11-27")
            #expect(shown.due == due && shown.mayAnswer && !shown.mayRecheck && shown.text == "二楼灭火器过期，请更换")
            #expect(try await test.due(finding.rawValue) == ["remind_finding 0/last 2020-11-27T09:00:00+08:00", "remind_finding 0/late 2020-11-28T09:00:00+08:00"])
            await refused("finding_state", .conflict) { try await RecheckFinding(ruling: .notMended, text: "未更换")(house, finding, by: keeper) }
            await refused("not_found", .notFound) { try await AnswerFinding(text: "已更换")(house, finding, by: try await test.applicant(2)) }
            await refused("not_found", .notFound) { try await AnswerFinding(text: "已更换")(house, finding, by: keeper) }
            _ = try await AnswerFinding(text: "已更换一楼的灭火器")(house, finding, by: host)
            #expect(try await test.state(finding) == "answered")
            #expect(try await test.due(finding.rawValue).isEmpty)
            await refused("not_found", .notFound) { try await RecheckFinding(ruling: .mended, text: "已更换")(house, finding, by: host) }
            await refused("not_found", .notFound) { try await RecheckFinding(ruling: .mended, text: "已更换")(house, finding, by: try await test.both("centre.handler", 1)) }
            _ = try await RecheckFinding(ruling: .notMended, text: "二楼仍未更换", due: try day("2020-11-20"))(house, finding, by: keeper)
            #expect(try await test.state(finding) == "open")
            await refused("findings_open", .conflict) { try await CloseVisit()(house, id, by: keeper) }
            // The last day, and the day after it: the station is told twice, the office once.
            try await test.move(to: try moment("2020-11-21", 10))
            #expect(try await test.messages(host).suffix(2) == ["整改今天到期", "整改已超期：驿站1"])
            #expect(try await test.messages(keeper).last == "整改已超期：驿站1")
            try await RemindFinding()(house, "\(finding)/1/late", at: nil)
            #expect(try await test.messages(host).filter { $0 == "整改已超期：驿站1" }.count == 1)
            let late = try await house.visits(VisitFilter(overdue: true), for: keeper)
            #expect(late.visits.map(\.overdue) == [1] && late.overdue == 1)
            _ = try await AnswerFinding(text: "二楼也已更换")(house, finding, by: host)
            _ = try await RecheckFinding(ruling: .mended, text: "现场查看属实")(house, finding, by: keeper)
            #expect(try await test.state(finding) == "mended")
            await refused("not_found", .notFound) { try await CloseVisit()(house, id, by: host) }
            _ = try await CloseVisit()(house, id, by: keeper)
            #expect(try await test.state(id) == "closed")
            await refused("finding_state", .conflict) { try await AnswerFinding(text: "再答复")(house, finding, by: host) }
            let entries = try #require(try await house.visit(id, for: host).findings.first).entries
            #expect(entries.map(\.step) == [.answer, .sendBack, .answer, .accept] && entries.map(\.text).last == "现场查看属实")
            #expect(try await test.verbs("visit", id.rawValue) == [
                "visit_planned", "visit_made", "finding_added", "finding_answer", "finding_send_back", "reminded", "reminded", "finding_answer", "finding_accept", "visit_closed",
            ])
            #expect(try await house.visitsWorkbook(VisitFilter(), for: keeper) == "实地调研 1")
        }
    }

    @Test(arguments: Engine.allCases) func aChecklistIsTheProgrammes(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, keeper = try await test.staff("centre.handler"), id = try await test.plannedVisit(try await test.station(1)), today = try day("2020-11-13")
            func record(_ checks: [RecordVisit.Check], _ day: Day?) async throws { _ = try await RecordVisit(day: day, checks: checks)(house, id, by: keeper) }
            await refused("invalid", .invalid) { try await record([.init(item: "nothing", result: .met)], today) }
            await refused("invalid", .invalid) { try await record([.init(item: "venue", result: .met), .init(item: "venue", result: .notLooked)], today) }
            let silent = await refused("invalid", .invalid) { try await record([.init(item: "venue", result: .met), .init(item: "safety", result: .notMet)], today) }
            #expect(silent?.fields.map(\.field) == ["checks.1.note"])
            await refused("invalid", .invalid) { try await record([], today) }
            await refused("invalid", .invalid) { try await record([.init(item: "venue", result: .met)], try day("2020-11-14")) }
            await refused("invalid", .invalid) { try await record([.init(item: "venue", result: .met)], nil) }
            await refused("not_found", .notFound) { try await RecordVisit(day: today, checks: [.init(item: "venue", result: .met)])(house, id, by: try await test.applicant(1)) }
            #expect(try await test.state(id) == "planned")
            try await record([.init(item: "venue", result: .met)], today)
            await refused("visit_state", .conflict) { try await record([.init(item: "venue", result: .met)], today) }
            await refused("visit_state", .conflict) { try await CancelVisit(reason: "取消")(house, id, by: keeper) }
        }
    }

    @Test(arguments: Engine.allCases) func photosAreDrawnAnew(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, keeper = try await test.staff("centre.handler"), host = try await test.applicant(1), photo: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE1] + Array("Exif GPS somewhere".utf8)
            let visit = try await test.madeVisit(try await test.station(1)), finding = try await test.finding(visit)
            await refused("invalid", .invalid) { try await AddFindingFile(name: "a.pdf", words: "说明", bytes: TestHouse.pdf)(house, to: finding, by: keeper) }
            await refused("invalid", .invalid) { try await AddFindingFile(name: "a.jpg", words: "", bytes: photo)(house, to: finding, by: keeper) }
            await refused("file_type", .unsupported) { try await AddFindingFile(name: "a.exe", words: "说明", bytes: [1, 2, 3])(house, to: finding, by: keeper) }
            await refused("not_found", .notFound) { try await AddFindingFile(name: "a.jpg", words: "灭火器", bytes: photo)(house, to: finding, by: try await test.applicant(2)) }
            _ = try await AddFindingFile(name: "a.jpg", words: "过期的灭火器", bytes: photo)(house, to: finding, by: keeper)
            test.clock.advance(seconds: 60)
            _ = try await AddFindingFile(name: "发票.pdf", words: "购买发票", bytes: TestHouse.pdf)(house, to: finding, by: host)
            let files = try #require(try await house.visit(visit, for: host).findings.first).files
            #expect(files.map(\.side) == [.office, .station] && files.map { $0.width != nil } == [true, false])
            #expect(files.map(\.words) == ["过期的灭火器", "购买发票"])
            let first = try #require(files.first), bytes = try await house.findingFile(first.file, of: finding, for: host).bytes
            #expect(!String(decoding: bytes, as: UTF8.self).contains("GPS"))
            await refused("not_found", .notFound) { try await house.findingFile(first.file, of: finding, for: try await test.applicant(2)) }
            _ = try await AnswerFinding(text: "已更换")(house, finding, by: host)
            await refused("finding_state", .conflict) { try await AddFindingFile(name: "b.pdf", words: "补充", bytes: TestHouse.pdf)(house, to: finding, by: host) }
        }
    }
}
