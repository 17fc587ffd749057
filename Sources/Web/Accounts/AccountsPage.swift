import Domain
import Markup
import Services

/// For administrators: who has an account, and which places they hold.
struct AccountsPage: Page {
    let accounts: [AccountView]
    /// What was looked for; empty for all.
    let text: String

    init(_ accounts: [AccountView], text: String) {
        self.text = text
        self.accounts = text.isEmpty ? accounts : accounts.filter { account in
            ([account.login, account.name] + account.posts.map(\.officeName.zh) + account.organisations.map(\.name)).contains { $0.contains(text) }
        }
    }

    func title(in language: Language) -> String { Words("账号与岗位", "Accounts and places")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("岗位决定一个人能办哪些事；没有人能给自己授权。", "Places decide what somebody may do; nobody gives places to themselves."),
            actions: "\(view(Button(view("开通工作人员账号", "Open an account"), href: Paths.newAccount()))) \(view(Button(view("开通管理员账号", "Open an administrator’s"), .secondary, href: Paths.newAdministrator())))")))\
        \(view(Filters(Paths.accounts(), [.search("q", view("姓名、账号、部门或单位", "Name, login, office or organisation"), value: text)], count: accounts.count)))\
        \(view(Table(title(in: view.language), columns: [
            .main(view("姓名", "Name")), Table.Column(view("账号", "Login")), Table.Column(view("岗位或单位", "Places or organisations")), Table.Column(view("状态", "State")),
            .action(view("操作", "Actions")),
        ], rows: accounts.map { row($0, view) }, empty: EmptyState(view("没有符合条件的账号", "No such account"),
            view("请更换检索词，或开通新的账号。", "Look for something else, or open a new account.")))))
        """
    }

    private func row(_ account: AccountView, _ view: View) -> [HTML] {
        let isStaff = account.organisations.isEmpty
        return [
            "\(account.name)", "\(account.login)",
            """
            <ul>\(each: account.posts, { "<li>\(PlaceWords.of($0, view))</li>" })\(each: account.organisations, { "<li>\($0.name)</li>" })\
            \(if: account.administers, "<li>\(view("账号管理员", "Keeps the accounts"))</li>")</ul>
            """,
            """
            \(account.isDisabled ? view(Tag(view("已停用", "Disabled"), .bad)) : view(Tag(view("正常", "Active"), .good)))\
            \(if: account.hasTOTP, " \(view(Tag(view("动态验证码", "One-time codes"), .good)))")
            """,
            "\(if: isStaff, view(Link(view("管理账号", "Manage"), to: Paths.posts(account.id))))",
        ]
    }
}

/// An office with the programme that it belongs to, to choose from.
struct OfficeChoice: Codable, Sendable {
    let programme: String
    let office: String
    let name: Words

    /// As one value of a list, since two programmes may name an office alike.
    var value: String { "\(programme)/\(office)" }

    static func all(_ library: Library) -> [OfficeChoice] {
        library.programmes.flatMap { programme in programme.offices.map { OfficeChoice(programme: programme.id, office: $0.id, name: $0.name) } }
    }
}

/// An account is opened for somebody in an office.
struct NewAccountPage: Page {
    let offices: [OfficeChoice]
    var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case offices }

    func title(in language: Language) -> String { Words("开通工作人员账号", "Open an account for staff")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), trail: [Link(view("账号与岗位", "Accounts and places"), to: Paths.accounts())])))\
        \(view(FormFrame(Paths.accounts(), in: filled, buttons: [Button(view("开通账号", "Open the account"))]) {
            view(Panel(nil) {
                """
                \(view(Field("name", view("姓名", "Name"), width: .middle, autocomplete: "off", in: filled)))\
                \(view(Field("login", view("账号", "Login"), hint: view("3 至 60 位小写字母、数字、点或横线，例：chen.chen", "3 to 60 small letters, digits, dots or hyphens, such as chen.chen"),
                    width: .middle, autocomplete: "off", in: filled)))\
                \(view(Field("password", view("初始密码", "First password"), .password,
                    hint: view("至少 10 位，含大写、小写、数字、符号中的三种；请当面告知，并请本人登录后修改", "At least 10 characters of three kinds; tell it in person, to be changed at once"),
                    width: .middle, autocomplete: "new-password", in: filled)))\
                \(view(PlaceFields(offices: offices, filled: filled)))
                """
            })
        }))
        """
    }
}

/// The account of another administrator is opened.
struct NewAdministratorPage: Page {
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey {}

    init(_ filled: Filled = .nothing) { self.filled = filled }

