/// The facts that rules may ask: those that every talent's profile holds, and those that a programme adds.
///
/// Nobody's sex is among them, nor ethnicity, race or religion: 就业促进法 第三条 lets them decide nothing, so no rule can name them.
public struct FactCatalogue: Sendable, Hashable {
    public let facts: [Fact]

    public init(_ facts: [Fact]) { self.facts = facts }

    public func fact(_ id: String) -> Fact? { facts.first { $0.id == id } }

    /// What may decide nothing about a person, under any name that a file might use.
    public static let forbidden: Set<String> = [
        "sex", "gender", "ethnicity", "ethnic_group", "nationality_group", "race", "religion",
    ]

    /// The profile of a talent. Degrees after GB/T 6864, education after GB/T 4658, divisions after GB/T 2260, industries after GB/T 4754.
    public static let profile = FactCatalogue([
        Fact(id: "degree", name: Words("学位", "Degree"), question: Words("您获得的最高学位？", "Your highest degree?"), kind: .scale([
            .init("none", Words("无学位", "no degree")), .init("bachelor", Words("学士", "bachelor"), code: "4"),
            .init("master", Words("硕士", "master"), code: "3"), .init("doctor", Words("博士", "doctor"), code: "2"),
        ])),
        Fact(id: "education", name: Words("学历", "Education"), question: Words("您的最高学历？", "Your highest level of education?"),
             hint: Words("在读的按已取得的最高学历填写", "If you are still studying, what you have completed so far"), kind: .scale([
            .init("junior_secondary", Words("初中及以下", "junior secondary or less"), code: "70"),
            .init("senior_secondary", Words("高中、中专、技工学校", "senior secondary or vocational"), code: "60"),
            .init("college", Words("大学专科", "college"), code: "30"), .init("undergraduate", Words("大学本科", "undergraduate"), code: "20"),
            .init("postgraduate", Words("研究生", "postgraduate"), code: "10"),
        ])),
        Fact(id: "enrolled", name: Words("在读", "Student"), question: Words("您现在是在校学生吗？", "Are you a student now?"), kind: .yesNo),
        Fact(id: "graduation_date", name: Words("毕业日期", "Graduation date"), question: Words("您的毕业日期？", "When did you graduate, or when will you?"),
             hint: Words("未毕业的填预计毕业日期", "If you have not yet, the date you expect"), kind: .day(age: nil), isFixed: true),
        Fact(id: "birth_date", name: Words("出生日期", "Birth date"), question: Words("您的出生日期？", "When were you born?"),
             kind: .day(age: Words("年龄", "Age")), isFixed: true),
        Fact(id: "birthplace", name: Words("出生地", "Birthplace"), question: Words("您在哪里出生？", "Where were you born?"),
             kind: .divisions(several: false), isFixed: true),
        Fact(id: "household", name: Words("户籍", "Household registration"), question: Words("您的户口在哪里？", "Where is your household registered?"),
             kind: .divisions(several: false)),
        Fact(id: "residence", name: Words("现居住地", "Residence"), question: Words("您现在住在哪里？", "Where do you live now?"), kind: .divisions(several: false)),
        Fact(id: "homes", name: Words("自有住房", "Own home"), question: Words("您或您的配偶在哪里有住房？", "Where do you or your spouse own a home?"),
             hint: Words("没有住房的选“无”", "Choose “none” if you own none"), kind: .divisions(several: true)),
        Fact(id: "work", name: Words("工作地", "Place of work"), question: Words("您现在在哪里工作？", "Where do you work now?"),
             hint: Words("没有工作的选“无”", "Choose “none” if you do not work"), kind: .divisions(several: true)),
        Fact(id: "insurance", name: Words("社会保险参保地", "Place of social insurance"), question: Words("您现在在哪里参加社会保险？", "Where is your social insurance paid now?"),
             hint: Words("没有参保的选“无”", "Choose “none” if it is not paid anywhere"), kind: .divisions(several: true)),
        Fact(id: "returning", name: Words("回青人才（曾在外地学习或工作）", "Returning (studied or worked elsewhere)"),
             question: Words("您曾在外地学习或工作，现在回来发展吗？", "Did you study or work elsewhere, and are you coming back?"), kind: .yesNo),
        Fact(id: "purpose", name: Words("来意", "Purpose"), question: Words("您这次来做什么？", "What do you come for?"), kind: .choice([
            .init("job_seeking", Words("求职面试", "job seeking")), .init("start_up", Words("创业", "starting a business")),
            .init("internship", Words("实习见习", "internship")), .init("exchange", Words("参加人才活动", "an event for professionals")),
            .init("relocation", Words("入职安家", "moving for a job")), .init("other", Words("其他", "something else")),
        ], several: true)),
        Fact(id: "interview_proof", name: Words("面试证明", "Proof of an interview"), question: Words("您有面试通知或面试码吗？", "Do you have an interview notice or an interview code?"),
             hint: Words("用人单位发出的面试码即为证明", "An interview code from the employer is a proof"), kind: .yesNo),
        Fact(id: "first_job", name: Words("首次就业", "First job"), question: Words("您此前从未正式就业吗？", "Have you never been employed before?"), kind: .yesNo),
        Fact(id: "high_level_talent", name: Words("高层次人才", "High-level professional"), question: Words("您是经认定的高层次人才吗？", "Are you recognised as a high-level professional?"), kind: .yesNo),
        Fact(id: "talent_class", name: Words("高层次人才类别", "Class of high-level professional"), question: Words("您被认定为哪一类高层次人才？", "As which class of high-level professional are you recognised?"), kind: .scale([
            .init("none", Words("未认定", "none")), .init("f", Words("F 类", "class F")), .init("e", Words("E 类", "class E")), .init("d", Words("D 类", "class D")),
            .init("c", Words("C 类", "class C")), .init("b", Words("B 类", "class B")), .init("a", Words("A 类", "class A")),
        ])),
        Fact(id: "skill_level", name: Words("职业技能等级", "Vocational skill level"), question: Words("您的最高职业技能等级？", "Your highest vocational skill level?"), kind: .scale([
            .init("none", Words("无", "none")), .init("elementary", Words("初级工", "elementary worker")), .init("intermediate", Words("中级工", "intermediate worker")),
            .init("senior", Words("高级工", "senior worker")), .init("technician", Words("技师", "technician")),
            .init("senior_technician", Words("高级技师", "senior technician")), .init("special_technician", Words("特级技师", "special-grade technician")),
            .init("chief_technician", Words("首席技师", "chief technician")),
        ])),
        Fact(id: "occupation", name: Words("职业代码", "Occupation code"), question: Words("您的职业？", "Your occupation?"),
             kind: .code(standard: Words("中华人民共和国职业分类大典", "Occupational classification of the PRC"))),
        Fact(id: "industry", name: Words("行业代码", "Industry code"), question: Words("您从事或希望从事的行业？", "The industry you work in, or wish to?"),
             kind: .code(standard: Words("GB/T 4754", "GB/T 4754"))),
    ])
}
