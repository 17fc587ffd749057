import Domain
import Markup
import Services

/// What an office person says of a case: the opinion, or to the one before them yes or once more.
struct DecisionForm: Component {
    let id: ID<Case>
    let task: TaskView
    /// Which entering of a step the person saw: what is meant for it does not fall on the next.
    let visit: Int
    let step: StepKind?
    let objection: Bool
    /// It is about a guest's stay: the guest reads the reason.
    let lodging: Bool
    /// It is about what is said against a job: its employer reads the reason if the job is taken away.
    let jobReport: Bool
    /// It is about what somebody applies for by an agent: both read the reason.
    let mandate: Bool
    let filled: Filled

    func html(_ view: View) -> HTML {
        view(Panel(view("\(view(task.officeName))意见", "Opinion of \(view(task.officeName))"), id: "decision", aside: view(PlaceLine(task: task))) {
            task.mayPropose ? propose(view) : agree(view)
        })
    }

    private var isLast: Bool { task.place == task.line.last }

    private func propose(_ view: View) -> HTML {
        let options = task.choices.map { Option($0.rawValue, view(jobReport ? $0.wordsOfReport : $0.words(at: step, objection: objection)), hint: hint($0, view)) }
        let next = task.line.dropFirst().first.map { view($0.words) }
        let send = next.map { view("提交意见，报\($0)", "Submit to the \($0)") } ?? view("提交意见", "Submit the opinion")
        let forMost = objection ? view("答复内容", "Answer") : view("理由", "Reason")
        let plain = step == .intake ? "材料齐全，符合受理条件，予以受理。" : "符合条件，同意。"
        let whom = objection ? view("异议人会看到", "The objector reads it")
            : jobReport ? view("属实的，用人单位会看到，岗位下架；不属实必须写明理由", "Upheld, the employer reads it and the job is taken away. Wanted if the report is not upheld")
            : mandate ? view("本人和经办人会看到。退回或不通过必须写明；通过时留空则记为“\(plain)”", "The talent and the agent read it. Wanted with every return or refusal; left empty, a pass says that the conditions are met")
            : lodging ? view("本人会看到。不通过必须写明；通过时留空则记为“\(plain)”", "The guest reads it. Wanted with a refusal; left empty, a pass says that the conditions are met")
            : view("申报单位会看到。退回或不通过必须写明；通过时留空则记为“\(plain)”", "The applicant reads it. Wanted with every return or refusal; left empty, a pass says that the conditions are met")
        return view(FormFrame(Paths.decision(id), in: filled, buttons: [Button(send)]) {
            """
            <input type="hidden" name="office" value="\(task.office)"><input type="hidden" name="visit" value="\(visit)"><input type="hidden" name="act" value="propose">\
            \(view(Field("ruling", view("意见", "Ruling"), .radios(options), in: filled)))\
            \(if: !task.conditions.isEmpty, view(Field("conditions", view("不符合的条件", "Conditions not met"), .checkboxes(task.conditions.map { condition in
                Option(condition.id, view(condition.name), hint: condition.clause.map { view("《通知》\($0.text)", "Notice \($0.text)") })
            }), hint: view("退回或不通过时勾选", "Tick with a return or refusal"), optional: true, in: filled)))\
            \(view(Field("reason", forMost, .longText(rows: 5), hint: whom, optional: !objection, in: filled)))
            """
        })
    }

    private func hint(_ ruling: Ruling, _ view: View) -> String? {
        guard !objection, ruling == .return else { return nil }
        return view("计时暂停，补正后回到本环节", "The clock rests; it comes back here when corrected")
    }

    private func agree(_ view: View) -> HTML {
        let words = isLast ? view("同意并签发", "Agree and sign") : view("同意，报下一环节", "Agree and pass on")
        return """
            \(with: task.opinion, { view(Opinion(opinion: $0, step: step, objection: objection)) })\
            \(view(FormFrame(Paths.decision(id), in: filled, buttons: [
                Button(words, name: "act", value: "agree"), Button(view("退回经办", "Send back to the handler"), .secondary, name: "act", value: "send_back"),
            ]) {
                """
                <input type="hidden" name="office" value="\(task.office)"><input type="hidden" name="visit" value="\(visit)">\
                \(view(Field("reason", view("给经办的话", "To the handler"), .longText(rows: 3), hint: view("退回经办时必须写明；只在部门内部可见", "Wanted when you send it back; only for offices"), optional: true, in: filled)))
                """
            }))
            """
    }
}

