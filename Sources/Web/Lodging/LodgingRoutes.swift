import Domain
import Services

extension Rooms {
    /// Places with beds, eligibility, booking, the waitlist, draws, and one's own stays.
    func addLodgingRoutes(to site: inout Site) {
        addPlaces(to: &site)
        addEligibility(to: &site)
        addBooking(to: &site)
        addWaitlist(to: &site)
        addDraws(to: &site)
        addStays(to: &site)
        addStayVerbs(to: &site)
    }

    private func addPlaces(to site: inout Site) {
        let first = QueryField("first", Words("第一晚", "The first night"), Day.self), end = QueryField("end", Words("离店日", "The day of leaving"), Day.self)
        let sex = QueryField("sex", Words("谁住", "Who wants the bed"), Sex.self)
        let query = [
            QueryField("area", Words("区域", "Area")), first, end, sex, QueryField("accessible", Words("无障碍床位", "Accessible beds alone"), Bool.self),
            QueryField("most", Words("特价不超过多少元", "At most so many yuan"), Int.self), QueryField("kind", Words("方式", "Kind of place"), LodgingKind.self),
            QueryField("station", Words("驿站", "Station"), ID<Station>.self), QueryField("latitude", Words("附近：纬度（WGS 84）", "Near this latitude (WGS 84)"), Double.self),
            QueryField("longitude", Words("附近：经度（WGS 84）", "Near this longitude (WGS 84)"), Double.self), QueryField("kilometres", Words("多少公里内，不填为 50", "Within so many kilometres; 50 if left out"), Int.self),
        ]
        site.get(Paths.lodgings, access: .everyone, page: LodgingsPage.self, query: query, summary: Words("住处和每晚空床", "Places with free beds by night")) { ask in
            let filter = LodgingFilter(
                station: try ask.query.value("station"), area: ask.query["area"], kind: try ask.query.value("kind"), accessible: try ask.query.value("accessible"), sex: try ask.query.value("sex"),
                first: try ask.query.value("first"), end: try ask.query.value("end"), most: try ask.query.value("most"),
                latitude: try ask.query.value("latitude"), longitude: try ask.query.value("longitude"), kilometres: try ask.query.value("kilometres"))
            return LodgingsPage(availability: try await house.availability(filter), terms: try await house.lodgingTerms())
        }
        site.get(Paths.lodging, access: .everyone, page: LodgingPage.self, query: [first, end, sex], summary: Words("一个住处", "A place with beds")) { ask, id in
            LodgingPage(try await house.lodging(id, for: ask.actor, nights: 90), sex: try ask.query.value("sex"), first: try ask.query.value("first"), end: try ask.query.value("end"))
        }
    }

    private func addEligibility(to site: inout Site) {
        site.get(Paths.eligibility, access: .everyone, page: EligibilityPage.self, query: [QueryField("area", Words("在哪个区域入住", "Where the stay is"))], summary: Words("我是否符合入住条件", "Whether one is entitled")) { ask in
            EligibilityPage(try await house.eligibility(area: ask.query["area"], for: ask.actor))
        }
        site.post(Paths.eligibility, access: .everyone, input: EligibilityForm.self, receipt: EligibilityPage.self, summary: Words("回答入住条件的问题", "Answer questions of the conditions"),
            form: { ask, filled in EligibilityPage(try await house.eligibility(filled.answers, area: filled.value("area"), lenient: true, for: ask.actor), filled) }
        ) { ask, input in
            if let asked = input.asked, (input.answers?[asked] ?? []).allSatisfy(\.isEmpty) {
                throw Refusal.invalid([.init("answers.\(asked.prefix(60))", Words("请先回答这个问题", "Please answer this question"))])
            }
            let view = try await house.eligibility(input.answers ?? [:], area: input.area, for: ask.actor)
            guard view.isOwn else { return .show(EligibilityPage(view)) }
            try await keep(input.answers ?? [:], by: ask.actor)
            return .seeOther(Paths.eligibility().with("area", view.area), EligibilityPage(try await house.eligibility(area: view.area, for: ask.actor)))
        }
    }

    /// Answers to questions of the rules go to the profile, wherever they stand there.
    private func keep(_ answers: [String: [String]], by actor: Actor) async throws {
        if !answers.isEmpty { _ = try await SaveProfile(answers: answers)(house, by: actor) }
    }

    /// A box that is not ticked takes nothing back.
    private func agree(_ consent: Bool?, by actor: Actor) async throws {
        if consent == true { _ = try await GrantConsent(purpose: .lodging)(house, by: actor) }
    }

