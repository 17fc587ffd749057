import Domain
import SQL

extension OwnDataRoom {
    static let events = OwnDataRoom(
        sections: { tx, house, account in
            let rows = try tx.rows("""
                SELECT \(StoredSeat.columns), r.entry AS entry, e.title AS title, e.begins_at AS begins_at, v.stars AS stars, v.comment AS comment
                FROM event_registrations r JOIN events e ON e.id = r.event_id LEFT JOIN event_surveys v ON v.registration_id = r.id WHERE r.account_id = \(account) ORDER BY r.created_at, r.id
                """).map { row in
                let seat = try StoredSeat(row), entry = try SeatEntry.read(try row("entry"), house.secrets, seat.id), begins: Instant = try row("begins_at")
                let stars: Int? = try row("stars"), comment: [UInt8]? = try row("comment")
                return OwnRow([
                    OwnValue("title", Words("活动", "Event"), try row("title")), OwnValue("begins_at", Words("开始", "Begins"), begins.description), OwnValue("state", Words("状态", "State"), seat.state.rawValue,
                        seat.state.words),
                    OwnValue("name", Words("姓名", "Name"), entry.name), OwnValue("people", Words("人数", "People"), String(seat.people)), OwnValue("companions", Words("同行人", "Together with"),
                        entry.companions.joined(separator: ", ")),
                    OwnValue("answers", Words("报名问题的回答", "Answers"), entry.answers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "; ")),
                    OwnValue("number", Words("入场码", "Ticket number"), SeatCodes.text(seat.number)), OwnValue("created_at", Words("报名时间", "Registered"), seat.createdAt.description),
                    OwnValue("came_at", Words("签到时间", "Came"), seat.cameAt?.description), OwnValue("stars", Words("评价", "Stars"), stars.map { String($0) }),
                    OwnValue("comment", Words("意见", "Comment"), try comment.map { try house.secrets.text($0, table: "event_surveys", column: "comment", row: seat.id.rawValue) }),
                ])
            }
            return [OwnSection("event_registrations", Words("活动报名", "Registrations to events"), rows)]
        },
        leave: { act, account in
            // In the order of events, as everybody locks them.
            let live = try act.tx.rows("""
                SELECT r.id AS id FROM event_registrations r WHERE r.account_id = \(account) AND r.state IN ('waiting', 'requested', 'registered') ORDER BY r.event_id, r.id
                """).map { try $0("id") as ID<Seat> }
            for id in live {
                let (seat, event) = try act.loadSeat(id, where: "r.account_id = \(account)")
                if seat.state.after(.cancel) != nil { try act.cancel(seat, event) }
            }
            // That somebody came stays, for the event's figures; names, answers and what was said of it do not.
            let secrets = act.house.secrets
            for id in try act.tx.rows("SELECT id FROM event_registrations WHERE account_id = \(account) ORDER BY id").map({ try $0("id") as ID<Seat> }) {
                act.later("UPDATE event_registrations SET entry = \(try SeatEntry.blank.sealed(secrets, id)) WHERE id = \(id)")
                act.later("UPDATE event_surveys SET comment = \(try secrets.seal(text: "", table: "event_surveys", column: "comment", row: id.rawValue)) WHERE registration_id = \(id)")
            }
        },
        keeps: [KeptData(Words("参加活动的次数和星级评价（不含姓名、回答和意见）", "That there were registrations to events, and stars, without names, answers and comments"), Words("活动统计", "Figures of events"))])
}
