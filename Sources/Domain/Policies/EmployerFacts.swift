extension FactCatalogue {
    /// What policies may ask of an organisation. None of it is about a person. Industries after GB/T 4754, sizes after 统计上大中小微型企业划分办法.
    public static let employer = FactCatalogue([
        Fact(id: "organisation_kind", name: Words("单位类型", "Kind of organisation"), question: Words("贵单位属于哪一类？", "What kind of organisation are you?"), kind: .choice([
            .init("company", Words("企业", "company")), .init("institution", Words("事业单位", "public institution")), .init("social", Words("社会组织", "social organisation")),
            .init("sole_trader", Words("个体工商户", "sole trader")),
        ], several: false)),
        Fact(id: "size", name: Words("企业规模", "Size"), question: Words("贵单位的规模？", "What size is your organisation?"),
             hint: Words("按统计上大中小微型企业划分", "As official statistics divide companies"), kind: .scale([
            .init("micro", Words("微型", "micro")), .init("small", Words("小型", "small")), .init("medium", Words("中型", "medium")), .init("large", Words("大型", "large")),
        ])),
        Fact(id: "founded_on", name: Words("成立日期", "Founded on"), question: Words("贵单位何时登记成立？", "When was your organisation registered?"), kind: .day(age: nil), isFixed: true),
        Fact(id: "registered_in", name: Words("登记注册地", "Registered in"), question: Words("贵单位在哪里登记注册？", "Where is your organisation registered?"), kind: .divisions(several: false)),
        Fact(id: "industry", name: Words("行业代码", "Industry code"), question: Words("贵单位所属行业的代码？", "Your industry’s code?"),
             hint: Words("GB/T 4754 的代码，例如软件开发为 I651", "From GB/T 4754; software development is I651"), kind: .code(standard: Words("GB/T 4754", "GB/T 4754"))),
        Fact(id: "staff", name: Words("职工人数", "Staff"), question: Words("贵单位现有职工多少人？", "How many people do you employ?"), kind: .number(atLeast: 0, atMost: 10_000_000, unit: Words("人", "people"))),
        Fact(id: "insured_staff", name: Words("参保职工人数", "Insured staff"), question: Words("为多少名职工缴纳社会保险？", "For how many of them do you pay social insurance?"),
             kind: .number(atLeast: 0, atMost: 10_000_000, unit: Words("人", "people"))),
        Fact(id: "hires_this_year", name: Words("本年新招用人数", "Hired this year"), question: Words("本年新招用多少人？", "How many people have you hired this year?"),
             kind: .number(atLeast: 0, atMost: 10_000_000, unit: Words("人", "people"))),
        Fact(id: "graduates_hired", name: Words("本年招用毕业两年内高校毕业生", "Recent graduates hired this year"),
             question: Words("其中毕业两年内的高校毕业生多少人？", "How many of them graduated in the last two years?"), kind: .number(atLeast: 0, atMost: 10_000_000, unit: Words("人", "people"))),
        Fact(id: "interns", name: Words("在岗见习人数", "Interns"), question: Words("现有多少名见习人员在岗？", "How many interns work with you now?"), kind: .number(atLeast: 0, atMost: 1_000_000, unit: Words("人", "people"))),
        Fact(id: "internship_base", name: Words("就业见习单位", "Recognised internship place"), question: Words("贵单位是经认定的就业见习单位吗？", "Are you a recognised place for internships?"), kind: .yesNo),
        Fact(id: "layoff_rate", name: Words("上年度裁员率", "Layoffs last year"), question: Words("上年度裁员率是百分之几？", "What percentage of your staff did you lay off last year?"),
             hint: Words("四舍五入到整数，没有裁员填 0", "To the nearest whole number; 0 if none"), kind: .number(atLeast: 0, atMost: 100, unit: Words("%", "%"))),
        Fact(id: "wages_owed", name: Words("拖欠工资", "Wages owed"), question: Words("贵单位现在有拖欠的工资吗？", "Do you owe anybody wages now?"), kind: .yesNo),
        Fact(id: "high_tech", name: Words("高新技术企业", "High-tech company"), question: Words("贵单位是经认定的高新技术企业吗？", "Are you recognised as a high-tech company?"), kind: .yesNo),
        Fact(id: "research_spending", name: Words("上年度研发投入", "Research spending last year"), question: Words("上年度研发投入多少元？", "How much did you spend on research last year, in yuan?"), kind: .money),
        Fact(id: "talents_led", name: Words("全职高层次人才领衔项目", "Project led by a high-level professional"),
             question: Words("研发项目由全职引进的高层次人才领衔吗？", "Is your research project led by a high-level professional employed full-time?"), kind: .yesNo),
    ])
}
