import Domain
import SQL
@testable import Services
import Testing

/// What the tests of stations that end begin with.
extension TestHouse {
    static let facts = "2020 年度考核评估得分 41 分，低于合格线。"

    /// An office of the city brings the end of a station.
    func bring(_ station: ID<Station>, _ cause: WithdrawalCause = .failing, by login: String = "centre.handler") async throws -> ID<Case> {
        let receipt = try await BringWithdrawal(cause: cause, reason: Self.facts)(house, station, by: try await staff(login))
        return try #require(ID<Case>(rawValue: receipt.id))
    }

    /// Brought, answered without a hearing, and with the offices that decide.
    func toDecision(_ station: ID<Station>) async throws -> ID<Case> {
        let id = try await bring(station)
        _ = try await StateOnWithdrawal(text: "已制定整改方案。", hearing: .waive)(house, id, by: try await applicant(1))
        return id
    }

    /// All three offices say the same.
    func decide(_ id: ID<Case>, _ ruling: Ruling = .pass) async throws {
        for office in ["hrss", "industry", "finance"] { try await rule(id, office, ruling, reason: "依据评估结果和建站单位的陈述。") }
    }

    func withdrawal(_ id: ID<Case>) async throws -> WithdrawalState {
        try await database.read { tx in try #require(try tx.value("SELECT state FROM withdrawals WHERE case_id = \(id)")) }
    }

    func plaqueState(_ station: ID<Station>) async throws -> String {
        try await database.read { tx in try #require(try tx.value("SELECT state FROM plaques WHERE station_id = \(station)")) }
    }

    func appealCase(_ id: ID<Case>) async throws -> ID<Case> {
        try await database.read { tx in try #require(try tx.value("SELECT appeal_case FROM withdrawals WHERE case_id = \(id)")) }
    }

    /// `plaque 1, stay_cancelled 2`: what ended with a station, counted.
    func effects(_ id: ID<Case>) async throws -> String {
        try await database.read { tx in
            try tx.rows("SELECT kind, COUNT(*) AS n FROM withdrawal_effects WHERE case_id = \(id) AND kind NOT IN ('contacts', 'reports', 'claims', 'jobs', 'history') GROUP BY kind ORDER BY kind")
                .map { "\(try $0("kind") as String) \(try $0("n") as Int)" }.joined(separator: ", ")
        }
    }
}
