import Domain
import SQL

/// A station's broker records a placement 人才资源配置 that the station brought about.
///
/// Effects: the record, once for each occurrence (一(三): person × employer or project × type × period); claimed by a second station it is kept as disputed,
/// and a case asks the office whose record counts; name and number sealed; both sides are asked again later; messages to those who have an account;
/// audit records.
public struct RecordPlacement: Codable, Sendable {
    public let station: ID<Station>
    public let type: PlacementType
    public let name: String
    public let phone: String
    /// The employer's credit code; for a start-up its own.
    public let creditCode: String
    public let employer: String
    /// Wanted of a project.
    public let project: String?
    public let position: String?
    public let startsOn: Day

    public init(
        station: ID<Station>, type: PlacementType, name: String, phone: String, creditCode: String, employer: String, project: String? = nil, position: String? = nil, startsOn: Day
    ) {
        self.station = station
        self.type = type
        self.name = name
        self.phone = phone
        self.creditCode = creditCode
        self.employer = employer
        self.project = project
        self.position = position
        self.startsOn = startsOn
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        var fields: [Refusal.Field] = []
        func need(_ field: String, _ text: String, _ range: ClosedRange<Int>, _ zh: String, _ en: String) {
            if !range.contains(text.trimmed.count) { fields.append(.init(field, Words("请填写\(zh)（最多 \(range.upperBound) 字）", "Please give the \(en) (at most \(range.upperBound) characters)"))) }
        }
        need("name", name, 1...50, "姓名", "person's name")
        need("employer", employer, 1...100, "单位名称", "employer's name")
        need("position", position ?? "", 0...60, "岗位", "position")
        need("project", project ?? "", type == .project ? 1...100 : 0...100, "项目名称", "project's name")
        if !Phone.isMobile(phone) { fields.append(.init("phone", PhoneCodes.phoneWords)) }
        var code = ""
        do throws(CreditCode.Mistake) { code = try CreditCode(creditCode).text } catch { fields.append(.init("creditCode", error.words)) }
        let settled = fields, credit = code
        return try await house.perform(by: actor, once: once) { act in
            _ = try act.mustBroker(station)
            guard let row = try act.tx.row("SELECT programme_id, area FROM stations WHERE id = \(station)") else { throw Refusal.notFound }
            let programme = try house.library.programme(try row("programme_id"))
            var fields = settled
            if let wrong = Self.wrongDay(startsOn, act.today) { fields.append(wrong) }
            guard fields.isEmpty else { throw Refusal.invalid(fields) }
            let indexes = try house.secrets.blindIndexes(Phone.normalised(phone), table: "accounts", column: "phone")
            let account: ID<Account>? = try act.tx.value("""
                SELECT t.account_id FROM talents t JOIN accounts a ON a.id = t.account_id WHERE a.phone_index IN (\(list: indexes)) AND t.closed_at IS NULL AND a.disabled_at IS NULL
                """)
            guard account == nil || account != actor.account else { throw Self.ownPlacement }
            let organisation = try act.tx.row("SELECT id, name FROM organisations WHERE credit_code = \(credit)")
            let id = try act.record(NewPlacement(
                programme: programme, type: type, account: account, name: name.trimmed, phone: Phone.normalised(phone), organisation: try organisation.map { try $0("id") },
                employer: try organisation.map { try $0("name") } ?? employer.trimmed, creditCode: credit, project: (project ?? "").trimmed, position: (position ?? "").trimmed,
                station: station, area: try row("area"), startsOn: startsOn))
            return Receipt(.placement, id.rawValue)
        }
    }

    static func wrongDay(_ day: Day, _ today: Day) -> Refusal.Field? {
        day < today.adding(-730) || day > today.adding(180) ? .init("startsOn", Words("请填写两年内、今后半年内的日期", "Within the last two years or the next half year")) : nil
    }

    static let ownPlacement = Refusal(.forbidden, "own_placement", Words("不能登记本人的配置，请由同事办理", "Nobody records their own placement; a colleague does"))
}

/// A placement is recorded from a pursuit that ended in a hire, with one press: by the employer, or by the station that accompanied it.
///
/// Effects: as of `RecordPlacement`; the employer's confirmation is there already, since it confirmed the start.
public struct RecordHire: Codable, Sendable {
    /// What the job leads to, unless said otherwise.
    public let type: PlacementType?
    public let project: String?

