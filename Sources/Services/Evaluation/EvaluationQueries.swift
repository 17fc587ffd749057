import Domain
import SQL

extension House {
    /// Lists here have so many rows.
    static let evaluationPage = 50

    /// Periods, the newest first: all of them for offices, published ones for everybody.
    public func evaluations(after: ID<EvaluationPeriod>? = nil, for actor: Actor) async throws -> EvaluationList {
        let (programme, rules) = try evaluationProgramme(), house = self
        let isOffice = actor.posts.contains { $0.programme == programme.id }, mayOpen = EvaluationAccess.office(actor, programme) != nil
        return try await read { tx, _ in
            var condition: SQL = "e.programme_id = \(programme.id)"
            if !isOffice { condition += " AND e.state IN ('published', 'closed')" }
            if let after {
                guard let day: Day = try tx.value("SELECT last_day FROM evaluation_periods WHERE id = \(after)") else { throw Refusal.notFound }
                condition += " AND (e.last_day < \(day) OR (e.last_day = \(day) AND e.id < \(after)))"
            }
            let found = try tx.rows("SELECT \(EvaluationReader.columns) FROM \(EvaluationReader.tables) WHERE \(condition) ORDER BY e.last_day DESC, e.id DESC LIMIT \(Self.evaluationPage + 1)")
                .map { try EvaluationReader.summary($0, house.library) }
            let shown = Array(found.prefix(Self.evaluationPage))
            return EvaluationList(
                periods: shown, next: found.count > shown.count ? shown.last?.id : nil, isOffice: isOffice, mayOpen: mayOpen, mayRehearse: mayOpen && house.demo && rules.issued == nil,
                levels: programme.levels.map { LevelChoice(id: $0.id, name: $0.name) }, issued: rules.issued, clause: rules.clause)
        }
    }

    /// One period, for offices of its programme. - Throws: `notFound` for everybody else, and before the publication for officers who act for a host that is evaluated.
    public func evaluation(_ id: ID<EvaluationPeriod>, for actor: Actor) async throws -> EvaluationView {
        let house = self
        return try await read { tx, now in
            let today = Zone.china.day(of: now), period = try StoredPeriod.load(tx, id), (programme, rules) = try period.rules(house.library)
            // Scores are for the city's offices; an area's see those of its own stations in the list of scorecards.
            guard actor.posts.contains(where: { $0.programme == programme.id && programme.office($0.office)?.area == nil }) else { throw Refusal.notFound }
            try EvaluationAccess.mayReadScores(tx, actor, programme.id, period.level, period)
            let (stations, _, isFrozen) = try EvaluationReader.ranked(tx, house, try ScoreFrame(period, house.library), today: today), (done, wanted) = try ExpertScores.progress(tx, id)
            let notice = try EvaluationReader.notice(tx, house, period)
            return EvaluationView(
                summary: try EvaluationReader.summary(tx, house.library, id), programmeVersion: programme.version, programmeHash: programme.hash, issued: rules.issued, clause: rules.clause,
                grades: rules.grades.map { grade in
                    GradeRule(
                        id: grade.id, name: grade.name, least: grade.least, topPercent: grade.topPercent, consequence: grade.consequence, stations: stations.filter { $0.grade == grade.id }.count)
                },
                stations: stations, isFrozen: isFrozen, expertsDone: done, expertsWanted: wanted, objections: try EvaluationReader.objections(tx, house, period), notice: notice,
                mayRun: EvaluationAccess.office(actor, programme) != nil, mayPublish: EvaluationAccess.publisher(actor, programme) != nil,
                steps: EvaluationState.Step.allCases.filter { period.state.after($0) != nil })
        }
    }

    /// The published grades of a period, for everybody. - Throws: `notFound` before they are published.
    public func evaluationNotice(_ id: ID<EvaluationPeriod>) async throws -> EvaluationNoticeView {
        let house = self
        return try await read { tx, _ in
            let period = try StoredPeriod.load(tx, id)
            guard let notice = try EvaluationReader.notice(tx, house, period), notice.isPublished else { throw Refusal.notFound }
            return notice
        }
    }

    /// Which frame of scores is asked for.
    private func frame(_ tx: any Transaction, level: String?, period: ID<EvaluationPeriod>?, today: Day) throws -> ScoreFrame {
        if let period { return try ScoreFrame(try StoredPeriod.load(tx, period), library) }
        let (programme, _) = try evaluationProgramme()
        guard let level = level ?? programme.levels.first?.id, programme.level(level) != nil else { throw Refusal.notFound }
        return try ScoreFrame.current(tx, self, level: level, today: today)
    }

