import Domain
import Markup

/// One of a list to choose from.
struct Option: Sendable {
    let value: String
    let label: String
    /// A line under the label.
    let hint: String?

    init(_ value: String, _ label: String, hint: String? = nil) {
        self.value = value
        self.label = label
        self.hint = hint
    }
}

/// A question of a form, with its label, hint, error and what was typed.
///
///     Field("venue.area", view("场地面积", "Floor area"), .number(unit: "平方米"), hint: …, in: filled)
///
/// The element's id is `f-` and the name. What need not be answered says so (选填); what must be answered says nothing.
struct Field: Component {
    enum Kind: Sendable {
        case text
        case longText(rows: Int)
        /// Text with suggestions: the words typed so far go to this address as `q`, where scripts run.
        case suggested(Href)
        case number(unit: String?)
        /// Yuan, with up to two decimals.
        case money
        case date
        /// A day and a time on the programme's clock.
        case moment
        case phone
        case email
        /// Never given back.
        case password
        case select([Option])
        case radios([Option])
        case checkboxes([Option])
        /// A single box with the label beside it; it sends `true`.
        case checkbox
        case files(Files)
        /// Rows of these fields, whose names are relative to the row: `phone` becomes `team.staff.2.phone`. So many are shown at first.
        case rows([Field], atLeast: Int, atMost: Int, shown: Int = 0)
    }

    /// What may be uploaded, and what has been.
    struct Files: Sendable {
        /// MIME types and endings, as `accept` takes them.
        let accept: [String]
        let megabytes: Int
        let several: Bool
        let attached: [Attached]

        init(accept: [String] = ["application/pdf", "image/jpeg", "image/png"], megabytes: Int = 10, several: Bool = true, attached: [Attached] = []) {
            self.accept = accept
            self.megabytes = megabytes
            self.several = several
            self.attached = attached
        }
    }

    /// A file that is there already. It is taken away by ticking a box named `NAME.remove` whose value is the id.
    struct Attached: Sendable {
        let id: String
        let name: String
        let bytes: Int
        let href: Href
    }

    /// How wide a one-line field is drawn: as wide as its answer.
    enum Width: String, Sendable { case narrow, middle, full }

    let name: String
    let label: String
    let kind: Kind
    let hint: String?
    let optional: Bool
    let width: Width
    /// What the browser may fill in: `tel`, `name`, `username`, `current-password`.
    let autocomplete: String?
    let clause: Clause?
    /// Tells the fields of several forms of one page apart: their ids are `f-PREFIX-NAME`.
    let prefix: String?
    /// The first field of a page that is there to be filled in at once.
    let autofocus: Bool
    let filled: Filled

    init(
        _ name: String, _ label: String, _ kind: Kind = .text, hint: String? = nil, optional: Bool = false, width: Width = .full,
        autocomplete: String? = nil, clause: Clause? = nil, prefix: String? = nil, autofocus: Bool = false, in filled: Filled = .nothing
    ) {
        self.name = name
        self.label = label
        self.kind = kind
        self.hint = hint
        self.optional = optional
        self.width = width
        self.autocomplete = autocomplete
        self.clause = clause
        self.prefix = prefix
        self.autofocus = autofocus
        self.filled = filled
    }

    var id: String { prefix.map { "f-\($0)-\(name)" } ?? "f-" + name }

    func html(_ view: View) -> HTML {
        if !filled.errors.isEmpty { filled.labels.note(label, for: name) }
        return switch kind {
        case .radios(let options): group(view, choices(options, type: "radio"))
        case .checkboxes(let options): group(view, choices(options, type: "checkbox"))
        case .checkbox: box(view)
        case .rows(let columns, let atLeast, let atMost, let shown):
            group(view, RowsField(name: name, columns: columns, atLeast: atLeast, atMost: atMost, atFirst: shown, filled: filled).html(view), kind: "field-rows")
        case .files(let files): single(view, attachments(view, files) + control(view, labelled: nil))
        default: single(view, control(view, labelled: nil))
        }
    }

