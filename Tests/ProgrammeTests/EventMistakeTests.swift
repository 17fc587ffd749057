import Domain
import Foundation
import ProgrammeText
import Testing

/// The section on events in the real file, and what is said of one that is written wrongly.
@Suite struct EventMistakeTests {
    private static let by = "by: { city: hrss, district: area.hrss }\n    wordings"
    private static let host = "\"{authority}主办，{station}承办\""

    @Test func theRealFileHasEvents() throws {
        let programme = try #require(readProgramme(try text(realFile)).programme), rules = try #require(programme.events)
        #expect(rules.types.map(\.id) == ["exchange", "fair", "salon", "training", "visit", "contest"] && rules.plan == "event_plan" && rules.clause == Clause("二(三)1"))
        #expect(rules.largeFrom == 200 && rules.fairType == "fair" && rules.recordDays == 60)
        let consent = try #require(rules.consent), offers = try #require(rules.offers)
        #expect(consent.by == ["city": .office("hrss"), "district": .ofArea(role: "hrss")])
        #expect(consent.wording("host")?.words(authority: "甲局", station: "乙站") == "甲局主办，乙站承办")
        #expect(offers.order == [.field, .capacity, .score] && offers.atOnce == 2 && offers.answerWithin == 3 && offers.venue == "venue.area" && offers.metresEach == 2)
        // The notice names only exchange events; the other kinds are assumed, and so is the order of stations.
        func isAssumed(_ path: String) -> Bool { programme.provisions.contains { $0.path == path && { if case .assumed = $0 { true } else { false } }($0.source) } }
        #expect(!isAssumed("events.types.exchange") && isAssumed("events.types.salon") && isAssumed("events.offers.order") && isAssumed("events.consent.wordings") && isAssumed("events.large_from"))
    }

    @Test(arguments: [
        ("  plan: event_plan\n", "  plan: event_pln\n", "events.plan: 没有程序 event_pln"), ("  large_from: 200\n", "  large_from: many\n", "events.large_from: many 不是整数"),
        ("  large_from: 200\n", "  large_from: 0\n", "events.large_from: 0 超出范围"), ("fair_type: fair\n", "fair_type: fare\n", "events.fair_type: 没有活动种类 fare"),
        ("record_within: 60 days", "record_within: 60 weeks", "events.record_within: “60 weeks”写法有误"), (by, "by: { city: hrs, district: area.hrss }\n    wordings", "events.consent.by.city: 没有部门 hrs"),
        (by, "by: { city: hrss }\n    wordings", "events.consent.by: 没有写级别 district 由谁同意"), (by, "by: { city: hrss, distrikt: area.hrss }\n    wordings", "events.consent.by.distrikt: 没有级别 distrikt"),
        (by, "by: { city: hrss, district: area.hrs }\n    wordings", "events.consent.by.district: 没有部门 area.hrs"), (host, "\"{authority}主办\"", "events.consent.wordings.host.text: 用语“{authority}主办”须有"),
        (host, "\"{authority}主办，{station}承办，{city}\"", "events.consent.wordings.host.text: 用语"), ("order: [field, capacity, score]", "order: [field, size]", "events.offers.order.2: 不认识 size"),
        ("order: [field, capacity, score]", "order: [field, field]", "events.offers.order: 同一项写了两次"), ("at_once: 2", "at_once: 0", "events.offers.at_once: 0 超出范围"),
        ("answer_within: 3 workdays", "answer_within: soon", "events.offers.answer_within: “soon”写法有误"), ("venue: venue.area\n", "venue: venue.size\n", "events.offers.venue: 没有数字问题 venue.size"),
        ("    - { id: exchange, name: { zh: 人才引聚交流活动, en: Exchange event }, clause: 一(三) }\n", "", "targets.events.types: events 没有写 exchange 这类活动"),
        ("  large_from: 200\n", "  large_from: 200\n  larg: 1\n", "events.larg: 不认识的键 larg"), ("    answer_within: 3 workdays\n", "", "events.offers: 缺少 answer_within"),
    ])
    func everyMistakeIsNamed(_ old: String, _ new: String, _ message: String) throws {
        let said = try said(old, new)
        #expect(said.contains { $0.hasPrefix(message) }, "\(said)")
    }

    @Test func onlyAPlanIsReturnedWithoutAForm() throws {
        let job = "        id: examine\n        name: { zh: 核查, en: Examination }\n        by: centre\n"
        #expect(try said(job, job + "        may_return: 1 time\n").contains { $0.hasPrefix("procedures.job_report.steps.examine.may_return: 程序没有申报表") })
        #expect(try !said("  plan: event_plan\n", "  plan: event_pln\n").contains { $0.contains("may_return") })
    }
}
