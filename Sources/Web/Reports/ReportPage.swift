import Domain
import Markup
import Services

/// A month's report: what is recorded beside what is stated, answers, files, and what happened to it.
struct ReportPage: ModelPage {
    /// Which form came back with what is wrong.
    enum Form: Sendable { case contents, files, returning }

    let model: ReportView
    private let form: Form?
    private let filled: Filled

    init(_ model: ReportView) { self.init(model, nil, .nothing) }

    init(_ model: ReportView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    private var summary: ReportSummary { model.summary }
    private var id: ID<Report>? { summary.id }

    func title(in language: Language) -> String {
        Words("\(summary.stationName)\(summary.month.words.zh)工作情况", "\(summary.stationName), \(summary.month.words.en)")(language)
    }

    func body(_ view: View) -> HTML {
        guard let id else { return .empty }
        let pdf: HTML = model.isShown && summary.state != .draft ? view(Button(view("打印（PDF）", "Print (PDF)"), .secondary, href: Paths.reportPDF(id))) : .empty
        return """
            \(view(PageHeader(title(in: view.language), lead: lead(view), trail: [Link(view("日常调度", "Monthly reports"), to: Paths.reports())], aside: view(Tag(summary, isOwn: model.isOwn, view)), actions: pdf)))\
            \(notice(view))\(if: model.mayDecide, decide(id, view))\
            \(view(Columns(main: "\(model.mayWrite ? writing(id, view) : reading(view))\(if: model.isShown, files(id, view))", side: side(view))))
            """
    }

    private func lead(_ view: View) -> String {
        if let day = summary.handedInOn { return view("\(view.formal(day))报送", "Handed in on \(view.formal(day))") }
        return view("\(view.formal(summary.dueOn))前报送", "To be handed in by \(view.formal(summary.dueOn))")
    }

    private func notice(_ view: View) -> HTML {
        switch summary.state {
        case .returned: view(Banner(.action, view("部门退回更正", "Given back for correction"), """
            \(with: model.reason, { "<p>\($0)</p>" })\(with: summary.againBy, { "<p>\(view("请于 \(view.formal($0))前重新报送", "To be handed in again by \(view.formal($0))"))</p>" })
            """))
        case .draft where summary.isLate: view(Banner(.bad, view("报告已逾期 \(summary.daysLate) 天", "The report is \(summary.daysLate) days late")))
        case .draft where !model.isShown: view(Banner(.info, view("驿站尚未报送", "The station has not handed it in")))
        case .draft, .handedIn, .accepted: .empty
        }
    }

    private func decide(_ id: ID<Report>, _ view: View) -> HTML {
        var filled = Filled.nothing, isOpen = false
        if case .returning? = form { (filled, isOpen) = (self.filled, true) }
        let differing = model.lines.count { $0.differs }
        return view(Panel(view("审阅", "Review"), id: "now") {
            """
            <p>\(differing == 0 ? view("各项数据与记录一致。", "Every figure agrees with the records.") : view("\(differing) 项数据与记录不一致，驿站已说明。", "\(differing) figures differ from the records, with an explanation."))</p>\
            \(view(PostButton(view("确认收到", "Take note"), to: Paths.reportAcceptance(id))))\
            <details\(if: isOpen, " open")><summary>\(view("退回更正", "Give it back"))</summary>\(view(FormFrame(Paths.reportReturn(id), in: filled, small: true, buttons: [Button(view("退回", "Give back"), .danger)]) {
                view(Field("reason", view("退回理由", "Reason"), .longText(rows: 2), hint: view("驿站可见", "The station reads it"), in: filled))
            }))</details>
            """
        })
    }

    // MARK: figures

    /// A figure with a link to the records behind it.
    private func recorded(_ line: ReportLineView, _ view: View) -> HTML {
        let number = "\(view.number(line.recorded)) \(view(line.counted.unit))"
        guard let evidence = ReportPieces.evidence(line.counted, of: summary.station, summary.month, isOwn: model.isOwn) else { return "\(number)" }
        return view(Link(number, to: evidence))
    }

    private func writing(_ id: ID<Report>, _ view: View) -> HTML {
        var filled = self.filled
        if form != .contents {
            var values: [String: [String]] = [:]
            for (index, line) in model.lines.enumerated() {
                values["figures.\(index).stated"] = line.stated.map { [String($0)] }
                values["figures.\(index).explanation"] = line.explanation.map { [$0] }
            }
            for (index, answer) in model.answers.enumerated() { values["answers.\(index).text"] = answer.text.map { [$0] } }
            filled = Filled(values)
        }
        let shown = filled
        var buttons = [Button(view("保存草稿", "Save"), .secondary)]
        if model.monthIsOver { buttons.insert(Button(view("确认并报送", "Confirm and hand in"), action: Paths.reportHandIn(id)), at: 0) }
        return view(FormFrame(Paths.reportContents(id), in: shown, buttons: buttons) {
            """
            \(view(Panel(view("数据核对", "Figures"), id: "figures", aside: "\(with: model.clause, { "\(view(ClauseChip($0)))" })") {
                """
                <p class="hint" id="figures-hint">\(view("与实际一致的，“另报”留空即为确认；不一致的，填写实际数并说明原因。", "Leave “Stated” empty where the record is right; otherwise give the right figure and explain."))</p>\
                \(view(Table(view("数据核对", "Figures"), columns: [.main(view("项目", "Figure")), .number(view("记录", "Recorded")), .init(view("另报", "Stated")), .init(view("说明", "Explanation"))],
                    rows: model.lines.enumerated().map { index, line in row(index, line, shown, view) }, empty: EmptyState(view("报表没有数据项", "The form has no figures")))))
                """
            }))\
            \(if: !model.answers.isEmpty, view(Panel(view("工作情况", "In words"), id: "answers") {
                "\(each: model.answers.enumerated(), { index, answer in question(index, answer, shown, view) })"
            }))\
            \(model.monthIsOver ? view(Field("confirmed", view("以上数据已核对无误", "I have checked these figures"), .checkbox, in: shown))
                : "<p class=\"hint\">\(view("本月结束后可以报送，现在可先保存。", "It can be handed in when the month is over; save it meanwhile."))</p>")
            """
        })
    }

    private func row(_ index: Int, _ line: ReportLineView, _ filled: Filled, _ view: View) -> [HTML] {
        let stated = Field("figures.\(index).stated", "\(view(line.counted.words))：\(view("另报", "stated"))", .number(unit: view(line.counted.unit)), in: filled)
        let explanation = Field("figures.\(index).explanation", "\(view(line.counted.words))：\(view("说明", "explanation"))", in: filled)
        for field in [stated, explanation] where !filled.errors.isEmpty { filled.labels.note(field.label, for: field.name) }
        return [
            "<span id=\"line-\(index)\">\(view(line.counted.words))</span><input type=\"hidden\" name=\"figures.\(index).counted\" value=\"\(line.counted.rawValue)\">", recorded(line, view),
            "<span class=\"hidden\" id=\"stated-\(index)\">\(view("另报", "stated"))</span>\(stated.control(view, labelled: "line-\(index) stated-\(index)"))\(stated.cellError(view))",
            "<span class=\"hidden\" id=\"explained-\(index)\">\(view("说明", "explanation"))</span>\(explanation.control(view, labelled: "line-\(index) explained-\(index)"))\(explanation.cellError(view))",
        ]
    }

    private func question(_ index: Int, _ answer: ReportAnswerView, _ filled: Filled, _ view: View) -> HTML {
        """
        <input type="hidden" name="answers.\(index).question" value="\(answer.question)">\(view(Field("answers.\(index).text", view(answer.name), .longText(rows: 4), optional: answer.isOptional, in: filled)))
        """
    }

    private func reading(_ view: View) -> HTML {
        guard model.isShown else { return .empty }
        return """
            \(view(Panel(view("数据", "Figures"), id: "figures", aside: "\(with: model.clause, { "\(view(ClauseChip($0)))" })") {
                view(Table(view("数据", "Figures"), columns: [
                    .main(view("项目", "Figure")), .number(view("填报", "Stated")), .number(view("报送时记录", "Recorded then")), .number(view("目前记录", "Recorded today")), .init(view("说明", "Explanation")),
                ], rows: model.lines.map { line in
                    [
                        "\(view(line.counted.words))", "\(view.number(line.says)) \(view(line.counted.unit))\(if: line.differs, " \(view(Tag(view("有差异", "differs"), .action)))")", recorded(line, view),
                        "\(view.number(line.today))\(if: line.hasMoved, "<br><span class=\"hint\">\(view("报送后有变动", "changed since"))</span>")", "\(line.explanation ?? "—")",
                    ]
                }, empty: EmptyState(view("没有数据", "No figures"))))
            }))\
            \(if: model.answers.contains { $0.text != nil }, view(Panel(view("工作情况", "In words"), id: "answers") {
                "\(each: model.answers.filter { $0.text != nil }, { "<h3>\(view($0.name))</h3><p class=\"says\">\($0.text ?? "")</p>" })"
            }))
            """
    }

    // MARK: files and beside

    private func files(_ id: ID<Report>, _ view: View) -> HTML {
        var filled = Filled.nothing
        if case .files? = form { filled = self.filled }
        guard model.mayWrite || !model.files.isEmpty else { return .empty }
        return view(Panel(view("附件", "Files"), id: "files") {
            """
            \(if: model.files.isEmpty, "<p class=\"hint\">\(view("没有附件", "No files"))</p>")<ul class="plain">\(each: model.files, { file in
                let remove: HTML = model.mayWrite ? view(PostButton(view("移除", "Remove"), .quiet, to: Paths.reportFileRemoval(id), fields: [("file", file.id.rawValue)])) : .empty
                return "<li>\(view(Link(file.name, to: Paths.reportFile(id, file.id)))) <span class=\"size\">\(view.size(file.size))</span>\(remove)</li>"
            })</ul>\
            \(if: model.mayWrite, view(FormFrame(Paths.reportFiles(id), in: filled, files: true, small: true, buttons: [Button(view("上传", "Upload"), .secondary)]) {
                view(Field("file", view("添加附件", "Add a file"), .files(.init(several: false)), hint: view("请先保存上面填写的内容", "Save what you wrote above first"), in: filled))
            }))
            """
        })
    }

    private func side(_ view: View) -> HTML {
        var facts = [
            Fact(view("驿站", "Station"), view(Link(summary.stationName, to: Paths.station(summary.station)))), Fact(view("区市", "Area"), "\(view(summary.areaName))"),
            Fact(view("月份", "Month"), "\(view(summary.month.words))"), Fact(view("报送期限", "Due"), view.time(summary.dueOn)),
        ]
        if let day = summary.handedInOn {
            let late: HTML = summary.isLate ? " \(view(Tag(view("逾期 \(summary.daysLate) 天", "\(summary.daysLate) days late"), .bad)))" : .empty
            facts.append(Fact(view("首次报送", "First handed in"), "\(view.time(day))\(late)"))
        }
        if let sheet = model.attendance {
            let days = view("\(sheet.people) 人，出勤 \(sheet.present.text) 天，请假 \(sheet.leave.text) 天", "\(sheet.people) people, \(sheet.present.text) days present, \(sheet.leave.text) on leave")
            facts.append(Fact(view("考勤", "Attendance"), "\(days)", change: Link(view("查看", "See"), to: Paths.stationRules().with("station", summary.station).at("attendance"))))
        } else if model.isOwn {
            facts.append(Fact(view("考勤", "Attendance"), "\(view("尚未上传", "not brought in"))", change: Link(view("上传", "Bring it in"), to: Paths.stationRules().with("station", summary.station).at("attendance"))))
        }
        let steps = model.entries.map { entry in
            Timeline.Step(.done, view(entry.words), entries: [Timeline.Entry(at: entry.at, who: entry.who.isEmpty ? view("系统", "system") : entry.who, what: "", why: entry.reason)])
        }
        return """
            \(view(Panel(view("报告信息", "About it"), id: "about") { view(Facts(facts)) }))\(view(Panel(view("经过", "What happened"), id: "entries") { view(Timeline(steps, next: nil)) }))
            """
    }
}

/// A report on paper.
struct ReportPaper: Component {
    let report: ReportView

    static let style = ".paper-text table { width: 100%; border-collapse: collapse; } .paper-text th, .paper-text td { border: 1px solid #000; padding: 4pt 6pt; text-align: left; font-size: 12pt; }"

    func html(_ view: View) -> HTML {
        let summary = report.summary
        return view(Paper(
            masthead: summary.stationName, number: nil, title: view("\(summary.month.words.zh)工作情况报告", "Report for \(summary.month.words.en)"), signed: [summary.stationName], date: summary.handedInOn ?? summary.dueOn) {
            """
            <table><thead><tr><th>\(view("项目", "Figure"))</th><th>\(view("填报", "Stated"))</th><th>\(view("记录", "Recorded"))</th><th>\(view("说明", "Explanation"))</th></tr></thead><tbody>\(each: report.lines, { line in
                "<tr><td>\(view(line.counted.words))</td><td>\(view.number(line.says)) \(view(line.counted.unit))</td><td>\(view.number(line.recorded))</td><td>\(line.explanation ?? "")</td></tr>"
            })</tbody></table>\(each: report.answers.filter { $0.text != nil }, { "<h3>\(view($0.name))</h3><p>\($0.text ?? "")</p>" })
            """
        })
    }
}
