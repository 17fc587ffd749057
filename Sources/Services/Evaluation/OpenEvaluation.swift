import Domain
import SQL

/// An office that evaluates opens a period for the stations of a level (二(二)3).
///
/// Effects: the period, under the programme that is in force now and to its end; it is a trial 试算 unless the detailed rules are issued; the stations' people are told; an
/// audit record. Refused where another period of the level has some of these days, and where no station of the level is evaluated.
public struct OpenEvaluation: Codable, Sendable {
    public let level: String
    public let name: String
    public let firstDay: Day
    public let lastDay: Day
    /// A trial is played to its end, with what would follow from it 演练; in a demonstration alone.
    public let rehearsal: Bool?

    public init(level: String, name: String, firstDay: Day, lastDay: Day, rehearsal: Bool? = nil) {
        self.level = level
        self.name = name
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.rehearsal = rehearsal
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let (programme, rules) = try house.evaluationProgramme()
        guard let office = EvaluationAccess.office(actor, programme), let account = actor.account else { throw EvaluationAccess.notYours }
        var fields: [Refusal.Field] = []
        if programme.level(level) == nil { fields.append(.init("level", Words("请选择驿站级别", "Choose a level"))) }
        if !(2...60).contains(name.trimmed.count) { fields.append(.init("name", Words("请填写名称（2 至 60 字）", "A name of 2 to 60 characters"))) }
        if lastDay < firstDay { fields.append(.init("lastDay", Words("结束日期早于开始日期", "It ends before it begins"))) }
        if lastDay.number - firstDay.number > 1100 { fields.append(.init("lastDay", Words("评估期最长三年", "Three years at most"))) }
        if rehearsal == true, !house.demo { fields.append(.init("rehearsal", Words("只有演示环境可以演练", "A rehearsal is for demonstrations alone"))) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        return try await house.perform(by: actor, once: once) { act in
            try act.mustBeImpartial(programme.id, level)
            let id: ID<EvaluationPeriod> = try act.newID(), isTrial = rules.issued == nil, isRehearsal = isTrial && rehearsal == true
            // Two who open at once: the later one waits here for the number, and then sees the other's period.
            _ = try act.number("evaluation/\(programme.id)/\(level)", for: id.rawValue)
            let other: String? = try act.tx.value("""
                SELECT name FROM evaluation_periods WHERE programme_id = \(programme.id) AND level = \(level) AND first_day <= \(lastDay) AND last_day >= \(firstDay) AND state <> 'cancelled'
                ORDER BY first_day, id LIMIT 1
                """)
            if let other { throw Refusal.invalid([.init("firstDay", Words("与“\(other)”的日期重叠", "Some of these days are in “\(other)” already"))]) }
            try act.tx.run("""
                INSERT INTO evaluation_periods (id, programme_id, programme_hash, level, name, first_day, last_day, is_trial, rehearsed_at, state, by_account, opened_at, changed_at)
                VALUES (\(id), \(programme.id), \(programme.hash), \(level), \(name.trimmed), \(firstDay), \(lastDay), \(isTrial), \(isRehearsal ? act.now : nil), 'open', \(account), \(act.now), \(act.now))
                """)
            act.audit("evaluation", id.rawValue, "evaluation_opened", to: EvaluationState.open.rawValue, post: office.id, clause: rules.clause,
                detail: ["hash": programme.hash, "level": level, "first": firstDay.description, "last": lastDay.description, "trial": isTrial ? "yes" : "no"], isFirst: true)
            let frame = try ScoreFrame(try StoredPeriod.load(act.tx, id), house.library), words = isTrial ? Words("（试算）", " (trial)") : Words("", "")
            let stations = try ScoreReader.stations(act.tx, frame)
            guard !stations.isEmpty else { throw Refusal.invalid([.init("level", Words("这一级没有参评驿站", "No station of this level is evaluated"))]) }
            for station in stations {
                try act.tell(try act.people(of: station.id), Words("绩效评估开始\(words.zh)：\(name.trimmed)", "An evaluation began\(words.en): \(name.trimmed)"),
                    Words("评估期 \(firstDay) 至 \(lastDay)，随时可以查看当日得分和提升办法。", "From \(firstDay) to \(lastDay). You can see today's score, and what would raise it, at any time."),
                    link: Receipt(.scorecard, station.id.rawValue))
            }
            return Receipt(.evaluation, id.rawValue)
        }
    }
}

/// The days are over: the expert group may score.
///
/// Effects: the period is being scored; an audit record. Refused before its last day is over.
public struct BeginScoring: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<EvaluationPeriod>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let (period, _, rules, office) = try act.loadPeriod(id)
            guard act.today > period.last else {
                throw Refusal(.conflict, "evaluation_runs", Words("评估期到 \(period.last) 结束，之后才能评议", "The period runs until \(period.last); experts score after it"))
            }
            try act.move(period, .score, verb: "evaluation_scoring", office: office, clause: rules.clause)
            return Receipt(.evaluation, id.rawValue)
        }
    }
}

