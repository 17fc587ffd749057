import Domain
import SQL

extension OwnDataRoom {
    static let lodging = OwnDataRoom(
        sections: { tx, house, account in
            [
                OwnSection("stays", Words("住宿", "Stays"), try OwnLodging.stays(tx, house, account)), OwnSection("check_ins", Words("入住记录", "Check-ins"), try OwnLodging.checkIns(tx, account)),
                OwnSection("waitlist", Words("候补", "Waitlist"), try OwnLodging.waiting(tx, account)), OwnSection("draws", Words("抽签报名", "Draws"), try OwnLodging.draws(tx, account)),
            ]
        },
        obstacle: { act, account in try IdentityTies.openStay(act.tx, account) },
        leave: { act, account in
            try GuestRegister.leave(act, account)
            act.later("UPDATE waitlist SET state = 'left', ended_at = \(act.now) WHERE account_id = \(account) AND ended_at IS NULL")
        },
        keeps: [
            KeptData(Words("住宿登记：已入住过的，姓名、电话和证件自入住起保存 \(GuestRegister.years) 年，到期自动删除",
                "The register of guests: of stays that you came to, name, telephone number and document for \(GuestRegister.years) years from check-in; then they are deleted"),
                Words("《旅馆业治安管理办法》要求旅馆登记住客", "The law on the public security of hotels wants guests registered")),
            KeptData(Words("其他预订的日期和床位（不含姓名、电话）", "Dates and beds of your other bookings, without name and telephone number"), Words("住宿结算和额度统计的依据", "What settlements and entitlements rest on")),
        ])
}

/// What the lodging room holds about a person, for their export.
private enum OwnLodging {
    static func stays(_ tx: any Transaction, _ house: House, _ account: ID<Account>) throws -> [OwnRow] {
        try tx.rows("""
            SELECT t.id AS id, t.state AS state, t.first_night AS first_night, t.end_day AS end_day, t.price AS price, t.free_nights AS free_nights, t.created_at AS created_at, t.guest AS guest,
                l.name AS lodging, m.kind AS miss, m.ban_until AS ban_until, m.appeal_text AS appeal
            FROM stays t JOIN lodgings l ON l.id = t.lodging_id LEFT JOIN stay_misses m ON m.stay_id = t.id WHERE t.account_id = \(account) ORDER BY t.first_night, t.id
            """).map { row in
                let id: ID<Stay> = try row("id"), state: StayState = try row("state"), guest = try Guest.read(try row("guest"), house.secrets, stay: id), price = Fen(try row("price"))
                let first: Day = try row("first_night"), end: Day = try row("end_day"), free: Int = try row("free_nights"), booked: Instant = try row("created_at")
                let ban: Day? = try row("ban_until"), miss: String? = try row("miss"), sealed: [UInt8]? = try row("appeal")
                return OwnRow([
                    OwnValue("id", Words("编号", "Id"), id.rawValue), OwnValue("lodging", Words("住处", "Place"), try row("lodging")),
                    OwnValue("state", Words("状态", "State"), state.rawValue, state.words), OwnValue("first", Words("入住", "First night"), first.description),
                    OwnValue("end", Words("离店", "Leaving"), end.description), OwnValue("price", Words("价格", "Price"), String(price.amount), Words(price.text, price.text)),
                    OwnValue("free_nights", Words("免费晚数", "Free nights"), String(free)), OwnValue("booked_at", Words("预订时间", "Booked"), booked.description),
                    OwnValue("name", Words("姓名", "Name"), guest.name), OwnValue("phone", Words("电话", "Telephone"), guest.phone),
                    OwnValue("document", Words("登记的证件", "Document in the register"), guest.document?.number),
                    OwnValue("miss", Words("爽约记录", "Miss"), miss, miss.flatMap(MissKind.init(rawValue:)).map(missWords)), OwnValue("ban_until", Words("暂停预订至", "Suspended until"), ban?.description),
                    OwnValue("appeal", Words("申诉", "Appeal"), try sealed.map { try house.secrets.text($0, table: "stay_misses", column: "appeal_text", row: id.rawValue) }),
                ])
            }
    }

