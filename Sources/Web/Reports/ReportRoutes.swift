import Domain
import Markup
import Services

/// A file of a report.
struct ReportFileForm: Decodable, Sendable {
    let file: Upload
}

/// A new version of a station's own rules.
struct StationRuleForm: Decodable, Sendable {
    let station: ID<Station>?
    let topic: StationRuleTopic
    let from: Day
    let file: Upload
}

/// A month's attendance as a file.
struct AttendanceForm: Decodable, Sendable {
    let station: ID<Station>?
    let month: ReportMonth
    let file: Upload
}

/// A safety check, with a file where there is one.
struct SafetyCheckForm: Decodable, Sendable {
    let station: ID<Station>?
    let checkedOn: Day
    let what: String
    let found: String?
    let mendBy: Day?
    let file: Upload?
}

extension Rooms {
    /// Regular reports, a station's own rules, attendance, safety checks.
    func addReportRoutes(to site: inout Site) {
        addReportLists(to: &site)
        addReportWriting(to: &site)
        addReportDecisions(to: &site)
        addStationRules(to: &site)
        addStationRegisters(to: &site)
    }

    private static let readers = Access.any(of: .power(.supervise), .organisation)
    private static let station = QueryField("station", Words("驿站", "Station"), ID<Station>.self)
    private static let page = QueryField("page", Words("第几页", "Page"), Int.self)

    private func addReportLists(to site: inout Site) {
        let house = house
        let fields = [QueryField("month", Words("月份，如 2020-12", "Month, such as 2020-12"), ReportMonth.self), QueryField("area", Words("区市", "Area")), QueryField("pick", Words("状态", "State"), ReportPick.self)]
        site.get(Paths.reports, access: Self.readers, page: ReportsPage.self, query: fields + [Self.page], summary: Words("日常调度：各月报告", "Monthly reports of one's stations, or of those supervised")) { ask in
            ReportsPage(try await house.reports(try ReportFilter(ask), for: ask.actor))
        }
        site.download(Paths.reportsWorkbook, access: .power(.supervise), type: Workbooks.type, query: fields, summary: Words("一个月的报告，Excel", "A month's reports as a spreadsheet")) { ask in
            let filter = try ReportFilter(ask), file = try await house.reportsWorkbook(filter, for: ask.actor)
            return try Workbooks.attachment("\(Words("日常调度", "reports")(ask.language))-\(filter.month?.rawValue ?? ask.zone.day(of: ask.now).description).xlsx", temporary: file)
        }
        site.get(Paths.report, access: Self.readers, page: ReportPage.self, summary: Words("一份月度报告", "A month's report")) { ask, id in ReportPage(try await house.report(id, for: ask.actor)) }
        site.download(Paths.reportFile, access: Self.readers, type: "application/pdf, image/jpeg, image/png", summary: Words("报告附件", "A file of a report")) { ask, id, file in
            let (view, bytes) = try await house.reportFile(file, of: id, for: ask.actor)
            return Attachment(name: view.name, type: view.type, content: .bytes(bytes))
        }
        site.download(Paths.reportPDF, access: Self.readers, type: "application/pdf", summary: Words("月度报告 PDF", "A report as PDF, A4")) { ask, id in
            let report = try await house.report(id, for: ask.actor), title = "\(report.summary.stationName) \(report.summary.month)"
            guard report.isShown, report.summary.handedInOn != nil else { throw Refusal.notFound }
            return try await PaperFile.pdf(title, title: title, ReportPaper(report: report), for: ask, by: house, extra: ReportPaper.style)
        }
    }

