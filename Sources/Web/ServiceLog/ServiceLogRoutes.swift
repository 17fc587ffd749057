import Domain
import Services

extension Rooms {
    /// The service log: written down at the desk, confirmed by the person, read as figures by offices; and the poster by which people register themselves.
    func addServiceLogRoutes(to site: inout Site) {
        addContactLists(to: &site)
        addContactVerbs(to: &site)
        addContactNumber(to: &site)
        addContactAnswers(to: &site)
        addPosters(to: &site)
        addHello(to: &site)
    }

    private static let month = QueryField("month", Words("月份，如 2020-12", "Month, such as 2020-12"))
    private static let fields = [
        month, QueryField("subject", Words("服务，如 service.lodging 或 find.jobs", "What about, such as service.lodging or find.jobs")), QueryField("state", Words("状态", "State"), ContactState.self),
        QueryField("station", Words("驿站", "Station"), ID<Station>.self),
    ]
    private static let after = QueryField("after", Words("上一页最后一条", "The last one of the page before"), ID<Contact>.self)

    private func addContactLists(to site: inout Site) {
        let house = house
        site.get(Paths.contacts, access: .organisation, page: ContactsPage.self, query: Self.fields + [Self.after], summary: Words("服务台账", "The service log of one's stations")) { ask in
            ContactsPage(try await house.contacts(try ContactFilter(ask), for: ask.actor))
        }
        site.download(Paths.contactsWorkbook, access: .organisation, type: Workbooks.type, query: Self.fields, summary: Words("服务台账，Excel", "The service log as a spreadsheet, names masked")) { ask in
            let file = try await house.contactsWorkbook(try ContactFilter(ask), for: ask.actor)
            return try Workbooks.attachment("\(Words("服务台账", "contacts")(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: file)
        }
        site.get(Paths.newContact, access: .organisation, page: NewContactPage.self, query: [QueryField("undone", Words("刚撤销一条", "One was just undone"), Bool.self)],
            summary: Words("登记服务的表单", "The form for writing a contact down")) { ask in
            NewContactPage(try await house.contactForm(for: ask.actor), isUndone: try ask.query.value("undone") ?? false)
        }
        site.get(Paths.contact, access: .organisation, page: ContactPage.self, summary: Words("一条服务记录", "A line of the service log")) { ask, id in
            ContactPage(try await house.contact(id, for: ask.actor))
        }
        site.get(Paths.contactFigures, access: .staff, page: ContactFiguresPage.self, query: [Self.month], summary: Words("服务台账统计", "Figures of the service log by station and month")) { ask in
            ContactFiguresPage(try await house.contactFigures(month: try ask.month(), for: ask.actor))
        }
        site.get(Paths.contactLines, access: .staff, page: ContactLinesPage.self, query: Self.fields + [Self.after], summary: Words("服务明细，不含个人信息", "The lines behind the figures, with nothing personal")) { ask in
            ContactLinesPage(try await house.contactLines(try ContactFilter(ask), for: ask.actor))
        }
        site.download(Paths.contactLinesWorkbook, access: .staff, type: Workbooks.type, query: Self.fields, summary: Words("服务明细，Excel", "The lines behind the figures as a spreadsheet")) { ask in
            let file = try await house.contactLinesWorkbook(try ContactFilter(ask), for: ask.actor)
            return try Workbooks.attachment("\(Words("服务明细", "contacts")(ask.language))-\(ask.zone.day(of: ask.now)).xlsx", temporary: file)
        }
    }

    private func addContactVerbs(to site: inout Site) {
        let house = house
        site.post(Paths.contacts, access: .organisation, input: RecordContact.self, receipt: NewContactPage.self, summary: Words("登记一次服务", "Write a contact down"),
            form: { ask, filled in NewContactPage(try await house.contactForm(for: ask.actor), filled) }
        ) { ask, input in
            let origin = ask.origin
            let recorded = try await input(house, by: ask.actor, once: ask.once) { origin + Paths.contactLink($0).text }
            return .show(try await written(recorded, ask))
        }
        site.post(Paths.contactKeeping, access: .organisation, input: KeepDoubled.self, receipt: NewContactPage.self, summary: Words("不是重复登记", "A line that looked doubled was a contact of its own")) { ask, input, id in
            let origin = ask.origin
            let recorded = try await input(house, id, by: ask.actor, once: ask.once) { origin + Paths.contactLink($0).text }
            return .show(try await written(recorded, ask))
        }
        site.post(Paths.contactUndoing, access: .organisation, input: UndoContact.self, receipt: ReceiptPage.self, summary: Words("撤销刚登记的一条", "Undo a line within minutes")) { ask, input, id in
            .seeOther(Paths.newContact().with("undone", true), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.contactVoiding, access: .organisation, input: VoidContact.self, receipt: ReceiptPage.self, summary: Words("作废一条服务记录", "Take a line back, with a reason"),
            form: { ask, filled, id in ContactPage(try await house.contact(id, for: ask.actor), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func addContactNumber(to site: inout Site) {
        let house = house
        site.post(Paths.contactNumber, access: .organisation, input: ShowContactNumber.self, receipt: ContactPage.self, summary: Words("查看完整号码", "Read the whole number of a contact"),
            form: { ask, filled, id in ContactPage(try await house.contact(id, for: ask.actor), filled) }
        ) { ask, input, id in
            let number = try await input(house, id, by: ask.actor)
            return .show(ContactPage(try await house.contact(id, for: ask.actor).showing(number)))
        }
    }

    private func written(_ recorded: RecordContact.Recorded, _ ask: Ask) async throws -> NewContactPage {
        guard let id = ID<Contact>(rawValue: recorded.receipt.id) else { throw Refusal.notFound }
        return NewContactPage(try await house.contactForm(for: ask.actor), recorded: try await house.recordedContact(id, message: recorded.message, for: ask.actor))
    }

    private func addContactAnswers(to site: inout Site) {
        let house = house
        site.get(Paths.contactLink, access: .everyone, page: ContactLinkPage.self, summary: Words("短信中的确认页", "The page behind a message's link")) { ask, token in
            ContactLinkPage(try await house.contact(link: token, for: ask.actor), token: token)
        }
        site.post(Paths.contactAnswer, access: .everyone, input: ContactAnswer.self, receipt: ReceiptPage.self, summary: Words("确认服务或反映不符", "Confirm a contact or dispute it"),
            form: { ask, filled, token in ContactLinkPage(try await house.contact(link: token, for: ask.actor), token: token, filled) }
        ) { ask, input, token in
            .seeOther(Paths.contactLink(token), ReceiptPage(try await AnswerByLink(input)(house, token, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.contactClaim, access: .signedIn, input: ClaimContacts.self, receipt: ReceiptPage.self, summary: Words("归入我的账号", "Put the contacts of a number into one's account")) { ask, input, token in
            let receipt = try await input(house, token, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.get(Paths.ownContacts, access: .signedIn, page: OwnContactsPage.self, summary: Words("我的服务记录", "One's own contacts with stations")) { ask in
            OwnContactsPage(try await house.ownContacts(for: ask.actor))
        }
        site.post(Paths.ownContactAnswer, access: .signedIn, input: ContactAnswer.self, receipt: ReceiptPage.self, summary: Words("确认自己的服务记录或反映不符", "Confirm one's own contact or dispute it"),
            form: { ask, filled, id in OwnContactsPage(try await house.ownContacts(for: ask.actor), open: id, filled) }
        ) { ask, input, id in
            let receipt = try await AnswerOwnContact(input)(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt).at(id.rawValue), ReceiptPage(receipt))
        }
    }

    private func addPosters(to site: inout Site) {
        let house = house
        site.get(Paths.poster, access: .organisation, page: PosterPage.self, query: [QueryField("station", Words("驿站", "Station"), ID<Station>.self)], summary: Words("入站登记海报", "The poster of one's station")) { ask in
            let (poster, stations) = try await house.ownPoster(try ask.query.value("station"), for: ask.actor)
            return PosterPage(.init(poster: poster, stations: stations, address: ask.origin + Paths.hello(poster.station).text))
        }
        site.download(Paths.posterPDF, access: .any(of: .staff, .organisation), type: "application/pdf", summary: Words("入站登记海报 PDF", "The poster as PDF, A4")) { ask, id in
            let poster = try await house.poster(id), address = ask.origin + Paths.hello(id).text
            let picture = try house.papers.qr(address, title: "\(poster.name) 入站登记")
            let code = "data:image/svg+xml;base64," + Base64.encode(Array(picture.utf8))
            return try await PaperFile.pdf("\(poster.name) 入站登记", title: "\(poster.name) 入站登记", PosterFace(poster: poster, code: code, address: address), for: ask, by: house)
        }
        site.download(Paths.posterCode, access: .everyone, type: "image/svg+xml", summary: Words("入站登记二维码", "The poster's code")) { ask, id in
            let poster = try await house.poster(id)
            let picture = try house.papers.qr(ask.origin + Paths.hello(id).text, title: "\(poster.name) 入站登记")
            return Attachment(name: "hello-\(id.rawValue).svg", type: "image/svg+xml", content: .bytes(Array(picture.utf8)), inline: true)
        }
    }

    private func addHello(to site: inout Site) {
        let house = house
        let done = QueryField("done", Words("刚完成登记", "Just registered"), Bool.self)
        site.get(Paths.hello, access: .everyone, page: HelloPage.self, query: [done], summary: Words("入站登记", "Register at a station")) { ask, id in
            HelloPage(try await house.poster(id), try ask.query.value("done") == true ? .done : .start)
        }
        site.post(Paths.helloCodes, access: .everyone, input: HelloStart.self, receipt: HelloPage.self, pace: .secrets(field: "phone"), summary: Words("入站登记：获取验证码", "Registering at a station: send a code"),
            form: { _, filled, id in HelloPage(try await house.poster(id), .start, filled) }
        ) { ask, input, id in
            let station = try await house.poster(id), finds = try SayHello.check(name: input.name, phone: input.phone, finds: input.finds ?? [], consent: input.consent)
            let sent = try await SendPhoneCode(phone: input.phone)(house, by: ask.actor, once: ask.once), number = Phone.normalised(input.phone)
            return .show(HelloPage(station, .code, phone: number, message: sent.message, Filled([
                "name": [input.name], "phone": [number], "finds": finds.map(\.rawValue), "consent": ["true"],
            ])))
        }
        site.post(Paths.hello, access: .everyone, input: SayHello.self, receipt: HelloPage.self, pace: .secrets(field: "phone"), summary: Words("入站登记：完成", "Registering at a station: with the code"),
            form: { _, filled, id in HelloPage(try await house.poster(id), .code, phone: filled.value("phone"), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, at: id, by: ask.actor, once: ask.once)
            return try await greeted(receipt, id, ask)
        }
    }

    /// Who opened an account with it is signed in.
    private func greeted(_ receipt: Receipt, _ id: ID<Station>, _ ask: Ask) async throws -> Outcome<HelloPage> {
        let station = try await house.poster(id)
        guard receipt.thing == .talent else { return .seeOther(Paths.hello(id).with("done", true), HelloPage(station, .done)) }
        let opened = try await Sessions.begin(house, after: receipt, kind: ask.face == .html ? .cookie : .bearer)
        guard ask.face == .html else { return .created(Paths.ownContacts(), HelloPage(station, .done, token: opened.token)) }
        return .seeOther(Paths.ownContacts(), HelloPage(station, .done)).signingIn(token: opened.token)
    }
}
