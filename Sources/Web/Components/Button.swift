import Markup

/// Something to press. Its words say what happens: 提交申报, 退回补正, 通过.
///
///     Button("提交申报")                                       // sends the form it stands in
///     Button("保存草稿", .secondary, name: "action", value: "save")
///     Button("查看驿站", .secondary, href: path)               // a link that looks like a button
struct Button: Component {
    enum Kind: String, Sendable, CaseIterable { case primary, secondary, danger, quiet }

    let text: String
    let kind: Kind
    let href: Href?
    let name: String?
    let value: String?
    /// Sends the form to another address than the form's own.
    let action: Href?
    /// A question to be answered first; asked where scripts run.
    let confirm: String?

    init(
        _ text: String, _ kind: Kind = .primary, href: Href? = nil, name: String? = nil, value: String? = nil, action: Href? = nil,
        confirm: String? = nil
    ) {
        self.text = text
        self.kind = kind
        self.href = href
        self.name = name
        self.value = value
        self.action = action
        self.confirm = confirm
    }

    func html(_ view: View) -> HTML {
        if let href { return "<a class=\"button button-\(kind.rawValue)\" href=\"\(href)\">\(text)</a>" }
        return """
            <button class="button button-\(kind.rawValue)" type="submit"\(with: name, { " name=\"\($0)\"" })\(with: value, { " value=\"\($0)\"" })\
            \(with: action, { " formaction=\"\($0)\"" })\(with: confirm, { " data-confirm=\"\($0)\"" })>\(text)</button>
            """
    }
}

/// One verb as one button: a form of its own, with nothing to fill in.
struct PostButton: Component {
    let button: Button
    let action: Href
    let fields: [(name: String, value: String)]

    init(_ text: String, _ kind: Button.Kind = .primary, to action: Href, fields: [(name: String, value: String)] = [], confirm: String? = nil) {
        button = Button(text, kind, confirm: confirm)
        self.action = action
        self.fields = fields
    }

    func html(_ view: View) -> HTML {
        """
        <form class="post" method="post" action="\(action)">\(view.formFields())\(each: fields, {
            "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">"
        })\(view(button))</form>
        """
    }
}

/// The main action and its neighbours. At the foot of the screen on a phone.
struct ActionBar: Component {
    let content: HTML
    /// Beside the buttons: `已保存 09:12`.
    let note: HTML

    init(_ content: HTML, note: HTML = .empty) {
        self.content = content
        self.note = note
    }

    func html(_ view: View) -> HTML {
        "<div class=\"action-bar\"><div class=\"buttons\">\(content)</div>\(if: !note.isEmpty, "<p class=\"action-note\">\(note)</p>")</div>"
    }
}
