import Domain
import Markup
import Services

/// What one has agreed to, each purpose by itself, and the way to take it back.
struct ConsentsPage: Page {
    let consents: ConsentsView

    func title(in language: Language) -> String { Words("授权管理", "What I agreed to")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("每个用途单独同意，随时可以撤回；不同意不影响其他功能。", "Each purpose stands by itself and can be withdrawn at any time; the rest goes on working."),
            trail: [Link(view("我的", "My page"), to: Paths.me())])))\
        \(each: consents.consents, { consent($0, view) })\(if: !consents.past.isEmpty, view(Panel(view("已结束的授权", "Ended consents")) { past(view) }))
        """
    }

    private func consent(_ consent: ConsentView, _ view: View) -> HTML {
        let tag = consent.grantedAt == nil ? Tag(view("未同意", "Not agreed"), .idle) : Tag(view("已同意", "Agreed"), .good)
        let fields = [(name: "purpose", value: consent.purpose.rawValue)]
        return view(Panel(view(consent.title), id: consent.purpose.rawValue, aside: view(tag)) {
            """
            <p>\(view(consent.text))</p>\
            <p class="hint">\(with: consent.grantedAt, { at in "\(view("同意于", "Agreed on")) \(view.time(at))，\(view("版本", "version")) \(consent.grantedVersion ?? "")。" })\
            \(view("撤回后果：", "If you withdraw: "))\(view(consent.withdrawal))</p>\(consent.grantedAt == nil
                ? "<div class=\"buttons\">\(view(PostButton(view("同意", "I agree"), .secondary, to: Paths.consents(), fields: fields)))</div>"
                : consent.purpose == .account ? "<p>\(view(Link(view("注销账号", "Close the account"), to: Paths.ownData().at("close"))))</p>"
                : "<div class=\"buttons\">\(view(PostButton(view("撤回同意", "Withdraw"), .danger, to: Paths.consentWithdrawal(), fields: fields, confirm: view(consent.withdrawal) + view("。确定撤回吗？", ". Withdraw?"))))</div>")
            """
        })
    }

    private func past(_ view: View) -> HTML {
        view(Table(view("已结束的授权", "Ended consents"), columns: [
            .main(view("用途", "Purpose")), Table.Column(view("版本", "Version")), Table.Column(view("同意时间", "Agreed")), Table.Column(view("结束时间", "Ended")),
        ], rows: consents.past.map { ["\(view($0.title))", "\($0.version)", view.time($0.grantedAt), view.time($0.withdrawnAt)] }, empty: EmptyState("")))
    }
}

/// Everything that the house holds about oneself, and the way out.
struct OwnDataPage: Page {
    let data: OwnDataView
    private(set) var message: String?
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case data }

    init(_ data: OwnDataView, message: String? = nil, _ filled: Filled = .nothing) {
        self.data = data
        self.message = message
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("我的数据", "My data")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("本站保存的与您有关的全部内容都在这里；程序可用 JSON 取得同样的内容。", "Everything that is kept about you is on this page; programs get the same as JSON."),
            trail: [Link(view("我的", "My page"), to: Paths.me())])))\
        \(with: message, { view(Banner(.info, view("演示：不发送短信，短信内容如下", "Demonstration: nothing is sent; this would be the message"), "<p>\($0)</p>")) })\
        \(each: data.sections, { section($0, view) })\(view(Panel(view("注销账号", "Close my account"), id: "close") { closing(view) }))
        """
    }

    private func section(_ section: OwnSection, _ view: View) -> HTML {
        view(Panel(view(section.name), id: "section-\(section.id)", aside: "<span class=\"count\">\(view("共 \(section.rows.count) 条", "\(section.rows.count)"))</span>") {
            section.rows.count == 1 ? "\(each: section.rows, { row in view(Facts(row.values.map { Fact(view($0.name), value($0, view)) })) })" : table(section, view)
        })
    }

    private func table(_ section: OwnSection, _ view: View) -> HTML {
        var columns: [OwnValue] = []
        for value in section.rows.flatMap(\.values) where !columns.contains(where: { $0.id == value.id }) { columns.append(value) }
        return view(Table(view(section.name), columns: columns.enumerated().map { $0.offset == 0 ? .main(view($0.element.name)) : Table.Column(view($0.element.name)) },
            rows: section.rows.map { row in columns.map { column in row.values.first { $0.id == column.id }.map { value($0, view) } ?? "" } }, empty: EmptyState("")))
    }

    /// In the language of the page, times and days as people read them; programs get them as they are.
    private func value(_ value: OwnValue, _ view: View) -> HTML {
        if let words = value.words { return "\(view(words))" }
        if let instant = Instant(value.value) { return view.time(instant) }
        if let day = Day(value.value) { return view.time(day) }
        return "\(value.value)"
    }

    private func closing(_ view: View) -> HTML {
        """
        <p>\(view("注销后，姓名、手机号、证件、资料和材料全部删除，不能恢复；同一手机号可以重新注册。以下内容依法或为保证公平而保留：",
            "Your name, number, document, profile and proofs are deleted and cannot be brought back; the number can register anew. This is kept by law, or so that everybody is treated alike:"))</p>\
        \(view(KeptList(kept: data.keeps)))\
        \(view(PostButton(view("获取短信验证码", "Send me a code"), .secondary, to: Paths.closingCode())))\
        \(view(FormFrame(Paths.closing(), in: filled, small: true, buttons: [Button(view("注销账号", "Close my account"), .danger)]) {
            """
            \(if: data.hasPassword, view(Field("password", view("密码", "Password"), .password, hint: view("密码和验证码填一项即可", "The password or a code, one of them"), optional: true, width: .middle,
                autocomplete: "current-password", in: filled)))\
            \(view(Field("code", view("短信验证码", "Code"), optional: data.hasPassword, width: .narrow, autocomplete: "one-time-code", in: filled)))\
            \(view(Field("understood", view("我知道注销后不能恢复", "I know that this cannot be undone"), .checkbox, in: filled)))
            """
        }))
        """
    }
}

