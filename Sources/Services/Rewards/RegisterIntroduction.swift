import Domain
import SQL

/// A station writes down, before the contract, that it introduces a talent to an employer of the city 引荐备案 (二(三)3).
///
/// Effects: the introduction with today's date, one for each talent and employer; name and number sealed; the talent, if they have an account, and the employer's people
/// are asked to confirm; an audit record.
public struct RegisterIntroduction: Codable, Sendable {
    public let station: ID<Station>
    public let name: String
    public let phone: String
    /// Of the employer.
    public let creditCode: String
    public let position: String

    public init(station: ID<Station>, name: String, phone: String, creditCode: String, position: String) {
        self.station = station
        self.name = name
        self.phone = phone
        self.creditCode = creditCode
        self.position = position
    }

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        var fields: [Refusal.Field] = []
        if !(1...50).contains(name.trimmed.count) { fields.append(.init("name", Words("请填写姓名（最多 50 字）", "Please give the name (at most 50 characters)"))) }
        if !(1...60).contains(position.trimmed.count) { fields.append(.init("position", Words("请填写岗位（最多 60 字）", "Please give the position (at most 60 characters)"))) }
        if !Phone.isMobile(phone) { fields.append(.init("phone", PhoneCodes.phoneWords)) }
        var code = ""
        do throws(CreditCode.Mistake) { code = try CreditCode(creditCode).text } catch { fields.append(.init("creditCode", error.words)) }
        let settled = fields, credit = code
        return try await house.perform(by: actor, once: once) { act in
            _ = try act.mustBroker(station)
            guard let by = actor.account, let row = try act.tx.row("SELECT programme_id, organisation_id FROM stations WHERE id = \(station)") else { throw Refusal.notFound }
            let (programme, rules) = try house.rewardProgramme(try row("programme_id")), host: ID<Organisation> = try row("organisation_id")
            guard let reward = rules.reward(for: .agencyReward) else { throw ClaimRules.noRewards }
            guard settled.isEmpty else { throw Refusal.invalid(settled) }
            guard let employer: ID<Organisation> = try act.tx.value("SELECT id FROM organisations WHERE credit_code = \(credit)"),
                try EmployerStanding.of(employer, programme: programme.id, act.tx, today: act.today).mayHire else {
                throw Refusal.invalid([.init("creditCode", Words("没有这家经核验的用人单位", "There is no verified employer of this code"))])
            }
            guard employer != host else { throw Refusal.invalid([.init("creditCode", Words("本单位自己用人，不作引荐备案", "What the station's own host hires is no introduction"))]) }
            let indexes = try house.secrets.blindIndexes(Phone.normalised(phone), table: "accounts", column: "phone")
            guard let index = indexes.first else { throw Unexpected("no index for numbers") }
            let talent: ID<Account>? = try act.tx.value("""
                SELECT t.account_id FROM talents t JOIN accounts a ON a.id = t.account_id WHERE a.phone_index IN (\(list: indexes)) AND t.closed_at IS NULL AND a.disabled_at IS NULL
                """)
            guard talent == nil || talent != by else { throw Refusal.invalid([.init("phone", Words("不能引荐本人", "Nobody introduces themselves"))]) }
            let other: String? = try act.tx.value("""
                SELECT state FROM introductions WHERE organisation_id = \(employer) AND state IN ('registered', 'confirmed') AND (phone_index IN (\(list: indexes)) OR talent_id = \(talent)) ORDER BY id LIMIT 1
                """)
            if let other { throw Self.known(IntroductionState(rawValue: other)) }
            let id = try act.newID(Introduction.self)
            let made = try act.tx.rows("""
                INSERT INTO introductions (id, programme_id, station_id, organisation_id, talent_id, phone, phone_index, name, position, state, registered_on, by_account, registered_at, changed_at)
                VALUES (\(id), \(programme.id), \(station), \(employer), \(talent), \(try house.secrets.seal(text: Phone.normalised(phone), table: "introductions", column: "phone", row: id.rawValue)), \(index),
                    \(try house.secrets.seal(text: name.trimmed, table: "introductions", column: "name", row: id.rawValue)), \(position.trimmed), 'registered', \(act.today), \(by), \(act.now), \(act.now))
                ON CONFLICT DO NOTHING RETURNING id
                """)
            guard !made.isEmpty else { throw Self.known(nil) }
            act.audit("introduction", id.rawValue, "introduction_registered", to: "registered", clause: reward.clause, detail: ["station": station.rawValue, "employer": employer.rawValue], isFirst: true)
            let title = Words("请确认引荐备案", "Please confirm an introduction"), body = Words("驿站登记了一次引荐，请核对是否属实并确认。", "A station wrote down an introduction; please say whether it is so.")
            if let talent { try act.tell(talent, title, body, link: Receipt(.introduction, id.rawValue)) }
            try act.tell(organisation: employer, title, body, link: Receipt(.introduction, id.rawValue))
            return Receipt(.introduction, id.rawValue)
        }
    }

    private static func known(_ state: IntroductionState?) -> Refusal {
        let words = state?.words ?? IntroductionState.registered.words
        return Refusal(.conflict, "introduction_known", Words("这个人才与这家单位之间已有引荐备案（\(words.zh)）", "There is an introduction of this talent to this employer already (\(words.en))"),
            next: Words("同一人才同一单位只备案一次；有疑问请联系市人才服务中心", "One talent and one employer, one introduction; ask the talent service centre"))
    }
}

