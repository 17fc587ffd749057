import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct PlacementTests {
    @Test(arguments: Engine.allCases) func aHireIsRecordedWithOnePressAndCountsOnceProven(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.guest(1), employer = try await test.applicant(1)
            _ = try await test.station(1)
            let pursuit = try await test.hired(talent, 1, try await test.job(1))
            await refused("not_found", .notFound) { try await RecordHire()(house, pursuit, by: talent) }
            let id = try #require(ID<Placement>(rawValue: try await RecordHire()(house, pursuit, by: employer).id))
            await refused("placement_known", .conflict) { try await RecordHire()(house, pursuit, by: employer) }
            #expect(try await test.state(id) == "recorded")
            #expect(try await house.placement(id, for: employer).missing == [[.contract, .insurance]])
            #expect(try await test.counted() == 0)
            try await test.prove(id, .contract, by: employer)
            #expect(try await test.state(id) == "counted")
            #expect(try await test.counted() == 1)
            #expect(try await test.verbs("placement", id.rawValue) == ["placement_recorded", "evidence_added", "evidence_added", "placement_prove", "placement_count"])
            #expect(try await house.ownPursuits(for: talent).placements.map(\.id) == [id])
            #expect(try await house.placementFigures().types.map(\.count) == [nil])
        }
    }

    @Test(arguments: Engine.allCases) func whatBeginsLaterCountsFromItsFirstDay(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let station = try await test.station(1), broker = try await test.applicant(1)
            let id = try await test.record(station, by: 1, type: .startUp, from: "2020-11-16")
            try await test.prove(id, .businessLicence, by: broker)
            #expect(try await test.state(id) == "evidenced")
            try await test.move(to: try moment("2020-11-16", 0, 1))
            #expect(try await test.state(id) == "counted")
        }
    }

    @Test(arguments: Engine.allCases) func aSecondStationsClaimBecomesACaseThatDecides(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, one = try await test.station(1), two = try await test.station(2, area: "shinan")
            let first = try await test.record(one, by: 1)
            try await test.prove(first, .contract, by: try await test.applicant(1))
            _ = try await ConfirmPlacement()(house, first, by: try await test.applicant(6))
            #expect(try await test.state(first) == "counted")
            await refused("placement_known", .conflict) { try await test.record(one, by: 1, from: "2021-04-01") }
            let second = try await test.record(two, by: 2, from: "2020-12-01")
            #expect(try await test.state(second) == "disputed")
            #expect(try await test.counted() == 1)
            let dispute = try await test.dispute(second)
            #expect(try await test.at(dispute) == "open/settle 1")
            let view = try #require(try await house.caseView(dispute, for: try await test.staff("centre.handler")).placement)
            #expect(view.beside?.id == first)
            await refused("placement_disputed", .conflict) { try await VoidPlacement(reason: "登记有误")(house, second, by: try await test.staff("centre.handler")) }
            try await test.prove(second, .insurance, by: try await test.applicant(2))
            _ = try await AddPlacementEvidence(kind: .employerConfirmation, name: "盖章.pdf", bytes: TestHouse.pdf)(house, to: second, by: try await test.applicant(2))
            try await test.move(to: try moment("2020-12-02"))
            try await test.rule(dispute, "centre", .pass, reason: "第二个驿站促成，有面试和录用记录。")
            #expect([try await test.state(first), try await test.state(second)] == ["void", "counted"])
            #expect(try await test.counted() == 1)
            // The next claim is refused by the office, and nothing changes.
            let third = try await test.record(one, by: 1, from: "2020-12-01")
            try await test.rule(try await test.dispute(third), "centre", .refuse, reason: "没有证明。")
            #expect([try await test.state(second), try await test.state(third)] == ["counted", "void"])
        }
    }

    /// The first record is contested; the second, of the next calendar year, is the same occurrence all the same.
    @Test(arguments: Engine.allCases) func twoOfOneOccurrenceNeverCountSideBySide(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, one = try await test.station(1), two = try await test.station(2, area: "shinan")
            let first = try await test.record(one, by: 1, from: "2020-11-10")
            try await test.prove(first, .contract, by: try await test.applicant(1))
            _ = try await ConfirmPlacement()(house, first, by: try await test.applicant(6))
            _ = try await ContestPlacement(reason: "入职日期不符，请核实。")(house, first, by: try await test.applicant(6))
            let second = try await test.record(two, by: 2, from: "2021-01-04")
            #expect([try await test.state(first), try await test.state(second)] == ["disputed", "disputed"])
            try await test.rule(try await test.dispute(first), "centre", .pass, reason: "合同属实，日期无误。")
            #expect(try await test.counted() == 1)
            #expect(try await test.state(second) == "disputed")
            #expect(try #require(try await house.caseView(try await test.dispute(second), for: try await test.staff("centre.handler")).placement).beside?.id == first)
        }
    }

    @Test(arguments: Engine.allCases) func ofTwoStationsAtOnceOneIsRecordedAndOneDisputed(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let stations = [try await test.station(1), try await test.station(2), try await test.station(3)]
            let results = await together(stations.enumerated().map { index, station in { @Sendable in try await test.state(try await test.record(station, by: index + 1)) } })
            #expect(try results.map { try $0.get() }.sorted() == ["disputed", "disputed", "recorded"])
            #expect(try await test.count("SELECT COUNT(*) FROM placed_people") == 1)
            #expect(try await test.count("SELECT COUNT(*) FROM cases WHERE procedure = 'placement_dispute'") == 2)
        }
    }

    @Test(arguments: Engine.allCases) func onePersonIsOneWhoeverRecordsThem(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let one = try await test.station(1), broker = try await test.applicant(1)
            let project = try await test.record(one, by: 1, type: .project, project: "海洋大数据平台")
            let another = try await test.record(one, by: 1, type: .project, project: "智慧港口")
            await refused("placement_known", .conflict) { try await test.record(one, by: 1, type: .project, project: "海洋 大数据平台") }
            let later = try await test.record(one, by: 1, type: .internship, from: "2019-12-01")
            let next = try await test.record(one, by: 1, type: .internship, from: "2020-06-01")
            for id in [project, another, later, next] { try await test.prove(id, .agreement, by: broker) }
            #expect(try await test.counted() == 2)
            #expect(try await test.count("SELECT COUNT(DISTINCT person_id) FROM placements") == 1)
            let list = try await test.house.placements(PlacementFilter(), for: broker)
            #expect([list.total, list.persons] == [4, 1])
        }
    }

    @Test(arguments: Engine.allCases) func bothSidesAreAskedWhetherThePersonIsStillThere(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), broker = try await test.applicant(1), employer = try await test.applicant(6)
            let id = try await test.record(station, by: 1, from: "2020-11-13")
            await refused("nothing_asked", .conflict) { try await AnswerCheck(days: 30, isThere: true)(house, id, by: employer) }
            try await test.move(to: try moment("2020-12-13", 9, 1))
            #expect(try await test.messages(employer).contains("请确认是否仍在岗"))
            await refused("invalid", .invalid) { try await AnswerCheck(days: 30, isThere: false)(house, id, by: employer) }
            await refused("answers_itself", .forbidden) { try await AnswerCheck(days: 30, isThere: true, side: .employer)(house, id, by: broker) }
            _ = try await AnswerCheck(days: 30, isThere: false, leftOn: try day("2020-12-10"), note: "本人离职")(house, id, by: employer)
            _ = try await AnswerCheck(days: 30, isThere: true, side: .talent)(house, id, by: broker)
            await refused("nothing_asked", .conflict) { try await AnswerCheck(days: 30, isThere: true)(house, id, by: employer) }
            let checks = try await house.placement(id, for: broker).checks
            #expect(checks.map(\.isThere) == [false, true])
            #expect(checks.first?.note == "本人离职")
            #expect(try await test.due(id.rawValue) == ["check_placement 90 2021-02-11T09:00:00+08:00", "check_placement 180 2021-05-12T09:00:00+08:00"])
            _ = try await VoidPlacement(reason: "登记有误")(house, id, by: broker)
            #expect(try await test.due(id.rawValue) == [])
        }
    }

    @Test(arguments: Engine.allCases) func aSideContestsAndStrangersSeeNothing(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.guest(1), stranger = try await test.guest(2), station = try await test.station(1), broker = try await test.applicant(1)
            let other = try await test.station(2, area: "shinan")
            let id = try await test.record(station, by: 1)
            #expect(try await house.placement(id, for: talent).side == .talent)
            #expect(try await house.placement(id, for: try await test.staff("laoshan.hrss.handler")).summary.person == "人才1")
            for outsider in [stranger, try await test.applicant(2), try await test.staff("shinan.hrss.handler")] {
                await refused("not_found", .notFound) { try await house.placement(id, for: outsider) }
                await refused("not_found", .notFound) { try await ContestPlacement(reason: "不属实")(house, id, by: outsider) }
                await refused("not_found", .notFound) { try await test.prove(id, .contract, by: outsider) }
                await refused("not_found", .notFound) { try await VoidPlacement(reason: "登记有误")(house, id, by: outsider) }
            }
            await refused("not_found", .notFound) { try await test.record(other, by: 1) }
            await refused("not_yours_to_void", .forbidden) { try await VoidPlacement(reason: "登记有误")(house, id, by: try await test.staff("leading.handler")) }
            await refused("invalid", .invalid) { try await test.prove(id, .employerConfirmation, by: talent) }
            await refused("invalid", .invalid) { try await test.prove(id, .personConfirmation, by: broker) }
            await refused("invalid", .invalid) { try await test.record(station, by: 1, phone: "123", from: "2030-01-01") }
            try await test.prove(id, .contract, by: talent)
            _ = try await ConfirmPlacement()(house, id, by: talent)
            await refused("confirmed_already", .conflict) { try await ConfirmPlacement()(house, id, by: talent) }
            #expect(try await test.counted() == 1)
            // The person's own papers are not the employer's.
            let file = try #require(try await house.placement(id, for: talent).evidence.compactMap(\.file).first)
            #expect(try await house.placementFile(file.id, of: id, for: broker).bytes == TestHouse.pdf)
            await refused("not_found", .notFound) { try await house.placementFile(file.id, of: id, for: try await test.applicant(6)) }
            _ = try await ContestPlacement(reason: "没有入职")(house, id, by: try await test.applicant(6))
            #expect(try await test.state(id) == "disputed")
            #expect(try await test.counted() == 0)
            try await test.rule(try await test.dispute(id), "centre", .pass, reason: "有合同和社保。")
            #expect(try await test.state(id) == "counted")
        }
    }
}
