import Domain
import SQL

/// An office that supervises plans to look at a station on the spot 实地调研 (二(二)2).
///
/// Effects: the visit, with who goes (sealed); the station is told where it is announced, and learns nothing where it is not; an audit record.
/// Refused for the station of one's own organisation, and for a day that has passed.
public struct PlanVisit: Codable, Sendable {
    public let station: ID<Station>?
    public let day: Day?
    /// Who goes, by name.
    public let goes: String
    /// Whether the station is told before.
    public let announced: Bool?

    public init(station: ID<Station>?, day: Day?, goes: String, announced: Bool? = nil) {
        self.station = station
        self.day = day
        self.goes = goes
        self.announced = announced
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        var fields: [Refusal.Field] = []
        let goes = goes.trimmed
        if station == nil { fields.append(.init("station", Words("请选择驿站", "Choose a station"))) }
        if day == nil { fields.append(.init("day", Words("请填写日期", "Give a day"))) }
        if !(2...200).contains(goes.count) { fields.append(.init("goes", Words("请填写参加人员（2 至 200 字）", "Say who goes (2 to 200 characters)"))) }
        guard fields.isEmpty, let station, let day else { throw Refusal.invalid(fields) }
        return try await house.perform(by: actor, once: once) { act in
            guard let account = actor.account else { throw Refusal.unauthenticated }
            guard let row = try act.tx.row("SELECT s.programme_id AS programme_id, s.organisation_id AS host, s.area AS area FROM stations s WHERE s.id = \(station) AND \(SupervisionAccess.supervises(actor, house.library))") else {
                throw SupervisionAccess.offices(actor, house.library).isEmpty ? SupervisionRefusals.noOffice : Refusal.invalid([.init("station", Words("请从列表中选择驿站", "Choose a station of the list"))])
            }
            let programme: String = try row("programme_id"), area: String = try row("area"), host: ID<Organisation> = try row("host")
            guard let office = SupervisionAccess.offices(actor, house.library).first(where: { $0.programme.id == programme && ($0.office.area == nil || $0.office.area == area) })?.office else { throw Refusal.notFound }
            guard day >= act.today, day <= act.today.adding(365) else { throw Refusal.invalid([.init("day", Words("请填写今天起一年之内的日期", "From today on, within a year"))]) }
            let id: ID<Visit> = try act.newID(), isAnnounced = announced == true
            try act.tx.run("""
                INSERT INTO visits (id, programme_id, station_id, office, day, goes, announced, state, version, by_account, created_at, changed_at)
                VALUES (\(id), \(programme), \(station), \(office.id), \(day), \(try house.secrets.seal(text: goes, table: "visits", column: "goes", row: id.rawValue)), \(isAnnounced),
                    'planned', \(1), \(account), \(act.now), \(act.now))
                """)
            act.audit("visit", id.rawValue, "visit_planned", to: VisitState.planned.rawValue, post: office.id, clause: try house.library.programme(programme).supervision?.clause,
                detail: ["station": station.rawValue, "day": day.description, "announced": isAnnounced ? "yes" : "no"], isFirst: true)
            if isAnnounced {
                try act.tell(organisation: host, Words("实地调研通知：\(day)", "A visit is announced for \(day)"), Words("\(office.name.zh)将到贵站实地调研，检查清单见页面。", "\(office.name.en) will come; the checklist is on the page."),
                    link: Receipt(.visit, id.rawValue))
            }
            return Receipt(.visit, id.rawValue)
        }
    }
}

/// The office does not go.
///
/// Effects: the visit is cancelled, with the reason kept; the station is told where it was announced; an audit record.
public struct CancelVisit: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Visit>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try PursuitRules.reason(reason)
        return try await house.perform(by: actor, once: once) { act in
            let visit = try act.loadVisit(id, where: SupervisionAccess.asKeeper(actor, house.library)), kept = try act.keepReason(text, audience: .applicant)
            try act.move(visit, .cancel, verb: "visit_cancelled", reason: kept, setting: ", reason_id = \(kept.id)")
            if visit.announced { try act.tell(organisation: visit.host, Words("实地调研已取消", "The visit is cancelled"), Words("理由见页面。", "The reason is on the page."), link: visit.receipt) }
            return visit.receipt
        }
    }
}

/// Somebody of the office was at the station and says what they saw: each thing of the checklist, and the whole in words.
///
/// Effects: the visit is made, on the day given; the checklist as the programme has it now, with notes (sealed); the station is told, and sees it from now on; an audit record.
public struct RecordVisit: Codable, Sendable {
    public struct Check: Codable, Sendable, Hashable {
        /// The id of a thing of the checklist.
        public let item: String
        public let result: CheckResult?
        public let note: String?

        public init(item: String, result: CheckResult?, note: String? = nil) {
            self.item = item
            self.result = result
            self.note = note
        }
    }

