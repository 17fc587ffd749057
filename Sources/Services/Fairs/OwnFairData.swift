import Domain
import SQL

extension OwnDataRoom {
    static let fairs = OwnDataRoom(
        sections: { tx, house, account in
            let rows = try tx.rows("""
                SELECT t.id AS id, f.title AS title, f.begins_at AS begins_at, t.place AS place, t.most AS most, t.absent AS absent, t.wishes AS wishes, t.joined_at AS joined_at, t.left_at AS left_at
                FROM fair_talents t JOIN fairs f ON f.id = t.fair_id WHERE t.account_id = \(account) ORDER BY t.joined_at, t.id
                """).map { row in
                let id: String = try row("id"), begins: Instant = try row("begins_at"), joined: Instant = try row("joined_at"), left: Instant? = try row("left_at")
                let sealed: [UInt8] = try row("wishes"), place: Int = try row("place"), most: Int = try row("most")
                let wishes: SignUpForFair.Wishes = try Stored.read(try house.secrets.text(sealed, table: "fair_talents", column: "wishes", row: id))
                return OwnRow([
                    OwnValue("title", Words("招聘会", "Job fair"), try row("title")), OwnValue("begins_at", Words("开始", "Begins"), begins.description), OwnValue("place", Words("名额号", "Place"), String(place)),
                    OwnValue("most", Words("最多面谈", "Meetings at most"), String(most)), OwnValue("wishes", Words("求职意向", "Wishes"), wishes.text),
                    OwnValue("absent", Words("不能参加的时段", "Slots away"), try FairReader.slots(try row("absent")).map { String($0 + 1) }.sorted().joined(separator: ", ")),
                    OwnValue("joined_at", Words("报名时间", "Signed up"), joined.description), OwnValue("left_at", Words("退出时间", "Left"), left?.description),
                ])
            }
            let meetings = try tx.rows("""
                SELECT m.id AS id, f.title AS title, o.name AS company, m.slot AS slot, m.state AS state, m.reasons AS reasons FROM fair_meetings m JOIN fair_talents t ON t.id = m.talent_id
                    JOIN fairs f ON f.id = m.fair_id JOIN fair_employers e ON e.id = m.employer_id JOIN organisations o ON o.id = e.organisation_id
                WHERE t.account_id = \(account) ORDER BY m.made_at, m.id
                """).map { row in
                let id: String = try row("id"), slot: Int = try row("slot")
                let reasons: FairReasons = try Stored.read(try house.secrets.text(try row("reasons"), table: "fair_meetings", column: "reasons", row: id))
                let said = reasons.fit.findings.map { "\($0.criterion.rawValue): \($0.answer.rawValue)" } + (reasons.isNamed ? ["named"] : [])
                return OwnRow([
                    OwnValue("title", Words("招聘会", "Job fair"), try row("title")), OwnValue("company", Words("单位", "Employer"), try row("company")), OwnValue("slot", Words("时段", "Slot"), String(slot + 1)),
                    OwnValue("state", Words("状态", "State"), try row("state")),
                    OwnValue("fit", Words("匹配度", "Fit"), String(reasons.fit.percent)), OwnValue("reasons", Words("匹配理由", "Reasons"), said.joined(separator: ", ")),
                ])
            }
            return [OwnSection("fairs", Words("招聘会报名", "Sign-ups to job fairs"), rows), OwnSection("fair_meetings", Words("招聘会面谈", "Meetings at job fairs"), meetings)]
        },
        leave: { act, account in
            try act.leaveFairs(account)
            // That there were a sign-up and meetings stays, for the fair's figures; what was said and why the two fitted does not.
            let secrets = act.house.secrets
            for id in try act.tx.rows("SELECT id FROM fair_talents WHERE account_id = \(account) ORDER BY id").map({ try $0("id") as String }) {
                let blank = try Stored.json(SignUpForFair.Wishes(text: "", employers: []))
                act.later("UPDATE fair_talents SET wishes = \(try secrets.seal(text: blank, table: "fair_talents", column: "wishes", row: id)) WHERE id = \(id)")
            }
            for id in try act.tx.rows("SELECT m.id AS id FROM fair_meetings m JOIN fair_talents t ON t.id = m.talent_id WHERE t.account_id = \(account) ORDER BY m.id").map({ try $0("id") as String }) {
                let none = try Stored.json(FairReasons.none)
                act.later("UPDATE fair_meetings SET reasons = \(try secrets.seal(text: none, table: "fair_meetings", column: "reasons", row: id)) WHERE id = \(id)")
            }
        },
        keeps: [KeptData(Words("参加招聘会和面谈的次数（不含姓名和意向）", "That there were sign-ups and meetings at fairs, without name and wishes"), Words("招聘会统计", "Figures of fairs"))])
}
