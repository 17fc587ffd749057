import Domain
import SQL

/// What ids of interview codes name.
public enum Interview {}

/// Somebody who acts for a registered organisation issues the code of an interview for one person, in place of a screenshot.
///
/// Effects: the code, whose number is kept sealed and found by its blind index; an audit record.
public struct IssueInterview: Codable, Sendable {
    public let name: String
    public let phone: String
    public let position: String
    public let place: String
    public let firstDay: Day
    /// The same day if left out.
    public let lastDay: Day?
    /// Wanted when the person acts for more than one organisation.
    public let organisation: ID<Organisation>?

    public init(name: String, phone: String, position: String, place: String, firstDay: Day, lastDay: Day? = nil, organisation: ID<Organisation>? = nil) {
        self.name = name
        self.phone = phone
        self.position = position
        self.place = place
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.organisation = organisation
    }

    /// Days ahead that an interview may be, and days that it may last.
    static let furthest = 90
    static let longest = 14

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let organisation = try MemberRules.organisation(self.organisation, actor)
        var fields: [Refusal.Field] = []
        func need(_ field: String, _ text: String, _ most: Int, _ zh: String, _ en: String) {
            if !(1...most).contains(text.trimmed.count) { fields.append(.init(field, Words("请填写\(zh)（最多 \(most) 字）", "Please give the \(en) (at most \(most) characters)"))) }
        }
        need("name", name, 50, "应聘者姓名", "person's name")
        need("position", position, 60, "岗位", "position")
        need("place", place, 120, "面试地点", "place")
        if !Phone.isMobile(phone) { fields.append(.init("phone", PhoneCodes.phoneWords)) }
        let last = lastDay ?? firstDay
        if last < firstDay { fields.append(.init("lastDay", Words("结束日期不能早于开始日期", "The last day cannot be before the first"))) }
        if last.number - firstDay.number >= Self.longest { fields.append(.init("lastDay", Words("一次面试最多 \(Self.longest) 天", "An interview lasts at most \(Self.longest) days"))) }
        let settled = fields
        return try await house.perform(by: actor, once: once) { act in
            try MemberRules.mustStillBe(act, organisation)
            var fields = settled
            if firstDay < act.today || firstDay > act.today.adding(Self.furthest) {
                fields.append(.init("firstDay", Words("请填写今天起 \(Self.furthest) 天内的日期", "A day from today on, within \(Self.furthest) days")))
            }
            guard fields.isEmpty else { throw Refusal.invalid(fields) }
            guard let by = actor.account else { throw Refusal.unauthenticated }
            let id = try act.issue(NewInterview(
                organisation: organisation, by: by, name: name.trimmed, phone: Phone.normalised(phone), position: position.trimmed, place: place.trimmed, first: firstDay, last: last))
            return Receipt(.interviews, id.rawValue)
        }
    }
}

/// Somebody who acts for the organisation takes a code back that nobody has claimed.
///
/// Effects: the code; an audit record.
public struct RevokeInterview: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Interview>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            guard let row = try act.tx.row("""
                SELECT state FROM interviews WHERE id = \(id) AND organisation_id IN (\(list: actor.organisations.sorted()))\(act.dialect.lock)
                """) else { throw Refusal.notFound }
            let state: String = try row("state")
            let changed = try act.tx.run("UPDATE interviews SET state = 'revoked', revoked_at = \(act.now) WHERE id = \(id) AND state = 'issued'")
            guard changed == 1 else {
                throw Refusal(.conflict, "interview_\(state)", state == "claimed"
                    ? Words("对方已使用这个面试码，不能撤销", "The person has used this code already") : Words("这个面试码已经撤销", "This code was taken back already"))
            }
            act.audit("interview", id.rawValue, "interview_revoked", from: "issued", to: "revoked")
            return Receipt(.interviews, id.rawValue)
        }
    }
}

/// A talent claims the code of their interview: the mobile number on it must be theirs, and they must not act for the organisation that issued it.
///
/// Effects: the code; looking for work is added to what they come for, and counts as proven around the days of the interview (`InterviewProof`), unless
/// what they come for is proven for longer; a message to whoever issued it; audit records. A code of an organisation with which no office has dealt yet
/// (`InterviewReader.isKnown`) states the same and proves nothing; claimed once more when one has, it proves.
public struct ClaimInterview: Codable, Sendable {
    public let number: String