/// What has been proposed, with its reason and by whom.
struct Opinion: Component {
    let opinion: OpinionView
    let step: StepKind?
    let objection: Bool

    func html(_ view: View) -> HTML {
        """
        <div class="prose"><p>\(view(Tag(view(opinion.ruling.words(at: step, objection: objection)), opinion.ruling.tagKind)))\(with: opinion.clause, { " \(view(ClauseChip($0)))" })</p>\
        <p>\(opinion.reason)</p>\(if: !opinion.conditions.isEmpty, "<p>\(view("不符合：", "Not met: "))\(view.list(opinion.conditions.map(\.name)))</p>")\
        <p class="hint">\(opinion.by.joined(separator: " → "))</p></div>
        """
    }
}

/// The line inside an office 经办 → 复核 → 签发, with whose turn it is.
struct PlaceLine: Component {
    let task: TaskView

    func html(_ view: View) -> HTML {
        """
        <p class="hint">\(each: task.line.enumerated(), { index, place in "\(if: index > 0, " → ")\(name(place, view))" })</p>
        """
    }

    private func name(_ place: Programme.Place, _ view: View) -> HTML {
        place == task.place ? "<strong>\(view(place.words))\(view("（当前）", " (now)"))</strong>" : "\(view(place.words))"
    }
}

/// The parts of all offices at the current step.
struct TaskPanel: Component {
    let id: ID<Case>
    let tasks: [TaskView]
    let step: StepKind?
    let objection: Bool
    /// The office whose form stands on the page.
    let mine: String?
    let filled: Filled

    func html(_ view: View) -> HTML {
        let ruled = tasks.filter(\.isRuled).count
        return view(Panel(view("各部门办理", "Offices"), id: "tasks", aside: "<span class=\"count\">\(view("已办 \(ruled)/\(tasks.count)", "\(ruled) of \(tasks.count) done"))</span>") {
            "<ul class=\"stack\">\(each: tasks.enumerated(), { "<li>\(task($1, index: $0, view))</li>" })</ul>"
        })
    }

    private func task(_ task: TaskView, index: Int, _ view: View) -> HTML {
        let isMine = task.mayPropose || task.mayAgree
        let tag = task.isRuled ? Tag(task.carried ? view("沿用原意见", "Stands from before") : view("已办", "Done"), .good)
            : isMine ? Tag(view("轮到您", "Your turn"), .action) : Tag(view("办理中", "In progress"), .active)
        return """
            <h3>\(view(task.officeName)) \(view(tag))</h3>\(view(PlaceLine(task: task)))\
            \(with: task.assignee, { "<p class=\"hint\">\(view("指定由\($0.name)办理", "Given to \($0.name)"))</p>" })\
            \(if: task.office != mine, "\(with: task.opinion, { view(Opinion(opinion: $0, step: step, objection: objection)) })")\
            \(if: isMine && task.office != mine, "<p class=\"hint\">\(view("上一个意见提交后，这里可以继续办理。", "Comes up for you after the other one."))</p>")\
            \(if: task.mayAssign, assignment(task, index: index, view))
            """
    }

    private func assignment(_ task: TaskView, index: Int, _ view: View) -> HTML {
        // The first has the id that the summary of errors leads to; several offices of one person are rare.
        let field = index == (tasks.firstIndex(where: \.mayAssign) ?? 0) ? "f-assignee" : "f-assignee-\(index)"
        let error = filled.value("office") == task.office ? filled.error("assignee") : nil
        return """
            <details\(if: error != nil, " open")><summary>\(view("改派", "Assign"))</summary><form class="prose" method="post" action="\(Paths.assignment(id))">\(view.formFields())\
            <input type="hidden" name="office" value="\(task.office)"><p class="filter"><label for="\(field)">\(view("由谁办理", "Who does it"))</label>\
            <select id="\(field)" name="assignee"><option value="">\(view("不指定", "Nobody in particular"))</option>\(each: task.colleagues, { person in """
            <option value="\(person.id.rawValue)"\(if: person.id == task.assignee?.id, " selected")>\(person.name)</option>
            """ })</select></p>\(with: error, { "<p class=\"error\">\(view($0))</p>" })<p>\(view(Button(view("改派", "Assign"), .secondary)))</p></form></details>
            """
    }
}
