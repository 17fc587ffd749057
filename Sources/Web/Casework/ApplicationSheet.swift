import Domain
import Markup
import Services

/// What was handed in: who applies for what, then each condition of the notice with its answers.
struct ApplicationSheet: Component {
    let application: ApplicationView

    func html(_ view: View) -> HTML {
        """
        \(view(Panel(view("申报内容", "Application"), id: "application", aside: "<span class=\"count\">\(version(view))</span>") {
            "\(view(Facts(facts(view))))"
        }))\(view(Panel(view("条件对照", "Conditions"), id: "conditions") {
            view(Reasons(application.conditions.map { reason($0, view) }))
        }))\(each: application.conditions, { view(ConditionSheet(condition: $0)) })
        """
    }

    private func version(_ view: View) -> String {
        application.version == 0 ? view("草稿，\(view(application.savedAt)) 保存", "Draft, saved \(view(application.savedAt))")
            : view("第 \(application.version) 次提交", "Handed in \(application.version) times")
    }

    private func facts(_ view: View) -> [Fact] {
        let organisation = application.organisation
        func text(_ words: Words?) -> HTML { "\(words.map { view($0) } ?? view("（未选）", "(not chosen)"))" }
        var ground = text(application.groundName)
        if !application.groundDetail.isEmpty { ground += "<br>\(application.groundDetail)" }
        if let until = application.groundUntil { ground += "<br><span class=\"hint\">\(view("有效期至 \(view(until))", "valid to \(view(until))"))</span>" }
        return [
            Fact(view("驿站名称", "Station"), "\(application.name.isEmpty ? view("（未填）", "(not given)") : application.name)"), Fact(view("级别", "Level"), "\(view(application.levelName))"),
            Fact(view("类别", "Kind"), text(application.kindName)), Fact(view("服务领域", "Field"), text(application.fieldName)), Fact(view("区市、功能区", "Area"), text(application.areaName)),
            Fact(view("职业介绍依据", "Ground for placement work"), ground),
            Fact(view("申报单位", "Organisation"), "\(organisation.name)<br><code>\(organisation.creditCode)</code>"), Fact(view("地址", "Address"), "\(organisation.address)"),
            Fact(view("联系人", "Contact"), "\(organisation.contact) \(organisation.phone.text)"),
        ]
    }

    private func reason(_ condition: ConditionView, _ view: View) -> Reasons.Reason {
        let check = condition.check
        let ruledAgainst = condition.rulings.contains { !$0.met }
        let answer: Reasons.Answer = switch check.verdict {
        case .yes: ruledAgainst ? .no : .yes
        case .no: .no
        case .unknown: .unknown
        }
        let rulings = condition.rulings.map { view("\(view($0.officeName))：\($0.met ? "符合" : "不符合")", "\(view($0.officeName)): \($0.met ? "met" : "not met")") }
        let waits = condition.judgedBy.isEmpty ? nil : view("由\(view.list(condition.judgedBy))审核；现为自动对照", "Judged by \(view.list(condition.judgedBy)); so far checked automatically")
        let found = (rulings.isEmpty ? waits : rulings.joined(separator: view("；", "; "))).map { $0 + (condition.changed ? view("（本次提交有修改）", " (changed in this version)") : "") }
        let missing = check.missing.isEmpty ? nil : check.missing.map { view($0.words) }.joined(separator: view("；", "; "))
        return Reasons.Reason(answer, view(check.name), found: found, clause: check.clause, change: missing, href: Paths.here(condition))
    }
}

private extension Paths {
    /// A condition's own part of the page that is shown.
    static func here(_ condition: ConditionView) -> Href { Href(encoded: "").at("condition-\(condition.check.condition)") }
}

/// One condition of the notice with what was answered to it.
struct ConditionSheet: Component {
    let condition: ConditionView

    func html(_ view: View) -> HTML {
        let check = condition.check
        let plain = condition.answers.filter(\.columns.isEmpty)
        let tables = condition.answers.filter { !$0.columns.isEmpty }
        return view(Panel(view(check.name), id: "condition-\(check.condition)", aside: "<span>\(with: check.clause, { "\(view(ClauseChip($0))) " })\(if: condition.changed, "\(view(Tag(view("有修改", "Changed"), .action))) ")\(view(Tag(condition.rulings.contains { !$0.met } ? .no : check.verdict, view)))</span>") {
            """
            <p class="says">\(check.says)</p>\(if: !plain.isEmpty, view(Facts(plain.map { Fact(view($0.name), value($0, view)) })))\(each: tables, { table($0, view) })
            """
        })
    }

    private func value(_ answer: AnswerView, _ view: View) -> HTML {
        guard answer.files.isEmpty else {
            return """
                <ul class="plain">\(each: answer.files, { file in
                    "<li><a href=\"\(Paths.file(file.id))\">\(file.name)</a> <span class=\"size\">\(view.size(file.size))</span></li>"
                })</ul>
                """
        }
        return "\(answer.text.isEmpty ? view("（未填）", "(not given)") : answer.text)"
    }

    private func table(_ answer: AnswerView, _ view: View) -> HTML {
        """
        <h3>\(view(answer.name))</h3>\(view(Table(view(answer.name), columns: answer.columns.enumerated().map { Table.Column(view($1), $0 == 0 ? .main : .text) },
            rows: answer.rows.map { row in row.map { "\($0)" } }, empty: EmptyState(view("没有填写", "Nothing given")))))
        """
    }
}

/// An objection against a case, its evidence and its answer. Who objected is masked by the query.
struct ObjectionPanel: Component {
    let objection: ObjectionView

    func html(_ view: View) -> HTML {
        view(Panel(view("异议内容", "Objection"), id: "objection") {
            """
            <p>\(objection.text)</p>\(view(Facts(facts(view))))
            """
        })
    }

    private func facts(_ view: View) -> [Fact] {
        let about: HTML = objection.about.map { "<a href=\"\(Paths.case($0.id))\">\(objection.aboutStation)</a>" } ?? "\(objection.aboutStation)"
        var facts = [
            Fact(view("所涉申报", "Against"), about), Fact(view("公示", "Notice"), view(Link(view("查看公示", "The notice"), to: Paths.notice(objection.notice)))),
            Fact(view("提出方式", "Came by"), "\(Self.channel(objection.channel, view))"), Fact(view("异议人", "Objector"), "\(objection.name)　\(objection.contact.text)"),
            Fact(view("提出时间", "Received"), view.time(objection.at)),
        ]
        if !objection.files.isEmpty {
            facts.append(Fact(view("证据", "Evidence"), """
                <ul class="plain">\(each: objection.files, { "<li><a href=\"\(Paths.file($0.id))\">\($0.name)</a> <span class=\"size\">\(view.size($0.size))</span></li>" })</ul>
                """))
        }
        if let due = objection.answerDue { facts.append(Fact(view("答复时限", "Answer due"), view(DueClock(due)))) }
        if let upheld = objection.upheld {
            facts.append(Fact(view("结论", "Outcome"), view(upheld ? Tag(view("异议成立", "Upheld"), .good) : Tag(view("异议不成立", "Not upheld"), .idle))))
        }
        if let answer = objection.answer { facts.append(Fact(view("答复", "Answer"), "\(answer)")) }
        return facts
    }

    private static func channel(_ channel: String, _ view: View) -> String {
        switch RaiseObjection.Channel(rawValue: channel) {
        case .web?: view("网上", "the site")
        case .phone?: view("电话", "telephone")
        case .letter?: view("信函", "letter")
        case .visit?: view("来访", "visit")
        case nil: channel
        }
    }
}
