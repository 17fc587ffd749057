import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct EventOfferTests {
    @Test(arguments: Engine.allCases) func stationsAreAskedInOrderAndTheNextWhenOneDeclinesOrIsSilent(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, office = try await test.staff("hrss.handler")
            var stations: [ID<Station>] = []
            for number in 1...4 { stations.append(try await test.station(number)) }
            try await test.field(stations[0], "software", recognised: "2020-11-01")
            try await test.field(stations[1], "ai", recognised: "2020-11-05")
            try await test.field(stations[2], "ai", recognised: "2020-11-03")
            try await test.field(stations[3], "big_data", recognised: "2020-10-30")
            let event = try await test.event("city", office: "hrss", field: "ai")
            await refused("not_found", .notFound) { try await OfferEvent()(house, event, by: try await test.staff("centre.handler")) }
            _ = try await OfferEvent()(house, event, by: office)
            await refused("offered_already", .conflict) { try await OfferEvent()(house, event, by: office) }
            // The same field first, then by the day of recognition; two are asked at once.
            #expect(try await test.offers(event) == ["驿站3 asked", "驿站2 asked", "驿站4 waiting", "驿站1 waiting"])
            let reasons = try await house.eventDesk(event, for: office).offers.map { $0.reasons.map(\.zh) }
            #expect(reasons.first == ["领域相同", "容纳人数未知", "尚无评估得分", "2020-11-03 认定"] && reasons.last?.first == "领域不同")
            let third = try await test.offer(event, to: stations[2]), second = try await test.offer(event, to: stations[1])
            await refused("invalid", .invalid) { try await AnswerEventOffer(accept: false)(house, third, by: try await test.applicant(3)) }
            await refused("not_found", .notFound) { try await AnswerEventOffer(accept: true)(house, third, by: try await test.applicant(2)) }
            await refused("not_found", .notFound) { try await AnswerEventOffer(accept: true)(house, try await test.offer(event, to: stations[0]), by: try await test.applicant(1)) }
            _ = try await AnswerEventOffer(accept: false, reason: "当日场地已有安排")(house, third, by: try await test.applicant(3))
            #expect(try await test.offers(event) == ["驿站3 declined", "驿站2 asked", "驿站4 asked", "驿站1 waiting"])
            #expect(try await house.eventDesk(event, for: office).offers.first?.reason == "当日场地已有安排")
            // Three working days from Friday: Wednesday's end.
            #expect(try await test.due(second.rawValue) == ["lapse_event_offer 2020-11-19T00:00:00+08:00"])
            try await test.move(to: try moment("2020-11-19", 0, 1))
            #expect(try await test.offers(event) == ["驿站3 declined", "驿站2 lapsed", "驿站4 lapsed", "驿站1 asked"])
            await refused("offer_over", .conflict) { try await AnswerEventOffer(accept: true)(house, second, by: try await test.applicant(2)) }
            _ = try await AnswerEventOffer(accept: true)(house, try await test.offer(event, to: stations[0]), by: try await test.applicant(1))
            #expect(try await test.stored(event).station == stations[0])
            #expect(try await test.naming(event) == "主办：市人力资源社会保障局　承办：驿站1")
        }
    }

    @Test(arguments: Engine.allCases) func theOfficeHearsWhenNobodyTakesIt(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, office = try await test.staff("hrss.handler"), station = try await test.station(1), event = try await test.event("city", office: "hrss")
            _ = try await OfferEvent()(house, event, by: office)
            _ = try await AnswerEventOffer(accept: false, reason: "人手不足")(house, try await test.offer(event, to: station), by: try await test.applicant(1))
            #expect(try await test.messages(office).contains("没有驿站承办：人工智能人才交流会"))
            #expect(try await test.stored(event).station == nil)
        }
    }

    @Test(arguments: Engine.allCases) func twoWhoSayYesAtOnceAreOneAndOneTooLate(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, one = try await test.station(1), two = try await test.station(2), event = try await test.event("city", office: "hrss")
            _ = try await OfferEvent()(house, event, by: try await test.staff("hrss.handler"))
            let first = try await test.offer(event, to: one), second = try await test.offer(event, to: two), firstActor = try await test.applicant(1), secondActor = try await test.applicant(2)
            let results = await together([(first, firstActor), (second, secondActor)].map { offer, actor in { @Sendable in try await AnswerEventOffer(accept: true)(house, offer, by: actor) } }).map(outcome)
            #expect(results.sorted() == ["event_taken", "ok"], "\(results)")
            let winner = results[0] == "ok" ? one : two
            #expect(try await test.stored(event).station == winner)
            #expect(Set(try await test.offers(event).map { String($0.split(separator: " ").last ?? "") }) == ["accepted", "ended"])
            #expect(try await test.due(first.rawValue) == [])
            #expect(try await test.due(second.rawValue) == [])
        }
    }
}

