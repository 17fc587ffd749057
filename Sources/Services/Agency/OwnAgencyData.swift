import Domain
import SQL

extension OwnDataRoom {
    static let agency = OwnDataRoom(
        sections: { tx, house, account in
            let rows = try tx.rows("""
                SELECT \(MandateReader.columns), m.created_at AS created_at FROM \(StoredMandate.tables) WHERE m.account_id = \(account) ORDER BY m.created_at, m.id
                """)
            var mandates: [OwnRow] = [], papers: [OwnRow] = [], messages: [OwnRow] = []
            for row in rows {
                let mandate = try StoredMandate(row), id = mandate.id.rawValue, created: Instant = try row("created_at"), signed: Instant? = try row("signed_at")
                func open(_ column: String) throws -> String? { try (try row(column) as [UInt8]?).map { try house.secrets.text($0, table: "mandates", column: column, row: id) } }
                let terms = try PolicyReader.version(tx, house, mandate.policy, mandate.version)?.terms
                let text: Words? = try open("contract").map { try Stored.read($0) }
                mandates.append(OwnRow([
                    OwnValue("id", Words("编号", "Id"), id), OwnValue("way", Words("方式", "Way"), mandate.way.rawValue, mandate.way.words), OwnValue("policy", Words("政策", "Policy"), terms?.title.zh, terms?.title),
                    OwnValue("station", Words("驿站", "Station"), try row("station_name")), OwnValue("state", Words("状态", "State"), mandate.state.rawValue, mandate.state.words),
                    OwnValue("text", Words("委托书", "The mandate"), text?.zh, text), OwnValue("text_version", Words("委托书版本", "Its version"), try row("contract_version")),
                    OwnValue("signed_at", Words("签署时间", "Signed"), signed?.description), OwnValue("until", Words("委托期至", "Until"), mandate.until?.description),
                    OwnValue("bank", Words("收款账户", "Bank account"), try open("bank")), OwnValue("amount", Words("核定金额（元）", "Amount granted, in yuan"), mandate.amount?.text),
                    OwnValue("created_at", Words("时间", "Time"), created.description),
                ]))
                for paper in try tx.rows("SELECT x.material AS material, x.state AS state, x.at AS at, f.id AS id, f.name AS name FROM mandate_materials x LEFT JOIN files f ON f.id = x.file_id WHERE x.mandate_id = \(id) ORDER BY x.material") {
                    let material: String = try paper("material"), state: MaterialState = try paper("state"), at: Instant = try paper("at"), file: String? = try paper("id"), name: [UInt8]? = try paper("name")
                    var fileName: String?
                    if let file, let name { fileName = try house.secrets.text(name, table: "files", column: "name", row: file) }
                    papers.append(OwnRow([
                        OwnValue("mandate", Words("代办", "Mandate"), id), OwnValue("paper", Words("材料", "Paper"), material, terms?.materials.first { $0.id == material }?.name),
                        OwnValue("state", Words("状态", "State"), state.rawValue, state.words), OwnValue("file", Words("文件", "File"), fileName), OwnValue("at", Words("时间", "Time"), at.description),
                    ]))
                }
                for message in try tx.rows("SELECT id, side, body, at FROM mandate_messages WHERE mandate_id = \(id) ORDER BY at, id") {
                    let own: String = try message("id"), side: MandateSide = try message("side"), at: Instant = try message("at")
                    messages.append(OwnRow([
                        OwnValue("mandate", Words("代办", "Mandate"), id), OwnValue("side", Words("来自", "From"), side.rawValue, side.words), OwnValue("at", Words("时间", "Time"), at.description),
                        OwnValue("text", Words("内容", "Text"), try house.secrets.text(try message("body"), table: "mandate_messages", column: "body", row: own)),
                    ]))
                }
            }
            return [
                OwnSection("mandates", Words("政策代办和免申即享", "Mandates and offers"), mandates), OwnSection("mandate_papers", Words("代办材料", "Papers of mandates"), papers),
                OwnSection("mandate_messages", Words("代办留言", "Messages about mandates"), messages),
            ]
        },
        obstacle: { act, account in
            guard try act.tx.row("SELECT id FROM mandates WHERE account_id = \(account) AND state = 'granted' LIMIT 1") != nil else { return nil }
            return Refusal(.conflict, "payment_open", Words("有一笔款项待拨付，暂不能注销", "Money that was granted to you is still to be paid"), next: Words("请在拨付到账后再注销", "Close the account once it has come"))
        },
        leave: { act, account in
            let open = try act.tx.rows("SELECT id FROM mandates WHERE account_id = \(account) AND ended_at IS NULL ORDER BY id").map { try $0("id") as ID<Mandate> }
            for id in open {
                let mandate = try act.loadMandate(id, where: "1 = 1")
                if mandate.state == .offered {
                    try act.move(mandate, .decline, by: .talent)
                } else if mandate.way == .offer || MandateState.revocable.contains(mandate.state) {
                    try act.revoke(mandate)
                }
            }
            // What proves that money was granted stays; all else goes.
            let idle: SQL = "SELECT m.id FROM mandates m WHERE m.account_id = \(account) AND m.state NOT IN ('paid', 'done')"
            let files = try act.tx.rows("SELECT file_id FROM mandate_materials WHERE file_id IS NOT NULL AND mandate_id IN (\(idle)) ORDER BY file_id").map { try $0("file_id") as String }
            try act.tx.run("DELETE FROM mandate_materials WHERE mandate_id IN (\(idle))")
            act.later("DELETE FROM files WHERE id IN (\(list: files))")
            act.later("DELETE FROM mandate_messages WHERE mandate_id IN (SELECT m.id FROM mandates m WHERE m.account_id = \(account))")
            act.later("UPDATE mandate_steps SET note = \(nil as [UInt8]?) WHERE mandate_id IN (SELECT m.id FROM mandates m WHERE m.account_id = \(account))")
            act.later("UPDATE mandates SET bank = \(nil as [UInt8]?) WHERE account_id = \(account)")
        },
        keeps: [KeptData(
            Words("已享受政策的申请材料、核定金额和拨付日期；签署过的委托书", "Papers, amounts and days of what was granted; mandates that were signed"),
            Words("证明财政资金的发放和驿站办理的依据", "They prove what was paid from public money, and that the station was allowed to act"))])
}
