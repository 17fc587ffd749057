import Domain
import Markup
import Services

/// What a station keeps (二(一)5): its own rules with versions, attendance by month, the register of safety checks. For an office that supervises, first an overview.
struct StationRulesPage: ModelPage {
    /// Which form came back with what is wrong.
    enum Form: Sendable { case version(String), attendance, check, mending(ID<SafetyCheck>) }

    let model: StationRulesView
    private let form: Form?
    private let filled: Filled

    init(_ model: StationRulesView) { self.init(model, nil, .nothing) }

    init(_ model: StationRulesView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("驿站制度", "Stations' own rules")(language) }

    func body(_ view: View) -> HTML {
        let trail = model.detail != nil && model.own.isEmpty ? [Link(view("驿站制度", "Stations' own rules"), to: Paths.stationRules())] : [Link(view("日常调度", "Monthly reports"), to: Paths.reports())]
        return """
            \(view(PageHeader(model.detail?.name ?? title(in: view.language), lead: view("考勤、经费、活动、安全制度，每月考勤和安全检查。", "Rules for attendance, expenses, events and safety; monthly attendance; safety checks."), trail: trail,
                aside: "\(with: model.clause, { "\(view(ClauseChip($0)))" })")))\
            \(if: model.own.count > 1, stations(view))\(with: model.detail, { detail($0, view) })\(if: model.detail == nil, overview(view))
            """
    }

    private func stations(_ view: View) -> HTML {
        "<ul class=\"points\">\(each: model.own, { "<li>\(view(Link($0.name, to: Paths.stationRules().with("station", $0.id))))</li>" })</ul>"
    }

    // MARK: an office's overview

    private func overview(_ view: View) -> HTML {
        """
        \(view(Table(view("驿站制度", "Stations' own rules"), columns: [
            .main(view("驿站", "Station")), .init(view("区市", "Area")), .init(view("现行制度", "Rules in force")), .init(view("最近考勤", "Latest attendance")), .init(view("逾期未整改", "Overdue findings")),
        ], rows: model.lines.map { line in
            let all = StationRuleTopic.allCases.count
            return [
                view(Link(line.name, to: Paths.stationRules().with("station", line.station))), "\(view(line.areaName))", view(Tag("\(line.inForce)/\(all)", line.inForce < all ? .bad : .good)),
                "\(line.lastAttendance.map { view($0.words) } ?? view("未上传", "none"))", line.overdueFindings == 0 ? "\(view("无", "none"))" : view(Tag("\(line.overdueFindings)", .bad)),
            ]
        }, empty: EmptyState(view("还没有驿站", "No stations yet")))))\(view(pager(model.page, model.pages, Paths.stationRules(), view)))
        """
    }

    private func pager(_ page: Int, _ pages: Int, _ here: Href, _ view: View) -> Pager {
        Pager(previous: page > 1 ? here.with("page", page - 1) : nil, next: page < pages ? here.with("page", page + 1) : nil, place: view("第 \(page) 页", "Page \(page)"))
    }

    // MARK: one station

    private func detail(_ detail: StationRulesDetail, _ view: View) -> HTML {
        """
        \(view(Panel(view("制度", "Rules"), id: "rules") { "<ul class=\"todo\">\(each: detail.topics, { topic($0, detail, view) })</ul>" }))\
        \(view(Panel(view("考勤", "Attendance"), id: "attendance") { attendance(detail, view) }))\
        \(view(Panel(view("安全检查", "Safety checks"), id: "checks", aside: view(Link(view("导出 Excel", "Excel"), to: Paths.safetyChecksWorkbook(detail.station)))) { checks(detail, view) }))
        """
    }

    private func hidden(_ detail: StationRulesDetail) -> HTML { "<input type=\"hidden\" name=\"station\" value=\"\(detail.station.rawValue)\">" }