    /// Stations with their scores, ranked; the city's offices see all, an area's those of its area.
    /// - Parameter page: from 1.
    public func scorecards(level: String?, period: ID<EvaluationPeriod>?, page: Int, for actor: Actor) async throws -> ScorecardList {
        let house = self
        return try await read { tx, now in
            let today = Zone.china.day(of: now), frame = try house.frame(tx, level: level, period: period, today: today)
            let (stations, _, isFrozen) = try house.visibleRanks(tx, frame, actor, today: today)
            let pages = max((stations.count + Self.evaluationPage - 1) / Self.evaluationPage, 1), page = min(max(page, 1), pages)
            return ScorecardList(
                level: frame.level, levels: frame.programme.levels.map { LevelChoice(id: $0.id, name: $0.name) }, period: try frame.period.map { try EvaluationReader.summary(tx, house.library, $0.id) },
                firstDay: frame.first, lastDay: frame.last, isTrial: frame.isTrial, isFrozen: isFrozen,
                stations: Array(stations.dropFirst((page - 1) * Self.evaluationPage).prefix(Self.evaluationPage)), total: stations.count, page: page, pages: pages)
        }
    }

    private func visibleRanks(_ tx: any Transaction, _ frame: ScoreFrame, _ actor: Actor, today: Day) throws -> (stations: [RankedStation], cards: [ID<Station>: Scorecard], isFrozen: Bool) {
        guard actor.posts.contains(where: { $0.programme == frame.programme.id }) else { throw Refusal.notFound }
        try EvaluationAccess.mayReadScores(tx, actor, frame.programme.id, frame.level, frame.period)
        let visible = Set(try tx.rows("SELECT s.id AS id FROM stations s WHERE \(EventDesk.office(actor, library, programme: "s.programme_id", area: "s.area")) ORDER BY s.id").map { try $0("id") as ID<Station> })
        let (stations, cards, isFrozen) = try EvaluationReader.ranked(tx, self, frame, today: today)
        return (stations.filter { visible.contains($0.station) }, cards, isFrozen)
    }

    /// The same as a spreadsheet, with each line's points. - Returns: the path of a temporary file.
    public func scorecardsWorkbook(level: String?, period: ID<EvaluationPeriod>?, for actor: Actor) async throws -> String {
        let house = self
        return try await read { tx, now in
            let today = Zone.china.day(of: now), frame = try house.frame(tx, level: level, period: period, today: today)
            let (stations, cards, _) = try house.visibleRanks(tx, frame, actor, today: today)
            let columns: [(title: String, width: Double)] = [("名次", 8), ("驿站", 36), ("得分", 10), ("等次", 12), ("一票否决", 24), ("性质", 10)]
                + frame.rules.indicators.flatMap { [("\($0.name.zh)：数值", 26), ("\($0.name.zh)：得分", 14)] }
            return try house.papers.workbook(sheet: "绩效评估", columns: columns) { add in
                for station in stations {
                    let lines = cards[station.station]?.lines ?? []
                    try add([
                        .number(Int64(station.rank)), .text(station.name), .text(station.points.text), .text(station.gradeName.zh),
                        .text(station.vetoes.map(\.zh).joined(separator: "、")), .text(frame.isTrial ? "试算" : "正式"),
                    ] + frame.rules.indicators.flatMap { indicator -> [PaperCell] in
                        let line = lines.first { $0.id == indicator.id }
                        return [.text(line?.value.zh ?? ""), .text(line?.points.text ?? "")]
                    })
                }
            }
        }
    }

    /// Stations whose scorecards somebody reads as their own.
    public func ownScorecards(for actor: Actor) async throws -> OwnScorecards {
        try await read { tx, _ in 
            // Those that were suspended or withdrawn too: what was scored stays theirs to read.
            OwnScorecards(stations: try tx.rows("SELECT s.id AS id, s.name AS name FROM stations s WHERE \(EventDesk.ownStation(actor)) ORDER BY s.name, s.id").map { StationChoice(id: try $0("id"), name: try $0("name")) })
        }
    }

    /// A station's scorecard, for its own people and for offices. Of a period: frozen results, for its people from the publication on; else what records say today.
    /// - Throws: `notFound` for everybody else, and before the publication for officers who act for another host of the level.
    public func scorecard(_ station: ID<Station>, period: ID<EvaluationPeriod>? = nil, for actor: Actor) async throws -> ScorecardView {
        let house = self
        return try await read { tx, now in try ScorecardReader(tx: tx, house: house, actor: actor, today: Zone.china.day(of: now)).view(station, period) }
    }
}

/// Reads one scorecard for somebody.
struct ScorecardReader {
    let tx: any Transaction
    let house: House
    let actor: Actor
    let today: Day

