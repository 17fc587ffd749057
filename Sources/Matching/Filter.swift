/// The filters of a question, made ready for one state. A posting that does not say passes none but those on pay and degree.
struct Filter {
    /// One bit for each filter that a posting may miss.
    static let place: UInt8 = 1, degree: UInt8 = 2, industry: UInt8 = 4, kind: UInt8 = 8, station: UInt8 = 16, other: UInt8 = 32

    private let places: [UInt64]
    private let degreeMost: UInt8?
    private let years: Int?
    private let pay: Int32?
    private let industries: Set<UInt32>
    private let kinds: Set<UInt8>
    private let stations: Set<UInt32>
    private let hasPlaces, hasIndustries, hasStations, shortageOnly: Bool
    let today: Int32

    init(_ question: Question, _ vocabulary: Vocabulary) {
        places = question.places.map(Place.key).filter { $0 != 0 }
        hasPlaces = !question.places.isEmpty
        degreeMost = question.degree.map { min($0, 5) }
        years = question.years.map { max($0, 0) }
        pay = question.payAtLeast.map { Int32(clamping: $0) }
        hasIndustries = !question.industries.isEmpty
        hasStations = !question.stations.isEmpty
        let wantedIndustries = question.industries, wantedStations = question.stations
        let (industries, stations) = vocabulary.use { names in
            (Set(wantedIndustries.map { names.industry($0) }), Set(wantedStations.map { names.station($0) }))
        }
        self.industries = industries.subtracting([0])
        self.stations = stations.subtracting([0])
        kinds = question.kinds
        shortageOnly = question.shortageOnly
        today = Int32(clamping: question.today)
    }

    /// Whether postings of this place miss the filter on places.
    func missesPlace(_ key: UInt64) -> Bool { hasPlaces && !places.contains { Place.lies(key, in: $0) } }

    /// Which filters a posting misses, that on places left out; nil where it may not be found at all.
    @inline(__always)
    func misses(_ record: Record) -> UInt8? {
        guard record.lastDay >= today else { return nil }
        var missed: UInt8 = 0
        if let degreeMost, record.degree != Record.unsaid8, record.degree > degreeMost { missed |= Self.degree }
        if let years, record.yearsFrom == Record.unsaid8 || Int(record.yearsFrom) > years { missed |= Self.other }
        if let pay, record.payTo != Record.unsaid32, record.payTo < pay { missed |= Self.other }
        if shortageOnly, !record.isShortage { missed |= Self.other }
        if hasIndustries, !industries.contains(record.industry) { missed |= Self.industry }
        if !kinds.isEmpty, !kinds.contains(record.kind) { missed |= Self.kind }
        if hasStations, !stations.contains(record.station) { missed |= Self.station }
        return missed
    }
}

/// Counts by value while postings go by.
struct Tallies {
    private var places: [UInt64: Int] = [:]
    private var degrees = [Int](repeating: 0, count: 256)
    private var kinds = [Int](repeating: 0, count: 256)
    private var industries: [Int] = []
    private var stations: [Int] = []

    /// - Parameter missed: a value counts where no filter but that on itself is missed.
    @inline(__always)
    mutating func add(_ record: Record, _ place: UInt64, missed: UInt8) {
        if missed & ~Filter.place == 0, place != 0 { places[place, default: 0] += 1 }
        if missed & ~Filter.degree == 0 { degrees[record.degree == Record.unsaid8 ? 0 : Int(record.degree)] += 1 }
        if missed & ~Filter.kind == 0 { kinds[Int(record.kind)] += 1 }
        if missed & ~Filter.industry == 0 { Self.add(record.industry, &industries) }
        if missed & ~Filter.station == 0 { Self.add(record.station, &stations) }
    }

    private static func add(_ number: UInt32, _ counts: inout [Int]) {
        let number = Int(number)
        if number >= counts.count { counts.append(contentsOf: repeatElement(0, count: number + 1 - counts.count)) }
        counts[number] += 1
    }

    func counts(_ vocabulary: Vocabulary) -> Found.Counts {
        var found = Found.Counts()
        for (place, count) in places { found.places[Place.code(place)] = count }
        for (degree, count) in degrees.enumerated() where count > 0 { found.degrees[UInt8(degree)] = count }
        for (kind, count) in kinds.enumerated() where count > 0 { found.kinds[UInt8(kind)] = count }
        let (industryNames, stationNames) = vocabulary.use { ($0.industryNames, $0.stationNames) }
        for (number, count) in industries.enumerated() where number > 0 && count > 0 && number < industryNames.count { found.industries[industryNames[number]] = count }
        for (number, count) in stations.enumerated() where number > 0 && count > 0 && number < stationNames.count { found.stations[stationNames[number]] = count }
        return found
    }
}
