import Domain
import Matching
import SQL

/// Open jobs against the talents who seek them: by occupation, by industry, by district.
public struct ShortageView: Codable, Sendable, Hashable {
    /// By what the jobs and the talents are told apart.
    public enum Kind: String, Codable, Sendable, Hashable, CaseIterable { case occupation, industry, district }

    /// A number of people; fewer than five are not told apart, so that nobody is found by a count.
    public struct People: Codable, Sendable, Hashable {
        /// Nil where there are fewer than five.
        public let count: Int?

        init(_ count: Int) { self.count = count < ShortageView.fewest ? nil : count }
    }

    public struct Line: Codable, Sendable, Hashable {
        /// Of the classification; empty for jobs that name none.
        public let code: String
        public let name: Words
        public let jobs: Int
        /// People wanted in these jobs: as many as they say, one where they say nothing.
        public let wanted: Int
        public let talents: People
        /// People wanted for each hundred talents; nil where fewer than five talents seek.
        public let perHundred: Int?
        /// More people are wanted than seek.
        public let isShort: Bool
    }

    /// Fewer people than this are not told apart.
    public static let fewest = 5

    public let kind: Kind
    /// The scarcest first.
    public let lines: [Line]
    /// All open jobs.
    public let jobs: Int
    public let wanted: Int
    /// All talents who agree to matching and seek work.
    public let talents: People
    public let at: Instant
}

/// The counts, from live rows. Facts are sealed, so that talents are counted in one pass over the facts of those who agree to matching.
enum ShortageReader {
    /// What tells a job and a talent apart by a classification.
    static func code(_ kind: ShortageView.Kind, occupation: TreeCode?, title: String, industry: TreeCode?, division: TreeCode?) -> String {
        switch kind {
        // 小类: three digits after 大类 and 中类, as `2-02-10`; without a code the work's own words.
        case .occupation: occupation.map { String($0.text.prefix(5)) } ?? OccupationWords.plain(title)
        case .industry: industry.map { String($0.text.prefix(2)) } ?? ""
        case .district: division.map { String($0.text.prefix(6)) } ?? ""
        }
    }

    static func name(_ kind: ShortageView.Kind, _ code: String) -> Words {
        guard !code.isEmpty else { return Words("未注明", "Not said") }
        switch kind {
        case .occupation: return Occupation.of(code).map { Words($0.name, $0.name) } ?? Words(code, code)
        case .industry: return Industry.of(code)?.name ?? Words(code, code)
        case .district: return Division.of(code).map { Words($0.fullName, $0.fullName) } ?? Words(code, code)
        }
    }

    static func view(_ tx: any Transaction, _ house: House, _ kind: ShortageView.Kind, now: Instant) throws -> ShortageView {
        let today = Zone.china.day(of: now)
        var jobs: [String: (jobs: Int, wanted: Int)] = [:], all = (jobs: 0, wanted: 0)
        try tx.each("SELECT j.title AS title, j.occupation AS occupation, j.industry AS industry, j.division AS division, j.wanted AS wanted FROM jobs j WHERE \(JobReader.isShown(today: today))") { row in
            let occupation: String? = try row("occupation"), industry: String? = try row("industry"), division: String? = try row("division"), wanted: Int? = try row("wanted")
            let key = code(kind, occupation: occupation.flatMap { TreeCode($0) }, title: try row("title"), industry: industry.flatMap { TreeCode($0) }, division: division.flatMap { TreeCode(division: $0) })
            let people = min(max(wanted ?? 1, 1), 10_000)
            jobs[key, default: (0, 0)].jobs += 1
            jobs[key, default: (0, 0)].wanted += people
            all = (all.jobs + 1, all.wanted + people)
        }
        let people = try seekers(tx, house)
        var talents: [String: Int] = [:]
        for person in people {
            for key in keys(kind, person, known: jobs.keys) { talents[key, default: 0] += 1 }
        }
        // What few people wish for and no job offers is in no line: the line alone would tell of them.
        let lines = Set(jobs.keys).union(talents.keys).map { line($0, kind, jobs[$0] ?? (0, 0), talents[$0] ?? 0) }.filter { $0.jobs > 0 || $0.talents.count != nil }
            .sorted { ($0.wanted - ($0.talents.count ?? 0), $0.wanted, $1.code) > ($1.wanted - ($1.talents.count ?? 0), $1.wanted, $0.code) }
        return ShortageView(kind: kind, lines: lines, jobs: all.jobs, wanted: all.wanted, talents: .init(people.count), at: now)
    }

    private static func line(_ code: String, _ kind: ShortageView.Kind, _ jobs: (jobs: Int, wanted: Int), _ talents: Int) -> ShortageView.Line {
        let people = ShortageView.People(talents)
        return ShortageView.Line(
            code: code, name: name(kind, code), jobs: jobs.jobs, wanted: jobs.wanted, talents: people, perHundred: people.count.map { jobs.wanted * 100 / max($0, 1) },
            isShort: !code.isEmpty && jobs.wanted > max(talents, ShortageView.fewest - 1))
    }

