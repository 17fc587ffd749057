import Cluster
import Domain
import Foundation
import SQL
@testable import Services
import Testing

@Suite struct NoticeTests {
    @Test(arguments: Engine.allCases) func theSnapshotIsFrozenAndRedacted(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let id = try await test.toNotice(1)
            let house = test.house
            let notice = try await test.prepare([id])
            await refused("not_found", .notFound) { try await house.notice(notice, for: .visitor) }
            _ = try await PublishNotice()(house, notice, by: try await test.staff("hrss.signer"))
            let view = try await house.notice(notice, for: .visitor)
            let json = String(decoding: try JSONEncoder().encode(view), as: UTF8.self)
            for hidden in [TestHouse.staffPhone, TestHouse.staffName, TestHouse.phone(1), "联系人1"] { #expect(!json.contains(hidden), "\(hidden)") }
            #expect(json.contains(TestHouse.organisationName(1)))
            #expect(view.snapshot.map(\.station) == ["驿站1"])
            #expect(view.snapshot.first?.creditCode == creditCode(10_001))
            #expect(view.phone == TestHouse.supervision)
            #expect(view.summary.ends?.day == Day("2020-11-23"))
            #expect(view.mayObject)
            #expect(view.objections == [] && view.leads == [])
            let team = try #require(view.snapshot.first?.conditions.first { $0.name.zh == "管理团队" })
            #expect(team.answers.map(\.text) == ["专员，是；专员，是；专员，是"])
            // The table's row is what was published.
            let (stored, hash): (String, String) = try await test.database.read { tx in
                let row = try #require(try tx.row("SELECT snapshot, snapshot_hash FROM notices WHERE id = \(notice)"))
                return (try row("snapshot"), try row("snapshot_hash"))
            }
            #expect(house.secrets.sha256(Array(stored.utf8)) == hash)
            #expect(view.snapshotHash == hash)
            try await test.database.write { tx in _ = try tx.run("UPDATE organisations SET name = 'renamed'") }
            #expect(try await house.notice(notice, for: .visitor).snapshot == view.snapshot)
        }
    }

    @Test(arguments: Engine.allCases) func whoeverPreparedDoesNotPublish(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let id = try await test.toNotice(1)
            let house = test.house, admin = try await test.staff("admin"), centre = try await test.staff("centre.handler")
            _ = try await SetPost(programme: test.programme.id, office: "hrss", place: .signer, held: true)(house, of: try #require(centre.account), by: admin)
            let notice = try await test.prepare([id])
            await refused("same_person", .forbidden) { try await PublishNotice()(house, notice, by: try await test.staff("centre.handler")) }
            await refused("not_yours_to_publish", .forbidden) { try await PublishNotice()(house, notice, by: try await test.staff("hrss.handler")) }
            // Preparing anew drops the earlier one.
            let second = try await test.prepare([id])
            await refused("changed_meanwhile", .conflict) { try await PublishNotice()(house, notice, by: try await test.staff("hrss.signer")) }
            _ = try await PublishNotice()(house, second, by: try await test.staff("hrss.signer"))
            await refused("in_notice", .conflict) { try await test.prepare([id]) }
            #expect(try await test.verbs("notice", notice.rawValue) == ["notice_prepared", "notice_dropped"])
        }
    }

    /// 28 September 2020 + 5 working days is 12 October; 27 September 2021 + 5 is 9 October, a Saturday that is worked.
    @Test(arguments: Engine.allCases, [("2020-09-28", "2020-10-12"), ("2021-09-27", "2021-10-09"), ("2020-12-31", "2021-01-08")])
    func aNoticeEndsAfterFiveWorkingDays(_ engine: Engine, _ days: (String, String)) async throws {
        try await withHouse(engine) { test in
            // Programme time cannot go back to before the round: the real clock, which the demo's follows, begins earlier.
            let start = Instant(milliseconds: TestHouse.start.milliseconds - 120 * 86_400_000)
            test.clock.set(start)
            try await test.database.write { tx in
                _ = try tx.run("INSERT INTO rounds (id, programme_id, level, name_zh, name_en, opens, closes, places) VALUES ('2020-1', \(test.programme.id), 'city', '批', 'round', '2020-01-01', '2021-12-31', 10)")
            }
            try await test.move(to: try moment(days.0, 8))
            let id = try await test.toNotice(1)
            let notice = try await test.publish([id])
            let ends = try day(days.1)
            #expect(try await test.house.notice(notice, for: .visitor).summary.ends?.day == ends)
            #expect(try await test.due(notice.rawValue) == ["end_notice \(ends.adding(1))T00:00:00+08:00"])
            try await test.move(to: Zone.china.instant(ends, hour: 23, minute: 59))
            #expect(try await test.at(id) == "open/notice 5")
            _ = try await test.object(id, notice)
            try await test.move(to: Zone.china.instant(ends, hour: 24))
            #expect(try await test.house.notice(notice, for: .visitor).summary.state == .ended)
            await refused("notice_over", .conflict) { try await test.object(id, notice) }
        }
    }

