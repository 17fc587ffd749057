import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct MemberTests {
    private static let phone = "13800138000"
    private static let colleague = AddMember(name: "同事", phone: phone, password: TestHouse.password, consent: true, role: .manager)

    @Test(arguments: Engine.allCases) func aColleagueActsForTheOrganisationUntilTheyDoNot(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            try await test.callRound()
            let first = try await test.applicant(1), id = try await test.draft(1)
            let organisation = try #require(first.organisations.first)
            await refused("last_member", .conflict) { try await EndMembership(account: try #require(first.account))(house, by: first) }
            let receipt = try await Self.colleague(house, by: first)
            let opened = try await SignIn(login: Self.phone, password: TestHouse.password)(house, kind: .cookie)
            #expect(opened.account.rawValue == receipt.id)
            func found() async throws -> Domain.Actor? { try await Sessions.find(house, tokenHash: house.secrets.sha256(Array(opened.token.utf8)))?.actor }
            let second = try #require(try await found())
            #expect(second.organisations == [organisation])
            _ = try await SaveApplication(name: "同事改名")(house, on: id, by: second)
            #expect(try await house.draft(id, for: first).name == "同事改名")
            #expect(try await house.members(for: first).map(\.name) == ["联系人1", "同事"])
            #expect(try await house.members(for: first).map(\.isSelf) == [true, false])
            // The first leaves, and the second stays.
            _ = try await EndMembership(account: try #require(first.account))(house, by: second)
            await refused("not_found", .notFound) { try await EndMembership(account: opened.account)(house, by: first) }
            await refused("last_member", .conflict) { try await EndMembership(account: opened.account)(house, by: second) }
            #expect(try await house.members(for: second).map(\.name) == ["同事"])
            #expect(try await test.verbs("organisation", organisation.rawValue) == ["organisation_registered", "member_added", "member_ended"])
        }
    }

    @Test(arguments: Engine.allCases) func endingAMembershipSignsOut(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, first = try await test.applicant(1)
            let account = try #require(ID<Account>(rawValue: try await Self.colleague(house, by: first).id))
            _ = try await SignIn(login: Self.phone, password: TestHouse.password)(house, kind: .cookie)
            _ = try await EndMembership(account: account)(house, by: first)
            #expect(try await test.count("SELECT COUNT(*) FROM sessions WHERE account_id = \(account)") == 0)
        }
    }

    @Test(arguments: Engine.allCases) func managersKeepWhoBelongsAndHandlersDoTheWork(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            try await test.callRound()
            let first = try await test.applicant(1), id = try await test.draft(1), organisation = try #require(first.organisations.first), manager = try #require(first.account)
            _ = try await AddMember(name: "经办", phone: Self.phone, password: TestHouse.password, consent: true)(house, by: first)
            let opened = try await SignIn(login: Self.phone, password: TestHouse.password)(house, kind: .cookie)
            let handler = try #require(try await Sessions.find(house, tokenHash: house.secrets.sha256(Array(opened.token.utf8)))?.actor)
            #expect(try await house.members(for: first).map(\.role) == [.manager, .handler])
            _ = try await SaveApplication(name: "经办改名")(house, on: id, by: handler)
            #expect(try await house.draft(id, for: first).name == "经办改名")
            await refused("not_a_manager", .forbidden) { try await AddMember(name: "同事", phone: "13800138001", password: TestHouse.password, consent: true)(house, by: handler) }
            await refused("not_a_manager", .forbidden) { try await ChangeMemberRole(account: opened.account, role: .manager)(house, by: handler) }
            await refused("not_a_manager", .forbidden) { try await EndMembership(account: manager)(house, by: handler) }
            await refused("last_member", .conflict) { try await ChangeMemberRole(account: manager, role: .handler)(house, by: first) }
            _ = try await ChangeMemberRole(account: opened.account, role: .manager)(house, by: first)
            _ = try await ChangeMemberRole(account: manager, role: .handler)(house, by: handler)
            #expect(try await house.members(for: first).map(\.role) == [.handler, .manager])
            _ = try await EndMembership(account: manager)(house, by: first)
            #expect(try await house.members(for: handler).map(\.account) == [opened.account])
            #expect(try await test.verbs("organisation", organisation.rawValue) == ["organisation_registered", "member_added", "member_role_changed", "member_role_changed", "member_ended"])
        }
    }

    @Test(arguments: Engine.allCases) func membersAreKeptByTheirOwn(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, first = try await test.applicant(1), other = try await test.applicant(2)
            let organisation = try #require(first.organisations.first), account = try #require(first.account)
            for actor in [other, try await test.staff("admin"), .visitor] {
                await refused("not_a_member", .forbidden) {
                    try await AddMember(name: "同事", phone: Self.phone, password: TestHouse.password, consent: true, organisation: organisation)(house, by: actor)
                }
                await refused("not_a_member", .forbidden) { try await EndMembership(account: account, organisation: organisation)(house, by: actor) }
            }
            await refused("not_found", .notFound) { try await EndMembership(account: account)(house, by: other) }
            let empty = await refused("invalid", .invalid) { try await AddMember(name: " ", phone: "1", password: "x", consent: nil)(house, by: first) }
            #expect(empty?.fields.map(\.field) == ["name", "phone", "password", "consent"])
            await refused("phone_known", .invalid) { try await AddMember(name: "同事", phone: TestHouse.phone(2), password: TestHouse.password, consent: true)(house, by: first) }
            #expect(try await test.count("SELECT COUNT(*) FROM members WHERE organisation_id = \(organisation)") == 1)
        }
    }
}
