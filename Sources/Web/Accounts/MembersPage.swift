import Domain
import Markup
import Services

/// Who acts for one's organisations: a colleague is added, or a membership ended.
struct MembersPage: Page {
    let members: [MemberView]
    var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case members }

    func title(in language: Language) -> String { Words("本单位经办人", "People who act for my organisation")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("经办人都可以填写、提交和撤回本单位的申报；单位至少保留一人。", "Each of them may fill in, hand in and withdraw; at least one stays."),
            trail: [Link(view("我的账号", "My account"), to: Paths.account())])))\
        \(view(Table(title(in: view.language), columns: [
            .main(view("姓名", "Name")), Table.Column(view("手机号", "Mobile number")), Table.Column(view("单位", "Organisation")), .action(view("操作", "Actions")),
        ], rows: members.map { row($0, view) }, empty: EmptyState(view("没有经办人", "Nobody"), view("请先注册单位账号。", "Register your organisation first.")))))\
        \(view(FormFrame(Paths.members(), in: filled, buttons: [Button(view("添加经办人", "Add"))]) { view(Panel(view("添加经办人", "Add somebody")) { fields(view) }) }))
        """
    }

    private func fields(_ view: View) -> HTML {
        """
        \(if: organisations.count > 1, view(Field("organisation", view("单位", "Organisation"), .select(organisations), width: .middle, in: filled)))\
        \(view(Field("name", view("姓名", "Name"), width: .middle, autocomplete: "off", in: filled)))\
        \(view(Field("phone", view("手机号", "Mobile number"), .phone, hint: view("11 位，用作登录账号", "11 digits, the login"), autocomplete: "off", in: filled)))\
        \(view(Field("password", view("初始密码", "First password"), .password,
            hint: view("至少 8 位；请当面告知，并请本人登录后修改", "At least 8 characters; tell it in person, to be changed at once"), width: .middle, autocomplete: "new-password", in: filled)))\
        \(view(Field("consent", view("本人同意为办理本单位申报使用其姓名和手机号", "They agree to the use of their name and number for our applications"), .checkbox, in: filled)))
        """
    }

    private var organisations: [Option] {
        var seen: Set<ID<Organisation>> = []
        return members.filter { seen.insert($0.organisation).inserted }.map { Option($0.organisation.rawValue, $0.organisationName) }
    }

    private func row(_ member: MemberView, _ view: View) -> [HTML] {
        let isLast = members.count { $0.organisation == member.organisation } == 1
        let end = PostButton(view("不再经办", "End"), .secondary, to: Paths.membershipEnd(),
            fields: [(name: "account", value: member.account.rawValue), (name: "organisation", value: member.organisation.rawValue)],
            confirm: view("结束后，\(member.name)不能再代表\(member.organisationName)。确定吗？", "\(member.name) can then no longer act for \(member.organisationName). Go on?"))
        return [
            "\(member.name)\(if: member.isSelf, "\(view("（本人）", " (you)"))")", "\(member.phone?.text ?? "")", "\(member.organisationName)", "\(if: !isLast, view(end))",
        ]
    }
}

extension Rooms {
    func addMembersRoutes(to site: inout Site) {
        site.get(Paths.members, access: .organisation, page: MembersPage.self, summary: Words("本单位经办人", "Who acts for one's organisation")) { ask in
            MembersPage(members: try await house.members(for: ask.actor))
        }
        site.post(Paths.members, access: .organisation, input: AddMember.self, receipt: ReceiptPage.self, summary: Words("添加经办人", "Add somebody who acts for the organisation"),
            form: { ask, filled in MembersPage(members: try await house.members(for: ask.actor), filled: filled) }
        ) { ask, input in .seeOther(Paths.members(), ReceiptPage(try await input(house, by: ask.actor, once: ask.once))) }
        site.post(Paths.membershipEnd, access: .organisation, input: EndMembership.self, receipt: ReceiptPage.self, summary: Words("结束经办", "End a membership")) { ask, input in
            .seeOther(Paths.members(), ReceiptPage(try await input(house, by: ask.actor, once: ask.once)))
        }
    }
}
