import Domain
import SQL

extension OwnDataRoom {
    static let serviceLog = OwnDataRoom(
        sections: { tx, house, account in
            let rows = try tx.rows("SELECT \(StoredContact.columns), s.name AS station FROM contacts c JOIN stations s ON s.id = c.station_id WHERE c.account_id = \(account) ORDER BY c.recorded_at, c.id").map { row in
                let contact = try StoredContact(row), programme = try house.library.programme(contact.programme)
                func open(_ column: String) throws -> String? { try ContactReader.open(tx, house, contact.id, column) }
                return OwnRow([
                    OwnValue("id", Words("编号", "Id"), contact.id.rawValue), OwnValue("station", Words("驿站", "Station"), try row("station")), OwnValue("at", Words("时间", "Time"), contact.at.description),
                    OwnValue("channel", Words("方式", "How"), contact.channel.rawValue, contact.channel.words),
                    OwnValue("subject", Words("服务", "Service"), contact.subject.rawValue, contact.subject.words(in: programme)),
                    OwnValue("result", Words("结果", "Result"), contact.result.rawValue, contact.result.words), OwnValue("state", Words("状态", "State"), contact.state.rawValue, contact.state.words),
                    OwnValue("name", Words("姓名", "Name"), try open("name")), OwnValue("phone", Words("电话", "Telephone"), try open("phone")), OwnValue("line", Words("备注", "Note"), try open("line")),
                    OwnValue("rating", Words("评分", "Rating"), contact.rating.map { String($0) }), OwnValue("comment", Words("评价", "Comment"), try open("comment")),
                ])
            }
            return [OwnSection("contacts", Words("服务记录", "Contacts with stations"), rows)]
        },
        leave: { act, account in
            for id in try act.tx.rows("SELECT id FROM contacts WHERE account_id = \(account) ORDER BY id").map({ try $0("id") as ID<Contact> }) { act.blank(id) }
            act.later("UPDATE contacts SET account_id = \(nil as ID<Account>?) WHERE account_id = \(account)")
            act.later("DELETE FROM contact_phones WHERE account_id = \(account)")
        },
        keeps: [KeptData(
            Words("服务记录的驿站、时间、方式、服务项目、状态和评分，不含姓名、电话和文字", "Of contacts with stations: where, when, how, what about, state and rating, without name, number or words"),
            Words("驿站服务的统计", "Figures of the stations’ service"))])
}
