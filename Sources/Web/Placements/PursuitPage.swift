import Domain
import Markup
import Services

/// One talent and one job with each other, for whichever side looks: the one action of this moment first, then what happened.
struct PursuitPage: ModelPage {
    /// Which form came back with what is wrong.
    enum Form: Sendable { case acceptance, slots, others, interview, offer, answer, hire, refusal, withdrawal, company, placement }

    let model: PursuitView
    private let form: Form?
    private let filled: Filled

    init(_ model: PursuitView) { self.init(model, nil, .nothing) }

    init(_ model: PursuitView, _ form: Form?, _ filled: Filled) {
        self.model = model
        self.form = form
        self.filled = filled
    }

    private var summary: PursuitSummary { model.summary }
    private var id: ID<Pursuit> { summary.id }
    private var isOver: Bool { summary.turn == nil }

    func title(in language: Language) -> String { summary.title }

    func body(_ view: View) -> HTML {
        let back = switch model.side {
        case .talent, .system: Link(view("求职进展", "My job applications"), to: Paths.ownPursuits())
        case .employer: Link(view("招聘进展", "Applicants"), to: Paths.hiringPursuits())
        case .station: Link(view("前台", "Desk"), to: model.station.map { Paths.stationPursuits($0) } ?? Paths.desk())
        }
        return """
            \(view(PageHeader(model.side == .talent ? summary.title : summary.who.map { "\($0) · \(summary.title)" } ?? summary.title, lead: summary.company, trail: [back], aside: view(Tag(summary.state, isTurn: summary.turn == model.side, view)))))\
            \(now(view))\(view(Columns(main: main(view), side: side(view))))
            """
    }

    // MARK: the one action of this moment

    private func now(_ view: View) -> HTML {
        switch (model.side, summary.state) {
        case (.talent, .invited), (.talent, .recommended): acceptance(view)
        case (.talent, .slotsProposed): choice(view)
        case (.talent, .offered): answer(view)
        case (.talent, .interviewSet): interview(view)
        case (.employer, .inTouch): slots(view)
        case (.employer, .interviewSet): offer(view)
        case (.employer, .accepted): hire(view)
        default: model.mayRecord ? record(view) : .empty
        }
    }

    private func filled(_ own: Form) -> Filled { form == own ? filled : .nothing }

    private func acceptance(_ view: View) -> HTML {
        let filled = filled(.acceptance)
        let lead = summary.begunBy == .station ? view("驿站推荐您应聘这个岗位。", "A station recommends you for this job.") : view("用人单位邀请您应聘。对方目前不知道您是谁。", "The employer invites you. They do not know who you are.")
        return view(FormFrame(Paths.pursuitAcceptance(id), in: filled, buttons: [Button(view("接受", "Accept"))]) {
            view(Panel(view("是否接受", "Do you accept?"), id: "now") {
                """
                <p>\(lead)</p>\(with: model.note, { "<p class=\"says\">\($0)</p>" })\
                \(view(Field("reply", view("回复", "Reply"), .longText(rows: 3), optional: true, in: filled)))\(view(ProofChoice(proofs: model.ownProofs, filled: filled)))\
                \(view(Field("consent", view("同意向\(summary.company)提供我的姓名、手机号和所选材料", "I agree that \(summary.company) sees my name, my number and the documents chosen"), .checkbox, in: filled)))
                """
            })
        })
    }

    private func choice(_ view: View) -> HTML {
        let filled = filled(.interview), open = model.slots.filter(\.isOpen)
        guard !open.isEmpty else { return view(Banner(.action, view("提出的时间都已过去，请另约", "The times have passed; ask for others"))) }
        return view(FormFrame(Paths.pursuitInterview(id), in: filled, buttons: [Button(view("选定面试时间", "Choose this time"))]) {
            view(Panel(view("请选择面试时间", "Choose a time for the interview"), id: "now") {
                """
                \(view(Field("slot", view("面试时间", "Time"), .radios(open.map {
                    Option($0.id.rawValue, view($0.at), hint: view("约 \($0.minutes) 分钟，\($0.place)", "About \($0.minutes) minutes, \($0.place)")) }), in: filled)))\
                <p class="hint">\(view("选定后自动登记面试码，可直接用于预订特价住宿。", "An interview code is registered for you at once; it serves for booking a bed."))</p>
                """
            })
        })
    }

