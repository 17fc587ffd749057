import Domain
import Markup
import Services

/// A version is written here as text, or read in from a file; what is wrong with it stands by line, and nothing that was typed is lost.
struct PolicyTextPage: Page {
    let text: PolicyTextView
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case text }

    init(_ text: PolicyTextView, _ filled: Filled? = nil) {
        self.text = text
        self.filled = filled ?? Filled(["text": [text.text]], errors: text.mistakes.map { .init("text", $0.inWords) })
    }

    func title(in language: Language) -> String { (text.title.map { Words("编写新版本：\($0.zh)", "A new version: \($0.en)") } ?? Words("新增政策", "A new policy"))(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("按方案的规则语言书写，保存后由另一人复核发布；编号相同的是同一政策的新版本。", "In the rule language of the programme. Somebody else checks and publishes it; the same code is a new version."),
            trail: [Link(view("政策库", "Policies"), to: Paths.policies())])))\
        \(view(FormFrame(Paths.policies(), in: Filled(filled.values, errors: filled.errors.filter { $0.field != "file" }), buttons: [Button(view("保存为待发布版本", "Keep as a draft"))]) {
            """
            <input type="hidden" name="programme" value="\(text.programme)">\
            \(view(Field("text", view("政策文本（YAML）", "The policy (YAML)"), .longText(rows: 30),
                hint: view("保存时逐行检查，错误会指明行号；可用的条件见下方", "It is checked line by line when you save; what conditions may ask is listed below"), in: filled)))
            """
        }))\
        \(view(Panel(view("从文件读入", "Read from a file")) {
            let wrong = Filled(errors: filled.errors.filter { $0.field == "file" })
            return view(FormFrame(Paths.policyReading(), in: wrong, files: true, small: true, buttons: [Button(view("读入并检查", "Read and check"), .secondary)]) {
                view(Field("file", view("政策文件", "File"), .files(.init(accept: [".yaml", ".yml", "text/plain"], megabytes: 1, several: false)), in: wrong))
            })
        }))\
        <details class="panel fold"><summary>\(view("可用的条件", "What conditions may ask"))</summary>\
        \(facts(view("对个人", "Of people"), text.talentFacts, view))\(facts(view("对单位", "Of organisations"), text.employerFacts, view))</details>
        """
    }

    private func facts(_ title: String, _ facts: [ConditionName], _ view: View) -> HTML {
        "<h3>\(title)</h3><ul class=\"points\">\(each: facts, { "<li><code>\($0.id)</code> \(view($0.name))</li>" })</ul>"
    }
}
