import Domain
import SQL

/// A story's writers add a picture to a draft: JPEG or PNG by its first bytes, at most 10 MB.
///
/// Effects: two files drawn anew from its pixels, 1600 and 480 pixels on the longest side at most, without anything that stood beside them, encrypted and synced before
/// their rows are committed; the picture, and where it is the first one the story's own; an audit record. What came in is kept nowhere.
public struct AddStoryPicture: Sendable {
    public let name: String
    /// What is on it, for those who do not see it.
    public let words: String
    public let bytes: [UInt8]

    public init(name: String, words: String, bytes: [UInt8]) {
        self.name = name
        self.words = words
        self.bytes = bytes
    }

    public func callAsFunction(_ house: House, _ id: ID<Story>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard StoryRules.pictureWords.contains(words.trimmed.count) else {
            throw Refusal.invalid([.init("words", Words("请用 \(StoryRules.pictureWords.lowerBound) 至 \(StoryRules.pictureWords.upperBound) 字说明图片内容", "Say in \(StoryRules.pictureWords.lowerBound) to \(StoryRules.pictureWords.upperBound) characters what is on it"))])
        }
        guard try Uploads.type(of: bytes, name: name).hasPrefix("image/") else { throw Refusal.invalid([.init("file", Words("只收 JPEG、PNG 图片", "JPEG or PNG pictures only"))]) }
        // Nothing is drawn for what would be refused anyway; the transaction asks again.
        try await house.database.read { tx in
            guard try tx.row("SELECT t.id FROM stories t WHERE t.id = \(id) AND t.state = 'draft' AND \(StoryAccess.own(actor))") != nil else { throw Refusal.notFound }
            try StoryPictures.mayAdd(tx, id)
        }
        let large = try await house.papers.picture(bytes, longest: StoryRules.large), small = try await house.papers.picture(large, longest: StoryRules.small)
        let size = try StoryPictures.size(large)
        _ = try StoryPictures.size(small)
        let names = (large: try Uploads.newName(house), small: try Uploads.newName(house))
        try await house.files.write(try house.secrets.sealFile(large, id: names.large), name: names.large)
        try await house.files.write(try house.secrets.sealFile(small, id: names.small), name: names.small)
        return try await house.perform(by: actor, once: once) { act in
            let story = try act.loadOwnDraft(id)
            try StoryPictures.mayAdd(act.tx, id)
            for (file, bytes) in [(names.large, large), (names.small, small)] {
                try Uploads.keep(act, file: file, programme: story.programme, caseID: nil, question: "story.picture", name: name, type: "image/jpeg", bytes: bytes, by: actor)
            }
            try act.tx.run("""
                INSERT INTO story_pictures (file, small, story_id, words, width, height, created_at)
                VALUES (\(names.large), \(names.small), \(id), \(words.trimmed), \(size.width), \(size.height), \(act.now))
                """)
            try act.tx.run("UPDATE stories SET picture = \(story.picture?.rawValue ?? names.large), version = version + 1, changed_at = \(act.now) WHERE id = \(id) AND state = 'draft'")
            act.audit("story", id.rawValue, "story_picture_added", detail: ["file": names.large, "sha256": house.secrets.sha256(large)])
            return Receipt(.story, id.rawValue)
        }
    }
}

/// A story's writers take a picture out of a draft.
///
/// Effects: the picture and the rows of its files; where it was the story's own, the next one is; an audit record.
public struct RemoveStoryPicture: Codable, Sendable {
    public let file: ID<StoredFile>

    public init(file: ID<StoredFile>) { self.file = file }

    public func callAsFunction(_ house: House, _ id: ID<Story>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            _ = try act.loadOwnDraft(id)
            guard let small: ID<StoredFile> = try act.tx.value("SELECT small FROM story_pictures WHERE story_id = \(id) AND file = \(file)") else { throw Refusal.notFound }
            try act.tx.run("DELETE FROM story_pictures WHERE file = \(file)")
            try act.tx.run("DELETE FROM files WHERE id IN (\(file), \(small))")
            let first: String? = try act.tx.row("SELECT file FROM story_pictures WHERE story_id = \(id) ORDER BY created_at, file LIMIT 1").map { try $0("file") }
            try act.tx.run("UPDATE stories SET picture = \(first), version = version + 1, changed_at = \(act.now) WHERE id = \(id) AND state = 'draft'")
            act.audit("story", id.rawValue, "story_picture_removed", detail: ["file": file.rawValue])
            return Receipt(.story, id.rawValue)
        }
    }
}

/// A picture of a story, in either size: for everybody once the story is published, before that and after for those who may read it.
public struct ReadStoryPicture: Sendable {
    public let file: ID<StoredFile>

    public init(file: ID<StoredFile>) { self.file = file }

    /// - Returns: a JPEG, and whether it is everybody's.
    public func callAsFunction(_ house: House, of id: ID<Story>, by actor: Actor) async throws -> (bytes: [UInt8], isPublic: Bool) {
        let library = house.library
        let (sha256, isPublic) = try await house.database.read { tx in
            guard let row = try tx.row("""
                SELECT t.state AS state, f.sha256 AS sha256 FROM stories t JOIN story_pictures x ON x.story_id = t.id JOIN files f ON f.id = x.file OR f.id = x.small
                WHERE t.id = \(id) AND f.id = \(file) AND \(StoryReader.readable(actor, library))
                """) else { throw Refusal.notFound }
            return (try row("sha256") as String, try row("state") == StoryState.published)
        }
        let bytes = try house.secrets.openFile(try await house.files.read(file.rawValue), id: file.rawValue)
        guard house.secrets.sha256(bytes) == sha256 else { throw Unexpected("file \(file) does not have its hash") }
        return (bytes, isPublic)
    }
}

enum StoryPictures {
    static func mayAdd(_ tx: any Transaction, _ id: ID<Story>) throws {
        let there: Int = try tx.value("SELECT COUNT(*) FROM story_pictures WHERE story_id = \(id)") ?? 0
        guard there < StoryRules.pictures else {
            throw Refusal.invalid([.init("file", Words("最多 \(StoryRules.pictures) 张图片，请先删除旧的", "At most \(StoryRules.pictures) pictures; remove one first"))])
        }
    }

    /// - Throws: when what the maker of pictures gave back is no JPEG, or carries more than its pixels: nothing of the kind is ever stored.
    static func size(_ bytes: [UInt8]) throws -> (width: Int, height: Int) {
        guard let facts = JPEGFacts(bytes), facts.width > 0, facts.height > 0 else { throw Unexpected("a picture that is no JPEG") }
        guard !facts.hasMetadata else { throw Unexpected("a picture with metadata") }
        return (facts.width, facts.height)
    }
}