    public let day: Day?
    public let checks: [Check]
    public let note: String?

    public init(day: Day?, checks: [Check], note: String? = nil) {
        self.day = day
        self.checks = checks
        self.note = note
    }

    public func callAsFunction(_ house: House, _ id: ID<Visit>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let note = try PursuitRules.note(note, "note", most: 2000)
        return try await house.perform(by: actor, once: once) { act in
            let visit = try act.loadVisit(id, where: SupervisionAccess.asKeeper(actor, house.library))
            guard visit.state == .planned else { throw SupervisionRefusals.visitPassed }
            guard let rules = try house.library.programme(visit.programme).supervision else { throw Refusal.notFound }
            let results = try results(rules)
            guard let day, day <= act.today, day >= act.today.adding(-60) else { throw Refusal.invalid([.init("day", Words("请填写到站日期，不晚于今天", "The day of the visit, today or before"))]) }
            let sealed = try note.map { try house.secrets.seal(text: $0, table: "visits", column: "note", row: id.rawValue) }
            try act.move(visit, .make, verb: "visit_made", setting: ", made_on = \(day), note = \(sealed)", detail: [
                "day": day.description, "not_met": results.filter { $0.result == .notMet }.map(\.item.id).joined(separator: " "), "not_looked": results.filter { $0.result == .notLooked }.map(\.item.id).joined(separator: " "),
            ])
            for (index, check) in results.enumerated() {
                let sealed = try check.note.map { try house.secrets.seal(text: $0, table: "visit_checks", column: "note", row: "\(id)/\(check.item.id)") }
                try act.tx.run("""
                    INSERT INTO visit_checks (visit_id, n, item, name_zh, name_en, clause, result, note)
                    VALUES (\(id), \(index + 1), \(check.item.id), \(check.item.name.zh), \(check.item.name.en), \(check.item.clause?.text), \(check.result), \(sealed))
                    """)
            }
            try act.tell(organisation: visit.host, Words("实地调研已记录：\(day)", "The visit of \(day) is recorded"), Words("检查情况见页面；发现的问题请按期整改并答复。", "What was seen is on the page; please mend and answer what was found."), link: visit.receipt)
            return visit.receipt
        }
    }

    private struct Result {
        let item: Programme.Choice
        let result: CheckResult
        let note: String?
    }

    /// Each thing of the list, in its order. What is left out was not looked at. - Throws: `invalid` for what is not on the list.
    private func results(_ rules: SupervisionRules) throws -> [Result] {
        var fields: [Refusal.Field] = [], given: [String: Check] = [:], places: [String: Int] = [:]
        for (index, check) in checks.prefix(200).enumerated() {
            if rules.check(check.item) == nil || given[check.item] != nil { fields.append(.init("checks.\(index).item", Words("不在检查清单中，或重复", "Not on the checklist, or there twice"))) }
            given[check.item] = check
            places[check.item] = index
        }
        let results = rules.checklist.map { item in
            let check = given[item.id], note = check?.note?.trimmed ?? "", place = places[item.id] ?? 0
            if note.count > 500 { fields.append(.init("checks.\(place).note", Words("最多 500 字", "At most 500 characters"))) }
            if check?.result == .notMet, note.isEmpty { fields.append(.init("checks.\(place).note", Words("不符合的请写明情况", "Say what is not met"))) }
            return Result(item: item, result: check?.result ?? .notLooked, note: note.isEmpty ? nil : note)
        }
        if !results.isEmpty, results.allSatisfy({ $0.result == .notLooked }) { fields.append(.init("checks", Words("请至少查看一项", "Look at one thing at least"))) }
        guard fields.isEmpty else { throw Refusal.invalid(fields) }
        return results
    }
}

/// Everything that was found is mended; the office ends the visit.
///
/// Effects: the visit is closed today; the station is told; an audit record. Refused while a finding is not mended.
public struct CloseVisit: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Visit>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let visit = try act.loadVisit(id, where: SupervisionAccess.asKeeper(actor, house.library))
            let open: Int = try act.tx.value("SELECT COUNT(*) FROM visit_findings WHERE visit_id = \(id) AND state <> 'mended'") ?? 0
            guard open == 0 else {
                throw Refusal(.conflict, "findings_open", Words("还有 \(open) 个问题没有整改到位", "\(open) findings are not mended"), next: Words("复查通过后再办结", "Close it when all are mended"))
            }
            try act.move(visit, .close, verb: "visit_closed", setting: ", closed_on = \(act.today)")
            try act.tell(organisation: visit.host, Words("实地调研已办结", "The visit is closed"), Words("发现的问题均已整改。", "Everything that was found is mended."), link: visit.receipt)
            return visit.receipt
        }
    }
}
