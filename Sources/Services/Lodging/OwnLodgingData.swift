import Domain
import SQL

extension OwnDataRoom {
    static let lodging = OwnDataRoom(
        sections: { tx, house, account in
            let stays = try tx.rows("""
                SELECT t.id AS id, t.state AS state, t.first_night AS first_night, t.end_day AS end_day, t.guest AS guest, l.name AS lodging, m.kind AS miss, m.ban_until AS ban_until, m.appeal_text AS appeal
                FROM stays t JOIN lodgings l ON l.id = t.lodging_id LEFT JOIN stay_misses m ON m.stay_id = t.id WHERE t.account_id = \(account) ORDER BY t.first_night, t.id
                """).map { row in
                let id: ID<Stay> = try row("id"), state: StayState = try row("state"), guest = try Guest.read(try row("guest"), house.secrets, stay: id)
                let first: Day = try row("first_night"), end: Day = try row("end_day"), ban: Day? = try row("ban_until"), miss: String? = try row("miss"), sealed: [UInt8]? = try row("appeal")
                return OwnRow.of(
                    ("id", Words("编号", "Id"), id.rawValue), ("lodging", Words("住处", "Place"), try row("lodging")), ("state", Words("状态", "State"), state.words.zh),
                    ("first", Words("入住", "First night"), first.description), ("end", Words("离店", "Leaving"), end.description), ("name", Words("姓名", "Name"), guest.name),
                    ("phone", Words("电话", "Telephone"), guest.phone), ("miss", Words("爽约记录", "Miss"), miss ?? ""), ("ban_until", Words("暂停预订至", "Suspended until"), ban?.description ?? ""),
                    ("appeal", Words("申诉", "Appeal"), try sealed.map { try house.secrets.text($0, table: "stay_misses", column: "appeal_text", row: id.rawValue) } ?? ""))
            }
            let waiting = try tx.rows("SELECT id, first_night, end_day, state FROM waitlist WHERE account_id = \(account) ORDER BY created_at, id").map { row in
                let first: Day = try row("first_night"), end: Day = try row("end_day")
                return OwnRow.of(("id", Words("编号", "Id"), try row("id")), ("first", Words("入住", "First night"), first.description), ("end", Words("离店", "Leaving"), end.description), ("state", Words("状态", "State"), try row("state")))
            }
            return [OwnSection("stays", Words("住宿", "Stays"), stays), OwnSection("waitlist", Words("候补", "Waitlist"), waiting)]
        },
        obstacle: { act, account in
            let live = try act.tx.row("SELECT id FROM stays WHERE account_id = \(account) AND state IN ('held', 'booked', 'checked_in') LIMIT 1")
            guard live != nil else { return nil }
            return Refusal(.conflict, "stay_open", Words("还有未结束的住宿预订", "A stay is still open"), next: Words("请先取消预订或退房", "Cancel it, or check out first"))
        },
        leave: { act, account in
            for row in try act.tx.rows("SELECT id FROM stays WHERE account_id = \(account) ORDER BY id") {
                let id: ID<Stay> = try row("id")
                let blank = try act.house.secrets.seal(text: try Stored.json(Guest.Kept(name: "", phone: "", document: nil)), table: "stays", column: "guest", row: id.rawValue)
                act.later("UPDATE stays SET guest = \(blank) WHERE id = \(id)")
                act.later("UPDATE stay_misses SET appeal_text = \(nil as [UInt8]?) WHERE stay_id = \(id)")
            }
            act.later("UPDATE waitlist SET state = 'left', ended_at = \(act.now) WHERE account_id = \(account) AND ended_at IS NULL")
        },
        keeps: [
            KeptData(Words("住宿日期和床位（不含姓名、电话）", "Dates and beds of your stays, without name and telephone number"), Words("住宿结算和额度统计的依据", "What settlements and entitlements rest on")),
        ])
}
