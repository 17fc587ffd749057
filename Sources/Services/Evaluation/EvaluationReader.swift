import Domain
import SQL

/// Reads periods and what belongs to them.
enum EvaluationReader {
    static let columns: SQL = "\(StoredPeriod.columns), n.ends_on AS ends_on"
    static let tables: SQL = "evaluation_periods e LEFT JOIN evaluation_notices n ON n.period_id = e.id AND n.state = 'published'"

    static func summary(_ row: Row, _ library: Library) throws -> EvaluationSummary {
        let period = try StoredPeriod(row)
        return EvaluationSummary(
            id: period.id, name: period.name, level: period.level, levelName: try library.names(period.programme).levels[period.level] ?? Words(period.level, period.level), firstDay: period.first,
            lastDay: period.last, state: period.state, isTrial: period.isTrial, isRehearsal: period.isRehearsal, noticeEnds: try row("ends_on"))
    }

    static func summary(_ tx: any Transaction, _ library: Library, _ id: ID<EvaluationPeriod>) throws -> EvaluationSummary {
        guard let row = try tx.row("SELECT \(columns) FROM \(tables) WHERE e.id = \(id)") else { throw Refusal.notFound }
        return try summary(row, library)
    }

    /// - Parameter live: where nothing is frozen yet.
    static func ranked(_ tx: any Transaction, _ house: House, _ frame: ScoreFrame, today: Day) throws -> (stations: [RankedStation], cards: [ID<Station>: Scorecard], isFrozen: Bool) {
        let frozen = try frame.period.map { try StoredScorecard.all(tx, $0.id) } ?? []
        guard let period = frame.period, !frozen.isEmpty else {
            let live = try ScoreReader.ranked(tx, house, frame, today: today), stations = live.map { item in
                RankedStation(
                    station: item.station.id, name: item.station.name, points: item.placed.points, rank: item.placed.rank, grade: item.placed.grade.id, gradeName: item.placed.grade.name,
                    vetoes: veto(item.placed.vetoes, frame.rules), advanced: false, duty: nil)
            }
            return (stations, Dictionary(live.map { ($0.station.id, $0.card) }, uniquingKeysWith: { first, _ in first }), false)
        }
        let rows = try tx.rows("SELECT id, name FROM stations WHERE id IN (\(list: frozen.map(\.station))) ORDER BY id")
        let names = Dictionary(try rows.map { (try $0("id") as ID<Station>, try $0("name") as String) }, uniquingKeysWith: { first, _ in first })
        let duties = try duties(tx, house, period.id)
        return (frozen.map { card in
            RankedStation(
                station: card.station, name: names[card.station] ?? "", points: card.points, rank: card.place, grade: card.grade,
                gradeName: frame.rules.grades.first { $0.id == card.grade }?.name ?? Words(card.grade, card.grade), vetoes: veto(card.vetoes, frame.rules), advanced: card.isAdvanced, duty: duties[card.station])
        }, Dictionary(frozen.map { ($0.station, $0.card) }, uniquingKeysWith: { first, _ in first }), true)
    }

    static func veto(_ ids: [String], _ rules: EvaluationRules) -> [Words] { ids.map { id in rules.vetoes.first { $0.id == id }?.name ?? Words(id, id) } }

    static func duties(_ tx: any Transaction, _ house: House, _ period: ID<EvaluationPeriod>) throws -> [ID<Station>: ImprovementView] {
        var found: [ID<Station>: ImprovementView] = [:]
        for row in try tx.rows("SELECT station_id, due_on, state, answer, answered_at, reason_id FROM improvement_duties WHERE period_id = \(period) ORDER BY station_id") {
            let station: ID<Station> = try row("station_id"), sealed: [UInt8]? = try row("answer"), state: String = try row("state")
            found[station] = ImprovementView(
                dueOn: try row("due_on"), state: ImprovementView.State(rawValue: state) ?? .open,
                answer: try sealed.map { try house.secrets.text($0, table: "improvement_duties", column: "answer", row: "\(period.rawValue)/\(station.rawValue)") }, answeredAt: try row("answered_at"),
                reason: try StoryReader.reason(tx, house, try row("reason_id")))
        }
        return found
    }

