import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct DueWorkTests {
    @Test(arguments: Engine.allCases) func remindersAreToldOnce(_ engine: Engine) async throws {
        try await withHouse(engine, channels: [.mail, .sms, .webhook]) { test in
            try await test.callRound()
            let id = try await test.handedIn(1)
            let handler = try await test.staff("laoshan.hrss.handler"), signer = try await test.staff("laoshan.hrss.signer")
            let start = try await test.messages(handler)
            try await test.move(to: try moment("2020-11-19", 8, 59))
            #expect(try await test.messages(handler) == start)
            try await test.move(to: try moment("2020-11-19"))
            #expect(Array(try await test.messages(handler).dropFirst(start.count)) == ["时限已过 50%：驿站1"])
            try await test.move(to: try moment("2020-11-20"))
            _ = try await DueWork(test.house)()
            #expect(Array(try await test.messages(handler).dropFirst(start.count)) == ["时限已过 50%：驿站1", "时限已过 80%：驿站1"])
            // The place whose turn it is hears of it.
            _ = try await RuleOnCase(office: "laoshan.hrss", act: .propose, ruling: .pass)(test.house, on: id, by: handler)
            try await test.move(to: try moment("2020-11-23"))
            #expect(Array(try await test.messages(handler).dropFirst(start.count)) == ["时限已过 50%：驿站1", "时限已过 80%：驿站1"])
            #expect(try await test.messages(signer).suffix(2) == ["待办：组织推荐 — 驿站1", "今天到期：驿站1"])
            // Written again by hand, it is not told again.
            let at = try moment("2020-11-22")
            try await test.database.write { tx in _ = try tx.run("INSERT INTO due (at, verb, subject, attempts) VALUES (\(at), 'remind', \("\(id)/1/50"), 0)") }
            #expect(try await DueWork(test.house)() == 1)
            #expect(try await test.verbs("case", id.rawValue).count { $0 == "reminded" } == 3)
            let posted = try await test.database.read { tx in
                try tx.rows("SELECT channel, COUNT(*) AS n FROM outbox GROUP BY channel ORDER BY channel").map { "\(try $0("channel") as String) \(try $0("n") as Int)" }
            }
            // To the office's group: two to-dos and three reminders; to the applicant's telephone: that it was handed in.
            #expect(posted == ["sms 1", "webhook 5"])
        }
    }

    @Test(arguments: Engine.allCases) func dueWorkClaimedByManyRunsOnce(_ engine: Engine) async throws {
        try await withHouse(engine, connections: 8) { test in
            try await test.callRound()
            var cases: [ID<Case>] = []
            for organisation in 1...4 { cases.append(try await test.handedIn(organisation)) }
            try await MoveClock.set(test.house, try moment("2020-11-23", 10))
            let house = test.house
            let results = await together(Array(repeating: { @Sendable in try await DueWork(house)() }, count: 8))
            #expect(try results.map { try $0.get() }.reduce(0, +) == 12)
            for id in cases { #expect(try await test.verbs("case", id.rawValue).count { $0 == "reminded" } == 3) }
            #expect(try await test.count("SELECT COUNT(*) FROM due WHERE done_at IS NULL AND verb = 'remind'") == 0)
        }
    }

    @Test(arguments: Engine.allCases) func aLeaseThatRanOutIsTakenUpAgain(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let id = try await test.handedIn(1)
            try await MoveClock.set(test.house, try moment("2020-11-19", 10))
            // A worker claimed it and died.
            let until = test.clock.now.adding(seconds: 60)
            try await test.database.write { tx in _ = try tx.run("UPDATE due SET leased_until = \(until), attempts = 1 WHERE verb = 'remind' AND subject = \("\(id)/1/50")") }
            #expect(try await DueWork(test.house)() == 0)
            test.clock.advance(seconds: 61)
            #expect(try await DueWork(test.house)() == 1)
            #expect(try await test.verbs("case", id.rawValue).suffix(1) == ["reminded"])
        }
    }

    @Test(arguments: Engine.allCases) func whatFailsForGoodIsSaid(_ engine: Engine) async throws {
        try await withHouse(engine, channels: [.mail]) { test in
            let house = test.house, now = test.clock.now
            #expect(await house.ailments() == [])
            try await test.database.write { tx in
                for (subject, attempts) in [("x", 20), ("y", 20), ("z", 19)] {
                    try tx.run("INSERT INTO due (at, verb, subject, attempts) VALUES (0, 'end_notice', \(subject), \(attempts))")
                }
                for id in ["a", "b"] {
                    try tx.run("""
                        INSERT INTO outbox (id, channel, address, body, created_at, attempts, try_after, given_up_at)
                        VALUES (\(id), 'mail', \([1] as [UInt8]), \([1] as [UInt8]), \(now), 12, \(now), \(id == "a" ? now : nil))
                        """)
                }
            }
            #expect(await house.ailments() == [
                "2 × due work “end_notice” failed 20 times and was left", "1 messages by mail could not be sent and were given up",
            ])
        }
    }

    @Test(arguments: Engine.allCases) func whatIsDoneIsSweptAfterThirtyDays(_ engine: Engine) async throws {
        try await withHouse(engine, channels: [.mail]) { test in
            let house = test.house, now = test.clock.now
            let old = now.adding(seconds: -30 * 86_400 - 1), young = now.adding(seconds: -30 * 86_400)
            try await test.database.write { tx in
                for (id, at) in [("old", old), ("young", young), ("open", nil)] {
                    try tx.run("INSERT INTO due (at, verb, subject, attempts, done_at) VALUES (0, 'end_notice', \(id), 1, \(at))")
                    try tx.run("""
                        INSERT INTO outbox (id, channel, address, body, created_at, attempts, try_after, sent_at)
                        VALUES (\(id), 'mail', \([1] as [UInt8]), \([1] as [UInt8]), \(old), 1, \(old), \(at))
                        """)
                }
            }
            _ = try await Sweep(house)()
            let left = try await test.database.read { tx in
                try tx.rows("SELECT subject AS id FROM due WHERE verb = 'end_notice' UNION ALL SELECT id FROM outbox").map { try $0("id") as String }
            }
            #expect(left.sorted() == ["open", "open", "young", "young"])
        }
    }

    @Test(arguments: Engine.allCases) func whatANewerReleaseWroteIsLeftToIt(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.database.write { tx in _ = try tx.run("INSERT INTO due (at, verb, subject, attempts) VALUES (0, 'draw_beds', 'x', 0)") }
            #expect(try await DueWork(test.house)() == 0)
            #expect(try await test.count("SELECT COUNT(*) FROM due WHERE verb = 'draw_beds' AND done_at IS NULL AND attempts = 0") == 1)
        }
    }

    @Test(arguments: Engine.allCases) func theClockMovesForwardOnlyAndInDemonstrationOnly(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let later = try moment("2020-12-01")
            try await test.move(to: later)
            #expect(try await test.house.now() == later)
            try await MoveClock.set(test.house, try moment("2020-11-20"))
            #expect(try await test.house.now() == later)
            #expect(try await MoveClock(advance: .day)(test.house) == (try moment("2020-12-02")))
            #expect(try await MoveClock(advance: .workdays5)(test.house) == (try moment("2020-12-09")))
            let real = try test.with(demo: false)
            #expect(try await real.house.now() == TestHouse.start)
            await refused("not_found", .notFound) { try await MoveClock(advance: .day)(real.house) }
        }
    }

    // MARK: another calendar

    private func changed(days off: [String], officialYears: Set<Int>? = nil) throws -> WorkCalendar {
        let real = try RealTexts.calendar.get().0
        let added = try Dictionary(uniqueKeysWithValues: off.map { (try day($0), Words("临时放假", "day off")) })
        let years = officialYears ?? real.officialYears
        return WorkCalendar(
            id: real.id, name: real.name, hash: "changed", officialYears: years, holidays: real.holidays.filter { years.contains($0.key.year) }.merging(added) { $1 },
            makeUpDays: real.makeUpDays.filter { years.contains($0.key.year) })
    }

    private func dueOn(_ test: TestHouse, _ id: ID<Case>) async throws -> String {
        try await test.database.read { tx in
            let row = try #require(try tx.row("SELECT due_on, due_provisional FROM cases WHERE id = \(id)"))
            return "\((try row("due_on") as Day?)?.description ?? "none") \(try row("due_provisional") as Bool)"
        }
    }

    @Test(arguments: Engine.allCases) func aChangedCalendarDatesRunningCasesAndNoticesAnew(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await test.callRound()
            let noticed = try await test.toNotice(1)
            let notice = try await test.publish([noticed])
            let waiting = try await test.handedIn(2), returned = try await test.toIntake(3)
            try await test.rule(returned, "centre", .return, reason: "缺少材料。")
            try await test.move(to: try moment("2020-11-18"))
            #expect(try await dueOn(test, waiting) == "2020-11-23 false")
            let other = try test.with(calendar: try changed(days: ["2020-11-19", "2020-11-20"]))
            #expect(try await RedateClocks()(other.house) == 3)
            #expect(try await dueOn(test, waiting) == "2020-11-25 false")
            #expect(try await other.due(waiting.rawValue) == [
                "remind 1/50 2020-11-23T09:00:00+08:00", "remind 1/80 2020-11-24T09:00:00+08:00", "remind 1/100 2020-11-25T09:00:00+08:00",
            ])
            #expect(try await dueOn(test, returned) == "none false")
            #expect(try await test.verbs("case", waiting.rawValue).suffix(1) == ["redated"])
            #expect(try await test.verbs("case", noticed.rawValue).suffix(1) == ["redated"])
            #expect(try await test.verbs("notice", notice.rawValue) == ["notice_prepared", "notice_published", "redated"])
            #expect(try await other.due(notice.rawValue) == ["end_notice 2020-11-26T00:00:00+08:00"])
            let detail: String = try await test.database.read { tx in
                try #require(try tx.value("SELECT detail FROM audit_records WHERE kind = 'case' AND subject = \(waiting) AND verb = 'redated'"))
            }
            #expect(detail == #"{"after":"2020-11-25","before":"2020-11-23","calendar":"changed","step":"forward"}"#)
            // Said again, nothing changes.
            #expect(try await RedateClocks()(other.house) == 0)
            try await other.move(to: try moment("2020-11-25", 23, 59))
            #expect(try await other.at(noticed) == "open/notice 5")
            try await other.move(to: try moment("2020-11-26", 0, 0))
            #expect(try await other.at(noticed) == "open/determine 6")
        }
    }

    @Test(arguments: Engine.allCases) func aYearWithoutOfficialDaysGivesProvisionalDates(_ engine: Engine) async throws {
        try await withHouse(engine) { full in
            let test = try full.with(calendar: try changed(days: [], officialYears: Set(2004...2020)))
            try await test.callRound()
            let id = try await test.draft(1)
            try await test.move(to: try moment("2020-12-11"))
            try await test.handIn(id, 1)
            try await test.move(to: try moment("2020-12-29"))
            try await test.rule(id, "laoshan.hrss")   // late
            #expect(try await dueOn(test, id) == "2020-12-31 false")
            try await test.rule(id, "centre")
            #expect(try await dueOn(test, id) == "2021-01-05 true")
            #expect(try await test.house.caseView(id, for: try await test.staff("centre.handler")).summary.due?.provisional == true)
            // The official days come: 1 January is off, and the date is certain.
            #expect(try await RedateClocks()(full.house) == 1)
            #expect(try await dueOn(test, id) == "2021-01-06 false")
            #expect(try await test.verbs("case", id.rawValue).suffix(1) == ["redated"])
        }
    }
}