    public init(number: String) { self.number = number }

    /// The same words whatever is wrong, so that nobody learns which codes there are.
    static let wrong = Refusal(.invalid, "interview_unknown", Words("面试码无效，或与您的手机号不符", "There is no such code, or it is not for your number"),
        next: Words("请核对后重试，或联系发码单位", "Check it, or ask the organisation that issued it"), fields: [.init("number", Words("面试码无效，或与您的手机号不符", "There is no such code for you"))])

    static let own = Refusal(.forbidden, "own_interview", Words("单位的经办人不能使用本单位的面试码", "Who acts for an organisation does not use its codes"),
        next: Words("请在“我的”页面填写来意，由部门核验", "State your purpose on “My page”; an office looks at the proof"))

    public func callAsFunction(_ house: House, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        guard let number = InterviewNumber(number) else { throw Self.wrong }
        return try await house.perform(by: actor, once: once) { act in
            let account = try act.talent(), secrets = house.secrets
            guard let row = try act.tx.row("""
                SELECT i.id AS id, i.organisation_id AS organisation, i.phone AS phone, i.state AS state, i.claimed_by AS claimed_by, i.last_day AS last_day, i.issued_by AS issued_by,
                    \(InterviewReader.isKnown("i.organisation_id")) AS known
                FROM interviews i WHERE i.number_index IN (\(list: try secrets.blindIndexes(number.text, table: "interviews", column: "number")))\(act.dialect.lock)
                """) else { throw Self.wrong }
            let id: ID<Interview> = try row("id"), last: Day = try row("last_day"), claimedBy: ID<Account>? = try row("claimed_by"), isKnown: Bool = try row("known")
            guard try !isOwn(act, account, row) || claimedBy != account else { throw Self.own }
            if claimedBy == account {
                if isKnown, last >= act.today { try act.attest(account, by: id, proves: true) }
                return Receipt(.talent, id.rawValue)
            }
            guard try row("state") == "issued", try isFor(act, account, row, id) else { throw Self.wrong }
            guard try !isOwn(act, account, row) else { throw Self.own }
            guard last >= act.today else { throw Refusal(.conflict, "interview_over", Words("这次面试的日期已经过去", "This interview is over")) }
            guard try act.claim(id, for: account, proves: isKnown) else { throw Self.wrong }
            try act.tell(try row("issued_by"), Words("面试码已被使用", "An interview code was used"), Words("您发出的一个面试码已由应聘者本人使用。", "The person has used an interview code that you issued."), link: Receipt(.interviews))
            return Receipt(.talent, id.rawValue)
        }
    }

    private func isFor(_ act: Act, _ account: ID<Account>, _ row: Row, _ id: ID<Interview>) throws -> Bool {
        let secrets = act.house.secrets
        guard let sealed: [UInt8] = try act.tx.value("SELECT phone FROM accounts WHERE id = \(account) AND phone IS NOT NULL") else { return false }
        let wanted = try secrets.text(try row("phone"), table: "interviews", column: "phone", row: id.rawValue)
        return try secrets.text(sealed, table: "accounts", column: "phone", row: account.rawValue) == wanted
    }

    private func isOwn(_ act: Act, _ account: ID<Account>, _ row: Row) throws -> Bool {
        let organisation: ID<Organisation> = try row("organisation"), by: ID<Account> = try row("issued_by")
        return try by == account || act.tx.row("SELECT account_id FROM members WHERE organisation_id = \(organisation) AND account_id = \(account)") != nil
    }
}

/// What an interview code says. Checked before.
struct NewInterview {
    let organisation: ID<Organisation>
    /// Who acts for the organisation.
    let by: ID<Account>
    let name: String
    /// Digits.
    let phone: String
    let position: String
    let place: String
    let first: Day
    let last: Day
}

