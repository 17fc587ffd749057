import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct JobTwinTests {
    @Test(arguments: Engine.allCases) func aTextThatWasTakenAwayIsNotOpenedAgain(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let job = try await test.openJob(1)
            _ = try await RemoveJob(reason: "收取押金，经核实。")(test.house, job, by: try await test.staff("centre.handler"))
            await refused("job_removed", .conflict) { try await test.write(TestHouse.draft(open: true)) }
            _ = try await test.write(TestHouse.draft(title: "前端开发工程师", open: true))
        }
    }

    @Test(arguments: Engine.allCases) func anEmployerSpeaksForItselfOverAnImportedCopy(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let own = try await test.openJob(1), copy = try #require(ID<Job>(rawValue: "copy"))
            // The same text as an office imported it before the employer came.
            try await test.database.write { tx in
                try tx.run("UPDATE jobs SET state = 'closed' WHERE id = \(own)")
                try tx.run("""
                    INSERT INTO jobs (id, programme_id, source, source_id, company, title, kind, address, skills, description, musts, state, fingerprint, created_at, changed_at)
                    SELECT \(copy), programme_id, 'old', 'copy', company, title, kind, address, skills, description, musts, 'open', fingerprint, created_at, changed_at FROM jobs WHERE id = \(own)
                    """)
            }
            _ = try await OpenJob()(test.house, own, by: try await test.applicant(1))
            #expect([try await test.state(own), try await test.state(copy)] == [.open, .closed])
        }
    }
}

