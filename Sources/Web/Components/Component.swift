import Domain
import Markup

/// A piece of a page: a struct of plain values, built once and shown on `/design` with its states. `view` shows it:
///
///     "\(view(Tag(view("公示中", "On notice"), .active)))"
///
/// Text that a component takes is in the language of the answer already; a place for markup is `HTML`, so that anything else is escaped.
protocol Component: Sendable {
    func html(_ view: View) -> HTML
}

extension View {
    /// Shows a component: `view(Table(…))`.
    func callAsFunction(_ component: some Component) -> HTML { component.html(self) }

    /// Shows components one after the other.
    func callAsFunction(_ components: [any Component]) -> HTML {
        "\(each: components, { $0.html(self) })"
    }
}

/// A link: what it says, and where it leads.
struct Link: Component {
    let text: String
    let href: Href

    init(_ text: String, to href: Href) {
        self.text = text
        self.href = href
    }

    func html(_ view: View) -> HTML { "<a href=\"\(href)\">\(text)</a>" }
}
