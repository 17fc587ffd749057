import Domain
import SQL

/// Offices of the year: a whole line says the same.
struct DemoYearOffices: Sendable {
    let house: House
    let cast: [String: Actor]

    func rule(_ id: ID<Case>, _ office: String, _ ruling: Ruling = .pass, reason: String? = nil) async throws {
        guard let line = try house.library.programme(DemoWorld.programme).office(office)?.signOff else { throw Unexpected("office \(office)") }
        for (index, place) in line.enumerated() {
            let act = RuleOnCase(office: office, act: index == 0 ? .propose : .agree, ruling: index == 0 ? ruling : nil, reason: index == 0 ? reason : nil)
            _ = try await act(house, on: id, by: try DemoYear.person(office, place, cast))
        }
    }
}

/// Ten high-level talents whom five stations introduce: registered, hired, claimed, granted, paid in two parts. One of them leaves, and part of the money comes back.
struct DemoYearRewards: Sendable {
    let house: House
    let cast: [String: Actor]
    let hosts: [DemoYear.Host]

    struct Hire: Sendable {
        let host: DemoYear.Host
        let employer: DemoYear.Host
        let introduction: ID<Introduction>
        let placement: ID<Placement>
        let contractOn: Day
    }

    /// Talent by talent; the last one leaves.
    static let classes = ["a", "b", "b", "c", "c", "d", "d", "e", "e", "f"]
    private static let phone = "13953200009"

    private var offices: DemoYearOffices { DemoYearOffices(house: house, cast: cast) }

    /// The year's budgets, the accounts of the stations, the policy that the rewards rest on, and two people of the centre who pay: whoever examines does not.
    func prepare() async throws {
        let handler = try DemoYear.person("centre", .handler, cast), signer = try DemoYear.person("centre", .signer, cast)
        try await DemoPayments(house: house, finance: try DemoYear.person("finance", .handler, cast), handler: handler, signer: signer, hosts: hosts.map(\.actor)).begin()
        try await DemoPolicies(house: house, writer: handler, publisher: try DemoYear.person("hrss", .handler, cast)).play()
    }

    /// Introduced and confirmed by both sides, and hired on the same day.
    func introduce(on today: Day) async throws -> [Hire] {
        var hires: [Hire] = []
        for (index, talentClass) in Self.classes.enumerated() {
            let host = hosts[index % 5], employer = hosts[index % 5 + 6], name = "示例专家\(index + 1)", phone = "135000001\(10 + index)"
            let talent = try await register(name, phone, talentClass)
            let registered = try await RegisterIntroduction(station: host.station, name: name, phone: phone, creditCode: employer.organisation.creditCode, position: "首席工程师")(house, by: host.actor)
            guard let introduction = ID<Introduction>(rawValue: registered.id) else { throw Unexpected("an introduction") }
            _ = try await ConfirmIntroduction(consent: true)(house, introduction, by: talent)
            _ = try await ConfirmIntroduction(consent: true)(house, introduction, by: employer.actor)
            let record = RecordPlacement(
                station: host.station, type: .employment, name: name, phone: phone, creditCode: employer.organisation.creditCode, employer: employer.organisation.name, position: "首席工程师", startsOn: today)
            guard let placement = ID<Placement>(rawValue: try await record(house, by: host.actor).id) else { throw Unexpected("a placement") }
            _ = try await AddPlacementEvidence(kind: .contract, name: "合同.pdf", bytes: DemoStage.paper)(house, to: placement, by: host.actor)
            _ = try await ConfirmPlacement()(house, placement, by: employer.actor)
            hires.append(Hire(host: host, employer: employer, introduction: introduction, placement: placement, contractOn: today))
        }
        return hires
    }

    /// A talent whose class the centre has accepted by its document.
    private func register(_ name: String, _ phone: String, _ talentClass: String) async throws -> Actor {
        let checking = try DemoYear.person("centre", .handler, cast)
        let message = try await SendPhoneCode(phone: phone)(house, by: .visitor).message ?? "", code = String(message.drop { !$0.isNumber }.prefix(6))
        let receipt = try await RegisterTalent(phone: phone, code: code, password: DemoWorld.password, consent: true)(house, by: .visitor, story: "", name: name)
        guard let account = ID<Account>(rawValue: receipt.id) else { throw Unexpected("account of \(name)") }
        let talent = Actor(kind: .person(account), name: name)
        _ = try await SaveProfile(answers: ["high_level_talent": ["yes"], "talent_class": [talentClass]])(house, "level", by: talent)
        let added = try await AddProof(kind: .other, note: "高层次人才认定文件", name: "认定文件.pdf", bytes: DemoStage.paper)(house, by: talent)
        guard let proof = ID<Proof>(rawValue: added.id) else { throw Unexpected("proof") }
        _ = try await AllowProof(purpose: .check, subject: DemoWorld.programme, consent: true)(house, proof, by: talent)
        _ = try await LookAtProof(why: "核验人才类别")(house, proof, by: checking)
        for fact in try await house.proofCheck(proof, for: checking).facts where fact.id == "talent_class" {
            _ = try await AcceptProof(proof: proof, fact: fact.id, statedAt: fact.statedAt)(house, by: checking)
        }
        return talent
    }

