import Domain
import Markup
import Services

/// A question of the programme file as a field of the form.
struct QuestionField: Component {
    let question: QuestionView
    let filled: Filled

    /// A list of this many choices or fewer is shown whole.
    private static let fewChoices = 5

    func html(_ view: View) -> HTML {
        if question.kind == .files { return files(view) }
        return view(Field(
            "answers." + question.path, view(question.name), Self.kind(question, view), hint: question.hint.map { view($0) }, optional: !question.required, in: filled))
    }

    private static func kind(_ question: QuestionView, _ view: View, inRow: Bool = false) -> Field.Kind {
        let options = question.options.map { Option($0.id, view($0.name)) }
        switch question.kind {
        case .text: return .text
        case .longText: return .longText(rows: 6)
        case .number: return .number(unit: inRow ? nil : question.unit.map { view($0) })
        case .money: return inRow ? .text : .money
        case .day: return .date
        case .phone: return .phone
        case .yesNo: return inRow ? .select(yesNo(view)) : .radios(yesNo(view))
        case .choice: return inRow || options.count > fewChoices ? .select(options) : .radios(options)
        case .choices: return .checkboxes(options)
        case .table:
            let columns = question.columns.map { column in
                Field(column.id, label(column, view), kind(column, view, inRow: true), optional: !column.required)
            }
            return .rows(columns, atLeast: question.atLeast ?? 1, atMost: question.atMost ?? 100)
        case .files: return .files(.init())
        }
    }

    /// A column's label carries the unit, so that cells stay narrow.
    private static func label(_ column: QuestionView, _ view: View) -> String {
        let unit = column.kind == .money ? view("元", "yuan") : column.unit.map { view($0) }
        return unit.map { view("\(view(column.name))（\($0)）", "\(view(column.name)) (\($0))") } ?? view(column.name)
    }

    private static func yesNo(_ view: View) -> [Option] { [Option("yes", view("是", "Yes")), Option("no", view("否", "No"))] }

    /// A stored yes or no, as the options name it; anything else as it is.
    static func yesOrNo(_ text: String) -> String { Form.Question.saysYes(text).map { $0 ? "yes" : "no" } ?? text }

    /// The files that are there, each with a button that removes it, and a place for more. The buttons send the whole form.
    private func files(_ view: View) -> HTML {
        let count = question.files.count
        let most = question.atMost ?? 1
        let name = view(question.name)
        return """
            \(if: count < most || filled.error("files." + question.path) != nil, view(Field("files." + question.path, name, .files(.init(several: most > 1)),
                hint: question.hint.map { view($0) }, optional: !question.required || question.atLeast == 0, in: filled)))\
            \(if: count >= most, "<p id=\"f-files.\(question.path)\"><strong>\(name)</strong> \(view("（已达 \(most) 个文件）", "(\(most) files, no more)"))</p>")\
            \(if: count > 0, """
            <ul class="attached">\(each: question.files, { file in """
                <li><a href="\(Paths.file(file.id))">\(file.name)</a> <span class="size">\(view.size(file.size))</span> \
                <button class="button button-quiet" type="submit" name="remove" value="\(file.id.rawValue)">\(view("移除", "Remove"))<span class="hidden"> \(file.name)</span></button></li>
                """ })</ul>
            """)\
            \(if: count < most, "<p>\(view(Button(view("上传所选文件", "Upload the chosen files"), .secondary, name: "at", value: question.path)))</p>")
            """
    }
}

/// Who applies for what, where, and on what ground it may do placement work.
struct ProfileFields: Component {
    static let names: Set<String> = ["name", "kind", "field", "area", "ground", "groundDetail", "groundUntil"]

    let draft: DraftView
    let filled: Filled

    func html(_ view: View) -> HTML {
        func options(_ choices: [ConditionName]) -> [Option] { choices.map { Option($0.id, view($0.name)) } }
        return """
            \(view(Field("name", view("驿站名称", "Name of the station"), hint: view("例：青岛软件园人才驿站，60 字以内", "For example: Qingdao Software Park Talent Station; at most 60 characters"), in: filled)))\
            \(view(Field("kind", view("驿站类别", "Kind"), .radios(options(draft.kinds)), clause: Clause("一(二)2"), in: filled)))\
            \(view(Field("field", view("服务的产业领域", "Field that it serves"), .select(options(draft.fields)), width: .middle, clause: Clause("一(二)3"), in: filled)))\
            \(area(view))\
            \(view(Field("ground", view("以何种方式开展免费职介服务", "Ground for placement work"), .radios(options(draft.grounds)), in: filled)))\
            <div class="field" data-needed-with="ground" data-not="free">\(view(Field("groundDetail", view("许可证编号或合作机构名称", "Number of the licence, or name of the partner"),
                hint: view("免费、非经营性服务不用填写", "Not needed for free, non-commercial work"), in: filled)))\
            \(view(Field("groundUntil", view("许可有效期至", "Licence valid to"), .date, hint: view("免费、非经营性服务不用填写", "Not needed for free, non-commercial work"), in: filled)))</div>
            """
    }

    /// Areas under their kinds. Once handed in, the area stays: the case is with its offices.
    private func area(_ view: View) -> HTML {
        let label = view("所在区市、功能区或有关单位", "District, functional zone or unit")
        guard draft.summary.state == .draft else {
            return """
                <div class="field"><p><strong>\(label)</strong></p><p id="f-area">\(draft.areas.first { $0.id == draft.area }.map { view($0.name) })\
                \(view("（提交后不能更改）", " (fixed once handed in)"))</p></div>
                """
        }
        let kinds: [(kind: Programme.Area.Kind, words: Words)] = [(.district, Words("区市", "Districts")), (.zone, Words("功能区", "Functional zones")), (.unit, Words("有关单位", "Units"))]
        let chosen = filled.value("area")
        let error = filled.error("area")
        let describedBy = error == nil ? "f-area-hint" : "f-area-hint f-area-error"
        return """
            <div class="field\(error == nil ? "" : " field-error")"><label for="f-area">\(label)</label>\
            <p class="hint" id="f-area-hint">\(view("由所选区市、功能区或单位推荐", "The district, zone or unit passes the application on"))</p>\
            \(with: error, { "<p class=\"error\" id=\"f-area-error\"><span class=\"hidden\">\(view("错误：", "Error: "))</span>\(view($0))</p>" })\
            <select class="w-middle" id="f-area" name="area" aria-describedby="\(describedBy)"\(if: error != nil, " aria-invalid=\"true\"")>\
            <option value="">\(view("请选择", "Please choose"))</option>\(each: kinds, { kind in """
                <optgroup label="\(view(kind.words))">\(each: draft.areas.filter { $0.kind == kind.kind }, {
                    "<option value=\"\($0.id)\"\(if: $0.id == chosen, " selected")>\(view($0.name))</option>"
                })</optgroup>
                """ })</select></div>
            """
    }
}
