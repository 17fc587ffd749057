import Domain
import SQL

/// A talent signs up for a job fair. Employers with whom they get a meeting see their name and why the two fit.
///
/// Effects: one of the fair's places, which the database gives once; the wishes, sealed; the consent to matching where it was not given yet; the fair's
/// revision; an audit record on the fair.
public struct SignUpForFair: Codable, Sendable {
    /// Meetings wanted at most.
    public let most: Int
    /// Slots in which they cannot, counted from 1.
    public let absent: [Int]?
    /// Employers that they wish to meet above others.
    public let employers: [ID<FairEmployer>]?
    /// What they look for, in words: counts with their profile.
    public let wishes: String?
    /// To matching, and that employers whom they meet see their name; wanted where they have not agreed yet.
    public let consent: Bool?

    public init(most: Int, absent: [Int]? = nil, employers: [ID<FairEmployer>]? = nil, wishes: String? = nil, consent: Bool? = nil) {
        self.most = most
        self.absent = absent
        self.employers = employers
        self.wishes = wishes
        self.consent = consent
    }

    /// As it is sealed.
    struct Wishes: Codable, Sendable, Hashable {
        let text: String
        let employers: [String]
    }

    public func callAsFunction(_ house: House, _ id: ID<Fair>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let account = try act.talent()
            let fair = try act.loadFair(id, where: FairReader.visible(to: actor))
            guard fair.state == .open, act.now < fair.closesAt else { throw FairRules.closed }
            let text = (wishes ?? "").trimmed, wanted = Set(employers ?? []).sorted()
            let (away, wrong) = FairRules.absent(absent, of: fair.slots)
            var fields: [Refusal.Field] = [wrong].compactMap(\.self)
            if !(1...fair.slots.count).contains(most) { fields.append(.init("most", Words("面谈次数为 1 至 \(fair.slots.count) 次", "1 to \(fair.slots.count) meetings"))) }
            if text.count > 200 { fields.append(.init("wishes", Words("最多 200 字", "At most 200 characters"))) }
            let there: Int = try act.tx.value("SELECT COUNT(*) FROM fair_employers WHERE fair_id = \(id) AND answer = 'accepted' AND id IN (\(list: wanted))") ?? 0
            if there != wanted.count { fields.append(.init("employers", Words("请从参会单位中选择", "Choose among the employers of this fair"))) }
            let agrees = try act.agrees(account, .matching)
            if !agrees, consent != true { fields.append(.init("consent", ConsentRules.wanted)) }
            guard fields.isEmpty else { throw Refusal.invalid(fields) }
            if !agrees { try act.agree(account, .matching) }
            guard try act.tx.row("SELECT id FROM fair_talents WHERE fair_id = \(id) AND account_id = \(account) AND left_at IS NULL") == nil else {
                throw Refusal(.conflict, "signed_up_already", Words("您已报名", "You have signed up already"))
            }
            let talent = try take(act, fair, account, away, try Stored.json(Wishes(text: text, employers: wanted.map(\.rawValue))))
            try act.regroup(fair)
            act.audit("fair", id.rawValue, "talent_signed_up", from: fair.state.rawValue, to: fair.state.rawValue, detail: ["sign_up": talent.rawValue])
            return fair.receipt
        }
    }

    /// The lowest place that nobody has. The fair is locked, so that few try the same one; and the database refuses it twice.
    private func take(_ act: Act, _ fair: StoredFair, _ account: ID<Account>, _ away: [Int], _ wishes: String) throws -> ID<FairTalent> {
        let taken = Set(try act.tx.rows("SELECT place FROM fair_talents WHERE fair_id = \(fair.id) AND left_at IS NULL").map { try $0("place") as Int })
        let full = Refusal(.conflict, "fair_full", Words("报名名额已满", "All places are taken"), next: Words("有人退出时可以再次报名", "Try again when somebody leaves"))
        guard let place = (1...fair.places).first(where: { !taken.contains($0) }) else { throw full }
        let id: ID<FairTalent> = try act.newID()
        let made = try act.tx.rows("""
            INSERT INTO fair_talents (id, fair_id, account_id, place, most, absent, wishes, joined_at)
            VALUES (\(id), \(fair.id), \(account), \(place), \(most), \(try Stored.json(away)), \(try act.house.secrets.seal(text: wishes, table: "fair_talents", column: "wishes", row: id.rawValue)), \(act.now))
            ON CONFLICT DO NOTHING RETURNING id
            """)
        guard !made.isEmpty else { throw full }
        return id
    }
}

/// A talent leaves a fair.
///
/// Effects: the place is free; planned meetings that have not begun are cancelled, and their employers told; the schedule is filled anew, while everybody
/// else keeps theirs; the fair's revision; an audit record on the fair.
public struct LeaveFair: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, _ id: ID<Fair>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        let receipt = try await house.perform(by: actor, once: once) { act in
            let account = try act.talent()
            try act.leaveFair(id, account)
            return Receipt(.fair, id.rawValue)
        }
        _ = try await ScheduleFair().attempt(house, id)
        return receipt
    }
}

extension Act {
    /// Ends a sign-up. The account is locked. - Throws: `notFound` for a fair that the account has not signed up for.
    func leaveFair(_ id: ID<Fair>, _ account: ID<Account>) throws {
        let fair = try loadFair(id, where: "EXISTS (SELECT 1 FROM fair_talents t WHERE t.fair_id = f.id AND t.account_id = \(account) AND t.left_at IS NULL)")
        guard fair.state != .over, fair.state != .cancelled, let talent: ID<FairTalent> = try tx.value("SELECT id FROM fair_talents WHERE fair_id = \(id) AND account_id = \(account) AND left_at IS NULL") else {
            throw FairRules.wrongState(fair.state)
        }
        try tx.run("UPDATE fair_talents SET left_at = \(now) WHERE id = \(talent) AND left_at IS NULL")
        let coming = (0..<fair.slots.count).filter { fair.slots.begin($0) > now }
        let planned: SQL = "m.talent_id = \(talent) AND m.state = 'planned' AND m.slot IN (\(list: coming))"
        let members = try tx.rows("""
            SELECT DISTINCT b.account_id AS account_id FROM fair_meetings m JOIN fair_employers e ON e.id = m.employer_id JOIN members b ON b.organisation_id = e.organisation_id
            WHERE \(planned) ORDER BY b.account_id
            """).map { try $0("account_id") as ID<Account> }
        try tx.run("UPDATE fair_meetings SET state = 'cancelled', changed_by = \(account), changed_at = \(now) WHERE talent_id = \(talent) AND state = 'planned' AND slot IN (\(list: coming))")
        try tell(members, Words("一场面谈取消", "A meeting is cancelled"), Words("\(fair.words.zh)：一位人才退出，空出的时段将重新安排，其余不变。", "\(fair.words.en): somebody left; their slot is filled anew, all else stays."), link: fair.receipt)
        try regroup(fair)
        audit("fair", id.rawValue, "talent_left", from: fair.state.rawValue, to: fair.state.rawValue, detail: ["sign_up": talent.rawValue])
    }

    /// All sign-ups of an account to fairs that are still to come end: it agrees to matching no longer, or closes.
    func leaveFairs(_ account: ID<Account>) throws {
        let fairs = try tx.rows("""
            SELECT f.id AS id FROM fair_talents t JOIN fairs f ON f.id = t.fair_id WHERE t.account_id = \(account) AND t.left_at IS NULL AND f.state IN ('open', 'closed', 'scheduled') ORDER BY f.id
            """).map { try $0("id") as ID<Fair> }
        for fair in fairs { try leaveFair(fair, account) }
    }
}
