import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct PursuitTests {
    @Test(arguments: Engine.allCases) func aTalentAppliesIsInterviewedAndHired(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.guest(1), employer = try await test.applicant(1)
            _ = try await test.station(1)
            let job = try await test.job(1), id = try await test.apply(talent, job)
            #expect(try await house.pursuit(id, for: employer).summary.who == "人才1")
            #expect(try await house.pursuit(id, for: employer).phone == "13910000001")
            let times = [try moment("2020-11-18", 10), try moment("2020-11-19", 14)]
            _ = try await ProposeInterview(slots: times.map { .init(at: $0) }, place: "松岭路 1 号 3 层")(house, id, by: employer)
            let view = try await house.pursuit(id, for: talent)
            #expect(view.slots.map(\.at) == times)
            #expect(view.summary.turn == .talent)
            _ = try await ChooseInterview(slot: try #require(view.slots.last).id)(house, id, by: talent)
            // The code is the person's at once, and proves why they come around that day.
            let interview = try #require(try await house.pursuit(id, for: talent).interview)
            #expect(interview.state == .claimed)
            #expect(interview.firstDay == (try day("2020-11-19")))
            #expect(try await test.due(try #require(view.slots.last).id.rawValue) == ["remind_interview 2020-11-18T14:00:00+08:00"])
            #expect(try await test.count("SELECT COUNT(*) FROM talent_facts WHERE account_id = \(talent.account) AND fact = 'purpose' AND accepted_at IS NOT NULL") == 1)
            try await test.move(to: try moment("2020-11-18", 14))
            #expect(try await test.messages(employer).contains("面试提醒：后端开发工程师"))
            #expect(try await test.messages(talent).contains("面试提醒：后端开发工程师"))
            try await test.offer(id, by: employer, starts: "2020-11-23", until: "2020-11-20")
            await refused("offered", .conflict) { try await test.offer(id, by: employer, starts: "2020-11-23", until: "2020-11-20") }
            _ = try await AnswerOffer(accept: true)(house, id, by: talent)
            await refused("invalid", .invalid) { try await ConfirmHire(startedOn: try day("2020-12-01"))(house, id, by: employer) }
            try await test.move(to: try moment("2020-11-23"))
            _ = try await ConfirmHire(startedOn: try day("2020-11-23"))(house, id, by: employer)
            #expect(try await test.state(id) == "hired")
            #expect(try await test.verbs("pursuit", id.rawValue) == [
                "pursuit_begun", "pursuit_propose_slots", "pursuit_choose_slot", "reminded", "pursuit_offer", "pursuit_accept_offer", "pursuit_hire",
            ])
            await refused("pursuit_over", .conflict) { try await WithdrawPursuit()(house, id, by: talent) }
        }
    }

    @Test(arguments: Engine.allCases) func anOfferThatNobodyAnswersLapses(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let talent = try await test.guest(1), employer = try await test.applicant(1)
            _ = try await test.station(1)
            let job = try await test.job(1), id = try await test.apply(talent, job)
            try await test.offer(id, by: employer, until: "2020-11-14")
            try await test.move(to: try moment("2020-11-14", 23, 59))
            #expect(try await test.state(id) == "offered")
            try await test.move(to: try moment("2020-11-15", 0, 1))
            #expect(try await test.state(id) == "lapsed")
            await refused("pursuit_over", .conflict) { try await AnswerOffer(accept: true)(test.house, id, by: talent) }
            // What has ended lets one apply anew, once.
            _ = try await test.apply(talent, job)
            await refused("pursued_already", .conflict) { try await test.apply(talent, job) }
        }
    }

    @Test(arguments: Engine.allCases) func whoIsInvitedOrRecommendedStaysUnnamedUntilTheyAccept(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.guest(1), other = try await test.guest(2), employer = try await test.applicant(1), broker = try await test.applicant(2)
            _ = try await test.station(1)
            let station = try await test.station(2), job = try await test.job(1), account = try #require(talent.account)
            let card = try TalentCode.of(account, at: job, house.secrets)
            // as the list of the job shows it
            try await test.database.write { tx in _ = try tx.run("INSERT INTO talent_cards (job_id, code, account_id) VALUES (\(job), \(card), \(account))") }
            await refused("no_such_card", .invalid) { try await InvitePerson(talent: card)(house, for: job, by: employer) }
            try await test.database.write { tx in
                _ = try tx.run("INSERT INTO consents (id, account_id, purpose, version, granted_at) VALUES ('findable1', \(account), 'findable', 'findable-1', 0)")
            }
            await refused("not_found", .notFound) { try await InvitePerson(talent: card)(house, for: job, by: broker) }
            // The job's station may recommend by the code; another may not.
            await refused("not_found", .notFound) { try await RecommendPerson(talent: card, station: station)(house, for: job, by: broker) }
            await refused("no_such_card", .invalid) { try await InvitePerson(talent: "000000000000")(house, for: job, by: employer) }
            let invited = try #require(ID<Pursuit>(rawValue: try await InvitePerson(talent: card, note: "期待加入")(house, for: job, by: employer).id))
            #expect(try await house.pursuit(invited, for: employer).summary.who == nil)
            #expect(try await house.pursuit(invited, for: employer).phone == nil)
            await refused("awaits_talent", .conflict) { try await test.offer(invited, by: employer) }
            await refused("invalid", .invalid) { try await AcceptPursuit(consent: false)(house, invited, by: talent) }
            await refused("not_found", .notFound) { try await AcceptPursuit(consent: true)(house, invited, by: other) }
            _ = try await AcceptPursuit(consent: true)(house, invited, by: talent)
            #expect(try await house.pursuit(invited, for: employer).summary.who == "人才1")

            let phone = "13910000002"
            await refused("cannot_recommend", .invalid) { try await RecommendPerson(phone: "13999999999", station: station)(house, for: job, by: broker) }
            await refused("not_found", .notFound) { try await RecommendPerson(phone: phone, station: station)(house, for: job, by: employer) }
            let recommended = try #require(ID<Pursuit>(rawValue: try await RecommendPerson(phone: phone, station: station, note: "合适")(house, for: job, by: broker).id))
            #expect(try await house.pursuit(recommended, for: employer).summary.who == nil)
            #expect(try await house.pursuits(of: station, for: broker).pursuits.map(\.id) == [recommended])
            #expect(try await house.pursuit(recommended, for: broker).summary.who == nil)
            _ = try await WithdrawPursuit()(house, recommended, by: other)
            #expect(try await test.state(recommended) == "declined")
            #expect(try await house.pursuit(recommended, for: employer).summary.who == nil)
        }
    }

    @Test(arguments: Engine.allCases) func strangersSeeNothing(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.guest(1), other = try await test.guest(2), employer = try await test.applicant(1), broker = try await test.applicant(2)
            _ = try await test.station(1)
            let station = try await test.station(2), job = try await test.job(1), id = try await test.apply(talent, job)
            for stranger in [other, broker, try await test.staff("hrss.handler")] {
                await refused("not_found", .notFound) { try await house.pursuit(id, for: stranger) }
                await refused("not_found", .notFound) { try await RefusePursuit(reason: "不合适")(house, id, by: stranger) }
                await refused("not_found", .notFound) { try await WithdrawPursuit()(house, id, by: stranger) }
            }
            await refused("not_found", .notFound) { try await house.pursuits(of: station, for: employer) }
            await refused("not_found", .notFound) { try await AccompanyPursuit(station: station)(house, id, by: employer) }
            _ = try await AccompanyPursuit(station: station)(house, id, by: talent)
            #expect(try await house.pursuit(id, for: broker).side == .station)
            await refused("not_found", .notFound) { try await test.offer(id, by: broker) }
            _ = try await AccompanyPursuit(station: nil)(house, id, by: talent)
            await refused("not_found", .notFound) { try await house.pursuit(id, for: broker) }
            _ = try await RefusePursuit(reason: "岗位已满")(house, id, by: employer)
            #expect(try await house.pursuit(id, for: talent).reason == "岗位已满")
            #expect(try await house.pursuit(id, for: employer).phone == nil)
        }
    }

    @Test(arguments: Engine.allCases) func jobsThatCannotBePursuedAreRefused(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.guest(1), employer = try await test.applicant(1)
            let job = try await test.job(1)
            await refused("employer_unknown", .forbidden) { try await test.apply(talent, job) }
            _ = try await test.station(1)
            await refused("invalid", .invalid) { try await ApplyForJob(consent: false)(house, for: job, by: talent) }
            await refused("not_found", .notFound) { try await test.apply(talent, try await test.job(1, state: "draft")) }
            await refused("job_closed", .conflict) { try await test.apply(talent, try await test.job(1, state: "closed")) }
            await refused("job_closed", .conflict) { try await test.apply(talent, try await test.job(1, kind: "internship", until: try day("2020-11-12"))) }
            await refused("not_a_talent", .forbidden) { try await test.apply(employer, job) }
            let stranger = try await test.addProof(try await test.guest(2))
            await refused("invalid", .invalid) { try await test.apply(talent, job, proofs: [stranger]) }
            let proof = try await test.addProof(talent), id = try await test.apply(talent, job, proofs: [proof])
            await refused("invalid", .invalid) { try await ProposeInterview(slots: [], place: "三层")(house, id, by: employer) }
            await refused("invalid", .invalid) { try await ProposeInterview(slots: [.init(at: try moment("2020-11-01"))], place: "三层")(house, id, by: employer) }
            await refused("no_slots", .conflict) { try await ChooseInterview(slot: try #require(ID<PursuitSlot>(rawValue: "none")))(house, id, by: talent) }
            await refused("no_offer", .conflict) { try await AnswerOffer(accept: true)(house, id, by: talent) }
            // The employer looks at what it was shown, says why, and no longer once it has ended.
            await refused("say_why", .conflict) { try await house.proofFile(proof, for: employer) }
            _ = try await LookAtProof(why: "招聘审核")(house, proof, by: employer)
            #expect(try await house.proofFile(proof, for: employer).bytes == TestHouse.pdf)
            _ = try await WithdrawPursuit(reason: "另有安排")(house, id, by: talent)
            await refused("not_found", .notFound) { try await house.proofFile(proof, for: employer) }
        }
    }

    @Test(arguments: Engine.allCases) func ofTwoApplicationsAtOnceOneIsKept(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let talent = try await test.guest(1)
            _ = try await test.station(1)
            let job = try await test.job(1)
            let results = await together((0..<4).map { _ in { @Sendable in try await test.apply(talent, job) } })
            #expect(results.map(outcome).sorted() == ["ok", "pursued_already", "pursued_already", "pursued_already"])
        }
    }
}
