/// What ids of items of an annual work plan name 年度人才工作计划 (三(二)).
public enum WorkItem {}

/// What a programme says of figures, work plans and open data (一(三), 三(二)). From the file's section `figures`.
public struct FigureRules: Sendable, Hashable {
    public let clause: Clause?
    /// A forecast goes on at the pace of so many whole months before this one.
    public let forecastMonths: Int
    /// What is published as open data, in this order.
    public let published: [FigureThing]
    /// Under which terms open data may be used.
    public let licence: Words

    public init(clause: Clause?, forecastMonths: Int = 3, published: [FigureThing] = FigureThing.allCases, licence: Words = FigureRules.plainLicence) {
        self.clause = clause
        self.forecastMonths = forecastMonths
        self.published = published
        self.licence = licence
    }

    /// Where a programme says nothing.
    public static let plainLicence = Words("可免费使用，请注明来源。", "Free to use; please name the source.")
}

/// What figures are about: the stations themselves, and whatever `Counted` counts.
public enum FigureThing: String, Sendable, Hashable, Codable, CaseIterable {
    case stations, placements, events, stays, nights, contacts, requests, mandates

    /// Nil for stations.
    public var counted: Counted? {
        switch self {
        case .stations: nil
        case .placements: .placements
        case .events: .events
        case .stays: .stays
        case .nights: .nights
        case .contacts: .contacts
        case .requests: .requests
        case .mandates: .mandates
        }
    }

    public var words: Words { counted?.words ?? Words("人才驿站", "Stations") }
    public var unit: Words { counted?.unit ?? Words("个", "stations") }

    /// Whether its records are about people, so that few of them would say who they are.
    public var isPersonal: Bool {
        switch self {
        case .stations, .events: false
        case .placements, .stays, .nights, .contacts, .requests, .mandates: true
        }
    }

    /// How it is counted, in words; the condition beside them is in `CountedRecords`.
    public var rule: Words {
        switch self {
        case .stations: Words("已认定且牌匾未撤销的驿站，每站计一次；区级驿站另计。", "Recognised stations whose plaque is not withdrawn, each once; district stations are counted apart.")
        case .placements:
            Words("证明齐备、已到起始日的配置记录，按人次计；同一人在同一单位或项目、同一类型，在规定周期内只计一次，有争议的裁定前不计。",
                """
                Placements with all their evidence whose first day has come, counted by occurrence: one person with one employer or project and of one type counts once in a period. \
                A disputed record does not count until it is decided.
                """)
        case .events:
            Words("已举办、有照片和签到表并经部门确认的活动，同一活动只计一次；两次或由两个驿站填报的，查明后只计一场。",
                "Events held, with photographs and a sign-in sheet, that an office has confirmed, each once: what was reported twice or by two stations counts once.")
        case .stays: Words("住客已到店的住宿，每次计一次，按入住日归月；取消和未到店的不计。", "Stays whose guest came, each once, in the month of the first night; what was cancelled or missed does not count.")
        case .nights: Words("已经过去、有人入住的床晚，一张床一晚计一次。", "Nights that are over and were slept, each bed and night once.")
        case .contacts: Words("按方案规定计入的服务台账，每条计一次；有异议、作废、疑似重复的不计。", "Contacts of the service log that count as the programme says, each once; what is disputed, taken back or looks doubled does not.")
        case .requests: Words("已办结的诉求，每件计一次，按办结日归月；撤回的不计。", "Requests closed, each once, in the month in which they closed; what was withdrawn does not count.")
        case .mandates: Words("驿站代办并获部门核准的政策申请，每件计一次，按核准日归月。", "Applications made by a station for somebody that an office granted, each once, in the month of the decision.")
        }
    }
}

extension Day {
    /// The first day of its month.
    public var monthStart: Day { adding(1 - parts.day) }
    /// `2020-12`
    public var monthText: String { String(description.prefix(7)) }

    /// First days of the months from one day's to another's; at most `most`, the latest ones.
    public static func months(from first: Day, to last: Day, most: Int = 240) -> [Day] {
        var months: [Day] = [], month = last.monthStart
        while month >= first.monthStart, months.count < most {
            months.append(month)
            month = month.adding(months: -1)
        }
        return months.reversed()
    }
}

extension Programme.Target.Count {
    public var thing: FigureThing {
        switch self {
        case .recognisedStations: .stations
        case .heldEvents: .events
        case .placements: .placements
        }
    }
}
