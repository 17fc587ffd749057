import Domain

/// One of what was found, of any lane.
public struct FindHit: Codable, Sendable, Hashable {
    public let lane: Find
    /// Of the policy, the entry or the job; of a person a code that holds for this search of this organisation alone.
    public let id: String
    public let title: MarkedText
    /// Where the English title is another.
    public let titleEn: MarkedText?
    /// One line of what it says, from around the first of the words.
    public let why: MarkedText?
    public let whyEn: MarkedText?
    /// Where it is, or who keeps it.
    public let place: Words?

    init(lane: Find, id: String, title: Words, why: Words?, place: Words?, marking words: [String]) {
        self.lane = lane
        self.id = id
        self.title = MarkedText(title.zh, marking: words)
        titleEn = title.en == title.zh ? nil : MarkedText(title.en, marking: words)
        self.why = why.map { MarkedText.snippet($0.zh, marking: words) }
        whyEn = why.flatMap { $0.en == $0.zh ? nil : MarkedText.snippet($0.en, marking: words) }
        self.place = place
    }
}

/// How many there are in a lane.
public struct FindLane: Codable, Sendable, Hashable {
    public let lane: Find
    /// Nil where the actor may not know: people.
    public let count: Int?
    /// The newest, where nothing was typed.
    public let newest: [FindHit]
}

public struct FindsView: Codable, Sendable, Hashable {
    /// As typed; nil where nothing was.
    public let text: String?
    /// One lane alone; nil for all together.
    public let lane: Find?
    /// From 1.
    public let page: Int
    public let perPage: Int
    /// How far pages can be turned.
    public let lastPage: Int
    public let total: Int
    /// Nothing has all the words; what has some of them is shown.
    public let isLoose: Bool
    /// Jobs and people are still being read after a start.
    public let isPreparing: Bool
    /// Whether the actor may look for people.
    public let seesPeople: Bool
    public let lanes: [FindLane]
    public let hits: [FindHit]
}
