import Domain
import SQL

/// A station objects to one line of its scorecard while the results are in public notice.
///
/// Effects: the objection, its text sealed; a case of the procedure that the rules name; audit records. One line, one open objection.
public struct ObjectToScore: Codable, Sendable {
    public let period: ID<EvaluationPeriod>
    public let indicator: String
    public let text: String

    public init(period: ID<EvaluationPeriod>, indicator: String, text: String) {
        self.period = period
        self.indicator = indicator
        self.text = text
    }

    public func callAsFunction(_ house: House, _ station: ID<Station>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard (10...2000).contains(text.trimmed.count) else { throw Refusal.invalid([.init("text", Words("请写明异议和依据（10 至 2000 字）", "Say what is wrong and why, in 10 to 2000 characters"))]) }
        return try await house.perform(by: actor, once: once) { act in
            guard let account = actor.account else { throw Refusal.unauthenticated }
            guard let row = try act.tx.row("SELECT s.name AS name, s.area AS area FROM stations s WHERE s.id = \(station) AND \(EventDesk.ownStation(actor))") else { throw Refusal.notFound }
            _ = try act.tx.row("SELECT id FROM evaluation_periods WHERE id = \(period)\(act.dialect.lock)")
            let stored = try StoredPeriod.load(act.tx, period), (programme, rules) = try stored.rules(house.library)
            guard let card = try StoredScorecard.of(act.tx, station, in: period) else { throw Refusal.notFound }
            guard let line = card.card.lines.first(where: { $0.id == indicator }) else { throw Refusal.invalid([.init("indicator", Words("请选择有异议的指标", "Choose a line"))]) }
            let ends: Day? = try act.tx.value("SELECT ends_on FROM evaluation_notices WHERE period_id = \(period) AND state = 'published'")
            guard stored.state == .published, let ends, act.today <= ends else {
                throw Refusal(.conflict, "not_in_notice", Words("只能在结果公示期内申请复核", "Objections are possible while the results are in public notice"), clause: rules.clause)
            }
            let name: String = try row("name"), id: ID<ScoreObjection> = try act.newID()
            let case_ = try act.openCase(
                rules.objection, title: "评估得分复核：\(name)（\(line.name.zh)）", in: programme, area: try row("area"), detail: ["period": period.rawValue, "station": station.rawValue, "indicator": indicator],
                verb: "score_objected")
            let made = try act.tx.rows("""
                INSERT INTO score_objections (id, period_id, station_id, indicator, case_id, account_id, body, at)
                VALUES (\(id), \(period), \(station), \(indicator), \(case_), \(account), \(try house.secrets.seal(text: text.trimmed, table: "score_objections", column: "body", row: id.rawValue)), \(act.now))
                ON CONFLICT DO NOTHING RETURNING id
                """)
            guard !made.isEmpty else { throw Refusal(.conflict, "objected_already", Words("这一项正在复核", "This line is being looked at already")) }
            act.audit("scorecard", "\(period.rawValue)/\(station.rawValue)", "score_objected", from: card.grade, to: card.grade, clause: rules.clause, detail: ["case": case_.rawValue, "indicator": indicator])
            return Receipt(.scorecard, station.rawValue)
        }
    }
}

/// Whoever has the case of an objection says what the line's value should be.
///
/// Effects: the corrected value, which takes effect once the case is decided for the station; the reason; an audit record.
public struct CorrectScore: Codable, Sendable {
    /// In the line's own unit: how many records, mean stars, reports in time, or points of 100 by the experts.
    public let value: String
    public let reason: String

    public init(value: String, reason: String) {
        self.value = value
        self.reason = reason
    }

