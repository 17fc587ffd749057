import Domain
import Markup

/// A form: what is wrong with it on top, its fields, and its buttons.
///
///     FormFrame(path, in: filled, autosave: path, files: true, buttons: [Button("提交申报"), Button("保存草稿", .secondary, …)]) { "…" }
struct FormFrame: Component {
    let action: Href
    let filled: Filled
    /// Where drafts go as they are typed: the same fields, answered in JSON.
    let autosave: Href?
    /// Whether files go with it.
    let files: Bool
    /// One of several forms of a page: its buttons stay where they are, also on a phone.
    let small: Bool
    let buttons: [Button]
    let content: HTML

    init(_ action: Href, in filled: Filled = .nothing, autosave: Href? = nil, files: Bool = false, small: Bool = false, buttons: [Button], _ content: () -> HTML) {
        self.action = action
        self.filled = filled
        self.autosave = autosave
        self.files = files
        self.small = small
        self.buttons = buttons
        self.content = content()
    }

    func html(_ view: View) -> HTML {
        """
        <form class="form\(if: small, " form-small")" method="post" action="\(action)" novalidate\(if: files, " enctype=\"multipart/form-data\"")\
        \(with: autosave, { " data-autosave=\"\($0)\"" })>\(view.formFields())\(view(ErrorSummary(filled)))\(content)\
        \(view(ActionBar("\(each: buttons, { view($0) })", note: autosave == nil ? .empty : """
        <span data-saved role="status" data-saved-words="\(view("已保存", "Saved"))" data-failed-words="\(view("尚未保存，请检查网络", "Not saved, check your connection"))"></span>
        """)))</form>
        """
    }
}

/// What is wrong with a form, each with the name of its field and a link to it; what concerns no field stands alone. Nothing if nothing is.
struct ErrorSummary: Component {
    let filled: Filled

    init(_ filled: Filled) { self.filled = filled }

    func html(_ view: View) -> HTML {
        let errors = filled.errors
        guard !errors.isEmpty else { return .empty }
        return """
            <div class="error-summary" role="alert" tabindex="-1" data-focus autofocus><h2>\(view("有 \(errors.count) 处需要修改", errors.count == 1
                ? "1 thing needs to be corrected" : "\(errors.count) things need to be corrected"))</h2><ul>\(each: errors, {
                $0.field.isEmpty ? "<li>\(view($0.words))</li>" : "<li><a href=\"#f-\($0.field)\">\(with: filled.labels.label(of: $0.field), { "\($0)\(view("：", ": "))" })\(view($0.words))</a></li>"
            })</ul></div>
            """
    }
}

/// Questions that belong together, under one heading.
struct FieldGroup: Component {
    let title: String
    let clause: Clause?
    /// The notice's own words, or an explanation.
    let says: String?
    let content: HTML

    init(_ title: String, clause: Clause? = nil, says: String? = nil, _ content: () -> HTML) {
        self.title = title
        self.clause = clause
        self.says = says
        self.content = content()
    }

    func html(_ view: View) -> HTML {
        """
        <section class="panel field-group"><div class="panel-head"><h2>\(title)</h2>\(with: clause, { "\(view(ClauseChip($0)))" })</div>\
        \(with: says, { "<p class=\"says\">\($0)</p>" })\(content)</section>
        """
    }
}
