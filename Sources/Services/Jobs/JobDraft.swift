import Domain
import SQL

/// A job as somebody types it: what a draft may lack and what an open job may not.
public struct JobDraft: Codable, Sendable {
    public let title: String
    /// A code of 职业分类大典, a name, or both; the small group that the title most likely means where nothing is said.
    public let occupation: String?
    /// GB/T 4754, two digits.
    public let industry: String?
    /// Full time where nothing is said.
    public let kind: JobKind?
    /// A division by full name or code.
    public let division: String?
    public let address: String?
    /// WGS 84.
    public let latitude: Double?
    public let longitude: Double?
    /// Pay is talked about with each person 面议: no figures then.
    public let negotiable: Bool?
    /// Yuan, as typed.
    public let payFrom: String?
    public let payTo: String?
    public let payPer: Pay.Period?
    public let payMonths: Int?
    public let degree: DegreeDemand?
    public let yearsFrom: Int?
    public let yearsTo: Int?
    /// With commas between.
    public let skills: String?
    public let wanted: Int?
    public let description: String?
    public let musts: [JobTerms.Must]?
    public let validUntil: Day?
    /// For a new job; wanted when the person acts for more than one organisation.
    public let organisation: ID<Organisation>?
    /// To be found by everybody at once.
    public let open: Bool?

    public init(
        title: String, occupation: String? = nil, industry: String? = nil, kind: JobKind? = nil, division: String? = nil, address: String? = nil, latitude: Double? = nil,
        longitude: Double? = nil, negotiable: Bool? = nil, payFrom: String? = nil, payTo: String? = nil, payPer: Pay.Period? = nil, payMonths: Int? = nil, degree: DegreeDemand? = nil,
        yearsFrom: Int? = nil, yearsTo: Int? = nil, skills: String? = nil, wanted: Int? = nil, description: String? = nil, musts: [JobTerms.Must]? = nil, validUntil: Day? = nil,
        organisation: ID<Organisation>? = nil, open: Bool? = nil
    ) {
        self.title = title
        self.occupation = occupation
        self.industry = industry
        self.kind = kind
        self.division = division
        self.address = address
        self.latitude = latitude
        self.longitude = longitude
        self.negotiable = negotiable
        self.payFrom = payFrom
        self.payTo = payTo
        self.payPer = payPer
        self.payMonths = payMonths
        self.degree = degree
        self.yearsFrom = yearsFrom
        self.yearsTo = yearsTo
        self.skills = skills
        self.wanted = wanted
        self.description = description
        self.musts = musts
        self.validUntil = validUntil
        self.organisation = organisation
        self.open = open
    }

    /// What is typed between commas, each once.
    static func list(_ typed: String) -> [String] {
        var seen: Set<String> = []
        return typed.split(whereSeparator: { ",，、;；\n".contains($0) }).map { String($0).trimmed }.filter { !$0.isEmpty && seen.insert($0.lowercased()).inserted }
    }

    /// Reads the fields into terms. - Parameter opens: whether the job is to be found by everybody afterwards.
    /// - Throws: `invalid` with a word for each field.
    func terms(_ rules: JobRules, today: Day, opens: Bool) throws(Refusal) -> JobTerms {
        var reader = JobDraftReader(draft: self, rules: rules, today: today)
        let terms = reader.read()
        if opens { reader.demand(terms) }
        guard reader.fields.isEmpty else { throw .invalid(reader.fields) }
        return terms
    }
}

/// Reads a draft field by field, and keeps what is wrong.
private struct JobDraftReader {
    let draft: JobDraft
    let rules: JobRules
    let today: Day
    private(set) var fields: [Refusal.Field] = []

    init(draft: JobDraft, rules: JobRules, today: Day) {
        self.draft = draft
        self.rules = rules
        self.today = today
    }

    private mutating func fault(_ field: String, _ zh: String, _ en: String) { fields.append(.init(field, Words(zh, en))) }

    mutating func read() -> JobTerms {
        let title = draft.title.trimmed, description = (draft.description ?? "").trimmed, address = (draft.address ?? "").trimmed
        if !(2...60).contains(title.count) { fault("title", "请填写岗位名称（2 至 60 字）", "A title of 2 to 60 characters, please") }
        if description.count > 5000 { fault("description", "最多 5000 字", "At most 5000 characters") }
        if address.count > 200 { fault("address", "最多 200 字", "At most 200 characters") }
        let skills = JobDraft.list(draft.skills ?? "")
        if skills.count > 30 || skills.contains(where: { $0.count > 30 }) { fault("skills", "最多 30 项，每项最多 30 字，用逗号分开", "At most 30 skills of 30 characters, with commas between") }
        if let wanted = draft.wanted, !(1...10_000).contains(wanted) { fault("wanted", "请填写 1 至 10000 的人数", "A number from 1 to 10,000") }
        let last = draft.validUntil
        if let last, last < today || last > today.adding(rules.longestDays) {
            fault("validUntil", "请填写今天起 \(rules.longestDays) 天内的日期", "A day from today on, within \(rules.longestDays) days")
        }
        scruples([("title", title), ("description", description), ("skills", skills.joined(separator: "，")), ("address", address)])
        let terms = JobTerms(
            title: title, occupation: occupation(), industry: industry(), kind: draft.kind ?? .fullTime, division: division(), address: address, point: point(), pay: pay(),
            degree: draft.degree, years: years(), skills: skills, wanted: draft.wanted, description: description, musts: Set(draft.musts ?? []), validUntil: last)
        musts(terms)
        return terms
    }

