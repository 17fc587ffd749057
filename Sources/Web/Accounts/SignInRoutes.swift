import Domain
import Services

extension Rooms {
    func addSignInRoutes(to site: inout Site) {
        site.get(Paths.signIn, access: .everyone, page: SignInPage.self, query: [QueryField("back", Words("登录后返回的地址", "Where to go on to"))],
            summary: Words("登录页", "The page for signing in")) { ask in
            SignInPage(back: ask.query["back"].flatMap(Href.init(returning:))?.text, held: nil)
        }
        site.post(Paths.session, access: .everyone, input: SignInForm.self, receipt: SessionPage.self, pace: .secrets(field: "login"), limit: 1024 * 1024,
            summary: Words("登录", "Sign in"), form: { _, filled in again(filled) }
        ) { ask, input in try await signIn(ask, input) }
        site.post(Paths.signOut, access: .everyone, input: Nothing.self, receipt: SignedOutPage.self, summary: Words("退出登录", "Sign out")) { ask, _ in
            if let session = ask.session { try await Sessions.end(house, tokenHash: session.tokenHash) }
            return .seeOther(Paths.home(), SignedOutPage()).signingOut()
        }
    }

    /// The page that a visitor gets who has to sign in first.
    /// - Parameter held: what a form held when its session had ended. Passwords and codes are typed anew.
    func signInPage(_ ask: Ask, wanted: Href, held: Held?) -> SignInPage {
        let secret = [Paths.password().text, Paths.authenticator().text, Paths.members().text, Paths.accounts().text, Paths.administrators().text, Paths.identity().text,
            Paths.closing().text]
        let kept = held.flatMap { secret.contains($0.to) || $0.to.hasSuffix("/access") || $0.values.isEmpty ? nil : seal($0.to.hasSuffix("/stays") ? $0.leaving(out: "number") : $0, ask) }
        return SignInPage(back: wanted == Paths.home() ? nil : wanted.text, held: kept)
    }

    /// Opens a session for a form or for a program, and says where to go on to.
    func signIn(_ ask: Ask, _ input: SignInForm) async throws -> Outcome<SessionPage> {
        let verb = SignIn(login: input.login, password: input.password, code: input.code)
        guard ask.face == .html else {
            let opened = try await verb(house, kind: .bearer)
            return .created(Paths.account(), SessionPage(token: opened.token, account: opened.account, endsAt: opened.endsAt, held: nil))
        }
        let opened = try await verb(house, kind: .cookie)
        let page = SessionPage(token: nil, account: opened.account, endsAt: opened.endsAt, held: input.held.flatMap { unseal($0, ask) })
        if page.held != nil { return .show(page).signingIn(token: opened.token) }
        let wanted = input.back.flatMap(Href.init(returning:))
        let start = try await start(opened.token)
        return .seeOther(wanted ?? start, page).signingIn(token: opened.token)
    }

    /// Where somebody begins the day: offices with their queue, administrators with the accounts, organisations with their applications, everybody else with their own page.
    func start(_ token: String) async throws -> Href {
        let actor = try await Sessions.find(house, tokenHash: house.secrets.sha256(Array(token.utf8)))?.actor ?? .visitor
        if !actor.posts.isEmpty { return Paths.work() }
        if actor.administers { return Paths.accounts() }
        return actor.organisations.isEmpty ? Paths.me() : Paths.applications()
    }

    func again(_ filled: Filled) -> SignInPage {
        func sent(_ name: String) -> String? { filled.value(name).isEmpty ? nil : filled.value(name) }
        return SignInPage(back: sent("back"), held: sent("held"), filled)
    }

    /// Only this browser can open it again, and not for long: nobody else who comes by the page reads anything.
    /// - Returns: nil for a client without any cookie, which nothing tells from others.
    private func seal(_ held: Held, _ ask: Ask) -> String? {
        guard let browser = ask.browser.first else { return nil }
        return (try? house.secrets.seal(Array(held.kept(at: ask.realNow).utf8), table: "forms", column: "held", row: browser)).map(Base64.encodeForURL)
    }

    private func unseal(_ text: String, _ ask: Ask) -> Held? {
        guard let bytes = Base64.decode(text) else { return nil }
        for browser in ask.browser {
            guard let plain = try? house.secrets.open(bytes, table: "forms", column: "held", row: browser) else { continue }
            return Held(kept: String(decoding: plain, as: UTF8.self), now: ask.realNow)
        }
        return nil
    }
}

/// The input of a verb that needs nothing said.
struct Nothing: Codable, Sendable {}
