import Domain
import SQL

/// A station, or an office of an area, says that it knows an employer and stands behind it.
///
/// Effects: a standing `vouched`; the employer's people are told; an audit record on the organisation. Nobody vouches for an organisation that they act for.
public struct VouchForEmployer: Codable, Sendable {
    /// The station that vouches; left out by an office of an area.
    public let station: ID<Station>?
    /// How the employer is known; the employer reads it.
    public let note: String?

    public init(station: ID<Station>? = nil, note: String? = nil) {
        self.station = station
        self.note = note
    }

    public func callAsFunction(_ house: House, for employer: ID<Organisation>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let (programme, rules) = try house.jobProgramme()
        let text = try EmployerRules.text(note, "note", atLeast: 0)
        return try await house.perform(by: actor, once: once) { act in
            let giver = try giver(act, programme, rules)
            let standing = try act.lockEmployer(employer, programme)
            try act.mustNotBeOwn(employer)
            if case .barred = standing { throw EmployerRules.barred }
            let same: SQL = giver.station.map { "station_id = \($0)" } ?? "office = \(giver.office)"
            guard try act.tx.row("""
                SELECT id FROM employer_standings WHERE organisation_id = \(employer) AND programme_id = \(programme.id) AND kind = 'vouched' AND ended_at IS NULL AND \(same)
                """) == nil else { throw Refusal(.conflict, "vouched_already", Words("已经担保过这个单位", "This employer is vouched for already")) }
            try act.give("vouched", to: employer, programme, giver, text: text, until: nil)
            try act.tell(act.members(of: employer), Words("单位已获担保", "Your organisation is vouched for"),
                Words("\(giver.name.zh)为贵单位担保，现在可以发布岗位。", "\(giver.name.en) vouches for your organisation; you can open jobs now."), link: Receipt(.employer, employer.rawValue))
            return Receipt(.employer, employer.rawValue)
        }
    }

    private func giver(_ act: Act, _ programme: Programme, _ rules: JobRules) throws -> EmployerRules.Giver {
        if let station {
            guard rules.vouching.contains(.station), let row = try act.tx.row("""
                SELECT s.name AS name FROM stations s JOIN plaques p ON p.station_id = s.id AND p.state = 'valid' JOIN members m ON m.organisation_id = s.organisation_id
                WHERE s.id = \(station) AND s.programme_id = \(programme.id) AND m.account_id = \(act.actor.account)
                """) else { throw Refusal.notFound }
            let name: String = try row("name")
            return EmployerRules.Giver(station: station, office: nil, name: Words(name, name))
        }
        guard rules.vouching.contains(.area), let office = act.actor.posts.filter({ $0.programme == programme.id }).compactMap({ programme.office($0.office) }).first(where: { $0.area != nil }) else {
            throw Refusal.notFound
        }
        return EmployerRules.Giver(station: nil, office: office.id, name: office.name)
    }
}

/// An office has looked at an employer's papers: who it is, and that it may hire.
///
/// Effects: a standing `verified`; the employer's people are told; an audit record on the organisation. Nobody verifies an organisation that they act for.
public struct VerifyEmployer: Codable, Sendable {
    /// What was looked at; the employer reads it.
    public let note: String?

    public init(note: String? = nil) { self.note = note }

    public func callAsFunction(_ house: House, _ employer: ID<Organisation>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let (programme, _) = try house.jobProgramme()
        let office = try EmployerRules.office(of: actor, programme)
        let text = try EmployerRules.text(note, "note", atLeast: 0)
        return try await house.perform(by: actor, once: once) { act in
            let standing = try act.lockEmployer(employer, programme)
            try act.mustNotBeOwn(employer)
            if case .barred = standing { throw EmployerRules.barred }
            guard standing != .verified else { throw Refusal(.conflict, "verified_already", Words("这个单位已经核验", "This employer is verified already")) }
            try act.give("verified", to: employer, programme, office, text: text, until: nil)
            try act.tell(act.members(of: employer), Words("单位已通过核验", "Your organisation is verified"),
                Words("\(office.name.zh)已核验贵单位，现在可以发布岗位。", "\(office.name.en) has verified your organisation; you can open jobs now."), link: Receipt(.employer, employer.rawValue))
            return Receipt(.employer, employer.rawValue)
        }
    }
}

