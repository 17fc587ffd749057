import Domain
import SQL

extension Act {
    /// The rules that came with a station's application are the first version of its own (二(一)5).
    ///
    /// Effects: a version for each topic that has files; audit records. Nothing where there is one already.
    func keepFirstRules(of station: ID<Station>, _ stored: ApplicationStore.Stored, _ programme: Programme) throws {
        guard let rules = programme.reports else { return }
        for topic in StationRuleTopic.allCases {
            guard let question = rules.ownRules[topic] else { continue }
            let files = stored.files.filter { $0.question == question }.map(\.file.id)
            guard let first = files.first, let by: ID<Account> = try tx.value("SELECT by_account FROM files WHERE id = \(first)") else { continue }
            try keepRule(of: station, topic, version: 1, from: today, files: files, by: by, clause: rules.clause, detail: ["source": "application"])
        }
    }

    /// - Returns: false where there is such a version already.
    @discardableResult
    func keepRule(
        of station: ID<Station>, _ topic: StationRuleTopic, version: Int, from: Day, files: [ID<StoredFile>], by: ID<Account>, clause: Clause?, detail: [String: String] = [:]
    ) throws -> Bool {
        let id = try newID(StationRule.self)
        let made = try tx.rows("""
            INSERT INTO station_rules (id, station_id, topic, version, from_day, by_account, at) VALUES (\(id), \(station), \(topic), \(version), \(from), \(by), \(now))
            ON CONFLICT (station_id, topic, version) DO NOTHING RETURNING id
            """)
        guard !made.isEmpty else { return false }
        for file in files { try tx.run("INSERT INTO station_rule_files (rule_id, file_id) VALUES (\(id), \(file))") }
        audit("station_rule", id.rawValue, "rule_kept", to: "kept", clause: clause,
            detail: detail.merging(["station": station.rawValue, "topic": topic.rawValue, "version": String(version), "from": from.description]) { given, _ in given }, isFirst: true)
        return true
    }

    /// A station of the actor's, locked: the one named, or the only one. What it keeps is written under its lock.
    /// - Throws: `notFound` for others, and `invalid` where several are meant.
    func ownStation(_ chosen: ID<Station>?) throws -> (id: ID<Station>, programme: Programme, rules: ReportRules) {
        var condition = ReportAccess.asStation(actor)
        if let chosen { condition += " AND s.id = \(chosen)" }
        let rows = try tx.rows("SELECT s.id AS id, s.programme_id AS programme_id FROM stations s WHERE \(condition) ORDER BY s.id LIMIT 2")
        guard let row = rows.first else { throw Refusal.notFound }
        if rows.count > 1 { throw Refusal.invalid([.init("station", Words("请选择驿站", "Please choose a station"))]) }
        let id: ID<Station> = try row("id"), (programme, rules) = try house.reportProgramme(try row("programme_id") as String)
        _ = try tx.row("SELECT id FROM stations WHERE id = \(id)\(dialect.lock)")
        return (id, programme, rules)
    }
}

/// A station puts a new version of its own rules on file: PDF, JPEG or PNG by its first bytes, at most 10 MB. Older versions stay readable.
///
/// Effects: the file, encrypted and synced before its row is committed; the version, in force from its first day; an audit record.
public struct AddStationRule: Sendable {
    public let station: ID<Station>?
    public let topic: StationRuleTopic
    /// Not before the version that is there begins, and at most a year ahead.
    public let from: Day
    public let name: String
    public let bytes: [UInt8]

    public init(station: ID<Station>? = nil, topic: StationRuleTopic, from: Day, name: String, bytes: [UInt8]) {
        self.station = station
        self.topic = topic
        self.from = from
        self.name = name
        self.bytes = bytes
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let account = actor.account else { throw Refusal.unauthenticated }
        guard !actor.organisations.isEmpty else { throw Refusal.notFound }
        let type = try Uploads.type(of: bytes, name: name)
        try await house.database.read { tx in   // nothing is stored for what would be refused anyway
            guard try tx.row("SELECT s.id FROM stations s WHERE \(ReportAccess.asStation(actor)) LIMIT 1") != nil else { throw Refusal.notFound }
        }
        let name = try Uploads.newName(house)
        guard let file = ID<StoredFile>(rawValue: name) else { throw Unexpected("name of a file") }
        try await house.files.write(try house.secrets.sealFile(bytes, id: name), name: name)
        return try await house.perform(by: actor, once: once) { act in
            let own = try act.ownStation(station)
            let last = try act.tx.row("SELECT version, from_day FROM station_rules WHERE station_id = \(own.id) AND topic = \(topic) ORDER BY version DESC LIMIT 1")
            let before: Int = try last.map { try $0("version") } ?? 0, since: Day? = try last.map { try $0("from_day") }
            guard from <= act.today.adding(366), from >= since ?? act.today.adding(-3660) else {
                throw Refusal.invalid([.init("from", Words("施行日期不能早于上一版本，也不能晚于一年后", "Not before the version that is there, and at most a year ahead"))])
            }
            try Uploads.keep(act, file: name, programme: own.programme.id, caseID: nil, question: "station_rule", name: self.name, type: type, bytes: bytes, by: actor)
            guard try act.keepRule(of: own.id, topic, version: before + 1, from: from, files: [file], by: account, clause: own.rules.clause) else { throw Casework.changedMeanwhile }
            return Receipt(.stationRules)
        }
    }
}

