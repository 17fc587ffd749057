import Domain
import Markup
import Services

/// The record of a placement: what it rests on, what is missing, whether the person is still there.
struct PlacementPage: ModelPage {
    enum Form: Sendable { case evidence, contest, voiding, check(Int) }

    let model: PlacementView
    private let form: Form?
    private let filled: Filled

    init(_ model: PlacementView) { self.init(model, nil, .nothing) }

    init(_ model: PlacementView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    private var id: ID<Placement> { model.summary.id }

    func title(in language: Language) -> String { Words("人才资源配置记录", "Record of a placement")(language) }

    func body(_ view: View) -> HTML {
        let back = switch model.side {
        case .talent: Link(view("求职进展", "My job applications"), to: Paths.ownPursuits())
        case .employer: Link(view("招聘进展", "Applicants"), to: Paths.hiringPursuits())
        case .station, .system: Link(view("人才配置", "Placements"), to: Paths.placements())
        }
        return """
            \(view(PageHeader(title(in: view.language), trail: [back], aside: view(Tag(model.summary.state, view)))))\(notice(view))\(each: model.checks.filter(\.mayAnswer), { check($0, view) })\
            \(view(Columns(main: main(view), side: side(view))))
            """
    }

    private func notice(_ view: View) -> HTML {
        switch model.summary.state {
        case .recorded where !model.missing.isEmpty:
            view(Banner(.action, view("证明齐备后计入", "It counts once its evidence is there"), """
                <ul>\(each: model.missing, { "<li>\(view("还缺", "Missing"))：\($0.map { view($0.words) }.joined(separator: view("或", " or ")))</li>" })</ul>
                """))
        case .disputed:
            view(Banner(.action, view("有争议，裁定前不计入", "Disputed: it does not count until an office has decided"), "\(if: model.dispute == nil, "<p>\(view("同一次配置已由另一驿站登记，或当事人提出异议，已提请部门裁定；可继续补充证明，结果会发消息告知。", "Another station recorded the same, or somebody concerned says that it is not so. An office decides; you can add evidence, and will get a message."))</p>")\(with: model.dispute, { "<p>\(view(Link(view("查看案件", "See the case"), to: Paths.case($0))))</p>" })"))
        case .void: view(Banner(.bad, view("这条记录已作废", "This record is void"), "\(with: model.reason, { "<p>\($0)</p>" })"))
        case .evidenced where !model.counts: view(Banner(.info, view("证明齐备；本方案不计入这一类型", "Proven; the programme does not count this type")))
        case .evidenced: view(Banner(.info, view("证明齐备，起始日后自动计入", "Proven; it counts by itself from its first day on")))
        case .recorded, .counted: .empty
        }
    }

    private func main(_ view: View) -> HTML {
        """
        \(facts(view))\(evidence(view))\(if: !model.checks.isEmpty, checks(view))\
        \(view(Panel(view("经过", "What happened"), id: "steps") { view(StepList(steps: model.steps, next: next(view), isOver: model.summary.state == .counted || model.summary.state == .void)) }))
        """
    }

    private func next(_ view: View) -> String? {
        switch model.summary.state {
        case .recorded: view("证明齐备后计入", "It counts once its evidence is there")
        case .evidenced: model.counts ? view("起始日后计入", "It counts from its first day on") : nil
        case .disputed: view("等待部门裁定", "An office decides")
        case .counted, .void: nil
        }
    }

    private func facts(_ view: View) -> HTML {
        let summary = model.summary
        var facts = [
            Fact(view("人员", "Person"), "\(summary.person)　\(model.phone.text)"), Fact(view("类型", "Type"), "\(view(model.typeName))"),
            Fact(view("单位", "Employer"), "\(summary.employer)<br><span class=\"hint\">\(model.creditCode)</span>"),
        ]
        if !summary.project.isEmpty { facts.append(Fact(view("项目", "Project"), "\(summary.project)")) }
        if !summary.position.isEmpty { facts.append(Fact(view("岗位", "Position"), "\(summary.position)")) }
        facts.append(Fact(view("起始日期", "From"), view.time(summary.startsOn)))
        if let station = summary.stationName { facts.append(Fact(view("驿站", "Station"), "\(station)")) }
        if let area = summary.areaName { facts.append(Fact(view("区域", "Area"), "\(view(area))")) }
        facts.append(Fact(view("何为一次", "What counts once"), "\(view("同一人、同一单位或项目、同一类型，\(model.period) 个月内计一次", "One person with one employer or project and of one type, once in \(model.period) months"))"))
        if let counted = model.countedAt { facts.append(Fact(view("计入时间", "Counted"), view.time(counted))) }
        if let pursuit = model.pursuit { facts.append(Fact(view("求职进展", "From"), "\(view(Link(view("查看", "See how it went"), to: Paths.pursuit(pursuit))))")) }
        return view(Panel(view("登记内容", "The record"), aside: "\(with: model.clause, { "\(view(ClauseChip($0)))" })") { view(Facts(facts)) })
    }

    private func evidence(_ view: View) -> HTML {
        view(Panel(view("证明", "Evidence"), id: "evidence") {
            """
            \(view(EvidenceTable(placement: id, evidence: model.evidence)))\
            \(if: model.mayConfirm, view(PostButton(model.side == .talent ? view("情况属实，本人确认", "It is so: I confirm") : view("情况属实，单位确认", "It is so: we confirm"), to: Paths.placementConfirmation(id))))\
            \(if: model.mayAttach, attach(view))
            """
        })
    }

    private func attach(_ view: View) -> HTML {
        var filled = Filled.nothing
        if case .evidence? = form { filled = self.filled }
        let kinds = PlacementEvidence.allCases.filter { $0.isFile && !(model.side == .talent && $0 == .employerConfirmation) }
        return view(FormFrame(Paths.placementEvidence(id), in: filled, files: true, small: true, buttons: [Button(view("上传证明", "Add evidence"), .secondary)]) {
            """
            \(view(Field("kind", view("证明类型", "Kind"), .select(kinds.map { Option($0.rawValue, view($0.words)) }), width: .middle, in: filled)))\
            \(view(Field("file", view("文件", "File"), .files(.init(several: false)), in: filled)))
            """
        })
    }

    // MARK: still there?

    private func check(_ check: CheckView, _ view: View) -> HTML {
        var filled = Filled.nothing
        if case .check(let days)? = form, days == check.days { filled = self.filled }
        let prefix = "\(check.days)-\(check.side.rawValue)"
        return view(FormFrame(Paths.placementChecks(id), in: filled, small: true, buttons: [Button(view("回答", "Answer"))]) {
            view(Panel(view("满 \(check.days) 天：是否仍在岗？", "\(check.days) days on: still there?"), id: "check") {
                """
                <input type="hidden" name="days" value="\(check.days)">\
                \(if: model.side == .station, onBehalf(check, view))\
                \(view(Field("isThere", view("是否仍在岗", "Still there?"), .radios([Option("true", view("仍在岗", "Still there")), Option("false", view("已离岗", "Has left"))]), prefix: prefix, in: filled)))\
                \(view(Field("leftOn", view("离岗日期", "Last day"), .date, hint: view("仍在岗不填", "Only if they have left"), optional: true, prefix: prefix, in: filled)))\
                \(view(Field("note", view("说明", "Note"), optional: true, prefix: prefix, in: filled)))
                """
            })
        })
    }

    private func onBehalf(_ check: CheckView, _ view: View) -> HTML {
        let words = view("代\(check.side.words.zh)回答（对方没有账号，请先电话询问）", "For the \(check.side.words.en), who has no account: ask by telephone first")
        return "<input type=\"hidden\" name=\"side\" value=\"\(check.side.rawValue)\"><p class=\"hint\">\(words)</p>"
    }

    private func checks(_ view: View) -> HTML {
        view(Panel(view("在岗回访", "Still there?"), id: "checks") {
            view(Table(view("在岗回访", "Still there?"), columns: [.main(view("时点", "After")), .init(view("一方", "Side")), .init(view("回答", "Answer")), .init(view("时间", "When")), .init(view("说明", "Note"))],
                rows: model.checks.map { check in
                    let answer: HTML = switch check.isThere {
                    case true?: view(Tag(view("仍在岗", "Still there"), .good))
                    case false?: "\(view(Tag(view("已离岗", "Has left"), .bad)))\(with: check.leftOn, { " \(view.time($0))" })"
                    case nil: view(Tag(view("待回答", "Awaited"), .active))
                    }
                    return ["\(view("满 \(check.days) 天", "\(check.days) days"))", "\(view(check.side.words))", answer, view.time(check.answeredAt ?? check.askedAt), "\(check.note ?? "")"]
                }, empty: EmptyState(view("还没有回访", "Nothing was asked yet"))))
        })
    }

    private func side(_ view: View) -> HTML {
        guard model.mayContest || model.mayVoid else { return .empty }
        func form(_ isOpen: Bool, _ path: Href, _ title: String, _ button: String, _ prefix: String) -> HTML {
            """
            <details\(if: isOpen, " open")><summary>\(title)</summary>\(view(FormFrame(path, in: isOpen ? filled : .nothing, small: true, buttons: [Button(button, .danger)]) {
                view(Field("reason", view("理由", "Reason"), .longText(rows: 2), prefix: prefix, in: isOpen ? filled : .nothing))
            }))</details>
            """
        }
        var contests = false, voids = false
        switch self.form {
        case .contest?: contests = true
        case .voiding?: voids = true
        case .evidence?, .check?, nil: break
        }
        return view(Panel(view("其他操作", "Other actions")) {
            """
            \(if: model.mayContest, form(contests, Paths.placementContest(id), view("与事实不符", "It is not so"), view("提出异议", "Contest it"), "contest"))\
            \(if: model.mayVoid, form(voids, Paths.placementVoiding(id), view("登记有误", "Entered by mistake"), view("作废", "Make it void"), "void"))
            """
        })
    }
}

/// What proves a placement.
struct EvidenceTable: Component {
    let placement: ID<Placement>
    let evidence: [EvidenceView]

