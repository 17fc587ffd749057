import Cluster
import Cryptography
import Domain
import Foundation
import SQL
@testable import Services
import Testing

@Suite struct OwnDataTests {
    /// Somebody with something in every room.
    private func full(_ test: TestHouse) async throws -> Domain.Actor {
        let house = test.house, actor = try await test.person(1)
        _ = try await SaveProfile(answers: ["degree": ["bachelor"], "university": ["绝不外传大学"], "major": ["绝不外传专业"]])(house, "education", by: actor)
        _ = try await SetMail(mail: "person@secret.example")(house, by: actor)
        let proof = try await test.addProof(actor)
        try await test.allowCheck(proof, by: actor)
        _ = try await LookAtProof(why: "核验原因文字")(house, proof, by: try await test.staff("centre.handler"))
        let mine = try await test.applicant(1)
        _ = try await IssueInterview(name: "人才1", phone: TestHouse.talentPhone(1), position: "工程师", place: "崂山区", firstDay: try day("2020-11-20"))(house, by: mine)
        _ = try await ClaimInterview(number: try #require(try await house.interviews(for: mine).interviews.first).number)(house, by: actor)
        return actor
    }

    @Test(arguments: Engine.allCases) func theExportHoldsEverythingOfOnesOwnAndNothingOfOthers(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await full(test), other = try await test.person(2)
            _ = try await SaveProfile(answers: ["university": ["别人的大学"]])(house, "education", by: other)
            let data = try await house.ownData(for: actor)
            #expect(data.sections.map(\.id) == ["profile", "facts", "proofs", "uses", "looks", "interviews", "consents", "account"])
            #expect(!data.hasPassword)
            let values = data.sections.flatMap(\.rows).flatMap(\.values).map(\.value)
            for wanted in ["人才1", try TestHouse.residentID("001"), TestHouse.talentPhone(1), "绝不外传大学", "person@secret.example", "证书编号内容", "核验原因文字", TestHouse.organisationName(1), "identity-1"] {
                #expect(values.contains(wanted), "\(wanted)")
            }
            // Codes come with words in both languages.
            let use = try #require(data.sections.first { $0.id == "uses" }?.rows.first?.values.first { $0.id == "purpose" })
            #expect(use.value == "check" && use.words == Words("核验个人资料", "Checking the profile"))
            let degree = try #require(data.sections.first { $0.id == "facts" }?.rows.first { row in row.values.contains { $0.value == "degree" } })
            #expect(degree.values.first { $0.id == "value" }?.words == Words("学士", "bachelor"))
            #expect(values.filter { $0.contains("别人的大学") || $0 == TestHouse.talentPhone(2) } == [])
            #expect(try await test.verbs("account", try #require(actor.account).rawValue).last == "own_data_read")
            await refused("not_found", .notFound) { try await house.ownData(for: try await test.staff("hrss.handler")) }
            // An organisation's contact sees their organisation and its applications.
            try await test.callRound()
            _ = try await test.draft(3)
            let contact = try await house.ownData(for: try await test.applicant(3))
            #expect(contact.sections.map(\.id) == ["organisations", "cases", "account"] && contact.hasPassword)
        }
    }

