import Domain
import Services

extension Find: PathParameter {}

/// A file of entries, as a form sends it.
struct EntryUploadForm: Codable, Sendable {
    let file: Upload?
    let lane: Find
    let office: String?
}

extension Rooms {
    /// The six finds: one search for everybody, and directories that offices keep.
    func addFindRoutes(to site: inout Site) {
        addFindReading(to: &site)
        addEntryKeeping(to: &site)
        addEntryImports(to: &site)
    }

    private func addFindReading(to site: inout Site) {
        let house = house, page = QueryField("page", Words("第几页，从 1 起", "Which page, from 1"), Int.self)
        let lane = QueryField("lane", Words("类别", "Lane"), Find.self)
        site.get(Paths.finds, access: .everyone, page: FindsPage.self, query: [QueryField("q", Words("要找的词语", "Words to look for")), lane, page], summary: Words("六找", "Look through all six lanes")) { ask in
            FindsPage(found: try await SearchFinds(text: ask.query["q"], lane: try ask.query.value("lane"), page: try ask.query.value("page") ?? 1)(house, by: ask.actor))
        }
        let filters = [
            QueryField("field", Words("产业领域", "Field")), QueryField("area", Words("区市", "Area")), QueryField("stale", Words("只看本部门待核对的", "Only what one’s own office has to check"), Bool.self), page,
        ]
        site.get(Paths.directory, access: .everyone, page: DirectoryPage.self, query: filters, summary: Words("平台、项目、资金目录", "A directory of platforms, projects or funds")) { ask, lane in
            func given(_ name: String) -> String? { ask.query[name].flatMap { $0.isEmpty ? nil : $0 } }
            return DirectoryPage(directory: try await house.directory(
                lane, field: given("field"), area: given("area"), stale: try ask.query.value("stale") ?? false, page: try ask.query.value("page") ?? 1, for: ask.actor))
        }
        site.get(Paths.entry, access: .everyone, page: EntryPage.self, summary: Words("一条目录信息", "An entry of a directory")) { ask, id in EntryPage(try await house.entry(id, for: ask.actor)) }
        let name = Words("目录", "directory")
        site.download(Paths.directoryWorkbook, access: .everyone, type: Workbooks.type, summary: Words("目录，Excel", "A directory as a spreadsheet")) { ask, lane in
            try Workbooks.attachment("\(lane.one(ask.language))\(name(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: try await house.directoryFile(lane))
        }
        site.download(Paths.directoryTemplate, access: .staff, type: Workbooks.type, summary: Words("目录表格模板", "The template of a directory")) { ask, lane in
            try Workbooks.attachment("\(lane.one(ask.language))-\(Words("模板", "template")(ask.language)).xlsx", temporary: try house.directoryTemplate(lane))
        }
    }

    private func addEntryKeeping(to site: inout Site) {
        let house = house
        site.get(Paths.newEntry, access: .staff, page: EntryFormPage.self, summary: Words("新增目录信息", "The form of a new entry")) { ask, lane in EntryFormPage(try house.newEntry(lane, for: ask.actor)) }
        site.post(Paths.directory, access: .staff, input: EntryDraft.self, receipt: ReceiptPage.self, summary: Words("新增目录信息", "Add an entry to a directory"),
            form: { ask, filled, lane in EntryFormPage(try house.newEntry(lane, for: ask.actor), filled) }
        ) { ask, input, lane in
            let receipt = try await AddEntry(lane, input)(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.get(Paths.entryForm, access: .staff, page: EntryFormPage.self, summary: Words("修改目录信息", "The form of an entry")) { ask, id in EntryFormPage(try await house.entryForm(id, for: ask.actor)) }
        site.post(Paths.entry, access: .staff, input: EntryDraft.self, receipt: ReceiptPage.self, summary: Words("修改目录信息", "Change an entry"),
            form: { ask, filled, id in EntryFormPage(try await house.entryForm(id, for: ask.actor), filled) }
        ) { ask, input, id in
            let receipt = try await ChangeEntry(input)(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.entryCheck, access: .staff, input: CheckEntry.self, receipt: ReceiptPage.self, summary: Words("核对无误", "Say that an entry still holds"),
            form: { ask, filled, id in EntryPage(try await house.entry(id, for: ask.actor), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.entryWithdrawal, access: .staff, input: WithdrawEntry.self, receipt: ReceiptPage.self, summary: Words("从目录撤下", "Withdraw an entry"),
            form: { ask, filled, id in EntryPage(try await house.entry(id, for: ask.actor), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func addEntryImports(to site: inout Site) {
        let house = house
        site.get(Paths.entryImports, access: .staff, page: EntryImportsPage.self, query: [QueryField("lane", Words("类别", "Lane"), Find.self)], summary: Words("目录导入", "Imports of directories")) { ask in
            EntryImportsPage(try await house.entryImports(for: ask.actor), lane: try ask.query.value("lane"))
        }
        site.post(Paths.entryImports, access: .staff, input: EntryUploadForm.self, receipt: ReceiptPage.self, summary: Words("上传目录表格", "Upload a table of entries"),
            form: { ask, filled in EntryImportsPage(try await house.entryImports(for: ask.actor), filled) }
        ) { ask, input in
            guard let file = input.file else { throw Refusal.invalid([.init("file", Words("请选择文件", "Choose a file"))]) }
            let receipt = try await UploadEntries(lane: input.lane, name: file.name, bytes: file.bytes, office: input.office)(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.get(Paths.entryImport, access: .staff, page: EntryImportPage.self, summary: Words("一次目录导入", "An import of entries")) { ask, id in EntryImportPage(try await house.entryImport(id, for: ask.actor)) }
        site.post(Paths.entryImportTaking, access: .staff, input: TakeEntries.self, receipt: ReceiptPage.self, summary: Words("导入目录", "Take the rows of a file"),
            form: { ask, filled, id in EntryImportPage(try await house.entryImport(id, for: ask.actor), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.entryImportRemoval, access: .staff, input: DropEntries.self, receipt: ReceiptPage.self, summary: Words("放弃上传的表格", "Drop an uploaded table")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.entryImports(), ReceiptPage(receipt))
        }
    }
}
