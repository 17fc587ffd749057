import Domain
import Markup
import Services

extension Rooms {
    /// One's own account, and the language of its pages.
    func addAccountRoutes(to site: inout Site) {
        site.get(Paths.account, access: .signedIn, page: AccountPage.self, summary: Words("我的账号", "One's own account")) { ask in
            AccountPage(try await house.account(for: ask.actor))
        }
        // No field names the account here, so tries are counted per client alone.
        site.post(Paths.password, access: .signedIn, input: ChangePassword.self, receipt: ReceiptPage.self, pace: .secrets(field: "account"),
            summary: Words("修改密码", "Change one's password"), form: { ask, filled in AccountPage(try await house.account(for: ask.actor), filled) }
        ) { ask, input in
            .seeOther(Paths.account(), ReceiptPage(try await input(house, by: ask.actor, keeping: ask.session?.tokenHash ?? "", once: ask.once)))
        }
        site.post(Paths.mail, access: .signedIn, input: SetMail.self, receipt: ReceiptPage.self, summary: Words("设置邮箱", "Set where mail goes"),
            form: { ask, filled in AccountPage(try await house.account(for: ask.actor), filled) }
        ) { ask, input in .seeOther(Paths.account(), ReceiptPage(try await input(house, by: ask.actor, once: ask.once))) }
        site.get(Paths.authenticator, access: .signedIn, page: AuthenticatorPage.self, summary: Words("绑定验证器的密钥", "A secret for an authenticator")) { ask in
            try await offer(ask, secret: house.secrets.totpSecret(), .nothing)
        }
        site.post(Paths.authenticator, access: .signedIn, input: BindAuthenticator.self, receipt: ReceiptPage.self, pace: .secrets(field: "account"),
            summary: Words("绑定验证器", "Bind an authenticator"), form: { ask, filled in
                // The secret that was scanned stays the same until a code of it fits.
                try await offer(ask, secret: Self.bytes(filled.value("secret")) ?? house.secrets.totpSecret(), filled)
            }
        ) { ask, input in Outcome.seeOther(Paths.signIn(), ReceiptPage(try await input(house, by: ask.actor, once: ask.once))).signingOut() }
        site.post(Paths.language, access: .everyone, input: LanguageForm.self, receipt: LanguagePage.self, summary: Words("切换语言", "Choose the language of pages")) { ask, input in
            try await SetLanguage(language: input.language)(house, by: ask.actor)
            return .seeOther(Self.address(input.back ?? "", in: input.language), LanguagePage(language: input.language))
        }
    }

    private func offer(_ ask: Ask, secret: [UInt8], _ filled: Filled) async throws -> AuthenticatorPage {
        let account = try await house.account(for: ask.actor)
        let address = house.secrets.totpAddress(secret: secret, account: ask.actor.name)
        let picture = try house.papers.qr(address, title: "")
        return AuthenticatorPage(
            secret: Self.hex(secret), address: address, picture: "data:image/svg+xml;base64," + Base64.encode(Array(picture.utf8)), isBound: account.hasTOTP, filled: filled)
    }

    static func hex(_ bytes: [UInt8]) -> String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

    /// - Returns: nil unless it is a secret in hex as `offer` wrote it: 16 to 64 bytes.
    static func bytes(_ hex: String) -> [UInt8]? {
        let digits = hex.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == hex.utf8.count, digits.count.isMultiple(of: 2), (32...128).contains(digits.count) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// The address with the language in its query, from which the site makes the cookie.
    static func address(_ back: String, in language: Language) -> Href {
        let parts = back.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = (parts.count > 1 ? parts[1] : "").split(separator: "&").filter { !$0.hasPrefix("lang=") }.joined(separator: "&")
        let plain = String(parts.first ?? "") + (rest.isEmpty ? "" : "?" + rest)
        return (Href(returning: plain) ?? Paths.home()).with("lang", language)
    }
}

/// What the language switch sends.
struct LanguageForm: Codable, Sendable {
    let language: Language
    /// The page that was looked at.
    let back: String?
}

/// The language that was chosen.
struct LanguagePage: Page {
    let language: Language

    func title(in language: Language) -> String { Words("语言已切换", "The language is changed")(language) }

    func body(_ view: View) -> HTML { view(PageHeader(title(in: view.language))) }
}
