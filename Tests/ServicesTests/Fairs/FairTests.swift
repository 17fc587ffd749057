import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct FairTests {
    @Test(arguments: Engine.allCases) func aFairIsPlannedScheduledHeldAndOver(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            let (fair, employers) = try await test.openFair(employers: [(1, "后端开发工程师", 1), (2, "会计", 1)])
            let developer = try await test.seeker(1, "后端开发工程师"), accountant = try await test.seeker(2, "会计")
            for actor in [developer, accountant] { _ = try await SignUpForFair(most: 2, consent: true)(house, fair, by: actor) }
            #expect(try await test.meetings(fair) == [])
            // Sign-up ends by itself, at noon of the day before.
            try await test.move(to: try moment("2020-11-19", 12))
            #expect(try await test.fairState(fair) == "scheduled")
            #expect(try await test.meetings(fair).sorted() == ["1 \(TestHouse.organisationName(1)) 人才1", "1 \(TestHouse.organisationName(2)) 人才2"])
            let own = try #require(try await house.fair(fair, for: developer).signUp?.meetings.first)
            #expect(own.company == TestHouse.organisationName(1))
            #expect(own.talent == "")
            #expect(own.slot.begins == (try moment("2020-11-20", 14)))
            let work = try #require(own.reasons.fit.findings.first { $0.criterion == .occupation })
            #expect(work.answer == .yes)
            #expect(work.shared.contains("后端"))
            #expect(own.reasons.fit.findings.first { $0.criterion == .place }?.answer == .yes)
            #expect(!own.reasons.isNamed)
            // The same measure as on the job's own page.
            let job = try #require(own.job)
            #expect(own.reasons.fit == (try await house.fit(of: job.id, for: developer)))
            #expect(abs(own.weight - own.reasons.fit.percent * 10) <= 5)
            // A message when the schedule is there, one the evening before; for both sides.
            try await test.move(to: try moment("2020-11-19", 19))
            #expect(try await test.messages(developer, of: fair) == 2)
            #expect(try await test.messages(try await test.applicant(1), of: fair) == 3)
            let meeting = try #require(try await house.fairTimetable(employers[0], for: try await test.applicant(1)).meetings.first)
            #expect(meeting.talent == "人才1")
            await refused("not_begun") { try await MarkMeeting(outcome: .held)(house, meeting.id, by: try await test.applicant(1)) }
            try await test.move(to: try moment("2020-11-20", 15))
            #expect(try await test.fairState(fair) == "over")
            await refused("not_found", .notFound) { try await MarkMeeting(outcome: .held)(house, meeting.id, by: try await test.applicant(2)) }
            _ = try await MarkMeeting(outcome: .held)(house, meeting.id, by: try await test.applicant(1))
            #expect(try await test.meetings(fair, state: "held") == ["1 \(TestHouse.organisationName(1)) 人才1"])
            // A mistake is corrected; the trail has both.
            _ = try await MarkMeeting(outcome: .absent)(house, meeting.id, by: try await test.applicant(1))
            #expect(try await test.meetings(fair, state: "absent") == ["1 \(TestHouse.organisationName(1)) 人才1"])
            let marks: Int = try await test.database.read { tx in try tx.value("SELECT COUNT(*) FROM audit_records WHERE kind = 'fair' AND subject = \(fair) AND verb = 'meeting_marked'") ?? 0 }
            #expect(marks == 2)
        }
    }

    @Test(arguments: Engine.allCases) func aFairChangedBesideTheProgramIsFound(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let secrets = test.house.secrets, fair = try await test.fair()
            func found() async throws -> Bool { try await test.database.read { tx in try AuditAnchors.findings(tx, secrets) }.contains(.differs(kind: "fair", subject: fair.rawValue)) }
            #expect(try await !found())
            _ = try await OpenFair()(test.house, fair, by: try await test.staff("hrss.handler"))
            #expect(try await !found())
            try await test.database.write { tx in _ = try tx.run("UPDATE fairs SET state = 'over' WHERE id = \(fair)") }
            #expect(try await found())
        }
    }

    /// One place in the timetable, three who want it: whoever leaves makes room, and nobody else's slot moves.
    @Test(arguments: Engine.allCases) func whoLeavesMakesRoomAndTheOthersKeepTheirSlots(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            let (fair, _) = try await test.openFair(slots: 2, employers: [(1, "后端开发工程师", 1)])
            var people: [Domain.Actor] = []
            for number in 1...3 {
                let actor = try await test.seeker(number, "后端开发工程师")
                _ = try await SignUpForFair(most: 1, consent: true)(house, fair, by: actor)
                people.append(actor)
            }
            _ = try await CloseSignUp()(house, fair, by: try await test.staff("hrss.handler"))
            let before = try await test.meetings(fair)
            #expect(before.count == 2)
            let first = try #require(before.first), second = try #require(before.last)
            let leaving = try #require((1...3).first { first.hasSuffix("人才\($0)") }), waiting = try #require((1...3).first { number in !before.contains { $0.hasSuffix("人才\(number)") } })
            _ = try await LeaveFair()(house, fair, by: people[leaving - 1])
            #expect(try await test.meetings(fair) == ["1 \(TestHouse.organisationName(1)) 人才\(waiting)", second])
            #expect(try await house.fair(fair, for: people[leaving - 1]).signUp == nil)
            await refused("not_found", .notFound) { try await LeaveFair()(house, fair, by: people[leaving - 1]) }
            // Computed once more, nothing changes.
            try await ScheduleFair()(house, fair, at: nil)
            #expect(try await test.meetings(fair) == ["1 \(TestHouse.organisationName(1)) 人才\(waiting)", second])
            let view = try await house.fairSchedule(fair, for: try await test.staff("hrss.handler"))
            #expect(view.total == view.bound)
        }
    }

    @Test(arguments: Engine.allCases) func anEmployerThatLeavesTakesItsMeetingsAlongAlone(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            let (fair, employers) = try await test.openFair(employers: [(1, "后端开发工程师", 1), (2, "后端开发工程师", 1)])
            let actor = try await test.seeker(1, "后端开发工程师")
            _ = try await SignUpForFair(most: 2, consent: true)(house, fair, by: actor)
            _ = try await CloseSignUp()(house, fair, by: try await test.staff("hrss.handler"))
            let before = try await test.meetings(fair)
            #expect(before.count == 2)
            await refused("not_found", .notFound) { try await LeaveFairAsEmployer()(house, employers[0], by: try await test.applicant(2)) }
            _ = try await LeaveFairAsEmployer()(house, employers[0], by: try await test.applicant(1))
            #expect(try await test.meetings(fair) == before.filter { $0.contains(TestHouse.organisationName(2)) })
            await refused("not_taking_part") { try await LeaveFairAsEmployer()(house, employers[0], by: try await test.applicant(1)) }
        }
    }

    @Test(arguments: Engine.allCases) func anEmployerThatMayNotHireAnyMoreKeepsNobodyFromBeingSeated(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            let (fair, employers) = try await test.openFair(employers: [(1, "后端开发工程师", 1), (2, "后端开发工程师", 1)])
            let first = try await test.seeker(1, "后端开发工程师"), second = try await test.seeker(2, "后端开发工程师")
            for actor in [first, second] { _ = try await SignUpForFair(most: 3, consent: true)(house, fair, by: actor) }
            _ = try await CloseSignUp()(house, fair, by: try await test.staff("hrss.handler"))
            let before = try await test.meetings(fair)
            try await test.database.write { tx in _ = try tx.run("UPDATE employer_standings SET ended_at = 1 WHERE id = 'standing1'") }
            _ = try await LeaveFairAsEmployer()(house, employers[1], by: try await test.applicant(2))
            // Filled anew around what stays: nobody sits in two places, and nothing breaks.
            #expect(try await test.meetings(fair) == before.filter { $0.contains(TestHouse.organisationName(1)) })
        }
    }

    /// Absences and limits of both sides hold in the schedule.
    @Test(arguments: Engine.allCases) func nobodyIsScheduledWhereTheyCannot(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, fair = try await test.fair()
            let jobs = try await test.employer(1, jobs: ["后端开发工程师"]), own = try await test.invite(1, to: fair)
            _ = try await AnswerInvitation(accept: true, tables: 1, absent: [1], jobs: jobs)(house, own, by: try await test.applicant(1))
            _ = try await OpenFair()(house, fair, by: try await test.staff("hrss.handler"))
            _ = try await SignUpForFair(most: 3, absent: [3], consent: true)(house, fair, by: try await test.seeker(1, "后端开发工程师"))
            try await FollowJobs(house)()
            _ = try await CloseSignUp()(house, fair, by: try await test.staff("hrss.handler"))
            #expect(try await test.meetings(fair) == ["2 \(TestHouse.organisationName(1)) 人才1"])
        }
    }

    /// A verb does not wait until the indexes of a process that has just begun are there; the worker does.
    @Test(arguments: Engine.allCases) func aScheduleWaitsForWhatItIsMeasuredBy(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, fair = try await test.fair()
            let jobs = try await test.employer(1, jobs: ["会计"]), own = try await test.invite(1, to: fair)
            _ = try await AnswerInvitation(accept: true, tables: 1, jobs: jobs)(house, own, by: try await test.applicant(1))
            _ = try await OpenFair()(house, fair, by: try await test.staff("hrss.handler"))
            _ = try await SignUpForFair(most: 1, consent: true)(house, fair, by: try await test.seeker(1, "会计"))
            #expect(!house.board.isReady)
            _ = try await CloseSignUp()(house, fair, by: try await test.staff("hrss.handler"))
            #expect(try await test.fairState(fair) == "closed")
            try await ScheduleFair()(house, fair, at: nil)
            #expect(try await test.fairState(fair) == "scheduled")
            #expect(try await test.meetings(fair) == ["1 \(TestHouse.organisationName(1)) 人才1"])
        }
    }

    /// Whoever is known not to meet a must meets nobody there; place and degree alone make nobody meet; a named employer comes first.
    @Test(arguments: Engine.allCases) func mustsWishesAndTheWorkItselfDecideWhoMeets(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            let (fair, employers) = try await test.openFair(employers: [(1, "后端开发工程师", 2), (2, "后端开发工程师", 2), (3, "会计", 2)])
            try await test.database.write { tx in try tx.run("UPDATE jobs SET musts = '[\"place\"]' WHERE id = 'job1-0'") }
            func sign(_ actor: Domain.Actor, _ named: [ID<FairEmployer>] = [], _ wishes: String = "", most: Int) async throws {
                _ = try await SignUpForFair(most: most, employers: named, wishes: wishes, consent: true)(house, fair, by: actor)
            }
            try await sign(try await test.seeker(1, "后端开发工程师"), [employers[1]], most: 1)
            try await sign(try await test.seeker(2, "后端开发工程师", places: ["北京市"]), most: 3)
            // What somebody wishes of this fair counts beside the profile.
            try await sign(try await test.seeker(3, "会计"), [], "后端开发工程师", most: 3)
            try await sign(try await test.seeker(4, "园林绿化"), most: 3)
            // Who says nothing of the work meets whom they named.
            try await sign(try await test.person(5), [employers[2]], most: 3)
            _ = try await CloseSignUp()(house, fair, by: try await test.staff("hrss.handler"))
            let meetings = try await house.fairSchedule(fair, for: try await test.staff("hrss.handler")).meetings
            func met(_ person: Int) -> [String] { meetings.filter { $0.talent == "人才\(person)" }.map(\.company).sorted() }
            #expect(met(1) == [TestHouse.organisationName(2)])
            #expect(met(2) == [TestHouse.organisationName(2)])
            #expect(met(3) == [1, 2, 3].map { TestHouse.organisationName($0) }.sorted())
            #expect(met(4) == [])
            #expect(met(5) == [TestHouse.organisationName(3)])
            let named = try #require(meetings.first { $0.talent == "人才1" })
            #expect(named.reasons.isNamed)
            #expect(abs(named.weight - FairFit.named - named.reasons.fit.percent * 10) <= 5)
        }
    }

    @Test(arguments: Engine.allCases) func theLastPlaceIsGivenOnce(_ engine: Engine) async throws {
        try await withHouse(engine, connections: 12) { test in
            let house = test.house
            let (fair, _) = try await test.openFair(places: 2, employers: [(1, "后端开发工程师", 1)])
            var people: [Domain.Actor] = []
            for number in 1...6 { people.append(try await test.seeker(number, "后端开发工程师")) }
            let results = await together(people.map { person in { @Sendable in try await SignUpForFair(most: 1, consent: true)(house, fair, by: person) } })
            let outcomes = Dictionary(grouping: results.map(outcome), by: { $0 }).mapValues(\.count)
            #expect(outcomes == ["ok": 2, "fair_full": 4])
            let places = try await test.database.read { tx in try tx.rows("SELECT place FROM fair_talents WHERE fair_id = \(fair) AND left_at IS NULL ORDER BY place").map { try $0("place") as Int } }
            #expect(places == [1, 2])
            #expect(try await house.fair(fair, for: .visitor).summary.free == 0)
            // Whoever leaves gives the place on.
            let index = try #require(results.firstIndex { outcome($0) == "ok" }), waiting = try #require(results.firstIndex { outcome($0) == "fair_full" })
            _ = try await LeaveFair()(house, fair, by: people[index])
            _ = try await SignUpForFair(most: 1, consent: true)(house, fair, by: people[waiting])
            #expect(try await house.fair(fair, for: .visitor).summary.free == 0)
        }
    }

    @Test(arguments: Engine.allCases) func whoMayNotIsRefused(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, organiser = try await test.staff("hrss.handler"), stranger = try await test.staff("finance.handler"), fair = try await test.fair()
            let jobs = try await test.employer(1, jobs: ["会计"]), person = try await test.seeker(1, "会计")
            // A draft is its organiser's alone.
            await refused("not_found", .notFound) { try await house.fair(fair, for: .visitor) }
            await refused("not_found", .notFound) { try await house.fairSchedule(fair, for: stranger) }
            await refused("not_found", .notFound) { try await OpenFair()(house, fair, by: stranger) }
            await refused("not_found", .notFound) { try await SignUpForFair(most: 1, consent: true)(house, fair, by: person) }
            #expect(try await house.fairs(for: .visitor).fairs == [])
            #expect(try await house.fairs(for: organiser).fairs.map(\.id) == [fair])
            // Nobody stands behind employer 2; employer 3 has no job.
            await refused("not_vouched") { try await InviteEmployer(organisation: try await test.organisation(2))(house, fair, by: organiser) }
            _ = try await test.employer(3, jobs: [])
            await refused("no_open_job") { try await InviteEmployer(organisation: try await test.organisation(3))(house, fair, by: organiser) }
            await refused("not_found", .notFound) { try await InviteEmployer(organisation: try await test.organisation(1))(house, fair, by: stranger) }
            let own = try await test.invite(1, to: fair)
            await refused("invited_already") { try await test.invite(1, to: fair) }
            await refused("not_found", .notFound) { try await AnswerInvitation(accept: true, tables: 1, jobs: jobs)(house, own, by: try await test.applicant(2)) }
            let wrong = await refused("invalid") { try await AnswerInvitation(accept: true, tables: 9, absent: [1, 2, 3], jobs: [])(house, own, by: try await test.applicant(1)) }
            #expect(wrong?.fields.map(\.field) == ["tables", "jobs", "absent"])
            _ = try await AnswerInvitation(accept: true, tables: 1, jobs: jobs)(house, own, by: try await test.applicant(1))
            await refused("not_found", .notFound) { try await house.fairTimetable(own, for: stranger) }
            _ = try await OpenFair()(house, fair, by: organiser)
            await refused("fair_open", .conflict) { try await OpenFair()(house, fair, by: organiser) }
            await refused("not_a_talent", .forbidden) { try await SignUpForFair(most: 1, consent: true)(house, fair, by: try await test.applicant(2)) }
            let without = await refused("invalid") { try await SignUpForFair(most: 9, absent: [7])(house, fair, by: person) }
            #expect(without?.fields.map(\.field) == ["absent", "most", "consent"])
            _ = try await SignUpForFair(most: 1, consent: true)(house, fair, by: person)
            await refused("signed_up_already") { try await SignUpForFair(most: 1)(house, fair, by: person) }
            await refused("invalid") { try await CancelFair(reason: " ")(house, fair, by: organiser) }
            _ = try await CancelFair(reason: "场地维修")(house, fair, by: organiser)
            #expect(try await house.fair(fair, for: person).reason == "场地维修")
            await refused("not_found", .notFound) { try await house.fair(fair, for: .visitor) }
            await refused("fair_cancelled", .conflict) { try await CloseSignUp()(house, fair, by: organiser) }
        }
    }

    @Test(arguments: Engine.allCases) func badFairsAreNotPlanned(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, organiser = try await test.staff("hrss.handler"), begins = try moment("2020-11-20", 23)
            let bad = await refused("invalid") { try await PlanFair(title: "", place: "x", begins: begins, minutes: 1, slots: 0, tables: 99, places: 0, closes: begins.adding(seconds: 1))(house, by: organiser) }
            #expect(bad?.fields.map(\.field) == ["title", "place", "minutes", "slots", "tables", "places", "closes"])
            let late = await refused("invalid") { try await PlanFair(title: "招聘会", place: "崂山区松岭路", begins: begins, minutes: 60, slots: 2, tables: 1, places: 1)(house, by: organiser) }
            #expect(late?.fields.map(\.field) == ["slots"])
            let past = await refused("invalid") { try await PlanFair(title: "招聘会", place: "崂山区松岭路", begins: TestHouse.start, minutes: 60, slots: 2, tables: 1, places: 1)(house, by: organiser) }
            #expect(past?.fields.first?.field == "begins")
            await refused("no_organiser", .forbidden) { try await PlanFair(title: "招聘会", place: "崂山区松岭路", begins: begins, minutes: 10, slots: 2, tables: 1, places: 1)(house, by: try await test.applicant(1)) }
            let station = try await test.station(1)
            await refused("not_found", .notFound) {
                try await PlanFair(title: "招聘会", place: "崂山区松岭路", begins: begins, minutes: 10, slots: 2, tables: 1, places: 1, station: station)(house, by: try await test.applicant(2))
            }
            _ = try await PlanFair(title: "招聘会", place: "崂山区松岭路", begins: begins, minutes: 10, slots: 2, tables: 1, places: 1, station: station)(house, by: try await test.applicant(1))
            #expect(try await house.fairs(for: try await test.applicant(1)).fairs.map(\.organiser.zh) == ["驿站1"])
        }
    }

    /// Who agrees to matching no longer leaves the fairs; what they said of their wishes is theirs to read, and goes with the account.
    @Test(arguments: Engine.allCases) func aTakenBackConsentEndsTheSignUp(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            let (fair, _) = try await test.openFair(employers: [(1, "会计", 1)])
            let actor = try await test.seeker(1, "会计")
            _ = try await SignUpForFair(most: 1, wishes: "离家近", consent: true)(house, fair, by: actor)
            let rows = try await house.ownData(for: actor).sections.first { $0.id == "fairs" }?.rows ?? []
            #expect(rows.first?.values.first { $0.id == "wishes" }?.value == "离家近")
            _ = try await CloseSignUp()(house, fair, by: try await test.staff("hrss.handler"))
            #expect(try await test.meetings(fair).count == 1)
            _ = try await WithdrawConsent(purpose: .matching)(house, by: actor)
            #expect(try await test.meetings(fair) == [])
            #expect(try await house.fair(fair, for: actor).signUp == nil)
        }
    }
}