    /// A label, its hint and error, and one control.
    private func single(_ view: View, _ control: HTML) -> HTML {
        "<div class=\"field\(hasError)\"><label for=\"\(id)\">\(caption(view))</label>\(notes(view))\(control)</div>"
    }

    /// A question with several controls.
    private func group(_ view: View, _ controls: HTML, kind: String = "field-choices") -> HTML {
        """
        <fieldset class="field \(kind)\(hasError)"\(describedBy)><legend>\(caption(view))</legend>\(notes(view))\(controls)</fieldset>
        """
    }

    private func box(_ view: View) -> HTML {
        """
        <div class="field field-box\(hasError)">\(notes(view))<div class="choice"><input type="checkbox" id="\(id)" name="\(name)" value="true"\
        \(if: filled.value(name) == "true", " checked")\(describedBy)\(invalid)><label for="\(id)">\(caption(view))</label></div></div>
        """
    }

    private var hasError: String { filled.error(name) == nil ? "" : " field-error" }
    private var invalid: HTML { filled.error(name) == nil ? .empty : " aria-invalid=\"true\"" }

    private func caption(_ view: View) -> HTML {
        """
        \(label)\(if: optional, "<span class=\"optional\">\(view("（选填）", " (optional)"))</span>")\(with: clause, { " \(view(ClauseChip($0)))" })
        """
    }

    private func notes(_ view: View) -> HTML {
        """
        \(with: fullHint(view), { "<p class=\"hint\" id=\"\(id)-hint\">\($0)</p>" })\(with: filled.error(name), {
            "<p class=\"error\" id=\"\(id)-error\"><span class=\"hidden\">\(view("错误：", "Error: "))</span>\(view($0))</p>"
        })
        """
    }

    private var describedBy: HTML {
        var ids: [String] = []
        if hasHint { ids.append(id + "-hint") }
        if filled.error(name) != nil { ids.append(id + "-error") }
        return ids.isEmpty ? .empty : " aria-describedby=\"\(ids.joined(separator: " "))\""
    }

    private var hasHint: Bool {
        if case .files = kind { return true }
        return hint != nil
    }

    private func fullHint(_ view: View) -> String? {
        guard case .files(let files) = kind else { return hint }
        let papers = files.accept.contains("application/pdf")
        let tables = files.accept.contains(".xlsx")
        let texts = files.accept.contains(".yaml")
        let rule = texts ? view("YAML，不超过 \(files.megabytes) MB", "YAML, up to \(files.megabytes) MB") : tables ? view("CSV 或 XLSX，不超过 \(files.megabytes) MB", "CSV or XLSX, up to \(files.megabytes) MB") : view("\(papers ? "PDF、" : "")JPG 或 PNG，每个文件不超过 \(files.megabytes) MB", "\(papers ? "PDF, " : "")JPG or PNG, up to \(files.megabytes) MB each")
        return hint.map { view("\($0)。\(rule)", "\($0). \(rule)") } ?? rule
    }

    private func choices(_ options: [Option], type: String) -> HTML {
        let chosen = filled.all(name)
        return """
            <div class="choices">\(each: options.enumerated(), { index, option in
                let id = index == 0 ? id : "\(id)-\(index)"
                return """
                    <div class="choice"><input type="\(type)" id="\(id)" name="\(name)" value="\(option.value)"\
                    \(if: chosen.contains(option.value), " checked")\(with: option.hint, { _ in " aria-describedby=\"\(id)-about\"" })>\
                    <label for="\(id)">\(option.label)</label>\(with: option.hint, { "<p class=\"hint\" id=\"\(id)-about\">\($0)</p>" })</div>
                    """
            })</div>
            """
    }

