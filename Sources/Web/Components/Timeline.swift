import Domain
import Markup

/// The course of a case: what was done, by whom and why, where it stands, and in words what happens next.
struct Timeline: Component {
    struct Step: Sendable {
        enum State: String, Sendable, CaseIterable {
            case done, current, next
            /// Returned to the applicant for correction 退回补正.
            case returned
            /// Ended here.
            case refused
        }

        let state: State
        let name: String
        let office: String?
        let clause: Clause?
        let due: DueClock?
        let entries: [Entry]

        init(_ state: State, _ name: String, office: String? = nil, clause: Clause? = nil, due: DueClock? = nil, entries: [Entry] = []) {
            self.state = state
            self.name = name
            self.office = office
            self.clause = clause
            self.due = due
            self.entries = entries
        }
    }

    /// Who did what, when and why.
    struct Entry: Sendable {
        let at: Instant
        let who: String
        let what: String
        /// The reason, in the words of whoever gave it.
        let why: String?
        let clause: Clause?
        let links: [Link]

        init(at: Instant, who: String, what: String, why: String? = nil, clause: Clause? = nil, links: [Link] = []) {
            self.at = at
            self.who = who
            self.what = what
            self.why = why
            self.clause = clause
            self.links = links
        }
    }

    let steps: [Step]
    /// What happens next, in words; the first thing under the heading.
    let next: String?

    init(_ steps: [Step], next: String? = nil) {
        self.steps = steps
        self.next = next
    }

    func html(_ view: View) -> HTML {
        """
        \(with: next, { "<p class=\"whats-next\"><strong>\(view("下一步", "What happens next"))</strong><span>\($0)</span></p>" })\
        <ol class="timeline">\(each: steps, { step(view, $0) })</ol>
        """
    }

    private func step(_ view: View, _ step: Step) -> HTML {
        let (glyph, state): (HTML, String) = switch step.state {
        case .done: (Glyph.tick, view("已完成", "Done"))
        case .current: (Glyph.of(.active), view("正在办理", "In progress"))
        case .next: (Glyph.of(.idle), view("尚未开始", "Not started"))
        case .returned: (Glyph.of(.action), view("退回补正", "Returned for correction"))
        case .refused: (Glyph.cross, view("未通过", "Not approved"))
        }
        return """
            <li class="step step-\(step.state.rawValue)"\(if: step.state == .current || step.state == .returned, " aria-current=\"step\"")>\
            <span class="step-mark">\(glyph)</span><div class="step-body"><div class="step-head"><h3>\(step.name)</h3><span class="step-state">\(state)</span></div>\
            \(if: step.office != nil || step.clause != nil, """
            <p class="step-office">\(step.office)\(with: step.clause, { " \(view(ClauseChip($0)))" })</p>
            """)\(with: step.due, { "<p>\(view($0))</p>" })\
            \(if: !step.entries.isEmpty, "<ul class=\"entries\">\(each: step.entries, { entry(view, $0) })</ul>")</div></li>
            """
    }

    private func entry(_ view: View, _ entry: Entry) -> HTML {
        """
        <li><p class="entry-head"><span class="entry-what">\(entry.what)</span> <span class="entry-who">\(entry.who)</span> \(view.time(entry.at))</p>\
        \(if: entry.why != nil || entry.clause != nil, "<p class=\"entry-why\">\(entry.why)\(with: entry.clause, { " \(view(ClauseChip($0)))" })</p>")\
        \(if: !entry.links.isEmpty, "<p class=\"entry-links\">\(each: entry.links, { view($0) })</p>")</li>
        """
    }
}
