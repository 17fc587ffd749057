import Domain
import SQL

/// A story's writers say that it is ready.
///
/// Effects: it waits for a second person and does not change meanwhile; the offices that may review it are told; an audit record. Refused where something is missing,
/// or where nobody has said that those named agree.
public struct SubmitStory: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Story>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            try act.submit(try act.loadOwnDraft(id))
            return Receipt(.story, id.rawValue)
        }
    }
}

/// A story's writers take it back before anybody has ruled on it.
///
/// Effects: it is a draft again; an audit record.
public struct RecallStory: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Story>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let story = try act.loadStory(id, where: StoryAccess.own(actor))
            try act.move(story, .recall, verb: "story_recalled")
            return Receipt(.story, id.rawValue)
        }
    }
}

/// A second person, of an office that publishes or supervises, asks for changes.
///
/// Effects: the story is a draft again; its writer is told, and reads why; an audit record with the reason.
public struct ReturnStory: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Story>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try StoryFlow.checkReason(reason)
        return try await house.perform(by: actor, once: once) { act in
            let story = try act.loadStory(id, where: StoryAccess.reviewed(by: actor, house.library))
            let kept = try act.keepReason(reason.trimmed, audience: .applicant)
            try act.move(story, .return, verb: "story_returned", reason: kept, setting: ", reason_id = \(kept.id)")
            try act.tell(story.writtenBy, Words("宣传稿退回修改：\(story.title)", "A story was returned: \(story.title)"),
                Words("请按审核意见修改后再次提交。意见见稿件页面。", "Change it as the reviewer asks, and submit it again. The reason is on its page."), link: Receipt(.story, id.rawValue))
            return Receipt(.story, id.rawValue)
        }
    }
}

/// A second person, of an office that publishes or supervises, publishes a story as they have read it.
///
/// Effects: anybody may read it, and feeds name it; its writer is told; an audit record. Refused for whoever wrote any of it, and where it is another version by now.
public struct PublishStory: Codable, Sendable {
    /// The version that was read.
    public let version: Int

    public init(version: Int) { self.version = version }

    public func callAsFunction(_ house: House, _ id: ID<Story>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            guard let account = actor.account else { throw Refusal.unauthenticated }
            let story = try act.loadStory(id, where: StoryAccess.reviewed(by: actor, house.library))
            guard story.version == version else { throw StoryFlow.changed }
            let missing = StoryFlow.missing(summary: story.summary, body: story.body, agreed: story.agreedAt != nil)
            guard missing.isEmpty else { throw StoryFlow.incomplete(missing) }
            try act.move(story, .publish, verb: "story_published", setting: ", published_by = \(account), published_at = \(act.now), reason_id = NULL", detail: ["version": String(version)])
            if story.writtenBy != account {
                try act.tell(story.writtenBy, Words("宣传稿已发布：\(story.title)", "A story was published: \(story.title)"), Words("现在任何人都可以阅读。", "Anybody may read it now."), link: Receipt(.story, id.rawValue))
            }
            return Receipt(.story, id.rawValue)
        }
    }
}

/// Those whose a published story is, or an office that looks after it, take it away.
///
/// Effects: its text and pictures are shown no more, the reason is, to everybody; its writer is told; an audit record with the reason.
public struct WithdrawStory: Codable, Sendable {
    /// Public.
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Story>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try StoryFlow.checkReason(reason)
        return try await house.perform(by: actor, once: once) { act in
            let story = try act.loadStory(id, where: "(\(StoryAccess.own(actor)) OR \(StoryAccess.supervised(by: actor, house.library)))")
            let kept = try act.keepReason(reason.trimmed, audience: .public)
            try act.move(story, .withdraw, verb: "story_withdrawn", reason: kept, setting: ", withdrawn_at = \(act.now), reason_id = \(kept.id)")
            if story.writtenBy != actor.account {
                try act.tell(story.writtenBy, Words("宣传稿已撤下：\(story.title)", "A story was withdrawn: \(story.title)"), Words("撤下原因已公开，见稿件页面。", "The reason is public, on its page."), link: Receipt(.story, id.rawValue))
            }
            return Receipt(.story, id.rawValue)
        }
    }
}