    private func answer(_ view: View) -> HTML {
        let filled = filled(.answer)
        guard let offer = model.offers.first else { return .empty }
        return view(FormFrame(Paths.pursuitAnswer(id), in: filled, buttons: [
            Button(view("接受录用", "Accept the offer"), name: "accept", value: "true"), Button(view("谢绝", "Decline"), .secondary, name: "accept", value: "false"),
        ]) {
            view(Panel(view("录用通知", "The offer"), id: "now") {
                """
                \(view(Facts(facts(offer, view))))\(view(Field("reason", view("说明", "Note"), .longText(rows: 2), optional: true, in: filled)))
                """
            })
        })
    }

    private func slots(_ view: View, aside: Bool = false) -> HTML {
        let filled = filled(.slots)
        return view(FormFrame(Paths.pursuitSlots(id), in: filled, small: aside, buttons: [Button(view("提出面试时间", "Propose these times"))]) {
            view(Panel(view("安排面试", "Arrange an interview"), id: "slots") {
                """
                \(view(Field("slots", view("面试时间", "Times"), .rows([Field("at", view("日期和时间", "Day and time"), .moment)], atLeast: 1, atMost: 5, shown: 3),
                    hint: view("1 至 5 个，由对方选择", "One to five, of which the person chooses"), in: filled)))\
                \(view(Field("place", view("面试地点", "Place"), hint: view("例：青岛市崂山区松岭路 1 号 3 层", "For example: 1 Songling Road, Laoshan, Qingdao"), in: filled)))\
                \(view(Field("minutes", view("时长", "How long"), .number(unit: view("分钟", "minutes")), optional: true, in: filled)))
                """
            })
        })
    }

    private func offer(_ view: View, aside: Bool = false) -> HTML {
        let filled = filled(.offer)
        let periods = [Option("month", view("每月", "a month")), Option("day", view("每天", "a day")), Option("hour", view("每小时", "an hour"))]
        return view(FormFrame(Paths.pursuitOffer(id), in: filled, small: aside, buttons: [Button(view("发出录用通知", "Make the offer"))]) {
            view(Panel(view("录用通知", "Make an offer"), id: "offer") {
                """
                \(view(Field("position", view("岗位", "Position"), width: .middle, in: form == .offer ? filled : Filled(["position": [summary.title]]))))\(view(Field("payFrom", view("税前薪酬", "Pay before tax"), .money, in: filled)))\
                \(view(Field("payTo", view("至", "Up to"), .money, optional: true, in: filled)))\(view(Field("payPer", view("计薪方式", "Paid"), .select(periods), optional: true, width: .narrow, in: filled)))\
                \(view(Field("startsOn", view("入职日期", "First day"), .date, in: filled)))\
                \(view(Field("replyUntil", view("答复期限", "Answer by"), .date, hint: view("当天有效，逾期自动失效", "To the end of that day; it lapses by itself"), in: filled)))
                """
            })
        })
    }

    private func hire(_ view: View) -> HTML {
        let filled = filled(.hire)
        return view(FormFrame(Paths.pursuitHire(id), in: filled, buttons: [Button(view("确认入职", "Confirm the start"))]) {
            view(Panel(view("确认入职", "Has the person begun?"), id: "now") { view(Field("startedOn", view("入职日期", "First day"), .date, in: filled)) })
        })
    }

