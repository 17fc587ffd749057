import Domain
import Matching
import SQL

/// Jobs as lists show them, read by their ids.
struct FoundJobReader {
    let tx: any Transaction
    let house: House
    let today: Day

    /// Those of the ids that may still be shown, in the order of the ids: one statement for the jobs, one for the stations behind them.
    func stored(_ ids: [String]) throws -> [StoredJob] {
        let found = try BoardReader.some(tx, ids, today: today)
        let byID = Dictionary(found.map { ($0.id.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
        return ids.compactMap { byID[$0] }
    }

    func cards(_ jobs: [StoredJob], marking words: [String] = []) throws -> [FoundJob] {
        let names = try stations(Array(Set(jobs.compactMap(\.station))).sorted())
        return jobs.map { job in
            let terms = job.terms
            return FoundJob(
                id: job.id, title: MarkedText(terms.title, marking: words), company: MarkedText(job.company, marking: words), kind: terms.kind,
                place: terms.division.map { FoundPlaces.name($0.text).zh }, pay: terms.pay, degree: terms.degree, years: terms.years,
                skills: terms.skills.prefix(12).map { MarkedText($0, marking: words) },
                snippet: terms.description.isEmpty ? nil : MarkedText.snippet(terms.description, marking: words), station: job.station, stationName: job.station.flatMap { names[$0] },
                isShortage: PostingOf.isShortage(terms, try? house.library.programme(job.programme)), openedOn: Zone.china.day(of: job.openedAt ?? job.createdAt), validUntil: terms.validUntil)
        }
    }

    func stations(_ ids: [ID<Station>]) throws -> [ID<Station>: String] {
        guard !ids.isEmpty else { return [:] }
        return try tx.rows("SELECT id, name FROM stations WHERE id IN (\(list: ids)) ORDER BY id").reduce(into: [:]) { $0[try $1("id")] = try $1("name") }
    }
}

extension JobFilter {
    /// The most pages that can be turned to.
    public static let mostPages = 500

    /// - Throws: invalid fields.
    func question(today: Day, perPage: Int) throws(Refusal) -> Matching.Question {
        var fields: [Refusal.Field] = []
        if !(1...Self.mostPages).contains(page) { fields.append(.init("page", Words("没有这一页", "There is no such page"))) }
        if (text ?? "").count > 100 { fields.append(.init("q", Words("最多 100 字", "At most 100 characters"))) }
        if let pay, !(0...10_000_000).contains(pay) { fields.append(.init("pay", Words("请填写每月多少元", "Yuan a month, please"))) }
        if let years, !(0...60).contains(years) { fields.append(.init("years", Words("0 至 60 年", "0 to 60 years"))) }
        if let industry, Industry.of(industry) == nil { fields.append(.init("industry", Words("没有这个行业", "There is no such industry"))) }
        let place = area.flatMap { TreeCode(division: $0) }
        if area != nil, place == nil { fields.append(.init("area", FoundPlaces.notADivision)) }
        guard fields.isEmpty else { throw .invalid(fields) }
        let order: Matching.Question.Order = switch self.order {
        case .fit: .fit
        case .newest: .newest
        case .pay: .pay
        }
        return Matching.Question(
            text: text ?? "", places: place.map { [$0.text] } ?? [], degree: degree.map { UInt8(clamping: $0.rank) }, years: years, payAtLeast: pay, industries: industry.map { [$0] } ?? [],
            kinds: kind.map { [PostingOf.number(of: $0)] } ?? [], stations: station.map { [$0.rawValue] } ?? [], shortageOnly: shortage == true, order: order, today: today.number,
            skip: (page - 1) * perPage, count: perPage)
    }
}

extension House {
    /// How many jobs and people a page shows.
    public static let foundPerPage = 20

    /// Jobs as they are found by words and filters, with how many there are under each value of a filter. Everybody's.
    /// - Parameter programme: whose jobs; nil for the first one in force.
    public func jobs(_ filter: JobFilter, programme: String? = nil) async throws -> FoundJobsView {
        let programme = try programme.map { try library.programme($0) } ?? library.programmes.first
        guard let programme else { throw Refusal.notFound }
        let house = self, perPage = Self.foundPerPage, isPreparing = !board.isReady
        // The index is asked before the database, so that no connection waits for it.
        let asked = Zone.china.day(of: try await now())
        let found = board.shelf(programme.id)?.jobs.find(try filter.question(today: asked, perPage: perPage)) ?? Found()
        return try await read { tx, now in
            let reader = FoundJobReader(tx: tx, house: house, today: Zone.china.day(of: now))
            let jobs = try reader.cards(try reader.stored(found.ids), marking: found.words)
            let counts = found.counts
            let stationIDs = Set(counts.stations.keys.compactMap { ID<Station>(rawValue: $0) }).union(filter.station.map { [$0] } ?? [])
            let stations = try reader.stations(stationIDs.sorted { (-(counts.stations[$0.rawValue] ?? 0), $0) < (-(counts.stations[$1.rawValue] ?? 0), $1) }.prefix(100).sorted())
            return FoundJobsView(
                filter: filter, isPreparing: isPreparing, total: found.total, jobs: jobs, perPage: perPage,
                areas: FoundPlaces.choices(counts.places, own: programme.division, chosen: filter.area.flatMap { TreeCode(division: $0) }),
                degrees: DegreeDemand.allCases.filter { $0 != .any }.map { degree in
                    // Whoever has this degree may take what asks for it or for less.
                    FilterValue(value: degree.rawValue, name: degree.own, count: counts.degrees.reduce(0) { $0 + ($1.key <= UInt8(clamping: degree.rank) ? $1.value : 0) }, depth: 0)
                },
                industries: counts.industries.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.compactMap { code, count in
                    Industry.of(code).map { FilterValue(value: code, name: $0.name, count: count, depth: 0) }
                },
                kinds: JobKind.allCases.map { FilterValue(value: $0.rawValue, name: $0.words, count: counts.kinds[PostingOf.number(of: $0)] ?? 0, depth: 0) },
                stations: stations.sorted { (-(counts.stations[$0.key.rawValue] ?? 0), $0.key) < (-(counts.stations[$1.key.rawValue] ?? 0), $1.key) }
                    .map { FilterValue(value: $0.key.rawValue, name: Words($0.value, $0.value), count: counts.stations[$0.key.rawValue] ?? 0, depth: 0) })
        }
    }
}

extension DegreeDemand {
    /// As what somebody has, not what is asked: `本科`.
    public var own: Words {
        switch self {
        case .any: Words("初中及以下", "Junior secondary or less")
        case .seniorSecondary: Words("高中、中专", "Senior secondary")
        case .college: Words("大专", "College")
        case .bachelor: Words("本科", "Bachelor")
        case .master: Words("硕士", "Master")
        case .doctor: Words("博士", "Doctor")
        }
    }
}
