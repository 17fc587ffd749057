import Domain
import SQL

/// Open jobs as a table, in the columns of the official template, so that it can be imported again.
public enum JobExport {
    /// Headings with the widths of their columns.
    public static let columns: [(title: String, width: Double)] = [
        ("岗位编号", 28), ("岗位名称", 28), ("单位名称", 32), ("职业分类代码", 14), ("行业代码", 10), ("用工形式", 12), ("工作地区", 26), ("工作地址", 36), ("经度", 12), ("纬度", 12),
        ("最低月薪", 12), ("最高月薪", 12), ("年发薪月数", 12), ("计薪周期", 10), ("学历要求", 16), ("经验要求", 12), ("技能要求", 36), ("招聘人数", 10), ("岗位描述", 60), ("有效期至", 12),
    ]

    /// - Parameter isOwn: the file is an organisation's own, with the ids that it gave. Of many sources' postings each is named with its source, since two may give one id.
    static func cells(_ job: StoredJob, isOwn: Bool) -> [PaperCell] {
        let terms = job.terms, id = job.sourceID.isEmpty ? job.id.rawValue : isOwn || job.source.isEmpty ? job.sourceID : "\(job.source)/\(job.sourceID)"
        func text(_ text: String?) -> PaperCell { text.map { .text($0) } ?? .empty }
        return [
            .text(id), .text(terms.title), .text(job.company), text(terms.occupation?.text), text(terms.industry?.text), .text(terms.kind.words.zh),
            text(terms.division.flatMap { Division.of($0.text)?.fullName }), .text(terms.address), text(terms.point.map { "\($0.longitude)" }), text(terms.point.map { "\($0.latitude)" }),
            terms.pay.map { .money($0.from) } ?? .empty, terms.pay?.to.map { .money($0) } ?? .empty, terms.pay?.months.map { .number(Int64($0)) } ?? .empty, text(terms.pay?.per.wordsZh),
            text(terms.degree?.words.zh), text(terms.years?.words.zh), .text(terms.skills.joined(separator: "，")), terms.wanted.map { .number(Int64($0)) } ?? .empty, .text(terms.description),
            terms.validUntil.map { .day($0) } ?? .empty,
        ]
    }

    /// Which open jobs: all, or those of some organisations.
    static func source(_ programme: String, _ organisations: [ID<Organisation>]?, today: Day) -> SQL {
        let own: SQL = organisations.map { "AND j.organisation_id IN (\(list: $0))" } ?? ""
        return "SELECT \(StoredJob.columns) FROM jobs j WHERE j.programme_id = \(programme) AND \(JobReader.isShown(today: today)) \(own) ORDER BY j.id"
    }
}

extension Pay.Period {
    fileprivate var wordsZh: String {
        switch self {
        case .month: "月"
        case .day: "天"
        case .hour: "小时"
        }
    }
}

extension House {
    public enum JobFileKind: Sendable { case workbook, delimited }

    /// Open jobs in a file: for staff all of the programme, for people of an organisation its own.
    /// - Returns: the path of a temporary file, which the caller removes. Memory stays flat, however many there are.
    public func jobsFile(_ kind: JobFileKind, for actor: Actor) async throws -> String {
        guard let programme = library.programmes.first?.id else { throw Refusal.notFound }
        if actor.isStaff { return try await jobsFile(kind, programme: programme, organisations: nil) }
        guard !actor.organisations.isEmpty else { throw Refusal.notFound }
        return try await jobsFile(kind, programme: programme, organisations: actor.organisations.sorted())
    }

    /// The same for the command.
    public func jobsFile(_ kind: JobFileKind, programme: String, organisations: [ID<Organisation>]? = nil) async throws -> String {
        let papers = papers
        return try await read { tx, now in
            func rows(_ add: ([PaperCell]) throws -> Void) throws {
                try tx.each(JobExport.source(programme, organisations, today: Zone.china.day(of: now))) { row in try add(JobExport.cells(try StoredJob(row), isOwn: organisations != nil)) }
            }
            return switch kind {
            case .workbook: try papers.workbook(sheet: "岗位", columns: JobExport.columns, rows: rows)
            case .delimited: try papers.delimited(columns: JobExport.columns.map(\.title), rows: rows)
            }
        }
    }

    /// The official template with its headings alone.
    public func jobsTemplate() throws -> String { try papers.workbook(sheet: "岗位", columns: JobExport.columns) { _ in } }
}
