import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// A table of entries, looked at and taken.
@Suite struct EntryImportTests {
    private static let heading = "名称,简介,产业领域,所在区市,地址,经度（WGS84）,纬度,网址,联系方式,投资领域,投资阶段,最低投资额（元）,最高投资额,备注\n"

    private func upload(_ test: TestHouse, _ text: String, by login: String = "centre.handler") async throws -> ID<EntryImport> {
        let receipt = try await UploadEntries(lane: .funds, name: "funds.csv", bytes: Array((Self.heading + text).utf8))(test.house, by: try await test.staff(login))
        #expect(receipt.thing == .entryImport)
        return try #require(ID<EntryImport>(rawValue: receipt.id))
    }

    @Test(arguments: Engine.allCases) func rowsAreLookedAtThenTakenAndTheRestIsNamed(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, keeper = try await test.staff("centre.handler")
            let foreign = try await test.keep(EntryDraft(name: "别家基金", summary: "由其他部门维护。", contact: "0532-9"), .funds, by: "hrss.handler")
            let own = try await test.fund("自家基金", "原来的简介。")
            let text = """
                海洋基金,投向海洋产业的基金。,海洋产业,崂山区,,120.4,36.1,,0532-1,海洋产业、ai,种子期；成长期,100000,5000000,x
                自家基金,新的简介。,,,,,,,0532-2,,,,,
                别家基金,想改别家的。,,,,,,,0532-3,,,,,
                海洋基金,又来一次。,,,,,,,0532-4,,,,,
                坏领域,领域不认识。,炼金术,,,,,,0532-5,,,,,
                坏金额,金额不认识。,,,,,,,0532-6,,,很多,,
                没电话,没有联系方式。,,,,,,,,,,,,
                !
                """
            let id = try await upload(test, text), seen = try await house.entryImport(id, for: keeper)
            #expect(seen.summary.state == .waiting && seen.rows == 8 && seen.refused == 4 && seen.strange == ["备注"] && seen.shown.count == 5)
            #expect(seen.shown[0].refusal == nil && seen.shown[0].area?.zh == "崂山区" && seen.shown[4].refusal?.zh.contains("炼金术") == true)
            // Nothing is taken yet; what is kept of the file is sealed.
            #expect(try await house.directory(.funds, for: .visitor).total == 2)
            let body: [UInt8] = try await test.database.read { tx in try #require(try tx.value("SELECT body FROM directory_imports WHERE id = \(id)")) }
            #expect(!String(decoding: body, as: UTF8.self).contains("海洋"))
            // Another office neither sees nor takes it.
            let other = try await test.staff("hrss.handler")
            await refused("not_found", .notFound) { try await house.entryImport(id, for: other) }
            await refused("not_found", .notFound) { try await TakeEntries(existing: .update)(house, id, by: other) }
            await refused("not_found", .notFound) { try await DropEntries()(house, id, by: try await test.applicant(1)) }
            _ = try await TakeEntries(existing: .update)(house, id, by: keeper)
            let report = try #require(try await house.entryImport(id, for: keeper).summary.report)
            #expect([report.read, report.added, report.changed, report.left] == [8, 1, 1, 0])
            #expect(report.refused.map(\.row) == [4, 5, 6, 7, 8, 9])
            #expect(report.refused.map(\.name) == ["别家基金", "海洋基金", "坏领域", "坏金额", "没电话", ""])
            #expect(report.refused[0].reason.zh.contains("维护") && report.refused[1].reason.zh == "与第 2 行同名" && report.refused[3].reason.zh.contains("最低投资额"))
            let changed = try await house.entry(own, for: .visitor)
            #expect(changed.summary.summary == "新的简介。" && changed.version == 2)
            #expect(try await house.entry(foreign, for: .visitor).summary.summary == "由其他部门维护。")
            let added = try #require(try await house.directory(.funds, area: "laoshan", for: .visitor).entries.first)
            #expect(added.name == "海洋基金" && added.line?.zh == "种子期、成长期")
            #expect(try await house.entry(added.id, for: .visitor).lines.map(\.value.zh) == ["海洋产业、人工智能", "种子期、成长期", "¥100,000.00", "¥5,000,000.00"])
            let left: [UInt8]? = try await test.database.read { tx in try tx.value("SELECT body FROM directory_imports WHERE id = \(id)") }
            #expect(left == nil)
            await refused("import_ended", .conflict) { try await TakeEntries(existing: .update)(house, id, by: keeper) }
        }
    }

    @Test(arguments: Engine.allCases) func whatIsThereIsLeftAloneWhereTheOfficeSaysSo(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, keeper = try await test.staff("centre.handler"), own = try await test.fund("自家基金", "原来的简介。")
            let id = try await upload(test, "自家基金,新的简介。,,,,,,,0532-2,,,,,\n新来基金,新的基金。,,,,,,,0532-3,,,,,")
            _ = try await TakeEntries(existing: .leave)(house, id, by: keeper)
            let report = try #require(try await house.entryImport(id, for: keeper).summary.report)
            #expect([report.read, report.added, report.changed, report.left] == [2, 1, 0, 1] && report.refused.isEmpty)
            #expect(try await house.entry(own, for: .visitor).version == 1)
            test.clock.advance(seconds: 1)
            let dropped = try await upload(test, "第三基金,又一个基金。,,,,,,,0532-2,,,,,")
            _ = try await DropEntries()(house, dropped, by: keeper)
            #expect(try await house.entryImports(for: keeper).imports.map(\.state) == [.dropped, .done])
            #expect(try await house.entryImports(for: try await test.staff("hrss.handler")).imports.isEmpty)
            #expect(try await house.directory(.funds, for: .visitor).total == 2)
        }
    }

    @Test(arguments: Engine.allCases) func filesThatAreNoTablesAreRefused(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, keeper = try await test.staff("centre.handler")
            @Sendable func bring(_ text: String, _ lane: Find = .funds) async throws -> Receipt { try await UploadEntries(lane: lane, name: "a.csv", bytes: Array(text.utf8))(house, by: keeper) }
            for text in ["", "\n", "名称,简介\n甲,乙", Self.heading, Self.heading + "!!"] {
                let refusal = await refused("invalid", .invalid) { try await bring(text) }
                #expect(test.fields(refusal) == ["file"])
            }
            let stranger = try await test.applicant(1)
            let many = Self.heading + String(repeating: "某基金,一个基金。,,,,,,,0532-2,,,,,\n", count: EntryFile.mostRows + 1)
            let tooMany = await refused("invalid") { try await bring(many) }
            #expect(test.fields(tooMany) == ["file"])
            await refused("file_too_large", .tooLarge) { try await bring(String(repeating: "x", count: EntryFile.mostBytes + 1)) }
            await refused("invalid", .invalid) { try await bring(Self.heading + "某基金,一个基金。,,,,,,,0532-2,,,,,", .jobs) }
            await refused("may_not_keep", .forbidden) { try await UploadEntries(lane: .funds, name: "a.csv", bytes: [65])(house, by: stranger) }
        }
    }
}
