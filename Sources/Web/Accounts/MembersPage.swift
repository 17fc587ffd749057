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
        \(view(PageHeader(title(in: view.language), lead: view("管理员和经办人都可以办理本单位的申报、岗位、面试和驿站事务；人员由管理员管理，单位至少保留一位管理员。",
            "Managers and handlers alike see to applications, jobs, interviews and the station. Managers keep who belongs; at least one manager stays."),
            trail: [Link(view("我的账号", "My account"), to: Paths.account())])))\
        \(view(Table(title(in: view.language), columns: [
            .main(view("姓名", "Name")), Table.Column(view("手机号", "Mobile number")), Table.Column(view("单位", "Organisation")), Table.Column(view("角色", "Role")), .action(view("操作", "Actions")),
        ], rows: members.map { row($0, view) }, empty: EmptyState(view("没有经办人", "Nobody"), view("请先注册单位账号。", "Register your organisation first.")))))\
        \(if: isManager, view(FormFrame(Paths.members(), in: filled, buttons: [Button(view("添加经办人", "Add"))]) { view(Panel(view("添加经办人", "Add somebody")) { fields(view) }) }))
        """
    }

    private func fields(_ view: View) -> HTML {
        """
        \(if: organisations.count > 1, view(Field("organisation", view("单位", "Organisation"), .select(organisations), width: .middle, in: filled)))\
        \(view(Field("name", view("姓名", "Name"), width: .middle, autocomplete: "off", in: filled)))\
        \(view(Field("phone", view("手机号", "Mobile number"), .phone, hint: view("11 位，用作登录账号", "11 digits, the login"), autocomplete: "off", in: filled)))\
        \(view(Field("role", view("角色", "Role"), .radios([
            Option(MemberRole.handler.rawValue, view(MemberRole.handler.words), hint: view("办理申报、岗位、面试和驿站事务", "Sees to applications, jobs, interviews and the station")),
            Option(MemberRole.manager.rawValue, view(MemberRole.manager.words), hint: view("同上，并管理本单位人员", "The same, and keeps who belongs")),
        ]), in: filled.values.isEmpty ? Filled(["role": [MemberRole.handler.rawValue]]) : filled)))\
        \(view(Field("password", view("初始密码", "First password"), .password,
            hint: view("至少 8 位；请当面告知，并请本人登录后修改", "At least 8 characters; tell it in person, to be changed at once"), width: .middle, autocomplete: "new-password", in: filled)))\
        \(view(Field("consent", view("本人同意为办理本单位申报使用其姓名和手机号", "They agree to the use of their name and number for our applications"), .checkbox, in: filled)))
        """
    }

    private func manages(_ organisation: ID<Organisation>) -> Bool { members.contains { $0.isSelf && $0.organisation == organisation && $0.role == .manager } }
    private var isManager: Bool { !organisations.isEmpty }

    /// Those for which the actor keeps who belongs.
    private var organisations: [Option] {
        var seen: Set<ID<Organisation>> = []
        return members.filter { manages($0.organisation) }.filter { seen.insert($0.organisation).inserted }.map { Option($0.organisation.rawValue, $0.organisationName) }
    }

    private func row(_ member: MemberView, _ view: View) -> [HTML] {
        let named = [(name: "account", value: member.account.rawValue), (name: "organisation", value: member.organisation.rawValue)]
        let isLast = member.role == .manager && members.count { $0.organisation == member.organisation && $0.role == .manager } == 1
        let mayEnd = !isLast && (member.isSelf || manages(member.organisation)), mayChange = !isLast && manages(member.organisation)
        let other: MemberRole = member.role == .manager ? .handler : .manager
        let change = PostButton(view("改为\(other.words.zh)", "Make \(other.words.en.lowercased())"), .secondary, to: Paths.memberRole(), fields: named + [(name: "role", value: other.rawValue)])
        let end = PostButton(view("不再经办", "End"), .secondary, to: Paths.membershipEnd(),
            fields: named,
            confirm: view("结束后，\(member.name)不能再代表\(member.organisationName)。确定吗？", "\(member.name) can then no longer act for \(member.organisationName). Go on?"))
        return [
            "\(member.name)\(if: member.isSelf, "\(view("（本人）", " (you)"))")", "\(member.phone?.text ?? "")", "\(member.organisationName)", "\(view(member.role.words))",
            "\(if: mayChange, view(change))\(if: mayEnd, view(end))",
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
        site.post(Paths.memberRole, access: .organisation, input: ChangeMemberRole.self, receipt: ReceiptPage.self, summary: Words("更改经办人角色", "Give somebody another role")) { ask, input in
            .seeOther(Paths.members(), ReceiptPage(try await input(house, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.membershipEnd, access: .organisation, input: EndMembership.self, receipt: ReceiptPage.self, summary: Words("结束经办", "End a membership")) { ask, input in
            .seeOther(Paths.members(), ReceiptPage(try await input(house, by: ask.actor, once: ask.once)))
        }
    }
}
