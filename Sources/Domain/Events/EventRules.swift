/// What a programme says of events (二(三)1): their kinds, who consents to its name, and to whom city events are offered first. From the file's section
/// `events`; nothing here knows a city.
public struct EventRules: Sendable, Hashable {
    public let clause: Clause?
    /// The kinds of event; a target names those that count.
    public let types: [Programme.Choice]
    /// The procedure of a station's yearly plan.
    public let plan: String
    /// An event of so many seats or more is large: it needs an emergency plan and a safety plan.
    public let largeFrom: Int

    public init(clause: Clause?, types: [Programme.Choice], plan: String, largeFrom: Int) {
        self.clause = clause
        self.types = types
        self.plan = plan
        self.largeFrom = largeFrom
    }

    public func type(_ id: String) -> Programme.Choice? { types.first { $0.id == id } }
}
