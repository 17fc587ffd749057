import Domain
import Markup
import Services

/// The form of a story.
struct StoryFormPage: ModelPage {
    let model: StoryDraftView
    private let filled: Filled

    init(_ model: StoryDraftView) { self.init(model, .nothing) }

    init(_ model: StoryDraftView, _ filled: Filled) {
        self.model = model
        self.filled = filled.values.isEmpty && filled.errors.isEmpty ? Self.written(model) : filled
    }

    private static func written(_ model: StoryDraftView) -> Filled {
        guard let story = model.story else { return .nothing }
        return Filled([
            "kind": [story.kind.rawValue], "station": story.station.map { [$0.rawValue] } ?? [], "policy": story.policy.map { [$0.id.rawValue] } ?? [], "title": [story.title],
            "summary": [story.summary], "body": [story.body], "agreed": story.agreed ? ["true"] : [], "version": [String(story.version)],
        ])
    }

    func title(in language: Language) -> String { model.story == nil ? Words("撰写文章", "Write a story")(language) : Words("修改文章", "Change a story")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("先保存草稿，再添加图片；提交后由另一人审核发布。", "Save it as a draft and add pictures; somebody else reviews and publishes it."),
            trail: [Link(view("宣传稿件", "Stories in work"), to: Paths.keptStories())])))\
        \(view(FormFrame(model.story.map { Paths.story($0.id) } ?? Paths.stories(), in: filled, buttons: [
            Button(view("保存草稿", "Save the draft")), Button(view("保存并提交审核", "Save and submit"), .secondary, name: "submit", value: "true"),
        ]) { "\(if: !filled.value("version").isEmpty, "<input type=\"hidden\" name=\"version\" value=\"\(filled.value("version"))\">")\(about(view))\(text(view))" }))
        """
    }

    private func about(_ view: View) -> HTML {
        view(FieldGroup(view("写什么", "About")) {
            """
            \(view(Field("kind", view("类别", "Kind"), .radios(StoryKind.allCases.map { Option($0.rawValue, view($0.words)) }), in: filled)))\
            \(if: model.isOffice || model.stations.count > 1, view(Field("station", view("驿站", "Station"), .select(model.stations.map { Option($0.id.rawValue, $0.name) }),
                hint: model.isOffice ? view("走进驿站、先进站点必填", "Wanted for a visit and for an advanced station") : nil, optional: model.isOffice, width: .middle, in: filled)))\
            \(view(Field("policy", view("所解读的政策", "The policy that is explained"), .select(model.policies.map { Option($0.id.rawValue, view($0.title)) }),
                hint: view("政策解读必填", "Wanted for a policy explained"), optional: true, in: filled)))
            """
        })
    }

    private func text(_ view: View) -> HTML {
        view(FieldGroup(view("内容", "Text")) {
            """
            \(view(Field("title", view("标题", "Title"), in: filled)))\
            \(view(Field("summary", view("摘要", "Summary"), .longText(rows: 2), hint: view("10 至 200 字，显示在列表和转发预览中", "10 to 200 characters, for lists and previews"), in: filled)))\
            \(view(Field("body", view("正文", "Text"), .longText(rows: 16),
                hint: view("空行分段；行首“## ”为小标题，“- ”为列表；链接写作 [文字](https://…)。", "Empty lines part paragraphs; “## ” begins a heading, “- ” a point of a list; a link is [words](https://…)."), in: filled)))\
            \(view(Field("agreed", view("文中提到姓名或可以认出的人均已同意公开（没有写到个人也请勾选）", "Everybody who is named or can be recognised has agreed (tick it also where nobody is)"), .checkbox,
                hint: view("提交审核前必须确认", "Wanted before it is submitted"), in: filled)))
            """
        })
    }
}
