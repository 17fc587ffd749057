import Domain
import SQL

extension OwnDataRoom {
    static let experts = OwnDataRoom(
        sections: { tx, house, account in
            let experts = try StoredExpert.all(tx, house.secrets, "e.account_id = \(account)")
            guard !experts.isEmpty else { return [] }
            let entries = experts.map { expert in
                OwnRow([
                    OwnValue("id", Words("编号", "Id"), expert.id.rawValue), OwnValue("name", Words("姓名", "Name"), expert.name), OwnValue("employer", Words("工作单位", "Employer"), expert.employer),
                    OwnValue("fields", Words("领域", "Fields"), expert.fields.joined(separator: ", ")), OwnValue("paused_at", Words("暂停时间", "Paused"), expert.pausedAt?.description),
                ])
            }
            let conflicts = try tx.rows("""
                SELECT c.kind AS kind, c.reason_id AS reason_id, c.at AS at, s.name AS station FROM expert_conflicts c JOIN stations s ON s.id = c.station_id
                WHERE c.expert_id IN (\(list: experts.map(\.id))) ORDER BY c.at, c.station_id, c.kind
                """).map { row in
                let kind: ExpertConflict = try row("kind"), at: Instant = try row("at")
                return OwnRow([
                    OwnValue("station", Words("驿站", "Station"), try row("station")), OwnValue("kind", Words("利害关系", "Conflict"), kind.rawValue, kind.words),
                    OwnValue("reason", Words("说明", "In words"), try StoryReader.reason(tx, house, try row("reason_id"))), OwnValue("at", Words("时间", "Time"), at.description),
                ])
            }
            let scores = try tx.rows("""
                SELECT x.task_id AS task_id, x.indicator AS indicator, x.round AS round, x.body AS body, x.salt AS salt, x.digest AS digest, x.at AS at, s.name AS station
                FROM expert_scores x JOIN expert_tasks t ON t.id = x.task_id JOIN stations s ON s.id = t.station_id
                WHERE t.expert_id IN (\(list: experts.map(\.id))) ORDER BY x.at, x.task_id, x.indicator, x.round
                """).map { row in
                let sealed = try Scoring.open(row, house.secrets), at: Instant = try row("at")
                return OwnRow([
                    OwnValue("station", Words("驿站", "Station"), try row("station")), OwnValue("indicator", Words("指标", "Indicator"), try row("indicator")),
                    OwnValue("score", Words("评分", "Score"), sealed.score.map(String.init)), OwnValue("grounds", Words("理由", "Grounds"), sealed.grounds), OwnValue("at", Words("时间", "Time"), at.description),
                ])
            }
            return [
                OwnSection("expert", Words("评估专家", "As an expert"), entries), OwnSection("expert_conflicts", Words("利害关系", "Conflicts"), conflicts), OwnSection("expert_scores", Words("我的评分", "Your scores"), scores),
            ]
        },
        obstacle: { act, account in
            let open: Int = try act.tx.value("""
                SELECT COUNT(*) FROM \(StoredExpertTask.tables) JOIN expert_panels p ON p.period_id = t.period_id
                WHERE e.account_id = \(account) AND p.state <> 'settled' AND t.state NOT IN ('recused', 'released')
                """) ?? 0
            guard open > 0 else { return nil }
            return Refusal(.conflict, "expert_at_work", Words("您还有未结束的评审任务", "You are still scoring stations"), next: Words("请联系秘书单位免除后再注销", "Ask the secretariat to release you first"))
        },
        leave: { act, account in
            let secrets = act.house.secrets
            for expert in try StoredExpert.all(act.tx, secrets, "e.account_id = \(account)") {
                let id = expert.id.rawValue
                act.later("""
                    UPDATE experts SET name = \(try secrets.seal(text: "已注销", table: "experts", column: "name", row: id)), employer = \(try secrets.seal(text: "", table: "experts", column: "employer", row: id)),
                        organisation_id = \(nil as String?), paused_at = \(act.now) WHERE id = \(id)
                    """)
            }
        },
        keeps: [KeptData(
            Words("担任专家期间的评分、理由和利害关系，不含姓名和单位", "Scores, grounds and conflicts as an expert, without name and employer"), Words("评估结果须可复核", "Evaluations have to be checkable"))])
}
