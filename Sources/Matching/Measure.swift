/// How well a posting suits a person, beside its words. Every score, of lists and of explanations, is added up here.
struct Measure: Sendable {
    /// What a criterion counts while the posting does not say, and while the person did not.
    static let unsaid = 0.4, unasked = 0.5

    /// The weights, made to add up to one.
    struct Parts: Sendable {
        let occupationWords, occupationCode, skills, industry, place, way, pay, degree, years, freshness, shortage: Double

        init(_ weights: Weights) {
            func clean(_ weight: Double) -> Double { weight.isFinite ? min(max(weight, 0), 1e6) : 0 }
            let all = [
                weights.occupation, weights.skills, weights.industry, weights.place, weights.way, weights.pay, weights.degree, weights.years, weights.freshness, weights.shortage,
            ].map(clean)
            let sum = all.reduce(0, +), unit = sum > 0 ? 1 / sum : 0
            occupationWords = all[0] * unit * 0.85
            occupationCode = all[0] * unit * 0.15
            skills = all[1] * unit
            industry = all[2] * unit
            place = all[3] * unit
            way = all[4] * unit
            pay = all[5] * unit
            degree = all[6] * unit
            years = all[7] * unit
            freshness = all[8] * unit
            shortage = all[9] * unit
        }
    }

    let parts: Parts
    let today: Int32
    private let occupations: [UInt32]
    private let industries: [UInt32]
    private let saysIndustries: Bool
    let places: [UInt64]
    private let point: Posting.Point?
    private let degree: UInt8?
    private let ownYears: Int?
    private let wanted: ClosedRange<Int>?
    /// What words may add for each thousandth of a 63rd, and what stands for words that the person did not say.
    let unit: Double
    private let silent: Double
    let demand: Demand
    /// All that is not words and not place comes to no more than this.
    let most: Double

    init(_ seeker: Seeker, _ demand: Demand, _ parts: Parts, _ names: Names, today: Int) {
        self.parts = parts
        self.demand = demand
        self.today = Int32(clamping: today)
        occupations = seeker.occupationCodes.map(Record.occupation).filter { $0 != 0 }
        industries = names.industries
        saysIndustries = seeker.industries.contains { !$0.isEmpty }
        places = seeker.places.map(Place.key).filter { $0 != 0 }
        point = seeker.point.flatMap { $0.isOnEarth ? $0 : nil }
        degree = seeker.degree.map { min($0, 5) }
        ownYears = seeker.years.map { min(max($0, 0), 100) }
        wanted = seeker.pay.map { min(max($0.lowerBound, 0), 2_000_000_000)...min(max($0.upperBound, 0), 2_000_000_000) }
        unit = (parts.occupationWords + parts.skills) / (Demand.whole * Double(Marks.full))
        silent = (demand.saysOccupation ? 0 : Self.unasked * parts.occupationWords) + (demand.saysSkills ? 0 : Self.unasked * parts.skills)
        func bound(_ says: Bool, _ part: Double) -> Double { says ? part : Self.unasked * part }
        most = silent + bound(!occupations.isEmpty, parts.occupationCode) + bound(saysIndustries, parts.industry) + bound(point != nil, parts.way) + bound(wanted != nil, parts.pay)
            + parts.degree + bound(ownYears != nil, parts.years) + parts.freshness + parts.shortage
    }

    /// Numbers of the person's industries, as far as the index has them.
    struct Names: Sendable {
        let industries: [UInt32]
    }

    /// - Parameters:
    ///   - words: what the demand's words add.
    ///   - place: `parts.place` times what the place is worth.
    @inline(__always)
    func score(_ words: Int, _ record: Record, place: Double) -> Double {
        var sum = Double(words) * unit + silent + place
        sum += occupation(record) * parts.occupationCode
        sum += industry(record) * parts.industry
        sum += way(record) * parts.way
        sum += pay(record) * parts.pay
        sum += degree(record) * parts.degree
        sum += years(record) * parts.years
        sum += freshness(record) * parts.freshness
        sum += shortage(record) * parts.shortage
        return sum
    }

    var saysCodes: Bool { !occupations.isEmpty }

    func saysNothing(of criterion: Fit.Criterion) -> Bool {
        switch criterion {
        case .occupation: !demand.saysOccupation && occupations.isEmpty
        case .skills: !demand.saysSkills
        case .industry: !saysIndustries
        case .place: places.isEmpty
        case .way: point == nil
        case .pay: wanted == nil
        case .degree: degree == nil
        case .years: ownYears == nil
        case .freshness, .shortage: false
        }
    }

