import Cluster
import Cryptography
import Domain
import SQL
@testable import Services
import Testing

@Suite struct RegistrationTests {
    private static let phone = TestHouse.talentPhone(1)

    private func register(_ test: TestHouse, _ code: String, password: String? = nil) async throws -> Receipt {
        try await RegisterTalent(phone: Self.phone, code: code, password: password, consent: true)(test.house, by: .visitor)
    }

    @Test(arguments: Engine.allCases) func aCodeRegistersAndSignsIn(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            let receipt = try await register(test, try await test.code("+86 138-5321-0001"))
            let account = try #require(ID<Account>(rawValue: receipt.id))
            #expect(receipt.thing == .talent)
            #expect(try await test.verbs("account", receipt.id) == ["account_opened", "consent_granted", "talent_registered"])
            let kept = try await test.database.read { tx in try #require(try tx.row("SELECT name, kind, password FROM accounts WHERE id = \(account)")) }
            #expect(try kept("name") == "138****0001" && kept("kind") == "public" && kept("password") == Accounts.nobodysPassword)
            // Without a password only a code signs in.
            await refused("wrong_login", .unauthenticated) { try await SignIn(login: Self.phone, password: "")(house, kind: .cookie) }
            test.clock.advance(seconds: 61)
            let opened = try await SignInByCode(phone: Self.phone, code: try await test.code(Self.phone))(house, kind: .cookie)
            #expect(opened.account == account)
            #expect(try await test.verbs("account", receipt.id).last == "signed_in_by_code")
            let profile = try #require(try await house.profile(for: Domain.Actor(kind: .person(account), name: "")))
            #expect(profile.name == "" && profile.document == nil && profile.sections.map(\.id) == ["education", "places", "purpose", "level", "wishes", "programme-qingdao-2020"])
        }
    }