    func view(_ id: ID<Station>, _ asked: ID<EvaluationPeriod>?) throws -> ScorecardView {
        guard let row = try tx.row("SELECT s.name AS name, s.level AS level FROM stations s WHERE s.id = \(id) AND \(EvaluationAccess.scored(actor, house.library))") else { throw Refusal.notFound }
        let isOwn = try tx.row("SELECT s.id FROM stations s WHERE s.id = \(id) AND \(EventDesk.ownStation(actor))") != nil
        let isOffice = try tx.row("SELECT s.id FROM stations s WHERE s.id = \(id) AND \(EventDesk.office(actor, house.library, programme: "s.programme_id", area: "s.area"))") != nil && !isOwn
        let name: String = try row("name"), level: String = try row("level")
        let periods = try tx.rows("""
            SELECT \(EvaluationReader.columns) FROM \(EvaluationReader.tables) WHERE e.id IN (SELECT f.period_id FROM evaluation_scorecards f WHERE f.station_id = \(id))
                AND \(isOffice ? "1 = 1" as SQL : "e.state IN ('published', 'closed')" as SQL) ORDER BY e.last_day DESC, e.id DESC LIMIT 20
            """).map { try EvaluationReader.summary($0, house.library) }
        let frame: ScoreFrame
        if let asked {
            frame = try ScoreFrame(try StoredPeriod.load(tx, asked), house.library)
            guard frame.level == level else { throw Refusal.notFound }
        } else {
            frame = try ScoreFrame.current(tx, house, level: level, today: today)
        }
        if isOffice { try EvaluationAccess.mayReadScores(tx, actor, frame.programme.id, level, frame.period) }
        let shown = frame.period.map { period in isOffice || period.state == .published || period.state == .closed } ?? false
        let frozen = shown ? try frame.period.flatMap { try StoredScorecard.of(tx, id, in: $0.id) } : nil
        let card: Scorecard, vetoes: [String]
        if let frozen {
            (card, vetoes) = (frozen.card, frozen.vetoes)
        } else {
            card = Scorecard.compute(frame.rules, try ScoreReader.inputs(tx, house, frame, [id], experts: [:], today: today)[id] ?? [:])
            vetoes = try ScoreReader.vetoes(tx, frame, [id], today: today)[id] ?? []
        }
        let grade = frozen.flatMap { stored in frame.rules.grades.first { $0.id == stored.grade } }
        let consequence = frozen == nil || frame.period?.hasConsequences == false ? nil : grade?.consequence
        let until: Day? = try frame.period.flatMap { try tx.value("SELECT ends_on FROM evaluation_notices WHERE period_id = \($0.id) AND state = 'published'") }
        let duty = try frame.period.flatMap { try EvaluationReader.duties(tx, house, $0.id)[id] }
        return ScorecardView(
            station: id, stationName: name, period: try frame.period.map { try EvaluationReader.summary(tx, house.library, $0.id) }, firstDay: frame.first, lastDay: frame.last, isTrial: frame.isTrial,
            issued: frame.rules.issued, clause: frame.rules.clause, lines: card.lines.map { ScoreLine(line: $0, records: records($0.id, frame.rules)) }, points: card.points,
            vetoes: EvaluationReader.veto(vetoes, frame.rules), rank: frozen?.place, of: try frozen.flatMap { _ in try count(frame.period) }, gradeName: grade?.name, consequence: consequence,
            isFrozen: frozen != nil, revision: frozen?.revision ?? 0, toward: frozen == nil ? gap(card.points, frame.rules) : nil,
            objections: try frame.period.map { try EvaluationReader.objections(tx, house, $0, "o.station_id = \(id)") } ?? [],
            objectUntil: isOwn && frozen != nil && frame.period?.state == .published ? until.flatMap { today <= $0 ? $0 : nil } : nil, duty: duty, mayAnswerDuty: isOwn && duty != nil && duty?.state != .accepted,
            periods: periods)
    }

    private func count(_ period: StoredPeriod?) throws -> Int? {
        guard let period else { return nil }
        return try tx.value("SELECT COUNT(*) FROM evaluation_scorecards WHERE period_id = \(period.id)")
    }

    private func records(_ id: String, _ rules: EvaluationRules) -> Counted? {
        guard case .records(let what, _)? = rules.indicator(id)?.source else { return nil }
        return what
    }

    /// The nearest grade above these points.
    private func gap(_ points: Points, _ rules: EvaluationRules) -> GradeGap? {
        guard let above = rules.grades.last(where: { ($0.least ?? .zero) > points }), let least = above.least else { return nil }
        return GradeGap(grade: above.name, missing: Points(thousandths: least.thousandths - points.thousandths))
    }
}
