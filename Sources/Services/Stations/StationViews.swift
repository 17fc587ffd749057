import Domain

public struct ProgrammeSummary: Codable, Sendable, Hashable {
    public let id: String
    public let name: Words
    public let title: String
    public let version: Day
    public let trialFrom: Day
    public let trialTo: Day
}

/// A target of the notice with its live count; the count opens to its evidence.
public struct TargetView: Codable, Sendable, Hashable {
    public let id: String
    public let name: Words
    public let goal: Int
    public let count: Int
    /// Different people behind it 人, where it counts occurrences 人次; nil where so few would say who they are.
    public let persons: Int?
    public let unit: Words
    public let by: Day
    public let clause: Clause?
    /// How it is counted, in words.
    public let rule: Words
}

public struct StationSummary: Codable, Sendable, Hashable {
    public let id: ID<Station>
    public let name: String
    public let organisation: String
    public let level: String
    public let levelName: Words
    public let kind: String
    public let kindName: Words
    public let field: String
    public let fieldName: Words
    public let area: String
    public let areaName: Words
    public let recognisedOn: Day
    public let plaque: String
    public let plaqueState: PlaqueState
}

public enum PlaqueState: String, Codable, Sendable, Hashable, CaseIterable { case valid, suspended, withdrawn }

public struct StationFilter: Codable, Sendable, Hashable {
    public var level: String?
    public var kind: String?
    public var field: String?
    public var area: String?
    public var text: String?
    public var after: ID<Station>?

    public init(level: String? = nil, kind: String? = nil, field: String? = nil, area: String? = nil, text: String? = nil, after: ID<Station>? = nil) {
        self.level = level
        self.kind = kind
        self.field = field
        self.area = area
        self.text = text
        self.after = after
    }
}

public struct StationList: Codable, Sendable, Hashable {
    public let stations: [StationSummary]
    public let total: Int
    public let filter: StationFilter
    public let levels: [ConditionName]
    public let kinds: [ConditionName]
    public let fields: [ConditionName]
    public let areas: [ConditionName]
    public let next: ID<Station>?
}

public struct StationView: Codable, Sendable, Hashable {
    public let summary: StationSummary
    public let address: String
    public let introduction: String
    public let creditCode: String
    public let document: DocumentSummary
    public let plaque: PlaqueView
    public let notices: [NoticeSummary]
    /// Where one can stay; none while the plaque is not valid.
    public let places: [FrontPlace]
    /// The next three.
    public let events: [EventSummary]
    public let stories: [StorySummary]
    public let front: StationFront
}

/// What anyone who scans a plaque's code sees.
public struct PlaqueView: Codable, Sendable, Hashable {
    public let number: String
    /// The words on it: `青岛市人才驿站`.
    public let words: String
    public let state: PlaqueState
    public let since: Day
    public let issuedOn: Day
    public let reason: String?
    public let clause: Clause?
    public let station: ID<Station>
    public let stationName: String
    public let organisation: String
    public let kindName: Words
    public let levelName: Words
    public let areaName: Words
    public let documentNumber: String
    public let issuer: Words
    public let mayChange: Bool
}

public struct DocumentSummary: Codable, Sendable, Hashable {
    public let id: ID<Document>
    public let name: String
    public let number: String
    public let issuedOn: Day
    public let officeName: Words
}

/// A recognition document 认定文件, whole.
public struct DocumentView: Codable, Sendable, Hashable {
    public let summary: DocumentSummary
    public let body: [String]
    public let stations: [StationSummary]
    public let bodyHash: String
}

/// A determination meeting.
public struct MeetingView: Codable, Sendable, Hashable {
    public enum State: String, Codable, Sendable, Hashable, CaseIterable { case recorded, signed, dropped }

    public let id: ID<Meeting>
    public let round: ID<Round>
    public let heldOn: Day
    public let officeName: Words
    public let state: State
    /// Names with their office, one per line as entered.
    public let present: [Attendance]
    public let recused: [Attendance]
    public let minutes: String
    public let rulings: [MeetingRuling]
    public let recordedBy: String
    public let signedBy: String?
    public let maySign: Bool
    public let mayIssue: Bool
    public let document: DocumentSummary?
}

public struct Attendance: Codable, Sendable, Hashable {
    public let office: String
    public let name: String
    /// Why somebody is recused 回避; empty for those present.
    public let reason: String

    public init(office: String, name: String, reason: String) {
        self.office = office
        self.name = name
        self.reason = reason
    }
}

public struct MeetingRuling: Codable, Sendable, Hashable {
    public let id: ID<Case>
    public let title: String
    public let organisation: String
    public let ruling: Ruling
    public let reason: String
    public let upheldObjections: Int
}

/// What a meeting can rule on now.
public struct MeetingAgenda: Codable, Sendable, Hashable {
    public let round: RoundSummary
    public let office: String
    public let offices: [ConditionName]
    public let ready: [RoundCase]
    /// Held back, each with the reason: an objection is open, the notice still runs.
    public let held: [HeldCase]
}

public struct HeldCase: Codable, Sendable, Hashable {
    public let summary: CaseSummary
    public let reason: Words
}
