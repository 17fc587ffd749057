import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// Lists go on to their ends: what does not fit a page is on the next, and counts are of all.
@Suite struct PagingTests {
    @Test(arguments: Engine.allCases) func messagesGoOnToTheOldest(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, actor = try await test.staff("hrss.signer"), account = try #require(actor.account)
            for number in 1...5 {
                _ = try await house.perform(by: .system, once: nil, at: try moment("2020-11-13", 9 + number / 2)) { act in
                    try act.tell(account, Words("第\(number)条", "\(number)"), Words("", ""), link: Receipt(.home))
                    return Receipt(.home)
                }
            }
            var pages: [[String]] = [], after: String?
            repeat {
                let page = try await house.inbox(for: actor, after: after, pageSize: 2)
                #expect(page.total == 5 && page.unread == 5)
                pages.append(page.messages.map(\.title))
                after = page.next
            } while after != nil && pages.count < 9
            #expect(pages.map(\.count) == [2, 2, 1])
            #expect(Set(pages.joined()) == Set((1...5).map { "第\($0)条" }))
            #expect(pages.last == ["第1条"])
        }
    }

    @Test(arguments: Engine.allCases) func noticesGoOnToTheOldest(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            try await test.callRound()
            let first = try await test.toNotice(1), second = try await test.toNotice(2)
            let published = try await test.publish([first]), prepared = try await test.prepare([second])
            let centre = try await test.staff("centre.handler")
            func pages(_ actor: Domain.Actor, kind: NoticeSummary.Kind? = nil) async throws -> [ID<Notice>] {
                var all: [ID<Notice>] = [], after: ID<Notice>?
                repeat {
                    let page = try await house.notices(for: actor, kind: kind, after: after, pageSize: 1)
                    #expect(page.notices.count == 1)
                    all += page.notices.map(\.id)
                    after = page.next
                    if after == nil { #expect(page.total == all.count) }
                } while after != nil && all.count < 9
                return all
            }
            let whole = try await house.notices(for: centre)
            #expect(whole.next == nil && whole.total == 3)
            #expect(try await pages(centre) == whole.notices.map(\.id))
            #expect(try await pages(centre).first == prepared)
            #expect(try await pages(.visitor).first == published)
            #expect(try await pages(.visitor).count == 2)
            #expect(try await pages(.visitor, kind: .publicNotice) == [published])
        }
    }

    @Test(arguments: Engine.allCases) func theQueueCountsAllOfIt(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            try await test.callRound()
            var cases: [ID<Case>] = []
            for organisation in 1...4 { cases.append(try await test.toIntake(organisation)) }
            let handler = try await test.staff("centre.handler"), other = try await test.staff("centre.handler2")
            // One is with the checker already, one with a colleague.
            _ = try await RuleOnCase(office: "centre", act: .propose, ruling: .pass)(house, on: cases[0], by: handler)
            _ = try await AssignTask(office: "centre", assignee: other.account)(house, on: cases[1], by: handler)
            try await test.move(to: try moment("2020-12-20"))
            let whole = try await house.queue(for: handler)
            #expect(Set(whole.mine.map(\.summary.id)) == [cases[2], cases[3]])
            #expect(Set(whole.others.map(\.summary.id)) == [cases[0], cases[1]])
            #expect([whole.mineCount, whole.othersCount, whole.overdue] == [2, 2, 4])
            let short = try await house.queue(for: handler, atMost: 1)
            #expect(short.mine == [try #require(whole.mine.first)])
            #expect(short.others == [try #require(whole.others.first)])
            #expect([short.mineCount, short.othersCount, short.overdue] == [2, 2, 4])
            #expect(Set(try await house.queue(for: other).mine.map(\.summary.id)) == [cases[1], cases[2], cases[3]])
            // Whoever proposed it does not check it, though they hold both places.
            _ = try await SetPost(programme: test.programme.id, office: "centre", place: .checker, held: true)(house, of: try #require(handler.account), by: try await test.staff("admin"))
            #expect(try await house.queue(for: try await test.staff("centre.handler")).mine == whole.mine)
        }
    }
}
