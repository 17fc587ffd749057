import Domain
import SQL

/// A job fair of the demonstration: employers that hire take part, people who look for work sign up, and everybody has a timetable. Played when the world's
/// employers have open jobs; without any there is no fair.
struct DemoFairs {
    let house: House
    /// Somebody in an office that holds the fair.
    let organiser: Actor

    /// Who signs up, by phone number of the demonstration, with what they look for, and a word of the jobs whose employer they name.
    private static let people: [(phone: String, wishes: String, names: String, most: Int, absent: [Int])] = [
        ("13800000021", "后端开发，会 Java 和 MySQL", "后端", 4, []), ("13800000022", "算法工程师、产品经理，机器人控制方向", "算法", 3, [1]),
        ("13800000023", "数据分析、科研岗位，海洋信息方向", "数据", 3, []), ("13800000024", "会计、财务、人力资源", "会计", 4, [6]),
    ]

    func play() async throws {
        let today = Zone.china.day(of: try await house.now()), friday = today.adding((5 - today.weekday + 7) % 7 + 7)
        guard let fair = try await plan(on: friday) else { return }
        _ = try await OpenFair()(house, fair, by: organiser)
        let employers = try await house.fair(fair, for: organiser).employers
        for person in Self.people {
            guard let actor = try await talent(person.phone) else { continue }
            let wished = employers.filter { employer in employer.jobs.contains { $0.title.contains(person.names) } }.prefix(1).map(\.id)
            _ = try await SignUpForFair(most: person.most, absent: person.absent, employers: wished, wishes: person.wishes, consent: true)(house, fair, by: actor)
        }
        // So that the timetable is there at once, not when the worker has prepared what fit is measured by.
        try await FollowJobs(house)()
        _ = try await CloseSignUp()(house, fair, by: organiser)
    }

    /// - Returns: nil where nobody could be invited.
    private func plan(on day: Day) async throws -> ID<Fair>? {
        let possible = try await house.database.read { tx in (try tx.value("SELECT COUNT(*) FROM jobs WHERE state = 'open' AND organisation_id IS NOT NULL") as Int?) ?? 0 }
        guard possible > 0 else { return nil }
        let receipt = try await PlanFair(
            title: "岁末人才专场招聘会（示例）", place: "青岛市崂山区松岭路示例1号 A 座多功能厅", begins: Zone.china.instant(day, hour: 9, minute: 30), minutes: 20, slots: 6, tables: 2, places: 60)(house, by: organiser)
        guard let fair = ID<Fair>(rawValue: receipt.id) else { throw Unexpected("fair") }
        for candidate in try await house.fairSchedule(fair, for: organiser).candidates.prefix(8) {
            _ = try await InviteEmployer(organisation: candidate.id)(house, fair, by: organiser)
            try await accept(fair, candidate.id)
        }
        return fair
    }

    /// Its first member accepts with all open jobs.
    private func accept(_ fair: ID<Fair>, _ organisation: ID<Organisation>) async throws {
        let account: ID<Account>? = try await house.database.read { tx in
            try tx.value("SELECT account_id FROM members WHERE organisation_id = \(organisation) ORDER BY since, account_id LIMIT 1")
        }
        guard let account else { return }
        let member = Actor(kind: .person(account), name: "", organisations: [organisation])
        let view = try await house.fair(fair, for: member)
        guard let own = view.own.first else { return }
        _ = try await AnswerInvitation(accept: true, tables: 1, jobs: view.ownJobs.prefix(FairRules.mostJobs).map(\.id))(house, own.id, by: member)
    }

    private func talent(_ phone: String) async throws -> Actor? {
        let indexes = try house.secrets.blindIndexes(phone, table: "accounts", column: "phone")
        let account: ID<Account>? = try await house.database.read { tx in
            try tx.value("SELECT t.account_id FROM accounts a JOIN talents t ON t.account_id = a.id WHERE a.phone_index IN (\(list: indexes)) AND t.closed_at IS NULL")
        }
        return account.map { Actor(kind: .person($0), name: "") }
    }
}
