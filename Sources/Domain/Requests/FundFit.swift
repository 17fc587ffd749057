/// How far along a project is.
public enum ProjectStage: String, Sendable, Hashable, Codable, CaseIterable {
    case idea, seed, angel, growth, expansion

    public var words: Words {
        switch self {
        case .idea: Words("创意期", "Idea")
        case .seed: Words("种子期", "Seed")
        case .angel: Words("初创期", "Early stage")
        case .growth: Words("成长期", "Growth")
        case .expansion: Words("扩张期", "Expansion")
        }
    }
}

/// What a project that looks for money says of itself.
public struct ProjectProfile: Sendable, Hashable, Codable {
    /// A field of the programme, by id.
    public let field: String?
    public let stage: ProjectStage?
    /// What it seeks.
    public let sum: Fen?
    /// An area of the programme, by id.
    public let area: String?

    public init(field: String?, stage: ProjectStage?, sum: Fen?, area: String?) {
        self.field = field
        self.stage = stage
        self.sum = sum
        self.area = area
    }

    public var isEmpty: Bool { field == nil && stage == nil && sum == nil && area == nil }
}

/// What a fund invests in, as the directory has it; nil and empty stand for what it does not say.
public struct FundTerms: Sendable, Hashable {
    public let id: String
    public let name: String
    public let fields: [String]
    public let stages: [ProjectStage]
    public let least: Fen?
    public let most: Fen?
    public let area: String?

    public init(id: String, name: String, fields: [String], stages: [ProjectStage], least: Fen?, most: Fen?, area: String?) {
        self.id = id
        self.name = name
        self.fields = fields
        self.stages = stages
        self.least = least
        self.most = most
        self.area = area
    }

    /// From a directory's entry. Keys of `details`: `fields` and `stages` are lists with any comma between, of ids or of names; `least` and `most` are
    /// sums in fen as digits. What cannot be read is left out, and so counts as not known.
    /// - Parameter fieldNames: names of the programme's fields, and their ids.
    public init(id: String, name: String, field: String?, area: String?, details: [String: String], fieldNames: [String: String]) {
        func parts(_ key: String) -> [String] {
            (details[key] ?? "").split(whereSeparator: { "、，,;；\n ".contains($0) }).map(String.init).filter { !$0.isEmpty }
        }
        func sum(_ key: String) -> Fen? { details[key].flatMap { Int64($0) }.flatMap { $0 >= 0 ? Fen($0) : nil } }
        let stages = parts("stages").compactMap { text in ProjectStage.allCases.first { $0.rawValue == text || $0.words.zh == text || $0.words.en.lowercased() == text.lowercased() } }
        let named = parts("fields").map { fieldNames[$0] ?? $0 }
        self.init(
            id: id, name: name, fields: named + [field].compactMap { $0 }.filter { !named.contains($0) }, stages: stages, least: sum("least"), most: sum("most"), area: area)
    }
}

/// How one fund fits one project, point by point, with the reason in words.
public struct FundFit: Sendable, Hashable, Codable {
    public enum Answer: String, Sendable, Hashable, Codable, CaseIterable {
        case fits, misses
        /// The fund, or the project, does not say.
        case unknown
    }

    public enum Point: String, Sendable, Hashable, Codable, CaseIterable {
        case field, stage, sum, area

        /// So much a point weighs: what a fund does not invest in at all first.
        var weight: Int {
            switch self {
            case .field: 4
            case .stage: 3
            case .sum: 3
            case .area: 1
            }
        }
    }

    public struct Reason: Sendable, Hashable, Codable {
        public let point: Point
        public let answer: Answer
        public let words: Words
    }

    public let id: String
    public let name: String
    public let reasons: [Reason]

    /// How many points speak for it and against it, by their weight.
    public var score: Int { reasons.reduce(0) { $0 + ($1.answer == .fits ? $1.point.weight : $1.answer == .misses ? -$1.point.weight : 0) } }

    /// Funds with the best first: by score, then by what is known, then by name and id, so that the order is total.
    /// - Parameter name: how a field or area is called.
    public static func ranked(_ funds: [FundTerms], for project: ProjectProfile, name: (_ point: Point, _ id: String) -> Words) -> [FundFit] {
        funds.map { FundFit($0, project, name) }.sorted { one, other in
            if one.score != other.score { return one.score > other.score }
            let unknown = (one.unknown, other.unknown)
            if unknown.0 != unknown.1 { return unknown.0 < unknown.1 }
            return (one.name, one.id) < (other.name, other.id)
        }
    }