    private func record(_ view: View) -> HTML {
        let filled = filled(.placement)
        let needsProject = model.type == .project
        return view(FormFrame(Paths.pursuitPlacement(id), in: filled, buttons: [Button(view("登记人才资源配置", "Record the placement"))]) {
            view(Panel(view("登记人才资源配置", "Record the placement"), id: "now") {
                """
                <p>\(view("类型：\(model.type.words.zh)；起始日期：\(model.startedOn?.chinese ?? "")。信息已自动填好，登记后补充证明即可计入。",
                    "Type: \(model.type.words.en); from \(model.startedOn?.description ?? ""). Everything is filled in; it counts once its evidence is there."))</p>\
                \(if: needsProject, view(Field("project", view("项目名称", "Name of the project"), width: .middle, in: filled)))
                """
            })
        })
    }

    // MARK: what is known

    private func main(_ view: View) -> HTML {
        let next = isOver ? nil : view(summary.next)
        return """
            \(view(Panel(view("进展", "What happened"), id: "steps") { view(StepList(steps: model.steps, next: next, isOver: isOver)) }))\
            \(if: !model.slots.isEmpty && !(model.side == .talent && (summary.state == .interviewSet || summary.state == .slotsProposed)), interview(view))\
            \(each: Array(model.offers.dropFirst(model.side == .talent && summary.state == .offered ? 1 : 0)), { offer in
                view(Panel(view("录用通知", "Offer")) { view(Facts(facts(offer, view))) })
            })
            """
    }

    private func interview(_ view: View) -> HTML {
        view(Panel(view("面试", "Interview"), id: "interview") {
            """
            <ul class="plain">\(each: model.slots, { slot in """
                <li>\(view.time(slot.at)) · \(view("约 \(slot.minutes) 分钟", "about \(slot.minutes) minutes")) · \(slot.place) \(if: slot.isChosen, view(Tag(view("已选定", "Chosen"), .good)))</li>
                """ })</ul>\
            \(with: model.interview, { code in "<p>\(view("面试码", "Interview code"))：<strong>\(code.number)</strong></p>" })
            """
        })
    }

    private func facts(_ offer: OfferView, _ view: View) -> [Fact] {
        var facts = [
            Fact(view("岗位", "Position"), "\(offer.position)"), Fact(view("薪酬", "Pay"), "\(view.pay(from: offer.payFrom, to: offer.payTo, per: offer.payPer))"),
            Fact(view("入职日期", "First day"), view.time(offer.startsOn)), Fact(view("答复期限", "Answer by"), view.time(offer.lastDay)),
        ]
        if let answer = offer.answer {
            let words = switch answer {
            case .accepted: Words("已接受", "Accepted")
            case .declined: Words("已谢绝", "Declined")
            case .lapsed: Words("已过期", "Lapsed")
            case .ended: Words("已终止", "Ended")
            }
            facts.append(Fact(view("答复", "Answer"), "\(view(words))"))
        }
        return facts
    }

    private func side(_ view: View) -> HTML {
        """
        \(people(view))\(if: !model.proofs.isEmpty, proofs(view))\(if: model.side == .talent && !isOver, company(view))\(others(view))
        """
    }

    private func people(_ view: View) -> HTML {
        var facts = [Fact(view("岗位", "Job"), "\(view(Link(summary.title, to: Paths.job(summary.job))))")]
        if model.side != .talent { facts.append(Fact(view("求职者", "Talent"), summary.who.map { "\($0)" } ?? "\(view("接受后可见", "shown once they accept"))")) }
        if let phone = model.phone { facts.append(Fact(view("手机号", "Number"), "\(phone)")) }
        if let note = model.note, !(model.side == .talent && PursuitState.unnamed.contains(summary.state)) { facts.append(Fact(view("留言", "Note"), "\(note)")) }
        if let reply = model.reply { facts.append(Fact(view("回复", "Reply"), "\(reply)")) }
        if let station = model.stationName { facts.append(Fact(view("陪同驿站", "Accompanied by"), "\(station)")) }
        if let reason = model.reason { facts.append(Fact(view("理由", "Reason"), "\(reason)")) }
        if let started = model.startedOn { facts.append(Fact(view("入职", "Started"), view.time(started))) }
        if let placement = model.placement { facts.append(Fact(view("人才资源配置", "Placement"), "\(view(Link(view("查看记录", "See the record"), to: Paths.placement(placement))))")) }
        return view(Panel(view("双方", "Both sides")) { view(Facts(facts)) })
    }

