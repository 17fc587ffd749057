import Domain
import Markup
import Services

extension StayEvent: PathParameter {}

extension Rooms {
    /// The desk of a station: who comes, who is there, who goes; for the people of its organisation alone.
    func addDeskRoutes(to site: inout Site) {
        addBoard(to: &site)
        addStays(to: &site)
        addArrivalVerbs(to: &site)
        addStayVerbs(to: &site)
        addPlacePages(to: &site)
        addBookingAtDesk(to: &site)
    }

    private static let place = QueryField("place", Words("住处", "Place"), ID<Lodging>.self)

    private func addBoard(to site: inout Site) {
        let house = house
        site.get(Paths.desk, access: .organisation, page: DeskPage.self, query: [Self.place], summary: Words("前台", "Today at the desk")) { ask in
            DeskPage(try await house.desk(at: try ask.query.value("place"), for: ask.actor))
        }
        site.post(Paths.deskCodes, access: .organisation, input: DeskCode.self, receipt: FoundStaysPage.self, summary: Words("按入住码查找", "Find a stay by its code"),
            form: { ask, filled in DeskPage(try await house.desk(at: ID<Lodging>(rawValue: filled.value("place")), for: ask.actor), filled) }
        ) { ask, input in
            let found = try await house.stays(code: input.code, at: input.place, for: ask.actor)
            guard let first = found.first else {
                throw Refusal.invalid([.init("code", Words("没有找到这个入住码，请核对数字，或在下面的名单中按姓名办理", "No stay has this code. Check the digits, or find the guest by name below"))])
            }
            let page = FoundStaysPage(stays: found, code: input.code)
            return found.count == 1 ? .seeOther(Paths.deskStay(first.id).with("code", input.code), page) : .show(page)
        }
    }

    private func addStays(to site: inout Site) {
        let house = house
        let query = [QueryField("code", Words("客人出示的入住码", "The code that the guest showed")), QueryField("done", Words("刚办理的事项", "What was just done"), StayEvent.self)]
        site.get(Paths.deskStay, access: .organisation, page: DeskStayPage.self, query: query, summary: Words("前台的一次住宿", "A stay at the desk")) { ask, id in
            DeskStayPage(try await house.deskStay(id, for: ask.actor), code: ask.query["code"], done: try ask.query.value("done"))
        }
    }

    /// A verb on one stay: its form is on the stay's page, and the browser goes back there.
    private func verb<Input: Decodable & Sendable>(
        _ path: Path<ID<Stay>>, _ input: Input.Type, _ event: StayEvent, to site: inout Site, _ words: Words,
        _ call: @escaping @Sendable (Input, Ask, ID<Stay>) async throws -> Receipt
    ) {
        let house = house
        site.post(path, access: .organisation, input: input, receipt: ReceiptPage.self, summary: words,
            form: { ask, filled, id in DeskStayPage(try await house.deskStay(id, for: ask.actor), event, filled) }
        ) { ask, input, id in
            let receipt = try await call(input, ask, id)
            return .seeOther(Paths.deskStay(id).with("done", event), ReceiptPage(Receipt(.deskStay, id.rawValue, repeated: receipt.repeated)))
        }
    }

    private func addArrivalVerbs(to site: inout Site) {
        let house = house
        verb(Paths.checkIn, CheckIn.self, .checkIn, to: &site, Words("办理入住", "Check a guest in")) { try await $0(house, $2, by: $1.actor, once: $1.once) }
        site.post(Paths.policeRegistration, access: .organisation, input: RegisterWithPolice.self, receipt: ReceiptPage.self, summary: Words("登记已报公安", "The registration with the police was made")) { ask, input, id in
            .seeOther(Paths.deskStay(id), ReceiptPage(try await input(house, id, by: ask.actor, once: ask.once)))
        }
        verb(Paths.lateArrival, ExpectLate.self, .phoneIn, to: &site, Words("登记晚到", "A guest comes later")) { try await $0(house, $2, by: $1.actor, once: $1.once) }
        verb(Paths.noShow, MarkNoShow.self, .markNoShow, to: &site, Words("登记未到店", "Nobody came")) { try await $0(house, $2, by: $1.actor, once: $1.once) }
        verb(Paths.noShowUndone, UndoNoShow.self, .undoNoShow, to: &site, Words("撤销未到店", "They came after all")) { try await $0(house, $2, by: $1.actor, once: $1.once) }
        verb(Paths.deskCancellation, CancelStay.self, .cancel, to: &site, Words("驿站取消预订", "The station cancels a booking")) { input, ask, id in
            guard !(input.reason ?? "").isEmpty else { throw Refusal.invalid([.init("reason", Words("请写明取消原因（4 至 500 字），将告知客人", "Give a reason (4 to 500 characters); the guest is told"))]) }
            return try await input(house, id, by: ask.actor, once: ask.once)
        }
    }

