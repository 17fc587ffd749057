import Domain
import SQL

/// What became of a file's rows, as far as it can be kept: all counts, and the first rows that were not taken.
public struct ImportReport: Codable, Sendable, Hashable {
    public struct Line: Codable, Sendable, Hashable {
        /// As a spreadsheet counts.
        public let row: Int
        /// Nil for a posting that is there already.
        public let reason: JobRowRefusal?
        /// The source's own id, where it has one.
        public let sourceID: String
        /// The job that it equals, or the earlier row of the same batch.
        public let equals: ID<Job>?
    }

    /// How many rows were refused, by reason.
    public var refused: [String: Int] = [:]
    /// How often a field said something that is not understood, and counts as not said.
    public var notes: [String: Int] = [:]
    /// The first rows that were not taken, refused or alike.
    public var lines: [Line] = []
    /// Headings that the mapping names and the file does not have.
    public var missing: [String] = []
    /// Why the file could not be read to its end.
    public var failure: Words?

    /// Lines that are kept of each kind.
    static let mostLines = 300

    mutating func add(_ batch: TakenRows) {
        for (reason, count) in batch.refused { refused[reason.rawValue, default: 0] += count }
        for (field, count) in batch.notes { notes[field.rawValue, default: 0] += count }
        for line in batch.lines {
            let isRefused = line.reason != nil
            guard lines.count(where: { ($0.reason != nil) == isRefused }) < Self.mostLines else { continue }
            lines.append(line)
        }
    }
}

/// What one batch came to.
public struct TakenRows: Sendable {
    public internal(set) var read = 0
    public internal(set) var taken = 0
    public internal(set) var changed = 0
    public internal(set) var alike = 0
    public internal(set) var refused: [JobRowRefusal: Int] = [:]
    public internal(set) var notes: [JobMapping.Field: Int] = [:]
    /// Every row that was not taken.
    public internal(set) var lines: [ImportReport.Line] = []

    var refusals: Int { refused.values.reduce(0, +) }
}

/// How an import stands.
public struct JobImportSummary: Codable, Sendable, Hashable {
    public enum State: String, Codable, Sendable, Hashable, CaseIterable {
        /// Uploaded, and its columns are looked at.
        case waiting
        case running, done, failed
    }

    public let id: ID<JobImport>
    public let name: String
    public let source: String
    /// Whose jobs they are; nil for an office's import of many employers' postings.
    public let organisation: String?
    public let state: State
    /// Rows of the file, where that is known.
    public let rows: Int?
    public let read: Int
    public let taken: Int
    public let changed: Int
    public let alike: Int
    public let refused: Int
    public let begunAt: Instant
    public let endedAt: Instant?
}

enum ImportRules {
    /// The programmes in which the actor may import other employers' postings: an office that supervises or takes in.
    static func programmes(_ actor: Actor, _ library: Library) -> [String] {
        library.programmes.filter { programme in
            actor.posts.contains { post in
                guard post.programme == programme.id, let powers = programme.office(post.office)?.powers else { return false }
                return powers.contains(.supervise) || powers.contains(.intake)
            }
        }.map(\.id)
    }

    /// What the actor may see, in SQL over columns `organisation_id` and `programme_id` of a table.
    static func seen(_ actor: Actor, _ library: Library, of table: SQL) -> SQL {
        "(\(table).organisation_id IN (\(list: actor.organisations.sorted())) OR \(table).programme_id IN (\(list: programmes(actor, library))))"
    }

    /// Whose files the actor may go on with, in SQL over `u` of `job_uploads`: an organisation's own are its people's alone.
    static func kept(_ actor: Actor, _ library: Library) -> SQL {
        """
        (u.organisation_id IN (\(list: actor.organisations.sorted())) OR (u.organisation_id IS NULL AND u.programme_id IN (\(list: programmes(actor, library)))))
        """
    }

    /// Under which the postings of an organisation's own files are known.
    static func source(of organisation: ID<Organisation>) -> String { "org-" + organisation.rawValue.lowercased() }

    static let mayNotHire = Refusal(.forbidden, "may_not_hire", Words("贵单位目前不能发布岗位", "Your organisation may not publish jobs at present"),
        next: Words("须先由驿站、区市担保或由部门核实；被限制招聘的，期满后再发布", "A station or district has to vouch for it first, or an office to verify it; one that is barred waits until the bar ends"))

    static let mayNotImport = Refusal(.forbidden, "may_not_import", Words("只有负责受理、监督的部门和用人单位可以导入岗位", "Only offices that take in or supervise, and employers, import jobs"))

    /// - Throws: `mayNotHire`, unless somebody stands behind the organisation and nobody bars it.
    static func mustHire(_ organisation: ID<Organisation>, _ programme: String, _ act: Act) throws {
        guard try EmployerStanding.of(organisation, programme: programme, act.tx, today: act.today).mayHire else { throw mayNotHire }
    }
}
