import Domain
import Markup
import Services

extension LodgingKind: PathParameter {}
extension Sex: PathParameter {}

extension Tag {
    init(_ state: StayState, _ view: View) {
        switch state {
        case .held: self.init(view(state.words), .action)
        case .booked: self.init(view(state.words), .active)
        case .checkedIn: self.init(view(state.words), .good)
        case .checkedOut, .cancelled, .expired: self.init(view(state.words), .idle)
        case .noShow: self.init(view(state.words), .bad)
        }
    }

    init(_ kind: LodgingKind, _ view: View) { self.init(view(kind.words), kind == .own ? .active : .idle) }

    init(_ draw: DrawSummary, _ view: View) {
        if draw.isDrawn { self.init(view("已抽签", "Drawn"), .idle) } else if draw.isOpen(view) { self.init(view("报名中", "Open"), .action) } else { self.init(view("报名已截止", "Closed"), .idle) }
    }
}

extension DrawSummary {
    /// Whether one can still ask for a bed.
    func isOpen(_ view: View) -> Bool { !isDrawn && view.now < closes }
}

extension LodgingSummary {
    /// Places with beds, those near this one first; all of them where nobody knows where it is.
    var nearby: Href {
        guard let latitude, let longitude else { return Paths.lodgings() }
        return Paths.lodgings().with("latitude", latitude).with("longitude", longitude)
    }
}

extension View {
    /// `12/7`
    func numeral(_ day: Day) -> String { "\(day.parts.month)/\(day.parts.day)" }

    /// `周一`, `Mon`
    func weekday(_ day: Day) -> String {
        let zh = ["一", "二", "三", "四", "五", "六", "日"], en = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        return self("周\(zh[day.weekday - 1])", en[day.weekday - 1])
    }

    /// To be tapped on a phone.
    func telephone(_ number: String) -> HTML { "<a href=\"tel:\(number.filter { $0.isASCII && ($0.isNumber || $0 == "+") })\">\(number)</a>" }

    func nights(_ count: Int) -> String { self("\(count) 晚", count == 1 ? "1 night" : "\(count) nights") }

    /// From metres: `约 1.2 公里`, `about 1.2 km`
    func distance(_ metres: Int) -> String {
        if metres < 1000 { return self("约 \(max(metres / 100, 1) * 100) 米", "about \(max(metres / 100, 1) * 100) m") }
        let kilometres = metres < 10_000 ? "\(metres / 1000).\(metres / 100 % 10)" : "\(metres / 1000)"
        return self("约 \(kilometres) 公里", "about \(kilometres) km")
    }

    /// `12月10日（周四）至12月12日（周六），2 晚`
    func stretch(_ first: Day, _ end: Day) -> String {
        let count = nights(end.number - first.number)
        return self("\(short(first))（\(weekday(first))）至 \(short(end))（\(weekday(end))），\(count)", "\(weekday(first)) \(short(first)) to \(weekday(end)) \(short(end)), \(count)")
    }
}

/// What a night costs, beside what everybody else pays.
struct PriceLine: Component {
    let place: LodgingSummary
    let terms: StayTerms

    func html(_ view: View) -> HTML {
        let list: HTML = "<span class=\"price-list\"><span class=\"hidden\">\(view("门市价", "list price"))</span><s>\(view(place.listPrice))</s></span>"
        if place.kind == .referral {
            return "<p class=\"price\"><strong>\(view("协议价 \(view(place.specialPrice))/晚", "\(view(place.specialPrice)) a night, as agreed"))</strong> \(list)</p>"
        }
        return """
            <p class="price"><strong>\(view("每次前 \(terms.nightsPerStay) 晚免费", "First \(terms.nightsPerStay) nights of a stay are free"))</strong> \(list)\
            \(if: terms.mayPay, "<br>\(view("之后每晚最多 \(view(place.specialPrice))", "then at most \(view(place.specialPrice)) a night"))")</p>
            """
    }
}

