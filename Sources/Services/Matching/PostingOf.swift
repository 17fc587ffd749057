import Domain
import Matching

/// A job as the index takes it in.
enum PostingOf {
    /// - Parameter programme: whose catalogue says which jobs are in short supply; nil where it is not in force.
    static func job(_ job: StoredJob, programme: Programme?) -> Posting {
        let terms = job.terms
        var posting = Posting(id: job.id.rawValue, title: terms.title, company: job.company, skills: terms.skills)
        posting.body = [terms.description, terms.address].filter { !$0.isEmpty }.joined(separator: "\n")
        posting.occupation = terms.occupation?.text ?? ""
        posting.industry = String((terms.industry?.text ?? "").prefix(2))
        posting.place = terms.division?.text ?? ""
        posting.point = terms.point.map { Posting.Point(latitude: $0.latitude, longitude: $0.longitude) }
        posting.degree = terms.degree.map { UInt8(clamping: $0.rank) }
        posting.years = terms.years.map { Posting.Years(from: $0.from, to: $0.to) }
        posting.pay = terms.pay?.monthly
        posting.kind = number(of: terms.kind)
        posting.station = job.station?.rawValue ?? ""
        posting.musts = musts(terms.musts)
        posting.day = Zone.china.day(of: job.openedAt ?? job.createdAt).number
        posting.lastDay = terms.validUntil?.number
        posting.isShortage = isShortage(terms, programme)
        return posting
    }

    /// Kinds by their place in the list, as indexes know them.
    static func number(of kind: JobKind) -> UInt8 { UInt8(clamping: JobKind.allCases.firstIndex(of: kind) ?? 0) }

    static func kind(_ number: UInt8) -> JobKind? {
        let all = JobKind.allCases
        return all.indices.contains(Int(number)) ? all[Int(number)] : nil
    }

    /// Whether the programme's catalogue of what is in short supply has the job.
    static func isShortage(_ terms: JobTerms, _ programme: Programme?) -> Bool { programme?.jobs?.shortage(of: terms) != nil }

    /// What each criterion weighs, as the programme's file says.
    static func weights(_ programme: Programme?) -> Weights {
        guard let own = programme?.jobs?.weights else { return .usual }
        return Weights(
            occupation: Double(own.occupation), skills: Double(own.skills), industry: Double(own.industry), place: Double(own.place), way: Double(own.way), pay: Double(own.pay),
            degree: Double(own.degree), years: Double(own.years), freshness: Double(own.freshness), shortage: Double(own.shortage))
    }

    private static func musts(_ musts: Set<JobTerms.Must>) -> Posting.Musts {
        musts.reduce(into: Posting.Musts()) { all, must in
            switch must {
            case .degree: all.insert(.degree)
            case .years: all.insert(.years)
            case .place: all.insert(.place)
            case .skills: all.insert(.skills)
            }
        }
    }
}
