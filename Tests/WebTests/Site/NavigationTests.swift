import Domain
@testable import Web
import Testing

@Suite struct NavigationTests {
    private static func person(posts: [Post] = [], organisations: Int = 0, hosts: Bool = false, administers: Bool = false) throws -> Actor {
        let account = try #require(ID<Account>(rawValue: "account0"))
        let own = try (0..<organisations).map { try #require(ID<Organisation>(rawValue: "organisation\($0)")) }
        return Actor(kind: .person(account), name: "测试", posts: posts, organisations: Set(own), hosts: hosts, administers: administers)
    }

    private static func everybody() throws -> [Actor] {
        let post = Post(programme: "qingdao-2020", office: "centre", place: .handler)
        return [
            .visitor, try person(), try person(organisations: 1), try person(organisations: 1, hosts: true), try person(posts: [post]), try person(administers: true),
            try person(posts: [post], administers: true),
        ]
    }

    @Test func eachEntryIsTheOneThatItsPageBelongsTo() throws {
        for actor in try Self.everybody() {
            let navigation = Navigation(for: actor), items = navigation.open + navigation.own + navigation.more.flatMap(\.items)
            for item in items { #expect(Navigation.section(of: item.href.text) == item.section, "\(item.words.zh)") }
            #expect(Set(items.map(\.section)).count == items.count, "an entry stands there twice")
        }
    }

    @Test func pagesBelongToTheRoomThatTheyAreOf() {
        let pages = [
            "/": "home", "/jobs/abc?q=1": "jobs", "/lodging/keeping/abc": "lodging/keeping", "/lodging/abc": "lodging", "/desk/contacts/new": "desk/contacts", "/desk/stays/abc": "desk",
            "/desk/placements/new": "placements", "/stories/new": "stories/keeping", "/stories/abc": "stories", "/contacts/lines": "contacts", "/me/proofs": "me", "/me/interviews": "me/pursuits",
        ]
        for (path, section) in pages { #expect(Navigation.section(of: path) == section, "\(path)") }
    }

    @Test func oneRowHoldsWhatIsUsedMost() throws {
        for actor in try Self.everybody() {
            let navigation = Navigation(for: actor)
            #expect(navigation.own.count <= 9 && navigation.open.count <= 10)
            #expect(navigation.own.isEmpty == !actor.isSignedIn)
        }
        let host = Navigation(for: try Self.person(organisations: 1, hosts: true))
        #expect(host.own.first?.section == "desk" && host.more.flatMap(\.items).contains { $0.section == "me" })
        #expect(!Navigation(for: try Self.person()).own.contains { $0.section == "work" || $0.section == "desk" })
    }
}
