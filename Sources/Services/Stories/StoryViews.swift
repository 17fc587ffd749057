import Domain

/// A policy of the library as stories name it.
public struct StoryPolicy: Codable, Sendable, Hashable {
    public let id: ID<Policy>
    public let title: Words
}

/// A picture of a story, without metadata, in two sizes.
public struct StoryPicture: Codable, Sendable, Hashable {
    /// 1600 pixels on the longest side at most.
    public let file: ID<StoredFile>
    /// 480 at most.
    public let small: ID<StoredFile>
    /// What is on it.
    public let words: String
    /// Of the large one, in pixels.
    public let width: Int
    public let height: Int
}

/// A story in a list.
public struct StorySummary: Codable, Sendable, Hashable {
    public let id: ID<Story>
    public let kind: StoryKind
    public let state: StoryState
    public let title: String
    public let summary: String
    public let picture: StoryPicture?
    /// The station or the office that wrote it.
    public let author: Words
    public let station: ID<Station>?
    public let stationName: String?
    public let publishedAt: Instant?
    public let changedAt: Instant
}

public struct StoryList: Codable, Sendable, Hashable {
    public let stories: [StorySummary]
    public let kind: StoryKind?
    public let station: ID<Station>?
    public let stationName: String?
    public let total: Int
    /// The `after` of the next page.
    public let next: ID<Story>?
    /// Whether the reader may write stories, or review them.
    public let mayKeep: Bool
}

/// One story as somebody may see it. Of a withdrawn one the public sees when and why, and nothing of what it said.
public struct StoryView: Codable, Sendable, Hashable {
    public let id: ID<Story>
    public let kind: StoryKind
    public let state: StoryState
    public let title: String
    public let summary: String
    /// In the markup of `StoryText`.
    public let body: String
    public let pictures: [StoryPicture]
    public let author: Words
    public let station: ID<Station>?
    public let stationName: String?
    public let policy: StoryPolicy?
    public let version: Int
    public let publishedAt: Instant?
    public let withdrawnAt: Instant?
    /// Whether a writer has said that everybody named agrees.
    public let agreed: Bool
    /// Why it was withdrawn; to its writers and reviewers also why it was returned.
    public let reason: String?
    /// Whether the reader is one of those whose it is.
    public let isOwn: Bool
    /// Whether the reader may rule on it: a second person of an office that publishes or supervises.
    public let mayReview: Bool
    public let mayWithdraw: Bool
}

/// What the form of a story offers, and what is written so far.
public struct StoryDraftView: Codable, Sendable, Hashable {
    public struct Choice: Codable, Sendable, Hashable {
        public let id: ID<Station>
        public let name: String
    }

    /// Nil for a new one.
    public let story: StoryView?
    /// The stations that the writer may write about.
    public let stations: [Choice]
    public let policies: [StoryPolicy]
    /// An office writes: it need not be about a station.
    public let isOffice: Bool
}

/// The stories of somebody who writes or reviews.
public struct KeptStories: Codable, Sendable, Hashable {
    /// What waits for the reader's review, the longest waiting first.
    public let waiting: [StorySummary]
    /// Of the reader's stations and offices, the last changed first.
    public let own: [StorySummary]
    public let mayReview: Bool
}

/// Something new on the site: what feeds are made of.
public struct NewsItem: Sendable, Hashable {
    public enum Thing: Sendable, Hashable {
        case story(ID<Story>, StoryKind), notice(ID<Notice>), event(ID<Event>)
    }

    public let thing: Thing
    public let title: String
    public let summary: String
    public let author: Words
    public let at: Instant
}

/// A public page that search engines may know of.
public struct MappedPage: Sendable, Hashable {
    public enum Thing: Sendable, Hashable {
        case station(ID<Station>), job(ID<Job>), event(ID<Event>), story(ID<Story>), policy(ID<Policy>), notice(ID<Notice>), lodging(ID<Lodging>)
    }

    public let thing: Thing
    /// When it last changed, where that is known.
    public let changed: Instant?
}

/// The public pages, in pieces that each fit one file.
public enum SiteMap: Sendable, Hashable {
    case pages([MappedPage])
    /// So many files, numbered from 1.
    case files(Int)
}
