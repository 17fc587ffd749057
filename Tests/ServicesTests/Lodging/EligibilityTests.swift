import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// The programme's own rules, over facts as profiles keep them.
@Suite struct EligibilityTests {
    func state(_ test: TestHouse, _ person: Actor, _ facts: [String: FactValue], proven: Set<String> = []) async throws {
        let account = try #require(person.account), secrets = test.house.secrets, now = test.clock.now
        try await test.database.write { tx in
            for (fact, value) in facts {
                let sealed = try secrets.seal(text: try Stored.json(Profile.Value.fact(value)), table: "talent_facts", column: "value", row: "\(account)/\(fact)")
                let accepted = proven.contains(fact) ? now : nil
                try tx.run("""
                    INSERT INTO talent_facts (account_id, fact, value, stated_at, accepted_at) VALUES (\(account), \(fact), \(sealed), \(now), \(accepted))
                    ON CONFLICT (account_id, fact) DO UPDATE SET value = excluded.value, accepted_at = excluded.accepted_at
                    """)
            }
        }
    }

    let graduate: [String: FactValue] = ["purpose": .choice(["job_seeking"]), "homes": .divisions([]), "degree": .choice(["bachelor"])]

    @Test(arguments: Engine.allCases) func theRulesOfTheProgrammeDecide(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 3), people = try await test.guests(1...3)
            let open = await refused("questions_open", .conflict) { try await test.book(people[0], place, "2020-11-20", "2020-11-21") }
            #expect(open?.words.zh.contains("来意") == true)
            try await state(test, people[0], graduate.merging(["homes": .divisions([try #require(TreeCode(division: "370212"))])]) { $1 })
            await refused("not_eligible", .conflict) { try await test.book(people[0], place, "2020-11-20", "2020-11-21") }
            #expect(try await test.count("SELECT COUNT(*) FROM stays") == 0)
            // Everything is proven: nothing further is wanted.
            try await state(test, people[1], graduate, proven: ["purpose", "degree"])
            let stay = try await test.book(people[1], place, "2020-11-20", "2020-11-21")
            #expect(try await house.stay(stay, for: people[1]).proofs.isEmpty)
            await refused("no_profile", .conflict) { try await test.book(try await test.applicant(2), place, "2020-11-20", "2020-11-21") }
        }
    }

    @Test(arguments: Engine.allCases) func aProofIsLookedAtInACaseBeforeCheckIn(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 3), people = try await test.guests(1...3), desk = try await test.applicant(1)
            for person in people { try await state(test, person, graduate) }
            let stays = [try await test.book(people[0], place, "2020-11-13", "2020-11-14"), try await test.book(people[1], place, "2020-11-13", "2020-11-14"), try await test.book(people[2], place, "2020-11-13", "2020-11-14")]
            #expect(try await house.stay(stays[0], for: people[0]).proofs.map(\.fact) == ["purpose", "degree"])
            await refused("proof_open", .conflict) { try await CheckIn(identitySeen: true)(house, stays[0], by: desk) }
            let cases = try await test.database.read { tx in try stays.map { try #require(try tx.value("SELECT proof_case FROM stays WHERE id = \($0)") as ID<Case>?) } }
            #expect(try await test.at(cases[0]) == "open/examine 1")
            // A document of the wallet is shown for this stay, and for no other's; the office looks, and accepts.
            let proof = try await test.addProof(people[0]), consent = AllowProof(purpose: .stay, subject: stays[0].rawValue, consent: true)
            #expect(try await house.stay(stays[0], for: people[0]).papers.map(\.isShown) == [false])
            await refused("not_found", .notFound) { try await AllowProof(purpose: .stay, subject: stays[1].rawValue, consent: true)(house, proof, by: people[0]) }
            await refused("not_found", .notFound) { try await AllowProof(purpose: .case, subject: cases[1].rawValue, consent: true)(house, proof, by: people[0]) }
            let examiner = try await test.staff("laoshan.hrss.handler")
            await refused("not_found", .notFound) { try await LookAtProof(why: "住宿资格审核")(house, proof, by: examiner) }
            #expect(try await consent(house, proof, by: people[0]) == Receipt(.stay, stays[0].rawValue))
            #expect(try await house.stay(stays[0], for: people[0]).papers.map(\.isShown) == [true])
            #expect(try await house.stay(stays[0], for: desk).papers.isEmpty)
            _ = try await LookAtProof(why: "住宿资格审核")(house, proof, by: examiner)
            try await test.rule(cases[0], "laoshan.hrss")
            // What was found proven by the document stays so; a certificate says nothing about why somebody comes.
            let facts = try await test.facts(of: people[0]), today = Zone.china.day(of: test.clock.now)
            #expect(facts.known["degree"]?.state(on: today) == .proven)
            #expect(facts.known["purpose"]?.state(on: today) == .stated)
            _ = try await CheckIn(identitySeen: true)(house, stays[0], by: desk)
            #expect(try await test.stay(stays[0]) == "checked_in 2020-11-13/2020-11-14")
            // Not accepted: the booking is cancelled, without a mark.
            try await test.rule(cases[1], "laoshan.hrss", .refuse, reason: "证书编号查无此证。")
            #expect(try await test.stay(stays[1]) == "cancelled 2020-11-13/2020-11-14")
            #expect(try await house.stay(stays[1], for: people[1]).cancellation == CancellationView(byOffice: true, reason: "证书编号查无此证。"))
            // Of somebody's document the station learns no more than that.
            #expect(try await house.stay(stays[1], for: desk).cancellation == CancellationView(byOffice: true, reason: nil))
            // What was shown for a stay is shown no longer than it is looked at, and for one that is over not at all.
            await refused("not_found", .notFound) { try await LookAtProof(why: "再看一次")(house, proof, by: examiner) }
            let other = try await test.addProof(people[1])
            await refused("not_found", .notFound) { try await AllowProof(purpose: .stay, subject: stays[1].rawValue, consent: true)(house, other, by: people[1]) }
            #expect(try await test.facts(of: people[1]).known["degree"]?.state(on: today) == .stated)
            #expect(try await test.lines(stays[1]) == " |  | ")
            #expect(try await test.count("SELECT COUNT(*) FROM stay_misses") == 0)
            // Cancelled by its guest: nobody need look any more.
            test.clock.set(try moment("2020-11-13", 10))
            _ = try await CancelStay()(house, stays[2], by: people[2])
            #expect(try await test.at(cases[2]) == "withdrawn 1")
        }
    }

    /// What will have run out by the first night is to be proven anew, also when a booking is moved there.
    @Test(arguments: Engine.allCases) func proofsAreJudgedForTheFirstNight(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 3), one = try await test.guest(1)
            try await state(test, one, graduate, proven: ["purpose", "degree"])
            try await test.database.write { tx in _ = try tx.run("UPDATE talent_facts SET until = '2020-11-20' WHERE account_id = \(one.account) AND fact = 'purpose'") }
            let stay = try await test.book(one, place, "2020-11-20", "2020-11-21")
            #expect(try await house.stay(stay, for: one).proofs.isEmpty)
            #expect(try await house.booking(at: place, try day("2020-11-25"), try day("2020-11-26"), for: one).eligibility.proofs.map(\.fact) == ["purpose"])
            _ = try await ChangeStay(first: try day("2020-11-25"), end: try day("2020-11-26"))(house, stay, by: one)
            #expect(try await house.stay(stay, for: one).proofs.map(\.fact) == ["purpose"])
            #expect(try await test.database.read { tx in try tx.value("SELECT COUNT(*) FROM stays WHERE proof_case IS NOT NULL") } == 1)
        }
    }

    /// A no-show ends the office's case; when it is undone, the office is asked again, and what it accepts after all is good at the desk.
    @Test(arguments: Engine.allCases) func whoCameAfterAllIsExaminedAfterAll(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 3), one = try await test.guest(1), desk = try await test.applicant(1)
            try await state(test, one, graduate, proven: ["purpose"])
            let stay = try await test.book(one, place, "2020-11-13", "2020-11-15")
            func proofCase() async throws -> ID<Case> { try await test.database.read { tx in try #require(try tx.value("SELECT proof_case FROM stays WHERE id = \(stay)")) } }
            let before = try await proofCase()
            try await test.move(to: try moment("2020-11-13", 23))
            #expect(try await test.at(before) == "withdrawn 1")
            _ = try await UndoNoShow()(house, stay, by: desk)
            let after = try await proofCase()
            #expect(after != before)
            #expect(try await test.at(after) == "open/examine 1")
            // Proven in the profile meanwhile: the guest is let in, and the case is over.
            try await state(test, one, graduate, proven: ["purpose", "degree"])
            _ = try await CheckIn(identitySeen: true)(house, stay, by: desk)
            #expect(try await test.at(after) == "withdrawn 1")
        }
    }

    /// Who wins a bed in a draw shows the same proofs as who books one.
    @Test(arguments: Engine.allCases) func aWinnersProofIsLookedAtBeforeCheckIn(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 2), people = try await test.guests(1...2), desk = try await test.applicant(1)
            try await state(test, people[0], graduate)
            try await state(test, people[1], graduate, proven: ["purpose", "degree"])
            let open = OpenDraw(title: "招聘会当晚", first: try day("2020-11-28"), end: try day("2020-11-29"), places: 2, closes: try moment("2020-11-26", 18))
            let id = try #require(ID<BedDraw>(rawValue: try await open(house, at: place, by: desk).id))
            for person in people { _ = try await RequestInDraw()(house, id, by: person) }
            try await test.move(to: try moment("2020-11-26", 18))
            let stays = [
                try #require(try await house.draw(id, for: people[0]).mine?.stay), try #require(try await house.draw(id, for: people[1]).mine?.stay),
            ]
            let cases = try await test.database.read { tx in try stays.map { try tx.value("SELECT proof_case FROM stays WHERE id = \($0)") as ID<Case>? } }
            let opened = try #require(cases[0])
            #expect(cases[1] == nil)
            #expect(try await test.at(opened) == "open/examine 1")
            try await test.move(to: try moment("2020-11-28", 15))
            await refused("proof_open", .conflict) { try await CheckIn(identitySeen: true)(house, stays[0], by: desk) }
            _ = try await CheckIn(identitySeen: true)(house, stays[1], by: desk)
            try await test.rule(opened, "laoshan.hrss")
            _ = try await CheckIn(identitySeen: true)(house, stays[0], by: desk)
            #expect(try await test.stay(stays[0]) == "checked_in 2020-11-28/2020-11-29")
        }
    }

    /// A bed is held while somebody looks for an answer; it is theirs once the answer is there, and judged by it.
    @Test(arguments: Engine.allCases) func aHoldWaitsForTheAnswers(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 3), people = try await test.guests(1...2)
            let hold = BookStay(StayWish(first: try day("2020-11-20"), end: try day("2020-11-21")), hold: true)
            let id = try #require(ID<Stay>(rawValue: try await hold(house, at: place, by: people[0]).id))
            #expect(try await test.stay(id) == "held 2020-11-20/2020-11-21")
            let open = await refused("questions_open", .conflict) { try await ConfirmStay()(house, id, by: people[0]) }
            #expect(open?.words.zh.contains("来意") == true)
            #expect(try await test.stay(id) == "held 2020-11-20/2020-11-21")
            try await state(test, people[0], graduate)
            _ = try await ConfirmStay()(house, id, by: people[0])
            #expect(try await test.stay(id) == "booked 2020-11-20/2020-11-21")
            #expect(try await house.stay(id, for: people[0]).proofs.map(\.fact) == ["purpose", "degree"])
            let opened = try #require(try await test.database.read { tx in try tx.value("SELECT proof_case FROM stays WHERE id = \(id)") as ID<Case>? })
            #expect(try await test.at(opened) == "open/examine 1")
            // What is clearly a no is not held for anybody.
            try await state(test, people[1], graduate.merging(["homes": .divisions([try #require(TreeCode(division: "370212"))])]) { $1 })
            await refused("not_eligible", .conflict) { try await hold(house, at: place, by: people[1]) }
        }
    }

    /// What an office found for the first dates is not what the new dates want.
    @Test(arguments: Engine.allCases) func newDatesMayWantAnotherProof(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 3), one = try await test.guest(1), desk = try await test.applicant(1)
            try await state(test, one, graduate, proven: ["purpose"])
            try await test.database.write { tx in _ = try tx.run("UPDATE talent_facts SET until = '2020-11-20' WHERE account_id = \(one.account) AND fact = 'purpose'") }
            let stay = try await test.book(one, place, "2020-11-20", "2020-11-21")
            func proofCase() async throws -> ID<Case> { try await test.database.read { tx in try #require(try tx.value("SELECT proof_case FROM stays WHERE id = \(stay)")) } }
            let first = try await proofCase()
            try await test.rule(first, "laoshan.hrss")
            _ = try await ChangeStay(first: try day("2020-11-25"), end: try day("2020-11-26"))(house, stay, by: one)
            let second = try await proofCase()
            #expect(second != first)
            #expect(try await test.at(second) == "open/examine 1")
            try await test.move(to: try moment("2020-11-25", 15))
            await refused("proof_open", .conflict) { try await CheckIn(identitySeen: true)(house, stay, by: desk) }
            try await test.rule(second, "laoshan.hrss")
            _ = try await CheckIn(identitySeen: true)(house, stay, by: desk)
        }
    }

    /// A bed is not kept for who never says whether they come.
    @Test(arguments: Engine.allCases) func holdsRunOut(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, place = try await test.place(1, rooms: 3), one = try await test.guest(1)
            let hold = BookStay(StayWish(first: try day("2020-11-20"), end: try day("2020-11-21")), hold: true)
            for _ in 1...2 {
                _ = try await hold(house, at: place, by: one)
                test.clock.advance(seconds: 20 * 60)
                try await test.move(to: test.clock.now)
            }
            await refused("held_often", .conflict) { try await hold(house, at: place, by: one) }
            test.clock.advance(seconds: 86_400)
            _ = try await hold(house, at: place, by: one)
        }
    }
}
