import Cluster
import Domain
import Foundation
import SQL
@testable import Services
import Testing

@Suite struct ConfirmTests {
    @Test(arguments: Engine.allCases) func thePersonConfirmsOnceAndRates(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, broker = try await test.applicant(1)
            _ = try await test.station(1)
            let written = try await test.contact(), page = try await house.contact(link: try written.token(), for: .visitor)
            #expect(page.contact.stationName == "驿站1" && page.contact.state == .recorded && page.phone.text == "138****9001" && !page.mayClaim && page.contact.line == nil)
            #expect(await refused("invalid", .invalid) { try await test.answer(written, right: nil) }?.fields.map(\.field) == ["right"])
            #expect(await refused("invalid", .invalid) { try await test.answer(written, rating: 6, comment: String(repeating: "长", count: 301)) }?.fields.map(\.field) == ["rating", "comment"])
            try await test.answer(written, rating: 4, comment: "很耐心")
            #expect(try await test.state(written.id) == "confirmed")
            let view = try await house.contact(written.id, for: broker)
            #expect(view.summary.rating == 4 && view.comment == "很耐心" && view.answeredAt != nil && !view.mayUndo)
            await refused("contact_confirmed", .conflict) { try await test.answer(written, rating: 1) }
            await refused("contact_answered", .conflict) { try await UndoContact()(house, written.id, by: broker) }
            let counts = try await test.counts()
            #expect(counts.confirmed == 1 && counts.confirmedPercent == 100 && counts.ratingTenths == 40)
            #expect(try await test.verbs("contact", written.id.rawValue) == ["contact_recorded", "contact_asked", "contact_confirm"])
        }
    }

    @Test(arguments: Engine.allCases) func aWrongTokenLeadsNowhereAndARightOneRunsOut(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            _ = try await test.station(1)
            let written = try await test.contact(), token = try written.token()
            for wrong in ["", String(token.dropLast()), token.uppercased() == token ? "0" : token.uppercased(), written.id.rawValue, String(repeating: "0", count: 24)] {
                await refused("contact_link", .notFound) { try await house.contact(link: wrong, for: .visitor) }
                await refused("contact_link", .notFound) { _ = try await AnswerByLink(ContactAnswer(right: true))(house, wrong, by: .visitor) }
            }
            try await test.move(to: try moment("2020-11-20", 23, 59))   // the seventh day
            _ = try await house.contact(link: token, for: .visitor)
            try await test.move(to: try moment("2020-11-21", 0, 0))
            await refused("contact_link", .notFound) { try await house.contact(link: token, for: .visitor) }
            await refused("contact_link", .notFound) { try await test.answer(written) }
            #expect(try await test.state(written.id) == "recorded")
        }
    }

    @Test(arguments: Engine.allCases) func whatIsDisputedNeverCountsAndTheStationLearnsOfIt(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            _ = try await test.station(1)
            let written = try await test.contact()
            #expect(try await test.counts().occurrences == 1)
            try await test.answer(written, right: false, rating: 5, comment: "没有去过")
            #expect(try await test.state(written.id) == "disputed")
            let counts = try await test.counts()
            #expect(counts.occurrences == 0 && counts.persons == 0 && counts.disputed == 1 && counts.rated == 0 && counts.lines == 1)
            #expect(try await test.messages(try await test.applicant(1)) == ["一条服务记录有异议"])
            await refused("contact_disputed", .conflict) { try await test.answer(written, right: false) }
            try await test.answer(written, right: true, rating: 3)   // they may change their mind
            #expect(try await test.counts().occurrences == 1)
        }
    }

    @Test(arguments: Engine.allCases) func unconfirmedOnesCountAsTheProgrammeSays(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let strict = try test.countingConfirmedAlone(), station = try await test.station(1)
            let confirmed = try await test.contact()
            try await test.answer(confirmed)
            _ = try await test.contact(phone: "13853219002")
            let disputed = try await test.contact(phone: "13853219003")
            try await test.answer(disputed, right: false)
            let void = try await test.contact(phone: "13853219004")
            _ = try await VoidContact(reason: "登记有误")(test.house, void.id, by: try await test.applicant(1))
            let all = try await test.counts(), sure = try await strict.counts()
            #expect(all.occurrences == 2 && all.persons == 2 && all.lines == 3 && all.confirmedPercent == 33)
            #expect(sure.occurrences == 1 && sure.persons == 1 && sure.lines == 3)
            let month = try await test.house.contactCounts(test.programme.id, station: station, from: try day("2020-11-01"), until: try day("2020-12-01"))
            #expect(month == all)
            #expect(try await test.house.contactCounts(test.programme.id, station: nil, from: try day("2020-12-01"), until: try day("2021-01-01")).lines == 0)
        }
    }

    @Test(arguments: Engine.allCases) func contactsMergeWithTheAccountOfTheNumberOnceThePersonAgrees(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, phone = TestHouse.talentPhone(1)
            _ = try await test.station(1)
            let first = try await test.contact(phone: phone), second = try await test.contact(phone: phone, subject: "find.jobs")
            try await test.answer(first)   // without agreeing
            let talent = try await test.talent(1)
            #expect(try await house.ownContacts(for: talent) == [])
            try await test.answer(second, keep: true)
            #expect(try await house.ownContacts(for: talent) == [])
            test.clock.advance(seconds: 61)
            _ = try await SignInByCode(phone: phone, code: try await test.code(phone))(house, kind: .bearer)
            #expect(Set(try await house.ownContacts(for: talent).map(\.id)) == [first.id, second.id])
            #expect(try await test.verbs("account", try #require(talent.account).rawValue).contains("contacts_claimed"))
            // What is written down from now on stands there at once, and the inbox asks.
            let third = try await test.contact(phone: phone, subject: "find.funds")
            #expect(try await house.ownContacts(for: talent).first?.id == third.id)
            #expect(try await test.messages(talent).contains("请确认一次服务"))
            _ = try await AnswerOwnContact(ContactAnswer(right: false))(house, third.id, by: talent)
            #expect(try await test.state(third.id) == "disputed")
            await refused("not_found", .notFound) { try await AnswerOwnContact(ContactAnswer(right: true))(house, third.id, by: try await test.talent(2)) }
        }
    }

    @Test(arguments: Engine.allCases) func whoRegistersLaterFindsThemThere(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            _ = try await test.station(1)
            let written = try await test.contact(phone: TestHouse.talentPhone(3))
            try await test.answer(written, keep: true)
            let talent = try await test.talent(3)
            #expect(try await house.ownContacts(for: talent).map(\.id) == [written.id])
            #expect(try await house.contact(link: try written.token(), for: talent).isClaimed)
        }
    }

    @Test(arguments: Engine.allCases) func onlyTheAccountOfTheNumberClaims(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, talent = try await test.talent(1), other = try await test.talent(2)
            _ = try await test.station(1)
            let written = try await test.contact(phone: TestHouse.talentPhone(1)), token = try written.token()
            #expect(try await house.contact(link: token, for: talent).mayClaim)
            #expect(try await !house.contact(link: token, for: other).mayClaim)
            await refused("other_number", .forbidden) { try await ClaimContacts()(house, token, by: other) }
            await refused("sign_in", .unauthenticated) { try await ClaimContacts()(house, token, by: .visitor) }
            await refused("contact_link", .notFound) { try await ClaimContacts()(house, "0", by: talent) }
            _ = try await ClaimContacts()(house, token, by: talent)
            #expect(try await house.ownContacts(for: talent).map(\.id) == [written.id])
            #expect(try await house.ownContacts(for: other) == [])
        }
    }

    @Test(arguments: Engine.allCases) func personalValuesStandSealed(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            _ = try await test.station(1)
            let written = try await test.contact(name: "绝不明文的来访者", phone: "13853217777", line: "绝不明文的备注")
            try await test.answer(written, rating: 5, comment: "绝不明文的评价")
            let all = try await PrivacyTests.everything(test)
            #expect(PrivacyTests.found(["驿站1"], in: all) == ["驿站1"])
            #expect(PrivacyTests.found(["绝不明文的来访者", "13853217777", "绝不明文的备注", "绝不明文的评价", try written.token()], in: all) == [])
        }
    }

    @Test(arguments: Engine.allCases) func closingTheAccountTakesNameAndNumberAndLeavesTheCount(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, phone = TestHouse.talentPhone(1)
            _ = try await test.station(1)
            let written = try await test.contact(phone: phone)
            try await test.answer(written, rating: 5, comment: "很好", keep: true)
            let talent = try await test.talent(1, password: "Long-Enough-1")
            let section = try #require(try await house.ownData(for: talent).sections.first { $0.id == "contacts" })
            #expect(section.rows.first?.values.first { $0.id == "name" }?.value == "来访者甲")
            let before = try await test.counts()
            _ = try await CloseAccount(password: "Long-Enough-1", understood: true)(house, by: talent)
            let view = try await house.contact(written.id, for: try await test.applicant(1))
            #expect(view.name == nil && view.phone == nil && view.line == nil && view.comment == nil && view.summary.person.isEmpty && !view.isClaimed)
            #expect(try await test.counts() == before)
            #expect(try await test.count("SELECT COUNT(*) FROM contact_phones") == 0)
        }
    }

    @Test(arguments: Engine.allCases) func somebodyRegistersByThePoster(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), phone = "13853218001"
            #expect(try await house.poster(station).services.count == 4)
            func hello(_ code: String, finds: [Find] = [.jobs, .policies], consent: Bool? = true, account: Bool? = nil, phone: String = phone) async throws -> Receipt {
                try await SayHello(name: "自己登记的人", phone: phone, code: code, finds: finds, consent: consent, account: account)(house, at: station, by: .visitor)
            }
            #expect(await refused("invalid", .invalid) { try await hello("000000", finds: [], consent: nil, phone: "1") }?.fields.map(\.field) == ["phone", "finds", "consent"])
            let code = try await test.code(phone)
            await refused("wrong_code", .invalid) { try await hello(code == "000000" ? "111111" : "000000") }
            _ = try await hello(code)
            let list = try await house.contacts(ContactFilter(), for: try await test.applicant(1)), line = try #require(list.contacts.first)
            #expect(list.total == 1 && line.channel == .own && line.state == .confirmed && line.person == "自*****" && line.subject == Find.policies.words)
            let view = try await house.contact(line.id, for: try await test.applicant(1))
            #expect(view.also == [.jobs] && !view.mayVoid && view.counts)
            await refused("own_registration", .conflict) { try await VoidContact(reason: "不想要这一条")(house, line.id, by: try await test.applicant(1)) }
            // The same once more on the same day is one contact; this time with an account, which opens signed in and holds it.
            test.clock.advance(seconds: 61)
            let receipt = try await hello(try await test.code(phone), account: true)
            #expect(receipt.thing == .talent && list.total == 1)
            #expect(try await test.counts().occurrences == 1)
            let account = Domain.Actor(kind: .person(try #require(ID<Account>(rawValue: receipt.id))), name: "")
            #expect(try await house.ownContacts(for: account).map(\.id) == [line.id])
            try await test.database.write { tx in _ = try tx.run("UPDATE plaques SET state = 'withdrawn' WHERE station_id = \(station)") }
            await refused("not_found", .notFound) { try await house.poster(station) }
        }
    }
}
