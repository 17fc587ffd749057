import Domain
import SQL

enum DrawReader {
    static func list(_ tx: any Transaction, _ condition: SQL) throws -> [DrawSummary] {
        try tx.rows("""
            SELECT d.id AS id, d.title AS title, d.lodging_id AS lodging, l.name AS name, d.first_night AS first_night, d.end_day AS end_day, d.gender AS gender, d.places AS places,
                d.closes_at AS closes_at, d.state AS state, (SELECT COUNT(*) FROM draw_requests r WHERE r.draw_id = d.id) AS requests
            FROM draws d JOIN lodgings l ON l.id = d.lodging_id WHERE \(condition) ORDER BY d.closes_at DESC, d.id DESC LIMIT 50
            """).map {
            DrawSummary(
                id: try $0("id"), title: try $0("title"), lodging: try $0("lodging"), lodgingName: try $0("name"), first: try $0("first_night"), end: try $0("end_day"), gender: try $0("gender"),
                places: try $0("places"), closes: try $0("closes_at"), isDrawn: try $0("state") == "drawn", requests: try $0("requests"))
        }
    }

    static func mine(_ tx: any Transaction, _ condition: SQL) throws -> [MyDrawView] {
        try tx.rows("""
            SELECT r.draw_id AS draw, d.title AS title, r.id AS request, r.outcome AS outcome, r.stay_id AS stay FROM draw_requests r JOIN draws d ON d.id = r.draw_id
            WHERE \(condition) ORDER BY r.created_at DESC, r.id DESC LIMIT 50
            """).map { row in
            guard let outcome = Draw.Outcome(rawValue: try row("outcome")) else { throw Unexpected("outcome of a draw") }
            return MyDrawView(draw: try row("draw"), title: try row("title"), request: try row("request"), outcome: outcome, stay: try row("stay"))
        }
    }
}

extension House {
    /// A draw: the hash of its seed from the beginning, the transcript once it was run.
    public func draw(_ id: ID<BedDraw>, for actor: Actor) async throws -> DrawView {
        try await read { tx, now in
            guard let summary = try DrawReader.list(tx, "d.id = \(id)").first, let row = try tx.row("SELECT seed_hash, revealed FROM draws WHERE id = \(id)") else { throw Refusal.notFound }
            let revealed: String? = try row("revealed"), hash: String = try row("seed_hash")
            var transcript: DrawTranscript?
            if let revealed {
                let entries = try tx.rows("SELECT id, outcome FROM draw_requests WHERE draw_id = \(id) ORDER BY place").map { row in
                    guard let outcome = Draw.Outcome(rawValue: try row("outcome")) else { throw Unexpected("outcome of a draw") }
                    return DrawTranscript.Entry(request: try row("id"), outcome: outcome)
                }
                transcript = DrawTranscript(draw: id.rawValue, places: summary.places, seedHash: hash, seed: revealed, entries: entries)
            }
            let mine = try actor.account.flatMap { try DrawReader.mine(tx, "r.draw_id = \(id) AND r.account_id = \($0)").first }
            return DrawView(summary: summary, seedHash: hash, transcript: transcript, mine: mine, mayRequest: !summary.isDrawn && now < summary.closes && mine == nil && actor.isSignedIn)
        }
    }
}
