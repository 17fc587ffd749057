import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// One search over all lanes.
@Suite struct SearchFindsTests {
    @Test(arguments: Engine.allCases) func lanesAreFoundCountedAndRankedTogether(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await FollowJobs(test.house)()
            let platform = try await test.keep(TestHouse.entry("沧口机器人实验室", summary: "开放的测试实验室，中小企业可预约。"))
            let fund = try await test.fund("蓝色产业基金", "投向海洋装备和机器人等领域的产业基金，单笔投资不超过三千万元。")
            _ = try await test.keep(EntryDraft(name: "海藻材料", summary: "用海藻提取物制作可降解包装。", contact: "见网址", stage: .seed, seeks: "合伙人"), .projects)
            let job = try await test.post(TestPosting(title: "机器人算法工程师"))
            let found = try await test.search("机器人")
            #expect(found.total == 3 && !found.isLoose)
            #expect([Find.policies, .platforms, .projects, .funds, .jobs].map { found.count($0) } == [0, 1, 0, 1, 1])
            #expect(Set(found.hits.map(\.id)) == [platform.rawValue, fund.rawValue, job.rawValue])
            // What has it in its title stands before what only mentions it, whatever the lane.
            #expect(found.hits.last?.id == fund.rawValue)
            // Two characters are enough, and stand out.
            let marked = try #require(found.hits.first { $0.id == platform.rawValue })
            #expect(marked.title.runs.filter(\.isHit).map(\.text) == ["机器人"] && marked.place?.zh == "崂山区")
            let two = try await test.search("海藻")
            #expect(two.hits.map(\.lane) == [.projects] && two.hits.first?.title.hasHit == true)
            // One lane alone: its hits, and the counts of all.
            let lane = try await test.search("机器人", .funds)
            #expect(lane.hits.map(\.id) == [fund.rawValue] && lane.total == 1 && lane.count(.jobs) == 1)
            #expect(lane.hits.first?.why?.hasHit == true)
            // All words, or else some, and that is said.
            let both = try await test.search("机器人 基金")
            #expect(both.hits.map(\.id) == [fund.rawValue] && !both.isLoose)
            let loose = try await test.search("海藻 基金")
            #expect(loose.isLoose && Set(loose.hits.map(\.lane)) == [.projects, .funds])
            // What a lane is called finds what is in it.
            for words in ["资金", "funds"] { #expect(try await test.search(words).hits.map(\.id) == [fund.rawValue]) }
            #expect(try await test.search("海藻 项目").isLoose == false)
            let none = try await test.search("量子")
            #expect(none.total == 0 && none.hits.isEmpty && !none.isLoose)
            #expect(try await test.search("！？").total == 0)
        }
    }

    @Test(arguments: Engine.allCases) func whatIsChangedIsFoundAtOnceOnEveryProcess(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let other = try test.elsewhere(), keeper = try await test.staff("centre.handler")
            let id = try await test.keep(TestHouse.entry("浮山湾孵化器"))
            #expect(try await test.search("浮山").total == 1)
            #expect(try await test.search("浮山", in: other).total == 1)
            _ = try await ChangeEntry(TestHouse.entry("青岛湾孵化器", version: 1))(test.house, id, by: keeper)
            for house in [test.house, other] {
                #expect(try await test.search("浮山", in: house).total == 0)
                #expect(try await test.search("青岛湾", in: house).total == 1)
            }
            _ = try await WithdrawEntry(version: 2, reason: "已关闭")(other, id, by: keeper)
            for house in [test.house, other] { #expect(try await test.search("青岛湾", in: house).total == 0) }
        }
    }

