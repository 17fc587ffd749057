import Domain
import Markup

/// A state in a word, with a shape as well as a colour: `Tag("公示中", .active)`.
struct Tag: Component {
    enum Kind: String, Sendable, CaseIterable {
        /// Not begun, not concerned.
        case idle
        /// Under way, with somebody else.
        case active
        /// Waits for the person who looks.
        case action
        /// Ended well.
        case good
        /// Ended badly, or stopped.
        case bad
    }

    let text: String
    let kind: Kind

    init(_ text: String, _ kind: Kind = .idle) {
        self.text = text
        self.kind = kind
    }

    /// The state of a case, as applicant and offices call it.
    init(_ state: CaseState, _ view: View) {
        switch state {
        case .draft: self.init(view("草稿", "Draft"), .idle)
        case .open: self.init(view("办理中", "In progress"), .active)
        case .correction: self.init(view("待补正", "Needs correction"), .action)
        case .done: self.init(view("已办结", "Completed"), .good)
        case .refused: self.init(view("未通过", "Not approved"), .bad)
        case .withdrawn: self.init(view("已撤回", "Withdrawn"), .idle)
        }
    }

    func html(_ view: View) -> HTML { "<span class=\"tag tag-\(kind.rawValue)\">\(Glyph.of(kind))\(text)</span>" }
}

/// The clause that something rests on: `ClauseChip(Clause("二(一)4"))`. Leads to the notice's text where an address is given.
struct ClauseChip: Component {
    let clause: Clause
    let href: Href?

    init(_ clause: Clause, href: Href? = nil) {
        self.clause = clause
        self.href = href
    }

    func html(_ view: View) -> HTML {
        let words = view("《通知》\(clause.text)", "Notice \(clause.text)")
        guard let href else { return "<span class=\"clause\">\(words)</span>" }
        return "<a class=\"clause\" href=\"\(href)\">\(words)</a>"
    }
}

/// When something falls due, in working days. The count is the calendar's, so it is given, not computed here.
struct DueClock: Component {
    enum State: Sendable, Hashable {
        /// So many working days are left; 0 is today, less than 0 is overdue.
        case running(workdaysLeft: Int)
        /// The clock rests, for the reason given: `退回补正期间不计时`.
        case resting(String)
        /// Was met, or no longer matters.
        case stopped
    }

    let due: Day?
    let state: State
    /// The date reaches into a year whose official calendar is not out yet.
    let provisional: Bool

    init(due: Day?, _ state: State, provisional: Bool = false) {
        self.due = due
        self.state = state
        self.provisional = provisional
    }

    func html(_ view: View) -> HTML {
        let kind: Tag.Kind
        let words: String
        switch state {
        case .running(let left) where left < 0:
            kind = .bad
            words = view("已超期 \(left.magnitude) 个工作日", "\(left.magnitude) working days overdue")
        case .running(0):
            kind = .action
            words = view("今天到期", "Due today")
        case .running(let left):
            kind = left == 1 ? .action : .active
            words = view("还有 \(left) 个工作日", left == 1 ? "1 working day left" : "\(left) working days left")
        case .resting(let reason):
            kind = .idle
            words = reason
        case .stopped:
            kind = .idle
            words = view("计时已结束", "Clock stopped")
        }
        return """
            <span class="due due-\(kind.rawValue)"><span class="due-left">\(Glyph.clock)\(words)</span>\(with: due, { day in
                "<span class=\"due-day\">\(view("截止", "due")) \(view.time(day))</span>"
            })\(if: provisional, """
            <span class="due-provisional">\(view("暂定：该年度放假安排公布后重新计算", "Provisional until that year’s calendar is published"))</span>
            """)</span>
            """
    }
}

/// Small shapes drawn beside words, so that nothing is told by colour alone.
enum Glyph {
    static func of(_ kind: Tag.Kind) -> HTML {
        switch kind {
        case .idle: draw("<circle cx=\"8\" cy=\"8\" r=\"5\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/>")
        case .active: draw("<circle cx=\"8\" cy=\"8\" r=\"6\" fill=\"currentColor\"/>")
        case .action: draw("<path d=\"M8 1.5 15 14H1Z\" fill=\"currentColor\"/>")
        case .good: tick
        case .bad: cross
        }
    }

    static let tick = draw("<path d=\"m2.5 8.5 3.5 3.5 7.5-8\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5\"/>")
    static let cross = draw("<path d=\"m3.5 3.5 9 9m0-9-9 9\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2.5\"/>")
    static let question = draw("""
        <path d="M5 5.6C5 3.8 6.2 2.8 8 2.8s3 1 3 2.6c0 2.2-3 2.3-3 4.6" fill="none" stroke="currentColor" stroke-width="2"/>\
        <circle cx="8" cy="13" r="1.3" fill="currentColor"/>
        """)
    static let clock = draw("""
        <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6"/>\
        <path d="M8 4.5V8l2.4 1.6" fill="none" stroke="currentColor" stroke-width="1.6"/>
        """)

    private static func draw(_ shape: HTML) -> HTML {
        "<svg class=\"glyph\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\">\(shape)</svg>"
    }
}
