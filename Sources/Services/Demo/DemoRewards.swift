import Domain
import SQL

/// Introductions of the demonstration: one that both sides have confirmed, and one that waits for the employer. Played when the world has two stations and talents.
struct DemoRewards {
    let house: House
    /// Who keeps the station that introduces.
    let agent: Actor

    func play() async throws {
        guard house.library.programmes.contains(where: { $0.rewards?.reward(for: .agencyReward) != nil }) else { return }
        let house = self.house, agent = self.agent
        let found = try await house.database.read { tx in
            let own: SQL = "s.organisation_id IN (\(list: agent.organisations.sorted()))"
            let station: ID<Station>? = try tx.value("SELECT s.id FROM stations s JOIN plaques p ON p.station_id = s.id WHERE p.state = 'valid' AND \(own) ORDER BY s.id LIMIT 1")
            let employer = try tx.row("""
                SELECT o.credit_code AS code, m.account_id AS account FROM organisations o JOIN stations s ON s.organisation_id = o.id JOIN plaques p ON p.station_id = s.id
                    JOIN members m ON m.organisation_id = o.id WHERE p.state = 'valid' AND NOT (\(own)) ORDER BY o.id, m.account_id LIMIT 1
                """)
            let talents: [ID<Account>] = try tx.rows("SELECT a.id AS id FROM accounts a JOIN talents t ON t.account_id = a.id WHERE a.story <> '' AND a.phone IS NOT NULL ORDER BY a.story, a.id LIMIT 2").map { try $0("id") }
            let people = try talents.map { (id: $0, name: try Pursuits.name(tx, house.secrets, $0), phone: try Pursuits.phone(tx, house.secrets, $0) ?? "") }
            let code: String? = try employer?("code"), account: ID<Account>? = try employer?("account")
            var representative: Actor?
            if let account, let row = try tx.row("SELECT id, name, administers FROM accounts WHERE id = \(account)") { representative = try Accounts.actor(tx, row) }
            return (station: station, code: code, employer: representative, people: people)
        }
        guard let station = found.station, let code = found.code, let employer = found.employer else { return }
        for (index, talent) in found.people.enumerated() where Phone.isMobile(talent.phone) && !talent.name.isEmpty {
            let receipt = try await RegisterIntroduction(station: station, name: talent.name, phone: talent.phone, creditCode: code, position: index == 0 ? "首席算法科学家" : "高级研究员")(house, by: agent)
            guard let id = ID<Introduction>(rawValue: receipt.id) else { continue }
            _ = try await ConfirmIntroduction(consent: true)(house, id, by: Actor(kind: .person(talent.id), name: talent.name))
            if index == 0 { _ = try await ConfirmIntroduction(consent: true)(house, id, by: employer) }
        }
    }
}
