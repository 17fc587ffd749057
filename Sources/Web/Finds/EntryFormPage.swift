import Domain
import Markup
import Services

/// The form of a platform, a project or a fund: a new one, or one that is there.
struct EntryFormPage: Page {
    let form: EntryFormView
    private(set) var filled: Filled

    private enum CodingKeys: CodingKey { case form }

    init(_ form: EntryFormView, _ filled: Filled? = nil) {
        self.form = form
        self.filled = filled ?? Self.typed(form)
    }

    init(from decoder: any Decoder) throws {
        self.init(try decoder.container(keyedBy: CodingKeys.self).decode(EntryFormView.self, forKey: .form))
    }

    private static func typed(_ form: EntryFormView) -> Filled {
        Filled(Dictionary(form.answers.map { ($0.field, $0.values) }, uniquingKeysWith: { first, _ in first }))
    }

    func title(in language: Language) -> String {
        form.entry == nil ? Words("新增\(form.lane.one.zh)", "Add a \(form.lane.one.en)")(language) : Words("修改：\(form.name)", "Change: \(form.name)")(language)
    }

    func body(_ view: View) -> HTML {
        let action = form.entry.map { Paths.entry($0) } ?? Paths.directory(form.lane)
        return """
            \(view(PageHeader(title(in: view.language), lead: view("保存后立即公开，并记为当天已核对。", "It is public as soon as it is saved, and counts as checked today."),
                trail: [Link(view("六找", "Six finds"), to: Paths.finds()), Link(view(form.lane.words), to: Paths.directory(form.lane))])))\
            \(view(FormFrame(action, in: filled, buttons: [Button(view("保存", "Save"))]) { "\(what(view))\(details(view))\(place(view))" }))
            """
    }

    private func what(_ view: View) -> HTML {
        let version = filled.value("version").isEmpty ? form.version.map { "\($0)" } ?? "" : filled.value("version")
        return view(FieldGroup(view("基本信息", "About it")) {
            """
            \(if: form.entry != nil, "<input type=\"hidden\" name=\"version\" value=\"\(version)\">")\
            \(if: form.entry == nil && form.offices.count > 1, view(Field("office", view("维护部门", "Office that keeps it"), .select(form.offices.map { Option($0.id, view($0.name)) }), width: .middle, in: filled)))\
            \(view(Field("name", view("名称", "Name"), in: filled)))\
            \(view(Field("summary", view("简介", "Summary"), .longText(rows: 4), hint: view("做什么、适合谁，4 至 1000 字", "What it does and for whom, 4 to 1,000 characters"), in: filled)))\
            \(view(Field("contact", view("联系方式", "Contact"), hint: view("将公开，请勿填写个人手机号", "Public: no private number, please"), in: filled)))\
            \(view(Field("url", view("网址", "Web address"), hint: "https://…", optional: true, in: filled)))
            """
        })
    }

    private func details(_ view: View) -> HTML {
        let fields = form.fields.map { Option($0.id, view($0.name)) }, stages = ProjectStage.allCases.map { Option($0.rawValue, view($0.words)) }
        return view(FieldGroup(view(form.lane.words)) {
            """
            \(view(Field("field", form.lane == .funds ? view("主要领域", "Main field") : view("产业领域", "Field"), .select(fields), optional: true, width: .middle, in: filled)))\
            \(each: EntryDetail.of(form.lane), { detail -> HTML in
                let name = detail.rawValue, label = view(detail.words)
                switch detail {
                case .kind: return view(Field(name, label, .select(PlatformKind.allCases.map { Option($0.rawValue, view($0.words)) }), optional: true, width: .middle, in: filled))
                case .stage: return view(Field(name, label, .select(stages), optional: true, width: .middle, in: filled))
                case .services, .seeks: return view(Field(name, label, .longText(rows: 2), optional: true, in: filled))
                case .fields: return view(Field(name, label, .checkboxes(fields), optional: true, in: filled))
                case .stages: return view(Field(name, label, .checkboxes(stages), optional: true, in: filled))
                case .least, .most: return view(Field(name, label, .money, optional: true, in: filled))
                }
            })
            """
        })
    }

    private func place(_ view: View) -> HTML {
        view(FieldGroup(view("位置", "Place")) {
            """
            \(view(Field("area", view("所在区市", "Area"), .select(form.areas.map { Option($0.id, view($0.name)) }), optional: true, width: .middle, in: filled)))\
            \(view(Field("address", view("地址", "Address"), optional: true, in: filled)))\
            \(view(Field("longitude", view("经度", "Longitude"), hint: view("WGS84，例：120.3826", "WGS84, for example 120.3826"), optional: true, width: .narrow, in: filled)))\
            \(view(Field("latitude", view("纬度", "Latitude"), hint: view("WGS84，例：36.0671；填写后显示在地图上", "WGS84, for example 36.0671; then it is on the map"), optional: true, width: .narrow, in: filled)))
            """
        })
    }
}