    @Test(arguments: Engine.allCases) func pagesAreStableAndTheEmptyBoxShowsTheLanes(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await FollowJobs(test.house)()
            for number in 1...25 { _ = try await test.keep(TestHouse.entry("孵化器第\(number)号")) }
            _ = try await test.post()
            let first = try await test.search("孵化器"), second = try await test.search("孵化器", page: 2)
            #expect(first.hits.count == 20 && second.hits.count == 5 && first.lastPage == 2 && first.total == 25)
            #expect(Set((first.hits + second.hits).map(\.id)).count == 25)
            #expect(try await test.search("孵化器") == first)
            let shelves = try await test.search()
            #expect(shelves.text == nil && shelves.hits.isEmpty)
            #expect(shelves.count(.platforms) == 25 && shelves.count(.jobs) == 1 && shelves.count(.talents) == nil)
            #expect(shelves.lanes.first { $0.lane == .platforms }?.newest.count == 3 && shelves.lanes.first { $0.lane == .jobs }?.newest.count == 1)
            #expect(try await test.search("  ").text == nil)
            await refused("invalid", .invalid) { try await test.search("孵化器", page: 0) }
            await refused("invalid", .invalid) { try await test.search("孵化器", page: 11) }
            await refused("invalid", .invalid) { try await test.search(String(repeating: "长", count: 101)) }
        }
    }

    @Test(arguments: Engine.allCases) func peopleAreSeenByWhoMayAndOnlyWhileTheyAgree(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            try await FollowJobs(house)()
            let employer = try await test.organisation(1), contact = try await test.applicant(1)
            let talent = try await test.seeker(1, occupation: "后端开发工程师"), hidden = try await test.seeker(2, [.matching], occupation: "后端开发工程师")
            // Nobody else learns so much as how many there are.
            for actor in [Domain.Actor.visitor, try await test.staff("centre.handler"), contact, talent] {
                let view = try await test.search("后端", .talents, by: actor)
                #expect(!view.seesPeople && view.hits.isEmpty && view.total == 0 && view.count(.talents) == nil)
                #expect(try await test.search("后端", by: actor).count(.talents) == nil)
                #expect(try await test.search(by: actor).count(.talents) == nil)
            }
            try await test.stand(employer, "verified")
            let view = try await test.search("后端", .talents, by: contact), card = try #require(view.hits.first)
            #expect(view.seesPeople && view.total == 1 && view.count(.talents) == 1 && card.title.hasHit)
            let account = try #require(talent.account)
            #expect(card.id.count == 12 && !account.rawValue.uppercased().contains(card.id))
            #expect(try await test.search("后端", by: contact).hits.map(\.id) == [card.id])
            // Another code at another search, and for another employer.
            #expect(try await test.search("Java", .talents, by: contact).hits.first?.id != card.id)
            let other = try await test.organisation(2)
            try await test.stand(other, "verified")
            let elsewhere = try await test.search("后端", .talents, by: try await test.applicant(2))
            #expect(elsewhere.total == 1 && elsewhere.hits.first?.id != card.id)
            // Each listing is recorded, with a number and without people.
            let records = try await test.database.read { tx in
                try tx.rows("SELECT detail FROM audit_records WHERE kind = 'organisation' AND subject = \(employer) AND verb = 'talents_listed' ORDER BY number").map { try $0("detail") as String }
            }
            #expect(records == Array(repeating: #"{"listed":"1","page":"1"}"#, count: 3))
            _ = try await GrantConsent(purpose: .findable)(house, by: hidden)
            #expect(try await test.search("后端", .talents, by: contact).total == 2)
            // Taken back by another process, whose index this one has not heard of yet.
            _ = try await WithdrawConsent(purpose: .findable)(try test.elsewhere(), by: talent)
            let after = try await test.search("后端", .talents, by: contact)
            #expect(after.total == 1 && !after.hits.map(\.id).contains(card.id))
            // Who is barred sees nobody any more.
            try await test.endStandings(employer)
            try await test.stand(employer, "barred", until: try day("2020-12-31"))
            #expect(try await test.search("后端", .talents, by: contact).count(.talents) == nil)
        }
    }
}
