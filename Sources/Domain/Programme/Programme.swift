/// One notice as data: what a programme file says (programmes/*.yaml). Read and checked by `ProgrammeText`.
public struct Programme: Sendable {
    public let id: String
    public let name: Words
    /// The file's own date of effect; a newer version of a file is a new date.
    public let version: Day
    /// SHA-256 of the file's text in hex. A case names it, and is judged under it to its end.
    public let hash: String
    public let notice: Notice
    public let zone: Zone
    /// The id of the working-day calendar: `cn`.
    public let calendar: String
    public let levels: [Level]
    public let offices: [Office]
    public let areas: [Area]
    public let rounds: [Round]
    public let stationKinds: [Choice]
    public let fields: [Choice]
    /// How an organisation may do placement work: own licence, licensed partner, free and not commercial.
    public let placementGrounds: [Choice]
    public let targets: [Target]
    public let forms: [Form]
    public let procedures: [Procedure]
    /// Each value of the file that rests on a clause or is assumed, in the order of the file: what the public page shows beside the notice.
    public let provisions: [Provision]
    /// What stations and the city offer: free placement, lodging, …
    public let services: [Choice]
    /// What an evaluation weighs; the weights add up to 100. Empty where the file has no evaluation.
    public let indicators: [Indicator]
    /// The city itself, as a division code (3702); nil where no rule asks for it.
    public let division: TreeCode?
    /// The facts that rules may ask: the profile's, and those that the file adds.
    public let facts: FactCatalogue
    /// Nil where the programme has no lodging.
    public let lodging: LodgingRules?
    /// Nil where the programme has no jobs.
    public let jobs: JobRules?
    /// Nil where the programme records no placements.
    public let placements: PlacementRules?
    /// Nil where the programme has no events.
    public let events: EventRules?
    /// Nil where nobody's papers are done for them.
    public let agency: AgencyRules?
    /// Nil where nobody asks for anything.
    public let requests: RequestRules?
    /// Nil where directories need no checking.
    public let finds: FindRules?
    /// Nil where stations keep no log of their service.
    public let serviceLog: ServiceLogRules?

    public struct Notice: Sendable, Hashable {
        public let title: String
        /// The offices that the notice names as its authors.
        public let issuedBy: [String]
        public let trialFrom: Day
        public let trialTo: Day
        /// The notice's own clauses, each with a short statement of what it says.
        public let clauses: [ClauseText]

        public struct ClauseText: Sendable, Hashable {
            public let clause: Clause
            public let says: Words

            public init(clause: Clause, says: Words) {
                self.clause = clause
                self.says = says
            }
        }

        public init(title: String, issuedBy: [String], trialFrom: Day, trialTo: Day, clauses: [ClauseText]) {
            self.title = title
            self.issuedBy = issuedBy
            self.trialFrom = trialFrom
            self.trialTo = trialTo
            self.clauses = clauses
        }
    }

    /// City or district: which procedure recognises a station of this level.
    public struct Level: Sendable, Hashable {
        public let id: String
        public let name: Words
        public let procedure: String
        public let clause: Clause?

        public init(id: String, name: Words, procedure: String, clause: Clause?) {
            self.id = id
            self.name = name
            self.procedure = procedure
            self.clause = clause
        }
    }

    /// A city office or, with `area`, an office of an area. Ids of area offices are `AREA.ROLE`: `laoshan.hrss`.
    public struct Office: Sendable, Hashable {
        public let id: String
        public let name: Words
        public let area: String?
        public let powers: Set<Power>
        /// The line that a ruling passes inside the office 经办 → 复核 → 签发; one person acts alone where it has one place.
        public let signOff: [Place]
        public let clause: Clause?

        public init(id: String, name: Words, area: String?, powers: Set<Power>, signOff: [Place], clause: Clause?) {
            self.id = id
            self.name = name
            self.area = area
            self.powers = powers
            self.signOff = signOff
            self.clause = clause
        }
    }

