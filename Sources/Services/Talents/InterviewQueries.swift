import Domain
import SQL

public struct InterviewView: Codable, Sendable, Hashable {
    public let id: ID<Interview>
    public let organisation: String
    /// Shown to the organisation, and to the talent who claimed it.
    public let number: String
    public let name: String
    public let phone: Masked
    public let position: String
    public let place: String
    public let firstDay: Day
    public let lastDay: Day
    public let state: State
    public let issuedAt: Instant
    /// Whether an office has dealt with the organisation, so that its codes prove why somebody comes.
    public let proves: Bool

    public enum State: String, Codable, Sendable, Hashable, CaseIterable { case issued, claimed, revoked }
}

public struct InterviewsView: Codable, Sendable, Hashable {
    public let interviews: [InterviewView]
    public let organisations: [OrganisationView]
    /// Those among them with which no office has dealt yet: their codes prove nothing.
    public let unknown: [OrganisationView]
    public let total: Int
    /// The `after` of the next page.
    public let next: String?
}

enum InterviewReader {
    /// Whether an office has dealt with an organisation: it has a station with a valid plaque, or an office has passed an application of it. Anybody may register
    /// one, so that a code alone would prove what its own issuer wants.
    static func isKnown(_ organisation: SQL) -> SQL {
        """
        (EXISTS (SELECT 1 FROM stations s JOIN plaques p ON p.station_id = s.id WHERE s.organisation_id = \(organisation) AND p.state = 'valid')
            OR EXISTS (SELECT 1 FROM cases c JOIN case_tasks k ON k.case_id = c.id WHERE c.organisation_id = \(organisation) AND c.round_id IS NOT NULL AND k.ruling = 'pass' AND NOT k.open))
        """
    }

    static let columns: SQL = """
        i.id AS id, o.name AS organisation, i.number AS number, i.name AS name, i.phone AS phone, i.position AS position, i.place AS place, i.first_day AS first_day,
        i.last_day AS last_day, i.state AS state, i.issued_at AS issued_at, \(isKnown("i.organisation_id")) AS known
        """
    static let joins: SQL = "FROM interviews i JOIN organisations o ON o.id = i.organisation_id"

    static func view(_ row: Row, _ secrets: any Secrets) throws -> InterviewView {
        let id: ID<Interview> = try row("id")
        func open(_ column: String) throws -> String { try secrets.text(try row(column), table: "interviews", column: column, row: id.rawValue) }
        guard let state = InterviewView.State(rawValue: try row("state")) else { throw Unexpected("state of an interview") }
        return InterviewView(
            id: id, organisation: try row("organisation"), number: try open("number"), name: try open("name"), phone: Phone.masked(try open("phone")), position: try row("position"),
            place: try row("place"), firstDay: try row("first_day"), lastDay: try row("last_day"), state: state, issuedAt: try row("issued_at"), proves: try row("known"))
    }

    /// The codes that a talent has claimed, newest first.
    static func claimed(_ tx: any Transaction, _ house: House, _ account: ID<Account>) throws -> [InterviewView] {
        try tx.rows("SELECT \(columns) \(joins) WHERE i.claimed_by = \(account) ORDER BY i.first_day DESC, i.id DESC").map { try view($0, house.secrets) }
    }
}

extension House {
    /// The codes that the actor's organisations have issued, newest first.
    /// - Parameter after: the last one of the page before.
    public func interviews(for actor: Actor, after: ID<Interview>? = nil, pageSize: Int = 50) async throws -> InterviewsView {
        let house = self, organisations = actor.organisations.sorted()
        guard !organisations.isEmpty else { throw MemberRules.notAMember }
        return try await read { tx, _ in
            let own: SQL = "i.organisation_id IN (\(list: organisations))"
            var page = own
            if let after, let last = try tx.row("SELECT i.issued_at AS at FROM interviews i WHERE i.id = \(after) AND \(own)") {
                let at: Instant = try last("at")
                page += " AND (i.issued_at < \(at) OR (i.issued_at = \(at) AND i.id < \(after)))"
            }
            let rows = try tx.rows("SELECT \(InterviewReader.columns) \(InterviewReader.joins) WHERE \(page) ORDER BY i.issued_at DESC, i.id DESC LIMIT \(pageSize + 1)")
            let views = try rows.prefix(pageSize).map { try InterviewReader.view($0, house.secrets) }
            let named = try CaseReader.organisations(tx, house, Set(organisations))
            let known = Set(try tx.rows("SELECT o.id AS id FROM organisations o WHERE o.id IN (\(list: organisations)) AND \(InterviewReader.isKnown("o.id"))").map { try $0("id") as ID<Organisation> })
            return InterviewsView(
                interviews: views, organisations: organisations.compactMap { named[$0] }, unknown: organisations.filter { !known.contains($0) }.compactMap { named[$0] }, total: (try tx.value("SELECT COUNT(*) FROM interviews i WHERE \(own)")) ?? 0,
                next: rows.count > pageSize ? views.last?.id.rawValue : nil)
        }
    }
}
