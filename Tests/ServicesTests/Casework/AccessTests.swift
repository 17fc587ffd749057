import Cluster
import Domain
import SQL
@testable import Services
import Testing

extension TestHouse {
    /// One of each role, by name.
    func everybody() async throws -> [(String, Domain.Actor)] {
        var all: [(String, Domain.Actor)] = [("admin", try await staff("admin")), ("applicant1", try await applicant(1)), ("applicant2", try await applicant(2))]
        for login in ["centre.checker", "centre.handler", "centre.signer", "finance.handler", "hrss.handler", "hrss.signer", "industry.handler", "laoshan.hrss.handler", "laoshan.hrss.signer",
            "leading.handler", "shinan.hrss.handler", "shinan.hrss.signer"] {
            all.append((login, try await staff(login)))
        }
        return all + [("visitor", .visitor)]
    }
}

/// Every verb by every role at every stage of a case: nothing succeeds but what stands here.
@Suite struct AccessTests {
    enum Stage: String, CaseIterable { case draft, forward, intake, checked, review, correction, notice, determine, recorded, signed, done }

    struct Fixture {
        let id: ID<Case>
        var notice: ID<Notice>?
        var meeting: ID<Meeting>?
    }

    /// Brings a case to a stage.
    private func bring(_ test: TestHouse, to stage: Stage) async throws -> Fixture {
        var found = Fixture(id: try await test.draft(1))
        let id = found.id, house = test.house
        if stage == .draft { return found }
        try await test.handIn(id, 1)
        if stage == .forward { return found }
        try await test.rule(id, "laoshan.hrss")
        if stage == .intake { return found }
        if stage == .correction {
            try await test.rule(id, "centre", .return, reason: "缺少材料。")
            return found
        }
        if stage == .checked {
            _ = try await RuleOnCase(office: "centre", act: .propose, ruling: .pass)(house, on: id, by: try await test.staff("centre.handler2"))
            return found
        }
        try await test.rule(id, "centre")
        try await test.rule(id, "centre")
        if stage == .review { return found }
        for office in ["hrss", "industry", "finance"] { try await test.ruleBySeconds(id, office) }
        if stage == .notice {
            found.notice = try await test.publish([id])
            return found
        }
        let notice = try await test.publish([id])
        found.notice = notice
        try await test.endNotice(notice)
        if stage == .determine { return found }
        found.meeting = try await test.record([(id, .pass)], by: "hrss.handler2")
        let meeting = try #require(found.meeting)
        if stage == .recorded { return found }
        _ = try await SignMeeting()(house, meeting, by: try await test.staff("hrss.signer2"))
        if stage == .signed { return found }
        _ = try await IssueDocument()(house, of: meeting, by: try await test.staff("hrss.signer2"))
        return found
    }

    private typealias Verb = @Sendable (House, Domain.Actor) async throws -> Receipt

