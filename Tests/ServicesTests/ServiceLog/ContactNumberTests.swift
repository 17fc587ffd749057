import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct ContactNumberTests {
    @Test(arguments: Engine.allCases) func theStationReadsANumberToCallBackAndItIsRecorded(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, broker = try await test.applicant(1)
            _ = try await test.station(1)
            _ = try await test.station(2, area: "shinan")
            let written = try await test.contact()
            let view = try await house.contact(written.id, for: broker)
            #expect(view.mayShowNumber && view.number == nil)
            let before = try await test.verbs("contact", written.id.rawValue)
            for actor in [try await test.applicant(2), try await test.staff("hrss.handler"), .visitor] {
                await refused("not_found", .notFound) { _ = try await ShowContactNumber(use: .answer)(house, written.id, by: actor) }
            }
            #expect(try await test.verbs("contact", written.id.rawValue) == before)
            let number = try await ShowContactNumber(use: .appointment)(house, written.id, by: broker)
            #expect(Phone.masked(number) == view.phone && number.hasSuffix("9001"))
            #expect(view.showing(number).number == number)
            #expect(try await test.verbs("contact", written.id.rawValue) == before + ["contact_number_read"])
        }
    }

    @Test(arguments: Engine.allCases) func nobodyCallsWhoSaidItWasNotThemOrWhoIsGone(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, broker = try await test.applicant(1)
            _ = try await test.station(1)
            let disputed = try await test.contact(), named = try await test.contact(phone: "")
            try await test.answer(disputed, right: false)
            #expect(try await !house.contact(disputed.id, for: broker).mayShowNumber)
            #expect(try await !house.contact(named.id, for: broker).mayShowNumber)
            for id in [disputed.id, named.id] {
                await refused("no_number", .conflict) { _ = try await ShowContactNumber(use: .check)(house, id, by: broker) }
            }
        }
    }

    @Test(arguments: Engine.allCases) func aDemonstrationListsTextsToNumbersWithoutAnAccountAndOthersDoNot(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            _ = try await test.station(1)
            let written = try await test.contact(), token = try written.token(), texts = try await test.house.textMessages()
            #expect(texts.count == 1 && texts.first?.to.text == "138****9001" && texts.first?.body.contains("/c/\(token)") == true)
            let earnest = try test.with(demo: false)
            await refused("not_found", .notFound) { _ = try await earnest.house.textMessages() }
        }
    }
}
