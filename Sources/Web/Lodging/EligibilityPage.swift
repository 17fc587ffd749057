import Domain
import Markup
import Services

/// "Am I entitled?": one question at a time, as long as one matters; then the answer with its reasons.
struct EligibilityPage: Page {
    let eligibility: EligibilityView
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case eligibility }

    init(_ eligibility: EligibilityView, _ filled: Filled = .nothing) {
        self.eligibility = eligibility
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("我是否符合入住条件", "Am I entitled to lodging?")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: lead(view), trail: [Link(view("特价住宿", "Lodging"), to: Paths.lodgings())])))\
        \(isAsking ? ask(view) : result(view))\(if: !eligibility.entitlement.isEmpty, view(Panel(view("剩余额度", "What is left")) { view(EntitlementLine(eligibility.entitlement)) }))\
        \(reasons(view))\(if: !isAsking && eligibility.verdict != .no && !eligibility.proofs.isEmpty, view(Panel(view("入住前需要的证明", "Proofs before check-in")) {
            "\(view(ProofList(proofs: eligibility.proofs)))\(if: eligibility.isOwn, "<p>\(view(Link(view("到“证明材料”上传", "Add them to my proofs"), to: Paths.proofs())))</p>")"
        }))\(again(view))
        """
    }

    private var isAsking: Bool { eligibility.verdict == .unknown && (!eligibility.questions.isEmpty || eligibility.needsArea) }

    private func lead(_ view: View) -> String {
        eligibility.isOwn ? view("按您“我的资料”判断；新的回答会保存到资料里。", "Judged by your profile; what you answer here is kept there.")
            : view("不用登录，回答只用于本次判断，不会保存。", "No need to sign in. Your answers serve this page alone and are not kept.")
    }

    private func ask(_ view: View) -> HTML {
        let count = eligibility.questions.count
        return view(Panel(count > 0 ? view("最多还有 \(count) 个问题", count == 1 ? "One more question" : "\(count) more questions at most") : view("在哪个区域入住", "Where will you stay")) {
            view(FormFrame(Paths.eligibility(), in: filled, buttons: [Button(view("下一步", "Next"))]) {
                """
                \(kept)\(with: eligibility.questions.first, { "<input type=\"hidden\" name=\"asked\" value=\"\($0.fact)\">" })\(with: eligibility.questions.first, { view(FactQuestion(question: $0, filled: filled)) })\
                \(if: count == 0, view(Field("area", view("打算住在哪个区域的驿站？", "In which area will you stay?"), .radios(eligibility.areas.map { Option($0.id, view($0.name)) }), in: filled)))
                """
            })
        })
    }

    /// What was answered before travels along.
    private var kept: HTML {
        let asked = eligibility.questions.first?.fact
        let pairs = eligibility.isOwn ? [] : eligibility.answers.sorted { $0.key < $1.key }.filter { $0.key != asked }.flatMap { fact, values in values.map { ("answers.\(fact)", $0) } }
        return "\(each: pairs, { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" })\(with: eligibility.area, { "<input type=\"hidden\" name=\"area\" value=\"\($0)\">" })"
    }

    private func result(_ view: View) -> HTML {
        let beds = Button(view("查看床位", "See the beds"), href: Paths.lodgings().with("area", eligibility.area))
        switch eligibility.verdict {
        case .yes:
            let terms = eligibility.terms
            let year = [terms.staysPerYear.map { view("\($0) 次", "\($0) stays") }, terms.nightsPerYear.map { view("\($0) 晚", "\($0) nights") }].compactMap(\.self).joined(separator: view("、", " and "))
            return view(Banner(.good, view("您符合特价住宿条件", "You are entitled"), """
                <p>\(view("每次最多免费住 \(terms.nightsPerStay) 晚", "Up to \(terms.nightsPerStay) nights a stay, free"))\(if: !year.isEmpty, "\(view("，每年最多 \(year)", "; \(year) a year at most"))")\(view("。", "."))\
                \(if: !eligibility.isOwn, "\(view("预订时登录，需要身份证件。", " To book, sign in; an identity document is needed."))")</p>
                """, actions: [beds]))
        case .no:
            let isNear = eligibility.reasons.contains { $0.comes != nil }
            return view(Banner(.bad, view("暂不符合：\(eligibility.summary.zh)", "Not yet: \(eligibility.summary.en)"), """
                <p>\(view("下面列出每项条件、依据和差在哪里。", "Each condition is below, with its clause and what is missing."))\(if: isNear, "\(view("其中有的到期会自然符合。", " Some will be met by themselves in time."))")</p>
                """, actions: [
                    Button(view("查看协议价酒店", "Hotels at an agreed price"), .secondary, href: Paths.lodgings().with("kind", LodgingKind.referral)),
                    eligibility.area == nil || !eligibility.isOwn ? nil : Button(view("换个区域看看", "Try another area"), .secondary, href: Paths.eligibility()),
                ].compactMap(\.self)))
        case .unknown:
            return view(Banner(.action, view(eligibility.summary), "<p>\(view("可以先预订，入住前补齐证明。", "You can book now, and add the proof before you arrive."))</p>", actions: [beds]))
        }
    }

    private func reasons(_ view: View) -> HTML {
        guard eligibility.reasons.contains(where: { $0.verdict != .unknown || $0.found != nil }) || !isAsking else { return .empty }
        return view(Panel(view("逐项条件", "Each condition")) { view(Reasons(eligibility, view)) })
    }

    private func again(_ view: View) -> HTML {
        if eligibility.isOwn { return "<p>\(view(Link(view("修改我的资料", "Change my profile"), to: Paths.me())))</p>" }
        return eligibility.answers.isEmpty ? .empty : "<p>\(view(Link(view("重新回答", "Start again"), to: Paths.eligibility())))</p>"
    }
}

/// Answers to the questions of the rules, with those that were given before.
struct EligibilityForm: Codable, Sendable {
    /// Where somebody means to stay.
    let area: String?
    let answers: [String: [String]]?
    /// The question that a page asked just now: it has to be among the answers.
    let asked: String?
}
