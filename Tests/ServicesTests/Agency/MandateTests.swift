import Cluster
import Domain
import SQL
@testable import Services
import Testing

@Suite struct MandateTests {
    @Test(arguments: Engine.allCases) func aMandateLivesFromItsTextToThePayment(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), policy = try await test.policy(), talent = try await test.graduate(1), agent = try await test.applicant(1)
            let proof = try await test.addProof(talent, .degree), id = try await test.ask(talent, policy, station)
            #expect(try await test.state(id) == "asked")
            #expect(try await house.mandates(for: agent).mandates.isEmpty)
            await refused("not_found", .notFound) { try await house.mandate(id, for: agent) }
            let view = try await house.mandate(id, for: talent), text = try #require(view.textDigest)
            #expect(view.text?.zh.contains("学位证书") == true && view.text?.zh.contains("2020年12月31日") == true && view.textVersion == MandateText.version)
            await refused("invalid", .invalid) { try await SignMandate(consent: false, text: text)(house, id, by: talent) }
            await refused("changed_meanwhile", .conflict) { try await SignMandate(consent: true, text: "other")(house, id, by: talent) }
            _ = try await SignMandate(consent: true, text: text)(house, id, by: talent)
            #expect(try await house.mandates(for: agent).mandates.map(\.id) == [id])
            await refused("not_found", .notFound) { try await SettleMaterial(material: "degree", state: .proof, proof: proof)(house, id, by: agent) }
            _ = try await TakeMandate()(house, id, by: agent)
            #expect(try await house.mandate(id, for: agent).wallet.map(\.id) == [proof])
            _ = try await SettleMaterial(material: "degree", state: .proof, proof: proof)(house, id, by: agent)
            await refused("materials_missing", .conflict) { try await HandInMandate()(house, id, by: agent) }
            _ = try await SettleMaterial(material: "lease", state: .asked, reason: "请上传租房合同")(house, id, by: agent)
            await refused("materials_missing", .conflict) { try await HandInMandate()(house, id, by: agent) }
            #expect(try await house.mandate(id, for: talent).messages.map(\.text) == ["请上传租房合同"])
            _ = try await AddMandatePaper(material: "lease", name: "租房合同.pdf", bytes: TestHouse.pdf)(house, to: id, by: talent)
            _ = try await TickStep(step: 1, note: "条件相符")(house, id, by: agent)
            await refused("invalid", .invalid) { try await TickStep(step: 3)(house, id, by: agent) }
            _ = try await WriteToMandate(text: "今天递交")(house, id, by: agent)
            _ = try await GiveBank(bank: "青岛银行 6222020200112233445")(house, id, by: talent)
            _ = try await HandInMandate()(house, id, by: agent)
            let about = try await test.caseOf(id), whole = try await house.mandate(id, for: talent)
            #expect(whole.computed == Fen(1_200_000) && whole.steps.map(\.note) == ["条件相符", nil] && whole.materials.map(\.state) == [.proof, .file])
            let shown = try #require(try await house.caseView(about, for: try await test.staff("centre.handler")).mandate)
            #expect(shown.mandate.conditions.map(\.clause) == ["第二条(一)"] && shown.mandate.wantsPapers)
            #expect(shown.mandate.conditions.map(\.verdict) == [.yes] && shown.mandate.text == nil && shown.mandate.bank == "6222 •••• 3445")
            try await test.grant(id)
            #expect(try await test.state(id) == "granted")
            await refused("not_your_office", .forbidden) { try await RecordMandatePayment(state: .paid, paidOn: try day("2020-11-13"))(house, id, by: try await test.staff("hrss.handler")) }
            #expect(try await house.mandate(id, for: try await test.staff("centre.handler")).bank == "青岛银行 6222020200112233445")
            _ = try await RecordMandatePayment(state: .paid, paidOn: try day("2020-11-13"))(house, id, by: try await test.staff("centre.handler"))
            let paid = try await house.mandate(id, for: talent)
            #expect(paid.summary.state == .paid && paid.amount == Fen(1_200_000) && paid.payments.map(\.state) == [.payable, .paid])
            #expect(try await test.verbs("mandate", id.rawValue) == [
                "mandate_asked", "mandate_sign", "mandate_take", "material_proof", "material_asked", "material_file", "step_done", "message_written", "bank_given", "mandate_hand_in", "mandate_grant", "mandate_pay",
            ])
            #expect(try await test.due(id.rawValue).isEmpty)
            let line = try #require(try await house.agencyFigures(for: try await test.staff("centre.handler")).lines.first { $0.way == .agency })
            #expect([line.signed, line.handedIn, line.granted, line.refused, line.paid] == [1, 1, 1, 0, 1] && line.paidAmount == Fen(1_200_000))
            await refused("mandate_exists", .conflict) { try await test.ask(talent, policy, station) }
            #expect(try await house.mandatesWorkbook(MandateFilter(), for: try await test.staff("centre.handler")) == "政策代办 1")
        }
    }

    @Test(arguments: Engine.allCases) func revokingEndsTheAgentsLooksAtOnce(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), policy = try await test.policy(), talent = try await test.graduate(1), agent = try await test.applicant(1)
            let proof = try await test.addProof(talent, .degree), id = try await test.signed(talent, policy, station)
            await refused("not_found", .notFound) { try await LookAtProof(why: "核对材料")(house, proof, by: agent) }
            _ = try await TakeMandate()(house, id, by: agent)
            await refused("say_why", .conflict) { try await house.proofFile(proof, for: agent) }
            _ = try await LookAtProof(why: "核对材料")(house, proof, by: agent)
            #expect(try await house.proofFile(proof, for: agent).bytes == TestHouse.pdf)
            #expect(try await house.proofs(for: talent).proofs.first?.looks.map(\.why) == ["核对材料"])
            _ = try await RevokeMandate(reason: "改为自己办理")(house, id, by: talent)
            await refused("not_found", .notFound) { try await house.proofFile(proof, for: agent) }
            await refused("not_found", .notFound) { try await LookAtProof(why: "核对材料")(house, proof, by: agent) }
            await refused("mandate_over", .conflict) { try await SettleMaterial(material: "degree", state: .proof, proof: proof)(house, id, by: agent) }
            #expect(try await house.mandate(id, for: agent).messages.isEmpty)
            #expect(try await test.state(id) == "revoked")
        }
    }

    @Test(arguments: Engine.allCases) func whatIsWithTheOfficeIsWithdrawnByRevoking(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), policy = try await test.policy(), talent = try await test.graduate(1), agent = try await test.applicant(1),
                centre = try await test.staff("centre.handler")
            let proof = try await test.addProof(talent, .degree), id = try await test.inWork(talent, policy, station)
            _ = try await SettleMaterial(material: "degree", state: .proof, proof: proof)(house, id, by: agent)
            _ = try await SettleMaterial(material: "lease", state: .unneeded, reason: "住在单位宿舍")(house, id, by: agent)
            _ = try await HandInMandate()(house, id, by: agent)
            _ = try await LookAtProof(why: "审核")(house, proof, by: centre)
            await refused("not_found", .notFound) { try await LookAtProof(why: "核对材料")(house, proof, by: agent) }
            _ = try await RevokeMandate()(house, id, by: talent)
            #expect(try await test.at(try await test.caseOf(id)).hasPrefix("withdrawn"))
            await refused("not_found", .notFound) { try await house.proofFile(proof, for: centre) }
        }
    }

    @Test(arguments: Engine.allCases) func onlyKindsThatTheMandateNamesAreOpen(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), policy = try await test.policy(), talent = try await test.graduate(1), agent = try await test.applicant(1)
            let degree = try await test.addProof(talent, .degree), identity = try await test.addProof(talent, .identity), other = try await test.addProof(try await test.graduate(2), .degree)
            let id = try await test.inWork(talent, policy, station)
            for proof in [identity, other] { await refused("not_found", .notFound) { try await LookAtProof(why: "核对材料")(house, proof, by: agent) } }
            await refused("kind_not_in_mandate", .forbidden) { try await SettleMaterial(material: "lease", state: .proof, proof: identity)(house, id, by: agent) }
            await refused("invalid", .invalid) { try await SettleMaterial(material: "degree", state: .proof, proof: other)(house, id, by: agent) }
            await refused("invalid", .invalid) { try await SettleMaterial(material: "passport", state: .proof, proof: degree)(house, id, by: agent) }
            await refused("invalid", .invalid) { try await SettleMaterial(material: "lease", state: .unneeded)(house, id, by: agent) }
            #expect(try await house.mandate(id, for: agent).wallet.map(\.id) == [degree])
            try await test.move(to: try moment("2021-01-01"))
            #expect(try await test.state(id) == "lapsed")
            await refused("not_found", .notFound) { try await LookAtProof(why: "核对材料")(house, degree, by: agent) }
        }
    }

    @Test(arguments: Engine.allCases) func whatIsReturnedComesBackToTheAgent(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), policy = try await test.policy(), talent = try await test.graduate(1), agent = try await test.applicant(1)
            let id = try await test.handedIn(talent, policy, station), about = try await test.caseOf(id), before = try await test.messages(talent, of: id)
            try await test.rule(about, "centre", .return, reason: "请补充租房合同")
            #expect([try await test.state(id), try await house.mandate(id, for: agent).reason] == ["working", "请补充租房合同"])
            #expect(try await test.messages(talent, of: id) == before + 1)
            #expect(try await test.at(about).hasPrefix("correction/intake"))
            _ = try await AddMandatePaper(material: "lease", name: "租房合同.pdf", bytes: TestHouse.pdf)(house, to: id, by: talent)
            _ = try await HandInMandate()(house, id, by: agent)
            #expect([try await test.state(id), String(try await test.at(about).prefix(11))] == ["handed_in", "open/intake"])
            try await test.rule(about, "centre")
            try await test.rule(about, "hrss", .refuse, reason: "不在受理期限内")
            let view = try await house.mandate(id, for: talent)
            #expect(view.summary.state == .refused && view.reason == "不在受理期限内")
            // Somebody whose application was refused can ask again.
            _ = try await test.ask(talent, policy, station)
        }
    }

    @Test(arguments: Engine.allCases) func theAmountIsAtMostWhatThePolicySays(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), policy = try await test.policy(), talent = try await test.graduate(1), centre = try await test.staff("centre.handler")
            let id = try await test.handedIn(talent, policy, station)
            await refused("not_your_turn", .forbidden) { try await SetMandateAmount(amount: Fen(900_000))(house, id, by: try await test.staff("hrss.handler")) }
            for amount in [0, 1_200_001] { await refused("invalid", .invalid) { try await SetMandateAmount(amount: Fen(Int64(amount)))(house, id, by: centre) } }
            _ = try await SetMandateAmount(amount: Fen(900_000))(house, id, by: centre)
            await refused("mandate_not_granted", .conflict) { try await RecordMandatePayment(state: .failed, reason: "账号有误")(house, id, by: centre) }
            try await test.grant(id)
            await refused("invalid", .invalid) { try await RecordMandatePayment(state: .paid, paidOn: try day("2020-11-14"))(house, id, by: centre) }
            _ = try await RecordMandatePayment(state: .failed, reason: "账号有误")(house, id, by: centre)
            _ = try await RecordMandatePayment(state: .paid, paidOn: try day("2020-11-13"))(house, id, by: centre)
            _ = try await RecordMandatePayment(state: .returned, reason: "户名不符")(house, id, by: centre)
            #expect(try await test.state(id) == "granted")
            _ = try await RecordMandatePayment(state: .paid, paidOn: try day("2020-11-13"))(house, id, by: centre)
            let view = try await house.mandate(id, for: talent)
            #expect(view.summary.state == .paid && view.amount == Fen(900_000) && view.payments.map(\.state) == [.payable, .failed, .paid, .returned, .paid])
        }
    }

    @Test(arguments: Engine.allCases) func nobodyElseReadsOrActs(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), policy = try await test.policy(), talent = try await test.graduate(1), other = try await test.graduate(2)
            _ = try await test.station(2, area: "shinan")
            let id = try await test.inWork(talent, policy, station)
            for actor in [other, try await test.applicant(2), try await test.staff("centre.handler"), .visitor] { await refused("not_found", .notFound) { try await house.mandate(id, for: actor) } }
            for actor in [other, try await test.applicant(2), talent] {
                await refused("not_found", .notFound) { try await SettleMaterial(material: "lease", state: .asked)(house, id, by: actor) }
                await refused("not_found", .notFound) { try await HandInMandate()(house, id, by: actor) }
            }
            await refused("not_found", .notFound) { try await RevokeMandate()(house, id, by: try await test.applicant(1)) }
            await refused("not_found", .notFound) { try await TakeMandate()(house, id, by: try await test.applicant(2)) }
            await refused("not_a_talent", .forbidden) { try await test.ask(try await test.staff("hrss.handler"), policy, station) }
            // An agent sits in no office, and nobody of the host rules on what it handed in.
            let agent = try await test.applicant(1), post = Post(programme: test.programme.id, office: "centre", place: .handler)
            let both = Domain.Actor(kind: agent.kind, name: agent.name, posts: [post], organisations: agent.organisations)
            await refused("agent_in_office", .forbidden) { try await TakeMandate()(house, id, by: both) }
            try await test.settlePapers(id)
            _ = try await HandInMandate()(house, id, by: agent)
            let about = try await test.caseOf(id)
            await refused("own_case", .forbidden) { try await RuleOnCase(office: "centre", act: .propose, ruling: .pass)(house, on: about, by: both) }
            let self_ = Domain.Actor(kind: talent.kind, name: "", posts: [post])
            await refused("own_case", .forbidden) { try await RuleOnCase(office: "centre", act: .propose, ruling: .pass)(house, on: about, by: self_) }
            await refused("not_found", .notFound) { try await house.caseView(about, for: self_) }
            #expect(try await house.mandate(id, for: try await test.staff("centre.handler")).side == .office)
        }
    }

    @Test(arguments: Engine.allCases) func textsAreSealed(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), policy = try await test.policy(), talent = try await test.graduate(1), agent = try await test.applicant(1)
            let id = try await test.inWork(talent, policy, station)
            _ = try await WriteToMandate(text: "我住在松岭路宿舍")(house, id, by: talent)
            _ = try await TickStep(step: 1, note: "宿舍证明已看")(house, id, by: agent)
            _ = try await GiveBank(bank: "青岛银行 6222020200112233445")(house, id, by: talent)
            await refused("invalid", .invalid) { try await GiveBank(bank: "123")(house, id, by: talent) }
            let kept = try await test.database.read { tx in
                [try tx.value("SELECT body FROM mandate_messages") as [UInt8]?, try tx.value("SELECT note FROM mandate_steps"), try tx.value("SELECT bank FROM mandates"), try tx.value("SELECT contract FROM mandates")]
            }
            for (bytes, plain) in zip(kept, ["松岭路", "宿舍", "6222020200112233445", "委托"]) {
                let bytes = try #require(bytes)
                #expect(!String(decoding: bytes, as: UTF8.self).contains(plain))
            }
            #expect(try await house.ownData(for: talent).sections.map(\.id).contains("mandate_messages"))
        }
    }

    @Test(arguments: Engine.allCases) func closingTheAccountEndsWhatIsOpen(_ engine: Engine) async throws {
        try await withHouse(engine) { test in
            let house = test.house, station = try await test.station(1), policy = try await test.policy()
            let talent = try await test.talent(1, password: TestHouse.password)
            let id = try await test.inWork(talent, policy, station)
            _ = try await WriteToMandate(text: "你好")(house, id, by: talent)
            _ = try await CloseAccount(password: TestHouse.password, understood: true)(house, by: talent)
            #expect(try await test.state(id) == "revoked")
            #expect(try await test.database.read { tx in try tx.value("SELECT COUNT(*) FROM mandate_messages") as Int? } == 0)
        }
    }
}