    public func callAsFunction(_ house: House, on id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard (5...1000).contains(reason.trimmed.count) else { throw Refusal.invalid([.init("reason", Words("请写明更正依据（5 至 1000 字）", "Say what it rests on, in 5 to 1000 characters"))]) }
        return try await house.perform(by: actor, once: once) { act in
            let loaded = try act.loadCase(id)
            guard CaseRules.mayRead(actor, loaded.current, in: loaded.programme),
                  let row = try act.tx.row("SELECT id, period_id, station_id, indicator FROM score_objections WHERE case_id = \(id) AND settled_at IS NULL") else { throw Refusal.notFound }
            try ObjectionRules.mustNotBeAParty(act.tx, loaded, actor)
            guard let task = loaded.current.tasks.first(where: { CaseRules.mayAct(actor, on: $0, of: loaded.current) }) else {
                throw Refusal(.forbidden, "not_your_turn", Words("现在不由您办理", "It is not with you now"))
            }
            let periodID: ID<EvaluationPeriod> = try row("period_id")
            _ = try act.tx.row("SELECT id FROM evaluation_periods WHERE id = \(periodID)\(act.dialect.lock)")
            let period = try StoredPeriod.load(act.tx, periodID), (_, rules) = try period.rules(house.library)
            let objection: ID<ScoreObjection> = try row("id"), station: ID<Station> = try row("station_id"), name: String = try row("indicator")
            guard let indicator = rules.indicator(name), let line = try StoredScorecard.of(act.tx, station, in: period.id)?.card.lines.first(where: { $0.id == name }) else { throw Refusal.notFound }
            let input = try Self.read(value, indicator, line)
            let kept = try act.keepReason(reason.trimmed, audience: .applicant)
            try act.tx.run("UPDATE score_objections SET amount = \(input.amount), of_amount = \(input.of), reason_id = \(kept.id) WHERE id = \(objection) AND settled_at IS NULL")
            act.audit("scorecard", "\(period.id.rawValue)/\(station.rawValue)", "correction_set", post: task.office, reason: kept, clause: rules.clause,
                detail: ["case": id.rawValue, "indicator": name, "amount": input.amount.map { String($0) } ?? "", "of": String(input.of)])
            return Receipt(.case, id.rawValue)
        }
    }

    /// A number with up to three decimals, as thousandths; nil for anything else.
    static func thousandths(_ text: String) -> Int64? {
        let parts = text.trimmed.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let whole = parts.first, (1...9).contains(whole.utf8.count), whole.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(whole) else { return nil }
        guard parts.count == 2, let rest = parts.last else { return number * 1000 }
        guard (1...3).contains(rest.utf8.count), rest.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let decimals = Int64(rest.padding(to: 3)) else { return nil }
        return number * 1000 + decimals
    }

    static func read(_ text: String, _ indicator: EvaluationRules.Indicator, _ line: Scorecard.Line) throws -> ScoreInput {
        func wrong(_ zh: String, _ en: String) -> Refusal { Refusal.invalid([.init("value", Words(zh, en))]) }
        guard let number = thousandths(text) else { throw wrong("请填写数值", "A number, please") }
        switch indicator.source {
        case .records:
            guard number % 1000 == 0 else { throw wrong("请填写整数", "A whole number, please") }
            return ScoreInput(number / 1000)
        case .satisfaction:
            guard (1000...5000).contains(number) else { throw wrong("请填写 1 至 5 星的平均分", "A mean of 1 to 5 stars") }
            // As many people rated as before: the sum of stars that comes to this mean, as far as two decimals tell.
            let ratings = line.input.of, sum = (number * ratings + 500) / 1000
            guard line.input.amount != nil, ratings > 0 else { throw wrong("本期没有评分，不能填写平均分", "Nobody rated; there is no mean") }
            guard (sum * 1000 - number * ratings).magnitude <= 5 * ratings.magnitude else { throw wrong("\(ratings) 人次评分得不出这个平均分", "\(ratings) ratings cannot have this mean") }
            return ScoreInput(sum, of: ratings)
        case .reports:
            guard number % 1000 == 0, number / 1000 <= line.input.of else { throw wrong("按时次数不能多于应报的 \(line.input.of) 次", "At most the \(line.input.of) that were due") }
            return ScoreInput(number / 1000, of: line.input.of)
        case .experts:
            guard number <= 100_000 else { throw wrong("请填写 0 至 100 分", "From 0 to 100") }
            return ScoreInput(number)
        }
    }
}

extension String {
    fileprivate func padding(to count: Int) -> String { self + String(repeating: "0", count: max(count - self.count, 0)) }
}