    private func topic(_ topic: StationRuleTopicView, _ detail: StationRulesDetail, _ view: View) -> HTML {
        var filled = Filled(["from": [model.today.description]]), isOpen = false
        if case .version(let own)? = form, own == topic.topic.rawValue { (filled, isOpen) = (self.filled, true) }
        let shown = filled, current = topic.versions.first { $0.isInForce }, others = topic.versions.filter { !$0.isInForce }
        let tag: Tag = current.map { Tag(view("第 \($0.version) 版现行", "Version \($0.version) in force"), .good) } ?? Tag(view("未提交", "none"), .bad)
        return """
            <li id="rule-\(topic.topic.rawValue)"><div class="todo-head"><h3>\(view(topic.topic.words))</h3>\(view(tag))</div>\(with: current, { version($0, detail, view) })\
            \(if: !others.isEmpty, "<details><summary>\(view("其他版本", "Other versions"))</summary>\(each: others, { version($0, detail, view) })</details>")\
            \(if: detail.isOwn, """
            <details\(if: isOpen, " open")><summary>\(view("提交新版本", "Put a new version on file"))</summary>\(view(FormFrame(
                Paths.stationRuleVersions(), in: shown, files: true, small: true, buttons: [Button(view("提交", "Put on file"), .secondary)]
            ) {
                """
                \(hidden(detail))<input type="hidden" name="topic" value="\(topic.topic.rawValue)">\
                \(view(Field("from", view("施行日期", "In force from"), .date, prefix: topic.topic.rawValue, in: shown)))\
                \(view(Field("file", view("制度文件", "File"), .files(.init(several: false)), prefix: topic.topic.rawValue, in: shown)))
                """
            }))</details>
            """)</li>
            """
    }

    private func version(_ version: StationRuleVersion, _ detail: StationRulesDetail, _ view: View) -> HTML {
        """
        <p>\(view("第 \(version.version) 版", "Version \(version.version)"))，\(view("自 \(view.formal(version.from))施行", "in force from \(view.formal(version.from))"))：\
        \(each: version.files, { "\(view(Link($0.name, to: Paths.stationRuleFile(detail.station, $0.id)))) " })</p>
        """
    }

    // MARK: attendance

    private func attendance(_ detail: StationRulesDetail, _ view: View) -> HTML {
        var filled = Filled.nothing
        if case .attendance? = form { filled = self.filled }
        let shown = filled
        return """
            \(view(Table(view("各月考勤", "Attendance by month"), columns: [
                .main(view("月份", "Month")), .number(view("人数", "People")), .number(view("出勤天数", "Days present")), .number(view("请假天数", "On leave")), .number(view("缺勤天数", "Absent")), .init(view("上传时间", "Brought in")),
            ], rows: detail.attendance.map { sheet in
                ["\(view(sheet.month.words))", "\(sheet.people)", "\(sheet.present.text)", "\(sheet.leave.text)", "\(sheet.absent.text)", view.time(sheet.at)]
            }, empty: EmptyState(view("还没有考勤", "No attendance yet")))))\
            \(if: detail.isOwn && !detail.people.isEmpty, "<details><summary>\(view("最近一月明细", "People of the latest month"))</summary>\(people(detail, view))</details>")\
            \(if: detail.isOwn, view(FormFrame(Paths.attendance(), in: shown, files: true, small: true, buttons: [Button(view("上传考勤", "Bring it in"), .secondary)]) {
                """
                \(hidden(detail))\(view(Field("month", view("月份", "Month"), .select(model.months.map { Option($0.rawValue, view($0.words)) }),
                    hint: view("再次上传即替换", "A new file takes the place of the one before"), width: .middle, in: shown)))\
                \(view(Field("file", view("考勤表", "Attendance table"), .files(.init(accept: [".xlsx", ".csv"], megabytes: 2, several: false)),
                    hint: view("可直接上传考勤机导出的表，须有“姓名”“出勤天数”列", "As your machine exports it, with columns for name and days present"), in: shown)))\
                <p>\(view(Link(view("下载模板", "Template"), to: Paths.attendanceTemplate())))</p>
                """
            }))
            """
    }

