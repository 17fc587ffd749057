import Domain
import SQL

/// A whole year of the programme, played by calling the verbs that people would: twelve stations from their application to the first evaluation, their events and placements, month by month.
///
/// Everything is made up and nothing is left to chance: the same scale gives the same targets, scores and amounts, to the fen.
public struct DemoYear: Sendable {
    /// How much happens in the year, all stations together.
    public struct Scale: Sendable, Hashable {
        public let events: Int
        public let placements: Int

        /// The whole year: what the notice sets out to reach.
        public static let whole = Scale(events: 100, placements: 10_000)

        public init(events: Int, placements: Int) {
            self.events = events
            self.placements = placements
        }
    }

    /// How far it has come.
    public struct Progress: Sendable, Hashable {
        public let day: Day
        public let done: Int
        public let of: Int
    }

    let house: House
    let scale: Scale
    let progress: @Sendable (Progress) -> Void

    public init(_ house: House, scale: Scale = .whole, progress: @escaping @Sendable (Progress) -> Void = { _ in }) {
        self.house = house
        self.scale = scale
        self.progress = progress
    }

    /// In hundredths, station by station: the first ones do most, the last one next to nothing.
    static let shares = [14, 13, 12, 11, 10, 9, 8, 8, 6, 5, 3, 1]
    /// From December 2020 to October 2021, the last month of the trial.
    static let months = (0..<11).map { (year: 2020 + ($0 + 11) / 12, month: ($0 + 11) % 12 + 1) }

    /// One station of the year with the people who run it.
    struct Host: Sendable {
        let number: Int
        let organisation: DemoOrganisation
        let actor: Actor
        let station: ID<Station>
    }

    /// Plays the year in an empty house. - Returns: what came out; nil when somebody lives there already.
    public func callAsFunction() async throws -> YearOutcome? {
        let people = try await house.database.read { tx in (try tx.value("SELECT COUNT(*) FROM accounts") as Int?) ?? 0 }
        guard people == 0 else { return nil }
        try await MoveClock.set(house, DemoWorld.begins)
        let cast = try await DemoCast(house).open()
        var stage = try await DemoStage(house, cast: cast)
        try await stage.recognise(DemoOrganisation.all.map(\.recognised))
        var hosts: [Host] = []
        for (number, item) in stage.applicants.enumerated() {
            hosts.append(Host(number: number, organisation: item.organisation, actor: item.actor, station: try await house.station(of: item.actor)))
        }
        for (number, month) in Self.months.enumerated() { try await play(month: number, year: month.year, month.month, hosts, cast) }
        return try await YearOutcome.read(house, hosts)
    }

    /// How many of a year's things a station does in a month: rounding leaves none out and adds none.
    static func portion(of whole: Int, share: Int, month: Int) -> Int {
        let part = whole * share
        return part * (month + 1) / (100 * months.count) - part * month / (100 * months.count)
    }

    private func play(month number: Int, year: Int, _ month: Int, _ hosts: [Host], _ cast: [String: Actor]) async throws {
        guard let first = Day("\(year)-\(month < 10 ? "0" : "")\(month)-01") else { throw Unexpected("month \(month)") }
        let office = try Self.person("centre", .handler, cast)
        try await MoveClock.move(house, to: Zone.china.instant(first.adding(1), hour: 9))
        let events = DemoYearEvents(house: house, office: office)
        var held: [(event: ID<Event>, host: Host)] = []
        for host in hosts {
            for n in 0..<Self.portion(of: scale.events, share: Self.shares[host.number], month: number) { held.append((try await events.announce(by: host, on: first.adding(7 + n), number: held.count), host)) }
        }
        try await MoveClock.move(house, to: Zone.china.instant(first.adding(24), hour: 9))
        for (event, host) in held { try await events.record(event, by: host, people: 40 - host.number * 2) }
        for host in hosts {
            let before = (0..<number).reduce(0) { $0 + Self.portion(of: scale.placements, share: Self.shares[host.number], month: $1) }
            for n in 0..<Self.portion(of: scale.placements, share: Self.shares[host.number], month: number) {
                try await place(host, hosts, number: before + n, on: first.adding(24))
                if n % 20 == 0 { report(host, hosts, number, before + n, first.adding(24)) }
            }
        }
        progress(Progress(day: first.adding(24), done: (0...number).reduce(0) { sum, m in sum + hosts.reduce(0) { $0 + Self.portion(of: scale.placements, share: Self.shares[$1.number], month: m) } }, of: scale.placements))
    }

