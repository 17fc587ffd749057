import Domain
import Markup

/// A small form beside the main thing: like `FormFrame`, but its button stays in its place on a phone.
struct SideForm: Component {
    let action: Href
    let filled: Filled
    let button: Button
    let content: HTML

    init(_ action: Href, in filled: Filled, button: Button, _ content: () -> HTML) {
        self.action = action
        self.filled = filled
        self.button = button
        self.content = content()
    }

    func html(_ view: View) -> HTML {
        """
        <form class="form" method="post" action="\(action)" novalidate>\(view.formFields())\(view(ErrorSummary(filled)))\(content)\
        <div class="buttons">\(view(button))</div></form>
        """
    }
}
