import Testing

@testable import Domain

@Suite struct FigureTests {
    private func day(_ text: String) throws -> Day { try #require(Day(text)) }

    @Test func aForecastGoesOnInAStraightLine() throws {
        let today = try day("2021-06-10"), begin = try day("2020-11-12"), march = try day("2021-03-01"), by = try day("2021-12-31"), from = Forecast.window(today: today, begin: begin, months: 3)
        #expect(from == march)
        // 102 days with 51: one every other day, 204 days to go.
        let forecast = Forecast(count: 60, goal: 100, by: by, today: today, from: from, counted: 51)
        #expect(forecast.days == 102 && forecast.counted == 51 && forecast.expected == 60 + 102)
        #expect(forecast.reachedOn == today.adding(80))
        // It is never rounded to a day too early.
        #expect(Forecast(count: 99, goal: 100, by: today, today: today, from: today.adding(-2), counted: 2).reachedOn == today.adding(2))
    }

    @Test func aForecastOfNothingAndOfWhatIsReached() throws {
        let today = try day("2021-06-10"), by = try day("2021-12-31")
        let still = Forecast(count: 60, goal: 100, by: by, today: today, from: today.adding(-90), counted: 0)
        #expect(still.expected == 60 && still.reachedOn == nil)
        #expect(Forecast(count: 100, goal: 100, by: by, today: today, from: today.adding(-90), counted: 91).reachedOn == nil)
        #expect(Forecast(count: 100, goal: 100, by: by, today: today, from: today.adding(-90), counted: 91).expected == 100 + 204)
        // After the last day nothing is added, and a wait beyond a hundred years is none.
        #expect(Forecast(count: 5, goal: 100, by: today.adding(-1), today: today, from: today.adding(-9), counted: 5).expected == 5)
        #expect(Forecast(count: 0, goal: 1_000_000_000, by: by, today: today, from: today, counted: 1).reachedOn == nil)
    }

    @Test func extremeNumbersDoNotTrap() throws {
        let today = try day("2021-06-10")
        let forecast = Forecast(count: .max, goal: .min, by: Day(number: 4_000_000), today: today, from: Day(number: -700_000), counted: .max)
        #expect(forecast.reachedOn == nil && forecast.expected > 0)
        #expect(Forecast.even(goal: .max, from: today, by: today.adding(9), on: today.adding(4)) == 500_000_000)
        #expect(Forecast.even(goal: 10, from: today, by: today.adding(-5), on: today) == 10)
    }

    @Test func theWindowBeginsNoEarlierThanTheProgramme() throws {
        let begin = try day("2020-11-12")
        let later = try day("2020-12-07"), before = try day("2020-11-01")
        #expect(Forecast.window(today: later, begin: begin, months: 3) == begin)
        #expect(Forecast.window(today: before, begin: begin, months: 3) == before)
    }

    @Test func anEvenPaceIsByDays() throws {
        let from = try day("2021-01-01"), january = try day("2021-01-31"), by = try day("2021-12-31")
        #expect(Forecast.even(goal: 365, from: from, by: by, on: from) == 1)
        #expect(Forecast.even(goal: 365, from: from, by: by, on: january) == 31)
        #expect(Forecast.even(goal: 100, from: from, by: by, on: by) == 100 && Forecast.even(goal: 100, from: from, by: by, on: by.adding(9)) == 100)
        #expect(Forecast.even(goal: 100, from: from, by: by, on: from.adding(-1)) == 0)
    }

    @Test func monthsAreWithoutGaps() throws {
        let november = try day("2020-11-30"), january = try day("2021-01-31"), february = try day("2021-02-01"), long = try day("1990-01-01")
        #expect(Day.months(from: november, to: february).map(\.monthText) == ["2020-11", "2020-12", "2021-01", "2021-02"])
        #expect(Day.months(from: february, to: january).isEmpty)
        #expect(Day.months(from: long, to: january, most: 2).map(\.monthText) == ["2020-12", "2021-01"])
    }

    @Test func reportsCoverWholeWeeksMonthsAndYears() throws {
        let sunday = try day("2021-01-03"), week = ReportSpan.week.days(of: sunday), month = ReportSpan.month.days(of: sunday), year = ReportSpan.year.days(of: try day("2020-12-31"))
        func texts(_ days: (from: Day, until: Day)) -> [String] { [days.from.description, days.until.description] }
        #expect(texts(week) == ["2020-12-28", "2021-01-04"] && texts(month) == ["2021-01-01", "2021-02-01"] && texts(year) == ["2020-01-01", "2021-01-01"])
    }

    @Test func aLineNeverGivesItsHiddenCellAway() {
        // One row of three with its total: the small one takes the next smallest with it.
        #expect(SmallCells.shown([2, 9, 7, 18], lines: [[0, 1, 2, 3]]) == [nil, 9, nil, 18])
        // Alone in its row: the total goes with it.
        #expect(SmallCells.shown([2, 0, 2], lines: [[0, 1, 2]]) == [nil, 0, nil])
        #expect(SmallCells.shown([5, 6, 11], lines: [[0, 1, 2]]) == [5, 6, 11])
        #expect(SmallCells.shown([3], lines: [[0, 7, -1]]) == [nil])
    }

    /// Two that are hidden beside a total that is shown: their sum says who they are as well.
    @Test func aSumOfFewIsHiddenToo() {
        #expect(SmallCells.shown([10, 1, 1, 12], lines: [[0, 1, 2, 3]]) == [nil, nil, nil, 12])
        #expect(SmallCells.shown([10, 4, 1, 15], lines: [[0, 1, 2, 3]]) == [10, nil, nil, 15])
        #expect(SmallCells.shown([10, 1, 1, 30]) == [nil, nil, nil, 30])
        #expect(SmallCells.shown([10, 3, 2, 30]) == [10, nil, nil, 30])
        #expect(SmallCells.shown([1, 1]) == [nil, nil])
        #expect(SmallCells.shown([9, 8, 7, 0], hiding: [0, 3, 9]) == [nil, 8, nil, 0])
        #expect(SmallCells.shown([Int.max, 1]) == [nil, nil])
    }

    /// Tables of any size: what is small is hidden, and no line hides just one of its cells.
    @Test func crossedTablesGiveNothingAway() {
        var seed: UInt64 = 11
        func random(_ below: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % below
        }
        for _ in 0..<300 {
            let rows = 1 + random(6), columns = 1 + random(6)
            let cells = (0..<rows).map { _ in (0..<columns).map { _ in random(3) == 0 ? random(5) : random(40) } }
            // Laid out row by row, each with its total; the last row holds the totals of the columns.
            var counts: [Int] = []
            for row in cells { counts += row + [row.reduce(0, +)] }
            let sums = (0..<columns).map { column in cells.reduce(0) { $0 + $1[column] } }
            counts += sums + [sums.reduce(0, +)]
            let wide = columns + 1, high = rows + 1
            let lines = (0..<high).map { row in (0..<wide).map { row * wide + $0 } } + (0..<wide).map { column in (0..<high).map { $0 * wide + column } }
            let shown = SmallCells.shown(counts, lines: lines)
            for (count, cell) in zip(counts, shown) {
                #expect(cell == nil || cell == count)
                if count > 0, count < SmallCells.least { #expect(cell == nil) }
                if count == 0 { #expect(cell == 0) }
            }
            for line in lines {
                let secret = line.filter { shown[$0] == nil }
                #expect(secret.count != 1, "\(counts) \(shown)")
                if let total = line.last, shown[total] != nil { #expect(secret.isEmpty || secret.reduce(0) { $0 + counts[$1] } >= SmallCells.least, "\(counts) \(shown)") }
            }
        }
    }

    @Test func anItemOfTheWorkPlanMovesAsDrawn() {
        #expect(WorkItemState.open.after(.finish) == .done && WorkItemState.open.after(.drop) == .dropped && WorkItemState.open.after(.reopen) == nil)
        #expect(WorkItemState.done.after(.reopen) == .open && WorkItemState.dropped.after(.reopen) == .open && WorkItemState.done.after(.drop) == nil)
        #expect(WorkItemState.transitions.count == 4 && WorkItemState.diagram.contains("open --> dropped: drop"))
    }
}