    static func objections(_ tx: any Transaction, _ house: House, _ period: StoredPeriod, _ condition: SQL = "1 = 1") throws -> [ScoreObjectionSummary] {
        let (_, rules) = try period.rules(house.library)
        return try tx.rows("""
            SELECT o.indicator AS indicator, o.case_id AS case_id, c.number AS number, o.station_id AS station_id, s.name AS name, o.at AS at, o.upheld AS upheld
            FROM score_objections o JOIN cases c ON c.id = o.case_id JOIN stations s ON s.id = o.station_id WHERE o.period_id = \(period.id) AND \(condition) ORDER BY o.at, o.id
            """).map { row in
            let id: String = try row("indicator")
            return ScoreObjectionSummary(
                indicator: rules.indicator(id)?.name ?? Words(id, id), caseID: try row("case_id"), number: try row("number"), station: try row("station_id"), stationName: try row("name"), at: try row("at"),
                upheld: try row("upheld"))
        }
    }

    static func notice(_ tx: any Transaction, _ house: House, _ period: StoredPeriod) throws -> EvaluationNoticeView? {
        guard let row = try tx.row("SELECT office, number, title, body, snapshot, phone, address, state, published_on, ends_on FROM evaluation_notices WHERE period_id = \(period.id)") else { return nil }
        let (programme, rules) = try period.rules(house.library), office: String = try row("office"), state: String = try row("state")
        let listed: [GradedStation] = try Stored.read(try row("snapshot"))
        // Before the publication nothing was corrected: the scorecards stand as they were frozen.
        let current = Dictionary(try state == "published" ? StoredScorecard.all(tx, period.id).map { ($0.station, $0) } : [], uniquingKeysWith: { first, _ in first })
        let corrected = listed.compactMap { item -> GradedStation? in
            guard let card = current[item.station], card.grade != item.grade || card.isAdvanced != item.advanced else { return nil }
            return GradedStation(
                station: item.station, name: item.name, grade: card.grade, gradeName: rules.grades.first { $0.id == card.grade }?.name ?? Words(card.grade, card.grade), advanced: card.isAdvanced)
        }
        return EvaluationNoticeView(
            period: period.id, title: try row("title"), number: try row("number"), officeName: programme.office(office)?.name ?? Words(office, office), body: try Stored.read(try row("body")), stations: listed,
            corrected: corrected, phone: try row("phone"), address: try row("address"), isPublished: state == "published", publishedOn: try row("published_on"), endsOn: try row("ends_on"),
            isTrial: period.isTrial, isRehearsal: period.isRehearsal, clause: rules.clause)
    }
}

/// Reads what a case of an objection is about.
enum ScoreObjectionReader {
    /// - Returns: nil for a case that is about no scorecard. Who may read the case has been asked before.
    static func view(_ tx: any Transaction, _ house: House, _ id: ID<Case>, for actor: Actor) throws -> ScoreObjectionView? {
        guard let row = try tx.row("""
            SELECT o.id AS id, o.period_id AS period_id, o.station_id AS station_id, s.name AS name, o.indicator AS indicator, o.body AS body, o.amount AS amount, o.of_amount AS of_amount,
                o.reason_id AS reason_id, o.settled_at AS settled_at FROM score_objections o JOIN stations s ON s.id = o.station_id WHERE o.case_id = \(id)
            """) else { return nil }
        let period = try StoredPeriod.load(tx, try row("period_id")), (_, rules) = try period.rules(house.library), station: ID<Station> = try row("station_id"), indicator: String = try row("indicator")
        guard let line = try StoredScorecard.of(tx, station, in: period.id)?.card.lines.first(where: { $0.id == indicator }) else { return nil }
        let objection: ID<ScoreObjection> = try row("id"), of: Int64? = try row("of_amount"), amount: Int64? = try row("amount"), settled: Instant? = try row("settled_at")
        let corrected = of.flatMap { of in Scorecard.compute(rules, [indicator: ScoreInput(amount, of: of)]).lines.first { $0.id == indicator } }
        let loaded = try CaseStore.load(tx, house.library, id, lock: false)
        return ScoreObjectionView(
            station: station, stationName: try row("name"), period: period.id, periodName: period.name, line: line,
            text: try house.secrets.text(try row("body"), table: "score_objections", column: "body", row: objection.rawValue), corrected: corrected,
            reason: try StoryReader.reason(tx, house, try row("reason_id")), mayCorrect: settled == nil && loaded.current.tasks.contains { CaseRules.mayAct(actor, on: $0, of: loaded.current) })
    }

    /// Whether the actor is of the station that objects.
    static func isParty(_ tx: any Transaction, _ id: ID<Case>, _ actor: Actor) throws -> Bool {
        guard !actor.organisations.isEmpty else { return false }
        return try tx.row("""
            SELECT o.id FROM score_objections o JOIN stations s ON s.id = o.station_id WHERE o.case_id = \(id) AND s.organisation_id IN (\(list: actor.organisations.sorted())) LIMIT 1
            """) != nil
    }
}
