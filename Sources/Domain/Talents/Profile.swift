/// What every talent's profile holds: facts that rules may ask, facts that only rooms and matching use, and names in words. What a programme asks
/// beside it is in `ProfileCatalogue`.
public enum Profile {
    public enum Item: Sendable, Hashable {
        case fact(Fact)
        /// A name as it stands on a certificate, or in the person's words.
        case text(id: String, name: Words, hint: Words?)

        public var id: String {
            switch self {
            case .fact(let fact): fact.id
            case .text(let id, _, _): id
            }
        }

        public var name: Words {
            switch self {
            case .fact(let fact): fact.name
            case .text(_, let name, _): name
            }
        }
    }

    /// Questions that stand together on the page.
    public struct Section: Sendable, Hashable {
        public let id: String
        public let name: Words
        /// What they are asked for.
        public let why: Words
        public let items: [Item]
    }

    public static let sections: [Section] = [
        Section(
            id: "education", name: Words("学历与毕业", "Education"), why: Words("用于判断住宿和政策条件，推荐合适的岗位", "For the conditions of lodging and policies, and for jobs that fit"),
            items: rules("education", "degree") + [
                .text(id: "university", name: Words("毕业（就读）院校", "University"), hint: Words("输入几个字选择；国外院校或没有列出的，照证书填写", "Type a few characters and choose; a name that is not listed may be typed as the certificate has it")),
                .fact(majorClass), .text(id: "major", name: Words("专业", "Major"), hint: Words("输入几个字选择；没有列出的，照证书填写", "Type a few characters and choose; one that is not listed may be typed as the certificate has it")),
            ] + rules("enrolled", "graduation_date")),
        Section(
            id: "places", name: Words("户籍与居住", "Where you live"), why: Words("特价住宿只面向在驿站所在区域没有住房的人", "Lodging at a special price is for people without a home near the station"),
            items: rules("household", "residence", "birthplace", "homes", "work", "insurance", "returning")),
        Section(
            id: "purpose", name: Words("来意", "Why you come"), why: Words("驿站按来意安排服务；用面试码可以直接证明", "Stations serve by purpose; an interview code proves it at once"), items: rules("purpose", "interview_proof", "first_job")),
        Section(
            id: "level", name: Words("人才类别与技能", "Recognition and skills"), why: Words("用于判断人才政策条件", "For the conditions of policies"), items: rules("high_level_talent", "talent_class", "skill_level", "occupation")),
        Section(
            id: "wishes", name: Words("求职意向", "What you look for"), why: Words("用于推荐岗位，须同意“推荐岗位和活动”", "For jobs that fit; you agree to that separately"),
            items: [
                .text(id: "wanted_occupation", name: Words("期望岗位", "Job that you wish for"), hint: Words("例：后端开发工程师；多个用顿号分开", "For example: back-end developer; several with commas between")),
                skills, .fact(workYears), .fact(wantedPlaces), .fact(wantedPay),
            ] + rules("industry")),
    ]

    public static func section(_ id: String) -> Section? { sections.first { $0.id == id } }
    public static func item(_ id: String) -> Item? {
        beside.first { $0.id == id }.map(Item.fact) ?? sections.flatMap(\.items).first { $0.id == id }
    }

    // MARK: facts that no rule may ask, or that only matching uses

    /// From the identity number, or stated; for the gender rules of rooms alone. No rule on entitlements can name it.
    public static let sex = Fact(id: "sex", name: Words("性别", "Sex"), question: Words("您的性别？", "Your sex?"), hint: Words("只用于安排床位", "For beds in shared rooms alone"),
        kind: .choice(Sex.allCases.map { .init($0.rawValue, $0.words) }, several: false), isFixed: true)
    static let majorClass = Fact(id: "major_class", name: Words("专业类", "Field of study"), question: Words("您的专业属于哪一类？", "Which field does your major belong to?"),
        kind: .choice(MajorClass.all.map { .init($0.code, $0.name, code: $0.code) }, several: false))
    static let wantedPlaces = Fact(id: "wanted_places", name: Words("期望工作地", "Where you wish to work"), question: Words("您希望在哪里工作？", "Where do you wish to work?"), kind: .divisions(several: true))
    static let wantedPay = Fact(id: "wanted_pay", name: Words("期望月薪", "Monthly pay that you expect"), question: Words("您期望的月薪？", "What monthly pay do you expect?"), kind: .money)
    static let skills = Item.text(id: "skills", name: Words("技能", "Skills"), hint: Words("用顿号或逗号分开，例：Java、MySQL、数控编程", "With commas between, for example: Java, MySQL, CNC programming"))
    static let workYears = Fact(id: "work_years", name: Words("工作年限", "Years of work"), question: Words("您工作了几年？", "How many years have you worked?"), hint: Words("应届填 0", "0 if you have just graduated"),
        kind: .number(atLeast: 0, atMost: 60, unit: Words("年", "years")))
    /// The longest text that an answer in words may have, in characters.
    static func longest(_ id: String) -> Int { id == skills.id ? 200 : 60 }
    public static let birthDate = FactCatalogue.profile.fact("birth_date")
    /// What stands with the identity document, in no section.
    static let beside = [sex, birthDate].compactMap(\.self)

    private static func rules(_ ids: String...) -> [Item] { ids.compactMap { FactCatalogue.profile.fact($0).map(Item.fact) } }

    /// What an answer is, as it is kept.
    public enum Value: Sendable, Hashable {
        case fact(FactValue)
        case text(String)

        public func words(of item: Item) -> Words {
            switch (self, item) {
            case (.text(let text), _): Words(text, text)
            case (.fact(.divisions(let codes)), _) where !codes.isEmpty:
                Words(codes.map { Division.of($0.text)?.fullName ?? $0.text }.joined(separator: "、"), codes.map { Division.of($0.text)?.fullName ?? $0.text }.joined(separator: ", "))
            case (.fact(.code(let code)), .fact(let fact)) where fact.id == "industry": Industry.of(String(code.text.prefix(2)))?.name ?? fact.words(.code(code))
            case (.fact(let value), .fact(let fact)): fact.words(value)
            case (.fact, .text): Words("", "")
            }
        }
    }
}

extension Profile.Value: Codable {
    private enum Keys: CodingKey { case text }

    public init(from decoder: any Decoder) throws {
        if let text = try decoder.container(keyedBy: Keys.self).decodeIfPresent(String.self, forKey: .text) { self = .text(text) } else { self = .fact(try FactValue(from: decoder)) }
    }

    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .fact(let value): try value.encode(to: encoder)
        case .text(let text):
            var container = encoder.container(keyedBy: Keys.self)
            try container.encode(text, forKey: .text)
        }
    }
}