    public init(type: PlacementType? = nil, project: String? = nil) {
        self.type = type
        self.project = project
    }

    public func callAsFunction(_ house: House, _ id: ID<Pursuit>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let pursuit = try act.loadPursuit(id, where: "(\(PursuitRules.own(actor, as: .employer)) OR \(PursuitRules.own(actor, as: .station)))")
            guard pursuit.account != actor.account else { throw RecordPlacement.ownPlacement }
            guard pursuit.state == .hired, let started = pursuit.startedOn, let hiredBy = pursuit.hiredBy else {
                throw Refusal(.conflict, "not_hired", Words("用人单位确认入职后才能登记", "It can be recorded once the employer has confirmed the start"))
            }
            guard try act.tx.row("SELECT id FROM placements WHERE pursuit_id = \(id) AND state <> 'void'") == nil else {
                throw Refusal(.conflict, "placement_known", Words("这次入职已经登记", "It is recorded already"))
            }
            let type = type ?? PlacementType(pursuit.kind)
            let project = (project ?? "").trimmed
            if type == .project, !(1...100).contains(project.count) { throw Refusal.invalid([.init("project", Words("请填写项目名称（最多 100 字）", "Please give the project's name (at most 100 characters)"))]) }
            let programme = try house.library.programme(pursuit.programme)
            // A station whose plaque is not valid adds nothing to the count.
            let station: ID<Station>? = try (pursuit.station ?? pursuit.jobStation).flatMap { try act.tx.value("SELECT station_id FROM plaques WHERE station_id = \($0) AND state = 'valid'") }
            guard let employer = try act.tx.row("SELECT name, credit_code FROM organisations WHERE id = \(pursuit.organisation)"), let phone = try Pursuits.phone(act.tx, house.secrets, pursuit.account) else {
                throw Refusal(.conflict, "account_closed", Words("对方已注销账号，请由驿站登记", "The person has closed their account; a station records it"))
            }
            let area: String? = try station.flatMap { try act.tx.value("SELECT area FROM stations WHERE id = \($0)") }
            let placement = try act.record(NewPlacement(
                programme: programme, type: type, account: pursuit.account, name: nil, phone: phone, organisation: pursuit.organisation, employer: try employer("name"),
                creditCode: try employer("credit_code"), project: project, position: pursuit.title, pursuit: id, station: station, area: area, startsOn: started),
                evidence: [(.employerConfirmation, hiredBy)])
            return Receipt(.placement, placement.rawValue)
        }
    }
}

/// A placement to be recorded; its fields are checked.
struct NewPlacement {
    let programme: Programme
    let type: PlacementType
    let account: ID<Account>?
    /// As the station knows it; nil where the account says it.
    let name: String?
    /// Digits.
    let phone: String
    let organisation: ID<Organisation>?
    let employer: String
    let creditCode: String
    let project: String
    let position: String
    var pursuit: ID<Pursuit>?
    let station: ID<Station>?
    let area: String?
    let startsOn: Day

    /// With whom: the employer, or one project of it.
    var counterpart: String { type == .project ? "\(creditCode)/\(Self.plain(project))" : creditCode }

    static func plain(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }
}

