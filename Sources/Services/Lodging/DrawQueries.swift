import Domain
import SQL

/// A draw for everybody: what was published before, and all that one needs to check it afterwards.
public struct DrawView: Codable, Sendable, Hashable {
    public let summary: DrawSummary
    /// Hex SHA-256 of the seed, public before anybody asks.
    public let seedHash: String
    /// Hex; nil until the draw is run.
    public let seed: String?
    /// In the order of the draw; empty until it is run. Ids are random: each person knows their own.
    public let entries: [DrawTranscript.Entry]
    /// One's own request.
    public let own: OwnDrawRequest?
    public let stay: ID<Stay>?
    public let isOpen: Bool
}

extension House {
    public func draw(_ id: ID<BedDraw>, for actor: Actor) async throws -> DrawView {
        try await read { tx, now in
            guard let summary = try DrawReader.list(tx, "d.id = \(id)").first,
                  let row = try tx.row("SELECT seed_hash, revealed FROM draws WHERE id = \(id)") else { throw Refusal.notFound }
            var own: OwnDrawRequest?, stay: ID<Stay>?
            if let account = actor.account, let mine = try tx.row("SELECT id, outcome, stay_id FROM draw_requests WHERE draw_id = \(id) AND account_id = \(account)") {
                own = OwnDrawRequest(
                    draw: id, title: summary.title, request: try mine("id"), first: summary.first, end: summary.end, outcome: Draw.Outcome(rawValue: try mine("outcome")) ?? .entered,
                    closes: summary.closes)
                stay = try mine("stay_id")
            }
            let entries = !summary.isDrawn ? [] : try tx.rows("SELECT id, outcome FROM draw_requests WHERE draw_id = \(id) ORDER BY place").map {
                DrawTranscript.Entry(request: try $0("id"), outcome: Draw.Outcome(rawValue: try $0("outcome")) ?? .void)
            }
            return DrawView(
                summary: summary, seedHash: try row("seed_hash"), seed: try row("revealed"), entries: entries, own: own, stay: stay, isOpen: !summary.isDrawn && now < summary.closes)
        }
    }
}
