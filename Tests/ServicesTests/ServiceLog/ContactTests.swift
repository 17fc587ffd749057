import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct ContactTests {
    @Test(arguments: Engine.allCases) func aLineIsWrittenDownAndThePersonGetsALink(_ engine: Engine) async throws {
        try await withHouse(engine, channels: [.sms]) { test in
            let house = test.house, broker = try await test.applicant(1)
            _ = try await test.station(1)
            let before = try await house.contactForm(for: broker)
            #expect(before.subjects.map(\.id) == ["service.job_placement", "service.lodging", "service.applications", "service.start_up_help"] + Find.allCases.map { "find.\($0.rawValue)" })
            #expect(before.channel == .cameIn && before.subject == nil && before.today == 0)
            let written = try await test.contact(channel: .telephone, subject: "find.jobs", result: .noted)
            let message = try #require(written.message), token = try written.token()
            #expect(message.contains("驿站1") && message.contains("找岗位") && message.contains("https://example.cn/c/\(token)") && message.contains("7 天"))
            #expect(token.count == ContactLink.bytes * 2)
            #expect(try await test.count("SELECT COUNT(*) FROM outbox WHERE channel = 'sms'") == 1)
            #expect(try await test.state(written.id) == "recorded")
            #expect(try await test.verbs("contact", written.id.rawValue) == ["contact_recorded", "contact_asked"])
            let view = try await house.contact(written.id, for: broker)
            #expect(view.name == "来访者甲" && view.phone?.text == "138****9001" && view.line == "问住宿条件" && view.mayUndo && view.mayVoid && view.counts && !view.isClaimed)
            #expect(try await house.contacts(ContactFilter(), for: broker).contacts.map(\.person) == ["来***"])
            // The next form begins with what was chosen last.
            let after = try await house.contactForm(for: broker)
            #expect(after.channel == .telephone && after.subject == "find.jobs" && after.result == .noted && after.today == 1)
        }
    }

    @Test(arguments: Engine.allCases) func aNameOrANumberIsEnoughAndAnythingElseWrongIsNamed(_ engine: Engine) async throws {
        try await withHouse(engine, channels: [.sms]) { test in
            _ = try await test.station(1)
            func fields(_ run: () async throws -> TestHouse.Written) async -> [String] { await refused("invalid", .invalid) { try await run() }?.fields.map(\.field) ?? [] }
            #expect(await fields { try await test.contact(name: " ", phone: "") } == ["name"])
            #expect(await fields { try await test.contact(phone: "123") } == ["phone"])
            #expect(await fields { try await test.contact(subject: "find.luck") } == ["subject"])
            #expect(await fields { try await test.contact(subject: "service.publicity") } == ["subject"])
            #expect(await fields { try await test.contact(subject: "") } == ["subject"])
            #expect(await fields { try await test.contact(channel: .own) } == ["channel"])
            #expect(await fields { try await test.contact(name: String(repeating: "长", count: 51), line: String(repeating: "长", count: 201)) } == ["name", "line"])
            let named = try await test.contact(phone: ""), landline = try await test.contact(name: "", phone: "0532-85911234")
            #expect(named.message == nil && landline.message == nil)
            #expect(try await test.count("SELECT COUNT(*) FROM outbox") == 0)
            let counts = try await test.counts()
            #expect(counts.occurrences == 2 && counts.persons == 1 && counts.unnumbered == 1)
        }
    }

    @Test(arguments: Engine.allCases) func onlyPeopleOfAStationWithAValidPlaqueWriteAndRead(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), other = try await test.station(2, area: "shinan")
            let written = try await test.contact()
            await refused("not_found", .notFound) { try await test.contact(by: 2, station: station) }
            await refused("not_found", .notFound) { try await test.contact(by: 3) }
            await refused("no_station", .forbidden) { try await house.contactForm(for: try await test.applicant(3)) }
            for actor in [try await test.applicant(2), try await test.staff("hrss.handler"), .visitor] {
                await refused("not_found", .notFound) { try await house.contact(written.id, for: actor) }
                #expect(try await house.contacts(ContactFilter(), for: actor).total == 0)
            }
            await refused("not_found", .notFound) { try await UndoContact()(house, written.id, by: try await test.applicant(2)) }
            await refused("not_found", .notFound) { try await VoidContact(reason: "登记有误")(house, written.id, by: try await test.applicant(2)) }
            await refused("own_contact", .forbidden) { try await test.contact(phone: TestHouse.phone(1)) }
            // Offices read figures and lines without names: the city's all, a district's its own.
            _ = try await test.contact(by: 2, phone: "13853219002", station: other)
            let city = try await house.contactFigures(month: nil, for: try await test.staff("hrss.handler"))
            #expect(city.lines.map(\.station) == [station, other] && city.counts.occurrences == 2 && city.counts.persons == 2)
            let district = try await test.staff("laoshan.hrss.handler")
            #expect(try await house.contactFigures(month: try day("2020-11-01"), for: district).lines.map(\.station) == [station])
            #expect(try await house.contactFigures(month: try day("2020-10-01"), for: district).lines == [])
            let lines = try await house.contactLines(ContactFilter(), for: district)
            #expect(lines.total == 1 && lines.contacts.map(\.person) == [""])
            #expect(try await house.contactFigures(month: nil, for: try await test.applicant(1)).lines == [])
            #expect(try await house.contactsWorkbook(ContactFilter(), for: try await test.applicant(1)) == "服务台账 1")
            #expect(try await house.contactLinesWorkbook(ContactFilter(station: other), for: district) == "服务台账 0")
            try await test.database.write { tx in _ = try tx.run("UPDATE plaques SET state = 'suspended' WHERE station_id = \(station)") }
            await refused("plaque_not_valid", .forbidden) { try await test.contact(phone: "13853219003", station: station) }
        }
    }

    @Test(arguments: Engine.allCases) func theSameTwiceIsOfferedAsDoubledNotRefused(_ engine: Engine) async throws {
        try await withHouse(engine, channels: [.sms]) { test in
            let house = test.house, broker = try await test.applicant(1)
            _ = try await test.station(1)
            let first = try await test.contact(), second = try await test.contact(), other = try await test.contact(subject: "find.jobs")
            #expect(second.message == nil && other.message != nil)
            let shown = try await house.recordedContact(second.id, for: broker), plain = try await house.recordedContact(other.id, for: broker)
            #expect(shown.doubles != nil && !shown.isAsked && plain.doubles == nil && plain.isAsked)
            #expect(try await test.counts().occurrences == 2)
            #expect(try await house.contact(second.id, for: broker).doubles == first.id)
            await refused("not_doubled", .conflict) { try await KeepDoubled()(house, other.id, by: broker, link: TestHouse.link) }
            await refused("not_found", .notFound) { try await KeepDoubled()(house, second.id, by: try await test.applicant(2), link: TestHouse.link) }
            let kept = try await KeepDoubled()(house, second.id, by: broker, link: TestHouse.link)
            #expect(kept.message?.contains("/c/") == true)
            let counts = try await test.counts()
            #expect(counts.occurrences == 3 && counts.persons == 1)
            // After ten minutes it is another contact; the fourth of a day brings no further message.
            try await test.move(to: TestHouse.start.adding(seconds: 601))
            let later = try await test.contact()
            #expect(try await house.recordedContact(later.id, for: broker).doubles == nil && later.message == nil)
            #expect(try await test.count("SELECT COUNT(*) FROM outbox WHERE channel = 'sms'") == 3)
        }
    }

    @Test(arguments: Engine.allCases) func aSlipIsUndoneWithinMinutesAndALineTakenBackWithAReason(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, broker = try await test.applicant(1)
            _ = try await test.station(1)
            let slip = try await test.contact(), token = try slip.token(), doubled = try await test.contact()
            _ = try await UndoContact()(house, slip.id, by: broker)
            #expect(try await test.state(slip.id) == "undone")
            #expect(try await test.count("SELECT COUNT(*) FROM contacts WHERE id = \(slip.id) AND name IS NULL AND phone IS NULL AND line IS NULL AND token_hash IS NULL") == 1)
            await refused("contact_link", .notFound) { try await house.contact(link: token, for: .visitor) }
            await refused("contact_gone", .conflict) { try await UndoContact()(house, slip.id, by: broker) }
            // What looked like it stands for itself now.
            #expect(try await test.counts().occurrences == 1)
            let other = try await test.contact(phone: "13853219002", subject: "find.funds")
            try await test.move(to: TestHouse.start.adding(seconds: 301))
            await refused("undo_over", .conflict) { try await UndoContact()(house, other.id, by: broker) }
            await refused("invalid", .invalid) { try await VoidContact(reason: "误")(house, other.id, by: broker) }
            _ = try await VoidContact(reason: "登记到了别人名下")(house, other.id, by: broker)
            #expect(try await house.contact(other.id, for: broker).reason == "登记到了别人名下")
            await refused("contact_link", .notFound) { try await test.answer(other) }
            #expect(try await test.counts().occurrences == 1)
            try await test.move(to: try moment("2020-12-15"))
            await refused("void_over", .conflict) { try await VoidContact(reason: "登记有误，作废")(house, doubled.id, by: broker) }
        }
    }

    @Test(arguments: Engine.allCases) func handedOnOpensARequest(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, broker = try await test.applicant(1)
            _ = try await test.station(1)
            let written = try await test.contact(subject: "find.funds", result: .handedOn, line: "想找天使投资，海洋传感器项目")
            let request = try #require(try await house.contact(written.id, for: broker).request)
            #expect(try await test.count("SELECT COUNT(*) FROM requests WHERE id = \(request)") == 1)
            await refused("handed_on", .conflict) { try await UndoContact()(house, written.id, by: broker) }
        }
    }

    @Test func whatARequestIsAboutFollowsFromTheContact() {
        #expect(ContactSubject.find(.funds).topic == .find(.funds) && ContactSubject.service("start_up_help").topic == .startUp && ContactSubject.service("lodging").topic == .help)
        for text in ["", "lodging", "service.", "service.a b", "find.", "find.luck", "other.jobs", "service.'; DROP"] { #expect(ContactSubject(rawValue: text) == nil, "\(text)") }
        for subject in [ContactSubject.service("lodging"), .find(.jobs)] { #expect(ContactSubject(rawValue: subject.rawValue) == subject) }
    }
}
