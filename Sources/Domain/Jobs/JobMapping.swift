/// Which column of a file says what of a job, and how it is written there. Mappings stand in mappings/*.yaml, or are made on a page.
public struct JobMapping: Sendable, Hashable, Codable {
    /// What a column may say.
    public enum Field: String, Sendable, Hashable, Codable, CaseIterable {
        /// The source's own id.
        case id
        case title, company, occupation, industry, kind
        /// 省市区, in words or as a code.
        case place
        /// Where exactly.
        case address
        case latitude, longitude
        /// Pay in one text.
        case pay
        case payFrom = "pay_from"
        case payTo = "pay_to"
        /// Months that are paid a year.
        case payMonths = "pay_months"
        case payPer = "pay_per"
        case degree, years, skills, wanted, description
        case validUntil = "valid_until"

        public var words: Words {
            switch self {
            case .id: Words("岗位编号", "Id")
            case .title: Words("岗位名称", "Title")
            case .company: Words("单位名称", "Employer")
            case .occupation: Words("职业分类代码", "Occupation code")
            case .industry: Words("行业代码", "Industry code")
            case .kind: Words("用工形式", "Kind of work")
            case .place: Words("工作地区", "Place")
            case .address: Words("工作地址", "Address")
            case .latitude: Words("纬度", "Latitude")
            case .longitude: Words("经度", "Longitude")
            case .pay: Words("薪资", "Pay")
            case .payFrom: Words("最低薪资", "Pay from")
            case .payTo: Words("最高薪资", "Pay to")
            case .payMonths: Words("年发薪月数", "Months paid a year")
            case .payPer: Words("计薪周期", "Paid by")
            case .degree: Words("学历要求", "Education")
            case .years: Words("经验要求", "Experience")
            case .skills: Words("技能要求", "Skills")
            case .wanted: Words("招聘人数", "People wanted")
            case .description: Words("岗位描述", "Description")
            case .validUntil: Words("有效期至", "Valid until")
            }
        }
    }

    /// How numbers of pay are to be taken.
    public struct PayRules: Sendable, Hashable, Codable {
        /// What a bare number counts.
        public var unit: PayText.Unit
        /// What it is for, where the row does not say.
        public var per: PayText.Per
        /// Yuan below which an amount for a month is taken for a day's; nil never.
        public var dayBelow: Int?
        /// The same for an hour's.
        public var hourBelow: Int?

        public init(unit: PayText.Unit = .yuan, per: PayText.Per = .month, dayBelow: Int? = nil, hourBelow: Int? = nil) {
            self.unit = unit
            self.per = per
            self.dayBelow = dayBelow
            self.hourBelow = hourBelow
        }
    }

    /// Where the postings come from: with the source's own ids it says which is which. Small letters, digits, `-` and `_`.
    public var source: String
    /// The headings under which each field stands; several are read one after the other, or joined.
    public var columns: [Field: [String]]
    /// What holds for every row that says nothing itself.
    public var always: [Field: String]
    /// What codes of a column mean, in words or values that are read like any other: `3` is `本科`.
    public var codes: [Field: [String: String]]
    public var pay: PayRules
    /// Which of the demands a person must meet; the others are wishes.
    public var musts: Set<JobTerms.Must>

    public init(
        source: String, columns: [Field: [String]], always: [Field: String] = [:], codes: [Field: [String: String]] = [:], pay: PayRules = PayRules(), musts: Set<JobTerms.Must> = []
    ) {
        self.source = source
        self.columns = columns
        self.always = always
        self.codes = codes
        self.pay = pay
        self.musts = musts
    }

    /// Whether a name can stand for a source.
    public static func isSource(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count) && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F }
    }

    /// What each heading most likely means; nil where nobody can tell. No field twice.
    public static func guess(_ headings: [String]) -> [Field?] {
        var taken: Set<Field> = []
        var guesses = [Field?](repeating: nil, count: headings.count)
        let folded = headings.map { heading in PlainText.folded(heading).filter { !"_-()（）*:：.".contains($0) } }
        // exact names first, so that 岗位 does not take what 岗位名称 is
        for isExact in [true, false] {
            for (index, heading) in folded.enumerated() where guesses[index] == nil && !heading.isEmpty {
                let fits = Field.allCases.first { field in
                    !taken.contains(field) && known[field, default: []].contains { isExact ? heading == $0 : $0.unicodeScalars.count > 1 && heading.contains($0) }
                }
                guard let fits else { continue }
                guesses[index] = fits
                taken.insert(fits)
            }
        }
        return guesses
    }

    private static let known: [Field: [String]] = [
        .id: ["id", "岗位编号", "职位编号", "岗位id", "职位id", "jobid", "positionid", "编号"],
        .title: ["岗位名称", "职位名称", "招聘岗位", "岗位", "职位", "title", "jobtitle", "position", "positionname", "jobname"],
        .company: ["单位名称", "企业名称", "公司名称", "用人单位", "招聘单位", "单位", "企业", "公司", "company", "companyname", "companyfullname", "employer"],
        .occupation: ["职业分类代码", "职业代码", "职业分类", "occupation", "occupationcode"],
        .industry: ["行业代码", "所属行业", "行业", "industry", "industrycode"],
        .kind: ["用工形式", "工作性质", "岗位性质", "职位类型", "kind", "jobtype"],
        .place: ["工作地区", "工作地点", "工作城市", "所在地区", "所在城市", "地区", "城市", "place", "city", "region", "location"],
        .address: ["工作地址", "详细地址", "单位地址", "公司地址", "地址", "address"],
        .latitude: ["纬度", "latitude", "lat"],
        .longitude: ["经度", "longitude", "lng", "lon"],
        .payFrom: ["最低薪资", "最低工资", "薪资下限", "月薪下限", "最低月薪", "薪资起", "payfrom", "salarymin", "minsalary", "minwage", "jobminwage"],
        .payTo: ["最高薪资", "最高工资", "薪资上限", "月薪上限", "最高月薪", "薪资止", "payto", "salarymax", "maxsalary", "maxwage", "jobmaxwage"],
        .payMonths: ["年发薪月数", "发薪月数", "薪数", "salarymonths", "paymonths"],
        .payPer: ["计薪周期", "计薪方式", "薪资类型", "payper"],
        .pay: ["薪资待遇", "薪资范围", "薪酬待遇", "工资待遇", "薪资", "薪酬", "月薪", "年薪", "工资", "待遇", "pay", "salary", "wage"],
        .degree: ["学历要求", "最低学历", "学历", "degree", "education"],
        .years: ["经验要求", "工作经验", "工作年限", "经验", "years", "experience", "experienceyears", "workyear"],
        .skills: ["技能要求", "技能标签", "岗位标签", "技能", "标签", "skills", "tags", "skillkeys"],
        .wanted: ["招聘人数", "需求人数", "计划人数", "人数", "wanted", "headcount", "numpeople"],
        .description: ["岗位描述", "职位描述", "岗位职责", "工作内容", "岗位要求", "任职要求", "描述", "description", "jobdescription", "duties", "requirements"],
        .validUntil: ["有效期至", "截止日期", "截止时间", "有效期", "validuntil", "deadline", "expires"],
    ]
}