    func html(_ view: View) -> HTML {
        view(Table(view("证明", "Evidence"), columns: [.main(view("证明", "Evidence")), .init(view("提供方", "From")), .init(view("时间", "When")), .init(view("文件", "File"))], rows: evidence.map { item in
            [
                "\(view(item.kind.words))", "\(view(item.by.words))", view.time(item.at),
                item.file.map { view(Link($0.name, to: Paths.placementFile(placement, $0.id))) } ?? "\(view("—", "—"))",
            ]
        }, empty: EmptyState(view("还没有证明", "No evidence yet"))))
    }
}

/// What a case about a placement decides on, for the office: the record, and the one that holds the same occurrence.
struct PlacementCasePanel: Component {
    let about: PlacementCaseView

    func html(_ view: View) -> HTML {
        """
        \(record(view("待裁定的记录", "The record to decide on"), about.placement, about.evidence, view))\(with: about.beside, { record(view("现有记录", "The record that stands now"), $0, about.evidenceBeside, view) })\
        \(with: about.reason, { reason in view(Panel(view("异议", "What is said against it")) { "<p>\(reason)</p>" }) })\
        <p class="hint">\(view("通过：待裁定的记录有效，同一次配置的现有记录作废；不通过：待裁定的记录作废。", "To pass lets the record stand and makes the other void; to refuse makes it void."))</p>
        """
    }

    private func record(_ title: String, _ placement: PlacementSummary, _ evidence: [EvidenceView], _ view: View) -> HTML {
        view(Panel(title, aside: view(Tag(placement.state, view))) {
            """
            \(view(Facts([
                Fact(view("驿站", "Station"), "\(placement.stationName ?? view("单位自行登记", "by the employer itself"))"),
                Fact(view("人员", "Person"), "\(placement.person)"), Fact(view("单位", "Employer"), "\(placement.employer)"),
                Fact(view("类型", "Type"), "\(view(placement.type.words))"),
                Fact(view("起始日期", "From"), view.time(placement.startsOn)), Fact(view("登记时间", "Recorded"), view.time(placement.recordedAt)),
                Fact(view("记录", "Record"), view(Link(view("查看", "Open"), to: Paths.placement(placement.id)))),
            ])))\(view(EvidenceTable(placement: placement.id, evidence: evidence)))
            """
        })
    }
}