    /// What the words of one criterion come to, as part of the score.
    func words(_ met: Int, of says: Bool, _ part: Double) -> Double { says ? Double(met) * unit : Self.unasked * part }

    func occupation(_ record: Record) -> Double {
        guard !occupations.isEmpty else { return Self.unasked }
        guard record.occupation != 0 else { return Self.unsaid }
        var best = 0.0
        for own in occupations {
            let (shared, least) = Record.sharedDigits(own, record.occupation)
            best = max(best, shared == least && shared >= 5 ? 1 : shared >= 5 ? 0.8 : shared >= 3 ? 0.5 : shared >= 2 ? 0.25 : 0)
        }
        return best
    }

    func industry(_ record: Record) -> Double {
        guard saysIndustries else { return Self.unasked }
        guard record.industry != 0 else { return Self.unsaid }
        return industries.contains(record.industry) ? 1 : 0
    }

    func place(_ key: UInt64) -> Double {
        guard !places.isEmpty else { return Self.unasked }
        guard key != 0 else { return Self.unsaid }
        var best = 0.0
        for own in places {
            if Place.lies(key, in: own) { return 1 }
            // In the wanted city, in another district of it or in one that is not told.
            if Place.isSameCity(key, own) { best = 0.7 }
        }
        return best
    }

    func kilometres(_ record: Record) -> Double? {
        guard let point, !record.latitude.isNaN else { return nil }
        return point.kilometres(latitude: Double(record.latitude), longitude: Double(record.longitude))
    }

    func way(_ record: Record) -> Double {
        guard point != nil else { return Self.unasked }
        guard let kilometres = kilometres(record) else { return Self.unsaid }
        return kilometres <= 3 ? 1 : max(0, 1 - (kilometres - 3) / 37)
    }

    func pay(_ record: Record) -> Double {
        guard let wanted else { return Self.unasked }
        guard record.payTo != Record.unsaid32 else { return Self.unsaid }
        let from = Double(record.payFrom), to = Double(record.payTo)
        if to >= Double(wanted.lowerBound) { return from <= Double(wanted.upperBound) ? 1 : 0.4 }
        // Less than is wanted: half of it counts nothing.
        return max(0, (to / Double(max(wanted.lowerBound, 1)) - 0.5) * 1.4)
    }

    func degree(_ record: Record) -> Double {
        guard record.degree != Record.unsaid8 else { return degree == nil ? Self.unasked : Self.unsaid }
        guard let degree else { return record.degree == 0 ? 1 : Self.unasked }
        if degree >= record.degree { return 1 }
        return degree + 1 == record.degree ? 0.25 : 0
    }

    func years(_ record: Record) -> Double {
        guard record.yearsFrom != Record.unsaid8 else { return ownYears == nil ? Self.unasked : Self.unsaid }
        guard let own = ownYears else { return Self.unasked }
        let from = Int(record.yearsFrom), to = record.yearsTo == Record.unsaid8 ? Int.max - 2 : Int(record.yearsTo)
        if own < from { return max(0, 0.6 - 0.3 * Double(from - own)) }
        return own <= to + 2 ? 1 : max(0.3, 0.8 - 0.1 * Double(own - to - 2))
    }

    func freshness(_ record: Record) -> Double {
        let age = Int(today) - Int(record.day)
        return age <= 0 ? 1 : max(0, 1 - Double(age) / 90)
    }

    func shortage(_ record: Record) -> Double { record.isShortage ? 1 : 0 }

    // MARK: what must be met

    /// Whether a must of the posting is known to be missed; what the person did not say is not, unless `strictly`.
    func misses(_ record: Record, place key: UInt64, needs: [[UInt32]]?, own: Set<UInt32>?, strictly: Bool) -> Bool {
        guard record.musts != 0 else { return false }
        if record.has(.degree), record.degree != Record.unsaid8, record.degree > 0 {
            if let degree { if degree < record.degree { return true } } else if strictly { return true }
        }
        if record.has(.years), record.yearsFrom != Record.unsaid8, record.yearsFrom > 0 {
            if let ownYears { if ownYears < Int(record.yearsFrom) { return true } } else if strictly { return true }
        }
        if record.has(.place), key != 0 {
            if places.isEmpty { if strictly { return true } } else if place(key) == 0 { return true }
        }
        if record.has(.skills), let needs, !needs.isEmpty {
            guard let own, !own.isEmpty else { return strictly }
            return !needs.allSatisfy { $0.allSatisfy(own.contains) }
        }
        return false
    }

    func isWithinDegree(_ record: Record) -> Bool {
        guard record.degree != Record.unsaid8, record.degree > 0 else { return true }
        return degree.map { $0 >= record.degree } ?? false
    }
}
