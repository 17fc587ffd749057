import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct ImportTests {
    static let mapping = JobMapping(
        source: "test", columns: [.id: ["id"], .title: ["title"], .company: ["company"], .pay: ["pay"], .degree: ["degree"], .place: ["place"], .validUntil: ["until"]])
    static let heading = "id,title,company,pay,degree,place,until\n"

    /// Imports, and gives how it ended with the lines of rows that were not taken.
    @discardableResult private func bring(_ test: TestHouse, _ text: String, mapping: JobMapping = mapping) async throws -> (summary: JobImportSummary, lines: [ImportReport.Line]) {
        var lines: [ImportReport.Line] = []
        let summary = try await ImportJobs(programme: test.programme.id, name: "jobs.csv", mapping: mapping)(test.house, rows: PlainRows(Self.heading + text)) { batch, _ in lines += batch.lines }
        return (summary, lines)
    }

    private func counts(_ summary: JobImportSummary) -> [Int] { [summary.read, summary.taken, summary.changed, summary.alike, summary.refused] }

    private func jobs(_ test: TestHouse) async throws -> [StoredJob] {
        try await test.database.read { tx in try tx.rows("SELECT \(StoredJob.columns) FROM jobs j ORDER BY j.source_id").map { try StoredJob($0) } }
    }

    @Test(arguments: Engine.allCases) func rowsBecomeOpenJobsAndARerunFindsThemThere(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let text = """
                a1,工程师,青岛公司,10-15k,本科,青岛·崂山区,
                a2,会计,青岛公司,面议,大专,青岛,2020-12-31
                a3,工程师,青岛公司,10-15k,本科,青岛·崂山区,
                a4,,青岛公司,,,,
                a5,司机,,,,,
                !
                a6,门卫,青岛公司,很高,,,2020-11-12
                """
            let (first, lines) = try await bring(test, text)
            #expect(first.state == .done && counts(first) == [7, 2, 0, 1, 4])
            let known = try await jobs(test)
            #expect(known.map(\.sourceID) == ["a1", "a2"] && known.allSatisfy { $0.state == .open && $0.source == "test" && $0.organisation == nil })
            #expect(known.first?.terms.pay == Pay(from: Fen(1_000_000), to: Fen(1_500_000)) && known.first?.terms.division?.text == "370212" && known.last?.terms.validUntil == Day("2020-12-31"))
            #expect(lines.map(\.row) == [4, 5, 6, 7, 8] && lines.map(\.reason) == [nil, .noTitle, .noCompany, .quote, .over] && lines.first?.equals == known.first?.id)
            #expect(try await test.verbs("job_import", first.id.rawValue) == ["import_begun", "rows_taken", "import_done"])
            #expect(try await test.count("SELECT COUNT(*) FROM jobs WHERE import_id = \(first.id) AND batch = 1") == 2)
            // Once more: nothing is there twice.
            let (again, _) = try await bring(test, text)
            #expect(counts(again) == [7, 0, 0, 3, 4])
            #expect(try await jobs(test).map(\.id) == known.map(\.id))
        }
    }

    @Test(arguments: Engine.allCases) func aChangedPostingChangesItsJobAndARemovedOneStaysSo(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await bring(test, "a1,工程师,公司,10-15k,,,\na2,会计,公司,,,,\na3,司机,公司,,,,\n")
            let before = try await jobs(test)
            try await test.database.write { tx in
                try tx.run("UPDATE jobs SET state = 'removed' WHERE source_id = 'a2'")
                try tx.run("UPDATE jobs SET state = 'closed' WHERE source_id = 'a3'")
            }
            let (second, lines) = try await bring(test, "a1,工程师,公司,12-18k,,,\na2,会计,公司,9k,,,\na3,司机,公司,5-6k,,,\na1,技师,公司,,,,\n")
            #expect(counts(second) == [4, 0, 2, 0, 2] && lines.map(\.reason) == [.removed, .twice])
            let after = try await jobs(test)
            #expect(after.map(\.id) == before.map(\.id) && after.map(\.state) == [.open, .removed, .open] && after[0].terms.pay?.to == Fen(1_800_000) && after[2].terms.pay?.to == Fen(600_000))
            #expect(try await test.count("SELECT COUNT(*) FROM jobs WHERE import_id = \(second.id) AND batch = 1") == 2)
        }
    }

    /// A posting without a code has the small group that its title means; what its source says stands.
    @Test(arguments: Engine.allCases) func whatWasTakenAwayStaysAwayUnderAnyID(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await bring(test, "a1,工程师,公司,10-15k,,,\n")
            let job = try #require(try await jobs(test).first)
            _ = try await RemoveJob(reason: "收取押金，经核实。")(test.house, job.id, by: try await test.staff("centre.handler"))
            let again = try await bring(test, "z9,工程师,公司,10-15k,,,\n")
            #expect(counts(again.summary) == [1, 0, 0, 0, 1] && again.lines.map(\.reason) == [.removed])
        }
    }

    @Test(arguments: Engine.allCases) func aNewPostingMayHaveTheTextThatAChangedOneHad(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            try await bring(test, "a1,工程师,公司,10-15k,,,\n")
            let (summary, _) = try await bring(test, "a2,工程师,公司,10-15k,,,\na1,高级工程师,公司,10-15k,,,\n")
            #expect(counts(summary) == [2, 1, 1, 0, 0])
            #expect(try await jobs(test).map(\.terms.title).sorted() == ["工程师", "高级工程师"])
        }
    }

    @Test(arguments: Engine.allCases) func titlesSayWhichOccupationWhereTheFileDoesNot(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            var mapping = Self.mapping
            mapping.columns[.occupation] = ["until"]
            mapping.columns[.validUntil] = nil
            let (first, _) = try await bring(test, "a1,后端开发工程师,公司,,,,\na2,后端开发工程师,别的公司,,,,\na3,岗位1,公司,,,,\na4,后端开发工程师,又一公司,,,,4-02-02-01\n", mapping: mapping)
            #expect(counts(first) == [4, 4, 0, 0, 0])
            #expect(try await jobs(test).map(\.terms.occupation?.text) == ["20210", "20210", nil, "4020201"])
            // The same file again changes nothing.
            let (again, _) = try await bring(test, "a1,后端开发工程师,公司,,,,\na3,岗位1,公司,,,,\n", mapping: mapping)
            #expect(counts(again) == [2, 0, 0, 2, 0])
        }
    }

    @Test func aTitleIsReadTheSameTheSecondTime() {
        var titles = OccupationTitles()
        let read = ["后端开发工程师", "岗位1", "后端开发工程师", "岗位1", "", "会计"].map { titles.group(of: $0)?.text }
        #expect(read == ["20210", nil, "20210", nil, nil, "20603"])
    }

    @Test(arguments: Engine.allCases) func aBrokenFileKeepsWhatWasTakenAndCanBeBroughtAgain(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let rows = (0..<1200).map { "b\($0),岗位\($0),公司,,,," }.joined(separator: "\n")
            await refused("invalid", .invalid) { try await bring(test, rows + "\n!!") }
            // The last batch was not whole when the file broke off.
            #expect(try await test.count("SELECT COUNT(*) FROM jobs") == 1000)
            #expect(try await test.count("SELECT COUNT(*) FROM job_imports WHERE state = 'failed' AND rows_read = 1000 AND batches = 2") == 1)
            let (again, _) = try await bring(test, rows)
            #expect(counts(again) == [1200, 200, 0, 1000, 0])
        }
    }

    @Test(arguments: Engine.allCases) func withoutIDsAPostingIsKnownByWhatItSays(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            var mapping = Self.mapping
            mapping.columns[.id] = nil
            let (first, _) = try await bring(test, "x,工程师,公司,10k,,,\ny,工程师,公司,10k,,,\nz,工程师,公司,11k,,,\n", mapping: mapping)
            #expect(counts(first) == [3, 2, 0, 1, 0])
            let (again, _) = try await bring(test, "x,工程师,公司,10k,,,\n", mapping: mapping)
            #expect(counts(again) == [1, 0, 0, 1, 0])
            await refused("no_column") { try await bring(test, "", mapping: JobMapping(source: "test", columns: [.title: ["nothing"]])) }
            await refused("invalid") { try await bring(test, "", mapping: JobMapping(source: "org-x", columns: Self.mapping.columns)) }
        }
    }

    private func upload(_ test: TestHouse, _ text: String, by actor: Actor, organisation: ID<Organisation>? = nil) async throws -> ID<JobImport> {
        let receipt = try await UploadJobs(name: "岗位.csv", bytes: Array(text.utf8), organisation: organisation)(test.house, by: actor)
        return try #require(ID<JobImport>(rawValue: receipt.id))
    }

    @Test(arguments: Engine.allCases) func anOfficeUploadsMapsAndTheWorkerReads(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, office = try await test.staff("centre.handler")
            let text = "岗位名称,单位名称,钱\n" + (0..<6000).map { "岗位\($0),公司,\(5000 + $0)" }.joined(separator: "\n")
            let id = try await upload(test, text, by: office)
            let seen = try await house.jobImport(id, for: office)
            #expect(seen.summary.state == .waiting && seen.summary.rows == 6000 && seen.columns.map(\.field) == [.title, .company, nil] && seen.shown.first?.title == "岗位0")
            await refused("invalid", .invalid) { try await MapJobColumns(columns: [.init(heading: "钱", field: .pay)])(house, id, by: office) }
            _ = try await MapJobColumns(
                columns: [.init(heading: "岗位名称", field: .title), .init(heading: "单位名称", field: .company), .init(heading: "钱", field: .pay)], source: "fair-1")(house, id, by: office)
            #expect(try await house.jobImport(id, for: office).shown.first?.pay?.zh == "5,000 元/月")
            _ = try await StartJobImport()(house, id, by: office)
            await refused("not_found", .notFound) { try await StartJobImport()(house, id, by: office) }
            try await test.move(to: try await house.now().adding(seconds: 60))
            let done = try await house.jobImport(id, for: office)
            #expect(done.summary.state == .done && counts(done.summary) == [6000, 6000, 0, 0, 0])
            #expect(try await test.messages(office).contains("岗位导入完成"))
            #expect(try await test.count("SELECT COUNT(*) FROM job_uploads") == 0)
            #expect(try await test.count("SELECT COUNT(*) FROM jobs WHERE source = 'fair-1' AND pay_from = 500000") == 1)
        }
    }

    @Test(arguments: Engine.allCases) func anEmployerBringsItsOwnJobsIfSomebodyStandsBehindIt(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, first = try await test.applicant(1), second = try await test.applicant(2)
            await refused("may_not_hire", .forbidden) { try await upload(test, "岗位\n工程师\n", by: first) }
            let organisation = try #require(first.organisations.first), account = try #require(first.account)
            try await test.database.write { tx in
                try tx.run("""
                    INSERT INTO employer_standings (id, programme_id, organisation_id, kind, office, by_account, since)
                    VALUES ('s1', \(test.programme.id), \(organisation), 'verified', 'centre', \(account), \(TestHouse.start))
                    """)
            }
            let id = try await upload(test, "岗位,单位\n工程师,别的公司\n", by: first)
            // Nobody else sees it, and an office does not go on with it.
            await refused("not_found", .notFound) { try await house.jobImport(id, for: second) }
            await refused("not_found", .notFound) { try await StartJobImport()(house, id, by: second) }
            await refused("not_found", .notFound) { try await StartJobImport()(house, id, by: try await test.staff("centre.handler")) }
            _ = try await StartJobImport()(house, id, by: first)
            try await test.move(to: try await house.now().adding(seconds: 60))
            let jobs = try await jobs(test)
            #expect(jobs.map(\.company) == [TestHouse.organisationName(1)] && jobs.map(\.organisation) == [organisation])
            #expect(try await house.jobImports(for: first).imports.map(\.id) == [id])
            #expect(try await house.jobImports(for: try await test.staff("centre.handler")).imports.map(\.id) == [id])
            #expect(try await house.jobImports(for: second).imports.isEmpty)
        }
    }

    @Test(arguments: Engine.allCases) func othersImportNothingAndBadFilesSaySo(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            await refused("may_not_import", .forbidden) { try await upload(test, "岗位\n工程师\n", by: .visitor) }
            await refused("may_not_import", .forbidden) { try await upload(test, "岗位\n工程师\n", by: try await test.person(1)) }
            let office = try await test.staff("centre.handler")
            for text in ["", "岗位\n", "!!", "!\na\n"] { await refused("invalid", .invalid) { try await upload(test, text, by: office) } }
            let id = try await upload(test, "岗位,单位\n工程师,公司\n", by: office)
            _ = try await DropJobUpload()(test.house, id, by: office)
            await refused("not_found", .notFound) { try await test.house.jobImport(id, for: office) }
            #expect(try await test.verbs("job_import", id.rawValue) == ["file_uploaded", "file_dropped"])
        }
    }
}
