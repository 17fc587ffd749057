import Domain
import Markup
import Services

/// Applying for a job, and for a station's broker recommending somebody for it.
struct ApplyPage: ModelPage {
    enum Form: Sendable { case application, recommendation }

    let model: ApplyView
    private let form: Form
    private let filled: Filled

    init(_ model: ApplyView) { self.init(model, .application, .nothing) }

    init(_ model: ApplyView, _ form: Form, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("投递：\(model.title)", "Apply: \(model.title)")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: model.company, trail: [Link(view("岗位", "The job"), to: Paths.job(model.job))])))\(content(view))\
        \(if: !model.stations.isEmpty && model.isOpen, recommend(view))
        """
    }

    private func content(_ view: View) -> HTML {
        if let open = model.open {
            return view(Banner(.info, view("您对这个岗位已有正在进行的求职", "You pursue this job already"), actions: [Button(view("查看求职进展", "See how it goes"), href: Paths.pursuit(open))]))
        }
        guard model.isOpen else {
            return view(Banner(.info, view("这个岗位不能在本站投递", "This job cannot be applied for here"), "<p>\(view("已结束招聘，或来自外部、用人单位未入驻。", "It is closed, or its employer has no account here."))</p>"))
        }
        let filled = form == .application ? filled : .nothing
        return view(FormFrame(Paths.jobPursuits(model.job), in: filled, buttons: [Button(view("投递", "Apply"))]) {
            view(Panel(view("投递", "Apply"), id: "apply") {
                """
                \(view(Field("note", view("留言", "Note"), .longText(rows: 4), hint: view("可写到岗时间、与岗位的契合之处，最多 500 字", "When you could begin, why it fits; at most 500 characters"), optional: true, in: filled)))\
                \(view(ProofChoice(proofs: model.proofs, filled: filled)))\
                \(view(Field("consent", view("同意向\(model.company)提供我的姓名、手机号和所选材料", "I agree that \(model.company) sees my name, my number and the documents chosen"), .checkbox, in: filled)))
                """
            })
        })
    }

    private func recommend(_ view: View) -> HTML {
        let filled = form == .recommendation ? filled : .nothing
        return view(FormFrame(Paths.recommendations(model.job), in: filled, small: true, buttons: [Button(view("推荐", "Recommend"), .secondary)]) {
            view(Panel(view("驿站推荐人才", "A station recommends somebody"), id: "recommend") {
                """
                \(view(Field("phone", view("人才手机号", "Mobile number of the person"), .phone,
                    hint: view("须为对方在本站注册的手机号；本人接受后单位才会看到", "The one with which they registered; the employer sees nothing until they accept"), autocomplete: "off", prefix: "r", in: filled)))\
                \(view(Field("station", view("驿站", "Station"), .select(model.stations.map { Option($0.id.rawValue, $0.name) }), width: .middle, prefix: "r", in: filled)))\
                \(view(Field("note", view("推荐理由", "Why"), .longText(rows: 3), optional: true, prefix: "r", in: filled)))
                """
            })
        })
    }
}
