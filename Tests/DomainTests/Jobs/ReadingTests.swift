import Domain
import Testing

@Suite struct PayTextTests {
    private static func pay(_ from: Int64, _ to: Int64?, _ per: Pay.Period = .month, _ months: Int? = nil) -> PayText {
        Pay(from: Fen(from * 100), to: to.map { Fen($0 * 100) }, per: per, months: months).map { .pay($0) } ?? .unknown
    }

    @Test(arguments: [
        ("20-30k·13薪", pay(20_000, 30_000, .month, 13)), ("20-30K*16薪", pay(20_000, 30_000, .month, 16)), ("15k以上", pay(15_000, nil)), ("1-1.5万", pay(10_000, 15_000)),
        ("8千-1.2万", pay(8000, 12_000)), ("8千-1.2万/月", pay(8000, 12_000)), ("面议", .unsaid), ("薪资面议", .unsaid), ("", .unsaid), ("200/天", pay(200, 200, .day)),
        ("150-200元/天", pay(150, 200, .day)), ("150元/小时", pay(150, 150, .hour)), ("时薪25元", pay(25, 25, .hour)), ("日薪200", pay(200, 200, .day)), ("20万-30万/年", pay(16_666, 25_000)),
        ("6000-8000", pay(6000, 8000)), ("6,000~8,000元", pay(6000, 8000)), ("４５００－６０００元/月", pay(4500, 6000)), ("5000元/月", pay(5000, 5000)), ("6000+", pay(6000, nil)),
        ("7k-9k", pay(7000, 9000)), ("9k-7k", pay(7000, 9000)), ("10-15", .unknown), ("2k以下", .unknown), ("100元/次", .unknown), ("好", .unknown), ("99999999999999999999k", .unknown),
        ("1-2-3k", .unknown), ("月薪8000元至12000元", pay(8000, 12_000)),
    ] as [(String, PayText)]) func textsBecomePay(_ text: String, _ wanted: PayText) {
        let read = PayText.read(text)
        // a twelfth of a year's pay has fen
        if text.contains("年"), case .pay(let pay) = read { #expect(pay.from == Fen(1_666_666) && pay.to == Fen(2_500_000)) } else { #expect(read == wanted) }
    }

    @Test func twoColumnsBecomePay() {
        #expect(PayText.read(from: "15000", to: "30000", months: "16") == Self.pay(15_000, 30_000, .month, 16))
        #expect(PayText.read(from: "0", to: "0") == .unsaid && PayText.read(from: "", to: "") == .unsaid)
        #expect(PayText.read(from: "200", to: "300", dayBelow: 1000, hourBelow: 100) == Self.pay(200, 300, .day))
        #expect(PayText.read(from: "25", to: "30", months: "13", dayBelow: 1000, hourBelow: 100) == Self.pay(25, 30, .hour))
        #expect(PayText.read(from: "5", to: "10", dayBelow: 1000, hourBelow: 100) == .unknown)
        #expect(PayText.read(from: "8", to: "1.2万", unit: .thousand) == Self.pay(8000, 12_000))
        #expect(PayText.read(from: "0", to: "1500") == Self.pay(1500, 1500))
    }
}

@Suite struct DemandTextTests {
    @Test(arguments: [
        ("5-10年", 5, 10), ("应届", 0, 0), ("应届毕业生", 0, 0), ("2024届", 0, 0), ("1年以下", 0, 1), ("经验不限", 0, nil), ("不限", 0, nil), ("无需经验", 0, nil), ("3年以上", 3, nil), ("5年及以上", 5, nil),
        ("3", 3, nil), ("三至五年", 3, 5), ("十年以上", 10, nil), ("十五年以上", 15, nil), ("1-3年工作经验", 1, 3), ("10-5年", 5, 10),
    ] as [(String, Int, Int?)]) func textsBecomeYears(_ text: String, _ from: Int, _ to: Int?) throws {
        #expect(YearsText.read(text) == .years(try #require(JobTerms.Years(from: from, to: to))))
    }

    @Test func whatIsNoYearsSaysSo() {
        #expect(YearsText.read("") == .unsaid && YearsText.read("资深") == .unknown && YearsText.read("100年以上") == .unknown && YearsText.read("1-2-3年") == .unknown)
    }

