import Domain
import Foundation
import ProgrammeText
import Testing

@Suite struct CalendarTests {
    static let file = "calendars/cn.yaml"

    let calendar: WorkCalendar

    init() throws {
        let (calendar, mistakes) = CalendarReader.read(try text(Self.file), file: Self.file, hash: "h")
        #expect(mistakes.map(\.description) == [])
        self.calendar = try #require(calendar)
    }

    @Test func itHasTheYears() {
        #expect(calendar.id == "cn")
        #expect(calendar.officialYears == Set(2004...2026))
    }

    @Test(arguments: [
        ("2020-09-28", 5, "2020-10-12"), ("2020-09-30", 1, "2020-10-09"), ("2020-01-17", 1, "2020-01-19"), ("2020-01-19", 5, "2020-02-03"),
        ("2020-04-24", 1, "2020-04-26"), ("2020-04-30", 1, "2020-05-06"), ("2020-05-08", 1, "2020-05-09"), ("2020-06-24", 1, "2020-06-28"),
        ("2020-11-16", 10, "2020-11-30"), ("2020-12-31", 1, "2021-01-04"), ("2021-02-10", 1, "2021-02-18"), ("2021-02-19", 1, "2021-02-20"),
        ("2021-09-17", 1, "2021-09-18"), ("2021-09-30", 1, "2021-10-08"), ("2021-10-08", 1, "2021-10-09"), ("2015-09-02", 1, "2015-09-06"),
        ("2008-09-26", 1, "2008-09-27"), ("2008-01-01", 251, "2008-12-31"), ("2024-02-09", 1, "2024-02-18"), ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"), ("2026-09-30", 1, "2026-10-08"),
    ])
    func deadlines(_ start: String, _ workdays: Int, _ end: String) throws {
        #expect(calendar.adding(workdays, to: try #require(Day(start))) == Deadline(day: try #require(Day(end)), provisional: false))
    }

    @Test func aDeadlineBeyondTheLastYearIsProvisional() throws {
        #expect(calendar.adding(1, to: try #require(Day("2026-12-31"))) == Deadline(day: try #require(Day("2027-01-01")), provisional: true))
    }