    private func verbs(_ test: TestHouse, _ at: Fixture, file: ID<StoredFile>) throws -> [(String, Verb)] {
        let id = at.id, round = try test.roundID(), programme = test.programme.id
        let notice = at.notice ?? ID(rawValue: "none"), meeting = at.meeting ?? ID(rawValue: "none")
        guard let notice, let meeting else { return [] }
        var all: [(String, Verb)] = [
            ("save", { try await SaveApplication(name: "改名")($0, on: id, by: $1) }),
            ("attach", { try await AttachFile(question: "plan.files", name: "a.pdf", bytes: TestHouse.pdf)($0, on: id, by: $1) }),
            ("remove", { try await RemoveFile(file: file)($0, on: id, by: $1) }),
            ("hand in", { try await HandIn(declared: true)($0, on: id, by: $1) }),
            ("withdraw", { try await WithdrawApplication(reason: nil)($0, on: id, by: $1) }),
            ("note", { try await AddNote(text: "备注")($0, on: id, by: $1) }),
            ("reopen", { try await ReopenCase(reason: "重新受理")($0, on: id, by: $1) }),
            ("prepare", { try await PrepareNotice(step: "notice", cases: [id], phone: TestHouse.supervision, address: "青岛市香港中路")($0, for: round, by: $1) }),
            ("publish", { try await PublishNotice()($0, notice, by: $1) }),
            ("object", { try await RaiseObjection(about: id, name: "王某", contact: "13905321234", text: "场地与所述不符，请核实。")($0, in: notice, by: $1) }),
            ("object by telephone", { try await RaiseObjection(about: id, name: "王某", contact: "13905321234", text: "场地与所述不符，请核实。", channel: .phone)($0, in: notice, by: $1) }),
            ("record", {
                try await RecordMeeting(
                    step: "determine", office: "hrss", heldOn: Zone.china.day(of: try await $0.now()), present: ["hrss", "industry", "finance"].map { .init(office: $0, name: "代表") }, minutes: "会议逐个审定了申报单位。",
                    rulings: [.init(id: id, ruling: .pass, reason: "属实")])($0, for: round, by: $1)
            }),
            ("sign", { try await SignMeeting()($0, meeting, by: $1) }),
            ("issue", { try await IssueDocument()($0, of: meeting, by: $1) }),
            ("change plaque", { try await ChangePlaque(state: .suspended, reason: "停业整顿")($0, number: "QDYZ-2020-001", by: $1) }),
            ("call round", { try await CallRound(plan: "2020-1", programme: programme)($0, by: $1) }),
            ("open account", { try await OpenAccount(login: "new.one", name: "新人", password: TestHouse.password, programme: programme, office: "hrss", place: .signer)($0, by: $1) }),
            ("start for organisation 1", { house, actor in
                let organisation: ID<Organisation>? = try await house.database.read { tx in try tx.value("SELECT id FROM organisations WHERE credit_code = \(creditCode(10_001))") }
                return try await StartApplication(round: round, organisation: organisation)(house, by: actor)
            }),
        ]
        for office in ["laoshan.hrss", "centre", "hrss", "industry", "finance", "shinan.hrss"] {
            all.append(("propose \(office)", { try await RuleOnCase(office: office, act: .propose, ruling: .pass)($0, on: id, by: $1) }))
            all.append(("agree \(office)", { try await RuleOnCase(office: office, act: .agree)($0, on: id, by: $1) }))
            all.append(("send back \(office)", { try await RuleOnCase(office: office, act: .sendBack, reason: "再看")($0, on: id, by: $1) }))
            all.append(("assign \(office)", { try await AssignTask(office: office, assignee: nil)($0, on: id, by: $1) }))
        }
        return all
    }

    private static let readers = [
        "applicant1", "centre.checker", "centre.handler", "centre.signer", "finance.handler", "hrss.handler", "hrss.signer", "industry.handler", "laoshan.hrss.handler", "laoshan.hrss.signer",
        "leading.handler",
    ]
    private static let staffReaders = readers.filter { $0 != "applicant1" }
    private static let centre = ["centre.checker", "centre.handler", "centre.signer"]

    /// What may be done at each stage, and by whom; anything else is refused.
    private static func allowed(_ stage: Stage) -> [String: [String]] {
        var all: [String: [String]] = ["open account": ["admin"]]
        if stage != .draft { all["note"] = staffReaders }
        switch stage {
        case .draft, .correction: for verb in ["save", "attach", "remove", "hand in", "withdraw"] { all[verb] = ["applicant1"] }
        case .forward:
            all["propose laoshan.hrss"] = ["laoshan.hrss.handler"]
            all["assign laoshan.hrss"] = ["laoshan.hrss.handler", "laoshan.hrss.signer"]
        case .intake:
            all["propose centre"] = ["centre.handler"]
            all["assign centre"] = centre
        case .checked:
            all["agree centre"] = ["centre.checker"]
            all["send back centre"] = ["centre.checker"]
            all["assign centre"] = centre
        case .review:
            all["propose hrss"] = ["hrss.handler"]
            all["propose industry"] = ["industry.handler"]
            all["propose finance"] = ["finance.handler"]
            all["assign hrss"] = ["hrss.handler", "hrss.signer"]
            all["assign industry"] = ["industry.handler"]
            all["assign finance"] = ["finance.handler"]
        case .notice:
            // Anyone may object; the centre and nobody else enters what came by telephone.
            all["object"] = ["admin", "applicant1", "applicant2"] + staffReaders.sorted() + ["shinan.hrss.handler", "shinan.hrss.signer", "visitor"]
            all["object by telephone"] = centre
        case .determine: all["record"] = ["hrss.handler"]
        case .recorded:
            all["record"] = ["hrss.handler"]
            all["sign"] = ["hrss.signer"]
        case .signed: all["issue"] = ["hrss.signer"]
        case .done: all["change plaque"] = ["hrss.signer"]
        }
        if ![.draft, .correction, .signed, .done].contains(stage) { all["withdraw"] = ["applicant1"] }
        // Beginning again leads to the application that is there.
        all["start for organisation 1"] = ["applicant1"]
        return all
    }