    private func people(_ detail: StationRulesDetail, _ view: View) -> HTML {
        view(Table(view("最近一月明细", "People of the latest month"), columns: [
            .main(view("姓名", "Name")), .number(view("出勤天数", "Days present")), .number(view("请假天数", "On leave")), .number(view("缺勤天数", "Absent")),
        ], rows: detail.people.map { ["\($0.name)", "\($0.present.text)", "\($0.leave.text)", "\($0.absent.text)"] }, empty: EmptyState(view("没有明细", "Nobody"))))
    }

    // MARK: safety checks

    private func checks(_ detail: StationRulesDetail, _ view: View) -> HTML {
        var filled = Filled(["checkedOn": [model.today.description]]), isOpen = false
        if case .check? = form { (filled, isOpen) = (self.filled, true) }
        let shown = filled, here = Paths.stationRules().with("station", detail.station)
        return """
            \(view(Table(view("安全检查", "Safety checks"), columns: [
                .main(view("检查日期", "Checked on")), .init(view("检查内容", "What")), .init(view("发现问题", "Found")), .init(view("整改", "Mending")),
            ], rows: detail.checks.map { check in
                let file: HTML = check.file.map { "<br>\(view(Link($0.name, to: Paths.stationRuleFile(detail.station, $0.id))))" } ?? .empty
                return [view.time(check.checkedOn), "\(check.what)\(file)", "\(check.found ?? view("未发现问题", "nothing"))", mending(check, detail, view)]
            }, empty: EmptyState(view("还没有检查记录", "No checks yet")))))\(view(pager(detail.page, detail.pages, here, view)))\
            \(if: detail.isOwn, """
            <details\(if: isOpen, " open")><summary>\(view("登记一次检查", "Record a check"))</summary>\(view(FormFrame(
                Paths.safetyChecks(), in: shown, files: true, small: true, buttons: [Button(view("登记", "Record it"), .secondary)]
            ) {
                """
                \(hidden(detail))\(view(Field("checkedOn", view("检查日期", "Checked on"), .date, in: shown)))\
                \(view(Field("what", view("检查内容", "What was checked"), .longText(rows: 2), hint: view("如：消防器材、用电、疏散通道", "Such as extinguishers, wiring, ways out"), in: shown)))\
                \(view(Field("found", view("发现的问题", "What was found"), .longText(rows: 2), optional: true, in: shown)))\
                \(view(Field("mendBy", view("整改期限", "Mended until"), .date, hint: view("发现问题时填写", "Where something was found"), optional: true, in: shown)))\
                \(view(Field("file", view("照片或记录", "Photograph or record"), .files(.init(several: false)), optional: true, prefix: "check", in: shown)))
                """
            }))</details>
            """)
            """
    }

    private func mending(_ check: SafetyCheckView, _ detail: StationRulesDetail, _ view: View) -> HTML {
        guard let by = check.mendBy else { return "—" }
        if let on = check.mendedOn { return "\(view(Tag(view("已整改", "Mended"), .good))) \(view.time(on))<br>\(check.mended ?? "")" }
        let tag = check.isOverdue ? Tag(view("逾期未整改", "Overdue"), .bad) : Tag(view("待整改", "To be mended"), .action)
        var filled = Filled(["mendedOn": [model.today.description]]), isOpen = false
        if case .mending(let own)? = form, own == check.id { (filled, isOpen) = (self.filled, true) }
        let shown = filled, state: HTML = "\(view(tag)) \(view.time(by))"
        guard detail.isOwn else { return state }
        return """
            \(state)<details\(if: isOpen, " open")><summary>\(view("登记整改", "It is mended"))</summary>\(view(FormFrame(
                Paths.safetyMending(check.id), in: shown, small: true, buttons: [Button(view("登记", "Record it"), .secondary)]
            ) {
                """
                \(hidden(detail))\(view(Field("mendedOn", view("完成日期", "Mended on"), .date, prefix: check.id.rawValue, in: shown)))\(view(Field("how", view("整改情况", "How"), prefix: check.id.rawValue, in: shown)))
                """
            }))</details>
            """
    }
}
