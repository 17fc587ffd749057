import Domain
import Markup
import Services

/// What a case of lodging is about, for the office that decides it: the stay with the proofs to examine, or the appeal.
struct LodgingCasePanel: Component {
    let id: ID<Case>
    let lodging: LodgingCaseView

    func html(_ view: View) -> HTML {
        var facts = [
            Fact(view("客人", "Guest"), "\(lodging.guest)　\(lodging.phone.text)"), Fact(view("住处", "Place"), "\(lodging.lodgingName)<br><span class=\"hint\">\(lodging.stationName)</span>"),
            Fact(view("住宿", "Nights"), "\(view.nights(lodging.first, lodging.end)) \(view(Tag(lodging.state, view)))"),
        ]
        if !lodging.facts.isEmpty { facts.append(Fact(view("待核验", "To be proven"), "\(view.list(lodging.facts))")) }
        return """
            \(with: lodging.appeal, { appeal($0, view) })\(view(Panel(view("住宿", "The stay"), id: "stay") { view(Facts(facts)) }))\(if: !lodging.facts.isEmpty || !lodging.proofs.isEmpty, proofs(view))
            """
    }

    private func appeal(_ appeal: LodgingCaseView.Appeal, _ view: View) -> HTML {
        let what = appeal.kind == .noShow ? view("未到店", "Did not come") : view("临时取消", "Cancelled late")
        return view(Panel(view("申诉内容", "Appeal"), id: "appeal") {
            """
            <p>\(appeal.text)</p>\(view(Facts([
                Fact(view("事由", "About"), "\(what)，\(view.time(appeal.at))"),
                Fact(view("处理", "What followed"), "\(appeal.bannedUntil.map { view("暂停预订至 \(view(($0).adding(-1)))", "No bookings until \(view($0.adding(-1)))") } ?? view("提醒", "A warning"))\(if: appeal.liftedAt != nil, " \(view(Tag(view("已撤销", "Lifted"), .good)))")"),
            ])))<p class="hint">\(view("通过即撤销处理，立即恢复预订；不通过则维持。", "To pass lifts what followed at once; to refuse lets it stand."))</p>
            """
        })
    }

    private func proofs(_ view: View) -> HTML {
        view(Panel(view("证明材料", "Proofs"), id: "proofs", aside: "<span class=\"count\">\(view("共 \(lodging.proofs.count) 份", "\(lodging.proofs.count)"))</span>") {
            guard !lodging.proofs.isEmpty else {
                return view(EmptyState(view("本人还没有提供可查看的材料", "No proof to look at yet"), view("本人上传材料并同意用于这次住宿后，会显示在这里。可等待，或按期限作出意见。", "It appears here once the guest adds one and agrees to its use for this stay.")))
            }
            return "\(each: lodging.proofs, { proof($0, view) })"
        })
    }

    /// Each look is logged with its reason, and the owner reads it.
    private func proof(_ proof: LodgingCaseView.ProofFile, _ view: View) -> HTML {
        let id = "why-\(proof.id.rawValue)"
        return """
            <div class="stack"><h3>\(view(proof.kind.words)) \(if: proof.hasLooked, view(Tag(view("已查看", "Looked at"), .good)))</h3>\
            <p>\(proof.file.name) <span class="size">\(view.size(proof.file.size))</span>\(with: proof.expires, { "，\(view("有效期至", "valid until")) \(view.time($0))" })\(if: !proof.note.isEmpty, "<br>\(proof.note)")</p>\
            <form class="form" method="post" action="\(Paths.proofLooks(proof.id))">\(view.formFields())<div class="field"><label for="\(id)">\(view("查看原因", "Why you look"))</label>\
            <input class="w-middle" type="text" id="\(id)" name="why" value="\(view("核验住宿资格", "Examining the proof for lodging"))"></div><div class="buttons">\(view(Button(view("查看文件", "Open the file"), .secondary)))</div></form></div>
            """
    }
}
