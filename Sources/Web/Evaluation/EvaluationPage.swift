import Domain
import Markup
import Services

/// One period as offices carry it out.
struct EvaluationPage: ModelPage {
    /// Which form came back with something to correct.
    enum Form: Sendable { case reveal, notice, publication, improvement, cancellation, other }

    let model: EvaluationView
    private let returned: Form?
    private let filled: Filled

    init(_ model: EvaluationView) { self.init(model, nil, .nothing) }

    init(_ model: EvaluationView, _ returned: Form?, _ filled: Filled) {
        self.model = model
        self.returned = returned
        self.filled = filled
    }

    private var period: EvaluationSummary { model.summary }

    private func filled(_ form: Form) -> Filled { returned == form ? filled : .nothing }

    func title(in language: Language) -> String { period.name }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(period.name, lead: "\(view(period.levelName)) · \(period.days(view))", trail: [Link(view("绩效评估", "Evaluation"), to: Paths.evaluations())],
            aside: "\(period.tags(view))\(with: model.clause, { " \(view(ClauseChip($0)))" })")))\(if: period.isTrial, view(TrialBanner(isRehearsal: period.isRehearsal)))\
        \(view(Columns(main: ranks(view) + objections(view) + improvements(view) + grades(view), side: steps(view) + facts(view) + cancellation(view))))
        """
    }

    private func ranks(_ view: View) -> HTML {
        let scores = Paths.scorecardsWorkbook().with("period", period.id)
        return view(Panel(model.isFrozen ? view("评估结果", "Results") : view("当前得分（不含专家评议）", "Scores of today, without the experts’"), id: "stations",
            aside: view(Link(view("导出 Excel", "As a spreadsheet"), to: scores))) {
            view(RankTable(stations: model.stations, period: period.id, empty: EmptyState(view("没有参评驿站", "No station is evaluated"))))
        })
    }

    private func objections(_ view: View) -> HTML {
        guard !model.objections.isEmpty else { return .empty }
        return view(Panel(view("得分复核", "Objections"), id: "objections") {
            view(Table(view("得分复核", "Objections"), columns: [
                .main(view("驿站", "Station")), Table.Column(view("指标", "Line")), Table.Column(view("案件", "Case")), Table.Column(view("提出时间", "Since")), Table.Column(view("结果", "Outcome")),
            ], rows: model.objections.map { item in [
                "\(item.stationName)", "\(view(item.indicator))", view(Link(item.number, to: Paths.case(item.caseID))), view.time(item.at), view(Tag(upheld: item.upheld, view)),
            ] }, empty: EmptyState("")))
        })
    }

    private func improvements(_ view: View) -> HTML {
        let stations = model.stations.filter { $0.duty != nil }
        guard !stations.isEmpty else { return .empty }
        return view(Panel(view("整改提升", "Improvements"), id: "improvements") {
            "<ul class=\"todo\">\(each: stations, { station in "\(with: station.duty, { improvement(station, $0, view) })" })</ul>"
        })
    }

    private func improvement(_ station: RankedStation, _ duty: ImprovementView, _ view: View) -> HTML {
        """
        <li><div class="todo-head"><h3>\(station.name)</h3>\(view(Tag(duty.state, view)))</div><p>\(view("期限", "By")) \(view.time(duty.dueOn))</p>\(with: duty.answer, { "<p>\($0)</p>" })\
        \(if: model.mayRun && duty.state == .answered, """
            \(view(PostButton(view("核验通过", "Accept"), .secondary, to: Paths.improvementRulings(period.id), fields: [("station", station.station.rawValue), ("accepted", "true")])))\
            \(view(FormFrame(Paths.improvementRulings(period.id), in: filled(.improvement), small: true, buttons: [Button(view("要求继续整改", "Ask for more"), .secondary)]) {
                """
                <input type="hidden" name="station" value="\(station.station.rawValue)"><input type="hidden" name="accepted" value="false">\
                \(view(Field("reason", view("理由", "Reason"), .longText(rows: 2), prefix: station.station.rawValue, in: filled(.improvement))))
                """
            }))
            """)</li>
        """
    }

    // MARK: what is to be done

    private func steps(_ view: View) -> HTML {
        guard model.mayRun || model.mayPublish else { return .empty }
        switch period.state {
        case .open:
            return view(Panel(view("下一步", "Next"), id: "next") {
                "<p>\(view("评估期结束后，开始专家评议。", "After its last day the experts score."))</p>\(if: model.mayRun, view(PostButton(view("开始专家评议", "Begin the experts’ scoring"), to: Paths.evaluationScoring(period.id))))"
            })
        case .scoring: return scoring(view)
        case .revealed: return notice(view)
        case .published:
            let ends = model.notice?.endsOn
            return view(Panel(view("下一步", "Next"), id: "next") {
                """
                <p>\(view("公示期满且复核全部办结后，办结评估。", "When the notice is over and no objection is open, the evaluation is closed."))\(with: ends, { " \(view("公示截止", "Until")) \(view.time($0))" })</p>\
                \(view(Link(view("查看公示", "See the notice"), to: Paths.evaluationNotice(period.id))))\
                \(if: model.mayRun, view(PostButton(view("办结评估", "Close the evaluation"), to: Paths.evaluationClosing(period.id), confirm: view("办结后等次生效，奖惩随即办理。确定吗？", "The grades take effect. Go on?"))))
                """
            })
        case .closed, .cancelled: return .empty
        }
    }

    /// For a period that was opened by mistake.
    private func cancellation(_ view: View) -> HTML {
        guard model.mayRun, model.steps.contains(.cancel) else { return .empty }
        return view(Panel(view("取消评估", "Cancel"), id: "cancel") {
            """
            <p class="hint">\(view("仅用于误开的评估；取消后不能恢复，可以重新开始。", "For a period that was opened by mistake. It cannot be taken back; another may be opened."))</p>\
            \(view(SideForm(Paths.evaluationCancellation(period.id), in: filled(.cancellation), button: Button(view("取消评估", "Cancel it"), .danger)) {
                view(Field("reason", view("原因", "Reason"), .longText(rows: 2), in: filled(.cancellation)))
            }))
            """
        })
    }

    private func scoring(_ view: View) -> HTML {
        view(Panel(view("专家评议", "Experts"), id: "experts") {
            """
            \(if: model.expertsWanted > 0, view(Progress(view("已完成评议", "Scores in"), model.expertsDone, of: model.expertsWanted)))\
            <p class="hint">\(view("揭晓前任何人看不到分数。", "Nobody sees a score before all are revealed together."))</p>\
            \(if: model.mayRun, view(SideForm(Paths.evaluationResults(period.id), in: filled(.reveal), button: Button(
                view("汇总得分", "Compute the results"), confirm: view("汇总后得分冻结，只能经复核更正。确定吗？", "Scores are frozen then. Go on?"))) {
                period.isTrial && model.expertsWanted == 0
                    ? view(Field("withoutExperts", view("未组建专家组，本次试算不含专家评议", "No expert group was formed; this trial goes without"), .checkbox, optional: true, in: filled(.reveal))) : .empty
            }))
            """
        })
    }

    private func notice(_ view: View) -> HTML {
        let rewarded = Set(model.grades.filter { $0.consequence == .reward }.map(\.id)), candidates = model.stations.filter { rewarded.contains($0.grade) }
        return """
            \(with: model.notice, { notice in view(Panel(view("待发布的公示", "To be published"), id: "publication") {
                """
                <p>\(notice.title)</p><ul>\(each: notice.stations, { "<li>\($0.name)：\(view($0.gradeName))\(if: $0.advanced, "（\(view("先进站点", "advanced"))）")</li>" })</ul>\
                \(if: model.mayPublish, view(SideForm(Paths.evaluationPublication(period.id), in: filled(.publication), button: Button(view("发布公示", "Publish"))) {
                    view(Field("number", view("文号", "Number"), optional: true, width: .middle, in: filled(.publication)))
                }))
                """
            }) })\(if: model.mayRun, view(Panel(view("准备公示", "Prepare the notice"), id: "notice") {
                view(SideForm(Paths.evaluationNotice(period.id), in: filled(.notice), button: Button(view("准备公示", "Prepare it"), .secondary)) {
                    """
                    \(if: !candidates.isEmpty, view(Field("advanced", view("先进站点", "Advanced stations"), .checkboxes(candidates.map { Option($0.station.rawValue, "\($0.name)（\(view($0.gradeName))）") }),
                        hint: view("结合年度绩效评估选择，公示并安排采访报道", "Published, and reported on"), optional: true, clause: Clause("三(三)"), in: filled(.notice))))\
                    \(view(Field("phone", view("监督电话", "Telephone"), .phone, in: filled(.notice))))\(view(Field("address", view("通讯地址", "Postal address"), in: filled(.notice))))
                    """
                })
            }))
            """
    }

    private func facts(_ view: View) -> HTML {
        view(Panel(view("依据", "Rests on"), id: "facts") {
            view(Facts([
                Fact(view("实施细则", "Detailed rules"), "\(model.issued ?? view("尚未印发", "not issued"))"),
                Fact(view("适用方案", "Judged under"), "\(view("\(view(model.programmeVersion)) 版", "version of \(view(model.programmeVersion))"))<br><code>\(model.programmeHash.prefix(12))</code>"),
            ]))
        })
    }

    private func grades(_ view: View) -> HTML {
        view(Panel(view("等次", "Grades"), id: "grades") {
            view(Table(view("等次", "Grades"), columns: [
                .main(view("等次", "Grade")), Table.Column(view("条件", "Wants")), Table.Column(view("结果", "Brings")), .number(view("驿站", "Stations")),
            ], rows: model.grades.map { grade in
                let least = grade.least.map { view("\($0.text) 分以上", "\($0.text) points") } ?? "—", top = grade.topPercent.map { view("，不超过 \($0)%", ", at most \($0) %") } ?? ""
                return ["\(view(grade.name))", "\(least)\(top)", "\(view(grade.consequence.words))", "\(grade.stations)"]
            }, empty: EmptyState("")))
        })
    }
}

extension Tag {
    /// What came of an objection; nil while it is open.
    init(upheld: Bool?, _ view: View) {
        switch upheld {
        case nil: self.init(view("复核中", "Open"), .active)
        case true?: self.init(view("成立，已更正", "Upheld"), .good)
        case false?: self.init(view("不成立", "Not upheld"), .idle)
        }
    }
}
