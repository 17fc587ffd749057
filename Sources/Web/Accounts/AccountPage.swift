import Domain
import Markup
import Services

/// Who one is here: places, organisations, and what keeps the account safe.
struct AccountPage: Page {
    let account: AccountView
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case account }

    init(_ account: AccountView, _ filled: Filled = .nothing) {
        self.account = account
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("我的账号", "My account")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language))))\
        \(if: !account.needs.isEmpty, needs(view))\
        \(view(Panel(account.name) { view(Facts(facts(view))) }))\
        \(if: !account.organisations.isEmpty, organisations(view))\
        \(view(Panel(view("语言", "Language"), id: "language") { language(view) }))\
        \(view(Panel(view("邮箱", "Mail"), id: "mail") { mail(view) }))\
        \(view(Panel(view("修改密码", "Change your password"), id: "password") { password(view) }))\
        \(view(Panel(view("动态验证码", "One-time codes"), id: "codes", aside: codeState(view)) { codes(view) }))
        """
    }

    private func facts(_ view: View) -> [Fact] {
        var facts = account.login.isEmpty ? [] : [Fact(view("登录账号", "Login"), "\(account.login)")]
        if let phone = account.phone { facts.append(Fact(view("手机号（登录账号）", "Mobile number (your login)"), "\(phone.text)")) }
        if !account.posts.isEmpty {
            facts.append(Fact(view("岗位", "Places"), "<ul class=\"plain\">\(each: account.posts, { "<li>\(PlaceWords.of($0, view))</li>" })</ul>"))
        }
        if account.administers { facts.append(Fact(view("权限", "Rights"), "\(view("账号管理员", "Keeps the accounts"))")) }
        return facts
    }

    /// Until this is done the person's places do not count.
    private func needs(_ view: View) -> HTML {
        let words = account.needs.map { need in
            switch need {
            case .authenticator: view("开启动态验证码", "turn on one-time codes")
            case .newPassword: view("设置新密码（每 90 天一次）", "set a new password (every 90 days)")
            }
        }
        return view(Banner(.action, view("岗位权限尚未生效", "Your places do not count yet"),
            "<p>\(view("为保护工作账号，请先", "To keep staff accounts safe, please first "))\(words.joined(separator: view("，并", " and ")))\(view("，完成后即可办理业务。", "; then you can work."))</p>"))
    }

    private func mail(_ view: View) -> HTML {
        view(FormFrame(Paths.mail(), in: filled, buttons: [Button(view("保存邮箱", "Save address"), .secondary)]) {
            """
            <p>\(account.mail.map { view("消息同时发往 ", "Messages also go to ") + $0.text } ?? view("消息只在本站查看。", "Messages are read on this site only."))</p>\
            \(view(Field("mail", view("邮箱地址", "Mail address"), .email, hint: view("留空则不发邮件", "Leave empty for no mail"), optional: true, width: .middle, autocomplete: "email", in: filled)))
            """
        })
    }

    private func organisations(_ view: View) -> HTML {
        view(Panel(view("我代表的单位", "Organisations that I act for")) {
            """
            \(each: account.organisations, { organisation in view(Facts([
                Fact(view("单位名称", "Name"), "\(organisation.name)"), Fact(view("统一社会信用代码", "Unified social credit code"), "\(organisation.creditCode)"),
                Fact(view("地址", "Address"), "\(organisation.address)"), Fact(view("联系人", "Contact"), "\(organisation.contact)　\(organisation.phone.text)"),
            ])) })\
            <p>\(view(Link(view("查看我的申报", "My applications"), to: Paths.applications())))　\(view(Link(view("管理经办人", "Who acts for it"), to: Paths.members())))</p>
            """
        })
    }

    /// The button says it in the language that it switches to.
    private func language(_ view: View) -> HTML {
        let other: Language = view.language == .zh ? .en : .zh
        let fields = [(name: "language", value: other.rawValue), (name: "back", value: Paths.account().text)]
        return """
            <p>\(view("页面和消息现在使用中文。", "Pages and messages are in English now."))</p>\
            \(view(PostButton(other == .en ? "Switch to English" : "改用中文", .secondary, to: Paths.language(), fields: fields)))
            """
    }

    private func password(_ view: View) -> HTML {
        let rule = account.posts.isEmpty && !account.administers
            ? view("至少 8 位，不用容易被猜到的密码", "At least 8 characters, and not a common one")
            : view("至少 10 位，含大写、小写、数字、符号中的三种", "At least 10 characters, with three of: capitals, small letters, digits, signs")
        return view(FormFrame(Paths.password(), in: filled, buttons: [Button(view("修改密码", "Change password"))]) {
            """
            \(view(Field("current", view("现在的密码", "Current password"), .password, width: .middle, autocomplete: "current-password", in: filled)))\
            \(view(Field("password", view("新密码", "New password"), .password, hint: rule, width: .middle, autocomplete: "new-password", in: filled)))\
            <p class="hint">\(view("修改后，其他设备上的登录全部失效。", "All other devices are signed out."))</p>
            """
        })
    }

    private func codeState(_ view: View) -> HTML {
        account.hasTOTP ? view(Tag(view("已开启", "On"), .good)) : view(Tag(view("未开启", "Off"), .idle))
    }

    private func codes(_ view: View) -> HTML {
        """
        <p>\(account.hasTOTP
            ? view("登录时除密码外还要输入验证器上的六位数字。更换手机后请重新绑定。", "Signing in asks for six digits from your authenticator as well. Bind it again when you change your phone.")
            : view("开启后，登录时除密码外还要输入验证器上的六位数字，密码泄露也不会被冒用。", "Once on, signing in asks for six digits from your authenticator as well, so a lost password is not enough."))</p>\
        <p>\(view(Button(account.hasTOTP ? view("重新绑定", "Bind again") : view("开启动态验证码", "Turn on"), .secondary, href: Paths.authenticator())))</p>
        """
    }
}

/// An authenticator app is bound: the secret is shown as a picture and as text, and a code of it is given back.
struct AuthenticatorPage: Page {
    /// Hex.
    let secret: String
    /// `otpauth://…`
    let address: String
    /// The address as a QR code, as a `data:` address of an SVG.
    let picture: String
    /// Another authenticator is bound already; its code is asked for too.
    let isBound: Bool
    var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case secret, address, picture, isBound }

    func title(in language: Language) -> String { Words("绑定验证器", "Bind an authenticator")(language) }

    /// The secret as authenticator apps take it by hand, in groups of four.
    private var byHand: String {
        let text = address.split(separator: "?").last?.split(separator: "&").first { $0.hasPrefix("secret=") }?.dropFirst(7) ?? ""
        return text.enumerated().map { ($0.offset > 0 && $0.offset % 4 == 0 ? " " : "") + String($0.element) }.joined()
    }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), trail: [Link(view("我的账号", "My account"), to: Paths.account())])))\
        \(view(Panel(view("第一步：用验证器扫码", "1. Scan with your authenticator app")) {
            """
            <p><img src="\(picture)" width="200" height="200" alt="\(view("验证器二维码，也可以手工输入下面的密钥", "QR code for the authenticator; the key below can be typed instead"))"></p>\
            <p>\(view("不能扫码时，手工输入密钥：", "Or type this key:")) <code>\(byHand)</code></p>\
            <p class="hint">\(view("密钥只显示这一次，请勿转发或截图保存。", "The key is shown this once. Do not pass it on, and keep no picture of it."))</p>
            """
        }))\
        \(view(Panel(view("第二步：输入验证器显示的六位数字", "2. Enter the six digits it shows")) {
            view(FormFrame(Paths.authenticator(), in: filled, buttons: [Button(view("完成绑定", "Bind"))]) {
                """
                <input type="hidden" name="secret" value="\(secret)">\
                \(view(Field("code", view("动态验证码", "Code"), width: .narrow, autocomplete: "one-time-code", in: filled)))\
                \(if: isBound, view(Field("oldCode", view("原验证器上的六位数字", "Code of the authenticator bound now"), width: .narrow, autocomplete: "off", in: filled)))\
                \(view(Field("password", view("登录密码", "Your password"), .password, hint: view("完成后所有设备须重新登录", "All devices sign in again afterwards"), width: .middle, autocomplete: "current-password", in: filled)))
                """
            })
        }))
        """
    }
}