/// An office bars an employer from hiring through the programme until a day.
///
/// Effects: a standing `barred` with its reason; the employer's jobs are not shown and cannot be opened meanwhile; the employer's people are told; the end of
/// the bar falls due; an audit record on the organisation.
public struct BarEmployer: Codable, Sendable {
    public let reason: String
    /// The last day of the bar.
    public let until: Day

    public init(reason: String, until: Day) {
        self.reason = reason
        self.until = until
    }

    /// Days that a bar may last.
    static let longest = 1826

    public func callAsFunction(_ house: House, _ employer: ID<Organisation>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let (programme, _) = try house.jobProgramme()
        let office = try EmployerRules.office(of: actor, programme)
        return try await house.perform(by: actor, once: once) { act in
            var fields: [Refusal.Field] = []
            if !(5...2000).contains(reason.trimmed.count) { fields.append(.init("reason", Words("请写明理由（5 至 2000 字），单位会看到", "Say why, in 5 to 2000 characters; the employer reads it"))) }
            if until < act.today || until > act.today.adding(Self.longest) { fields.append(.init("until", Words("请填写今天起五年内的日期", "A day from today on, within five years"))) }
            guard fields.isEmpty else { throw Refusal.invalid(fields) }
            let standing = try act.lockEmployer(employer, programme)
            try act.mustNotBeOwn(employer)
            if case .barred = standing { throw Refusal(.conflict, "barred_already", Words("这个单位已经暂停招聘", "This employer is barred already"),
                next: Words("要改期限，请先结束现有的处理", "To change the day, end the bar that stands first")) }
            let id = try act.give("barred", to: employer, programme, office, text: reason.trimmed, until: until)
            act.due(.barEnd, id.rawValue, at: Zone.china.instant(until.adding(1), hour: 0))
            try act.tell(act.members(of: employer), Words("已暂停招聘", "Your organisation is barred from hiring"),
                Words("至 \(until.chinese)，贵单位的岗位不再公开，也不能发布新岗位。理由见单位页面。", "Until \(until) your jobs are not shown and none can be opened. The reason is on your organisation's page."),
                    link: Receipt(.employer, employer.rawValue))
            return Receipt(.employer, employer.rawValue)
        }
    }
}

/// Whoever gave a standing, or an office that supervises, ends it; a bar the office that gave it, or one of the city.
///
/// Effects: the standing, with the reason; where nobody stands behind the employer any more, its open jobs close; the employer's people are told; audit
/// records on the organisation and on the jobs.
public struct EndStanding: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Standing>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let (programme, _) = try house.jobProgramme()
        guard (5...2000).contains(reason.trimmed.count) else { throw Refusal.invalid([.init("reason", Words("请写明理由（5 至 2000 字），单位会看到", "Say why, in 5 to 2000 characters; the employer reads it"))]) }
        let supervises = EmployerRules.supervises(actor, programme)
        let offices = actor.posts.filter { $0.programme == programme.id }.map(\.office)
        // An office of an area does not undo what another office decided.
        let isCity = offices.contains { programme.office($0).map { $0.area == nil } ?? false }
        return try await house.perform(by: actor, once: once) { act in
            guard let row = try act.tx.row("""
                SELECT e.organisation_id AS organisation, e.kind AS kind FROM employer_standings e LEFT JOIN stations s ON s.id = e.station_id
                WHERE e.id = \(id) AND e.programme_id = \(programme.id) AND ((\(supervises) AND (e.kind <> 'barred' OR \(isCity) OR e.office IN (\(list: offices)))) OR (e.kind <> 'barred' AND (e.office IN (\(list: offices))
                    OR EXISTS (SELECT 1 FROM members m WHERE m.organisation_id = s.organisation_id AND m.account_id = \(actor.account)))))
                """) else { throw Refusal.notFound }
            let employer: ID<Organisation> = try row("organisation"), kind: String = try row("kind")
            _ = try act.lockEmployer(employer, programme)
            try act.mustNotBeOwn(employer)
            let changed = try act.tx.run("UPDATE employer_standings SET ended_at = \(act.now) WHERE id = \(id) AND ended_at IS NULL")
            guard changed == 1 else { throw Refusal(.conflict, "ended_already", Words("已经结束", "It has ended already")) }
            let kept = try act.keepReason(reason.trimmed, audience: .applicant)
            act.audit("organisation", employer.rawValue, "standing_ended", from: kind, reason: kept, detail: ["standing": id.rawValue])
            if kind == "barred" { try act.nothingDue([.barEnd], id.rawValue) }
            let mayHire = try act.closeIfNobodyStands(behind: employer, programme)
            try act.tell(act.members(of: employer), kind == "barred" ? Words("已恢复招聘", "Your organisation may hire again") : Words("单位的担保或核验已结束", "A standing of your organisation has ended"),
                mayHire ? Words("理由见单位页面。", "The reason is on your organisation's page.") : EmployerRules.nobodyStands, link: Receipt(.employer, employer.rawValue))
            return Receipt(.employer, employer.rawValue)
        }
    }
}

