import Domain
import SQL

enum RoundReader {
    private static let columns: SQL = "id, programme_id, level, name_zh, name_en, opens, closes, places, notice_id"

    static func summary(_ row: Row, _ library: Library, today: Day) throws -> RoundSummary {
        let programme = try library.programme(try row("programme_id"))
        let level: String = try row("level"), opens: Day = try row("opens"), closes: Day = try row("closes")
        return RoundSummary(
            id: try row("id"), name: Words(try row("name_zh"), try row("name_en")), level: level, levelName: programme.level(level)?.name ?? Words(level, level),
            opens: opens, closes: closes, places: try row("places"), isCalled: true, isOpen: today >= opens && today <= closes, notice: try row("notice_id"))
    }

    static func summary(_ tx: any Transaction, _ library: Library, _ id: ID<Round>, today: Day) throws -> RoundSummary? {
        try tx.row("SELECT \(columns) FROM rounds WHERE id = \(id)").map { try summary($0, library, today: today) }
    }

    static func called(_ tx: any Transaction, _ library: Library, today: Day) throws -> [RoundSummary] {
        try tx.rows("SELECT \(columns) FROM rounds ORDER BY opens DESC, id").map { try summary($0, library, today: today) }
    }

    /// Whether the case `c` has been in a public notice at this step since it was last taken up.
    static func inNotice(step: SQL) -> SQL {
        """
        EXISTS (SELECT 1 FROM notice_cases i JOIN notices n ON n.id = i.notice_id
            WHERE i.case_id = c.id AND n.step = \(step) AND n.state IN ('published', 'ended') AND NOT EXISTS (SELECT 1 FROM audit_records r
                WHERE r.kind = 'case' AND r.subject = c.id AND r.verb = 'case_reopened' AND r.at > n.published_at))
        """
    }

    /// What the actor's offices have to do for rounds, derived from where their cases stand.
    static func tasks(_ tx: any Transaction, _ library: Library, _ actor: Actor, round only: ID<Round>?, today: Day) throws -> [RoundTask] {
        var tasks: [RoundTask] = []
        for programme in library.programmes {
            let own = Set(actor.posts.filter { $0.programme == programme.id }.map(\.office))
            guard !own.isEmpty else { continue }
            tasks += try callable(tx, programme, own, actor, today: today).filter { _ in only == nil }.map { item in
                RoundTask(kind: .callRound, round: try roundID(item, programme), roundName: item.name, words: Words("发布\(item.name.zh)申报通知", "Call \(item.name.en)"), cases: 0,
                    notice: nil, meeting: nil, due: nil)
            }
            var condition: SQL = "c.programme_id = \(programme.id) AND c.state = 'open' AND c.round_id IS NOT NULL AND c.about_case IS NULL"
            if let only { condition += " AND c.round_id = \(only)" }
            let rows = try tx.rows("""
                SELECT c.round_id AS round_id, c.programme_hash AS hash, c.procedure AS procedure, c.step AS step, c.area AS area, COUNT(*) AS n, MIN(c.due_on) AS due_on
                FROM cases c WHERE \(condition) GROUP BY c.round_id, c.programme_hash, c.procedure, c.step, c.area ORDER BY c.round_id, c.step, c.area
                """)
            tasks += try settled(tx, library, rows, own: own, programme, actor, today: today)
        }
        return tasks
    }

    private static func roundID(_ item: CallableRound, _ programme: Programme) throws -> ID<Round> {
        guard let id = ID<Round>(rawValue: item.area.map { "\(item.plan).\($0)" } ?? item.plan) else { throw Unexpected("round \(item.plan)") }
        return id
    }

