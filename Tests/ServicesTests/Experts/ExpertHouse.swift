import Domain
import SQL
@testable import Services
import Testing

/// What the tests of experts begin with.
extension TestHouse {
    static let period = ID<EvaluationPeriod>(rawValue: "period1")

    /// So many experts of all fields, the first of whom is called 专家1.
    func addExperts(_ count: Int, from first: Int = 1) async throws -> [Domain.Actor] {
        let office = try await staff("centre.handler")
        var experts: [Domain.Actor] = []
        for number in first..<(first + count) {
            let receipt = try await AddExpert(
                name: "专家\(number)", phone: Self.expertPhone(number), employer: "评审大学\(number)", fields: [number.isMultiple(of: 2) ? "ai" : try #require(programme.fields.first).id], consent: true)(house, by: office)
            experts.append(try await expertActor(receipt.id))
        }
        return experts
    }

    static func expertPhone(_ number: Int) -> String { "1366666\(1000 + number)" }

    func expertActor(_ id: String) async throws -> Domain.Actor {
        try await database.read { tx in
            let row = try tx.row("SELECT a.id AS id, a.name AS name, a.administers AS administers FROM accounts a JOIN experts e ON e.account_id = a.id WHERE e.id = \(id)")
            return try Accounts.actor(tx, try #require(row))
        }
    }

    /// A period of last week that is being scored, as the evaluation keeps it.
    func evaluationPeriod(_ id: String = "period1", state: String = "scoring") async throws -> ID<EvaluationPeriod> {
        let programme = programme
        return try await database.write { tx in
            let by: ID<Account> = try #require(try tx.value("SELECT id FROM accounts WHERE login = 'centre.handler'"))
            try tx.run("""
                INSERT INTO evaluation_periods (id, programme_id, programme_hash, level, name, first_day, last_day, is_trial, state, by_account, opened_at, changed_at)
                VALUES (\(id), \(programme.id), \(programme.hash), 'city', '年度评估', '2020-11-01', '2020-11-12', \(true), \(state), \(by), 1, 1)
                """)
            return try #require(ID(rawValue: id))
        }
    }

    func expertTasks(_ actor: Domain.Actor) async throws -> [ExpertWork.Line] { try await house.expertWork(for: actor).periods.flatMap(\.lines) }

    /// What experts score, by the rules in force.
    var scored: [EvaluationRules.Indicator] { programme.evaluation?.indicators.filter { $0.source == .experts } ?? [] }

    func given(_ score: Int, _ grounds: String = "材料齐全，服务规范，成效明显。") -> [ExpertScoreInput] {
        scored.map { ExpertScoreInput(indicator: $0.id, score: score, grounds: grounds) }
    }

    /// Declares all, then scores all.
    func scoreAll(_ actor: Domain.Actor, _ score: Int) async throws {
        for task in try await expertTasks(actor) where task.state == .assigned { _ = try await DeclareConflict(conflict: .no)(house, task.id, by: actor) }
        for task in try await expertTasks(actor) where task.state == .declared || task.state == .drafted { _ = try await HandInScores(scores: given(score))(house, task.id, by: actor) }
    }

    /// The host's people as they act now.
    func expertNumber(_ sql: SQL) async throws -> Int { try await database.read { tx in try tx.value(sql) ?? 0 } }
}
