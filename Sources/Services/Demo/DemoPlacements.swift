import Domain
import SQL

/// Talents and jobs with each other in states that are worth a look, and three records of placements: one that counts, one whose evidence is missing,
/// and one that a second station claims. People without an account are made up.
struct DemoPlacements {
    let house: House
    /// Who keeps the software park's station, whose jobs are pursued, and who keeps the comprehensive one.
    let park: Actor
    let town: Actor

    func play() async throws {
        try await records()
        try await pursuits()
    }

    // MARK: records

    private func records() async throws {
        let here = try await station(of: park), there = try await station(of: town), today = Zone.china.day(of: try await house.now())
        let marine = DemoOrganisation.all[6], data = DemoOrganisation.all[3]
        let first = RecordPlacement(
            station: here, type: .employment, name: "陈帆", phone: "13800005001", creditCode: marine.creditCode, employer: marine.name, position: "嵌入式软件工程师", startsOn: today.adding(-12))
        let counted = try await placement(first, by: park)
        for kind in [PlacementEvidence.contract, .employerConfirmation] {
            _ = try await AddPlacementEvidence(kind: kind, name: "\(kind.words.zh).pdf", bytes: DemoStage.paper)(house, to: counted, by: park)
        }
        _ = try await placement(RecordPlacement(
            station: here, type: .internship, name: "于晓", phone: "13800005002", creditCode: data.creditCode, employer: data.name, position: "数据分析实习生", startsOn: today.adding(-3)), by: park)
        _ = try await placement(RecordPlacement(
            station: there, type: .employment, name: "陈帆", phone: "13800005001", creditCode: marine.creditCode, employer: marine.name, position: "软件工程师", startsOn: today.adding(-11)), by: town)
    }

    private func placement(_ verb: RecordPlacement, by actor: Actor) async throws -> ID<Placement> {
        guard let id = ID<Placement>(rawValue: try await verb(house, by: actor).id) else { throw Unexpected("placement of the world") }
        return id
    }

    private func station(of actor: Actor) async throws -> ID<Station> {
        let organisations = actor.organisations.sorted()
        let found = try await house.database.read { tx -> ID<Station>? in try tx.value("SELECT id FROM stations WHERE organisation_id IN (\(list: organisations)) ORDER BY id LIMIT 1") }
        guard let found else { throw Unexpected("station of the world") }
        return found
    }

    // MARK: pursuits

    /// Of the open jobs that the park has; in a world without jobs there are none.
    private func pursuits() async throws {
        let organisations = park.organisations.sorted()
        let (jobs, talents) = try await house.database.read { tx in
            (try tx.rows("SELECT id FROM jobs WHERE organisation_id IN (\(list: organisations)) AND state = 'open' ORDER BY id LIMIT 2").map { try $0("id") as ID<Job> },
             try tx.rows("SELECT a.id AS id, a.name AS name FROM accounts a JOIN talents t ON t.account_id = a.id WHERE a.story <> '' ORDER BY a.story, a.id").map {
                 Actor(kind: .person(try $0("id")), name: try $0("name"))
             })
        }
        guard let job = jobs.first, talents.count >= 4 else { return }
        let today = Zone.china.day(of: try await house.now())
        let graduate = try await apply(talents[0], job, "两周内可到岗，熟悉 Java 和 PostgreSQL。")
        _ = try await ProposeInterview(
            slots: [.init(at: Zone.china.instant(today.adding(4), hour: 10)), .init(at: Zone.china.instant(today.adding(4), hour: 14)), .init(at: Zone.china.instant(today.adding(7), hour: 10))],
            place: "青岛市崂山区松岭路示例1号 A 座 305 室")(house, graduate, by: park)
        let other = try await apply(talents[3], jobs.last ?? job, "本地居住，可随时到岗。")
        _ = try await MakeOffer(position: "项目助理", payFrom: Fen(650_000), payTo: Fen(800_000), startsOn: today.adding(14), replyUntil: today.adding(5))(house, other, by: park)
        _ = try await apply(talents[1], jobs.last ?? job, "希望了解远程合作的可能。")
        _ = try await RecommendPerson(phone: DemoTalents.all[2].phone, station: try await station(of: town), note: "海洋数据方向，中文流利。")(house, for: job, by: town)
    }

    private func apply(_ talent: Actor, _ job: ID<Job>, _ note: String) async throws -> ID<Pursuit> {
        guard let id = ID<Pursuit>(rawValue: try await ApplyForJob(note: note, consent: true)(house, for: job, by: talent).id) else { throw Unexpected("pursuit of the world") }
        return id
    }
}
