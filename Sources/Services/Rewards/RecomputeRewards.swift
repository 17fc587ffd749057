import Domain
import SQL

/// Computes every granted claim anew from the formula and the inputs that are kept with it, and says where the result differs from what was granted.
public struct RecomputeRewards: Sendable {
    public struct Difference: Sendable, Hashable {
        public let claim: ID<RewardClaim>
        public let number: String
        /// What was granted, and what it comes to now.
        public let stored: Fen
        public let computed: Fen
        /// `amount`, `sheet` or `parts`: what differs first.
        public let what: String
    }

    public struct Outcome: Sendable, Hashable {
        public let claims: Int
        public let differences: [Difference]
    }

    public init() {}

    /// Reads alone. A claim whose inputs cannot be opened ends it with the error.
    public func callAsFunction(_ house: House) async throws -> Outcome {
        var claims = 0, differences: [Difference] = [], last: ID<RewardClaim>?
        while true {
            let after = last
            let page = try await house.read { tx, _ in
                let further: SQL = after.map { " AND c.id > \($0)" } ?? .empty
                return try tx.rows("""
                    SELECT c.id AS id, x.number AS number, c.formula AS formula, c.inputs AS inputs, c.sheet AS sheet, c.amount AS amount FROM reward_claims c JOIN cases x ON x.id = c.case_id
                    WHERE c.approved_on IS NOT NULL\(further) ORDER BY c.id LIMIT 500
                    """).map { row in
                    let id: ID<RewardClaim> = try row("id")
                    return (id, try Self.difference(id, row, try StoredPart.of(tx, id), house))
                }
            }
            guard !page.isEmpty else { return Outcome(claims: claims, differences: differences) }
            claims += page.count
            differences += page.compactMap(\.1)
            last = page.last?.0
        }
    }

    private static func difference(_ id: ID<RewardClaim>, _ row: Row, _ parts: [StoredPart], _ house: House) throws -> Difference? {
        let formula: RewardFormula = try Stored.read(try row("formula")), amount = Fen(try row("amount"))
        let sheet = RewardCalculation.compute(formula, try ClaimSheets.inputs(try row("inputs"), id, house))
        let what: String? = sheet.total != amount ? "amount" : try sheet != ClaimSheets.sheet(try row("sheet"), id, house) ? "sheet" : sheet.parts.map(\.amount) != parts.map(\.amount) ? "parts" : nil
        return try what.map { Difference(claim: id, number: try row("number"), stored: amount, computed: sheet.total, what: $0) }
    }
}
