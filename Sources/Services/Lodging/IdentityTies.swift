import Domain
import SQL

/// What hangs on the document that an account was known by, so that it cannot be exchanged for another or taken away meanwhile.
enum IdentityTies {
    /// Entitlements and bans hang on the person behind a document: while the account has used, or asked for, anything as somebody else than this person, it
    /// stays who it was. Withdrawing the document first makes no difference.
    /// - Parameter key: the person behind the new document.
    /// - Returns: what stands against it; nil if nothing does.
    static func find(_ act: Act, _ account: ID<Account>, besides key: String) throws -> Words? {
        if let stay = try live(act.tx, "t.account_id = \(account) AND t.person_key <> \(key)") { return Words("住宿还没有结束（\(stay.zh)）", "a stay is open (\(stay.en))") }
        if try act.tx.row("SELECT id FROM waitlist WHERE account_id = \(account) AND person_key <> \(key) AND ended_at IS NULL AND end_day > \(act.today) LIMIT 1") != nil {
            return Words("正在候补床位", "you are waiting for a bed")
        }
        if try act.tx.row("SELECT r.id FROM draw_requests r JOIN draws d ON d.id = r.draw_id WHERE r.account_id = \(account) AND r.person_key <> \(key) AND d.state = 'open' LIMIT 1") != nil {
            return Words("已报名的抽签还没有结果", "a draw in which you take part has not been run")
        }
        return try miss(act, account, key) ?? used(act, account, key)
    }

    /// A ban that runs, or a miss that counts towards the next.
    private static func miss(_ act: Act, _ account: ID<Account>, _ key: String) throws -> Words? {
        for row in try act.tx.rows("""
            SELECT programme_id AS programme, at, ban_until FROM stay_misses WHERE account_id = \(account) AND person_key <> \(key) AND lifted_at IS NULL ORDER BY at DESC, stay_id
            """) {
            let at: Instant = try row("at"), ban: Day? = try row("ban_until"), programme: String = try row("programme")
            if let ban, ban > act.today { return Words("暂停预订到 \(ban.adding(-1))", "your bookings are suspended until \(ban.adding(-1))") }
            let forgotten = try? act.house.library.programme(programme).lodging?.noShow.forgottenAfterDays
            if forgotten.map({ Zone.china.day(of: at).adding($0) > act.today }) ?? true { return Words("爽约记录仍在计算期内", "a stay that you missed still counts") }
        }
        return nil
    }

    /// Stays that count against the entitlement. A calendar year and 365 nights both lie within what is looked at; what is counted over all years is counted for good.
    private static func used(_ act: Act, _ account: ID<Account>, _ key: String) throws -> Words? {
        for row in try act.tx.rows("""
            SELECT x.programme_id AS programme, MAX(t.first_night) AS last FROM person_stays x JOIN stays t ON t.id = x.stay_id
            WHERE t.account_id = \(account) AND x.person_key <> \(key) AND x.released_at IS NULL GROUP BY x.programme_id ORDER BY x.programme_id
            """) {
            let last: Day = try row("last"), programme: String = try row("programme")
            let stay = try? act.house.library.programme(programme).lodging?.stay
            if last >= act.today.adding(-366) || stay?.staysInAll != nil || stay?.nightsInAll != nil {
                return Words("本期额度已用原证件计算", "what you have used of your entitlement is counted on the document before")
            }
        }
        return nil
    }

    /// - Returns: why a document or an account cannot be given up now; nil when no stay is live.
    static func openStay(_ tx: any Transaction, _ account: ID<Account>) throws -> Refusal? {
        guard let stay = try live(tx, "t.account_id = \(account)") else { return nil }
        return Refusal(.conflict, "stay_open", Words("还有未结束的住宿：\(stay.zh)", "A stay is still open: \(stay.en)"), next: Words("请先取消预订，已入住的退房后再试", "Cancel it, or check out first"))
    }

    /// Place and nights of the first stay that is held, booked or being slept in.
    private static func live(_ tx: any Transaction, _ condition: SQL) throws -> Words? {
        guard let row = try tx.row("""
            SELECT l.name AS name, t.first_night AS first_night, t.end_day AS end_day FROM stays t JOIN lodgings l ON l.id = t.lodging_id
            WHERE t.state IN ('held', 'booked', 'checked_in') AND \(condition) ORDER BY t.first_night, t.id LIMIT 1
            """) else { return nil }
        let name: String = try row("name"), first: Day = try row("first_night"), end: Day = try row("end_day")
        return Words("\(name)，\(first) 至 \(end)", "\(name), \(first) to \(end)")
    }
}