    static func checkIns(_ tx: any Transaction, _ account: ID<Account>) throws -> [OwnRow] {
        try tx.rows("""
            SELECT c.stay_id AS stay, c.at AS at, c.way AS way, c.deposit AS deposit, c.deposit_back AS deposit_back, c.police_at AS police_at, t.left_at AS left_at, l.name AS lodging
            FROM check_ins c JOIN stays t ON t.id = c.stay_id JOIN lodgings l ON l.id = t.lodging_id WHERE t.account_id = \(account) ORDER BY c.at, c.stay_id
            """).map { row in
                let at: Instant = try row("at"), way: String = try row("way"), deposit = Fen(try row("deposit")), back: Int64? = try row("deposit_back")
                let police: Instant? = try row("police_at"), left: Instant? = try row("left_at")
                return OwnRow([
                    OwnValue("stay", Words("住宿编号", "Stay"), try row("stay")), OwnValue("lodging", Words("住处", "Place"), try row("lodging")),
                    OwnValue("at", Words("入住时间", "Checked in"), at.description), OwnValue("way", Words("方式", "By"), way, StayCodes.Way(rawValue: way).map(wayWords)),
                    OwnValue("deposit", Words("押金", "Deposit"), String(deposit.amount), Words(deposit.text, deposit.text)),
                    OwnValue("deposit_back", Words("退还押金", "Given back"), back.map { String($0) }, back.map { Words(Fen($0).text, Fen($0).text) }),
                    OwnValue("police_at", Words("向公安机关登记", "Registered with the police"), police?.description), OwnValue("left_at", Words("离店时间", "Left"), left?.description),
                ])
            }
    }

    static func waiting(_ tx: any Transaction, _ account: ID<Account>) throws -> [OwnRow] {
        try tx.rows("""
            SELECT w.id AS id, w.first_night AS first_night, w.end_day AS end_day, w.state AS state, w.created_at AS created_at, l.name AS lodging
            FROM waitlist w JOIN lodgings l ON l.id = w.lodging_id WHERE w.account_id = \(account) ORDER BY w.created_at, w.id
            """).map { row in
                let first: Day = try row("first_night"), end: Day = try row("end_day"), since: Instant = try row("created_at"), state: String = try row("state")
                return OwnRow([
                    OwnValue("id", Words("编号", "Id"), try row("id")), OwnValue("lodging", Words("住处", "Place"), try row("lodging")), OwnValue("first", Words("入住", "First night"), first.description),
                    OwnValue("end", Words("离店", "Leaving"), end.description), OwnValue("since", Words("候补时间", "Since"), since.description), OwnValue("state", Words("状态", "State"), state, waitingWords[state]),
                ])
            }
    }

    static func draws(_ tx: any Transaction, _ account: ID<Account>) throws -> [OwnRow] {
        try tx.rows("""
            SELECT r.id AS id, r.outcome AS outcome, r.place AS place, r.created_at AS created_at, d.title AS title, d.first_night AS first_night, d.end_day AS end_day, l.name AS lodging
            FROM draw_requests r JOIN draws d ON d.id = r.draw_id JOIN lodgings l ON l.id = d.lodging_id WHERE r.account_id = \(account) ORDER BY r.created_at, r.id
            """).map { row in
                let first: Day = try row("first_night"), end: Day = try row("end_day"), at: Instant = try row("created_at"), place: Int? = try row("place"), outcome: String = try row("outcome")
                return OwnRow([
                    OwnValue("id", Words("报名编号", "Request"), try row("id")), OwnValue("title", Words("抽签", "Draw"), try row("title")), OwnValue("lodging", Words("住处", "Place"), try row("lodging")),
                    OwnValue("first", Words("入住", "First night"), first.description), OwnValue("end", Words("离店", "Leaving"), end.description), OwnValue("at", Words("报名时间", "Asked"), at.description),
                    OwnValue("outcome", Words("结果", "Outcome"), outcome, Draw.Outcome(rawValue: outcome).map(outcomeWords)), OwnValue("place", Words("名次", "Place in the draw"), place.map { String($0) }),
                ])
            }
    }

    // MARK: words

    private static func missWords(_ miss: MissKind) -> Words {
        switch miss {
        case .noShow: Words("未到店", "No-show")
        case .lateCancel: Words("逾期取消", "Cancelled late")
        }
    }

    private static func wayWords(_ way: StayCodes.Way) -> Words {
        switch way {
        case .code: Words("入住码", "Check-in code")
        case .token: Words("二维码", "QR code")
        case .document: Words("证件", "Document")
        }
    }

    private static func outcomeWords(_ outcome: Draw.Outcome) -> Words {
        switch outcome {
        case .entered: Words("已报名", "Entered")
        case .won: Words("中签", "Drawn")
        case .lost: Words("未中签", "Not drawn")
        case .void: Words("资格已失效", "Void")
        }
    }

    private static let waitingWords = [
        "waiting": Words("候补中", "Waiting"), "offered": Words("已保留床位，待确认", "Offered"), "taken": Words("已接受", "Taken"), "missed": Words("未在时限内确认", "Not taken in time"),
        "left": Words("已退出", "Left"), "over": Words("已过期", "Over"),
    ]
}