    private func attachments(_ view: View, _ files: Files) -> HTML {
        guard !files.attached.isEmpty else { return .empty }
        return """
            <ul class="attached">\(each: files.attached, { file in """
                <li><a href="\(file.href)">\(file.name)</a> <span class="size">\(view.size(file.bytes))</span>\
                <span class="choice"><input type="checkbox" id="\(id)-remove-\(file.id)" name="\(name).remove" value="\(file.id)">\
                <label for="\(id)-remove-\(file.id)">\(view("移除", "Remove"))<span class="hidden"> \(file.name)</span></label></span></li>
                """ })</ul>
            """
    }

    /// The control alone; `labelled` names the elements that label it where it has no label of its own.
    func control(_ view: View, labelled: String?) -> HTML {
        let common: HTML = """
             id="\(id)" name="\(name)"\(describedBy)\(invalid)\(with: labelled, { " aria-labelledby=\"\($0)\"" })\
            \(with: autocomplete, { " autocomplete=\"\($0)\"" })\(if: autofocus, " autofocus")
            """
        let value = filled.value(name)
        switch kind {
        case .longText(let rows):
            // The line break after the tag is dropped by browsers; without it a leading one of the text would be.
            return "<textarea\(common) rows=\"\(rows)\">\n\(value)</textarea>"
        case .select(let options):
            return """
                <select class="w-\(width.rawValue)"\(common)><option value="">\(view("请选择", "Please choose"))</option>\(each: options, {
                    "<option value=\"\($0.value)\"\(if: $0.value == value, " selected")>\($0.label)</option>"
                })</select>
                """
        case .files(let files):
            return """
                <input type="file"\(common) accept="\(files.accept.joined(separator: ","))"\(if: files.several, " multiple") data-megabytes="\(files.megabytes)">
                """
        case .suggested(let from):
            return """
                <input class="w-\(width.rawValue)" type="text"\(common) value="\(value)" list="\(id)-list" data-suggest="\(from)"><datalist id="\(id)-list"></datalist>
                """
        case .number(let unit):
            return affixed(nil, "<input class=\"w-narrow\" type=\"text\" inputmode=\"numeric\"\(common) value=\"\(value)\">", unit)
        case .money:
            return affixed("¥", "<input class=\"w-narrow\" type=\"text\" inputmode=\"decimal\"\(common) value=\"\(value)\">", view("元", "yuan"))
        case .date: return "<input class=\"w-middle\" type=\"date\"\(common) value=\"\(value)\">"
        case .moment: return "<input class=\"w-middle\" type=\"datetime-local\"\(common) value=\"\(value)\">"
        case .phone: return "<input class=\"w-\(width == .full ? "middle" : width.rawValue)\" type=\"tel\"\(common) value=\"\(value)\">"
        case .email: return "<input class=\"w-\(width.rawValue)\" type=\"email\"\(common) value=\"\(value)\" spellcheck=\"false\">"
        case .password: return "<input class=\"w-\(width.rawValue)\" type=\"password\"\(common)>"
        case .checkbox: return "<input type=\"checkbox\"\(common) value=\"true\"\(if: value == "true", " checked")>"
        case .text, .radios, .checkboxes, .rows: return "<input class=\"w-\(width.rawValue)\" type=\"text\"\(common) value=\"\(value)\">"
        }
    }

    private func affixed(_ before: String?, _ input: HTML, _ after: String?) -> HTML {
        """
        <span class="affixed">\(with: before, { "<span class=\"affix\" aria-hidden=\"true\">\($0)</span>" })\(input)\
        \(with: after, { "<span class=\"affix\">\($0)</span>" })</span>
        """
    }

    /// The same field at another name, with another form's values: how a column becomes a cell.
    func at(_ name: String, in filled: Filled) -> Field {
        Field(name, label, kind, hint: nil, optional: optional, width: .full, autocomplete: autocomplete, in: filled)
    }

    /// The error of a cell, under its control.
    func cellError(_ view: View) -> HTML {
        "\(with: filled.error(name), { "<p class=\"error\" id=\"\(id)-error\">\(view($0))</p>" })"
    }
}
