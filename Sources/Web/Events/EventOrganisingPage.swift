import Domain
import Markup
import Services

/// Around one event, for its organiser, the offices, and stations that are asked to take it: in whose name it runs, its papers and employers, offers, and its record.
struct EventOrganisingPage: ModelPage {
    enum Form: Sendable { case name, answer, revocation, offer, paper, employer, record, confirmation, sendBack, duplicate }

    let model: EventDeskView
    let form: Form?
    private let typed: Filled

    init(_ model: EventDeskView) { self.init(model, nil, .nothing) }

    init(_ model: EventDeskView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        typed = filled
    }

    func filled(_ form: Form) -> Filled { self.form == form ? typed : .nothing }

    func title(in language: Language) -> String { Words("\(model.title)：筹办与成效", "\(model.title): arrangements and record")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(view("筹办与成效", "Arrangements and record"), lead: model.title, trail: trail(view),
            aside: "\(view(Tag(model.state, view)))\(if: model.isOutsidePlan, " \(view(Tag(view("计划外", "Outside the plan"))))")\(with: model.clause, { " \(view(ClauseChip($0)))" })")))\
        \(hindrances(view))\(each: model.offers.filter(\.mayAnswer), { answer($0, view) })\(facts(view))\(if: isPast, papers(view))\(EventRecordPanels(page: self).html(view))\(names(view))\(if: !isPast, papers(view))\(employers(view))\(offers(view))
        """
    }

    /// A draft's own page is its organiser's alone.
    private func trail(_ view: View) -> [Link] {
        [Link(view("活动", "Events"), to: Paths.events())] + (model.state != .draft || model.isOrganiser ? [Link(model.title, to: Paths.event(model.id))] : [])
    }

    /// Sheet and photographs are looked at, or added, before the record.
    private var isPast: Bool { model.state == .over || model.state == .held }

    private func hindrances(_ view: View) -> HTML {
        guard !model.hindrances.isEmpty else { return .empty }
        return view(Banner(.action, view("补齐后才能发布", "Wanted before it can be announced"), "<ul>\(each: model.hindrances, { "<li>\(view($0))</li>" })</ul>"))
    }

    private func facts(_ view: View) -> HTML {
        view(Panel(view("活动", "The event")) {
            view(Facts([
                Fact(model.naming.wording == nil ? view("名义", "Name") : view("主办和承办", "Held by"), "\(view(model.naming.words))"), Fact(view("时间", "When"), EventPieces.when(model.beginsAt, model.endsAt, view)), Fact(view("地点", "Where"), "\(model.place)"),
                Fact(view("名额", "Seats"), "\(view.number(model.seats))"),
            ] + (model.plan.map { [Fact(view("年度计划", "Yearly plan"), view(Link(view("查看计划", "See the plan"), to: Paths.eventPlan($0))))] } ?? [])))
        })
    }

    // MARK: in whose name

    private func names(_ view: View) -> HTML {
        guard model.authority != nil, !model.consents.isEmpty || model.mayAsk else { return .empty }
        return view(Panel(view("以建站审批单位名义", "In the authority’s name"), id: "names") {
            """
            \(each: model.consents, { consent($0, view) })\(if: model.mayAsk, ask(view))
            """
        })
    }

    private func consent(_ consent: EventDeskView.Consent, _ view: View) -> HTML {
        var facts = [
            Fact(view("用语", "Words"), "\(consent.words)　\(view(Tag(consent.state, view)))"), Fact(view("同意单位", "Authority"), "\(view(consent.officeName))"),
            Fact(view("有效期", "Valid"), "\(view.time(consent.from)) — \(view.time(consent.to))\(if: consent.fromPlan, "<br><span class=\"hint\">\(view("随年度计划同意", "consented to with the yearly plan"))</span>")"),
        ]
        if let reason = consent.reason { facts.append(Fact(view("理由", "Reason"), "\(reason)")) }
        return "\(view(Facts(facts)))\(if: consent.mayAnswer, decide(consent, view))\(if: consent.mayRevoke, revoke(consent, view))"
    }

    private func ask(_ view: View) -> HTML {
        view(FormFrame(Paths.eventNames(model.id), in: filled(.name), small: true, buttons: [Button(view("申请使用名义", "Ask for the name"), .secondary)]) {
            view(Field("wording", view("用语", "Wording"), .radios(model.wordings.map { Option($0.id, view($0.name)) }), in: filled(.name)))
        })
    }

    private func decide(_ consent: EventDeskView.Consent, _ view: View) -> HTML {
        let own = filled(.answer)
        let values = own.values.isEmpty && own.errors.isEmpty ? Filled(["wording": [consent.wording], "from": [consent.from.description], "to": [consent.to.description]]) : own
        return view(FormFrame(Paths.eventNameAnswer(consent.id), in: values, small: true, buttons: [
            Button(view("同意", "Consent"), name: "grant", value: "true"), Button(view("不同意", "Refuse"), .secondary, name: "grant", value: "false"),
        ]) {
            """
            \(view(Field("wording", view("用语", "Wording"), .select(model.wordings.map { Option($0.id, view($0.name)) }), in: values)))\
            \(view(Field("from", view("自", "From"), .date, in: values)))\(view(Field("to", view("至", "To"), .date, in: values)))\
            \(view(Field("reason", view("理由", "Reason"), .longText(rows: 2), hint: view("不同意的须写明", "Wanted with a refusal"), optional: true, prefix: "answer", in: values)))
            """
        })
    }

    private func revoke(_ consent: EventDeskView.Consent, _ view: View) -> HTML {
        view(FormFrame(Paths.eventNameRevocation(consent.id), in: filled(.revocation), small: true, buttons: [
            Button(view("撤回同意", "Take the consent back"), .danger, confirm: view("撤回后立即改为驿站名义。确定吗？", "It runs in the station’s own name at once. Go on?")),
        ]) { view(Field("reason", view("撤回理由", "Reason"), .longText(rows: 2), prefix: "revocation", in: filled(.revocation))) })
    }

    // MARK: papers and employers

    private func papers(_ view: View) -> HTML {
        guard !model.papers.isEmpty || !kinds.isEmpty else { return .empty }
        let columns: [Table.Column] = [.main(view("文件", "File")), Table.Column(view("种类", "Kind")), Table.Column(view("上传时间", "Added"))]
        return view(Panel(view("材料", "Papers"), id: "papers") {
            """
            \(view(Table(view("材料", "Papers"), columns: columns + (kinds.isEmpty ? [] : [.action(view("办理", "Action"))]), rows: model.papers.map { paper in [
                view(Link(paper.file.name, to: Paths.eventFile(model.id, paper.file.id))), "\(view(paper.kind.words))", view.time(paper.at),
            ] + (kinds.isEmpty ? [] : [kinds.contains(paper.kind)
                ? view(PostButton(view("移除", "Remove"), .quiet, to: Paths.eventPaperRemoval(model.id), fields: [("file", paper.file.id.rawValue)])) : .empty])
            }, empty: EmptyState(view("还没有材料", "No papers yet")))))\(if: !kinds.isEmpty, attach(view))
            """
        })
    }

    /// What the organiser adds and removes now: plans before the event, photographs and sheets after it begins, nothing under a record that an office has.
    private var kinds: [EventPaperKind] {
        guard model.isOrganiser else { return [] }
        switch model.state {
        case .draft: return EventPaperKind.before
        case .open: return EventPaperKind.allCases
        case .over: return model.mayWrite ? EventPaperKind.allCases.filter { !EventPaperKind.before.contains($0) } : []
        case .held, .cancelled: return []
        }
    }

    private func attach(_ view: View) -> HTML {
        view(FormFrame(Paths.eventPapers(model.id), in: filled(.paper), files: true, small: true, buttons: [Button(view("上传", "Add"), .secondary)]) {
            """
            \(view(Field("kind", view("种类", "Kind"), .select(kinds.map { Option($0.rawValue, view($0.words)) }), width: .middle, in: filled(.paper))))\
            \(view(Field("file", view("文件", "File"), .files(.init(several: false)), hint: view("大型活动和现场招聘会须附应急预案和安全方案；照片和签到表在活动后上传",
                "Large events and fairs on site need both plans; photographs and the sheet come afterwards"), in: filled(.paper))))
            """
        })
    }

    private func employers(_ view: View) -> HTML {
        let isLive = model.state == .draft || model.state == .open
        guard !model.employers.isEmpty || (model.isOrganiser && isLive) else { return .empty }
        return view(Panel(view("参会单位", "Employers"), id: "employers") {
            """
            \(view(Table(view("参会单位", "Employers"), columns: [.main(view("单位", "Employer")), Table.Column(view("核验", "Standing")), .action(view("办理", "Action"))], rows: model.employers.map { employer in [
                view(Link(employer.name, to: Paths.employer(employer.id))),
                employer.standing == .verified ? view(Tag(view("已核验", "Verified"), .good)) : employer.standing == .barred ? view(Tag(view("限制中", "Barred"), .bad)) : view(Tag(view("未核验", "Not verified"), .action)),
                model.isOrganiser && isLive && !employer.fromFair ? view(PostButton(view("移除", "Remove"), .quiet, to: Paths.eventEmployerRemoval(model.id), fields: [("organisation", employer.id.rawValue)])) : .empty,
            ] }, empty: EmptyState(view("没有列明单位", "None are named")))))\(if: model.isOrganiser && isLive, view(FormFrame(Paths.eventEmployers(model.id), in: filled(.employer), small: true,
                buttons: [Button(view("增加单位", "Add"), .secondary)]) {
                view(Field("creditCode", view("统一社会信用代码", "Credit code"), width: .middle, in: filled(.employer)))
            }))
            """
        })
    }

    // MARK: offers

    private func offers(_ view: View) -> HTML {
        guard model.mayOffer || !model.offers.isEmpty else { return .empty }
        return view(Panel(view("征询驿站承办", "Offered to stations"), id: "offers") {
            """
            \(if: !model.offers.isEmpty, view(Table(view("征询驿站承办", "Offered to stations"), columns: [
                .number(view("次序", "Place")), .main(view("驿站", "Station")), Table.Column(view("为何在此次序", "Why")), Table.Column(view("答复", "Answer")), Table.Column(view("期限", "By")),
            ], rows: model.offers.map { offer in [
                "\(offer.place)", view(Link(offer.name, to: Paths.station(offer.station))), EventPlanPieces.reasons(offer.reasons, view),
                    "\(view(Tag(offer.state, view)))\(with: offer.reason, { "<br><span class=\"hint\">\($0)</span>" })",
                offer.answerBy.map { EventPlanPieces.lastDay($0, view) } ?? "—",
            ] }, empty: EmptyState(""))))\(if: model.mayOffer && model.offers.isEmpty, "<p>\(view("依次按领域、容纳人数、评估得分征询驿站，先答复的承办。", "Stations are asked by field, capacity and score; the first yes takes it."))</p>\(view(PostButton(view("向驿站征询", "Offer it to stations"), to: Paths.eventOffers(model.id))))")
            """
        })
    }

    private func answer(_ offer: EventDeskView.Offer, _ view: View) -> HTML {
        view(FormFrame(Paths.eventOfferAnswer(offer.id), in: filled(.offer), small: true, buttons: [
            Button(view("承办", "We take it"), name: "accept", value: "true"), Button(view("不承办", "We decline"), .secondary, name: "accept", value: "false"),
        ]) {
            view(Panel(view("\(offer.name)：是否承办？", "\(offer.name): will you run it?"), id: "offer") {
                """
                <p>\(view("第 \(offer.place) 位征询", "Place \(offer.place)"))：\(EventPlanPieces.reasons(offer.reasons, view))</p>\(with: offer.answerBy, { "<p>\(view("请答复，最迟", "Please answer, on this day at the latest:")) \(EventPlanPieces.lastDay($0, view))</p>" })\
                \(view(Field("reason", view("不承办的理由", "Why not"), .longText(rows: 2), hint: view("不承办的须写明", "Wanted where you decline"), optional: true, prefix: "offer", in: filled(.offer))))
                """
            })
        })
    }
}

/// The record of a held event: what was handed in, the form for it, and what an office does with it.
struct EventRecordPanels: Component {
    let page: EventOrganisingPage

    private var model: EventDeskView { page.model }

    func html(_ view: View) -> HTML {
        """
        \(with: model.record, { record($0, view) })\(if: model.mayWrite, write(view))\(if: model.mayRule, rule(view))
        """
    }

    private func record(_ record: EventDeskView.Record, _ view: View) -> HTML {
        var facts = [
            Fact(view("到场人数", "People who came"), "\(view.number(record.people))"), Fact(view("投入", "Inputs"), "\(view("\(record.staff) 人，\(record.money.text)", "\(record.staff) people, \(record.money.text)"))"),
            Fact(view("成效", "Outcome"), "\(record.outcome)"), Fact(view("登记", "Recorded"), "\(record.by)　\(view.time(record.handedInAt))"),
        ]
        if let attended = model.attended { facts.insert(Fact(view("现场签到", "Counted at the door"), "\(view.number(attended))"), at: 1) }
        if !record.links.isEmpty { facts.append(Fact(view("报道链接", "Links"), "\(each: record.links, { "<a href=\"\($0)\" rel=\"nofollow noopener\">\($0)</a><br>" })")) }
        if let office = record.officeName, let at = record.ruledAt { facts.append(Fact(view("办理", "Ruled by"), "\(view(office))　\(view.time(at))")) }
        if let reason = record.reason { facts.append(Fact(view("理由", "Reason"), "\(reason)")) }
        if let other = record.duplicateOf { facts.append(Fact(view("与此重复", "Duplicate of"), view(Link(record.duplicateTitle ?? other.rawValue, to: Paths.eventOrganising(other))))) }
        return view(Panel(view("活动成效", "Record"), id: "record", aside: view(Tag(record.state, view))) { view(Facts(facts)) })
    }

    private func write(_ view: View) -> HTML {
        let own = page.filled(.record)
        let values: Filled
        if own.values.isEmpty, own.errors.isEmpty, let record = model.record {
            values = Filled(["people": [String(record.people)], "staff": [String(record.staff)], "money": [EventPlanPieces.yuan(record.money)], "outcome": [record.outcome], "links": record.links])
        } else if own.values.isEmpty, own.errors.isEmpty, let attended = model.attended, attended > 0 {
            values = Filled(["people": [String(attended)]])
        } else {
            values = own
        }
        return view(FormFrame(Paths.eventRecord(model.id), in: values, small: true, buttons: [Button(view("提交成效", "Hand the record in"))]) {
            view(Panel(view("登记活动成效", "Record what became of it"), id: "write") {
                """
                <p class="hint">\(view("请先在上面的“材料”中上传签到表；现场活动还须有照片。", "First add the sign-in sheet under “Papers” above, and photographs of an event on site."))</p>\
                \(view(Field("people", view("到场人数", "People who came"), .number(unit: view("人", "people")), in: values)))\(view(Field("staff", view("投入人数", "People who worked for it"),
                    .number(unit: view("人", "people")), in: values)))\
                \(view(Field("money", view("投入资金", "Money that went into it"), .money, hint: view("没有的填 0", "0 for none"), in: values)))\(view(Field("outcome", view("成效", "What came of it"),
                    .longText(rows: 5), in: values)))\
                \(view(Field("links", view("报道链接", "Link to a report"), hint: "https://", optional: true, in: values)))
                """
            })
        })
    }

    private func rule(_ view: View) -> HTML {
        guard let record = model.record else { return .empty }
        return """
            \(if: !model.candidates.isEmpty, candidates(view))\(if: record.state == .handedIn, confirm(view))\(if: record.state != .returned, sendBack(view))
            """
    }

    private func confirm(_ view: View) -> HTML {
        let filled = page.filled(.confirmation)
        return view(FormFrame(Paths.eventRecordConfirmation(model.id), in: filled, small: true, buttons: [Button(view("确认成效，计入统计", "Confirm: it counts"))]) {
            view(Panel(view("确认", "Confirm"), id: "confirm") {
                """
                <p>\(view("请核对照片、签到表与填报的人数。", "Check photographs and sheet against the numbers."))</p>\
                \(if: !model.candidates.isEmpty, view(Field("distinct", view("已核对上述活动，不是同一场", "I looked at the events above; they are others"), .checkbox, in: filled)))
                """
            })
        })
    }

    private func sendBack(_ view: View) -> HTML {
        let filled = page.filled(.sendBack), form = view(FormFrame(Paths.eventRecordReturn(model.id), in: filled, small: true, buttons: [Button(view("退回修改", "Return it"), .secondary)]) {
            view(Panel(view("退回", "Return"), id: "return") { view(Field("reason", view("理由", "Reason"), .longText(rows: 2), prefix: "return", in: filled)) })
        })
        // What was ruled already is seldom given back.
        guard model.record?.state != .handedIn else { return form }
        return "<details class=\"fold\"\(if: page.form == .sendBack, " open")><summary>\(view("退回修改", "Return it"))</summary>\(form)</details>"
    }

    private func candidates(_ view: View) -> HTML {
        let filled = page.filled(.duplicate), record = model.record
        return view(Panel(view("可能是同一场活动", "May be the same event"), id: "candidates", aside: "<span class=\"count\">\(model.candidates.count)</span>") {
            """
            \(view(Table(view("可能是同一场活动", "May be the same event"), columns: [
                .main(view("活动", "Event")), Table.Column(view("驿站", "Station")), Table.Column(view("时间", "When")), Table.Column(view("地点", "Where")), Table.Column(view("状态", "State")), Table.Column(view("为何", "Why")),
            ], rows: model.candidates.map { candidate in [
                view(Link(candidate.title, to: Paths.eventOrganising(candidate.event))), "\(candidate.station ?? "—")", view.time(candidate.beginsAt), "\(candidate.place)",
                candidate.record.map { view(Tag($0, view)) } ?? view(Tag(candidate.state, view)), EventPlanPieces.reasons(candidate.reasons, view),
            ] }, empty: EmptyState(""))))\(if: record?.state == .handedIn || record?.state == .confirmed, view(FormFrame(Paths.eventDuplicate(model.id), in: filled, small: true,
                buttons: [Button(view("标记为重复，不计入", "Mark as a duplicate"), .danger)]) {
                """
                \(view(Field("of", view("与哪一场重复", "Of which"), .select(model.candidates.map { Option($0.event.rawValue, $0.title) }), in: filled)))\(view(Field("reason", view("理由", "Reason"),
                    .longText(rows: 2), prefix: "duplicate", in: filled)))
                """
            }))
            """
        })
    }
}
