import Domain
import SQL

/// Experts of the demonstration: a small pool, and, where an evaluation period is under way, its group: drawn, mostly declared, some scores in, one draft.
struct DemoExperts {
    let house: House
    /// Who looks after the pool.
    let office: Actor

    private struct Person {
        let name: String
        let phone: String
        let employer: String
        let fields: [String]
        let story: String
    }

    private static let people = [
        Person(name: "许明", phone: "13800000031", employer: "示例大学计算机学院", fields: ["ai", "software"], story: "21 评审专家许明：声明利害关系，对驿站独立评分"),
        Person(name: "高岚", phone: "13800000032", employer: "示例研究院", fields: ["big_data"], story: ""),
        Person(name: "罗平", phone: "13800000033", employer: "示例人力资源协会", fields: ["software"], story: ""),
        Person(name: "沈悦", phone: "13800000034", employer: "示例大学商学院", fields: ["ai"], story: ""),
        Person(name: "方卓", phone: "13800000035", employer: "示例会计师事务所", fields: ["big_data", "software"], story: ""),
        Person(name: "唐宁", phone: "13800000036", employer: "示例创业孵化协会", fields: ["ai", "big_data"], story: ""),
    ]

    func play() async throws {
        let known = try house.library.programme(DemoWorld.programme).fields.map(\.id)
        var experts: [Actor] = []
        for person in Self.people {
            let fields = person.fields.filter(known.contains)
            let receipt = try await AddExpert(
                name: person.name, phone: person.phone, employer: person.employer, fields: fields.isEmpty ? Array(known.prefix(1)) : fields, consent: true)(house, by: office, story: person.story)
            let account: ID<Account>? = try await house.database.read { tx in try tx.value("SELECT account_id FROM experts WHERE id = \(receipt.id)") }
            guard let account else { throw Unexpected("expert \(person.name)") }
            experts.append(Actor(kind: .person(account), name: person.name, isExpert: true))
        }
        let period: (id: ID<EvaluationPeriod>, state: String)? = try await house.database.read { tx in
            try tx.row("SELECT v.id AS id, v.state AS state FROM evaluation_periods v WHERE v.programme_id = \(DemoWorld.programme) AND v.state IN ('open', 'scoring') ORDER BY v.opened_at, v.id LIMIT 1")
                .map { (try $0("id"), try $0("state")) }
        }
        guard let period, try await house.expertPanel(period.id, for: office).mayAssign else { return }
        _ = try await AssignExperts()(house, period.id, by: office)
        // The first one has everything still to do.
        for (place, expert) in experts.dropFirst().enumerated() {
            let lines = try await house.expertWork(for: expert).periods.flatMap(\.lines)
            for line in lines { _ = try await DeclareConflict(conflict: .no)(house, line.id, by: expert) }
            guard period.state == "scoring" else { continue }
            for line in lines {
                let view = try await house.expertTask(line.id, for: expert)
                let scores = view.scores.map { ExpertScoreInput(indicator: $0.indicator.id, score: 78 + place * 3, grounds: "服务记录完整，回访及时，活动组织有特色（演示内容）。") }
                if place == experts.count - 2 { _ = try await SaveScores(scores: scores)(house, line.id, by: expert) } else { _ = try await HandInScores(scores: scores)(house, line.id, by: expert) }
            }
        }
    }
}
