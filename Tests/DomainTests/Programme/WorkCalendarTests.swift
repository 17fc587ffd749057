import Domain
import Testing

@Suite struct WorkCalendarTests {
    /// The autumn of 2020 and the first days of 2021, and no more.
    let calendar = WorkCalendar(
        id: "small", name: Words("小历", "small"), hash: "h", officialYears: [2020, 2021],
        holidays: Dictionary(uniqueKeysWithValues:
            (1...8).compactMap { Day(year: 2020, month: 10, day: $0) }.map { ($0, Words("国庆节", "National Day")) }
            + (1...3).compactMap { Day(year: 2021, month: 1, day: $0) }.map { ($0, Words("元旦", "New Year's Day")) }),
        makeUpDays: Dictionary(uniqueKeysWithValues: ["2020-09-27", "2020-10-10"].compactMap { Day($0) }.map { ($0, Words("国庆节", "National Day")) }))

    @Test(arguments: [
        ("2020-09-28", 5, "2020-10-12"), ("2020-09-28", 0, "2020-09-28"), ("2020-09-28", -3, "2020-09-28"), ("2020-09-26", 1, "2020-09-27"),
        ("2020-09-30", 1, "2020-10-09"), ("2020-09-30", 2, "2020-10-10"), ("2020-10-03", 1, "2020-10-09"), ("2020-11-16", 5, "2020-11-23"),
        ("2020-12-31", 1, "2021-01-04"), ("2020-12-25", 5, "2021-01-04"),
    ])
    func aDeadlineSkipsDaysOffAndCountsMakeUpDays(_ start: String, _ workdays: Int, _ end: String) throws {
        let start = try #require(Day(start))
        let end = try #require(Day(end))
        #expect(calendar.adding(workdays, to: start) == Deadline(day: end, provisional: false))
    }

    @Test func aDeadlineThatReachesAYearWithoutDataIsProvisional() throws {
        let last = try #require(Day("2021-12-30"))
        #expect(calendar.adding(1, to: last) == Deadline(day: try #require(Day("2021-12-31")), provisional: false))
        #expect(calendar.adding(2, to: last) == Deadline(day: try #require(Day("2022-01-03")), provisional: true))
        // From the last day of an unknown year only known days are counted.
        #expect(calendar.adding(1, to: try #require(Day("2019-12-31"))) == Deadline(day: try #require(Day("2020-01-01")), provisional: false))
        #expect(calendar.adding(1, to: try #require(Day("2019-12-30"))) == Deadline(day: try #require(Day("2019-12-31")), provisional: true))
        #expect(calendar.adding(0, to: try #require(Day("2022-05-05"))) == Deadline(day: try #require(Day("2022-05-05")), provisional: true))
    }

    @Test func countingAgreesWithWalkingDayByDay() throws {
        let start = try #require(Day("2020-08-30"))
        var walked = 0
        for offset in 1...1500 {
            let day = start.adding(offset)
            if calendar.isWorkday(day) {
                walked += 1
                #expect(calendar.adding(walked, to: start).day == day)
            }
            #expect(calendar.count(after: start, through: day) == walked)
        }
        #expect(calendar.count(after: start, through: start) == 0)
        #expect(calendar.count(after: start.adding(9), through: start) == 0)
    }

    @Test func nothingTraps() throws {
        let farthest = try #require(Day("9999-12-31"))
        #expect(calendar.adding(10_000, to: try #require(Day("2020-01-01"))).day == Day("2058-05-08"))
        #expect(calendar.adding(.max, to: Day(number: .max)) == Deadline(day: farthest, provisional: true))
        #expect(calendar.adding(.max, to: Day(number: .min)) == Deadline(day: farthest, provisional: true))
        #expect(calendar.count(after: Day(number: .min), through: Day(number: .max)) == calendar.count(after: Day(number: -719_162), through: farthest))
    }

    @Test func daysHaveNames() throws {
        #expect(calendar.name(of: try #require(Day("2020-10-03"))) == Words("国庆节", "National Day"))
        #expect(calendar.name(of: try #require(Day("2020-10-10"))) == Words("国庆节调休上班", "make-up working day for National Day"))
        #expect(calendar.name(of: try #require(Day("2020-10-11"))) == nil)
        #expect(calendar.isOfficial(2021))
        #expect(!calendar.isOfficial(2022))
    }
}