@Suite struct EventRecordTests {
    @Test(arguments: Engine.allCases) func aFairOnSiteNeedsItsPapersAndVerifiedEmployers(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), actor = try await test.applicant(1)
            let fair = try await test.event("fair", station: station, type: "fair"), small = try await test.event("small", station: station, day: "2020-12-11"), screen = try await test.event("screen",
                station: station, type: "fair", day: "2020-12-12", onSite: false)
            let large = try await test.event("large", station: station, day: "2020-12-13", seats: 200)
            #expect(try await test.hindrances(small).isEmpty)
            #expect(try await test.hindrances(screen).isEmpty)
            #expect(try await test.hindrances(large).count == 2)
            #expect(try await test.hindrances(fair).map { String($0.prefix(5)) } == ["缺应急预案", "缺安全方案", "没有参会单"])
            await refused("not_found", .notFound) { try await test.paper(.emergencyPlan, to: fair, by: try await test.applicant(2)) }
            await refused("event_not_over", .conflict) { try await test.paper(.photo, to: fair, by: actor) }
            try await test.paper(.emergencyPlan, to: fair, by: actor)
            try await test.paper(.safetyPlan, to: fair, by: actor)
            _ = try await AddEventEmployer(creditCode: creditCode(10_003))(house, to: fair, by: actor)
            #expect(try await test.hindrances(fair) == ["参会单位“\(TestHouse.organisationName(3))”未经核验"])
            _ = try await test.verified(3)
            #expect(try await test.hindrances(fair).isEmpty)
            let paper = try #require(try await house.eventDesk(fair, for: actor).papers.first)
            #expect(try await house.eventPaper(paper.file.id, of: fair, for: actor).bytes == TestHouse.pdf)
            await refused("not_found", .notFound) { try await house.eventPaper(paper.file.id, of: fair, for: try await test.applicant(2)) }
            _ = try await RemoveEventPaper(file: paper.file.id)(house, from: fair, by: actor)
            #expect(try await test.hindrances(fair).count == 1)
        }
    }

    @Test(arguments: Engine.allCases) func aHeldEventCountsOnceItsRecordIsConfirmed(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), actor = try await test.applicant(1), officer = try await test.staff("centre.handler")
            let event = try await test.event("a", station: station, state: "over")
            await refused("event_not_over", .conflict) { try await WriteEventRecord(people: 1, staff: 1, money: Fen(0), outcome: "达成就业意向十二项。")(house, of: event, by: actor) }
            try await test.move(to: try moment("2020-12-11"))
            let missing = await refused("invalid", .invalid) { try await WriteEventRecord(people: 70, staff: 6, money: Fen(0), outcome: "达成就业意向十二项，签约三人。")(house, of: event, by: actor) }
            #expect(missing?.fields.count == 2)
            let wrong = await refused("invalid", .invalid) { try await WriteEventRecord(people: nil, staff: nil, money: nil, outcome: "好", links: ["javascript:x"])(house, of: event, by: actor) }
            #expect(wrong?.fields.map(\.field) == ["people", "staff", "money", "outcome", "links"])
            let due = try await house.eventWork(for: actor).due, last = try day("2021-02-08")
            #expect(due.map(\.event) == [event] && due.first?.until == last)
            #expect(try await house.eventWork(for: officer).due.isEmpty)
            try await test.recorded(event, by: actor)
            #expect(try await house.eventWork(for: actor).due.isEmpty)
            #expect(try await house.eventDesk(event, for: officer).attended == 0)
            #expect(try await test.heldEvents() == 0)
            await refused("record_with_office", .conflict) { try await test.recorded(event, by: actor) }
            await refused("not_found", .notFound) { try await ConfirmEventRecord()(house, of: event, by: actor) }
            await refused("not_found", .notFound) { try await ConfirmEventRecord()(house, of: event, by: try await test.staff("shinan.hrss.handler")) }
            _ = try await ReturnEventRecord(reason: "签到表不清晰")(house, of: event, by: officer)
            #expect(try await house.eventDesk(event, for: actor).record?.reason == "签到表不清晰")
            let again = try await house.eventWork(for: actor).due
            #expect(again.map(\.event) == [event] && again.first?.until == nil)
            _ = try await WriteEventRecord(people: 68, staff: 6, money: Fen(1_500_000), outcome: "达成就业意向十二项，签约三人。")(house, of: event, by: actor)
            _ = try await ConfirmEventRecord()(house, of: event, by: officer)
            #expect(try await test.stored(event).state == .held)
            #expect(try await test.heldEvents() == 1)
            await refused("record_confirmed", .conflict) { try await ConfirmEventRecord()(house, of: event, by: officer) }
            let list = try await house.heldEvents()
            #expect(list.events.map(\.id) == [event] && list.people == 68 && list.target?.count == 1)
            // A kind that the target does not name does not count.
            let salon = try await test.event("salon", station: station, type: "salon", title: "算法读书会", place: "市北区辽阳西路 2 号", day: "2020-12-09", state: "over")
            try await test.recorded(salon, by: actor)
            _ = try await ConfirmEventRecord()(house, of: salon, by: officer)
            #expect(try await test.heldEvents() == 1)
            _ = try await ReturnEventRecord(reason: "人数有误，请核对")(house, of: event, by: officer)
            #expect(try await test.heldEvents() == 0)
            #expect(try await test.stored(event).state == .over)
            let sealed: [UInt8] = try await test.database.read { tx in try #require(try tx.value("SELECT outcome FROM event_records WHERE event_id = \(event)")) }
            #expect(!String(decoding: sealed, as: UTF8.self).contains("就业意向"))
        }
    }

    @Test(arguments: Engine.allCases) func theSameEventReportedByTwoStationsIsFound(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, one = try await test.station(1), two = try await test.station(2), first = try await test.applicant(1), second = try await test.applicant(2),
                officer = try await test.staff("centre.handler")
            let event = try await test.event("a", station: one, state: "over"), again = try await test.event("b", station: two, title: "人工智能人才交流大会", place: "崂山区松岭路1号", hour: 15, state: "over")
            let other = try await test.event("c", station: two, title: "毕业生政策讲座", place: "市北区辽阳西路 2 号", day: "2020-12-05", state: "over")
            try await test.move(to: try moment("2020-12-11"))
            try await test.recorded(event, by: first)
            try await test.recorded(again, by: second)
            try await test.recorded(other, by: second)
            let candidates = try await house.eventDesk(again, for: officer).candidates
            #expect(candidates.map(\.event) == [event])
            #expect(candidates.first?.reasons.first?.zh == "时间重叠")
            #expect(try await house.eventDesk(again, for: second).candidates.isEmpty)
            await refused("invalid", .invalid) { try await ConfirmEventRecord()(house, of: again, by: officer) }
            _ = try await ConfirmEventRecord()(house, of: other, by: officer)
            _ = try await ConfirmEventRecord(distinct: true)(house, of: event, by: officer)
            _ = try await ConfirmEventRecord(distinct: true)(house, of: again, by: officer)
            #expect(try await test.heldEvents() == 3)
            await refused("not_found", .notFound) { try await MarkDuplicateEvent(of: event, reason: "同一场活动")(house, again, by: second) }
            await refused("invalid", .invalid) { try await MarkDuplicateEvent(of: again, reason: "同一场活动")(house, again, by: officer) }
            _ = try await MarkDuplicateEvent(of: event, reason: "同一场活动，由驿站1主办")(house, again, by: officer)
            #expect(try await test.heldEvents() == 2)
            #expect(try await test.stored(again).state == .over)
            #expect(try await house.eventDesk(again, for: second).record?.duplicateOf == event)
            await refused("has_duplicates", .conflict) { try await MarkDuplicateEvent(of: other, reason: "同一场活动")(house, event, by: officer) }
            await refused("invalid", .invalid) { try await MarkDuplicateEvent(of: again, reason: "同一场活动")(house, other, by: officer) }
            // One record for an event: the database refuses a second.
            await #expect(throws: (any Error).self) {
                try await test.database.write { tx in
                    _ = try tx.run("""
                        INSERT INTO event_records (id, event_id, state, people, staff, money, outcome, links, by_account, handed_in_at)
                        SELECT 'second', event_id, 'confirmed', people, staff, money, outcome, links, by_account, handed_in_at FROM event_records WHERE event_id = \(event)
                        """)
                }
            }
        }
    }
}