    private func proofs(_ view: View) -> HTML {
        view(Panel(view("材料", "Documents"), id: "proofs") {
            """
            \(each: model.proofs, { proof in
                guard model.side == .employer, !proof.isOpen else {
                    return "<p>\(view(proof.kind.words))：\(view(Link(proof.name, to: Paths.proofFile(proof.id))))</p>" as HTML
                }
                return view(FormFrame(Paths.proofLooks(proof.id), small: true, buttons: [Button(view("查看", "Open"), .secondary)]) {
                    let why = Filled(["why": [view("招聘审核", "Considering the application")]])
                    return "<p>\(view(proof.kind.words))：\(proof.name)</p>\(view(Field("why", view("查看原因", "Why you look"), width: .middle, prefix: proof.id.rawValue, in: why)))"
                })
            })
            """
        })
    }

    private func company(_ view: View) -> HTML {
        let filled = form == .company ? filled : Filled(["station": [model.station?.rawValue ?? ""]])
        return view(FormFrame(Paths.pursuitCompany(id), in: filled, small: true, buttons: [Button(view("保存", "Save"), .secondary)]) {
            view(Panel(view("驿站陪同", "A station accompanies you"), id: "company") {
                view(Field("station", view("驿站", "Station"), .select(model.stations.map { Option($0.id.rawValue, $0.name) }),
                    hint: view("所选驿站可以看到进展和您的姓名、手机号；留空即不陪同", "It sees the steps, your name and your number. Leave it empty for none"), optional: true, prefix: "c", in: filled))
            })
        })
    }

    /// What else can be done, beside the one action of this moment.
    private func others(_ view: View) -> HTML {
        guard !isOver else { return .empty }
        let state = summary.state
        func reason(_ own: Form, _ path: Href, _ title: String, _ button: String, optional: Bool) -> HTML {
            let filled = filled(own)
            return """
                <details\(if: form == own, " open")><summary>\(title)</summary>\(view(FormFrame(path, in: filled, small: true, buttons: [Button(button, .danger)]) {
                    view(Field("reason", view("理由", "Reason"), .longText(rows: 2), optional: optional, prefix: "\(own)", in: filled))
                }))</details>
                """
        }
        switch model.side {
        case .talent:
            let mayAsk = state == .slotsProposed || state == .interviewSet
            let isUnnamed = PursuitState.unnamed.contains(state)
            return view(Panel(view("其他操作", "Other actions")) {
                """
                \(if: mayAsk, reason(.others, Paths.pursuitOtherTimes(id), view("时间不合适", "None of the times suits"), view("请求另约", "Ask for other times"), optional: true))\
                \(reason(.withdrawal, Paths.pursuitWithdrawal(id), isUnnamed ? view("谢绝", "Decline") : view("撤回求职", "Withdraw"), isUnnamed ? view("谢绝", "Decline") : view("撤回", "Withdraw"), optional: true))
                """
            })
        case .employer:
            let mayPropose = state == .slotsProposed || state == .interviewSet, mayOffer = state == .inTouch || state == .slotsProposed
            return view(Panel(view("其他操作", "Other actions")) {
                """
                \(if: mayPropose, "<details\(if: form == .slots, " open")><summary>\(view("改约面试", "Propose other times"))</summary>\(slots(view, aside: true))</details>")\
                \(if: mayOffer, "<details\(if: form == .offer, " open")><summary>\(view("直接录用", "Make an offer now"))</summary>\(offer(view, aside: true))</details>")\
                \(reason(.refusal, Paths.pursuitRefusal(id), view("不予录用", "Do not take"), view("不予录用", "Do not take"), optional: false))
                """
            })
        case .station, .system: return .empty
        }
    }
}