    @Test(arguments: Engine.allCases) func whoHasAnAccountBecomesATalentWithItAndKeepsThePassword(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, contact = try await test.applicant(1), phone = TestHouse.phone(1)
            let receipt = try await RegisterTalent(phone: phone, code: try await test.code(phone), password: "Another-Long-2", consent: true)(house, by: .visitor)
            #expect(receipt.id == contact.account?.rawValue)
            #expect(try await SignIn(login: phone, password: TestHouse.password)(house, kind: .cookie).account == contact.account)
            await refused("wrong_login") { try await SignIn(login: phone, password: "Another-Long-2")(house, kind: .cookie) }
            // The other way: signed in, without a code.
            let other = try await test.applicant(2)
            #expect(try await house.profile(for: other) == nil)
            await refused("invalid", .invalid) { try await BecomeTalent(consent: nil)(house, by: other) }
            _ = try await BecomeTalent(consent: true)(house, by: other)
            _ = try await BecomeTalent(consent: true)(house, by: other)
            #expect(try await house.profile(for: other) != nil)
            #expect(try await test.verbs("account", try #require(other.account).rawValue).filter { $0 == "talent_registered" }.count == 1)
            await refused("staff_account", .forbidden) { try await BecomeTalent(consent: true)(house, by: try await test.staff("hrss.handler")) }
            #expect(try await test.count("SELECT COUNT(*) FROM talents") == 2)
        }
    }

    @Test(arguments: Engine.allCases) func aCodeIsGoodForFiveTriesFiveMinutesAndOneUse(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let code = try await test.code(Self.phone), wrong = code == "000000" ? "000001" : "000000"
            for _ in 0..<4 { await refused("wrong_code", .invalid) { try await register(test, wrong) } }
            _ = try await register(test, code)
            await refused("wrong_code") { try await register(test, code) }
            // Five wrong ones use it up, also for the right one.
            test.clock.advance(seconds: 60)
            let second = try await test.code(Self.phone)
            for _ in 0..<5 { await refused("wrong_code") { try await register(test, wrong) } }
            await refused("wrong_code") { try await register(test, second) }
            // Real time decides, not the programme's.
            test.clock.advance(seconds: 60)
            let third = try await test.code(Self.phone)
            test.clock.advance(seconds: 300)
            await refused("wrong_code") { try await register(test, third) }
            // Nobody's number answers in the same words as one without a code.
            let unknown = await refused("wrong_code") { try await SignInByCode(phone: "13911112222", code: "123456")(test.house, kind: .cookie) }
            #expect(unknown?.words == PhoneCodes.wrong.words)
            #expect(try await test.count("SELECT COUNT(*) FROM talents") == 1)
        }
    }

    @Test(arguments: Engine.allCases) func oneCodeAMinuteAndTenADay(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            let start = test.clock.now   // 9:00 in Qingdao
            _ = try await test.code(Self.phone)
            await refused("code_too_often", .tooMany) { try await SendPhoneCode(phone: Self.phone)(house, by: .visitor) }
            _ = try await test.code(TestHouse.talentPhone(2))   // another number is another number
            for _ in 1..<10 {
                test.clock.advance(seconds: 60)
                _ = try await test.code(Self.phone)
            }
            test.clock.advance(seconds: 3600)
            await refused("code_too_often", .tooMany) { try await SendPhoneCode(phone: Self.phone)(house, by: .visitor) }
            test.clock.set(start.adding(seconds: 86_400))
            _ = try await test.code(Self.phone)
            await refused("invalid", .invalid) { try await SendPhoneCode(phone: "12345")(house, by: .visitor) }
            #expect(try await test.count("SELECT COUNT(*) FROM phone_codes") == 2)
        }
    }

    @Test(arguments: Engine.allCases) func atOnceOneOfManyAsksGetsACodeAndOneOfManyTriesUsesIt(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            let sent = await together((0..<8).map { _ in { @Sendable in try await SendPhoneCode(phone: Self.phone)(house, by: .visitor) } })
            #expect(sent.map(outcome).sorted() == Array(repeating: "code_too_often", count: 7) + ["ok"])
            test.clock.advance(seconds: 60)
            let code = try await test.code(Self.phone)
            let tried = await together((0..<5).map { _ in { @Sendable in try await RegisterTalent(phone: Self.phone, code: code, consent: true)(house, by: .visitor) } })
            #expect(tried.map(outcome).sorted() == ["ok"] + Array(repeating: "wrong_code", count: 4))
            #expect(try await test.count("SELECT COUNT(*) FROM accounts WHERE kind = 'public'") == TestHouse.organisations + 1)
        }
    }

    @Test(arguments: Engine.allCases) func aRepeatedRegistrationGetsItsReceiptAgain(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, code = try await test.code(Self.phone)
            let once = Once(key: "k", fingerprint: "f", visitor: "v")
            let first = try await RegisterTalent(phone: Self.phone, code: code, consent: true)(house, by: .visitor, once: once)
            let again = try await RegisterTalent(phone: Self.phone, code: code, consent: true)(house, by: .visitor, once: once)
            #expect(again.id == first.id && again.repeated && !first.repeated)
        }
    }

    @Test(arguments: Engine.allCases) func codesLeaveByTextMessageAndAreNotKept(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let real = try test.with(demo: false, channels: [.sms])
            let sent = try await SendPhoneCode(phone: Self.phone)(real.house, by: .visitor)
            #expect(sent.message == nil)
            let post = Post()
            #expect(try await Deliver(real.house, couriers: [.sms: post])() == 1)
            let carried = try #require(await post.carried.first)
            #expect(carried.address == Self.phone)
            let code = String(carried.body.drop { !$0.isNumber }.prefix(6))
            let kept = try await test.database.read { tx in try #require(try tx.value("SELECT hash FROM phone_codes") as [UInt8]?) }
            #expect(kept != Array(code.utf8) && Digest.hex(kept) != Digest.sha256Hex(code))
            _ = try await register(real, code)
            // A house that cannot send says so.
            let silent = try test.with(demo: false)
            await refused("no_messages", .conflict) { try await SendPhoneCode(phone: Self.phone)(silent.house, by: .visitor) }
        }
    }

    @Test(arguments: Engine.allCases) func anAuthenticatorIsAskedForToo(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await test.talent(1, password: TestHouse.password)
            let secret = try house.secrets.totpSecret()
            func totp() -> String { TOTP.code(secret: secret, step: test.clock.now.milliseconds / 30_000) }
            _ = try await BindAuthenticator(secret: Digest.hex(secret), code: totp(), password: TestHouse.password)(house, by: actor)
            test.clock.advance(seconds: 120)
            let code = try await test.code(Self.phone)
            await refused("code_wanted", .unauthenticated) { try await SignInByCode(phone: Self.phone, code: code)(house, kind: .cookie) }
            // Registering a number that is known is signing in: it asks for no less.
            await refused("code_wanted", .unauthenticated) { try await register(test, code) }
            #expect(try await SignInByCode(phone: Self.phone, code: code, oneTimeCode: totp())(house, kind: .cookie).account == actor.account)
            test.clock.advance(seconds: 120)
            let second = try await test.code(Self.phone), used = totp()
            let again = try await RegisterTalent(phone: Self.phone, code: second, oneTimeCode: used, consent: true)(house, by: .visitor)
            #expect(again.id == actor.account?.rawValue)
            test.clock.advance(seconds: 61)
            await refused("code_wanted", .unauthenticated) { try await RegisterTalent(phone: Self.phone, code: try await test.code(Self.phone), oneTimeCode: used, consent: true)(house, by: .visitor) }
        }
    }

    @Test(arguments: Engine.allCases) func anUnknownNumberThatHasItsCodeIsToldToRegister(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, code = try await test.code(Self.phone)
            await refused("not_registered", .unauthenticated) { try await SignInByCode(phone: Self.phone, code: code)(house, kind: .cookie) }
            _ = try await register(test, code)   // the code was not used up
        }
    }
}

/// What was carried out of the house.
private actor Post: Courier {
    private(set) var carried: [(address: String, body: String)] = []

    func carry(to address: String, title: String, body: String, id: String) async throws { carried.append((address, body)) }
}
