import Domain
import SQL

extension OwnDataRoom {
    static let placements = OwnDataRoom(
        sections: { tx, house, account in
            let pursuits = try tx.rows("SELECT \(PursuitReader.columns), p.created_at AS created_at FROM \(StoredPursuit.tables) WHERE p.account_id = \(account) ORDER BY p.created_at, p.id").map { row in
                let pursuit = try StoredPursuit(row), created: Instant = try row("created_at"), id = pursuit.id.rawValue
                func open(_ column: String) throws -> String? { try (try row(column) as [UInt8]?).map { try house.secrets.text($0, table: "pursuits", column: column, row: id) } }
                return OwnRow([
                    OwnValue("id", Words("编号", "Id"), id), OwnValue("job", Words("岗位", "Job"), pursuit.title), OwnValue("company", Words("单位", "Employer"), pursuit.company),
                    OwnValue("state", Words("进展", "State"), pursuit.state.rawValue, pursuit.state.words), OwnValue("begun_by", Words("发起方", "Begun by"), pursuit.begunBy.rawValue, pursuit.begunBy.words),
                    OwnValue("note", Words("留言", "Note"), try open("note")), OwnValue("reply", Words("回复", "Reply"), try open("reply")),
                    OwnValue("created_at", Words("开始时间", "Begun"), created.description), OwnValue("named_at", Words("向单位公开身份", "Shown to the employer"), pursuit.namedAt?.description),
                    OwnValue("started_on", Words("入职", "Started"), pursuit.startedOn?.description),
                ])
            }
            let placements = try tx.rows("SELECT \(PlacementReader.columns) FROM \(PlacementReader.tables) WHERE p.account_id = \(account) ORDER BY p.recorded_at, p.id").map { row in
                let placement = try StoredPlacement(row), station: String? = try row("station")
                return OwnRow([
                    OwnValue("id", Words("编号", "Id"), placement.id.rawValue), OwnValue("type", Words("类型", "Type"), placement.type.rawValue, placement.type.words),
                    OwnValue("employer", Words("单位", "Employer"), placement.employer), OwnValue("position", Words("岗位", "Position"), placement.position),
                    OwnValue("starts_on", Words("起始日期", "From"), placement.startsOn.description), OwnValue("station", Words("驿站", "Station"), station),
                    OwnValue("state", Words("状态", "State"), placement.state.rawValue, placement.state.words),
                ])
            }
            return [OwnSection("pursuits", Words("求职进展", "Applications for jobs"), pursuits), OwnSection("placements", Words("人才资源配置", "Placements"), placements)]
        },
        leave: { act, account in
            let open = try act.tx.rows("SELECT id FROM pursuits WHERE account_id = \(account) AND ended_at IS NULL ORDER BY id").map { try $0("id") as ID<Pursuit> }
            for id in open {
                let pursuit = try act.loadPursuit(id, where: "1 = 1")
                try act.step(pursuit, PursuitState.unnamed.contains(pursuit.state) ? .decline : .withdraw, by: .talent)
                try act.tell(pursuit, but: .talent, Words("对方已注销账号", "The person has closed their account"), Words("这次求职已经结束。", "This has ended."))
            }
            act.later("DELETE FROM talent_cards WHERE account_id = \(account)")
            act.later("DELETE FROM pursuit_proofs WHERE pursuit_id IN (SELECT id FROM pursuits WHERE account_id = \(account))")
            act.later("UPDATE pursuits SET note = \(nil as [UInt8]?), reply = \(nil as [UInt8]?) WHERE account_id = \(account)")
        },
        keeps: [KeptData(
            Words("人才资源配置记录：单位、类型、日期和证明材料；驿站登记时填写的姓名和手机号", "Records of placements: employer, type, day and evidence; the name and number that a station entered"),
            Words("证明财政奖补和试点任务的每一次配置", "They prove each placement that was counted and paid for"))])
}
