/// What ids of evaluation periods name (二(二)3).
public enum EvaluationPeriod {}
/// What ids of objections to a scorecard name.
public enum ScoreObjection {}
/// What ids of best practices name 经验做法 (二(二)3).
public enum Practice {}

/// Points with three decimals: 87.125 is 87125. Never a floating-point number.
public struct Points: Hashable, Comparable, Sendable, Codable {
    public let thousandths: Int64

    public init(thousandths: Int64) { self.thousandths = thousandths }

    public static let zero = Points(thousandths: 0)
    public static func < (left: Points, right: Points) -> Bool { left.thousandths < right.thousandths }

    /// `87.13`, half up.
    public var text: String {
        let hundredths = (thousandths.magnitude + 5) / 10
        return "\(thousandths < 0 ? "-" : "")\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    public init(from decoder: any Decoder) throws { thousandths = try decoder.singleValueContainer().decode(Int64.self) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(thousandths)
    }
}

/// The detailed rules 实施细则 of one evaluation as a programme states them (二(二)3). From the file's section `evaluation`. A period keeps the hash of the
/// programme that was in force when it was opened, and is judged under it to its end.
public struct EvaluationRules: Sendable, Hashable {
    public let clause: Clause?
    /// Whether the detailed rules have been issued: the document's number. Nil: every score is a trial one 试算.
    public let issued: String?
    public let indicators: [Indicator]
    public let grades: [Grade]
    /// Occurrences that make a station fail whatever its points: `safety_accident`, `fraud`.
    public let vetoes: [Programme.Choice]
    public let panel: Panel
    /// After so many failing periods in a row a station loses its title; 1 means at once.
    public let failuresInARow: Int
    /// The procedure by which objections to a scorecard are decided.
    public let objection: String
    /// Working days for which the results are in public notice, and in which a station may object.
    public let noticeLasts: Int
    /// Working days that a station has for what it must improve.
    public let improveWithin: Int

    public init(
        clause: Clause?, issued: String?, indicators: [Indicator], grades: [Grade], vetoes: [Programme.Choice], panel: Panel, failuresInARow: Int,
        objection: String = "score_objection", noticeLasts: Int = 5, improveWithin: Int = 20
    ) {
        self.clause = clause
        self.issued = issued
        self.indicators = indicators
        self.grades = grades
        self.vetoes = vetoes
        self.panel = panel
        self.failuresInARow = failuresInARow
        self.objection = objection
        self.noticeLasts = noticeLasts
        self.improveWithin = improveWithin
    }

    public func indicator(_ id: String) -> Indicator? { indicators.first { $0.id == id } }

    /// One thing that is weighed. The weights add up to 100.
    public struct Indicator: Sendable, Hashable {
        /// Where its value comes from.
        public enum Source: Sendable, Hashable {
            /// Counted from records, as `CountedRecords` counts them: `per` of them give the full weight.
            case records(Counted, per: Int)
            /// Mean rating by the people served; `per` tenths of a star give the full weight.
            case satisfaction(per: Int)
            /// Part of the stated reports that came in time, in hundredths.
            case reports
            /// Scored by the expert group on evidence, 0 to 100.
            case experts
        }

        public let id: String
        public let name: Words
        /// Points of 100.
        public let weight: Int
        public let source: Source
        /// How far beyond its weight it may go, in hundredths: 120 lets 1.2 times the weight count. 100 by default.
        public let cap: Int
        public let clause: Clause?

        public init(id: String, name: Words, weight: Int, source: Source, cap: Int, clause: Clause?) {
            self.id = id
            self.name = name
            self.weight = weight
            self.source = source
            self.cap = cap
            self.clause = clause
        }
    }

    /// From the best to the worst.
    public struct Grade: Sendable, Hashable {
        /// What comes of a grade.
        public enum Consequence: String, Sendable, Hashable, Codable, CaseIterable { case reward, improve, withdraw, none }

        public let id: String
        public let name: Words
        /// The least points, in thousandths; nil for the last one.
        public let least: Points?
        /// At most the best so many in a hundred of the stations that were evaluated.
        public let topPercent: Int?
        public let consequence: Consequence

        public init(id: String, name: Words, least: Points?, topPercent: Int?, consequence: Consequence) {
            self.id = id
            self.name = name
            self.least = least
            self.topPercent = topPercent
            self.consequence = consequence
        }
    }

    /// The expert group 专家组.
    public struct Panel: Sendable, Hashable {
        /// How what the experts gave becomes one score.
        public enum Merge: String, Sendable, Hashable, Codable, CaseIterable {
            case mean
            /// The highest and the lowest are left out, where four or more scored.
            case trimmedMean = "trimmed_mean"
            case median
        }

        /// Experts for each station.
        public let experts: Int
        public let merge: Merge
        /// A score so many points (of 100) or more away from the median is flagged.
        public let outlier: Int

        public init(experts: Int, merge: Merge, outlier: Int) {
            self.experts = experts
            self.merge = merge
            self.outlier = outlier
        }
    }
}

/// What counts; each has one rule, written once (`CountedRecords`), that dashboards, reports, scorecards and rewards share.
public enum Counted: String, Sendable, Hashable, Codable, CaseIterable {
    /// Placements with all their evidence 人才资源配置.
    case placements
    /// Events held and confirmed.
    case events
    /// Stays whose guest came.
    case stays
    /// Nights slept.
    case nights
    /// Contacts of the service log.
    case contacts
    /// Requests closed with an outcome.
    case requests
    /// Mandates that an office granted.
    case mandates

    public var words: Words {
        switch self {
        case .placements: Words("人才资源配置", "Placements")
        case .events: Words("引才聚才活动", "Events")
        case .stays: Words("入住", "Stays")
        case .nights: Words("住宿床晚", "Nights")
        case .contacts: Words("服务台账", "Contacts")
        case .requests: Words("办结诉求", "Requests closed")
        case .mandates: Words("政策代办", "Mandates granted")
        }
    }

    public var unit: Words {
        switch self {
        case .placements, .contacts, .stays: Words("人次", "occurrences")
        case .events: Words("场", "events")
        case .nights: Words("床晚", "nights")
        case .requests, .mandates: Words("件", "cases")
        }
    }
}