    /// Those who agree to matching and say what they look for.
    private static func seekers(_ tx: any Transaction, _ house: House) throws -> [Seeker] {
        let accounts: [ID<Account>] = try tx.rows("""
            SELECT k.account_id AS account_id FROM consents k JOIN talents t ON t.account_id = k.account_id
            WHERE k.purpose = 'matching' AND k.withdrawn_at IS NULL AND t.closed_at IS NULL ORDER BY k.account_id
            """).map { try $0("account_id") }
        return try BoardReader.chunks(accounts) { some in try SeekerOf.answers(tx, house.secrets, some).map { SeekerOf.profile($0.key, $0.value) } }
            .filter { !$0.occupations.isEmpty || !$0.places.isEmpty || !$0.industries.isEmpty }
    }

    /// The lines to which a person counts: the work they wish for; each place that they wish for, and whatever lies inside it.
    private static func keys(_ kind: ShortageView.Kind, _ person: Seeker, known: Dictionary<String, (jobs: Int, wanted: Int)>.Keys) -> Set<String> {
        switch kind {
        case .occupation:
            // The wish counts before the work that somebody has done.
            let wishes = person.occupations.map(OccupationWords.plain).filter { !$0.isEmpty }
            let found = wishes.compactMap { wish in known.contains(wish) ? wish : OccupationTitles.group(of: wish).flatMap { known.contains($0.text) ? $0.text : nil } }
            if !found.isEmpty { return Set(found) }
            if let code = person.occupationCodes.first { return [String(code.prefix(5))] }
            return Set(wishes)
        case .industry: return Set(person.industries)
        case .district:
            return Set(person.places.flatMap { place in known.filter { !$0.isEmpty && ($0.hasPrefix(place) || place.hasPrefix($0)) } + [place] })
        }
    }
}

/// A title as work is called: without grade, place and pay.
enum OccupationWords {
    static func plain(_ title: String) -> String {
        var text = title.trimmed
        for (open, close) in [("（", "）"), ("(", ")"), ("【", "】"), ("[", "]")] {
            while let from = text.firstRange(of: open), let to = text[from.upperBound...].firstRange(of: close) { text.removeSubrange(from.lowerBound..<to.upperBound) }
        }
        for grade in ["高级", "资深", "初级", "中级", "实习", "急聘", "诚聘"] where text.hasPrefix(grade) && text.count > grade.count + 1 { text.removeFirst(grade.count) }
        return String(text.trimmed.prefix(30)).lowercased()
    }
}

/// The counts of the last minute, so that many who ask at once cost one count.
actor RecentShortages {
    private var views: [ShortageView.Kind: ShortageView] = [:]
    private var making: [ShortageView.Kind: Task<ShortageView, any Error>] = [:]

    func view(_ kind: ShortageView.Kind, at now: Instant, _ make: @escaping @Sendable () async throws -> ShortageView) async throws -> ShortageView {
        if let known = views[kind], known.at <= now, now < known.at.adding(seconds: 60) { return known }
        if let task = making[kind] { return try await task.value }
        let task = Task(operation: make)
        making[kind] = task
        defer { making[kind] = nil }
        let made = try await task.value
        views[kind] = made
        return made
    }
}

extension House {
    /// Open jobs against the talents who seek them, as of a minute ago at most: counting them reads every open job and every wish.
    public func shortages(_ kind: ShortageView.Kind) async throws -> ShortageView {
        let house = self
        return try await board.shortages.view(kind, at: try await now()) {
            try await house.read { tx, now in try ShortageReader.view(tx, house, kind, now: now) }
        }
    }

    /// The same as a spreadsheet, for offices. - Returns: the path of a temporary file, which the caller removes.
    public func shortageWorkbook(_ kind: ShortageView.Kind) async throws -> String {
        let view = try await shortages(kind)
        let columns: [(title: String, width: Double)] = [("代码", 12), ("名称", 30), ("招聘中的岗位", 14), ("需求人数", 12), ("求职人才", 12), ("每百名人才对应需求", 18), ("紧缺", 8)]
        return try papers.workbook(sheet: "紧缺岗位", columns: columns) { add in
            for line in view.lines {
                try add([
                    .text(line.code), .text(line.name.zh), .number(Int64(line.jobs)), .number(Int64(line.wanted)), line.talents.count.map { .number(Int64($0)) } ?? .text("少于5"),
                    line.perHundred.map { .number(Int64($0)) } ?? .empty, .text(line.isShort ? "紧缺" : ""),
                ])
            }
        }
    }
}
