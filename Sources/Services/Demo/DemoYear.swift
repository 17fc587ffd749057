import Domain
import SQL

/// A whole year of the programme, played by calling the verbs that people would: twelve stations from their application to the first evaluation and what follows from it. Month by month they
/// hold events, place people, lodge guests, help those who ask, and report; ten introductions become rewards; the year is judged by experts, grants are paid, and the last station ends.
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

        /// Guests for three nights each.
        var stays: Int { min(placements / 6, 2000) }
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
    static let shares = [13, 12, 11, 11, 10, 9, 8, 8, 6, 6, 5, 1]
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
        let rewards = DemoYearRewards(house: house, cast: cast, hosts: hosts), evaluation = DemoYearEvaluation(house: house, cast: cast, hosts: hosts)
        let desks = try await DemoYearDesks(house: house, scale: scale, hosts: hosts).open()
        var hires: [DemoYearRewards.Hire] = []
        for (number, month) in Self.months.enumerated() {
            guard let first = Day(year: month.year, month: month.month, day: 1) else { throw Unexpected("month \(month)") }
            try await MoveClock.move(house, to: Zone.china.instant(first.adding(1), hour: 9))
            switch number {
            case 1:
                try await rewards.prepare()
                try await evaluation.open()
            case 2: hires = try await rewards.introduce(on: first.adding(1))
            case 3: try await rewards.claim(hires)
            case 8: try await rewards.answer(hires)
            case 9: try await rewards.pay(on: first.adding(1))
            default: break
            }
            try await play(month: number, first, hosts, desks, cast)
        }
        let period = try await evaluation.judge(desks)
        let last = try await evaluation.close(period, desks) { try await rewards.grants(of: period) }
        progress(Progress(day: last, done: scale.placements, of: scale.placements))
        return try await YearOutcome.read(house, hosts, period)
    }

    /// What one station does of a whole: all stations together do all of it.
    static func portion(of whole: Int, host: Int) -> Int {
        let before = shares.prefix(host).reduce(0, +)
        return whole * (before + shares[host]) / 100 - whole * before / 100
    }

    /// What it does of it in a month: rounding leaves none out and adds none.
    static func portion(of whole: Int, host: Int, month: Int) -> Int {
        let part = portion(of: whole, host: host)
        return part * (month + 1) / months.count - part * month / months.count
    }

    private func play(month number: Int, _ first: Day, _ hosts: [Host], _ desks: DemoYearDesks, _ cast: [String: Actor]) async throws {
        let events = DemoYearEvents(house: house, office: try Self.person("centre", .handler, cast))
        try await desks.report(before: first, late: false, month: number)
        let guests = try await desks.receive(month: number)
        var held: [(event: ID<Event>, host: Host)] = []
        for host in hosts {
            for n in 0..<Self.portion(of: scale.events, host: host.number, month: number) { held.append((try await events.announce(by: host, on: first.adding(7 + n), number: held.count), host)) }
        }
        let day = first.adding(24)
        try await MoveClock.move(house, to: Zone.china.instant(day, hour: 9))
        try await desks.report(before: first, late: true, month: number)
        try await desks.seeOff(guests)
        try await desks.help(month: number)
        for (event, host) in held { try await events.record(event, by: host, people: 40 - host.number * 2) }
        let earlier = (0..<number).reduce(0) { sum, month in sum + hosts.reduce(0) { $0 + Self.portion(of: scale.placements, host: $1.number, month: month) } }
        var done = earlier
        for host in hosts {
            let before = (0..<number).reduce(0) { $0 + Self.portion(of: scale.placements, host: host.number, month: $1) }
            for n in 0..<Self.portion(of: scale.placements, host: host.number, month: number) {
                try await place(host, hosts, number: before + n, on: day)
                done += 1
                if done % 20 == 0 { progress(Progress(day: day, done: done, of: scale.placements)) }
            }
        }
        progress(Progress(day: day, done: done, of: scale.placements))
    }

    // MARK: placements

    private static let families = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗"]
    private static let given = ["子轩", "雨桐", "浩然", "思远", "嘉怡", "明哲", "欣然", "宇航", "梦瑶", "俊杰", "静雯", "志强", "若曦", "天宇", "海涛", "晓彤", "文博", "佳宁", "建国", "一诺"]

    /// One person starts somewhere through a station: recorded, with a contract, and confirmed by the employer.
    private func place(_ host: Host, _ hosts: [Host], number: Int, on today: Day) async throws {
        let employer = hosts[(host.number + 1 + number % (hosts.count - 1)) % hosts.count], serial = host.number * 100_000 + number
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