extension Act {
    /// Keeps a new code, whose number is sealed and found by its blind index.
    ///
    /// Effects: the code; an audit record.
    func issue(_ interview: NewInterview) throws -> ID<Interview> {
        let secrets = house.secrets, id = try newID(Interview.self), row = id.rawValue
        let number = InterviewNumber(random: try secrets.random(InterviewNumber.randomBytes))
        try tx.run("""
            INSERT INTO interviews (id, organisation_id, number_index, number, name, phone, place, position, first_day, last_day, state, issued_by, issued_at)
            VALUES (\(id), \(interview.organisation), \(try secrets.blindIndex(number.text, table: "interviews", column: "number")),
                \(try secrets.seal(text: number.text, table: "interviews", column: "number", row: row)),
                \(try secrets.seal(text: interview.name, table: "interviews", column: "name", row: row)),
                \(try secrets.seal(text: interview.phone, table: "interviews", column: "phone", row: row)),
                \(interview.place), \(interview.position), \(interview.first), \(interview.last), 'issued', \(interview.by), \(now))
            """)
        audit("interview", row, "interview_issued", to: "issued", detail: ["organisation": interview.organisation.rawValue, "day": interview.first.description])
        return id
    }

    /// The talent whose code it is claims it; the account is locked.
    ///
    /// Effects: the code; what it says and proves of them; an audit record.
    /// - Returns: false when somebody else was faster.
    func claim(_ id: ID<Interview>, for account: ID<Account>, proves: Bool) throws -> Bool {
        guard try tx.run("UPDATE interviews SET state = 'claimed', claimed_by = \(account), claimed_at = \(now) WHERE id = \(id) AND state = 'issued'") == 1 else { return false }
        try attest(account, by: id, proves: proves)
        audit("interview", id.rawValue, "interview_claimed", from: "issued", to: "claimed")
        return true
    }

    /// An interview says that there is one, and that its talent comes to look for work, beside what else they come for.
    func attest(_ account: ID<Account>, by interview: ID<Interview>, proves: Bool) throws {
        try attest(account, "interview_proof", by: interview, proves: proves) { _ in .flag(true) }
        try attest(account, "purpose", by: interview, proves: proves) { known in
            guard case .choice(let purposes)? = known else { return .choice(["job_seeking"]) }
            return .choice(purposes.contains("job_seeking") ? purposes : purposes + ["job_seeking"])
        }
    }

    /// What is proven for longer stays as it is; what another interview proves is proven from the earlier one to the later.
    private func attest(_ account: ID<Account>, _ fact: String, by interview: ID<Interview>, proves: Bool, _ change: (FactValue?) -> FactValue) throws {
        let own = try days(of: interview)
        var begins = interview, last = own.last, known: FactValue?
        if let row = try tx.row("SELECT value, interview_id, accepted_at, until FROM talent_facts WHERE account_id = \(account) AND fact = \(fact)") {
            let value: Profile.Value = try Stored.read(try house.secrets.text(try row("value"), table: "talent_facts", column: "value", row: "\(account)/\(fact)"))
            if case .fact(let stated) = value { known = stated }
            let accepted: Instant? = try row("accepted_at"), until: Day? = try row("until"), other: ID<Interview>? = try row("interview_id")
            if accepted != nil, until.map({ $0 >= today }) ?? true {
                guard proves, let until else { return }
                if let other {
                    if try days(of: other).first < own.first { begins = other }
                    last = max(last, until)
                } else if until >= last || own.first > today {
                    return
                }
            }
        }
        try state(account, fact, .fact(change(known)))
        guard proves else { return }
        try tx.run("""
            UPDATE talent_facts SET interview_id = \(begins), proof_id = NULL, accepted_by = NULL, accepted_at = \(now), until = \(last) WHERE account_id = \(account) AND fact = \(fact)
            """)
        audit("account", account.rawValue, "fact_proven", detail: ["fact": fact, "interview": interview.rawValue])
    }

    /// On which an interview proves.
    private func days(of interview: ID<Interview>) throws -> (first: Day, last: Day) {
        guard let row = try tx.row("SELECT first_day, last_day FROM interviews WHERE id = \(interview)") else { throw Unexpected("an interview that proves is gone") }
        return (InterviewProof.from(try row("first_day")), InterviewProof.until(try row("last_day")))
    }
}
