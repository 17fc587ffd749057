import Domain
import Services

/// What opening an account sends. Programs name programme and office; the form sends both as one value.
struct OpenAccountForm: Codable, Sendable {
    let login: String
    let name: String
    let password: String
    let programme: String?
    /// `centre`, or `qingdao-2020/centre` without a programme.
    let office: String
    let place: Programme.Place
}

/// What giving or ending a place sends.
struct SetPostForm: Codable, Sendable {
    let programme: String?
    /// `centre`, or `qingdao-2020/centre` without a programme.
    let office: String
    let place: Programme.Place
    let held: Bool
}

extension Rooms {
    /// For administrators.
    func addAccountsRoutes(to site: inout Site) {
        site.get(Paths.accounts, access: .administrator, page: AccountsPage.self, query: [QueryField("q", Words("检索词", "Words to look for"))],
            summary: Words("账号与岗位", "Accounts and places")) { ask in
            AccountsPage(try await house.accounts(for: ask.actor), text: ask.query["q"] ?? "")
        }
        site.get(Paths.newAccount, access: .administrator, page: NewAccountPage.self, summary: Words("开通账号的表单", "The form for opening an account")) { _ in
            NewAccountPage(offices: OfficeChoice.all(house.library))
        }
        site.post(Paths.accounts, access: .administrator, input: OpenAccountForm.self, receipt: ReceiptPage.self, summary: Words("开通账号", "Open an account"),
            form: { _, filled in NewAccountPage(offices: OfficeChoice.all(house.library), filled: filled) }
        ) { ask, input in
            let (programme, office) = Self.office(input.office, of: input.programme)
            let verb = OpenAccount(login: input.login, name: input.name, password: input.password, programme: programme, office: office, place: input.place)
            let receipt = try await verb(house, by: ask.actor, once: ask.once)
            return .created(ID(rawValue: receipt.id).map(Paths.posts.callAsFunction) ?? Paths.accounts(), ReceiptPage(receipt))
        }
        site.get(Paths.posts, access: .administrator, page: PostsPage.self, summary: Words("一个账号的岗位", "The places of an account")) { ask, id in
            try await posts(of: id, ask, .nothing)
        }
        site.post(Paths.posts, access: .administrator, input: SetPostForm.self, receipt: ReceiptPage.self, summary: Words("给予或结束岗位", "Give or end a place"),
            form: { ask, filled, id in try await posts(of: id, ask, filled) }
        ) { ask, input, id in
            let (programme, office) = Self.office(input.office, of: input.programme)
            let verb = SetPost(programme: programme, office: office, place: input.place, held: input.held)
            return .seeOther(Paths.posts(id), ReceiptPage(try await verb(house, of: id, by: ask.actor, once: ask.once)))
        }
    }

    /// What an administrator does to another's account.
    func addAccountKeepingRoutes(to site: inout Site) {
        site.get(Paths.newAdministrator, access: .administrator, page: NewAdministratorPage.self, summary: Words("开通管理员账号的表单", "The form for opening an administrator's account")) { _ in
            NewAdministratorPage()
        }
        site.post(Paths.administrators, access: .administrator, input: OpenAdministrator.self, receipt: ReceiptPage.self,
            summary: Words("开通管理员账号", "Open an administrator's account"), form: { _, filled in NewAdministratorPage(filled) }
        ) { ask, input in .created(Paths.accounts(), ReceiptPage(try await input(house, by: ask.actor, once: ask.once))) }
        site.post(Paths.accountAccess, access: .administrator, input: ResetAccess.self, receipt: ReceiptPage.self, summary: Words("重设密码", "Set a temporary password"),
            form: { ask, filled, id in try await posts(of: id, ask, filled) }
        ) { ask, input, id in .seeOther(Paths.posts(id), ReceiptPage(try await input(house, of: id, by: ask.actor, once: ask.once))) }
        site.post(Paths.accountState, access: .administrator, input: DisableAccount.self, receipt: ReceiptPage.self, summary: Words("停用或恢复账号", "Close an account or open it again")
        ) { ask, input, id in .seeOther(Paths.posts(id), ReceiptPage(try await input(house, of: id, by: ask.actor, once: ask.once))) }
    }

    private func posts(of id: ID<Account>, _ ask: Ask, _ filled: Filled) async throws -> PostsPage {
        guard let account = try await house.accounts(for: ask.actor).first(where: { $0.id == id }) else { throw Refusal.notFound }
        return PostsPage(account: account, offices: OfficeChoice.all(house.library), isSelf: id == ask.actor.account, filled: filled)
    }

    private static func office(_ text: String, of programme: String?) -> (programme: String, office: String) {
        if let programme { return (programme, text) }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return parts.count == 2 ? (parts[0], parts[1]) : ("", text)
    }
}
