import Domain
import Markup
import Services

/// A mandate, for whichever side looks: the one action of this moment first, then papers, steps, messages and what happened.
struct MandatePage: ModelPage {
    /// Which form came back with what is wrong.
    enum Form: Sendable { case signature, confirmation, bank, message, payment, revocation, material(String), paper(String), step(Int) }

    let model: MandateView
    private let form: Form?
    private let filled: Filled

    init(_ model: MandateView) { self.init(model, nil, .nothing) }

    init(_ model: MandateView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    private var summary: MandateSummary { model.summary }
    private var id: ID<Mandate> { summary.id }

    func title(in language: Language) -> String { summary.title(language) }

    func body(_ view: View) -> HTML {
        let isOver = MandateState.ended.contains(summary.state)
        return """
            \(view(PageHeader(view(summary.title), lead: view(summary.next), trail: [Link(view("政策代办", "Help with applications"), to: Paths.mandates())],
                aside: view(Tag(summary.state, isTurn: summary.isTurn, view)), actions: decide(view))))\
            \(notice(view))\(now(view))\
            \(view(Columns(main: """
                \(checklist(view))\(if: model.way == .agency || !model.messages.isEmpty, messages(view))\
                \(view(Panel(view("经过", "What happened"), id: "entries") { view(Timeline(steps(view), next: isOver ? nil : view(summary.next))) }))
                """, side: side(view))))
            """
    }

    private func steps(_ view: View) -> [Timeline.Step] {
        model.entries.map { entry in
            Timeline.Step(.done, view(entry.words), entries: [Timeline.Entry(at: entry.at, who: view(entry.side.words), what: "", why: entry.reason)])
        }
    }

    // MARK: the one action of this moment

    private func notice(_ view: View) -> HTML {
        switch summary.state {
        case .refused: view(Banner(.bad, view("审核未通过", "Refused"), "\(with: model.reason, { "<p>\($0)</p>" })"))
        case .working where model.reason != nil && model.entries.contains { $0.side == .office }: view(Banner(.action, view("部门退回补正", "Returned for correction"), "<p>\(model.reason ?? "")</p>"))
        case .granted where model.side == .talent && model.bank == nil: view(Banner(.action, view("请填写收款账户，以便拨付", "Please give a bank account, so that it can be paid")))
        case .granted: view(Banner(.info, view("审核通过，待拨付 \(money(model.amount, view))", "Granted: \(money(model.amount, view)) to be paid"),
            "\(with: summary.daysWaiting, { "<p>\(view("已等待 \($0) 天", "Waiting for \($0) days"))</p>" })"))
        case .offered, .asked, .signed, .working, .handedIn, .paid, .done, .declined, .revoked, .lapsed: .empty
        }
    }

    private func now(_ view: View) -> HTML {
        """
        \(if: model.maySign, signature(view))\(if: model.mayConfirm, confirmation(view))\
        \(if: model.mayTake, view(Panel(view("接办", "Take it on"), id: "now") {
            "<p>\(summary.agentName.map { view("目前由\($0)经办。", "\($0) has it at present.") } ?? view("接办后您就是经办人，本人会收到通知。", "You will be the agent, and the person is told."))</p>\(view(PostButton(view("由我经办", "I take it on"), to: Paths.mandateAgent(id))))"
        }))\
        \(if: model.mayWork, view(Panel(view("递交部门", "Hand in"), id: "now") {
            handIn(view)
        }))\(if: model.mayPay || model.mayReturnPayment, payment(view))
        """
    }

    private func handIn(_ view: View) -> HTML {
        let open = model.materials.filter { !$0.state.isSettled }
        guard open.isEmpty || model.way == .offer else {
            let names = open.map { view($0.name) }.joined(separator: view("、", ", "))
            return "<p>\(view("还差 \(open.count) 份材料：\(names)。逐项落实后即可递交。", "Still open: \(names). Once each is settled you can hand in."))</p>"
        }
        return "<p>\(view("材料已全部落实；需要补正时会退回到这里。", "Each paper is settled; what is returned comes back here."))</p>\(view(PostButton(view("递交", "Hand in"), to: Paths.mandateHandIn(id))))"
    }

    /// An office decides on the case.
    private func decide(_ view: View) -> HTML {
        guard summary.state == .handedIn, let caseID = model.caseID else { return .empty }
        return view(Button(view("打开案件审核", "Decide on the case"), summary.isTurn ? .primary : .secondary, href: Paths.case(caseID)))
    }

    private func signature(_ view: View) -> HTML {
        var filled = Filled.nothing
        if case .signature? = form { filled = self.filled }
        return view(FormFrame(Paths.mandateSignature(id), in: filled, buttons: [Button(view("签署委托书", "Sign")), Button(view("返回", "Back"), .secondary, href: Paths.mandates())]) {
            view(Panel(view("委托书", "The mandate"), id: "now") {
                """
                <p class="says">\(model.text.map { view($0) } ?? "")</p><input type="hidden" name="text" value="\(model.textDigest ?? "")">\
                \(view(Field("consent", view("我已阅读全文，同意并签署", "I have read it, agree and sign"), .checkbox, in: filled)))
                """
            })
        })
    }

    private func confirmation(_ view: View) -> HTML {
        var filled = Filled.nothing
        if case .confirmation? = form { filled = self.filled }
        return """
            \(view(FormFrame(Paths.mandateConfirmation(id), in: filled, buttons: [Button(view("确认领取", "Confirm"))]) {
                view(Panel(view("免申即享：确认一次即可", "Offered to you: confirm once"), id: "now") {
                    """
                    <p>\(view(model.gives))</p>\(with: model.computed, { "<p>\(view("按已核验的资料可享受", "By what is proven it comes to")) <strong>\(money($0, view))</strong></p>" })\
                    \(if: model.givesMoney, view(Field("bank", view("收款账户", "Bank account"), hint: view("开户行和账号，也可以稍后填写", "Bank and number; it can be given later too"), optional: true, autocomplete: "off", in: filled)))
                    """
                })
            }))\(view(PostButton(view("不需要，不再提示", "No, and do not ask again"), .secondary, to: Paths.mandateRefusal(id))))
            """
    }

    private func payment(_ view: View) -> HTML {
        var filled = Filled.nothing
        if case .payment? = form { filled = self.filled }
        let states: [PaymentState] = model.mayPay ? [.paid, .failed] : [.returned]
        return view(FormFrame(Paths.mandatePayment(id), in: filled, buttons: [Button(view("登记拨付结果", "Record it"))]) {
            view(Panel(view("拨付 \(money(model.amount, view))", "Pay \(money(model.amount, view))"), id: "now") {
                """
                <p>\(view("收款账户", "Bank account"))：\(model.bank ?? view("本人尚未填写", "not given yet"))</p>\
                \(view(Field("state", view("结果", "What became of it"), .radios(states.map { Option($0.rawValue, view($0.words)) }), in: filled)))\
                \(if: model.mayPay, view(Field("paidOn", view("拨付日期", "Paid on"), .date, hint: view("拨付成功时填写", "Where it was paid"), optional: true, in: filled)))\
                \(view(Field("reason", view("原因", "Reason"), hint: view("失败或退回时填写，本人可见", "Where it failed or came back; the talent reads it"), optional: true, in: filled)))
                """
            })
        })
    }

    private func money(_ amount: Fen?, _ view: View) -> String { amount.map { view($0) } ?? view("金额待定", "an amount not set yet") }

    // MARK: papers and steps

    private func checklist(_ view: View) -> HTML {
        guard !(model.materials.isEmpty && model.steps.isEmpty), model.wantsPapers else { return .empty }
        let settled = model.materials.count { $0.state.isSettled }
        return """
            \(if: !model.materials.isEmpty, view(Panel(view("材料", "Papers"), id: "materials", aside: "<span class=\"count\">\(settled)/\(model.materials.count)</span>") { "<ul class=\"todo\">\(each: model.materials, { material($0, view) })</ul>" }))\
            \(if: !model.steps.isEmpty && model.way == .agency, view(Panel(view("办理步骤", "Steps"), id: "steps") { "<ol class=\"todo\">\(each: model.steps, { step($0, view) })</ol>" }))
            """
    }

    private func material(_ material: MaterialView, _ view: View) -> HTML {
        """
        <li id="paper-\(material.id)"><div class="todo-head"><h3>\(view(material.name))</h3>\(view(Tag(material.state, view)))</div>\
        \(with: material.proof, { proof($0, view) })\(with: material.file, { "<p>\(view(Link($0.name, to: Paths.mandatePaper(id, $0.id))))</p>" })\(with: material.reason ?? asked(material), { "<p>\($0)</p>" })\
        \(if: model.mayWork, settle(material, view))\(if: model.mayUpload, upload(material, view))</li>
        """
    }

    /// What the agent wrote when asking for it.
    private func asked(_ material: MaterialView) -> String? {
        material.state == .asked ? model.messages.last { $0.about == material.name && $0.side == .station }?.text : nil
    }

    /// Each look is logged with its reason, and the owner reads it.
    private func proof(_ proof: ShownProof, _ view: View) -> HTML {
        guard model.side != .talent, !proof.isOpen else { return "<p>\(view(proof.kind.words))：\(view(Link(proof.name, to: Paths.proofFile(proof.id))))</p>" }
        return view(FormFrame(Paths.proofLooks(proof.id), small: true, buttons: [Button(view("查看", "Open"), .secondary)]) {
            let why = Filled(["why": [view("政策代办：核对材料", "Papers of a mandate")]])
            return "<p>\(view(proof.kind.words))：\(proof.name)</p>\(view(Field("why", view("查看原因", "Why you look"), width: .middle, prefix: proof.id.rawValue, in: why)))"
        })
    }

    private func settle(_ material: MaterialView, _ view: View) -> HTML {
        var filled = Filled.nothing, isOpen = false
        if case .material(let own)? = form, own == material.id { (filled, isOpen) = (self.filled, true) }
        let fitting = model.wallet.filter { material.kind == nil || $0.kind == material.kind || $0.kind == .other }
        let choices = [MaterialState.proof, .asked, .unneeded].filter { ($0 != .proof || !fitting.isEmpty) && ($0 != .asked || model.side == .station) }
        let frame = view(FormFrame(Paths.mandateMaterials(id), in: filled, small: true, buttons: [Button(view("保存", "Save"), .secondary)]) {
            """
            <input type="hidden" name="material" value="\(material.id)">\
            \(view(Field("state", view("如何落实", "Where it comes from"), .radios(choices.map { Option($0.rawValue, view($0.words)) }), prefix: material.id, in: filled)))\
            \(if: !fitting.isEmpty, view(Field("proof", view("证明夹中的材料", "Document of the wallet"), .select([Option("", view("请选择", "Choose"))] + fitting.map { Option($0.id.rawValue, "\(view($0.kind.words))：\($0.name)") }), optional: true, prefix: material.id, in: filled)))\
            \(view(Field("reason", view("说明", "Note"), hint: view("无需提供时必填；请本人补充时会作为留言", "Wanted where it is not needed; where you ask for it, it is your message"), optional: true, prefix: material.id, in: filled)))
            """
        })
        guard material.state != .open, !isOpen else { return frame }
        return "<details><summary>\(view("更改", "Change"))</summary>\(frame)</details>"
    }

    private func upload(_ material: MaterialView, _ view: View) -> HTML {
        var filled = Filled.nothing
        if case .paper(let own)? = form, own == material.id { filled = self.filled }
        let frame = view(FormFrame(Paths.mandatePapers(id), in: filled, files: true, small: true, buttons: [Button(view("上传", "Upload"), .secondary)]) {
            "<input type=\"hidden\" name=\"material\" value=\"\(material.id)\">\(view(Field("file", view("文件", "File"), .files(.init(several: false)), prefix: "p-" + material.id, in: filled)))"
        })
        return material.state == .asked ? frame : "<details><summary>\(view("本人上传", "Upload it myself"))</summary>\(frame)</details>"
    }

    private func step(_ step: MandateStepView, _ view: View) -> HTML {
        var filled = Filled.nothing
        if case .step(let own)? = form, own == step.n { filled = self.filled }
        let done: HTML = step.doneAt == nil ? view(Tag(view("未完成", "To do"))) : view(Tag(view("已完成", "Done"), .good))
        let undo: HTML = step.doneAt != nil && model.mayTick ? view(PostButton(view("取消完成", "Undo"), .secondary, to: Paths.mandateSteps(id), fields: [("step", String(step.n)), ("undo", "true")])) : .empty
        let tick: HTML = step.doneAt == nil && model.mayTick ? view(FormFrame(Paths.mandateSteps(id), in: filled, small: true, buttons: [Button(view("完成", "Done"), .secondary)]) {
            "<input type=\"hidden\" name=\"step\" value=\"\(step.n)\">\(view(Field("note", view("说明", "Note"), hint: view("本人可见", "The talent reads it"), optional: true, width: .middle, prefix: "s\(step.n)", in: filled)))"
        }) : .empty
        return """
            <li><div class="todo-head"><h3>\(step.n). \(view(step.name))</h3>\(done)</div>\(with: step.note, { "<p>\($0)</p>" })\(with: step.doneAt, { "<p class=\"hint\">\(view.time($0))</p>" })\
            \(if: step.doneAt != nil && model.mayTick, "<details><summary>\(view("更改", "Change"))</summary>\(undo)</details>")\(tick)</li>
            """
    }

    private func messages(_ view: View) -> HTML {
        var filled = Filled.nothing
        if case .message? = form { filled = self.filled }
        return view(Panel(view("留言", "Messages"), id: "messages") {
            """
            \(if: model.messages.isEmpty, "<p class=\"hint\">\(view("还没有留言", "No messages yet"))</p>")<ul class="plain">\(each: model.messages, { message in
                "<li><p class=\"entry-head\"><span class=\"entry-who\">\(view(message.side.words))\(with: message.about, { "，\(view($0))" })</span> \(view.time(message.at))</p><p>\(message.text)</p></li>"
            })</ul>\
            \(if: model.mayWrite, view(FormFrame(Paths.mandateMessages(id), in: filled, small: true, buttons: [Button(view("发送", "Send"), .secondary)]) {
                view(Field("text", view("留言", "Message"), .longText(rows: 2), in: filled))
            }))
            """
        })
    }

    // MARK: beside

    private func side(_ view: View) -> HTML {
        "\(facts(view))\(if: !model.conditions.isEmpty, view(ConditionPanel(conditions: model.conditions)))\(if: !model.payments.isEmpty || model.side == .talent, bank(view))\(if: model.text != nil && !model.maySign, text(view))\(if: model.mayRevoke, revocation(view))"
    }

    private func facts(_ view: View) -> HTML {
        var facts = [Fact(view("政策", "Policy"), "\(view(Link(view(summary.title), to: Paths.policy(summary.policy))))<br><span class=\"hint\">\(model.number)，\(view("第 \(summary.version) 版", "version \(summary.version)"))</span>"), Fact(view("方式", "Way"), "\(view(summary.way.words))")]
        if let who = summary.who { facts.append(Fact(view("本人", "Talent"), "\(who.isEmpty ? view("已注销", "Closed account") : who)")) }
        if let station = summary.stationName { facts.append(Fact(view("驿站", "Station"), "\(station)")) }
        if let agent = summary.agentName { facts.append(Fact(view("经办人", "Agent"), "\(agent)")) }
        if let until = summary.until { facts.append(Fact(summary.way == .agency ? view("委托期至", "Until") : view("确认期限", "Confirm by"), view.time(until))) }
        if let computed = model.computed { facts.append(Fact(view("按政策计算", "By the policy"), "\(money(computed, view))")) }
        if let amount = model.amount { facts.append(Fact(view("核定金额", "Amount granted"), "\(money(amount, view))")) }
        if let caseID = model.caseID { facts.append(Fact(view("案件", "Case"), view(Link(view("查看案件", "See the case"), to: Paths.case(caseID))))) }
        return view(Panel(view("代办事项", "What it is about"), id: "about") { view(Facts(facts)) })
    }

    private func bank(_ view: View) -> HTML {
        var filled = Filled.nothing
        if case .bank? = form { filled = self.filled }
        let mayGive = model.side == .talent && model.givesMoney && !MandateState.ended.contains(summary.state) && summary.state != .offered
        guard mayGive || !model.payments.isEmpty else { return .empty }
        return view(Panel(view("拨付", "Payment"), id: "payment") {
            """
            <ul class="plain">\(each: model.payments, { payment in
                let day = payment.paidOn.map { view.time($0) } ?? view.time(payment.at), why: HTML = payment.reason.map { "\(view("，", ", "))\($0)" } ?? .empty
                return "<li>\(view(payment.state.words)) <strong>\(money(payment.amount, view))</strong><br><span class=\"hint\">\(day)\(why)</span></li>"
            })</ul>\(with: model.bank, { "<p>\(view("收款账户", "Bank account"))：\($0)</p>" })\
            \(if: mayGive, view(FormFrame(Paths.mandateBank(id), in: filled, small: true, buttons: [Button(view("保存", "Save"), .secondary)]) {
                view(Field("bank", view("收款账户", "Bank account"), hint: view("开户行和账号，加密保存，仅拨付部门可见", "Bank and number, kept encrypted; only the office that pays sees it"), autocomplete: "off", in: filled))
            }))
            """
        })
    }

    private func text(_ view: View) -> HTML {
        view(Panel(view("委托书", "The mandate"), id: "text") {
            let version = model.textVersion.map { view("，文本版本 \($0)", ", text \($0)") } ?? ""
            return "<p>\(model.text.map { view($0) } ?? "")</p>\(with: model.signedAt, { "<p class=\"hint\">\(view("签署于", "Signed on")) \(view.time($0))\(version)</p>" })"
        })
    }

    private func revocation(_ view: View) -> HTML {
        var filled = Filled.nothing, isOpen = false
        if case .revocation? = form { (filled, isOpen) = (self.filled, true) }
        return view(Panel(view("其他操作", "Other actions")) {
            """
            <details\(if: isOpen, " open")><summary>\(view("撤销委托", "Revoke the mandate"))</summary>\(view(FormFrame(Paths.mandateRevocation(id), in: filled, small: true, buttons: [Button(view("立即撤销", "Revoke it now"), .danger)]) {
                "<p class=\"hint\">\(view("撤销后驿站立即不能再查看材料；已递交的申请同时撤回。", "The station cannot look at anything from then on; what was handed in is withdrawn."))</p>\(view(Field("reason", view("理由", "Reason"), optional: true, prefix: "r", in: filled)))"
            }))</details>
            """
        })
    }
}

extension MandateView {
    fileprivate var way: MandateWay { summary.way }
}

/// The conditions of a policy, with what is known of the person.
struct ConditionPanel: Component {
    let conditions: [MandateCondition]

    func html(_ view: View) -> HTML {
        view(Panel(view("申请条件", "Conditions"), id: "conditions") {
            view(Reasons(conditions.map { condition in
                let answer: Reasons.Answer = switch condition.verdict {
                case .yes: .yes
                case .no: .no
                case .unknown: .unknown
                }
                return Reasons.Reason(answer, view(condition.words) + view("（\(condition.clause)）", " (\(condition.clause))"), found: condition.found.map { view($0) })
            }))
        })
    }
}