@Suite struct KeepJobTests {
    @Test(arguments: Engine.allCases) func aJobIsWrittenOpenedChangedAndClosed(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await test.applicant(1), visitor = Actor.visitor
            let id = try await test.write()
            #expect(try await test.state(id) == .draft)
            await refused("not_found") { try await house.job(id, for: visitor) }
            await refused("nobody_stands_behind", .conflict) { try await OpenJob()(house, id, by: actor) }
            try await test.verified(1)
            _ = try await OpenJob(validUntil: try day("2020-12-13"))(house, id, by: actor)
            #expect(try await test.state(id) == .open)
            #expect(try await test.due(id.rawValue) == ["remind_job 2020-12-06T09:00:00+08:00", "end_job 2020-12-14T00:00:00+08:00"])
            let shown = try await house.job(id, for: visitor)
            #expect(shown.job.title == "后端开发工程师" && shown.job.company == TestHouse.organisationName(1) && shown.job.pay?.to == Fen(1_500_000) && shown.own == nil && shown.job.standing == .verified)
            #expect(shown.job.occupation?.code == "2-02-10-03" && shown.job.division?.name.zh == "山东省青岛市崂山区" && shown.job.shortage?.zh == "软件和信息技术人才")
            #expect(shown.job.skills == ["Java", "MySQL"] && shown.job.musts == [.degree] && shown.job.validUntil?.description == "2020-12-13")
            let own = try #require(try await house.job(id, for: actor).own)
            #expect(own.mayChange && own.mayClose && !own.mayOpen)
            // An open job stays open, and must lack nothing.
            let wrong = await refused("invalid") { try await KeepJob(TestHouse.draft(division: nil, payFrom: nil, payTo: nil))(house, id, by: actor) }
            #expect(test.fields(wrong) == ["division", "payFrom"])
            _ = try await KeepJob(TestHouse.draft(title: "资深后端开发工程师", validUntil: try day("2020-12-20")))(house, id, by: actor)
            #expect(try await house.job(id, for: visitor).job.title == "资深后端开发工程师")
            #expect(try await test.due(id.rawValue) == ["remind_job 2020-12-13T09:00:00+08:00", "end_job 2020-12-21T00:00:00+08:00"])
            _ = try await CloseJob()(house, id, by: actor)
            await refused("not_found") { try await house.job(id, for: visitor) }
            #expect(try await test.due(id.rawValue).isEmpty)
            await refused("job_closed", .conflict) { try await CloseJob()(house, id, by: actor) }
            _ = try await OpenJob()(house, id, by: actor)
            #expect(try await test.verbs("job", id.rawValue) == ["job_written", "job_opened", "job_changed", "job_closed", "job_opened"])
        }
    }

    /// Where nobody chose an occupation, the title says which small group; what was chosen afterwards stays.
    @Test(arguments: Engine.allCases) func aTitleSuggestsItsOccupation(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await test.applicant(1)
            let id = try await test.write(TestHouse.draft(occupation: nil))
            func chosen() async throws -> String? { try await house.jobForm(id, for: actor).values.first { $0.name == "occupation" }?.value }
            #expect(try await chosen()?.hasPrefix("2-02-10 ") == true)
            _ = try await KeepJob(TestHouse.draft(occupation: "2-02-10-03"))(house, id, by: actor)
            #expect(try await chosen()?.hasPrefix("2-02-10-03 ") == true)
            let other = try await test.write(TestHouse.draft(title: "岗位1", occupation: " "))
            #expect(try await house.job(other, for: actor).job.occupation == nil)
        }
    }

    /// Whoever changes a job's state beside the program is found.
    @Test(arguments: Engine.allCases) func aJobChangedBesideTheProgramIsFound(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let secrets = test.house.secrets, id = try await test.openJob()
            func found() async throws -> [AuditVerifier.Finding] { try await test.database.read { tx in try AuditAnchors.findings(tx, secrets) } }
            #expect(try await found() == [])
            _ = try await CloseJob()(test.house, id, by: try await test.applicant(1))
            #expect(try await found() == [])
            try await test.database.write { tx in _ = try tx.run("UPDATE jobs SET state = 'open' WHERE id = \(id)") }
            #expect(try await found() == [.differs(kind: "job", subject: id.rawValue)])
        }
    }

    @Test(arguments: Engine.allCases) func onlyItsOwnPeopleKeepAJob(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, id = try await test.openJob(1), other = try await test.applicant(2)
            await refused("not_found") { try await KeepJob(TestHouse.draft())(house, id, by: other) }
            await refused("not_found") { try await OpenJob()(house, id, by: other) }
            await refused("not_found") { try await CloseJob()(house, id, by: other) }
            await refused("not_found") { try await house.jobForm(id, for: other) }
            await refused("not_a_member") { try await KeepJob(TestHouse.draft())(house, by: try await test.person(1)) }
            await refused("not_found") { try await RemoveJob(reason: "内容不实，予以下架。")(house, id, by: other) }
            await refused("not_found") { try await RemoveJob(reason: "内容不实，予以下架。")(house, id, by: try await test.staff("leading.handler")) }
            #expect(try await house.hiring(for: other).jobs.isEmpty)
            #expect(try await test.state(id) == .open)
        }
    }

    @Test(arguments: Engine.allCases) func theSameJobIsOpenOnce(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            _ = try await test.openJob(1)
            await refused("job_alike", .conflict) { try await test.write(TestHouse.draft(open: true)) }
            // As a draft it may be there, and another employer may look for the same.
            let second = try await test.write()
            await refused("job_alike", .conflict) { try await OpenJob()(test.house, second, by: try await test.applicant(1)) }
            #expect(try await test.state(second) == .draft)
            _ = try await test.openJob(2)
            #expect(try await test.count("SELECT COUNT(*) FROM jobs WHERE state = 'open'") == 2)
        }
    }

    @Test(arguments: Engine.allCases) func anOfficeTakesAJobAwayForGood(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await test.applicant(1), id = try await test.openJob(1), centre = try await test.staff("centre.handler")
            let short = await refused("invalid") { try await RemoveJob(reason: "不实")(house, id, by: centre) }
            #expect(test.fields(short) == ["reason"])
            _ = try await RemoveJob(reason: "工作地点与实际不符。")(house, id, by: centre)
            #expect(try await test.state(id) == .removed)
            await refused("not_found") { try await house.job(id, for: .visitor) }
            let detail = try await house.job(id, for: actor)
            #expect(detail.removedBecause == "工作地点与实际不符。" && detail.own?.mayChange == false)
            await refused("job_removed", .conflict) { try await OpenJob()(house, id, by: actor) }
            await refused("job_removed", .conflict) { try await KeepJob(TestHouse.draft())(house, id, by: actor) }
            await refused("job_removed", .conflict) { try await RemoveJob(reason: "工作地点与实际不符。")(house, id, by: centre) }
            #expect(try await test.messages(actor).contains("岗位已下架：后端开发工程师"))
            #expect(try await test.due(id.rawValue).isEmpty)
            // The reason is the employer's and the offices'.
            let held = try await test.count("SELECT COUNT(*) FROM audit_records WHERE kind = 'job' AND subject = \(id) AND verb = 'job_removed' AND reason <> ''")
            #expect(held == 1)
        }
    }

    @Test(arguments: Engine.allCases) func aJobEndsOnItsLastDayAndItsEmployerIsToldBefore(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let actor = try await test.applicant(1), id = try await test.openJob(1, until: "2020-12-01")
            try await test.move(to: try moment("2020-11-24", 10))
            #expect(try await test.messages(actor).contains("岗位即将到期：后端开发工程师"))
            try await test.move(to: try moment("2020-12-01", 23))
            #expect(try await test.state(id) == .open)
            _ = try await test.house.job(id, for: .visitor)
            try await test.move(to: try moment("2020-12-02", 1))
            #expect(try await test.state(id) == .closed)
            #expect(try await test.messages(actor).contains("岗位已到期：后端开发工程师"))
            try await EndJob()(test.house, id, at: nil)
            try await RemindJob()(test.house, id, at: nil)
            #expect(try await test.verbs("job", id.rawValue) == ["job_written", "job_opened", "job_reminded", "job_ended"])
        }
    }

    /// A last day that was moved is the one that counts.
    @Test(arguments: Engine.allCases) func anEndThatWasMovedDoesNotEnd(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let id = try await test.openJob(1, until: "2020-12-01")
            _ = try await KeepJob(TestHouse.draft(validUntil: try day("2020-12-20")))(test.house, id, by: try await test.applicant(1))
            try await test.move(to: try moment("2020-12-05"))
            #expect(try await test.state(id) == .open)
        }
    }

    @Test(arguments: Engine.allCases) func whatIsWrongIsSaidAtItsField(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.verified(1)
            func wrong(_ draft: JobDraft) async throws -> [String] { test.fields(await refused("invalid") { try await test.write(draft) }) }
            #expect(try await wrong(TestHouse.draft(title: " ")) == ["title"])
            #expect(try await wrong(TestHouse.draft(occupation: "火星驾驶员", division: "火星市")) == ["occupation", "division"])
            #expect(try await wrong(TestHouse.draft(payFrom: "面议", payTo: "15000")) == ["payFrom"])
            #expect(try await wrong(TestHouse.draft(payFrom: "15000", payTo: "8000")) == ["payTo"])
            #expect(try await wrong(TestHouse.draft(negotiable: true)) == ["negotiable"])
            #expect(try await wrong(TestHouse.draft(payMonths: 40)) == ["payMonths"])
            #expect(try await wrong(TestHouse.draft(payFrom: "9999999999", payTo: nil)) == ["payFrom"])
            #expect(try await wrong(TestHouse.draft(yearsFrom: 5, yearsTo: 3)) == ["yearsTo"])
            #expect(try await wrong(TestHouse.draft(degree: nil, musts: [.degree])) == ["musts"])
            #expect(try await wrong(TestHouse.draft(validUntil: try day("2021-12-31"))) == ["validUntil"])
            #expect(try await wrong(TestHouse.draft(validUntil: try day("2020-11-01"))) == ["validUntil"])
            #expect(try await wrong(TestHouse.draft(description: "太短", open: true)) == ["description"])
            #expect(try await wrong(TestHouse.draft(payFrom: nil, payTo: nil, open: true)) == ["payFrom"])
            _ = try await test.write(TestHouse.draft(negotiable: true, payFrom: nil, payTo: nil, open: true))
        }
    }

    /// Also a draft is held back, with the word and the law.
    @Test(arguments: Engine.allCases) func nobodyAsksForMoneyOrForASex(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let refusal = await refused("invalid") { try await test.write(TestHouse.draft(title: "文员（限女）", description: TestHouse.work + "入职缴纳服装费300元。")) }
            #expect(test.fields(refusal) == ["title", "description"])
            #expect(refusal?.fields.first?.words.zh.contains("就业促进法") == true && refusal?.fields.last?.words.zh.contains("“服装费”") == true)
            let kept = try await test.count("SELECT COUNT(*) FROM jobs")
            #expect(kept == 0)
        }
    }
}
