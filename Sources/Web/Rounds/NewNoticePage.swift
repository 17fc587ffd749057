import Domain
import Markup
import Services

/// Chooses the cases of a round that go on public notice together, and says where objections are heard.
struct NewNoticePage: ModelPage {
    struct Model: Codable, Sendable {
        let round: RoundSummary
        /// Cases that wait for their notice.
        let candidates: [RoundCase]
        /// Already prepared and not published: preparing anew takes its place.
        let prepared: NoticeSummary?
    }

    let model: Model
    private let filled: Filled

    init(_ model: Model) {
        self.model = model
        filled = Filled(["cases": model.candidates.map(\.summary.id.rawValue)])
    }

    init(_ model: Model, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    init(_ round: RoundView, _ candidates: [RoundCase], _ filled: Filled? = nil) {
        let model = Model(round: round.round, candidates: candidates, prepared: round.notices.first { $0.kind == .publicNotice && $0.state == .prepared })
        if let filled { self.init(model, filled) } else { self.init(model) }
    }

    func title(in language: Language) -> String { Words("准备社会公示", "Prepare the public notice")(language) }

    func body(_ view: View) -> HTML {
        let round = model.round
        return """
            \(view(PageHeader(title(in: view.language), lead: view("\(view(round.name))拟认定名单。公示稿生成后由发布部门核对、发布。", "\(view(round.name)). Another office checks it and publishes it."),
                trail: [Link(view("工作台", "My work"), to: Paths.work()), Link(view("批次比较", "Comparison"), to: Paths.comparison(round.id))])))\
            \(with: model.prepared, { prepared in view(Banner(.info, view("已有一份未发布的公示稿，重新生成后将替换", "A prepared notice is there already; a new one takes its place"),
                "<p>\(view(Link(prepared.title, to: Paths.notice(prepared.id))))</p>")) })\(content(view))
            """
    }

    private func content(_ view: View) -> HTML {
        guard let step = model.candidates.first?.summary.step else {
            return view(EmptyState(view("没有待公示的申报", "Nothing waits for a notice"), view("本批次的申报通过条件审核后，会出现在这里。", "Applications come here once the conditions have been reviewed."),
                action: Button(view("查看批次比较", "Comparison"), .secondary, href: Paths.comparison(model.round.id))))
        }
        let options = model.candidates.map { item in
            let about = [item.summary.organisation ?? "", item.kindName.map { view($0) } ?? "", item.summary.areaName.map { view($0) } ?? ""].filter { !$0.isEmpty }
            return Option(item.summary.id.rawValue, "\(item.summary.title)（\(item.summary.number)）", hint: about.joined(separator: " · "))
        }
        return view(FormFrame(Paths.roundNotices(model.round.id), in: filled, buttons: [Button(view("生成公示稿", "Prepare the notice"))]) {
            """
            <input type="hidden" name="step" value="\(step)">\
            \(view(FieldGroup(view("公示对象", "Cases")) {
                view(Field("cases", view("拟公示的申报（\(options.count)）", "Cases in the notice (\(options.count))"), .checkboxes(options), hint: view("待公示的都已选上，取消勾选即不列入", "All are ticked; untick to leave one out"), in: filled))
            }))\
            \(view(FieldGroup(view("异议受理", "Where objections are heard")) {
                """
                \(view(Field("phone", view("监督电话", "Supervision telephone"), .phone, hint: view("例如 0532-85912345", "such as 0532-85912345"), in: filled)))\
                \(view(Field("address", view("通讯地址", "Postal address"), hint: view("例如 青岛市市南区闽江路7号 市人才服务中心", "with the office that takes letters"), in: filled)))
                """
            }))\
            \(view(Banner(.info, view("公示哪些内容", "What will be public"), """
                <p>\(view("公示单位名称、统一社会信用代码、驿站类别和领域、各项条件的填报内容。联系电话和人员姓名自动隐去，附件不公开。",
                    "Organisation, credit code, kind, field and the answers to each condition. Telephone numbers and persons’ names are left out, and so are files."))</p>\
                <p>\(view("生成后内容即固定，可先预览，发布前不对外公开。", "It is frozen when prepared; you can look at it, and nobody outside can before it is published."))</p>
                """)))
            """
        })
    }
}