/// A safety check is written into the station's register: what was checked, what was found, and until when it is mended.
///
/// Effects: the entry, its texts sealed; its file, encrypted and synced before; an audit record.
public struct RecordSafetyCheck: Sendable {
    public let station: ID<Station>?
    public let checkedOn: Day
    public let what: String
    /// Nil: nothing was found.
    public let found: String?
    /// Wanted where something was found.
    public let mendBy: Day?
    public let file: (name: String, bytes: [UInt8])?

    static let longest = 1000

    public init(station: ID<Station>? = nil, checkedOn: Day, what: String, found: String? = nil, mendBy: Day? = nil, file: (name: String, bytes: [UInt8])? = nil) {
        self.station = station
        self.checkedOn = checkedOn
        self.what = what
        self.found = found
        self.mendBy = mendBy
        self.file = file
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard !actor.organisations.isEmpty else { throw Refusal.notFound }
        let what = try RequestText.needed(self.what, "what", most: Self.longest), found = try PursuitRules.note(self.found, "found", most: Self.longest)
        if found != nil, mendBy == nil { throw Refusal.invalid([.init("mendBy", Words("发现问题的，请填写整改期限", "Until when is it mended?"))]) }
        if found == nil, mendBy != nil { throw Refusal.invalid([.init("found", Words("请写明发现的问题", "What was found?"))]) }
        let type = try file.map { try Uploads.type(of: $0.bytes, name: $0.name) }, stored = try file == nil ? nil : Uploads.newName(house)
        if let file, let stored {
            try await house.database.read { tx in
                guard try tx.row("SELECT s.id FROM stations s WHERE \(ReportAccess.asStation(actor)) LIMIT 1") != nil else { throw Refusal.notFound }
            }
            try await house.files.write(try house.secrets.sealFile(file.bytes, id: stored), name: stored)
        }
        return try await house.perform(by: actor, once: once) { act in
            let own = try act.ownStation(station)
            guard checkedOn <= act.today, checkedOn >= act.today.adding(-366) else { throw Refusal.invalid([.init("checkedOn", Words("检查日期应在今天之前一年内", "Within the last year, and not later than today"))]) }
            if let mendBy, mendBy < checkedOn || mendBy > act.today.adding(366) { throw Refusal.invalid([.init("mendBy", Words("整改期限应在检查之后、一年以内", "After the check, and within a year"))]) }
            let id = try act.newID(SafetyCheck.self)
            if let file, let stored, let type {
                try Uploads.keep(act, file: stored, programme: own.programme.id, caseID: nil, question: "safety_check", name: file.name, type: type, bytes: file.bytes, by: actor)
            }
            try act.tx.run("""
                INSERT INTO safety_checks (id, station_id, checked_on, what, found, mend_by, file_id, by_account, at) VALUES (\(id), \(own.id), \(checkedOn),
                    \(try house.secrets.seal(text: what, table: "safety_checks", column: "what", row: id.rawValue)),
                    \(try found.map { try house.secrets.seal(text: $0, table: "safety_checks", column: "found", row: id.rawValue) }), \(mendBy), \(stored), \(actor.account), \(act.now))
                """)
            act.audit("safety_check", id.rawValue, "check_recorded", to: found == nil ? "clear" : "open", clause: own.rules.clause,
                detail: ["station": own.id.rawValue, "on": checkedOn.description, "mend_by": mendBy?.description ?? ""], isFirst: true)
            return Receipt(.stationRules)
        }
    }
}

/// What a safety check found is mended.
///
/// Effects: the day and how it was mended, sealed; an audit record.
public struct MendSafetyFinding: Codable, Sendable {
    public let mendedOn: Day
    public let how: String

    public init(mendedOn: Day, how: String) {
        self.mendedOn = mendedOn
        self.how = how
    }

    public func callAsFunction(_ house: House, _ id: ID<SafetyCheck>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let how = try RequestText.needed(self.how, "how", most: 500)
        return try await house.perform(by: actor, once: once) { act in
            _ = try act.tx.row("SELECT id FROM safety_checks WHERE id = \(id)\(act.dialect.lock)")
            guard let row = try act.tx.row("""
                SELECT k.checked_on AS checked_on, k.mend_by AS mend_by, k.mended_on AS mended_on FROM safety_checks k JOIN stations s ON s.id = k.station_id
                WHERE k.id = \(id) AND \(ReportAccess.asStation(actor))
                """) else { throw Refusal.notFound }
            let checked: Day = try row("checked_on"), by: Day? = try row("mend_by"), done: Day? = try row("mended_on")
            guard by != nil else { throw Refusal(.conflict, "nothing_found", Words("这次检查没有发现问题", "Nothing was found")) }
            guard done == nil else { throw Refusal(.conflict, "finding_mended", Words("已经登记整改完成", "It is mended already")) }
            guard mendedOn >= checked, mendedOn <= act.today else { throw Refusal.invalid([.init("mendedOn", Words("完成日期应在检查之后、今天之前", "After the check, and not later than today"))]) }
            let sealed = try house.secrets.seal(text: how, table: "safety_checks", column: "mended", row: id.rawValue)
            guard try act.tx.run("UPDATE safety_checks SET mended_on = \(mendedOn), mended = \(sealed) WHERE id = \(id) AND mended_on IS NULL") == 1 else { throw Casework.changedMeanwhile }
            act.audit("safety_check", id.rawValue, "finding_mended", from: "open", to: "mended", detail: ["on": mendedOn.description])
            return Receipt(.stationRules)
        }
    }
}
