import Domain
import Markup
import Services

/// What a case about a mandate decides on, for the office: the policy, its conditions with what was found, and the papers.
struct MandateCasePanel: Component {
    let about: MandateCaseView
    let filled: Filled

    init(_ about: MandateCaseView, _ filled: Filled = .nothing) {
        self.about = about
        self.filled = filled
    }

    private var mandate: MandateView { about.mandate }

    func html(_ view: View) -> HTML {
        """
        \(view(Panel(view("代办事项", "What is applied for"), id: "mandate", aside: view(Tag(view(mandate.summary.way.words), mandate.summary.way == .offer ? .good : .active))) { view(Facts(facts(view))) }))\
        \(view(ConditionPanel(conditions: mandate.conditions)))\(if: !mandate.materials.isEmpty && mandate.wantsPapers, materials(view))\(if: about.maySetAmount, amount(view))
        """
    }

    private func facts(_ view: View) -> [Fact] {
        let summary = mandate.summary
        var facts = [
            Fact(view("政策", "Policy"), "\(view(Link(view(summary.title), to: Paths.policy(summary.policy))))<br><span class=\"hint\">\(about.sourceTitle)（\(mandate.number)）\(about.sourceClause)，\(view("第 \(summary.version) 版", "version \(summary.version)"))</span>"),
            Fact(view("本人", "Talent"), "\(summary.who ?? "—")"), Fact(view("代办驿站", "Station"), "\(summary.stationName ?? view("免申即享，本人确认", "offered, and confirmed by the talent"))"),
        ]
        if let computed = mandate.computed { facts.append(Fact(view("按政策计算", "By the policy"), "\(view(computed))")) }
        if let amount = mandate.amount { facts.append(Fact(view("核定金额", "Amount"), "\(view(amount))")) }
        if mandate.summary.way == .offer { facts.append(Fact(view("依据", "Rests on"), "\(view("已核验的资料，无需另交材料", "Proven facts; no papers are wanted"))")) }
        if !about.excludes.isEmpty { facts.append(Fact(view("不能同时享受", "Not together with"), "\(about.excludes.map { view($0) }.joined(separator: view("、", ", ")))")) }
        facts.append(Fact(view("代办记录", "Record"), view(Link(view("查看", "Open"), to: Paths.mandate(summary.id)))))
        return facts
    }

    private func materials(_ view: View) -> HTML {
        view(Panel(view("材料", "Papers"), id: "materials") {
            "<ul class=\"todo\">\(each: mandate.materials, { material in """
                <li><div class="todo-head"><h3>\(view(material.name))</h3>\(view(Tag(material.state, view)))</div>\
                \(with: material.file, { "<p>\(view(Link($0.name, to: Paths.mandatePaper(mandate.summary.id, $0.id))))</p>" })\(with: material.reason, { "<p>\($0)</p>" })\(with: material.proof, { proof($0, view) })</li>
                """ })</ul>"
        })
    }

    /// Each look is logged with its reason, and the owner reads it.
    private func proof(_ proof: ShownProof, _ view: View) -> HTML {
        guard !proof.isOpen else { return "<p>\(view(Link(proof.name, to: Paths.proofFile(proof.id))))</p>" }
        return view(FormFrame(Paths.proofLooks(proof.id), small: true, buttons: [Button(view("查看文件", "Open the file"), .secondary)]) {
            "<p>\(view(proof.kind.words))：\(proof.name)</p>\(view(Field("why", view("查看原因", "Why you look"), width: .middle, prefix: proof.id.rawValue, in: Filled(["why": [view("审核政策申请", "Deciding about a policy")]]))))"
        })
    }

    private func amount(_ view: View) -> HTML {
        view(Panel(view("核定金额", "Amount"), id: "amount") {
            view(FormFrame(Paths.mandateAmount(mandate.summary.id), in: filled, small: true, buttons: [Button(view("核定金额", "Set the amount"), .secondary)]) {
                """
                <p class="hint">\(mandate.computed.map { view("不填写即按政策计算的 \(view($0)) 发放，可以核减。", "Left as it is, \(view($0)) are granted; it can be less.") } ?? view("按资料无法算出金额，通过前须核定。", "It cannot be computed from the profile; set it before you pass."))</p>\
                \(view(Field("amount", view("金额", "Amount"), .money, in: filled)))
                """
            })
        })
    }
}