    /// Cases of one round at one step with one office are one task.
    private static func settled(
        _ tx: any Transaction, _ library: Library, _ rows: [Row], own: Set<String>, _ programme: Programme, _ actor: Actor, today: Day
    ) throws -> [RoundTask] {
        struct Key: Hashable { let round: ID<Round>, step: String, office: String }
        var groups: [Key: (count: Int, due: Day?, step: Step)] = [:]
        var order: [Key] = []
        for row in rows {
            let under = try library.programme(hash: try row("hash"))
            let stepID: String = try row("step"), area: String? = try row("area")
            guard let step = under.procedure(try row("procedure"))?.steps.first(where: { $0.id == stepID }), step.isSettled,
                  let office = step.by.first.flatMap({ under.office($0, area: area) }) else { continue }
            let preparer = step.preparedBy.flatMap { under.office($0, area: area) } ?? office
            guard own.contains(office.id) || own.contains(preparer.id) else { continue }
            let key = Key(round: try row("round_id"), step: stepID, office: office.id)
            let due: Day? = try row("due_on"), n: Int = try row("n")
            if groups[key] == nil { order.append(key) }
            let before = groups[key]
            groups[key] = ((before?.count ?? 0) + n, [before?.due, due].compactMap { $0 }.min(), step)
        }
        let calendar = try library.calendar(programme.calendar)
        return try order.compactMap { key in
            guard let group = groups[key], let office = programme.office(key.office) else { return nil }
            let preparer = group.step.preparedBy.flatMap { programme.office($0, area: office.area) } ?? office
            let round = try summary(tx, library, key.round, today: today)
            let due = group.due.map { CaseReader.due($0, provisional: false, calendar, today: today) }
            func task(_ kind: RoundTask.Kind, _ words: Words, cases: Int, notice: ID<Notice>? = nil, meeting: ID<Meeting>? = nil) -> RoundTask {
                RoundTask(kind: kind, round: key.round, roundName: round?.name ?? Words("", ""), words: words, cases: cases, notice: notice, meeting: meeting, due: due)
            }
            switch group.step.kind {
            case .notice:
                if let prepared: ID<Notice> = try tx.row("SELECT id FROM notices WHERE round_id = \(key.round) AND office = \(key.office) AND step = \(key.step) AND state = 'prepared'")?("id") {
                    let listed: Int = (try tx.value("SELECT COUNT(*) FROM notice_cases WHERE notice_id = \(prepared)")) ?? 0
                    return own.contains(office.id) ? task(.publishNotice, Words("核对并发布公示", "Check and publish the notice"), cases: listed, notice: prepared) : nil
                }
                let without: Int = try tx.value("""
                    SELECT COUNT(*) FROM cases c WHERE c.round_id = \(key.round) AND c.step = \(key.step) AND c.state = 'open' AND NOT \(inNotice(step: "\(key.step)"))
                    """) ?? 0
                return without > 0 && own.contains(preparer.id) ? task(.prepareNotice, Words("准备公示", "Prepare the public notice"), cases: without) : nil
            case .determine:
                guard own.contains(office.id) else { return nil }
                if let recorded: ID<Meeting> = try tx.row("SELECT id FROM meetings WHERE round_id = \(key.round) AND office = \(key.office) AND state = 'recorded'")?("id") {
                    return task(.signMeeting, Words("签发审定会议记录", "Sign the determination meeting"), cases: group.count, meeting: recorded)
                }
                return task(.recordMeeting, Words("召开审定会议并记录", "Hold and record the determination meeting"), cases: group.count)
            case .issue:
                guard own.contains(office.id) else { return nil }
                let signed: ID<Meeting>? = try tx.row("""
                    SELECT m.id AS id FROM meetings m WHERE m.round_id = \(key.round) AND m.office = \(key.office) AND m.state = 'signed'
                        AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.meeting_id = m.id)
                        AND EXISTS (SELECT 1 FROM meeting_rulings g WHERE g.meeting_id = m.id AND g.ruling = 'pass') ORDER BY m.signed_at LIMIT 1
                    """)?("id")
                return signed.map { task(.issueDocument, Words("印发认定文件、颁发牌匾", "Issue the document and the plaques"), cases: group.count, meeting: $0) }
            case .submit, .forward, .intake, .siteCheck, .review, .hearing, .work, .payment: return nil
            }
        }
    }