    private func report(_ host: Host, _ hosts: [Host], _ month: Int, _ done: Int, _ day: Day) {
        let months = (0..<month).reduce(0) { sum, m in sum + hosts.reduce(0) { $0 + Self.portion(of: scale.placements, share: Self.shares[$1.number], month: m) } }
        let own = (0..<month).reduce(0) { $0 + Self.portion(of: scale.placements, share: Self.shares[host.number], month: $1) }
        let others = hosts.prefix(host.number).reduce(0) { $0 + Self.portion(of: scale.placements, share: Self.shares[$1.number], month: month) }
        progress(Progress(day: day, done: months + others + done - own, of: scale.placements))
    }

    // MARK: placements

    private static let families = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗"]
    private static let given = ["子轩", "雨桐", "浩然", "思远", "嘉怡", "明哲", "欣然", "宇航", "梦瑶", "俊杰", "静雯", "志强", "若曦", "天宇", "海涛", "晓彤", "文博", "佳宁", "建国", "一诺"]

    /// One person starts somewhere through a station: recorded, with a contract, and confirmed by the employer.
    private func place(_ host: Host, _ hosts: [Host], number: Int, on today: Day) async throws {
        let employer = hosts[(host.number + 1 + number % (hosts.count - 1)) % hosts.count], serial = host.number * 10_000 + number
        let types: [PlacementType] = [.employment, .employment, .employment, .internship, .employment, .flexible, .employment, .internship, .employment, .employment]
        let type = types[number % types.count]
        let verb = RecordPlacement(
            station: host.station, type: type, name: Self.families[serial % Self.families.count] + Self.given[serial / Self.families.count % Self.given.count],
            phone: "139\(String(String(100_000_000 + serial).dropFirst()))", creditCode: employer.organisation.creditCode, employer: employer.organisation.name, position: "软件工程师",
            startsOn: today.adding(-(number % 20)))
        guard let id = ID<Placement>(rawValue: try await verb(house, by: host.actor).id) else { throw Unexpected("placement") }
        _ = try await AddPlacementEvidence(kind: type == .employment ? .contract : .agreement, name: "合同.pdf", bytes: DemoStage.paper)(house, to: id, by: host.actor)
        _ = try await ConfirmPlacement()(house, id, by: employer.actor)
    }

    static func person(_ office: String, _ place: Programme.Place, _ cast: [String: Actor]) throws -> Actor {
        guard let actor = cast["\(office)/\(place.rawValue)"] else { throw Unexpected("nobody is \(place) in \(office)") }
        return actor
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

/// What a year came to: the numbers that are compared with what is expected of it.
public struct YearOutcome: Codable, Sendable, Hashable {
    public struct Target: Codable, Sendable, Hashable {
        public let id: String
        public let count: Int
        public let persons: Int?
    }

    public struct Line: Codable, Sendable, Hashable {
        public let station: String
        public let events: Int
        public let placements: Int
    }

    public let targets: [Target]
    public let stations: [Line]

    static func read(_ house: House, _ hosts: [DemoYear.Host]) async throws -> YearOutcome {
        let targets = try await house.targets().map { Target(id: $0.id, count: $0.count, persons: $0.persons) }
        let library = house.library, programme = try library.programme(DemoWorld.programme)
        let lines = try await house.read { tx, now in
            let today = Zone.china.day(of: now), begin = programme.notice.trialFrom
            return try hosts.map { host in
                func count(_ what: Counted) throws -> Int { try CountedRecords.of(what, programme, library, today: today).count(tx, from: begin, until: today.adding(1), "s.id = \(host.station)") }
                return Line(station: host.organisation.station, events: try count(.events), placements: try count(.placements))
            }
        }
        return YearOutcome(targets: targets, stations: lines)
    }
}