    /// What everybody who looks for work must be able to read.
    mutating func demand(_ terms: JobTerms) {
        if (draft.division ?? "").trimmed.isEmpty { fault("division", "发布前请填写工作地点", "Say where the work is before you open the job") }
        if terms.description.count < 20 { fault("description", "发布前请写明工作内容和要求（至少 20 字）", "Describe the work in 20 characters or more before you open the job") }
        if terms.pay == nil, draft.negotiable != true, !fields.contains(where: { $0.field.hasPrefix("pay") }) { fault("payFrom", "发布前请填写薪资，或选择面议", "Give the pay, or say that it is negotiable") }
    }

    private mutating func scruples(_ texts: [(field: String, text: String)]) {
        for (field, text) in texts { for finding in JobScruples.findings(in: text) { fields.append(.init(field, finding.words)) } }
    }

    private mutating func occupation() -> TreeCode? {
        let typed = (draft.occupation ?? "").trimmed
        // Left out: what the title most likely means, to be seen and changed in the form.
        guard !typed.isEmpty else { return OccupationTitles.group(of: draft.title.trimmed) }
        guard let found = Occupation.read(typed) else {
            fault("occupation", "职业分类大典中没有这个职业，请从提示中选择", "The dictionary of occupations has no such occupation; choose one that is suggested")
            return nil
        }
        return TreeCode(found.code)
    }

    private mutating func industry() -> TreeCode? {
        let typed = (draft.industry ?? "").trimmed
        guard !typed.isEmpty else { return nil }
        guard let found = Industry.of(typed) else {
            fault("industry", "请选择行业", "Choose an industry")
            return nil
        }
        return TreeCode(found.code)
    }

    private mutating func division() -> TreeCode? {
        let typed = (draft.division ?? "").trimmed
        guard !typed.isEmpty else { return nil }
        guard let found = Division.read(typed) else {
            fault("division", "请填写行政区划全称，如“山东省青岛市崂山区”，或代码", "A division by its full name or code: 370212")
            return nil
        }
        return TreeCode(division: found.code)
    }

    private mutating func point() -> JobTerms.Point? {
        if (draft.latitude == nil) != (draft.longitude == nil) { fault("latitude", "经纬度请同时填写", "Give both coordinates or none") }
        let faults = LodgingPlace.faults(latitude: draft.latitude, longitude: draft.longitude)
        fields += faults
        guard faults.isEmpty, let latitude = draft.latitude, let longitude = draft.longitude else { return nil }
        return JobTerms.Point(latitude: latitude, longitude: longitude)
    }

    private mutating func pay() -> Pay? {
        let from = (draft.payFrom ?? "").trimmed, to = (draft.payTo ?? "").trimmed
        if draft.negotiable == true {
            if !from.isEmpty || !to.isEmpty { fault("negotiable", "已选面议，请不要再填写金额，或取消面议", "Negotiable, or an amount: not both") }
            return nil
        }
        guard !from.isEmpty || !to.isEmpty || draft.payMonths != nil else { return nil }
        let count = fields.count
        if from.isEmpty { fault("payFrom", "请填写最低薪资", "Give the lower end") }
        let low = Fen(typed: from), high = to.isEmpty ? nil : Fen(typed: to)
        if !from.isEmpty, low == nil { fault("payFrom", "请填写金额，如 8000", "An amount, please: 8000") }
        if !to.isEmpty, high == nil { fault("payTo", "请填写金额，如 12000", "An amount, please: 12000") }
        if let low, let high, high < low { fault("payTo", "最高薪资不能低于最低薪资", "The upper end is not below the lower") }
        if let months = draft.payMonths, !(12...36).contains(months) { fault("payMonths", "请填写 12 至 36 个月", "12 to 36 months") }
        guard fields.count == count, let low else { return nil }
        if let pay = Pay(from: low, to: high, per: draft.payPer ?? .month, months: draft.payMonths) { return pay }
        fault("payFrom", "金额须大于零，不超过一千万元", "More than nothing, and at most ten million yuan")
        return nil
    }

    private mutating func years() -> JobTerms.Years? {
        guard draft.yearsFrom != nil || draft.yearsTo != nil else { return nil }
        if let years = JobTerms.Years(from: draft.yearsFrom ?? 0, to: draft.yearsTo) { return years }
        fault((0...60).contains(draft.yearsFrom ?? 0) ? "yearsTo" : "yearsFrom", "请填写 0 至 60 年，最多年数不小于最少年数", "0 to 60 years, the most not below the least")
        return nil
    }

    /// A must that says nothing is none.
    private mutating func musts(_ terms: JobTerms) {
        for must in JobTerms.Must.allCases where terms.musts.contains(must) {
            let isSaid = switch must {
            case .degree: terms.degree.map { $0 != .any } ?? false
            case .years: terms.years.map { $0.from > 0 || $0.to != nil } ?? false
            case .place: !(draft.division ?? "").trimmed.isEmpty
            case .skills: !terms.skills.isEmpty
            }
            if !isSaid { fault("musts", "列为必备的“\(must.words.zh)”没有填写要求", "“\(must.words.en)” is marked as a must, but nothing is asked there") }
        }
    }
}

extension JobTerms.Must {
    public var words: Words {
        switch self {
        case .degree: Words("学历", "education")
        case .years: Words("工作年限", "years of work")
        case .place: Words("地点", "place")
        case .skills: Words("技能", "skills")
        }
    }
}

extension Pay.Period {
    public var words: Words {
        switch self {
        case .month: Words("月", "month")
        case .day: Words("天", "day")
        case .hour: Words("小时", "hour")
        }
    }
}