    @Test(arguments: Engine.allCases) func closingDeletesWhatIsPersonalAndFreesTheNumber(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await full(test), account = try #require(actor.account)
            let phone = TestHouse.talentPhone(1)
            _ = try await Sessions.open(house, account: account, isStaff: false, kind: .cookie, verb: "signed_in")
            await refused("invalid", .invalid) { try await CloseAccount(code: "123456", understood: nil)(house, by: actor) }
            await refused("invalid", .invalid) { try await CloseAccount(understood: true)(house, by: actor) }
            await refused("invalid", .invalid) { try await CloseAccount(password: "wrong", understood: true)(house, by: actor) }
            test.clock.advance(seconds: 61)
            let code = try await test.code(phone)
            await refused("wrong_code") { try await CloseAccount(code: code == "000000" ? "000001" : "000000", understood: true)(house, by: actor) }
            _ = try await CloseAccount(code: code, understood: true)(house, by: actor)

            for table in ["sessions", "messages", "talent_facts", "proofs"] as [SQL] {
                #expect(try await test.count("SELECT COUNT(*) FROM \(table) WHERE account_id = \(account)") == 0, "\(table)")
            }
            #expect(try await test.count("SELECT COUNT(*) FROM files WHERE question = 'proof'") == 0)
            #expect(try await test.count("SELECT COUNT(*) FROM consents WHERE account_id = \(account) AND withdrawn_at IS NULL") == 0)
            let row = try await test.database.read { tx in try #require(try tx.row("SELECT name, phone, phone_index, mail, disabled_at FROM accounts WHERE id = \(account)")) }
            let (kept, index, mail, at): ([UInt8]?, [UInt8]?, [UInt8]?, Instant?) = (try row("phone"), try row("phone_index"), try row("mail"), try row("disabled_at"))
            #expect(try row("name") == "" && kept == nil && index == nil && mail == nil && at != nil)
            #expect(try await house.interviews(for: try await test.applicant(1)).interviews.map { [$0.name, $0.phone.text] } == [["", ""]])
            #expect(try await test.verbs("account", account.rawValue).last == "account_closed")
            // Nothing of it works any more; the number starts anew.
            await refused("not_found", .notFound) { try await house.ownData(for: actor) }
            await refused("not_a_talent", .forbidden) { try await SetIdentity(name: "再来")(house, by: actor) }
            test.clock.advance(seconds: 61)
            let anew = try await RegisterTalent(phone: phone, code: try await test.code(phone), consent: true)(house, by: .visitor)
            #expect(anew.id != account.rawValue)
            // Closing again what is closed is refused.
            await refused("staff_account", .forbidden) { try await CloseAccount(password: "x", understood: true)(house, by: actor) }
        }
    }

    @Test(arguments: Engine.allCases) func aPasswordClosesTooAndTheLastOfAnOrganisationStays(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, contact = try await test.applicant(1)
            await refused("last_member", .conflict) { try await CloseAccount(password: TestHouse.password, understood: true)(house, by: contact) }
            _ = try await AddMember(name: "同事", phone: "13800138000", password: TestHouse.password, consent: true)(house, by: contact)
            _ = try await CloseAccount(password: TestHouse.password, understood: true)(house, by: contact)
            await refused("wrong_login") { try await SignIn(login: TestHouse.phone(1), password: TestHouse.password)(house, kind: .cookie) }
            #expect(try await test.count("SELECT COUNT(*) FROM members WHERE account_id = \(contact.account)") == 0)
            await refused("staff_account", .forbidden) { try await CloseAccount(password: TestHouse.password, understood: true)(house, by: try await test.staff("hrss.handler")) }
        }
    }

    /// What somebody tells about themselves stands sealed; the trail holds ids.
    @Test(arguments: Engine.allCases) func personalValuesStandSealed(_ engine: Engine) async throws {
        try await withHouse(engine, channels: [.sms]) { test in
            let actor = try await full(test)
            let number = try TestHouse.residentID("001")
            let secrets = [number, "人才1", "绝不外传大学", "绝不外传专业", TestHouse.talentPhone(1), "person@secret.example", "证书编号内容", "核验原因文字", "学位证书原件", #"{"choice":["bachelor"]}"#, #"{"choice":["job_seeking"]}"#]
            let all = try await PrivacyTests.everything(test)
            #expect(PrivacyTests.found(secrets, in: all) == [])
            #expect(PrivacyTests.found([TestHouse.organisationName(1)], in: all) == [TestHouse.organisationName(1)])
            let allowed = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./,")
            let records = try await AuditStore.export(test.database).entries.map(\.record)
            for record in records {
                for value in [record.subject, record.actor, record.verb, record.from, record.to] + record.detail.keys + record.detail.values where !value.allSatisfy(allowed.contains) || value.count > 64 {
                    Issue.record("\(record.verb): \(value)")
                }
                #expect(!"\(record)".contains(TestHouse.talentPhone(1)) && !"\(record)".contains(number))
            }
            _ = actor
        }
    }
}
