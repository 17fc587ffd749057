import Domain
import SQL

extension House {
    /// A page of the stations that end or have ended, for offices; for a host its own. - Throws: `notFound` for everybody else.
    public func withdrawals(_ filter: WithdrawalFilter = WithdrawalFilter(), for actor: Actor, pageSize: Int = 50) async throws -> WithdrawalList {
        let house = self
        guard actor.isStaff || !actor.organisations.isEmpty else { throw Refusal.notFound }
        return try await read { tx, _ in
            let all = WithdrawalReader.filtered(filter, actor, house.library)
            var page = all
            if let after = filter.after, let last = try tx.row("SELECT w.begun_at AS begun_at FROM \(StoredWithdrawal.tables) WHERE w.case_id = \(after) AND \(all)") {
                let at: Instant = try last("begun_at")
                page += " AND (w.begun_at < \(at) OR (w.begun_at = \(at) AND w.case_id < \(after)))"
            }
            let found = try tx.rows("SELECT \(WithdrawalReader.columns) FROM \(WithdrawalReader.tables) WHERE \(page) ORDER BY w.begun_at DESC, w.case_id DESC LIMIT \(pageSize + 1)")
                .map { try WithdrawalReader.summary($0, house.library) }
            return WithdrawalList(
                filter: filter, withdrawals: Array(found.prefix(pageSize)), total: try tx.value("SELECT COUNT(*) FROM \(StoredWithdrawal.tables) WHERE \(all)") ?? 0, asOffice: actor.isStaff,
                next: found.count > pageSize ? found.prefix(pageSize).last?.id : nil)
        }
    }

    /// The same as a spreadsheet, row by row, for offices. - Returns: the path of a temporary file.
    public func withdrawalsWorkbook(_ filter: WithdrawalFilter, for actor: Actor) async throws -> String {
        let house = self
        guard actor.isStaff else { throw Refusal.notFound }
        let columns: [(title: String, width: Double)] = [
            ("案件编号", 16), ("驿站", 28), ("建站单位", 30), ("区域", 14), ("牌匾编号", 16), ("事由", 20), ("状态", 20), ("提出日期", 12), ("期限", 12), ("生效日期", 12), ("牌匾收回", 12), ("善后事项", 10),
        ]
        return try await read { tx, _ in
            try house.papers.workbook(sheet: "撤站摘牌", columns: columns) { add in
                try tx.each("""
                    SELECT \(WithdrawalReader.columns), (SELECT COUNT(*) FROM withdrawal_effects x WHERE x.case_id = w.case_id) AS effects
                    FROM \(WithdrawalReader.tables) WHERE \(WithdrawalReader.filtered(filter, actor, house.library)) ORDER BY w.begun_at, w.case_id
                    """) { row in
                    let one = try WithdrawalReader.summary(row, house.library)
                    try add([
                        .text(one.number), .text(one.stationName), .text(one.organisation), .text(one.areaName.zh), .text(one.plaque), .text(one.cause.words.zh), .text(one.state.words.zh),
                        .day(Zone.china.day(of: one.begunAt)), one.until.map { .day($0) } ?? .empty, one.effectiveOn.map { .day($0) } ?? .empty, one.returnedOn.map { .day($0) } ?? .empty,
                        .number(try row("effects") as Int64),
                    ])
                }
            }
        }
    }

    /// The end of a station, for its host or an office. - Throws: `notFound` for everybody else.
    /// - Parameter effects: which page of what ended with it, from 1.
    public func withdrawal(_ id: ID<Case>, for actor: Actor, effects: Int = 1) async throws -> WithdrawalView {
        let house = self
        return try await read { tx, now in try WithdrawalReader.view(tx, house, id, for: actor, today: Zone.china.day(of: now), effects: effects) }
    }

    /// What the end of a station begins with, for whoever may begin it. - Throws: `notFound` for everybody else.
    public func stationEnding(_ station: ID<Station>, for actor: Actor) async throws -> StationEndingView {
        let house = self
        return try await read { tx, _ in
            guard let ending = try WithdrawalReader.ending(tx, house, station, actor), ending.mayBring || ending.mayLeave || ending.current != nil else { throw Refusal.notFound }
            return ending
        }
    }
}

enum WithdrawalReader {
    static let columns: SQL = "\(StoredWithdrawal.columns), c.number AS number, o.name AS organisation"
    static let tables: SQL = "\(StoredWithdrawal.tables) JOIN cases c ON c.id = w.case_id JOIN organisations o ON o.id = s.organisation_id"
    private static let effectsPageSize = 50

    static func filtered(_ filter: WithdrawalFilter, _ actor: Actor, _ library: Library) -> SQL {
        var condition: SQL = actor.isStaff ? WithdrawalAccess.asOffice(actor, library) : WithdrawalAccess.asHost(actor)
        if let state = filter.state { condition += " AND w.state = \(state)" }
        if let cause = filter.cause { condition += " AND w.cause = \(cause)" }
        return condition
    }

