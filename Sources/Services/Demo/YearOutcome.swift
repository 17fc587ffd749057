import Domain
import SQL

/// What a year came to: the numbers that are compared with what is expected of it. No id is in it, and nothing whose order an id decides.
public struct YearOutcome: Codable, Sendable, Hashable {
    public struct Target: Codable, Sendable, Hashable {
        public let id: String
        public let count: Int
        public let persons: Int?
    }

    /// A station with what counts of it, and its scorecard.
    public struct Line: Codable, Sendable, Hashable {
        public let station: String
        public let events: Int
        public let placements: Int
        public let nights: Int
        public let contacts: Int
        /// In thousandths, by indicator.
        public let scores: [String: Int64]
        public let points: Int64
        public let place: Int
        public let grade: String
        public let advanced: Bool
        public let plaque: String
    }

    /// Claims of a station for one purpose, in fen.
    public struct Reward: Codable, Sendable, Hashable {
        public let purpose: String
        public let station: String
        public let state: String
        public let claims: Int
        public let granted: Int64
        public let paid: Int64
        /// Demanded back.
        public let back: Int64
    }

    public struct BudgetLine: Codable, Sendable, Hashable {
        public let year: Int
        public let purpose: String
        public let allocated: Int64
        /// Promised or paid.
        public let used: Int64
        public let balance: Int64
    }

    public struct Payment: Codable, Sendable, Hashable {
        public let purpose: String
        public let state: String
        public let orders: Int
        public let amount: Int64
    }

    public struct Ending: Codable, Sendable, Hashable {
        public let station: String
        public let cause: String
        public let state: String
        /// How many things of each kind ended with it.
        public let effects: [String: Int]
    }

    public let targets: [Target]
    public let stations: [Line]
    public let rewards: [Reward]
    public let budgets: [BudgetLine]
    public let payments: [Payment]
    /// Batches that are done.
    public let batches: Int
    /// Scores of experts that were flagged.
    public let flags: Int
    public let withdrawals: [Ending]

    static func read(_ house: House, _ hosts: [DemoYear.Host], _ period: ID<EvaluationPeriod>) async throws -> YearOutcome {
        let targets = try await house.targets().map { Target(id: $0.id, count: $0.count, persons: $0.persons) }
        let library = house.library, programme = try library.programme(DemoWorld.programme)
        return try await house.read { tx, now in
            let today = Zone.china.day(of: now), begin = programme.notice.trialFrom
            let lines = try hosts.map { host in
                func count(_ what: Counted) throws -> Int { try CountedRecords.of(what, programme, library, today: today).count(tx, from: begin, until: today.adding(1), "s.id = \(host.station)") }
                guard let card = try StoredScorecard.of(tx, host.station, in: period) else { throw Unexpected("no scorecard of \(host.organisation.station)") }
                return Line(
                    station: host.organisation.station, events: try count(.events), placements: try count(.placements), nights: try count(.nights), contacts: try count(.contacts),
                    scores: Dictionary(card.card.lines.map { ($0.id, $0.points.thousandths) }, uniquingKeysWith: { first, _ in first }), points: card.points.thousandths, place: card.place, grade: card.grade,
                    advanced: card.isAdvanced, plaque: try tx.value("SELECT state FROM plaques WHERE station_id = \(host.station)") ?? "")
            }
            return YearOutcome(
                targets: targets, stations: lines, rewards: try hosts.flatMap { try rewards(tx, $0) }, budgets: try budgets(tx), payments: try payments(tx),
                batches: try tx.value("SELECT COUNT(*) FROM payment_batches WHERE state = 'done'") ?? 0, flags: try tx.value("SELECT COUNT(*) FROM expert_flags") ?? 0,
                withdrawals: try hosts.compactMap { try ending(tx, $0) })
        }
    }

    private static func rewards(_ tx: any Transaction, _ host: DemoYear.Host) throws -> [Reward] {
        try tx.rows("""
            SELECT c.purpose AS purpose, c.state AS state, COUNT(*) AS claims, CAST(SUM(c.amount) AS BIGINT) AS granted,
                CAST(COALESCE(SUM((SELECT SUM(p.amount) FROM reward_parts p WHERE p.claim_id = c.id AND p.state = 'paid')), 0) AS BIGINT) AS paid,
                CAST(COALESCE(SUM((SELECT SUM(p.back) FROM reward_parts p WHERE p.claim_id = c.id)), 0) AS BIGINT) AS back
            FROM reward_claims c WHERE c.station_id = \(host.station) GROUP BY c.purpose, c.state ORDER BY c.purpose, c.state
            """).map { row in
            Reward(
                purpose: try row("purpose"), station: host.organisation.station, state: try row("state"), claims: try row("claims"), granted: try row("granted"), paid: try row("paid"), back: try row("back"))
        }
    }

    private static func budgets(_ tx: any Transaction) throws -> [BudgetLine] {
        try tx.rows("""
            SELECT b.year AS year, b.purpose AS purpose, CAST(COALESCE(SUM(CASE WHEN l.kind = 'allocated' THEN l.amount ELSE 0 END), 0) AS BIGINT) AS allocated,
                CAST(COALESCE(SUM(l.amount), 0) AS BIGINT) AS balance
            FROM budgets b LEFT JOIN budget_lines l ON l.budget_id = b.id GROUP BY b.year, b.purpose ORDER BY b.year, b.purpose
            """).map { row in
            let allocated: Int64 = try row("allocated"), balance: Int64 = try row("balance")
            return BudgetLine(year: try row("year"), purpose: try row("purpose"), allocated: allocated, used: allocated - balance, balance: balance)
        }
    }

    private static func payments(_ tx: any Transaction) throws -> [Payment] {
        try tx.rows("SELECT purpose, state, COUNT(*) AS orders, CAST(SUM(amount) AS BIGINT) AS amount FROM payment_orders GROUP BY purpose, state ORDER BY purpose, state").map { row in
            Payment(purpose: try row("purpose"), state: try row("state"), orders: try row("orders"), amount: try row("amount"))
        }
    }

    private static func ending(_ tx: any Transaction, _ host: DemoYear.Host) throws -> Ending? {
        guard let row = try tx.row("SELECT case_id, cause, state FROM withdrawals WHERE station_id = \(host.station)") else { return nil }
        let id: ID<Case> = try row("case_id")
        let effects = try tx.rows("SELECT kind, COUNT(*) AS n FROM withdrawal_effects WHERE case_id = \(id) GROUP BY kind ORDER BY kind").map { (try $0("kind") as String, try $0("n") as Int) }
        return Ending(station: host.organisation.station, cause: try row("cause"), state: try row("state"), effects: Dictionary(effects, uniquingKeysWith: { first, _ in first }))
    }
}
