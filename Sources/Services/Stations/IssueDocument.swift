import Domain
import SQL

/// The office issues the recognition document 认定文件 of a signed meeting, and with it the plaques 牌匾.
///
/// Effects: one document with number and date; for each case that the meeting recognised, a station and its plaque with a number; the cases
/// end (`Act.move`); a published notice of the document; audit records. A plaque ends by withdrawal, not with the trial.
public struct IssueDocument: Codable, Sendable {
    public init() {}

    public func callAsFunction(_ house: House, of meeting: ID<Meeting>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let rulings = try act.tx.rows("SELECT case_id FROM meeting_rulings WHERE meeting_id = \(meeting) AND ruling = 'pass' ORDER BY case_id")
            let loaded = try rulings.map { try act.loadCase(try $0("case_id")) }
            guard let row = try act.tx.row("SELECT round_id, held_on, state FROM meetings WHERE id = \(meeting)\(act.dialect.lock)") else { throw Refusal.notFound }
            guard let first = loaded.first else { throw Refusal(.conflict, "nothing_to_issue", Words("这次会议没有认定驿站，无需发文", "The meeting recognised no station")) }
            if try act.tx.row("SELECT id FROM documents WHERE meeting_id = \(meeting)") != nil { throw Refusal(.conflict, "issued", Words("认定文件已经印发", "The document has been issued already")) }
            guard try row("state") == "signed", let step = first.step, step.kind == .issue, let gives = step.gives,
                  let office = step.by.first.flatMap({ first.programme.office($0, area: first.current.area) }) else {
                throw Refusal(.conflict, "not_signed", Words("审定会议签发后才能印发认定文件", "The meeting must be signed first"))
            }
            guard let place = office.signOff.last, actor.holds(office.id, place, in: first.programme.id) else {
                throw Refusal(.forbidden, "not_yours_to_issue", Words("认定文件由\(office.name.zh)的签发人印发", "A signer of \(office.name.en) issues the document"), clause: step.clause)
            }
            for item in loaded {
                let examined = try MeetingRules.examined(act.tx, item.id, by: act.actorName)
                guard examined || CaseRules.isOwn(actor, item.current) else { continue }
                throw Refusal(.forbidden, "examined", Words("您经办过“\(item.title)”，不能签发认定文件", "You have acted on “\(item.title)” and cannot issue its document"))
            }
            let document: ID<Document> = try act.newID()
            let year = act.today.year
            let number = act.filled(gives.number, n: try act.number("document/\(gives.number)/\(year)", for: document.rawValue))
            let level = first.programme.levels.first { $0.procedure == first.current.procedure }
            let held: Day = try row("held_on")
            let names = try loaded.map { try Self.names(act.tx, $0) }
            let body = [
                "按照《\(first.programme.notice.title)》要求，经申报、受理、核查、审核、社会公示，并经\(held.chinese)会议审定，认定下列\(loaded.count)个单位为\(level?.name.zh ?? gives.plaque)：",
            ] + zip(1..., names).map { "\($0)．\($1.station)（\($1.organisation)）" } + ["请各建站单位按照试点要求，做好来青回青人才对接服务工作。"]
            let text = try Stored.json(body)
            try act.tx.run("""
                INSERT INTO documents (id, programme_id, meeting_id, office, name, number, issued_on, body, body_hash, issued_by, issued_at)
                VALUES (\(document), \(first.programme.id), \(meeting), \(office.id), \(gives.document), \(number), \(act.today), \(text),
                    \(house.secrets.sha256(Array(text.utf8))), \(act.actorName), \(act.now))
                """)
            let round: ID<Round> = try row("round_id")
            act.later("""
                INSERT INTO notices (id, programme_id, kind, office, round_id, step, number, title, state, phone, address, body, snapshot, snapshot_hash, published_on,
                    ends_provisional, prepared_by, published_by, created_at, published_at)
                VALUES (\(document.rawValue), \(first.programme.id), 'recognition', \(office.id), \(round), \(step.id), \(number), \("关于认定\(level?.name.zh ?? "")的通知"), 'published',
                    \(""), \(""), \(text), '[]', \(house.secrets.sha256(Array("[]".utf8))), \(act.today), \(false), \(act.actorName), \(act.actorName), \(act.now), \(act.now))
                """)
            act.audit("document", document.rawValue, "document_issued", to: "issued", post: "\(office.id)/\(place.rawValue)", clause: step.clause,
                detail: ["meeting": meeting.rawValue, "body": house.secrets.sha256(Array(text.utf8))])
            for item in loaded {
                try found(act, item, gives: gives, document: document, level: level?.id ?? "", year: year)
                try act.move(item, .settle(.pass), verb: "plaque_issued", post: "\(office.id)/\(place.rawValue)", clause: step.clause, detail: ["document": document.rawValue])
            }
            return Receipt(.document, document.rawValue)
        }
    }

    private static func names(_ tx: any Transaction, _ item: LoadedCase) throws -> (station: String, organisation: String) {
        let organisation: String = try item.current.applicant.flatMap { try tx.value("SELECT name FROM organisations WHERE id = \($0)") } ?? ""
        return (item.title, organisation)
    }

    /// The station and its plaque.
    private func found(_ act: Act, _ item: LoadedCase, gives: Step.Issue, document: ID<Document>, level: String, year: Int) throws {
        let stored = try ApplicationStore.handedIn(act.tx, act.house, item.id)
        guard let applicant = item.current.applicant, let organisation = try act.tx.row("SELECT address FROM organisations WHERE id = \(applicant)") else { throw Unexpected("applicant of \(item.id)") }
        let station: ID<Station> = try act.newID()
        let number = act.filled(gives.plaqueNumber, n: try act.number("plaque/\(gives.plaqueNumber)/\(year)", for: station.rawValue), width: 3)
        let address = stored.answers.text("venue", "address")
        let introduction = stored.answers.text("plan", "summary")
        try act.tx.run("""
            INSERT INTO stations (id, programme_id, level, organisation_id, case_id, document_id, name, kind, field, area, address, introduction, recognised_on)
            VALUES (\(station), \(item.programme.id), \(level), \(applicant), \(item.id), \(document), \(stored.name), \(stored.kind), \(stored.field), \(item.current.area ?? ""),
                \(address.isEmpty ? try organisation("address") : address), \(introduction), \(act.today))
            """)
        try act.tx.run("""
            INSERT INTO plaques (number, programme_id, station_id, words, state, state_since, clause, issued_on)
            VALUES (\(number), \(item.programme.id), \(station), \(gives.plaque), 'valid', \(act.today), \(item.step?.clause?.text ?? ""), \(act.today))
            """)
        act.audit("plaque", number, "plaque_issued", to: "valid", clause: item.step?.clause, detail: ["station": station.rawValue, "document": document.rawValue])
    }
}

