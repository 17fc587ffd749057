import Cluster
import Domain
import SQL
@testable import Services
import Testing

extension TestHouse {
    static let storyText = "驿站的一天从八点半开始。\n\n## 到站\n- 登记\n- 入住\n\n这里还有足够多的字，说明一天里发生的事情。"

    static func story(_ kind: StoryKind = .visit, station: ID<Station>? = nil, title: String = "走进驿站一号", agreed: Bool? = true, version: Int? = nil, submit: Bool? = nil) -> KeepStory {
        KeepStory(kind: kind, station: station, title: title, summary: "一天里会发生什么，跟着前台看一看。", body: storyText, agreed: agreed, version: version, submit: submit)
    }

    /// A draft of a station's people.
    func storyDraft(_ organisation: Int, title: String = "走进驿站一号") async throws -> ID<Story> {
        try #require(ID<Story>(rawValue: try await Self.story(title: title)(house, by: try await applicant(organisation)).id))
    }

    func publishedStory(_ organisation: Int, title: String = "走进驿站一号") async throws -> ID<Story> {
        let id = try await storyDraft(organisation, title: title), reviewer = try await staff("hrss.handler")
        _ = try await SubmitStory()(house, id, by: try await applicant(organisation))
        _ = try await PublishStory(version: 1)(house, id, by: reviewer)
        return id
    }

    func storyState(_ id: ID<Story>) async throws -> String { try await database.read { tx in try tx.value("SELECT state FROM stories WHERE id = \(id)") ?? "" } }
}

