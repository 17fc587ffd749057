import Domain
import SQL

/// One station of a published list of grades. Points are not in it: they go to the station itself.
public struct GradedStation: Codable, Sendable, Hashable {
    public let station: ID<Station>
    public let name: String
    public let grade: String
    public let gradeName: Words
    public let advanced: Bool
}

/// An office prepares the public notice of the grades, and names the advanced stations 先进站点 (三(三)).
///
/// Effects: a notice that is not public yet, with a frozen list; a notice prepared before is replaced; those who may publish are told; an audit record.
public struct PrepareEvaluationNotice: Codable, Sendable {
    /// Where objections are heard.
    public let phone: String
    public let address: String
    /// Stations whose grade brings a reward.
    public let advanced: [ID<Station>]?

    public init(phone: String, address: String, advanced: [ID<Station>]? = nil) {
        self.phone = phone
        self.address = address
        self.advanced = advanced
    }

    public func callAsFunction(_ house: House, _ id: ID<EvaluationPeriod>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        var fields: [Refusal.Field] = []
        if !Phone.isPlausible(phone) { fields.append(.init("phone", Words("请填写监督电话", "Give the supervision telephone"))) }
        if !(5...200).contains(address.trimmed.count) { fields.append(.init("address", Words("请填写通讯地址（5 至 200 字）", "Give the postal address (5 to 200 characters)"))) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        return try await house.perform(by: actor, once: once) { act in
            let (period, programme, rules, office) = try act.loadPeriod(id)
            guard period.state == .revealed, let account = actor.account else { throw EvaluationFlow.wrongState(period.state) }
            let cards = try StoredScorecard.all(act.tx, id), chosen = Set(advanced ?? [])
            let rewarded = Set(rules.grades.filter { $0.consequence == .reward }.map(\.id))
            guard chosen.isSubset(of: Set(cards.filter { rewarded.contains($0.grade) }.map(\.station))) else {
                throw Refusal.invalid([.init("advanced", Words("先进站点只能从给予奖励的等次中选择", "Choose advanced stations among those whose grade is rewarded"))])
            }
            let names = try act.stationNames(cards.map(\.station))
            try act.tx.run("UPDATE evaluation_scorecards SET is_advanced = \(false) WHERE period_id = \(id)")
            if !chosen.isEmpty { try act.tx.run("UPDATE evaluation_scorecards SET is_advanced = \(true) WHERE period_id = \(id) AND station_id IN (\(list: chosen.sorted()))") }
            // By grade and name, not by place: who came before whom is not published.
            let order = Dictionary(rules.grades.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
            let list = cards.map { card in
                GradedStation(
                    station: card.station, name: names[card.station] ?? "", grade: card.grade, gradeName: rules.grades.first { $0.id == card.grade }?.name ?? Words(card.grade, card.grade),
                    advanced: chosen.contains(card.station))
            }.sorted { (order[$0.grade] ?? 0, $0.name, $0.station) < (order[$1.grade] ?? 0, $1.name, $1.station) }
            let snapshot = try Stored.json(list), digest = house.secrets.sha256(Array(snapshot.utf8))
            let level = programme.level(period.level)?.name.zh ?? ""
            let basis = rules.issued.map { "《实施细则》（\($0)）" } ?? "本方案暂定的试算办法（实施细则尚未印发）"
            let judged = rules.indicators.contains { $0.source == .experts } ? "和专家评议" : ""
            var body = [
                "按照《\(programme.notice.title)》要求，依据\(basis)，对\(period.first.chinese)至\(period.last.chinese)期间\(list.count)个\(level)开展了绩效评估，经数据核算\(judged)，现将评估等次予以公示。",
                "公示时间为\(rules.noticeLasts)个工作日。参评驿站对本站得分有异议的，可在公示期内申请复核；其他单位和个人有异议的，请以书面形式实名反映。",
            ]
            if period.isTrial { body.append(period.isRehearsal ? "本次评估为试算演练，仅供演示。" : "本次评估为试算，不作为奖惩和撤站摘牌的依据。") }
            try act.tx.run("DELETE FROM evaluation_notices WHERE period_id = \(id) AND state = 'prepared'")
            try act.tx.run("""
                INSERT INTO evaluation_notices (period_id, office, number, title, body, snapshot, snapshot_hash, phone, address, lasts, state, prepared_by, prepared_at)
                VALUES (\(id), \(office.id), \(""), \("关于\(period.name)结果的公示\(period.isTrial ? "（试算）" : "")"), \(try Stored.json(body)), \(snapshot), \(digest), \(phone.trimmed), \(address.trimmed),
                    \(rules.noticeLasts), 'prepared', \(account), \(act.now))
                """)
            act.audit("evaluation", id.rawValue, "evaluation_notice_prepared", from: period.state.rawValue, to: period.state.rawValue, post: office.id, clause: rules.clause,
                detail: ["snapshot": digest, "advanced": String(chosen.count)])
            for publisher in EvaluationAccess.publishers(programme) {
                try act.tell(office: publisher.id, publisher.signOff.last.map { [$0] }, programme: programme.id, Words("待发布：\(period.name)结果公示", "To publish: results of \(period.name)"),
                    Words("请核对名单后发布。", "Check the list and publish it."), link: Receipt(.evaluation, id.rawValue))
            }
            return Receipt(.evaluation, id.rawValue)
        }
    }
}

/// A signer of an office that evaluates and publishes puts the results into public notice; whoever prepared the notice does not.
///
/// Effects: the notice is public for its working days; the results stand (`evaluation_results`), without consequences where the period is a trial that is not rehearsed; each
/// station is told and reads its scorecard; audit records.
public struct PublishEvaluation: Codable, Sendable {
    /// The notice's number; may be empty.
    public let number: String?

    public init(number: String? = nil) { self.number = number }

    public func callAsFunction(_ house: House, _ id: ID<EvaluationPeriod>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        if (number ?? "").trimmed.count > NoticeRules.longestNumber { throw Refusal.invalid([NoticeRules.numberTooLong]) }
        return try await house.perform(by: actor, once: once) { act in
            let (period, programme, rules, _) = try act.loadPeriod(id)
            guard let account = actor.account, let office = EvaluationAccess.publisher(actor, programme) else {
                throw Refusal(.forbidden, "not_yours_to_publish", Words("评估结果由发布部门的签发人发布", "A signer of the office that evaluates and publishes does it"), clause: rules.clause)
            }
            guard period.state == .revealed else { throw EvaluationFlow.wrongState(period.state) }
            guard let notice = try act.tx.row("SELECT prepared_by, lasts FROM evaluation_notices WHERE period_id = \(id) AND state = 'prepared'") else {
                throw Refusal(.conflict, "notice_wanted", Words("请先准备公示", "Prepare the notice first"))
            }
            let preparer: ID<Account> = try notice("prepared_by")
            if preparer == account { throw Refusal(.forbidden, "same_person", Words("准备公示的人不能自己发布", "Whoever prepared it does not publish it")) }
            let lasts: Int = try notice("lasts"), ends = try house.library.calendar(programme.calendar).adding(lasts, to: act.today)
            try act.tx.run("""
                UPDATE evaluation_notices SET state = 'published', number = \((number ?? "").trimmed), published_by = \(account), published_on = \(act.today), ends_on = \(ends.day), published_at = \(act.now)
                WHERE period_id = \(id) AND state = 'prepared'
                """)
            try act.move(period, .publish, verb: "evaluation_published", office: office, clause: rules.clause, detail: ["ends": ends.day.description])
            for card in try StoredScorecard.all(act.tx, id) {
                try act.keepResult(card.station, points: card.points, grade: card.grade, of: period, rules)
                try act.tell(try act.people(of: card.station), Words("评估结果公示：\(period.name)", "Results are out: \(period.name)"),
                    Words("请查看本站得分；有异议的，可在 \(ends.day) 前申请复核。", "See your scorecard; you may object until \(ends.day)."), link: Receipt(.scorecard, card.station.rawValue))
            }
            return Receipt(.evaluation, id.rawValue)
        }
    }
}

extension Act {
    /// What stands of a station's evaluation from now on.
    func keepResult(_ station: ID<Station>, points: Points, grade: String, of period: StoredPeriod, _ rules: EvaluationRules) throws {
        let consequence = period.hasConsequences ? rules.grades.first { $0.id == grade }?.consequence ?? .none : .none
        try tx.run("""
            INSERT INTO evaluation_results (period_id, station_id, points, grade, consequence, at) VALUES (\(period.id), \(station), \(points.thousandths), \(grade), \(consequence.rawValue), \(now))
            ON CONFLICT (period_id, station_id) DO UPDATE SET points = excluded.points, grade = excluded.grade, consequence = excluded.consequence
            """)
    }

    func stationNames(_ ids: [ID<Station>]) throws -> [ID<Station>: String] {
        guard !ids.isEmpty else { return [:] }
        let rows = try tx.rows("SELECT id, name FROM stations WHERE id IN (\(list: ids.sorted())) ORDER BY id")
        return Dictionary(try rows.map { (try $0("id") as ID<Station>, try $0("name") as String) }, uniquingKeysWith: { first, _ in first })
    }
}

/// The notice has stood for its time and nothing is open against it: what follows from the grades begins (二(二)3).
///
/// Effects: the period is closed; stations of a rewarded grade hear that they may claim; those that must improve get a duty with its day; one that has failed as often in a row
/// as the rules say is to end (`Act.beginWithdrawal`), one that has not yet must improve; audit records. Of a trial nothing follows unless it is a rehearsal. Periods of a level
/// are closed in their order, since failures are counted in a row.
public struct CloseEvaluation: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<EvaluationPeriod>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let (period, programme, rules, office) = try act.loadPeriod(id)
            guard period.state == .published else { throw EvaluationFlow.wrongState(period.state) }
            let ends: Day? = try act.tx.value("SELECT ends_on FROM evaluation_notices WHERE period_id = \(id)")
            guard let ends, act.today > ends else {
                throw Refusal(.conflict, "notice_runs", Words("公示到 \(ends?.description ?? "") 结束，之后才能办结", "The notice stands until \(ends?.description ?? "")"))
            }
            let open: Int = try act.tx.value("SELECT COUNT(*) FROM score_objections WHERE period_id = \(id) AND settled_at IS NULL") ?? 0
            guard open == 0 else { throw Refusal(.conflict, "objections_open", Words("还有 \(open) 件复核未办结", "\(open) objections are not decided")) }
            if let earlier = try EvaluationHistory.earlierOpen(act.tx, period) {
                throw Refusal(.conflict, "earlier_open", Words("更早的“\(earlier)”尚未办结，请先办结", "The earlier “\(earlier)” is not closed; close it first"), clause: rules.clause)
            }
            try act.move(period, .close, verb: "evaluation_closed", office: office, clause: rules.clause)
            let due = try house.library.calendar(programme.calendar).adding(rules.improveWithin, to: act.today).day
            for row in try act.tx.rows("SELECT station_id, grade, consequence FROM evaluation_results WHERE period_id = \(id) ORDER BY station_id") {
                let station: ID<Station> = try row("station_id"), text: String = try row("consequence"), gradeID: String = try row("grade")
                let grade = rules.grades.first { $0.id == gradeID }?.name ?? Words(gradeID, gradeID)
                switch EvaluationRules.Grade.Consequence(rawValue: text) {
                case .reward?:
                    try act.tell(try act.people(of: station), Words("评估等次：\(grade.zh)", "Your grade: \(grade.en)"),
                        Words("可按规定申报奖补。", "You may claim what the rules give for it."), link: Receipt(.scorecard, station.rawValue))
                case .improve?: try act.askToImprove(station, period, grade, by: due, office)
                case .withdraw?:
                    // One that ended meanwhile has nothing left to lose.
                    let plaque: String? = try act.tx.value("SELECT state FROM plaques WHERE station_id = \(station)")
                    guard plaque != "withdrawn" else { continue }
                    let failures = try EvaluationHistory.failuresInARow(act.tx, station, through: period)
                    guard failures >= rules.failuresInARow else {
                        try act.askToImprove(station, period, grade, by: due, office)
                        continue
                    }
                    let words = "\(period.name)评估等次为\(grade.zh)" + (failures > 1 ? "，已连续 \(failures) 次不合格" : "")
                    let case_ = try act.beginWithdrawal(of: station, .failing, reason: words, post: office.id)
                    act.audit("scorecard", "\(id.rawValue)/\(station.rawValue)", "withdrawal_begun", from: gradeID, to: gradeID, post: office.id, clause: rules.clause,
                        detail: ["case": case_.rawValue, "failures": String(failures)])
                case .none?, nil: break
                }
            }
            return Receipt(.evaluation, id.rawValue)
        }
    }
}

