import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// The index of a process follows what is committed, here and elsewhere.
@Suite struct JobBoardTests {
    @Test(arguments: Engine.allCases) func itFollowsWhatIsCommitted(engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, other = try test.elsewhere()
            let early = try await test.post(TestPosting(title: "数控车工"))
            #expect(try await house.found("数控").isEmpty, "nothing is in the index before it is built")
            #expect(try await house.jobs(JobFilter()).isPreparing)
            for each in [house, other] { try await FollowJobs(each)() }
            #expect(try await house.jobs(JobFilter()).isPreparing == false)
            #expect(try await house.found("数控") == [early])
            #expect(try await other.found("数控") == [early])

            // At once where it was committed, after the sealer elsewhere.
            let job = try await test.post(TestPosting(title: "幼儿园教师"))
            #expect(try await house.found("教师") == [job])
            #expect(try await other.found("教师").isEmpty)
            try await test.follow(other)
            #expect(try await other.found("教师") == [job])

            try await test.change(job, "job_changed", "UPDATE jobs SET title = '小学校医' WHERE id = \(job)")
            for each in [house, other] {
                try await test.follow(each)
                #expect(try await each.found("教师").isEmpty)
                #expect(try await each.found("校医") == [job])
            }
            try await test.change(job, "job_closed", "UPDATE jobs SET state = 'closed' WHERE id = \(job)")
            #expect(try await house.found("校医").isEmpty)
            #expect(try await other.found("校医").isEmpty, "the row says that it is closed, whatever the index still holds")
            try await test.follow(other)
            #expect(other.board.count(of: test.programme.id) == 1)
        }
    }

    @Test(arguments: Engine.allCases) func batchesOfImportsAreFollowed(engine: Engine) async throws {
        try await withHouse(engine) { test in
            let other = try test.elsewhere(), programme = test.programme.id
            try await FollowJobs(other)()
            _ = try await test.house.perform(by: .system, once: nil) { act in
                try act.tx.run("""
                    INSERT INTO job_imports (id, programme_id, source, name, state, rows_read, rows_taken, rows_changed, rows_alike, rows_refused, batches, report, begun_at)
                    VALUES ('i1', \(programme), 'file', 'a.csv', 'running', 3, 3, 0, 0, 0, 1, '', \(act.now))
                    """)
                for number in 1...3 {
                    var posting = TestPosting(title: "测绘员\(number)")
                    (posting.batch, posting.source, posting.sourceID) = (("i1", 1), "file", "\(number)")
                    _ = try posting.insert(act, programme)
                }
                act.audit("job_import", "i1", "rows_taken", detail: ["batch": "1"], isFirst: true)
                return Receipt(.home)
            }
            #expect(try await other.jobs(JobFilter()).total == 0)
            try await test.follow(other)
            #expect(try await other.found("测绘员").count == 3)
        }
    }

    @Test(arguments: Engine.allCases) func whoIsBarredIsNotShownUntilTheBarEnds(engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, one = try await test.organisation(1), two = try await test.organisation(2)
            try await FollowJobs(house)()
            let barred = try await test.post(TestPosting(organisation: one)), free = try await test.post(TestPosting(organisation: two))
            #expect(Set(try await house.found()) == [barred, free])
            try await test.stand(one, "barred", until: try day("2020-11-20"))
            #expect(try await house.found() == [free])
            try await test.endStandings(one)
            #expect(Set(try await house.found()) == [barred, free])
            // The day ends it by itself.
            _ = try await test.verified(1)
            _ = try await BarEmployer(reason: "拖欠工资，经核实。", until: try day("2020-11-20"))(house, one, by: try await test.staff("centre.handler"))
            #expect(try await house.found() == [free])
            try await test.move(to: try moment("2020-11-20", 12))
            try await test.follow()
            #expect(try await house.found() == [free])
            try await test.move(to: try moment("2020-11-21", 9))
            try await test.follow()
            #expect(Set(try await house.found()) == [barred, free])
        }
    }

    @Test(arguments: Engine.allCases) func aJobIsShownUntilItsLastDay(engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await FollowJobs(test.house)()
            let job = try await test.post(TestPosting(validUntil: try day("2020-11-14")))
            #expect(try await test.house.found() == [job])
            try await test.move(to: try moment("2020-11-14", 23))
            #expect(try await test.house.found() == [job])
            try await test.move(to: try moment("2020-11-15", 1))
            #expect(try await test.house.found().isEmpty)
            #expect(try await test.house.jobs(JobFilter()).total == 0)
        }
    }

    @Test(arguments: Engine.allCases) func aProcessThatStartsAnewAnswersTheSame(engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            try await FollowJobs(house)()
            var jobs: [ID<Job>] = []
            for (number, title) in ["Java 开发工程师", "前端开发工程师", "会计", "Java 架构师", "仓库管理员", "C++ 开发工程师"].enumerated() {
                jobs.append(try await test.post(TestPosting(title: title, pay: (5000 + number * 1000)...(9000 + number * 1000))))
            }
            try await test.change(jobs[2], "job_closed", "UPDATE jobs SET state = 'closed' WHERE id = \(jobs[2])")
            try await test.change(jobs[4], "job_changed", "UPDATE jobs SET title = '出纳' WHERE id = \(jobs[4])")
            let talent = try await test.seeker(1)
            let anew = try test.elsewhere()
            try await FollowJobs(anew)()
            for text in [nil, "Java", "开发", "出纳", "会计"] {
                for order in JobOrder.allCases {
                    #expect(try await house.found(text) { $0.order = order } == (try await anew.found(text) { $0.order = order }), "\(text ?? "") \(order)")
                }
            }
            #expect(try await house.jobMatches(for: talent) == (try await anew.jobMatches(for: talent)))
            #expect(try await house.jobMatches(for: talent).total > 0)
        }
    }

    @Test(arguments: Engine.allCases) func filtersCountAndOrder(engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            try await FollowJobs(house)()
            let laoshan = try await test.post(TestPosting(title: "软件测试工程师", pay: 6000...9000))
            let shinan = try await test.post(TestPosting(title: "软件开发工程师", kind: .internship, division: "370202", pay: 10_000...15_000, degree: .master))
            let jinan = try await test.post(TestPosting(title: "机械工程师", division: "370102", industry: "34", pay: 7000...8000, degree: .college, years: 3))
            let all = try await house.jobs(JobFilter())
            #expect(all.total == 3 && all.jobs.count == 3)
            #expect(all.areas.filter { $0.depth == 0 }.map(\.value) == ["3702", "3701"] && all.areas.first?.count == 2)
            #expect(all.areas.first { $0.value == "370202" }?.count == 1)
            #expect(all.kinds.first { $0.value == "internship" }?.count == 1)
            #expect(all.industries.map(\.value) == ["65", "34"] && all.industries.map(\.count) == [2, 1])
            #expect(all.degrees.first { $0.value == "bachelor" }?.count == 2, "whoever has a bachelor may take what asks for less")
            #expect(Set(try await house.found { $0.area = "3702" }) == [laoshan, shinan])
            #expect(try await house.found { $0.area = "370202" } == [shinan])
            #expect(try await house.found { $0.kind = .internship } == [shinan])
            #expect(try await house.found { $0.industry = "34" } == [jinan])
            #expect(Set(try await house.found { $0.degree = .bachelor }) == [laoshan, jinan])
            #expect(Set(try await house.found { $0.years = 1 }) == [laoshan, shinan])
            #expect(try await house.found { $0.pay = 10_000 } == [shinan])
            #expect(try await house.found { $0.order = .pay }.first == shinan)
            // The counts of a filter are those without itself.
            #expect(try await house.jobs(JobFilter(area: "370202")).areas.first { $0.value == "370212" }?.count == 1)
            let marked = try #require(try await house.jobs(JobFilter(text: "测试")).jobs.first)
            #expect(marked.id == laoshan && marked.title.hasHit && marked.title.text == "软件测试工程师")
            for (field, filter) in [
                ("page", JobFilter(page: 0)), ("page", JobFilter(page: 100_000)), ("area", JobFilter(area: "青岛")), ("pay", JobFilter(pay: -1)), ("years", JobFilter(years: 99)),
                ("industry", JobFilter(industry: "00")), ("q", JobFilter(text: String(repeating: "长", count: 101))),
            ] {
                let refusal = await refused("invalid") { try await house.jobs(filter) }
                #expect(refusal?.fields.map(\.field) == [field])
            }
        }
    }
}