    private var unknown: Int { reasons.count { $0.answer == .unknown } }

    init(_ fund: FundTerms, _ project: ProjectProfile, _ name: (Point, String) -> Words) {
        id = fund.id
        self.name = fund.name
        reasons = [Self.field(fund, project, name), Self.stage(fund, project), Self.sum(fund, project), Self.area(fund, project, name)]
    }

    private static func field(_ fund: FundTerms, _ project: ProjectProfile, _ name: (Point, String) -> Words) -> Reason {
        guard let field = project.field else { return Reason(point: .field, answer: .unknown, words: Words("项目未填所属领域", "The project does not say its field")) }
        let own = name(.field, field)
        guard !fund.fields.isEmpty else { return Reason(point: .field, answer: .unknown, words: Words("资金方未注明投向领域", "The fund does not say its fields")) }
        if fund.fields.contains(field) { return Reason(point: .field, answer: .fits, words: Words("投向领域含\(own.zh)", "It invests in \(own.en)")) }
        let names = fund.fields.map { name(.field, $0) }
        return Reason(point: .field, answer: .misses, words: Words("投向领域为\(names.map(\.zh).joined(separator: "、"))，不含\(own.zh)", "It invests in \(names.map(\.en).joined(separator: ", ")), not in \(own.en)"))
    }

    private static func stage(_ fund: FundTerms, _ project: ProjectProfile) -> Reason {
        guard let stage = project.stage else { return Reason(point: .stage, answer: .unknown, words: Words("项目未填所处阶段", "The project does not say its stage")) }
        guard !fund.stages.isEmpty else { return Reason(point: .stage, answer: .unknown, words: Words("资金方未注明投资阶段", "The fund does not say its stages")) }
        let names = Words(fund.stages.map(\.words.zh).joined(separator: "、"), fund.stages.map(\.words.en).joined(separator: ", "))
        return fund.stages.contains(stage)
            ? Reason(point: .stage, answer: .fits, words: Words("投资\(stage.words.zh)项目", "It invests at this stage: \(stage.words.en)"))
            : Reason(point: .stage, answer: .misses, words: Words("投资阶段为\(names.zh)，项目处于\(stage.words.zh)", "It invests at \(names.en); the project is at \(stage.words.en)"))
    }

    private static func sum(_ fund: FundTerms, _ project: ProjectProfile) -> Reason {
        guard let sum = project.sum else { return Reason(point: .sum, answer: .unknown, words: Words("项目未填所需资金", "The project does not say how much it seeks")) }
        guard fund.least != nil || fund.most != nil else { return Reason(point: .sum, answer: .unknown, words: Words("资金方未注明单笔金额", "The fund does not say how much it gives")) }
        if let least = fund.least, sum < least {
            return Reason(point: .sum, answer: .misses, words: Words("单笔不少于 \(least.text)，项目需要 \(sum.text)", "It gives no less than \(least.text); the project seeks \(sum.text)"))
        }
        if let most = fund.most, sum > most {
            return Reason(point: .sum, answer: .misses, words: Words("单笔不超过 \(most.text)，项目需要 \(sum.text)", "It gives at most \(most.text); the project seeks \(sum.text)"))
        }
        return Reason(point: .sum, answer: .fits, words: Words("所需资金 \(sum.text) 在单笔范围内", "\(sum.text) is within what it gives"))
    }

    private static func area(_ fund: FundTerms, _ project: ProjectProfile, _ name: (Point, String) -> Words) -> Reason {
        guard let area = project.area else { return Reason(point: .area, answer: .unknown, words: Words("项目未填所在区域", "The project does not say its area")) }
        guard let own = fund.area else { return Reason(point: .area, answer: .unknown, words: Words("资金方未注明面向的区域", "The fund does not say its area")) }
        let (theirs, ours) = (name(.area, own), name(.area, area))
        return own == area
            ? Reason(point: .area, answer: .fits, words: Words("同在\(ours.zh)", "Both are in \(ours.en)"))
            : Reason(point: .area, answer: .misses, words: Words("资金方面向\(theirs.zh)，项目在\(ours.zh)", "It is for \(theirs.en); the project is in \(ours.en)"))
    }
}