/// A bar has come to its last day. Harmless when repeated.
///
/// Effects: the standing; where nobody stands behind the employer any more, its open jobs close; the employer's people are told; an audit record on the organisation.
struct EndBar {
    func callAsFunction(_ house: House, _ id: ID<Standing>, at: Instant?) async throws {
        _ = try await house.perform(by: .system, once: nil, at: at) { act in
            guard let about = try act.tx.row("SELECT organisation_id, programme_id FROM employer_standings WHERE id = \(id)") else { return Receipt(.home) }
            let employer: ID<Organisation> = try about("organisation_id"), programme = try house.library.programme(try about("programme_id"))
            _ = try act.lockEmployer(employer, programme)
            let changed = try act.tx.run("UPDATE employer_standings SET ended_at = \(act.now) WHERE id = \(id) AND kind = 'barred' AND ended_at IS NULL AND until < \(act.today)")
            guard changed == 1 else { return Receipt(.home) }
            let mayHire = try act.closeIfNobodyStands(behind: employer, programme)
            act.audit("organisation", employer.rawValue, "standing_ended", from: "barred", detail: ["standing": id.rawValue])
            try act.tell(act.members(of: employer), Words("暂停招聘已到期", "The bar is over"), mayHire ? Words("仍在有效期内的岗位重新公开。", "Jobs that still stand are shown again.") : EmployerRules.nobodyStands, link: Receipt(.employer, employer.rawValue))
            return Receipt(.employer, employer.rawValue)
        }
    }
}

enum EmployerRules {
    /// Who gives a standing: a station or an office.
    struct Giver {
        let station: ID<Station>?
        let office: String?
        let name: Words
    }

    static let barred = Refusal(.conflict, "barred", Words("该单位处于暂停招聘期间", "This employer is barred from hiring"), next: Words("期满或由部门结束处理后再办", "Wait until the bar is over, or an office ends it"))

    static let nobodyStands = Words("目前没有驿站或部门为贵单位担保，岗位暂不公开。理由见单位页面。", "Nobody stands behind your organisation now, and your jobs are not shown. The reason is on its page.")

    /// Offices that take in or supervise look after employers.
    static let powers: Set<Programme.Power> = [.intake, .supervise]

    static func supervises(_ actor: Actor, _ programme: Programme) -> Bool { found(actor, programme) != nil }

    /// - Throws: `notFound` for who holds no place in such an office.
    static func office(of actor: Actor, _ programme: Programme) throws(Refusal) -> Giver {
        guard let office = found(actor, programme) else { throw .notFound }
        return Giver(station: nil, office: office.id, name: office.name)
    }

    private static func found(_ actor: Actor, _ programme: Programme) -> Programme.Office? {
        actor.posts.filter { $0.programme == programme.id }.compactMap { programme.office($0.office) }.first { !$0.powers.isDisjoint(with: powers) }
    }

