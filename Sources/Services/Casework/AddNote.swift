import Domain
import SQL

/// A private note of an office on a case. The applicant never sees it. Who has places in several offices may name the one that they write for;
/// else it is the one that has a task in the case.
///
/// Effects: the note, encrypted; an audit record.
public struct AddNote: Codable, Sendable {
    public let text: String
    /// One of the actor's offices.
    public let office: String?

    public init(text: String, office: String? = nil) {
        self.text = text
        self.office = office
    }

    public func callAsFunction(_ house: House, on id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let loaded = try act.loadCase(id)
            guard CaseRules.mayRead(actor, loaded.current, in: loaded.programme), let account = actor.account else { throw Refusal.notFound }
            try ObjectionRules.mustNotBeAParty(act.tx, loaded, actor)
            guard !CaseRules.isOwn(actor, loaded.current), let office = office(of: actor, loaded) else {
                throw Refusal(.forbidden, "not_an_office", Words("只有办理部门可以写内部备注", "Only offices write private notes"))
            }
            let text = self.text.trimmed
            guard (1...2000).contains(text.count) else { throw Refusal.invalid([.init("text", Words("备注为 1 至 2000 字", "1 to 2000 characters"))]) }
            let note = try act.newID(Receipt.self).rawValue
            act.later("""
                INSERT INTO notes (id, case_id, office, account_id, at, body) VALUES (\(note), \(id), \(office), \(account), \(act.now),
                    \(try house.secrets.seal(text: text, table: "notes", column: "body", row: note)))
                """)
            act.audit("case", id.rawValue, "note_added", post: office, detail: ["note": note])
            return Receipt(.case, id.rawValue)
        }
    }

    /// Nil when the actor has none, or not the one that they named.
    private func office(of actor: Actor, _ loaded: LoadedCase) -> String? {
        let own = actor.posts.filter { $0.programme == loaded.programme.id }.map(\.office).filter { id in
            guard let office = loaded.programme.office(id) else { return false }
            return office.area == nil || office.area == loaded.current.area
        }
        if let office, !office.isEmpty { return own.contains(office) ? office : nil }
        return own.first { id in loaded.current.tasks.contains { $0.office == id } } ?? own.first
    }
}
