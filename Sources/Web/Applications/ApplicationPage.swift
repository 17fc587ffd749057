import Domain
import Markup
import Services

/// An application as its applicant fills it in: who and where, then the notice's conditions one by one, with a pre-check beside them.
struct ApplicationPage: Page {
    let draft: DraftView
    /// The group that is open; nil for the first that is not complete.
    private(set) var group: String?
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case draft }

    init(_ draft: DraftView, group: String?) {
        self.draft = draft
        self.group = group
        filled = Filled(Self.values(draft))
    }

    /// The way back: with what was sent, or with the draft where only the declaration was.
    init(_ draft: DraftView, sent: Filled) {
        self.draft = draft
        let wasWhole = sent.values.keys.contains { $0 == "name" || $0.hasPrefix("answers.") }
        let values = wasWhole ? sent.values : Self.values(draft).merging(sent.values) { _, sent in sent }
        let files = Set(draft.conditions.flatMap(\.questions).filter { $0.kind == .files }.map(\.path))
        filled = Filled(values, errors: sent.errors.map { error in
            let path = error.field.hasPrefix("answers.") ? String(error.field.dropFirst(8)) : ""
            return files.contains(path) ? .init("files." + path, error.words) : error
        })
    }

    /// The page with a group open; `at` is a group or a question of it.
    static func address(_ id: ID<Case>, at: String?) -> Href {
        guard let at, let group = at.split(separator: ".").first.map(String.init) else { return Paths.application(id) }
        return Paths.application(id).with("group", group).at(at.contains(".") ? "f-files." + at : "g-" + group)
    }

    func title(in language: Language) -> String { Words("填写申报：\(draft.organisation.name)", "Application of \(draft.organisation.name)")(language) }

    func body(_ view: View) -> HTML {
        let groups = groups(view)
        return """
            \(view(PageHeader(title(in: view.language), lead: lead(view), trail: [Link(view("我的申报", "My applications"), to: Paths.applications())],
                aside: view(Tag(draft.summary.state, view)))))\
            \(if: !draft.remarks.isEmpty, view(Banner(.action, view("请按以下意见修改后重新提交", "Please correct the following and hand in again"), remarks(view))))\
            <div class="columns columns-early"><div class="columns-main">\(contents(groups, view))</div><aside class="columns-side">\(precheck(groups, view))</aside>\
            <div class="columns-main">\(form(groups, view))\(facts(view))\(withdrawal(view))</div></div>
            """
    }

    private func lead(_ view: View) -> String {
        let round = draft.round.map { view("\($0.name.zh)，\(view.formal($0.closes))截止。", "\($0.name.en), closes on \(view.formal($0.closes)). ") } ?? ""
        return round + view("内容自动保存，可随时离开，下次接着填写。", "What you type is saved as you go; you can leave and come back.")
    }

    /// What the offices said when they gave it back.
    private func remarks(_ view: View) -> HTML {
        """
        <ul class="entries">\(each: draft.remarks, { remark in """
            <li><p class="entry-head"><span class="entry-what">\(view(remark.words))</span> <span class="entry-who">\(remark.who)</span> \(view.time(remark.at))</p>\
            \(if: remark.reason != nil || remark.clause != nil, "<p class=\"entry-why\">\(remark.reason)\(with: remark.clause, { " \(view(ClauseChip($0)))" })</p>")\
            \(if: !remark.conditions.isEmpty, unmet(remark, view))</li>
            """ })</ul>
        """
    }

    /// The conditions that an office found not met, each leading to its part of the form.
    private func unmet(_ remark: TimelineEntry, _ view: View) -> HTML {
        """
        <p class="entry-why">\(view("不符合的条件：", "Conditions not met: "))\(each: remark.conditions, { condition in """
            <a href="\(Paths.application(draft.summary.id).with("group", condition.id).at("g-" + condition.id))">\(view(condition.name))</a> \
            \(with: condition.clause, { "\(view(ClauseChip($0)))" })
            """ })</p>
        """
    }

    // MARK: groups

    /// A part of the form, its state and where it begins.
    struct Group {
        let id: String
        let title: String
        let clause: Clause?
        let verdict: Verdict
        let says: String?
        let judgedBy: [Words]
        let missing: [Refusal.Field]
        let content: HTML
    }

    private func groups(_ view: View) -> [Group] {
        let profile = Group(
            id: "profile", title: view("基本情况", "Basics"), clause: Clause("二(二)1"), verdict: draft.basics.isEmpty ? .yes : draft.name.isEmpty && draft.kind.isEmpty ? .unknown : .no,
            says: nil, judgedBy: [], missing: draft.basics, content: view(ProfileFields(draft: draft, filled: filled)))
        return [profile] + draft.conditions.map { condition in
            Group(
                id: condition.id, title: view(condition.name), clause: condition.clause, verdict: condition.check.verdict, says: condition.says, judgedBy: condition.judgedBy,
                missing: condition.check.missing.map { .init(field($0.field), $0.words) },
                content: view(condition.questions.map { QuestionField(question: $0, filled: filled) }))
        }
    }

    /// The field of the form for a path of the check: files stand under a name of their own.
    private func field(_ path: String) -> String {
        draft.conditions.contains { $0.questions.contains { $0.path == path && $0.kind == .files } } ? "files." + path : "answers." + path
    }

    private func state(_ group: Group, _ view: View) -> Tag {
        switch group.verdict {
        case .yes: Tag(view("已填好", "Complete"), .good)
        case .no: Tag(view("还差 \(group.missing.count) 处", "\(group.missing.count) to go"), .action)
        case .unknown: Tag(view("未填写", "Not begun"), .idle)
        }
    }

    private func hasError(_ group: Group) -> Bool {
        group.id == "profile"
            ? filled.errors.contains { ProfileFields.names.contains($0.field) }
            : filled.errors.contains { $0.field.hasPrefix("answers.\(group.id).") || $0.field.hasPrefix("files.\(group.id).") }
    }

    // MARK: the page's parts

    private func contents(_ groups: [Group], _ view: View) -> HTML {
        let conditions = conditions(groups)
        let done = conditions.count { $0.verdict == .yes }
        return view(Panel(view("填写进度：\(conditions.count) 项条件已填好 \(done) 项", "Progress: \(done) of \(conditions.count) conditions complete"), id: "progress") {
            """
            <ol class="progress-list">\(each: groups, { group in """
                <li><a href="\(Paths.application(draft.summary.id).with("group", group.id).at("g-" + group.id))">\(group.title)</a> \(view(state(group, view)))</li>
                """ })</ol>
            """
        })
    }

    /// The notice's conditions: all but the basics, which come first.
    private func conditions(_ groups: [Group]) -> ArraySlice<Group> { groups.dropFirst() }

    private func form(_ groups: [Group], _ view: View) -> HTML {
        let id = draft.summary.id
        let open = group ?? groups.first { $0.verdict != .yes }?.id
        return view(FormFrame(Paths.application(id), in: filled, autosave: Paths.application(id), files: true, buttons: [
            Button(draft.summary.state == .correction ? view("重新提交", "Hand in again") : view("提交申报", "Submit application"), action: Paths.handingIn(id),
                confirm: view("提交后由受理部门办理，退回补正前不能修改。确定提交吗？", "After this the offices work on it, and it cannot be changed unless it is returned. Submit it?")),
            Button(view("保存草稿", "Save draft"), .secondary),
        ]) {
            """
            \(each: groups.enumerated(), { index, group in sheet(group, next: groups.indices.contains(index + 1) ? groups[index + 1] : nil,
                isOpen: group.id == open || hasError(group), view) })\
            \(view(Panel(view("提交", "Submit")) {
                view(Field("declared", view("我单位承诺所填内容和所附材料真实、有效", "We declare that all answers and files are true and valid"), .checkbox, in: filled))
            }))
            """
        })
    }

    /// One group, closed to its heading unless it is the one that is worked on.
    private func sheet(_ group: Group, next: Group?, isOpen: Bool, _ view: View) -> HTML {
        """
        <details class="panel field-group" id="g-\(group.id)"\(if: isOpen, " open")><summary class="panel-head"><h2>\(group.title)</h2> \
        \(with: group.clause, { "\(view(ClauseChip($0))) " })\(view(state(group, view)))</summary>\
        \(with: group.says, { "<p class=\"says\">\($0)</p>" })\
        \(if: !group.judgedBy.isEmpty, "<p class=\"hint\">\(view("审核部门：", "Judged by: "))\(group.judgedBy.map { view($0) }.joined(separator: view("、", ", ")))</p>")\
        \(group.content)\(with: next, { "<p>\(view(Button(view("保存，继续填写“\($0.title)”", "Save and go on to “\($0.title)”"), .secondary, name: "at", value: $0.id)))</p>" })</details>
        """
    }

    private func precheck(_ groups: [Group], _ view: View) -> HTML {
        view(Panel(view("自动预审", "Pre-check"), id: "precheck") {
            """
            <p class="hint">\(view("按《通知》条件核对已保存的内容，只作提示；结论由审核部门作出。", "What is saved is held against the notice’s conditions. It is a hint; the offices decide."))</p>\
            \(view(Reasons(conditions(groups).map { reason($0, view) })))
            """
        })
    }

    private func reason(_ group: Group, _ view: View) -> Reasons.Reason {
        let answer: Reasons.Answer = switch group.verdict {
        case .yes: .yes
        case .no: .no
        case .unknown: .unknown
        }
        let id = draft.summary.id
        guard let first = group.missing.first, group.verdict == .no else {
            return .init(answer, group.title, found: group.verdict == .unknown ? view("尚未填写", "Not answered yet") : nil, clause: group.clause,
                change: group.verdict == .unknown ? view("开始填写", "Begin") : nil, href: Self.address(id, at: group.id))
        }
        let more = group.missing.count - 1
        return .init(
            answer, group.title, found: more > 0 ? view("另有 \(more) 处", "\(more) more") : nil, clause: group.clause, change: view(first.words),
            href: Paths.application(id).with("group", group.id).at("f-" + first.field))
    }

    private func facts(_ view: View) -> HTML {
        view(Panel(view("本次申报", "This application")) {
            view(Facts([
                Fact(view("申报单位", "Applicant"), "\(draft.organisation.name)"), Fact(view("编号", "Number"), "\(draft.summary.number)"),
                Fact(view("认定层级", "Level"), "\(view(draft.levelName))"), Fact(view("上次保存", "Last saved"), view.time(draft.savedAt)),
            ]))
        })
    }

    private func withdrawal(_ view: View) -> HTML {
        """
        <details class="panel"><summary>\(view("不再申报？撤回申报", "No longer applying? Withdraw"))</summary>\
        \(view(FormFrame(Paths.withdrawal(draft.summary.id), buttons: [Button(view("撤回申报", "Withdraw application"), .danger,
            confirm: view("撤回后本次申报即告结束。确定撤回吗？", "This ends the application. Withdraw it?"))]) {
            view(Field("reason", view("撤回原因", "Reason"), .longText(rows: 3), optional: true))
        }))</details>
        """
    }

    /// The draft as its form shows it.
    private static func values(_ draft: DraftView) -> [String: [String]] {
        var values = [
            "name": [draft.name], "kind": [draft.kind], "field": [draft.field], "area": [draft.area], "ground": [draft.ground],
            "groundDetail": [draft.groundDetail], "groundUntil": [draft.groundUntil],
        ]
        for question in draft.conditions.flatMap(\.questions) {
            let name = "answers." + question.path
            values[name] = question.kind == .yesNo ? question.values.map(QuestionField.yesOrNo) : question.values
            for (index, row) in question.rows.enumerated() {
                for column in question.columns {
                    let text = row[column.id] ?? ""
                    values["\(name).\(index).\(column.id)"] = [column.kind == .yesNo ? QuestionField.yesOrNo(text) : text]
                }
            }
        }
        return values
    }
}