    static func summary(_ row: Row, _ library: Library) throws -> WithdrawalSummary {
        let one = try StoredWithdrawal(row), names = try library.names(one.programme)
        let until: Day? = switch one.state {
        case .notified: one.stateBy
        case .decided: one.appealBy
        case .hearing, .deciding, .appealed, .ending, .ended, .dropped, .fallen, .takenBack: nil
        }
        return WithdrawalSummary(
            id: one.id, number: try row("number"), station: one.station, stationName: one.stationName, organisation: try row("organisation"),
            areaName: names.areas[one.area] ?? Words(one.area, one.area), plaque: one.plaque, cause: one.cause, state: one.state, begunAt: one.begunAt, until: until, effectiveOn: one.effectiveOn,
            returnedOn: one.returnedOn)
    }

    /// Whether somebody acts for the host of the station that a case is about.
    static func isParty(_ tx: any Transaction, _ id: ID<Case>, _ actor: Actor) throws -> Bool {
        guard !actor.organisations.isEmpty else { return false }
        return try tx.row("SELECT w.case_id FROM withdrawals w JOIN stations s ON s.id = w.station_id WHERE (w.case_id = \(id) OR w.appeal_case = \(id)) AND \(WithdrawalAccess.asHost(actor)) LIMIT 1") != nil
    }

    /// - Returns: nil for a case that is not about the end of a station. Who may read the case has been asked before.
    static func caseView(_ tx: any Transaction, _ house: House, _ id: ID<Case>, for actor: Actor, today: Day) throws -> WithdrawalCaseView? {
        guard let about: ID<Case> = try tx.value("SELECT case_id FROM withdrawals WHERE case_id = \(id) OR appeal_case = \(id)") else { return nil }
        return WithdrawalCaseView(withdrawal: try view(tx, house, about, for: actor, today: today, effects: 1), isAppeal: about != id)
    }

    static func ending(_ tx: any Transaction, _ house: House, _ station: ID<Station>, _ actor: Actor) throws -> StationEndingView? {
        guard let row = try tx.row("""
            SELECT s.programme_id AS programme_id, s.name AS name, s.area AS area, s.organisation_id AS host_id, p.number AS number, p.state AS state,
                (SELECT w.case_id FROM withdrawals w WHERE w.station_id = s.id AND w.state NOT IN (\(list: WithdrawalState.spared.map(\.rawValue).sorted()))) AS known,
                EXISTS (SELECT 1 FROM withdrawals w WHERE w.station_id = s.id AND \(WithdrawalAccess.isWish)) AS wishes
            FROM stations s JOIN plaques p ON p.station_id = s.id WHERE s.id = \(station)
            """) else { return nil }
        let programme = try house.library.programme(try row("programme_id") as String), host: ID<Organisation> = try row("host_id"), text: String = try row("state")
        guard let rules = programme.withdrawal, let state = PlaqueState(rawValue: text) else { return nil }
        let isHost = actor.organisations.contains(host), known: ID<Case>? = try row("known")
        let isOffice = try !isHost && WithdrawalRules.bringer(actor, programme, area: row("area")) != nil
        let isFree = known == nil && state != .withdrawn, wishes: Bool = try row("wishes")
        return StationEndingView(
            station: station, stationName: try row("name"), plaque: try row("number"), plaqueState: state, clause: rules.clause, current: isHost || isOffice ? known : nil, mayBring: isOffice && (isFree || wishes),
            mayLeave: isHost && isFree, honourNights: rules.honourNights)
    }

