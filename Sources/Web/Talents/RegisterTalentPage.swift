import Domain
import Markup
import Services

/// Where somebody registers as a talent: the number first.
struct RegisterTalentPage: Page {
    /// A path of this site, to go on to.
    let back: String?
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case back }

    init(back: String? = nil, _ filled: Filled = .nothing) {
        self.back = back
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("人才注册", "Register")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("用手机号注册，一分钟完成。求职、住宿、活动和政策都用这一个账号。",
            "Register with a mobile number in a minute. One account serves for jobs, lodging, events and policies."))))\
        \(view(Panel(nil) {
            view(FormFrame(Paths.phoneCodes(), in: filled, buttons: [Button(view("获取验证码", "Send a code"))]) {
                """
                <input type="hidden" name="next" value="register">\(with: back, { "<input type=\"hidden\" name=\"back\" value=\"\($0)\">" })\
                \(view(Field("phone", view("手机号", "Mobile number"), .phone, hint: view("11 位大陆手机号，用来登录和接收通知", "11 digits, a number of mainland China; you sign in with it"),
                    autocomplete: "tel", in: filled)))
                """
            })
        }))\
        <p>\(view("已经注册？", "Registered already?")) \(view(Link(view("登录", "Sign in"), to: Paths.signIn())))　\
        \(view("单位申报驿站？", "An organisation?")) \(view(Link(view("注册单位账号", "Register it here"), to: Paths.newOrganisation())))</p>
        """
    }
}

/// What somebody does with a code.
enum CodeStep: String, Codable, Sendable, CaseIterable {
    case register
    case signIn = "sign_in"
}

/// Which number gets a code, and for what.
struct PhoneCodeForm: Codable, Sendable {
    let phone: String
    let next: CodeStep
    let back: String?
}

/// A code is on its way; here it is typed.
struct PhoneCodePage: Page {
    let next: CodeStep
    let phone: Masked
    /// For how long a code is good.
    let minutes: Int
    /// Demo mode alone: the message that would be sent.
    let message: String?
    private(set) var number = ""
    private(set) var back: String?
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case next, phone, minutes, message }

    init(_ next: CodeStep, number: String, back: String?, message: String?, _ filled: Filled = .nothing) {
        self.next = next
        phone = Phone.masked(number)
        minutes = SendPhoneCode.minutes
        self.message = message
        self.number = number
        self.back = back
        self.filled = filled
    }

    func title(in language: Language) -> String {
        switch next {
        case .register: Words("填写验证码，完成注册", "Enter the code to register")(language)
        case .signIn: Words("填写验证码", "Enter the code")(language)
        }
    }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("验证码已发往 \(phone.text)，\(minutes) 分钟内有效，最多可试五次。",
            "A code went to \(phone.text). It is good for \(minutes) minutes and five tries."))))\
        \(with: message, { view(Banner(.info, view("演示：不发送短信，短信内容如下", "Demonstration: nothing is sent; this would be the message"), "<p>\($0)</p>")) })\
        \(view(Panel(nil) { next == .register ? register(view) : signIn(view) }))\
        <p>\(view("没有收到？一分钟后可以", "Nothing came? After a minute you can ")) \(view(Link(view("重新获取", "ask for a new one"), to: next == .register ? Paths.newTalent() : Paths.signIn())))</p>
        """
    }

    private var hidden: HTML {
        "<input type=\"hidden\" name=\"phone\" value=\"\(number)\">\(with: back, { "<input type=\"hidden\" name=\"back\" value=\"\($0)\">" })"
    }

    private func code(_ view: View) -> Field {
        Field("code", view("短信验证码", "Code"), hint: view("六位数字", "Six digits"), width: .narrow, autocomplete: "one-time-code", in: filled.moving("phone", to: "code"))
    }

    /// Asked for once it turns out that the number's account has an authenticator.
    private var wantsOneTimeCode: Bool { filled.error("oneTimeCode") != nil || !filled.value("oneTimeCode").isEmpty }

    private func oneTimeCode(_ view: View) -> Field {
        Field("oneTimeCode", view("动态验证码", "Code from your authenticator"), hint: view("验证器应用上的六位数字", "Six digits, from your authenticator app"), width: .narrow,
            autocomplete: "one-time-code", in: filled)
    }

    private func register(_ view: View) -> HTML {
        view(FormFrame(Paths.talents(), in: filled.moving("phone", to: "code"), buttons: [Button(view("注册并登录", "Register and sign in"))]) {
            """
            \(hidden)\(view(code(view)))\(if: wantsOneTimeCode, view(oneTimeCode(view)))\
            \(view(Field("password", view("密码", "Password"), .password, hint: view("可以不设，以后都用验证码登录；设置则至少 8 位", "You may leave it out and always sign in with a code; otherwise at least 8 characters"),
                optional: true, width: .middle, autocomplete: "new-password", in: filled)))\
            \(view(ConsentField(.account, in: filled)))
            """
        })
    }

    private func signIn(_ view: View) -> HTML {
        view(FormFrame(Paths.sessionByCode(), in: filled.moving("phone", to: "code"), buttons: [Button(view("登录", "Sign in"))]) {
            "\(hidden)\(view(code(view)))\(if: wantsOneTimeCode, view(oneTimeCode(view)))"
        })
    }
}

/// The text of a consent and the box that agrees to it.
struct ConsentField: Component {
    let text: ConsentText
    let name: String
    let filled: Filled

    init(_ purpose: ConsentText.Purpose, name: String = "consent", in filled: Filled = .nothing) {
        text = ConsentText.current(purpose)
        self.name = name
        self.filled = filled
    }

    func html(_ view: View) -> HTML {
        """
        <div class="stack"><p><strong>\(view(text.title))</strong></p><p class="hint">\(view(text.text))</p></div>\
        \(view(Field(name, view("我已阅读并同意（\(text.version)）", "I have read this and agree (\(text.version))"), .checkbox, in: filled)))
        """
    }
}

/// What registering sends.
struct RegisterTalentForm: Codable, Sendable {
    let phone: String
    let code: String
    /// From the authenticator, where the number has an account with one.
    let oneTimeCode: String?
    let password: String?
    let consent: Bool?
    let back: String?
}

/// What signing in by a code sends.
struct CodeSignInForm: Codable, Sendable {
    let phone: String
    let code: String
    let oneTimeCode: String?
    let back: String?
}