    /// Planned rounds that offices of the actor may call and nobody has called yet, until their closing day.
    static func callable(_ tx: any Transaction, _ programme: Programme, _ own: Set<String>, _ actor: Actor, today: Day) throws -> [CallableRound] {
        let called = Set(try tx.rows("SELECT id FROM rounds WHERE programme_id = \(programme.id)").map { try $0("id") as String })
        return programme.rounds.flatMap { plan -> [CallableRound] in
            guard today <= plan.closes else { return [] }
            let areas: [String?] = [nil] + programme.areas.filter(\.mayRecognise).map(\.id)
            return areas.compactMap { area in
                guard let (office, id) = try? RoundRules.caller(plan, area: area, programme), (office.area == nil) == (area == nil), own.contains(office.id),
                      let place = office.signOff.last, actor.holds(office.id, place, in: programme.id), !called.contains(id.rawValue) else { return nil }
                let name = area.flatMap(programme.area).map { Words("\($0.name.zh)\(plan.name.zh)", "\($0.name.en): \(plan.name.en)") } ?? plan.name
                return CallableRound(programme: programme.id, plan: plan.id, area: area, name: name, opens: plan.opens, closes: plan.closes, places: plan.places, officeName: office.name)
            }
        }
    }

    /// The cases of a round, for comparison.
    static func cases(_ tx: any Transaction, _ house: House, _ condition: SQL, today: Day) throws -> [RoundCase] {
        let rows = try tx.rows("SELECT \(CaseReader.columns) \(CaseReader.joins) WHERE c.about_case IS NULL AND c.visit > 0 AND \(condition) ORDER BY c.handed_in_at, c.id")
        let summaries = try CaseReader.summaries(rows, tx, house.library, today: today), ids = summaries.map(\.id)
        let handedIn = try ApplicationStore.handedIn(tx, house, ids)
        let rulings = try rulings(tx, ids), objections = try objections(tx, ids), conditions = try ConditionRulings.load(tx, house.library, ids)
        return try zip(rows, summaries).compactMap { row, summary in
            guard let stored = handedIn[summary.id] else { return nil }
            let programme = try house.library.programme(hash: try row("programme_hash"))
            let form = programme.procedure(summary.procedure)?.form.flatMap(programme.form)
            return RoundCase(
                summary: summary, kindName: programme.stationKinds.first { $0.id == stored.kind }?.name, fieldName: programme.fields.first { $0.id == stored.field }?.name,
                rulings: (rulings[summary.id] ?? []).map { OfficeRuling(step: $0.step, officeName: programme.office($0.office)?.name ?? Words($0.office, $0.office), ruling: $0.ruling) },
                checks: form?.check(stored.answers, files: stored.fileCounts).map { ConditionRulings.verdict($0, conditions[summary.id]?[$0.condition] ?? []) } ?? [], figures: figures(form, stored.answers),
                openObjections: objections[summary.id]?[.open] ?? 0, upheldObjections: objections[summary.id]?[.done] ?? 0)
        }
    }

    /// Each office's newest ruling at each step, by case.
    private static func rulings(_ tx: any Transaction, _ ids: [ID<Case>]) throws -> [ID<Case>: [(step: String, office: String, ruling: Ruling?)]] {
        var found: [ID<Case>: [(step: String, office: String, ruling: Ruling?)]] = [:]
        guard !ids.isEmpty else { return found }
        for task in try tx.rows("""
            SELECT t.case_id AS case_id, t.step AS step, t.office AS office, t.ruling AS ruling, t.position AS position, t.line AS line FROM case_tasks t
            WHERE t.case_id IN (\(list: ids)) AND t.visit = (SELECT MAX(l.visit) FROM case_tasks l WHERE l.case_id = t.case_id AND l.step = t.step AND l.office = t.office)
            ORDER BY t.case_id, t.visit, t.office
            """) {
            let line: [Programme.Place] = try Stored.read(try task("line")), position: Int = try task("position")
            found[try task("case_id"), default: []].append((try task("step"), try task("office"), position >= line.count ? try task("ruling") : nil))
        }
        return found
    }

