import Domain
import Markup
import Services

/// The wallet: documents that were uploaded once, for what they may be used, and who looked.
struct ProofsPage: Page {
    let wallet: ProofsView
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case wallet }

    init(_ wallet: ProofsView, _ filled: Filled = .nothing) {
        self.wallet = wallet
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("证明材料", "My proofs")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("材料上传一次，每次使用都由您同意；谁看过、为什么看，都记在这里。",
            "Upload a document once. You agree to each use, and see here who looked and why."), trail: [Link(view("我的", "My page"), to: Paths.me())])))\
        \(if: wallet.proofs.isEmpty, view(EmptyState(view("还没有材料", "No documents yet"), view("上传学位证书、毕业证书等材料，办理住宿和政策时直接使用。", "Upload a certificate, for instance, and use it for lodging and policies."))))\
        \(each: wallet.proofs, { proof($0, view) })\(view(Panel(view("上传材料", "Upload a document"), id: "add") { form(view) }))
        """
    }

    private func proof(_ proof: ProofView, _ view: View) -> HTML {
        let state = proof.isExpired ? view(Tag(view("已过期", "Expired"), .action)) : .empty
        return view(Panel(view(proof.kind.words), id: proof.id.rawValue, aside: state) {
            """
            \(view(Facts([
                Fact(view("文件", "File"), "<a href=\"\(Paths.proofFile(proof.id))\">\(proof.file.name)</a> \(view.size(proof.file.size))"),
                Fact(view("上传时间", "Uploaded"), view.time(proof.addedAt)),
            ] + (proof.expires.map { [Fact(view("有效期至", "Valid until"), view.time($0))] } ?? []) + (proof.note.isEmpty ? [] : [Fact(view("说明", "Note"), "\(proof.note)")]))))\
            <h3>\(view("同意的使用", "Uses that you agreed to"))</h3>\(uses(proof, view))\
            <h3>\(view("查看记录", "Who looked"))</h3>\(looks(proof, view))\
            <div class="buttons">\(view(PostButton(view("删除材料", "Remove"), .danger, to: Paths.proofRemoval(proof.id),
                confirm: view("删除后，正在进行的使用随之结束；已经核验的资料不受影响。确定删除吗？", "All uses of it end; what was checked stays checked. Remove it?"))))</div>
            """
        })
    }

    private func uses(_ proof: ProofView, _ view: View) -> HTML {
        let open = Set(proof.uses.filter { $0.endedAt == nil && $0.purpose == .check }.map(\.subject))
        let offered = wallet.programmes.filter { !open.contains($0.name) }
        return """
            \(if: proof.uses.isEmpty, "<p class=\"hint\">\(view("还没有同意任何使用。", "None yet."))</p>")\
            <ul class="entries">\(each: proof.uses, { use in """
                <li><p class="entry-head"><span class="entry-what">\(view(use.purpose.words))：\(view(use.subject))</span> \(view.time(use.grantedAt)) \
                \(with: use.endedAt, { "<span class=\"hint\">\(view("已结束于", "ended")) \(view.time($0))</span>" })</p>\
                \(if: use.endedAt == nil, view(PostButton(view("结束使用", "End"), .secondary, to: Paths.proofUseEnd(proof.id), fields: [(name: "use", value: use.id)])))</li>
                """ })</ul>\
            \(each: proof.isExpired ? [] : offered, { programme in view(PostButton(view("同意“\(programme.name.zh)”受理部门核验资料时查看", "Let the offices of “\(programme.name.en)” check my profile by it"), .secondary,
                to: Paths.proofUses(proof.id), fields: [(name: "purpose", value: Proof.Purpose.check.rawValue), (name: "subject", value: programme.id), (name: "consent", value: "true")])) })
            """
    }

    private func looks(_ proof: ProofView, _ view: View) -> HTML {
        guard !proof.looks.isEmpty else { return "<p class=\"hint\">\(view("还没有人查看过。", "Nobody yet."))</p>" }
        return """
            <ul class="entries">\(each: proof.looks, { look in """
                <li><p class="entry-head"><span class="entry-who">\(view(look.office)) \(look.name)</span> \(view.time(look.at))</p><p>\(look.why)</p></li>
                """ })</ul>
            """
    }

    private func form(_ view: View) -> HTML {
        view(FormFrame(Paths.proofs(), in: filled, files: true, small: true, buttons: [Button(view("上传", "Upload"))]) {
            """
            \(view(Field("kind", view("材料类型", "Kind"), .select(Proof.Kind.allCases.map { Option($0.rawValue, view($0.words)) }), width: .middle, in: filled)))\
            \(view(Field("file", view("文件", "File"), .files(Field.Files(several: false)), in: filled)))\
            \(view(Field("expires", view("有效期至", "Valid until"), .date, optional: true, in: filled)))\
            \(view(Field("note", view("说明", "Note"), hint: view("例：证书编号，便于自己辨认", "For yourself, a certificate’s number for instance"), optional: true, in: filled)))
            """
        })
    }
}

/// What adding a proof sends.
struct ProofForm: Codable, Sendable {
    let kind: Proof.Kind
    let file: Upload
    let note: String?
    let expires: Day?
}

extension Rooms {
    func addProofRoutes(to site: inout Site) {
        site.get(Paths.proofs, access: .signedIn, page: ProofsPage.self, summary: Words("证明材料", "One's proofs")) { ask in ProofsPage(try await house.proofs(for: ask.actor)) }
        site.post(Paths.proofs, access: .signedIn, input: ProofForm.self, receipt: ReceiptPage.self, summary: Words("上传材料", "Add a proof"),
            form: { ask, filled in ProofsPage(try await house.proofs(for: ask.actor), filled) }
        ) { ask, input in
            let verb = AddProof(kind: input.kind, note: input.note ?? "", expires: input.expires, name: input.file.name, bytes: input.file.bytes)
            return .created(Paths.proofs(), ReceiptPage(try await verb(house, by: ask.actor, once: ask.once)))
        }
        site.download(Paths.proofFile, access: .signedIn, type: "application/pdf, image/jpeg, image/png", summary: Words("材料文件", "A proof's file")) { ask, id in
            let (file, bytes) = try await house.proofFile(id, for: ask.actor)
            return Attachment(name: file.name, type: file.type, content: .bytes(bytes))
        }
        site.post(Paths.proofLooks, access: .signedIn, input: LookAtProof.self, receipt: ReceiptPage.self, summary: Words("说明原因并查看材料", "Say why, and look at a proof")) { ask, input, id in
            .seeOther(Paths.proofFile(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.proofRemoval, access: .signedIn, input: RemoveProof.self, receipt: ReceiptPage.self, summary: Words("删除材料", "Remove a proof")) { ask, input, id in
            .seeOther(Paths.proofs(), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.proofUses, access: .signedIn, input: AllowProof.self, receipt: ReceiptPage.self, summary: Words("同意一次使用", "Let a proof be used for one thing")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(input.purpose == .stay ? Paths.of(receipt) : Paths.proofs().at(id.rawValue), ReceiptPage(receipt))
        }
        site.post(Paths.proofUseEnd, access: .signedIn, input: EndProofUse.self, receipt: ReceiptPage.self, summary: Words("结束一次使用", "End a use of a proof")) { ask, input, id in
            .seeOther(Paths.proofs().at(id.rawValue), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        addProofCheckRoutes(to: &site)
    }
}