enum EvaluationHistory {
    /// The name of an earlier period of the level, with consequences as this one has them, that is not at its end.
    static func earlierOpen(_ tx: any Transaction, _ period: StoredPeriod) throws -> String? {
        guard period.hasConsequences else { return nil }
        return try tx.value("""
            SELECT name FROM evaluation_periods WHERE programme_id = \(period.programme) AND level = \(period.level) AND last_day < \(period.last) AND (is_trial = \(false) OR rehearsed_at IS NOT NULL)
                AND state NOT IN (\(list: EvaluationState.ended)) ORDER BY first_day, id LIMIT 1
            """)
    }

    /// How many periods with consequences a station has failed one after the other, up to this one.
    static func failuresInARow(_ tx: any Transaction, _ station: ID<Station>, through period: StoredPeriod) throws -> Int {
        let outcomes = try tx.rows("""
            SELECT r.consequence AS consequence FROM evaluation_results r JOIN evaluation_periods e ON e.id = r.period_id
            WHERE r.station_id = \(station) AND e.programme_id = \(period.programme) AND e.last_day <= \(period.last) AND (e.is_trial = \(false) OR e.rehearsed_at IS NOT NULL)
            ORDER BY e.last_day DESC, e.id DESC
            """).map { try $0("consequence") as String }
        return outcomes.prefix { $0 == EvaluationRules.Grade.Consequence.withdraw.rawValue }.count
    }
}