@Suite struct StoryTests {
    private static let photo: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE1] + Array("Exif GPS somewhere".utf8)

    @Test(arguments: Engine.allCases) func twoPeopleMakeAStoryPublic(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), writer = try await test.applicant(1), reviewer = try await test.staff("hrss.handler")
            let id = try await test.storyDraft(1)
            #expect(try await test.storyState(id) == "draft")
            // A draft is its writers' alone.
            for other in [.visitor, try await test.applicant(2), reviewer, try await test.staff("centre.handler")] as [Domain.Actor] {
                await refused("not_found", .notFound) { try await house.story(id, for: other) }
            }
            await refused("not_found", .notFound) { try await PublishStory(version: 1)(house, id, by: writer) }
            await refused("story_draft", .conflict) { try await PublishStory(version: 1)(house, id, by: reviewer) }
            await refused("not_found", .notFound) { try await SubmitStory()(house, id, by: try await test.applicant(2)) }
            _ = try await SubmitStory()(house, id, by: writer)
            #expect(try await test.storyState(id) == "review")
            #expect(try await test.messages(try await test.staff("laoshan.hrss.handler")).contains("有宣传稿待审核：走进驿站一号"))
            // In review it stands still; whoever may not rule does not see it.
            await refused("story_review", .conflict) { try await TestHouse.story(title: "另一个标题")(house, id, by: writer) }
            await refused("not_found", .notFound) { try await PublishStory(version: 1)(house, id, by: writer) }
            await refused("not_found", .notFound) { try await PublishStory(version: 1)(house, id, by: try await test.staff("shinan.hrss.handler")) }
            await refused("not_found", .notFound) { try await PublishStory(version: 1)(house, id, by: try await test.staff("leading.handler")) }
            #expect(try await house.keptStories(for: reviewer).waiting.map(\.id) == [id])
            #expect(try await house.keptStories(for: try await test.staff("shinan.hrss.handler")).waiting == [])
            // Returned with a reason, changed, and what was read is what is published.
            await refused("invalid") { try await ReturnStory(reason: "短")(house, id, by: reviewer) }
            _ = try await ReturnStory(reason: "请写明活动的时间")(house, id, by: reviewer)
            #expect(try await test.messages(writer).contains("宣传稿退回修改：走进驿站一号"))
            #expect(try await house.story(id, for: writer).reason == "请写明活动的时间")
            _ = try await TestHouse.story(title: "走进驿站：修改稿", version: 1, submit: true)(house, id, by: writer)
            await refused("story_changed", .conflict) { try await PublishStory(version: 1)(house, id, by: reviewer) }
            _ = try await PublishStory(version: 2)(house, id, by: reviewer)
            let shown = try await house.story(id, for: .visitor)
            #expect(shown.title == "走进驿站：修改稿" && shown.state == .published && shown.stationName == "驿站1" && shown.author.zh == "驿站1" && shown.reason == nil && !shown.mayWithdraw)
            #expect(try await house.stories(kind: .visit, station: station, limit: 5).map(\.id) == [id])
            #expect(try await house.stories(kind: .policy, limit: 5) == [])
            #expect(try await test.verbs("story", id.rawValue) == ["story_written", "story_submitted", "story_returned", "story_changed", "story_submitted", "story_published"])
            // Withdrawn: the reason is everybody's, the text nobody's but theirs.
            await refused("not_found", .notFound) { try await WithdrawStory(reason: "内容有误需更正")(house, id, by: try await test.applicant(2)) }
            _ = try await WithdrawStory(reason: "内容有误需更正")(house, id, by: reviewer)
            let gone = try await house.story(id, for: .visitor)
            #expect(gone.title == "" && gone.body == "" && gone.pictures == [] && gone.reason == "内容有误需更正")
            #expect(try await house.story(id, for: writer).title == "走进驿站：修改稿")
            #expect(try await house.stories(limit: 5) == [])
            await refused("story_withdrawn", .conflict) { try await WithdrawStory(reason: "再撤一次试试")(house, id, by: reviewer) }
        }
    }

    /// An office's own people never publish what they had a hand in, whatever their place.
    @Test(arguments: Engine.allCases) func nobodyPublishesWhatTheyWrote(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), writer = try await test.staff("hrss.handler"), colleague = try await test.staff("hrss.handler2"), third = try await test.staff("hrss.signer")
            let id = try #require(ID<Story>(rawValue: try await TestHouse.story(.advanced, station: station)(house, by: writer).id))
            _ = try await TestHouse.story(.advanced, station: station, title: "先进站点一号", submit: true)(house, id, by: colleague)
            await refused("not_found", .notFound) { try await PublishStory(version: 2)(house, id, by: writer) }
            await refused("not_found", .notFound) { try await PublishStory(version: 2)(house, id, by: colleague) }
            #expect(try await house.keptStories(for: colleague).waiting == [])
            _ = try await PublishStory(version: 2)(house, id, by: third)
            #expect(try await house.story(id, for: .visitor).author.zh == test.programme.office("hrss")?.name.zh)
            // Even past the verb, the database refuses one person for both.
            let by = try #require(writer.account)
            await #expect(throws: (any Error).self) { try await test.database.write { tx in try tx.run("UPDATE stories SET published_by = \(by) WHERE id = \(id)") } }
            // Who acts for the station does not review it as an officer either.
            let own = try await test.storyDraft(1, title: "另一篇文章"), reviewer = try await test.staff("centre.handler"), account = try #require(reviewer.account)
            _ = try await SubmitStory()(house, own, by: try await test.applicant(1))
            try await test.database.write { tx in
                let host: ID<Organisation> = try #require(try tx.value("SELECT organisation_id FROM stations WHERE id = \(station)"))
                try tx.run("INSERT INTO members (organisation_id, account_id, since) VALUES (\(host), \(account), \(Int64(0)))")
            }
            await refused("not_found", .notFound) { try await PublishStory(version: 1)(house, own, by: reviewer) }
        }
    }

    @Test(arguments: Engine.allCases) func whatIsMissingIsSaidAtItsField(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, writer = try await test.applicant(1), office = try await test.staff("centre.handler")
            await refused("no_station", .forbidden) { try await TestHouse.story()(house, by: writer) }
            await refused("no_station", .forbidden) { _ = try await house.storyDraft(for: writer) }
            await refused("no_station", .forbidden) { try await TestHouse.story()(house, by: .init(kind: .person(try #require(writer.account)), name: "")) }
            _ = try await test.station(1)
            let wanting = await refused("invalid") { try await KeepStory(kind: .visit, title: "短", body: String(repeating: "字", count: 20_001), submit: true)(house, by: writer) }
            #expect(Set(wanting?.fields.map(\.field) ?? []) == ["title", "summary", "body", "agreed"])
            #expect(await refused("invalid") { try await TestHouse.story(.policy)(house, by: writer) }?.fields.map(\.field) == ["policy"])
            #expect(await refused("invalid") { try await TestHouse.story(.advanced)(house, by: office) }?.fields.map(\.field) == ["station"])
            #expect(await refused("invalid") { try await TestHouse.story(.advanced, station: ID(rawValue: "nowhere"))(house, by: office) }?.fields.map(\.field) == ["station"])
            // Somebody else's station is not one's own, also where its id is known.
            let other = try await test.station(2)
            #expect(await refused("invalid") { try await TestHouse.story(station: other)(house, by: writer) }?.fields.map(\.field) == ["station"])
            // Nobody has said that those named agree: it is kept, and goes nowhere.
            let id = try #require(ID<Story>(rawValue: try await TestHouse.story(agreed: nil)(house, by: writer).id))
            await refused("story_incomplete") { try await SubmitStory()(house, id, by: writer) }
            await refused("story_changed", .conflict) { try await TestHouse.story(version: 7)(house, id, by: writer) }
            _ = try await TestHouse.story(version: 1, submit: true)(house, id, by: writer)
            _ = try await RecallStory()(house, id, by: writer)
            #expect(try await test.storyState(id) == "draft")
            // A station without its plaque does not write.
            try await test.database.write { tx in try tx.run("UPDATE plaques SET state = 'suspended' WHERE station_id = 'station1'") }
            await refused("no_station", .forbidden) { try await TestHouse.story()(house, by: writer) }
        }
    }

    @Test(arguments: Engine.allCases) func aPolicyIsExplainedWhereTheLibraryHasIt(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, writer = try await test.staff("centre.handler"), by = try #require(writer.account), programme = test.programme.id
            let policy = try #require(ID<Policy>(rawValue: "policy1"))
            try await test.database.write { tx in try tx.run("INSERT INTO policies (id, programme_id, code, office, created_at) VALUES (\(policy), \(programme), 'p1', 'hrss', \(Int64(0)))") }
            let story = KeepStory(kind: .policy, policy: policy, title: "政策解读一则", summary: "说明这项政策给谁、给多少、怎么办。", body: TestHouse.storyText, agreed: true)
            #expect(await refused("invalid") { try await story(house, by: writer) }?.fields.map(\.field) == ["policy"])
            try await test.database.write { tx in
                try tx.run("""
                    INSERT INTO policy_versions (policy_id, n, programme_id, state, body, from_day, written_by, written_at) VALUES (\(policy), \(1), \(programme), 'published', '', '2020-01-01', \(by), \(Int64(0)))
                    """)
            }
            let id = try await story(house, by: writer).id
            #expect(try await test.database.read { tx in try tx.value("SELECT policy_id FROM stories WHERE id = \(id)") as String? } == "policy1")
        }
    }

    @Test(arguments: Engine.allCases) func picturesAreKeptOnlyDrawnAnew(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, writer = try await test.applicant(1), reviewer = try await test.staff("hrss.handler")
            _ = try await test.station(1)
            let id = try await test.storyDraft(1), add = AddStoryPicture(name: "photo.jpg", words: "前台", bytes: Self.photo)
            let before = test.files.all.count
            await refused("not_found", .notFound) { try await add(house, id, by: try await test.applicant(2)) }
            #expect(await refused("file_type") { try await AddStoryPicture(name: "x.jpg", words: "前台", bytes: Array("GIF89a".utf8))(house, id, by: writer) }?.kind == .unsupported)
            await refused("invalid") { try await AddStoryPicture(name: "x.pdf", words: "前台", bytes: TestHouse.pdf)(house, id, by: writer) }
            #expect(await refused("invalid") { try await AddStoryPicture(name: "x.jpg", words: "", bytes: Self.photo)(house, id, by: writer) }?.fields.map(\.field) == ["words"])
            await refused("invalid") { try await AddStoryPicture(name: "x.jpg", words: "前台", bytes: Self.photo + Array("broken".utf8))(house, id, by: writer) }
            await refused("file_too_large") { try await AddStoryPicture(name: "x.jpg", words: "前台", bytes: Self.photo + [UInt8](repeating: 0, count: AttachFile.mostBytes))(house, id, by: writer) }
            // A maker of pictures that leaves something beside the pixels is not believed.
            await #expect(throws: Unexpected.self) {
                try await AddStoryPicture(name: "x.jpg", words: "前台", bytes: [0xFF, 0xD8, 0xFF, 0xE1, 0, 8] + Array("camera".utf8) + [0xFF, 0xC0, 0, 11, 8, 0, 9, 0, 9, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 2])(house, id, by: writer)
            }
            #expect(test.files.all.count == before)
            _ = try await add(house, id, by: writer)
            test.clock.advance(seconds: 1)
            _ = try await AddStoryPicture(name: "b.jpg", words: "会议室", bytes: Self.photo)(house, id, by: writer)
            var story = try await house.story(id, for: writer)
            #expect(story.pictures.map(\.words) == ["前台", "会议室"] && story.version == 3)
            let first = try #require(story.pictures.first)
            #expect(first.width == StoryRules.large)
            // What came in is nowhere, neither sealed nor open.
            for (name, sealed) in test.files.all { #expect(!String(decoding: (try? house.secrets.openFile(sealed, id: name)) ?? [], as: UTF8.self).contains("GPS")) }
            // Nobody else's before it is published, everybody's after, nobody's again when it is withdrawn.
            let read = ReadStoryPicture(file: first.small)
            await refused("not_found", .notFound) { try await read(house, of: id, by: .visitor) }
            #expect(try await read(house, of: id, by: writer).isPublic == false)
            _ = try await SubmitStory()(house, id, by: writer)
            await refused("story_review", .conflict) { try await RemoveStoryPicture(file: first.file)(house, id, by: writer) }
            _ = try await PublishStory(version: 3)(house, id, by: reviewer)
            #expect(try await read(house, of: id, by: .visitor).isPublic)
            await refused("not_found", .notFound) { try await read(house, of: try await test.storyDraft(1, title: "另一篇草稿"), by: writer) }
            _ = try await WithdrawStory(reason: "照片中的人不再同意")(house, id, by: writer)
            await refused("not_found", .notFound) { try await read(house, of: id, by: .visitor) }
            // Taken out of a draft, the next one is the cover.
            let draft = try await test.storyDraft(1, title: "第三篇文章")
            for index in 0..<StoryRules.pictures { _ = try await AddStoryPicture(name: "a.jpg", words: "图片\(index)", bytes: Self.photo)(house, draft, by: writer) }
            #expect(await refused("invalid") { try await add(house, draft, by: writer) }?.fields.map(\.field) == ["file"])
            story = try await house.story(draft, for: writer)
            _ = try await RemoveStoryPicture(file: try #require(story.pictures.first).file)(house, draft, by: writer)
            let cover: String? = try await test.database.read { tx in try tx.value("SELECT picture FROM stories WHERE id = \(draft)") }
            #expect(cover == (try await house.story(draft, for: writer)).pictures.first?.file.rawValue)
        }
    }

    @Test(arguments: Engine.allCases) func listsTurnPagesAndFeedsNameWhatIsNew(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            _ = try await test.station(1)
            var made: [ID<Story>] = []
            for number in 1...5 {
                made.append(try await test.publishedStory(1, title: "第\(number)篇文章"))
                if number != 3 { test.clock.advance(seconds: 60) }   // two of the same moment
            }
            var seen: [ID<Story>] = [], after: ID<Story>?
            repeat {
                let page = try await house.storyList(kind: nil, station: nil, after: after, for: .visitor, pageSize: 2)
                #expect(page.total == 5)
                seen += page.stories.map(\.id)
                after = page.next
            } while after != nil && seen.count < 20
            #expect(seen.count == 5 && Set(seen) == Set(made))
            #expect(try await house.news().map(\.title) == (try await house.stories(limit: 10)).map(\.title))
            #expect(try await house.news(limit: 2).count == 2)
        }
    }

    @Test(arguments: Engine.allCases) func theMapOfTheSiteIsCutIntoFiles(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            let story = try await { _ = try await test.station(1); return try await test.publishedStory(1) }()
            _ = try await test.storyDraft(1, title: "一篇没有发布的草稿")
            _ = try await test.employer(1, jobs: ["会计", "出纳", "文员"])
            let whole = try await house.siteMap()
            guard case .pages(let pages) = whole else { return #expect(whole == .files(0)) }
            #expect(pages.count == 5)   // a station, a story, three jobs
            #expect(pages.filter { $0.thing == .story(story) }.count == 1)
            #expect(try await house.siteMap(most: 4) == .files(2))
            #expect(try await house.siteMap(most: 2) == .files(3))
            var all: [MappedPage] = []
            for file in 1...3 {
                if case .pages(let some) = try await house.siteMap(file: file, most: 2) { all += some }
            }
            #expect(all == pages)
            for file in [0, -1, 4, Int.max] { await refused("not_found", .notFound) { try await house.siteMap(file: file, most: 2) } }
        }
    }
}
