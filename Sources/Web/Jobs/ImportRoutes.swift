import Domain
import Foundation
import Services

/// A file of jobs, as a form sends it.
struct JobUploadForm: Codable, Sendable {
    let file: Upload?
    /// Whose jobs they are; none for an office's file of many employers.
    let organisation: ID<Organisation>?
}

extension Rooms {
    /// Bringing files of jobs, looking at their columns, and taking open jobs out.
    func addJobImportRoutes(to site: inout Site) {
        addImporting(to: &site)
        addExporting(to: &site)
    }

    private func addImporting(to site: inout Site) {
        let house = house, access = Access.any(of: .power(.supervise), .power(.intake), .organisation)
        site.get(Paths.jobImports, access: access, page: JobImportsPage.self, query: [QueryField("after", Words("上一页最后一条", "The last one of the page before"), ID<JobImport>.self)],
            summary: Words("岗位导入", "Imports of jobs")) { ask in JobImportsPage(try await house.jobImports(for: ask.actor, after: try ask.query.value("after"))) }
        site.post(Paths.jobImports, access: access, input: JobUploadForm.self, receipt: ReceiptPage.self, summary: Words("上传岗位表格", "Upload a file of jobs"),
            form: { ask, filled in JobImportsPage(try await house.jobImports(for: ask.actor), filled) }
        ) { ask, input in
            guard let file = input.file else { throw Refusal.invalid([.init("file", Words("请选择文件", "Choose a file"))]) }
            let receipt = try await UploadJobs(name: file.name, bytes: file.bytes, organisation: input.organisation)(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.get(Paths.jobImport, access: access, page: JobImportPage.self, summary: Words("一次岗位导入", "An import of jobs")) { ask, id in JobImportPage(try await house.jobImport(id, for: ask.actor)) }
        site.post(Paths.jobImportColumns, access: access, input: MapJobColumns.self, receipt: ReceiptPage.self, summary: Words("核对各列含义", "Say what the columns hold"),
            form: { ask, filled, id in JobImportPage(try await house.jobImport(id, for: ask.actor), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("shown"), ReceiptPage(receipt))
        }
        site.post(Paths.jobImportStart, access: access, input: StartJobImport.self, receipt: ReceiptPage.self, summary: Words("开始导入", "Begin the import"),
            form: { ask, filled, id in JobImportPage(try await house.jobImport(id, for: ask.actor), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.jobImportRemoval, access: access, input: DropJobUpload.self, receipt: ReceiptPage.self, summary: Words("放弃上传的表格", "Drop an uploaded file")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func addExporting(to site: inout Site) {
        let house = house, access = Access.any(of: .staff, .organisation), name = Words("岗位", "jobs")
        site.download(Paths.jobsWorkbook, access: access, type: Workbooks.type, summary: Words("招聘中的岗位，Excel", "Open jobs as a spreadsheet")) { ask in
            try Workbooks.attachment("\(name(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: try await house.jobsFile(.workbook, for: ask.actor))
        }
        site.download(Paths.jobsText, access: access, type: "text/csv", summary: Words("招聘中的岗位，CSV", "Open jobs as comma-separated text")) { ask in
            try Workbooks.attachment("\(name(ask.language))-\(ask.zone.day(of: ask.now)).csv", type: "text/csv", temporary: try await house.jobsFile(.delimited, for: ask.actor))
        }
        site.download(Paths.jobsTemplate, access: access, type: Workbooks.type, summary: Words("岗位表格模板", "The template for jobs")) { ask in
            try Workbooks.attachment("\(Words("岗位模板", "jobs-template")(ask.language)).xlsx", temporary: try house.jobsTemplate())
        }
    }
}
