import Domain
import Markup
import Services

/// A station's poster for its door 入站登记, on A4: whose it is, what one finds there, and the code that leads to the
/// registration. It hangs in Chinese, with a line for those who read none.
struct PosterFace: Component {
    let poster: PosterView
    /// Where the code's picture is: an address, or `data:` for paper that may fetch nothing.
    let code: String
    /// The whole address that the code holds.
    let address: String
    private var services: [String] { poster.services.map(\.zh) }
    private var finds: [Words] { Find.allCases.map(\.words) }

    func html(_ view: View) -> HTML {
        """
        <article class="poster"><div class="poster-face"><header class="poster-head"><p class="poster-programme">\(poster.programme.zh)</p>\
        <p class="poster-name">\(poster.name)</p><p class="poster-level">\(if: poster.levelName.zh != poster.programme.zh, "\(poster.levelName.zh)　")\(poster.fieldName.zh)</p></header>\
        <div class="poster-body"><p class="poster-title">扫码入站登记</p><p class="poster-says">一分钟登记，驿站专人对接</p>\
        <div class="poster-code"><img src="\(code)" alt="\(view("入站登记二维码", "Code for registering at the station"))"></div>\
        <p class="poster-address">\(address)</p>\
        <p class="poster-english" lang="en">Scan to register at this talent station and say what you are looking for.</p></div>\
        <div class="poster-offers"><p class="poster-heading">本站服务</p><p class="poster-services">\(each: services, { "<span>\($0)</span>" })</p>\
        <p class="poster-heading">六找一站式</p><p class="poster-finds">\(each: finds, { "<span>\($0.zh)</span>" })</p></div>\
        <footer class="poster-foot"><p>\(poster.address)</p><p>牌匾编号 \(poster.plaque)　认定单位 \(poster.issuer.zh)</p></footer></div></article>
        """
    }
}

/// The preview of one's own station's poster.
struct PosterPage: ModelPage {
    struct Model: Codable, Sendable {
        let poster: PosterView
        let stations: [StationChoice]
        /// The whole address that the code holds.
        let address: String
    }

    let model: Model

    init(_ model: Model) { self.model = model }

    func title(in language: Language) -> String { Words("入站登记海报", "Poster for registering")(language) }

    func body(_ view: View) -> HTML {
        let station = model.poster.station
        let choice = Filters.Filter.choice("station", view("驿站", "Station"), model.stations.map { Option($0.id.rawValue, $0.name) }, value: station.rawValue)
        return """
            \(view(PageHeader(title(in: view.language), lead: view("打印后张贴在门口和前台。扫码登记的，本人已验证手机号，直接计为本人确认的服务。",
                "Print it for the door and the desk. Who registers by it has proven their number, so the contact is confirmed."),
                trail: [Link(view("服务台账", "Service log"), to: Paths.contacts())],
                actions: view([Button(view("下载 A4 PDF", "A4 PDF"), href: Paths.posterPDF(station)), Button(view("打开登记页", "Open the registration"), .secondary, href: Paths.hello(station))] as [any Component]))))\
            \(if: model.stations.count > 1, view(Filters(Paths.poster(), [choice], count: model.stations.count)))\
            \(view(PosterFace(poster: model.poster, code: Paths.posterCode(station).text, address: model.address)))
            """
    }
}

/// What a passer-by types who registers at a station, before a code is sent.
struct HelloStart: Codable, Sendable {
    let name: String
    let phone: String
    let finds: [Find]?
    let consent: Bool?
}

/// Registering at a station 入站登记: name, number, what one looks for; then the code; then it is done.
struct HelloPage: Page {
    enum Step: String, Codable, Sendable, CaseIterable { case start, code, done }

