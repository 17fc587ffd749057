import Domain
import SQL

extension House {
    /// A page of the introductions that concern the actor: as the talent, the employer, the station, or an office.
    public func introductions(_ filter: IntroductionFilter = IntroductionFilter(), for actor: Actor, pageSize: Int = 50) async throws -> IntroductionList {
        guard actor.isSignedIn else { throw Refusal.unauthenticated }
        let house = self, clause = try rewardProgramme().1.clause
        return try await read { tx, _ in
            var all = IntroductionAccess.any(actor, house.library)
            if let state = filter.state { all += " AND i.state = \(state)" }
            var page = all
            if let after = filter.after, let at: Instant = try tx.value("SELECT i.changed_at FROM \(StoredIntroduction.tables) WHERE i.id = \(after) AND \(all)") {
                page += " AND (i.changed_at < \(at) OR (i.changed_at = \(at) AND i.id < \(after)))"
            }
            let found = try IntroductionReader.list(tx, house, page, for: actor, limit: pageSize + 1)
            return IntroductionList(
                filter: filter, introductions: Array(found.prefix(pageSize)), total: try tx.value("SELECT COUNT(*) FROM \(StoredIntroduction.tables) WHERE \(all)") ?? 0,
                stations: try PursuitReader.stations(tx, "s.organisation_id IN (\(list: actor.organisations.sorted()))"), next: found.count > pageSize ? found.prefix(pageSize).last?.id : nil, clause: clause)
        }
    }

    /// - Throws: `notFound` for whom it does not concern.
    public func introduction(_ id: ID<Introduction>, for actor: Actor) async throws -> IntroductionView {
        let house = self
        return try await read { tx, _ in
            guard let summary = try IntroductionReader.list(tx, house, "i.id = \(id) AND \(IntroductionAccess.any(actor, house.library))", for: actor, limit: 1).first,
                let row = try tx.row("SELECT \(StoredIntroduction.columns), i.reason_id AS reason_id FROM \(StoredIntroduction.tables) WHERE i.id = \(id)") else { throw Refusal.notFound }
            let introduction = try StoredIntroduction(row)
            let side: IntroductionSide = actor.organisations.contains(introduction.host) ? .station : actor.organisations.contains(introduction.employer) ? .employer
                : try tx.row("SELECT i.id FROM \(StoredIntroduction.tables) WHERE i.id = \(id) AND \(IntroductionAccess.asTalent(actor))") != nil ? .talent : .office
            let claim: ID<RewardClaim>? = side == .station || side == .office
                ? try tx.value("SELECT c.id FROM \(StoredClaim.tables) WHERE c.introduction_id = \(id) AND \(ClaimAccess.any(actor, house.library)) ORDER BY c.claimed_at DESC, c.id DESC LIMIT 1") : nil
            return IntroductionView(
                summary: summary, side: side, talentAt: introduction.talentAt, employerAt: introduction.employerAt, reason: try ClaimReader.reason(tx, house, try row("reason_id")), mayConfirm: summary.isTurn,
                mayWithdraw: side == .station && introduction.state == .registered,
                mayClaim: try side == .station && tx.row("SELECT i.id FROM \(StoredIntroduction.tables) WHERE i.id = \(id) AND \(IntroductionReader.claimable(actor))") != nil, claim: claim,
                clause: try house.rewardProgramme(introduction.programme).1.clause)
        }
    }

    /// A page of the claims of one's stations, or of the offices that one sits in.
    public func rewardClaims(_ filter: ClaimFilter = ClaimFilter(), for actor: Actor, pageSize: Int = 50) async throws -> ClaimList {
        guard actor.isStaff || !actor.organisations.isEmpty else { throw Refusal.notFound }
        let house = self, (programme, rules) = try rewardProgramme()
        return try await read { tx, _ in
            let all = ClaimReader.filtered(filter, actor, house.library)
            var page = all
            if let after = filter.after, let at: Instant = try tx.value("SELECT c.changed_at FROM \(StoredClaim.tables) WHERE c.id = \(after) AND \(all)") {
                page += " AND (c.changed_at < \(at) OR (c.changed_at = \(at) AND c.id < \(after)))"
            }
            let found = try tx.rows("SELECT \(ClaimReader.columns) FROM \(StoredClaim.tables) WHERE \(page) ORDER BY c.changed_at DESC, c.id DESC LIMIT \(pageSize + 1)").map { try ClaimReader.summary($0,
                house.library) }
            let own: SQL = "s.organisation_id IN (\(list: actor.organisations.sorted()))"
            return ClaimList(
                filter: filter, claims: Array(found.prefix(pageSize)), total: try tx.value("SELECT COUNT(*) FROM \(StoredClaim.tables) WHERE \(all)") ?? 0,
                granted: Fen(try tx.value("SELECT CAST(COALESCE(SUM(c.amount), 0) AS BIGINT) FROM \(StoredClaim.tables) WHERE \(all) AND c.state IN ('approved', 'paid')") ?? 0), asOffice: actor.isStaff,
                stations: try PursuitReader.stations(tx, actor.isStaff ? "s.programme_id = \(programme.id)" : own),
                claimable: try IntroductionReader.list(tx, house, IntroductionReader.claimable(actor), for: actor, limit: 50), grants: try EventGrants.open(tx, own, programme),
                next: found.count > pageSize ? found.prefix(pageSize).last?.id : nil, clause: rules.clause)
        }
    }

