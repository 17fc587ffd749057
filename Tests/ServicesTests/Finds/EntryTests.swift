import Cluster
import Domain
import SQL
@testable import Services
import Testing

/// Directories, and the offices that keep them.
@Suite struct EntryTests {
    @Test(arguments: Engine.allCases) func anOfficeKeepsItsEntries(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, keeper = try await test.staff("centre.handler"), id = try await test.keep()
            let view = try await house.entry(id, for: .visitor)
            #expect(view.summary.name == "浮山湾孵化器" && view.version == 1 && !view.mayKeep && view.checkedOn == TestHouse.startDay && view.latitude == 36.1)
            #expect(view.lines.map(\.value.zh) == ["孵化器", "工位"])
            #expect(try await house.entry(id, for: keeper).mayKeep)
            _ = try await ChangeEntry(TestHouse.entry(summary: "改了内容的孵化器。", version: 1))(house, id, by: keeper)
            #expect(try await house.entry(id, for: .visitor).summary.summary == "改了内容的孵化器。")
            // Whoever looked at the version before is told.
            await refused("entry_changed", .conflict) { try await ChangeEntry(TestHouse.entry(version: 1))(house, id, by: keeper) }
            await refused("entry_changed", .conflict) { try await CheckEntry(version: 1)(house, id, by: keeper) }
            await refused("entry_changed", .conflict) { try await ChangeEntry(TestHouse.entry())(house, id, by: keeper) }
            await refused("invalid", .invalid) { try await AddEntry(.platforms, TestHouse.entry())(house, by: keeper) }
            #expect(try await test.verbs("entry", id.rawValue) == ["entry_added", "entry_changed"])
            // Another office's people, employers and visitors.
            for actor in [try await test.staff("hrss.handler"), try await test.applicant(1), .visitor] {
                await refused("not_found", .notFound) { try await ChangeEntry(TestHouse.entry(version: 2))(house, id, by: actor) }
                await refused("not_found", .notFound) { try await CheckEntry(version: 2)(house, id, by: actor) }
                await refused("not_found", .notFound) { try await WithdrawEntry(version: 2, reason: "不归我管")(house, id, by: actor) }
                await refused("not_found", .notFound) { try await house.entryForm(id, for: actor) }
            }
            for actor in [try await test.applicant(1), .visitor] { await refused("may_not_keep", .forbidden) { try await AddEntry(.platforms, TestHouse.entry("另一个"))(house, by: actor) } }
            await refused("invalid", .invalid) { try await AddEntry(.platforms, TestHouse.entry("另一个", office: "hrss"))(house, by: keeper) }
            for lane in [Find.policies, .talents, .jobs] { await refused("not_found", .notFound) { try await AddEntry(lane, TestHouse.entry("另一个"))(house, by: keeper) } }
            await refused("invalid", .invalid) { try await WithdrawEntry(version: 2, reason: " ")(house, id, by: keeper) }
            _ = try await WithdrawEntry(version: 2, reason: "平台已关闭")(house, id, by: keeper)
            await refused("not_found", .notFound) { try await house.entry(id, for: .visitor) }
            await refused("not_found", .notFound) { try await house.entry(id, for: try await test.staff("hrss.handler")) }
            let gone = try await house.entry(id, for: keeper)
            #expect(gone.isWithdrawn && gone.withdrawnBecause == "平台已关闭" && !gone.mayKeep)
            await refused("not_found", .notFound) { try await CheckEntry(version: 3)(house, id, by: keeper) }
            // The name is free again.
            _ = try await test.keep()
        }
    }

    @Test(arguments: Engine.allCases) func badDraftsSayWhere(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let keeper = try await test.staff("centre.handler"), house = test.house
            let bad = EntryDraft(
                name: "x", summary: "短", field: "alchemy", area: "atlantis", latitude: 200, longitude: 120, url: "javascript:alert(1)", contact: "", least: Fen(100), most: Fen(50))
            let refusal = await refused("invalid", .invalid) { try await AddEntry(.funds, bad)(house, by: keeper) }
            #expect(Set(test.fields(refusal)) == ["name", "summary", "field", "area", "latitude", "url", "contact", "most"])
            for url in ["ftp://a.example", "https://", "https://a b", "https://a\"b", "//a.example"] {
                let refusal = await refused("invalid") { try await AddEntry(.funds, EntryDraft(name: "某基金", summary: "一个基金。", url: url, contact: "见网址"))(house, by: keeper) }
                #expect(test.fields(refusal) == ["url"], "\(url)")
            }
            let half = await refused("invalid") { try await AddEntry(.funds, EntryDraft(name: "某基金", summary: "一个基金。", latitude: 36, contact: "见网址"))(house, by: keeper) }
            #expect(test.fields(half) == ["longitude"])
            let id = try await test.fund("种子基金", "投向青年人才的基金。")
            let details = try await test.database.read { tx in try StoredEntry(try #require(try tx.row("SELECT \(StoredEntry.columns) FROM directory_entries d WHERE d.id = \(id)"))).details }
            #expect(details == ["fields": "ai,marine", "stages": "seed,angel", "least": "100000", "most": "1000000"])
        }
    }

    @Test(arguments: Engine.allCases) func theOfficeIsRemindedOfWhatNobodyChecked(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, keeper = try await test.staff("centre.handler"), days = try #require(test.programme.finds).staleAfter
            let old = try await test.keep(TestHouse.entry("旧平台")), checked = try await test.keep(TestHouse.entry("新平台")), gone = try await test.keep(TestHouse.entry("已撤平台"))
            let told = { try await test.messages(keeper).filter { $0.hasPrefix("目录信息待核对") } }
            try await test.move(to: Zone.china.instant(TestHouse.startDay.adding(days - 10), hour: 10))
            _ = try await CheckEntry(version: 1)(house, checked, by: keeper)
            _ = try await WithdrawEntry(version: 1, reason: "已关闭")(house, gone, by: keeper)
            #expect(try await told().isEmpty)
            #expect(try await house.entry(old, for: .visitor).summary.isStale == false)
            try await test.move(to: Zone.china.instant(TestHouse.startDay.adding(days), hour: 10))
            #expect(try await told() == ["目录信息待核对：旧平台"])
            #expect(try await house.entry(old, for: .visitor).summary.isStale)
            #expect(try await house.entry(checked, for: .visitor).summary.isStale == false)
            #expect(try await house.directory(.platforms, for: keeper).toCheck == 1)
            #expect(try await house.directory(.platforms, for: .visitor).toCheck == 0)
            #expect(try await house.directory(.platforms, stale: true, for: keeper).entries.map(\.id) == [old])
            // The same due row again says nothing again.
            let at = try await house.now()
            try await RemindEntry()(house, old, at: at)
            #expect(try await told().count == 1)
            // After a month once more.
            try await test.move(to: Zone.china.instant(TestHouse.startDay.adding(days + 31), hour: 10))
            #expect(try await told().count == 2)
            _ = try await CheckEntry(version: 1)(house, old, by: keeper)
            #expect(try await house.directory(.platforms, for: keeper).toCheck == 0)
            try await test.move(to: Zone.china.instant(TestHouse.startDay.adding(days + 70), hour: 10))
            #expect(try await told().count == 2)
        }
    }

    @Test(arguments: Engine.allCases) func directoriesAreFilteredByFieldAndArea(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house
            let first = try await test.keep(TestHouse.entry("甲平台")), second = try await test.keep(TestHouse.entry("乙平台", field: "ai", area: "shinan"))
            let all = try await house.directory(.platforms, for: .visitor)
            #expect(all.total == 2 && Set(all.entries.map(\.id)) == [first, second] && !all.mayKeep)
            #expect(try await house.directory(.platforms, field: "ai", for: .visitor).entries.map(\.id) == [second])
            let laoshan = try await house.directory(.platforms, area: "laoshan", for: .visitor)
            #expect(laoshan.entries.map(\.id) == [first] && laoshan.areas.first { $0.value == "shinan" }?.count == 1 && laoshan.fields.first { $0.value == "ai" }?.count == 0)
            #expect(try await house.directory(.funds, for: .visitor).total == 0)
            await refused("not_found", .notFound) { try await house.directory(.jobs, for: .visitor) }
            await refused("invalid", .invalid) { try await house.directory(.platforms, page: 0, for: .visitor) }
            #expect(try await house.directoryFile(.platforms) == "平台 2")
        }
    }
}

extension TestHouse {
    static let startDay = Zone.china.day(of: start)
}
