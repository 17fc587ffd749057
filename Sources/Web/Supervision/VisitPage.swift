import Domain
import Markup
import Services

/// A visit: what was looked at, what was found, and how it is mended.
struct VisitPage: ModelPage {
    /// Which form came back with what is wrong.
    enum Form: Sendable, Hashable {
        case record, cancellation, finding, closing
        case answer(ID<VisitFinding>), recheck(ID<VisitFinding>), file(ID<VisitFinding>)
    }

    let model: VisitView
    private let form: Form?
    private let filled: Filled

    init(_ model: VisitView) { self.init(model, nil, .nothing) }

    init(_ model: VisitView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    private var summary: VisitSummary { model.summary }
    private var id: ID<Visit> { summary.id }

    private func filled(_ own: Form) -> Filled { form == own ? filled : .nothing }

    func title(in language: Language) -> String { Words("实地调研：\(summary.stationName)", "A visit to \(summary.stationName)")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: lead(view), trail: [Link(view("实地调研", "Visits"), to: Paths.visits())], aside: view(Tag(summary.state, view)))))\
        \(view(Columns(main: main(view), side: side(view))))
        """
    }

    private func lead(_ view: View) -> String? {
        let office = view(summary.office)
        switch summary.state {
        case .planned: return view("\(office)计划于\(view.formal(summary.day))到站", "\(office) comes on \(view.formal(summary.day))")
        case .made: return summary.open == 0 ? view("没有待整改的问题", "Nothing is to be mended") : view("还有 \(summary.open) 个问题未整改到位", "\(summary.open) findings are not mended")
        case .closed: return view("发现的问题均已整改", "Everything that was found is mended")
        case .cancelled: return nil
        }
    }

    private func main(_ view: View) -> HTML {
        """
        \(with: model.reason, { view(Banner(.info, view("已取消", "Cancelled"), "<p>\($0)</p>")) })\
        \(if: model.mayRecord, record(view))\
        \(if: !model.findings.isEmpty || model.mayAddFinding, findings(view))\
        \(if: !model.mayRecord, checks(view))
        """
    }

    // MARK: the checklist

    private func checks(_ view: View) -> HTML {
        guard !model.checks.isEmpty else { return .empty }
        let isRecorded = model.checks.contains { $0.result != nil }
        return view(Panel(view("检查清单", "Checklist"), id: "checks") {
            """
            \(view(Table(view("检查清单", "Checklist"), columns: [.main(view("检查项目", "What is looked at")), .init(view("依据", "Clause"))] + (isRecorded ? [.init(view("情况", "Seen")), .init(view("说明", "Note"))] : []),
                rows: model.checks.map { check in
                    ["\(view(check.name))", "\(with: check.clause, { view(ClauseChip($0)) })"]
                        + (isRecorded ? ["\(with: check.result, { view(Tag($0, view)) })", "\(check.note ?? "—")"] : [])
                }, empty: EmptyState(view("没有检查项目", "Nothing on it")))))\
            \(with: model.note, { "<p>\($0)</p>" })
            """
        })
    }

    private func record(_ view: View) -> HTML {
        let filled = form == .record ? filled : Filled(["day": [model.today.description]])
        return view(FormFrame(Paths.visitRecord(id), in: filled, buttons: [Button(view("保存检查情况", "Keep what was seen"), confirm: view("保存后驿站可以看到，不能修改。确定吗？", "The station sees it, and it does not change any more. Go on?"))]) {
            view(Panel(view("记录检查情况", "What was seen"), id: "record") {
                """
                <p class="hint">\(view("未选择的按“未查看”记录；不符合的请写明情况。发现的问题在保存后逐项登记。", "What is left out was not looked at; say what is not met. Findings are added after this."))</p>\
                \(view(Field("day", view("到站日期", "Day of the visit"), .date, in: filled)))\
                \(each: model.checks.enumerated(), { index, check in """
                <input type="hidden" name="checks.\(String(index)).item" value="\(check.item)">\
                \(view(Field("checks.\(index).result", view(check.name), .radios(CheckResult.allCases.map { Option($0.rawValue, view($0.words)) }), clause: check.clause, in: filled)))\
                \(view(Field("checks.\(index).note", view("说明", "Note"), optional: true, in: filled)))
                """ })\
                \(view(Field("note", view("总体情况", "The whole"), .longText(rows: 3), optional: true, in: filled)))
                """
            })
        })
    }

    // MARK: what was found

    private func findings(_ view: View) -> HTML {
        view(Panel(view("发现的问题", "Findings"), id: "findings") {
            """
            \(if: model.findings.isEmpty, "<p class=\"hint\">\(view("没有登记问题。", "Nothing was found so far."))</p>")\
            \(each: model.findings, { finding($0, view) })\(if: model.mayAddFinding, add(view))
            """
        })
    }

    private func finding(_ finding: FindingView, _ view: View) -> HTML {
        let isLate = (finding.workdaysLeft ?? 0) < 0, number = String(finding.number)
        return """
            <section class="finding" id="finding-\(number)"><h3>\(view("问题 \(number)", "Finding \(number)"))\(with: finding.about, { "：\(view($0))" }) \(view(Tag(finding.state, for: model.side, isLate: isLate, view)))</h3>\
            <p>\(finding.text)</p><p>\(clock(finding, view))</p>\
            \(if: !finding.files.isEmpty, files(finding, view))\
            \(if: !finding.entries.isEmpty, """
            <ul class="entries">\(each: finding.entries, { entry in """
                <li><p class="entry-head"><span class="entry-what">\(view(entry.step.words))</span> \(view.time(entry.at))\(with: entry.due, { due in "<span>\(view("新的期限：", "new last day: "))\(view.time(due))</span>" })</p><p class="entry-why">\(entry.text)</p></li>
                """ })</ul>
            """)\
            \(if: finding.mayRecheck, recheck(finding, view))\(if: finding.mayAddFile, upload(finding, view))\(if: finding.mayAnswer, answer(finding, view))</section>
            """
    }

    private func clock(_ finding: FindingView, _ view: View) -> HTML {
        if let day = finding.mendedOn { return "\(view("整改日期：", "Mended on "))\(view.time(day))" }
        guard let left = finding.workdaysLeft else { return "\(view("整改期限：", "Last day: "))\(view.time(finding.due))" }
        return view(DueClock(due: finding.due, .running(workdaysLeft: left)))
    }

    private func files(_ finding: FindingView, _ view: View) -> HTML {
        let photos = finding.files.filter { $0.width != nil }, papers = finding.files.filter { $0.width == nil }
        return """
            \(if: !photos.isEmpty, """
            <ul class="photos">\(each: photos, { file in """
                <li><a href="\(Paths.findingFile(finding.id, file.file))"><img src="\(Paths.findingFile(finding.id, file.file))" alt="\(file.words)" width="\(String(file.width ?? 0))" height="\(String(file.height ?? 0))" loading="lazy"></a>\
                <p class="hint">\(view(file.side.words))：\(file.words)</p></li>
                """ })</ul>
            """)\
            \(if: !papers.isEmpty, """
            <ul>\(each: papers, { file in "<li>\(view(Link(file.name, to: Paths.findingFile(finding.id, file.file)))) <span class=\"hint\">\(file.words)</span></li>" })</ul>
            """)
            """
    }

    private func upload(_ finding: FindingView, _ view: View) -> HTML {
        let own = Form.file(finding.id), filled = filled(own), prefix = "file-\(finding.number)", isOffice = model.side == .office
        return """
            <details\(if: form == own, " open")><summary>\(isOffice ? view("添加照片", "Add a photo") : view("添加照片或文件", "Add a photo or a paper"))</summary>\
            \(view(FormFrame(Paths.findingFiles(id, finding.id), in: filled, files: true, small: true, buttons: [Button(view("上传", "Add it"), .secondary)]) {
                """
                \(view(Field("file", view("文件", "File"), .files(isOffice ? Field.Files(accept: ["image/jpeg", "image/png"], several: false) : Field.Files(several: false)),
                    hint: view("照片会重新绘制，拍摄地点、设备等信息全部去除", "Photos are drawn anew, without place and camera"), prefix: prefix, in: filled)))\
                \(view(Field("words", view("说明", "What is on it"), prefix: prefix, in: filled)))
                """
            }))</details>
            """
    }

    private func answer(_ finding: FindingView, _ view: View) -> HTML {
        let filled = filled(.answer(finding.id))
        return view(FormFrame(Paths.findingAnswer(id, finding.id), in: filled, small: true, buttons: [Button(view("提交整改答复", "Answer"))]) {
            view(Field("text", view("整改情况", "What you did"), .longText(rows: 3), hint: view("照片和文件请先上传", "Add photos and papers first"), prefix: "answer-\(finding.number)", in: filled))
        })
    }

    private func recheck(_ finding: FindingView, _ view: View) -> HTML {
        let filled = filled(.recheck(finding.id)), prefix = "recheck-\(finding.number)"
        // Where the station has not answered there is nothing to send back.
        let rulings = finding.state == .open ? [RecheckFinding.Ruling.mended] : RecheckFinding.Ruling.allCases
        return view(FormFrame(Paths.findingRecheck(id, finding.id), in: filled, small: true, buttons: [Button(view("提交复查结果", "Say what came of it"))]) {
            """
            \(view(Field("ruling", view("复查结果", "Looked at again"), .radios(rulings.map { Option($0.rawValue, view($0.words)) }), prefix: prefix, in: filled)))\
            \(view(Field("text", view("复查意见", "In words"), .longText(rows: 2), prefix: prefix, in: filled)))\
            \(if: rulings.count > 1, view(Field("due", view("新的整改期限", "New last day"), .date, hint: view("未整改到位时填写；不填的为 \(model.mendWithin) 个工作日", "If it is not mended; \(model.mendWithin) working days if left out"), optional: true, prefix: prefix, in: filled)))
            """
        })
    }

    private func add(_ view: View) -> HTML {
        let filled = filled(.finding)
        return """
            <details\(if: form == .finding || model.findings.isEmpty, " open")><summary>\(view("登记问题", "Add a finding"))</summary>\
            \(view(FormFrame(Paths.visitFindings(id), in: filled, small: true, buttons: [Button(view("登记", "Add it"))]) {
                """
                \(view(Field("item", view("检查项目", "About"), .select(model.checks.map { Option($0.item, view($0.name)) }), optional: true, prefix: "finding", in: filled)))\
                \(view(Field("text", view("问题", "What was found"), .longText(rows: 3), prefix: "finding", in: filled)))\
                \(view(Field("due", view("整改期限", "To be mended by"), .date, hint: view("不填的为 \(model.mendWithin) 个工作日；照片在登记后添加", "\(model.mendWithin) working days if left out; photos are added afterwards"), optional: true, prefix: "finding", in: filled)))
                """
            }))</details>
            """
    }

    // MARK: beside it

    private func side(_ view: View) -> HTML {
        var facts = [Fact(view("驿站", "Station"), view(Link(summary.stationName, to: Paths.station(summary.station)))), Fact(view("调研部门", "Office"), "\(view(summary.office))"), Fact(view("计划日期", "Planned for"), view.time(summary.day))]
        if let made = summary.madeOn { facts.append(Fact(view("到站日期", "Made on"), view.time(made))) }
        if let closed = model.closedOn { facts.append(Fact(view("办结日期", "Closed on"), view.time(closed))) }
        if let goes = model.goes {
            facts.append(Fact(view("参加人员", "Who goes"), "\(goes)"))
            facts.append(Fact(view("预先告知", "Announced"), "\(summary.announced ? view("是", "yes") : view("否", "no"))"))
        }
        return """
            \(view(Panel(view("概况", "Overview"), aside: "\(with: model.clause, { view(ClauseChip($0)) })") { view(Facts(facts)) }))\
            \(if: model.mayClose, view(Panel(view("办结", "Close it"), id: "closing") {
                view(SideForm(Paths.visitClosing(id), in: filled(.closing), button: Button(view("办结本次调研", "Close the visit"))) { .empty })
            }))\
            \(if: model.mayCancel, view(Panel(view("取消", "Cancel it"), id: "cancellation") {
                view(SideForm(Paths.visitCancellation(id), in: filled(.cancellation), button: Button(view("取消调研", "Cancel the visit"), .danger)) {
                    view(Field("reason", view("理由", "Reason"), .longText(rows: 2), prefix: "cancellation", in: filled(.cancellation)))
                })
            }))
            """
    }
}
