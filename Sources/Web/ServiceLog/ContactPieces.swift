import Domain
import Markup
import Services

extension ContactState: PathParameter {}

extension Tag {
    init(_ state: ContactState, _ view: View) {
        let kind: Kind = switch state {
        case .recorded: .active
        case .confirmed: .good
        case .disputed: .bad
        case .void, .undone: .idle
        }
        self.init(view(state.words), kind)
    }
}

extension View {
    /// The last day before a limit at midnight: `2020年12月14日`, where the limit is the 15th at 0:00.
    func lastDay(_ until: Instant) -> Day { zone.day(of: until.adding(seconds: -1)) }

    /// `4.5`, from tenths.
    func rating(_ tenths: Int?) -> String { tenths.map { "\($0 / 10).\($0 % 10)" } ?? "—" }
}

/// The figures over a list of contacts.
struct ContactCountFacts: Component {
    let counts: ContactCounts
    let unconfirmedCounts: Bool
    let clause: Clause?
    /// The list behind the figures, filtered as they are.
    let lines: Href

    func html(_ view: View) -> HTML {
        """
        \(view(Panel(view("统计", "Figures"), aside: "\(with: clause, { "\(view(ClauseChip($0)))" })") {
            """
            \(view(Facts([
                Fact(view("服务人次", "Contacts"), "\(view("\(view.number(counts.occurrences)) 人次", view.number(counts.occurrences)))"),
                Fact(view("服务人数", "Different people"),
                    "\(view("\(view.number(counts.persons)) 人", view.number(counts.persons)))\(counts.unnumbered > 0 ? view("，另有 \(counts.unnumbered) 人次未留号码", ", and \(counts.unnumbered) contacts without a number") : "")"),
                Fact(view("本人确认率", "Confirmed by the person"), "\(counts.confirmedPercent.map { "\($0)%" } ?? "—")（\(view.number(counts.confirmed)) / \(view.number(counts.lines))）",
                    change: counts.confirmed > 0 ? Link(view("查看", "See them"), to: lines.with("state", ContactState.confirmed)) : nil),
                Fact(view("平均评分", "Mean rating"), "\(view.rating(counts.ratingTenths))\(counts.rated > 0 ? view("（\(counts.rated) 次评分，满分 5）", " of 5, \(counts.rated) ratings") : "")"),
                Fact(view("有异议", "Disputed"), "\(view.number(counts.disputed))",
                    change: counts.disputed > 0 ? Link(view("查看", "See them"), to: lines.with("state", ContactState.disputed)) : nil),
            ])))\
            <p class="hint">\(unconfirmedCounts ? view("本人未确认的暂计入；有异议、作废、疑似重复的一律不计。", "Contacts that nobody has confirmed count for now; those disputed, taken back or doubled never do.")
                : view("本人确认后才计入；有异议、作废、疑似重复的一律不计。", "A contact counts once the person has confirmed it; those disputed, taken back or doubled never do."))</p>
            """
        }))
        """
    }
}

/// What the person says of a contact: right or not, how good it was, a few words.
struct ContactAnswerForm: Component {
    let action: Href
    let contact: OwnContactView
    /// Offers to find it in an account.
    var offersKeeping = false
    /// Tells several forms of a page apart.
    var prefix: String?
    let filled: Filled

    func html(_ view: View) -> HTML {
        var choices: [Option] = []
        if contact.mayConfirm { choices.append(Option("true", view("是我本人，情况属实", "Yes, that was me, and it is right"))) }
        if contact.mayDispute { choices.append(Option("false", view("不是我，或情况不符", "No, that was not so"), hint: view("这条记录不再计入驿站的服务", "It does not count for the station any more"))) }
        let offered = choices
        let stars = [5, 4, 3, 2, 1].map { star in Option(String(star), view(Self.words(star))) }
        return view(FormFrame(action, in: filled, small: prefix != nil, buttons: [Button(view("提交", "Send"))]) {
            """
            <div class="quick">\(view(Field("right", view("是否属实", "Is it right?"), .radios(offered), prefix: prefix, in: filled)))\
            \(if: contact.mayConfirm, view(Field("rating", view("满意程度", "How was it?"), .radios(stars), optional: true, prefix: prefix, in: filled)))</div>\
            \(view(Field("comment", view("想说的话", "Anything to say?"), .longText(rows: 2), hint: view("驿站可以看到；请勿填写证件号码", "The station reads it"), optional: true, prefix: prefix, in: filled)))\
            \(if: offersKeeping, view(Field("keep", view("同意：我用这个手机号注册或登录后，把这个号码的服务记录归入我的账号", "I agree: once I register or sign in with this number, its contacts stand in my account"), .checkbox,
                optional: true, prefix: prefix, in: filled)))
            """
        })
    }

    static func words(_ star: Int) -> Words {
        switch star {
        case 5: Words("5 非常满意", "5, very good")
        case 4: Words("4 满意", "4, good")
        case 3: Words("3 一般", "3, fair")
        case 2: Words("2 不满意", "2, poor")
        default: Words("1 很不满意", "1, bad")
        }
    }
}

/// A contact in pairs, as the person sees it.
struct OwnContactFacts: Component {
    let contact: OwnContactView

    func html(_ view: View) -> HTML {
        var facts = [
            Fact(view("驿站", "Station"), "\(view(Link(contact.stationName, to: Paths.station(contact.station))))"), Fact(view("时间", "When"), view.time(contact.at)),
            Fact(view("方式", "How"), "\(view(contact.channel.words))"), Fact(view("服务", "About"), "\(view.list([contact.subject] + contact.also.map(\.words)))"),
            Fact(view("结果", "Result"), "\(view(contact.result.words))"), Fact(view("状态", "State"), view(Tag(contact.state, view))),
        ]
        if let line = contact.line { facts.append(Fact(view("驿站备注", "The station’s note"), "\(line)")) }
        if let rating = contact.rating { facts.append(Fact(view("我的评分", "My rating"), "\(view(ContactAnswerForm.words(rating)))")) }
        if let comment = contact.comment { facts.append(Fact(view("我的评价", "My words"), "\(comment)")) }
        if let reason = contact.reason { facts.append(Fact(view("作废原因", "Why it was taken back"), "\(reason)")) }
        return view(Facts(facts))
    }
}

/// A text message as the demonstration shows it: the address in it leads there, as it does on a phone.
struct ContactMessage: Component {
    let text: String

    func html(_ view: View) -> HTML {
        let stem = Paths.contactLink("").text
        guard let found = text.split(separator: " ").lazy.flatMap({ $0.split(separator: "：") }).first(where: { $0.contains(stem) }), let token = found.split(separator: "/").last else { return "\(text)" }
        let before = text[..<found.startIndex], after = text[found.endIndex...]
        return "\(String(before))<a href=\"\(Paths.contactLink(String(token)))\">\(String(found))</a>\(String(after))"
    }
}
