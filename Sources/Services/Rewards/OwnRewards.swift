import Domain
import SQL

extension OwnDataRoom {
    static let rewards = OwnDataRoom(
        sections: { tx, house, account in
            let introductions = try tx.rows("""
                SELECT \(StoredIntroduction.columns), s.name AS station_name, o.name AS employer_name, i.name AS name, i.phone AS phone, i.position AS position
                FROM \(StoredIntroduction.tables) WHERE \(OwnRewards.about(account)) ORDER BY i.registered_at, i.id
                """).map { row in
                let introduction = try StoredIntroduction(row), id = introduction.id.rawValue
                func open(_ column: String) throws -> String { try house.secrets.text(try row(column), table: "introductions", column: column, row: id) }
                return OwnRow([
                    OwnValue("id", Words("编号", "Id"), id), OwnValue("station", Words("驿站", "Station"), try row("station_name")), OwnValue("employer", Words("用人单位", "Employer"), try row("employer_name")),
                    OwnValue("name", Words("姓名", "Name"), try open("name")), OwnValue("phone", Words("手机号", "Number"), try open("phone")), OwnValue("position", Words("岗位", "Position"), try row("position")),
                    OwnValue("state", Words("状态", "State"), introduction.state.rawValue, introduction.state.words), OwnValue("registered_on", Words("备案日期", "Registered"), introduction.registeredOn.description),
                    OwnValue("confirmed_on", Words("双方确认", "Confirmed by both"), introduction.confirmedOn?.description),
                ])
            }
            let claims = try tx.rows("""
                SELECT \(StoredClaim.columns), s.name AS station_name, c.inputs AS inputs, c.certified_by AS certified_by, c.certified_on AS certified_on
                FROM \(StoredClaim.tables) JOIN introductions i ON i.id = c.introduction_id WHERE \(OwnRewards.about(account)) ORDER BY c.claimed_at, c.id
                """).map { row in
                let claim = try StoredClaim(row), inputs = try ClaimSheets.inputs(try row("inputs"), claim.id, house), sealed: [UInt8]? = try row("certified_by"), certified: Day? = try row("certified_on")
                let office = try sealed.map { try house.secrets.text($0, table: "reward_claims", column: "certified_by", row: claim.id.rawValue) }
                return OwnRow([
                    OwnValue("introduction", Words("引荐备案", "Introduction"), claim.introduction?.rawValue), OwnValue("station", Words("驿站", "Station"), try row("station_name")),
                    OwnValue("state", Words("状态", "State"), claim.state.rawValue, claim.state.words), OwnValue("class", Words("人才类别", "Class"), inputs.talentClass),
                    OwnValue("certified_by", Words("认定部门", "Certified by"), office), OwnValue("certified_on", Words("认定日期", "Certified on"), certified?.description),
                    OwnValue("contract_on", Words("合同日期", "Contract"), claim.contractOn?.description), OwnValue("contract_months", Words("合同月数", "Months of the contract"), inputs.contractMonths.map(String.init)),
                    OwnValue("insured_months", Words("社保缴纳月数", "Months insured"), inputs.insuredMonths.map(String.init)), OwnValue("yearly_pay", Words("年薪（元）", "Yearly pay, in yuan"), inputs.yearlyPay?.text),
                ])
            }
            return [OwnSection("introductions", Words("引荐备案", "Introductions"), introductions), OwnSection("reward_claims", Words("驿站据此申领的奖励", "Rewards that stations claimed for it"), claims)]
        },
        leave: { act, account in
            for id in try act.tx.rows("SELECT i.id AS id FROM introductions i WHERE \(OwnRewards.about(account)) ORDER BY i.id").map({ try $0("id") as ID<Introduction> }) {
                let introduction = try act.loadIntroduction(id, where: "1 = 1"), secrets = act.house.secrets
                if introduction.state == .registered {
                    try act.move(introduction, .decline, detail: ["why": "account_closed"])
                    try act.tell(try act.people(of: introduction.station), Words("引荐备案未获确认", "An introduction was declined"), Words("人才已注销账号。", "The talent has closed the account."), link: Receipt(.introduction, id.rawValue))
                }
                // What a claim rests on stays with it; of all else nothing says who it was.
                guard try act.tx.row("SELECT id FROM reward_claims WHERE introduction_id = \(id) AND state NOT IN ('refused', 'withdrawn') LIMIT 1") == nil else { continue }
                act.later("""
                    UPDATE introductions SET name = \(try secrets.seal(text: "", table: "introductions", column: "name", row: id.rawValue)),
                        phone = \(try secrets.seal(text: "", table: "introductions", column: "phone", row: id.rawValue)),
                        phone_index = \(try secrets.blindIndex(id.rawValue, table: "introductions", column: "phone")) WHERE id = \(id)
                    """)
            }
        },
        keeps: [KeptData(
            Words("驿站已申领奖励的引荐备案，申领所依据的人才类别、合同和社保信息", "Introductions for which a reward was claimed, and the class, contract and insurance that the claim rests on"),
            Words("证明财政资金的发放", "They prove what was paid from public money"))])
}

enum OwnRewards {
    /// Over introductions `i`: by the account, or by its number where the account is not known yet.
    static func about(_ account: ID<Account>) -> SQL {
        "(i.talent_id = \(account) OR (i.talent_id IS NULL AND i.phone_index = (SELECT a.phone_index FROM accounts a WHERE a.id = \(account))))"
    }
}
