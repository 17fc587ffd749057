import Domain
import SQL

/// Gives an office's task to one person of the place whose turn it is, or to nobody in particular.
///
/// Effects: the task's assignee; an audit record; the person is told.
public struct AssignTask: Codable, Sendable {
    public let office: String
    /// Empty for nobody in particular.
    public let assignee: ID<Account>?

    public init(office: String, assignee: ID<Account>?) {
        self.office = office
        self.assignee = assignee
    }

    public func callAsFunction(_ house: House, on id: ID<Case>, by actor: Actor, once: Once? = nil) async throws -> Receipt {
        try await house.perform(by: actor, once: once) { act in
            let loaded = try act.loadCase(id)
            guard CaseRules.mayRead(actor, loaded.current, in: loaded.programme), let account = actor.account else { throw Refusal.notFound }
            try ObjectionRules.mustNotBeAParty(act.tx, loaded, actor)
            guard let task = loaded.current.tasks.first(where: { $0.office == office }), CaseRules.mayAssign(actor, task, of: loaded.current) else {
                throw Refusal(.forbidden, "not_yours_to_assign", Words("不能改派这件事", "This is not yours to assign"))
            }
            if let assignee, let place = task.place {
                let holds = try act.tx.row("""
                    SELECT account_id FROM posts WHERE account_id = \(assignee) AND programme_id = \(loaded.programme.id) AND office = \(office)
                        AND place = \(place) AND ended_at IS NULL
                    """)
                if holds == nil { throw Refusal.invalid([.init("assignee", Words("请选择本部门负责\(place.words.zh)的人", "Choose a \(place.words.en) of the office"))]) }
            }
            try act.move(loaded, .act(office: office, by: account, .assign(assignee)), verb: "task_assigned", post: office,
                detail: ["office": office, "assignee": assignee?.rawValue ?? ""])
            return Receipt(.case, id.rawValue)
        }
    }
}