/// The talent, or somebody of the employer, confirms that a station introduced them; each for their own side.
///
/// Effects: the confirmation of that side; with both of them the introduction is confirmed, dated today; the station's people are told; audit records.
/// The talent thereby lets the offices read their proven class when a reward is claimed.
public struct ConfirmIntroduction: Codable, Sendable {
    public let consent: Bool

    public init(consent: Bool) { self.consent = consent }

    public func callAsFunction(_ house: House, _ id: ID<Introduction>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let introduction = try act.loadIntroduction(id, where: "(\(IntroductionAccess.asTalent(actor)) OR \(IntroductionAccess.asEmployer(actor)))")
            guard let by = actor.account else { throw Refusal.unauthenticated }
            guard consent else { throw Refusal.invalid([.init("consent", Words("请勾选后确认", "Please tick it to confirm"))]) }
            guard introduction.state == .registered else { throw ClaimRules.wrongState(introduction.state) }
            guard !actor.organisations.contains(introduction.host) else { throw Refusal(.forbidden, "own_matter", Words("驿站的人员不能代为确认", "Nobody of the station confirms its introduction")) }
            let asTalent = try act.tx.row("SELECT i.id FROM \(StoredIntroduction.tables) WHERE i.id = \(id) AND \(IntroductionAccess.asTalent(actor))") != nil
            let isKnown = asTalent ? introduction.talentAt != nil : introduction.employerAt != nil
            guard !isKnown else { throw Refusal(.conflict, "confirmed_already", Words("已经确认过", "It is confirmed already")) }
            // One person never stands for both sides.
            let employerBy: ID<Account>? = try act.tx.value("SELECT employer_by FROM introductions WHERE id = \(id)")
            guard asTalent ? employerBy != by : introduction.talent != by else { throw Refusal(.forbidden, "own_matter", Words("不能由同一人代表双方确认", "One person does not confirm for both sides")) }
            if asTalent, introduction.talent == nil {
                let twice: String? = try act.tx.value("SELECT id FROM introductions WHERE organisation_id = \(introduction.employer) AND talent_id = \(by) AND state IN ('registered', 'confirmed')")
                guard twice == nil else { throw Refusal(.conflict, "introduction_known", Words("您与这家单位之间已有引荐备案", "There is an introduction of yours to this employer already")) }
            }
            let mine: SQL = asTalent ? ", talent_id = \(by), talent_at = \(act.now)" : ", employer_by = \(by), employer_at = \(act.now)"
            let isWhole = asTalent ? introduction.employerAt != nil : introduction.talentAt != nil
            if isWhole {
                try act.move(introduction, .confirm, also: "\(mine), confirmed_on = \(act.today)", detail: ["side": asTalent ? "talent" : "employer"])
            } else {
                let changed = try act.tx.run("UPDATE introductions SET changed_at = \(act.now)\(mine) WHERE id = \(id) AND state = 'registered'")
                guard changed == 1 else { throw Casework.changedMeanwhile }
                act.audit("introduction", id.rawValue, "introduction_side_confirmed", from: "registered", to: "registered", detail: ["side": asTalent ? "talent" : "employer"])
            }
            try act.tell(try act.people(of: introduction.station), isWhole ? Words("引荐备案双方已确认", "An introduction is confirmed") : Words("引荐备案一方已确认", "One side has confirmed an introduction"),
                Words("详见备案页面。", "See its page."), link: Receipt(.introduction, id.rawValue))
            return Receipt(.introduction, id.rawValue)
        }
    }
}

/// The talent, or somebody of the employer, says that the station did not introduce them.
///
/// Effects: the introduction is declined, with the reason; the same talent may be introduced anew; the station's people are told; an audit record.
public struct DeclineIntroduction: Codable, Sendable {
    public let reason: String

    public init(reason: String) { self.reason = reason }

    public func callAsFunction(_ house: House, _ id: ID<Introduction>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let text = try PursuitRules.reason(reason)
        return try await house.perform(by: actor, once: once) { act in
            let introduction = try act.loadIntroduction(id, where: "(\(IntroductionAccess.asTalent(actor)) OR \(IntroductionAccess.asEmployer(actor)))")
            try act.move(introduction, .decline, reason: try act.keepReason(text, audience: .applicant))
            try act.tell(try act.people(of: introduction.station), Words("引荐备案未获确认", "An introduction was declined"), Words("理由见备案页面。", "The reason is on its page."), link: Receipt(.introduction, id.rawValue))
            return Receipt(.introduction, id.rawValue)
        }
    }
}

/// The station takes an introduction back that is not confirmed.
///
/// Effects: the introduction is taken back; an audit record.
public struct WithdrawIntroduction: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Introduction>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            try act.move(try act.loadIntroduction(id, where: IntroductionAccess.asStation(actor)), .withdraw)
            return Receipt(.introduction, id.rawValue)
        }
    }
}