    private func addReportWriting(to site: inout Site) {
        let house = house
        site.post(Paths.reports, access: .organisation, input: OpenReport.self, receipt: ReceiptPage.self, summary: Words("自行生成报告", "Begin a month's report"),
            form: { ask, filled in ReportsPage(try await house.reports(for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await input(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.reportContents, access: .organisation, input: SaveReport.self, receipt: ReceiptPage.self, summary: Words("保存报告", "Save a report"),
            form: { ask, filled, id in ReportPage(try await house.report(id, for: ask.actor), .contents, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.reportHandIn, access: .organisation, input: HandInReport.self, receipt: ReceiptPage.self, summary: Words("报送报告", "Hand a report in"),
            form: { ask, filled, id in ReportPage(try await house.report(id, for: ask.actor), .contents, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.reportFiles, access: .organisation, input: ReportFileForm.self, receipt: ReceiptPage.self, summary: Words("添加报告附件", "Add a file to a report"),
            form: { ask, filled, id in ReportPage(try await house.report(id, for: ask.actor), .files, filled) }
        ) { ask, input, id in
            let receipt = try await AddReportFile(name: input.file.name, bytes: input.file.bytes)(house, to: id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("files"), ReceiptPage(receipt))
        }
        site.post(Paths.reportFileRemoval, access: .organisation, input: RemoveReportFile.self, receipt: ReceiptPage.self, summary: Words("移除报告附件", "Take a file out of a report")) { ask, input, id in
            let receipt = try await input(house, from: id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("files"), ReceiptPage(receipt))
        }
    }

    private func addReportDecisions(to site: inout Site) {
        let house = house
        site.post(Paths.reportAcceptance, access: .power(.supervise), input: AcceptReport.self, receipt: ReceiptPage.self, summary: Words("确认收到报告", "Take note of a report")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.reportReturn, access: .power(.supervise), input: ReturnReport.self, receipt: ReceiptPage.self, summary: Words("退回报告", "Give a report back"),
            form: { ask, filled, id in ReportPage(try await house.report(id, for: ask.actor), .returning, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    /// The page of the station that a form is about.
    private func again(_ ask: Ask, _ filled: Filled, _ form: StationRulesPage.Form) async throws -> StationRulesPage {
        StationRulesPage(try await house.stationRules(ID(rawValue: filled.value("station")), for: ask.actor), form, filled)
    }

    private func addStationRules(to site: inout Site) {
        let house = house
        site.get(Paths.stationRules, access: Self.readers, page: StationRulesPage.self, query: [Self.station, Self.page], summary: Words("驿站制度、考勤和安全检查", "Stations' own rules, attendance and safety checks")) { ask in
            StationRulesPage(try await house.stationRules(try ask.query.value("station"), page: try ask.query.value("page") ?? 1, for: ask.actor))
        }
        site.post(Paths.stationRuleVersions, access: .organisation, input: StationRuleForm.self, receipt: ReceiptPage.self, summary: Words("提交制度新版本", "Put a version of a station's rules on file"),
            form: { ask, filled in try await again(ask, filled, .version(filled.value("topic"))) }
        ) { ask, input in
            let verb = AddStationRule(station: input.station, topic: input.topic, from: input.from, name: input.file.name, bytes: input.file.bytes), receipt = try await verb(house, by: ask.actor, once: ask.once)
            return .seeOther(Paths.stationRules().with("station", input.station).at("rule-\(input.topic.rawValue)"), ReceiptPage(receipt))
        }
        site.download(Paths.stationRuleFile, access: Self.readers, type: "application/pdf, image/jpeg, image/png", summary: Words("制度或检查的文件", "A file of a station's rules or safety checks")) { ask, station, file in
            let (view, bytes) = try await house.stationRuleFile(file, of: station, for: ask.actor)
            return Attachment(name: view.name, type: view.type, content: .bytes(bytes))
        }
    }

    private func addStationRegisters(to site: inout Site) {
        let house = house
        site.post(Paths.attendance, access: .organisation, input: AttendanceForm.self, receipt: ReceiptPage.self, summary: Words("上传一个月的考勤", "Bring a month's attendance in"),
            form: { ask, filled in try await again(ask, filled, .attendance) }
        ) { ask, input in
            let receipt = try await BringAttendance(station: input.station, month: input.month, bytes: input.file.bytes)(house, by: ask.actor, once: ask.once)
            return .seeOther(Paths.stationRules().with("station", input.station).at("attendance"), ReceiptPage(receipt))
        }
        site.download(Paths.attendanceTemplate, access: .organisation, type: Workbooks.type, summary: Words("考勤模板", "An empty table for attendance")) { ask in
            try Workbooks.attachment("\(Words("考勤模板", "attendance")(ask.language)).xlsx", temporary: try house.attendanceTemplate())
        }
        site.post(Paths.safetyChecks, access: .organisation, input: SafetyCheckForm.self, receipt: ReceiptPage.self, summary: Words("登记安全检查", "Record a safety check"),
            form: { ask, filled in try await again(ask, filled, .check) }
        ) { ask, input in
            let verb = RecordSafetyCheck(
                station: input.station, checkedOn: input.checkedOn, what: input.what, found: input.found, mendBy: input.mendBy, file: input.file.map { (name: $0.name, bytes: $0.bytes) })
            let receipt = try await verb(house, by: ask.actor, once: ask.once)
            return .seeOther(Paths.stationRules().with("station", input.station).at("checks"), ReceiptPage(receipt))
        }
        site.post(Paths.safetyMending, access: .organisation, input: MendSafetyFinding.self, receipt: ReceiptPage.self, summary: Words("登记整改完成", "Say that a finding is mended"),
            form: { ask, filled, id in try await again(ask, filled, .mending(id)) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at("checks"), ReceiptPage(receipt))
        }
        site.download(Paths.safetyChecksWorkbook, access: Self.readers, type: Workbooks.type, summary: Words("安全检查，Excel", "Safety checks as a spreadsheet")) { ask, station in
            let file = try await house.safetyChecksWorkbook(of: station, for: ask.actor)
            return try Workbooks.attachment("\(Words("安全检查", "safety-checks")(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: file)
        }
    }
}
