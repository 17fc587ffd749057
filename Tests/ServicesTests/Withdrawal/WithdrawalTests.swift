import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct WithdrawalTests {
    @Test(arguments: Engine.allCases) func aStationThatFailedIsToldHeardDecidedOnAndEnds(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, station = try await test.station(1), near = try await test.station(2), place = try await test.place(1, rooms: 3, at: station)
            let host = try await test.applicant(1), centre = try await test.staff("centre.handler"), hrss = try await test.staff("hrss.handler")
            let one = try await test.guest(1), two = try await test.guest(2), three = try await test.guest(3)
            let soon = try await test.book(one, place, "2020-11-22", "2020-11-24"), later = try await test.book(two, place, "2020-12-10", "2020-12-12")
            let request = try await test.ask(three, at: station), event = try await test.event(day: "2020-12-15"), seat = try await test.seat(event, two)

            let id = try await test.bring(station)
            #expect(try await test.withdrawal(id) == .notified)
            let told = try await house.withdrawal(id, for: host)
            #expect(told.reason == TestHouse.facts && told.stateBy?.description == "2020-11-20" && told.mayState && told.mayAskHearing && told.asHost)
            #expect(told.clause == Clause("二(二)3"))
            await refused("withdrawal_runs", .conflict) { try await test.bring(station, .fraud) }
            await refused("invalid", .invalid) { try await StateOnWithdrawal(text: "短", hearing: .later)(house, id, by: host) }
            _ = try await StateOnWithdrawal(text: "疫情期间活动减少，正在整改。", hearing: .later)(house, id, by: host)
            _ = try await StateOnWithdrawal(hearing: .ask)(house, id, by: host)
            #expect(try await test.withdrawal(id) == .hearing)
            #expect(try await test.at(id).hasPrefix("open/hearing"))
            await refused("withdrawal_hearing", .conflict) { try await StateOnWithdrawal(hearing: .waive)(house, id, by: host) }

            await refused("not_your_office", .forbidden) { try await CallHearing(on: try day("2020-11-20"), place: "市民中心")(house, id, by: centre) }
            #expect(await refused("invalid", .invalid) { try await CallHearing(on: try day("2020-11-19"), place: "市民中心")(house, id, by: hrss) }?.fields.map(\.field) == ["on"])
            await refused("hearing_not_called", .conflict) { try await RecordHearing(heldOn: try day("2020-11-13"), present: "甲、乙", minutes: "双方陈述了各自意见。")(house, id, by: hrss) }
            _ = try await CallHearing(on: try day("2020-11-20"), place: "市民中心 201")(house, id, by: hrss)
            #expect(await refused("invalid", .invalid) { try await RecordHearing(heldOn: try day("2020-11-13"), present: "", minutes: "短")(house, id, by: hrss) }?.fields.map(\.field) == ["heldOn", "present", "minutes"])
            try await test.move(to: try moment("2020-11-20", 15))
            _ = try await RecordHearing(heldOn: try day("2020-11-20"), present: "主持人甲\n建站单位代表乙", minutes: "建站单位陈述了整改情况。")(house, id, by: hrss)
            #expect(try await house.withdrawal(id, for: host).hearing?.minutes == "建站单位陈述了整改情况。")
            #expect(try await test.withdrawal(id) == .deciding)

            try await test.decide(id)
            let decided = try await house.withdrawal(id, for: host)
            #expect(decided.summary.state == .decided && decided.mayAppeal && decided.appealBy?.description == "2020-12-04" && decided.decision.count == 3)
            #expect(try await test.plaqueState(station) == "valid")
            await refused("invalid", .invalid) { try await AppealWithdrawal(text: "不服")(house, id, by: host) }
            _ = try await AppealWithdrawal(text: "评分所依据的活动记录有遗漏。")(house, id, by: host)
            #expect(try await test.due(id.rawValue).isEmpty)
            await refused("withdrawal_appealed", .conflict) { try await AppealWithdrawal(text: "评分所依据的活动记录有遗漏。")(house, id, by: host) }
            let appeal = try await test.appealCase(id)
            #expect(try await house.caseView(appeal, for: try await test.staff("leading.handler")).withdrawal?.isAppeal == true)
            try await test.rule(appeal, "leading", .refuse, reason: "记录完整，评分无误。")
            #expect(try await test.plaqueState(station) == "withdrawn")
            _ = try await DueWork(house)()

            #expect(try await test.withdrawal(id) == .ended)
            #expect(try await test.effects(id) == "event 1, lodging 1, plaque 1, request 1, stay_cancelled 1, stay_honoured 1")
            #expect([try await test.stay(soon), try await test.stay(later)] == ["booked 2020-11-22/2020-11-24", "cancelled 2020-12-10/2020-12-12"])
            #expect(try await test.lines(later) == " |  | ")
            #expect(try await test.wrongInLedger() == [])
            #expect([try await test.eventState(event), try await test.seatState(seat)] == ["cancelled", "cancelled"])
            #expect(try await test.database.read { tx in try tx.value("SELECT station_id FROM requests WHERE id = \(request)") as String? } == near.rawValue)
            let plaque = try await house.plaque("s1", for: .visitor)
            #expect(plaque.state == .withdrawn && plaque.clause == Clause("二(二)3") && plaque.reason == "考核评估不合格，2020年11月20日决定撤站摘牌。" && plaque.returnedOn == nil)
            let seen = try await house.withdrawal(id, for: host)
            #expect(seen.effects.first { $0.kind == .request }?.targetName == Words("驿站2", "驿站2") && seen.appealAnswer.map(\.reason) == ["记录完整，评分无误。"])

            // Once more changes nothing.
            let count = try await test.count("SELECT COUNT(*) FROM withdrawal_effects"), messages = try await test.count("SELECT COUNT(*) FROM messages")
            try await EndStation()(house, id, at: nil)
            #expect(try await test.count("SELECT COUNT(*) FROM withdrawal_effects") == count)
            #expect(try await test.count("SELECT COUNT(*) FROM messages") == messages)

            await refused("not_found", .notFound) { try await RecordPlaqueReturn(on: try day("2020-11-20"))(house, id, by: host) }
            await refused("invalid", .invalid) { try await RecordPlaqueReturn(on: try day("2020-11-19"))(house, id, by: centre) }
            _ = try await RecordPlaqueReturn(on: try day("2020-11-20"))(house, id, by: centre)
            #expect(try await house.plaque("s1", for: .visitor).returnedOn?.description == "2020-11-20")
            await refused("returned_already", .conflict) { try await RecordPlaqueReturn(on: try day("2020-11-20"))(house, id, by: centre) }
            #expect(try await test.verbs("withdrawal", id.rawValue) == [
                "withdrawal_begun", "withdrawal_stated", "withdrawal_ask_hearing", "hearing_called", "withdrawal_hear", "withdrawal_decide", "withdrawal_appeal",
                "withdrawal_reject", "withdrawal_finish", "plaque_returned",
            ])
            #expect(try await house.stations(StationFilter(state: .withdrawn)).stations.map(\.id) == [station])
            await refused("withdrawal_runs", .conflict) { try await AskToLeave(reason: "再次申请退出")(house, station, by: host) }
        }
    }

    @Test(arguments: Engine.allCases) func timeThatPassesDecidesAndTakesEffect(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), id = try await test.bring(station, .fraud)
            try await test.move(to: try moment("2020-11-20", 23))
            #expect(try await test.withdrawal(id) == .notified)
            try await test.move(to: try moment("2020-11-21", 1))
            #expect(try await test.withdrawal(id) == .deciding)
            #expect(try await test.at(id).hasPrefix("open/decide"))
            try await test.decide(id)
            let last = try #require(try await house.withdrawal(id, for: try await test.applicant(1)).appealBy)
            try await test.move(to: Zone.china.instant(last, hour: 23))
            #expect(try await test.plaqueState(station) == "valid")
            try await test.move(to: Zone.china.instant(last.adding(1), hour: 1))
            #expect(try await test.plaqueState(station) == "withdrawn")
            #expect(try await test.withdrawal(id) == .ended)
            #expect(try await house.withdrawals(for: try await test.staff("hrss.handler")).withdrawals.map(\.id) == [id])
            #expect(try await house.withdrawalsWorkbook(WithdrawalFilter(state: .ended), for: try await test.staff("hrss.handler")) == "撤站摘牌 1")
        }
    }

    @Test(arguments: Engine.allCases) func anAppealThatIsUpheldLetsTheDecisionFall(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), host = try await test.applicant(1), id = try await test.toDecision(station)
            try await test.decide(id)
            _ = try await AppealWithdrawal(text: "评分所依据的活动记录有遗漏。")(house, id, by: host)
            try await test.rule(try await test.appealCase(id), "leading", .pass, reason: "确有遗漏，评分应重新计算。")
            #expect(try await test.withdrawal(id) == .fallen)
            #expect(try await test.plaqueState(station) == "valid")
            #expect(try await test.effects(id).isEmpty)
            try await test.move(to: try moment("2021-02-01"))
            #expect(try await test.withdrawal(id) == .fallen)
            #expect(try await test.withdrawal(try await test.bring(station, .accident)) == .notified)
        }
    }

    @Test(arguments: Engine.allCases) func theOfficesMayLetTheStationStay(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let station = try await test.station(1), id = try await test.toDecision(station)
            try await test.decide(id, .refuse)
            #expect(try await test.withdrawal(id) == .dropped)
            #expect(try await test.plaqueState(station) == "valid")
            await refused("withdrawal_dropped", .conflict) { try await AppealWithdrawal(text: "评分所依据的活动记录有遗漏。")(test.house, id, by: try await test.applicant(1)) }
        }
    }

    @Test(arguments: Engine.allCases) func aHostThatWishesToLeaveIsNotHeardAndMayTakeItBack(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), host = try await test.applicant(1), policy = try await test.policy(), talent = try await test.graduate(1)
            let mandate = try await test.signed(talent, policy, station)
            await refused("not_found", .notFound) { try await AskToLeave(reason: "业务调整")(house, station, by: try await test.applicant(2)) }
            await refused("invalid", .invalid) { try await AskToLeave(reason: "")(house, station, by: host) }
            let first = try #require(ID<Case>(rawValue: try await AskToLeave(reason: "业务调整")(house, station, by: host).id))
            #expect(try await test.withdrawal(first) == .deciding)
            #expect(try await test.at(first).hasPrefix("open/decide"))
            await refused("withdrawal_deciding", .conflict) { try await StateOnWithdrawal(hearing: .ask)(house, first, by: host) }
            _ = try await TakeLeavingBack()(house, first, by: host)
            #expect(try await test.at(first).hasPrefix("withdrawn"))
            let id = try #require(ID<Case>(rawValue: try await AskToLeave(reason: "业务调整")(house, station, by: host).id))
            try await test.decide(id)
            #expect(try await test.withdrawal(id) == .ending)
            #expect(try await test.plaqueState(station) == "withdrawn")
            _ = try await DueWork(house)()
            #expect(try await test.withdrawal(id) == .ended)
            #expect(try await test.effects(id) == "mandate 1, plaque 1")
            #expect(try await test.state(mandate) == "revoked")
            #expect(try await house.plaque("s1", for: .visitor).reason?.hasPrefix("主动申请退出") == true)
            // The host still reads its history.
            #expect(try await house.mandates(for: host).mandates.map(\.id) == [mandate])
            #expect(Set(try await house.withdrawals(for: host).withdrawals.map(\.id)) == [id, first])
        }
    }

    @Test(arguments: Engine.allCases) func aWishDoesNotStandInTheWayOfACauseAgainstTheHost(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), host = try await test.applicant(1)
            let wish = try #require(ID<Case>(rawValue: try await AskToLeave(reason: "业务调整")(house, station, by: host).id))
            let id = try await test.bring(station, .fraud)
            #expect([try await test.withdrawal(wish), try await test.withdrawal(id)] == [.takenBack, .notified])
            #expect(try await test.at(wish).hasPrefix("withdrawn"))
            #expect(try await test.verbs("withdrawal", wish.rawValue) == ["withdrawal_begun", "withdrawal_go_on", "withdrawal_take_back"])
            #expect(try await test.messages(host).contains { $0.hasPrefix("退出申请不再办理") })
            // What is against the host already stands in the way of both.
            await refused("withdrawal_runs", .conflict) { try await AskToLeave(reason: "业务调整")(house, station, by: host) }
            await refused("withdrawal_runs", .conflict) { try await test.bring(station) }
            // As an evaluation does it: the one that runs is meant.
            let again = try await house.perform(by: .system, once: nil) { act in
                Receipt(.withdrawal, try act.beginWithdrawal(of: station, .failing, reason: TestHouse.facts, post: "centre").rawValue)
            }
            #expect(again.id == id.rawValue)
        }
    }

    @Test(arguments: Engine.allCases) func anEvaluationIsNotSwallowedByAWish(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1)
            let wish = try #require(ID<Case>(rawValue: try await AskToLeave(reason: "业务调整")(house, station, by: try await test.applicant(1)).id))
            let begun = try await house.perform(by: .system, once: nil) { act in
                Receipt(.withdrawal, try act.beginWithdrawal(of: station, .failing, reason: TestHouse.facts, post: "centre").rawValue)
            }
            let id = try #require(ID<Case>(rawValue: begun.id))
            #expect(id != wish)
            #expect([try await test.withdrawal(wish), try await test.withdrawal(id)] == [.takenBack, .notified])
        }
    }

    @Test(arguments: Engine.allCases) func whoBroughtItDoesNotHearTheHost(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), id = try await test.bring(station, by: "hrss.handler"), on = try day("2020-11-30")
            _ = try await StateOnWithdrawal(hearing: .ask)(house, id, by: try await test.applicant(1))
            let brought = try await test.staff("hrss.handler"), other = try await test.staff("hrss.handler2")
            await refused("examined", .forbidden) { try await CallHearing(on: on, place: "市民中心")(house, id, by: brought) }
            #expect(try await house.withdrawal(id, for: brought).mayCallHearing == false)
            #expect(try await house.withdrawal(id, for: other).mayCallHearing)
            _ = try await CallHearing(on: on, place: "市民中心")(house, id, by: other)
            #expect(try await house.withdrawal(id, for: other).hearing?.plannedOn == on)
        }
    }

    @Test(arguments: Engine.allCases) func manyThingsEndInBatchesEachOnce(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, station = try await test.station(1), host = try await test.applicant(1), people = try await test.guests(1...60)
            var requests: [ID<Request>] = []
            for person in people { requests.append(try await test.ask(person, at: station)) }
            let id = try #require(ID<Case>(rawValue: try await AskToLeave(reason: "业务调整")(house, station, by: host).id))
            try await test.decide(id)
            // A batch alone, as if the process had ended after it.
            _ = try await house.performOnLedger(by: .system, once: nil) { act, _ in
                let isMore = try act.endStation(id)
                #expect(isMore)
                return Receipt(.home)
            }
            #expect(try await test.count("SELECT COUNT(*) FROM withdrawal_effects WHERE kind = 'request'") == 25)
            _ = try await DueWork(house)()
            #expect(try await test.effects(id) == "plaque 1, request 60")
            #expect(try await test.count("SELECT COUNT(*) FROM requests WHERE office = 'centre' AND station_id IS NULL") == 60)
            #expect(try await test.count("SELECT COUNT(*) FROM request_owners") == 120)
            let page = try await house.withdrawal(id, for: host, effects: 2)
            #expect(page.effectsPages == 2 && page.effectsPage == 2 && page.effects.count == 16)
        }
    }

    @Test(arguments: Engine.allCases) func nobodyDecidesOnWhatTheyBroughtOrTheirOwn(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), host = try await test.applicant(1)
            for login in ["shinan.hrss.handler", "leading.handler"] { await refused("not_your_office", .forbidden) { try await test.bring(station, by: login) } }
            for actor in [host, .visitor] { await refused("not_your_office", .forbidden) { try await BringWithdrawal(cause: .failing, reason: TestHouse.facts)(house, station, by: actor) } }
            #expect(await refused("invalid", .invalid) { try await BringWithdrawal(cause: .wish, reason: "短")(house, station, by: try await test.staff("centre.handler")) }?.fields.map(\.field) == ["cause", "reason"])
            let id = try await test.bring(station, by: "hrss.handler")
            for actor in [try await test.applicant(2), .visitor, try await test.staff("shinan.hrss.handler")] { await refused("not_found", .notFound) { try await house.withdrawal(id, for: actor) } }
            await refused("not_found", .notFound) { try await StateOnWithdrawal(hearing: .ask)(house, id, by: try await test.applicant(2)) }
            _ = try await StateOnWithdrawal(hearing: .waive)(house, id, by: host)
            await refused("examined", .forbidden) { try await RuleOnCase(office: "hrss", act: .propose, ruling: .pass, reason: "属实。")(house, on: id, by: try await test.staff("hrss.handler")) }
            await refused("not_found", .notFound) { try await house.caseView(id, for: host) }
            // Somebody of the host's with a place in the office.
            let colleague = try await member(test, "hrss.handler2"), signer = try await member(test, "hrss.signer")
            await refused("own_case", .forbidden) { try await RuleOnCase(office: "hrss", act: .propose, ruling: .pass, reason: "属实。")(house, on: id, by: colleague) }
            await refused("own_case", .forbidden) { try await ChangePlaque(state: .suspended, reason: "停业整顿")(house, number: "s1", by: signer) }
            #expect(try await house.withdrawals(for: signer).withdrawals.isEmpty)
        }
    }

    /// Somebody of an office who also acts for organisation 1.
    private func member(_ test: TestHouse, _ login: String) async throws -> Domain.Actor {
        let organisation = try await test.organisation(1), own = try #require(try await test.staff(login).account)
        try await test.database.write { tx in _ = try tx.run("INSERT INTO members (organisation_id, account_id, since) VALUES (\(organisation), \(own), 0)") }
        return try await test.staff(login)
    }

    @Test(arguments: Engine.allCases) func aSuspensionKeepsWhatIsBookedAndTakesNothingNew(_ engine: Engine) async throws {
        try await withLodging(engine) { test in
            let house = test.house, station = try await test.station(1), place = try await test.place(1, rooms: 2, at: station), one = try await test.guest(1), two = try await test.guest(2)
            let stay = try await test.book(one, place, "2020-11-20", "2020-11-22")
            let signer = try await test.staff("hrss.signer")
            await refused("withdrawn_by_case", .conflict) { try await ChangePlaque(state: .withdrawn, reason: "考核不合格")(house, number: "s1", by: signer) }
            for reason in ["存在安全隐患，停业整顿。", "发生安全事故，停业整顿。"] {
                _ = try await house.perform(by: .system, once: nil) { act in
                    try act.suspendStation(station, reason: try act.keepReason(reason, audience: .public), clause: Clause("二(二)2"), post: "centre/handler")
                    return Receipt(.home)
                }
            }
            #expect(try await test.verbs("plaque", "s1") == ["plaque_suspended", "plaque_suspended_again"])
            let plaque = try await house.plaque("s1", for: .visitor)
            #expect(plaque.state == .suspended && plaque.reason == "发生安全事故，停业整顿。" && plaque.clause == Clause("二(二)2"))
            await refused("station_suspended", .conflict) { try await test.book(two, place, "2020-11-20", "2020-11-22") }
            #expect(try await test.stay(stay).hasPrefix("booked"))
            _ = try await ChangePlaque(state: .valid, reason: "整改合格，恢复。")(house, number: "s1", by: signer)
            _ = try await test.book(two, place, "2020-11-20", "2020-11-22")
        }
    }
}
