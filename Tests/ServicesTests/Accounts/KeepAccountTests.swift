import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct KeepAccountTests {
    private static let fresh = "Temporary-2"

    private func sessions(_ test: TestHouse, _ account: ID<Account>) async throws -> Int { try await test.count("SELECT COUNT(*) FROM sessions WHERE account_id = \(account)") }

    @Test(arguments: Engine.allCases) func aLostPasswordIsReplacedForATime(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = try test.with(demo: false).house, admin = try await test.staff("admin"), signer = try await test.staff("hrss.signer")
            let account = try #require(signer.account)
            _ = try await SignIn(login: "hrss.signer", password: TestHouse.password)(house, kind: .cookie)
            try await test.database.write { tx in _ = try tx.run("UPDATE accounts SET totp = \([1, 2, 3] as [UInt8]) WHERE id = \(account)") }
            #expect(try await sessions(test, account) == 1)
            await refused("invalid", .invalid) { try await ResetAccess(password: "short")(house, of: account, by: admin) }
            _ = try await ResetAccess(password: Self.fresh)(house, of: account, by: admin)
            #expect(try await sessions(test, account) == 0)
            await refused("wrong_login", .unauthenticated) { try await SignIn(login: "hrss.signer", password: TestHouse.password)(house, kind: .cookie) }
            let opened = try await SignIn(login: "hrss.signer", password: Self.fresh)(house, kind: .cookie)
            // It is theirs to change before their places count.
            let found = try #require(try await Sessions.find(house, tokenHash: house.secrets.sha256(Array(opened.token.utf8))))
            #expect(found.actor.posts == [])
            #expect(try await house.account(for: signer).needs == [.authenticator, .newPassword])
            #expect(try await test.verbs("account", account.rawValue) == ["account_opened", "signed_in", "access_reset", "signed_in"])
        }
    }

    @Test(arguments: Engine.allCases) func anAccountIsClosedAndOpenedAgain(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, admin = try await test.staff("admin"), account = try #require(try await test.staff("hrss.signer").account)
            let opened = try await SignIn(login: "hrss.signer", password: TestHouse.password)(house, kind: .cookie)
            _ = try await DisableAccount(disabled: true)(house, of: account, by: admin)
            _ = try await DisableAccount(disabled: true)(house, of: account, by: admin)
            #expect(try await Sessions.find(house, tokenHash: house.secrets.sha256(Array(opened.token.utf8))) == nil)
            await refused("wrong_login", .unauthenticated) { try await SignIn(login: "hrss.signer", password: TestHouse.password)(house, kind: .cookie) }
            #expect(try await house.accounts(for: admin).first { $0.id == account }?.isDisabled == true)
            _ = try await DisableAccount(disabled: false)(house, of: account, by: admin)
            #expect(try await SignIn(login: "hrss.signer", password: TestHouse.password)(house, kind: .cookie).account == account)
            #expect(try await test.verbs("account", account.rawValue) == ["account_opened", "signed_in", "account_disabled", "account_enabled", "signed_in"])
        }
    }

    @Test(arguments: Engine.allCases) func onlyOtherAdministratorsKeepAnAccount(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, admin = try await test.staff("admin"), signer = try await test.staff("hrss.signer")
            let own = try #require(admin.account), other = try #require(signer.account)
            await refused("own_account", .forbidden) { try await ResetAccess(password: Self.fresh)(house, of: own, by: admin) }
            await refused("own_account", .forbidden) { try await DisableAccount(disabled: true)(house, of: own, by: admin) }
            for actor in [signer, try await test.applicant(1), .visitor] {
                await refused("not_administrator", .forbidden) { try await ResetAccess(password: Self.fresh)(house, of: own, by: actor) }
                await refused("not_administrator", .forbidden) { try await DisableAccount(disabled: true)(house, of: other, by: actor) }
                await refused("not_administrator", .forbidden) { try await OpenAdministrator(login: "second.admin", name: "管理员乙", password: Self.fresh)(house, by: actor) }
            }
            // The public's accounts are their own.
            let applicant = try #require(try await test.applicant(1).account)
            await refused("not_found", .notFound) { try await ResetAccess(password: Self.fresh)(house, of: applicant, by: admin) }
            await refused("not_found", .notFound) { try await DisableAccount(disabled: true)(house, of: applicant, by: admin) }
            // A second administrator does for the first what the first cannot.
            await refused("invalid", .invalid) { try await OpenAdministrator(login: "hrss.signer", name: "管理员乙", password: Self.fresh)(house, by: admin) }
            _ = try await OpenAdministrator(login: "second.admin", name: "管理员乙", password: Self.fresh)(house, by: admin)
            let second = try await test.staff("second.admin")
            #expect(second.administers && second.posts == [])
            _ = try await ResetAccess(password: Self.fresh)(house, of: own, by: second)
            #expect(try await SignIn(login: "admin", password: Self.fresh)(house, kind: .cookie).account == own)
        }
    }
}