/// What is kept after an account is closed, with the reasons.
struct KeptList: Component {
    let kept: [KeptData]

    func html(_ view: View) -> HTML { "<ul class=\"plain\">\(each: kept, { "<li>\(view($0.what))——\(view($0.why))</li>" })</ul>" }
}

/// The account is closed.
struct AccountClosedPage: Page {
    let keeps: [KeptData]

    func title(in language: Language) -> String { Words("账号已注销", "Your account is closed")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("您的个人资料已经删除，所有设备均已退出登录。", "Your personal data is deleted, and all devices are signed out."))))\
        \(view(Panel(view("依法保留的内容", "What is kept")) { view(KeptList(kept: keeps)) }))\
        <p>\(view(Link(view("返回首页", "Home"), to: Paths.home())))</p>
        """
    }
}

extension Rooms {
    func addOwnDataRoutes(to site: inout Site) {
        site.get(Paths.consents, access: .signedIn, page: ConsentsPage.self, summary: Words("授权管理", "One's consents")) { ask in ConsentsPage(consents: try await house.consents(for: ask.actor)) }
        site.post(Paths.consents, access: .signedIn, input: GrantConsent.self, receipt: ReceiptPage.self, summary: Words("同意一个用途", "Agree to a purpose")) { ask, input in
            .seeOther(Paths.consents().at(input.purpose.rawValue), ReceiptPage(try await input(house, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.consentWithdrawal, access: .signedIn, input: WithdrawConsent.self, receipt: ReceiptPage.self, summary: Words("撤回同意", "Withdraw a consent")) { ask, input in
            .seeOther(Paths.consents().at(input.purpose.rawValue), ReceiptPage(try await input(house, by: ask.actor, once: ask.once)))
        }
        site.get(Paths.ownData, access: .signedIn, page: OwnDataPage.self, summary: Words("我的数据", "Everything that is kept about oneself")) { ask in OwnDataPage(try await house.ownData(for: ask.actor)) }
        site.post(Paths.closingCode, access: .signedIn, input: Nothing.self, receipt: OwnDataPage.self, summary: Words("获取注销验证码", "Send a code for closing the account"),
            form: { ask, filled in OwnDataPage(try await house.ownData(for: ask.actor), filled) }
        ) { ask, _ in
            let message = try await SendOwnCode()(house, by: ask.actor, once: ask.once).message
            return .show(OwnDataPage(try await house.ownData(for: ask.actor), message: message))
        }
        site.post(Paths.closing, access: .signedIn, input: CloseAccount.self, receipt: AccountClosedPage.self, pace: .secrets(field: "account"), summary: Words("注销账号", "Close one's account"),
            form: { ask, filled in OwnDataPage(try await house.ownData(for: ask.actor), filled) }
        ) { ask, input in
            _ = try await input(house, by: ask.actor, once: ask.once)
            return Outcome.show(AccountClosedPage(keeps: house.keptAfterClosing)).signingOut()
        }
    }
}
