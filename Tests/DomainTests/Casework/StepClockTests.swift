import Domain
import Testing

@Suite struct StepClockTests {
    let plain = SmallProgramme.calendar
    let monday = SmallProgramme.monday

    private func reminders(_ clock: StepClock, _ calendar: WorkCalendar? = nil) -> [String] {
        clock.reminders(calendar ?? plain).map { "\($0.percent) \($0.on.day)" }
    }

    @Test func aClockRestsAndResumes() throws {
        let clock = StepClock(allowance: 10, since: monday)
        #expect(clock.due(plain) == Deadline(day: monday.adding(14), provisional: false))
        let rested = clock.rested(on: monday.adding(3), plain)   // Thursday: three days used
        #expect(rested == StepClock(allowance: 10, used: 3, since: nil))
        #expect(rested.due(plain) == nil)
        #expect(rested.rested(on: monday.adding(9), plain) == rested)
        let resumed = rested.resumed(on: monday.adding(21))
        #expect(resumed == StepClock(allowance: 10, used: 3, since: monday.adding(21)))
        #expect(resumed.due(plain)?.day == monday.adding(21 + 9))
        #expect(resumed.resumed(on: monday.adding(40)) == resumed)
        // Over its time when it rested: the day on which it resumes is the last.
        #expect(StepClock(allowance: 2, used: 5, since: monday).due(plain)?.day == monday)
    }

    @Test func aCaseInCorrectionHasItsClockAtRest() throws {
        let work = SmallProgramme.casework()
        let open = try work.after([.handIn(changed: [])], SmallProgramme.draft, on: monday)
        let wednesday = monday.adding(2)
        let returned = try work.after(work.line("centre", .return), open, on: wednesday)
        #expect(returned.clock == StepClock(allowance: 2, used: 2, since: nil))
        let again = try work.after(.handIn(changed: []), returned, on: monday.adding(7))
        #expect(again.clock == StepClock(allowance: 2, used: 2, since: monday.adding(7)))
        // The next step has a clock of its own.
        #expect(try work.after(work.line("centre"), again, on: monday.adding(8)).clock == StepClock(allowance: 10, since: monday.adding(8)))
    }

    @Test func remindersComeAtHalfAtFourFifthsAndAtTheEnd() throws {
        #expect(reminders(StepClock(allowance: 10, since: monday)) == ["50 2020-11-23", "80 2020-11-26", "100 2020-11-30"])
        #expect(reminders(StepClock(allowance: 5, since: monday)) == ["50 2020-11-19", "80 2020-11-20", "100 2020-11-23"])
        #expect(reminders(StepClock(allowance: 1, since: monday)) == ["50 2020-11-17", "80 2020-11-17", "100 2020-11-17"])
        #expect(reminders(StepClock(allowance: 10, since: nil)) == [])
        #expect(reminders(StepClock(allowance: 10, used: 6, since: monday)) == ["80 2020-11-18", "100 2020-11-20"])
        #expect(reminders(StepClock(allowance: 10, used: 12, since: monday)) == [])
    }

    @Test func aYearWithoutOfficialDaysIsProvisional() throws {
        let late = try #require(Day("2021-12-30"))
        #expect(StepClock(allowance: 1, since: late).due(plain) == Deadline(day: late.adding(1), provisional: false))
        #expect(StepClock(allowance: 2, since: late).due(plain)?.provisional == true)
    }

    @Test func aHolidayMovesTheDayAndTheReminders() throws {
        let holidays = WorkCalendar(
            id: "h", name: Words("", ""), hash: "h", officialYears: [2020],
            holidays: Dictionary(uniqueKeysWithValues: (2...4).map { (monday.adding($0), Words("假", "off")) }), makeUpDays: [monday.adding(5): Words("假", "off")])
        let clock = StepClock(allowance: 5, since: monday)
        #expect(reminders(clock, holidays) == ["50 2020-11-23", "80 2020-11-24", "100 2020-11-25"])
        #expect(clock.due(holidays)?.day == monday.adding(9))
        #expect(clock.rested(on: monday.adding(6), holidays) == StepClock(allowance: 5, used: 2, since: nil))
    }
}