/// The issuing office suspends a plaque, restores it, or withdraws it for good 撤站摘牌; the public page says so at once.
///
/// Effects: the plaque's state with reason and date; an audit record; the station's people are told.
public struct ChangePlaque: Codable, Sendable {
    public let state: PlaqueState
    /// Public: it stands on the plaque's page.
    public let reason: String
    public let clause: String?

    public init(state: PlaqueState, reason: String, clause: String? = nil) {
        self.state = state
        self.reason = reason
        self.clause = clause
    }

    public func callAsFunction(_ house: House, number: String, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            guard let row = try act.tx.row("""
                SELECT p.state AS state, p.programme_id AS programme_id, s.organisation_id AS organisation_id, d.office AS office
                FROM plaques p JOIN stations s ON s.id = p.station_id JOIN documents d ON d.id = s.document_id WHERE p.number = \(number)
                """) else { throw Refusal.notFound }
            _ = try act.tx.row("SELECT number FROM plaques WHERE number = \(number)\(act.dialect.lock)")
            let programme = try house.library.programme(try row("programme_id"))
            guard let office = programme.office(try row("office")), let place = office.signOff.last, actor.holds(office.id, place, in: programme.id) else {
                throw Refusal(.forbidden, "not_yours_to_change", Words("牌匾状态由颁发部门的签发人变更", "A signer of the issuing office changes a plaque's state"))
            }
            let organisation: ID<Organisation> = try row("organisation_id")
            if actor.organisations.contains(organisation) { throw Refusal(.forbidden, "own_case", Words("不能办理本人所在单位的事项，请回避", "No one acts on their own organisation's case")) }
            let text = reason.trimmed
            guard (4...500).contains(text.count) else { throw Refusal.invalid([.init("reason", Words("请写明理由（4 至 500 字），将向社会公开", "Give a reason (4 to 500 characters); it is public"))]) }
            let clause = self.clause?.trimmed ?? ""
            guard clause.isEmpty || programme.notice.clauses.contains(where: { $0.clause.text == clause }) else {
                throw Refusal.invalid([.init("clause", Words("通知中没有“\(clause.prefix(20))”这一条", "The notice has no clause “\(clause.prefix(20))”"))])
            }
            if Redaction.findsContacts(in: text) {
                throw Refusal.invalid([.init("reason", Words("理由向社会公开，请勿写电话、身份证号或邮箱", "The reason is public: no telephone numbers, ids or mail addresses, please"))])
            }
            let now: String? = try act.tx.value("SELECT state FROM plaques WHERE number = \(number)")
            guard let before = now.flatMap(PlaqueState.init(rawValue:)), before != state else { throw Casework.changedMeanwhile }
            guard before != .withdrawn else { throw Refusal(.conflict, "withdrawn", Words("已摘牌的牌匾不能恢复", "A withdrawn plaque cannot be restored")) }
            let kept = try act.keepReason(text, audience: .public)
            try act.tx.run("""
                UPDATE plaques SET state = \(state.rawValue), state_since = \(act.today), reason_id = \(kept.id), clause = \(clause)
                WHERE number = \(number) AND state = \(before.rawValue)
                """)
            act.audit("plaque", number, "plaque_\(state.rawValue)", from: before.rawValue, to: state.rawValue, post: "\(office.id)/\(place.rawValue)", reason: kept,
                clause: clause.isEmpty ? nil : Clause(clause))
            if before == .valid, let station: ID<Station> = try act.tx.value("SELECT station_id FROM plaques WHERE number = \(number)") { try act.endVouching(by: station, programme) }
            let members = try act.tx.rows("SELECT account_id FROM members WHERE organisation_id = \(organisation) ORDER BY account_id").map { try $0("account_id") as ID<Account> }
            try act.tell(members, Words("牌匾状态变更：\(number)", "Plaque \(number) has changed"), Words(text, text), link: Receipt(.plaque, number))
            return Receipt(.plaque, number)
        }
    }
}