/// Results are computed from the records and the experts' scores, and frozen.
///
/// Effects: a scorecard for each station with lines, inputs, points, rank and grade; audit records. Refused while an expert's score is missing.
public struct RevealEvaluation: Codable, Sendable {
    /// No expert group was formed: what experts judge gives nobody any points. Of a trial alone.
    public let withoutExperts: Bool?

    public init(withoutExperts: Bool? = nil) { self.withoutExperts = withoutExperts }

    public func callAsFunction(_ house: House, _ id: ID<EvaluationPeriod>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let (period, _, rules, office) = try act.loadPeriod(id)
            guard period.state == .scoring else { throw EvaluationFlow.wrongState(period.state) }
            let frame = try ScoreFrame(period, house.library), experts = try ExpertScores.revealed(act.tx, id)
            try mustBeComplete(act, frame, period, rules, experts)
            let ranked = try ScoreReader.ranked(act.tx, house, frame, experts: experts, today: act.today)
            guard !ranked.isEmpty else { throw Refusal(.conflict, "no_stations", Words("这一级没有参评驿站", "No station of this level is evaluated")) }
            for (station, card, placed) in ranked {
                try act.tx.run("""
                    INSERT INTO evaluation_scorecards (period_id, station_id, lines, vetoes, points, place, grade, is_advanced, revision, frozen_at)
                    VALUES (\(id), \(station.id), \(try Stored.json(card)), \(try Stored.json(placed.vetoes)), \(placed.points.thousandths), \(placed.rank), \(placed.grade.id), \(false), \(1), \(act.now))
                    """)
                act.audit("scorecard", "\(id.rawValue)/\(station.id.rawValue)", "scorecard_frozen", to: placed.grade.id, post: office.id, clause: rules.clause,
                    detail: ["points": String(placed.points.thousandths), "digest": house.secrets.sha256(Array(try Stored.json(card).utf8))], isFirst: true)
            }
            try act.move(period, .reveal, verb: "evaluation_revealed", office: office, clause: rules.clause, detail: ["stations": String(ranked.count), "experts": withoutExperts == true ? "none" : "all"])
            return Receipt(.evaluation, id.rawValue)
        }
    }

    private func mustBeComplete(_ act: Act, _ frame: ScoreFrame, _ period: StoredPeriod, _ rules: EvaluationRules, _ experts: [ID<Station>: [String: Points]]) throws {
        let judged = rules.indicators.filter { $0.source == .experts }.map(\.id)
        guard !judged.isEmpty else { return }
        let (done, wanted) = try ExpertScores.progress(act.tx, period.id)
        if wanted == 0, withoutExperts == true {
            guard period.isTrial else { throw Refusal(.conflict, "experts_wanted", Words("正式评估须由专家组评议", "An evaluation that is no trial needs its expert group"), clause: Clause("二(二)3")) }
            return
        }
        guard wanted > 0, done >= wanted, !experts.isEmpty else {
            throw Refusal(.conflict, "experts_missing", Words("专家评议尚未全部揭晓（已完成 \(done)，共 \(wanted)）", "The experts' scores are not all revealed (\(done) of \(wanted))"), clause: Clause("二(二)3"),
                next: wanted == 0 ? Words("请先组建专家组；试算可以不评议", "Form the expert group first; a trial may do without") : Words("请等待专家组完成评议", "Wait for the expert group"))
        }
        let bare = try ScoreReader.stations(act.tx, frame).filter { station in judged.contains { experts[station.id]?[$0] == nil } }
        guard bare.isEmpty else {
            throw Refusal(.conflict, "station_without_scores", Words("没有专家评分的驿站：\(bare.map(\.name).joined(separator: "、"))", "Nobody scored: \(bare.map(\.name).joined(separator: ", "))"),
                clause: Clause("二(二)3"))
        }
    }
}
