import Domain
import SQL

/// What ids of runs of the what-if page name.
public enum WhatIfRun {}

/// One indicator as somebody tries it.
public struct WhatIfChange: Codable, Sendable, Hashable {
    public let id: String
    public let weight: Int
    /// What gives the full weight; of records and satisfaction.
    public let per: Int?
    /// In hundredths of the weight.
    public let cap: Int?

    public init(id: String, weight: Int, per: Int? = nil, cap: Int? = nil) {
        self.id = id
        self.weight = weight
        self.per = per
        self.cap = cap
    }
}

/// How a station moved. It bears a letter, so that nobody drafts rules for a name.
public struct WhatIfStation: Codable, Sendable, Hashable {
    /// `A`, `B`, … `Z`, `AA`.
    public let letter: String
    public let before: Points
    public let after: Points
    public let rankBefore: Int
    public let rankAfter: Int
    public let gradeBefore: Words
    public let gradeAfter: Words
}

/// An office that drafts the detailed rules tries weights, measures and caps on the records of the year.
///
/// Effects: the run with its outcome, in which stations bear letters in an order of its own; an audit record. Locked while a period under issued rules is not closed.
public struct RunWhatIf: Codable, Sendable {
    public let level: String
    public let indicators: [WhatIfChange]

    public init(level: String, indicators: [WhatIfChange]) {
        self.level = level
        self.indicators = indicators
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let (programme, rules) = try house.evaluationProgramme()
        guard EvaluationAccess.office(actor, programme) != nil, let account = actor.account else { throw EvaluationAccess.notYours }
        guard programme.level(level) != nil else { throw Refusal.invalid([.init("level", Words("请选择驿站级别", "Choose a level"))]) }
        let tried = try Self.tried(rules, indicators), changes = indicators
        return try await house.perform(by: actor, once: once) { act in
            try act.mustBeImpartial(programme.id, level)
            if let locked = try WhatIfReader.lock(act.tx, programme.id) {
                throw Refusal(.conflict, "what_if_locked", Words("“\(locked)”正按已印发的细则评估，期间不能推演", "“\(locked)” runs under issued rules; nothing can be tried meanwhile"), clause: rules.clause)
            }
            let frame = try ScoreFrame.current(act.tx, house, level: level, today: act.today), id: ID<WhatIfRun> = try act.newID()
            // Both sides under the rules in force, whatever a running period was opened under.
            let base = ScoreFrame(programme, rules, level: level, first: frame.first, last: frame.last)
            let found = try ScoreReader.findings(act.tx, house, base, today: act.today), before = found.ranked(rules), after = found.ranked(tried)
            let moved = Dictionary(after.map { ($0.station.id, $0.placed) }, uniquingKeysWith: { first, _ in first })
            // The order of the letters is the run's own: by a keyed digest, so that letters of two runs cannot be laid side by side.
            let ordered = try before.map { ($0, house.secrets.hex(try house.secrets.blindIndex("\(id.rawValue)/\($0.station.id.rawValue)", table: "what_if_runs", column: "letter"))) }.sorted { $0.1 < $1.1 }
            let result = ordered.enumerated().compactMap { index, item -> WhatIfStation? in
                guard let now = moved[item.0.station.id] else { return nil }
                return WhatIfStation(
                    letter: Self.letter(index), before: item.0.placed.points, after: now.points, rankBefore: item.0.placed.rank, rankAfter: now.rank, gradeBefore: item.0.placed.grade.name, gradeAfter: now.grade.name)
            }
            try act.tx.run("""
                INSERT INTO what_if_runs (id, programme_id, level, first_day, last_day, changes, result, by_account, at)
                VALUES (\(id), \(programme.id), \(level), \(frame.first), \(frame.last), \(try Stored.json(changes)), \(try Stored.json(result)), \(account), \(act.now))
                """)
            act.audit("what_if", id.rawValue, "what_if_run", clause: rules.clause, detail: ["level": level, "changes": try Stored.json(changes)], isFirst: true)
            return Receipt(.whatIf, id.rawValue)
        }
    }