    @Test(arguments: Engine.allCases) func anObjectionHoldsBackOnlyItsStation(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let house = test.house
            let one = try await test.toNotice(1), two = try await test.toNotice(2)
            let notice = try await test.publish([one, two])
            let receipt = try await test.object(one, notice)
            #expect(receipt.thing == .objection)
            let objection = try #require(try await test.objections(one).first)
            #expect(try await test.at(objection) == "open/answer 1")
            #expect(try await test.current(objection).tasks.map(\.office) == ["centre"])
            try await test.endNotice(notice)
            #expect(try await test.at(one) == "open/notice 5")
            #expect(try await test.at(two) == "open/determine 6")
            let agenda = try await house.agenda(try test.roundID(), for: try await test.staff("hrss.handler"))
            #expect(agenda.ready.map(\.summary.id) == [two])
            #expect(agenda.held.map { "\($0.summary.id) \($0.reason.zh)" } == ["\(one) 有 1 件异议尚未答复"])
            await refused("invalid", .invalid) { try await test.record([(one, .pass)]) }
            // The objector reads by the receipt alone.
            let open = try await house.objection(receipt: receipt.id)
            #expect(open.objection.text == "该单位没有所述的场地，请核实。")
            #expect(open.objection.contact == Masked("139****1234"))
            #expect(open.objection.upheld == nil && open.objection.answer == nil)
            #expect(open.objection.about == nil)
            await refused("not_found", .notFound) { try await house.objection(receipt: String(receipt.id.reversed())) }

            try await test.rule(objection, "centre", .refuse, reason: "经现场核实，场地属实。")
            #expect(try await test.at(objection) == "refused 1")
            #expect(try await test.at(one) == "open/determine 6")
            let answered = try await house.objection(receipt: receipt.id)
            #expect(answered.objection.answer == "经现场核实，场地属实。")
            #expect(answered.objection.upheld == false)
            #expect(try await test.verbs("case", objection.rawValue).filter { $0 != "reminded" } == ["objection_raised", "case_propose", "case_agree", "case_agree"])
            let meeting = try await test.record([(one, .pass), (two, .pass)])
            _ = try await SignMeeting()(house, meeting, by: try await test.staff("hrss.signer"))
            #expect(try await test.at(one) == "open/issue 7")
        }
    }

    @Test(arguments: Engine.allCases) func anAnswerDuringTheNoticeDoesNotEndIt(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let id = try await test.toNotice(1)
            let notice = try await test.publish([id])
            _ = try await test.object(id, notice)
            let objection = try #require(try await test.objections(id).first)
            try await test.rule(objection, "centre", .pass, reason: "异议成立，场地不符。")
            #expect(try await test.at(objection) == "done 1")
            #expect(try await test.at(id) == "open/notice 5")
            try await test.endNotice(notice)
            #expect(try await test.at(id) == "open/determine 6")
            // An upheld objection makes a pass say why.
            await refused("invalid", .invalid) { try await test.record([(id, .pass)], reason: "") }
            _ = try await test.record([(id, .refuse)], reason: "场地不符合条件。")
        }
    }

    /// After a case was taken up again, its second notice runs to its own end.
    @Test(arguments: Engine.allCases) func aSecondNoticeIsNotEndedByTheFirst(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let house = test.house
            let (id, _) = try await test.toDetermine(1)
            let meeting = try await test.record([(id, .refuse)], reason: "暂不具备条件。")
            _ = try await SignMeeting()(house, meeting, by: try await test.staff("hrss.signer"))
            #expect(try await test.at(id) == "refused 6")
            await refused("not_yours_to_reopen", .forbidden) { try await ReopenCase(reason: "情况有变")(house, on: id, by: try await test.staff("centre.handler")) }
            try await test.move(to: try moment("2020-11-25"))
            _ = try await ReopenCase(reason: "情况有变，重新受理。")(house, on: id, by: try await test.staff("centre.signer"))
            #expect(try await test.at(id) == "open/intake 7")
            try await test.rule(id, "centre")
            try await test.rule(id, "centre")
            for office in ["hrss", "industry", "finance"] { try await test.rule(id, office) }
            #expect(try await test.at(id) == "open/notice 10")
            let centre = try await test.staff("centre.handler")
            #expect(try await house.noticeCandidates(try test.roundID(), for: centre).map(\.summary.id) == [id])
            #expect(try await house.queue(for: centre).rounds.map(\.kind) == [.prepareNotice])
            let second = try await test.publish([id])
            #expect(try await house.noticeCandidates(try test.roundID(), for: centre) == [])
            _ = try await test.object(id, second)
            let objection = try #require(try await test.objections(id).first)
            try await test.rule(objection, "centre", .refuse, reason: "经核实，反映不属实。")
            #expect(try await test.at(id) == "open/notice 10")
            try await test.endNotice(second)
            #expect(try await test.at(id) == "open/determine 11")
        }
    }

    @Test(arguments: Engine.allCases) func aLeadStopsNoClock(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let house = test.house
            let id = try await test.toNotice(1)
            let notice = try await test.publish([id])
            let receipt = try await test.object(id, notice, name: nil, contact: nil)
            #expect(receipt == Receipt(.lead, notice.rawValue))
            #expect(try await test.objections(id) == [])
            #expect(try await house.notice(notice, for: .visitor).leads == [])
            #expect(try await house.notice(notice, for: try await test.staff("centre.handler")).leads.map(\.text) == ["该单位没有所述的场地，请核实。"])
            #expect(try await test.verbs("notice", notice.rawValue) == ["notice_prepared", "notice_published", "lead_received"])
            await refused("invalid", .invalid) { try await test.object(id, notice, name: "王", contact: nil) }
            await refused("invalid", .invalid) { try await test.object(id, notice, name: nil, contact: "13905321234") }
            try await test.endNotice(notice)
            #expect(try await test.at(id) == "open/determine 6")
        }
    }

    @Test(arguments: Engine.allCases) func theCentreEntersWhatComesByTelephone(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let house = test.house
            let id = try await test.toNotice(1)
            let notice = try await test.publish([id])
            let call = RaiseObjection(about: id, name: "李来电", contact: "13905321235", text: "来电反映场地面积不实，请核实。", channel: .phone)
            for actor in [Actor.visitor, try await test.applicant(2), try await test.staff("industry.handler")] {
                await refused("not_yours_to_enter", .forbidden) { try await call(house, in: notice, by: actor) }
            }
            _ = try await call(house, in: notice, by: try await test.staff("centre.handler"))
            let objection = try #require(try await test.objections(id).first)
            let entered: [String?] = try await test.database.read { tx in
                let row = try #require(try tx.row("SELECT channel, account_id, entered_by FROM objections WHERE case_id = \(objection)"))
                return [try row("channel"), try row("account_id"), try row("entered_by")]
            }
            #expect(entered == ["phone", nil, try await test.staff("centre.handler").account?.rawValue])
        }
    }

    /// The worker may be late; the date decides.
    @Test(arguments: Engine.allCases) func aLateObjectionIsRefusedEvenBeforeTheWorkerHasEndedTheNotice(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let id = try await test.toNotice(1)
            let notice = try await test.publish([id])
            try await MoveClock.set(test.house, try moment("2020-11-24", 0, 0))
            await refused("notice_over", .conflict) { try await test.object(id, notice) }
            await refused("notice_over", .conflict) { try await test.object(id, notice, name: nil, contact: nil) }
            #expect(try await test.house.notice(notice, for: .visitor).mayObject == false)
            #expect(try await DueWork(test.house)() > 0)
            #expect(try await test.at(id) == "open/determine 6")
        }
    }

    /// Objections race the end of the notice: each is in and holds its case, or is out and the case has moved.
    @Test(arguments: Engine.allCases) func anObjectionIsInTimeOrLateNeverBoth(_ engine: Engine) async throws {
        try await withHouse(engine, connections: 8) { test in
            try await test.callRound()
            var cases: [ID<Case>] = []
            for organisation in 1...6 { cases.append(try await test.toNotice(organisation)) }
            let notice = try await test.publish(cases)
            try await test.move(to: try moment("2020-11-23", 23, 59))
            let end = try moment("2020-11-24", 0, 1)
            var runs: [@Sendable () async throws -> String] = cases.map { id in { @Sendable in try await test.object(id, notice).thing.rawValue } }
            runs.insert({ @Sendable in try await test.move(to: end); return "moved" }, at: 3)
            let results = await together(runs)
            #expect(outcome(results[3]) == "ok")
            for (id, result) in zip(cases, results.enumerated().filter { $0.offset != 3 }.map(\.element)) {
                let held = try await test.objections(id).count == 1
                #expect(outcome(result) == (held ? "ok" : "notice_over"))
                #expect(try await test.at(id) == (held ? "open/notice 5" : "open/determine 6"))
            }
            // The answers all at once, against more ends of notices: each case moves once.
            let centre = try await test.staff("centre.signer"), house = test.house
            var last: [@Sendable () async throws -> Receipt] = []
            for id in cases {
                for objection in try await test.objections(id) {
                    _ = try await RuleOnCase(office: "centre", act: .propose, ruling: .refuse, reason: "经核实不属实。")(house, on: objection, by: try await test.staff("centre.handler"))
                    _ = try await RuleOnCase(office: "centre", act: .agree)(house, on: objection, by: try await test.staff("centre.checker"))
                    last.append { @Sendable in try await RuleOnCase(office: "centre", act: .agree)(house, on: objection, by: centre) }
                }
            }
            #expect((await together(last)).map(outcome) == Array(repeating: "ok", count: last.count))
            for id in cases { #expect(try await test.at(id) == "open/determine 6") }
        }
    }
}
