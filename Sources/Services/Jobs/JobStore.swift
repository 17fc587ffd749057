import Domain
import SQL

extension JobState: Bindable {}
extension JobKind: Bindable {}
extension DegreeDemand: Bindable {}
extension Pay.Period: Bindable {}

/// What ids of imports name.
public enum JobImport {}

/// A job as it is kept.
public struct StoredJob: Sendable {
    public let id: ID<Job>
    public let programme: String
    /// Nil for a posting from a file whose employer has no account.
    public let organisation: ID<Organisation>?
    /// The station that stands behind it.
    public let station: ID<Station>?
    /// Where it comes from; empty for one that was written here.
    public let source: String
    /// The source's own id.
    public let sourceID: String
    public let company: String
    public let terms: JobTerms
    public let state: JobState
    public let createdAt: Instant
    public let changedAt: Instant
    public let openedAt: Instant?
    public let endedAt: Instant?

    /// Over `j`.
    static let columns: SQL = """
        j.id AS id, j.programme_id AS programme_id, j.organisation_id AS organisation_id, j.station_id AS station_id, j.source AS source, j.source_id AS source_id,
        j.company AS company, j.title AS title, j.occupation AS occupation, j.industry AS industry, j.kind AS kind, j.division AS division, j.address AS address,
        j.latitude AS latitude, j.longitude AS longitude, j.pay_from AS pay_from, j.pay_to AS pay_to, j.pay_per AS pay_per, j.pay_months AS pay_months, j.degree AS degree,
        j.years_from AS years_from, j.years_to AS years_to, j.skills AS skills, j.wanted AS wanted, j.description AS description, j.musts AS musts,
        j.valid_until AS valid_until, j.state AS state, j.created_at AS created_at, j.changed_at AS changed_at, j.opened_at AS opened_at, j.ended_at AS ended_at
        """

    init(_ row: Row) throws {
        id = try row("id")
        programme = try row("programme_id")
        organisation = try row("organisation_id")
        station = try row("station_id")
        source = try row("source")
        sourceID = try row("source_id")
        company = try row("company")
        let latitude: Double? = try row("latitude"), longitude: Double? = try row("longitude")
        let from: Int64? = try row("pay_from"), to: Int64? = try row("pay_to"), per: Pay.Period? = try row("pay_per"), months: Int? = try row("pay_months")
        let yearsFrom: Int? = try row("years_from"), yearsTo: Int? = try row("years_to")
        let occupation: String? = try row("occupation"), industry: String? = try row("industry"), division: String? = try row("division")
        terms = JobTerms(
            title: try row("title"), occupation: occupation.flatMap { TreeCode($0) }, industry: industry.flatMap { TreeCode($0) }, kind: try row("kind"),
            division: division.flatMap { TreeCode(division: $0) }, address: try row("address"),
            point: latitude.flatMap { latitude in longitude.map { JobTerms.Point(latitude: latitude, longitude: $0) } },
            pay: from.flatMap { Pay(from: Fen($0), to: to.map(Fen.init), per: per ?? .month, months: months) }, degree: try row("degree"),
            years: yearsFrom.flatMap { JobTerms.Years(from: $0, to: yearsTo) }, skills: try Stored.read(try row("skills")), wanted: try row("wanted"),
            description: try row("description"), musts: Set((try Stored.read(try row("musts")) as [String]).compactMap(JobTerms.Must.init)), validUntil: try row("valid_until"))
        state = try row("state")
        createdAt = try row("created_at")
        changedAt = try row("changed_at")
        openedAt = try row("opened_at")
        endedAt = try row("ended_at")
    }
}

extension JobTerms {
    /// What two postings have in common that are one: employer, title, place, pay, and the beginning of the text.
    func fingerprint(company: String, _ house: House) -> String {
        func plain(_ text: String, atMost: Int = .max) -> String { String(text.lowercased().lazy.filter { $0.isLetter || $0.isNumber }.prefix(atMost)) }
        let parts = [
            plain(company), plain(title), division?.text ?? plain(address), pay.map { "\($0.from.amount)-\($0.to?.amount ?? 0)/\($0.per.rawValue)" } ?? "", degree?.rawValue ?? "",
            plain(description, atMost: 200),
        ]
        return String(house.secrets.sha256(Array(parts.joined(separator: "\u{1F}").utf8)).prefix(32))
    }
}

extension Act {
    /// Loads a job, locked until the end of the transaction.
    /// - Parameter condition: who may, in SQL over `j`.
    /// - Throws: `Refusal.notFound`.
    func loadJob(_ id: ID<Job>, where condition: SQL) throws -> StoredJob {
        _ = try tx.row("SELECT id FROM jobs WHERE id = \(id)\(dialect.lock)")
        guard let row = try tx.row("SELECT \(StoredJob.columns) FROM jobs j WHERE j.id = \(id) AND \(condition)") else { throw Refusal.notFound }
        return try StoredJob(row)
    }
}