    static func letter(_ index: Int) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), rest = alphabet[max(index, 0) % 26]
        return index < 26 ? String(rest) : letter(index / 26 - 1) + String(rest)
    }

    /// The rules as they are tried.
    /// - Throws: a refusal at the fields that are wrong.
    static func tried(_ rules: EvaluationRules, _ changes: [WhatIfChange]) throws -> EvaluationRules {
        var fields: [Refusal.Field] = [], seen: Set<String> = []
        // Nothing but what the rules have goes on into the run and the audit trail.
        for (row, change) in changes.enumerated() where rules.indicator(change.id) == nil || !seen.insert(change.id).inserted {
            fields.append(.init("indicators.\(row).id", Words("没有这项指标，或重复填写", "There is no such indicator, or it is there twice")))
            break
        }
        let given = Dictionary(changes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let indicators = rules.indicators.map { indicator -> EvaluationRules.Indicator in
            guard let change = given[indicator.id] else { return indicator }
            let row = changes.firstIndex { $0.id == indicator.id } ?? 0
            func check(_ value: Int, _ range: ClosedRange<Int>, _ name: String) {
                if !range.contains(value) { fields.append(.init("indicators.\(row).\(name)", Words("应在 \(range.lowerBound) 到 \(range.upperBound) 之间", "From \(range.lowerBound) to \(range.upperBound)"))) }
            }
            check(change.weight, 0...100, "weight")
            check(change.cap ?? indicator.cap, 1...300, "cap")
            let source: EvaluationRules.Indicator.Source
            switch indicator.source {
            case .records(let what, let per):
                check(change.per ?? per, 1...10_000_000, "per")
                source = .records(what, per: min(max(change.per ?? per, 1), 10_000_000))
            case .satisfaction(let per):
                check(change.per ?? per, 10...50, "per")
                source = .satisfaction(per: min(max(change.per ?? per, 10), 50))
            case .reports: source = .reports
            case .experts: source = .experts
            }
            return EvaluationRules.Indicator(
                id: indicator.id, name: indicator.name, weight: min(max(change.weight, 0), 100), source: source, cap: min(max(change.cap ?? indicator.cap, 1), 300), clause: indicator.clause)
        }
        let sum = indicators.reduce(0) { $0 + $1.weight }
        if fields.isEmpty, sum != 100 { fields.append(.init("indicators.0.weight", Words("权重合计 \(sum)，应为 100", "The weights add up to \(sum), not 100"))) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        return EvaluationRules(
            clause: rules.clause, issued: rules.issued, indicators: indicators, grades: rules.grades, vetoes: rules.vetoes, panel: rules.panel, failuresInARow: rules.failuresInARow, objection: rules.objection,
            noticeLasts: rules.noticeLasts, improveWithin: rules.improveWithin)
    }
}

/// The what-if page: the rules in force to change, and the newest run of one's office, or the one asked for.
public struct WhatIfView: Codable, Sendable, Hashable {
    public struct Row: Codable, Sendable, Hashable {
        public let id: String
        public let name: Words
        public let weight: Int
        public let per: Int?
        /// `800 人次得满分`, in the unit of `per`.
        public let unit: Words?
        public let cap: Int
        /// Whether its points are known now: experts' are not.
        public let isKnown: Bool
    }

    public struct Run: Codable, Sendable, Hashable {
        public let id: ID<WhatIfRun>
        public let at: Instant
        public let firstDay: Day
        public let lastDay: Day
        public let changes: [WhatIfChange]
        public let stations: [WhatIfStation]
    }

    public let level: String
    public let levels: [LevelChoice]
    public let rows: [Row]
    public let run: Run?
    /// Earlier runs, the newest first.
    public let earlier: [ID<WhatIfRun>]
    /// The period that keeps it locked.
    public let lockedBy: String?
}

/// A level to choose.
public struct LevelChoice: Codable, Sendable, Hashable {
    public let id: String
    public let name: Words
}

enum WhatIfReader {
    /// The name of a period under issued rules that is neither closed nor cancelled.
    static func lock(_ tx: any Transaction, _ programme: String) throws -> String? {
        try tx.value("SELECT name FROM evaluation_periods WHERE programme_id = \(programme) AND is_trial = \(false) AND state NOT IN (\(list: EvaluationState.ended)) ORDER BY first_day, id LIMIT 1")
    }
}

extension House {
    /// - Parameter run: nil for the newest.
    public func whatIf(level: String?, run: ID<WhatIfRun>? = nil, for actor: Actor) async throws -> WhatIfView {
        let (programme, rules) = try evaluationProgramme()
        guard EvaluationAccess.office(actor, programme) != nil else { throw Refusal.notFound }
        return try await read { tx, _ in
            let runs = try tx.rows("SELECT id, level, first_day, last_day, changes, result, at FROM what_if_runs WHERE programme_id = \(programme.id) ORDER BY at DESC, id DESC LIMIT 10")
            let shown = try run.map { wanted in try tx.row("SELECT id, level, first_day, last_day, changes, result, at FROM what_if_runs WHERE id = \(wanted) AND programme_id = \(programme.id)") } ?? runs.first
            if run != nil, shown == nil { throw Refusal.notFound }
            let ran: String? = try shown.map { try $0("level") }
            return WhatIfView(
                level: level ?? ran ?? programme.levels.first?.id ?? "", levels: programme.levels.map { LevelChoice(id: $0.id, name: $0.name) },
                rows: rules.indicators.map { indicator in
                    switch indicator.source {
                    case .records(let what, let per): WhatIfView.Row(id: indicator.id, name: indicator.name, weight: indicator.weight, per: per, unit: what.unit, cap: indicator.cap, isKnown: true)
                    case .satisfaction(let per):
                        WhatIfView.Row(id: indicator.id, name: indicator.name, weight: indicator.weight, per: per, unit: Words("十分之一星", "tenths of a star"), cap: indicator.cap, isKnown: true)
                    case .reports: WhatIfView.Row(id: indicator.id, name: indicator.name, weight: indicator.weight, per: nil, unit: nil, cap: indicator.cap, isKnown: true)
                    case .experts: WhatIfView.Row(id: indicator.id, name: indicator.name, weight: indicator.weight, per: nil, unit: nil, cap: indicator.cap, isKnown: false)
                    }
                },
                run: try shown.map { row in
                    WhatIfView.Run(
                        id: try row("id"), at: try row("at"), firstDay: try row("first_day"), lastDay: try row("last_day"), changes: try Stored.read(try row("changes")),
                        stations: try Stored.read(try row("result")))
                },
                earlier: try runs.map { try $0("id") }, lockedBy: try WhatIfReader.lock(tx, programme.id))
        }
    }
}