enum StoryFlow {
    static func refusal(_ state: StoryState) -> Refusal {
        switch state {
        case .draft: Refusal(.conflict, "story_draft", Words("这篇稿件是草稿", "This story is a draft"))
        case .review: Refusal(.conflict, "story_review", Words("这篇稿件正在审核，不能修改", "This story is in review and does not change"), next: Words("可先撤回，修改后再提交", "Take it back, change it, and submit it again"))
        case .published: Refusal(.conflict, "story_published", Words("这篇稿件已经发布", "This story is published"), next: Words("如有错误，可撤下并说明原因", "Withdraw it, with a reason, if something is wrong"))
        case .withdrawn: Refusal(.conflict, "story_withdrawn", Words("这篇稿件已经撤下", "This story is withdrawn"))
        }
    }

    static let changed = Refusal(.conflict, "story_changed", Words("稿件内容已有变化，请重新查看", "The story has changed meanwhile; read it again"), next: Words("请刷新页面", "Reload the page"))

    /// What a draft may lack and a story may not.
    static func missing(summary: String, body: String, agreed: Bool) -> [Refusal.Field] {
        var fields: [Refusal.Field] = []
        func need(_ field: String, _ text: String, _ range: ClosedRange<Int>) {
            if !range.contains(text.count) { fields.append(.init(field, Words("请填写 \(range.lowerBound) 至 \(range.upperBound) 字", "\(range.lowerBound) to \(range.upperBound) characters"))) }
        }
        need("summary", summary, StoryRules.summary)
        need("body", body, StoryRules.body)
        if !agreed { fields.append(.init("agreed", Words("请确认文中提到的人均已同意公开", "Say that everybody who is named has agreed"))) }
        return fields
    }

    /// The same, where the fields are on another form, so that the words name them.
    static func incomplete(_ fields: [Refusal.Field]) -> Refusal {
        let names = ["summary": Words("摘要", "Summary"), "body": Words("正文", "Text"), "agreed": Words("被写到的人的同意", "Agreement of those named")]
        func text(_ language: Language) -> String {
            fields.map { field in "\(names[field.field].map { $0(language) } ?? field.field)：\(field.words(language))" }.joined(separator: language == .zh ? "；" : "; ")
        }
        return Refusal(.invalid, "story_incomplete", Words("稿件还不能提交：\(text(.zh))", "The story cannot be submitted yet: \(text(.en))"), next: Words("请先修改稿件", "Change the story first"))
    }

    static func checkReason(_ reason: String) throws {
        guard (5...1000).contains(reason.trimmed.count) else { throw Refusal.invalid([.init("reason", Words("请写明理由（5 至 1000 字）", "Say why, in 5 to 1000 characters"))]) }
    }
}

extension Act {
    /// The one door through which a story changes its state: a compare-and-swap and an audit record.
    /// - Parameter setting: further columns, each with a comma before it.
    func move(_ story: StoredStory, _ step: StoryState.Step, verb: String, reason: KeptReason? = nil, setting: SQL = .empty, detail: [String: String] = [:]) throws {
        guard let after = story.state.after(step) else { throw StoryFlow.refusal(story.state) }
        let changed = try tx.run("UPDATE stories SET state = \(after), changed_at = \(now)\(setting) WHERE id = \(story.id) AND state = \(story.state) AND version = \(story.version)")
        guard changed == 1 else { throw StoryFlow.changed }
        audit("story", story.id.rawValue, verb, from: story.state.rawValue, to: after.rawValue, reason: reason, detail: detail)
    }

    func submit(_ story: StoredStory) throws {
        let missing = StoryFlow.missing(summary: story.summary, body: story.body, agreed: story.agreedAt != nil)
        guard missing.isEmpty else { throw StoryFlow.incomplete(missing) }
        try move(story, .submit, verb: "story_submitted", detail: ["version": String(story.version)])
        let programme = try house.library.programme(story.programme)
        let about: String? = try story.station.flatMap { try tx.value("SELECT area FROM stations WHERE id = \($0)") }
        let area = story.office.map { programme.office($0)?.area } ?? about
        // Those nearest: the district's where it has offices that publish, else the city's. Who else may review finds it in the list.
        let publishing = programme.offices.filter { $0.powers.contains(.publish) }, near = publishing.filter { $0.area != nil && $0.area == area }
        for office in near.isEmpty ? publishing.filter({ $0.area == nil }) : near {
            try tell(office: office.id, [.handler], programme: programme.id, Words("有宣传稿待审核：\(story.title)", "A story waits for review: \(story.title)"),
                Words("请在稿件页面审核发布或退回。", "Publish it or return it on its page."), link: Receipt(.story, story.id.rawValue))
        }
    }
}