extension Act {
    /// An objection to a scorecard is decided: upheld, the line is computed from the corrected value, and all ranks and grades of the period anew.
    ///
    /// - Throws: `correction_wanted` where it is upheld and nobody said what the value should be.
    func settleScoreObjection(_ loaded: LoadedCase, _ after: Case) throws {
        guard CaseState.ended.contains(after.state),
              let row = try tx.row("SELECT id, period_id, station_id, indicator, amount, of_amount, reason_id FROM score_objections WHERE case_id = \(loaded.id) AND settled_at IS NULL") else { return }
        let objection: ID<ScoreObjection> = try row("id"), station: ID<Station> = try row("station_id"), indicator: String = try row("indicator"), upheld = after.state == .done
        let periodID: ID<EvaluationPeriod> = try row("period_id")
        _ = try tx.row("SELECT id FROM evaluation_periods WHERE id = \(periodID)\(dialect.lock)")
        let period = try StoredPeriod.load(tx, periodID), (_, rules) = try period.rules(house.library), subject = "\(periodID.rawValue)/\(station.rawValue)"
        if upheld {
            guard let of: Int64 = try row("of_amount") as Int64?, let amount: Int64 = try row("amount") as Int64? else {
                throw Refusal(.conflict, "correction_wanted", Words("请先填写更正后的数值", "Say first what the value should be"), next: Words("在案件页面“评估得分复核”中填写", "On the case's page, under the objection"))
            }
            guard let card = try StoredScorecard.of(tx, station, in: periodID) else { throw Unexpected("the scorecard of an objection") }
            var inputs = Dictionary(card.card.lines.map { ($0.id, $0.input) }, uniquingKeysWith: { first, _ in first })
            inputs[indicator] = ScoreInput(amount, of: of)
            let corrected = Scorecard.compute(rules, inputs)
            try tx.run("""
                UPDATE evaluation_scorecards SET lines = \(try Stored.json(corrected)), points = \(corrected.points.thousandths), revision = revision + 1
                WHERE period_id = \(periodID) AND station_id = \(station) AND revision = \(card.revision)
                """)
            audit("scorecard", subject, "score_corrected", from: card.grade, to: card.grade, clause: rules.clause, detail: [
                "case": loaded.id.rawValue, "indicator": indicator, "before": String(card.points.thousandths), "after": String(corrected.points.thousandths),
                "digest": house.secrets.sha256(Array(try Stored.json(corrected).utf8)),
            ])
            try regrade(period, rules)
        } else {
            audit("scorecard", subject, "objection_not_upheld", clause: rules.clause, detail: ["case": loaded.id.rawValue, "indicator": indicator])
        }
        try tx.run("UPDATE score_objections SET settled_at = \(now), upheld = \(upheld) WHERE id = \(objection) AND settled_at IS NULL")
        try tell(try people(of: station), upheld ? Words("复核成立，得分已更正", "Your objection was upheld") : Words("复核不成立，维持原得分", "Your objection was not upheld"),
            Words(try opinion(loaded, after) ?? "详见得分页面。", "See your scorecard."), link: Receipt(.scorecard, station.rawValue))
    }

    /// Ranks and grades anew, from the points that stand. A station whose grade is not rewarded any more is no advanced one 先进站点 either.
    func regrade(_ period: StoredPeriod, _ rules: EvaluationRules) throws {
        let cards = try StoredScorecard.all(tx, period.id), before = Dictionary(cards.map { ($0.station.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
        let rewarded = Set(rules.grades.filter { $0.consequence == .reward }.map(\.id))
        for placed in Grading.place(cards.map { Grading.Entry($0.station.rawValue, $0.points, vetoes: $0.vetoes) }, rules) {
            guard let card = before[placed.station] else { continue }
            if card.place != placed.rank || card.grade != placed.grade.id {
                let isAdvanced = card.isAdvanced && rewarded.contains(placed.grade.id)
                try tx.run("UPDATE evaluation_scorecards SET place = \(placed.rank), grade = \(placed.grade.id), is_advanced = \(isAdvanced) WHERE period_id = \(period.id) AND station_id = \(card.station)")
                if card.grade != placed.grade.id {
                    audit("scorecard", "\(period.id.rawValue)/\(card.station.rawValue)", "grade_changed", from: card.grade, to: placed.grade.id, clause: rules.clause,
                        detail: card.isAdvanced && !isAdvanced ? ["advanced": "lost"] : [:])
                    try tell(try people(of: card.station), Words("评估等次更正为\(placed.grade.name.zh)", "Your grade is now: \(placed.grade.name.en)"), Words("详见得分页面。", "See your scorecard."),
                        link: Receipt(.scorecard, card.station.rawValue))
                }
            }
            try keepResult(card.station, points: placed.points, grade: placed.grade.id, of: period, rules)
        }
    }
}
