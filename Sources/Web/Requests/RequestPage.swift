import Domain
import Markup
import Services

/// A request for whoever looks: what is to be done now first, then messages, and what happened.
struct RequestPage: ModelPage {
    /// Which form came back with what is wrong.
    enum Form: Sendable { case message, file, handOn, outcome, rating, reopening, project }

    let model: RequestView
    private let form: Form?
    private let filled: Filled

    init(_ model: RequestView) { self.init(model, nil, .nothing) }

    init(_ model: RequestView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    private var summary: RequestSummary { model.summary }
    private var id: ID<Request> { summary.id }

    func title(in language: Language) -> String { summary.topic.words(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: lead(view), trail: [Link(view("我要找", "Requests"), to: Paths.requests())], aside: view(Tag(summary.state, view)))))\
        \(notice(view))\(view(Columns(main: main(view), side: side(view))))
        """
    }

    /// Who has it, and until when something happens.
    private func lead(_ view: View) -> String {
        let owner = view(summary.owner.name)
        switch summary.state {
        case .open: return view("由\(owner)承办，\(view.formal(model.answerDue))前首次答复", "With \(owner), who answer by \(view.formal(model.answerDue))")
        case .answered: return view("由\(owner)承办，\(view.formal(model.closeDue))前办结", "With \(owner), who close it by \(view.formal(model.closeDue))")
        case .closed: return view("由\(owner)办结", "Closed by \(owner)")
        case .withdrawn: return view("已由提出方撤回", "Withdrawn by whoever asked")
        }
    }

    private func notice(_ view: View) -> HTML {
        switch model.reading {
        case .former: view(Banner(.info, view("已转办，您看到的是转办前的内容", "It was handed on; you see what was written until then")))
        case .office: view(Banner(.info, view("监督查看：不显示姓名、消息和文件", "Seen for supervision: no names, messages or files")))
        case .asker, .owner: .empty
        }
    }

    private func filled(_ own: Form) -> Filled { form == own ? filled : .nothing }

    private func main(_ view: View) -> HTML {
        """
        \(if: model.mayRate, rating(view))\(outcome(view))\(if: model.reading != .office, messages(view))\(if: model.reading == .owner, others(view))\(if: !model.files.isEmpty || model.mayWrite, files(view))\
        \(if: !model.bookings.isEmpty, view(Panel(view("导师预约", "Hours with mentors"), id: "bookings") { view(BookingTable(bookings: model.bookings)) }))\
        \(if: summary.topic.takesProject && (model.project != nil || model.mayDescribe), project(view))\
        \(view(Panel(view("经过", "What happened"), id: "steps") { view(Timeline(steps(view))) }))
        """
    }

    private func steps(_ view: View) -> [Timeline.Step] {
        model.steps.enumerated().map { index, step in
            Timeline.Step(
                index == model.steps.count - 1 && RequestState.live.contains(summary.state) ? .current : .done, view(step.words),
                entries: [Timeline.Entry(at: step.at, who: step.side.map { view($0.words) } ?? "", what: "", why: step.reason)])
        }
    }

    // MARK: what was said

    private func messages(_ view: View) -> HTML {
        view(Panel(view("消息", "Messages"), id: "messages") {
            """
            \(if: !model.messages.isEmpty, """
            <ul class="entries">\(each: model.messages, { message in """
                <li><p class="entry-head"><span class="entry-what">\(view(message.side.words))</span> \(view.time(message.at))</p><p class="entry-why">\(message.text)</p></li>
                """ })</ul>
            """)\
            \(if: model.mayWrite, view(FormFrame(Paths.requestMessages(id), in: filled(.message), small: true, buttons: [Button(view("发送", "Send"))]) {
                view(Field("text", model.reading == .owner && summary.state == .open ? view("首次答复", "The first answer") : view("写消息", "Write a message"), .longText(rows: 3), prefix: "message", in: filled(.message)))
            }))
            """
        })
    }

    private func files(_ view: View) -> HTML {
        view(Panel(view("文件", "Files"), id: "files") {
            """
            \(if: !model.files.isEmpty, view(Table(view("文件", "Files"), columns: [.main(view("文件", "File")), .init(view("提供方", "From")), .init(view("时间", "When"))],
                rows: model.files.map { [view(Link($0.file.name, to: Paths.requestFile(id, $0.file.id))), "\(view($0.side.words))", view.time($0.at)] }, empty: EmptyState(view("没有文件", "No files")))))\
            \(if: model.mayWrite, view(FormFrame(Paths.requestFiles(id), in: filled(.file), files: true, small: true, buttons: [Button(view("上传", "Add"), .secondary)]) {
                view(Field("file", view("上传文件", "Add a file"), .files(.init(several: false)), in: filled(.file)))
            }))
            """
        })
    }

    // MARK: what came of it

    private func outcome(_ view: View) -> HTML {
        guard let outcome = summary.outcome, summary.state == .closed else { return .empty }
        return view(Panel(view("办理结果：\(outcome.words.zh)", "Outcome: \(outcome.words.en)"), id: "result") {
            """
            \(with: model.outcomeNote, { "<p>\($0)</p>" })\
            \(if: !model.links.isEmpty, "<ul>\(each: model.links, { link in "<li>\(view(link.thing.words))：\(self.link(link, view))</li>" })</ul>")\
            \(each: model.ratings, { rating in "<p>\(view("评价 \(rating.stars) 分", "Rated \(rating.stars) of 5"))\(with: rating.note, { "：\($0)" })</p>" })
            """
        })
    }

    private func link(_ target: RequestTarget, _ view: View) -> HTML {
        switch target.thing {
        case .policy: if let id = ID<Policy>(rawValue: target.id) { return view(Link(view(target.name), to: Paths.policy(id))) }
        case .job: if let id = ID<Job>(rawValue: target.id) { return view(Link(view(target.name), to: Paths.job(id))) }
        case .entry: if let id = ID<DirectoryEntry>(rawValue: target.id) { return view(Link(view(target.name), to: Paths.entry(id))) }
        case .event: if let id = ID<Event>(rawValue: target.id) { return view(Link(view(target.name), to: Paths.event(id))) }
        }
        return "\(view(target.name))"
    }

    private func rating(_ view: View) -> HTML {
        let filled = filled(.rating)
        return view(FormFrame(Paths.requestRating(id), in: filled, buttons: [Button(view("评价", "Rate it"))]) {
            view(Panel(view("请您评价", "How was it dealt with?"), id: "rating") {
                """
                \(view(Field("stars", view("评分", "Rating"), .radios((1...5).reversed().map { Option(String($0), view("\($0) 分", "\($0)")) }), in: filled)))\
                \(view(Field("text", view("说明", "In your words"), .longText(rows: 2), optional: true, prefix: "rating", in: filled)))
                """
            })
        })
    }

    // MARK: the project and funds

    private func project(_ view: View) -> HTML {
        view(Panel(view("项目与资金对接", "The project, and funds"), id: "project") {
            """
            \(with: model.project, { project in view(Facts([
                Fact(view("领域", "Field"), "\(model.projectField.map { view($0) } ?? "—")"), Fact(view("阶段", "Stage"), "\(project.stage.map { view($0.words) } ?? "—")"),
                Fact(view("所需资金", "Sum sought"), "\(project.sum.map { view($0) } ?? "—")"), Fact(view("区域", "Area"), "\(model.projectArea.map { view($0) } ?? "—")"),
            ])) })\
            \(if: !model.funds.isEmpty, """
            <h3>\(view("资金，最合适的在前", "Funds, those that fit best first"))</h3>\
            <ol class="entries">\(each: model.funds, { fund in """
                <li><p class="entry-head"><span class="entry-what">\(view(Link(fund.fit.name, to: Paths.entry(fund.entry))))</span></p>\
                <ul class="fit">\(each: FundFit.Answer.allCases, { reasons(fund.fit, $0, view) })</ul></li>
                """ })</ol>
            """)\
            \(if: model.project != nil && model.funds.isEmpty, "<p class=\"hint\">\(view("资金名录中还没有条目。", "The directory has no funds yet."))</p>")\
            \(if: model.mayDescribe, describe(view))
            """
        })
    }

    private func reasons(_ fit: FundFit, _ answer: FundFit.Answer, _ view: View) -> HTML {
        let reasons = fit.reasons.filter { $0.answer == answer }
        guard !reasons.isEmpty else { return .empty }
        let (kind, head): (String, HTML) = switch answer {
        case .fits: ("yes", "\(Glyph.tick)\(view("符合", "Fits"))")
        case .misses: ("no", "\(Glyph.cross)\(view("不符", "Does not"))")
        case .unknown: ("unknown", "\(Glyph.question)\(view("尚不清楚", "Not known"))")
        }
        return "<li class=\"fit-\(kind)\"><strong>\(head)</strong><ul>\(each: reasons, { "<li>\(view($0.words))</li>" })</ul></li>"
    }

    private func describe(_ view: View) -> HTML {
        var values: [String: [String]] = [:]
        if let project = model.project {
            values["field"] = project.field.map { [$0] }
            values["stage"] = project.stage.map { [$0.rawValue] }
            values["sum"] = project.sum.map { ["\($0.amount / 100)" + ($0.amount % 100 == 0 ? "" : $0.amount % 100 < 10 ? ".0\($0.amount % 100)" : ".\($0.amount % 100)")] }
            values["area"] = project.area.map { [$0] }
        }
        let filled = form == .project ? filled : Filled(values)
        return """
            <details\(if: form == .project, " open")><summary>\(view("填写项目信息", "Describe the project"))</summary>\(view(FormFrame(Paths.requestProject(id), in: filled, small: true,
                buttons: [Button(view("保存", "Save"), .secondary)]) {
                view(ProjectFields(fields: model.fields, areas: model.areas, filled: filled))
            }))</details>
            """
    }

    // MARK: beside it

    private func side(_ view: View) -> HTML {
        "\(facts(view))\(holders(view))\(if: model.reading != .owner, others(view))"
    }

    private func facts(_ view: View) -> HTML {
        var facts = [Fact(view("承办方", "With"), "\(view(summary.owner.name))")]
        if !summary.asker.isEmpty { facts.append(Fact(view("提出方", "Asked by"), "\(summary.asker)\(with: model.phone, { "　\($0.text)" })")) }
        facts.append(Fact(view("提出时间", "Asked"), view.time(summary.createdAt)))
        if RequestState.live.contains(summary.state) {
            facts.append(Fact(view("时限", "Clock"), summary.clock(view)))
            if summary.state == .open { facts.append(Fact(view("首次答复", "First answer by"), view.time(model.answerDue))) }
            facts.append(Fact(view("办结", "Outcome by"), view.time(model.closeDue)))
        }
        if summary.reopened > 0 { facts.append(Fact(view("重新打开", "Reopened"), "\(view("\(summary.reopened) 次", "\(summary.reopened) times"))")) }
        return view(Panel(view("概况", "Overview"), aside: "\(with: model.clause, { "\(view(ClauseChip($0)))" })") { view(Facts(facts)) })
    }

    private func holders(_ view: View) -> HTML {
        guard model.holders.count > 1 else { return .empty }
        return view(Panel(view("承办经过", "Who has had it"), id: "holders") {
            """
            <ol class="entries">\(each: model.holders, { holder in """
                <li><p class="entry-head"><span class="entry-what">\(view(holder.name))</span> \(view.time(holder.since))</p>\(with: holder.reason, { "<p class=\"entry-why\">\($0)</p>" })</li>
                """ })</ol>
            """
        })
    }

    private func others(_ view: View) -> HTML {
        guard model.mayClose || model.mayHandOn || model.mayReopen || model.mayWithdraw else { return .empty }
        func folded(_ own: Form, _ summary: String, _ form: HTML) -> HTML { "<details\(if: self.form == own, " open")><summary>\(summary)</summary>\(form)</details>" }
        return view(Panel(view("操作", "Actions"), id: "actions") {
            """
            \(if: model.mayClose, folded(.outcome, view("办结", "Close it"), close(view)))\
            \(if: model.mayHandOn, folded(.handOn, view("转办", "Hand it on"), handOn(view)))\
            \(if: model.mayReopen, folded(.reopening, view("没有解决，重新打开", "It is not done: reopen it"), view(FormFrame(Paths.requestReopening(id), in: filled(.reopening), small: true,
                buttons: [Button(view("重新打开", "Reopen"))]) {
                view(Field("reason", view("理由", "Reason"), .longText(rows: 2), prefix: "reopening", in: filled(.reopening)))
            })))\
            \(if: model.mayWithdraw, view(PostButton(view("撤回诉求", "Withdraw it"), .danger, to: Paths.requestWithdrawal(id), confirm: view("确定撤回？", "Withdraw it?"))))
            """
        })
    }

    private func close(_ view: View) -> HTML {
        let filled = filled(.outcome)
        return view(FormFrame(Paths.requestOutcome(id), in: filled, small: true, buttons: [Button(view("办结", "Close it"))]) {
            """
            \(view(Field("outcome", view("结果", "Outcome"), .radios(RequestOutcome.allCases.map { Option($0.rawValue, view($0.words)) }), in: filled)))\
            \(view(Field("text", view("说明", "In words"), .longText(rows: 3), prefix: "outcome", in: filled)))\
            \(view(Field("links", view("相关页面", "Pages that it points to"), .rows([
                Field("thing", view("种类", "Kind"), .select(RequestLink.allCases.map { Option($0.rawValue, view($0.words)) })), Field("id", view("页面地址", "Address")),
            ], atLeast: 0, atMost: 5, shown: 1), optional: true, in: filled)))
            """
        })
    }

    private func handOn(_ view: View) -> HTML {
        let filled = filled(.handOn)
        return view(FormFrame(Paths.requestHandOn(id), in: filled, small: true, buttons: [Button(view("转办", "Hand it on"), .secondary)]) {
            """
            \(view(Field("to", view("转给", "To"), .select(model.targets.map { Option($0.owner.rawValue, view($0.name)) }), in: filled)))\
            \(view(Field("reason", view("理由", "Reason"), .longText(rows: 2), hint: view("提出方会看到；时限不重新计算", "Whoever asked reads it; the clock goes on"), prefix: "hand-on", in: filled)))
            """
        })
    }
}