    @Test(arguments: [
        ("本科及以上", .bachelor), ("大专", .college), ("硕士", .master), ("硕士研究生", .master), ("博士研究生", .doctor), ("不限", .any), ("不限制", .any), ("中专/中技", .seniorSecondary), ("中等专科", .seniorSecondary),
        ("大学专科", .college), ("统招本科", .bachelor), ("初中及以下", .any), ("职业高中", .seniorSecondary), ("大专/本科", .college), ("Bachelor", .bachelor), ("学历不限", .any),
    ] as [(String, DegreeDemand)]) func textsBecomeDegrees(_ text: String, _ wanted: DegreeDemand) { #expect(DegreeText.read(text) == .degree(wanted)) }

    @Test func datesAreReadInTheirManyForms() throws {
        let wanted = try #require(Day("2023-12-31"))
        for text in ["2023-12-31", "2023-12-31 00:00", "2023/12/31", "2023.12.31", "2023年12月31日", "20231231", "45291", "2023-12-31T08:00:00"] { #expect(DayText.read(text) == .some(.some(wanted)), "\(text)") }
        #expect(DayText.read("长期有效") == .some(nil) && DayText.read("") == .some(nil))
        #expect(DayText.read("2023-13-31") == nil && DayText.read("明天") == nil)
    }

    @Test func wantedAndKindAreRead() {
        #expect(WantedText.read("6") == .some(6) && WantedText.read("招三人") == .some(3) && WantedText.read("5-10人") == .some(10) && WantedText.read("若干") == .some(nil) && WantedText.read("0") == .some(nil))
        #expect(WantedText.read("很多") == nil && WantedText.read("999999999") == nil)
        #expect(KindText.read("实习") == .internship && KindText.read("兼职") == .partTime && KindText.read("柔性引才") == .flexible && KindText.read("full_time") == .fullTime && KindText.read("？") == nil)
    }
}

@Suite struct ListAndPlaceTests {
    @Test func listsAreReadAsTheyAreWritten() {
        #expect(SkillsText.read("5年及以上,本科,java，Spring、C++;java") == ["java", "Spring", "C++"])
        #expect(SkillsText.read("['数据分析', 'a, b', \"it's\"]") == ["数据分析", "a, b", "it's"])
        #expect(SkillsText.read("[\"SQL\",\"Python\"]") == ["SQL", "Python"])
        #expect(SkillsText.read("[]").isEmpty && SkillsText.read("").isEmpty && SkillsText.read("['a").count == 1)
    }

    @Test(arguments: [
        (["上海·徐汇区"], "310104"), (["青岛"], "3702"), (["山东省青岛市崂山区"], "370212"), (["广州-天河"], "440106"), (["青岛·崂山区"], "370212"), (["北京", "中国大陆北京北京市海淀区学清路10号"], "110108"),
        (["广州", "广州黄埔区总部国际酒店288"], "440112"), (["青岛", "崂山区松岭路"], "370212"), (["上海"], "31"), (["吉林"], "22"), (["370212"], "370212"), (["内蒙古·呼和浩特"], "1501"), (["延边"], "2224"),
    ] as [([String], String)]) func textsBecomeDivisions(_ texts: [String], _ code: String) { #expect(PlaceText.read(texts)?.code == code) }

    @Test func whatIsNoPlaceForCertainIsNone() {
        for text in ["全国", "", "海外", "市辖区", "鼓楼区"] { #expect(PlaceText.read([text]) == nil, "\(text)") }
    }

    @Test func descriptionsLoseTheirTags() {
        #expect(DescriptionText.read("一、职责<br />\n<br/>1. 写 C++ &amp; SQL&nbsp;；<p>a &lt; b</p>&#39;x&#x27;") == "一、职责\n\n1. 写 C++ & SQL ；\na < b\n'x'")
        #expect(DescriptionText.read("工资 < 5000 且 > 3000 &copy x\r\n  行  \u{0}") == "工资 < 5000 且 > 3000 &copy x\n行")
        #expect(DescriptionText.read(String(repeating: "<", count: 50_000)).count <= DescriptionText.longest)
    }
}

@Suite struct JobMappingTests {
    private let official = JobMapping(
        source: "test", columns: [.title: ["岗位名称"], .company: ["单位名称"], .pay: ["薪资"], .degree: ["学历"], .place: ["城市", "区"]], codes: [.degree: ["3": "本科"]], musts: [.degree])

    @Test func aRowBecomesAJob() throws {
        let reader = try JobRowReader(official, headings: ["岗位名称", " 单位名称", "薪资", "学历", "城市", "区"])
        let row = try reader.read(["工程师", "青岛公司", "1-1.5万", "3", "青岛", "崂山区"])
        #expect(row.company == "青岛公司" && row.terms.degree == .bachelor && row.terms.division?.text == "370212" && row.terms.pay?.to == Fen(1_500_000) && row.notes.isEmpty && row.terms.musts == [.degree])
        #expect(try reader.read(["工程师", "公司", "很高"]).notes == [.pay])
        #expect(throws: JobRowRefusal.noTitle) { try reader.read(["", "公司"]) }
        #expect(throws: JobRowRefusal.noCompany) { try reader.read(["工程师"]) }
        #expect(throws: JobRowRefusal.tooWide) { try reader.read(["工程师", "公司", "", "", "", "", "x"]) }
    }

    @Test func aFileWithoutTitlesIsRefusedAndSaysWhatItHas() {
        #expect { try JobRowReader(official, headings: ["a", "单位名称"]) } throws: { ($0 as? Refusal)?.code == "no_column" }
        #expect(throws: Never.self) { _ = try JobRowReader(official, headings: ["岗位名称"], company: "本公司") }
    }

    @Test func headingsAreGuessed() {
        #expect(JobMapping.guess(["岗位名称*", "用人单位", "薪资范围", "学历要求", "工作地点", "备注", "招聘人数(人)"]) == [.title, .company, .pay, .degree, .place, nil, .wanted])
        #expect(JobMapping.guess(["id", "title", "company", "salary_min", "salary_max", "lng", "lat"]) == [.id, .title, .company, .payFrom, .payTo, .longitude, .latitude])
    }
}
