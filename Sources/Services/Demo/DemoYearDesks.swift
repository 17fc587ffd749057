import Domain
import SQL

/// What stations do each month beside placements: guests for three nights, contacts that people confirm and rate, and the report on the month before.
struct DemoYearDesks: Sendable {
    let house: House
    let scale: DemoYear.Scale
    let hosts: [DemoYear.Host]
    /// By the number of the station.
    private(set) var places: [ID<Lodging>] = []

    init(house: House, scale: DemoYear.Scale, hosts: [DemoYear.Host]) {
        self.house = house
        self.scale = scale
        self.hosts = hosts
    }

    /// Each station opens a place with as many rooms as it needs in its fullest month, and one more.
    func open() async throws -> DemoYearDesks {
        var opened = self
        for host in hosts {
            let rooms = 1 + (DemoYear.months.indices.map { DemoYear.portion(of: scale.stays, host: host.number, month: $0) }.max() ?? 0)
            let place = KeepLodging(
                kind: .own, name: "\(host.organisation.station)公寓", address: host.organisation.address, area: host.organisation.area, phone: "0532-859101\(10 + host.number)", rules: "室内禁止吸烟。",
                rulesEnglish: "No smoking.", listPrice: "198", specialPrice: "60", published: true, units: (0..<rooms).map { .init(room: String(101 + $0), label: "", whole: true) })
            guard let id = ID<Lodging>(rawValue: try await place(house, at: host.station, by: host.actor).id) else { throw Unexpected("a place of \(host.organisation.station)") }
            opened.places.append(id)
        }
        return opened
    }

    // MARK: guests

    /// One after the other, each with a number of their own: nobody comes twice in the year.
    static func guest(_ serial: Int) -> DeskGuest {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        let body = "370199\(1985 + serial / 336 % 15)\(two(serial / 28 % 12 + 1))\(two(serial % 28 + 1))\(900 + serial / (336 * 15))"
        return DeskGuest(name: "示例客人\(serial + 1)", kind: .residentID, number: body + String(ResidentID.checkCharacter(of: body) ?? "0"), phone: "138\(String(String(100_000_000 + serial).dropFirst()))")
    }

    /// Guests come without a booking, and stay for three nights.
    func receive(month: Int) async throws -> [(stay: ID<Stay>, host: DemoYear.Host)] {
        let today = Zone.china.day(of: try await house.now())
        var guests: [(stay: ID<Stay>, host: DemoYear.Host)] = []
        for host in hosts {
            let before = hosts.prefix(host.number).reduce(0) { $0 + DemoYear.portion(of: scale.stays, host: $1.number) }
            let earlier = (0..<month).reduce(0) { $0 + DemoYear.portion(of: scale.stays, host: host.number, month: $1) }
            for n in 0..<DemoYear.portion(of: scale.stays, host: host.number, month: month) {
                let stay = try await book(Self.guest(before + earlier + n), from: today, at: host)
                _ = try await CheckIn(identitySeen: true, policeRegistered: true)(house, stay, by: host.actor)
                guests.append((stay, host))
            }
        }
        return guests
    }

    func seeOff(_ guests: [(stay: ID<Stay>, host: DemoYear.Host)]) async throws {
        for (stay, host) in guests { _ = try await CheckOut()(house, stay, by: host.actor) }
    }

    func book(_ guest: DeskGuest, from first: Day, at host: DemoYear.Host) async throws -> ID<Stay> {
        let receipt = try await WalkIn(guest: guest, first: first, end: first.adding(3), vouched: true)(house, at: places[host.number], by: host.actor)
        guard let stay = ID<Stay>(rawValue: receipt.id) else { throw Unexpected("a stay") }
        return stay
    }

    // MARK: contacts

    /// What the three people whom a station helps in a month say of it: the better ones satisfy everybody.
    static func stars(_ host: Int) -> [Int] {
        switch host {
        case 0..<4: [5, 5, 5]
        case 4..<8: [5, 5, 4]
        case 8..<11: [5, 4, 4]
        default: [3, 2, 3]
        }
    }

    func help(month: Int) async throws {
        let subjects = ["service.job_placement", "service.lodging", "find.jobs"]
        for host in hosts {
            for (n, stars) in Self.stars(host.number).enumerated() {
                let phone = "137\(String(String(100_000_000 + host.number * 100_000 + month * 100 + n).dropFirst()))"
                let verb = RecordContact(station: host.station, name: "示例来访\(n + 1)", phone: phone, channel: .cameIn, subject: subjects[n], result: .helped)
                let recorded = try await verb(house, by: host.actor) { "/c/\($0)" }
                guard let message = recorded.message, let at = message.firstRange(of: "/c/") else { throw Unexpected("the message of a contact") }
                _ = try await AnswerByLink(ContactAnswer(right: true, rating: stars))(house, String(message[at.upperBound...].prefix(ContactLink.bytes * 2)), by: .visitor)
            }
        }
    }

    // MARK: reports

    /// The report on the month before `first`. All stations are in time but the last one, which is late three times and then silent.
    func report(before first: Day, late: Bool, month: Int) async throws {
        for host in hosts where (host.number == hosts.count - 1) == late && (!late || month < 3) {
            let receipt = try await OpenReport(station: host.station, month: ReportMonth(of: first).previous)(house, by: host.actor)
            guard let id = ID<Report>(rawValue: receipt.id) else { throw Unexpected("a report") }
            _ = try await HandInReport(answers: [ReportAnswer(question: "progress", text: "各项服务正常开展。")], confirmed: true)(house, id, by: host.actor)
        }
    }
}

/// Events of the year: announced, held, recorded with their papers, confirmed.
struct DemoYearEvents: Sendable {
    let house: House
    let office: Actor

    func announce(by host: DemoYear.Host, on day: Day, number: Int) async throws -> ID<Event> {
        let begins = Zone.china.instant(day, hour: 9 + number % 8)
        let draft = EventDraft(
            type: "exchange", title: "\(host.organisation.station)人才引聚交流活动 \(day)", summary: "企业介绍项目和岗位，与来青回青人才面对面交流。", field: host.organisation.field, area: nil,
            place: host.organisation.address, latitude: nil, longitude: nil, begins: begins, ends: begins.adding(seconds: 7200), seats: 60, approval: false, groupMost: 1, waitlist: false, questions: [],
            station: host.station)
        guard let id = ID<Event>(rawValue: try await KeepEvent(draft)(house, by: host.actor).id) else { throw Unexpected("event") }
        _ = try await OpenEvent()(house, id, by: host.actor)
        return id
    }

    func record(_ event: ID<Event>, by host: DemoYear.Host, people: Int) async throws {
        _ = try await AddEventPaper(kind: .signInSheet, name: "签到表.pdf", bytes: DemoStage.paper)(house, to: event, by: host.actor)
        _ = try await AddEventPaper(kind: .photo, name: "现场.jpg", bytes: [0xFF, 0xD8, 0xFF, 0xE0, 0, 16] + Array("JFIF".utf8) + [0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xD9])(house, to: event, by: host.actor)
        _ = try await WriteEventRecord(people: people, staff: 4, money: Fen(Int64(300_000 + host.number * 25_000)), outcome: "企业与人才现场交流，达成初步意向。", links: [])(house, of: event, by: host.actor)
        _ = try await ConfirmEventRecord(distinct: true)(house, of: event, by: office)
    }
}
