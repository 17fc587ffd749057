import Domain
import Markup
import Services

/// Records a determination meeting: who was there, who stood aside, the minutes, and a ruling for each case that is ready.
struct NewMeetingPage: ModelPage {
    let model: MeetingAgenda
    private let filled: Filled

    /// Begins with a row for each office that takes part.
    init(_ model: MeetingAgenda) {
        var values: [String: [String]] = [:]
        for (row, office) in model.offices.enumerated() { values["present.\(row).office"] = [office.id] }
        self.init(model, Filled(values))
    }

    init(_ model: MeetingAgenda, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("记录审定会议", "Record the determination meeting")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("\(view(model.round.name))。记录后由签发人签发生效。", "\(view(model.round.name)). It takes effect when it is signed."),
            trail: [Link(view("工作台", "My work"), to: Paths.work()), Link(view("批次比较", "Comparison"), to: Paths.comparison(model.round.id))])))\
        \(content(view))\(held(view))
        """
    }

    private func content(_ view: View) -> HTML {
        guard let step = model.ready.first?.summary.step else {
            return view(EmptyState(view("现在没有可以审定的申报", "Nothing can be determined now"), view("公示期满、异议都已答复的申报会出现在这里。", "Cases come here once their notice is over and every objection is answered."),
                action: Button(view("查看批次比较", "Comparison"), .secondary, href: Paths.comparison(model.round.id))))
        }
        let offices = model.offices.map { Option($0.id, view($0.name)) }
        let office = Field("office", view("部门", "Office"), .select(offices)), name = Field("name", view("姓名", "Name"))
        return view(FormFrame(Paths.roundMeetings(model.round.id), in: filled, buttons: [Button(view("保存会议记录，报签发", "Save the record for signing"))]) {
            """
            <input type="hidden" name="step" value="\(step)"><input type="hidden" name="office" value="\(model.office)">\
            \(view(FieldGroup(view("会议", "Meeting")) {
                """
                \(view(Field("heldOn", view("会议日期", "Date"), .date, in: filled)))\
                \(view(Field("present", view("出席人员", "Present"), .rows([office, name], atLeast: max(model.offices.count, 1), atMost: 30),
                    hint: view("每个参加部门至少一人", "At least one from each office"), in: filled)))\
                \(view(Field("recused", view("回避人员", "Stood aside"), .rows([office, name, Field("reason", view("回避理由", "Reason"))], atLeast: 0, atMost: 10),
                    hint: view("与申报单位有利害关系的人员回避；没有的不填", "Who has an interest in an applicant; leave empty if nobody"), optional: true, in: filled)))\
                \(view(Field("minutes", view("会议纪要", "Minutes"), .longText(rows: 8), hint: view("写明讨论情况和主要意见，至少 10 字；不对外公开", "What was discussed, at least 10 characters; not public"), in: filled)))
                """
            }))\
            \(view(FieldGroup(view("审定意见（\(model.ready.count) 件）", "Rulings (\(model.ready.count))"), says: view("暂缓的申报留待下次会议。", "What is put off waits for another meeting.")) {
                "<div id=\"f-rulings\" class=\"stack\" tabindex=\"-1\">\(with: filled.error("rulings"), { "<p class=\"error\">\(view($0))</p>" })\(each: model.ready.enumerated(), { ruling($0, $1, view) })</div>"
            }))
            """
        })
    }

    private func ruling(_ index: Int, _ item: RoundCase, _ view: View) -> HTML {
        let name = "rulings.\(index)"
        // What was typed belongs to its case, wherever that stands in the list by now.
        let row = (0..<filled.rows("rulings")).first { filled.value("rulings.\($0).id") == item.summary.id.rawValue }
        var values: [String: [String]] = ["\(name).ruling": [""]]
        if let row {
            for field in ["ruling", "reason"] { values["\(name).\(field)"] = filled.all("rulings.\(row).\(field)") }
            if filled.value("rulings.\(row).ruling").isEmpty { values["\(name).ruling"] = [""] }
        }
        let errors = row.map { row in filled.errors.compactMap { error in
            error.field.hasPrefix("rulings.\(row).") ? Refusal.Field(name + error.field.dropFirst("rulings.\(row)".count), error.words) : nil
        } } ?? []
        let own = Filled(values, errors: errors)
        let title = "\(item.summary.title)（\(item.summary.organisation ?? item.summary.number)）"
        let upheld = item.upheldObjections > 0
        return """
            <section class="prose"><h3><a href="\(Paths.case(item.summary.id))">\(title)</a></h3>\
            <p class="hint">\(facts(item, view))</p>\
            \(if: upheld, "<p>\(view(Tag(view("有 \(item.upheldObjections) 件成立的异议，认定须写明理由", "\(item.upheldObjections) objections upheld: recognising it needs a reason"), .action)))</p>")\
            <input type="hidden" name="\(name).id" value="\(item.summary.id.rawValue)">\
            \(view(Field("\(name).ruling", view("审定意见", "Ruling"), .radios([
                Option(Ruling.pass.rawValue, view("认定", "Recognise")), Option(Ruling.refuse.rawValue, view("不予认定", "Do not recognise")), Option("", view("暂缓", "Put off")),
            ]), in: own)))\
            \(view(Field("\(name).reason", view("理由", "Reason"), .longText(rows: 2), hint: upheld ? view("必须写明，申报单位会看到", "Wanted; the applicant reads it")
                    : view("申报单位会看到。不予认定必须写明；认定的留空则记为“经会议审定，符合条件，予以认定。”", "The applicant reads it. Wanted with a refusal; left empty, a recognition says that the meeting found the conditions met"), optional: !upheld, in: own)))</section>
            """
    }

    private func facts(_ item: RoundCase, _ view: View) -> String {
        let met = item.checks.filter { $0 == .yes }.count
        return [
            item.kindName.map { view($0) } ?? "", item.fieldName.map { view($0) } ?? "", item.summary.areaName.map { view($0) } ?? "",
            item.checks.isEmpty ? "" : view("条件符合 \(met)/\(item.checks.count)", "\(met) of \(item.checks.count) conditions"),
        ].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private func held(_ view: View) -> HTML {
        guard !model.held.isEmpty else { return .empty }
        return view(Panel(view("本次不能审定（\(model.held.count) 件）", "Held back (\(model.held.count))")) {
            view(Table(view("本次不能审定", "Held back"), columns: [.main(view("申报", "Case")), .init(view("原因", "Why"))], rows: model.held.map {
                [view.heading(of: $0.summary), "\(view($0.reason))"]
            }, empty: EmptyState(view("没有", "None"))))
        })
    }
}
