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
    /// The kind that is a job fair: on site it needs those plans whatever its size, and its employers verified.
    public let fairType: String?
    /// Days after its last hour within which a held event is recorded; nil without a limit.
    public let recordDays: Int?
    /// Nil where no event runs in an authority's name.
    public let consent: Consent?
    /// Nil where offices' events are not offered to stations.
    public let offers: Offers?

    public init(
        clause: Clause?, types: [Programme.Choice], plan: String, largeFrom: Int, fairType: String? = nil, recordDays: Int? = nil, consent: Consent? = nil, offers: Offers? = nil
    ) {
        self.clause = clause
        self.types = types
        self.plan = plan
        self.largeFrom = largeFrom
        self.fairType = fairType
        self.recordDays = recordDays
        self.consent = consent
        self.offers = offers
    }

    public func type(_ id: String) -> Programme.Choice? { types.first { $0.id == id } }

    /// Who lets stations use its name 建站审批单位, and in which words.
    public struct Consent: Sendable, Hashable {
        public let clause: Clause?
        /// The office that consents, by the station's level.
        public let by: [String: OfficeReference]
        /// The wordings that there are; the first is the usual one.
        public let wordings: [Wording]

        public init(clause: Clause?, by: [String: OfficeReference], wordings: [Wording]) {
            self.clause = clause
            self.by = by
            self.wordings = wordings
        }

        public func wording(_ id: String) -> Wording? { wordings.first { $0.id == id } }
    }

    /// `{authority}主办，{station}承办`
    public struct Wording: Sendable, Hashable {
        public let id: String
        public let template: String

        public init(id: String, template: String) {
            self.id = id
            self.template = template
        }

        /// The exact words, with the names filled in.
        public func words(authority: String, station: String) -> String {
            template.replacing("{authority}", with: authority).replacing("{station}", with: station)
        }
    }

    /// How an office's event is offered to stations before others.
    public struct Offers: Sendable, Hashable {
        /// What decides the order, each before the next; the rest goes by the day of recognition.
        public enum Ground: String, Sendable, Hashable, Codable, CaseIterable { case field, capacity, score }

        public let clause: Clause?
        public let order: [Ground]
        /// How many stations are asked at the same time.
        public let atOnce: Int
        /// Working days within which a station answers.
        public let answerWithin: Int
        /// The question of the application that says how large the venue is: `venue.area`.
        public let venue: String?
        /// Square metres that one person takes.
        public let metresEach: Int

        public init(clause: Clause?, order: [Ground], atOnce: Int, answerWithin: Int, venue: String?, metresEach: Int) {
            self.clause = clause
            self.order = order
            self.atOnce = atOnce
            self.answerWithin = answerWithin
            self.venue = venue
            self.metresEach = metresEach
        }
    }
}
