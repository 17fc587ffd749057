import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct SeparationTests {
    private func give(_ test: TestHouse, _ login: String, _ office: String, _ place: Programme.Place) async throws {
        let account = try #require(try await test.staff(login).account)
        _ = try await SetPost(programme: test.programme.id, office: office, place: place, held: true)(test.house, of: account, by: try await test.staff("admin"))
    }

    /// There is no verb yet by which somebody joins an organisation that is registered.
    private func join(_ test: TestHouse, _ login: String, organisation: Int) async throws {
        let account = try #require(try await test.staff(login).account), code = creditCode(10_000 + organisation)
        try await test.database.write { tx in
            _ = try tx.run("INSERT INTO members (organisation_id, account_id, since) SELECT id, \(account), 0 FROM organisations WHERE credit_code = \(code)")
        }
    }

    @Test(arguments: Engine.allCases) func whoeverExaminedDoesNotSign(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let house = test.house
            try await give(test, "hrss.handler", "hrss", .signer)
            let id = try await test.toReview(1)
            let handler = try await test.staff("hrss.handler")
            _ = try await RuleOnCase(office: "hrss", act: .propose, ruling: .pass)(house, on: id, by: handler)
            await refused("same_person", .forbidden) { try await RuleOnCase(office: "hrss", act: .agree)(house, on: id, by: handler) }
            _ = try await RuleOnCase(office: "hrss", act: .agree)(house, on: id, by: try await test.staff("hrss.signer"))
            for office in ["industry", "finance"] { try await test.rule(id, office) }
            try await test.endNotice(try await test.publish([id]))
            let meeting = try await test.record([(id, .pass)], by: "hrss.handler2")
            await refused("examined", .forbidden) { try await SignMeeting()(house, meeting, by: handler) }
            #expect(try await house.meeting(meeting, for: handler).maySign == false)
            try await give(test, "hrss.handler2", "hrss", .signer)
            await refused("same_person", .forbidden) { try await SignMeeting()(house, meeting, by: try await test.staff("hrss.handler2")) }
            await refused("not_yours_to_sign", .forbidden) { try await SignMeeting()(house, meeting, by: try await test.staff("industry.handler")) }
            _ = try await SignMeeting()(house, meeting, by: try await test.staff("hrss.signer"))
            await refused("changed_meanwhile", .conflict) { try await SignMeeting()(house, meeting, by: try await test.staff("hrss.signer")) }
            await refused("examined", .forbidden) { try await IssueDocument()(house, of: meeting, by: handler) }
            _ = try await IssueDocument()(house, of: meeting, by: try await test.staff("hrss.signer2"))
            #expect(try await test.at(id) == "done 7")
        }
    }

    @Test(arguments: Engine.allCases) func noOneActsOnTheirOwnOrganisationsCase(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let house = test.house
            for login in ["centre.handler", "hrss.signer", "hrss.handler2"] { try await join(test, login, organisation: 1) }
            let id = try await test.toNoticeBy(1, centre: "centre.handler2", signer: "hrss.signer2")
            // Read as the applicant does: no notes, no opinions on the way.
            let own = try await house.caseView(id, for: try await test.staff("centre.handler"))
            #expect(own.asApplicant && own.tasks == [] && own.notes == [] && !own.mayNote)
            await refused("own_case", .forbidden) { try await test.prepare([id]) }
            let prepared = try await PrepareNotice(step: "notice", cases: [id], phone: TestHouse.supervision, address: "青岛市市南区香港中路 11 号")(
                house, for: try test.roundID(), by: try await test.staff("centre.handler2"))
            let notice = try #require(ID<Notice>(rawValue: prepared.id))
            await refused("own_case", .forbidden) { try await PublishNotice()(house, notice, by: try await test.staff("hrss.signer")) }
            _ = try await PublishNotice()(house, notice, by: try await test.staff("hrss.signer2"))
            // An objection against one's own organisation is answered by others.
            _ = try await test.object(id, notice)
            let objection = try #require(try await test.objections(id).first)
            await refused("own_case", .forbidden) {
                try await RuleOnCase(office: "centre", act: .propose, ruling: .refuse, reason: "不属实。")(house, on: objection, by: try await test.staff("centre.handler"))
            }
            await refused("not_found", .notFound) { try await house.caseView(objection, for: try await test.staff("centre.handler")) }
            // One's own objection too.
            _ = try await test.object(id, notice, by: try await test.staff("centre.handler2"))
            let second = try #require(try await test.objections(id).last { $0 != objection })
            await refused("own_case", .forbidden) {
                try await RuleOnCase(office: "centre", act: .propose, ruling: .pass, reason: "属实。")(house, on: second, by: try await test.staff("centre.handler2"))
            }
            try await join(test, "centre.checker", organisation: 2)   // another organisation's member may
            for item in [objection, second] {
                let handler = item == objection ? "centre.handler2" : "centre.handler3"
                if item == second { try await addHandler(test) }
                _ = try await RuleOnCase(office: "centre", act: .propose, ruling: .refuse, reason: "不属实。")(house, on: item, by: try await test.staff(handler))
                _ = try await RuleOnCase(office: "centre", act: .agree)(house, on: item, by: try await test.staff("centre.checker"))
                _ = try await RuleOnCase(office: "centre", act: .agree)(house, on: item, by: try await test.staff("centre.signer"))
            }
            try await test.endNotice(notice)
            #expect(try await test.at(id) == "open/determine 6")
            await refused("own_case", .forbidden) { try await test.record([(id, .pass)], by: "hrss.handler2") }
            let meeting = try await test.record([(id, .pass)])
            await refused("own_case", .forbidden) { try await SignMeeting()(house, meeting, by: try await test.staff("hrss.signer")) }
            _ = try await SignMeeting()(house, meeting, by: try await test.staff("hrss.signer2"))
            await refused("examined", .forbidden) { try await IssueDocument()(house, of: meeting, by: try await test.staff("hrss.signer")) }
            _ = try await IssueDocument()(house, of: meeting, by: try await test.staff("hrss.signer2"))
            await refused("own_case", .forbidden) { try await ChangePlaque(state: .suspended, reason: "停业整顿")(house, number: "QDYZ-2020-001", by: try await test.staff("hrss.signer")) }
        }
    }

    private func addHandler(_ test: TestHouse) async throws {
        _ = try await OpenAccount(login: "centre.handler3", name: "人员三", password: TestHouse.password, programme: test.programme.id, office: "centre", place: .handler)(
            test.house, by: try await test.staff("admin"))
    }

    @Test(arguments: Engine.allCases) func aReturnCollectsAllRemarksAndCarriesWhatStands(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let house = test.house
            let id = try await test.toReview(1)
            try await test.rule(id, "hrss", .return, reason: "场地说明不足。", conditions: ["venue"])
            try await test.rule(id, "industry")
            #expect(try await test.at(id) == "open/review 4")
            // Until all have ruled the applicant sees nothing of it.
            #expect(try await house.caseView(id, for: try await test.applicant(1)).summary.state == .open)
            try await test.move(to: try moment("2020-11-18"))
            try await test.rule(id, "finance", .return, reason: "价格偏高。", conditions: ["lodging"])
            #expect(try await test.at(id) == "correction/review 4")
            #expect(try await test.current(id).clock == StepClock(allowance: 10, used: 2, since: nil))
            #expect(try await test.due(id.rawValue) == [])
            let draft = try await house.draft(id, for: try await test.applicant(1))
            #expect(draft.remarks.map { $0.reason ?? "" }.sorted() == ["价格偏高。", "场地说明不足。"])
            #expect(draft.remarks.map(\.ruling) == [.return, .return])
            try await test.move(to: try moment("2020-11-23"))
            _ = try await SaveApplication(answers: .group([
                "venue": TestHouse.answers(business: "主营人工智能软件研发；补充：洽谈区 120 平方米，休闲区 80 平方米。")[["venue"]] ?? .none,
            ]))(house, on: id, by: try await test.applicant(1))
            try await test.handIn(id, 1)
            #expect(try await test.at(id) == "open/review 5")
            let tasks = try await test.current(id).tasks
            #expect(tasks.map { "\($0.office) \($0.carried)" } == ["finance false", "hrss false", "industry true"])
            #expect(try await test.current(id).clock == StepClock(allowance: 10, used: 2, since: Day("2020-11-23")))
            #expect(try await test.due(id.rawValue) == [
                "remind 5/50 2020-11-26T09:00:00+08:00", "remind 5/80 2020-12-01T09:00:00+08:00", "remind 5/100 2020-12-03T09:00:00+08:00",
            ])
            try await test.rule(id, "hrss")
            try await test.rule(id, "finance")
            #expect(try await test.at(id) == "open/notice 6")
            #expect(try await test.verbs("case", id.rawValue).contains("application_corrected"))
        }
    }

    @Test(arguments: Engine.allCases) func aDistrictsRoundIsForItsOwnArea(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let round = try await test.callDistrictRound("laoshan", by: "laoshan.hrss.signer")
            #expect(round.rawValue == "2021-district-1.laoshan")
            let id = try await test.draft(1, area: "laoshan", round: round)
            for area in ["shinan", "universities", "hightech"] {
                _ = try await SaveApplication(area: area)(test.house, on: id, by: try await test.applicant(1))
                let refusal = await refused("conditions_not_met", .invalid) { try await test.handIn(id, 1) }
                #expect(refusal?.fields.map(\.field) == ["area"])
            }
            _ = try await SaveApplication(area: "laoshan")(test.house, on: id, by: try await test.applicant(1))
            try await test.handIn(id, 1)
            #expect(try await test.at(id) == "open/intake 1")
            // Another area's people do not even see it; the city's do.
            await refused("not_found", .notFound) { try await test.house.caseView(id, for: try await test.staff("shinan.hrss.handler")) }
            #expect(try await test.house.caseView(id, for: try await test.staff("leading.handler")).summary.id == id)
        }
    }

    @Test(arguments: Engine.allCases) func aDistrictStationHasItsOwnPlaque(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            let round = try await test.callDistrictRound("laoshan", by: "laoshan.hrss.signer")
            let id = try await test.handedIn(1, area: "laoshan", round: round)
            try await test.rule(id, "laoshan.hrss")
            for office in ["laoshan.hrss", "laoshan.industry", "laoshan.finance"] { try await test.rule(id, office) }
            #expect(try await test.at(id) == "open/notice 3")
            let handler = try await test.staff("laoshan.hrss.handler"), signer = try await test.staff("laoshan.hrss.signer")
            let prepared = try await PrepareNotice(step: "notice", cases: [id], phone: TestHouse.supervision, address: "崂山区仙霞岭路 18 号")(house, for: round, by: handler)
            let notice = try #require(ID<Notice>(rawValue: prepared.id))
            _ = try await PublishNotice()(house, notice, by: signer)
            try await test.endNotice(notice)
            let today = Zone.china.day(of: try await house.now())
            let recorded = try await RecordMeeting(
                step: "determine", office: "laoshan.hrss", heldOn: today,
                present: ["laoshan.hrss", "laoshan.industry", "laoshan.finance"].map { .init(office: $0, name: "\($0)代表") }, minutes: "会议审定了本区申报单位。",
                rulings: [.init(id: id, ruling: .pass, reason: nil)])(house, for: round, by: handler)
            let meeting = try #require(ID<Meeting>(rawValue: recorded.id))
            _ = try await SignMeeting()(house, meeting, by: signer)
            _ = try await IssueDocument()(house, of: meeting, by: signer)
            let plaque = try await house.plaque("QDYZ-D-2021-001", for: .visitor)
            #expect(plaque.words == "区级人才工作驿站")
            #expect(plaque.levelName.zh == "区级人才工作驿站")
            // City stations are counted apart.
            #expect(try await house.targets().map(\.count) == [0, 0, 0])
        }
    }

    @Test(arguments: Engine.allCases) func aTaskIsAssignedAndGivenBack(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let house = test.house
            let id = try await test.toIntake(1)
            let second = try await test.staff("centre.handler2"), first = try await test.staff("centre.handler")
            await refused("not_yours_to_assign", .forbidden) { try await AssignTask(office: "centre", assignee: second.account)(house, on: id, by: try await test.staff("hrss.signer")) }
            await refused("invalid", .invalid) { try await AssignTask(office: "centre", assignee: try await test.staff("centre.signer").account)(house, on: id, by: first) }
            _ = try await AssignTask(office: "centre", assignee: second.account)(house, on: id, by: first)
            #expect(try await test.current(id).tasks.map(\.assignee) == [second.account])
            #expect(try await house.queue(for: first).mine == [])
            #expect(try await house.queue(for: second).mine.map(\.summary.id) == [id])
            #expect(try await test.messages(second).last == "待办：受理 — 驿站1")
            await refused("assigned", .forbidden) { try await RuleOnCase(office: "centre", act: .propose, ruling: .pass)(house, on: id, by: first) }
            _ = try await AssignTask(office: "centre", assignee: nil)(house, on: id, by: first)
            _ = try await RuleOnCase(office: "centre", act: .propose, ruling: .pass)(house, on: id, by: first)
            #expect(try await test.verbs("case", id.rawValue).suffix(3) == ["task_assigned", "task_assigned", "case_propose"])
        }
    }

    @Test(arguments: Engine.allCases) func nobodyIsGivenWhatTheyCouldNotDo(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let house = test.house, admin = try await test.staff("admin")
            let id = try await test.toIntake(1)
            let first = try #require(try await test.staff("centre.handler").account), checker = try await test.staff("centre.checker")
            _ = try await SetPost(programme: test.programme.id, office: "centre", place: .checker, held: true)(house, of: first, by: admin)
            _ = try await RuleOnCase(office: "centre", act: .propose, ruling: .pass)(house, on: id, by: try await test.staff("centre.handler"))
            // Proposed it, and cannot check it.
            let refusal = await refused("invalid", .invalid) { try await AssignTask(office: "centre", assignee: first)(house, on: id, by: checker) }
            #expect(refusal?.fields.map(\.field) == ["assignee"])
            // Acts for the applicant.
            let organisation = try #require(try await test.applicant(1).organisations.first), now = test.clock.now, account = try #require(checker.account)
            try await test.database.write { tx in
                _ = try tx.run("INSERT INTO members (organisation_id, account_id, since) VALUES (\(organisation), \(account), \(now))")
            }
            let signer = try await test.staff("centre.signer")
            await refused("invalid", .invalid) { try await AssignTask(office: "centre", assignee: account)(house, on: id, by: signer) }
            #expect(try await test.current(id).tasks.map(\.assignee) == [nil])
        }
    }

    @Test(arguments: Engine.allCases) func aNoteIsTheOfficesThatHasTheCase(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let house = test.house, admin = try await test.staff("admin")
            let id = try await test.toIntake(1)
            // The centre comes first in the alphabet; at the review only HRSS has a task.
            let person = try #require(try await test.staff("hrss.handler").account)
            _ = try await SetPost(programme: test.programme.id, office: "centre", place: .handler, held: true)(house, of: person, by: admin)
            for _ in 1...2 { try await test.rule(id, "centre") }
            let actor = try await test.staff("hrss.handler")
            _ = try await AddNote(text: "先看场地")(house, on: id, by: actor)
            _ = try await AddNote(text: "再看协议", office: "centre")(house, on: id, by: actor)
            await refused("not_an_office", .forbidden) { try await AddNote(text: "别人的", office: "finance")(house, on: id, by: actor) }
            let offices = try await test.database.read { tx in try tx.rows("SELECT office FROM notes ORDER BY at, id").map { try $0("office") as String } }
            #expect(offices.sorted() == ["centre", "hrss"])
            #expect(try await test.verbs("case", id.rawValue).suffix(2) == ["note_added", "note_added"])
        }
    }

    @Test(arguments: Engine.allCases) func whatIsTypedHasItsLength(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, signer = try await test.staff("hrss.signer"), long = String(repeating: "长", count: 2001)
            await refused("invalid", .invalid) { try await CallRound(plan: TestHouse.round, programme: test.programme.id, number: String(repeating: "号", count: 61))(house, by: signer) }
            try await test.callRound()
            let id = try await test.toIntake(1)
            let handler = try await test.staff("centre.handler"), checker = try await test.staff("centre.checker")
            await refused("invalid", .invalid) { try await RuleOnCase(office: "centre", act: .propose, ruling: .pass, reason: long)(house, on: id, by: handler) }
            _ = try await RuleOnCase(office: "centre", act: .propose, ruling: .pass)(house, on: id, by: handler)
            await refused("invalid", .invalid) { try await RuleOnCase(office: "centre", act: .agree, reason: long)(house, on: id, by: checker) }
            await refused("invalid", .invalid) { try await RuleOnCase(office: "centre", act: .sendBack, reason: long)(house, on: id, by: checker) }
            #expect(try await test.current(id).tasks.map(\.position) == [1])
        }
    }
}

