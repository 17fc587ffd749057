import Domain
import Matching

/// A person as a file describes them, for matching outside the site: measuring a ranking, and trying it.
public struct MatchProfile: Codable, Sendable, Hashable {
    /// Wanted work, one to three words or titles.
    public var occupation: [String]?
    public var skills: [String]?
    /// 高中, 大专, 本科, 硕士, 博士.
    public var degree: String?
    public var years: Int?
    /// Names of cities or counties, or their codes.
    public var cities: [String]?
    /// Yuan a month.
    public var salaryMin: Int?
    public var salaryMax: Int?

    private enum CodingKeys: String, CodingKey {
        case occupation, skills, degree, years, cities
        case salaryMin = "salary_min", salaryMax = "salary_max"
    }

    public init(occupation: [String]? = nil, skills: [String]? = nil, degree: String? = nil, years: Int? = nil, cities: [String]? = nil, salaryMin: Int? = nil, salaryMax: Int? = nil) {
        self.occupation = occupation
        self.skills = skills
        self.degree = degree
        self.years = years
        self.cities = cities
        self.salaryMin = salaryMin
        self.salaryMax = salaryMax
    }

    /// Cities that no list has are left out.
    var seeker: Seeker {
        var seeker = Seeker(occupations: Array((occupation ?? []).prefix(20)), skills: Array((skills ?? []).prefix(100)))
        seeker.places = (cities ?? []).prefix(20).compactMap(Self.place)
        seeker.degree = degree.flatMap(Self.rank)
        seeker.years = years.map { min(max($0, 0), 60) }
        if let low = salaryMin ?? salaryMax, let high = salaryMax ?? salaryMin, 0 <= low, low <= high, high <= 100_000_000 { seeker.pay = low...high }
        return seeker
    }

    static func rank(_ degree: String) -> UInt8? {
        for (word, rank) in [("博士", 5), ("硕士", 4), ("研究生", 4), ("本科", 3), ("大专", 2), ("专科", 2), ("高中", 1), ("中专", 1), ("不限", 0)] where degree.contains(word) { return UInt8(rank) }
        return nil
    }

    /// `深圳`, `深圳市`, `4403`: the greatest division that is called so.
    static func place(_ typed: String) -> String? {
        if let division = Division.read(typed) { return division.code }
        let name = typed.filter { !$0.isWhitespace }
        guard name.count >= 2 else { return nil }
        return ["市", "省", "区", "县"].lazy.compactMap { suffix in Division.all.filter { $0.name == name + suffix }.min { ($0.code.count, $0.code) < ($1.code.count, $1.code) } }.first?.code
    }
}

/// A job that fits a profile.
public struct ProfileMatch: Sendable {
    /// As its source calls it; the house's own id where it was written here.
    public let id: String
    public let title: String
    public let company: String
    public let score: Double
    public let fit: FitView
}

extension House {
    /// The jobs of all programmes that fit a profile best.
    public func match(_ profile: MatchProfile, top: Int) async throws -> [ProfileMatch] {
        let seeker = profile.seeker, house = self
        let today = Zone.china.day(of: try await now())
        let ranked = library.programmes.flatMap { board.shelf($0.id)?.jobs.match(seeker, Hunt(today: today.number, count: top)) ?? [] }
            .sorted { ($1.score, $0.id) < ($0.score, $1.id) }.prefix(top)
        return try await read { tx, _ in
            let stored = try FoundJobReader(tx: tx, house: house, today: today).stored(ranked.map(\.id))
            let byID = Dictionary(stored.map { ($0.id.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
            return ranked.compactMap { id, score in
                guard let job = byID[id], let fit = house.explain(seeker, job, today: today) else { return nil }
                return ProfileMatch(id: job.source.isEmpty ? id : job.sourceID, title: job.terms.title, company: job.company, score: score, fit: fit)
            }
        }
    }
}