    let station: PosterView
    let step: Step
    /// The number that the code went to.
    let phone: Masked?
    /// Demo mode alone: the message that would be sent.
    let message: String?
    /// For `Authorization: Bearer`, where a program opened an account with it.
    let token: String?
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case station, step, phone, message, token }

    init(_ station: PosterView, _ step: Step, phone: String? = nil, message: String? = nil, token: String? = nil, _ filled: Filled = .nothing) {
        self.station = station
        self.step = step
        self.phone = phone.map { Phone.masked($0) }
        self.message = message
        self.token = token
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("入站登记", "Register at this station")(language) }

    func body(_ view: View) -> HTML {
        switch step {
        case .start: start(view)
        case .code: code(view)
        case .done: done(view)
        }
    }

    private func start(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("\(station.name)。告诉我们您在找什么，驿站专人与您联系。", "\(station.name). Say what you look for; somebody at the station gets in touch."))))\
        \(view(FormFrame(Paths.helloCodes(station.station), in: filled, buttons: [Button(view("获取验证码", "Send a code"))]) {
            """
            <section class="panel quick">\(view(Field("name", view("姓名", "Name"), width: .middle, autocomplete: "name", in: filled)))\
            \(view(Field("phone", view("手机号", "Mobile number"), .phone, hint: view("用于验证本人和与您联系", "To know that it is you, and to get in touch"), autocomplete: "tel", in: filled)))\
            \(view(Field("finds", view("您在找什么（可多选）", "What are you looking for?"), .checkboxes(Find.allCases.map { Option($0.rawValue, view($0.words)) }), in: filled)))</section>\
            <section class="panel"><div class="stack"><p><strong>\(view(HelloText.title))</strong></p><p class="hint">\(view(HelloText.text))</p></div>\
            \(view(Field("consent", view("我已阅读并同意", "I have read this and agree"), .checkbox, in: filled)))</section>
            """
        }))
        """
    }

    private func code(_ view: View) -> HTML {
        let shown = filled
        return """
            \(view(PageHeader(view("填写验证码", "Enter the code"), lead: view("验证码已发往 \(phone?.text ?? "")，\(SendPhoneCode.minutes) 分钟内有效。", "A code went to \(phone?.text ?? ""). It is good for \(SendPhoneCode.minutes) minutes."))))\
            \(with: message, { view(Banner(.info, view("演示：不发送短信，短信内容如下", "Demonstration: nothing is sent; this would be the message"), "<p>\($0)</p>")) })\
            \(view(FormFrame(Paths.hello(station.station), in: shown, buttons: [Button(view("完成登记", "Register"))]) {
                """
                <section class="panel">\(each: ["name", "phone", "consent"], { "<input type=\"hidden\" name=\"\($0)\" value=\"\(shown.value($0))\">" })\
                \(each: shown.all("finds"), { "<input type=\"hidden\" name=\"finds\" value=\"\($0)\">" })\
                \(view(Field("code", view("短信验证码", "Code"), hint: view("六位数字", "Six digits"), width: .narrow, autocomplete: "one-time-code", autofocus: true, in: shown)))\
                \(view(Field("account", view("同时注册账号，随时查看服务记录", "Also open an account, to see my contacts at any time"), .checkbox,
                    hint: view(ConsentText.current(.account).text), optional: true, in: shown)))</section>
                """
            }))\
            <p>\(view(Link(view("重新填写", "Begin again"), to: Paths.hello(station.station))))</p>
            """
    }

    private func done(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language))))\(view(Banner(.good, view("登记成功，欢迎来到\(station.name)", "Registered. Welcome to \(station.name)"), """
        <p>\(view("驿站会按您选择的事项与您联系。地址：\(station.address)", "The station gets in touch about what you chose. Address: \(station.address)"))</p>
        """, actions: [Button(view("了解本站", "About this station"), .secondary, href: Paths.station(station.station))])))\
        \(if: !view.actor.isSignedIn, """
        <p>\(view("已有账号或想注册账号，可用同一手机号", "With the same number you can")) \(view(Link(view("登录", "sign in"), to: Paths.signIn())))\(view("、", " or "))\(view(Link(view("注册", "register"), to: Paths.newTalent())))\
        \(view("，随时查看服务记录。", " and see your contacts."))</p>
        """)
        """
    }
}