    /// How many objections against each case are in which state.
    private static func objections(_ tx: any Transaction, _ ids: [ID<Case>]) throws -> [ID<Case>: [CaseState: Int]] {
        var found: [ID<Case>: [CaseState: Int]] = [:]
        guard !ids.isEmpty else { return found }
        for row in try tx.rows("SELECT about_case, state, COUNT(*) AS n FROM cases WHERE about_case IN (\(list: ids)) GROUP BY about_case, state") {
            found[try row("about_case"), default: [:]][try row("state")] = try row("n")
        }
        return found
    }

    /// Numbers and the lengths of tables, side by side.
    private static func figures(_ form: Form?, _ answers: Answers) -> [RoundFigure] {
        (form?.conditions ?? []).flatMap { condition in
            condition.questions.compactMap { question -> RoundFigure? in
                let answer = answers[[condition.id, question.id]]
                switch question.kind {
                case .number, .money: return RoundFigure(name: question.name, text: AnswerText.plain(question, answer))
                case .table: return RoundFigure(name: question.name, text: String(answer?.rows().count ?? 0))
                default: return nil
                }
            }
        }
    }
}

extension House {
    /// Called rounds, newest first, and those that the actor may call.
    public func rounds(for actor: Actor) async throws -> RoundList {
        let library = library
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            let callable = try library.programmes.flatMap { programme in
                try RoundReader.callable(tx, programme, Set(actor.posts.filter { $0.programme == programme.id }.map(\.office)), actor, today: today)
            }
            return RoundList(rounds: try RoundReader.called(tx, library, today: today), callable: callable)
        }
    }

    /// A round: for the public its notices and documents, for offices its cases too.
    public func round(_ id: ID<Round>, for actor: Actor) async throws -> RoundView {
        let house = self
        return try await read { tx, now in
            let today = Zone.china.day(of: now)
            guard let round = try RoundReader.summary(tx, house.library, id, today: today), let programme = house.library.programmes.first(where: { $0.level(round.level) != nil }) else { throw Refusal.notFound }
            let isOffice = actor.posts.contains { $0.programme == programme.id }
            let staff = actor.posts.isEmpty ? Actor.visitor : Actor(kind: actor.kind, name: actor.name, posts: actor.posts)
            let cases = isOffice ? try RoundReader.cases(tx, house, "c.round_id = \(id) AND \(CaseReader.visible(staff, house.library))", today: today) : []
            let procedure = programme.level(round.level).flatMap { programme.procedure($0.procedure) }
            return RoundView(
                round: round, cases: cases, notices: try NoticeReader.list(tx, house.library, "n.round_id = \(id) AND \(NoticeReader.readable(actor, house.library))", today: today),
                meetings: try tx.rows("SELECT id, office FROM meetings WHERE round_id = \(id) AND state <> 'dropped' ORDER BY held_on DESC, id DESC")
                    .filter { MeetingRules.mayRead(actor, programme, office: try $0("office")) }.map { try MeetingReader.view(tx, house, try $0("id"), actor) },
                tasks: try RoundReader.tasks(tx, house.library, actor, round: id, today: today),
                steps: (procedure?.steps ?? []).map { ConditionName(id: $0.id, name: $0.name, clause: $0.clause) },
                conditions: (procedure?.form.flatMap(programme.form)?.conditions ?? []).map { ConditionName(id: $0.id, name: $0.name, clause: $0.clause) },
                documents: try StationReader.documents(tx, house.library, "d.meeting_id IN (SELECT id FROM meetings WHERE round_id = \(id))"))
        }
    }

    /// The cases that wait for a notice of an office that the actor prepares for.
    public func noticeCandidates(_ round: ID<Round>, for actor: Actor) async throws -> [RoundCase] {
        let house = self
        return try await read { tx, now in
            let cases = try RoundReader.cases(tx, house, """
                c.round_id = \(round) AND c.state = 'open' AND NOT \(RoundReader.inNotice(step: "c.step"))
                """, today: Zone.china.day(of: now))
            return try cases.filter { item in
                let loaded = try CaseStore.load(tx, house.library, item.summary.id, lock: false)
                guard let step = loaded.step, step.kind == .notice else { return false }
                return actor.holds(try NoticeRules.offices(loaded, step).preparer.id, in: loaded.programme.id)
            }
        }
    }
}
