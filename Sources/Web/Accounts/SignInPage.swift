import Domain
import Markup
import Services

/// Where somebody signs in. It carries where they wanted to go, and what a form held when its session had ended.
struct SignInPage: Page {
    /// A path of this site, to go on to.
    let back: String?
    /// What a form held, sealed: whoever looks at the page in between reads nothing of it.
    let held: String?
    /// The account has an authenticator, so its code is asked for.
    let wantsCode: Bool
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case back, held, wantsCode }

    init(back: String?, held: String?, _ filled: Filled = .nothing) {
        self.back = back
        self.held = held
        wantsCode = filled.error("code") != nil || !filled.value("code").isEmpty
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("登录", "Sign in")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("人才和单位用手机号登录，工作人员用账号登录。", "Professionals and organisations sign in with a mobile number, staff with their login."))))\
        \(if: held != nil, view(Banner(.info, view("登录已过期，您刚才填写的内容已保留", "Your session has ended. What you typed is kept"), """
        <p>\(view("请重新登录，登录后可以核对并继续提交。附件需要重新选择。", "Sign in again, then check it and send it. Files have to be chosen again."))</p>
        """)))\
        \(view(Panel(view("密码登录", "With a password")) { form(view) }))\(if: held == nil, view(Panel(view("短信验证码登录", "With a code by text message")) { code(view) }))\(register(view))
        """
    }

    private func form(_ view: View) -> HTML {
        view(FormFrame(Paths.session(), in: byCode ? .nothing : filled.moving("", to: "login"), buttons: [Button(title(in: view.language))]) {
            """
            \(with: back, { "<input type=\"hidden\" name=\"back\" value=\"\($0)\">" })\(with: held, { "<input type=\"hidden\" name=\"held\" value=\"\($0)\">" })\
            \(view(Field("login", view("手机号或账号", "Mobile number or login"), width: .middle, autocomplete: "username", in: filled.moving("", to: "login"))))\
            \(view(Field("password", view("密码", "Password"), .password,
                hint: wantsCode ? view("请再输入一次密码", "Please enter your password once more") : nil, width: .middle, autocomplete: "current-password", in: filled)))\
            \(if: wantsCode, view(Field("code", view("动态验证码", "Code from your authenticator"), hint: view("验证器应用上的六位数字", "Six digits, from your authenticator app"),
                width: .narrow, autocomplete: "one-time-code", in: filled)))
            """
        })
    }

    private func code(_ view: View) -> HTML {
        view(FormFrame(Paths.phoneCodes(), in: byCode ? filled : .nothing, small: true, buttons: [Button(view("获取验证码", "Send a code"), .secondary)]) {
            """
            <input type="hidden" name="next" value="sign_in">\(with: back, { "<input type=\"hidden\" name=\"back\" value=\"\($0)\">" })\
            \(view(Field("phone", view("手机号", "Mobile number"), .phone, hint: view("向注册时的手机号发送六位数字", "Six digits go to the number that you registered"), autocomplete: "tel",
                in: byCode ? filled : .nothing)))
            """
        })
    }

    /// A code was asked for here, and refused.
    private var byCode: Bool { !filled.value("next").isEmpty }

    private func register(_ view: View) -> HTML {
        """
        <p>\(view("求职、回青、短期住宿？", "Coming to Qingdao for work or study?")) \(view(Link(view("人才注册", "Register as a professional or graduate"), to: Paths.newTalent().with("back", back))))</p>\
        <p>\(view("单位首次申报？", "Applying for the first time?")) \(view(Link(view("注册单位账号", "Register your organisation"), to: Paths.newOrganisation())))</p>\
        <p class="hint">\(view("忘记密码请联系管理员重设。", "If you forgot your password, an administrator can set a new one."))\
        \(if: view.demo != nil, "<br>\(view("演示中不用登录：在页面顶部切换角色即可。", "In the demonstration, switch roles at the top of the page instead."))")</p>
        """
    }
}

extension Filled {
    /// The same with the errors of one field shown at another.
    func moving(_ field: String, to other: String) -> Filled {
        Filled(values, errors: errors.map { $0.field == field ? .init(other, $0.words) : $0 })
    }
}

/// What signing in sends.
struct SignInForm: Codable, Sendable {
    let login: String
    let password: String
    let code: String?
    let back: String?
    let held: String?
}

/// A session was opened. A program gets its token here; a browser has it in a cookie and never sees this, unless a form was held for it.
struct SessionPage: Page {
    /// For `Authorization: Bearer`; nil where a cookie carries it.
    let token: String?
    let account: ID<Account>
    let endsAt: Instant
    let held: Held?

    func title(in language: Language) -> String { Words("您刚才填写的内容", "What you typed")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("您已重新登录。请核对以下内容，然后再提交一次。", "You are signed in again. Please check this and send it once more."))))\
        \(with: held, { view(HeldForm(held: $0)) })
        """
    }
}

/// A form that outlived its session: what it held, to be read, and one button that sends it again.
struct HeldForm: Component {
    let held: Held

    func html(_ view: View) -> HTML {
        let pairs = held.values.sorted { $0.key < $1.key }.flatMap { name, values in values.map { (name, $0) } }
        let readable = pairs.map(\.1).filter { !$0.isEmpty }
        return view(Panel(nil) {
            """
            \(if: !readable.isEmpty, "<ul class=\"plain\">\(each: readable, { "<li>\($0)</li>" })</ul>")\
            <p class="hint">\(view("附件不能代为保留，请在提交后重新上传。", "Files cannot be kept; please attach them again afterwards."))</p>\
            <form class="form" method="post" action="\(held.to)" enctype="multipart/form-data">\(view.formFields())\(each: pairs, {
                "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">"
            })\(view(ActionBar(view(Button(view("再次提交", "Send again"))))))</form>
            """
        })
    }
}

/// The session has ended.
struct SignedOutPage: Page {
    func title(in language: Language) -> String { Words("已退出登录", "You are signed out")(language) }

    func body(_ view: View) -> HTML { view(PageHeader(title(in: view.language))) }
}
