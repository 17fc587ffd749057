import Domain
import Markup
import Services

/// Proofs that talents let the actor's offices check.
struct ProofChecksPage: Page {
    let checks: ProofChecksView

    func title(in language: Language) -> String { Words("资料核验", "Proofs to check")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("人才同意后，可查看其材料并核验其自述的资料；每次查看本人都能看到。", "Documents that people let your office see, to check what they state. They see each look."))))\
        \(view(Table(title(in: view.language), columns: [.main(view("材料", "Document")), Table.Column(view("本人", "Person")), Table.Column(view("同意时间", "Agreed")), Table.Column(view("状态", "State"))],
            rows: checks.checks.map { check in
                [view(Link(view(check.kind.words), to: Paths.proofCheck(check.proof))), "\(check.name)", view.time(check.grantedAt),
                 view(check.acceptedAt == nil ? Tag(view("待核验", "To check"), .action) : Tag(view("已核验", "Checked"), .good))]
            }, empty: EmptyState(view("没有待核验的材料", "Nothing to check"), view("人才同意核验后，材料会出现在这里。", "Documents appear here when people agree.")))))\
        \(view(Pager(previous: nil, next: checks.next.map { Paths.proofChecks().with("after", $0) })))
        """
    }
}

/// One proof beside what it may prove.
struct ProofCheckPage: Page {
    let check: ProofCheckView
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case check }

    init(_ check: ProofCheckView, _ filled: Filled = .nothing) {
        self.check = check
        self.filled = filled
    }

    func title(in language: Language) -> String { check.summary.kind.words(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), trail: [Link(view("资料核验", "Proofs to check"), to: Paths.proofChecks())])))\
        \(view(Panel(view("材料", "Document")) {
            """
            \(view(Facts([
                Fact(view("姓名", "Name"), "\(check.summary.name)"), Fact(view("手机号", "Mobile number"), "\(check.phone.text)"),
                Fact(view("文件", "File"), "\(check.file.name) \(view.size(check.file.size))"),
            ] + (check.summary.expires.map { [Fact(view("有效期至", "Valid until"), view.time($0))] } ?? []) + (check.note.isEmpty ? [] : [Fact(view("说明", "Note"), "\(check.note)")]))))\
            \(view(FormFrame(Paths.proofLooks(check.summary.proof), in: .nothing, small: true, buttons: [Button(view("查看文件", "Open the file"), .secondary)]) {
                view(Field("why", view("查看原因", "Why you look"), hint: view("本人会看到您的姓名、时间和原因，例：核验学位", "They see your name, the time and the reason, such as: checking the degree"), width: .middle))
            }))
            """
        }))\(view(Panel(view("可由此材料核验的内容", "What it may prove"), id: "facts") { facts(view) }))
        """
    }

    private func facts(_ view: View) -> HTML {
        guard !check.facts.isEmpty else { return "<p class=\"hint\">\(view("本人没有填写这类材料能够证明的内容。", "Nothing is stated that it could prove."))</p>" }
        return """
            \(if: !check.hasLooked, "<p class=\"hint\">\(view("请先查看文件，再逐项核验。", "Open the file first, then accept what it shows."))</p>")\
            \(each: check.facts, { fact in """
                <div class="stack"><h3>\(view(fact.name))：\(view(fact.words)) \(view(Tag(fact.state, view)))</h3>\(if: fact.state != .proven && check.hasLooked, view(FormFrame(Paths.proofCheck(check.summary.proof),
                    in: filled.value("fact") == fact.id ? filled : .nothing, small: true, buttons: [Button(view("核验通过", "Accept"), .secondary)]) {
                    """
                    <input type="hidden" name="fact" value="\(fact.id)"><input type="hidden" name="statedAt" value="\(fact.statedAt.description)">\
                    <p class="field"><label for="until-\(fact.id)">\(view("有效期至（选填）", "Valid until (optional)"))</label><input class="w-middle" type="date" id="until-\(fact.id)" name="until"></p>
                    """
                }))</div>
                """ })
            """
    }
}

/// What accepting sends.
struct AcceptanceForm: Codable, Sendable {
    let fact: String
    let statedAt: Instant
    let until: Day?
}

extension Rooms {
    func addProofCheckRoutes(to site: inout Site) {
        let after = QueryField("after", Words("上一页最后一条", "The last one of the page before"), ID<Proof>.self)
        site.get(Paths.proofChecks, access: .power(.intake), page: ProofChecksPage.self, query: [after], summary: Words("资料核验", "Proofs to check")) { ask in
            ProofChecksPage(checks: try await house.proofChecks(for: ask.actor, after: try ask.query.value("after")))
        }
        site.get(Paths.proofCheck, access: .power(.intake), page: ProofCheckPage.self, summary: Words("核验一份材料", "A proof to check")) { ask, id in
            ProofCheckPage(try await house.proofCheck(id, for: ask.actor))
        }
        site.post(Paths.proofCheck, access: .power(.intake), input: AcceptanceForm.self, receipt: ReceiptPage.self, summary: Words("核验通过", "Accept what a proof shows"),
            form: { ask, filled, id in ProofCheckPage(try await house.proofCheck(id, for: ask.actor), filled) }
        ) { ask, input, id in
            let verb = AcceptProof(proof: id, fact: input.fact, statedAt: input.statedAt, until: input.until)
            return .seeOther(Paths.proofCheck(id).at("facts"), ReceiptPage(try await verb(house, by: ask.actor, once: ask.once)))
        }
    }
}