    /// The list as a spreadsheet, row by row; without names and accounts. - Returns: the path of a temporary file.
    public func rewardClaimsWorkbook(_ filter: ClaimFilter, for actor: Actor) async throws -> String {
        guard actor.isStaff || !actor.organisations.isEmpty else { throw Refusal.notFound }
        let house = self
        let columns: [(title: String, width: Double)] = [("案件编号", 16), ("事项", 18), ("驿站", 28), ("用人单位", 28), ("状态", 14), ("金额", 16), ("申领日期", 12), ("核定日期", 12)]
        return try await read { tx, _ in
            try house.papers.workbook(sheet: "奖励申领", columns: columns) { add in
                try tx.each("SELECT \(ClaimReader.columns) FROM \(StoredClaim.tables) WHERE \(ClaimReader.filtered(filter, actor, house.library)) ORDER BY c.claimed_at, c.id") { row in
                    let claim = try ClaimReader.summary(row, house.library)
                    try add([
                        .text(claim.number), .text(claim.name.zh), .text(claim.stationName), .text(claim.employerName ?? ""), .text(claim.state.words.zh), .money(claim.amount),
                            .day(Zone.china.day(of: claim.claimedAt)),
                        claim.approvedOn.map { .day($0) } ?? .empty,
                    ])
                }
            }
        }
    }

    /// - Throws: `notFound` for whom it does not concern.
    public func rewardClaim(_ id: ID<RewardClaim>, for actor: Actor) async throws -> ClaimView {
        let house = self
        return try await read { tx, now in try ClaimReader.view(tx, house, id, where: ClaimAccess.any(actor, house.library), for: actor, now: now) }
    }

    /// What a claim for an introduced hire begins with. - Throws: `notFound` where there is none to claim for.
    public func newRewardClaim(_ id: ID<Introduction>, for actor: Actor) async throws -> NewClaimView {
        let house = self, (_, rules) = try rewardProgramme()
        guard let reward = rules.reward(for: .agencyReward) else { throw ClaimRules.noRewards }
        return try await read { tx, now in
            guard let summary = try IntroductionReader.list(tx, house, "i.id = \(id) AND \(IntroductionReader.claimable(actor))", for: actor, limit: 1).first,
                let row = try tx.row("SELECT \(StoredIntroduction.columns), o.credit_code AS credit_code FROM \(StoredIntroduction.tables) WHERE i.id = \(id)") else { throw Refusal.notFound }
            let introduction = try StoredIntroduction(row), code: String = try row("credit_code")
            let own = try introduction.talent.flatMap { try OfferSearch.proven(tx, house.secrets, [$0], only: ["talent_class"], on: Zone.china.day(of: now))[$0] }
            var talentClass: String?
            if case .choice(let ids)? = own?.known["talent_class"]?.value { talentClass = ids.first { $0 != "none" } }
            var wantsPay = false, wantsFee = false
            if case .payBand = reward.formula.basis { wantsPay = true }
            if case .share = reward.formula.basis { wantsFee = true }
            return NewClaimView(
                introduction: summary, reward: reward.name, talentClass: talentClass,
                startsOn: try tx.value("""
                    SELECT MAX(p.starts_on) FROM placements p
                    WHERE p.station_id = \(introduction.station) AND p.account_id = \(introduction.talent) AND p.credit_code = \(code) AND p.state = 'counted'
                    """),
                wantsPay: wantsPay, wantsFee: wantsFee, clause: reward.clause)
        }
    }

    /// What an event grant would come to. - Throws: `notFound` for a station that is not the actor's.
    public func newEventGrant(_ station: ID<Station>, _ period: ID<EvaluationPeriod>, for actor: Actor) async throws -> NewGrantView {
        let house = self, (programme, rules) = try rewardProgramme()
        guard let reward = rules.reward(for: .eventGrant) else { throw ClaimRules.noRewards }
        return try await read { tx, now in
            let own: SQL = "s.organisation_id IN (\(list: actor.organisations.sorted())) AND s.id = \(station)"
            guard let choice = try EventGrants.open(tx, own, programme).first(where: { $0.period == period }),
                let row = try tx.row("SELECT first_day, last_day FROM evaluation_periods WHERE id = \(period)") else { throw Refusal.notFound }
            let first: Day = try row("first_day"), last: Day = try row("last_day")
            let (events, expenses) = try EventExpenses.of(tx, station, programme, house.library, from: first, until: last.adding(1), today: Zone.china.day(of: now))
            let inputs = RewardInputs(heads: events, expenses: expenses, grade: choice.grade)
            return NewGrantView(choice: choice, events: events, expenses: expenses, sheet: RewardCalculation.compute(reward.formula, inputs), clause: reward.clause)
        }
    }
}

enum EventGrants {
    /// Closed evaluations with a rewarded grade, whose grant nobody has claimed, or whose claim came back; the newest first.
    static func open(_ tx: any Transaction, _ own: SQL, _ programme: Programme) throws -> [GrantChoice] {
        guard programme.rewards?.reward(for: .eventGrant) != nil else { return [] }
        return try tx.rows("""
            SELECT s.id AS station, s.name AS name, e.id AS period, e.name AS period_name, r.grade AS grade FROM evaluation_results r JOIN evaluation_periods e ON e.id = r.period_id JOIN stations s ON s.id = r.station_id
            WHERE e.programme_id = \(programme.id) AND (NOT e.is_trial OR e.rehearsed_at IS NOT NULL) AND e.state = 'closed' AND r.consequence = 'reward' AND \(own)
                AND NOT EXISTS (SELECT 1 FROM reward_claims c WHERE c.purpose = 'event_grant' AND c.station_id = s.id AND c.period_id = e.id AND c.state NOT IN ('refused', 'withdrawn', 'returned'))
            ORDER BY e.last_day DESC, e.id, s.name, s.id LIMIT 50
            """).map { GrantChoice(station: try $0("station"), stationName: try $0("name"), period: try $0("period"), name: try $0("period_name"), grade: try $0("grade")) }
    }
}
