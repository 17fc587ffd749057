import Domain
import Markup
import Services

/// One stay at the desk: before arrival the form for checking in, afterwards leaving, and whatever else may happen on the way.
struct DeskStayPage: ModelPage {
    let model: DeskStayView
    private let code: String
    private let done: StayEvent?
    /// Which form came back with something to correct.
    private let returned: StayEvent?
    private let filled: Filled

    init(_ model: DeskStayView) { self.init(model, code: nil, done: nil) }

    init(_ model: DeskStayView, code: String?, done: StayEvent?) {
        self.model = model
        self.code = code ?? ""
        self.done = done
        returned = nil
        filled = .nothing
    }

    init(_ model: DeskStayView, _ returned: StayEvent, _ filled: Filled) {
        self.model = model
        self.returned = returned
        self.filled = filled
        code = ""
        done = nil
    }

    private var stay: DeskStay { model.stay }

    private func filled(_ event: StayEvent) -> Filled { returned == event ? filled : .nothing }
    private func may(_ event: StayEvent) -> Bool { model.may.contains(event) }

    func title(in language: Language) -> String { stay.name }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(stay.name, lead: "\(model.place.name) · \(view.nights(stay.first, stay.end))", trail: [Link(view("前台", "Desk"), to: desk)], aside: "\(view(Tag(stay.state, view))) \(view.marks(stay))")))\
        \(said(view))\(lost(view))\(view(DeskScript()))\(view(Columns(main: "\(main(view))\(facts(view))", side: more(view))))
        """
    }

    private var desk: Href { Paths.desk().with("place", model.place.id) }

    private func said(_ view: View) -> HTML {
        guard let done else { return .empty }
        let words: String = switch done {
        case .checkIn: view("已办理入住，床位 \(stay.room)", "Checked in, bed \(stay.room)")
        case .checkOut: view("已退房", "Checked out")
        case .leaveEarly: view("已提前离店，剩余晚数已退还", "The nights that are left were given back")
        case .extend: view("已延住到 \(view.short(stay.end))", "Extended to \(view.short(stay.end))")
        case .change: view("日期已修改", "The dates were changed")
        case .moveRoom: view("已换到 \(stay.room)", "Moved to \(stay.room)")
        case .phoneIn: view("已登记晚到，床位保留", "The bed is kept for a late arrival")
        case .markNoShow: view("已登记未到店，床位已释放", "Marked as not come; the bed is free again")
        case .undoNoShow: view("已撤销未到店，床位 \(stay.room)", "The booking stands again, bed \(stay.room)")
        case .cancel: view("已取消，客人会收到通知", "Cancelled; the guest is told")
        case .confirm, .expire: view(stay.state.words)
        }
        return view(Banner(.good, words, actions: [Button(view("下一位客人", "Next guest"), href: desk)]))
    }

    /// What was wrong with a form that is no longer on the page.
    private func lost(_ view: View) -> HTML {
        guard let returned, !may(returned), !(returned == .undoNoShow && model.mayUndoNoShow), let error = filled.errors.first else { return .empty }
        return view(Banner(.bad, view(error.words)))
    }

    private func main(_ view: View) -> HTML {
        switch stay.state {
        case .booked: may(.checkIn) ? view(CheckInForm(model: model, code: code, filled: filled(.checkIn))) : model.obstacle.map { view(Banner(.info, view($0))) } ?? .empty
        case .checkedIn: police(view) + checkOut(view)
        case .noShow: model.mayUndoNoShow ? undo(view) : .empty
        case .held: view(Banner(.info, view("床位只是暂时保留，客人确认后才能办理入住", "The bed is only held; the guest has to confirm first")))
        case .checkedOut, .cancelled, .expired: .empty
        }
    }

    private func police(_ view: View) -> HTML {
        guard let police = stay.police, police.at == nil else { return .empty }
        let words = stay.isForeign ? view("境外人员须在入住后 24 小时内登记", "A foreign guest is to be registered within 24 hours") : view("住宿登记尚未报送公安", "Not registered with the police yet")
        return view(Panel(view("公安登记", "Registration with the police"), id: "police", aside: view(view.policeTag(police))) {
            """
            <p>\(words)\(with: police.due, { "\(view("，期限 ", ", by "))\(view($0))" })。</p>\
            <div class="buttons">\(view(DeskButton(view("已在公安系统登记", "It was registered"), .secondary, to: Paths.policeRegistration(stay.id), label: view("公安登记 \(stay.room)", "Police registration \(stay.room)"), then: Paths.deskStay(stay.id))))</div>
            """
        })
    }

    private func checkOut(_ view: View) -> HTML {
        let filled = filled(.checkOut), deposit = model.checkIn?.deposit ?? Fen(0), early = stay.end > max(model.today, stay.first.adding(1))
        return view(Panel(view("退房", "Check out"), id: "check-out") {
            """
            \(if: early, "<p class=\"hint\">\(view("原定 \(view(stay.end)) 离店；现在退房，剩余的晚数退还客人并开放预订。", "Booked until \(view(stay.end)); the nights that are left are given back."))</p>")\
            <form class="form" method="post" action="\(Paths.checkOut(stay.id))" data-desk-send="\(view("退房 \(stay.room)", "Check-out \(stay.room)"))" \
            data-desk-then="\(Paths.deskStay(stay.id).with("done", StayEvent.checkOut))" novalidate>\(view.formFields())\(view(ErrorSummary(filled)))\
            \(if: deposit > Fen(0), view(Field("deposit", view("退还押金", "Deposit given back"), .money, hint: view("收取 \(deposit.text)，不填则全部退还", "\(deposit.text) was taken; all of it where nothing is said"), optional: true, in: filled)))\
            <div class="buttons">\(view(Button(view("办理退房", "Check out"), early ? .secondary : .primary)))</div></form>
            """
        })
    }

    private func undo(_ view: View) -> HTML {
        view(Panel(view("客人到了？", "Did they come after all?"), id: "undo") {
            """
            \(if: returned == .undoNoShow, view(ErrorSummary(filled)))<p>\(view("撤销后预订恢复，未到店的记录和限制同时取消；原床位已被占用的，另排床位。", "The booking stands again, and the mark with what followed from it is lifted. If the bed was taken meanwhile, another one is given."))</p>\
            <div class="buttons">\(view(PostButton(view("撤销未到店，恢复预订", "Undo, restore the booking"), to: Paths.noShowUndone(stay.id))))</div>
            """
        })
    }

    private func facts(_ view: View) -> HTML {
        var facts: [Fact] = []
        if let document = stay.document { facts.append(Fact(view("证件", "Document"), "\(stay.documentKind.map { view($0.words) } ?? "") \(document.text)")) }
        facts.append(Fact(view("电话", "Telephone"), "\(stay.phone.text)"))
        facts.append(Fact(view("床位", "Bed"), beds(view)))
        facts.append(Fact(view("费用", "Price"), "\(stay.price.text) <span class=\"hint\">\(view("其中免费 \(model.freeNights) 晚", "\(model.freeNights) nights free"))</span>"))
        if let group = stay.groupName { facts.append(Fact(view("团队", "Group"), "\(group)")) }
        facts.append(Fact(view("预订时间", "Booked"), view.time(model.bookedAt)))
        if let checkIn = model.checkIn {
            facts.append(Fact(view("入住", "Checked in"), "\(view.time(checkIn.at))，\(checkIn.by)"))
            if checkIn.deposit > Fen(0) { facts.append(Fact(view("押金", "Deposit"), "\(checkIn.deposit.text)\(with: checkIn.depositBack, { "\(view("，退还 ", ", given back "))\($0.text)" })")) }
        }
        if let police = stay.police, let at = police.at { facts.append(Fact(view("公安登记", "Registered with the police"), "\(view.time(at))，\(police.by ?? "")")) }
        if let left = stay.leftAt { facts.append(Fact(view("退房", "Checked out"), view.time(left))) }
        if let proof = model.proof { facts.append(Fact(view("资格证明", "Proof"), "\(view(Tag(proof.state, view))) \(view.list(proof.facts))，\(proof.number)")) }
        return view(Panel(view("住宿信息", "About the stay"), id: "about") { view(Facts(facts)) })
    }

    /// One bed for all nights, or each night's where they differ.
    private func beds(_ view: View) -> HTML {
        if Set(model.beds.map(\.bed)).count < 2 { return "\(stay.room.isEmpty ? view("已释放", "given back") : stay.room)" }
        return "<ul class=\"plain\">\(each: model.beds, { "<li>\(view.short($0.night))：\($0.bed)</li>" })</ul>"
    }

    private func more(_ view: View) -> HTML { view(StayVerbs(model: model, returned: returned, filled: filled)) }
}

/// The form for checking in: what is to be seen, what is to be done, one button.
struct CheckInForm: Component {
    let model: DeskStayView
    let code: String
    let filled: Filled

    func html(_ view: View) -> HTML {
        let stay = model.stay
        let registered = Field("policeRegistered", view("已在公安系统登记", "Registered with the police"), .checkbox,
            hint: stay.isForeign ? view("境外证件：入住后 24 小时内须完成；现在未登记的，前台会显示剩余时间", "Foreign document: within 24 hours of arrival; the desk shows the time that is left") : nil, in: filled)
        return view(Panel(view("办理入住", "Check in"), id: "check-in", aside: "<span class=\"desk-bed\">\(view("床位", "Bed")) \(stay.room)</span>") {
            """
            \(with: open, { view(Banner(.action, view("证明材料尚未审核通过", "The proof has not been accepted yet"), "<p>\(view("\(view.list($0.facts))由审核部门办理，案件 \($0.number)。通过后才能入住。", "\(view.list($0.facts)): with the office, case \($0.number). The guest can check in once it is accepted."))</p>")) })\
            <form class="form" method="post" action="\(Paths.checkIn(stay.id))" data-desk-send="\(view("入住 \(stay.room)", "Check-in \(stay.room)"))" \
            data-desk-then="\(Paths.deskStay(stay.id).with("done", StayEvent.checkIn))" novalidate>\(view.formFields())\(view(ErrorSummary(filled)))\
            <input type="hidden" name="code" value="\(filled.value("code").isEmpty ? code : filled.value("code"))">\
            \(view(Field("identitySeen", view("已核对证件，与本人一致：\(stay.name) \(stay.document?.text ?? "")", "Document seen and the guest’s own: \(stay.name) \(stay.document?.text ?? "")"), .checkbox, in: filled)))\
            \(if: !model.papers.isEmpty, view(Field("proofsSeen", view("已查验：\(view.list(model.papers))", "Seen: \(view.list(model.papers))"), .checkbox, clause: model.clause, in: filled)))\
            \(view(registered))\(view(Field("deposit", view("钥匙押金", "Key deposit"), .money, optional: true, in: filled)))\
            \(view(ActionBar(view(Button(view("办理入住", "Check in"))))))</form>
            """
        })
    }

    private var open: ProofStanding? { model.proof.flatMap { $0.state == .open || $0.state == .correction ? $0 : nil } }
}

/// What else may happen to a stay, each folded until it is wanted.
struct StayVerbs: Component {
    let model: DeskStayView
    let returned: StayEvent?
    let filled: Filled

    private var stay: DeskStay { model.stay }

    func html(_ view: View) -> HTML {
        let parts = StayEvent.allCases.filter(model.may.contains).map { ($0, form($0, view)) }.filter { !$0.1.isEmpty }
        guard !parts.isEmpty else { return .empty }
        return view(Panel(view("其他办理", "More"), id: "more") {
            "\(each: parts, { event, form in "<details class=\"fold\"\(if: event == returned, " open")><summary>\(words(event, view))</summary>\(form)</details>" })"
        })
    }

    private func words(_ event: StayEvent, _ view: View) -> String {
        switch event {
        case .change: view("改日期", "Other dates")
        case .phoneIn: view("登记晚到", "Comes later")
        case .markNoShow: view("登记未到店", "Did not come")
        case .cancel: view("驿站取消预订", "Cancel by the station")
        case .extend, .moveRoom, .leaveEarly, .confirm, .expire, .checkIn, .checkOut, .undoNoShow: view(event.words)
        }
    }

    private func form(_ event: StayEvent, _ view: View) -> HTML {
        let filled = returned == event ? filled : .nothing
        switch event {
        case .moveRoom: return move(view, filled)
        case .extend:
            return view(SideForm(Paths.deskExtension(stay.id), in: filled, button: Button(view("延住", "Extend"), .secondary)) {
                view(Field("end", view("新的离店日期", "New day of leaving"), .date, hint: view("晚于 \(view.short(stay.end))", "After \(view.short(stay.end))"), in: filled)) + mayMove(view, filled)
            })
        case .leaveEarly:
            return view(SideForm(Paths.earlyDeparture(stay.id), in: filled, button: Button(view("提前离店", "Leave early"), .secondary)) {
                view(Field("end", view("新的离店日期", "New day of leaving"), .date, hint: view("早于 \(view.short(stay.end))，不填为今天；还要另办退房", "Before \(view.short(stay.end)), today where nothing is said; checking out comes on that day"), optional: true, in: filled))
            })
        case .change:
            return view(SideForm(Paths.deskDates(stay.id), in: filled, button: Button(view("修改日期", "Change"), .secondary)) {
                view(Field("first", view("入住日期", "First night"), .date, in: filled)) + view(Field("end", view("离店日期", "Day of leaving"), .date, in: filled)) + mayMove(view, filled)
            })
        case .phoneIn: return late(view, filled)
        case .markNoShow:
            return """
                \(view(ErrorSummary(filled)))<p class="hint">\(view("床位释放给候补的人；按规则记一次未到店，客人可以申诉。", "The bed goes to who waits; the rules’ consequence follows, and the guest can appeal."))</p>\
                \(view(PostButton(view("登记未到店", "Mark as not come"), .danger, to: Paths.noShow(stay.id), confirm: view("登记 \(stay.name) 未到店。确定吗？", "Mark \(stay.name) as not come?"))))
                """
        case .cancel:
            return view(SideForm(Paths.deskCancellation(stay.id), in: filled, button: Button(view("取消预订", "Cancel the booking"), .danger, confirm: view("取消后床位和额度都退还，不记客人的过失。确定吗？", "Bed and nights are given back, without a mark on the guest. Cancel?"))) {
                view(Field("reason", view("原因", "Reason"), .longText(rows: 2), hint: view("将告知客人", "The guest is told"), in: filled))
            })
        case .checkIn, .checkOut, .undoNoShow, .confirm, .expire: return .empty
        }
    }

    private func mayMove(_ view: View, _ filled: Filled) -> HTML {
        view(Field("mayMove", view("可以中途换床", "May change beds on the way"), .checkbox, in: filled))
    }

    private func move(_ view: View, _ filled: Filled) -> HTML {
        guard !model.otherBeds.isEmpty else { return "<p class=\"hint\">\(view("没有在剩余日期内都空着的合适床位。", "No fitting bed is free on all nights that are left."))</p>" }
        let options = model.otherBeds.map { bed in
            Option(bed.unit.rawValue, "\(bed.bed)（\(view(bed.gender.words))\(bed.accessible ? view("，无障碍", ", accessible") : "")）")
        }
        return view(SideForm(Paths.roomMove(stay.id), in: filled, button: Button(view("换到这张床", "Move"), .secondary)) { view(Field("unit", view("新床位", "New bed"), .select(options), in: filled)) })
    }

    private func late(_ view: View, _ filled: Filled) -> HTML {
        let zone = view.zone
        let moments = [zone.instant(stay.first, hour: 23), zone.instant(stay.first.adding(1)), zone.instant(stay.first.adding(1), hour: 2), zone.instant(stay.first.adding(1), hour: 6), model.lateMost]
        let options = moments.filter { $0 > view.now && $0 > model.givenUpAt || $0 == model.lateMost }.map { Option($0.description, "\(view.short(zone.day(of: $0))) \(view.clock($0))") }
        return view(SideForm(Paths.lateArrival(stay.id), in: filled, button: Button(view("保留床位", "Keep the bed"), .secondary)) {
            view(Field("until", view("保留到", "Keep until"), .select(options), hint: view("客人来电说明晚到时使用", "When the guest has telephoned"), in: filled))
        })
    }
}