    func title(in language: Language) -> String { Words("开通管理员账号", "Open an administrator’s account")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("管理员只管理账号和岗位，不办理业务。建议至少有两位：没有人能管理自己的账号。",
            "Administrators keep accounts and places, and nothing else. There had better be two: nobody keeps their own."),
            trail: [Link(view("账号与岗位", "Accounts and places"), to: Paths.accounts())])))\
        \(view(FormFrame(Paths.administrators(), in: filled, buttons: [Button(view("开通账号", "Open the account"))]) {
            view(Panel(nil) {
                """
                \(view(Field("name", view("姓名", "Name"), width: .middle, autocomplete: "off", in: filled)))\
                \(view(Field("login", view("账号", "Login"), hint: view("3 至 60 位小写字母、数字、点或横线", "3 to 60 small letters, digits, dots or hyphens"),
                    width: .middle, autocomplete: "off", in: filled)))\
                \(view(Field("password", view("初始密码", "First password"), .password,
                    hint: view("至少 10 位，含大写、小写、数字、符号中的三种；请当面告知，并请本人登录后修改", "At least 10 characters of three kinds; tell it in person, to be changed at once"),
                    width: .middle, autocomplete: "new-password", in: filled)))
                """
            })
        }))
        """
    }
}

/// One account: its places, a new password, and whether it is closed.
struct PostsPage: Page {
    let account: AccountView
    let offices: [OfficeChoice]
    /// The administrator's own, which another administrator keeps.
    let isSelf: Bool
    var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case account, offices, isSelf }

    func title(in language: Language) -> String { Words("\(account.name)的岗位", "Places of \(account.name)")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("调整后该账号需要重新登录；给予和结束岗位都记入审计记录。", "A change signs the account out, and is written into the audit trail."),
            trail: [Link(view("账号与岗位", "Accounts and places"), to: Paths.accounts())])))\
        \(view(Table(title(in: view.language), columns: [.main(view("部门", "Office")), Table.Column(view("岗位", "Place")), .action(view("操作", "Actions"))],
            rows: account.posts.map { row($0, view) }, empty: EmptyState(view("还没有岗位", "No places yet"), view("在下面选择部门和岗位。", "Choose an office and a place below.")))))\
        \(view(FormFrame(Paths.posts(account.id), in: filled, buttons: [Button(view("给予岗位", "Give the place"))]) {
            view(Panel(view("给予岗位", "Give a place")) {
                "<input type=\"hidden\" name=\"held\" value=\"true\">\(view(PlaceFields(offices: offices, filled: filled)))"
            })
        }))\
        \(if: !isSelf, "\(access(view))\(state(view))")
        """
    }

    private func access(_ view: View) -> HTML {
        view(FormFrame(Paths.accountAccess(account.id), in: filled, buttons: [Button(view("重设密码", "Set the password"), .secondary)]) {
            view(Panel(view("重设密码", "A new password")) {
                view(Field("password", view("临时密码", "Temporary password"), .password,
                    hint: view("至少 10 位，含大写、小写、数字、符号中的三种；动态验证码同时解除，本人登录后须修改密码", "At least 10 characters of three kinds; one-time codes are taken off, and the password is to be changed at once"),
                    width: .middle, autocomplete: "new-password", in: filled))
            })
        })
    }

    private func state(_ view: View) -> HTML {
        let button = account.isDisabled
            ? PostButton(view("恢复账号", "Open it again"), .secondary, to: Paths.accountState(account.id), fields: [(name: "disabled", value: "false")])
            : PostButton(view("停用账号", "Close the account"), .danger, to: Paths.accountState(account.id), fields: [(name: "disabled", value: "true")],
                confirm: view("停用后，\(account.name)不能登录。确定吗？", "\(account.name) can then no longer sign in. Go on?"))
        return view(Panel(account.isDisabled ? view("账号已停用", "The account is closed") : view("停用账号", "Close the account")) { view(button) })
    }

    private func row(_ post: PostView, _ view: View) -> [HTML] {
        let fields = [("office", "\(post.programme)/\(post.office)"), ("place", post.place.rawValue), ("held", "false")]
        return [
            "\(view(post.officeName))", "\(view(PlaceWords.of(post.place)))",
            view(PostButton(view("结束岗位", "End"), .secondary, to: Paths.posts(account.id), fields: fields.map { (name: $0.0, value: $0.1) },
                confirm: view("结束后，\(account.name)不能再以该岗位办理。确定吗？", "\(account.name) can then no longer act at this place. Go on?"))),
        ]
    }
}

/// Which office, and which place in its line.
struct PlaceFields: Component {
    let offices: [OfficeChoice]
    let filled: Filled

    func html(_ view: View) -> HTML {
        """
        \(view(Field("office", view("部门", "Office"), .select(offices.map { Option($0.value, view($0.name)) }), width: .middle, in: filled)))\
        \(view(Field("place", view("岗位", "Place"), .radios(Programme.Place.allCases.map { Option($0.rawValue, view(PlaceWords.of($0))) }),
            hint: view("一件事在部门内依次经过经办、复核、签发，三人不能相同", "A ruling passes handler, checker and signer, three different people"), in: filled)))
        """
    }
}