    private func addBooking(to site: inout Site) {
        let query = [
            QueryField("first", Words("第一晚", "The first night"), Day.self), QueryField("end", Words("离店日", "The day of leaving"), Day.self),
            QueryField("accessible", Words("无障碍床位", "An accessible bed"), Bool.self), QueryField("mayMove", Words("可以换床", "Agrees to change beds"), Bool.self),
        ]
        site.get(Paths.booking, access: .signedIn, page: BookingPage.self, query: query, summary: Words("核对预订", "What a booking would be")) { ask, id in
            guard let first = try ask.query.value("first", Day.self), let end = try ask.query.value("end", Day.self) else {
                throw Refusal.invalid([.init("first", Words("请选择入住和离店日期", "Choose the first night and the day of leaving"))])
            }
            return BookingPage(try await house.booking(at: id, first, end, accessible: try ask.query.value("accessible") ?? false, mayMove: try ask.query.value("mayMove") ?? false, for: ask.actor))
        }
        site.post(Paths.bookings, access: .signedIn, input: BookingForm.self, receipt: ReceiptPage.self, summary: Words("预订床位", "Book a bed"), form: bookingAgain) { ask, input, id in
            try await prepare(input, by: ask.actor)
            let receipt = try await BookStay(input.wish)(house, at: id, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.holds, access: .signedIn, input: BookingForm.self, receipt: ReceiptPage.self, summary: Words("保留床位", "Have a bed held for some minutes"), form: bookingAgain) { ask, input, id in
            try await prepare(input, by: ask.actor)
            let receipt = try await BookStay(input.wish, hold: true)(house, at: id, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func bookingAgain(_ ask: Ask, _ filled: Filled, _ id: ID<Lodging>) async throws -> any Page {
        guard let first = Day(filled.value("first")), let end = Day(filled.value("end")) else { throw Refusal.invalid([.init("first", Words("请选择入住和离店日期", "Choose the first night and the day of leaving"))]) }
        // Judged by what is kept: what was answered here and not kept is asked again, with the answers in their places.
        let booking = try await house.booking(at: id, first, end, accessible: filled.value("accessible") == "true", mayMove: filled.value("mayMove") == "true", for: ask.actor)
        return BookingPage(booking, filled.about(booking))
    }

    /// What was still wanted of the person, before the booking itself. Each of these is harmless when repeated.
    private func prepare(_ input: BookingForm, by actor: Actor) async throws {
        if input.registration == true { _ = try await BecomeTalent(consent: true)(house, by: actor) }
        try await agree(input.lodgingConsent, by: actor)
        if let number = input.number, !number.isEmpty {
            _ = try await SetIdentity(
                name: input.name ?? "", kind: input.kind, number: number, country: input.country, sex: input.sex, birthDate: input.birthDate, consent: input.consent)(house, by: actor)
        } else if input.kind != nil || input.name != nil {
            var fields = [Refusal.Field("number", Words("请填写证件号码", "The document’s number, please"))]
            if (input.name ?? "").isEmpty { fields.insert(.init("name", Words("请填写姓名", "Your name, please")), at: 0) }
            throw Refusal.invalid(fields)
        }
        try await keep(input.answers ?? [:], by: actor)
    }

    private func addWaitlist(to site: inout Site) {
        site.post(Paths.waitlist, access: .signedIn, input: WaitingForm.self, receipt: ReceiptPage.self, summary: Words("加入候补", "Join the waitlist"), form: bookingAgain) { ask, input, id in
            try await agree(input.lodgingConsent, by: ask.actor)
            try await keep(input.answers ?? [:], by: ask.actor)
            let receipt = try await JoinWaitlist(input.wish)(house, at: id, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.waitingEnd, access: .signedIn, input: LeaveWaitlist.self, receipt: ReceiptPage.self, summary: Words("退出候补", "Leave the waitlist, or decline its offer")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.post(Paths.offer, access: .signedIn, input: TakeOffer.self, receipt: ReceiptPage.self, summary: Words("接受候补床位", "Take what the waitlist offers")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func addDraws(to site: inout Site) {
        site.get(Paths.draw, access: .everyone, page: DrawPage.self, summary: Words("抽签", "A draw, and how to check it")) { ask, id in DrawPage(draw: try await house.draw(id, for: ask.actor)) }
        // What `yizhan draw verify` reads.
        site.download(Paths.drawTranscript, access: .everyone, type: "application/json", summary: Words("抽签记录", "A draw's transcript, for checking it")) { ask, id in
            guard let transcript = try await house.draw(id, for: ask.actor).transcript else { throw Refusal.notFound }
            return Attachment(name: "draw-\(id.rawValue).json", type: "application/json", content: .bytes(try JSON.bytes(of: transcript)))
        }
        site.post(Paths.drawRequests, access: .signedIn, input: RequestInDraw.self, receipt: ReceiptPage.self, summary: Words("报名抽签", "Ask for a bed in a draw")) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    private func addStays(to site: inout Site) {
        site.get(Paths.stays, access: .signedIn, page: StaysPage.self, summary: Words("我的住宿", "One's own stays")) { ask in StaysPage(stays: try await house.myStays(for: ask.actor)) }
        site.get(Paths.stay, access: .signedIn, page: StayPage.self, summary: Words("一次住宿", "One of one's own stays")) { ask, id in StayPage(try await house.stay(id, for: ask.actor)) }
        site.download(Paths.stayCode, access: .signedIn, type: "image/svg+xml", summary: Words("入住二维码", "The QR code of a stay")) { ask, id in
            guard let token = try await house.stay(id, for: ask.actor).token else { throw Refusal.notFound }
            let code = try house.papers.qr(token, title: Words("入住二维码", "QR code for the desk")(ask.language))
            return Attachment(name: "stay.svg", type: "image/svg+xml", content: .bytes(Array(code.utf8)), inline: true)
        }
    }

    private func addStayVerbs(to site: inout Site) {
        func again(_ form: StayPage.Form?) -> @Sendable (Ask, Filled, ID<Stay>) async throws -> any Page {
            { ask, filled, id in StayPage(try await house.stay(id, for: ask.actor), form, filled) }
        }
        @Sendable func done(_ receipt: Receipt) -> Outcome<ReceiptPage> { .seeOther(Paths.of(receipt), ReceiptPage(receipt)) }
        site.post(Paths.stayConfirmation, access: .signedIn, input: ConfirmStay.self, receipt: ReceiptPage.self, summary: Words("确认保留的床位", "Confirm a hold")) { ask, input, id in
            done(try await input(house, id, by: ask.actor, once: ask.once))
        }
        site.post(Paths.stayChange, access: .signedIn, input: ChangeStay.self, receipt: ReceiptPage.self, summary: Words("修改预订", "Other nights or another place"), form: again(.change)) { ask, input, id in
            done(try await input(house, id, by: ask.actor, once: ask.once))
        }
        site.post(Paths.stayExtension, access: .signedIn, input: ExtendStay.self, receipt: ReceiptPage.self, summary: Words("延长住宿", "More nights at the end"), form: again(.extend)) { ask, input, id in
            done(try await input(house, id, by: ask.actor, once: ask.once))
        }
        site.post(Paths.stayLeaving, access: .signedIn, input: LeaveEarly.self, receipt: ReceiptPage.self, summary: Words("提前离店", "Leave early"), form: again(.leave)) { ask, input, id in
            done(try await input(house, id, by: ask.actor, once: ask.once))
        }
        site.post(Paths.stayLateness, access: .signedIn, input: ExpectLate.self, receipt: ReceiptPage.self, summary: Words("告知晚到", "Say that one comes late"), form: again(.late)) { ask, input, id in
            done(try await input(house, id, by: ask.actor, once: ask.once))
        }
        site.post(Paths.stayCancellation, access: .signedIn, input: CancelStay.self, receipt: ReceiptPage.self, summary: Words("取消预订", "Cancel a booking"), form: again(.cancel)) { ask, input, id in
            done(try await input(house, id, by: ask.actor, once: ask.once))
        }
        site.post(Paths.stayAppeal, access: .signedIn, input: AppealMiss.self, receipt: ReceiptPage.self, summary: Words("申诉", "Appeal against a warning or a ban"), form: again(.appeal)) { ask, input, id in
            done(try await input(house, id, by: ask.actor, once: ask.once))
        }
    }
}

extension Filled {
    /// The answers to questions of the rules among what was typed.
    var answers: [String: [String]] {
        values.reduce(into: [:]) { found, field in if field.key.hasPrefix("answers.") { found[String(field.key.dropFirst("answers.".count))] = field.value } }
    }

    /// Without what the page says by itself already: why the nights cannot be had.
    fileprivate func about(_ booking: BookingView) -> Filled { booking.obstacle == nil ? self : Filled(values, errors: errors.filter { !["", "first", "end"].contains($0.field) }) }
}
