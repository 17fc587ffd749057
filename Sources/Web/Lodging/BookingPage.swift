import Domain
import Markup
import Services

/// What is about to be booked, with whatever is still wanted of the person; or why it cannot be, and what can be done instead.
struct BookingPage: Page {
    let booking: BookingView
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case booking }

    init(_ booking: BookingView, _ filled: Filled = .nothing) {
        self.booking = booking
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("核对并预订", "Check and book")(language) }

    private var place: LodgingSummary { booking.place }
    private var eligibility: EligibilityView { booking.eligibility }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), trail: [Link(view("特价住宿", "Lodging"), to: Paths.lodgings()), Link(place.name, to: Paths.lodging(place.id).with("first", booking.first).with("end", booking.end))])))\
        \(with: booking.obstacle, { obstacle($0, view) })\(summary(view))\
        \(if: booking.obstacle == nil, eligibility.verdict == .no ? refused(view) : form(view))\
        \(if: booking.obstacle == nil || booking.obstacle?.code == "no_bed", conditions(view))
        """
    }

    private func summary(_ view: View) -> HTML {
        let count = booking.end.number - booking.first.number
        let price = booking.price.map { price -> HTML in
            let free = booking.freeNights ?? 0
            return "<strong>\(view(price))</strong>\(if: free > 0, "\(view("，其中 \(free) 晚免费", ", \(free) nights free"))")<br><span class=\"hint\">\(view("门市价合计 \(view(booking.listPrice))", "List price \(view(booking.listPrice))"))</span>"
        }
        return view(Panel(nil) {
            view(Facts([
                Fact(view("住处", "Place"), "\(place.name)<br><span class=\"hint\">\(place.address)</span>"),
                Fact(view("入住", "First night"), "\(view.time(booking.first)) \(view("\(eligibility.terms.checkInFrom) 后", "from \(eligibility.terms.checkInFrom)"))"),
                Fact(view("离店", "Leaving"), "\(view.time(booking.end)) \(view("\(eligibility.terms.checkOutBy) 前", "by \(eligibility.terms.checkOutBy)"))，\(view.nights(count))"),
                booking.accessible ? Fact(view("床位", "Bed"), "\(view("无障碍床位", "accessible"))") : nil,
                booking.mayMove ? Fact(view("换床", "Change of beds"), "\(view("没有整段空床时可以中途换床", "agreed to, if no bed is free on all nights"))") : nil,
                price.map { Fact(view("价格", "Price"), $0) },
                Fact(view("免费取消", "Free cancelling"), "\(view("\(view(booking.freeUntil)) 前", "before \(view(booking.freeUntil))"))"),
            ].compactMap(\.self)))
        })
    }

    // MARK: it cannot be

    private func obstacle(_ obstacle: BookingView.Obstacle, _ view: View) -> HTML {
        let count = booking.end.number - booking.first.number
        let isFull = obstacle.code == "no_bed"
        var ways: [Button] = []
        if isFull, !booking.mayMove, count > 1 { ways.append(Button(view("接受中途换床再试", "Try with a change of beds"), .secondary, href: again(mayMove: true))) }
        ways.append(Button(view("换个日期", "Other dates"), .secondary, href: Paths.lodging(place.id).with("first", booking.first)))
        ways.append(Button(view("看同期其他住处", "Other places on these dates"), .secondary, href: place.nearby.with("first", booking.first).with("end", booking.end)))
        if obstacle.code == "bed_elsewhere" || obstacle.code == "banned" { ways = [Button(view("查看我的住宿", "My stays"), .secondary, href: Paths.stays())] }
        return """
            \(view(Banner(.bad, view(obstacle.words), "\(with: obstacle.next, { "<p>\(view($0))</p>" })\(with: obstacle.clause, { "<p>\(view(ClauseChip($0)))</p>" })", actions: ways)))\
            \(if: isFull && eligibility.verdict != .no, waitlist(view))
            """
    }

    private func again(mayMove: Bool) -> Href {
        Paths.booking(place.id).with("first", booking.first).with("end", booking.end).with("accessible", booking.accessible ? true : nil).with("mayMove", mayMove ? true : nil)
    }

    private func waitlist(_ view: View) -> HTML {
        if booking.waiting != nil {
            return view(Banner(.info, view("您已在这几晚的候补名单中", "You are on the waitlist for these nights"), "<p>\(view("有床位时会发消息给您，并为您保留一段时间。", "You get a message when a bed is free; it is held for you for a while."))</p>",
                actions: [Button(view("查看候补", "See the waitlist"), .secondary, href: Paths.stays().at("waiting"))]))
        }
        return view(Panel(view("加入候补", "Join the waitlist"), id: "waitlist") {
            """
            <p>\(view("有人取消或提前离店时，床位按先后顺序为您保留 \(eligibility.terms.offerMinutes) 分钟，并发消息通知。",
                "When somebody cancels or leaves early, the bed is held for \(eligibility.terms.offerMinutes) minutes for whoever waits longest, with a message."))</p>\
            \(if: booking.wantsIdentity || booking.wantsRegistration, "<p>\(view("先填写姓名和证件再加入候补。", "Give your name and document first.")) \(view(Link(view("去填写", "Fill it in"), to: booking.wantsRegistration ? Paths.me() : Paths.identity())))</p>")\
            \(if: !booking.wantsIdentity && !booking.wantsRegistration, view(FormFrame(Paths.waitlist(place.id), in: filled, buttons: [Button(view("加入候补", "Join the waitlist"))]) {
                "\(hidden)\(consent(view))\(questions(view))\(if: booking.end.number - booking.first.number > 1, view(mayMove(view)))"
            }))
            """
        })
    }

    private func refused(_ view: View) -> HTML {
        view(Banner(.bad, view("按现有资料，您还不符合入住条件", "By your profile, you are not entitled yet"), "<p>\(view(eligibility.summary))\(view("。差在哪里见下方逐项条件。", ". What is missing is below."))</p>", actions: [
            Button(view("更新我的资料", "Bring my profile up to date"), .secondary, href: Paths.me()), Button(view("看其他区域", "Other areas"), .secondary, href: Paths.lodgings().with("first", booking.first).with("end", booking.end)),
        ]))
    }

    // MARK: it can be

    private func form(_ view: View) -> HTML {
        view(FormFrame(Paths.bookings(place.id), in: filled, buttons: [Button(view("确认预订", "Book")), hold(view)].compactMap(\.self)) {
            """
            \(hidden)\(if: booking.mayMove, "<input type=\"hidden\" name=\"mayMove\" value=\"true\">")\(if: booking.wantsRegistration, view(FieldGroup(view("登记为人才用户", "Register for personal use")) { view(ConsentField(.account, name: "registration", in: filled)) }))\
            \(if: booking.wantsIdentity, identity(view))\(consent(view))\(if: !eligibility.questions.isEmpty, view(FieldGroup(view("还需要您回答", "Still to be answered"), clause: eligibility.clause,
                says: "\(view("用于判断入住条件，保存到“我的资料”。", "For the conditions; kept in your profile."))\(hold(view) == nil ? "" : view("手边没有答案的，可以先保留床位，补齐后再确认。", " If you have to look something up, have the bed held meanwhile."))") { questions(view) }))
            """
        })
    }

    /// Who they are is known, and something is still to be looked for: what is answered already is kept, and the bed meanwhile.
    private func hold(_ view: View) -> Button? {
        guard !booking.wantsIdentity, !booking.wantsRegistration, !eligibility.questions.isEmpty else { return nil }
        let minutes = eligibility.terms.holdMinutes
        return Button(view("先为我保留 \(minutes) 分钟", "Hold it for \(minutes) minutes"), .secondary, action: Paths.holds(place.id))
    }

    /// Agreed to with the first booking; what a station learns is asked for by itself.
    private func consent(_ view: View) -> HTML {
        booking.wantsConsent ? view(FieldGroup(view("个人信息的使用", "How your data is used")) { view(ConsentField(.lodging, name: "lodgingConsent", in: filled)) }) : .empty
    }

    private var hidden: HTML {
        """
        <input type="hidden" name="first" value="\(booking.first.description)"><input type="hidden" name="end" value="\(booking.end.description)">\
        \(if: booking.accessible, "<input type=\"hidden\" name=\"accessible\" value=\"true\">")
        """
    }

    private func questions(_ view: View) -> HTML { "\(each: eligibility.questions, { view(FactQuestion(question: $0, filled: filled)) })" }

    private func mayMove(_ view: View) -> Field {
        let chosen = filled.values.isEmpty && booking.mayMove ? Filled(["mayMove": ["true"]]) : filled
        return Field("mayMove", view("如果没有一张床全程空着，我愿意中途换床", "If no bed is free on all nights, I agree to change beds"), .checkbox, in: chosen)
    }

    private func identity(_ view: View) -> HTML {
        let countries = Country.all.sorted { $0.code < $1.code }.map { Option($0.code, "\($0.code) \(view($0.name))") }
        let filled = filled.value("kind").isEmpty ? Filled(filled.values.merging(["kind": [IdentityDocument.Kind.residentID.rawValue]]) { $1 }, errors: filled.errors) : filled
        let isAbroad = !["country", "sex", "birthDate"].allSatisfy { filled.error($0) == nil && filled.value($0).isEmpty }
        return view(FieldGroup(view("姓名和身份证件", "Name and identity document"), says: view("每人每晚一张床，额度按证件计算。号码加密保存，页面只显示部分字符。",
            "One bed a night for each person; entitlement goes by the document. The number is kept encrypted and shown in part.")) {
            """
            \(view(Field("name", view("姓名", "Name"), hint: view("与证件一致", "As on the document"), width: .middle, autocomplete: "name", in: filled)))\
            \(view(Field("kind", view("证件类型", "Kind"), .select(IdentityDocument.Kind.allCases.map { Option($0.rawValue, view($0.words)) }), width: .middle, in: filled)))\
            \(view(Field("number", view("证件号码", "Number"), width: .middle, autocomplete: "off", in: filled)))\
            <details\(if: isAbroad || view.language == .en, " open")><summary>\(view("使用护照或其他证件的，还需填写", "With a passport or another document, also"))</summary><div class="stack">\
            \(view(Field("country", view("签发国家或地区", "Issued by"), .select(countries), optional: true, width: .middle, in: filled)))\
            \(view(Field("sex", view("性别", "Sex"), .radios(Sex.allCases.map { Option($0.rawValue, view($0.words)) }), hint: view("只用于安排床位", "For beds in shared rooms alone"), optional: true, in: filled)))\
            \(view(Field("birthDate", view("出生日期", "Birth date"), .date, optional: true, autocomplete: "bday", in: filled)))</div></details>\
            \(view(ConsentField(.sensitiveIdentity, in: filled)))
            """
        })
    }

    private func conditions(_ view: View) -> HTML {
        """
        \(view(Panel(view("入住条件", "Conditions"), id: "conditions") { view(Reasons(eligibility, view)) }))\
        \(if: eligibility.verdict != .no && !eligibility.proofs.isEmpty, view(Panel(view("入住前需要的证明", "Proofs before check-in")) { view(ProofList(proofs: eligibility.proofs)) }))\
        \(if: !eligibility.entitlement.isEmpty, view(Panel(view("剩余额度", "What is left")) { view(EntitlementLine(eligibility.entitlement)) }))
        """
    }
}

/// A booking with whatever was still wanted of the person: their registration, their document, answers for their profile.
struct BookingForm: Codable, Sendable {
    let first: Day
    let end: Day
    let accessible: Bool?
    let mayMove: Bool?
    /// Consent to being registered as a talent, of an account that is not yet.
    let registration: Bool?
    let name: String?
    let kind: IdentityDocument.Kind?
    let number: String?
    let country: String?
    let sex: Sex?
    let birthDate: Day?
    /// To the use of the document's number.
    let consent: Bool?
    /// To what the station learns for a stay, of a person who does not agree to it yet.
    let lodgingConsent: Bool?
    let answers: [String: [String]]?

    var wish: StayWish { StayWish(first: first, end: end, accessible: accessible, mayMove: mayMove) }
}

/// An entry in a waitlist, with answers for the profile.
struct WaitingForm: Codable, Sendable {
    let first: Day
    let end: Day
    let accessible: Bool?
    let mayMove: Bool?
    /// To what the station learns for a stay, of a person who does not agree to it yet.
    let lodgingConsent: Bool?
    let answers: [String: [String]]?

    var wish: StayWish { StayWish(first: first, end: end, accessible: accessible, mayMove: mayMove) }
}
