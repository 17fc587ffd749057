import Domain
import SQL

enum MeetingReader {
    /// Who was there, with the names of their offices.
    private static func attendance(_ stored: String, _ programme: Programme) throws -> [Attendance] {
        try Stored.read(stored, as: [Attendance].self).map { person in
            Attendance(office: programme.office(person.office)?.name.zh ?? person.office, name: person.name, reason: person.reason)
        }
    }

    static func view(_ tx: any Transaction, _ house: House, _ id: ID<Meeting>, _ actor: Actor) throws -> MeetingView {
        guard let row = try tx.row("""
            SELECT m.round_id AS round_id, m.programme_id AS programme_id, m.office AS office, m.held_on AS held_on, m.present AS present, m.recused AS recused, m.minutes AS minutes,
                m.state AS state, m.recorded_by AS recorded_by, m.signed_by AS signed_by, a.name AS recorder, b.name AS signer
            FROM meetings m LEFT JOIN accounts a ON a.id = m.recorded_by LEFT JOIN accounts b ON b.id = m.signed_by WHERE m.id = \(id)
            """), let state = MeetingView.State(rawValue: try row("state")) else { throw Refusal.notFound }
        let programme = try house.library.programme(try row("programme_id"))
        let officeID: String = try row("office")
        let rulings = try tx.rows("""
            SELECT g.case_id AS case_id, g.ruling AS ruling, g.reason_id AS reason_id, x.body AS body, c.title AS title, o.name AS organisation
            FROM meeting_rulings g JOIN reasons x ON x.id = g.reason_id JOIN cases c ON c.id = g.case_id LEFT JOIN organisations o ON o.id = c.organisation_id
            WHERE g.meeting_id = \(id) ORDER BY c.handed_in_at, c.id
            """).map { ruling in
            MeetingRuling(
                id: try ruling("case_id"), title: try ruling("title"), organisation: try ruling("organisation") ?? "", ruling: try ruling("ruling"),
                reason: try house.secrets.text(try ruling("body"), table: "reasons", column: "body", row: try ruling("reason_id")),
                upheldObjections: try MeetingRules.upheld(tx, try ruling("case_id")))
        }
        let document = try StationReader.documents(tx, house.library, "d.meeting_id = \(id)").first
        let office = programme.office(officeID)
        let signs = office?.signOff.last.map { actor.holds(officeID, $0, in: programme.id) } ?? false
        let recordedBy: String = try row("recorded_by")
        let alone = (office?.signOff.count ?? 1) == 1
        let examined = try rulings.contains { ruling in try actor.account.map { try MeetingRules.examined(tx, ruling.id, by: $0.rawValue) } ?? false }
        return MeetingView(
            id: id, round: try row("round_id"), heldOn: try row("held_on"), officeName: office?.name ?? Words(officeID, officeID), state: state,
            present: try attendance(try row("present"), programme), recused: try attendance(try row("recused"), programme),
            minutes: try house.secrets.text(try row("minutes"), table: "meetings", column: "minutes", row: id.rawValue), rulings: rulings,
            recordedBy: try row("recorder") ?? "", signedBy: try row("signer"),
            maySign: state == .recorded && signs && (alone || recordedBy != actor.account?.rawValue) && !examined,
            mayIssue: state == .signed && signs && !examined && document == nil && rulings.contains { $0.ruling == .pass }, document: document)
    }
}

extension MeetingRules {
    /// City offices read all meetings of the programme, an area's offices their own area's.
    static func mayRead(_ actor: Actor, _ programme: Programme, office: String) -> Bool {
        let area = programme.office(office)?.area
        return actor.posts.contains { post in
            guard post.programme == programme.id, let own = programme.office(post.office) else { return false }
            return own.area == nil || own.area == area
        }
    }
}

extension House {
    /// A meeting, for the offices of its programme: an area's meetings for that area and the city.
    public func meeting(_ id: ID<Meeting>, for actor: Actor) async throws -> MeetingView {
        let house = self
        return try await read { tx, _ in
            guard let row = try tx.row("SELECT programme_id, office FROM meetings WHERE id = \(id)") else { throw Refusal.notFound }
            let programme = try house.library.programme(try row("programme_id"))
            guard MeetingRules.mayRead(actor, programme, office: try row("office")) else { throw Refusal.notFound }
            return try MeetingReader.view(tx, house, id, actor)
        }
    }

    /// What a meeting of the actor's office can rule on now, and what is held back.
    public func agenda(_ id: ID<Round>, for actor: Actor) async throws -> MeetingAgenda {
        let house = self
        return try await read { tx, now in
            let library = house.library, today = Zone.china.day(of: now)
            guard let round = try RoundReader.summary(tx, library, id, today: today) else { throw Refusal.notFound }
            var ready: [RoundCase] = [], held: [HeldCase] = []
            var leader: Programme.Office?, offices: [Programme.Office] = []
            let staff = Actor(kind: actor.kind, name: actor.name, posts: actor.posts)
            for item in try RoundReader.cases(tx, house, "c.round_id = \(id) AND c.state IN ('open', 'correction') AND \(CaseReader.visible(staff, library))", today: today) {
                let loaded = try CaseStore.load(tx, library, item.summary.id, lock: false)
                let procedure = loaded.casework.procedure
                guard let determine = procedure.steps.first(where: { $0.kind == .determine }), let its = try MeetingRules.leader(loaded, determine), actor.holds(its.id, in: loaded.programme.id) else { continue }
                if leader == nil { (leader, offices) = (its, try MeetingRules.offices(loaded, determine, its)) }
                if item.openObjections > 0 {
                    held.append(HeldCase(summary: item.summary, reason: Words("有 \(item.openObjections) 件异议尚未答复", "\(item.openObjections) objections are still open")))
                } else if item.summary.step == determine.id {
                    ready.append(item)
                } else if item.summary.step != procedure.steps.last?.id {
                    held.append(HeldCase(summary: item.summary, reason: Words("还在“\(item.summary.stepName.zh)”环节", "Still at “\(item.summary.stepName.en)”")))
                }
            }
            guard let leader else { throw Refusal.notFound }
            return MeetingAgenda(round: round, office: leader.id, offices: offices.map { ConditionName(id: $0.id, name: $0.name, clause: nil) }, ready: ready, held: held)
        }
    }
}