extension Act {
    /// Keeps a record of a placement. Occurrences are decided under the lock of the person: two stations that record at once come one after the other.
    ///
    /// Effects: those of `RecordPlacement`.
    func record(_ new: NewPlacement, evidence: [(kind: PlacementEvidence, by: ID<Account>)] = []) throws -> ID<Placement> {
        guard let rules = new.programme.placements, let rule = rules.rule(new.type) else {
            throw Refusal(.conflict, "no_placements", Words("本方案未规定这类人才资源配置", "The programme does not know placements of this kind"))
        }
        guard let by = actor.account else { throw Refusal.unauthenticated }
        let key: String? = try new.account.flatMap { try tx.value("SELECT person_key FROM talents WHERE account_id = \($0) AND person_key IS NOT NULL") }
        let person = try PlacedPeople.person(self, phone: new.phone, key: key)
        let same = try known(person, new, within: rule.period)
        if let own = same.first(where: { $0.station == new.station }) {
            throw Refusal(.conflict, "placement_known", Words("这次配置已经登记（\(own.startsOn) 起，\(own.state.words.zh)）", "It is recorded already (from \(own.startsOn))"), clause: rule.clause,
                next: Words("同一人同一单位或项目 \(rule.period) 个月内计一次", "One person with one employer or project counts once in \(rule.period) months"))
        }
        // Also one that is disputed and may be upheld: two of one occurrence never count side by side.
        let holder = same.first
        if holder != nil, rules.dispute == nil {
            throw Refusal(.conflict, "placement_claimed", Words("这次配置已由其他驿站登记", "Another station has recorded it"), next: Words("请联系市人才服务中心", "Ask the talent service centre"))
        }
        var occurrence = holder?.occurrence ?? String(house.secrets.sha256(Array("\(person)/\(new.type.rawValue)/\(new.counterpart)/\(rule.number(of: new.startsOn))".utf8)).prefix(40))
        let id = try newID(Placement.self), state: PlacementState = holder == nil ? .recorded : .disputed
        // Somebody with an account is read through it; what the station typed stays with the record.
        func insert(_ occurrence: String) throws -> Bool { try !tx.rows("""
            INSERT INTO placements (id, programme_id, programme_hash, type, person_id, account_id, name, phone, organisation_id, employer, credit_code, project, position, pursuit_id, station_id, area,
                starts_on, occurrence, state, by_account, recorded_at, changed_at)
            VALUES (\(id), \(new.programme.id), \(new.programme.hash), \(new.type), \(person), \(new.account),
                \(try new.name.map { try house.secrets.seal(text: $0, table: "placements", column: "name", row: id.rawValue) }),
                \(try new.name.map { _ in try house.secrets.seal(text: new.phone, table: "placements", column: "phone", row: id.rawValue) }),
                \(new.organisation), \(new.employer), \(new.creditCode), \(new.project), \(new.position), \(new.pursuit), \(new.station), \(new.area), \(new.startsOn), \(occurrence), \(state),
                \(by), \(now), \(now))
            ON CONFLICT DO NOTHING RETURNING id
            """).isEmpty }
        // A record that a ruling upheld may hold the key of an earlier period: what does not overlap it counts under a key of its own.
        var isKept = try insert(occurrence)
        if !isKept {
            occurrence += "/\(new.startsOn)"
            isKept = try insert(occurrence)
        }
        guard isKept else { throw Casework.changedMeanwhile }
        audit("placement", id.rawValue, "placement_recorded", to: state.rawValue, clause: rule.clause,
            detail: ["type": new.type.rawValue, "station": new.station?.rawValue ?? "", "occurrence": occurrence, "day": new.startsOn.description], isFirst: true)
        for item in evidence { try add(item.kind, to: id, state, by: item.by) }
        for days in rules.checks { due(.checkPlacement, "\(id)/\(days)", at: Zone.china.instant(new.startsOn.adding(days), hour: 9)) }
        if new.startsOn > today { due(.countPlacement, id.rawValue, at: Zone.china.instant(new.startsOn)) }
        let placement = try StoredPlacement(try one(id))
        if let holder { try askOffice(about: placement, beside: holder, verb: "placement_claimed", rules) } else { try settle(placement) }
        try tell(placement, Words("登记了一次人才资源配置", "A placement was recorded"),
            Words("\(new.employer)，\(rule.name.zh)，自 \(new.startsOn) 起。请核对；与事实不符的，可在页面上提出。", "\(new.employer), \(rule.name.en), from \(new.startsOn). Please check it; if it is not so, say it on the page."))
        return id
    }

    private func one(_ id: ID<Placement>) throws -> Row {
        guard let row = try tx.row("SELECT \(StoredPlacement.columns) FROM placements p WHERE p.id = \(id)") else { throw Unexpected("a placement is gone") }
        return row
    }

    /// Records of the same occurrence that are not void, those that hold it first. The person is locked.
    private func known(_ person: String, _ new: NewPlacement, within months: Int) throws -> [StoredPlacement] {
        try tx.rows("""
            SELECT \(StoredPlacement.columns) FROM placements p WHERE p.programme_id = \(new.programme.id) AND p.person_id = \(person) AND p.type = \(new.type) AND p.credit_code = \(new.creditCode)
                AND p.state <> 'void' AND p.starts_on > \(new.startsOn.adding(months: -months)) AND p.starts_on < \(new.startsOn.adding(months: months))
            ORDER BY CASE WHEN p.state = 'disputed' THEN 1 ELSE 0 END, p.recorded_at, p.id
            """).map(StoredPlacement.init).filter { new.type != .project || NewPlacement.plain($0.project) == NewPlacement.plain(new.project) }
    }