    static func text(_ given: String?, _ field: String, atLeast: Int) throws(Refusal) -> String {
        let text = (given ?? "").trimmed
        guard (atLeast...500).contains(text.count) else { throw .invalid([.init(field, Words("最多 500 字", "At most 500 characters"))]) }
        return text
    }
}

extension House {
    /// The programme that has jobs, with its rules. - Throws: `notFound` where none has.
    func jobProgramme() throws(Refusal) -> (Programme, JobRules) {
        for programme in library.programmes { if let rules = programme.jobs { return (programme, rules) } }
        throw .notFound
    }
}

extension Act {
    /// An employer's standing now; its row is locked, one change of its standing and its open jobs after the other.
    func lockEmployer(_ employer: ID<Organisation>, _ programme: Programme) throws -> EmployerStanding {
        guard try tx.row("SELECT id FROM organisations WHERE id = \(employer)\(dialect.lock)") != nil else { throw Refusal.notFound }
        return try EmployerStanding.of(employer, programme: programme.id, tx, today: today)
    }

    /// Ends the open jobs of an employer, whose row is locked, where nobody stands behind it any more. - Returns: whether it may hire.
    @discardableResult
    func closeIfNobodyStands(behind employer: ID<Organisation>, _ programme: Programme) throws -> Bool {
        let standing = try EmployerStanding.of(employer, programme: programme.id, tx, today: today)
        if standing == .unknown { try closeJobs(of: employer, programme, verb: "standing_ended") }
        return standing.mayHire
    }

    /// A station's plaque is not valid any more, and its word for employers with it.
    ///
    /// Effects: the open jobs of employers behind whom nobody else stands are closed, and their people told; audit records on the jobs.
    func endVouching(by station: ID<Station>, _ programme: Programme) throws {
        let employers: [ID<Organisation>] = try tx.rows("""
            SELECT DISTINCT organisation_id FROM employer_standings WHERE station_id = \(station) AND programme_id = \(programme.id) AND kind = 'vouched' AND ended_at IS NULL ORDER BY organisation_id
            """).map { try $0("organisation_id") }
        for employer in employers {
            _ = try lockEmployer(employer, programme)
            guard try !closeIfNobodyStands(behind: employer, programme), case .unknown = try EmployerStanding.of(employer, programme: programme.id, tx, today: today) else { continue }
            try tell(members(of: employer), Words("担保驿站的牌匾已不在有效状态", "The plaque of the station that vouches for you is not valid"), EmployerRules.nobodyStands, link: Receipt(.employer, employer.rawValue))
        }
    }

    func mustNotBeOwn(_ employer: ID<Organisation>) throws {
        guard try tx.row("SELECT account_id FROM members WHERE organisation_id = \(employer) AND account_id = \(actor.account)") != nil else { return }
        throw Refusal(.forbidden, "own_organisation", Words("不能为本人所在单位办理，请回避", "Nobody does this for an organisation that they act for"))
    }

    /// Who acts for an organisation.
    func members(of organisation: ID<Organisation>) throws -> [ID<Account>] {
        try tx.rows("SELECT account_id FROM members WHERE organisation_id = \(organisation) ORDER BY account_id").map { try $0("account_id") }
    }

    /// The row of a standing and its audit record.
    @discardableResult
    fileprivate func give(_ kind: String, to employer: ID<Organisation>, _ programme: Programme, _ giver: EmployerRules.Giver, text: String, until: Day?) throws -> ID<Standing> {
        let id: ID<Standing> = try newID()
        let kept = text.isEmpty ? nil : try keepReason(text, audience: .applicant)
        later("""
            INSERT INTO employer_standings (id, programme_id, organisation_id, kind, station_id, office, by_account, reason_id, since, until)
            VALUES (\(id), \(programme.id), \(employer), \(kind), \(giver.station), \(giver.office), \(actor.account), \(kept?.id), \(now), \(until))
            """)
        var detail = ["standing": id.rawValue]
        if let station = giver.station { detail["station"] = station.rawValue }
        if let office = giver.office { detail["office"] = office }
        if let until { detail["until"] = until.description }
        audit("organisation", employer.rawValue, "employer_\(kind)", to: kind, reason: kept, detail: detail)
        return id
    }
}
