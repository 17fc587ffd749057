import Domain
import Services

extension Rooms {
    /// Registering, signing in by a code, and one's own page.
    func addTalentRoutes(to site: inout Site) {
        addRegistration(to: &site)
        addOwnPage(to: &site)
        addSuggestions(to: &site)
    }

    private func addRegistration(to site: inout Site) {
        site.get(Paths.newTalent, access: .everyone, page: RegisterTalentPage.self, query: [QueryField("back", Words("注册后返回的地址", "Where to go on to"))],
            summary: Words("人才注册", "The form for registering as a talent")) { ask in RegisterTalentPage(back: ask.query["back"].flatMap(Href.init(returning:))?.text) }
        site.post(Paths.phoneCodes, access: .everyone, input: PhoneCodeForm.self, receipt: PhoneCodePage.self, pace: .secrets(field: "phone"), summary: Words("获取短信验证码", "Send a code to a number"),
            form: { _, filled in codeFormAgain(filled) }
        ) { ask, input in
            let sent = try await SendPhoneCode(phone: input.phone)(house, by: ask.actor, once: ask.once)
            return .show(PhoneCodePage(input.next, number: Phone.normalised(input.phone), back: input.back.flatMap(Href.init(returning:))?.text, message: sent.message))
        }
        site.post(Paths.talents, access: .everyone, input: RegisterTalentForm.self, receipt: SessionPage.self, pace: .secrets(field: "phone"), summary: Words("人才注册并登录", "Somebody registers as a talent, and is signed in"),
            form: { _, filled in PhoneCodePage(.register, number: filled.value("phone"), back: Href(returning: filled.value("back"))?.text, message: nil, filled) }
        ) { ask, input in
            let receipt = try await RegisterTalent(phone: input.phone, code: input.code, oneTimeCode: input.oneTimeCode, password: input.password, consent: input.consent)(house, by: ask.actor, once: ask.once)
            return try await begun(ask, try await Sessions.begin(house, after: receipt, kind: ask.face == .html ? .cookie : .bearer), back: input.back)
        }
        site.post(Paths.sessionByCode, access: .everyone, input: CodeSignInForm.self, receipt: SessionPage.self, pace: .secrets(field: "phone"), summary: Words("用验证码登录", "Sign in with a code"),
            form: { _, filled in
                PhoneCodePage(.signIn, number: filled.value("phone"), back: Href(returning: filled.value("back"))?.text, message: nil, filled)
            }
        ) { ask, input in
            let verb = SignInByCode(phone: input.phone, code: input.code, oneTimeCode: input.oneTimeCode)
            return try await begun(ask, try await verb(house, kind: ask.face == .html ? .cookie : .bearer), back: input.back)
        }
    }

    private func codeFormAgain(_ filled: Filled) -> any Page {
        if filled.value("next") == CodeStep.signIn.rawValue { return again(filled) }
        return RegisterTalentPage(back: Href(returning: filled.value("back"))?.text, filled)
    }

    /// A session has begun: a program gets its token, a browser a cookie.
    private func begun(_ ask: Ask, _ opened: SignIn.Opened, back: String?) async throws -> Outcome<SessionPage> {
        guard ask.face == .html else {
            return .created(Paths.me(), SessionPage(token: opened.token, account: opened.account, endsAt: opened.endsAt, held: nil))
        }
        let page = SessionPage(token: nil, account: opened.account, endsAt: opened.endsAt, held: nil)
        let start = try await start(opened.token)
        return .seeOther(back.flatMap(Href.init(returning:)) ?? start, page).signingIn(token: opened.token)
    }

    private func addSuggestions(to site: inout Site) {
        let query = [QueryField("q", Words("检索词", "What was typed"))]
        site.get(Paths.universities, access: .everyone, page: SuggestionsPage.self, query: query, summary: Words("院校检索", "Universities by name")) { ask in
            SuggestionsPage(.universities, ask.query["q"] ?? "")
        }
        site.get(Paths.majors, access: .everyone, page: SuggestionsPage.self, query: query, summary: Words("专业检索", "Majors by name")) { ask in
            SuggestionsPage(.majors, ask.query["q"] ?? "")
        }
        site.get(Paths.divisions, access: .everyone, page: SuggestionsPage.self, query: query, summary: Words("行政区划检索", "Divisions by name or code")) { ask in
            SuggestionsPage(.divisions, ask.query["q"] ?? "")
        }
        site.get(Paths.occupations, access: .everyone, page: SuggestionsPage.self, query: query, summary: Words("职业检索", "Occupations by name or code")) { ask in
            SuggestionsPage(.occupations, ask.query["q"] ?? "")
        }
    }
}
