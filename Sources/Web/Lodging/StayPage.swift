import Domain
import Markup
import Services

/// One stay for its guest: the code for the desk, and everything that can still be done with it.
struct StayPage: Page {
    /// Which of the page's forms came back.
    enum Form: String { case change, extend, leave, late, cancel, appeal }

    let stay: StayView
    private(set) var form: Form?
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case stay }

    init(_ stay: StayView, _ form: Form? = nil, _ filled: Filled = .nothing) {
        self.stay = stay
        self.form = form
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("住宿：\(summary.lodgingName)", "Stay: \(summary.lodgingName)")(language) }

    private var summary: StaySummary { stay.summary }
    private var id: ID<Stay> { summary.id }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(summary.lodgingName, lead: view.stretch(summary.first, summary.end), trail: [Link(view("我的住宿", "My stays"), to: Paths.stays())], aside: view(Tag(summary.state, view)))))\
        \(held(view))\(cancelled(view))\(miss(view))\
        \(view(Columns(main: "\(code(view))\(proofs(view))\(facts(view))", side: actions(view))))
        """
    }

    // MARK: what it is

    private func code(_ view: View) -> HTML {
        guard let code = stay.code else { return .empty }
        return view(Panel(view("入住码", "Your code"), id: "code") {
            """
            <div class="stay-code"><p class="stay-digits"><span class="hidden">\(view("入住码", "Code")) </span>\(String(code.prefix(3))) \(String(code.suffix(3)))</p>\
            <img src="\(Paths.stayCode(id))" width="168" height="168" alt="\(view("入住二维码", "QR code for the desk"))"></div>\
            <p class="hint">\(view("到店报六位数字或出示二维码，并带好预订时登记的证件。", "At the desk, say the six digits or show the QR code, and bring the document that you booked with."))</p>
            """
        })
    }

    private func proofs(_ view: View) -> HTML {
        guard StayState.awaited.contains(summary.state), !stay.proofs.isEmpty else { return .empty }
        return view(Panel(view("入住前需要的证明", "Proofs before check-in"), id: "proofs") {
            """
            \(view(ProofList(proofs: stay.proofs)))\(if: stay.proofs.contains { !$0.atDesk }, """
            <p class="hint">\(view("未通过核验的预订会取消，额度退还。", "If a proof is not accepted the booking is cancelled and your nights are yours again."))</p>\
            \(each: stay.papers, { paper($0, view) })\
            <p>\(view(Link(view("上传新的证明", "Upload another document"), to: Paths.proofs().at("add"))))\(view("，上传后回到这里提交。", "; then come back here and show it."))</p>
            """)
            """
        })
    }

    /// A document of the wallet, and whether the office may look at it.
    private func paper(_ paper: StayPaper, _ view: View) -> HTML {
        let use = PostButton(view("同意审核部门查看", "Let the office look at it"), .secondary, to: Paths.proofUses(paper.proof),
            fields: [(name: "purpose", value: Proof.Purpose.stay.rawValue), (name: "subject", value: id.rawValue), (name: "consent", value: "true")])
        return """
            <div class="row"><p><strong>\(view(paper.kind.words))</strong> <span class="hint">\(paper.name)</span></p>\
            \(paper.isShown ? view(Tag(view("审核部门可查看", "The office may look"), .good)) : view(use))</div>
            """
    }

    private func cancelled(_ view: View) -> HTML {
        guard let cancellation = stay.cancellation else { return .empty }
        let title = cancellation.byOffice ? view("资格证明未通过，预订已取消", "Your proof was not accepted; the booking is cancelled") : view("驿站取消了这次预订", "The station cancelled this booking")
        let next = cancellation.byOffice ? view("额度已退还。补充材料后可以重新预订。", "Your nights are yours again. You can add to your proof and book again.") : view("额度已退还。", "Your nights are yours again.")
        return view(Banner(.info, title, "\(with: cancellation.reason, { "<p>\(view("原因：", "Reason: "))\($0)</p>" })<p>\(next)</p>"))
    }

    private func facts(_ view: View) -> HTML {
        let count = summary.end.number - summary.first.number
        let price: HTML = "<strong>\(view(summary.price))</strong>\(if: summary.freeNights > 0, "\(view("，其中 \(summary.freeNights) 晚免费", ", \(view.nights(summary.freeNights)) free"))")"
        let rooms: HTML = "\(each: beds, { bed($0.bed, nights: $0.count, view) })"
        let kept: HTML = "\(view(stay.lateUntil ?? stay.givenUp))\(if: stay.lateUntil != nil, " \(view(Tag(view("已告知晚到", "Announced"), .good)))")"
        let facts = [
            Fact(view("入住", "First night"), "\(view.time(summary.first)) \(view("\(stay.checkInFrom) 后", "from \(stay.checkInFrom)"))"),
            Fact(view("离店", "Leaving"), "\(view.time(summary.end)) \(view("\(stay.checkOutBy) 前", "by \(stay.checkOutBy)"))，\(view.nights(count))"),
            beds.isEmpty ? nil : Fact(view("房间", "Room"), rooms), Fact(view("价格", "Price"), price), Fact(view("地址", "Address"), "\(stay.address)"),
            Fact(view("电话", "Telephone"), view.telephone(stay.phone)), summary.state == .booked ? Fact(view("最晚到店", "Kept until"), kept) : nil,
        ]
        let rules = view(stay.houseRules)
        return view(Panel(view("预订信息", "The booking")) { "\(view(Facts(facts.compactMap(\.self))))\(if: !rules.isEmpty, "<p class=\"says\">\(rules)</p>")" })
    }

    /// Nights in one bed stand together.
    private var beds: [(bed: BedView, count: Int)] {
        stay.beds.reduce(into: []) { found, bed in
            if found.last?.bed.unit == bed.unit { found[found.count - 1].count += 1 } else { found.append((bed, 1)) }
        }
    }

    private func bed(_ bed: BedView, nights: Int, _ view: View) -> HTML {
        "<span class=\"bed\">\(room(bed, view))\(if: beds.count > 1, "\(view("（\(view.short(bed.night))起 \(nights) 晚）", " (\(view.nights(nights)) from \(view.short(bed.night)))"))")</span>"
    }

    private func room(_ bed: BedView, _ view: View) -> String { bed.label.isEmpty ? view("\(bed.room) 室", "Room \(bed.room)") : view("\(bed.room) 室 \(bed.label) 床", "Room \(bed.room), bed \(bed.label)") }

    private func held(_ view: View) -> HTML {
        guard summary.state == .held, let until = summary.holdUntil else { return .empty }
        let minutes = Int(max(until.milliseconds - view.now.milliseconds, 0) / 60_000)
        let take = stay.waiting.map { PostButton(view("接受床位", "Take the bed"), to: Paths.offer($0)) } ?? PostButton(view("确认预订", "Confirm"), to: Paths.stayConfirmation(id))
        let leave = stay.waiting.map { PostButton(view("不要了", "No, thank you"), .secondary, to: Paths.waitingEnd($0)) } ?? PostButton(view("放弃", "Give it up"), .secondary, to: Paths.stayCancellation(id))
        return view(Banner(.action, view("床位保留到 \(view.clock(until))，还有 \(minutes) 分钟", "Held until \(view.clock(until)): \(minutes) minutes left"), """
            <p>\(view("请在此之前确认，过时床位自动释放给下一位。", "Please confirm before then; afterwards it goes to the next."))</p>\
            \(if: stay.waiting == nil, "<p>\(view("入住条件还有没答完的，请先补齐再确认：", "Where a condition is still open, answer it first:")) \(view(Link(view("看看还缺什么", "What is missing"), to: Paths.eligibility())))　\(view(Link(view("我的资料", "My profile"), to: Paths.me())))</p>")<div class="buttons">\(view(take))\(view(leave))</div>
            """))
    }

    private func miss(_ view: View) -> HTML {
        guard let miss = stay.miss else { return .empty }
        let what = miss.kind == .noShow ? view("未到店", "You did not come") : view("超过免费取消时间取消", "You cancelled late")
        let follows = miss.liftedAt != nil ? view("申诉成立，记录和限制已撤销。", "Your appeal was upheld; the mark and what followed are lifted.")
            : miss.bannedUntil.map { view("暂停预订至 \(view.formal($0.adding(-1)))，到期自动恢复。", "Booking is suspended until \(view.formal($0.adding(-1))), and resumes by itself.") }
            ?? view("本次为提醒；再次发生将暂停预订。", "This is a warning; another time suspends booking.")
        let appeal: HTML = switch miss.appeal?.state {
        case nil: .empty
        case .done?: .empty
        case .refused?: "<p>\(view("申诉不成立。", "Your appeal was not upheld."))\(with: miss.appeal?.answer, { " \($0)" })</p>"
        case .draft?, .open?, .correction?, .withdrawn?: "<p>\(view("申诉正在办理。", "Your appeal is being looked at."))</p>"
        }
        return """
            \(view(Banner(miss.liftedAt != nil ? .info : .action, what, "<p>\(follows)</p>\(appeal)")))\
            \(if: miss.mayAppeal && miss.liftedAt == nil, view(Panel(view("申诉", "Appeal"), id: "appeal") {
                view(FormFrame(Paths.stayAppeal(id), in: own(.appeal), buttons: [Button(view("提交申诉", "Send the appeal"))]) {
                    view(Field("text", view("请说明情况", "What happened"), .longText(rows: 4), hint: view("10 至 2000 字，如车次晚点、生病，可写明能提供的证明", "10 to 2000 characters: a late train, illness; say what can show it"), in: own(.appeal)))
                })
            }))
            """
    }

    // MARK: what can be done

    private func isFree(_ view: View) -> Bool { view.now < stay.freeUntil }

    private func own(_ which: Form) -> Filled { form == which ? filled : .nothing }

    private func actions(_ view: View) -> HTML {
        switch summary.state {
        case .booked: "\(late(view))\(change(view))\(extend(view))\(cancel(view))"
        case .checkedIn: "\(extend(view))\(leave(view))"
        case .held, .checkedOut, .cancelled, .noShow, .expired:
            view(Panel(nil) { "<p>\(view(Button(view("再订一次", "Book again"), .secondary, href: Paths.lodging(summary.lodging))))</p>" })
        }
    }

    private func fold(_ which: Form, _ title: String, _ view: View, _ content: HTML) -> HTML {
        "<details class=\"panel fold\" id=\"\(which.rawValue)\"\(if: form == which, " open")><summary>\(title)</summary>\(content)</details>"
    }

    private func late(_ view: View) -> HTML {
        guard stay.mayExpectLate, stay.lateUntil == nil else { return .empty }
        return fold(.late, view("会晚到", "I come late"), view, """
            <p>\(view("\(view.clock(stay.givenUp)) 后才能到？告知驿站后，床位保留到次日中午。", "After \(view.clock(stay.givenUp))? Tell the station, and the bed is kept until noon of the next day."))</p>\
            \(view(PostButton(view("告知驿站会晚到", "Tell the station"), .secondary, to: Paths.stayLateness(id))))
            """)
    }

    private func change(_ view: View) -> HTML {
        guard stay.mayChange else { return .empty }
        let typed = form == .change ? filled : Filled(["first": [summary.first.description], "end": [summary.end.description]])
        return fold(.change, view("修改日期", "Change the dates"), view, view(FormFrame(Paths.stayChange(id), in: typed, buttons: [Button(view("修改预订", "Change the booking"), .secondary)]) {
            """
            <p class="hint">\(view("\(view(stay.freeUntil)) 前可以修改。改不成时原预订不变。", "Until \(view(stay.freeUntil)). If the new dates cannot be had, the booking stays as it is."))</p>\
            \(field("first", view("入住日期", "First night"), .change, .date, typed, view))\(field("end", view("离店日期", "Day of leaving"), .change, .date, typed, view))\
            \(field("mayMove", view("可以中途换床", "I agree to change beds"), .change, .checkbox, typed, view))
            """
        }))
    }

    private func extend(_ view: View) -> HTML {
        let typed = form == .extend ? filled : Filled(["end": [summary.end.adding(1).description]])
        return fold(.extend, view("多住几晚", "Stay longer"), view, view(FormFrame(Paths.stayExtension(id), in: typed, buttons: [Button(view("延长住宿", "Stay longer"), .secondary)]) {
            """
            \(field("end", view("新的离店日期", "New day of leaving"), .extend, .date, typed, view))\(field("mayMove", view("原床位不空时可以换床", "I agree to change beds"), .extend, .checkbox, typed, view))
            """
        }))
    }

    private func leave(_ view: View) -> HTML {
        guard stay.mayLeaveEarly else { return .empty }
        let typed = form == .leave ? filled : Filled(["end": [max(view.zone.day(of: view.now), summary.first.adding(1)).description]])
        return fold(.leave, view("提前离店", "Leave early"), view, view(FormFrame(Paths.stayLeaving(id), in: typed, buttons: [Button(view("确认提前离店", "Leave early"), .secondary)]) {
            "<p>\(view("没有住的夜晚会退还额度，床位让给候补的人。", "Nights that you do not use are yours again, and the bed goes to who waits."))</p>\(field("end", view("离店日期", "Day of leaving"), .leave, .date, typed, view))"
        }))
    }

    private func cancel(_ view: View) -> HTML {
        let words = isFree(view) ? view("\(view(stay.freeUntil)) 前取消不留记录，额度立即退还。", "Until \(view(stay.freeUntil)) cancelling leaves no mark, and your nights are yours again.")
            : view("免费取消时间（\(view(stay.freeUntil))）已过，现在取消会留下一次记录，多次将暂停预订。", "Free cancelling ended at \(view(stay.freeUntil)). Cancelling now leaves a mark; several suspend booking.")
        return fold(.cancel, view("取消预订", "Cancel the booking"), view, """
            <p>\(words)</p>\(view(PostButton(view("取消预订", "Cancel the booking"), .danger, to: Paths.stayCancellation(id), confirm: view("\(words)确定取消吗？", "\(words) Are you sure?"))))
            """)
    }

    /// Several forms of the page ask for the same thing: only the one that came back has its own names as ids.
    private func field(_ name: String, _ label: String, _ which: Form, _ kind: Field.Kind, _ typed: Filled, _ view: View) -> HTML {
        view(Field(name, label, kind, prefix: form == which ? nil : which.rawValue, in: typed))
    }
}