    static func view(_ tx: any Transaction, _ house: House, _ id: ID<Case>, for actor: Actor, today: Day, effects page: Int) throws -> WithdrawalView {
        guard let row = try tx.row("SELECT \(columns), x.body AS reason_body FROM \(tables) JOIN reasons x ON x.id = w.reason_id WHERE w.case_id = \(id) AND \(WithdrawalAccess.any(actor, house.library))") else {
            throw Refusal.notFound
        }
        let one = try StoredWithdrawal(row), secrets = house.secrets, asHost = actor.organisations.contains(one.host), state = one.state
        let loaded = try CaseStore.load(tx, house.library, id, lock: false), programme = loaded.programme, rules = programme.withdrawal
        let statements = try tx.rows("SELECT id, kind, body, at FROM withdrawal_statements WHERE case_id = \(id) ORDER BY n").map { said in
            let own: String = try said("id"), body: [UInt8]? = try said("body"), kind: String = try said("kind")
            return WithdrawalStatement(
                kind: WithdrawalStatementKind(rawValue: kind) ?? .statement, text: try body.map { try secrets.text($0, table: "withdrawal_statements", column: "body", row: own) }, at: try said("at"))
        }
        let hearing = try tx.row("SELECT planned_on, place, held_on, present, minutes FROM withdrawal_hearings WHERE case_id = \(id)").map { held in
            func open(_ column: String) throws -> String? { try (try held(column) as [UInt8]?).map { try secrets.text($0, table: "withdrawal_hearings", column: column, row: id.rawValue) } }
            return WithdrawalHearing(plannedOn: try held("planned_on"), place: try held("place"), heldOn: try held("held_on"), present: try open("present"), minutes: try open("minutes"))
        }
        let counted = try tx.rows("SELECT kind, COUNT(*) AS n FROM withdrawal_effects WHERE case_id = \(id) GROUP BY kind ORDER BY kind").reduce(into: [String: Int]()) { $0[try $1("kind")] = try $1("n") }
        let counts = WithdrawalEffect.allCases.compactMap { kind in counted[kind.rawValue].map { WithdrawalEffectCount(kind: kind, count: $0) } }
        let total = counts.reduce(0) { $0 + $1.count }, pages = max((total + effectsPageSize - 1) / effectsPageSize, 1), number = min(max(page, 1), pages)
        let isCalled = hearing != nil, holds = Set(programme.offices(loaded.step?.by ?? [], area: loaded.current.area).map(\.id)).contains { office in actor.holds(office, in: programme.id) }
        let mayHear = !asHost && state == .hearing && holds && (one.begunBy == nil || one.begunBy != actor.account), mayState = asHost && state == .notified && (one.stateBy.map { $0 >= today } ?? true)
        return WithdrawalView(
            summary: try summary(row, house.library), asHost: asHost, reason: try secrets.text(try row("reason_body"), table: "reasons", column: "body", row: one.reason.rawValue), clause: rules?.clause,
            stateBy: one.stateBy, decidedOn: one.decidedOn, appealBy: one.appealBy, statements: statements, hearing: hearing,
            decision: CaseState.ended.contains(loaded.current.state) ? try opinions(tx, house, id, programme) : [], appealCase: asHost ? nil : one.appealCase,
            appealAnswer: try one.appealCase.flatMap { appeal in
                let ended: String? = try tx.value("SELECT state FROM cases WHERE id = \(appeal)")
                return ended == CaseState.done.rawValue || ended == CaseState.refused.rawValue ? try opinions(tx, house, appeal, programme) : nil
            } ?? [],
            counts: counts, effects: try effects(tx, id, programme, offset: (number - 1) * effectsPageSize), effectsPage: number, effectsPages: pages, today: today,
            hearingFrom: today.adding(rules?.hearingNotice ?? 0), honourNights: rules?.honourNights ?? 0, mayState: mayState,
            mayAskHearing: mayState && loaded.casework.procedure.steps.contains { $0.kind == .hearing }, mayTakeBack: asHost && one.cause == .wish && state == .deciding,
            mayAppeal: asHost && state == .decided && (one.appealBy.map { $0 >= today } ?? false), mayCallHearing: mayHear && hearing?.heldOn == nil,
            mayRecordHearing: mayHear && isCalled && (hearing?.plannedOn).map { $0 <= today } ?? false,
            mayRecordReturn: try !asHost && one.effectiveOn != nil && one.returnedOn == nil && WithdrawalRules.bringer(actor, house.library.programme(one.programme), area: one.area) != nil)
    }

    /// What each office said last, at the end of its line.
    private static func opinions(_ tx: any Transaction, _ house: House, _ id: ID<Case>, _ programme: Programme) throws -> [WithdrawalOpinion] {
        try tx.rows("""
            SELECT t.office AS office, t.ruling AS ruling, x.id AS reason_id, x.body AS body FROM case_tasks t JOIN reasons x ON x.id = t.reason_id
            WHERE t.case_id = \(id) AND t.ruling IS NOT NULL AND t.visit = (SELECT MAX(v.visit) FROM case_tasks v WHERE v.case_id = \(id) AND v.office = t.office)
            ORDER BY t.office
            """).map { row in
            let office: String = try row("office")
            return WithdrawalOpinion(
                officeName: programme.office(office)?.name ?? Words(office, office), ruling: try row("ruling"),
                reason: try house.secrets.text(try row("body"), table: "reasons", column: "body", row: try row("reason_id")))
        }
    }

    private static func effects(_ tx: any Transaction, _ id: ID<Case>, _ programme: Programme, offset: Int) throws -> [WithdrawalEffectView] {
        let rows = try tx.rows("SELECT kind, subject, target, at FROM withdrawal_effects WHERE case_id = \(id) ORDER BY at, kind, subject LIMIT \(effectsPageSize) OFFSET \(offset)")
        var names: [String: String] = [:]
        let stations = try rows.compactMap { row -> String? in
            let target: String = try row("target")
            return target.hasPrefix("station/") ? String(target.dropFirst(8)) : nil
        }
        for row in try tx.rows("SELECT id, name FROM stations WHERE id IN (\(list: Set(stations).sorted())) ORDER BY id") { names["station/\(try row("id") as String)"] = try row("name") }
        return try rows.compactMap { row in
            let kind: WithdrawalEffect = try row("kind"), target: String = try row("target")
            let office = target.hasPrefix("office/") ? String(target.dropFirst(7)) : target
            return WithdrawalEffectView(
                kind: kind, subject: try row("subject"), target: target, targetName: names[target].map { Words($0, $0) } ?? programme.office(office)?.name, at: try row("at"))
        }
    }
}
