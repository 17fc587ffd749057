import Domain
import Markup
import Services

/// An organisation registers, with the person who acts for it.
struct RegisterPage: Page {
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey {}

    init(_ filled: Filled = .nothing) { self.filled = filled }

    func title(in language: Language) -> String { Words("注册单位账号", "Register your organisation")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("企业、高校、科研院所等单位注册后即可在线申报人才驿站，约需 3 分钟。",
            "Companies, universities and institutions register once and then apply online. It takes about 3 minutes."))))\
        \(view(FormFrame(Paths.organisations(), in: filled, buttons: [Button(view("注册并登录", "Register and sign in"))]) {
            "\(organisation(view))\(person(view))\(privacy(view))"
        }))\
        <p>\(view("已经注册？", "Registered already?")) \(view(Link(view("登录", "Sign in"), to: Paths.signIn())))</p>
        """
    }

    private func organisation(_ view: View) -> HTML {
        view(FieldGroup(view("单位", "Organisation")) {
            """
            \(view(Field("creditCode", view("统一社会信用代码", "Unified social credit code"),
                hint: view("营业执照或事业单位法人证书上的 18 位代码；末位是校验码，填错会当场提示", "The 18 characters on the business licence or certificate; mistyped codes are noticed"),
                width: .middle, in: filled)))\
            \(view(Field("organisation", view("单位名称", "Name of the organisation"), hint: view("与营业执照或登记证书一致", "As on the licence or certificate"),
                autocomplete: "organization", in: filled)))\
            \(view(Field("address", view("单位地址", "Address"), hint: view("例：青岛市崂山区松岭路 1 号", "For example: 1 Songling Road, Laoshan, Qingdao"),
                autocomplete: "street-address", in: filled)))
            """
        })
    }

    private func person(_ view: View) -> HTML {
        view(FieldGroup(view("经办人", "The person who acts for it")) {
            """
            \(view(Field("name", view("姓名", "Name"), width: .middle, autocomplete: "name", in: filled)))\
            \(view(Field("phone", view("手机号", "Mobile number"), .phone, hint: view("11 位，用作登录账号", "11 digits; you sign in with it"), autocomplete: "tel", in: filled)))\
            \(view(Field("password", view("密码", "Password"), .password, hint: view("至少 8 位，不用容易被猜到的密码", "At least 8 characters, and not a common one"),
                width: .middle, autocomplete: "new-password", in: filled)))
            """
        })
    }

    private func privacy(_ view: View) -> HTML {
        view(FieldGroup(view("联系信息的使用", "How the contact is used")) {
            """
            <ul class="plain"><li>\(view("用途：用于办理本单位的申报和招聘，包括核实、通知补正、送达结果和联系应聘事宜。", "Purpose: your organisation’s applications and hiring, to verify, to ask for corrections, to send results, and to arrange interviews."))</li>\
            <li>\(view("范围：由受理、审核和监督的部门使用；不公开，不提供给其他方。", "Who uses it: the offices that handle and supervise. It is not published, nor given to anyone else."))</li>\
            <li>\(view("保护：手机号加密保存，页面上只显示部分数字。", "Protection: the number is kept encrypted, and pages show only part of it."))</li>\
            <li>\(view("权利：您可以联系受理部门查询、更正或删除。", "Your rights: ask the receiving office to see, correct or delete it."))</li></ul>\
            \(view(Field("consent", view("我已阅读，同意为上述用途处理我的姓名和手机号", "I have read this and agree to this use of my name and number"), .checkbox, in: filled)))
            """
        })
    }
}

extension Rooms {
    func addRegistrationRoutes(to site: inout Site) {
        site.get(Paths.newOrganisation, access: .everyone, page: RegisterPage.self, summary: Words("注册单位账号", "The form for registering")) { _ in RegisterPage() }
        site.post(Paths.organisations, access: .everyone, input: RegisterOrganisation.self, receipt: SessionPage.self,
            summary: Words("单位注册并登录", "An organisation registers, and is signed in"), form: { _, filled in RegisterPage(filled) }
        ) { ask, input in
            _ = try await input(house, by: ask.actor, once: ask.once)
            return try await signIn(ask, SignInForm(login: input.phone, password: input.password, code: nil, back: Paths.applications().text, held: nil))
        }
    }
}
