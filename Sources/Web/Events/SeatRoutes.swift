import Domain
import Services

extension Rooms {
    private static let organisers = Access.any(of: .staff, .organisation)

    /// Events that everybody reads and registers for; their organisers keep them, and stand at the door.
    func addSeatRoutes(to site: inout Site) {
        addCalendar(to: &site)
        addEventKeeping(to: &site)
        addOwnSeats(to: &site)
        addRegistrations(to: &site)
        addDoor(to: &site)
    }

    // MARK: everybody

    private func addCalendar(to site: inout Site) {
        let house = house
        let query = [
            QueryField("span", Words("将要举办、七天内、往期", "To come, within seven days, past"), EventFilter.Span.self), QueryField("type", Words("类型", "Kind")), QueryField("field", Words("领域", "Field")),
            QueryField("area", Words("区域", "District")), QueryField("station", Words("驿站", "Station"), ID<Station>.self), QueryField("after", Words("跳过前几场", "How many come before"), Int.self),
        ]
        site.get(Paths.events, access: .everyone, page: EventsPage.self, query: query, summary: Words("活动日历", "The calendar of events")) { ask in
            let filter = EventFilter(
                type: ask.query["type"], field: ask.query["field"], area: ask.query["area"], station: try ask.query.value("station"), span: try ask.query.value("span") ?? .all, after: try ask.query.value("after") ?? 0)
            return EventsPage(try await house.events(filter, for: ask.actor))
        }
        site.get(Paths.event, access: .everyone, page: EventPage.self, summary: Words("一场活动", "An event")) { ask, id in EventPage(try await house.event(id, for: ask.actor)) }
        site.download(Paths.eventCalendarFile, access: .everyone, type: "text/calendar", summary: Words("活动的日历文件", "An event for calendars")) { ask, id in
            let view = try await house.event(id, for: ask.actor), address = ask.origin + Paths.event(id).text
            let host = ask.origin.split(separator: "/").last.map(String.init) ?? "localhost"
            let text = EventFile.text(view.summary, about: view.text, address: address, now: ask.now, host: host)
            return Attachment(name: "\(view.summary.title).ics", type: "text/calendar", content: .bytes(Array(text.utf8)))
        }
        site.post(Paths.eventSeats, access: .signedIn, input: TakeSeat.self, receipt: ReceiptPage.self, summary: Words("报名活动", "Register for an event"),
            form: { ask, filled, id in EventPage(try await house.event(id, for: ask.actor), .register, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
    }

    // MARK: organisers keep it

    private func addEventKeeping(to site: inout Site) {
        let house = house
        site.get(Paths.newEvent, access: Self.organisers, page: EventFormPage.self, summary: Words("筹办活动", "The form of a new event")) { ask in EventFormPage(try await house.eventForm(for: ask.actor)) }
        site.post(Paths.events, access: Self.organisers, input: EventDraft.self, receipt: ReceiptPage.self, summary: Words("筹办活动", "Write an event"),
            form: { ask, filled in EventFormPage(try await house.eventForm(for: ask.actor), filled) }
        ) { ask, input in
            let receipt = try await KeepEvent(input)(house, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.get(Paths.eventForm, access: Self.organisers, page: EventFormPage.self, summary: Words("修改活动", "The form of an event")) { ask, id in EventFormPage(try await house.eventForm(id, for: ask.actor)) }
        site.post(Paths.eventForm, access: Self.organisers, input: EventDraft.self, receipt: ReceiptPage.self, summary: Words("修改活动", "Change an event"),
            form: { ask, filled, id in EventFormPage(try await house.eventForm(id, for: ask.actor), filled) }
        ) { ask, input, id in .seeOther(Paths.event(id), ReceiptPage(try await KeepEvent(input)(house, id, by: ask.actor, once: ask.once))) }
        site.post(Paths.eventOpening, access: Self.organisers, input: OpenEvent.self, receipt: ReceiptPage.self, summary: Words("发布活动", "Announce an event")) { ask, input, id in
            .seeOther(Paths.event(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.eventCancellation, access: Self.organisers, input: CancelEvent.self, receipt: ReceiptPage.self, summary: Words("取消活动", "Call an event off"),
            form: { ask, filled, id in EventPage(try await house.event(id, for: ask.actor), .cancel, filled) }
        ) { ask, input, id in .seeOther(Paths.event(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once))) }
    }

    // MARK: one's own registrations

    private func addOwnSeats(to site: inout Site) {
        let house = house
        site.get(Paths.ownSeats, access: .signedIn, page: OwnSeatsPage.self, summary: Words("我的活动", "One's own events")) { ask in OwnSeatsPage(try await house.ownSeats(for: ask.actor)) }
        site.get(Paths.seat, access: .signedIn, page: SeatPage.self, summary: Words("一次报名", "One of one's own registrations")) { ask, id in SeatPage(try await house.seat(id, for: ask.actor)) }
        site.download(Paths.seatCode, access: .signedIn, type: "image/svg+xml", summary: Words("入场二维码", "The QR code of a ticket")) { ask, id in
            guard let token = try await house.seat(id, for: ask.actor).token else { throw Refusal.notFound }
            let code = try house.papers.qr(token, title: Words("入场二维码", "QR code for the door")(ask.language))
            return Attachment(name: "ticket.svg", type: "image/svg+xml", content: .bytes(Array(code.utf8)), inline: true)
        }
        site.post(Paths.seatCancellation, access: .signedIn, input: CancelSeat.self, receipt: ReceiptPage.self, summary: Words("取消报名", "Cancel a registration")) { ask, input, id in
            .seeOther(Paths.seat(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        site.post(Paths.seatSurvey, access: .signedIn, input: AnswerSurvey.self, receipt: ReceiptPage.self, summary: Words("评价活动", "Say how an event was"),
            form: { ask, filled, id in SeatPage(try await house.seat(id, for: ask.actor), filled) }
        ) { ask, input, id in .seeOther(Paths.seat(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once))) }
    }

    // MARK: the organisers' list, and the door

    private func addRegistrations(to site: inout Site) {
        let house = house
        site.get(Paths.eventRegistrations, access: Self.organisers, page: RegistrationsPage.self, query: [QueryField("after", Words("跳过前几个", "How many come before"), Int.self)],
            summary: Words("活动报名名单", "Registrations to an event")
        ) { ask, id in RegistrationsPage(try await house.registrations(id, after: try ask.query.value("after") ?? 0, for: ask.actor)) }
        site.post(Paths.seatAnswer, access: Self.organisers, input: AnswerSeat.self, receipt: ReceiptPage.self, summary: Words("审核报名", "Answer a registration"),
            form: { ask, filled, id in RegistrationsPage(try await house.registrations(try await house.organisedEvent(of: id, for: ask.actor), for: ask.actor), id, filled) }
        ) { ask, input, id in
            let receipt = try await input(house, id, by: ask.actor, once: ask.once)
            return .seeOther(Paths.eventRegistrations(try await house.organisedEvent(of: id, for: ask.actor)), ReceiptPage(receipt))
        }
    }

    private func addDoor(to site: inout Site) {
        let house = house
        let query = [QueryField("seat", Words("刚签到的报名", "What was scanned just now"), ID<Seat>.self), QueryField("again", Words("已用过", "It was used already"), Bool.self)]
        site.get(Paths.eventDoor, access: Self.organisers, page: DoorPage.self, query: query, summary: Words("活动现场签到", "The door of an event")) { ask, id in
            DoorPage(try await house.door(id, last: try ask.query.value("seat"), again: try ask.query.value("again") ?? false, for: ask.actor))
        }
        // A code that was used already is told with the time at which it was, and is no mistake of whoever scans it.
        @Sendable func done(_ receipt: Receipt, _ id: ID<Event>) -> Outcome<ReceiptPage> {
            .seeOther(Paths.eventDoor(id).with("seat", receipt.id).with("again", receipt.repeated), ReceiptPage(receipt))
        }
        site.post(Paths.eventDoor, access: Self.organisers, input: CheckInSeat.self, receipt: ReceiptPage.self, summary: Words("签到", "Check somebody in"),
            form: { ask, filled, id in DoorPage(try await house.door(id, for: ask.actor), .code, filled) }
        ) { ask, input, id in done(try await input(house, id, by: ask.actor, once: ask.once), id) }
        site.post(Paths.eventWalkIns, access: Self.organisers, input: TakeWalkIn.self, receipt: ReceiptPage.self, summary: Words("登记现场入场", "Let somebody in without a registration"),
            form: { ask, filled, id in DoorPage(try await house.door(id, for: ask.actor), .walkIn, filled) }
        ) { ask, input, id in done(try await input(house, id, by: ask.actor, once: ask.once), id) }
    }
}