    @Test(arguments: Engine.allCases, Stage.allCases) func nothingSucceedsThatShouldNot(_ engine: Engine, _ stage: Stage) async throws {
        // The rules are the same on both engines: all stages on one, three on the other.
        guard engine == .sqlite || [.intake, .notice, .recorded].contains(stage) else { return }
        try await withHouse(engine) { test in
            try await test.callRound()
            let at = try await bring(test, to: stage)
            let file = try #require(try await test.database.read { tx in try tx.value("SELECT id FROM files ORDER BY id LIMIT 1") as ID<StoredFile>? })
            let dry = House(
                database: DryDatabase(real: test.database), secrets: test.house.secrets, passwords: FastPasswords(), files: MemoryFiles(test.clock), papers: NoPaper(),
                library: test.house.library, realTime: test.house.realTime, demo: true, channels: [])
            let people = try await test.everybody(), verbs = try verbs(test, at, file: file)
            let allowed = Self.allowed(stage)
            var tried = 0
            for (name, verb) in verbs {
                var may: [String] = []
                for (who, actor) in people {
                    tried += 1
                    do {
                        _ = try await verb(dry, actor)
                        may.append("\(who) without a write")
                    } catch is DryDatabase.TakenBack {
                        may.append(who)
                    } catch let refusal as Refusal {
                        // Who may not read the case does not learn from its verbs that it exists.
                        let onCase = ["save", "attach", "remove", "hand in", "withdraw", "note", "reopen"].contains(name) || name.contains("propose") || name.contains("agree")
                            || name.contains("assign") || name.contains("send back")
                        let reads = stage == .draft ? who == "applicant1" : Self.readers.contains(who)
                        if onCase, !reads { #expect(refusal.kind == .notFound, "\(name) by \(who): \(refusal.code)") }
                    } catch {
                        Issue.record("\(name) by \(who): \(error)")
                    }
                }
                #expect(may.sorted() == (allowed[name] ?? []).sorted(), "\(stage): \(name)")
            }
            #expect(tried == verbs.count * people.count)

            // Reading.
            let readers = stage == .draft ? ["applicant1"] : Self.readers
            for (who, actor) in people {
                let reads = readers.contains(who)
                if reads {
                    #expect(try await test.house.caseView(at.id, for: actor).summary.id == at.id)
                    #expect(try await test.house.trail(of: at.id, for: actor).entries.isEmpty == false)
                } else {
                    await refused("not_found", .notFound) { try await test.house.caseView(at.id, for: actor) }
                    await refused("not_found", .notFound) { try await test.house.trail(of: at.id, for: actor) }
                }
                #expect(try await test.house.cases(CaseFilter(), for: actor).cases.map(\.id).contains(at.id) == reads, "\(who) in the list")
                if who != "applicant1" { await refused("not_found", .notFound) { try await test.house.draft(at.id, for: actor) } }
                if let meeting = at.meeting {
                    if reads, who != "applicant1", !who.hasPrefix("laoshan") {
                        #expect(try await test.house.meeting(meeting, for: actor).id == meeting)
                    } else {
                        await refused("not_found", .notFound) { try await test.house.meeting(meeting, for: actor) }
                    }
                }
            }
        }
    }
}

extension TestHouse {
    /// The same line with the second people of each office, so that the first have no part in it yet.
    func ruleBySeconds(_ id: ID<Case>, _ office: String) async throws {
        let line = try #require(programme.office(office)).signOff
        for (index, place) in line.enumerated() {
            _ = try await RuleOnCase(office: office, act: index == 0 ? .propose : .agree, ruling: index == 0 ? .pass : nil)(house, on: id, by: try await staff("\(office).\(place.rawValue)2"))
        }
    }
}