    /// Claimed by the stations, granted by the offices; the first half is paid in one batch.
    func claim(_ hires: [Hire]) async throws {
        for hire in hires {
            let draft = ClaimDraft(
                introduction: hire.introduction, contractOn: hire.contractOn, contractMonths: 36, insuredMonths: 1, certifiedBy: "市委组织部", certifiedOn: hire.contractOn.adding(-30),
                bank: "示例银行青岛分行 620000000000001\(1000 + hire.host.number)", phone: Self.phone)
            let receipt = try await ClaimReward(draft)(house, by: hire.host.actor)
            try await grant(receipt.id, by: ["centre", "hrss"])
        }
        try await pay(on: Zone.china.day(of: try await house.now()))
    }

    private func grant(_ claim: String, by line: [String]) async throws {
        let found: ID<Case>? = try await house.database.read { tx in try tx.value("SELECT case_id FROM reward_claims WHERE id = \(claim)") }
        guard let about = found else { throw Unexpected("the case of a claim") }
        for office in line { try await offices.rule(about, office) }
    }

    /// Half a year later the employers are asked: nine are still there.
    func answer(_ hires: [Hire]) async throws {
        for (index, hire) in hires.enumerated() {
            let stayed = index < hires.count - 1
            _ = try await AnswerCheck(days: 180, isThere: stayed, leftOn: stayed ? nil : hire.contractOn.adding(120))(house, hire.placement, by: hire.employer.actor)
        }
    }

    /// Stations whose grade is rewarded claim for their events; granted and paid. Nothing was spent where nothing was held.
    func grants(of period: ID<EvaluationPeriod>) async throws {
        for host in hosts {
            let station = host.station
            let rewarded: String? = try await house.database.read { tx in
                try tx.value("SELECT grade FROM evaluation_results WHERE period_id = \(period) AND station_id = \(station) AND consequence = 'reward'")
            }
            guard rewarded != nil else { continue }
            let claim = try await ClaimEventGrant(station: station, period: period, bank: "示例银行青岛分行 620000000000001\(1000 + host.number)", phone: Self.phone)(house, by: host.actor)
            guard let id = ID<RewardClaim>(rawValue: claim.id) else { throw Unexpected("a claim") }
            if try await house.rewardClaim(id, for: host.actor).sheet.total.amount == 0 {
                _ = try await WithdrawClaim()(house, id, by: host.actor)
            } else {
                try await grant(claim.id, by: ["centre", "finance"])
            }
        }
        try await pay(on: Zone.china.day(of: try await house.now()))
    }

    /// All that is due goes to the bank on one batch, and is paid the same day.
    func pay(on today: Day) async throws {
        let (payer, releaser) = try await payers()
        let orders = try await house.batches(for: payer).due.filter(\.mayTake).map(\.id)
        guard !orders.isEmpty else { return }
        guard let batch = ID<PaymentBatch>(rawValue: try await MakeBatch(orders: orders)(house, by: payer).id) else { throw Unexpected("a batch") }
        _ = try await ReleaseBatch()(house, batch, by: releaser)
        _ = try await RecordPaymentOutcome(orders: orders, outcome: .paid, day: today)(house, batch, by: payer)
    }

    /// Two more people of the centre, who examine nothing.
    private func payers() async throws -> (Actor, Actor) {
        (try await payer("centre-payer", "何珊", .handler), try await payer("centre-releaser", "杜宁", .checker))
    }

    private func payer(_ login: String, _ name: String, _ place: Programme.Place) async throws -> Actor {
        guard let admin = cast["admin"] else { throw Unexpected("administrator") }
        let known: ID<Account>? = try await house.database.read { tx in try tx.value("SELECT id FROM accounts WHERE login = \(login)") }
        var account = known
        if account == nil {
            account = ID(rawValue: try await OpenAccount(login: login, name: name, password: DemoWorld.password, programme: DemoWorld.programme, office: "centre", place: place)(house, by: admin).id)
        }
        guard let account else { throw Unexpected("account \(login)") }
        return Actor(kind: .person(account), name: name, posts: [Post(programme: DemoWorld.programme, office: "centre", place: place)])
    }
}
