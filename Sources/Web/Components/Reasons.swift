import Domain
import Markup

/// Why: each condition with yes, no or not known yet, its clause, and what would change it.
struct Reasons: Component {
    enum Answer: String, Sendable, CaseIterable { case yes, no, unknown }

    struct Reason: Sendable {
        let answer: Answer
        let condition: String
        /// What was found: `已填 2 人，至少 3 人`.
        let found: String?
        let clause: Clause?
        /// What would change a no, or what has to be asked: `再添加 1 名工作人员`.
        let change: String?
        /// Where it can be changed.
        let href: Href?

        init(_ answer: Answer, _ condition: String, found: String? = nil, clause: Clause? = nil, change: String? = nil, href: Href? = nil) {
            self.answer = answer
            self.condition = condition
            self.found = found
            self.clause = clause
            self.change = change
            self.href = href
        }
    }

    let reasons: [Reason]

    init(_ reasons: [Reason]) { self.reasons = reasons }

    func html(_ view: View) -> HTML {
        func count(_ answer: Answer) -> Int { reasons.filter { $0.answer == answer }.count }
        let no = count(.no)
        let unknown = count(.unknown)
        return """
            <div class="reasons"><p class="reasons-sum">\(view("共 \(reasons.count) 项条件，符合 \(count(.yes)) 项", "\(count(.yes)) of \(reasons.count) conditions met"))\
            \(if: no > 0, "<strong>\(view("，不符合 \(no) 项", ", \(no) not met"))</strong>")\
            \(if: unknown > 0, "\(view("，待确认 \(unknown) 项", ", \(unknown) not known yet"))")</p><ul>\(each: reasons, { reason(view, $0) })</ul></div>
            """
    }

    private func reason(_ view: View, _ reason: Reason) -> HTML {
        let (glyph, words): (HTML, String) = switch reason.answer {
        case .yes: (Glyph.tick, view("符合", "Met"))
        case .no: (Glyph.cross, view("不符合", "Not met"))
        case .unknown: (Glyph.question, view("待确认", "Not known yet"))
        }
        return """
            <li class="reason reason-\(reason.answer.rawValue)"><span class="reason-answer">\(glyph)\(words)</span><div class="reason-body">\
            <p class="reason-condition">\(reason.condition)\(with: reason.clause, { " \(view(ClauseChip($0)))" })</p>\
            \(with: reason.found, { "<p class=\"reason-found\">\($0)</p>" })\(with: reason.change, { change in """
            <p class="reason-change">\(reason.href.map { view(Link(change, to: $0)) } ?? "\(change)")</p>
            """ })</div></li>
            """
    }
}
