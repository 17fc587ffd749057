import Domain
import Markup
import Services

/// One line of the log, for the station that keeps it.
struct ContactPage: ModelPage {
    let model: ContactView
    private let filled: Filled

    init(_ model: ContactView) { self.init(model, .nothing) }

    init(_ model: ContactView, _ filled: Filled) {
        self.model = model
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("服务记录：\(model.summary.subject.zh)", "Contact: \(model.summary.subject.en)")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), trail: [Link(view("服务台账", "Service log"), to: Paths.contacts())], aside: view(Tag(model.summary.state, view)))))\
        \(if: model.mayKeep, doubled(view))\(view(Columns(main: facts(view) + said(view), side: changes(view))))
        """
    }

    private func facts(_ view: View) -> HTML {
        let summary = model.summary
        var facts = [
            Fact(view("姓名", "Name"), "\(model.name ?? "—")"), Fact(view("电话", "Telephone"), phone(view)), Fact(view("驿站", "Station"), "\(summary.stationName)"),
            Fact(view("时间", "When"), view.time(summary.at)), Fact(view("方式", "How"), "\(view(summary.channel.words))"), Fact(view("服务", "About"), "\(view.list([summary.subject] + model.also.map(\.words)))"),
            Fact(view("结果", "Result"), "\(view(summary.result.words))", change: model.request.map { Link(view("查看诉求", "The request"), to: Paths.request($0)) }),
            Fact(view("是否计入", "Counts"), "\(model.counts ? view("计入", "Yes") : view("不计", "No"))"),
        ]
        if let line = model.line { facts.append(Fact(view("备注", "Note"), "\(line)")) }
        if let by = model.by { facts.append(Fact(view("登记人", "Written down by"), "\(by)")) }
        if let reason = model.reason { facts.append(Fact(view("作废原因", "Why it was taken back"), "\(reason)")) }
        return view(Panel(view("登记内容", "The line")) { view(Facts(facts)) })
    }

    private func phone(_ view: View) -> HTML {
        guard let number = model.number else { return "\(model.phone?.text ?? "—")" }
        return view.telephone(number)
    }

    private func said(_ view: View) -> HTML {
        var facts = [Fact(view("状态", "State"), view(Tag(model.summary.state, view)))]
        if let at = model.answeredAt {
            facts.append(Fact(view("答复时间", "Answered"), view.time(at)))
        } else if let until = model.askedUntil {
            facts.append(Fact(view("确认期限", "May answer until"), view.time(view.lastDay(until))))
        }
        if let rating = model.summary.rating { facts.append(Fact(view("评分", "Rating"), "\(view(ContactAnswerForm.words(rating)))")) }
        if let comment = model.comment { facts.append(Fact(view("评价", "Words"), "\(comment)")) }
        facts.append(Fact(view("本人账号", "The person’s account"), "\(model.isClaimed ? view("已归入本人账号", "It stands in their account") : view("未归入", "Not claimed"))"))
        return view(Panel(view("本人答复", "What the person says")) { view(Facts(facts)) })
    }

    private func doubled(_ view: View) -> HTML {
        view(Banner(.action, view("疑似重复登记", "It looks doubled"), """
            <p>\(with: model.doubles, { view(Link(view("查看先登记的一条", "The line before"), to: Paths.contact($0))) })</p>\(view(PostButton(view("是两次服务", "These were two"), to: Paths.contactKeeping(model.summary.id))))
            """))
    }

    private func changes(_ view: View) -> HTML {
        // What came back goes to the form that it came from.
        let number = filled.error("use") == nil ? .nothing : filled, void = filled.error("use") == nil ? filled : .nothing
        return """
            \(if: model.mayShowNumber && model.number == nil, view(Panel(view("联系本人", "Get in touch"), id: "number") {
                view(FormFrame(Paths.contactNumber(model.summary.id), in: number, small: true, buttons: [Button(view("查看完整号码", "Show the number"), .secondary)]) {
                    view(Field("use", view("用途", "What for"), .select(ShowContactNumber.Use.allCases.map { Option($0.rawValue, view($0.words)) }), hint: view("每次查看均有记录", "Each look is recorded"), in: number))
                })
            }))\
            \(if: model.mayUndo, view(Panel(view("刚刚登记", "Just written down")) {
                view(PostButton(view("撤销", "Undo"), .secondary, to: Paths.contactUndoing(model.summary.id)))
            }))\(if: model.mayVoid, view(Panel(view("登记有误", "A mistake")) {
                view(FormFrame(Paths.contactVoiding(model.summary.id), in: void, small: true, buttons: [Button(view("作废", "Take it back"), .danger)]) {
                    view(Field("reason", view("原因", "Reason"), .longText(rows: 3), hint: view("4 至 300 字，本人可以看到", "4 to 300 characters; the person can read it"), in: void))
                })
            }))
            """
    }
}

/// What stands behind the link in the person's message.
struct ContactLinkPage: ModelPage {
    let model: ContactLinkView
    private let token: String
    private let filled: Filled

    init(_ model: ContactLinkView) { self.init(model, token: "") }

    init(_ model: ContactLinkView, token: String, _ filled: Filled = .nothing) {
        self.model = model
        self.token = token
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("请确认一次服务", "Please confirm a contact")(language) }

    func body(_ view: View) -> HTML {
        let contact = model.contact
        return """
            \(view(PageHeader(title(in: view.language), lead: view(
                "\(contact.stationName)登记：\(view(view.zone.day(of: contact.at)))，为手机号 \(model.phone.text) 提供了“\(contact.subject.zh)”服务（\(contact.channel.words.zh)，\(contact.result.words.zh)）。您的答复决定它是否计入。",
                "\(contact.stationName) noted that on \(view(view.zone.day(of: contact.at))) it helped the person with the number \(model.phone.text): \(contact.subject.en) (\(contact.channel.words.en.lowercased())). Your answer decides whether it counts."))))\
            \(answered(view))\
            \(if: contact.mayConfirm || contact.mayDispute, view(Panel(contact.state == .recorded ? view("您的答复", "Your answer") : view("更改答复", "Change your answer")) {
                view(ContactAnswerForm(action: Paths.contactAnswer(token), contact: contact, offersKeeping: !model.isKept && !model.isClaimed, filled: filled))
            }))\(view(Panel(view("服务内容", "The contact")) { view(OwnContactFacts(contact: contact)) }))\
            \(account(view))<p class="hint">\(view("链接有效至 \(view(view.lastDay(model.until)))，请勿转发。", "The link is good until the end of \(view(view.lastDay(model.until))). Do not pass it on."))</p>
            """
    }

    private func answered(_ view: View) -> HTML {
        switch model.contact.state {
        case .confirmed: view(Banner(.good, view("已确认，谢谢", "Confirmed, thank you")))
        case .disputed: view(Banner(.info, view("已记录“情况不符”，这条不计入", "Noted that it was not so; it does not count")))
        case .recorded, .void, .undone: .empty
        }
    }

    private func account(_ view: View) -> HTML {
        if model.isClaimed { return "<p>\(view(Link(view("在“我的服务记录”查看", "See it under “My services”"), to: Paths.ownContacts())))</p>" }
        let back = Paths.contactLink(token).text
        return view(Panel(view("归入我的账号", "Find it in your account")) {
            """
            <p>\(view("归入后，这个号码的服务记录都在“我的服务记录”，随时可以查看和提出异议。", "All contacts of this number then stand under “My services”, where you can look at them and dispute them at any time."))</p>\
            \(if: model.mayClaim, view(PostButton(view("归入我的账号", "Put them into my account"), to: Paths.contactClaim(token))))\
            \(if: !view.actor.isSignedIn, """
            <div class=\"buttons\">\(view(Button(view("登录", "Sign in"), .secondary, href: Paths.signIn().with("back", back))))\
            \(view(Button(view("用这个手机号注册", "Register with this number"), .secondary, href: Paths.newTalent().with("back", back))))</div>
            """)\
            \(if: view.actor.isSignedIn && !model.mayClaim, "<p class=\"hint\">\(view("您登录的账号不是这个手机号。", "You are signed in with another number."))</p>")
            """
        })
    }
}

/// The contacts in one's own account.
struct OwnContactsPage: Page {
    let contacts: [OwnContactView]
    private(set) var open: ID<Contact>?
    private(set) var filled = Filled.nothing

    private enum CodingKeys: CodingKey { case contacts }

    init(_ contacts: [OwnContactView], open: ID<Contact>? = nil, _ filled: Filled = .nothing) {
        self.contacts = contacts
        self.open = open
        self.filled = filled
    }

    func title(in language: Language) -> String { Words("我的服务记录", "My services")(language) }

    func body(_ view: View) -> HTML {
        """
        \(view(PageHeader(title(in: view.language), lead: view("驿站为您提供的服务。不属实的，随时可以反映，不再计入。", "What stations did for you. What is not right you can dispute at any time; it does not count then."),
            trail: [Link(view("我的", "My page"), to: Paths.me())])))\
        \(if: contacts.isEmpty, view(EmptyState(view("没有服务记录", "No contacts"), view("驿站登记后会发短信，请您确认；您同意后归入这里。", "After a contact you get a message to confirm it; if you agree it stands here."))))\
        \(each: contacts, { contact in
            let filled = contact.id == open ? filled : .nothing
            return view(Panel("\(contact.stationName)　\(view(contact.subject))", id: contact.id.rawValue) {
                """
                \(view(OwnContactFacts(contact: contact)))\(if: contact.mayConfirm || contact.mayDispute, """
                <details\(if: contact.id == open, " open")><summary>\(contact.state == .recorded ? view("确认或反映不符", "Confirm or dispute it") : view("更改答复", "Change your answer"))</summary>\
                \(view(ContactAnswerForm(action: Paths.ownContactAnswer(contact.id), contact: contact, prefix: contact.id.rawValue, filled: filled)))</details>
                """)
                """
            })
        })
        """
    }
}