/// How many beds are free on a night: a number and a word, with a colour beside; or why it cannot be booked.
struct NightCell: Component {
    let free: Int
    let why: ShutNights.Why?

    init(_ night: Day, free: Int, shut: [ShutNights]) {
        self.free = free
        why = shut.first { $0.contains(night) }?.why
    }

    var kind: String { why == .draw ? "draw" : why != nil ? "out" : free == 0 ? "full" : free <= 2 ? "few" : "free" }

    func html(_ view: View) -> HTML {
        if why == .draw { return "<span class=\"left\">\(view("抽签", "draw"))</span>" }
        if let why { return "<span class=\"left\"><span aria-hidden=\"true\">–</span><span class=\"hidden\">\(view(why.words))</span></span>" }
        return free == 0 ? "<span class=\"left\">\(view("满", "full"))</span>" : "<span class=\"left\">\(view("余 \(free)", "\(free)"))<span class=\"hidden\">\(view(" 床", " free"))</span></span>"
    }
}

extension ShutNights.Why {
    var words: Words {
        switch self {
        case .early, .ahead: Words("未开放", "not open")
        case .blackout: Words("不安排住宿", "no lodging")
        case .draw: Words("以抽签方式分配", "given by draw")
        case .contract: Words("不在协议期内", "outside the contract")
        case .released: Words("当日余房已退还酒店", "tonight’s rooms have gone back to the hotel")
        }
    }

    /// Whether there is more to say of it than that its time has not come or is over.
    var isWorthSaying: Bool {
        switch self {
        case .early, .ahead: false
        case .blackout, .draw, .contract, .released: true
        }
    }
}

/// A photo of a place, in the frame that its list gives it.
struct PlacePhoto: Component {
    let place: LodgingSummary
    let photo: ID<StoredFile>
    /// Which one it is, from 1; nil where it only goes along with the place's name.
    var number: Int?

    func html(_ view: View) -> HTML {
        let alt = number.map { view("\(place.name)照片 \($0)", "Photo \($0) of \(place.name)") } ?? ""
        return "<img src=\"\(Paths.placePhoto(place.id, photo))\" alt=\"\(alt)\" width=\"480\" height=\"360\" loading=\"lazy\">"
    }
}

/// Stays and nights that are left, from the ledger.
struct EntitlementLine: Component {
    let years: [EntitlementView]

    init(_ years: [EntitlementView]) { self.years = years }

    func html(_ view: View) -> HTML {
        """
        \(with: years.compactMap(\.bannedUntil).max(), { day in view(Banner(.bad, view("暂停预订至 \(view.formal(day.adding(-1)))", "Booking is suspended until \(view.formal(day.adding(-1)))"),
            "<p>\(view("到期自动恢复；如有异议，可在相应住宿记录中申诉。", "It ends by itself; you can appeal on the page of the stay."))</p>")) })\
        \(each: years, { year($0, view) })
        """
    }

    private func year(_ year: EntitlementView, _ view: View) -> HTML {
        func left(_ used: Int, _ most: Int?, _ zh: String, _ en: String) -> HTML? {
            most.map { "<li><span class=\"figure-number\">\(view.number(max($0 - used, 0)))</span> <span>\(view("\(zh)（共 \($0) \(zh)）", "of \($0) \(en)"))</span></li>" }
        }
        let parts = [left(year.staysUsed, year.stays, "次", "stays"), left(year.nightsUsed, year.nights, "晚", "nights")].compactMap(\.self)
        guard !parts.isEmpty else { return .empty }
        let title = year.isRolling ? view("近 365 天内还可以住", "Left within 365 nights") : view("\(year.year) 年还可以住", "Left in \(year.year)")
        return "<div class=\"quota\"><p class=\"figure-label\">\(title)</p><ul>\(each: parts, { $0 })</ul></div>"
    }
}

extension Reasons {
    /// Why somebody may have a bed, or not.
    init(_ eligibility: EligibilityView, _ view: View) { self.init(eligibility.reasons, view) }