    /// A case asks the office whether a disputed record stands.
    func askOffice(about placement: StoredPlacement, beside holder: StoredPlacement?, verb: String, _ rules: PlacementRules) throws {
        guard let procedure = rules.dispute else { throw Refusal(.conflict, "no_dispute", Words("本方案未规定争议程序，请联系市人才服务中心", "The programme has no procedure for disputes; ask the talent service centre")) }
        let programme = try house.library.programme(hash: placement.hash)
        func name(_ station: ID<Station>?) throws -> String { try station.flatMap { try tx.value("SELECT name FROM stations WHERE id = \($0)") as String? } ?? placement.employer }
        let title = try holder.map { "人才资源配置归属：\(try name(placement.station)) / \(try name($0.station))" } ?? "人才资源配置争议：\(try name(placement.station))"
        let opened = try openCase(procedure, title: title, in: programme, area: placement.area, detail: ["placement": placement.id.rawValue, "beside": holder?.id.rawValue ?? ""], verb: verb)
        try tx.run("UPDATE placements SET dispute_case = \(opened) WHERE id = \(placement.id)")
        audit("placement", placement.id.rawValue, "dispute_opened", from: PlacementState.disputed.rawValue, to: PlacementState.disputed.rawValue, detail: ["case": opened.rawValue, "beside": holder?.id.rawValue ?? ""])
        if let holder { try tell(holder, Words("另一驿站也登记了这次配置", "Another station claims the same placement"), Words("已提请部门裁定，裁定前您的记录照常有效。", "An office decides whose record counts; yours stands meanwhile.")) }
    }

    /// The case about a disputed record has ended: it stands, and what held its occurrence before is void; or it is void itself.
    func settlePlacementCase(_ loaded: LoadedCase, _ after: Case) throws {
        guard CaseState.ended.contains(after.state), after.state != .withdrawn, let id: ID<Placement> = try tx.value("SELECT id FROM placements WHERE dispute_case = \(loaded.id)") else { return }
        let placement = try loadPlacement(id, where: "1 = 1")
        guard placement.state == .disputed else { return }
        let upheld = after.state == .done
        if upheld {
            for other in try tx.held(beside: placement, house.library) {
                let kept = try keepReason("经裁定，本次配置计入另一驿站的记录（案件 \(loaded.number)）", audience: .applicant)
                _ = try move(other, .void, also: ", reason_id = \(kept.id)", reason: kept, detail: ["case": loaded.id.rawValue])
                try tell(other, Words("一条配置记录已作废", "A placement record is void"), Words("经裁定，本次配置计入另一驿站的记录。", "It was ruled that another station's record of it counts."))
            }
            try settle(try move(placement, .uphold, detail: ["case": loaded.id.rawValue]))
            try tell(placement, Words("配置记录裁定有效", "A placement record was upheld"), Words("裁定理由见案件页面。", "The reasons are with the case."))
        } else {
            let kept = try keepReason("经裁定不予认定（案件 \(loaded.number)）", audience: .applicant)
            _ = try move(placement, .void, also: ", reason_id = \(kept.id)", reason: kept, detail: ["case": loaded.id.rawValue])
            try tell(placement, Words("一条配置记录已作废", "A placement record is void"), Words("经裁定，这条记录不计入。", "It was ruled that this record does not count."))
        }
    }
}

extension Transaction {
    /// Records that count now, and are of the same occurrence as this one.
    func held(beside placement: StoredPlacement, _ library: Library) throws -> [StoredPlacement] {
        let months = try library.programme(hash: placement.hash).placements?.rule(placement.type)?.period ?? 1
        return try rows("""
            SELECT \(StoredPlacement.columns) FROM placements p WHERE p.programme_id = \(placement.programme) AND p.person_id = \(placement.person) AND p.type = \(placement.type)
                AND p.credit_code = \(placement.creditCode) AND p.id <> \(placement.id) AND p.state IN ('recorded', 'evidenced', 'counted')
                AND p.starts_on > \(placement.startsOn.adding(months: -months)) AND p.starts_on < \(placement.startsOn.adding(months: months)) ORDER BY p.id
            """).map(StoredPlacement.init).filter { placement.type != .project || NewPlacement.plain($0.project) == NewPlacement.plain(placement.project) }
    }
}
