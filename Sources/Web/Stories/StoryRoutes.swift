import Domain
import Markup
import Services

extension Rooms {
    /// Stories for everybody, their writing and review, and the feeds and maps of the site.
    func addStoryRoutes(to site: inout Site) {
        addStories(to: &site)
        addStoryWriting(to: &site)
        addStoryReview(to: &site)
        addFeeds(to: &site)
    }

    private func addStories(to site: inout Site) {
        let house = house
        let query = [
            QueryField("kind", Words("类别", "Kind"), StoryKind.self), QueryField("station", Words("驿站", "Station"), ID<Station>.self),
            QueryField("after", Words("上一页最后一篇", "The last one of the page before"), ID<Story>.self),
        ]
        site.get(Paths.stories, access: .everyone, page: StoriesPage.self, query: query, summary: Words("驿站故事", "Published stories")) { ask in
            StoriesPage(try await house.storyList(
                kind: try ask.query.value("kind"), station: try ask.query.value("station"), after: try ask.query.value("after"), for: ask.actor))
        }
        site.get(Paths.story, access: .everyone, page: StoryPage.self, summary: Words("一篇文章", "A story")) { ask, id in
            StoryPage(try await house.story(id, for: ask.actor))
        }
        site.download(Paths.storyPicture, access: .everyone, type: "image/jpeg", summary: Words("文章图片", "A picture of a story")) { ask, id, file in
            let (bytes, isPublic) = try await ReadStoryPicture(file: file)(house, of: id, by: ask.actor)
            return Attachment(name: "picture.jpg", type: "image/jpeg", content: .bytes(bytes), inline: true, isPublic: isPublic)
        }
    }

    private func addStoryWriting(to site: inout Site) {
        let house = house, writers = Access.any(of: .organisation, .staff)
        site.get(Paths.keptStories, access: writers, page: KeptStoriesPage.self, summary: Words("撰写和待审核的文章", "Stories that one writes and reviews")) { ask in
            KeptStoriesPage(try await house.keptStories(for: ask.actor))
        }
        site.get(Paths.newStory, access: writers, page: StoryFormPage.self, summary: Words("撰写文章", "The form of a new story")) { ask in
            StoryFormPage(try await house.storyDraft(for: ask.actor))
        }
        site.get(Paths.storyForm, access: writers, page: StoryFormPage.self, summary: Words("修改文章", "The form of a story")) { ask, id in
            StoryFormPage(try await house.storyDraft(id, for: ask.actor))
        }
        site.post(Paths.stories, access: writers, input: KeepStory.self, receipt: ReceiptPage.self, limit: 256 << 10, summary: Words("撰写文章", "Write a story"),
            form: { ask, filled in StoryFormPage(try await house.storyDraft(for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.story, access: writers, input: KeepStory.self, receipt: ReceiptPage.self, limit: 256 << 10, summary: Words("修改文章", "Change a story"),
            form: { ask, filled, id in StoryFormPage(try await house.storyDraft(id, for: ask.actor), filled) }
        ) { ask, input, id in
            .seeOther(Paths.story(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.storyPictures, access: writers, input: StoryPictureForm.self, receipt: ReceiptPage.self, summary: Words("上传图片", "Add a picture to a story"),
            form: { ask, filled, id in StoryPage(try await house.story(id, for: ask.actor), .picture, filled) }
        ) { ask, input, id in
            let verb = AddStoryPicture(name: input.file.name, words: input.words, bytes: input.file.bytes)
            return .seeOther(Paths.story(id).at("pictures"), ReceiptPage(try await verb(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.storyPictureRemoval, access: writers, input: RemoveStoryPicture.self, receipt: ReceiptPage.self, summary: Words("删除图片", "Remove a picture of a story")) { ask, input, id in
            .seeOther(Paths.story(id).at("pictures"), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.storySubmission, access: writers, input: SubmitStory.self, receipt: ReceiptPage.self, summary: Words("提交审核", "Submit a story for review"),
            form: { ask, filled, id in StoryPage(try await house.story(id, for: ask.actor), .submission, filled) }
        ) { ask, input, id in
            .seeOther(Paths.story(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.storyRecall, access: writers, input: RecallStory.self, receipt: ReceiptPage.self, summary: Words("撤回修改", "Take a story back from review")) { ask, input, id in
            .seeOther(Paths.story(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
    }

    private func addStoryReview(to site: inout Site) {
        let house = house, reviewers = Access.any(of: .power(.publish), .power(.supervise))
        site.post(Paths.storyPublication, access: reviewers, input: PublishStory.self, receipt: ReceiptPage.self, summary: Words("审核发布", "Publish a story"),
            form: { ask, filled, id in StoryPage(try await house.story(id, for: ask.actor), .ruling, filled) }
        ) { ask, input, id in
            .seeOther(Paths.story(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.storyReturn, access: reviewers, input: ReturnStory.self, receipt: ReceiptPage.self, summary: Words("退回修改", "Return a story to its writer"),
            form: { ask, filled, id in StoryPage(try await house.story(id, for: ask.actor), .ruling, filled) }
        ) { ask, input, id in
            .seeOther(Paths.keptStories(), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.storyWithdrawal, access: .any(of: .organisation, .staff), input: WithdrawStory.self, receipt: ReceiptPage.self, summary: Words("撤下文章", "Withdraw a story"),
            form: { ask, filled, id in StoryPage(try await house.story(id, for: ask.actor), .withdrawal, filled) }
        ) { ask, input, id in
            .seeOther(Paths.story(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
    }

    private func addFeeds(to site: inout Site) {
        let house = house, name = house.library.programmes.first?.name ?? Words("人才驿站", "Talent stations")
        site.document(Paths.atomFeed, type: "application/atom+xml", tag: "feeds", summary: Words("更新订阅（Atom）", "What is new, as Atom")) { ask in
            Feed(name: name, items: try await house.news(), origin: ask.origin, language: ask.language, zone: ask.zone).atom.bytes
        }
        site.document(Paths.rssFeed, type: "application/rss+xml", tag: "feeds", summary: Words("更新订阅（RSS）", "What is new, as RSS")) { ask in
            Feed(name: name, items: try await house.news(), origin: ask.origin, language: ask.language, zone: ask.zone).rss.bytes
        }
        let file = QueryField("file", Words("分卷号，从 1 起", "One of the files, from 1"), Int.self)
        site.document(Paths.siteMap, type: "application/xml", query: [file], tag: "feeds", summary: Words("网站地图", "The map of the site")) { ask in
            let file: Int? = try ask.query.value("file")
            return ForRobots.map(try await house.siteMap(file: file), isFirst: (file ?? 1) == 1, origin: ask.origin, zone: ask.zone).bytes
        }
        site.document(Paths.robots, type: "text/plain", tag: "feeds", summary: Words("搜索引擎规则", "What search engines may ask for")) { ask in
            Array(ForRobots.rules(origin: ask.origin, isDemo: ask.isDemo).utf8)
        }
    }
}

/// What the form of a picture sends.
struct StoryPictureForm: Codable, Sendable {
    let file: Upload
    /// What is on it.
    let words: String
}
