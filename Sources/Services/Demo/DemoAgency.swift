import Domain
import SQL

/// Mandates of the demonstration: one that the station works on, one with the office, one granted and paid; and an offer that waits for one word. Played when the
/// world has policies and talents; without them there is nothing to apply for.
struct DemoAgency {
    let house: House
    /// Who keeps the station that does the papers.
    let agent: Actor
    /// A whole office by its id: the first proposes, the others agree.
    let centre: [Actor]
    let hrss: [Actor]

    func play() async throws {
        let talents = try await house.database.read { tx in
            try tx.rows("SELECT a.id AS id, a.name AS name FROM accounts a JOIN talents t ON t.account_id = a.id WHERE a.story <> '' ORDER BY a.story, a.id").map {
                Actor(kind: .person(try $0("id")), name: try $0("name"))
            }
        }
        guard talents.count >= 4, let station = try await station() else { return }
        try await paid(talents[1], station)
        try await waitingForTheOffice(talents[0], station)
        try await inWork(talents[3], station)
        try await offered(talents[2])
    }

    // MARK: mandates

    private func paid(_ talent: Actor, _ station: ID<Station>) async throws {
        guard try await policy("start-up-grant") != nil else { return }
        _ = try await SaveProfile(answers: ["own_company": ["yes"], "own_company_on": ["2019-11-05"], "insurance": ["山东省青岛市市北区"]])(house, by: talent)
        guard let id = try await handedIn("start-up-grant", talent, station, "营业执照和本人身份核对无误。") else { return }
        _ = try await GiveBank(bank: "示例银行青岛分行 6200000000001234567")(house, id, by: talent)
        guard let about = try await house.database.read({ tx in try tx.value("SELECT case_id FROM mandates WHERE id = \(id)") as ID<Case>? }), let payer = centre.first else { return }
        // Where the profile does not say how much, the office does.
        if try await house.mandate(id, for: talent).computed == nil { _ = try await SetMandateAmount(amount: Fen(1_000_000))(house, id, by: payer) }
        try await pass("centre", centre, about)
        try await pass("hrss", hrss, about)
        _ = try await RecordMandatePayment(state: .paid, paidOn: Zone.china.day(of: try await house.now()))(house, id, by: payer)
    }

    private func waitingForTheOffice(_ talent: Actor, _ station: ID<Station>) async throws {
        _ = try await handedIn("settlement", talent, station, "身份和学历材料已核对。")
    }

    private func inWork(_ talent: Actor, _ station: ID<Station>) async throws {
        guard try await policy("living-allowance") != nil else { return }
        _ = try await SaveProfile(answers: ["insurance": ["山东省青岛市崂山区"], "months_insured": ["8"]])(house, by: talent)
        guard let (id, terms) = try await signed("living-allowance", talent, station) else { return }
        _ = try await TakeMandate()(house, id, by: agent)
        _ = try await TickStep(step: 1, note: "条件基本相符，还差本人银行账户证明。")(house, id, by: agent)
        if let first = terms.materials.first { _ = try await SettleMaterial(material: first.id, state: .unneeded, reason: "前台已当面核对原件。")(house, id, by: agent) }
        if let last = terms.materials.last, terms.materials.count > 1 { _ = try await SettleMaterial(material: last.id, state: .asked, reason: "请上传本人银行卡照片，能看清户名和账号即可。")(house, id, by: agent) }
        _ = try await WriteToMandate(text: "卡在单位，明天拍照上传。")(house, id, by: talent)
    }

    /// - Returns: nil where the world has no such policy.
    private func signed(_ code: String, _ talent: Actor, _ station: ID<Station>) async throws -> (ID<Mandate>, PolicyTerms)? {
        guard let policy = try await policy(code) else { return nil }
        let until = Zone.china.day(of: try await house.now()).adding(60), kinds = policy.terms.materials.compactMap { $0.proof.flatMap(Proof.Kind.init) }
        let receipt = try await AskMandate(policy: policy.id, station: station, kinds: kinds, until: until)(house, by: talent)
        guard let id = ID<Mandate>(rawValue: receipt.id), let text = try await house.mandate(id, for: talent).textDigest else { throw Unexpected("mandate of the world") }
        _ = try await SignMandate(consent: true, text: text)(house, id, by: talent)
        return (id, policy.terms)
    }

    private func policy(_ code: String) async throws -> StoredPolicy? {
        let house = house
        return try await house.read { tx, now in try PolicyReader.inForce(tx, house, on: Zone.china.day(of: now)).first { $0.terms.code == code && $0.terms.audience == .talent } }
    }

    private func handedIn(_ code: String, _ talent: Actor, _ station: ID<Station>, _ note: String) async throws -> ID<Mandate>? {
        guard let (id, terms) = try await signed(code, talent, station) else { return nil }
        _ = try await TakeMandate()(house, id, by: agent)
        for material in terms.materials { _ = try await AddMandatePaper(material: material.id, name: "\(material.name.zh).pdf", bytes: DemoStage.paper)(house, to: id, by: talent) }
        _ = try await TickStep(step: 1, note: note)(house, id, by: agent)
        _ = try await HandInMandate()(house, id, by: agent)
        return id
    }

    private func pass(_ office: String, _ line: [Actor], _ about: ID<Case>) async throws {
        for (index, actor) in line.enumerated() { _ = try await RuleOnCase(office: office, act: index == 0 ? .propose : .agree, ruling: index == 0 ? .pass : nil)(house, on: about, by: actor) }
    }

    private func station() async throws -> ID<Station>? {
        let organisations = agent.organisations.sorted()
        return try await house.database.read { tx in
            try tx.value("SELECT s.id FROM stations s JOIN plaques q ON q.station_id = s.id WHERE q.state = 'valid' AND s.organisation_id IN (\(list: organisations)) ORDER BY s.id LIMIT 1")
        }
    }

    // MARK: an offer

    /// What the allowance for rent asks is proven by the centre, and a search finds it.
    private func offered(_ talent: Actor) async throws {
        guard let checking = centre.first, try await policy("rent-subsidy") != nil else { return }
        let added = try await AddProof(kind: .other, note: "毕业、参保、住房情况和租房合同的证明", name: "综合证明.pdf", bytes: DemoStage.paper)(house, by: talent)
        guard let proof = ID<Proof>(rawValue: added.id) else { throw Unexpected("proof") }
        _ = try await SaveProfile(answers: ["insurance": ["山东省青岛市崂山区"], "rents_home": ["yes"]])(house, by: talent)
        _ = try await AllowProof(purpose: .check, subject: DemoWorld.programme, consent: true)(house, proof, by: talent)
        _ = try await LookAtProof(why: "核验补贴条件")(house, proof, by: checking)
        for fact in try await house.proofCheck(proof, for: checking).facts where ["degree", "graduation_date", "insurance", "homes", "rents_home"].contains(fact.id) {
            _ = try await AcceptProof(proof: proof, fact: fact.id, statedAt: fact.statedAt)(house, by: checking)
        }
        _ = try await RunOffers()(house, by: checking)
        _ = try await DueWork(house)()
    }
}
