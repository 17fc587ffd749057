import Cluster
import Cryptography
import Domain
import SQL
@testable import Services
import Testing

@Suite struct SessionTests {
    private func hash(_ test: TestHouse, _ opened: SignIn.Opened) -> String { test.house.secrets.sha256(Array(opened.token.utf8)) }

    private func isIn(_ test: TestHouse, _ opened: SignIn.Opened) async throws -> Bool { try await Sessions.find(test.house, tokenHash: hash(test, opened)) != nil }

    private func signIn(_ test: TestHouse, _ login: String, code: String? = nil) async throws -> SignIn.Opened {
        try await SignIn(login: login, password: TestHouse.password, code: code)(test.house, kind: .cookie)
    }

    @Test(arguments: Engine.allCases) func staffSessionsIdleOutAfterHalfAnHourAndEndAfterTwelve(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let start = test.clock.now
            let idle = try await signIn(test, "hrss.signer")
            #expect(idle.endsAt == start.adding(seconds: 12 * 3600))
            test.clock.set(start.adding(seconds: 1799))
            let found = try #require(try await Sessions.find(test.house, tokenHash: hash(test, idle)))
            #expect(found.actor == (try await test.staff("hrss.signer")))
            test.clock.set(start.adding(seconds: 1799 + 1800))
            #expect(try await isIn(test, idle) == false)
            // Kept busy, it ends after twelve hours all the same. Programme time has nothing to do with it.
            let busy = try await signIn(test, "hrss.signer")
            let begun = test.clock.now
            for minutes in stride(from: 25, to: 720, by: 25) {
                test.clock.set(begun.adding(seconds: minutes * 60))
                #expect(try await isIn(test, busy), "after \(minutes) minutes")
            }
            test.clock.set(begun.adding(seconds: 12 * 3600 - 1))
            #expect(try await isIn(test, busy))
            test.clock.set(begun.adding(seconds: 12 * 3600))
            #expect(try await isIn(test, busy) == false)
            let other = try await signIn(test, "hrss.signer")
            try await test.move(to: test.clock.now.adding(seconds: 40 * 86_400))
            #expect(try await isIn(test, other))
        }
    }

    @Test(arguments: Engine.allCases) func publicSessionsIdleOutAfterADayAndEndAfterThirty(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let start = test.clock.now
            let opened = try await signIn(test, "+86 139-5320-0001")
            #expect(opened.endsAt == start.adding(seconds: 30 * 86_400))
            #expect(opened.account == (try await test.applicant(1).account))
            for day in 1..<30 {
                test.clock.set(start.adding(seconds: day * 86_400 - day))
                #expect(try await isIn(test, opened), "on day \(day)")
            }
            test.clock.set(start.adding(seconds: 30 * 86_400))
            #expect(try await isIn(test, opened) == false)
            let second = try await signIn(test, TestHouse.phone(1))
            test.clock.advance(seconds: 86_400)
            #expect(try await isIn(test, second) == false)
        }
    }

    @Test(arguments: Engine.allCases) func onlyTheTokensHashIsKeptAndSigningOutEndsIt(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let opened = try await signIn(test, "hrss.signer")
            #expect(opened.token.count == 64)
            let kept = try await test.database.read { tx in try tx.rows("SELECT token_hash FROM sessions").map { try $0("token_hash") as String } }
            #expect(kept == [hash(test, opened)])
            #expect(try await Sessions.find(test.house, tokenHash: opened.token) == nil)
            try await Sessions.end(test.house, tokenHash: hash(test, opened))
            #expect(try await isIn(test, opened) == false)
        }
    }

    @Test(arguments: Engine.allCases) func whateverIsWrongTheWordsAreTheSame(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            let opened = try await test.applicant(1)
            var found: [Refusal] = []
            for (login, password) in [("hrss.signer", "wrong"), ("nobody", TestHouse.password), (TestHouse.phone(1), "wrong"), ("13811112222", TestHouse.password), ("", ""), (opened.account?.rawValue ?? "", TestHouse.password)] {
                if let refusal = await refused("wrong_login", .unauthenticated, { try await SignIn(login: login, password: password)(house, kind: .cookie) }) { found.append(refusal) }
            }
            #expect(found.count == 6)
            #expect(Set(found.map(\.words)).count == 1)
            #expect(Set(found.map(\.next)).count == 1)
            #expect(try await test.count("SELECT COUNT(*) FROM sessions") == 0)
        }
    }

    @Test(arguments: Engine.allCases) func aOneTimeCodeIsUsedOnce(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, signer = try await test.staff("hrss.signer")
            let secret = try house.secrets.totpSecret()
            func code(_ offset: Int64 = 0) -> String { TOTP.code(secret: secret, step: test.clock.now.milliseconds / 30_000 + offset) }
            let hex = Digest.hex(secret)
            await refused("invalid", .invalid) { try await BindAuthenticator(secret: hex, code: "000000", password: TestHouse.password)(house, by: signer) }
            let binding = code()
            // Who only sits at an open session cannot bind one; whoever binds one signs in again everywhere.
            await refused("invalid", .invalid) { try await BindAuthenticator(secret: hex, code: binding, password: "wrong")(house, by: signer) }
            let before = try await signIn(test, "hrss.signer")
            _ = try await BindAuthenticator(secret: hex, code: binding, password: TestHouse.password)(house, by: signer)
            #expect(try await isIn(test, before) == false)
            // Nor can it be taken over with the password alone: a code of the bound one is wanted.
            let other = try house.secrets.totpSecret()
            let its = TOTP.code(secret: other, step: test.clock.now.milliseconds / 30_000)
            await refused("invalid", .invalid) { try await BindAuthenticator(secret: Digest.hex(other), code: its, password: TestHouse.password)(house, by: signer) }
            await refused("code_wanted", .unauthenticated) { try await signIn(test, "hrss.signer") }
            await refused("wrong_login", .unauthenticated) { try await SignIn(login: "hrss.signer", password: "wrong", code: binding)(house, kind: .cookie) }
            // The code that was used to bind it is used up.
            await refused("wrong_login", .unauthenticated) { try await signIn(test, "hrss.signer", code: binding) }
            test.clock.advance(seconds: 30)
            let next = code()
            let results = await together(Array(repeating: { @Sendable in try await SignIn(login: "hrss.signer", password: TestHouse.password, code: next)(house, kind: .cookie) }, count: 5))
            #expect(results.map(outcome).sorted() == ["ok", "wrong_login", "wrong_login", "wrong_login", "wrong_login"])
            await refused("wrong_login", .unauthenticated) { try await signIn(test, "hrss.signer", code: code(-1)) }
            #expect(try await test.verbs("account", try #require(signer.account?.rawValue)) == ["account_opened", "signed_in", "authenticator_bound", "signed_in"])
        }
    }

    @Test(arguments: Engine.allCases) func aChangeOfPostsEndsSessions(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, admin = try await test.staff("admin")
            let account = try #require(try await test.staff("industry.handler").account)
            func set(_ office: String, _ place: Programme.Place, _ held: Bool) async throws {
                _ = try await SetPost(programme: test.programme.id, office: office, place: place, held: held)(house, of: account, by: admin)
            }
            var opened = try await signIn(test, "industry.handler")
            try await set("industry", .handler, true)   // held already: nothing changes
            #expect(try await isIn(test, opened))
            try await set("finance", .handler, true)
            #expect(try await isIn(test, opened) == false)
            #expect(try await test.staff("industry.handler").posts.map(\.office) == ["finance", "industry"])
            opened = try await signIn(test, "industry.handler")
            try await set("finance", .handler, false)
            #expect(try await isIn(test, opened) == false)
            #expect(try await test.staff("industry.handler").posts.map(\.office) == ["industry"])
            #expect(try await test.verbs("account", account.rawValue) == ["account_opened", "signed_in", "post_given", "signed_in", "post_ended"])
            await refused("not_administrator", .forbidden) {
                try await SetPost(programme: test.programme.id, office: "hrss", place: .signer, held: true)(house, of: account, by: try await test.staff("hrss.signer"))
            }
            await refused("own_account", .forbidden) {
                try await SetPost(programme: test.programme.id, office: "hrss", place: .signer, held: true)(house, of: try #require(admin.account), by: admin)
            }
            // Nobody of the public is given a place.
            await refused("not_found", .notFound) {
                try await SetPost(programme: test.programme.id, office: "hrss", place: .signer, held: true)(house, of: try #require(try await test.applicant(1).account), by: admin)
            }
        }
    }

    @Test(arguments: Engine.allCases) func aNewPasswordEndsTheOtherSessions(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            let here = try await signIn(test, TestHouse.phone(2)), elsewhere = try await signIn(test, TestHouse.phone(2))
            let actor = try await test.applicant(2)
            await refused("invalid", .invalid) { try await ChangePassword(current: "wrong", password: "Another-Long-1")(house, by: actor, keeping: hash(test, here)) }
            for weak in ["short", "password123"] {
                await refused("invalid", .invalid) { try await ChangePassword(current: TestHouse.password, password: weak)(house, by: actor, keeping: hash(test, here)) }
            }
            _ = try await ChangePassword(current: TestHouse.password, password: "Another-Long-1")(house, by: actor, keeping: hash(test, here))
            #expect(try await isIn(test, here))
            #expect(try await isIn(test, elsewhere) == false)
            await refused("wrong_login", .unauthenticated) { try await signIn(test, TestHouse.phone(2)) }
            _ = try await SignIn(login: TestHouse.phone(2), password: "Another-Long-1")(house, kind: .bearer)
        }
    }

    @Test(arguments: Engine.allCases) func registering(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            func register(code: String = creditCode(77), phone: String = "13700000001", password: String = "Long-Enough-1", consent: Bool? = true) async throws {
                _ = try await RegisterOrganisation(creditCode: code, organisation: "新单位", address: "青岛", name: "新联系人", phone: phone, password: password, consent: consent)(house, by: .visitor)
            }
            #expect(await refused("invalid", .invalid) { try await register(code: "91370200000000000X") }?.fields.map(\.field) == ["creditCode"])
            #expect(await refused("invalid", .invalid) { try await register(phone: "0532-85911234") }?.fields.map(\.field) == ["phone"])
            #expect(await refused("invalid", .invalid) { try await register(password: "password123") }?.fields.map(\.field) == ["password"])
            #expect(await refused("invalid", .invalid) { try await register(consent: nil) }?.fields.map(\.field) == ["consent"])
            #expect(await refused("organisation_known", .invalid) { try await register(code: creditCode(10_001)) }?.fields.map(\.field) == ["creditCode"])
            #expect(await refused("phone_known", .invalid) { try await register(phone: TestHouse.phone(1)) }?.fields.map(\.field) == ["phone"])
            let kept = try await test.count("SELECT COUNT(*) FROM organisations")
            #expect(kept == TestHouse.organisations)
            let results = await together((0..<4).map { index in
                { @Sendable in
                    try await RegisterOrganisation(creditCode: creditCode(78), organisation: "同时", address: "青岛", name: "人", phone: "1370000001\(index)", password: "Long-Enough-1", consent: true)(house, by: .visitor)
                }
            })
            #expect(results.map(outcome).sorted() == ["ok", "organisation_known", "organisation_known", "organisation_known"])
            let phones = await together((0..<4).map { index in
                { @Sendable in
                    try await RegisterOrganisation(creditCode: creditCode(80 + index), organisation: "同号", address: "青岛", name: "人", phone: "13700000099", password: "Long-Enough-1", consent: true)(house, by: .visitor)
                }
            })
            #expect(phones.map(outcome).sorted() == ["ok", "phone_known", "phone_known", "phone_known"])
        }
    }

    @Test(arguments: Engine.allCases) func thereIsOneFirstAdministrator(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, admin = try await test.staff("admin")
            await refused("administrator_known", .conflict) { try await OpenFirstAdministrator(login: "second", name: "第二", password: TestHouse.password)(house) }
            func open(_ login: String, password: String = TestHouse.password, office: String = "hrss") async throws {
                _ = try await OpenAccount(login: login, name: "新人", password: password, programme: test.programme.id, office: office, place: .handler)(house, by: admin)
            }
            for login in ["ab", "Has Space", "汉字账号", "13812345678", "under_score"] {
                #expect(await refused("invalid", .invalid) { try await open(login) }?.fields.map(\.field) == ["login"], "\(login)")
            }
            for weak in ["Short-1", "onlysmallletters", "password123"] {
                #expect(await refused("invalid", .invalid) { try await open("newcomer", password: weak) }?.fields.map(\.field) == ["password"], "\(weak)")
            }
            #expect(await refused("invalid", .invalid) { try await open("newcomer", office: "nowhere") }?.fields.map(\.field) == ["office"])
            #expect(await refused("invalid", .invalid) { try await open("hrss.signer") }?.fields.map(\.field) == ["login"])
            try await open("newcomer")
            #expect(try await test.staff("newcomer").posts == [Post(programme: test.programme.id, office: "hrss", place: .handler)])
        }
    }
}