extension TestHouse {
    /// To the notice with other hands in the centre and in HRSS than the usual ones.
    func toNoticeBy(_ organisation: Int, centre: String, signer: String) async throws -> ID<Case> {
        let id = try await toIntake(organisation)
        for _ in 1...2 {
            await refused("own_case", .forbidden) { try await RuleOnCase(office: "centre", act: .propose, ruling: .pass)(house, on: id, by: try await staff("centre.handler")) }
            _ = try await RuleOnCase(office: "centre", act: .propose, ruling: .pass)(house, on: id, by: try await staff(centre))
            _ = try await RuleOnCase(office: "centre", act: .agree)(house, on: id, by: try await staff("centre.checker"))
            _ = try await RuleOnCase(office: "centre", act: .agree)(house, on: id, by: try await staff("centre.signer"))
        }
        _ = try await RuleOnCase(office: "hrss", act: .propose, ruling: .pass)(house, on: id, by: try await staff("hrss.handler"))
        await refused("own_case", .forbidden) { try await RuleOnCase(office: "hrss", act: .agree)(house, on: id, by: try await staff("hrss.signer")) }
        _ = try await RuleOnCase(office: "hrss", act: .agree)(house, on: id, by: try await staff(signer))
        for office in ["industry", "finance"] { try await rule(id, office) }
        return id
    }
}
