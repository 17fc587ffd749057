import Domain
import SQL

/// Which jobs and people an index holds, read from the database in pages.
enum BoardReader {
    /// Those of a programme in the order of their ids, after one of them.
    static func page(_ tx: any Transaction, programme: String, after: String, today: Day, limit: Int) throws -> [StoredJob] {
        try tx.rows("""
            SELECT \(StoredJob.columns) FROM jobs j WHERE j.programme_id = \(programme) AND j.id > \(after) AND \(JobReader.isShown(today: today)) ORDER BY j.id LIMIT \(limit)
            """).map(StoredJob.init)
    }

    /// Of these jobs the ones that may be shown.
    static func some(_ tx: any Transaction, _ ids: [String], today: Day) throws -> [StoredJob] {
        try chunks(ids) { some in
            try tx.rows("SELECT \(StoredJob.columns) FROM jobs j WHERE j.id IN (\(list: some)) AND \(JobReader.isShown(today: today)) ORDER BY j.id").map(StoredJob.init)
        }
    }

    /// People who agree to be found, of these or, with nil, the next ones after one of them.
    static func findable(_ tx: any Transaction, _ accounts: [String]? = nil, after: String = "", limit: Int = 1000) throws -> [ID<Account>] {
        let which: SQL = accounts.map { "k.account_id IN (\(list: $0))" } ?? "k.account_id > \(after)"
        return try tx.rows("""
            SELECT k.account_id AS account_id FROM consents k JOIN talents t ON t.account_id = k.account_id
            WHERE k.purpose = 'findable' AND k.withdrawn_at IS NULL AND t.closed_at IS NULL AND \(which) ORDER BY k.account_id LIMIT \(limit)
            """).map { try $0("account_id") }
    }

    /// So that no statement has more values than an engine takes.
    static func chunks<Element, Answer>(_ all: [Element], of size: Int = 500, _ read: ([Element]) throws -> [Answer]) rethrows -> [Answer] {
        var answers: [Answer] = []
        for start in stride(from: 0, to: all.count, by: size) { answers += try read(Array(all[start..<min(start + size, all.count)])) }
        return answers
    }
}

/// What changed between two positions of the sealed sequence, as far as indexes care.
struct JobChanges: Sendable {
    var jobs: Set<String> = []
    var batches: Set<Batch> = []
    var organisations: Set<String> = []
    var accounts: Set<String> = []

    struct Batch: Sendable, Hashable {
        let of: String
        let number: Int
    }

    var isEmpty: Bool { jobs.isEmpty && batches.isEmpty && organisations.isEmpty && accounts.isEmpty }

    /// Verbs that change nothing about what is found.
    private static let idle: Set<String> = ["talents_listed", "signed_in"]
    /// What is said of an organisation that hides its jobs or shows them again.
    private static let bars: Set<String> = ["employer_barred", "standing_ended"]

    mutating func take(kind: String, subject: String, verb: String, detail: [String: String]) {
        guard !Self.idle.contains(verb) else { return }
        switch kind {
        case "job": jobs.insert(subject)
        case "job_import": if let batch = detail["batch"].flatMap(Int.init) { batches.insert(Batch(of: subject, number: batch)) }
        case "organisation": if Self.bars.contains(verb) { organisations.insert(subject) }
        case "account": accounts.insert(subject)
        default: break   // other subjects are in no index
        }
    }

    /// The ids of all jobs that are concerned.
    func jobs(_ tx: any Transaction) throws -> [String] {
        var ids = jobs
        for batch in batches.sorted(by: { ($0.of, $0.number) < ($1.of, $1.number) }) {
            for row in try tx.rows("SELECT id FROM jobs WHERE import_id = \(batch.of) AND batch = \(batch.number)") { ids.insert(try row("id")) }
        }
        _ = try BoardReader.chunks(organisations.sorted()) { some -> [String] in
            for row in try tx.rows("SELECT id FROM jobs WHERE organisation_id IN (\(list: some))") { ids.insert(try row("id")) }
            return []
        }
        return ids.sorted()
    }
}