    @Test(arguments: [
        ("2004-01-17", true), ("2004-01-28", false), ("2005-02-05", true), ("2007-12-29", true), ("2007-12-31", false), ("2008-01-01", false),
        ("2009-10-08", false), ("2012-06-23", false), ("2013-01-05", true), ("2014-01-31", false), ("2015-09-03", false), ("2015-09-04", false),
        ("2015-09-05", false), ("2015-09-06", true), ("2019-05-05", true), ("2020-01-31", false), ("2020-02-01", false), ("2020-02-03", true),
        ("2020-11-14", false), ("2020-11-16", true), ("2022-12-31", false), ("2023-01-03", true), ("2024-10-12", true), ("2025-10-08", false),
    ])
    func days(_ text: String, _ works: Bool) throws { #expect(calendar.isWorkday(try #require(Day(text))) == works) }

    @Test func namesOfDays() throws {
        #expect(calendar.name(of: try #require(Day("2020-10-01"))) == Words("国庆节、中秋节", "National Day and Mid-autumn Festival"))
        #expect(calendar.name(of: try #require(Day("2020-01-19"))) == Words("春节调休上班", "make-up working day for Spring Festival"))
        #expect(calendar.name(of: try #require(Day("2012-06-23"))) == Words("端午节", "Dragon Boat Festival"))
        #expect(calendar.name(of: try #require(Day("2020-11-16"))) == nil)
    }

    @Test(.enabled(if: shared != nil, "needs data/holidays beside the checkout, or YIZHAN_SHARED"))
    func everyDayAgreesWithTheOfficialData() throws {
        let data = try rows(try #require(shared).appending(path: "data/holidays/cn-holidays-2004-2026.csv"))
        #expect(data.count == 771)
        func days(_ kind: String) -> Set<Day> { Set(data.filter { $0["kind"] == kind }.compactMap { $0["date"].flatMap { Day($0) } }) }
        let off = days("holiday")
        let made = days("makeup_workday")
        var differing: [Day] = []
        var day = try #require(Day("2004-01-01"))
        while day.year <= 2026 {
            let works = made.contains(day) || (day.weekday <= 5 && !off.contains(day))
            if calendar.isWorkday(day) != works { differing.append(day) }
            day = day.adding(1)
        }
        #expect(differing == [])
    }

    @Test(arguments: [
        ("  2004:\n    holidays:", "  2004:\n    holiday:", "    holiday:", 5, "years.2004.holiday: 不认识的键 holiday；是否为 holidays？"),
        ("2004-01-22 to 2004-01-28", "2004-01-28 to 2004-01-22", "2004-01-28 to", 22, "years.2004.holidays.春节: 2004-01-28 晚于 2004-01-22；把两个日期对调"),
        ("2004-01-22 to 2004-01-28", "2004-01-22 - 2004-01-28", "2004-01-22 -", 22,
         "years.2004.holidays.春节: “2004-01-22 - 2004-01-28”不是日期；写成 2020-01-24 to 2020-02-02，或单个日期"),
        ("2004-01-22 to 2004-01-28", "2003-01-22 to 2004-01-28", "2003-01-22", 22,
         "years.2004.holidays.春节: “2003-01-22 to 2004-01-28”不在 2004 年；列到日期所在的年份"),
        ("2004-10-01 to 2004-10-07", "2004-05-07", "2004-05-07\n    make_up", 21, "years.2004.holidays.国庆节: 2004-05-07 已列入劳动节"),
        ("[2004-01-17, 2004-01-18]", "[2004-01-17, 2004-01-24]", "2004-01-24]", 35, "years.2004.make_up.春节.2: 调休上班日 2004-01-24 在春节假期之内"),
        ("[2004-01-17, 2004-01-18]", "[2004-01-16, 2004-01-18]", "[2004-01-16", 23, "years.2004.make_up.春节.1: 2004-01-16 本来就是工作日，不是调休上班日"),
        ("[2004-01-17, 2004-01-18]", "[2004-01-17, 2004-01-17]", "[2004-01-17, 2004-01-17", 35, "years.2004.make_up.春节.2: 调休上班日 2004-01-17 重复"),
        ("      元旦:            2004-01-01", "      元日:            2004-01-01", "元日:", 22, "years.2004.holidays.元日: names 中没有 元日；是否为 元旦？"),
        ("  2004:\n", "  MMIV:\n", "  MMIV", 3, "years.MMIV: MMIV 不是年份"),
        ("calendar: cn\n", "calender: cn\n", "calender", 1, "calender: 不认识的键 calender；是否为 calendar？"),
        ("  2005:\n", "  2004:\n", "  2004:\n    holidays:\n      元旦:            2005", 3, "键 2004 重复，第 22 行已有；删去一个，或改名"),
    ] as [(String, String, String, Int, String)])
    func everyMistakeIsNamedWithItsLine(_ from: String, _ to: String, _ at: String, _ column: Int, _ message: String) throws {
        let real = try text(Self.file)
        let edited = real.replacingCharacters(try #require(real.firstRange(of: from)), with: to)
        let (calendar, mistakes) = readCalendar(edited)
        #expect(calendar == nil)
        let said = "c.yaml:\(try #require(line(of: at, in: edited))):\(column): \(message)"
        #expect(mistakes.last?.description == said)
        // A misspelt key that must be there is missing as well; else one mistake is one message.
        #expect(mistakes.dropLast().map(\.words.zh) == (message.hasPrefix("calender") ? ["缺少 calendar"] : message.hasPrefix("years.2004.holiday:") ? ["缺少 holidays"] : []))
    }
}
