import Domain
import Markup

/// The top of a page: where one is, what it is, and in a line what it is for.
struct PageHeader: Component {
    let title: String
    let lead: String?
    /// The way back up, from the top: `[Link("工作台", to: …)]`.
    let trail: [Link]
    /// Beside the title: a `Tag`, a number.
    let aside: HTML
    /// The main action, where the page has one.
    let actions: HTML

    init(_ title: String, lead: String? = nil, trail: [Link] = [], aside: HTML = .empty, actions: HTML = .empty) {
        self.title = title
        self.lead = lead
        self.trail = trail
        self.aside = aside
        self.actions = actions
    }

    func html(_ view: View) -> HTML {
        """
        <header class="page-header">\(if: !trail.isEmpty, """
        <nav class="trail" aria-label="\(view("当前位置", "You are here"))"><ol>\(each: trail, { "<li>\(view($0))</li>" })</ol></nav>
        """)<div class="page-title"><h1>\(title)</h1>\(aside)</div>\(with: lead, { "<p class=\"lead\">\($0)</p>" })\
        \(if: !actions.isEmpty, "<div class=\"page-actions\">\(actions)</div>")</header>
        """
    }
}

/// The first page's top: a wide band in the colour of the sea.
struct Hero: Component {
    let title: String
    let lead: String
    let actions: [Button]

    func html(_ view: View) -> HTML {
        """
        <header class="hero"><div class="hero-inner"><h1>\(title)</h1><p class="lead">\(lead)</p>\
        <div class="buttons">\(each: actions, { view($0) })</div></div>\
        <svg class="waves" viewBox="0 0 1280 200" preserveAspectRatio="xMaxYMax slice" aria-hidden="true" focusable="false">\
        <g fill="none" stroke="currentColor" stroke-width="2.5" stroke-linejoin="round" stroke-linecap="round">\
        <path d="M-40 136c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20"/>\
        <path d="M-40 160c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20"/>\
        <path d="M-40 184c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20c40 0 40-20 80-20s40 20 80 20"/>\
        <path d="M1064 108h160M1084 108v16M1204 108v16M1100 108V66l44-32 44 32v42M1130 108V84h28v24M1144 34V8h22l-6 7 6 7h-22"/></g></svg></header>
        """
    }
}

/// A white sheet with a heading: `Panel("申报材料") { … }`.
struct Panel: Component {
    let title: String?
    /// For links to it: `#files`.
    let id: String?
    /// Beside the heading: a count, a clause, a link.
    let aside: HTML
    let content: HTML

    init(_ title: String?, id: String? = nil, aside: HTML = .empty, _ content: () -> HTML) {
        self.title = title
        self.id = id
        self.aside = aside
        self.content = content()
    }

    func html(_ view: View) -> HTML {
        """
        <section class="panel"\(with: id, { " id=\"\($0)\"" })>\(with: title, {
            "<div class=\"panel-head\"><h2>\($0)</h2>\(aside)</div>"
        })\(content)</section>
        """
    }
}

/// Two columns at a desk, one on a phone, the side after the main part.
struct Columns: Component {
    let main: HTML
    let side: HTML
    /// What the side is called, where a page has several.
    var name: String?

    func html(_ view: View) -> HTML {
        "<div class=\"columns\"><div class=\"columns-main\">\(main)</div><aside class=\"columns-side\"\(with: name, { " aria-label=\"\($0)\"" })>\(side)</aside></div>"
    }
}

/// Says something that concerns the whole page: a result, a warning, what is to be done.
struct Banner: Component {
    enum Kind: String, Sendable, CaseIterable { case info, action, good, bad }

    let kind: Kind
    let title: String
    let content: HTML
    let actions: [Button]

    init(_ kind: Kind, _ title: String, _ content: HTML = .empty, actions: [Button] = []) {
        self.kind = kind
        self.title = title
        self.content = content
        self.actions = actions
    }

    /// A refusal in words, with its clause and what to do next.
    init(_ refusal: Refusal, _ view: View) {
        self.init(.bad, view(refusal.words), """
            \(with: refusal.next, { "<p>\(view($0))</p>" })\(with: refusal.clause, { "<p>\(view(ClauseChip($0)))</p>" })
            """)
    }

    private var label: Words {
        switch kind {
        case .info: Words("提示", "Note")
        case .action: Words("需要您办理", "Action needed")
        case .good: Words("办理成功", "Done")
        case .bad: Words("未能办理", "Problem")
        }
    }

    func html(_ view: View) -> HTML {
        let glyph: Tag.Kind = switch kind {
        case .info: .active
        case .action: .action
        case .good: .good
        case .bad: .bad
        }
        return """
            <div class="banner banner-\(kind.rawValue)" role="\(kind == .bad ? "alert" : "status")"><p class="banner-title">\(Glyph.of(glyph))\
            <span class="hidden">\(view(label)): </span>\(title)</p>\(content)\
            \(if: !actions.isEmpty, "<div class=\"buttons\">\(each: actions, { view($0) })</div>")</div>
            """
    }
}

/// Facts in pairs: `Facts([Fact("申报单位", "\(name)")])`.
struct Facts: Component {
    let facts: [Fact]

    init(_ facts: [Fact]) { self.facts = facts }

    func html(_ view: View) -> HTML {
        """
        <dl class="facts">\(each: facts, { fact in """
            <div><dt>\(fact.label)</dt><dd>\(fact.value)\(with: fact.change, { " <span class=\"fact-change\">\(view($0))</span>" })</dd></div>
            """ })</dl>
        """
    }
}

struct Fact: Sendable {
    let label: String
    let value: HTML
    /// A link to change it, or to its evidence.
    let change: Link?

    init(_ label: String, _ value: HTML, change: Link? = nil) {
        self.label = label
        self.value = value
        self.change = change
    }
}

/// What a list says when there is nothing in it: what that means, and what to do.
struct EmptyState: Component {
    let title: String
    let text: String?
    let action: Button?

    init(_ title: String, _ text: String? = nil, action: Button? = nil) {
        self.title = title
        self.text = text
        self.action = action
    }

    func html(_ view: View) -> HTML {
        "<div class=\"empty\"><p class=\"empty-title\">\(title)</p>\(with: text, { "<p>\($0)</p>" })\(with: action, { view($0) })</div>"
    }
}
