import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct StandingTests {
    private func standing(_ test: TestHouse, _ number: Int) async throws -> StandingKind {
        try #require(try await test.house.hiring(for: try await test.applicant(number)).organisations.first).standing
    }

    private func open(_ test: TestHouse, _ number: Int) async throws -> ID<Standing> {
        let id = try await test.organisation(number)
        return try await test.database.read { tx in try #require(try tx.value("SELECT id FROM employer_standings WHERE organisation_id = \(id) AND ended_at IS NULL ORDER BY since DESC, id DESC LIMIT 1")) }
    }

    @Test(arguments: Engine.allCases) func aStationVouchesAndItsJobsCarryItsName(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(2), host = try await test.applicant(2), employer = try await test.organisation(1)
            #expect(try await standing(test, 1) == .unknown)
            #expect(try await standing(test, 2) == .vouched)   // a host stands behind itself
            await refused("not_found") { try await VouchForEmployer(station: station)(house, for: employer, by: try await test.applicant(3)) }
            await refused("not_found") { try await VouchForEmployer()(house, for: employer, by: host) }
            await refused("own_organisation", .forbidden) { try await VouchForEmployer(station: station)(house, for: try await test.organisation(2), by: host) }
            _ = try await VouchForEmployer(station: station, note: "同园区企业，合作三年。")(house, for: employer, by: host)
            await refused("vouched_already", .conflict) { try await VouchForEmployer(station: station)(house, for: employer, by: host) }
            #expect(try await standing(test, 1) == .vouched)
            #expect(try await test.messages(try await test.applicant(1)).contains("单位已获担保"))
            #expect(try await test.verbs("organisation", employer.rawValue).last == "employer_vouched")
            let job = try await test.write(TestHouse.draft(open: true))
            #expect(try await house.job(job, for: .visitor).job.station == station)
            // A vouching counts while the plaque does.
            try await test.database.write { tx in _ = try tx.run("UPDATE plaques SET state = 'suspended' WHERE station_id = \(station)") }
            #expect(try await standing(test, 1) == .unknown)
        }
    }

    @Test(arguments: Engine.allCases) func jobsEndWithTheLastWhoStandsBehindThem(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(2), host = try await test.applicant(2), employer = try await test.organisation(1), centre = try await test.staff("centre.handler")
            _ = try await VouchForEmployer(station: station)(house, for: employer, by: host)
            let vouching = try await open(test, 1), job = try await test.write(TestHouse.draft(open: true))
            test.clock.advance(seconds: 1)
            _ = try await BarEmployer(reason: "多次虚假招聘。", until: try day("2020-11-20"))(house, employer, by: centre)
            let bar = try await open(test, 1)
            // An office of an area does not undo what the city decided.
            await refused("not_found", .notFound) { try await EndStanding(reason: "本区认为不妥。")(house, bar, by: try await test.staff("laoshan.hrss.handler")) }
            _ = try await EndStanding(reason: "不再担保。")(house, vouching, by: host)
            #expect(try await test.state(job) == .open)
            try await test.move(to: try moment("2020-11-21", 10))
            #expect(try await test.state(job) == .closed)
            #expect(try await standing(test, 1) == .unknown)
        }
    }

    @Test(arguments: Engine.allCases) func jobsEndWithThePlaqueThatStoodBehindThem(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(2), employer = try await test.organisation(1)
            _ = try await VouchForEmployer(station: station)(house, for: employer, by: try await test.applicant(2))
            let job = try await test.write(TestHouse.draft(open: true))
            _ = try await house.perform(by: .system, once: nil) { act in
                _ = try act.tx.run("UPDATE plaques SET state = 'suspended' WHERE station_id = \(station)")
                try act.endVouching(by: station, test.programme)
                return Receipt(.home)
            }
            #expect(try await test.state(job) == .closed)
            #expect(try await test.messages(try await test.applicant(1)).contains("担保驿站的牌匾已不在有效状态"))
        }
    }

    @Test(arguments: Engine.allCases) func officesVouchAndVerify(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, employer = try await test.organisation(1)
            _ = try await VouchForEmployer(note: "辖区企业")(house, for: employer, by: try await test.staff("laoshan.hrss.handler"))
            #expect(try await standing(test, 1) == .vouched)
            await refused("not_found") { try await VerifyEmployer()(house, employer, by: try await test.staff("leading.handler")) }
            await refused("not_found") { try await VerifyEmployer()(house, employer, by: try await test.applicant(2)) }
            _ = try await VerifyEmployer(note: "营业执照")(house, employer, by: try await test.staff("centre.handler"))
            await refused("verified_already", .conflict) { try await VerifyEmployer()(house, employer, by: try await test.staff("centre.handler")) }
            #expect(try await standing(test, 1) == .verified)
            let seen = try #require(try await house.employer(employer, for: try await test.applicant(1)).inside)
            #expect(seen.isOwn && Set(seen.history.map { "\($0.kind) \($0.why ?? "")" }) == ["verified 营业执照", "vouched 辖区企业"] && !seen.mayVerify && seen.history.allSatisfy { !$0.mayEnd })
        }
    }

    @Test(arguments: Engine.allCases) func aBarHidesJobsUntilItsDay(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, id = try await test.openJob(1), employer = try await test.organisation(1), centre = try await test.staff("centre.handler"), actor = try await test.applicant(1)
            let wrong = await refused("invalid") { try await BarEmployer(reason: "不", until: try day("2020-11-01"))(house, employer, by: centre) }
            #expect(test.fields(wrong) == ["reason", "until"])
            await refused("not_found") { try await BarEmployer(reason: "多次虚假招聘。", until: try day("2020-11-20"))(house, employer, by: actor) }
            _ = try await BarEmployer(reason: "多次虚假招聘。", until: try day("2020-11-20"))(house, employer, by: centre)
            await refused("barred_already", .conflict) { try await BarEmployer(reason: "多次虚假招聘。", until: try day("2020-11-25"))(house, employer, by: centre) }
            await refused("barred", .conflict) { try await VerifyEmployer()(house, employer, by: centre) }
            #expect(try await standing(test, 1) == .barred)
            await refused("not_found") { try await house.job(id, for: .visitor) }
            _ = try await CloseJob()(house, id, by: actor)
            await refused("barred", .conflict) { try await OpenJob()(house, id, by: actor) }
            #expect(try await test.messages(actor).contains("已暂停招聘"))
            #expect(try await house.employer(employer, for: actor).inside?.history.first { $0.kind == .barred }?.why == "多次虚假招聘。")
            let shown = try await house.employer(employer, for: centre)
            #expect(shown.barredUntil?.description == "2020-11-20" && shown.jobs.isEmpty)
            try await test.move(to: try moment("2020-11-21", 1))
            #expect(try await standing(test, 1) == .verified)
            _ = try await OpenJob()(house, id, by: actor)
            #expect(try await test.verbs("organisation", employer.rawValue).suffix(2) == ["employer_barred", "standing_ended"])
            #expect(try await test.messages(actor).contains("暂停招聘已到期"))
        }
    }

    @Test(arguments: Engine.allCases) func whereNobodyStandsBehindAnEmployerItsJobsClose(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, id = try await test.openJob(1), given = try await open(test, 1), centre = try await test.staff("centre.handler")
            await refused("not_found") { try await EndStanding(reason: "材料已失效。")(house, given, by: try await test.applicant(2)) }
            await refused("not_found") { try await EndStanding(reason: "材料已失效。")(house, given, by: try await test.applicant(1)) }
            let short = await refused("invalid") { try await EndStanding(reason: "")(house, given, by: centre) }
            #expect(test.fields(short) == ["reason"])
            _ = try await EndStanding(reason: "材料已失效。")(house, given, by: centre)
            #expect(try await test.state(id) == .closed)
            #expect(try await standing(test, 1) == .unknown)
            await refused("ended_already", .conflict) { try await EndStanding(reason: "材料已失效。")(house, given, by: centre) }
            #expect(try await house.employer(try await test.organisation(1), for: centre).inside?.history.first?.endedBecause == "材料已失效。")
            #expect(try await test.verbs("job", id.rawValue).last == "job_closed")
        }
    }

    /// A station ends what it said; a bar is ended by offices alone.
    @Test(arguments: Engine.allCases) func whoGaveAStandingEndsIt(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(2), host = try await test.applicant(2), employer = try await test.organisation(1)
            _ = try await VouchForEmployer(station: station)(house, for: employer, by: host)
            _ = try await EndStanding(reason: "已不再合作。")(house, try await open(test, 1), by: host)
            #expect(try await standing(test, 1) == .unknown)
            _ = try await BarEmployer(reason: "多次虚假招聘。", until: try day("2021-11-20"))(house, employer, by: try await test.staff("hrss.handler"))
            let bar = try await open(test, 1)
            await refused("not_found") { try await EndStanding(reason: "已不再合作。")(house, bar, by: host) }
            _ = try await EndStanding(reason: "已完成整改。")(house, bar, by: try await test.staff("centre.handler"))
            #expect(try await standing(test, 1) == .unknown)
            #expect(try await test.due(bar.rawValue).isEmpty)
        }
    }

    @Test(arguments: Engine.allCases) func employersAreListedForOfficesAndHosts(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, centre = try await test.staff("centre.handler"), name = TestHouse.organisationName(1)
            _ = try await test.openJob(1)
            let verified = try await house.employers(EmployerFilter(standing: .verified), for: centre)
            #expect(verified.employers.map(\.name) == [name] && verified.employers.first?.openJobs == 1 && verified.total == 1)
            #expect(try await house.employers(EmployerFilter(text: "科技1"), for: centre).employers.map(\.name) == [name])
            #expect(try await house.employers(EmployerFilter(text: "%"), for: centre).total == 0)
            await refused("not_found") { try await house.employers(EmployerFilter(), for: try await test.applicant(1)) }
            _ = try await test.station(2)
            #expect(try await house.employers(EmployerFilter(), for: try await test.applicant(2)).total == TestHouse.organisations)
            // Everybody sees one that hires, without its code and history; nobody one that does not.
            let shown = try await house.employer(try await test.organisation(1), for: .visitor)
            #expect(shown.inside == nil && shown.jobs.count == 1 && shown.standing == .verified)
            await refused("not_found") { try await house.employer(try await test.organisation(3), for: .visitor) }
            let pages = try await house.employers(EmployerFilter(), for: centre, pageSize: 4)
            let next = try #require(pages.next.flatMap { ID<Organisation>(rawValue: $0) })
            #expect(try await house.employers(EmployerFilter(after: next), for: centre, pageSize: 4).employers.count == TestHouse.organisations - 4)
        }
    }
}
