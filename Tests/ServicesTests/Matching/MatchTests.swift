import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// Jobs for a talent, and talents for a job.
@Suite struct MatchTests {
    @Test(arguments: Engine.allCases) func nothingIsLookedForWithoutConsent(engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            try await FollowJobs(house)()
            let job = try await test.post()
            let talent = try await test.seeker(1, [])
            let before = try await house.jobMatches(for: talent)
            #expect(before.consent == nil && before.matches.isEmpty && before.total == 0)
            #expect(try await house.fit(of: job, for: talent) == nil)
            _ = try await GrantConsent(purpose: .matching)(house, by: talent)
            let after = try await house.jobMatches(for: talent)
            #expect(after.consent?.version == "matching-1" && after.matches.map(\.job.id) == [job])
            #expect(try await house.fit(of: job, for: talent) == after.matches.first?.fit)
            _ = try await WithdrawConsent(purpose: .matching)(house, by: talent)
            #expect(try await house.jobMatches(for: talent).matches.isEmpty)
            await refused("not_a_talent", .forbidden) { try await house.jobMatches(for: try await test.applicant(1)) }
            await refused("sign_in") { try await house.jobMatches(for: .visitor) }
            #expect(try await house.fit(of: job, for: .visitor) == nil)
        }
    }

    @Test(arguments: Engine.allCases) func matchesSayWhatIsNotKnownAndAreNarrowed(engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            try await FollowJobs(house)()
            let laoshan = try await test.post(), shinan = try await test.post(TestPosting(kind: .internship, division: "370202"))
            let talent = try await test.talent(1)
            _ = try await SaveProfile(answers: ["wanted_occupation": ["后端开发工程师"]])(house, "wishes", by: talent)
            _ = try await GrantConsent(purpose: .matching)(house, by: talent)
            let open = try await house.jobMatches(for: talent)
            #expect(open.unanswered.map(\.fact) == ["skills", "wanted_places", "work_years", "wanted_pay", "education"])
            #expect(Set(open.matches.map(\.job.id)) == [laoshan, shinan])
            #expect(open.matches.allSatisfy { $0.fit.findings.contains { $0.criterion == .skills && $0.answer == .unasked } })
            #expect(try await house.jobMatches(MatchFilter(area: "370202"), for: talent).matches.map(\.job.id) == [shinan])
            #expect(try await house.jobMatches(MatchFilter(kind: .fullTime), for: talent).matches.map(\.job.id) == [laoshan])
            await refused("invalid") { try await house.jobMatches(MatchFilter(area: "x"), for: talent) }
            await refused("invalid") { try await house.jobMatches(MatchFilter(page: 11), for: talent) }
        }
    }

    /// 就业促进法 第三条: sex, age, ethnicity and origin decide nothing.
    @Test(arguments: Engine.allCases) func sexAgeAndOriginChangeNothing(engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            try await FollowJobs(house)()
            for title in ["后端开发工程师", "前端开发工程师", "会计", "幼儿园教师", "焊工"] { _ = try await test.post(TestPosting(title: title)) }
            let employer = try await test.organisation(1)
            try await test.stand(employer, "verified")
            let job = try await test.post(TestPosting(title: "Java 开发工程师", organisation: employer))
            let talent = try await test.seeker(1), account = try #require(talent.account), secrets = house.secrets
            func picture() async throws -> (seeker: [String: Profile.Value], page: JobMatchesView, listed: [FitView]) {
                (try await house.database.read { tx in try SeekerOf.answers(tx, secrets, [account])[account] ?? [:] }, try await house.jobMatches(for: talent),
                 try await ListTalents()(house, job, by: try await test.applicant(1)).talents.map(\.fit))
            }
            let before = try await picture()
            #expect(!before.page.matches.isEmpty && !before.listed.isEmpty)
            for (order, born, household) in [("002", "19551231", "山东省青岛市崂山区"), ("011", "20020101", "西藏自治区拉萨市城关区")] {
                _ = try await SetIdentity(name: "另名", kind: .residentID, number: try TestHouse.residentID(order, born: born), consent: true)(house, by: talent)
                _ = try await SaveProfile(answers: ["household": [household], "birthplace": [household], "residence": [household], "homes": [household]])(house, "places", by: talent)
                let after = try await picture()
                #expect(after.seeker == before.seeker && SeekerOf.profile(account, after.seeker) == SeekerOf.profile(account, before.seeker))
                #expect(after.page == before.page)
                #expect(after.listed == before.listed)
            }
            // Nor could they: they are not read at all, and what is handed over beside is left aside.
            for fact in ["sex", "birth_date", "household", "birthplace", "residence", "homes", "insurance", "returning", "first_job"] { #expect(!SeekerOf.facts.contains(fact)) }
            let more: [String: Profile.Value] = ["sex": .fact(.choice(["female"])), "birth_date": .fact(.day(try day("1960-01-01"))), "ethnicity": .text("某族")]
            #expect(SeekerOf.profile(account, before.seeker.merging(more) { $1 }) == SeekerOf.profile(account, before.seeker))
        }
    }

    @Test(arguments: Engine.allCases) func onlyWhoAgreesIsFoundAndNobodyIsNamed(engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, employer = try await test.organisation(1), other = try await test.organisation(2)
            try await FollowJobs(house)()
            for organisation in [employer, other] { try await test.stand(organisation, "verified") }
            let job = try await test.post(TestPosting(organisation: employer)), second = try await test.post(TestPosting(organisation: other))
            let contact = try await test.applicant(1)
            let findable = try await test.seeker(1), hidden = try await test.seeker(2, [.matching])
            let list = try await ListTalents()(house, job, by: contact)
            let card = try #require(list.talents.first)
            #expect(list.talents.count == 1 && list.total == 1 && card.skills == ["Java", "MySQL"] && card.education?.zh == "本科" && card.years == 2)
            let account = try #require(findable.account)
            #expect(card.code.count == 12 && !account.rawValue.uppercased().contains(card.code.suffix(4)))
            // Another code at another job; each stands for the person at its own job alone.
            let elsewhere = try #require(try await ListTalents()(house, second, by: try await test.applicant(2)).talents.first)
            #expect(elsewhere.code != card.code)
            #expect(try await house.talent(behind: card.code, of: job) == findable.account)
            #expect(try await house.talent(behind: elsewhere.code, of: second) == findable.account)
            #expect(try await house.talent(behind: card.code, of: second) == nil)
            #expect(try await house.talent(behind: "", of: job) == nil)
            // Each listing is recorded, with a number and without people.
            let records = try await test.database.read { tx in
                try tx.rows("SELECT detail FROM audit_records WHERE kind = 'job' AND subject = \(job) AND verb = 'talents_listed' ORDER BY number").map { try $0("detail") as String }
            }
            #expect(records == [#"{"listed":"1","page":"1"}"#])
            _ = try await GrantConsent(purpose: .findable)(house, by: hidden)
            #expect(try await ListTalents()(house, job, by: contact).total == 2)
            _ = try await WithdrawConsent(purpose: .findable)(house, by: findable)
            #expect(try await ListTalents()(house, job, by: contact).talents.map(\.code) != [card.code])
            #expect(try await ListTalents()(house, job, by: contact).total == 1)
            #expect(try await house.talent(behind: card.code, of: job) == nil)
        }
    }

    @Test(arguments: Engine.allCases) func onlyTheEmployerAndItsStationLook(engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, employer = try await test.organisation(1)
            try await FollowJobs(house)()
            let job = try await test.post(TestPosting(organisation: employer))
            _ = try await test.seeker(1)
            let contact = try await test.applicant(1)
            await refused("employer_not_vouched", .conflict) { try await ListTalents()(house, job, by: contact) }
            try await test.stand(employer, "verified")
            #expect(try await ListTalents()(house, job, by: contact).total == 1)
            await refused("not_found") { try await ListTalents()(house, job, by: try await test.applicant(2)) }
            await refused("not_found") { try await ListTalents()(house, job, by: .visitor) }
            await refused("not_found") { try await ListTalents()(house, job, by: try await test.staff("hrss.handler")) }
            await refused("invalid") { try await ListTalents(page: 0)(house, job, by: contact) }
            try await test.stand(employer, "barred", until: try day("2020-12-31"))
            await refused("job_not_open", .conflict) { try await ListTalents()(house, job, by: contact) }
            try await test.endStandings(employer)
            try await test.stand(employer, "verified")
            try await test.change(job, "job_closed", "UPDATE jobs SET state = 'closed' WHERE id = \(job)")
            await refused("job_not_open", .conflict) { try await ListTalents()(house, job, by: contact) }
        }
    }

    @Test(arguments: Engine.allCases) func aClosedAccountIsNotFound(engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, employer = try await test.organisation(1), other = try test.elsewhere()
            for each in [house, other] { try await FollowJobs(each)() }
            try await test.stand(employer, "verified")
            let job = try await test.post(TestPosting(organisation: employer)), contact = try await test.applicant(1)
            let talent = try await test.seeker(1)
            try await test.follow(other)
            #expect(try await ListTalents()(other, job, by: contact).total == 1)
            _ = try await SaveProfile(answers: ["wanted_occupation": ["会计"], "skills": ["税务申报"]])(house, "wishes", by: talent)
            #expect(try await ListTalents()(house, job, by: contact).talents.allSatisfy { $0.skills == ["税务申报"] })
            let phone = TestHouse.talentPhone(1)
            test.clock.advance(seconds: 120)
            _ = try await CloseAccount(code: try await test.code(phone), understood: true)(house, by: talent)
            #expect(try await ListTalents()(house, job, by: contact).total == 0)
            #expect(try await ListTalents()(other, job, by: contact).total == 0, "whatever the index of another process still holds")
        }
    }
}