    /// What an office may do; the closed set that `does:` names.
    public enum Power: String, Sendable, Hashable, Codable, CaseIterable {
        case oversee, forward, intake, review, publish, determine, issue, secretariat, supervise, evaluate, reward, pay, allocate
        case siteCheck = "site_check"
        case annualWorkPlan = "annual_work_plan"
    }

    /// A place in an office's line.
    public enum Place: String, Sendable, Hashable, Codable, CaseIterable {
        /// 经办
        case handler
        /// 复核
        case checker
        /// 签发
        case signer
    }

    public struct Area: Sendable, Hashable {
        public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
            /// 区市, with a division code
            case district
            /// 功能区, without one
            case zone
            /// 有关单位
            case unit
        }

        public let id: String
        public let name: Words
        public let kind: Kind
        /// GB/T 2260, only for districts.
        public let division: String?
        /// About the middle of it, where the file says one: where "nearest first" begins, and the only mark of a zone on the map.
        public let middle: WGS84?
        /// The role of its office that passes applications on.
        public let lead: String
        /// Whether it may set up stations of the district level (三(一)).
        public let mayRecognise: Bool

        public init(id: String, name: Words, kind: Kind, division: String?, middle: WGS84? = nil, lead: String, mayRecognise: Bool) {
            self.id = id
            self.name = name
            self.kind = kind
            self.division = division
            self.middle = middle
            self.lead = lead
            self.mayRecognise = mayRecognise
        }
    }

    /// A round 批次 as the file plans it.
    public struct Round: Sendable, Hashable {
        public let id: String
        public let name: Words
        public let level: String
        public let opens: Day
        public let closes: Day
        /// About how many stations; not a limit.
        public let places: Int

        public init(id: String, name: Words, level: String, opens: Day, closes: Day, places: Int) {
            self.id = id
            self.name = name
            self.level = level
            self.opens = opens
            self.closes = closes
            self.places = places
        }
    }

    /// One of a list to choose from.
    public struct Choice: Sendable, Hashable {
        public let id: String
        public let name: Words
        public let clause: Clause?

        public init(id: String, name: Words, clause: Clause?) {
            self.id = id
            self.name = name
            self.clause = clause
        }
    }

    public struct Target: Sendable, Hashable {
        public enum Count: String, Sendable, Hashable, Codable, CaseIterable {
            case recognisedStations = "recognised_stations"
            case heldEvents = "held_events"
            case placements
        }

        public let id: String
        public let name: Words
        public let count: Count
        public let level: String?
        /// The types of record that count, where the count has types.
        public let types: [String]
        public let goal: Int
        public let unit: Words
        public let by: Day
        public let clause: Clause?

        public init(id: String, name: Words, count: Count, level: String?, types: [String], goal: Int, unit: Words, by: Day, clause: Clause?) {
            self.id = id
            self.name = name
            self.count = count
            self.level = level
            self.types = types
            self.goal = goal
            self.unit = unit
            self.by = by
            self.clause = clause
        }
    }

    /// One thing that an evaluation weighs.
    public struct Indicator: Sendable, Hashable {
        public let id: String
        public let name: Words
        /// Points of 100.
        public let weight: Int
        public let clause: Clause?

        public init(id: String, name: Words, weight: Int, clause: Clause?) {
            self.id = id
            self.name = name
            self.weight = weight
            self.clause = clause
        }
    }

    /// Where a value of the file comes from.
    public struct Provision: Sendable, Hashable {
        public enum Source: Sendable, Hashable {
            /// The notice says so.
            case notice(Clause)
            /// The notice leaves it open; assumed for the given reason, in the context of the clause if one is given.
            case assumed(reason: String, Clause?)
        }

        /// Where it stands in the file: `procedures.recognition.steps.intake.within`.
        public let path: String
        /// The value in words: `2 个工作日`. Words on a plaque or document are the same in both languages.
        public let value: Words
        public let source: Source
        /// 1 is the file's first line.
        public let line: Int

        public init(path: String, value: Words, source: Source, line: Int) {
            self.path = path
            self.value = value
            self.source = source
            self.line = line
        }
    }

    public init(
        id: String, name: Words, version: Day, hash: String, notice: Notice, zone: Zone, calendar: String, levels: [Level], offices: [Office],
        areas: [Area], rounds: [Round], stationKinds: [Choice], fields: [Choice], placementGrounds: [Choice], targets: [Target],
        forms: [Form], procedures: [Procedure], provisions: [Provision], services: [Choice] = [], indicators: [Indicator] = [],
        division: TreeCode? = nil, facts: FactCatalogue = .profile, lodging: LodgingRules? = nil, jobs: JobRules? = nil, placements: PlacementRules? = nil,
        events: EventRules? = nil, agency: AgencyRules? = nil, requests: RequestRules? = nil, serviceLog: ServiceLogRules? = nil, finds: FindRules? = nil
    ) {
        self.id = id
        self.name = name
        self.version = version
        self.hash = hash
        self.notice = notice
        self.zone = zone
        self.calendar = calendar
        self.levels = levels
        self.offices = offices
        self.areas = areas
        self.rounds = rounds
        self.stationKinds = stationKinds
        self.fields = fields
        self.placementGrounds = placementGrounds
        self.targets = targets
        self.forms = forms
        self.procedures = procedures
        self.provisions = provisions
        self.services = services
        self.indicators = indicators
        self.division = division
        self.facts = facts
        self.lodging = lodging
        self.jobs = jobs
        self.placements = placements
        self.events = events
        self.agency = agency
        self.requests = requests
        self.finds = finds
        self.serviceLog = serviceLog
    }

    /// What rules need beside a person's facts. A station's area that has no division code of its own (a functional zone) stays unknown unless
    /// the divisions that it lies in are given.
    public func ruleContext(today: Day, area: String? = nil, divisions: [TreeCode] = []) -> RuleContext {
        let own = area.flatMap(self.area)?.division.flatMap { TreeCode(division: $0) }
        return RuleContext(today: today, city: division, stationArea: divisions + [own].compactMap(\.self))
    }

    public func office(_ id: String) -> Office? { offices.first { $0.id == id } }
    public func area(_ id: String) -> Area? { areas.first { $0.id == id } }
    public func level(_ id: String) -> Level? { levels.first { $0.id == id } }
    public func procedure(_ id: String) -> Procedure? { procedures.first { $0.id == id } }
    /// Whether a procedure answers objections to a public notice.
    public func isObjection(_ procedure: String) -> Bool { procedures.contains { $0.steps.contains { $0.objections == procedure } } }
    public func form(_ id: String) -> Form? { forms.first { $0.id == id } }

    /// The office that a procedure's reference means for a case of this area. Where an area has no office of that role, its lead acts:
    /// a functional zone has one office for everything.
    public func office(_ reference: OfficeReference, area: String?) -> Office? {
        switch reference {
        case .office(let id): return office(id)
        case .ofArea(let role):
            guard let area = area.flatMap(self.area) else { return nil }
            return office("\(area.id).\(role)") ?? office("\(area.id).\(area.lead)")
        }
    }

    /// The offices that references mean for a case of this area, each once.
    public func offices(_ references: [OfficeReference], area: String?) -> [Office] {
        var seen: Set<String> = []
        return references.compactMap { office($0, area: area) }.filter { seen.insert($0.id).inserted }
    }

    /// The offices that rule on a condition at a review. `judged_by` names the city's offices; where the area's own offices review, those of
    /// the same role are meant.
    public func judges(of condition: Form.Condition, at step: Step, area: String?) -> [Office] {
        offices(step.by.filter { condition.judgedBy.contains($0.role) }, area: area)
    }
}

extension OfficeReference {
    /// The office's id, or its role in an area.
    public var role: String {
        switch self {
        case .office(let id): id
        case .ofArea(let role): role
        }
    }
}