    /// What a rule came to, condition by condition.
    /// - Parameter own: whether the clauses are those of the rule's own document, and not of the notice.
    init(_ reasons: [ReasonView], _ view: View, ofOwnDocument own: Bool = false) {
        self.init(reasons.map { reason in
            let answer: Answer = switch reason.verdict {
            case .yes: .yes
            case .no: .no
            case .unknown: .unknown
            }
            var change = (reason.change ?? reason.waits).map { view($0) }
            if let comes = reason.comes { change = (change ?? "") + view("；\(view.formal(comes))起自然符合", "; met by itself from \(view.formal(comes))") }
            let clause = own ? reason.clause.map { view("（\($0.text)）", " (\($0.text))") } ?? "" : ""
            return Reason(answer, view(reason.requirement) + clause, found: reason.found.map { view($0) }, clause: own ? nil : reason.clause, change: answer == .yes ? nil : change)
        })
    }
}

/// What has to be shown before the bed is slept in.
struct ProofList: Component {
    let proofs: [ProofWanted]

    func html(_ view: View) -> HTML {
        guard !proofs.isEmpty else { return .empty }
        return """
            <ul class="plain">\(each: proofs, { proof in """
                <li><strong>\(view(proof.name))</strong><br>\
                <span class="hint">\(proof.papers.map { view($0) }.joined(separator: view("、", ", ")))\(view(proof.atDesk ? "；到店时出示" : "；入住前上传，由审核部门核验",
                    proof.atDesk ? "; shown at the desk" : "; added before you arrive, and looked at by the office"))</span></li>
                """ })</ul>
            """
    }
}

/// A question of the rules, as few taps as can be.
struct FactQuestion: Component {
    let question: FactQuestionView
    let filled: Filled

    private var name: String { "answers.\(question.fact)" }

    func html(_ view: View) -> HTML {
        let label = view(question.question)
        var hint = question.hint.map { view($0) }
        if question.wantsDetail { hint = view("请写到区县", "Please name the district or county") }
        let options = question.options.map { Option($0.id, view($0.name)) }
        switch question.kind {
        case .yesNo: return view(Field(name, label, .radios([Option("yes", view("是", "Yes")), Option("no", view("否", "No"))]), hint: hint, in: filled))
        case .one: return view(Field(name, label, .radios(options), hint: hint, in: filled))
        case .several: return view(Field(name, label, .checkboxes(options), hint: hint, in: filled))
        case .number: return view(Field(name, label, .number(unit: nil), hint: hint, in: filled))
        case .money: return view(Field(name, label, .money, hint: hint, in: filled))
        case .day: return view(Field(name, label, .date, hint: hint, in: filled))
        case .code: return view(Field(name, label, hint: hint, width: .narrow, in: filled))
        case .place: return view(Field(name, label, .suggested(Paths.divisions()), hint: view("例：山东省青岛市崂山区", "In Chinese, or by code: 370212"), width: .middle, in: filled))
        case .places:
            let boxes = [Option(Profile.none, view("无", "None"))] + options
            let other = filled.all(name).filter { value in !boxes.contains { $0.value == value } }.joined(separator: "、")
            return """
                \(view(Field(name, label, .checkboxes(boxes), hint: hint, in: filled)))\
                <div class="field"><label for="f-\(name)-other">\(view("其他地方", "Somewhere else"))<span class="optional">\(view("（选填）", " (optional)"))</span></label>\
                <p class="hint" id="f-\(name)-other-hint">\(view("例：山东省济南市历城区", "In Chinese, or by code: 370112"))</p>\
                <input class="w-middle" type="text" id="f-\(name)-other" name="\(name)" value="\(other)" aria-describedby="f-\(name)-other-hint" list="f-\(name)-list" data-suggest="\(Paths.divisions())"><datalist id="f-\(name)-list"></datalist></div>
                """
        }
    }
}