    private func addStayVerbs(to site: inout Site) {
        let house = house
        verb(Paths.checkOut, CheckOut.self, .checkOut, to: &site, Words("办理退房", "Check a guest out")) { try await $0(house, $2, by: $1.actor, once: $1.once) }
        verb(Paths.earlyDeparture, LeaveEarly.self, .leaveEarly, to: &site, Words("提前离店", "A guest leaves before the end")) { try await $0(house, $2, by: $1.actor, once: $1.once) }
        verb(Paths.deskExtension, ExtendStay.self, .extend, to: &site, Words("延住", "More nights at the end")) { try await $0(house, $2, by: $1.actor, once: $1.once) }
        verb(Paths.deskDates, ChangeStay.self, .change, to: &site, Words("修改日期", "Other nights")) { try await $0(house, $2, by: $1.actor, once: $1.once) }
        verb(Paths.roomMove, MoveRoom.self, .moveRoom, to: &site, Words("换房", "Another bed")) { try await $0(house, $2, by: $1.actor, once: $1.once) }
    }

    private func addPlacePages(to site: inout Site) {
        let house = house
        let night = QueryField("night", Words("哪一晚", "Night"), Day.self)
        site.get(Paths.guests, access: .organisation, page: GuestsPage.self, query: [night], summary: Words("住客名单", "Who sleeps here in a night")) { ask, id in
            GuestsPage(try await house.guests(id, night: try ask.query.value("night"), for: ask.actor))
        }
        site.download(Paths.guestsPDF, access: .organisation, type: "application/pdf", query: [night], summary: Words("住客名单 PDF", "Who sleeps here, as PDF")) { ask, id in
            let list = try await house.guests(id, night: try ask.query.value("night"), for: ask.actor)
            let title = Words("住客名单 \(list.place.name) \(list.night)", "Guests of \(list.place.name) \(list.night)")(ask.language)
            return try await PaperFile.pdf(title, title: title, GuestSheet(list: list), for: ask, by: house, extra: GuestSheet.style)
        }
        site.get(Paths.deskWaitlist, access: .organisation, page: DeskWaitlistPage.self, summary: Words("候补名单", "Who waits for a bed")) { ask, id in
            DeskWaitlistPage(try await house.waitlist(id, for: ask.actor))
        }
    }

    private func addBookingAtDesk(to site: inout Site) {
        let house = house
        site.get(Paths.newWalkIn, access: .organisation, page: WalkInPage.self, summary: Words("无预订入住", "The form for a guest without an account")) { ask, id in
            WalkInPage(try await house.guests(id, night: nil, for: ask.actor).place, today: ask.zone.day(of: ask.now))
        }
        site.post(Paths.walkIns, access: .organisation, input: WalkIn.self, receipt: ReceiptPage.self, summary: Words("为无预订的客人订床", "Book for a guest without an account"),
            form: { ask, filled, id in WalkInPage(try await house.guests(id, night: nil, for: ask.actor).place, today: ask.zone.day(of: ask.now), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, at: id, by: ask.actor, once: ask.once)
            guard let stay = ID<Stay>(rawValue: receipt.id) else { return .created(Paths.desk(), ReceiptPage(receipt)) }
            return .created(Paths.deskStay(stay), ReceiptPage(Receipt(.deskStay, receipt.id, repeated: receipt.repeated)))
        }
        site.get(Paths.newGroup, access: .organisation, page: GroupPage.self, summary: Words("团队预订", "The form for a group")) { ask, id in
            GroupPage(try await house.guests(id, night: nil, for: ask.actor).place, today: ask.zone.day(of: ask.now))
        }
        site.post(Paths.groups, access: .organisation, input: BookGroup.self, receipt: ReceiptPage.self, summary: Words("团队预订，全部成功或全部不订", "Book for several people, together or not at all"),
            form: { ask, filled, id in GroupPage(try await house.guests(id, night: nil, for: ask.actor).place, today: ask.zone.day(of: ask.now), filled) }
        ) { ask, input, id in
            let receipt = try await input(house, at: id, by: ask.actor, once: ask.once)
            return .created(Paths.of(receipt), ReceiptPage(receipt))
        }
        site.get(Paths.group, access: .organisation, page: BookedGroupPage.self, summary: Words("团队", "A group and its stays")) { ask, id in
            BookedGroupPage(try await house.group(id, for: ask.actor))
        }
    }
}

/// What is typed or scanned at the desk.
struct DeskCode: Codable, Sendable {
    let code: String
    let place: ID<Lodging>?
}
